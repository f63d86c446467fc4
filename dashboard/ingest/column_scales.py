"""From columns with a question to columns with a version: which scale each is answered on.

What proves it is taken; what a tool usually means is taken and shown; everything else is asked
once per set of questions.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from dashboard import formatting
from dashboard.ingest.place_names import learned_key
from dashboard.ingest.questions import find_question, version_for
from dashboard.ingest.rating_words import Ladder, again_ladder, rating_ladder
from dashboard.ingest.scales import (
    GRADE_WORDS,
    Reading,
    Scale,
    assumed_scale,
    hint_of,
    holds_most,
    number_of,
    offered_scales,
    scale_named,
    scale_of,
    scale_of_version,
    yes_or_no_scales,
)
from dashboard.ingest.schema import (
    Candidate,
    Choices,
    ColumnMatch,
    Decision,
    Problem,
    Question,
    Severity,
)
from dashboard.ingest.source import Recognised, Tools, problem
from dashboard.ingest.survey_format import Format
from dashboard.ingest.tables import column_values, text_above
from dashboard.ingest.values import is_blank

_YES_OR_NO = (1, 3)
_LONGEST_SHORT = 7


@dataclass(frozen=True)
class Column:
    """A column with its question. ``reading`` null: free text, or the scale is still open."""

    match: ColumnMatch
    question: Question | None
    reading: Reading | None = None


@dataclass(frozen=True)
class Settled:
    """Every column of the table in the order of the file, and what is still open."""

    columns: tuple[Column, ...]
    new_questions: tuple[Question, ...]
    decisions: tuple[Decision, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class _Asked:
    """A column whose scale has to be found. ``answers``: given ones, without the tool's signs."""

    match: ColumnMatch
    answers: tuple[str, ...]
    is_coded: bool
    asks_yes_or_no: bool
    pool: tuple[str, ...]
    """The answers of all columns that share words with this one: nobody uses every step."""
    chosen: Question | None
    """The version that a person has chosen for this file."""
    learned: Question | None
    """The version that the heading stood for in an earlier file."""

    @cached_property
    def numbers(self) -> list[float]:
        return [number for answer in self.answers if (number := number_of(answer)) is not None]

    @cached_property
    def ladder(self) -> Ladder | None:
        return rating_ladder(self.pool)

    @property
    def bucket(self) -> object:
        """What separates columns that cannot have the same scale; null for the usual short ones."""
        is_long = max(self.numbers, default=0) > _LONGEST_SHORT
        return self.stated_range or ("long" if is_long else None)

    @property
    def stated_range(self) -> tuple[int, int] | None:
        chosen = scale_of_version(self.chosen) if self.chosen else None
        return (chosen.low, chosen.high) if chosen else hint_of(self.match.heading).range


@dataclass
class _Settling:
    """What comes together while the columns are settled, by column index."""

    readings: dict[int, Reading] = field(default_factory=dict)
    open: list[_Asked] = field(default_factory=list)
    assumed: list[_Asked] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def settle(recognised: Recognised, layout: Format, tools: Tools, choices: Choices) -> Settled:
    """Find the scale and the version of every column with a question."""
    settling = _Settling()
    titles = text_above(recognised.sheet, recognised.finding.header) if layout.is_typed else ""
    for asked in _asked_columns(recognised, layout, tools, choices):
        if not asked.answers:
            continue
        reading = _reading(asked, titles, layout, choices)
        if reading is None and layout.highest_is_best and not asked.is_coded:
            reading = _assumed(asked)
            if reading:
                settling.assumed.append(asked)
        if reading:
            settling.readings[asked.match.index] = reading
        else:
            settling.open.append(asked)
    if layout.is_typed:
        _inherit(settling)
    settling.problems.extend(_assumptions(settling))
    columns = [_with_version(match, settling, tools) for match in recognised.finding.columns]
    known = set(tools.questions)
    return Settled(
        tuple(columns),
        tuple(each.question for each in columns if each.question and each.question not in known),
        (
            *_scale_decisions(settling.open, layout, required=True),
            *_scale_decisions(settling.assumed, layout, required=False),
        ),
        tuple(settling.problems),
    )


def _asked_columns(
    recognised: Recognised, layout: Format, tools: Tools, choices: Choices
) -> list[_Asked]:
    sheet, header = recognised.sheet, recognised.finding.header
    matches = [
        match
        for match in recognised.finding.columns
        if match.question and _first_version(match.question[0], tools).kind != "text"
    ]
    written = {
        match.index: [v for v in column_values(sheet, header, match.index) if not is_blank(v)]
        for match in matches
    }
    answers = {
        at: tuple(answer for cell in cells if (answer := layout.answer_of(cell)))
        for at, cells in written.items()
    }
    distinct = {at: frozenset(given) for at, given in answers.items()}
    return [
        _Asked(
            match,
            answers[match.index],
            any(layout.answer_of(cell) not in ("", cell) for cell in written[match.index]),
            _asks_yes_or_no(match, tools),
            _pool(match.index, distinct),
            *_versions_said(match, tools, choices),
        )
        for match in matches
    ]


def _first_version(question_id: str, tools: Tools) -> Question:
    return next(each for each in tools.questions if each.question_id == question_id)


def _asks_yes_or_no(match: ColumnMatch, tools: Tools) -> bool:
    first = _first_version(match.question[0], tools) if match.question else None
    return first is not None and (first.low, first.high) == _YES_OR_NO


def _pool(own: int, distinct: Mapping[int, frozenset[str]]) -> tuple[str, ...]:
    keys = {at: {learned_key(each) or each for each in given} for at, given in distinct.items()}
    shared = [distinct[at] for at in distinct if keys[at] & keys[own]]
    return tuple(sorted(frozenset[str]().union(*shared)))


def _versions_said(
    match: ColumnMatch, tools: Tools, choices: Choices
) -> tuple[Question | None, Question | None]:
    """The version chosen for this file, and the one learned from an earlier file."""
    if not match.question:
        return None, None
    version = find_question(*match.question, tools.questions)
    key = learned_key(match.heading)
    if match.index in choices.columns or f"question:{key}" in choices.decisions:
        return version, None
    return None, version if key in tools.learned_questions else None


def _reading(asked: _Asked, titles: str, layout: Format, choices: Choices) -> Reading | None:
    """How the answers are meant, as far as file and people say it; null: not at all."""
    decided = _decided_scale(asked, layout, choices)
    if asked.asks_yes_or_no and (not asked.chosen or asked.stated_range == _YES_OR_NO):
        return _yes_or_no_reading(asked, decided)
    scale = decided or scale_of(
        asked.match.heading, titles, asked.answers, asked.pool, values_tell=layout.is_typed
    )
    version = scale_of_version(asked.chosen) if asked.chosen else None
    if version and not _same_range(scale, version):
        # Whoever chose the version has said how the numbers are meant, except their direction.
        scale = version if version.is_grade or layout.is_typed or layout.highest_is_best else None
    learned = scale_of_version(asked.learned) if asked.learned else None
    if scale is None and learned and learned.is_grade and all(map(learned.holds, asked.numbers)):
        scale = learned
    return _with_words(scale, asked.ladder) if scale else None


def _same_range(scale: Scale | None, other: Scale) -> bool:
    return scale is not None and (scale.low, scale.high, scale.is_grade) == (
        other.low,
        other.high,
        other.is_grade,
    )


def _decided_scale(asked: _Asked, layout: Format, choices: Choices) -> Scale | None:
    """What was decided about the column, or about all columns that can have that scale."""
    heading = asked.match.heading
    own = scale_named(choices.decisions.get(f"scale:{learned_key(heading)}", ""))
    if own or asked.asks_yes_or_no:
        return own
    for key in (f"scale:{learned_key(layout.set_of(heading))}", "scale"):
        shared = scale_named(choices.decisions.get(key, ""))
        if shared and _may_be(shared, asked):
            return shared
    return None


def _may_be(scale: Scale, asked: _Asked) -> bool:
    """Whether what holds for other columns may hold for this one, too."""
    same_range = asked.stated_range in (None, (scale.low, scale.high))
    return same_range and holds_most(scale, asked.numbers)


def _with_words(scale: Scale, ladder: Ladder | None) -> Reading:
    if scale.is_grade:
        return Reading(scale, GRADE_WORDS)
    fits = ladder and (scale.low, scale.high) == (1, ladder.steps)
    return Reading(scale, ladder.values if ladder and fits else {})


def _yes_or_no_reading(asked: _Asked, decided: Scale | None) -> Reading | None:
    """Words by word; numbers only as decided, except 0 and 1."""
    if decided and decided.high == 2:
        first, second = (3.0, 1.0) if decided.best == "low" else (1.0, 3.0)
        return Reading(Scale(*_YES_OR_NO, "high"), {"1": first, "2": second})
    again = again_ladder(asked.answers)
    if decided:
        return Reading(decided, again.values if again and decided.high == again.steps else {})
    words = [answer for answer in asked.answers if number_of(answer) is None]
    known = sum(learned_key(word) in again.values for word in words) if again else 0
    if again and known * 2 > len(words):
        return Reading(Scale(1, again.steps, "high"), again.values)
    if asked.ladder:
        return _with_words(Scale(1, asked.ladder.steps, "high"), asked.ladder)
    if set(asked.numbers) == {0.0, 1.0}:
        return Reading(Scale(*_YES_OR_NO, "high"), {"0": 1.0, "1": 3.0})
    scale = scale_of(asked.match.heading, "", asked.answers, values_tell=False)
    return Reading(scale) if scale else None


def _assumed(asked: _Asked) -> Reading | None:
    if asked.asks_yes_or_no and max(asked.numbers, default=0) <= 3:
        return None
    scale = assumed_scale(asked.match.heading, asked.answers)
    return _with_words(scale, asked.ladder) if scale else None


def _inherit(settling: _Settling) -> None:
    """Where all columns whose numbers are clear agree, the others are read like them."""
    proven = {reading.scale for reading in settling.readings.values() if not _is_again(reading)}
    if len(proven) != 1:
        return
    [scale] = proven
    for asked in list(settling.open):
        if asked.asks_yes_or_no or not _may_be(scale, asked):
            continue
        settling.readings[asked.match.index] = _with_words(scale, asked.ladder)
        settling.open.remove(asked)
        settling.problems.append(
            problem(
                Severity.NOTE,
                "scale_inherited",
                f"Die Spalte „{asked.match.heading}“ wurde wie die übrigen Spalten gelesen "
                f"({scale.label}).",
                column=asked.match.heading,
            )
        )


def _is_again(reading: Reading) -> bool:
    return (reading.scale.low, reading.scale.high) == _YES_OR_NO


def _assumptions(settling: _Settling) -> list[Problem]:
    by_scale: dict[Scale, list[str]] = defaultdict(list)
    for asked in settling.assumed:
        by_scale[settling.readings[asked.match.index].scale].append(f"„{asked.match.heading}“")
    return [
        problem(
            Severity.WARNING,
            "scale_assumed",
            f"Welche Zahl die beste ist, nennt die Datei nicht. {formatting.listing(headings)}: "
            f"gelesen als {scale.label}.",
            suggestion="Bitte mit dem Fragebogen vergleichen.",
        )
        for scale, headings in by_scale.items()
    ]


def _with_version(match: ColumnMatch, settling: _Settling, tools: Tools) -> Column:
    if not match.question:
        return Column(match, None)
    question_id, version = match.question
    reading = settling.readings.get(match.index)
    if reading:
        preferred = version or None
        question: Question | None = version_for(
            reading.scale,
            question_id,
            tools.questions,
            wording=match.heading,
            preferred=preferred,
        )
    elif any(asked.match.index == match.index for asked in settling.open):
        question = None
    else:
        question = _without_answers(match, tools)
    settled = (question_id, question.version) if question else None
    return Column(replace(match, question=settled), question, reading)


def _without_answers(match: ColumnMatch, tools: Tools) -> Question | None:
    """Free text, or a question that nobody answered: the version that is known anyway."""
    versions = [
        each for each in tools.questions if match.question and each.question_id == match.question[0]
    ]
    if len(versions) == 1 or versions[0].kind == "text":
        return versions[0]
    return find_question(*match.question, tools.questions) if match.question else None


def _scale_decisions(
    asked: Sequence[_Asked], layout: Format, *, required: bool
) -> tuple[Decision, ...]:
    """One decision per set of questions; a question for yes or no is a set of its own."""
    sets: dict[tuple[str, object], list[_Asked]] = defaultdict(list)
    alone = []
    for each in asked:
        if each.asks_yes_or_no:
            alone.append(each)
        else:
            sets[layout.set_of(each.match.heading), each.bucket].append(each)
    decisions = []
    for (name, bucket), members in sets.items():
        if len(members) == 1 or (bucket and len(sets) > 1):
            alone += members
            continue
        key = f"scale:{learned_key(name)}" if name and len(sets) > 1 else "scale"
        decisions.append(_scale_decision(key, members, required=required))
    decisions += [
        _scale_decision(f"scale:{learned_key(each.match.heading)}", [each], required=required)
        for each in alone
    ]
    return tuple(decisions)


def _scale_decision(key: str, members: Sequence[_Asked], *, required: bool) -> Decision:
    numbers = [number for each in members for number in each.numbers]
    ranges = {each.stated_range for each in members}
    meant = "Antwortcodes (A1, A2 …)" if members[0].is_coded else "Zahlen"
    listed = formatting.listing([f"„{each.match.heading}“" for each in members])
    column = "der Spalte" if len(members) == 1 else "den Spalten"
    if members[0].asks_yes_or_no:
        offered = yes_or_no_scales(numbers)
    else:
        stated = ranges.pop() if len(ranges) == 1 else None
        offered = tuple((scale, scale.label) for scale in offered_scales(numbers, stated))
    return Decision(
        key,
        f"Wie sind die {meant} in {column} {listed} gemeint?",
        tuple(Candidate(scale.key, label) for scale, label in offered),
        required=required,
    )
