"""Attendance lists: however people head, order and decorate them, the same persons come out."""

import dataclasses
from datetime import date

import pytest

from dashboard.errors import FileUnusable, WrongUsage
from dashboard.ingest.schema import AttendanceRow, Kind, Level, ParsedFile, Severity, Status
from tests.ingest.tables import as_csv, as_xlsx, table

ATTENDED, REGISTERED, WITHDRAWN, NO_SHOW, INVITED = (
    Status.ATTENDED,
    Status.REGISTERED,
    Status.WITHDRAWN,
    Status.NO_SHOW,
    Status.INVITED,
)


def towns(parsed: ParsedFile) -> list[str | None]:
    return [row.place.name if row.place else None for row in parsed.attendance]


def statuses(parsed: ParsedFile) -> list[Status]:
    return [row.status for row in parsed.attendance]


def fields(parsed: ParsedFile) -> list[str | None]:
    return [column.field for column in parsed.columns]


def said(parsed: ParsedFile) -> list[tuple[int | None, str]]:
    """Row and code of every problem, in the order of the file."""
    return [(problem.row, problem.code) for problem in parsed.problems]


def only_row(parsed: ParsedFile) -> AttendanceRow:
    [row] = parsed.attendance
    return row


# --- headings --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        ("Name|Vorname|Institution|Ort", "last_name first_name organisation place"),
        ("Vorname|Nachname|Firma|Wohnort", "first_name last_name organisation place"),
        ("Ort|Organisation|Vorname|Name", "place organisation first_name last_name"),
        ("Teilnehmer/in|Firma / Institution|PLZ|Gemeinde", "full_name organisation postcode place"),
        ("Name, Vorname|Einrichtung|Postleitzahl|Stadt", "full_name organisation postcode place"),
        ("NAME|ORGANISATION:|E-Mail-Adresse|ORT ", "full_name organisation email place"),
        ("Ihr Name|Ihre Institution|Ihre E-Mail|Ihr Wohnort", "full_name organisation email place"),
        ("1. Name|2. Organisation|3. E-Mail|4. Ort", "full_name organisation email place"),
        ("Name (Druckbuchstaben)|Verein|Mail|Ortsteil", "full_name organisation email locality"),
        ("Full name|Company|Email address|City", "full_name organisation email place"),
        ("Name|Funktion|Anmeldung|Teilnahme (ja/nein)", "full_name function registered attended"),
        ("Name|Amt|Angemeldet am|Anwesend", "full_name function registered attended"),
        ("Name|Telefon|Unterschrift|Ort", "full_name ignored signature place"),
        ("Lfd. Nr.|Name|Vorname|Ort/Ortsteil", "ignored last_name first_name place"),
    ],
)
def test_headings_are_known_in_any_order_and_wording(headings, expected, read) -> None:
    parsed = read(f"{headings}\na|b|ja|ja\n", kind=Kind.ATTENDANCE)
    assert [field or "-" for field in fields(parsed)] == expected.split()


def test_persons_come_without_name_and_address(read) -> None:
    parsed = read(
        """
        Name | Vorname | Institution | Ort | E-Mail | Telefon | Bemerkung
        Muster | Anna | Muster GmbH | Helbra | anna@muster.example | 03464 1234567 | kommt später
        """
    )
    kept = str(dataclasses.asdict(only_row(parsed))) + parsed.summary
    shown = [column.examples for column in parsed.columns]
    for personal in ("Anna", "anna@", "1234567", "später"):
        assert personal not in kept
    assert shown == [(), (), ("Muster GmbH",), ("Helbra",), (), (), ()]
    assert only_row(parsed).organisation == "Muster GmbH"


def test_first_and_last_name_in_two_columns_are_the_person_of_one_column(read) -> None:
    two = read("Name|Vorname|Ort\nMuster|Anna|Helbra")
    for one in ("Name|Ort\nAnna Muster|Helbra", "Name, Vorname|Ort\nMuster, Anna|Helbra"):
        assert read(one).attendance[0].person_key == two.attendance[0].person_key


def test_the_fuller_of_two_columns_with_one_meaning_is_read(read) -> None:
    parsed = read(
        "Name|Ort|Wohnort\nAnna Muster||Helbra\nBo Muster||Berga\nCem Muster|Kelbra|Kelbra"
    )
    assert towns(parsed) == ["Helbra", "Berga", "Kelbra (Kyffhäuser)"]
    assert fields(parsed) == ["full_name", None, "place"]


def test_a_list_without_names_counts_its_rows(read) -> None:
    parsed = read("Organisation|Ort\nMuster GmbH|Helbra\nMuster GmbH|Helbra\nBeispiel eG|Berga")
    assert [row.person_key for row in parsed.attendance] == [None, None, None]
    assert len({row.row_key for row in parsed.attendance}) == 3
    assert parsed.merged == 0
    assert parsed.summary.startswith("Teilnahmeliste, 3 Personen ohne Namen")


# --- bytes -----------------------------------------------------------------------------------

UMLAUTS = table("Name|Straße|Ort\nJörg Müßig|Am Bäcker 1|Großörner\nZoë Ähre|Weg 2|Südharz")


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("first", ["", "sep={}\r\n"])
def test_encoding_and_delimiter_do_not_matter(delimiter, encoding, first, read_bytes) -> None:
    line = first.format(delimiter)
    parsed = read_bytes(as_csv(UMLAUTS, delimiter=delimiter, encoding=encoding, first=line))
    assert towns(parsed) == ["Mansfeld", "Südharz"]
    assert [row.person_key for row in parsed.attendance] == [
        row.person_key for row in read_bytes(as_xlsx(UMLAUTS)).attendance
    ]
    assert [problem for problem in parsed.problems if problem.severity is not Severity.NOTE] == []


@pytest.mark.parametrize("first_row", [2, 3])
def test_the_line_that_declares_the_delimiter_is_not_counted_as_excel_does_not_show_it(
    first_row, read_bytes
) -> None:
    rows = table(
        "Teilnehmerliste\nName|Ort|Anwesend\nAnna Muster|Helbra|villeicht\nBo Muster|Helbra|ja"
    )[3 - first_row :]
    content = as_csv(rows, encoding="cp1252", first="sep=;\r\n")
    assert said(read_bytes(content)) == [(first_row, "attended_unreadable")]


def test_a_line_break_inside_a_cell_is_part_of_its_row(read) -> None:
    parsed = read(
        """
        Name|Organisation\\n(Firma, Verein)|Ort|Teilnahme
        Anna Muster|Muster\\nGmbH|Helbra|ja
        Bo Muster|Beispiel eG|Berga|wer weiß
        """
    )
    assert fields(parsed)[1] == "organisation"
    assert only_row(parsed).organisation == "Muster GmbH"
    assert said(parsed) == [(3, "attended_unreadable")]


def test_empty_columns_at_the_end_and_empty_rows_between_are_nothing(read) -> None:
    parsed = read(
        "Name|Ort|||||\n||||||\nAnna Muster|Helbra|||||\n||||||\nBo Muster|Berga|||||\n||||||"
    )
    assert (parsed.rows_read, parsed.left_out, said(parsed)) == (2, 0, [])
    assert [row.row for row in parsed.attendance] == [3, 5]


# --- what stands around the persons ----------------------------------------------------------


@pytest.mark.parametrize(
    ("above", "day", "title"),
    [
        ("Teilnehmerliste 8. Regionaldialog, 20.02.2024", date(2024, 2, 20), "8. Regionaldialog"),
        ("Musterdialog\n5. März 2026\nStand: 01.04.2026", date(2026, 3, 5), "Musterdialog"),
        ("Anwesenheitsliste zum Musterdialog am 5.3.26", date(2026, 3, 5), "Musterdialog"),
        ("Thema: Wege im Landkreis|Datum:|05.03.2026", date(2026, 3, 5), "Wege im Landkreis"),
        ("Musterdialog 05.03.2026\n\nNachtrag 06.03.2026", None, "Musterdialog"),
        ("Liste", None, None),
        ("Ausdruck vom 05.03.2026", None, None),
    ],
)
def test_lines_above_the_heading_name_the_event(above, day, title, read) -> None:
    parsed = read(f"{above}\n\nName|Organisation|Ort\nAnna Muster|Muster GmbH|Helbra")
    assert (parsed.event_date, parsed.event_title) == (day, title)
    assert only_row(parsed).row == above.count("\n") + 4


def test_a_column_of_one_date_is_the_date_of_the_event(read) -> None:
    parsed = read("Datum|Name|Ort\n05.03.2026|Anna Muster|Helbra\n05.03.2026|Bo Muster|Berga")
    assert parsed.event_date == date(2026, 3, 5)


def test_a_column_of_several_dates_is_said_and_settles_nothing(read) -> None:
    parsed = read("Datum|Name|Ort\n05.03.2026|Anna Muster|Helbra\n06.03.2026|Bo Muster|Berga")
    assert parsed.event_date is None
    assert said(parsed) == [(None, "several_days")]


@pytest.mark.parametrize(
    "line",
    [
        "Gesamt|2||",
        "Summe: 2|||",
        "Anzahl|2|2|2",
        "Teilnehmer gesamt: 2|||",
        "Anwesend: 2 Personen|||",
        "Gäste:|||",
        "Referenten|||",
        "* Mit Ihrer Unterschrift willigen Sie in die Speicherung ein|||",
        "Stand: 05.03.2026|||",
        "|||Seite 1 von 2",
        "Hinweis: Parken nur im Hof|||",
    ],
)
def test_totals_footnotes_and_titles_of_sections_are_no_persons(line, read) -> None:
    parsed = read(f"Name|Organisation|Ort|E-Mail\nAnna Muster|||\n{line}\nBo Muster||Helbra|")
    assert (len(parsed.attendance), parsed.rows_read, parsed.left_out) == (2, 2, 0)
    assert said(parsed) == [(3, "not_a_person")]


def test_the_heading_of_the_next_printed_page_is_no_person(read) -> None:
    parsed = read("Name|Ort\nAnna Muster|Helbra\nName|Ort\nBo Muster|Berga")
    assert (len(parsed.attendance), parsed.rows_read, said(parsed)) == (2, 2, [])


def test_numbers_of_a_printed_sheet_that_nobody_filled_in_are_no_persons(read) -> None:
    parsed = read("Nr.|Name|Ort\n1|Anna Muster|Helbra\n2||\n3||")
    assert (len(parsed.attendance), parsed.rows_read, said(parsed)) == (1, 1, [])


@pytest.mark.parametrize("name", ["Anonym", "N.N.", "Gast 3", "???", "-", "Teilnehmer 12"])
def test_who_has_no_name_is_left_out_and_reported(name, read) -> None:
    parsed = read(
        f"Name|Organisation|Ort\nAnna Muster|Muster GmbH|Helbra\n{name}|Beispiel eG|Berga"
    )
    assert (len(parsed.attendance), parsed.rows_read, parsed.left_out) == (1, 2, 1)
    assert said(parsed) == [(3, "person_missing")]


# --- who came --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "word", ["ja", "JA", "x", "X", "✓", "1", "anwesend", "WAHR", "05.03.2026 9:58"]
)
def test_a_mark_means_came(word, read) -> None:
    assert statuses(read(f"Name|Ort|Teilnahme\nAnna Muster|Helbra|{word}")) == [ATTENDED]


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("nein", NO_SHOW),
        ("0", NO_SHOW),
        ("-", NO_SHOW),
        ("nicht erschienen", NO_SHOW),
        ("abgesagt", WITHDRAWN),
        ("entschuldigt", WITHDRAWN),
        ("storniert am 3.3.", WITHDRAWN),
        ("", REGISTERED),
    ],
)
def test_no_mark_never_means_came(word, status, read) -> None:
    parsed = read(f"Name|Ort|Teilnahme\nAnna Muster|Helbra|{word}\nBo Muster|Berga|ja")
    assert statuses(parsed) == [status, ATTENDED]
    assert parsed.tells_registration


def test_registration_and_attendance_stand_side_by_side(read) -> None:
    parsed = read(
        """
        Name | Ort | Anmeldung | Teilnahme
        Anna Muster | Helbra | x | x
        Bo Muster | Helbra | x |
        Cem Muster | Helbra | x | nein
        Dora Muster | Helbra | | x
        Emil Muster | Helbra | |
        Fritz Muster | Helbra | abgesagt |
        """
    )
    assert statuses(parsed) == [ATTENDED, REGISTERED, NO_SHOW, ATTENDED, INVITED, WITHDRAWN]


def test_who_withdrew_and_did_not_come_withdrew(read) -> None:
    parsed = read("Name|Ort|Status|Anwesend\nAnna Muster|Helbra|abgesagt|nein")
    assert statuses(parsed) == [WITHDRAWN]


def test_a_list_without_any_mark_is_a_list_of_those_who_came(read) -> None:
    parsed = read("Name|Ort\nAnna Muster|Helbra\nBo Muster|Berga")
    assert statuses(parsed) == [ATTENDED, ATTENDED]
    assert not parsed.tells_registration


def test_a_signature_is_a_mark_and_an_unsigned_sheet_says_nothing(read) -> None:
    signed = read("Name|Ort|Unterschrift\nAnna Muster|Helbra|gez. Muster\nBo Muster|Berga|")
    unsigned = read("Name|Ort|Unterschrift\nAnna Muster|Helbra|\nBo Muster|Berga|")
    assert statuses(signed) == [ATTENDED, REGISTERED]
    assert statuses(unsigned) == [ATTENDED, ATTENDED]


def test_a_remark_may_say_that_somebody_withdrew(read) -> None:
    parsed = read("Name|Ort|Bemerkung\nAnna Muster|Helbra|abgesagt\nBo Muster|Berga|vegan")
    assert statuses(parsed) == [WITHDRAWN, ATTENDED]


def test_online_or_in_the_room_and_for_how_long(read) -> None:
    parsed = read(
        """
        Name | Ort | Teilnahmeart | Dauer
        Anna Muster | Helbra | online | 1:15
        Bo Muster | Helbra | Präsenz | 90 min
        Cem Muster | Helbra | |
        """
    )
    assert [(row.mode, row.minutes) for row in parsed.attendance] == [
        ("online", 75),
        ("in_person", 90),
        ("unknown", None),
    ]


def test_every_unreadable_cell_is_named_at_once_with_the_row_that_excel_shows(read) -> None:
    people = [f"Person {number} Muster|Helbra|ja" for number in "ABCDEFGHIJKLMNOPQRST"]
    people[3] = "Person D Muster|Helbra|villeicht"
    people[10] = "Person K Muster|Helbra|jaa"
    people[19] = "Person T Muster|Helbra|3 Stunden"
    parsed = read("Musterdialog\n\nName|Ort|Teilnahme\n" + "\n".join(people))
    assert said(parsed) == [(row, "attended_unreadable") for row in (7, 14, 23)]
    assert {(problem.severity, problem.column) for problem in parsed.problems} == {
        (Severity.ERROR, "Teilnahme")
    }
    assert [problem.value for problem in parsed.problems] == ["villeicht", "jaa", "3 Stunden"]
    assert parsed.problems[1].suggestion == "Ist „ja“ gemeint?"
    assert parsed.problems[0].message.startswith("Zeile 7: „villeicht“ in der Spalte „Teilnahme“")
    assert (parsed.rows_read, parsed.left_out, len(parsed.attendance)) == (20, 3, 17)


# --- persons ---------------------------------------------------------------------------------


def test_a_person_listed_twice_counts_once_by_address_in_any_case(read) -> None:
    parsed = read(
        """
        Name | E-Mail | Ort | Teilnahme
        Anna Muster | anna@muster.example | Helbra | nein
        A. Muster | ANNA@Muster.Example | | ja
        Bo Muster | bo@muster.example | Berga | ja
        """
    )
    assert (parsed.rows_read, parsed.left_out, parsed.merged) == (3, 0, 1)
    assert [(row.row, row.status) for row in parsed.attendance] == [(2, ATTENDED), (4, ATTENDED)]
    assert towns(parsed) == ["Helbra", "Berga"]
    assert said(parsed) == [(3, "person_repeated")]


@pytest.mark.parametrize("again", ["anna  MUSTER", "Anna Muster (Gast)", "Frau Dr. Anna Muster"])
def test_without_an_address_the_name_tells_who_it_is(again, read) -> None:
    parsed = read(f"Name|Ort\nAnna Muster|Helbra\n{again}|Helbra")
    assert (len(parsed.attendance), parsed.merged) == (1, 1)


def test_two_of_one_name_from_two_organisations_are_two(read) -> None:
    parsed = read("Name|Firma|Ort\nAnna Muster|Muster GmbH|Helbra\nAnna Muster|Beispiel eG|Helbra")
    assert (len(parsed.attendance), parsed.merged) == (2, 0)


def test_a_person_listed_with_two_places_counts_for_the_first_with_a_warning(read) -> None:
    parsed = read("Name|Ort\nAnna Muster|Helbra\nAnna Muster|Berga")
    assert towns(parsed) == ["Helbra"]
    [problem] = parsed.problems
    assert (problem.row, problem.code, problem.severity) == (3, "person_repeated", Severity.WARNING)
    assert "mit einem anderen Ort" in problem.message


@pytest.mark.parametrize("address", ["anna@muster", "anna.muster.example", "@muster.example"])
def test_an_invalid_address_is_named_and_the_person_counts_by_name(address, read) -> None:
    parsed = read(f"Name|E-Mail|Ort\nAnna Muster|{address}|Helbra")
    assert only_row(parsed).person_key == only_row(read("Name|Ort\nAnna Muster|Helbra")).person_key
    [problem] = parsed.problems
    assert (problem.row, problem.column, problem.code) == (2, "E-Mail", "email_invalid")
    assert (problem.value, problem.severity) == (address, Severity.WARNING)


@pytest.mark.parametrize("address", ["", "-", "k. A.", "keine Angabe"])
def test_no_address_is_no_problem(address, read) -> None:
    assert said(read(f"Name|E-Mail|Ort\nAnna Muster|{address}|Helbra")) == []


# --- places ----------------------------------------------------------------------------------


def test_a_postal_code_alone_is_a_place_where_it_names_one_municipality(read) -> None:
    parsed = read("Name|PLZ\nAnna Muster|06526\nBo Muster|06347")
    assert towns(parsed) == ["Sangerhausen", "Gerbstedt"]


def test_a_leading_zero_that_excel_dropped_is_put_back_and_said(read) -> None:
    parsed = read("Name|PLZ|Ort\nAnna Muster|6526|Sangerhausen\nBo Muster|06347|Gerbstedt")
    assert towns(parsed) == ["Sangerhausen", "Gerbstedt"]
    [note] = parsed.problems
    assert (note.row, note.code, note.severity) == (2, "postcode_padded", Severity.NOTE)
    assert "6526 wurde als 06526 gelesen" in note.message


def test_what_is_no_postal_code_is_named_and_the_place_counts(read) -> None:
    parsed = read(
        "Name|PLZ|Ort\nAnna Muster|0652|Sangerhausen\nBo Muster|O6526|Sangerhausen"
        "\nCem Muster|065266|Sangerhausen"
    )
    assert towns(parsed) == ["Sangerhausen"] * 3
    assert said(parsed) == [(row, "postcode_invalid") for row in (2, 3, 4)]


def test_a_foreign_postal_code_beats_a_local_name_and_is_said(read) -> None:
    parsed = read("Name|PLZ|Ort\nAnna Muster|53945|Blankenheim")
    assert only_row(parsed).place.level is Level.OUTSIDE
    [problem] = parsed.problems
    assert (problem.row, problem.code, problem.value) == (2, "postcode_disagrees", "53945")
    assert "Gezählt wurde: außerhalb" in problem.message


def test_a_foreign_postal_code_that_may_be_a_slip_is_asked_and_then_obeyed(read) -> None:
    text = "Name|PLZ|Ort\nAnna Muster|06562|Sangerhausen"
    parsed = read(text)
    [decision] = parsed.decisions
    assert (decision.key, parsed.problems) == ("place:06562 sangerhausen", ())
    decided = read(text, decisions={decision.key: "15087370"})
    assert (towns(decided), decided.problems) == (["Sangerhausen"], ())


def test_two_places_of_the_district_disagree_and_the_name_wins_and_is_said(read) -> None:
    parsed = read("Name|PLZ|Ort\nAnna Muster|06526|Gerbstedt")
    assert towns(parsed) == ["Gerbstedt"]
    [problem] = parsed.problems
    assert (problem.code, problem.severity) == ("postcode_disagrees", Severity.WARNING)
    assert "Gezählt wurde: Gerbstedt" in problem.message


@pytest.mark.parametrize(
    ("written", "level", "name"),
    [
        ("Heiligenthal", Level.MUNICIPALITY, "Gerbstedt"),
        ("Riestedt", Level.MUNICIPALITY, "Sangerhausen"),
        ("Sangerhausen OT Wettelrode", Level.MUNICIPALITY, "Sangerhausen"),
        ("Luth. Eisleben", Level.MUNICIPALITY, "Lutherstadt Eisleben"),
        ("06526 Sangerhausen", Level.MUNICIPALITY, "Sangerhausen"),
        ("VG Goldene Aue", Level.ASSOCIATION, "Verbandsgemeinde Goldene Aue"),
        ("Landkreis Mansfeld-Südharz", Level.DISTRICT, "Landkreis Mansfeld-Südharz"),
        ("Halle (Saale)", Level.OUTSIDE, "Halle (Saale)"),
        ("Musterhausen", Level.UNKNOWN, None),
    ],
)
def test_written_places_are_understood(written, level, name, read) -> None:
    place = only_row(read(f"Name|Ort\nAnna Muster|{written}")).place
    assert (place.level, place.name) == (level, name)


def test_town_and_part_of_town_are_read_together(read) -> None:
    parsed = read(
        "Name|Ort|Ortsteil\nAnna Muster|Sangerhausen|Riestedt\nBo Muster||Heiligenthal\n"
        "Cem Muster|Helbra|Helbra"
    )
    assert towns(parsed) == ["Sangerhausen", "Gerbstedt", "Helbra"]


def test_the_town_is_read_from_an_address_where_no_column_names_it(read) -> None:
    parsed = read("Name|Anschrift\nAnna Muster|Markt 1, 06526 Sangerhausen\nBo Muster|Musterweg 2")
    assert towns(parsed) == ["Sangerhausen", None]


def test_without_a_place_the_organisation_may_tell_and_it_is_marked(read) -> None:
    parsed = read(
        """
        Name | Organisation | Ort
        Anna Muster | Stadt Hettstedt |
        Bo Muster | Muster GmbH |
        Cem Muster | Stadt Hettstedt | Helbra
        Dora Muster | Verbandsgemeinde Goldene Aue | k. A.
        """
    )
    assert towns(parsed) == ["Hettstedt", None, "Helbra", "Verbandsgemeinde Goldene Aue"]
    assert [row.place_inferred for row in parsed.attendance] == [True, False, False, True]
    assert [row.organisation_type for row in parsed.attendance] == [
        "municipality",
        "company",
        "municipality",
        "municipality",
    ]


def test_a_place_that_may_be_two_is_asked_once_for_all_its_rows(read) -> None:
    text = "Name|Ort\nAnna Muster|Oberröblingen\nBo Muster|Helbra\nCem Muster|oberröblingen"
    parsed = read(text)
    [decision] = parsed.decisions
    assert (decision.key, decision.rows, decision.required) == (
        "place:oberroeblingen",
        (2, 4),
        False,
    )
    assert [candidate.value for candidate in decision.candidates] == [
        "15087370",
        "15087386",
        "outside:Oberröblingen",
        "unknown",
    ]
    assert towns(parsed) == [None, "Helbra", None]
    decided = read(text, decisions={decision.key: "15087370"})
    assert towns(decided) == ["Sangerhausen", "Helbra", "Sangerhausen"]
    assert decided.decisions == ()


def test_a_misspelt_place_is_proposed_and_counts_as_open(read) -> None:
    [decision] = read("Name|Ort\nAnna Muster|Sangerhasen").decisions
    assert decision.question == "Welcher Ort ist mit „Sangerhasen“ gemeint?"
    assert decision.candidates[0].value == "15087370"


def test_leaving_a_place_open_is_an_answer(read) -> None:
    parsed = read("Name|Ort\nAnna Muster|Musterhausen", decisions={"place:musterhausen": "unknown"})
    assert parsed.decisions == ()
    assert only_row(parsed).place.level is Level.UNKNOWN


def test_an_answer_that_names_no_place_is_refused(read) -> None:
    with pytest.raises(WrongUsage, match="„Mond“ ist keine Antwort"):
        read("Name|Ort\nAnna Muster|Musterhausen", decisions={"place:musterhausen": "Mond"})


# --- columns that a person assigns -----------------------------------------------------------

ODD = "Wer|Woher|Von wem\nAnna Muster|Helbra|Muster GmbH\nBo Muster|Berga|Beispiel eG"


def test_columns_that_nobody_knows_can_be_assigned(read) -> None:
    with pytest.raises(FileUnusable):
        read(ODD, kind=Kind.ATTENDANCE)
    parsed = read(
        ODD, kind=Kind.ATTENDANCE, columns={0: "full_name", 1: "place", 2: "organisation"}
    )
    assert towns(parsed) == ["Helbra", "Berga"]
    assert [row.organisation for row in parsed.attendance] == ["Muster GmbH", "Beispiel eG"]
    assert [row.row for row in parsed.attendance] == [2, 3]


def test_an_assigned_column_takes_the_place_of_the_recognised_one(read) -> None:
    text = "Name|Ort|Dienstsitz Stadt\nAnna Muster|Berlin|Helbra"
    assert towns(read(text)) == ["Berlin"]
    assert towns(read(text, columns={2: "place"})) == ["Helbra"]


def test_a_column_can_be_left_out(read) -> None:
    parsed = read("Name|Ort|Teilnahme\nAnna Muster|Helbra|wer weiß", columns={2: ""})
    assert statuses(parsed) == [ATTENDED]
    assert fields(parsed) == ["full_name", "place", "ignored"]


# --- files that are none ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Die Datei ist leer"),
        (
            "Name;Organisation;Ort\r\n".encode("cp1252"),
            "nur die Überschriften|keine Zeilen mit Daten",
        ),
        (b"Musterdialog;;\r\n\r\nName;Ort;PLZ\r\n", "nur die Überschriften"),
        (bytes(range(256)) * 20, "keine Tabelle"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "ein Bild"),
        (b"Farbe;Form\r\nrot;rund\r\nblau;eckig\r\n", "keine bekannte Spalte"),
        (b"nur ein Satz", "keine Zeilen mit Daten"),
        (as_xlsx([["Name", "Ort"]]), "nur die Überschriften|keine Zeilen mit Daten"),
        (as_xlsx([["Farbe", "Form"], ["rot", "rund"]]), "keine bekannte Spalte"),
    ],
)
def test_what_is_no_list_is_refused_with_one_german_sentence_that_helps(
    content, sentence, read_bytes
) -> None:
    for kind in (None, Kind.ATTENDANCE):
        with pytest.raises(FileUnusable, match=sentence) as refusal:
            read_bytes(content, kind=kind)
        assert "Bitte" in str(refusal.value)
        assert "\n" not in str(refusal.value)


def test_questionnaires_are_no_list_and_a_list_is_no_questionnaires(read) -> None:
    questionnaires = "Nr|Gesamteindruck (Schulnote)|Inhalte (Schulnote)\n1|1|2\n2|2|3"
    people = "Name|Organisation|Ort\nAnna Muster|Muster GmbH|Helbra\nBo Muster|Muster GmbH|Berga"
    with pytest.raises(FileUnusable, match="wie eine Datei mit Rückmeldungen, nicht wie"):
        read(questionnaires, kind=Kind.ATTENDANCE)
    with pytest.raises(FileUnusable, match="wie eine Teilnahmeliste, nicht wie"):
        read(people, kind=Kind.FEEDBACK)
    assert read(questionnaires).kind is Kind.FEEDBACK
    assert read(people).kind is Kind.ATTENDANCE


def test_the_summary_says_how_many_were_found_and_how_the_file_was_read(read_bytes) -> None:
    rows = table("Name|Ort\nJörg Muster|Helbra")
    assert read_bytes(as_csv(rows, encoding="cp1252")).summary == (
        "Teilnahmeliste, 1 Person, Windows-1252, Semikolon"
    )
    assert read_bytes(as_xlsx(rows)).summary == "Teilnahmeliste, 1 Person, Excel, Blatt „Liste“"
