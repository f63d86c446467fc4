"""SurveyMonkey: two rows of headings, texts and numbers."""

from dashboard.ingest.sources.surveymonkey import joined_headings
from tests.ingest.feedback import (
    as_csv,
    lines,
    noted,
    parse,
    required,
    said,
    texts,
    values,
    versions,
)

TEXTS = "surveymonkey-texts-english.csv"
NUMBERS = "surveymonkey-condensed_numbers-german.csv"


def test_a_question_holds_for_all_columns_below_it() -> None:
    assert joined_headings(["ID", "Q1", "", "", "Q2"], ["", "A", "B [b]", "", "Response"]) == [
        "ID",
        "Q1 [A]",
        "Q1 [B (b)]",
        "Q1",
        "Q2",
    ]


def test_texts_are_read_by_the_set_of_words_they_belong_to() -> None:
    parsed = parse(TEXTS)
    assert values(parsed, "overall") == [5, 4, 2, 3]
    assert values(parsed, "content") == [5, 4, 1, 3]
    assert values(parsed, "exchange") == [3, 2, 4, None]
    assert (required(parsed), said(parsed)) == ([], [])


def test_rows_count_as_excel_shows_them() -> None:
    assert [row.row for row in parse(TEXTS).feedback] == [3, 4, 5, 6]


def test_numbers_have_no_direction() -> None:
    assert required(parse(NUMBERS)) == ["scale"]
    parsed = parse(NUMBERS, decisions={"scale": "rating_reversed"})
    assert values(parsed, "overall") == [5, 4, 1]
    assert texts(parsed) == ["Gern wieder", None, None]


def test_an_export_without_the_second_row_is_read_too() -> None:
    rows = lines(NUMBERS)
    parsed = parse(as_csv([rows[0], *rows[2:]]), kind=None)
    assert [row.row_key for row in parsed.feedback] == [
        row.row_key for row in parse(NUMBERS).feedback
    ]


def test_german_words_of_the_tool_are_known_by_place_and_meaning() -> None:
    rows = lines(TEXTS)
    rows[0][:9] = [
        *("Befragten-ID", "Collector-ID", "Startdatum", "Enddatum", "IP-Adresse"),
        *("E-Mail-Adresse", "Vorname", "Nachname", "Benutzerdefinierte Daten 1"),
    ]
    rows[0][-1], rows[1][-1] = "Haben Sie weitere Anmerkungen?", "Offene Antwort"
    parsed = parse(as_csv(rows, delimiter=";", encoding="cp1252"), kind=None)
    assert parsed.summary.startswith("SurveyMonkey-Export, deutsch, 4 Rückmeldungen, 5 Fragen")
    assert [row.answers for row in parsed.feedback] == [
        row.answers for row in parse(TEXTS).feedback
    ]


def test_other_beside_a_choice_is_dropped() -> None:
    parsed = parse(TEXTS)
    assert "Reporter" not in str(parsed)
    assert "questions_unknown" not in noted(parsed)
    assert [row.respondent_type for row in parsed.feedback] == [
        "Municipality",
        "Company",
        None,
        "Municipality",
    ]


def test_the_title_of_the_event_is_not_a_heading() -> None:
    assert parse(TEXTS).event_title is None


def test_the_versions_are_those_of_the_catalogue() -> None:
    assert versions(parse(TEXTS)) == {
        "overall": 1,
        "content": 1,
        "organisation": 1,
        "exchange": 1,
        "free_text": 1,
    }
