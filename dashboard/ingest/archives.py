"""Workbooks: what an .xlsx or .ods may unpack to, looked at before anything reads it.

The directory of an archive can lie about sizes, and a single cell far to the lower right makes
readers reserve a table of that size. Both are measured here, in bounded memory.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Literal

from dashboard import formatting
from dashboard.errors import FileUnusable
from dashboard.settings import Limits

_CHUNK = 1 << 20
_HIGHEST_RATIO = 200  # ordinary lists stay below 30, bombs reach 1000
_HARMLESS_BYTES = 10 << 20  # small files may be as compressible as they like
_MOST_CELLS = 20_000_000
_LOCAL_HEADER = 30

_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*(?<!/)>')
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_ODS_CELL = re.compile(rb"<table:table-cell\b([^>]*)")
_ROWS_REPEATED = re.compile(rb'table:number-rows-repeated="(\d+)"')
_COLUMNS_REPEATED = re.compile(rb'table:number-columns-repeated="(\d+)"')

DAMAGED = (
    "Die Datei ist beschädigt und lässt sich nicht öffnen. "
    "Bitte in Excel oder LibreOffice öffnen, neu speichern und noch einmal hochladen."
)


def workbook_container(content: bytes, limits: Limits) -> Literal["xlsx", "ods"]:
    """Which workbook a ZIP archive holds; raises ``FileUnusable`` for any other or a dangerous one.

    Encrypted workbooks of LibreOffice are refused here; those of Excel are no ZIP archives.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
            container = _container(archive, entries)
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
        raise FileUnusable(DAMAGED) from None
    _check_declared(entries, len(content), limits)
    _check_inflated(content, entries, container, limits)
    return container


def _container(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Literal["xlsx", "ods"]:
    names = {entry.filename for entry in entries}
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileUnusable(
            "Die Datei ist mit einem Passwort geschützt. Bitte ohne Passwort speichern und noch "
            "einmal hochladen."
        )
    if "[Content_Types].xml" in names and any(name.startswith("xl/") for name in names):
        return "xlsx"
    if "[Content_Types].xml" in names:
        what = "ein Word-Dokument" if "word/document.xml" in names else "keine Excel-Tabelle"
        raise FileUnusable(
            f"Die Datei ist {what}. Bitte die Liste als Excel-Datei (.xlsx) oder CSV speichern."
        )
    if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
        mimetype = archive.read("mimetype").decode("ascii", "replace")
        if "opendocument.spreadsheet" in mimetype:
            _refuse_encrypted_ods(archive)
            return "ods"
        raise FileUnusable(
            "Die Datei ist ein LibreOffice-Dokument, aber keine Tabelle. Bitte die Liste als "
            ".ods, .xlsx oder CSV speichern."
        )
    raise FileUnusable(
        "Die Datei ist ein ZIP-Archiv und keine Tabelle. Bitte das Archiv entpacken und die Liste "
        "darin hochladen."
    )


def _refuse_encrypted_ods(archive: zipfile.ZipFile) -> None:
    if "META-INF/manifest.xml" not in archive.namelist():
        return
    with archive.open("META-INF/manifest.xml") as manifest:
        if b"encryption-data" in manifest.read(_CHUNK):
            raise FileUnusable(
                "Die Datei ist mit einem Passwort geschützt. Bitte ohne Passwort speichern und "
                "noch einmal hochladen."
            )


def _check_declared(entries: list[zipfile.ZipInfo], packed: int, limits: Limits) -> None:
    declared = sum(entry.file_size for entry in entries)
    if declared > limits.unpacked_bytes or (
        declared > _HARMLESS_BYTES and declared > packed * _HIGHEST_RATIO
    ):
        raise _too_large(limits)


def _check_inflated(
    content: bytes, entries: list[zipfile.ZipInfo], container: str, limits: Limits
) -> None:
    """Inflate once, to believe nothing that the directory says."""
    left = limits.unpacked_bytes
    for entry in entries:
        is_table = entry.filename.startswith("xl/worksheets/") or entry.filename == "content.xml"
        kept = bytearray()
        for chunk in _inflate(content, entry):
            left -= len(chunk)
            if left < 0:
                raise _too_large(limits)
            if is_table:
                kept += chunk
        if is_table:
            _check_extent(bytes(kept), container, limits)


def _inflate(content: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    header = content[entry.header_offset : entry.header_offset + _LOCAL_HEADER]
    if len(header) < _LOCAL_HEADER:
        raise FileUnusable(DAMAGED)
    start = (
        entry.header_offset
        + _LOCAL_HEADER
        + int.from_bytes(header[26:28], "little")
        + int.from_bytes(header[28:30], "little")
    )
    packed = memoryview(content)[start : start + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        yield bytes(packed)
        return
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise FileUnusable(DAMAGED)
    inflater = zlib.decompressobj(-15)
    pending: bytes | memoryview = packed
    try:
        while pending and not inflater.eof:
            yield inflater.decompress(pending, _CHUNK)
            pending = inflater.unconsumed_tail
    except zlib.error:
        raise FileUnusable(DAMAGED) from None


def _check_extent(xml: bytes, container: str, limits: Limits) -> None:
    """Refuse a table whose lowest row times its rightmost column is out of all proportion."""
    rows, columns = _ods_extent(xml) if container == "ods" else _xlsx_extent(xml, limits)
    if rows > limits.rows:
        raise FileUnusable(too_many_rows(limits))
    if rows * columns > _MOST_CELLS:
        raise FileUnusable(
            f"Die Tabelle reicht über {formatting.whole(columns)} Spalten und "
            f"{formatting.whole(rows)} Zeilen. Bitte Inhalte weit rechts oder unten löschen."
        )


def _xlsx_extent(xml: bytes, limits: Limits) -> tuple[int, int]:
    """Rows and columns up to the last cell with content; formatted empty cells do not count."""
    rows, columns = _extent(_REFERENCE, xml)
    if rows > limits.rows or rows * columns > _MOST_CELLS:
        return _extent(_CELL, xml)
    return rows, columns


def _extent(cell: re.Pattern[bytes], xml: bytes) -> tuple[int, int]:
    letters: set[bytes] = set()
    rows = 0
    for match in cell.finditer(xml):
        letters.add(match[1])
        rows = max(rows, int(match[2]))
    return rows, max(map(_column_number, letters), default=0)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _ods_extent(xml: bytes) -> tuple[int, int]:
    """Rows and columns of the largest table; repeated empty rows count only above content."""
    largest = (0, 0)
    for table in xml.split(b"<table:table ")[1:]:
        rows = columns = empty_rows = 0
        for row in re.split(rb"<table:table-row(?=[\s/>])", table)[1:]:
            repeated = _ROWS_REPEATED.search(row.partition(b">")[0])
            times = int(repeated[1]) if repeated else 1
            width = _ods_width(row)
            if not width:
                empty_rows += times
                continue
            rows += empty_rows + times
            empty_rows = 0
            columns = max(columns, width)
        largest = max(largest, (rows, columns))
    return largest


def _ods_width(row: bytes) -> int:
    width = empty = 0
    for cell in _ODS_CELL.findall(row):
        repeated = _COLUMNS_REPEATED.search(cell)
        times = int(repeated[1]) if repeated else 1
        if b"office:value-type" in cell:
            width += empty + times
            empty = 0
        else:
            empty += times
    return width


def _too_large(limits: Limits) -> FileUnusable:
    megabytes = formatting.whole(limits.unpacked_bytes // (1 << 20))
    return FileUnusable(
        f"Die Datei ist entpackt größer als {megabytes} MB oder verdächtig stark gepackt. "
        "Bitte nur das Blatt mit der Liste als neue Datei speichern."
    )


def too_many_rows(limits: Limits) -> str:
    """The sentence for a table with more rows than allowed."""
    return (
        f"Die Tabelle hat mehr als {formatting.whole(limits.rows)} Zeilen; so viele werden nicht "
        "gelesen. Bitte die Datei aufteilen oder leere Zeilen am Ende löschen."
    )
