"""A process killed in the middle of an import: on the next start it is whole or absent."""

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dashboard.access import Actor, Role
from dashboard.demo_warehouse import open_configured
from dashboard.imports import ImportRequest
from dashboard.settings import Settings
from dashboard.tasks import commit_import, undo_import
from dashboard.warehouse.connection import Warehouse

STAFF = Actor("probe", Role.EDITOR)
BEFORE = b"Name;Organisation;Ort\nAnna Muster;Muster GmbH;Helbra\nBo Muster;;Berga\n"
# Anna comes from elsewhere now, Bo is the same, and many more came.
PEOPLE = 500
MANY = "".join(f"Person {n} Muster;Beispiel {n % 50} eG;Helbra\n" for n in range(PEOPLE))
DURING = f"Name;Organisation;Ort\nAnna Muster;Muster GmbH;Berga\nBo Muster;;Berga\n{MANY}".encode()

# Starts, imports or takes import 1 back, and waits before or after one step until it is killed.
DRIVER = """
import importlib, sys, time
from pathlib import Path
from dashboard.access import Actor, Role
from dashboard.demo_warehouse import open_configured
from dashboard.imports import ImportRequest
from dashboard.settings import Settings
from dashboard.tasks import commit_import, undo_import

home, file, verb, step, moment = sys.argv[1:]
owner_name, _, name = step.rpartition(".")
module_name, _, owner_class = owner_name.partition(":")
owner = importlib.import_module(module_name)
owner = getattr(owner, owner_class) if owner_class else owner
original = getattr(owner, name)

def stopping(*args, **kwargs):
    if moment == "before":
        wait()
    result = original(*args, **kwargs)
    if moment == "after":
        wait()
    return result

def wait():
    print("here", flush=True)
    time.sleep(60)

def announcing(*args, **kwargs):
    result = original(*args, **kwargs)
    print("here", flush=True)
    return result

if verb == "start":
    setattr(owner, name, stopping)
workspace = open_configured(Settings(home=Path(home)))
setattr(owner, name, announcing if moment == "passing" else stopping)
actor = Actor("probe", Role.EDITOR)
if verb == "import":
    content = Path(file).read_bytes()
    commit_import(workspace, actor, ImportRequest("waehrend.csv", content, event_id="rd-08"))
else:
    undo_import(workspace, actor, 1)
print("done", flush=True)
time.sleep(60)
"""


@pytest.fixture(scope="module")
def prepared_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one import."""
    home = tmp_path_factory.mktemp("prepared") / "home"
    workspace = open_configured(Settings(home=home))
    commit_import(workspace, STAFF, ImportRequest("vorher.csv", BEFORE, event_id="rd-08"))
    workspace.warehouse.close()
    return home


@pytest.fixture
def home(prepared_home: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(prepared_home, tmp_path / "home"))


def kill_while(home: Path, verb: str, step: str, moment: str, *, later: float = 0.0) -> None:
    """Start the driver, wait until it has reached the step, kill it without any farewell."""
    file = home.parent / "waehrend.csv"
    file.write_bytes(DURING)
    driver = subprocess.Popen(
        [sys.executable, "-c", DRIVER, str(home), str(file), verb, step, moment],
        stdout=subprocess.PIPE,
        encoding="utf-8",
        cwd=Path(__file__).resolve().parents[1],
    )
    with driver:
        assert driver.stdout is not None
        assert driver.stdout.readline() == "here\n"
        time.sleep(later)
        driver.kill()


def state_of(home: Path) -> tuple[object, ...]:
    """Imports with their state and counts, persons by place, and entries of the log."""
    warehouse = Warehouse(home / "warehouse.duckdb")
    with warehouse.cursor() as cursor:
        batches = cursor.execute(
            "select batch_id, state, rows_new, rows_same, rows_changed from import_batch order by 1"
        ).fetchall()
        places = cursor.execute(
            "select ags, count(*) from current_attendance group by all order by all"
        ).fetchall()
        rows = cursor.execute("select count(*) from attendance").fetchall()
        logged = cursor.execute(
            "select action from audit_log where action <> 'load_reference' order by entry_id"
        ).fetchall()
        organisations = cursor.execute("select count(*) from organisation").fetchall()
    warehouse.close()
    return batches, places, rows, logged, organisations


BERGA, HELBRA = "15087055", "15087205"
FIRST = (1, "active", 2, 0, 0)
ABSENT = ([FIRST], [(BERGA, 1), (HELBRA, 1)], [(2,)], [("import",)], [(1,)])
WHOLE = (
    [FIRST, (2, "active", PEOPLE, 1, 1)],
    [(BERGA, 2), (HELBRA, PEOPLE)],
    [(PEOPLE + 3,)],
    [("import",), ("import",)],
    [(51,)],
)
UNDONE = ([(1, "undone", 2, 0, 0)], [], [(0,)], [("import",), ("undo_import",)], [(0,)])


def finish(home: Path) -> None:
    """The next start works on: the import goes through, or is known to be there."""
    workspace = open_configured(Settings(home=home))
    request = ImportRequest("waehrend.csv", DURING, event_id="rd-08")
    report = commit_import(workspace, STAFF, request)
    assert report.batch_id == 2
    workspace.warehouse.close()
    assert state_of(home) == WHOLE


@pytest.mark.parametrize(
    ("step", "moment", "left"),
    [
        ("dashboard.imports.log", "after", ABSENT),
        ("dashboard.warehouse.connection:Warehouse._make_private", "before", WHOLE),
    ],
    ids=["before the commit", "after the commit"],
)
def test_an_import_killed_at_a_known_moment_is_whole_or_absent(step, moment, left, home) -> None:
    kill_while(home, "import", step, moment)
    assert state_of(home) == left
    finish(home)


@pytest.mark.parametrize("later", [0.0, 0.01])
def test_an_import_killed_while_it_is_committed_is_whole_or_absent(later: float, home) -> None:
    kill_while(home, "import", "dashboard.imports.log", "passing", later=later)
    assert state_of(home) in (ABSENT, WHOLE)
    finish(home)


@pytest.mark.parametrize(
    ("step", "moment", "left"),
    [
        ("dashboard.warehouse.undo._delete_rows", "after", ABSENT),
        ("dashboard.warehouse.connection:Warehouse._make_private", "before", UNDONE),
    ],
    ids=["before the commit", "after the commit"],
)
def test_an_undo_killed_at_a_known_moment_is_whole_or_absent(step, moment, left, home) -> None:
    kill_while(home, "undo", step, moment)
    assert state_of(home) == left
    if left is ABSENT:
        workspace = open_configured(Settings(home=home))
        undo_import(workspace, STAFF, 1)
        workspace.warehouse.close()
        assert state_of(home) == UNDONE


def test_a_first_start_that_was_killed_is_made_good_by_the_next(tmp_path) -> None:
    home = tmp_path / "home"
    kill_while(home, "start", "dashboard.warehouse.reference._insert", "after")
    workspace = open_configured(Settings(home=home))
    with workspace.warehouse.cursor() as cursor:
        assert cursor.execute("select count(*) from municipality").fetchall() == [(22,)]
        assert cursor.execute("select count(*) from event").fetchall() == [(12,)]
    workspace.warehouse.close()
