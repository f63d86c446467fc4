"""Columns and their versions: nothing is forced into a scale that it was not asked on."""

import pytest

from dashboard.ingest.questions import questions_from_file, version_for
from dashboard.ingest.scales import (
    NPS,
    Reading,
    Scale,
    hint_of,
    offered_scales,
    scale_named,
    scale_of,
    scale_of_version,
)
from dashboard.ingest.schema import Question
from tests.ingest.feedback import (
    CATALOGUE,
    noted,
    offered,
    parse,
    required,
    said,
    values,
    versions,
)

GRADE, RATING, REVERSED = Scale.GRADE, Scale.RATING, Scale.RATING_REVERSED
SEVEN = Scale(1, 7, "high")
[OVERALL, OVERALL_GRADE] = [each for each in CATALOGUE if each.question_id == "overall"]


def typed(headings: str, *rows: str) -> str:
    """A table typed from paper, numbered, with cells between blanks."""
    body = [";".join([str(n), *row.split(" ")]) for n, row in enumerate(rows, 1)]
    return "\n".join([f"Nr;{headings}", *body])


@pytest.mark.parametrize(
    ("heading", "scale"),
    [
        ("Inhalte (0 = gar nicht zufrieden, 10 = sehr zufrieden)", NPS),
        ("Inhalte (1 = trifft voll zu, 6 = trifft gar nicht zu)", Scale(1, 6, "low")),
        ("Inhalte (1 = sehr zufrieden, 4 = sehr unzufrieden)", Scale(1, 4, "low")),
        ("Inhalte: von (1) stimme gar nicht zu bis (7) stimme voll zu", SEVEN),
        ("Content (1 = very dissatisfied, 5 = very satisfied)", RATING),
        ("Inhalte: sehr gut (1) bis mangelhaft (5)", GRADE),
        ("Inhalte: sehr gut = 1 bis sehr schlecht = 5", REVERSED),
        ("Inhalte (10 = sehr gut)", Scale(1, 10, "high")),
        ("Inhalte (Skala von 1 bis 7)", None),
    ],
)
def test_a_heading_may_name_any_scale(heading: str, scale: Scale | None) -> None:
    assert scale_of(heading, "", ["1", "4"]) == scale


def test_a_range_without_words_has_ends_and_no_direction() -> None:
    hint = hint_of("Inhalte (Skala von 0 bis 10)")
    assert (hint.range, hint.best) == ((0, 10), None)


@pytest.mark.parametrize(
    ("numbers", "keys"),
    [
        ([1, 2, 5], "grade rating rating_reversed"),
        ([1, 2, 4], "grade rating rating_reversed 1-4-high 1-4-low"),
        ([1, 5, 6], "grade 1-6-high 1-6-low 1-7-high 1-7-low"),
        ([2, 5, 7], "1-7-high 1-7-low"),
        ([0, 9, 10], "0-10-high"),
        ([1, 9, 10], "0-10-high 1-10-high"),
        ([1, 2, 3, 4, 5, 55], "grade rating rating_reversed"),
    ],
)
def test_only_scales_that_fit_are_offered(numbers: list[int], keys: str) -> None:
    found = offered_scales([float(number) for number in numbers], None)
    assert " ".join(scale.key for scale in found) == keys


def test_every_scale_is_found_by_its_key_again() -> None:
    for scale in (*offered_scales([], None), NPS, SEVEN, Scale(1, 6, "low")):
        assert scale_named(scale.key) == scale
    assert scale_named("bestens") is None
    assert scale_named("5-1-high") is None


@pytest.mark.parametrize(
    ("written", "reading", "question", "value"),
    [
        ("1", Reading(GRADE), OVERALL_GRADE, 1),
        ("2-", Reading(GRADE), OVERALL_GRADE, 2.25),
        ("7", Reading(GRADE), OVERALL_GRADE, None),
        ("1", Reading(RATING), OVERALL, 1),
        ("2,5", Reading(RATING), OVERALL, None),
        ("0", Reading(RATING), OVERALL, None),
        ("1", Reading(REVERSED), OVERALL, 5),
        ("gut", Reading(RATING, {"gut": 4.0}), OVERALL, 4),
        ("Gut", Reading(GRADE, {"gut": 5.0}), OVERALL_GRADE, 2),
        ("gut", Reading(RATING), OVERALL, None),
    ],
)
def test_an_answer_is_worth_what_its_scale_says(
    written: str, reading: Reading, question: Question, value: float | None
) -> None:
    assert reading.value(written, question) == value


# --- versions --------------------------------------------------------------------------------


def test_a_scale_of_the_catalogue_keeps_its_version() -> None:
    for scale, version in ((RATING, 1), (REVERSED, 1), (GRADE, 2)):
        assert version_for(scale, "overall", CATALOGUE, wording="Gesamt").version == version


def test_another_scale_is_the_next_version_of_the_same_question() -> None:
    added = version_for(SEVEN, "overall", CATALOGUE, wording="Gesamt (1–7)")
    assert (added.version, added.low, added.high, added.best) == (3, 1, 7, "high")
    assert (added.short_label, added.wordings) == ("Gesamteindruck", ("Gesamt (1–7)",))
    second = version_for(NPS, "overall", (*CATALOGUE, added), wording="Gesamt")
    assert second.version == 4


def test_agreement_from_1_to_6_never_becomes_a_grade() -> None:
    added = version_for(Scale(1, 6, "low"), "overall", CATALOGUE, wording="Gesamt")
    assert added.version == 3
    assert scale_of_version(added) == Scale(1, 6, "low")
    assert scale_of_version(OVERALL_GRADE) == GRADE


def test_a_version_whose_numbers_run_the_other_way_is_the_same_scale() -> None:
    added = version_for(SEVEN, "overall", CATALOGUE, wording="Gesamt")
    turned = version_for(Scale(1, 7, "low"), "overall", (*CATALOGUE, added), wording="Gesamt")
    assert turned == added
    assert Reading(Scale(1, 7, "low")).value("2", added) == 6


def test_of_two_versions_with_one_scale_the_wording_decides() -> None:
    reworded = Question(
        *("overall", 3, "Gesamteindruck", ("Wie war es?",), "Ergebnis", "scale", 1, 5, "high")
    )
    every = (*CATALOGUE, reworded)
    assert version_for(RATING, "overall", every, wording="Wie war es?").version == 3
    assert version_for(RATING, "overall", every, wording="Gesamt").version == 1
    assert version_for(RATING, "overall", every, wording="Gesamt", preferred=3).version == 3


def test_the_trend_breaks_where_the_file_asks_on_another_scale() -> None:
    parsed = parse(typed("Gesamt (0 = gar nicht gut, 10 = sehr gut);Inhalte (Note)", "9 2", "11 1"))
    assert versions(parsed) == {"overall": 3, "content": 2}
    assert [question.version for question in parsed.new_questions] == [3]
    assert values(parsed, "overall") == [9, None]
    assert said(parsed) == [(3, "answer_outside_scale")]


def test_a_stored_version_is_found_again_by_its_scale() -> None:
    text = typed("Gesamt;Inhalte", "9 7", "10 8")
    first = parse(text, decisions={"scale": "0-10-high"})
    again = parse(
        text, decisions={"scale": "0-10-high"}, questions=(*CATALOGUE, *first.new_questions)
    )
    assert (versions(first), len(first.new_questions)) == ({"overall": 3, "content": 3}, 2)
    assert (versions(again), again.new_questions) == (versions(first), ())


# --- what is asked ---------------------------------------------------------------------------


def test_columns_that_cannot_share_a_scale_are_asked_for_apart() -> None:
    parsed = parse(typed("Gesamt;Inhalte;Austausch", "9 2 1", "10 1 5"))
    assert required(parsed) == ["scale", "scale:gesamt"]
    assert offered(parsed, "scale:gesamt") == ["0-10-high", "1-10-high"]
    decided = parse(
        typed("Gesamt;Inhalte;Austausch", "9 2 1", "10 1 5"), decisions={"scale": "rating_reversed"}
    )
    assert required(decided) == ["scale:gesamt"]
    assert values(decided, "exchange") == [5, 1]


def test_a_scale_that_does_not_fit_is_not_inherited() -> None:
    parsed = parse(typed("Gesamt (Note);Inhalte (1-7)", "1 7", "2 6"))
    assert required(parsed) == ["scale:inhalte 1 7"]
    assert offered(parsed, "scale:inhalte 1 7") == ["1-7-high", "1-7-low"]


def test_words_of_the_other_columns_tell_what_a_good_is() -> None:
    grades = parse("Nr;Gesamt;Inhalte\n1;sehr gut;gut\n2;gut;mangelhaft")
    ratings = parse("Nr;Gesamt;Inhalte\n1;sehr gut;gut\n2;gut;schlecht")
    assert (versions(grades)["overall"], values(grades, "overall")) == (2, [1, 2])
    assert (versions(ratings)["overall"], values(ratings, "overall")) == (1, [5, 4])


def test_numbers_for_coming_again_have_a_decision_of_their_own() -> None:
    text = typed("Gesamt (Note);Würden Sie wieder teilnehmen?", "1 1", "2 3")
    [key] = required(parse(text))
    assert key == "scale:wuerden sie wieder teilnehmen"
    assert values(parse(text, decisions={key: "1-3-low"}), "would_come_again") == [3, 1]


def test_a_learned_heading_is_known_and_its_numbers_are_still_asked_for() -> None:
    learned = {"stimmung": ("overall", 1)}
    assert required(parse(typed("Stimmung", "1", "4"), learned=learned)) == ["scale:stimmung"]
    grades = {"stimmung": ("overall", 2)}
    assert values(parse(typed("Stimmung", "1", "4"), learned=grades), "overall") == [1, 4]


def test_the_second_column_of_a_question_is_named() -> None:
    parsed = parse(typed("Inhalte (Note);Vorträge (Note)", "1 3", "2 4"))
    assert said(parsed) == [(None, "question_repeated")]
    assert values(parsed, "content") == [1, 2]


def test_answers_on_no_known_scale_are_named() -> None:
    parsed = parse("Nr;Gesamt (Note);Die Veranstaltung war gut organisiert.\n1;1;blau\n2;2;rot")
    assert said(parsed) == [(None, "answers_unknown")]


def test_a_day_in_a_column_of_its_own_is_the_day_of_the_event() -> None:
    same = parse("Nr;Datum;Gesamt (Note)\n1;12.10.2022;1\n2;12.10.2022;2")
    stamps = parse("Nr;Datum;Gesamt (Note)\n1;12.10.2022 17:00;1\n2;12.10.2022 17:05;2")
    assert str(same.event_date) == "2022-10-12"
    assert stamps.event_date is None


def test_typed_tables_get_no_note_about_unknown_columns() -> None:
    assert noted(parse("Nr;Gesamt (Note);Wetter\n1;1;Regen")) == set()


def test_the_catalogue_has_no_wording_twice() -> None:
    from dashboard import paths
    from dashboard.ingest.columns import compact

    seen: dict[str, str] = {}
    for question in questions_from_file(paths.REFERENCE / "questions.csv"):
        for wording in question.wordings:
            assert seen.setdefault(compact(wording), question.question_id) == question.question_id


def test_a_question_that_is_no_longer_in_the_catalogue_is_not_read() -> None:
    text = typed("Gesamt (Note);Stimmung", "1 1", "2 4")
    assert versions(parse(text, columns={2: "question:gone:1"})) == {"overall": 2}
    assert versions(parse(text, learned={"stimmung": ("gone", 1)})) == {"overall": 2}


def test_a_heading_above_several_columns_is_asked_for_once() -> None:
    parsed = parse(typed("Stimmung;Stimmung;Essen", "1 6 1", "2 4 2"))
    assert required(parsed) == ["question:stimmung", "question:essen"]
