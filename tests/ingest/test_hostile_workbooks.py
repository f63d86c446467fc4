"""Workbooks made to take a reader's memory or time: refused before a reader touches them.

The library that reads workbooks ends the whole process when memory runs out, so that nothing here
may reach it. What is large is measured in a process of its own.
"""

import io
import re
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from dashboard.errors import FileUnusable
from dashboard.ingest.read import read_document
from dashboard.settings import Limits

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
LIST = b'<row r="1"><c r="A1" t="str"><v>Ort</v></c></row>'
FILLED = b'<row r="2"><c r="A2" t="str"><v>Helbra</v></c></row>'


def zipped(entries: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def entries_of(book: openpyxl.Workbook) -> dict[str, bytes]:
    buffer = io.BytesIO()
    book.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def xlsx(rows: bytes, **others: bytes) -> bytes:
    """A workbook with the rows of its one sheet as XML; ``others`` by the stem of their entry."""
    sheet = b'<worksheet xmlns="%b"><sheetData>%b</sheetData></worksheet>' % (MAIN.encode(), rows)
    entries = entries_of(openpyxl.Workbook()) | {"xl/worksheets/sheet1.xml": sheet}
    return zipped(entries | {f"xl/{stem}.xml": content for stem, content in others.items()})


def ods(rows: str) -> bytes:
    names = "".join(f' xmlns:{name}="{OFFICE}:{name}:1.0"' for name in ("office", "table", "text"))
    content = (
        f"<office:document-content{names}><office:body><office:spreadsheet>"
        f'<table:table table:name="T">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    mimetype = b"application/vnd.oasis.opendocument.spreadsheet"
    manifest = b"<manifest/>"
    entries = {"mimetype": mimetype, "META-INF/manifest.xml": manifest}
    return zipped(entries | {"content.xml": content.encode()})


def ods_row(text: str, *, times: int = 1, columns: int = 1, typed: bool = True) -> str:
    value_type = ' office:value-type="string"' if typed else ""
    return (
        f'<table:table-row table:number-rows-repeated="{times}">'
        f'<table:table-cell{value_type} table:number-columns-repeated="{columns}">'
        f"<text:p>{text}</text:p></table:table-cell></table:table-row>"
    )


def shared_texts(length: int) -> bytes:
    return b'<sst xmlns="%b"><si><t>%b</t></si></sst>' % (MAIN.encode(), b"x" * length)


def formatted(value: float, number_format: str) -> bytes:
    book = openpyxl.Workbook()
    cell = book.worksheets[0]["A1"]
    cell.value, cell.number_format = value, number_format
    return zipped(entries_of(book))


def same_sheet_many_times() -> bytes:
    entries = entries_of(openpyxl.Workbook())
    [listed] = re.findall(rb"<sheet [^>]*/>", entries["xl/workbook.xml"])
    many = b"".join(
        re.sub(rb'name="[^"]*"', b'name="S%d"' % number, listed) for number in range(30)
    )
    entries["xl/workbook.xml"] = entries["xl/workbook.xml"].replace(listed, many)
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(1, 10_001))
    sheet = b'<worksheet xmlns="%b"><sheetData>%b</sheetData></worksheet>' % (MAIN.encode(), rows)
    return zipped(entries | {"xl/worksheets/sheet1.xml": sheet})


SHARED = b"".join(
    b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (number, number)
    for number in range(1, 10_001)
)
REFUSED = {
    "a column of five letters": (
        xlsx(b'<row r="3"><c r="AAAAA3"><v>1</v></c></row>'),
        "beschädigt",
    ),
    "a column of twelve letters": (
        xlsx(b'<row r="3"><c r="AAAAAAAAAAAA3"><v>1</v></c></row>'),
        "beschädigt",
    ),
    "a row of eleven digits": (xlsx(b'<row r="3"><c r="A99999999999"/></row>'), "beschädigt"),
    "a row far below": (xlsx(b'<row r="4000000000"><c><v>1</v></c></row>'), "beschädigt"),
    "a cell without a place in a far row": (
        xlsx(b'<row r="1048576"><c><v>1</v></c></row>'),
        r"mehr als 200\.000 Zeilen",
    ),
    "a cell without a place in a far column": (
        xlsx(b'<row r="190000"><c r="XFC190000"/><c><v>1</v></c></row>'),
        r"16\.384 Spalten",
    ),
    "the last cell of all": (
        xlsx(LIST + b"<row r='1048576'><c r = 'XFD1048576'><v>1</v></c></row>"),
        r"mehr als 200\.000 Zeilen",
    ),
    "a tag hidden in a tag": (
        xlsx(b'<row r="1"><c r="A1" x="<c r="/><c r="AAAAA3"><v>1</v></c></row>'),
        "beschädigt",
    ),
    "another name for the sheet": (
        zipped(
            entries_of(openpyxl.Workbook())
            | {"xl/anders.xml": b'<row r="1"><c r="AAAAA3"><v>1</v></c></row>'}
        ),
        "beschädigt",
    ),
    "one long text in many cells": (
        xlsx(SHARED, sharedStrings=shared_texts(30_000)),
        "entpackt größer als 200 MB",
    ),
    "one sheet under thirty names": (same_sheet_many_times(), r"mehr als 200\.000 Zeilen"),
    "a time before all times": (formatted(-1e300, "hh:mm"), "beschädigt"),
    "a duration without end": (formatted(1e300, "[h]:mm"), "beschädigt"),
    "an error that is none of Excel's": (
        xlsx(LIST + b'<row r="2"><c r="A2" t="e"><v>#NEU!</v></c></row>'),
        "Formelfehler",
    ),
    "ods: a million rows": (ods(ods_row("x", times=1_000_000)), r"mehr als 200\.000 Zeilen"),
    "ods: rows times columns": (
        ods(ods_row("x", times=190_000, columns=16_000)),
        "entpackt|Spalten",
    ),
    "ods: repeats in a row": (ods(ods_row("x", times=150_000, columns=15) * 2), "entpackt|Zeilen"),
    "ods: a long text repeated": (
        ods(ods_row("x" * 100_000, times=100, columns=100)),
        "entpackt größer als 200 MB",
    ),
    "ods: repeats without a type": (
        ods(ods_row("x", times=4_000_000_000, columns=4_000_000_000, typed=False)),
        "entpackt|Zeilen",
    ),
    "ods: content below empty rows": (
        ods(
            '<table:table-row table:number-rows-repeated="4000000000"><table:table-cell/>'
            "</table:table-row>" + ods_row("Ort")
        ),
        r"mehr als 200\.000 Zeilen",
    ),
    "ods: a number of thousands of digits": (
        ods(ods_row("x", times=int("9" * 4000))),
        "Zeilen|entpackt|beschädigt",
    ),
    "ods: cut": (ods("<table:table-row><table:table-cell><text:p>x"), "beschädigt"),
}


def test_an_entry_with_a_wrong_checksum_is_refused() -> None:
    entries = entries_of(openpyxl.Workbook())
    relations = b"<Relationships>" + b"x" * 50
    sheet = b'<worksheet xmlns="%b"><sheetData>%b</sheetData></worksheet>'
    entries["xl/worksheets/sheet1.xml"] = sheet % (MAIN.encode(), LIST + FILLED)
    content = bytearray(zipped(entries | {"xl/worksheets/_rels/sheet1.xml.rels": relations}))
    checksum = zlib.crc32(relations).to_bytes(4, "little")
    while (at := content.find(checksum)) >= 0:
        content[at] ^= 255
    with pytest.raises(FileUnusable, match="beschädigt"):
        read_document(bytes(content), Limits())


@pytest.mark.parametrize(("content", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_a_workbook_made_to_exhaust_the_reader_is_refused(content: bytes, said: str) -> None:
    begun = time.monotonic()
    with pytest.raises(FileUnusable, match=said) as refusal:
        read_document(content, Limits())
    assert "Bitte" in str(refusal.value)
    assert time.monotonic() - begun < 20


@pytest.mark.parametrize(
    "content",
    [
        xlsx(LIST + FILLED),
        xlsx(LIST.replace(b' r="1"', b"").replace(b' r="A1"', b"") + FILLED),
        xlsx(LIST.replace(b'"', b"'") + FILLED),
        xlsx(LIST + FILLED + b'<row r="900000"><c r="XFD900000" s="0"/></row>'),
        xlsx(
            b'<row r="1"><c r="A1" t="s"><v>0</v></c></row>' + FILLED,
            sharedStrings=shared_texts(3).replace(b"xxx", b"Ort"),
        ),
        ods(ods_row("Ort") + ods_row("Helbra")),
        ods(
            ods_row("Ort")
            + ods_row("Helbra")
            + '<table:table-row table:number-rows-repeated="4000000000"><table:table-cell '
            'table:number-columns-repeated="4000000000"/></table:table-row>'
        ),
    ],
    ids=[
        "plain",
        "no places",
        "single quotes",
        "format far away",
        "shared",
        "ods",
        "ods to the end",
    ],
)
def test_a_workbook_written_in_another_way_is_read_all_the_same(content: bytes) -> None:
    assert read_document(content, Limits()).sheets[0].rows == [["Ort"], ["Helbra"]]


MEASURE = """
import re, sys
from pathlib import Path
from dashboard.errors import FileUnusable
from dashboard.ingest.read import read_document
from dashboard.settings import Limits
try:
    read_document(sys.stdin.buffer.read(), Limits())
except FileUnusable:
    # Unlike ``getrusage`` this says nothing of the process that started this one.
    peak = re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())
    print(int(peak[1]) // 1024)
"""


def bomb() -> bytes:
    """190 MB of cells in a table that hides behind a directory and bytes that do not pack."""
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(1, 1_000))
    entries = {
        "xl/worksheets/sheet1.xml": b"<worksheet><sheetData>" + rows + b" " * (190 << 20),
        "xl/media/image1.png": bytes(n * n * 7 % 251 for n in range(1 << 20)),
    }
    content = bytearray(zipped(entries_of(openpyxl.Workbook()) | entries))
    declared = len(entries["xl/worksheets/sheet1.xml"]).to_bytes(4, "little")
    while (at := content.find(declared)) >= 0:
        content[at : at + 4] = (1000).to_bytes(4, "little")
    return bytes(content)


@pytest.mark.parametrize(
    "make",
    [
        lambda: REFUSED["the last cell of all"][0],
        lambda: REFUSED["ods: rows times columns"][0],
        lambda: REFUSED["ods: a long text repeated"][0],
        lambda: REFUSED["one long text in many cells"][0],
        bomb,
        lambda: b"a;b\n" + b"\n" * (19 << 20) + b"x",
        lambda: b"Name;Ort\n" + b";" * (19 << 20) + b"x",
    ],
    ids=["far cell", "ods", "ods text", "shared", "lying", "empty lines", "one line"],
)
def test_refusing_takes_less_than_300_mib(make: Callable[[], bytes]) -> None:
    measured = subprocess.run(
        [sys.executable, "-c", MEASURE],
        input=make(),
        capture_output=True,
        check=True,
        cwd=Path(__file__).resolve().parents[2],
    )
    assert 0 < int(measured.stdout) < 300
