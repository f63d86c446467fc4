"""Opening the warehouse that the settings name; the demo one is built when it is missing."""

import os
import threading
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from dashboard import tasks
from dashboard.access import Actor, Role
from dashboard.demo import (
    demo_codes,
    demo_comments,
    demo_files,
    demo_notes,
    demo_outcomes,
    demo_suggestions,
    demo_talks,
)
from dashboard.imports import ImportRequest
from dashboard.ingest.schema import Kind
from dashboard.settings import Settings
from dashboard.warehouse.comments import Code
from dashboard.warehouse.talks import Talk, TalkNote
from dashboard.workspace import Workspace, open_workspace

DEMO_ACTOR = Actor("Beispieldaten", Role.ADMIN)

_shared: dict[Path, Workspace] = {}
_opening = threading.Lock()


def open_configured(settings: Settings) -> Workspace:
    """The workspace of the settings; raises ``WarehouseBusy``."""
    if settings.demo and not settings.warehouse.exists():
        _build_demo(settings)
    return open_workspace(settings.warehouse, settings.secret, settings=settings)


def open_shared(settings: Settings) -> Workspace:
    """The one workspace of this process for these settings: pages and links use the same.

    Raises ``WarehouseBusy``.
    """
    with _opening:
        opened = _shared.get(settings.warehouse)
        if opened is None or not opened.warehouse.is_open:
            opened = _shared[settings.warehouse] = open_configured(settings)
        return opened


def _build_demo(settings: Settings) -> None:
    """Import the invented files as staff would; the finished file appears at once or not at all."""
    settings.folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=settings.folder, prefix="building-") as folder:
        path = Path(folder) / settings.warehouse.name
        workspace = open_workspace(path, settings.secret, settings=settings)
        fill_with_demo(workspace)
        workspace.warehouse.close()
        os.replace(path, settings.warehouse)  # noqa: PTH105 - the one atomic way on every system


def fill_with_demo(workspace: Workspace) -> None:
    """Mark the warehouse as invented for ever, then do with invented data what staff would do."""
    with workspace.warehouse.writing() as cursor:
        cursor.execute("insert into warehouse_fact values ('demo', 'yes')")
    for file in demo_files():
        tasks.commit_import(
            workspace,
            DEMO_ACTOR,
            ImportRequest(file.name, file.content, Kind(file.kind), file.event_id),
        )
    for note in demo_notes():
        tasks.save_note(workspace, DEMO_ACTOR, note)
    _code_comments(workspace)
    _note_talks(workspace)
    _follow_outcomes(workspace)
    _collect_suggestions(workspace)


def _code_comments(workspace: Workspace) -> None:
    for code_id, label, description in demo_codes():
        tasks.save_code(workspace, DEMO_ACTOR, Code(code_id, label, description), is_new=True)
    made = {(each.event_id, each.text): each for each in demo_comments()}
    for comment in tasks.list_comments(workspace, DEMO_ACTOR):
        wanted = made[comment.key.event_id, comment.text]
        tasks.code_comment(workspace, DEMO_ACTOR, comment.key, wanted.codes)
        if wanted.is_quote:
            tasks.release_quote(workspace, DEMO_ACTOR, comment.key)


def _note_talks(workspace: Workspace) -> None:
    towns, associations = tasks.list_talk_places(workspace, DEMO_ACTOR)
    ags = {name: key for key, name in towns.items()}
    association_ids = {name: key for key, name in associations.items()}
    for row in demo_talks():
        talk = Talk(
            starts=row["starts"],
            counterpart=row["counterpart"],
            ends=row["ends"] or None,
            event_id=row["event_id"] or None,
            ags=ags.get(row["place"]),
            association_id=association_ids.get(row["place"]),
            tendency=int(row["tendency"]) if row["tendency"] else None,
            notes=(TalkNote(row["note"], row["topic_id"] or None, tuple(row["codes"].split())),),
        )
        tasks.save_talk(workspace, DEMO_ACTOR, talk)


def _follow_outcomes(workspace: Workspace) -> None:
    for outcome in demo_outcomes():
        outcome_id = tasks.save_outcome(workspace, DEMO_ACTOR, replace(outcome, updates=()))
        for update in outcome.updates:
            tasks.add_outcome_update(workspace, DEMO_ACTOR, outcome_id, update)


def _collect_suggestions(workspace: Workspace) -> None:
    for versions in demo_suggestions():
        number = None
        for version in versions:
            number = tasks.save_suggestion(
                workspace, DEMO_ACTOR, replace(version, suggestion_id=number)
            )
