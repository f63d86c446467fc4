"""Words that rate: they are read together, never one by one."""

import pytest

from dashboard.ingest.rating_words import again_ladder, rating_ladder


@pytest.mark.parametrize(
    ("words", "steps"),
    [
        ("gar nicht zu|eher nicht zu|teils/teils|eher zu|voll zu", 5),
        ("gar nicht zu|eher nicht zu|eher zu|voll zu", 5),
        ("nicht zu|eher nicht zu|eher zu|voll zu", 4),
        ("gar nicht zu|nicht zu|eher nicht zu|eher zu|zu|voll zu", 6),
    ],
)
def test_agreement_by_the_number_of_words(words: str, steps: int) -> None:
    answers = [f"stimme {word}" if "teils" not in word else word for word in words.split("|")]
    ladder = rating_ladder(answers)
    assert ladder is not None
    assert ladder.steps == steps
    assert sorted(ladder.values.values()) == list(ladder.values.values())
    assert (min(ladder.values.values()), max(ladder.values.values())) == (1, steps)


@pytest.mark.parametrize(
    ("words", "values"),
    [
        ("Sehr zufrieden|Zufrieden|Weniger zufrieden|Unzufrieden", [4, 3, 2, 1]),
        ("trifft zu|trifft eher zu|trifft eher nicht zu|trifft nicht zu", [4, 3, 2, 1]),
        ("trifft zu|trifft eher zu|teils teils|trifft nicht zu", [5, 4, 3, 1]),
        ("Strongly agree|Agree|Neutral|Disagree|Strongly disagree", [5, 4, 3, 2, 1]),
        ("Strongly agree|Agree|Somewhat agree|Neutral|Somewhat disagree", [7, 6, 5, 4, 3]),
        ("very satisfied|neither satisfied nor dissatisfied|dissatisfied", [5, 3, 2]),
        ("Excellent|Very good|Good|Fair|Poor", [5, 4, 3, 2, 1]),
        ("Excellent|Good|Poor", [4, 3, 1]),
        ("Ausgezeichnet|Sehr gut|Gut|Schlecht", [5, 4, 3, 1]),
        ("Extremely useful|Very useful|Somewhat useful|Not so useful", [5, 4, 3, 2]),
        ("sehr gut|gut|mittel|schlecht|sehr schlecht", [5, 4, 3, 2, 1]),
        ("sehr nützlich|eher nicht nützlich|überhaupt nicht nützlich", [5, 2, 1]),
        ("😊|🙂|🙁", [5, 4, 2]),
    ],
)
def test_every_word_has_its_step(words: str, values: list[float]) -> None:
    ladder = rating_ladder(words.split("|"))
    assert ladder is not None
    assert list(ladder.values.values()) == values


@pytest.mark.parametrize("words", ["Kommune|Verein", "Anna Muster", "", "befriedigend", "weniger"])
def test_other_words_are_no_answers(words: str) -> None:
    assert rating_ladder(words.split("|")) is None


@pytest.mark.parametrize(
    ("words", "values"),
    [
        ("ja|vielleicht|nein", [3, 2, 1]),
        ("Ja, sehr gern|auf jeden Fall|Nein, leider nicht", [3, 3, 1]),
        ("Yes|Maybe|No", [3, 2, 1]),
        ("ja|eher ja|eher nein|nein", [4, 3, 2, 1]),
        ("ja|eher ja|vielleicht|nein", [5, 4, 3, 1]),
    ],
)
def test_yes_and_no_have_three_answers_unless_more_stand_side_by_side(
    words: str, values: list[float]
) -> None:
    ladder = again_ladder(words.split("|"))
    assert ladder is not None
    assert list(ladder.values.values()) == values


def test_yes_and_no_at_once_is_neither() -> None:
    assert again_ladder(["Ja und nein"]) is None
