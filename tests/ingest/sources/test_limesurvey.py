"""LimeSurvey: codes and texts, complete and incomplete, re-saved and fresh."""

import pytest

from dashboard.errors import FileUnusable
from dashboard.ingest.schema import Kind
from tests.ingest.feedback import (
    as_csv,
    as_xlsx,
    lines,
    noted,
    offered,
    parse,
    required,
    said,
    texts,
    values,
    versions,
)

FULL, CODES = "limesurvey-full-german.csv", "limesurvey-codes-german.csv"
META = '"id","submitdate","lastpage","startlanguage"'
DONE = '"2026-10-06 19:00:00","1","de"'


def codes(*headings: str, rows: list[str]) -> str:
    """An export with codes as headings; each row gives the answers, separated by blanks."""
    listed = ",".join(f'"{heading}"' for heading in headings)
    filled = [
        f'"{number}",{DONE},' + ",".join(f'"{answer}"' for answer in row.split(" "))
        for number, row in enumerate(rows, 1)
    ]
    return "\r\n".join([f"{META},{listed}", *filled, "", ""])


def test_an_incomplete_response_is_left_out_and_said() -> None:
    parsed = parse(FULL)
    assert (parsed.rows_read, parsed.left_out) == (5, 1)
    [note] = [each for each in parsed.problems if each.code == "incomplete"]
    assert note.message == "1 nicht abgeschickter Fragebogen ausgelassen (Zeile 4)."


def test_a_date_that_was_not_stored_is_a_complete_response() -> None:
    parsed = parse(FULL)
    assert 6 in [row.row for row in parsed.feedback]
    [note] = [each for each in parsed.problems if each.code == "submitted_between"]
    assert "vom 06.10.2026 bis 07.10.2026" in note.message
    assert parsed.event_date is None


def test_the_summary_names_tool_language_and_counts() -> None:
    assert parse(FULL).summary == (
        "LimeSurvey-Export, deutsch, 4 vollständige Rückmeldungen, 6 Fragen, UTF-8, Komma"
    )
    assert "englisch" in parse("limesurvey-full-english.csv").summary
    assert "deutsch" in parse(CODES).summary


def test_a_file_saved_again_by_excel_holds_the_same_questionnaires() -> None:
    fresh, again = parse(FULL), parse("limesurvey-excel_resaved-german.csv")
    assert [row.row_key for row in fresh.feedback] == [row.row_key for row in again.feedback]
    assert [row.answers for row in fresh.feedback] == [row.answers for row in again.feedback]
    assert noted(fresh) == noted(again)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_separator_and_encoding_do_not_matter(delimiter: str, encoding: str) -> None:
    written = as_csv(lines(FULL), delimiter=delimiter, encoding=encoding)
    assert parse(written, kind=None).feedback == parse(FULL).feedback


def test_the_sheet_of_a_workbook_names_the_event() -> None:
    parsed = parse("limesurvey-full-german.xlsx")
    assert (str(parsed.event_date), parsed.event_title) == ("2026-10-06", "9. Dialog")


@pytest.mark.parametrize("heading", ["overall", "G01Q01[overall]", "G01Q01_overall"])
def test_a_code_that_is_the_id_of_a_question_asks_it(heading: str) -> None:
    assert versions(parse(codes(heading, rows=["5", "4"]))) == {"overall": 1}


def test_the_row_of_a_grid_asks_and_not_the_text_above_it() -> None:
    above = "Wie zufrieden waren Sie insgesamt mit der Veranstaltung?"
    text = codes(f"{above} [Inhalte]", f"{above} [Organisation]", rows=["5 4", "4 4"])
    assert versions(parse(text)) == {"content": 1, "organisation": 1}


def test_answer_codes_are_asked_for_once_per_set() -> None:
    assert required(parse(CODES)) == ["scale:g02q02", "scale:overall"]
    parsed = parse(CODES, decisions={"scale:g02q02": "rating_reversed", "scale:overall": "grade"})
    assert required(parsed) == []
    assert values(parsed, "content") == [5, 4, 5]
    assert values(parsed, "exchange") == [4, 2, 1]
    assert values(parsed, "overall") == [1, 2, 2]
    assert versions(parsed)["overall"] == 2


def test_one_answer_settles_all_sets_that_fit_it() -> None:
    parsed = parse(CODES, decisions={"scale": "rating"})
    assert required(parsed) == []
    assert (values(parsed, "overall"), values(parsed, "content")) == ([1, 2, 2], [1, 2, 1])


@pytest.mark.parametrize("code", ["A{}", "AO0{}", "AO{}"])
def test_every_form_of_an_answer_code_is_a_number_without_direction(code: str) -> None:
    parsed = parse(codes("G01Q01[content]", rows=[code.format(1), code.format(5)]))
    assert required(parsed) == ["scale:g01q01 content"]
    assert offered(parsed, "scale:g01q01 content") == ["grade", "rating", "rating_reversed"]


def test_plain_numbers_are_read_with_the_highest_best_and_it_is_said() -> None:
    parsed = parse(codes("content", rows=["5", "4"]))
    assert values(parsed, "content") == [5, 4]
    assert said(parsed) == [(None, "scale_assumed")]
    turned = parse(
        codes("content", rows=["5", "4"]), decisions={"scale:content": "rating_reversed"}
    )
    assert (values(turned, "content"), said(turned)) == ([1, 2], [])


def test_an_explanation_in_the_text_above_the_rows_holds_for_them() -> None:
    parsed = parse("limesurvey-code_and_text-german.csv")
    assert values(parsed, "organisation") == [4, 5, None]
    assert (4, "answer_outside_scale") in said(parsed)


def test_yes_and_no_as_codes() -> None:
    assert values(parse(CODES), "would_come_again") == [3, 3, 1]


def test_unknown_codes_have_to_be_assigned_and_ticks_do_not() -> None:
    text = codes(
        *("G01Q01[SQ001]", "G01Q01[SQ002]", "G02Q01[SQ001]"), rows=["A1 A2 Y", "A3 A2 ", "A5 A1 Y"]
    )
    assert required(parse(text)) == ["question:g01q01 sq001", "question:g01q01 sq002"]
    decided = parse(
        text,
        decisions={
            "question:g01q01 sq001": "content",
            "question:g01q01 sq002": "none",
            "scale": "rating_reversed",
        },
    )
    assert (required(decided), values(decided, "content")) == ([], [5, 3, 1])


def test_a_heading_cut_off_is_proposed_by_its_beginning() -> None:
    parsed = parse(codes("Die Inhalte der.. ", "overall", rows=["5 5", "4 5"]))
    assert offered(parsed, "question:die inhalte der")[0] == "content"
    assert versions(parsed) == {"overall": 1}


def test_a_learned_heading_asks_its_question_again() -> None:
    learned = {"g01q01 sq001": ("content", 1)}
    assert versions(parse(codes("G01Q01[SQ001]", rows=["5", "4"]), learned=learned)) == {
        "content": 1
    }


def test_a_learned_heading_does_not_tell_the_direction_of_codes() -> None:
    learned = {"g01q01 sq001": ("content", 1)}
    parsed = parse(codes("G01Q01[SQ001]", rows=["A5", "A4"]), learned=learned)
    assert required(parsed) == ["scale:g01q01 sq001"]


def test_names_and_contacts_in_a_text_are_pointed_out() -> None:
    parsed = parse(FULL)
    assert said(parsed) == [(5, "name_in_text"), (6, "contact_removed")]
    assert texts(parsed)[2:] == [
        "Frau Musterfrau vom Büro Muster war sehr hilfreich.",
        "Rückfragen an […]",
    ]
    dropped = parse(FULL, decisions={"text:5": "drop"})
    assert (texts(dropped)[2], said(dropped)) == (None, [(6, "contact_removed")])
    kept = parse(FULL, decisions={"text:5": "keep"})
    assert (texts(kept), said(kept)) == (texts(parsed), [(6, "contact_removed")])


def test_the_group_of_the_respondent_is_kept_and_its_code_is_not() -> None:
    assert [row.respondent_type for row in parse(FULL).feedback][:2] == ["Kommune", "Unternehmen"]
    coded = parse(codes("Ich nehme teil als", "content", rows=["A2 5", "A1 4"]))
    assert [row.respondent_type for row in coded.feedback] == [None, None]


def test_a_table_opened_in_excel_and_saved_as_workbook_is_the_same() -> None:
    assert parse(as_xlsx(lines(CODES)), kind=None).feedback == parse(CODES).feedback


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (f'{META},"overall"\n"1",,"1","de","A1"\n', "Gefunden: 1 nicht abgeschickter Fragebogen"),
        (f'{META},"overall"\n"1",{DONE},""\n', "Gefunden: 1 Fragebogen ohne Antworten"),
        (f'{META},"overall"\n"","","","",""\n', "nur die Überschriften"),
        (f'{META},"Wetter"\n"1",{DONE},"Regen"\n', "keine Frage gefunden"),
    ],
)
def test_nothing_to_evaluate_is_refused_in_german(text: str, sentence: str) -> None:
    with pytest.raises(FileUnusable, match=sentence):
        parse(text, kind=Kind.FEEDBACK)
