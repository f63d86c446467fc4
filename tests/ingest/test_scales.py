"""Answers on scales: which way numbers run, and what a single answer is worth."""

import pytest

from dashboard.ingest.scales import (
    Reading,
    Scale,
    is_scale_like,
    number_of,
    scale_of,
)
from dashboard.ingest.schema import Question

GRADE, RATING, REVERSED = Scale.GRADE, Scale.RATING, Scale.RATING_REVERSED


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2", 2),
        ("1,5", 1.5),
        ("1.5", 1.5),
        ("2-", 2.25),
        ("2+", 1.75),
        ("1+", 1),
        ("6-", 6),
        ("1-2", 1.5),
        ("2 – 3", 2.5),
        ("5 = stimme voll zu", 5),
        ("stimme voll zu (5)", 5),
        ("2 (gut)", 2),
        ("gut", None),
        ("2 Kekse", None),
        ("5 = Fische", None),
        ("-1", None),
        ("", None),
    ],
)
def test_a_number_in_every_notation(text: str, number: float | None) -> None:
    assert number_of(text) == number


@pytest.mark.parametrize(
    ("heading", "scale"),
    [
        ("Inhalte (Schulnote)", GRADE),
        ("Note Inhalte", GRADE),
        ("Noten 1-6", GRADE),
        ("Inhalte (5 = sehr gut)", RATING),
        ("Inhalte (1 = gar nicht nützlich, 5 = sehr nützlich)", RATING),
        ("Inhalte (1 = sehr unzufrieden, 5 = sehr zufrieden)", RATING),
        ("Inhalte: 1 – stimme gar nicht zu … 5 – stimme voll zu", RATING),
        ("Sterne", RATING),
        ("Inhalte (1 = sehr gut, 6 = ungenügend)", GRADE),
        ("Inhalte (1 = stimme voll zu, 5 = stimme gar nicht zu)", REVERSED),
        ("Inhalte (1 = sehr zufrieden, 5 = sehr unzufrieden)", REVERSED),
        ("Inhalte (1 = sehr gut, 5 = sehr schlecht)", REVERSED),
        ("Inhalte (1 bis 5)", None),
        ("Inhalte (1 = gar nicht, 5 = schlecht)", None),
        ("Notizen", None),
        ("Inhalte (5 = sehr schlecht)", None),
    ],
)
def test_a_heading_may_say_which_end_is_best(heading: str, scale: Scale | None) -> None:
    assert scale_of(heading, "", ["1", "5"]) is scale


@pytest.mark.parametrize(
    ("answers", "scale"),
    [
        (["1", "6"], GRADE),
        (["2-", "3"], GRADE),
        (["1,5", "2"], GRADE),
        (["befriedigend", "gut"], GRADE),
        (["sehr gut", "gut"], GRADE),
        (["sehr gut", "stimme eher zu"], RATING),
        (["stimme voll zu"], RATING),
        (["🙂"], RATING),
        (["1", "5"], None),
        (["0", "10"], None),
        (["k. A.", "3"], None),
        ([], None),
    ],
)
def test_answers_may_prove_it(answers: list[str], scale: Scale | None) -> None:
    assert scale_of("Inhalte", "", answers) is scale


def test_heading_before_words_before_values_before_what_stands_above() -> None:
    assert scale_of("Inhalte (5 = sehr gut)", "Schulnoten", ["befriedigend", "6"]) is RATING
    assert scale_of("Inhalte", "Schulnoten", ["stimme voll zu", "6"]) is RATING
    assert scale_of("Inhalte", "5 = sehr gut", ["6"]) is GRADE
    assert scale_of("Inhalte", "5 = sehr gut", ["1"]) is RATING


@pytest.mark.parametrize(
    ("text", "scale", "best", "value"),
    [
        ("1", GRADE, "low", 1),
        ("1", RATING, "high", 1),
        ("1", REVERSED, "high", 5),
        ("4", REVERSED, "high", 2),
        ("4", REVERSED, "low", 4),
        ("2-", GRADE, "low", 2.25),
        ("6", GRADE, "low", 6),
        ("6", RATING, "high", None),
        ("0", GRADE, "low", None),
        ("7", GRADE, "low", None),
        ("2,5", RATING, "high", None),
        ("Quatsch", RATING, "high", None),
    ],
)
def test_an_answer_is_worth_what_its_scale_says(
    text: str, scale: Scale, best: str, value: float | None
) -> None:
    question = Question(
        "probe", 1, "Probe", ("Probe",), "Probe", "scale", scale.low, scale.high, best
    )
    assert Reading(scale).value(text, question) == value


@pytest.mark.parametrize(
    ("text", "looks"),
    [("0", True), ("10", True), ("11", False), ("gut", True), ("Ja", True), ("Anna", False)],
)
def test_what_looks_like_an_answer(text: str, looks: bool) -> None:
    assert is_scale_like(text) is looks
