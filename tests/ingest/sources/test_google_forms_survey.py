"""Google Forms as a survey: grids, linear scales, time stamps of two kinds."""

import pytest

from dashboard.ingest.schema import Severity
from tests.ingest.feedback import as_csv, lines, parse, required, said, values, versions

SCALE = "google_forms_survey-linear_scale-german.csv"
GRID = "google_forms_survey-grid-english.csv"


def stamped(heading: str, *answers: str, first: str = "Zeitstempel") -> str:
    rows = [f"06.10.2026 17:41:{second:02};{a}" for second, a in enumerate(answers)]
    return "\n".join([f"{first};{heading}", *rows])


def test_the_row_of_a_grid_asks_the_question() -> None:
    parsed = parse(SCALE)
    assert versions(parsed) == {
        "overall": 1,
        "content": 1,
        "organisation": 1,
        "would_come_again": 1,
        "free_text": 1,
    }


def test_a_linear_scale_is_read_with_the_highest_best_and_may_be_corrected() -> None:
    parsed = parse(SCALE)
    assert (None, "scale_assumed") in said(parsed)
    assert required(parsed) == []
    assert {each.key for each in parsed.decisions if "bewerten" in each.key} == {
        "scale:wie bewerten sie"
    }
    turned = parse(SCALE, decisions={"scale:wie bewerten sie": "rating_reversed"})
    assert values(turned, "content") == [2, 2, 4]
    assert values(turned, "overall") == values(parsed, "overall") == [5, 4, 3]


def test_seven_steps_in_numbers_and_in_words_are_new_versions() -> None:
    parsed = parse(GRID)
    assert {(q.question_id, q.version, q.low, q.high, q.best) for q in parsed.new_questions} == {
        ("overall", 3, 1, 7, "high"),
        ("content", 3, 1, 7, "high"),
        ("organisation", 3, 1, 7, "high"),
    }
    assert values(parsed, "organisation") == [7, 6, 3]


def test_an_answer_outside_the_scale_is_an_error_and_no_data() -> None:
    parsed = parse(GRID)
    [problem] = [each for each in parsed.problems if each.severity is Severity.ERROR]
    assert (problem.row, problem.value, problem.code) == (4, "9", "answer_outside_scale")
    assert "erwartet wird eine Zahl von 1 bis 7" in problem.message
    assert values(parsed, "overall") == [7, 5, None]


def test_grades_are_known_by_the_heading() -> None:
    parsed = parse("google_forms_survey-grades-german.xlsx")
    assert versions(parsed) == {"overall": 2, "content": 2}
    assert said(parsed) == []


def test_a_six_alone_proves_no_grade() -> None:
    parsed = parse(stamped("Inhalte;Organisation", "6;5", "1;2"))
    assert "scale:inhalte" in required(parsed)


def test_the_date_of_the_event_is_taken_from_a_question_and_never_from_the_time_stamps() -> None:
    heading = "Wie bewerten Sie die Inhalte? (Regionaldialog am 12.10.2022)"
    assert str(parse(stamped(heading, "5", "4")).event_date) == "2022-10-12"
    assert parse(stamped("Inhalte", "5", "4")).event_date is None


def test_a_question_that_names_the_event_is_proposed() -> None:
    parsed = parse(stamped("Wie zufrieden waren Sie mit dem 5. Regionaldialog?;Inhalte", "5;4"))
    [decision] = [each for each in parsed.decisions if each.key.startswith("question:")]
    assert (decision.candidates[0].value, decision.required) == ("overall", False)
    assert versions(parsed) == {"content": 1}
    decided = parse(
        stamped("Wie zufrieden waren Sie mit dem 5. Regionaldialog?;Inhalte", "5;4"),
        decisions={decision.key: "overall"},
    )
    assert values(decided, "overall") == [5]


@pytest.mark.parametrize(
    "stamp", ["06.10.2026 17:41:51", "2026/10/06 5:41:51 PM MESZ", "2026/10/06 5:41:51 PM GMT+2"]
)
def test_a_time_stamp_in_any_form_makes_the_same_questionnaire(stamp: str) -> None:
    rows = lines(SCALE)
    rows[1][0] = stamp
    assert parse(as_csv(rows)).feedback[0].row_key == parse(SCALE).feedback[0].row_key


def test_two_answers_of_one_minute_are_two_questionnaires() -> None:
    parsed = parse(stamped("Inhalte;Organisation", "5;4", "5;4"))
    assert len({row.row_key for row in parsed.feedback}) == 2


def test_a_table_with_a_time_stamp_and_names_is_no_survey() -> None:
    parsed = parse(stamped("Vorname;Nachname;Institution;Personen", "A;Muster;S;2"), kind=None)
    assert parsed.source != "google_forms_survey"
