"""A file as a table of texts, before anybody knows what it means."""

import re
from dataclasses import dataclass
from typing import Literal

from dashboard.ingest.schema import Problem

Container = Literal["csv", "xlsx", "ods"]
Rows = list[list[str]]

# Control characters, zero-width blanks and marks of the writing direction: two names that look
# equal would differ.
INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)


@dataclass(frozen=True)
class Sheet:
    """One table; ``rows[0]`` is row 1 as Excel shows it. Rows may differ in length."""

    name: str
    rows: Rows

    def cell(self, row: int, column: int) -> str:
        """The text of a cell, both counted from 0; empty beyond the end of the row."""
        cells = self.rows[row]
        return cells[column] if column < len(cells) else ""


@dataclass(frozen=True)
class Document:
    """One file, read. ``how`` says in German how: „Windows-1252, Semikolon“."""

    container: Container
    sheets: tuple[Sheet, ...]
    encoding: str | None
    how: str
    notes: tuple[Problem, ...] = ()
