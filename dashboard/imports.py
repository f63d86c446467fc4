"""One file against the warehouse: the path that a preview and a commit share.

``tasks`` checks the role and calls this; nothing else does.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import duckdb

from dashboard import formatting
from dashboard.errors import DecisionNeeded, InvalidEntry, NotFound
from dashboard.headline import headline, moves
from dashboard.import_report import ImportReport
from dashboard.ingest.parse import Tools, parse_file
from dashboard.ingest.people import decided_organisations
from dashboard.ingest.places import learned_key, parse_decision
from dashboard.ingest.schema import Candidate, Choices, Decision, Kind, ParsedFile, Severity
from dashboard.ingest.source import problem
from dashboard.warehouse.audit import log
from dashboard.warehouse.events import Event, all_events
from dashboard.warehouse.learned import (
    known_questions,
    learn_organisation,
    learn_place,
    learn_question,
    learned_organisations,
    learned_places,
    learned_questions,
)
from dashboard.warehouse.load import (
    TARGETS,
    Batch,
    LoadCounts,
    load_attendance,
    load_feedback,
    next_batch_id,
)
from dashboard.workspace import Workspace

_SHORTEST_TITLE = 8  # letters: „Energie“ was the title of more than one dialogue


@dataclass(frozen=True)
class ImportRequest:
    """One file and what a person has said about it.

    ``kind`` and ``event_id`` null: taken from the file where it says so. ``replaces`` null: a
    list adds to the earlier one, questionnaires that mostly repeat the earlier file replace it.
    """

    file_name: str
    content: bytes
    kind: Kind | None = None
    event_id: str | None = None
    choices: Choices = field(default_factory=Choices)
    replaces: bool | None = None

    @property
    def sha256(self) -> str:
        """The hash of the bytes; equal files have equal ones."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def decides_something(self) -> bool:
        """Whether a person has said more about the file than which event it belongs to."""
        decided = set(self.choices.decisions) - {"event"}
        return bool(decided or self.choices.columns or self.replaces is not None)


def run_import(
    workspace: Workspace, by: str, request: ImportRequest, *, keep: bool
) -> ImportReport:
    """Read the file, settle its event, load it; ``keep=False`` takes everything back at the end.

    Raises ``FileUnusable``, with ``keep`` also ``DecisionNeeded`` while something is open, and
    ``InvalidEntry`` for an event that cannot have a list.
    """
    with workspace.warehouse.cursor() as cursor:
        tools = _tools(workspace, cursor)
        events = all_events(cursor)
    parsed = parse_file(
        request.content,
        limits=workspace.limits,
        kind=request.kind,
        choices=request.choices,
        tools=tools,
    )
    with workspace.warehouse.cursor() as cursor:
        stored_for = _events_with(cursor, request, parsed.kind)
    event, decisions = _event_of(request, parsed, events, stored_for)
    parsed = _warned(parsed, event, [each for each in events if each.event_id in stored_for])
    report = ImportReport(
        request.file_name,
        parsed,
        event,
        (*decisions, *parsed.decisions),
        (*tools.questions, *parsed.new_questions),
    )
    stored = _stored_whole(workspace, request, parsed.kind)
    if event and event.event_id in stored and not request.decides_something:
        rows = len(parsed.attendance) + len(parsed.feedback)
        return replace(
            report,
            decisions=(),
            counts=LoadCounts(0, rows, 0, 0, 0),
            already_imported=True,
            batch_id=stored[event.event_id],
        )
    if event is None or report.open_decisions:
        if keep:
            raise DecisionNeeded(
                f"„{request.file_name}“ ist noch nicht gespeichert. Bitte zuerst entscheiden: "
                + " ".join(decision.question for decision in report.open_decisions)
            )
        return report
    if event.status == "cancelled":
        raise InvalidEntry(
            f"„{event.label}“ ist als abgesagt eingetragen; dazu kann keine Liste gehören. "
            "Bitte den Stand der Veranstaltung berichtigen oder eine andere wählen."
        )
    return _Load(workspace, by, request, parsed, event).into(report, keep=keep)


def _tools(workspace: Workspace, cursor: duckdb.DuckDBPyConnection) -> Tools:
    return Tools(
        workspace.gazetteer,
        workspace.rules,
        known_questions(cursor, workspace.questions),
        workspace.pseudonyms,
        learned_places(cursor),
        learned_questions(cursor),
        learned_organisations(cursor),
    )


def _events_with(cursor: duckdb.DuckDBPyConnection, request: ImportRequest, kind: Kind) -> set[str]:
    """The events that the very same bytes are stored for."""
    found = cursor.execute(
        "select event_id from import_batch where sha256 = ? and kind = ? and state = 'active'",
        [request.sha256, kind],
    ).fetchall()
    return {event_id for (event_id,) in found}


def _warned(parsed: ParsedFile, event: Event | None, stored_for: Sequence[Event]) -> ParsedFile:
    """With a warning where the same file is stored for another event: it would count twice."""
    if event is None or not stored_for or event in stored_for:
        return parsed
    warning = problem(
        Severity.WARNING,
        "stored_for_other_event",
        f"Dieselbe Datei ist schon für „{stored_for[0].label}“ eingelesen. Zu zwei "
        "Veranstaltungen gespeichert, zählen ihre Zeilen doppelt.",
        suggestion="Bitte prüfen, zu welcher Veranstaltung die Datei gehört.",
    )
    return replace(parsed, problems=(warning, *parsed.problems))


def _event_of(
    request: ImportRequest, parsed: ParsedFile, events: Sequence[Event], stored_for: set[str]
) -> tuple[Event | None, tuple[Decision, ...]]:
    """The event that was named, has this very file or its date; else a decision."""
    named = request.event_id or request.choices.decisions.get("event")
    if not named and len(stored_for) == 1:
        named = next(iter(stored_for))
    if named:
        for event in events:
            if event.event_id == named:
                return event, ()
        raise NotFound(
            f"Die Veranstaltung „{named}“ gibt es nicht. "
            "Bitte zuerst auf der Seite „Veranstaltungen“ anlegen."
        )
    fitting = [
        event for event in events if parsed.event_date and event.held_on == parsed.event_date
    ]
    if not fitting and not parsed.event_date:
        fitting = [event for event in events if _is_titled(event, parsed.event_title or "")]
    if len(fitting) == 1:
        return fitting[0], ()
    offered = fitting or events
    question = (
        "Zu welcher Veranstaltung gehört die Datei?"
        if fitting or not parsed.event_date
        else f"Am {formatting.day(parsed.event_date)} ist keine Veranstaltung eingetragen. "
        "Zu welcher gehört die Datei?"
    )
    return None, (
        Decision(
            "event",
            question,
            tuple(Candidate(event.event_id, event.label) for event in offered),
            required=True,
        ),
    )


def _is_titled(event: Event, written: str) -> bool:
    """Whether a title in a file names the event: by its number and series, or word for word."""
    said = learned_key(written)
    by_number = (
        event.number is not None and learned_key(f"{event.number}. {event.series_id}") in said
    )
    return by_number or (len(said) > _SHORTEST_TITLE and learned_key(event.title) == said)


class _NothingNewError(Exception):
    """Ends the transaction of a file that says nothing new; never leaves this module."""


@dataclass(frozen=True)
class _Load:
    """A file whose event is settled, on its way into the warehouse."""

    workspace: Workspace
    by: str
    request: ImportRequest
    parsed: ParsedFile
    event: Event

    def into(self, report: ImportReport, *, keep: bool) -> ImportReport:
        """Load in one transaction and say what it did, or that the file says nothing new."""
        replaces = self._replaces()
        try:
            with self.workspace.warehouse.writing(keep=keep) as cursor:
                batch = self._batch(cursor)
                before = headline(cursor)
                counts = self._store(cursor, batch, replaces=replaces)
                if counts.nothing:
                    raise _NothingNewError
                self._remember(cursor, batch)
                log(
                    cursor,
                    self.by,
                    "import",
                    f"import {batch.batch_id}",
                    at=batch.imported_at,
                    detail=self.request.file_name,
                )
                after = headline(cursor)
        except _NothingNewError:
            earlier = _stored_whole(self.workspace, self.request, self.parsed.kind)
            return replace(
                report,
                counts=counts,
                already_imported=True,
                batch_id=earlier.get(self.event.event_id),
            )
        return replace(
            report,
            counts=counts,
            moves=moves(before, after),
            replaces=replaces,
            batch_id=batch.batch_id if keep else None,
        )

    def _replaces(self) -> bool:
        if self.request.replaces is not None:
            return self.request.replaces
        return self.parsed.kind is Kind.FEEDBACK and self._repeats_most()

    def _repeats_most(self) -> bool:
        """Whether at least half of the event's questionnaires stand in the file again.

        Questionnaires have no name to be known by: added to the earlier file, a corrected one
        would count every corrected questionnaire twice.
        """
        with self.workspace.warehouse.writing(keep=False) as cursor:
            counts = self._store(cursor, self._batch(cursor), replaces=False)
        return counts.same > 0 and counts.same + counts.changed >= counts.missing

    def _batch(self, cursor: duckdb.DuckDBPyConnection) -> Batch:
        return Batch(
            next_batch_id(cursor),
            self.parsed.kind,
            self.event.event_id,
            self.request.file_name,
            self.request.sha256,
            self.parsed.source,
            self.by,
            self.workspace.now(),
            self.parsed.rows_read,
            self.parsed.left_out,
        )

    def _store(
        self, cursor: duckdb.DuckDBPyConnection, batch: Batch, *, replaces: bool
    ) -> LoadCounts:
        if batch.kind is Kind.ATTENDANCE:
            return load_attendance(cursor, batch, self.parsed.attendance, replace=replaces)
        return load_feedback(
            cursor,
            batch,
            self.parsed.feedback,
            replace=replaces,
            new_questions=self.parsed.new_questions,
        )

    def _remember(self, cursor: duckdb.DuckDBPyConnection, batch: Batch) -> None:
        """Keep what a person decided for the files to come."""
        choices = self.request.choices
        for decision, value in choices.decisions.items():
            if decision.startswith("place:"):
                key = decision.removeprefix("place:")
                place = replace(parse_decision(value), text=key)
                learn_place(cursor, key, place, by=self.by, at=batch.imported_at)
        for key, organisation_type in decided_organisations(choices).items():
            learn_organisation(cursor, key, organisation_type, by=self.by, at=batch.imported_at)
        for column in self.parsed.columns:
            key = learned_key(column.heading)
            chosen = column.index in choices.columns or f"question:{key}" in choices.decisions
            if column.question and chosen:
                learn_question(
                    cursor,
                    key,
                    column.heading,
                    column.question,
                    by=self.by,
                    at=batch.imported_at,
                )


def _stored_whole(workspace: Workspace, request: ImportRequest, kind: Kind) -> dict[str, int]:
    """Event → import of the very same bytes of which no row has been changed or removed since."""
    target = TARGETS[kind]
    with workspace.warehouse.cursor() as cursor:
        found = cursor.execute(
            f"""
            select event_id, max(batch_id)
            from import_batch
            where sha256 = $sha256
                and kind = $kind
                and state = 'active'
                and not exists (
                    select 1
                    from {target.table} as gone
                    where gone.superseded_by is not null
                        and (
                            gone.batch_id = import_batch.batch_id
                            or gone.{target.row_id} in (
                                select row_id
                                from batch_sighting
                                where batch_sighting.batch_id = import_batch.batch_id
                                    and batch_sighting.kind = $kind
                            )
                        )
                )
            group by event_id
            """,
            {"sha256": request.sha256, "kind": kind},
        ).fetchall()
    return dict(found)
