"""The catalogue of questions: which heading asks which question, and what its answers amount to."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from rapidfuzz import fuzz, process

from dashboard.ingest.columns import compact
from dashboard.ingest.place_names import learned_key
from dashboard.ingest.scales import Scale, scale_of_version
from dashboard.ingest.schema import ParsedFile, Question
from dashboard.ingest.values import without_dates

_NUMBERED = re.compile(r"^\s*(?:(?:frage\s*)?[A-Z]{0,2}\d{1,3}(?:Q\d+)?\s*[.):-]\s*)+", re.I)
_HINT = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_SIMILAR = 85  # of 100
_SHORTEST_SIMILAR = 8  # letters: „Inhalt“ and „Anhalt“ are too short to compare
# „mit dem 5. Regionaldialog am“: what a questionnaire calls the event, its date taken out
_THIS_EVENT = re.compile(r"(?:\d{1,2}\.\s*)?\b(?:Regionald|D)ialog(?:e?s)?\b(?:\s+am\b)?", re.I)
_CUT = re.compile(r"\s*(?:\.\.+|…)\s*$")  # LimeSurvey's abbreviated headings end in „.. “


@dataclass(frozen=True)
class Asked:
    """The question of a heading. ``version`` null: the scale has to tell which version it is."""

    question_id: str
    version: int | None


def questions_from_file(path: Path) -> tuple[Question, ...]:
    """Read the catalogue, in the order of the file."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(_question(row) for row in csv.DictReader(file))


def _question(row: Mapping[str, str]) -> Question:
    return Question(
        row["question_id"],
        int(row["version"]),
        row["short_label"],
        (row["wording"], *filter(None, row["other_wordings"].split("|"))),
        row["dimension"],
        row["kind"],
        int(row["low"]) if row["low"] else None,
        int(row["high"]) if row["high"] else None,
        row["best"] or None,
        tuple(filter(None, row["labels"].split(";"))),
    )


def asked_by(
    heading: str, questions: Sequence[Question], learned: Mapping[str, tuple[str, int]]
) -> Asked | None:
    """The question that a heading asks; null unless it is known word for word.

    Case, punctuation, numbering and what stands in brackets do not matter.
    """
    known = learned.get(learned_key(heading))
    if known:
        return Asked(*known)
    wordings = _wordings(tuple(questions))
    for variant in _variants(heading):
        question_id = wordings.get(variant)
        if question_id:
            return Asked(question_id, only_version(question_id, questions))
    return None


def similar_questions(heading: str, questions: Sequence[Question]) -> list[str]:
    """Ids of the questions whose wording is much like the heading, most alike first."""
    plain = _HINT.sub(" ", _NUMBERED.sub("", heading)).strip()
    plain = _THIS_EVENT.sub("Veranstaltung", without_dates(plain))
    key = learned_key(plain)
    if len(key) < _SHORTEST_SIMILAR:
        return []
    if _CUT.search(plain):
        opening = learned_key(_CUT.sub("", plain))
        return list(
            dict.fromkeys(
                question.question_id
                for question in questions
                for wording in question.wordings
                if learned_key(wording).startswith(opening)
            )
        )
    wordings = {
        learned_key(wording): question.question_id
        for question in questions
        for wording in question.wordings
        if len(wording) >= _SHORTEST_SIMILAR
    }
    near = process.extract(
        key, list(wordings), scorer=fuzz.token_sort_ratio, score_cutoff=_SIMILAR, limit=5
    )
    return list(dict.fromkeys(wordings[wording] for wording, _, _ in near))


def only_version(question_id: str, questions: Sequence[Question]) -> int | None:
    """The version of a question that has just one."""
    versions = [each.version for each in questions if each.question_id == question_id]
    return versions[0] if len(versions) == 1 else None


def find_question(question_id: str, version: int, questions: Sequence[Question]) -> Question | None:
    """One version of a question, or null."""
    return next(
        (each for each in questions if (each.question_id, each.version) == (question_id, version)),
        None,
    )


def version_for(
    scale: Scale,
    question_id: str,
    questions: Sequence[Question],
    *,
    wording: str,
    preferred: int | None = None,
) -> Question:
    """The version of a question that has this scale; a new one, numbered next, where none has.

    A version whose numbers run the other way is the same scale turned around; a school grade is
    not, because a 2 on it means something else than a 2 of six agreements. Of several versions
    with the scale the preferred one counts, then the one that is worded like this.
    """
    versions = sorted(
        (each for each in questions if each.question_id == question_id),
        key=lambda each: (
            each.version != preferred,
            compact(wording) not in map(compact, each.wordings),
            each.version,
        ),
    )
    turned = Scale(scale.low, scale.high, "high" if scale.best == "low" else "low")
    for wanted in (scale,) if scale.is_grade else (scale, turned):
        for version in versions:
            if scale_of_version(version) == wanted:
                return version
    return replace(
        versions[0],
        version=max(each.version for each in versions) + 1,
        wordings=(wording,),
        kind="scale",
        low=scale.low,
        high=scale.high,
        best=scale.best,
        labels=(),
    )


def question_summary(parsed: ParsedFile, questions: Sequence[Question]) -> list[dict[str, object]]:
    """One entry per recognised column, in the order of the file.

    ``n`` counts the answers given; the mean is null for free text and without answers.
    """
    every = (*questions, *parsed.new_questions)
    return [
        _summary(column.heading, question, parsed)
        for column in parsed.columns
        if column.question and (question := find_question(*column.question, every))
    ]


def _summary(heading: str, question: Question, parsed: ParsedFile) -> dict[str, object]:
    answers = [
        answer
        for row in parsed.feedback
        for answer in row.answers
        if (answer.question_id, answer.version) == (question.question_id, question.version)
    ]
    values = [answer.value for answer in answers if answer.value is not None]
    texts = [answer.text for answer in answers if answer.text is not None]
    return {
        "column": heading,
        "question": question.question_id,
        "n": len(values) + len(texts),
        "low": question.low,
        "high": question.high,
        "best": question.best,
        "mean": round(sum(values) / len(values), 2) if values else None,
    }


@lru_cache(maxsize=8)
def _wordings(questions: tuple[Question, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for question in questions:
        for wording in (question.question_id, *question.wordings):
            found.setdefault(compact(wording), question.question_id)
    return found


def _variants(heading: str) -> Iterator[str]:
    yield compact(heading)
    plain = _NUMBERED.sub("", " ".join(heading.split()))
    yield compact(plain)
    yield compact(_HINT.sub(" ", plain))
    # „Inhalt: Wie zufrieden waren Sie?“ and „Schulnote: Inhalt“
    for part in re.split(r"[:–]\s", plain):
        if part != plain:
            yield compact(_HINT.sub(" ", part))
