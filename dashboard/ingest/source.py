"""What every recognised format has in common, and what parsing needs besides the file."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from dashboard.ingest.document import Document, Sheet
from dashboard.ingest.organisations import OrganisationRules
from dashboard.ingest.places import Gazetteer
from dashboard.ingest.schema import (
    Choices,
    ColumnMatch,
    Decision,
    Kind,
    ParsedFile,
    Place,
    Problem,
    Question,
    Severity,
)
from dashboard.privacy import Pseudonyms


@dataclass(frozen=True)
class Tools:
    """Reference data, the secret, and what people have decided about earlier files."""

    gazetteer: Gazetteer
    rules: OrganisationRules
    questions: Sequence[Question]
    pseudonyms: Pseudonyms
    learned_places: Mapping[str, Place] = field(default_factory=dict)
    learned_questions: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    """``learned_key`` of a heading → question and version."""
    learned_organisations: Mapping[str, str] = field(default_factory=dict)
    """``organisation_key`` → type, as the warehouse has it or a person has decided."""


@dataclass(frozen=True)
class Finding:
    """A table that a source recognised in a sheet; ``header`` counts rows from 0.

    The higher the score, the surer; a format known by its signature scores 1000 or more.
    """

    score: float
    header: int
    columns: tuple[ColumnMatch, ...]
    decisions: tuple[Decision, ...] = ()
    top: int | None = None
    """Where the headings begin, if they take more than one row."""

    @property
    def rows_above(self) -> int:
        """How many rows stand above the headings, with title and date of the event."""
        return self.header if self.top is None else self.top


@dataclass(frozen=True)
class Recognised:
    """The file with the table that was found in it."""

    source: "Source"
    document: Document
    sheet: Sheet
    finding: Finding
    event_date: date | None
    event_title: str | None
    problems: tuple[Problem, ...] = ()
    more: tuple[tuple[Sheet, Finding], ...] = ()
    """Further sheets with the same headings, for sources that read them all."""

    @property
    def how(self) -> str:
        """„Windows-1252, Semikolon“ or „Excel, Blatt „Liste““."""
        if self.more:
            return f"{self.document.how}, {len(self.more) + 1} Blätter"
        sheet = f", Blatt „{self.sheet.name}“" if self.sheet.name else ""
        return f"{self.document.how}{sheet}"

    def column(self, name: str) -> ColumnMatch | None:
        """The column of a field."""
        return next((column for column in self.finding.columns if column.field == name), None)


@dataclass(frozen=True)
class Source:
    """One format: how to recognise it in a sheet, and how to turn it into rows."""

    name: str
    label: str
    kind: Kind
    recognise: Callable[[Sheet, Tools, Choices], Finding | None]
    parse: Callable[[Recognised, Tools, Choices], ParsedFile]
    reads_more_sheets: bool = False


def problem(
    severity: Severity,
    code: str,
    message: str,
    *,
    row: int | None = None,
    column: str | None = None,
    value: str | None = None,
    suggestion: str | None = None,
) -> Problem:
    """A ``Problem`` by keyword; sources name only what matters."""
    return Problem(row, column, value, severity, code, message, suggestion)


def in_file_order(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """What concerns the whole file first, then row by row."""
    return tuple(sorted(problems, key=lambda each: each.row or 0))
