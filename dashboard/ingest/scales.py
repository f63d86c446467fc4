"""What an answer is worth, and which way a column of numbers runs.

A German school grade 1 is the best, a 1 of 5 mostly the worst. Words, hints in headings and
values tell; numbers from 1 to 5 alone prove nothing, so a person is asked.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from dashboard.ingest.place_names import learned_key
from dashboard.ingest.rating_words import is_rating_word, rating_ladder
from dashboard.ingest.schema import Question
from dashboard.ingest.values import is_blank

LOWEST = 1
HIGHEST_GRADE = 6
HIGHEST_RATING = 5
HIGHEST_NPS = 10
_MOSTLY = 0.8
_BEST_ENDS = ("high", "low")


@dataclass(frozen=True)
class Scale:
    """How the numbers of a column are meant. ``best`` is ``low`` or ``high``."""

    low: int
    high: int
    best: str
    is_grade: bool = False

    GRADE: ClassVar["Scale"]
    RATING: ClassVar["Scale"]
    RATING_REVERSED: ClassVar["Scale"]

    @property
    def key(self) -> str:
        """What ``--decide scale=…`` takes: „grade“, „rating“, „rating_reversed“, „0-10-high“."""
        return _KEYS.get(self, f"{self.low}-{self.high}-{self.best}")

    @property
    def label(self) -> str:
        """How the scale is offered for choice."""
        if self.is_grade:
            return "Schulnoten: 1 ist die beste, 6 die schlechteste"
        best = self.low if self.best == "low" else self.high
        no_grade = " (keine Schulnote)" if best == LOWEST else ""
        return f"Bewertung von {self.low} bis {self.high}: {best} ist die beste{no_grade}"

    def holds(self, number: float) -> bool:
        """Whether a number is an answer on the scale; only grades have values in between."""
        return self.low <= number <= self.high and (self.is_grade or number.is_integer())


Scale.GRADE = Scale(LOWEST, HIGHEST_GRADE, "low", is_grade=True)
Scale.RATING = Scale(LOWEST, HIGHEST_RATING, "high")
Scale.RATING_REVERSED = Scale(LOWEST, HIGHEST_RATING, "low")
NPS = Scale(0, HIGHEST_NPS, "high")
_KEYS = {
    Scale.GRADE: "grade",
    Scale.RATING: "rating",
    Scale.RATING_REVERSED: "rating_reversed",
}
_USUAL = tuple(_KEYS)
_OTHERS = (
    *(Scale(LOWEST, high, best) for high in (4, 6, 7) for best in _BEST_ENDS),
    NPS,
    Scale(LOWEST, HIGHEST_NPS, "high"),
)


@dataclass(frozen=True)
class Reading:
    """How the answers of a column become values: its scale, and what its words mean.

    ``words`` maps ``learned_key`` to a place on the scale where the highest is always the best.
    """

    scale: Scale
    words: Mapping[str, float] = field(default_factory=dict)

    def value(self, written: str, question: Question) -> float | None:
        """The answer in the scale of the question version; null if it lies outside.

        Where file and version differ in the best end only, the number is turned around: what the
        file calls 1 of 5 is stored as 5.
        """
        low, high = self.scale.low, self.scale.high
        word = self.words.get(learned_key(written) or written, self.words.get(written))
        if word is not None:
            return word if question.best == "high" else low + high - word
        number = number_of(written)
        if number is None or not self.scale.holds(number):
            return None
        return number if question.best == self.scale.best else low + high - number


def _words(**values: str) -> dict[str, float]:
    return {
        learned_key(word): float(value.removeprefix("v"))
        for value, words in values.items()
        for word in words.split("|")
    }


# From the best grade, 6 places up, so that words of every scale run the same way.
GRADE_WORDS = _words(
    v6="sehr gut", v5="gut", v4="befriedigend", v3="ausreichend", v2="mangelhaft", v1="ungenügend"
)
_SURE_GRADES = frozenset(GRADE_WORDS) - {"sehr gut", "gut"}

_GRADE_HINT = re.compile(r"\b(?:schul)?noten?\b|\bzensur", re.I)
_STARS_HINT = re.compile(r"\bsternen?\b|\bstars?\b", re.I)
_TEXT = r"[\"'„“”»«(]*\s*([A-Za-zÄÖÜäöüß][A-Za-zÄÖÜäöüß ]*)"
_NUMBER_FIRST = re.compile(rf"(?<![\w.,])\(?(\d{{1,2}})\)?\s*[=:–-]?\s*{_TEXT}")
_TEXT_FIRST = re.compile(rf"{_TEXT}[\"'„“”»«]*\s*(?:\((\d{{1,2}})\)|=\s*(\d{{1,2}})\b)")
_BAD_TEXT = re.compile(
    r"\bnicht\b|\bschlecht|unzufrieden|mangelhaft|ungenügend|\bkeine?\b|\bniedrig|\bgering|negativ"
    r"|\bnot\b|\bbad\b|\bpoor|\bworst|disagree|dissatisfied|\bnein\b|nutzlos|langweilig",
    re.I,
)
_GOOD_TEXT = re.compile(
    r"\b(?:sehr\b|(?:am )?beste|(?:stimme|trifft)\b|volle?\b|völlig|ausgezeichnet|hervorragend"
    r"|äußerst|very\b|extremely\b|strongly agree|completely|excellent|best\b|zufrieden|gut\b)",
    re.I,
)
_RANGE = re.compile(
    r"(?:skala|scale|\bvon|\bfrom|\(|\[)[^\d()]{0,12}\b([01])\s*(?:-|–|bis|to)\s*(\d{1,2})\b", re.I
)

_PLAIN = re.compile(r"^\d+(?:[.,]\d+)?$")
_NOTATION = re.compile(r"^([1-6])\s?([+-])$")
_BETWEEN = re.compile(r"^([1-6])\s?[-–]\s?([1-6])$")
_LABELLED = re.compile(r"^(\d{1,2})\s*(?:[=:.–-]|\()\s*(.+?)\)?$|^(.+?)\s*\((\d{1,2})\)$")
_STARS = re.compile(r"^(\d{1,2})\s*(?:stars?|sterne?)$|^([★⭐]+)[\u2606\ufe0f]*$", re.I)


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
    if match := _STARS.match(text):
        return float(match[1] or len(match[2]))
    if match := _LABELLED.match(text):
        digit, word = (match[1], match[2]) if match[1] else (match[4], match[3])
        return float(digit) if _is_word(word) else None
    return None


def is_scale_like(text: str) -> bool:
    """Whether a cell looks like an answer on a scale."""
    number = number_of(text)
    return (number is not None and 0 <= number <= HIGHEST_NPS) or _is_word(text)


def _is_word(text: str) -> bool:
    return learned_key(text) in GRADE_WORDS or is_rating_word(text)


@dataclass(frozen=True)
class Hint:
    """What a text says about a scale; null where it says nothing."""

    low: int | None = None
    high: int | None = None
    best: str | None = None
    is_grade: bool = False

    @property
    def range(self) -> tuple[int, int] | None:
        """Both ends, where both are named."""
        return None if self.low is None or self.high is None else (self.low, self.high)


def hint_of(text: str) -> Hint:
    """Ends and direction in „(1 = sehr schlecht, 5 = sehr gut)“, „Schulnote“, „Skala 0–10“."""
    named = _ends_named(text)
    good = [number for number, says in named.items() if says == "good"]
    bad = [number for number, says in named.items() if says == "bad"]
    stated = _stated_range(text)
    low, high = stated or (None, None)
    if good and bad:
        low, high = min(*good, *bad), max(*good, *bad)
    elif max((*good, *bad), default=0) > LOWEST:
        high = max((*good, *bad))
    best = _best_end(good, bad)
    one_is_very_good = re.search(r"\b1\s*[=:–-]?\s*sehr gut|sehr gut\s*(?:\(1\)|=\s*1)", text, re.I)
    is_school = re.search(r"mangelhaft|ungenügend", text, re.I) or high == HIGHEST_GRADE or not bad
    if best != "high" and (
        (one_is_very_good and is_school) or (best is None and _GRADE_HINT.search(text))
    ):
        return Hint(is_grade=True)
    if best is None and _STARS_HINT.search(text):
        best = "high"
    return Hint(low, high, best)


def _ends_named(text: str) -> dict[int, str]:
    """Number → „good“ or „bad“, as the words beside it say: „1 = sehr gut“ or „sehr gut (1)“."""
    words_first = {
        int(match[2] or match[3]): says
        for match in _TEXT_FIRST.finditer(text)
        if (says := _says(match[1]))
    }
    first = _TEXT_FIRST.search(text)
    number = _NUMBER_FIRST.search(text)
    if first and _says(first[1]) and (number is None or first.start() < number.start()):
        return words_first
    return {
        int(match[1]): says for match in _NUMBER_FIRST.finditer(text) if (says := _says(match[2]))
    }


def _says(words: str) -> str | None:
    if _BAD_TEXT.search(words):
        return "bad"
    return "good" if _GOOD_TEXT.search(words) else None


def _best_end(good: Sequence[int], bad: Sequence[int]) -> str | None:
    if good and bad:
        return "high" if max(good) > max(bad) else "low"
    if good:
        return "low" if max(good) <= LOWEST else "high"
    return None


def _stated_range(text: str) -> tuple[int, int] | None:
    match = _RANGE.search(text)
    if match and int(match[1]) + 2 < int(match[2]) <= HIGHEST_NPS:
        return int(match[1]), int(match[2])
    return None


def scale_of(
    heading: str,
    titles: str,
    answers: Iterable[str],
    pool: Sequence[str] = (),
    *,
    values_tell: bool = True,
) -> Scale | None:
    """How the numbers of a column are meant; null where nothing proves it.

    The heading weighs more than the words of the answers, those more than the values, and all of
    them more than what stands above the table. ``pool`` holds the answers of all columns that
    share words with this one. On paper a 6 or a „2-“ proves grades; in the export of a tool
    (``values_tell`` false) it may be the sixth of seven options.
    """
    given = [answer for answer in dict.fromkeys(answers) if not is_blank(answer)]
    return (
        _hinted(heading, given)
        or _worded(given, pool or given)
        or (_valued(given) if values_tell else None)
        or _hinted(titles, given)
    )


def _hinted(text: str, given: Sequence[str]) -> Scale | None:
    hint = hint_of(text)
    if hint.is_grade:
        return Scale.GRADE
    if hint.best is None:
        return None
    low = LOWEST if hint.low is None else hint.low
    high = hint.high or HIGHEST_RATING
    highest = max((number for each in given if (number := number_of(each))), default=0)
    if hint.high is None and highest > HIGHEST_GRADE + 1 and _STARS_HINT.search(text):
        high = HIGHEST_NPS
    return _canonical(Scale(low, high, hint.best))


def _canonical(scale: Scale) -> Scale:
    return next((known for known in _USUAL if known == scale), scale)


def _worded(answers: Sequence[str], pool: Sequence[str]) -> Scale | None:
    labelled = [match for answer in answers if (match := _LABELLED.match(answer))]
    words = {learned_key(answer) for answer in answers}
    words |= {learned_key(match[2] or match[3]) for match in labelled}
    ladder = rating_ladder(pool)
    steps = ladder.values.keys() if ladder else set()
    pooled = words | {learned_key(answer) for answer in pool}
    sure = pooled & _SURE_GRADES
    if sure and not sure <= steps and words & GRADE_WORDS.keys():
        return Scale.GRADE
    if labelled:
        pairs = ((match[1] or match[4], match[2] or match[3]) for match in labelled)
        return _hinted("; ".join(f"{digit} = {word}" for digit, word in pairs), answers)
    if words & {"sehr gut", "gut"} and not steps - {"sehr gut", "gut"}:
        return Scale.GRADE
    if ladder and (words | set(answers)) & steps:
        return _canonical(Scale(LOWEST, ladder.steps, "high"))
    return None


def _valued(answers: list[str]) -> Scale | None:
    numbers = [number for answer in answers if (number := number_of(answer)) is not None]
    if any(number > HIGHEST_GRADE for number in numbers):
        return None
    if any(HIGHEST_RATING < number <= HIGHEST_GRADE for number in numbers) and 0 not in numbers:
        return Scale.GRADE
    notations = any(_NOTATION.match(a) or _BETWEEN.match(a) for a in answers)
    return Scale.GRADE if notations or any(not number.is_integer() for number in numbers) else None


def assumed_scale(heading: str, answers: Iterable[str]) -> Scale | None:
    """The usual meaning of plain numbers in tools whose highest number is mostly the best.

    Null for 6 or 7 as the highest: stars, a grade and a scale of seven look the same.
    """
    numbers = [number for answer in answers if (number := number_of(answer)) is not None]
    stated = hint_of(heading).range
    if stated:
        return _canonical(Scale(*stated, "high"))
    if not numbers or max(numbers) > HIGHEST_NPS:
        return None
    if min(numbers) >= LOWEST and max(numbers) <= HIGHEST_RATING:
        return Scale.RATING
    return NPS if max(numbers) > HIGHEST_GRADE + 1 or min(numbers) < LOWEST else None


def offered_scales(numbers: Sequence[float], stated: tuple[int, int] | None) -> tuple[Scale, ...]:
    """The scales that most of the numbers fit on, the usual ones first."""
    if stated:
        both = tuple(_canonical(Scale(*stated, best)) for best in _BEST_ENDS)
        return (*both, Scale.GRADE) if stated == (LOWEST, HIGHEST_GRADE) else both
    usual = [scale for scale in _USUAL if holds_most(scale, numbers)]
    possible = [number for number in numbers if number <= HIGHEST_NPS]
    highest = max(possible, default=0)
    # Up to five the usual scales explain it; beyond, the best number may not have been given.
    spare = 1 if highest > HIGHEST_RATING else 0
    others = [
        scale
        for scale in _OTHERS
        if all(map(scale.holds, possible)) and scale.high - highest <= spare
    ]
    return (*usual, *others) or _USUAL


def holds_most(scale: Scale, numbers: Sequence[float]) -> bool:
    """Whether a scale may be meant although some numbers are slips of the pen."""
    return sum(map(scale.holds, numbers)) >= _MOSTLY * len(numbers)


def yes_or_no_scales(numbers: Sequence[float]) -> tuple[tuple[Scale, str], ...]:
    """What option numbers of a question for yes or no may mean, and how that is offered."""
    found = []
    if max(numbers, default=0) <= 2:
        found += [
            (Scale(1, 2, "low"), "1 = ja, 2 = nein"),
            (Scale(1, 2, "high"), "1 = nein, 2 = ja"),
        ]
    if max(numbers, default=0) <= 3:
        found += [
            (Scale(1, 3, "low"), "1 = ja, 2 = vielleicht, 3 = nein"),
            (Scale(1, 3, "high"), "1 = nein, 2 = vielleicht, 3 = ja"),
        ]
    return tuple(found) or tuple((scale, scale.label) for scale in offered_scales(numbers, None))


def scale_named(key: str) -> Scale | None:
    """The scale of „grade“ or „1-7-low“; null for anything else."""
    for scale, name in _KEYS.items():
        if name == key:
            return scale
    match = re.fullmatch(r"(\d{1,2})-(\d{1,2})-(low|high)", key)
    if not match or not int(match[1]) < int(match[2]):
        return None
    return _canonical(Scale(int(match[1]), int(match[2]), match[3]))


def scale_of_version(question: Question) -> Scale | None:
    """The scale of a question version; null for free text."""
    if question.low is None or question.high is None or question.best is None:
        return None
    is_grade = question.best == "low" and "befriedigend" in question.labels
    return _canonical(Scale(question.low, question.high, question.best, is_grade))
