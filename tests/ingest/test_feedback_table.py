"""Questionnaires: no grade is taken for agreement, and nothing about a person is kept."""

import dataclasses

import pytest

from dashboard import paths
from dashboard.errors import FileUnusable
from dashboard.ingest.questions import question_summary, questions_from_file
from dashboard.ingest.schema import Kind, ParsedFile, Severity

QUESTIONS = questions_from_file(paths.REFERENCE / "questions.csv")
AGREEMENT = "Inhalte (1 = stimme gar nicht zu, 5 = stimme voll zu)"
GRADE = "Inhalte (Schulnote)"


def values(parsed: ParsedFile, question: str = "content") -> list[float | None]:
    return [
        answer.value
        for row in parsed.feedback
        for answer in row.answers
        if answer.question_id == question
    ]


def texts(parsed: ParsedFile) -> list[str | None]:
    return [
        answer.text
        for row in parsed.feedback
        for answer in row.answers
        if answer.question_id == "free_text"
    ]


def asked(parsed: ParsedFile) -> list[tuple[str, int] | None]:
    return [column.question for column in parsed.columns]


def said(parsed: ParsedFile) -> list[tuple[int | None, str]]:
    return [(problem.row, problem.code) for problem in parsed.problems]


# --- scales ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "cells", "version", "expected"),
    [
        (GRADE, "1|2|5", 2, [1, 2, 5]),
        ("Note Inhalte", "1|6", 2, [1, 6]),
        ("Welche Schulnote geben Sie den Inhalten?", "1|3", 2, [1, 3]),
        ("Inhalte", "1|2-|1-2|2+", 2, [1, 2.25, 1.5, 1.75]),
        ("Inhalte", "1|6|2", 2, [1, 6, 2]),
        ("Inhalte", "1,5|2|3", 2, [1.5, 2, 3]),
        ("Inhalte", "gut|befriedigend|sehr gut", 2, [2, 3, 1]),
        (AGREEMENT, "1|2|5", 1, [1, 2, 5]),
        ("Inhalte (Sterne)", "5|1", 1, [5, 1]),
        ("Inhalte (1 = sehr gut, 5 = sehr schlecht)", "1|2|5", 1, [5, 4, 1]),
        ("Inhalte", "stimme voll zu|teils/teils|stimme gar nicht zu", 1, [5, 3, 1]),
        ("Inhalte", "5 = stimme voll zu|4|1", 1, [5, 4, 1]),
        ("Inhalte", "5 (sehr gut)|2|1", 1, [5, 2, 1]),
        ("Inhalte", "😊|😐|🙁", 1, [5, 3, 2]),
    ],
)
def test_what_proves_a_scale_settles_it(heading, cells, version, expected, read) -> None:
    parsed = read(f"Nr|{heading}\n" + "\n".join(f"{n}|{c}" for n, c in enumerate(cells.split("|"))))
    assert asked(parsed)[1] == ("content", version)
    assert values(parsed) == expected
    assert parsed.decisions == ()


def test_numbers_alone_prove_nothing_and_a_person_is_asked(read) -> None:
    text = "Nr|Inhalte\n1|1\n2|2\n3|5"
    [decision] = read(text).decisions
    assert (decision.key, decision.required) == ("scale:inhalte", True)
    assert decision.question == "Wie sind die Zahlen in der Spalte „Inhalte“ gemeint?"
    assert [each.value for each in decision.candidates] == ["grade", "rating", "rating_reversed"]
    for value, version, expected in (
        ("grade", 2, [1, 2, 5]),
        ("rating", 1, [1, 2, 5]),
        ("rating_reversed", 1, [5, 4, 1]),
    ):
        for key in ("scale:inhalte", "scale"):
            decided = read(text, decisions={key: value})
            assert (asked(decided)[1], values(decided)) == (("content", version), expected)
            assert decided.decisions == ()


def test_several_open_columns_are_one_question(read) -> None:
    text = "Nr|Inhalte|Organisation|Austausch\n1|1|2|1\n2|2|1|3"
    [decision] = read(text).decisions
    assert decision.key == "scale"
    assert "„Inhalte“, „Organisation“ und „Austausch“" in decision.question
    decided = read(text, decisions={"scale": "grade"})
    assert asked(decided)[1:] == [("content", 2), ("organisation", 2), ("exchange", 2)]


def test_an_answer_that_is_no_scale_leaves_the_question_open(read) -> None:
    [decision] = read("Nr|Inhalte\n1|1\n2|2", decisions={"scale": "bestens"}).decisions
    assert decision.key == "scale:inhalte"


def test_an_open_column_inherits_the_scale_of_all_others_and_it_is_said(read) -> None:
    parsed = read(f"Nr|{GRADE}|Organisation|Austausch\n1|1|2|1\n2|2|1|3")
    assert asked(parsed)[1:] == [("content", 2), ("organisation", 2), ("exchange", 2)]
    assert said(parsed) == [(None, "scale_inherited"), (None, "scale_inherited")]
    assert {problem.severity for problem in parsed.problems} == {Severity.NOTE}


def test_nothing_is_inherited_where_the_others_disagree(read) -> None:
    parsed = read(
        "Nr|Gesamteindruck (Schulnote)|Organisation (5 = sehr gut)|Austausch\n1|1|5|1\n2|2|4|3"
    )
    assert asked(parsed)[1:3] == [("overall", 2), ("organisation", 1)]
    assert values(parsed, "overall") == [1, 2]
    assert values(parsed, "organisation") == [5, 4]
    [decision] = parsed.decisions
    assert (decision.key, decision.required) == ("scale:austausch", True)
    assert values(parsed, "exchange") == []


def test_an_explanation_above_the_table_holds_for_all_columns(read) -> None:
    parsed = read("Auswertung, alle Angaben in Schulnoten\n\nNr|Inhalte|Austausch\n1|1|2\n2|2|1")
    assert asked(parsed)[1:] == [("content", 2), ("exchange", 2)]


def test_a_heading_weighs_more_than_the_explanation_above(read) -> None:
    parsed = read(f"Alle Angaben in Schulnoten\n\nNr|{AGREEMENT}|Austausch\n1|1|2\n2|2|1")
    assert asked(parsed)[1:] == [("content", 1), ("exchange", 2)]


def test_grades_and_agreement_never_become_one_question(read) -> None:
    grades = read(f"Nr|{GRADE}\n1|1\n2|2")
    agreement = read(f"Nr|{AGREEMENT}\n1|1\n2|2")
    keys = [
        {(answer.question_id, answer.version) for row in parsed.feedback for answer in row.answers}
        for parsed in (grades, agreement)
    ]
    assert keys == [{("content", 2)}, {("content", 1)}]


@pytest.mark.parametrize(
    ("word", "value"),
    [("Ja", 3), ("ja gern", 3), ("vielleicht", 2), ("Nein", 1), ("auf keinen Fall", 1)],
)
def test_coming_again_has_three_answers(word, value, read) -> None:
    parsed = read(f"Nr|Würden Sie wieder teilnehmen?\n1|{word}\n2|ja")
    assert values(parsed, "would_come_again") == [value, 3]


@pytest.mark.parametrize("cell", ["", "k. A.", "k.A.", "keine Angabe", "-", "weiß nicht", "n/a"])
def test_no_answer_is_no_answer_and_not_zero(cell, read) -> None:
    parsed = read(f"Nr|{GRADE}|Austausch (Schulnote)\n1|{cell}|1\n2|2|2")
    assert values(parsed) == [None, 2]
    assert said(parsed) == []
    [content, _] = question_summary(parsed, QUESTIONS)
    assert (content["n"], content["mean"]) == (1, 2.0)


@pytest.mark.parametrize(
    ("heading", "cell", "expected"),
    [
        (GRADE, "7", "eine Note von 1 bis 6"),
        (GRADE, "0", "eine Note von 1 bis 6"),
        (AGREEMENT, "6", "eine Zahl von 1 bis 5"),
        (AGREEMENT, "2,5", "eine Zahl von 1 bis 5"),
        (AGREEMENT, "toll", "eine Zahl von 1 bis 5"),
        ("Würden Sie wieder teilnehmen?", "4", "„Ja“, „Vielleicht“ oder „Nein“"),
    ],
)
def test_an_answer_outside_the_scale_counts_as_none_and_is_named(
    heading, cell, expected, read
) -> None:
    word = "ja" if "wieder" in heading else "2"
    parsed = read(f"Nr|{heading}|Anmerkungen\n1|{word}|\n2|{cell}|Danke\n3|{word}|")
    [problem] = [each for each in parsed.problems if each.code == "answer_outside_scale"]
    assert (problem.row, problem.column, problem.value) == (3, heading, cell)
    assert expected in problem.message
    question = "would_come_again" if "wieder" in heading else "content"
    assert values(parsed, question)[1] is None
    assert (parsed.rows_read, len(parsed.feedback)) == (3, 3)


def test_every_answer_outside_its_scale_is_named_at_once(read) -> None:
    parsed = read(
        f"Ergebnisse\n\nNr|{GRADE}|Austausch (Schulnote)\n1|7|1\n2|1|1\n3|2|9\n4|0|8", kind=None
    )
    assert said(parsed) == [
        (4, "answer_outside_scale"),
        (6, "answer_outside_scale"),
        (7, "answer_outside_scale"),
        (7, "answer_outside_scale"),
    ]


# --- rows that are none ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "Durchschnitt|1,5|2,5",
        "Mittelwert|1,5|2,5",
        "Summe|3|5",
        "Anzahl|2|2",
        "Median|1|2",
        "|1,5|2,5",
        "n = 2|2|2",
        "Ø|1,5|2,5",
    ],
)
def test_means_and_counts_are_no_questionnaires(line, read) -> None:
    parsed = read(f"Nr|{GRADE}|Austausch (Schulnote)\n1|1|2\n2|2|3\n{line}")
    assert values(parsed) == [1, 2]
    assert (parsed.rows_read, said(parsed)) == (2, [(4, "not_a_questionnaire")])


def test_an_unnumbered_row_of_whole_grades_is_a_questionnaire(read) -> None:
    assert values(read(f"Nr|{GRADE}|Austausch (Schulnote)\n1|1|2\n|2|3")) == [1, 2]


def test_empty_and_repeated_headings_are_no_questionnaires(read) -> None:
    parsed = read(f"Nr|{GRADE}|Anmerkungen\n1|1|Danke\n2||\nNr|{GRADE}|Anmerkungen\n||\n3|2|")
    assert (parsed.rows_read, values(parsed)) == (2, [1, 2])
    assert [row.row for row in parsed.feedback] == [2, 6]


# --- who answers -----------------------------------------------------------------------------


def test_the_kind_of_person_who_answers_is_kept(read) -> None:
    parsed = read(f"Ich nehme teil als|{GRADE}\nKommune|1\nUnternehmen|2\nk. A.|3")
    assert [row.respondent_type for row in parsed.feedback] == ["Kommune", "Unternehmen", None]


def test_names_addresses_and_moments_are_dropped_at_the_door(read) -> None:
    parsed = read(
        f"Zeitstempel|E-Mail|Telefon|{GRADE}|Austausch (Schulnote)\n"
        "05.03.2026 17:30|anna@muster.example|03464 1234567|1|2\n"
        "05.03.2026 17:31|bo@muster.example|03464 7654321|2|2"
    )
    kept = str(dataclasses.asdict(parsed))
    for personal in ("anna@", "1234567", "17:30"):
        assert personal not in kept
    assert values(parsed) == [1, 2]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Danke! anna@muster.example", "Danke! […]"),
        ("Rufen Sie an: 03464 123 45 67", "Rufen Sie an: […]"),
        ("+49 3464 1234567 (Büro)", "[…] (Büro)"),
    ],
)
def test_contacts_that_people_wrote_themselves_are_removed_and_it_is_said(
    written, kept, read
) -> None:
    parsed = read(f"Nr|{GRADE}|Anmerkungen\n1|1|{written}\n2|2|Alles gut")
    assert texts(parsed) == [kept, "Alles gut"]
    assert said(parsed) == [(2, "contact_removed")]
    assert "@" not in str([column.examples for column in parsed.columns])
    assert "1234567" not in str([column.examples for column in parsed.columns]).replace(" ", "")


@pytest.mark.parametrize("written", ["Am 05.03.2026 war es gut", "Note 1, 2024 auch", "10-12 Uhr"])
def test_dates_and_numbers_in_a_text_are_no_contacts(written, read) -> None:
    parsed = read(f"Nr|{GRADE}|Anmerkungen\n1|1|{written}")
    assert (texts(parsed), said(parsed)) == ([written], [])


# --- the same questionnaire ------------------------------------------------------------------


def test_a_number_makes_a_questionnaire_known_when_it_is_corrected(read) -> None:
    before = read(f"Nr|{GRADE}\n1|1\n2|2")
    after = read(f"Nr|{GRADE}\n1|3\n2|2")
    assert [row.row_key for row in before.feedback] == [row.row_key for row in after.feedback]


def test_equal_questionnaires_without_numbers_are_different_ones(read) -> None:
    parsed = read(f"{GRADE}|Austausch (Schulnote)\n1|2\n1|2\n1|2")
    assert len({row.row_key for row in parsed.feedback}) == 3


def test_unnumbered_questionnaires_are_known_again_in_any_order(read) -> None:
    one = read(f"{GRADE}|Anmerkungen\n1|Danke\n2|Lob")
    other = read(f"{GRADE}|Anmerkungen\n2|Lob\n1|Danke")
    assert {row.row_key for row in one.feedback} == {row.row_key for row in other.feedback}


# --- headings --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "question"),
    [
        ("Wie zufrieden waren Sie insgesamt mit der Veranstaltung?", "overall"),
        ("1. Gesamteindruck", "overall"),
        ("Q3: Vorträge", "content"),
        ("ABLAUF", "organisation"),
        ("Austausch und Vernetzung [1-6]", "exchange"),
        ("Nutzen für die eigene Arbeit", "usefulness"),
    ],
)
def test_a_question_is_known_by_its_wordings(heading, question, read) -> None:
    parsed = read(f"Bogen Nr.|{heading}\n1|6\n2|1")
    assert asked(parsed)[1] == (question, 2)


def test_a_heading_that_is_nearly_a_question_is_proposed(read) -> None:
    text = f"Nr|{GRADE}|Nutzen für die eigne Arbeit\n1|1|2\n2|2|1"
    parsed = read(text)
    [decision] = parsed.decisions
    assert (decision.key, decision.required) == ("question:nutzen fuer die eigne arbeit", False)
    assert decision.candidates[0].value == "usefulness"
    assert decision.candidates[-1].value == "none"
    assert values(parsed, "usefulness") == []
    assert values(read(text, decisions={decision.key: "usefulness"}), "usefulness") == [2, 1]
    assert read(text, decisions={decision.key: "none"}).decisions == ()


def test_a_heading_that_is_like_no_question_is_left_alone(read) -> None:
    parsed = read(f"Nr|{GRADE}|Wetter\n1|1|sonnig\n2|2|Regen")
    assert asked(parsed) == [None, ("content", 2), None]
    assert parsed.decisions == ()


def test_ratings_under_headings_that_nobody_knows_need_a_decision(read) -> None:
    text = "Nr|Stimmung im Saal|Häppchen\n1|1|2\n2|6|3"
    parsed = read(text)
    assert parsed.kind is Kind.FEEDBACK
    assert [(each.key, each.required) for each in parsed.decisions] == [
        ("question:stimmung im saal", True),
        ("question:haeppchen", True),
    ]
    decided = read(
        text,
        decisions={"question:stimmung im saal": "overall", "question:haeppchen": "none"},
    )
    assert (asked(decided)[1], values(decided, "overall")) == (("overall", 2), [1, 6])
    assert decided.decisions == ()


def test_a_column_can_be_assigned_to_a_version_of_a_question(read) -> None:
    parsed = read(f"Nr|{GRADE}|Wetter\n1|1|2\n2|2|5", columns={2: "question:overall:1"})
    assert asked(parsed)[2] == ("overall", 1)
    assert values(parsed, "overall") == [2, 5]


def test_one_question_is_not_asked_by_two_columns(read) -> None:
    parsed = read(f"Nr|{GRADE}|Vorträge (Schulnote)\n1|1|3\n2|2|4")
    assert asked(parsed) == [None, ("content", 2), None]
    assert values(parsed) == [1, 2]


def test_firms_under_the_heading_organisation_are_no_ratings(read) -> None:
    parsed = read(f"Organisation|{GRADE}|Austausch (Schulnote)\nMuster GmbH|1|2\nBeispiel eG|2|1")
    assert asked(parsed)[0] is None
    assert "Muster" not in str(parsed.feedback)


def test_the_summary_counts_what_was_answered(read) -> None:
    parsed = read(
        f"Nr|{GRADE}|Würden Sie wieder teilnehmen?|Anmerkungen\n"
        "1|1|ja|Danke\n2|2|nein|\n3|k. A.|vielleicht|"
    )
    assert parsed.summary.startswith("Fragebögen, 3 Rückmeldungen")
    assert question_summary(parsed, QUESTIONS) == [
        _summary(GRADE, "content", 2, (1, 6, "low"), 1.5),
        _summary("Würden Sie wieder teilnehmen?", "would_come_again", 3, (1, 3, "high"), 2.0),
        _summary("Anmerkungen", "free_text", 1, (None, None, None), None),
    ]


def _summary(column, question, n, scale, mean) -> dict[str, object]:
    low, high, best = scale
    return {
        "column": column,
        "question": question,
        "n": n,
        "low": low,
        "high": high,
        "best": best,
        "mean": mean,
    }


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (f"Nr|{GRADE}", "nur die Überschriften|keine Zeilen mit Daten"),
        ("Farbe|Form\nrot|rund\nblau|eckig", "keine bekannte Spalte"),
    ],
)
def test_a_file_without_questionnaires_is_refused(text, sentence, read) -> None:
    with pytest.raises(FileUnusable, match=sentence) as refusal:
        read(text, kind=Kind.FEEDBACK)
    assert "Bitte" in str(refusal.value)
