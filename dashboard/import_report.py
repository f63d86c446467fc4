"""What a preview or an import says: to the page, and as JSON to the command line."""

from collections import Counter
from dataclasses import dataclass

from dashboard.headline import HeadlineMove
from dashboard.ingest.organisations import OTHER, UNKNOWN, organisation_key
from dashboard.ingest.questions import question_summary
from dashboard.ingest.schema import (
    REGISTERED,
    AttendanceRow,
    Decision,
    Kind,
    Level,
    ParsedFile,
    Question,
    Status,
)
from dashboard.warehouse.events import Event
from dashboard.warehouse.load import LoadCounts

UNCLEAR = frozenset({OTHER, UNKNOWN})


@dataclass(frozen=True)
class ListedOrganisation:
    """An organisation of a file with the type it was given; ``persons`` whatever their status.

    ``place_name``: the municipality that its name alone tells, null if it tells none.
    """

    key: str
    name: str
    organisation_type: str
    persons: int
    place_name: str | None


@dataclass(frozen=True)
class ImportReport:
    """One file against the warehouse. ``counts`` is null until it is clear which event it is.

    ``batch_id`` is null for a preview; for a file that is stored already it is the earlier import.
    """

    file_name: str
    parsed: ParsedFile
    event: Event | None
    decisions: tuple[Decision, ...]
    questions: tuple[Question, ...] = ()
    """Every version of a question that is known, those of the file included."""
    counts: LoadCounts | None = None
    moves: tuple[HeadlineMove, ...] = ()
    replaces: bool = False
    already_imported: bool = False
    batch_id: int | None = None

    @property
    def open_decisions(self) -> tuple[Decision, ...]:
        """What has to be decided before anything can be stored."""
        return tuple(decision for decision in self.decisions if decision.required)

    @property
    def attended(self) -> tuple[AttendanceRow, ...]:
        """One row per person who attended."""
        return tuple(row for row in self.parsed.attendance if row.status is Status.ATTENDED)

    @property
    def organisations(self) -> tuple[ListedOrganisation, ...]:
        """The organisations of a list, those of unknown type first, then by persons."""
        found: dict[str, ListedOrganisation] = {}
        for row in self.parsed.attendance:
            if not row.organisation:
                continue
            key = organisation_key(row.organisation)
            place = row.place.name if row.place and row.place_inferred else None
            known = found.get(key)
            found[key] = ListedOrganisation(
                key,
                known.name if known else row.organisation,
                known.organisation_type if known else row.organisation_type,
                known.persons + 1 if known else 1,
                (known.place_name if known else None) or place,
            )
        return tuple(
            sorted(
                found.values(),
                key=lambda each: (
                    each.organisation_type not in UNCLEAR,
                    -each.persons,
                    each.name,
                ),
            )
        )

    def persons_at(self, level: Level) -> int:
        """Attending persons whose place is of that level; unknown counts every open place."""
        return sum(_level(row) is level for row in self.attended)

    def places(self, *, inferred_only: bool = False) -> dict[str, int]:
        """Municipality → attending persons, most first."""
        named = Counter(
            row.place.name
            for row in self.attended
            if row.place
            and row.place.name
            and _level(row) is Level.MUNICIPALITY
            and (row.place_inferred or not inferred_only)
        )
        return dict(sorted(named.items(), key=lambda entry: (-entry[1], entry[0])))


def _level(row: AttendanceRow) -> Level:
    decided = (Level.MUNICIPALITY, Level.ASSOCIATION, Level.DISTRICT, Level.OUTSIDE)
    return row.place.level if row.place and row.place.level in decided else Level.UNKNOWN


def to_json(report: ImportReport) -> dict[str, object]:
    """The object of ``regionaldialog import --json``; null where the file does not tell."""
    parsed, attendance = report.parsed, report.parsed.kind is Kind.ATTENDANCE
    minutes = [row.minutes for row in report.attended if row.minutes is not None]
    registered = sum(row.status in REGISTERED for row in parsed.attendance)
    counts = report.counts
    return {
        "file": report.file_name,
        "kind": parsed.kind.value,
        "source": parsed.source,
        "summary": parsed.summary,
        "event": report.event.event_id if report.event else None,
        "event_date": parsed.event_date.isoformat() if parsed.event_date else None,
        "batch": report.batch_id,
        "rows": parsed.rows_read,
        "accepted": parsed.rows_read - parsed.left_out,
        "rejected": parsed.left_out,
        "new": counts.new if counts else None,
        "same": counts.same if counts else None,
        "changed": counts.changed if counts else None,
        "missing": counts.missing if counts else None,
        "removed": counts.removed if counts else None,
        "persons": len(report.attended),
        "registered": registered if parsed.tells_registration else None,
        "places": report.places(),
        "places_inferred": report.places(inferred_only=True),
        "associations": report.persons_at(Level.ASSOCIATION),
        "district": report.persons_at(Level.DISTRICT),
        "outside": report.persons_at(Level.OUTSIDE),
        "unresolved": report.persons_at(Level.UNKNOWN),
        "minutes": sum(minutes) if minutes else None,
        "responses": None if attendance else len(parsed.feedback),
        "questions": None if attendance else question_summary(parsed, report.questions),
        "already_imported": report.already_imported,
        "headline": [
            {"figure": move.figure_id, "before": move.before, "after": move.after}
            for move in report.moves
        ],
        "decisions": [
            {
                "key": decision.key,
                "question": decision.question,
                "required": decision.required,
                "rows": list(decision.rows),
                "candidates": [
                    {"value": candidate.value, "label": candidate.label}
                    for candidate in decision.candidates
                ],
            }
            for decision in report.decisions
        ],
        "problems": [
            {
                "row": problem.row,
                "column": problem.column,
                "value": problem.value,
                "severity": problem.severity.value,
                "code": problem.code,
                "message": problem.message,
                "suggestion": problem.suggestion,
            }
            for problem in parsed.problems
        ],
    }
