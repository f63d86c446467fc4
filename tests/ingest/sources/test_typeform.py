"""Typeform: partial answers, time in UTC, yes and no as 1 and 0."""

from tests.ingest.feedback import noted, parse, said, values, versions

CURRENT, OLD = "typeform-current-german.csv", "typeform-old-english.csv"


def test_partial_answers_are_left_out_and_said() -> None:
    parsed = parse(CURRENT)
    assert (parsed.rows_read, parsed.left_out, len(parsed.feedback)) == (4, 1, 3)
    assert "incomplete" in noted(parsed)


def test_an_answer_after_midnight_in_germany_belongs_to_the_next_day() -> None:
    [note] = [each for each in parse(CURRENT).problems if each.code == "submitted_between"]
    # The first one was handed in at 22:01 UTC.
    assert "vom 06.10.2026 bis 07.10.2026" in note.message
    assert parse(CURRENT).event_date is None


def test_one_and_zero_are_yes_and_no() -> None:
    assert values(parse(CURRENT), "would_come_again") == [3, 3, 1]


def test_an_opinion_scale_is_a_version_of_its_own() -> None:
    parsed = parse(CURRENT)
    assert versions(parsed)["overall"] == 3
    assert versions(parsed)["content"] == 1
    assert said(parsed) == [(None, "scale_assumed"), (None, "scale_assumed")]


def test_marks_of_bold_print_do_not_matter() -> None:
    assert parse(CURRENT).columns[1].question == ("overall", 3)


def test_the_short_headings_of_older_files_are_known() -> None:
    parsed = parse(OLD, kind=None)
    assert parsed.source == "typeform"
    assert values(parsed, "usefulness") == [4, 4, 2]


def test_one_scale_for_all_can_be_corrected_at_once() -> None:
    parsed = parse(OLD, decisions={"scale": "rating_reversed"})
    assert (values(parsed, "overall"), said(parsed)) == ([1, 2, 5], [])
