"""Broken and hostile files: rows or a German sentence, in bounded time and memory, never more."""

import io
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress

import openpyxl
import pytest

from dashboard.errors import FileUnusable
from dashboard.ingest.parse import parse_file
from dashboard.ingest.read import read_document
from dashboard.ingest.schema import Choices, Kind, ParsedFile
from dashboard.ingest.source import Tools
from dashboard.settings import Limits

Parse = Callable[..., ParsedFile]
HEADING = "Name;Organisation;Ort\r\n"
PERSON = "Anna Muster;Probe GmbH;Helbra\r\n"
LIST = HEADING + PERSON


def codes(parsed: ParsedFile) -> set[str]:
    return {problem.code for problem in parsed.problems}


def workbook(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def zipped(files: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


# --- read all the same -----------------------------------------------------------------------

READABLE: dict[str, bytes] = {
    "NUL bytes": LIST.replace("Anna", "An\x00na").encode(),
    "right-to-left marks": LIST.replace("Anna", "\u202eAnna\u200f").encode(),
    "zero-width blanks": LIST.replace("Anna", "An\u200bna").encode(),
    "emoji": LIST.replace("Probe GmbH", "Probe 😀 GmbH").encode(),
    "a mark in the middle": LIST.replace("Probe", "\ufeffProbe").encode(),
    "UTF-16 with mark": LIST.encode("utf-16"),
    "UTF-16 without mark": LIST.encode("utf-16-le"),
    "line ends of old Macs": LIST.replace("\r\n", "\r").encode(),
    "mixed encodings": HEADING.encode()
    + PERSON.encode()
    + "Bärbel Muster;Größe;Röblingen am See\r\n".encode("cp1252")
    + "Jörg Muster;Öl;Südharz\r\n".encode(),
    "only blanks behind the rows": (LIST + ";;\r\n" * 500).encode(),
    "an open quote": (
        LIST + 'Bo Muster;"Probe;Helbra\r\n' + PERSON.replace("Anna", "Cleo")
    ).encode(),
}


@pytest.mark.parametrize("content", READABLE.values(), ids=READABLE.keys())
def test_a_damaged_list_keeps_its_people(parse: Parse, content: bytes) -> None:
    parsed = parse(content)
    assert parsed.attendance[0].place is not None
    assert parsed.attendance[0].place.name == "Helbra"
    shown = repr(parsed)
    assert "\u202e" not in shown
    assert "\x00" not in shown
    assert "Ã" not in shown
    assert "\ufffd" not in shown


def test_invisible_signs_do_not_make_two_people_of_one(parse: Parse) -> None:
    content = (LIST + PERSON.replace("Anna", "An\u200bna")).encode()
    parsed = parse(content)
    assert (len(parsed.attendance), parsed.merged) == (1, 1)


def test_every_row_of_mixed_encodings_is_read_and_said(parse: Parse) -> None:
    parsed = parse(READABLE["mixed encodings"])
    assert [row.place.name for row in parsed.attendance if row.place] == [
        "Helbra",
        "Seegebiet Mansfelder Land",
        "Südharz",
    ]
    assert "encoding_mixed" in codes(parsed)


def test_a_cut_utf_16_file_is_read_with_a_warning(parse: Parse) -> None:
    assert "truncated" in codes(parse(LIST.encode("utf-16")[:-1]))


def test_an_open_quote_swallows_no_rows(parse: Parse) -> None:
    parsed = parse(READABLE["an open quote"])
    assert len(parsed.attendance) == 3
    assert "quote_unclosed" in codes(parsed)


def test_of_two_equal_headings_neither_overwrites_the_other(parse: Parse) -> None:
    parsed = parse(b"Name;Ort;Ort\nAnna Muster;Helbra;\nBo Muster;Allstedt;\n")
    assert [row.place.name for row in parsed.attendance if row.place] == ["Helbra", "Allstedt"]


def test_sixty_columns_are_read(parse: Parse) -> None:
    headings = ["Name", "Ort", *(f"Frage {number}" for number in range(58))]
    row = ["Anna Muster", "Helbra", *("x" for _ in range(58))]
    parsed = parse(f"{';'.join(headings)}\n{';'.join(row)}\n".encode())
    assert len(parsed.columns) == 60
    assert len(parsed.attendance) == 1


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        '=HYPERLINK("http://probe.example";"x")',
        "=cmd|' /C calc'!A0",
        "+49 3475 1234",
        "@SUM(A1)",
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "**fett** [Link](http://probe.example)",
    ],
)
def test_formulas_and_markup_stay_text(parse: Parse, text: str) -> None:
    quoted = text.replace('"', '""')
    parsed = parse(f'Name;Organisation;Ort\nAnna Muster;"{quoted}";Helbra\n'.encode())
    assert parsed.attendance[0].organisation == text


def test_a_formula_in_a_workbook_is_not_evaluated(parse: Parse) -> None:
    parsed = parse(workbook([["Name", "Organisation", "Ort"], ["Anna Muster", "=1+1", "Helbra"]]))
    assert parsed.attendance[0].organisation in (None, "=1+1")


# --- refused ---------------------------------------------------------------------------------

REFUSED: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "leer"),
    "blanks": (b" \r\n\r\n", "leer"),
    "only a mark": (b"\xef\xbb\xbf", "leer"),
    "only headings": (HEADING.encode(), "nur die Überschriften|keine Zeilen mit Daten"),
    "only separators": (b";;;\r\n" * 30, "keine Zeilen mit Daten"),
    "PDF": (b"%PDF-1.7\n" + b"x" * 500, "PDF"),
    "PNG": (b"\x89PNG\r\n\x1a\n" + bytes(500), "Bild"),
    "old Excel or password": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Passwort"),
    "program": (b"MZ\x90\x00" + bytes(range(256)) * 20, "keine Tabelle"),
    "ZIP": (zipped({"liste.csv": LIST.encode()}), "ZIP-Archiv"),
    "Word": (
        zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}),
        "Word-Dokument",
    ),
    "cut workbook": (workbook([["Name"], ["Anna Muster"]])[:900], "beschädigt"),
    "web page": (b"<!DOCTYPE html><html><body><table></table></body></html>", "keine Tabelle"),
    "unknown headings": (b"Farbe;Form\nrot;rund\n", "keine bekannte Spalte"),
}


@pytest.mark.parametrize(("content", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_list_is_refused_with_what_to_do(
    parse: Parse, content: bytes, said: str
) -> None:
    with pytest.raises(FileUnusable, match=said) as refusal:
        parse(content)
    assert "Bitte" in str(refusal.value)
    assert str(refusal.value).endswith(".")


@pytest.mark.parametrize("at", ["name", "checksum"])
def test_a_workbook_whose_parts_contradict_its_directory_is_damaged(parse: Parse, at: str) -> None:
    plain = workbook([["Name", "Ort"], ["Anna Muster", "Helbra"]])
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        entry = archive.getinfo("xl/worksheets/sheet1.xml")
        directory = plain.rindex(b"PK\x01\x02", 0, plain.rindex(entry.filename.encode()))
    changed = bytearray(plain)
    # The name of the part itself, or its checksum in the directory at the end of the archive.
    changed[entry.header_offset + 34 if at == "name" else directory + 16] ^= 0x55
    with pytest.raises(FileUnusable, match="beschädigt"):
        parse(bytes(changed))


@pytest.mark.parametrize("kind", Kind)
def test_the_wrong_kind_is_noticed(parse: Parse, kind: Kind) -> None:
    feedback = b"Inhalte (1 = schlecht, 5 = sehr gut);Organisation\n5;4\n4;4\n"
    content = feedback if kind is Kind.ATTENDANCE else LIST.encode()
    with pytest.raises(FileUnusable, match="sieht aus wie"):
        parse(content, kind=kind)


# --- limits ----------------------------------------------------------------------------------


def limited(content: bytes, tools: Tools, **limits: int) -> ParsedFile:
    return parse_file(content, limits=Limits(**limits), kind=None, choices=Choices(), tools=tools)


def test_too_many_rows_are_refused_and_the_limit_is_named(tools: Tools) -> None:
    content = (HEADING + PERSON * 1001).encode()
    with pytest.raises(FileUnusable, match=r"1\.000 Zeilen"):
        limited(content, tools, rows=1000)


def test_too_many_columns_are_refused_and_the_limit_is_named(tools: Tools) -> None:
    content = (";".join(f"Spalte {n}" for n in range(300)) + "\n").encode() * 3
    with pytest.raises(FileUnusable, match="höchstens 200"):
        limited(content, tools)


def test_a_large_file_is_refused_and_the_limit_is_named(tools: Tools) -> None:
    with pytest.raises(FileUnusable, match="größer als 1 MB"):
        limited((HEADING + PERSON * 60_000).encode(), tools, file_bytes=1 << 20)


def test_a_file_that_takes_too_long_is_refused(tools: Tools) -> None:
    content = (HEADING + "".join(PERSON.replace("Anna", f"A{n}") for n in range(150_000))).encode()
    with pytest.raises(FileUnusable, match="länger als 1 Sekunde"):
        limited(content, tools, seconds=1)


def sheet_of(cells: bytes) -> bytes:
    """A workbook whose one table is the given XML."""
    plain = workbook([["Name", "Ort"], ["Anna Muster", "Helbra"]])
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        files = {entry: archive.read(entry) for entry in archive.namelist()}
    return zipped(files | {"xl/worksheets/sheet1.xml": cells})


def test_a_workbook_that_unpacks_to_gigabytes_is_refused_before_it_does(tools: Tools) -> None:
    blanks = b'<worksheet><sheetData><row r="1">' + b" " * (300 << 20)
    with pytest.raises(FileUnusable, match="entpackt größer als 200 MB"):
        limited(sheet_of(blanks), tools)


def test_a_single_cell_far_away_reserves_no_table(tools: Tools) -> None:
    cells = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c></row>'
        b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
        b"</sheetData></worksheet>"
    )
    with pytest.raises(FileUnusable, match="Zeilen"):
        limited(sheet_of(cells), tools)


def test_entities_that_multiply_are_not_expanded(tools: Tools) -> None:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(10))
    cells = (
        f"<?xml version='1.0'?><!DOCTYPE x [{entities}]><worksheet "
        'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
        '<c r="A1" t="inlineStr"><is><t>&l9;</t></is></c></row></sheetData></worksheet>'
    ).encode()
    with pytest.raises(FileUnusable):
        limited(sheet_of(cells), tools)


# --- texts made to be slow or to mislead ------------------------------------------------------

LONG = 12_000
SLOW = {
    "blanks": "x" + " " * LONG + "y",
    "brackets": "(a)" * (LONG // 3),
    "open brackets": "(" * LONG,
    "letters": "a" * LONG,
    "digits": "9" * LONG,
    "digits and a sign": "9" * LONG + "!",
    "digits and commas": "9," * (LONG // 2) + "!",
    "dots": "a." * (LONG // 2),
    "addresses": "a@" * (LONG // 2),
    "telephone": "0 " * (LONG // 2),
    "places": "Helbra, " * (LONG // 8),
    "durations": "1 Std " * (LONG // 6),
}
COLUMNS = "Name;Organisation;Ort;E-Mail;PLZ;Dauer;anwesend;Bemerkung;Anschrift"
QUESTIONS = (
    "Wie bewerten Sie die Veranstaltung insgesamt?;Was hat Ihnen gefallen?;Ich nehme teil als"
)


@pytest.mark.parametrize("text", SLOW.values(), ids=SLOW.keys())
@pytest.mark.parametrize("headings", [COLUMNS, QUESTIONS, ""], ids=["list", "feedback", "headings"])
def test_long_cells_do_not_hold_up_the_reader(tools: Tools, headings: str, text: str) -> None:
    width = headings.count(";") + 1 if headings else 10
    rows = [["2" if at != row else text for at in range(width)] for row in range(width)]
    lines = [headings or ";".join(["Name", *[text] * 10]), *map(";".join, rows)]
    begun = time.process_time()
    with suppress(FileUnusable):
        limited("\n".join(lines).encode(), tools)
    assert time.process_time() - begun < 5


def test_a_cell_longer_than_excel_allows_is_refused_with_its_row(tools: Tools) -> None:
    content = f"Name;Ort\nAnna Muster;Helbra\nBo Muster;{'x' * (5 << 20)}\n".encode()
    with pytest.raises(FileUnusable, match=r"In Zeile 3 .* höchstens 32\.767"):
        limited(content, tools)


@pytest.mark.parametrize("encoding", ["utf-32", "utf-32-le", "utf-32-be"])
def test_four_bytes_for_each_character_are_read(parse: Parse, encoding: str) -> None:
    mark = "" if encoding == "utf-32" else "\ufeff"
    parsed = parse((mark + LIST.replace("Probe", "😀 Probe")).encode(encoding))
    assert [row.organisation for row in parsed.attendance] == ["😀 Probe GmbH"]


def test_utf_7_stays_the_text_it_is(parse: Parse) -> None:
    parsed = parse(LIST.replace("Probe GmbH", "+AFA-robe").encode())
    assert parsed.attendance[0].organisation == "+AFA-robe"


@pytest.mark.parametrize("mark", ["\u2028", "\x85", "\x0b", "\x1e"])
def test_no_other_line_end_cuts_a_row_with_quotes(parse: Parse, mark: str) -> None:
    parsed = parse(f'Name;Organisation;Ort\nAnna Muster;"A{mark}B";Helbra\n'.encode())
    assert [row.place.name for row in parsed.attendance if row.place] == ["Helbra"]
    assert parsed.attendance[0].organisation in ("A B", "AB")


def test_characters_without_width_make_no_second_person(parse: Parse) -> None:
    marks = ("\u00ad", "\u200c", "\u200d", "\u2060", "\u061c", "\u180e", "\x9f", "\U000e0041")
    written = "".join(f"An{mark}na Muster;Probe GmbH;Helbra\n" for mark in marks)
    parsed = parse(f"Name;Organisation;Ort\n{written}".encode())
    assert (len(parsed.attendance), parsed.merged) == (1, len(marks) - 1)


@pytest.mark.parametrize("quotes", [29_999, 30_000, 99_999])
def test_quotes_by_the_thousand_lose_no_row(parse: Parse, quotes: int) -> None:
    parsed = parse(b"Name;Ort\n" + b'"' * quotes + b";Helbra\nBo Muster;Helbra\n")
    assert "Bo Muster" not in repr(parsed)
    assert [row.row for row in parsed.attendance] == [3]


def test_a_name_of_fifty_thousand_quotes_is_too_long(parse: Parse) -> None:
    with pytest.raises(FileUnusable, match=r"49\.999 Zeichen"):
        parse(b"Name;Ort\n" + b'"' * 100_000 + b";Helbra\nBo Muster;Helbra\n")


@pytest.mark.parametrize("minutes", ["9" * 400, "99999999999", "1e400", "-5", "100000 Std"])
def test_a_duration_that_nobody_can_have_had_is_said(parse: Parse, minutes: str) -> None:
    content = f"Name;Ort;Dauer\nAnna Muster;Helbra;{minutes}\nBo Muster;Helbra;60\n".encode()
    parsed = parse(content)
    assert [row.minutes for row in parsed.attendance] == [60]
    assert "minutes_unreadable" in codes(parsed)


def test_the_last_day_of_all_years_is_no_reason_to_fail(parse: Parse) -> None:
    stamp = "9999-12-31 23:59:59"
    content = (
        "#,Wie bewerten Sie die Veranstaltung insgesamt?,Response Type,Start Date (UTC),"
        f"Submit Date (UTC),Network ID\nx1,5,completed,{stamp},{stamp},n1\n"
    )
    assert len(parse(content.encode()).feedback) == 1


def test_two_hundred_thousand_rows_are_read_and_one_more_is_not(tools: Tools) -> None:
    rows = [f"{n}\n" for n in range(200_000)]
    document = read_document(("Ort;x\n" + "Helbra;".join(["", *rows[:-1]])).encode(), Limits())
    assert len(document.sheets[0].rows) == 200_000
    with pytest.raises(FileUnusable, match=r"mehr als 200\.000 Zeilen"):
        read_document(("Ort;x\n" + "Helbra;".join(["", *rows])).encode(), Limits())
