"""Lists from Excel and LibreOffice as people make them, and what is refused."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from dashboard.errors import FileUnusable
from dashboard.ingest.schema import Severity, Status
from tests.ingest.ticket_files import (
    FOLDER,
    as_csv,
    as_xlsx,
    attended,
    coded,
    places,
    read,
    registered,
    statuses,
)

HEADINGS = ["Name", "Ort"]


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("Hinzugefügt", Status.INVITED),
        ("Eingeladen", Status.INVITED),
        ("Anmeldung (offen)", Status.INVITED),
        ("Anmeldung zugesagt", Status.REGISTERED),
        ("Erschienen", Status.ATTENDED),
        ("Abgesagt (durch Veranstalter)", Status.WITHDRAWN),
        ("Abgesagt (durch Gast)", Status.WITHDRAWN),
        ("Nicht eingecheckt", Status.REGISTERED),
        ("Eingecheckt", Status.ATTENDED),
        ("Storniert", Status.WITHDRAWN),
    ],
)
@pytest.mark.parametrize("heading", ["Status", "Gästestatus", "Teilnehmerstatus", "Buchungsstatus"])
def test_the_states_of_guest_tools_are_known(heading: str, state: str, status: Status) -> None:
    parsed = read([["Name", heading], ["Anna Muster", state], ["Bo Probe", "Erschienen"]])
    assert statuses(parsed)[2] is status


def test_a_title_a_hidden_row_and_a_merged_cell_do_no_harm() -> None:
    parsed = read("list-sheets-de.xlsx")
    assert parsed.event_title == "Regionaldialog Fachkräfte"
    assert parsed.event_date == date(2026, 10, 6)
    assert "Bernd" not in str(parsed.problems)
    assert (len(attended(parsed)), registered(parsed)) == (5, 6)


def test_sheets_with_the_same_headings_are_one_list() -> None:
    parsed = read("list-sheets-de.xlsx")
    (note,) = coded(parsed, "sheets_read")
    assert note.message == (
        "Zusammen gelesen wurden die Blätter „Gäste“ und „Verwaltung“ mit gleichen Spalten. "
        "Nicht gelesen wurde „Programm“."
    )
    assert parsed.summary == "Teilnahmeliste, 6 Personen, 5 anwesend, Excel, 2 Blätter"


def test_a_problem_names_the_sheet_where_several_are_read() -> None:
    parsed = read("list-sheets-de.xlsx")
    messages = [problem.message for problem in parsed.problems]
    assert "Die Person in Blatt „Verwaltung“, Zeile 6 steht schon in Blatt „Gäste“, Zeile 5 und " \
        "zählt einmal." in messages  # fmt: skip
    assert any(message.startswith("Blatt „Gäste“, Zeile 5: Die Postleit") for message in messages)


def test_the_name_of_a_sheet_says_who_only_registered_or_cancelled() -> None:
    parsed = read("list-states-de.xlsx")
    assert [row.status for row in parsed.attendance] == [
        Status.ATTENDED,
        Status.REGISTERED,
        Status.REGISTERED,
        Status.ATTENDED,
        Status.WITHDRAWN,
    ]
    assert parsed.tells_registration


def test_of_a_sheet_that_nobody_signed_nobody_came_where_another_one_is_signed() -> None:
    headings = ["Name", "Unterschrift"]
    sheets = {"A": [headings, ["Anna Muster", "gez."]], "B": [headings, ["Bo Probe", ""]]}
    parsed = read(as_xlsx(sheets))
    assert [row.status for row in parsed.attendance] == [Status.ATTENDED, Status.REGISTERED]


@pytest.mark.parametrize(
    "names",
    [("Januar", "Februar"), ("Dialog 2025", "Dialog 2026"), ("06.10.2026", "03.11.2026")],
)
def test_sheets_of_several_events_are_not_one_list(names: tuple[str, str]) -> None:
    first, second = names
    parsed = read(
        as_xlsx(
            {
                first: [HEADINGS, ["Anna Muster", "Helbra"]],
                second: [HEADINGS, ["Bo Probe", "Kelbra"]],
            }
        )
    )
    assert len(parsed.attendance) == 1
    assert second in coded(parsed, "sheets_not_read")[0].message


def test_a_sheet_with_all_of_them_does_not_double_a_list_without_names() -> None:
    row = ["Muster GmbH", "Helbra"]
    sheets = {"Gäste": [["Organisation", "Ort"], row], "Gesamt": [["Organisation", "Ort"], row]}
    assert len(read(as_xlsx(sheets)).attendance) == 1


def test_an_empty_template_before_the_list_does_not_hide_it() -> None:
    parsed = read(as_xlsx({"Vorlage": [HEADINGS], "Liste": [HEADINGS, ["Anna Muster", "Helbra"]]}))
    assert len(parsed.attendance) == 1


def test_other_columns_make_another_table() -> None:
    parsed = read(
        as_xlsx(
            {
                "Liste": [["Name", "Ort", "PLZ"], ["Anna Muster", "Helbra", "06311"]],
                "Catering": [["Name", "Ort"], ["Bo Probe", "Kelbra"]],
            }
        )
    )
    assert len(parsed.attendance) == 1


def test_formulas_without_a_result_are_named() -> None:
    parsed = read(
        as_xlsx({"Liste": [["Vorname", "Nachname", "Name"], ["Anna", "Muster", '=A2&" "&B2']]})
    )
    (warning,) = coded(parsed, "formulas_uncalculated")
    assert warning.severity is Severity.WARNING
    assert "In 1 Zelle (zum Beispiel C2)" in warning.message
    assert len(parsed.attendance) == 1


def test_headings_over_two_rows_are_read() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["Teilnehmerliste"],
        ["Name", "Anschrift", None, "anwesend"],
        [None, "PLZ", "Ort", None],
        ["Anna Muster", 6526, "Sangerhausen", "x"],
        ["Bo Probe", 6311, "Helbra", None],
    ):
        sheet.append(row)
    for cells in ("A2:A3", "B2:C2", "D2:D3"):
        sheet.merge_cells(cells)
    buffer = io.BytesIO()
    book.save(buffer)
    parsed = read(buffer.getvalue())
    assert places(attended(parsed)) == ["Sangerhausen"]
    assert (registered(parsed), parsed.event_title) == (2, None)


def test_real_dates_tick_a_person_off_and_numbers_keep_their_zero() -> None:
    parsed = read(
        as_xlsx(
            {
                "Liste": [
                    ["Name", "PLZ", "Telefon", "Anwesend"],
                    ["Anna Muster", 6526, 1.2e9, datetime.fromisoformat("2026-10-06T17:05")],
                    ["Bo Probe", 6311, None, None],
                ]
            }
        )
    )
    assert places(parsed.attendance) == ["Sangerhausen", "Helbra"]
    assert len(attended(parsed)) == 1


@pytest.mark.parametrize("written", ["6526", "06526", "6,52600E+03", "6526,0", "D-06526"])
def test_a_postal_code_is_read_however_excel_shows_it(written: str) -> None:
    parsed = read(as_csv([["Name", "PLZ", "Telefon"], ["Anna Muster", written, "1,2E+09"]], ";"))
    assert places(parsed.attendance) == ["Sangerhausen"]


def test_totals_footnotes_and_repeated_headings_are_nobody() -> None:
    parsed = read(
        [
            HEADINGS,
            ["Anna Muster", "Helbra"],
            HEADINGS,
            ["Bo Probe", "Kelbra"],
            ["Gesamt:", "2"],
            ["* Fotos wurden gemacht", ""],
        ]
    )
    assert (parsed.rows_read, len(attended(parsed)), parsed.left_out) == (2, 2, 0)
    assert [problem.row for problem in coded(parsed, "not_a_person")] == [5, 6]


def test_of_two_equal_headings_one_is_read_and_the_other_named() -> None:
    parsed = read(
        [["Name", "Ort", "Ort"], ["Anna Muster", "Helbra", "Kelbra"], ["Bo", "Berga", ""]]
    )
    assert places(parsed.attendance) == ["Helbra", "Berga"]
    assert "Gelesen wurde Spalte 2" in coded(parsed, "column_repeated")[0].message


def test_sixty_unknown_columns_do_not_hide_a_name_and_a_place() -> None:
    questions = [f"Frage {number}" for number in range(58)]
    parsed = read([[*HEADINGS, *questions], ["Anna Muster", "Helbra", *(["x"] * 58)]])
    assert places(attended(parsed)) == ["Helbra"]


def test_html_and_formulas_in_names_stay_text_and_count() -> None:
    parsed = read(
        [
            ["Name", "Organisation"],
            ["<script>alert(1)</script>", "<b>Muster</b>"],
            ["=cmd|' /C calc'!A0", "Muster"],
        ]
    )
    assert [row.organisation for row in parsed.attendance] == ["<b>Muster</b>", "Muster"]


def test_a_list_of_nobody_is_refused_with_the_first_reason() -> None:
    with pytest.raises(FileUnusable, match="Zeile 2: Hier ist keine Person genannt"):
        read([HEADINGS, ["Anonym", "Helbra"], ["N. N.", "Kelbra"]])


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "mit einem Passwort geschützt"),
        (b"\x89PNG\r\n\x1a\n....", "ist ein Bild"),
        (b"Bestellnummer;Name Teilnehmer*in;Eingecheckt\r\n", "keine Zeilen"),
        (b"Name;Ort\n" + b"A B;Helbra\n" * 200_000, r"mehr als 200\.000 Zeilen"),
    ],
)
def test_what_is_no_list_is_refused_with_what_to_do(content: bytes, sentence: str) -> None:
    with pytest.raises(FileUnusable, match=sentence) as refusal:
        read(content)
    assert "Bitte" in str(refusal.value)


def test_a_bomb_is_refused_before_it_unpacks() -> None:
    bomb = io.BytesIO()
    original = zipfile.ZipFile(FOLDER / "list-sheets-de.xlsx")
    with original, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        for entry in original.infolist():
            packed.writestr(entry.filename, original.read(entry))
        packed.writestr("xl/worksheets/sheet9.xml", b" " * 30_000_000)
    with pytest.raises(FileUnusable, match="verdächtig stark gepackt"):
        read(bomb.getvalue())
