"""The verbs of the dashboard. Pages, routes and the command line call these and nothing else.

Every verb asks ``access`` first; what it writes, it writes in one transaction that ends with an
entry in the audit log.
"""

import pandas as pd

from dashboard import formatting
from dashboard.access import Action, Actor, Role, require
from dashboard.charts import findings
from dashboard.charts.catalogue import find_chart
from dashboard.charts.publish import Published, publish, publish_query
from dashboard.decisions import Settled, settle_organisation, settle_written_place
from dashboard.disclosure import Audience
from dashboard.errors import InvalidEntry, NotFound
from dashboard.import_report import ImportReport
from dashboard.imports import ImportRequest, run_import
from dashboard.ingest.schema import Kind, Place
from dashboard.period import Period
from dashboard.warehouse.audit import log
from dashboard.warehouse.chart_comments import remove_comment, store_comment
from dashboard.warehouse.events import (
    Event,
    Topic,
    all_events,
    all_series,
    all_topics,
    store_event,
    store_topic,
)
from dashboard.warehouse.learned import learned_places
from dashboard.warehouse.notes import Note, all_notes, remove_note, store_note
from dashboard.warehouse.review import (
    UnclearOrganisation,
    WrittenPlace,
    unclear_organisations,
    written_places,
)
from dashboard.warehouse.undo import Undone, undo
from dashboard.workspace import Workspace

_AUDIENCES = {
    Role.VIEWER: Audience.INTERNAL,
    Role.EDITOR: Audience.STAFF,
    Role.ADMIN: Audience.STAFF,
}


# --- imports ---------------------------------------------------------------------------------


def preview_import(workspace: Workspace, actor: Actor, request: ImportRequest) -> ImportReport:
    """What an import would do: the import itself, taken back at the end. Stores nothing.

    Raises ``FileUnusable`` when nothing in the file can be used.
    """
    require(actor, Action.IMPORT)
    return run_import(workspace, actor.name, request, keep=False)


def commit_import(workspace: Workspace, actor: Actor, request: ImportRequest) -> ImportReport:
    """Store a file whole or not at all; one that says nothing new is reported and not stored.

    Raises ``FileUnusable``, and ``DecisionNeeded`` while a required decision is open.
    """
    require(actor, Action.IMPORT)
    return run_import(workspace, actor.name, request, keep=True)


def undo_import(workspace: Workspace, actor: Actor, batch_id: int) -> Undone:
    """Take one import back, the newest or not; raises ``NotFound`` or ``InvalidEntry``."""
    require(actor, Action.IMPORT)
    now = workspace.now()
    with workspace.warehouse.writing() as cursor:
        found = cursor.execute(
            "select kind, state, undone_at from import_batch where batch_id = ?", [batch_id]
        ).fetchone()
        if found is None:
            raise NotFound(
                f"Einen Import mit der Nummer {batch_id} gibt es nicht. "
                "Die Seite „Importe“ und „regionaldialog imports“ zeigen alle."
            )
        kind, state, undone_at = found
        if state == "undone":
            raise InvalidEntry(
                f"Der Import {batch_id} wurde schon am {formatting.moment(undone_at)} "
                "zurückgenommen. Es ist nichts mehr zu tun."
            )
        undone = undo(cursor, batch_id, Kind(kind), by=actor.name, at=now)
        log(cursor, actor.name, "undo_import", f"import {batch_id}", at=now)
    return undone


def list_imports(workspace: Workspace, actor: Actor) -> pd.DataFrame:
    """One row per import, newest first: the result of ``imports.batches``."""
    require(actor, Action.IMPORT)
    return workspace.warehouse.frame("imports.batches")


# --- what imports left open ------------------------------------------------------------------


def list_written_places(workspace: Workspace, actor: Actor) -> tuple[WrittenPlace, ...]:
    """Places that a person has to settle or has settled, the open ones first."""
    require(actor, Action.IMPORT)
    with workspace.warehouse.cursor() as cursor:
        return written_places(cursor)


def list_unclear_organisations(
    workspace: Workspace, actor: Actor
) -> tuple[UnclearOrganisation, ...]:
    """Organisations whose type no rule knows and nobody has said."""
    require(actor, Action.IMPORT)
    with workspace.warehouse.cursor() as cursor:
        return unclear_organisations(cursor)


def preview_place(workspace: Workspace, actor: Actor, key: str, value: str) -> Settled:
    """What saying so would change; stores nothing. Raises ``WrongUsage``."""
    require(actor, Action.IMPORT)
    return settle_written_place(workspace, actor.name, key, value, keep=False)


def decide_place(workspace: Workspace, actor: Actor, key: str, value: str) -> Settled:
    """Say what a written place means, in all imports so far and to come; raises ``WrongUsage``."""
    require(actor, Action.IMPORT)
    return settle_written_place(workspace, actor.name, key, value, keep=True)


def decide_organisation(
    workspace: Workspace, actor: Actor, key: str, organisation_type: str
) -> Settled:
    """Say which type an organisation is of, in all imports; raises ``WrongUsage``."""
    require(actor, Action.IMPORT)
    return settle_organisation(workspace, actor.name, key, organisation_type, keep=True)


def list_attendance_rows(workspace: Workspace, actor: Actor, period: Period) -> pd.DataFrame:
    """The rows behind the figures, without names: the result of ``imports.attendance_rows``."""
    require(actor, Action.IMPORT)
    return workspace.warehouse.frame("imports.attendance_rows", **period.parameters)


def list_questionnaire_rows(workspace: Workspace, actor: Actor, period: Period) -> pd.DataFrame:
    """Which questionnaires there are, without answers: ``imports.questionnaire_rows``."""
    require(actor, Action.IMPORT)
    return workspace.warehouse.frame("imports.questionnaire_rows", **period.parameters)


# --- events and topics -----------------------------------------------------------------------


def list_events(workspace: Workspace, actor: Actor) -> tuple[Event, ...]:
    """Every event of every series, newest first."""
    require(actor, Action.VIEW)
    with workspace.warehouse.cursor() as cursor:
        return all_events(cursor)


def list_topics(workspace: Workspace, actor: Actor) -> tuple[Topic, ...]:
    """Every topic, by label."""
    require(actor, Action.VIEW)
    with workspace.warehouse.cursor() as cursor:
        return all_topics(cursor)


def list_series(workspace: Workspace, actor: Actor) -> dict[str, str]:
    """Series id → label."""
    require(actor, Action.VIEW)
    with workspace.warehouse.cursor() as cursor:
        return all_series(cursor)


def save_event(workspace: Workspace, actor: Actor, event: Event, *, is_new: bool) -> None:
    """Add or change an event; raises ``InvalidEntry`` with every complaint at once."""
    require(actor, Action.EDIT_EVENTS)
    now = workspace.now()
    with workspace.warehouse.writing() as cursor:
        store_event(cursor, event, is_new=is_new, today=now.date())
        verb = "add_event" if is_new else "change_event"
        log(cursor, actor.name, verb, event.event_id, at=now)


def save_topic(workspace: Workspace, actor: Actor, topic: Topic, *, is_new: bool = False) -> None:
    """Add or change a topic; raises ``InvalidEntry``, for a new one also if it exists."""
    require(actor, Action.EDIT_EVENTS)
    with workspace.warehouse.writing() as cursor:
        store_topic(cursor, topic, is_new=is_new)
        log(cursor, actor.name, "save_topic", topic.topic_id, at=workspace.now())


# --- notes and comments ----------------------------------------------------------------------


def list_notes(workspace: Workspace, actor: Actor) -> tuple[Note, ...]:
    """Every note on the time axis, newest first."""
    require(actor, Action.VIEW)
    with workspace.warehouse.cursor() as cursor:
        return all_notes(cursor)


def save_note(workspace: Workspace, actor: Actor, note: Note) -> int:
    """Add a note (without ``note_id``) or change one; returns its key.

    Raises ``InvalidEntry`` with every complaint at once, ``NotFound`` for one that is gone.
    """
    require(actor, Action.EDIT_EVENTS)
    now = workspace.now()
    with workspace.warehouse.writing() as cursor:
        note_id = store_note(cursor, note, by=actor.name, at=now)
        verb = "add_note" if note.note_id is None else "change_note"
        log(cursor, actor.name, verb, f"note {note_id}", at=now, detail=note.label.strip())
    return note_id


def delete_note(workspace: Workspace, actor: Actor, note_id: int) -> None:
    """Delete a note; raises ``NotFound``."""
    require(actor, Action.EDIT_EVENTS)
    with workspace.warehouse.writing() as cursor:
        label = remove_note(cursor, note_id)
        at = workspace.now()
        log(cursor, actor.name, "delete_note", f"note {note_id}", at=at, detail=label)


def chart_comments(workspace: Workspace, actor: Actor, period: Period) -> pd.DataFrame:
    """What was said to the charts of a period: the result of ``report.comments``."""
    require(actor, Action.VIEW)
    return workspace.warehouse.frame("report.comments", **period.parameters)


def comment_chart(
    workspace: Workspace, actor: Actor, chart_id: str, period: Period, text: str
) -> int:
    """Say something to a chart of a year or of all years; returns the key of the comment.

    The comment carries the state of the data. Raises ``NotFound`` or ``InvalidEntry``.
    """
    require(actor, Action.COMMENT)
    chart, now = find_chart(chart_id), workspace.now()
    with workspace.warehouse.writing() as cursor:
        comment_id = store_comment(cursor, chart.id, period.year, text, by=actor.name, at=now)
        subject = f"comment {comment_id}"
        log(cursor, actor.name, "add_chart_comment", subject, at=now, detail=chart.id)
    return comment_id


def delete_chart_comment(workspace: Workspace, actor: Actor, comment_id: int) -> None:
    """Take one's own comment back; raises ``NotFound``, ``NotAllowed`` for another's."""
    require(actor, Action.COMMENT)
    with workspace.warehouse.writing() as cursor:
        chart_id = remove_comment(cursor, comment_id, by=actor.name)
        subject, at = f"comment {comment_id}", workspace.now()
        log(cursor, actor.name, "delete_chart_comment", subject, at=at, detail=chart_id)


# --- figures ---------------------------------------------------------------------------------


def publish_chart(workspace: Workspace, actor: Actor, chart_id: str, period: Period) -> Published:
    """One chart with its numbers, as far as the actor's role may see them."""
    require(actor, Action.VIEW)
    return publish(
        workspace.warehouse,
        find_chart(chart_id),
        period,
        audience=audience_of(actor),
        thresholds=workspace.thresholds,
    )


def published_frame(workspace: Workspace, actor: Actor, name: str, period: Period) -> pd.DataFrame:
    """A published query's result under the same rules as its charts."""
    require(actor, Action.VIEW)
    return publish_query(
        workspace.warehouse,
        name,
        period,
        audience=audience_of(actor),
        thresholds=workspace.thresholds,
    )


def what_stands_out(workspace: Workspace, actor: Actor, period: Period) -> findings.Findings:
    """At most three sentences about a period, made from published figures only."""
    require(actor, Action.VIEW)
    return findings.find(
        lambda name, wanted: published_frame(workspace, actor, name, wanted), period
    )


def audience_of(actor: Actor) -> Audience:
    """Which disclosure rules hold for an actor; nobody signed in is the public."""
    return Audience.PUBLIC if actor.role is None else _AUDIENCES[actor.role]


def resolve_place(workspace: Workspace, actor: Actor, text: str) -> Place:
    """What a written place means, learned decisions included."""
    require(actor, Action.VIEW)
    with workspace.warehouse.cursor() as cursor:
        return workspace.gazetteer.resolve(text, learned=learned_places(cursor))
