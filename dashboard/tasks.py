"""The verbs of the dashboard. Pages, routes and the command line call these and nothing else.

Every verb asks ``access`` first; what it writes, it writes in one transaction that ends with an
entry in the audit log.
"""

import pandas as pd

from dashboard import formatting
from dashboard.access import Action, Actor, Role, require
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
from dashboard.warehouse.outcomes import (
    Outcome,
    OutcomeUpdate,
    Suggestion,
    all_outcomes,
    all_suggestions,
    store_outcome,
    store_suggestion,
    store_update,
    suggestion_history,
)
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


# --- outcomes and suggestions ----------------------------------------------------------------


def list_outcomes(workspace: Workspace, actor: Actor) -> tuple[Outcome, ...]:
    """Every outcome with its updates, by title."""
    require(actor, Action.EDIT_EVENTS)
    with workspace.warehouse.cursor() as cursor:
        return all_outcomes(cursor)


def save_outcome(workspace: Workspace, actor: Actor, outcome: Outcome) -> str:
    """Add or change an outcome, without its updates; returns its key; raises ``InvalidEntry``."""
    require(actor, Action.EDIT_EVENTS)
    with workspace.warehouse.writing() as cursor:
        outcome_id = store_outcome(cursor, outcome)
        verb = "change_outcome" if outcome.outcome_id else "add_outcome"
        log(cursor, actor.name, verb, outcome_id, at=workspace.now())
    return outcome_id


def add_outcome_update(
    workspace: Workspace, actor: Actor, outcome_id: str, update: OutcomeUpdate
) -> None:
    """Say what became of an outcome on a day; raises ``NotFound`` or ``InvalidEntry``."""
    require(actor, Action.EDIT_EVENTS)
    now = workspace.now()
    with workspace.warehouse.writing() as cursor:
        store_update(cursor, outcome_id, update, by=actor.name, at=now)
        log(cursor, actor.name, "update_outcome", outcome_id, at=now, detail=update.status)


def list_suggestions(workspace: Workspace, actor: Actor) -> tuple[Suggestion, ...]:
    """Every suggested topic as it stands now, newest first."""
    require(actor, Action.EDIT_EVENTS)
    with workspace.warehouse.cursor() as cursor:
        return all_suggestions(cursor)


def list_suggestion_history(
    workspace: Workspace, actor: Actor, suggestion_id: int
) -> tuple[Suggestion, ...]:
    """All versions of one suggested topic, newest first."""
    require(actor, Action.EDIT_EVENTS)
    with workspace.warehouse.cursor() as cursor:
        return suggestion_history(cursor, suggestion_id)


def save_suggestion(workspace: Workspace, actor: Actor, suggestion: Suggestion) -> int:
    """Add a suggested topic or a version of one; returns its number; raises ``InvalidEntry``."""
    require(actor, Action.EDIT_EVENTS)
    now = workspace.now()
    with workspace.warehouse.writing() as cursor:
        number = store_suggestion(cursor, suggestion, by=actor.name, at=now)
        subject = f"suggestion {number}"
        log(cursor, actor.name, "save_suggestion", subject, at=now, detail=suggestion.status)
    return number


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


def audience_of(actor: Actor) -> Audience:
    """Which disclosure rules hold for an actor; nobody signed in is the public."""
    return Audience.PUBLIC if actor.role is None else _AUDIENCES[actor.role]


def resolve_place(workspace: Workspace, actor: Actor, text: str) -> Place:
    """What a written place means, learned decisions included."""
    require(actor, Action.VIEW)
    with workspace.warehouse.cursor() as cursor:
        return workspace.gazetteer.resolve(text, learned=learned_places(cursor))
