"""A file as a table of texts, before anybody knows what it means."""

import re
from dataclasses import dataclass
from typing import Literal

from dashboard import formatting
from dashboard.errors import FileUnusable
from dashboard.ingest.schema import Problem
from dashboard.settings import Limits

Container = Literal["csv", "xlsx", "ods"]
Rows = list[list[str]]

# Control characters, zero-width characters and marks of the writing direction: two names that look
# equal would differ.
_NUISANCES = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e007f"
)
INVISIBLE = re.compile(f"[{_NUISANCES}]")
# In a whole file these may be the remains of umlauts that were encoded twice.
INVISIBLE_IN_CELL = re.compile(f"[{_NUISANCES}\x80-\x84\x86-\x9f\xad]")


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


def too_many_rows(limits: Limits) -> str:
    """The sentence for a table with more rows than allowed."""
    return (
        f"Die Tabelle hat mehr als {formatting.whole(limits.rows)} Zeilen; so viele werden nicht "
        "gelesen. Bitte die Datei aufteilen oder leere Zeilen am Ende löschen."
    )


def too_many_columns(width: int, limits: Limits) -> FileUnusable:
    """The refusal of a table with more columns than allowed."""
    return FileUnusable(
        f"Die Tabelle hat {formatting.whole(width)} Spalten; gelesen werden höchstens "
        f"{formatting.whole(limits.columns)}. Bitte Spalten löschen, die nicht dazugehören."
    )
