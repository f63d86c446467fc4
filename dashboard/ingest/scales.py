"""What an answer is worth, and which way a column of numbers runs.

A German school grade 1 is the best, a 1 of 5 mostly the worst. Words, hints in headings and
values tell; numbers from 1 to 5 alone prove nothing, so a person is asked.
"""

import re
from collections.abc import Iterable
from enum import StrEnum

from dashboard.ingest.place_names import learned_key
from dashboard.ingest.values import is_blank

LOWEST = 1
HIGHEST_GRADE = 6
HIGHEST_RATING = 5


class Scale(StrEnum):
    """How numbers of a column are meant; the values are what ``--decide scale=…`` takes."""

    GRADE = "grade"
    RATING = "rating"
    RATING_REVERSED = "rating_reversed"


SCALE_LABELS = {
    Scale.GRADE: "Schulnoten: 1 ist die beste, 6 die schlechteste",
    Scale.RATING: "Bewertung von 1 bis 5: 5 ist die beste",
    Scale.RATING_REVERSED: "Bewertung von 1 bis 5: 1 ist die beste (keine Schulnote)",
}


def _words(**values: str) -> dict[str, float]:
    return {
        learned_key(word): float(value.removeprefix("v"))
        for value, words in values.items()
        for word in words.split("|")
    }


_GRADES = _words(
    v1="sehr gut", v2="gut", v3="befriedigend", v4="ausreichend", v5="mangelhaft", v6="ungenügend"
)
_SURE_GRADES = frozenset(_GRADES) - {"sehr gut", "gut"}
_RATINGS = _words(
    v5="stimme voll zu|stimme voll und ganz zu|stimme vollkommen zu|stimme völlig zu"
    "|stimme sehr zu|trifft voll zu|trifft voll und ganz zu|trifft vollkommen zu|trifft völlig zu"
    "|sehr zufrieden|strongly agree|very satisfied",
    v4="stimme eher zu|stimme zu|trifft eher zu|trifft zu|eher zufrieden|zufrieden|agree|satisfied",
    v3="teils teils|teils|teilweise|weder noch|neutral|unentschieden|mittel|mittelmäßig"
    "|stimme teilweise zu|trifft teilweise zu",
    v2="stimme eher nicht zu|stimme nicht zu|trifft eher nicht zu|trifft nicht zu"
    "|eher unzufrieden|unzufrieden|schlecht|disagree|dissatisfied",
    v1="stimme gar nicht zu|stimme überhaupt nicht zu|trifft gar nicht zu|trifft überhaupt nicht zu"
    "|sehr unzufrieden|sehr schlecht|strongly disagree|very dissatisfied",
)
_PRAISE = {"sehr gut": 5.0, "gut": 4.0}  # grades too, in a column of grades
_SMILEYS = {"😀": 5.0, "😃": 5.0, "😊": 5.0, "🙂": 4.0, "😐": 3.0, "🙁": 2.0, "😞": 1.0, "☹": 1.0}
_AGAIN = _words(
    v3="ja|yes|ja gern|ja gerne|auf jeden fall|bestimmt|sicher|j|y|eher ja",
    v2="vielleicht|eventuell|evtl|unentschieden|maybe|unsicher|teils teils",
    v1="nein|no|eher nein|eher nicht|auf keinen fall|n",
)

_GRADE_HINT = re.compile(
    r"\b(?:schul)?noten?\b|\bzensur|\b1\s*[=:–-]\s*sehr gut|sehr gut\s*\(1\)", re.I
)
_BEST_HINT = (
    r"(?:sehr (?:gut|zufrieden|hoch|nützlich|hilfreich|interessant|wichtig)|beste|stimme v|trifft v"
    r"|volle? zustimmung)"
)
_FIVE_BEST = re.compile(rf"\b5\s*[=:–-]\s*{_BEST_HINT}|{_BEST_HINT}\w*\s*\(5\)|\bsterne?\b", re.I)
_ONE_BEST = re.compile(rf"\b1\s*[=:–-]\s*{_BEST_HINT}|{_BEST_HINT}\w*\s*\(1\)", re.I)
_FIVE_WORST = re.compile(
    r"\b5\s*[=:–-]\s*(?:sehr |am )?(?:schlecht|unzufrieden"
    r"|(?:stimme|trifft) (?:gar |überhaupt )?nicht)",
    re.I,
)

_PLAIN = re.compile(r"^\d+(?:[.,]\d+)?$")
_NOTATION = re.compile(r"^([1-6])\s?([+-])$")
_BETWEEN = re.compile(r"^([1-6])\s?[-–]\s?([1-6])$")
_LABELLED = re.compile(r"^(\d)\s*(?:[=:.–-]|\()\s*(.+?)\)?$|^(.+?)\s*\((\d)\)$")


def number_of(text: str) -> float | None:
    """A number: „2“, „1,5“, „2-“ as 2.25, „2+“ as 1.75, „1-2“ as 1.5; null for words."""
    text = text.strip()
    if _PLAIN.match(text):
        return float(text.replace(",", "."))
    if match := _NOTATION.match(text):
        graded = int(match[1]) + (0.25 if match[2] == "-" else -0.25)
        return float(min(max(graded, LOWEST), HIGHEST_GRADE))  # nothing is better than 1
    if match := _BETWEEN.match(text):
        return (int(match[1]) + int(match[2])) / 2
    if match := _LABELLED.match(text):
        digit, word = (match[1], match[2]) if match[1] else (match[4], match[3])
        return float(digit) if _is_word(word) else None
    return None


def is_scale_like(text: str) -> bool:
    """Whether a cell looks like an answer on a scale."""
    number = number_of(text)
    return (number is not None and 0 <= number <= 10) or _is_word(text)


def _is_word(text: str) -> bool:
    key = learned_key(text)
    return key in _GRADES or key in _RATINGS or key in _AGAIN or text in _SMILEYS


def scale_of(heading: str, titles: str, answers: Iterable[str]) -> Scale | None:
    """How the numbers of a column are meant; null where nothing proves it.

    The heading weighs more than the words of the answers, those more than the values, and all of
    them more than what stands above the table.
    """
    given = [answer for answer in answers if not is_blank(answer)]
    return _hinted(heading) or _worded(given) or _valued(given) or _hinted(titles)


def _hinted(text: str) -> Scale | None:
    if _FIVE_BEST.search(text):
        return Scale.RATING
    if _ONE_BEST.search(text) and _FIVE_WORST.search(text):
        return Scale.RATING_REVERSED
    if _GRADE_HINT.search(text):
        return Scale.GRADE
    return Scale.RATING_REVERSED if _ONE_BEST.search(text) else None


def _worded(answers: list[str]) -> Scale | None:
    labelled = [match for answer in answers if (match := _LABELLED.match(answer))]
    words = {learned_key(answer) for answer in answers}
    words |= {learned_key(match[2] or match[3]) for match in labelled}
    if words & _SURE_GRADES:
        return Scale.GRADE
    if labelled:
        pairs = ((match[1] or match[4], match[2] or match[3]) for match in labelled)
        return _hinted("; ".join(f"{digit} = {word}" for digit, word in pairs))
    if words & _RATINGS.keys() or _SMILEYS.keys() & set(answers):
        return Scale.RATING
    return Scale.GRADE if words & _GRADES.keys() else None


def _valued(answers: list[str]) -> Scale | None:
    numbers = [number for answer in answers if (number := number_of(answer)) is not None]
    if any(HIGHEST_RATING < number <= HIGHEST_GRADE for number in numbers):
        return Scale.GRADE
    notations = any(_NOTATION.match(a) or _BETWEEN.match(a) for a in answers)
    return Scale.GRADE if notations or any(not number.is_integer() for number in numbers) else None


def value_of(text: str, scale: Scale) -> float | None:
    """The answer on its scale from the catalogue; null if it lies outside or is no answer at all.

    A reversed rating is turned around: what the file calls 1 of 5 is stored as 5.
    """
    number = number_of(text)
    if number is None:
        words = _GRADES if scale is Scale.GRADE else _RATINGS | _PRAISE
        return words.get(learned_key(text), _SMILEYS.get(text))
    if scale is Scale.GRADE:
        return number if LOWEST <= number <= HIGHEST_GRADE else None
    if not (LOWEST <= number <= HIGHEST_RATING and number.is_integer()):
        return None
    return HIGHEST_RATING + LOWEST - number if scale is Scale.RATING_REVERSED else number


def again_of(text: str) -> float | None:
    """„ja“ as 3, „vielleicht“ as 2, „nein“ as 1."""
    return _AGAIN.get(learned_key(text))
