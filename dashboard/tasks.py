"""The verbs of the dashboard. Pages, routes and the command line call these and nothing else.

Every verb asks ``access`` first; what it writes, it writes in one transaction that ends with an
entry in the audit log.
"""

from collections.abc import Collection

import pandas as pd

from dashboard import formatting
from dashboard.access import Action, Actor, Role, require
from dashboard.charts import findings
from dashboard.charts.catalogue import find_chart, find_chart_of_municipality
from dashboard.charts.municipality_section import municipality_subject
from dashboard.charts.publish import Published, publish, publish_query
from dashboard.decisions import Settled, settle_organisation, settle_written_place
from dashboard.disclosure import Audience
from dashboard.errors import InvalidEntry, NotFound, WrongUsage
from dashboard.import_report import ImportReport
from dashboard.imports import ImportRequest, run_import
from dashboard.ingest.schema import Kind, Place
from dashboard.period import OneEvent, Period
from dashboard.pictures.picture import Studio
from dashboard.report import content, editions, gathering
from dashboard.report.files import Progress, ReportFile, draw, make_files, silent
from dashboard.report.look import Look
from dashboard.report.model import Report
from dashboard.report.prints import Prints
from dashboard.warehouse import comments, talks
from dashboard.warehouse.audit import log
from dashboard.warehouse.chart_comments import remove_comment, store_comment
from dashboard.warehouse.editions import Edition, all_editions, find_edition, store_edition
from dashboard.warehouse.events import (
    Event,
    Topic,
    all_events,
    all_series,
    all_topics,
    find_event,
    store_event,
    store_topic,
)
from dashboard.warehouse.learned import learned_places
from dashboard.warehouse.notes import Note, all_notes, remove_note, store_note
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


def preview_undo(workspace: Workspace, actor: Actor, batch_id: int) -> Undone:
    """What taking an import back would do; stores nothing. Raises as ``undo_import`` does."""
    require(actor, Action.IMPORT)
    return _undo(workspace, actor, batch_id, keep=False)


def undo_import(workspace: Workspace, actor: Actor, batch_id: int) -> Undone:
    """Take one import back, the newest or not; raises ``NotFound`` or ``InvalidEntry``."""
    require(actor, Action.IMPORT)
    return _undo(workspace, actor, batch_id, keep=True)


def _undo(workspace: Workspace, actor: Actor, batch_id: int, *, keep: bool) -> Undone:
    now = workspace.now()
    with workspace.warehouse.writing(keep=keep) as cursor:
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


# --- free texts and talks --------------------------------------------------------------------


def list_codes(workspace: Workspace, actor: Actor) -> tuple[comments.Code, ...]:
    """The code book, by label."""
    require(actor, Action.CODE)
    with workspace.warehouse.cursor() as cursor:
        return comments.all_codes(cursor)


def save_code(
    workspace: Workspace, actor: Actor, code: comments.Code, *, is_new: bool = False
) -> None:
    """Add or change an entry of the code book; raises ``InvalidEntry``."""
    require(actor, Action.CODE)
    with workspace.warehouse.writing() as cursor:
        comments.store_code(cursor, code, is_new=is_new)
        log(cursor, actor.name, "save_code", code.code_id, at=workspace.now())


def list_comments(
    workspace: Workspace, actor: Actor, event_id: str | None = None
) -> tuple[comments.Comment, ...]:
    """The free texts of an event, null: of all, without anything that tells who wrote them."""
    require(actor, Action.CODE)
    with workspace.warehouse.cursor() as cursor:
        return comments.comments_of(cursor, event_id)


def code_comment(
    workspace: Workspace, actor: Actor, key: comments.CommentKey, codes: Collection[str]
) -> None:
    """Say which codes a text carries; raises ``NotFound`` or ``InvalidEntry``."""
    require(actor, Action.CODE)
    now = workspace.now()
    with workspace.warehouse.writing() as cursor:
        added, taken = comments.set_codes(cursor, key, codes, by=actor.name, at=now)
        if added or taken:
            changes = [f"+{code}" for code in sorted(added)] + [
                f"-{code}" for code in sorted(taken)
            ]
            log(cursor, actor.name, "code_comment", key.event_id, at=now, detail=" ".join(changes))


def release_quote(
    workspace: Workspace, actor: Actor, key: comments.CommentKey, *, released: bool = True
) -> None:
    """Let everybody read a text as a quote, or take that back; raises ``NotFound``."""
    require(actor, Action.CODE)
    now = workspace.now()
    with workspace.warehouse.writing() as cursor:
        if comments.set_released(cursor, key, released=released, by=actor.name, at=now):
            verb = "release_quote" if released else "withdraw_quote"
            log(cursor, actor.name, verb, key.event_id, at=now)


def list_talks(workspace: Workspace, actor: Actor) -> tuple[talks.Talk, ...]:
    """Every feedback talk, the newest first."""
    require(actor, Action.CODE)
    with workspace.warehouse.cursor() as cursor:
        return talks.all_talks(cursor)


def list_talk_places(workspace: Workspace, actor: Actor) -> tuple[dict[str, str], dict[str, str]]:
    """Municipalities (AGS → name) and associations (id → name) that a talk may belong to."""
    require(actor, Action.CODE)
    with workspace.warehouse.cursor() as cursor:
        return talks.talk_places(cursor)


def save_talk(workspace: Workspace, actor: Actor, talk: talks.Talk) -> talks.Talk:
    """Add a talk (without a number) or change it; raises ``InvalidEntry`` or ``NotFound``."""
    require(actor, Action.CODE)
    now = workspace.now()
    with workspace.warehouse.writing() as cursor:
        stored = talks.store_talk(cursor, talk, by=actor.name, at=now)
        verb = "add_talk" if talk.talk_id is None else "change_talk"
        log(cursor, actor.name, verb, f"talk {stored.talk_id}", at=now)
    return stored


def delete_talk(workspace: Workspace, actor: Actor, talk_id: int) -> None:
    """Delete a talk with its notes; raises ``NotFound``."""
    require(actor, Action.CODE)
    with workspace.warehouse.writing() as cursor:
        talks.delete_talk(cursor, talk_id)
        log(cursor, actor.name, "delete_talk", f"talk {talk_id}", at=workspace.now())


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


def publish_chart(
    workspace: Workspace,
    actor: Actor,
    chart_id: str,
    period: Period,
    *,
    event_id: str | None = None,
) -> Published:
    """One chart with its numbers, as far as the actor's role may see them.

    With an event: for that event alone; raises ``NotFound`` and, where the chart is not published
    for single events, ``WrongUsage``.
    """
    require(actor, Action.VIEW)
    return publish(
        workspace.warehouse,
        find_chart(chart_id),
        period,
        audience=audience_of(actor),
        thresholds=workspace.thresholds,
        event=None if event_id is None else _one_event(workspace, event_id),
    )


def _one_event(workspace: Workspace, event_id: str) -> OneEvent:
    with workspace.warehouse.cursor() as cursor:
        return OneEvent(event_id, find_event(cursor, event_id).label)


def publish_municipality_chart(
    workspace: Workspace, actor: Actor, chart_id: str, ags: str, period: Period
) -> Published:
    """One chart about a single municipality; raises ``NotFound``, and ``NotAllowed`` for names."""
    require(actor, Action.VIEW)
    return publish(
        workspace.warehouse,
        find_chart_of_municipality(chart_id),
        period,
        audience=audience_of(actor),
        thresholds=workspace.thresholds,
        subject=municipality_subject(ags),
    )


def publish_for_website(
    workspace: Workspace,
    chart_id: str,
    period: Period,
    *,
    event_id: str | None = None,
    ags: str | None = None,
) -> Published:
    """One chart as whoever has its address may see it: always the public's part, for anybody.

    With the key of a municipality one of the charts about it. Raises what the verbs for people
    raise.
    """
    chart = find_chart(chart_id) if ags is None else find_chart_of_municipality(chart_id)
    return publish(
        workspace.warehouse,
        chart,
        period,
        audience=Audience.PUBLIC,
        thresholds=workspace.thresholds,
        subject=None if ags is None else municipality_subject(ags),
        event=None if event_id is None else _one_event(workspace, event_id),
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


# --- the yearly report -----------------------------------------------------------------------


def build_report(
    workspace: Workspace, actor: Actor, year: int, audience: Audience, *, agency: str
) -> Report:
    """The content of the report of a year for the public or for the house.

    Raises ``WrongUsage`` for a year or an audience that no report is made for.
    """
    require(actor, Action.VIEW)
    if audience is Audience.STAFF:
        raise WrongUsage("Einen Bericht gibt es öffentlich oder intern, nicht für die Redaktion.")

    def chart(chart_id: str, period: Period, *, event_id: str | None = None) -> Published:
        return publish(
            workspace.warehouse,
            find_chart(chart_id),
            period,
            audience=audience,
            thresholds=workspace.thresholds,
            event=None if event_id is None else _one_event(workspace, event_id),
        )

    def frame(name: str, period: Period) -> pd.DataFrame:
        return publish_query(
            workspace.warehouse, name, period, audience=audience, thresholds=workspace.thresholds
        )

    sources = gathering.Sources(
        chart,
        frame,
        lambda period: chart_comments(workspace, actor, period),
        audience,
        workspace.thresholds,
        workspace.warehouse.is_demo,
        workspace.warehouse.as_of(),
        agency,
    )
    return content.build_report(sources, year, made_at=workspace.now())


def render_report(
    actor: Actor, report: Report, *, studio: Studio, look: Look, progress: Progress = silent
) -> tuple[Prints, tuple[ReportFile, ...]]:
    """The pictures and all files of a report; asks for no data. Raises ``PictureError``."""
    require(actor, Action.VIEW)
    prints = draw(report, studio, progress)
    return prints, make_files(report, prints, look, progress)


def freeze_edition(
    workspace: Workspace,
    actor: Actor,
    report: Report,
    label: str,
    *,
    prints: Prints,
    look: Look,
    files: tuple[ReportFile, ...],
) -> int:
    """Keep a finished report for ever; returns its number.

    Raises ``InvalidEntry``, also where the data have changed since the report was built.
    """
    require(actor, Action.FREEZE)
    kept, now = editions.frozen(report, prints, look, files), workspace.now()
    with workspace.warehouse.writing() as cursor:
        if workspace.warehouse.as_of() != report.as_of:
            raise InvalidEntry(
                "Seit der Bericht erstellt wurde, haben sich Daten geändert. Bitte zuerst einen "
                "neuen Bericht erstellen und dann diesen einfrieren."
            )
        edition = Edition(
            0,
            report.year,
            report.audience.value,
            label,
            kept.sha256,
            kept.files,
            kept.program,
            workspace.warehouse.version(),
            report.as_of,
            report.is_demo,
            actor.name,
            now,
        )
        edition_id = store_edition(cursor, edition, kept.content)
        log(cursor, actor.name, "freeze_edition", f"edition {edition_id}", at=now, detail=label)
    return edition_id


def list_editions(workspace: Workspace, actor: Actor) -> tuple[Edition, ...]:
    """Every frozen report, the newest first."""
    require(actor, Action.VIEW)
    with workspace.warehouse.cursor() as cursor:
        return all_editions(cursor)


def render_edition(
    workspace: Workspace, actor: Actor, edition_id: int, *, progress: Progress = silent
) -> editions.Rendered:
    """The files of a frozen report anew, without asking for data; raises ``NotFound``."""
    require(actor, Action.VIEW)
    with workspace.warehouse.cursor() as cursor:
        edition, kept = find_edition(cursor, edition_id)
    return editions.render_again(kept, edition.content_sha256, edition.files, progress)


def compare_edition(
    workspace: Workspace, actor: Actor, edition_id: int
) -> tuple[editions.Change, ...]:
    """Which figures of a frozen report today's data would write differently."""
    require(actor, Action.VIEW)
    with workspace.warehouse.cursor() as cursor:
        edition, kept = find_edition(cursor, edition_id)
    then, _, _ = editions.opened(kept, edition.content_sha256)
    today = build_report(workspace, actor, then.year, then.audience, agency=then.agency)
    return editions.compare(then, today)
