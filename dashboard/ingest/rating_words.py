"""Words that rate: how far from the middle each stands, and how many steps they make together.

„stimme zu“ is the second best of five steps beside „stimme voll zu“, but the best of four in
„trifft zu, trifft eher zu, trifft eher nicht zu, trifft nicht zu“. So the words of a column are
read together, never one by one.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dashboard.ingest.place_names import learned_key


@dataclass(frozen=True)
class Ladder:
    """Steps from 1 (worst) to ``steps`` (best); ``values`` by ``learned_key`` of the word.

    A smiley has no letters and stands for itself.
    """

    steps: int
    values: Mapping[str, float]


_FULL = "voll|voll und ganz|vollkommen|voellig|vollstaendig|sehr|absolut|ganz|uneingeschraenkt"
_MOSTLY = "eher|ueberwiegend|weitgehend|groesstenteils"
_HARDLY = "eher nicht|eher weniger|weniger|wenig|kaum|nicht ganz|nicht besonders"
_NEVER = "gar nicht|ueberhaupt nicht|ganz und gar nicht|absolut nicht"
_FULL_EN = "strongly|completely|totally|fully|very"
_MOSTLY_EN = "somewhat|slightly|rather|mostly|fairly|tend to"

# Degree → distance from the middle, in the words around an agreement or an adjective.
_DEGREES: dict[str, int] = {
    **dict.fromkeys(_FULL.split("|"), 3),
    **dict.fromkeys((*_FULL_EN.split("|"), "hoechst"), 3),
    "": 2,
    **dict.fromkeys((*_MOSTLY.split("|"), *_MOSTLY_EN.split("|"), "ziemlich"), 1),
    **dict.fromkeys(("teilweise", "teils", "teils teils", "mittelmaessig"), 0),
    **dict.fromkeys((*_HARDLY.split("|"), "not very", "not really"), -1),
    **dict.fromkeys(("nicht", "not"), -2),
    **dict.fromkeys((*_NEVER.split("|"), "not at all"), -3),
}
_AGREEMENT = re.compile(r"^(?:ich )?(?:stimme|stimmt|trifft)(?: dem)? ?(?P<degree>.*?) ?(?:zu)?$")
_PRAISE = re.compile(
    r"^(?P<degree>.*?) ?\b(?:zufrieden|gut|nuetzlich|hilfreich|interessant|relevant|wichtig"
    r"|verstaendlich|sinnvoll|einverstanden|agree|satisfied|good|useful|helpful|interesting"
    r"|relevant|important)$"
)
_BLAME = re.compile(
    r"^(?P<degree>.*?) ?\b(?:unzufrieden|schlecht|disagree|dissatisfied|unsatisfied|bad|poor)$"
)
_NEUTRAL = re.compile(
    r"^(?:teils|teils teils|teilweise|weder noch|weder .+ noch .+|neutral|unentschieden|mittel"
    r"|mittelmaessig|maessig|durchschnittlich|neither|neither .+ nor .+|undecided|average"
    r"|trifft teils zu teils nicht zu)$"
)
_SMILEYS = {"😀": 5.0, "😃": 5.0, "😊": 5.0, "🙂": 4.0, "😐": 3.0, "🙁": 2.0, "😞": 1.0, "☹": 1.0}

# Sets of five whose second best word is the best one elsewhere.
_SUPERLATIVE = {
    **dict.fromkeys(("excellent", "ausgezeichnet", "hervorragend", "exzellent"), 5.0),
    **dict.fromkeys(("very good", "sehr gut"), 4.0),
    **dict.fromkeys(("good", "gut"), 3.0),
    **dict.fromkeys(("fair", "mittelmaessig", "durchschnittlich", "befriedigend"), 2.0),
    **dict.fromkeys(("poor", "schlecht"), 1.0),
}
_IS_SUPERLATIVE = frozenset({"excellent", "ausgezeichnet", "hervorragend", "exzellent", "fair"})
_EXTREMELY = (
    (re.compile(r"^(?:extremely|aeusserst|extrem) "), 5.0),
    (re.compile(r"^(?:very|sehr) "), 4.0),
    (re.compile(r"^(?:somewhat|moderately|einigermassen|maessig|ziemlich) "), 3.0),
    (re.compile(r"^(?:not so|slightly|nicht so|etwas|wenig) "), 2.0),
    (re.compile(r"^(?:not at all|ueberhaupt nicht|gar nicht) "), 1.0),
)
_IS_EXTREMELY = re.compile(r"^(?:extremely|aeusserst|extrem|not so|nicht so) ")

_LONGEST = 60  # letters; a longer text is a sentence and no answer on a scale
_AGAIN: dict[str, int] = {
    **dict.fromkeys(
        ("ja", "yes", "ja gern", "ja gerne", "auf jeden fall", "bestimmt", "sicher", "j", "y"), 2
    ),
    **dict.fromkeys(("definitely", "definitiv", "true", "wahr"), 2),
    **dict.fromkeys(("eher ja", "wahrscheinlich", "probably", "likely", "ja vielleicht"), 1),
    **dict.fromkeys(
        ("vielleicht", "eventuell", "evtl", "unentschieden", "maybe", "unsicher", "teils teils"), 0
    ),
    **dict.fromkeys(("not sure", "unsure", "mal sehen", "kommt darauf an"), 0),
    **dict.fromkeys(("eher nein", "eher nicht", "probably not", "unlikely"), -1),
    **dict.fromkeys(("wahrscheinlich nicht", "unwahrscheinlich"), -1),
    **dict.fromkeys(
        ("nein", "no", "auf keinen fall", "n", "definitely not", "falsch", "false"), -2
    ),
}
_AGAIN_OPENING = {"ja": 2, "yes": 2, "vielleicht": 0, "maybe": 0, "nein": -2, "no": -2}


def is_rating_word(text: str) -> bool:
    """Whether a text alone is an answer on some scale of words."""
    if len(text) > _LONGEST:
        return False
    key = learned_key(text)
    return (
        level_of(text) is not None
        or again_level_of(text) is not None
        or key in _SUPERLATIVE
        or bool(_IS_EXTREMELY.match(key))
        or text in _SMILEYS
    )


def level_of(text: str) -> int | None:
    """From −3 („stimme gar nicht zu“) over 0 („teils/teils“) to 3 („sehr zufrieden“)."""
    key = learned_key(text)
    if _NEUTRAL.match(key):
        return 0
    if match := _BLAME.match(key):
        level = _DEGREES.get(match["degree"])
        return None if level is None or level <= 0 else -level
    for form in (_PRAISE, _AGREEMENT):
        if (match := form.match(key)) and match["degree"] in _DEGREES:
            return _DEGREES[match["degree"]]
    return None


def again_level_of(text: str) -> int | None:
    """From −2 („nein“) to 2 („ja, gerne“) for questions that ask for a yes or a no."""
    key = learned_key(text)
    if key in _AGAIN:
        return _AGAIN[key]
    opening = key.split(" ", 1)[0]
    # „Ja, sehr gern“ is a yes; „Ja und nein“ is not.
    return _AGAIN_OPENING.get(opening) if not {"nein", "no"} & set(key.split()[1:]) else None


def rating_ladder(answers: Iterable[str]) -> Ladder | None:
    """The steps that the words of all answers together belong to; null without any such word."""
    given = list(answers)
    words = {learned_key(answer): answer for answer in given}
    if _IS_SUPERLATIVE & words.keys():
        return _superlative(words)
    if any(_IS_EXTREMELY.match(key) for key in words):
        return Ladder(5, {key: value for key in words if (value := _extremely(key))})
    levels = {key: level for key, text in words.items() if (level := level_of(text)) is not None}
    smileys = {text: _SMILEYS[text] for text in given if text in _SMILEYS}
    if not levels:
        return Ladder(5, smileys) if smileys else None
    steps, values = _steps(set(levels.values()))
    return Ladder(steps, {key: values[level] for key, level in levels.items()} | smileys)


def again_ladder(answers: Iterable[str]) -> Ladder | None:
    """Three steps for yes, maybe and no; four or five where „eher ja“ stands beside „ja“."""
    words = {learned_key(answer): answer for answer in answers}
    levels = {
        key: level for key, text in words.items() if (level := again_level_of(text)) is not None
    }
    if not levels:
        return None
    found = set(levels.values())
    if not ({2, 1} <= found or {-2, -1} <= found):
        return Ladder(3, {key: 2.0 + (level > 0) - (level < 0) for key, level in levels.items()})
    steps, values = _steps(found | {2, 1, -1, -2})
    return Ladder(steps, {key: values[level] for key, level in levels.items()})


def _superlative(words: Iterable[str]) -> Ladder:
    """Five steps with „sehr gut“ below „ausgezeichnet“; four where nothing is „sehr gut“."""
    found = {key: _SUPERLATIVE[key] for key in words if key in _SUPERLATIVE}
    if 4.0 in found.values():
        return Ladder(5, found)
    return Ladder(4, {key: min(value, 4.0) for key, value in found.items()})


def _extremely(key: str) -> float | None:
    return next((value for form, value in _EXTREMELY if form.match(key)), None)


def _steps(found: set[int]) -> tuple[int, dict[int, float]]:
    """How many steps the levels make, and each level's place.

    Two words on each side of the middle are the usual five steps, whether or not anybody chose
    the middle. Only words that rank against each other („stimme zu“ beside „stimme eher zu“)
    prove another number of steps.
    """
    good = {level for level in found if level > 0}
    bad = {-level for level in found if level < 0}
    ranked = [side for side in (good, bad) if {1, 2} <= side]
    three = any({1, 2, 3} <= side for side in (good, bad)) or ({1, 2} <= good and {2, 3} <= bad)
    half = 3 if three else 2
    ends_at_two = any(3 not in side for side in ranked)
    up, down = (_pulls(side, half, ends_at_two=ends_at_two) for side in (good, bad))
    middle = bool({0} & found) or not ranked
    places: dict[int, float] = {0: half + 1.0}
    places |= {level: half + pull + (1.0 if middle else 0.0) for level, pull in up.items()}
    places |= {-level: half + 1.0 - pull for level, pull in down.items()}
    return 2 * half + middle, {level: places[level] for level in found}


def _pulls(side: set[int], half: int, *, ends_at_two: bool) -> dict[int, int]:
    """Level → steps away from the middle, on one side of it."""
    if half == 3:
        return {1: 1, 2: 2, 3: 3}
    if 3 in side:
        return {1: 1, 2: 1, 3: 2}
    return {1: 1, 2: 2} if ends_at_two else {1: 1, 2: 1}
