"""Reading: every encoding, delimiter and container that staff meet, and what is refused."""

import datetime
import zipfile
from collections.abc import Callable
from io import BytesIO

import openpyxl
import pytest
from openpyxl.styles import Font

from dashboard.errors import FileUnusable
from dashboard.ingest.document import Document
from dashboard.ingest.read import read_document
from dashboard.ingest.schema import Severity
from dashboard.settings import Limits

LIMITS = Limits()
TEXT = "Name;Ort;PLZ\r\nJörg Weiß;Großörner;06348\r\nZoë Ähre;Südharz;06536\r\n"
ROWS = [
    ["Name", "Ort", "PLZ"],
    ["Jörg Weiß", "Großörner", "06348"],
    ["Zoë Ähre", "Südharz", "06536"],
]


def read(content: bytes, limits: Limits = LIMITS) -> Document:
    return read_document(content, limits)


def rows_of(text: str) -> list[list[str]]:
    return read(text.encode()).sheets[0].rows


def codes(document: Document) -> list[str]:
    return [note.code for note in document.notes]


def workbook(fill: Callable[[openpyxl.Workbook], None]) -> bytes:
    book = openpyxl.Workbook()
    fill(book)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def archive(entries: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TEXT.encode("utf-8"), "UTF-8"),
        (TEXT.encode("utf-8-sig"), "UTF-8"),
        (TEXT.encode("cp1252"), "Windows-1252"),
        (TEXT.encode("mac_roman"), "Mac Roman"),
        (TEXT.encode("cp850"), "DOS (CP850)"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), "UTF-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "UTF-16"),
        (TEXT.encode("utf-16-le"), "UTF-16"),
        (TEXT.encode("utf-16-be"), "UTF-16"),
    ],
)
def test_every_encoding_gives_the_same_rows(content: bytes, encoding: str) -> None:
    document = read(content)
    assert document.sheets[0].rows == ROWS
    assert document.encoding == encoding
    assert document.notes == ()


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_delimiter_and_line_end_gives_the_same_rows(delimiter: str, line_end: str) -> None:
    text = TEXT.replace("\r\n", line_end).replace(";", delimiter)
    assert rows_of(text) == ROWS


def test_a_comma_in_every_name_does_not_win_over_the_semicolon() -> None:
    assert rows_of("Name;Firma\nMüller, Anna;A\nMeier, Bo;B\n") == [
        ["Name", "Firma"],
        ["Müller, Anna", "A"],
        ["Meier, Bo", "B"],
    ]


def test_a_declared_delimiter_is_obeyed_and_its_line_is_no_row() -> None:
    assert rows_of("sep=|\nName|Ort\nA;B|C;D\n") == [["Name", "Ort"], ["A;B", "C;D"]]


def test_one_column_needs_no_delimiter() -> None:
    assert rows_of("Ort\nSangerhausen\n\nHelbra\n") == [["Ort"], ["Sangerhausen"], [], ["Helbra"]]


def test_a_line_break_inside_quotes_stays_in_its_cell_and_row() -> None:
    assert rows_of('Name;Ort\n"A\nB;C";Helbra\nD;Kelbra\n') == [
        ["Name", "Ort"],
        ["A\nB;C", "Helbra"],
        ["D", "Kelbra"],
    ]


def test_doubled_quotes_are_one_quote() -> None:
    assert rows_of('Name;Firma\nA;"""Alte"" Mühle"\n') == [["Name", "Firma"], ["A", '"Alte" Mühle']]


def test_a_quote_that_never_closes_loses_no_row_and_is_reported() -> None:
    document = read(b'Name;Ort;PLZ\nA;"Helbra;1\nB;Kelbra;2\nC;Berga;3\n')
    assert document.sheets[0].rows == [
        ["Name", "Ort", "PLZ"],
        ["A", "Helbra", "1"],
        ["B", "Kelbra", "2"],
        ["C", "Berga", "3"],
    ]
    assert [(note.row, note.code) for note in document.notes] == [(2, "quote_unclosed")]


def test_two_quotes_that_never_close_do_not_pair_up() -> None:
    text = 'Name;Ort;PLZ\nA;"Helbra;1\nB;Kelbra;2\nC;"Berga;3\nD;Helbra;4\n'
    document = read(text.encode())
    assert len(document.sheets[0].rows) == 5
    assert [note.row for note in document.notes] == [2, 4]


def test_mixed_encodings_are_read_line_by_line_with_a_warning() -> None:
    document = read("Name;Ort\nJörg;Roßla\n".encode() + "Käthe;Südharz\n".encode("cp1252"))
    assert document.sheets[0].rows[1:] == [["Jörg", "Roßla"], ["Käthe", "Südharz"]]
    assert [(note.code, note.severity) for note in document.notes] == [
        ("encoding_mixed", Severity.WARNING)
    ]


def test_umlauts_destroyed_by_an_earlier_program_are_repaired() -> None:
    document = read("Name;Ort\nJörg;Roßla\n".encode().decode("cp1252").encode())
    assert document.sheets[0].rows[1] == ["Jörg", "Roßla"]
    assert codes(document) == ["encoding_repaired"]


def test_invisible_characters_are_removed_and_the_person_stays() -> None:
    document = read("Name;Ort\n\u202eAn\x00na\u200b;Helbra\xa0\n🙂 Bo;Kelbra\n".encode())
    assert document.sheets[0].rows[1:] == [["Anna", "Helbra"], ["🙂 Bo", "Kelbra"]]
    assert codes(document) == ["controls_removed"]


def test_a_truncated_utf16_file_is_read_with_a_warning() -> None:
    document = read(b"\xff\xfe" + "Name\tOrt\nA\tHelbra\n".encode("utf-16-le") + b"x")
    assert document.sheets[0].rows == [["Name", "Ort"], ["A", "Helbra"]]
    assert codes(document) == ["truncated"]


def test_empty_columns_and_rows_at_the_end_are_cut() -> None:
    assert rows_of("Name;Ort;;;\nA;Helbra;;;\n;;;;\n;;;;\n") == [["Name", "Ort"], ["A", "Helbra"]]


def test_wrapped_formulas_and_marked_texts_become_plain_texts() -> None:
    assert rows_of('A;B\n"=""2026-10-06""";\'+49 3464\n') == [
        ["A", "B"],
        ["2026-10-06", "+49 3464"],
    ]


def test_a_workbook_gives_texts_as_excel_shows_them() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        sheet = book.worksheets[0]
        sheet.title = "Liste"
        sheet["B2"] = "Titel"
        sheet.append([6526, "06526", 1.5, datetime.date(2026, 3, 5), True, 491700000000])
        sheet.append([datetime.datetime.fromisoformat("2026-03-05T17:30"), datetime.time(9, 5, 7)])
        sheet["XFD1048576"].font = Font(bold=True)

    document = read(workbook(fill))
    assert (document.container, document.how) == ("xlsx", "Excel")
    assert document.sheets[0].name == "Liste"
    assert document.sheets[0].rows == [
        [],
        ["", "Titel"],
        ["6526", "06526", "1,5", "05.03.2026", "WAHR", "491700000000"],
        ["05.03.2026 17:30", "09:05:07"],
    ]


def test_cells_merged_downwards_hold_for_every_row_they_cover() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        sheet = book.worksheets[0]
        for row in (["Name", "Firma"], ["A", "X"], ["B", None], ["C", "Y"]):
            sheet.append(row)
        sheet.merge_cells("B2:B3")

    document = read(workbook(fill))
    assert document.sheets[0].rows[1:] == [["A", "X"], ["B", "X"], ["C", "Y"]]
    assert codes(document) == ["merged_cells"]


def test_hidden_and_empty_sheets_are_not_read() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.worksheets[0].append(["Name"])
        book.create_sheet("Leer")
        hidden = book.create_sheet("Versteckt")
        hidden.append(["x"])
        hidden.sheet_state = "hidden"

    assert [sheet.name for sheet in read(workbook(fill)).sheets] == ["Sheet"]


ODS_CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">
<office:body><office:spreadsheet><table:table table:name="Tabelle1">
<table:table-row><table:table-cell office:value-type="string"><text:p>Ort</text:p>
</table:table-cell><table:table-cell table:number-columns-repeated="16383"/></table:table-row>
<table:table-row table:number-rows-repeated="{rows}">
<table:table-cell office:value-type="float" office:value="6526"><text:p>6526</text:p>
</table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="1048500">
<table:table-cell table:number-columns-repeated="16384"/></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"""


def ods(rows: int) -> bytes:
    return archive(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": ODS_CONTENT.format(rows=rows).replace("\n", "").encode(),
            "META-INF/manifest.xml": b"<manifest/>",
        }
    )


def test_an_ods_with_a_million_repeated_empty_cells_is_a_small_table() -> None:
    document = read(ods(1))
    assert document.container == "ods"
    assert document.sheets[0].rows == [["Ort"], ["6526"]]


def test_an_ods_that_repeats_content_a_million_times_is_refused() -> None:
    with pytest.raises(FileUnusable, match=r"mehr als 200\.000 Zeilen"):
        read(ods(1_000_000))


def bomb_with_lying_directory() -> bytes:
    """Ten megabytes of blanks whose directory claims ten bytes."""
    content = bytearray(
        archive({"[Content_Types].xml": b"x", "xl/worksheets/sheet1.xml": b" " * 10_000_000})
    )
    size = (10_000_000).to_bytes(4, "little")
    while (at := content.find(size)) >= 0:
        content[at : at + 4] = (10).to_bytes(4, "little")
    return bytes(content)


def far_cell() -> bytes:
    return workbook(lambda book: book.worksheets[0].cell(900_000, 3, "x"))


def wide_cell() -> bytes:
    return workbook(lambda book: book.worksheets[0].cell(190_000, 16_000, "x"))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Datei ist leer"),
        (b" \r\n\r\n", "Datei ist leer"),
        (b"\xef\xbb\xbf\r\n", "Datei ist leer"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "alten Excel-Format"),
        (b"%PDF-1.7 ...", "ist ein PDF"),
        (b"\x89PNG\r\n\x1a\n....", "ist ein Bild"),
        (b"<html><table><tr><td>Name</td></tr></table>", "ist ein Textdokument"),
        (bytes(range(32)) * 40, "ist keine Tabelle"),
        (b"PK\x03\x04" + b"kaputt" * 20, "beschädigt"),
        (archive({"[Content_Types].xml": b"x", "word/document.xml": b"x"}), "ein Word-Dokument"),
        (archive({"liste.csv": b"Name;Ort"}), "ZIP-Archiv"),
        (archive({"mimetype": b"application/vnd.oasis.opendocument.text"}), "keine Tabelle"),
        (archive({"[Content_Types].xml": b"x", "xl/workbook.xml": b"x"}), "beschädigt"),
        (far_cell(), r"mehr als 200\.000 Zeilen"),
        (wide_cell(), r"16\.000 Spalten"),
        (bytes(workbook(lambda book: None)), "kein sichtbares Blatt"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(content: bytes, sentence: str) -> None:
    with pytest.raises(FileUnusable, match=sentence) as refusal:
        read(content)
    assert "Bitte" in str(refusal.value)


def test_bombs_are_refused_before_anything_inflates_them() -> None:
    honest = archive({"[Content_Types].xml": b"x", "xl/worksheets/sheet1.xml": b" " * 30_000_000})
    for bomb in (honest, bomb_with_lying_directory()):
        with pytest.raises(FileUnusable, match=r"größer als 5 MB"):
            read(bomb, Limits(unpacked_bytes=5 << 20))
    with pytest.raises(FileUnusable, match="verdächtig stark gepackt"):
        read(honest)


def test_every_limit_is_named_where_it_is_met() -> None:
    text = "A;B;C\n" + "1;2;3\n" * 5
    with pytest.raises(FileUnusable, match="mehr als 3 Zeilen"):
        read(text.encode(), Limits(rows=3))
    with pytest.raises(FileUnusable, match="höchstens 2"):
        read(text.encode(), Limits(columns=2))
    with pytest.raises(FileUnusable, match="größer als 1 MB"):
        read(b"x" * 2_000_000, Limits(file_bytes=1 << 20))


def test_a_tab_wins_over_the_comma_in_every_date() -> None:
    rows = rows_of("Name\tVon\tBis\nA\t06.10.26, 17:00\t06.10.26, 18:00\n" + "B\t1, 2\n" * 5)
    assert rows[1] == ["A", "06.10.26, 17:00", "06.10.26, 18:00"]


def test_quotes_inside_quoted_cells_shift_no_column() -> None:
    text = '"A","27"","x"\n"B","er sagt "ja", dann "nein"","y"\n"C","""Alte"" Mühle","z"\n'
    assert rows_of(text) == [
        ["A", '27"', "x"],
        ["B", 'er sagt "ja", dann "nein"', "y"],
        ["C", '"Alte" Mühle', "z"],
    ]
