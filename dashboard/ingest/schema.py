"""What crosses the border of the layer: rows, problems and decisions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """What a file holds."""

    ATTENDANCE = "attendance"
    FEEDBACK = "feedback"


class Severity(StrEnum):
    """An error leaves the row out, a warning keeps it, a note tells what was repaired."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Level(StrEnum):
    """What kind of place a written place turned out to be; the last three only in resolving."""

    MUNICIPALITY = "municipality"
    ASSOCIATION = "association"
    DISTRICT = "district"
    OUTSIDE = "outside"
    UNKNOWN = "unknown"
    AMBIGUOUS = "ambiguous"
    PROPOSAL = "proposal"


class Status(StrEnum):
    """How far a person got; only ``attended`` counts as an attendance."""

    INVITED = "invited"
    REGISTERED = "registered"
    ATTENDED = "attended"
    WITHDRAWN = "withdrawn"
    NO_SHOW = "no_show"


# Who had registered and not taken it back; an invitation is no registration yet.
REGISTERED = frozenset({Status.REGISTERED, Status.ATTENDED, Status.NO_SHOW})


@dataclass(frozen=True)
class Problem:
    """One thing in the file that a person should know. ``row`` counts as Excel shows it."""

    row: int | None
    column: str | None
    value: str | None
    severity: Severity
    code: str
    message: str
    suggestion: str | None = None


@dataclass(frozen=True)
class Candidate:
    """One possible answer to a decision; ``value`` is what ``--decide KEY=VALUE`` takes."""

    value: str
    label: str


@dataclass(frozen=True)
class Decision:
    """Something only a person can say. While an optional one is open, the row counts as unknown."""

    key: str
    question: str
    candidates: tuple[Candidate, ...]
    rows: tuple[int, ...] = ()
    required: bool = False


@dataclass(frozen=True)
class Place:
    """What a written place means. ``ags``, ``association_id`` or neither, by level."""

    text: str
    level: Level
    how: str
    ags: str | None = None
    association_id: str | None = None
    name: str | None = None
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True)
class ColumnMatch:
    """A column of the file and the field it was recognised as (null: not recognised)."""

    index: int
    heading: str
    field: str | None
    examples: tuple[str, ...]
    question: tuple[str, int] | None = None
    """Feedback: question id and version."""


@dataclass(frozen=True)
class AttendanceRow:
    """One person of a list, without name and e-mail. ``row_key`` is unique within the file."""

    row: int
    row_key: str
    person_key: str | None
    organisation: str | None
    organisation_type: str
    place: Place | None
    place_inferred: bool
    status: Status
    mode: str = "unknown"
    minutes: int | None = None


@dataclass(frozen=True)
class Answer:
    """One answer in the question's own scale; both null: „keine Angabe“."""

    question_id: str
    version: int
    value: float | None = None
    text: str | None = None


@dataclass(frozen=True)
class FeedbackRow:
    """One questionnaire. ``row_key`` is unique within the file."""

    row: int
    row_key: str
    answers: tuple[Answer, ...]
    respondent_type: str | None = None


@dataclass(frozen=True)
class Question:
    """One version of a question of the catalogue; low, high and best are null for free text."""

    question_id: str
    version: int
    short_label: str
    wordings: tuple[str, ...]
    dimension: str
    kind: str
    low: int | None
    high: int | None
    best: str | None
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class ParsedFile:
    """One file, read and understood: everything a preview needs, nothing stored.

    ``left_out`` counts data rows that end in no row (problems of severity error, blank or
    anonymous persons); totals and blank rows are no data rows.
    """

    kind: Kind
    source: str
    summary: str
    columns: tuple[ColumnMatch, ...]
    rows_read: int
    left_out: int
    attendance: tuple[AttendanceRow, ...] = ()
    feedback: tuple[FeedbackRow, ...] = ()
    merged: int = 0
    """Rows of a person who stood in the file before."""
    problems: tuple[Problem, ...] = ()
    decisions: tuple[Decision, ...] = ()
    event_date: date | None = None
    event_title: str | None = None
    tells_registration: bool = False
    new_questions: tuple[Question, ...] = ()
    """Feedback: versions that the catalogue lacks, because the file asks on another scale."""


@dataclass(frozen=True)
class Choices:
    """What a person has said about a file: answers to decisions and assigned columns."""

    decisions: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[int, str] = field(default_factory=dict)
    """Column index → field name, ``question:<id>:<version>`` or ``""`` for „nicht verwenden“."""
