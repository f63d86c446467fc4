"""What every layer after ``ingest`` starts from: a warehouse in memory and builders that fill it.

The warehouse holds the reference data and the public record (eight held dialogues up to 2024);
events of a test lie in 2025 and later unless it says otherwise.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings

from dashboard import paths
from dashboard.demo_warehouse import fill_with_demo
from dashboard.disclosure import Thresholds
from dashboard.ingest.organisations import OrganisationRules
from dashboard.ingest.places import Gazetteer
from dashboard.ingest.questions import questions_from_file
from dashboard.ingest.schema import AttendanceRow, FeedbackRow, Kind, Question
from dashboard.privacy import Pseudonyms
from dashboard.settings import Settings
from dashboard.warehouse.connection import Warehouse
from dashboard.warehouse.events import Event, store_event
from dashboard.warehouse.load import Batch, load_attendance, load_feedback, next_batch_id
from dashboard.warehouse.reference import load_reference
from dashboard.warehouse.undo import Undone, undo
from dashboard.workspace import Workspace, open_workspace
from tests.builders import NOON, Imported

AddEvent = Callable[..., str]
AddAttendance = Callable[..., Imported]
AddFeedback = Callable[..., Imported]
TakeBack = Callable[[int], Undone]
WorkspaceOver = Callable[[Warehouse], Workspace]


# A busy machine is no failure, and the same inputs come every time.
settings.register_profile("calm", deadline=None, derandomize=True, database=None)
settings.load_profile("calm")

_HERE = Path(__file__).parent
# Start processes or pages, or try thousands of inputs: left out of a run while one works.
_SLOW = (
    *("app_pages", "charts/test_figures.py", "charts/test_publish.py", "test_cli.py"),
    "charts/test_recovery.py",
    *("test_concurrent_imports.py", "test_crash.py", "ingest/test_gazetteer.py"),
    *("ingest/test_hostile.py", "ingest/test_reader_properties.py", "pictures", "test_links.py"),
    *("report/test_content.py", "test_tasks.py", "test_decisions.py", "warehouse/test_undo.py"),
    *("charts/test_findings.py", "charts/test_evaluation_scopes.py", "charts/test_timeline.py"),
    *("charts/test_overview.py", "ingest/test_hostile_workbooks.py"),
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the slow tests by where they lie; first, so that ``-m`` sees the mark."""
    for item in items:
        if any(item.path.is_relative_to(_HERE / name) for name in _SLOW):
            item.add_marker("slow")


@pytest.fixture
def warehouse() -> Iterator[Warehouse]:
    opened = shipped_warehouse()
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The workspace with the invented lists and questionnaires; nobody writes to it."""
    secret = tmp_path_factory.mktemp("demo") / "pseudonym.key"
    workspace = open_workspace(None, secret, settings=Settings())
    fill_with_demo(workspace)
    yield workspace
    workspace.warehouse.close()


@pytest.fixture(scope="session")
def record() -> Iterator[Warehouse]:
    """The reference data and the public record, for tests that only read."""
    opened = shipped_warehouse()
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def reference() -> tuple[Gazetteer, OrganisationRules, tuple[Question, ...]]:
    """What a workspace reads from ``data/reference`` at its start."""
    return (
        Gazetteer.from_files(paths.REFERENCE),
        OrganisationRules.from_file(paths.REFERENCE / "organisation_types.csv"),
        questions_from_file(paths.REFERENCE / "questions.csv"),
    )


@pytest.fixture(scope="session")
def workspace_over(
    reference: tuple[Gazetteer, OrganisationRules, tuple[Question, ...]],
) -> WorkspaceOver:
    """A warehouse with all that tasks need; it is noon (UTC) on 5 March 2026."""
    return lambda warehouse: Workspace(
        warehouse, Pseudonyms(b"probe" * 8), *reference, Thresholds(5, 3), now=lambda: NOON
    )


@pytest.fixture
def workspace(warehouse: Warehouse, workspace_over: WorkspaceOver) -> Workspace:
    """What tasks work with, over a warehouse in memory."""
    return workspace_over(warehouse)


@pytest.fixture
def add_event(warehouse: Warehouse) -> AddEvent:
    """Store a held dialogue: ``add_event(held_on=date(2025, 5, 6), topics={"energy": 1.0})``."""
    return lambda event_id="muster-1", **changes: store(warehouse, event_id, **changes)


@pytest.fixture
def add_attendance(warehouse: Warehouse) -> AddAttendance:
    """Import a list: ``add_attendance("muster-1", person("anna"), *people(3, ags=HELBRA))``."""
    return lambda event_id, *rows, **batch: import_list(warehouse, event_id, rows, **batch)


@pytest.fixture
def add_feedback(warehouse: Warehouse) -> AddFeedback:
    """Import questionnaires: ``add_feedback("muster-1", questionnaire("a", {"overall": 5}))``."""
    return lambda event_id, *rows, **batch: import_questionnaires(
        warehouse, event_id, rows, **batch
    )


@pytest.fixture
def take_back(warehouse: Warehouse) -> TakeBack:
    """Undo one import by its number."""
    return lambda batch_id: undo_batch(warehouse, batch_id)


def shipped_warehouse() -> Warehouse:
    """A fresh warehouse in memory, as after the first start."""
    opened = Warehouse()
    with opened.writing() as cursor:
        load_reference(cursor)
    return opened


def store(
    warehouse: Warehouse,
    event_id: str = "muster-1",
    *,
    title: str = "Musterdialog",
    held_on: date | None = date(2025, 5, 6),
    status: str = "held",
    is_new: bool = True,
    **changes: object,
) -> str:
    """An event as staff would enter it; the date tells its basis."""
    basis = {"date_basis": "stated" if held_on else "unknown"}
    event = Event(event_id, title, held_on=held_on, status=status, **(basis | changes))  # type: ignore[arg-type]
    with warehouse.writing() as cursor:
        store_event(cursor, event, is_new=is_new, today=NOON.date())
    return event_id


def import_list(
    warehouse: Warehouse,
    event_id: str,
    rows: tuple[AttendanceRow, ...],
    *,
    replaces: bool = False,
    **batch: object,
) -> Imported:
    """Load a list in a transaction of its own; the rows stand below a heading in row 1."""
    numbered = [replace(row, row=number) for number, row in enumerate(rows, start=2)]
    with warehouse.writing() as cursor:
        loaded = _batch(next_batch_id(cursor), Kind.ATTENDANCE, event_id, len(rows), **batch)
        counts = load_attendance(cursor, loaded, numbered, replace=replaces)
    return Imported(loaded.batch_id, counts)


def import_questionnaires(
    warehouse: Warehouse,
    event_id: str,
    rows: tuple[FeedbackRow, ...],
    *,
    replaces: bool = False,
    **batch: object,
) -> Imported:
    """Load questionnaires in a transaction of their own."""
    numbered = [replace(row, row=number) for number, row in enumerate(rows, start=2)]
    with warehouse.writing() as cursor:
        loaded = _batch(next_batch_id(cursor), Kind.FEEDBACK, event_id, len(rows), **batch)
        counts = load_feedback(cursor, loaded, numbered, replace=replaces)
    return Imported(loaded.batch_id, counts)


def undo_batch(warehouse: Warehouse, batch_id: int) -> Undone:
    """Take one import back in a transaction of its own."""
    with warehouse.writing() as cursor:
        [(kind,)] = cursor.execute(
            "select kind from import_batch where batch_id = ?", [batch_id]
        ).fetchall()
        return undo(cursor, batch_id, Kind(kind), by="probe", at=NOON)


def _batch(batch_id: int, kind: Kind, event_id: str, rows: int, **changes: object) -> Batch:
    batch = Batch(
        batch_id,
        kind,
        event_id,
        file_name=f"datei-{batch_id}.csv",
        sha256=f"{batch_id:064}",
        source="attendance_list" if kind is Kind.ATTENDANCE else "feedback_table",
        imported_by="probe",
        imported_at=NOON,
        rows_read=rows,
        rows_left_out=0,
    )
    return replace(batch, **changes)  # type: ignore[arg-type]
