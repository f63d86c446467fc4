"""Microsoft Forms as a survey: accounts are no answers, words and stars are."""

import pytest

from dashboard.errors import FileUnusable
from dashboard.ingest.schema import Kind
from tests.ingest.feedback import CATALOGUE, noted, parse, required, said, texts, values, versions

LIKERT = "microsoft_forms_survey-likert-german.xlsx"
NPS = "microsoft_forms_survey-stars_and_nps-english.xlsx"
META = "ID;Startzeit;Fertigstellungszeit;E-Mail;Name"
ANONYMOUS = "06.10.2026 18:00;06.10.2026 18:05;anonymous;"


def test_likert_words_are_read_by_word() -> None:
    parsed = parse(LIKERT)
    assert values(parsed, "content") == [5, 4, 1]
    assert values(parsed, "exchange") == [3, 2, 5]
    assert (said(parsed), parsed.new_questions) == ([], ())


def test_a_test_entry_is_left_out_and_said() -> None:
    parsed = parse(LIKERT)
    assert (parsed.rows_read, parsed.left_out) == (4, 1)
    assert "test_questionnaire" in noted(parsed)


def test_several_ticks_lose_their_last_semicolon() -> None:
    assert [row.respondent_type for row in parse(LIKERT).feedback] == [
        "Kommune",
        "Verein; Unternehmen",
        "Politik",
    ]


def test_a_scale_from_0_to_10_is_a_new_version_and_stars_are_not() -> None:
    parsed = parse(NPS)
    assert versions(parsed) == {
        "overall": 3,
        "content": 1,
        "would_come_again": 1,
        "free_text": 1,
    }
    [added] = parsed.new_questions
    assert (added.low, added.high, added.best, added.dimension) == (0, 10, "high", "Ergebnis")
    assert added.wordings == ("How satisfied were you with the event overall?",)
    assert values(parsed, "overall") == [10, 8, 0, 9]


def test_a_version_that_is_stored_already_is_used_again() -> None:
    first = parse(NPS)
    again = parse(NPS, questions=(*CATALOGUE, *first.new_questions))
    assert (versions(again), again.new_questions) == (versions(first), ())


def test_accounts_and_private_addresses_are_hidden() -> None:
    parsed = parse(NPS)
    account = {column.heading: column.examples for column in parsed.columns}
    assert (account["Email"], account["Name"], account["Email2"]) == ((), (), ())


def test_a_name_in_a_text_is_pointed_out() -> None:
    parsed = parse(NPS)
    assert (5, "name_in_text") in said(parsed)
    assert texts(parse(NPS, decisions={"text:5": "drop"}))[-1] is None


def test_points_and_feedback_of_a_quiz_are_no_questions() -> None:
    parsed = parse("microsoft_forms_survey-quiz-german.csv")
    assert versions(parsed) == {"overall": 1, "content": 1}
    assert "questions_unknown" not in noted(parsed)


def test_a_digit_behind_a_repeated_heading_does_not_matter() -> None:
    parsed = parse(f"{META};Inhalte2\n1;{ANONYMOUS};5\n2;{ANONYMOUS};4")
    assert versions(parsed) == {"content": 1}


def test_six_or_seven_stars_have_to_be_confirmed() -> None:
    parsed = parse(f"{META};Inhalte\n1;{ANONYMOUS};6\n2;{ANONYMOUS};4")
    assert required(parsed) == ["scale:inhalte"]


@pytest.mark.parametrize(
    "headings",
    [
        "Name2;Organisation;E-Mail2;Wohnort;Anmerkungen",
        "Vorname;Nachname;Institution;Anzahl der Begleitpersonen",
        "Organisation;Teilnahmeart;Anmerkungen",
    ],
)
def test_a_registration_is_no_survey(headings: str) -> None:
    answers = ";".join(["Muster"] * headings.count(";")) + ";2"
    text = f"{META};{headings}\n1;{ANONYMOUS};{answers}\n2;{ANONYMOUS};{answers}"
    assert source_of(text) != "microsoft_forms_survey"


def source_of(text: str) -> str | None:
    """The format that the file is read as; null if it is refused."""
    try:
        return parse(text, kind=None).source
    except FileUnusable:
        return None


def test_a_survey_that_also_asks_for_a_name_stays_a_survey_and_drops_it() -> None:
    parsed = parse(
        f"{META};Ihr Name (freiwillig);Inhalte;Organisation\n"
        f"1;{ANONYMOUS};Anna Muster;5;4\n2;{ANONYMOUS};;4;4",
        kind=None,
    )
    assert (parsed.kind, versions(parsed)) == (Kind.FEEDBACK, {"content": 1, "organisation": 1})
    assert "Muster" not in str(parsed)
