"""How the export of one survey tool differs from a plain table of questionnaires."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from dashboard.ingest.columns import compact

_ROW_IN_BRACKETS = re.compile(
    r"^(?P<stem>.*?)\s*\[(?P<row>[^\[\]]+)\](?:\s*\[[^\[\]]*\])?\s*$", re.S
)
SINGLE_QUESTIONS = "Einzelfragen"
_IS_HINT = re.compile(r"\d|=|\boptional\b|\bfreiwillig\b|\bpflicht|\bmehrfach", re.I)


class Role(StrEnum):
    """What a column of the tool itself is for; nothing in it is stored as it stands."""

    ID = "id"
    SUBMITTED = "submitted"
    STARTED = "started"
    LANGUAGE = "language"
    DROPPED = "dropped"


Headings = Mapping[str, Role]
"""Heading as the tool writes it → what it is for."""


def _as_it_stands(text: str) -> str:
    return text


def _one_wording(heading: str) -> tuple[str, ...]:
    return (heading,)


def _no_set(heading: str) -> str:  # noqa: ARG001 - one set for the whole file
    return ""


@dataclass(frozen=True)
class Format:
    """What has to be known of a tool; everything else is the same for all.

    ``wordings_of``: the texts in a heading that may name the question, the likeliest first.
    ``answer_of``: the answer in a cell, empty for the tool's own signs of „no answer“.
    ``set_of``: headings of one set of questions share their scale; empty: the whole file does.
    """

    name: str
    label: str
    languages: Mapping[str, Headings] = field(default_factory=dict)
    """„deutsch“, „englisch“ or empty → the headings of the tool's own columns."""
    meta_of: Callable[[Sequence[str]], Mapping[int, Role]] | None = None
    """The tool's own columns by position, where a heading alone does not tell."""
    wordings_of: Callable[[str], tuple[str, ...]] = _one_wording
    answer_of: Callable[[str], str] = _as_it_stands
    set_of: Callable[[str], str] = _no_set
    highest_is_best: bool = False
    """Plain numbers are read so, and shown as an assumption; otherwise a person is asked."""
    is_typed: bool = False
    """Typed from paper: texts above the table, single values and other columns tell the scale."""
    tells_completion: bool = False
    in_utc: bool = False

    def roles(self, headings: Sequence[str]) -> Mapping[int, Role]:
        """Column index → what the tool's own column is for."""
        if self.meta_of:
            return self.meta_of(headings)
        known = {
            compact(heading): role
            for listed in self.languages.values()
            for heading, role in listed.items()
        }
        return {
            at: known[compact(heading)]
            for at, heading in enumerate(headings)
            if compact(heading) in known
        }

    def language(self, headings: Sequence[str]) -> str:
        """The language whose headings the file has most of; empty where they tell none."""
        present = {compact(heading) for heading in headings}
        counts = {
            language: len(present & {compact(heading) for heading in listed})
            for language, listed in self.languages.items()
        }
        most = max(counts.values(), default=0)
        best = [language for language, count in counts.items() if count == most]
        return best[0] if len(best) == 1 else ""


def row_in_brackets(heading: str) -> tuple[str, ...]:
    """The row of a grid in „Question [Row]“, else the heading; „[1–5]“ is a hint and no row."""
    match = _ROW_IN_BRACKETS.match(heading)
    if not match or not match["row"].strip() or _IS_HINT.search(match["row"]):
        return (heading,)
    return (match["row"].strip(),)


def stem_of(heading: str) -> str:
    """The question above the rows of a grid; empty where the heading has no row."""
    match = _ROW_IN_BRACKETS.match(heading)
    return match["stem"].strip() if match and row_in_brackets(heading) != (heading,) else ""


def grid_of(heading: str) -> str:
    """The set of questions that a heading belongs to: its grid, or all that stand alone."""
    return stem_of(heading) or SINGLE_QUESTIONS
