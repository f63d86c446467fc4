"""Opening the warehouse that the settings name; the demo one is built when it is missing."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

from dashboard import tasks
from dashboard.access import Actor, Role
from dashboard.demo import demo_files, demo_notes
from dashboard.imports import ImportRequest
from dashboard.ingest.schema import Kind
from dashboard.settings import Settings
from dashboard.workspace import Workspace, open_workspace

DEMO_ACTOR = Actor("Beispieldaten", Role.ADMIN)


def open_configured(settings: Settings) -> Workspace:
    """The workspace of the settings; raises ``WarehouseBusy``."""
    if settings.demo and not settings.warehouse.exists():
        _build_demo(settings)
    return open_workspace(settings.warehouse, settings.secret, settings=settings)


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
    """Mark the warehouse as invented for ever, then import every demo file and the notes."""
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
