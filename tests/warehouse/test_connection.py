"""The warehouse: one process owns it, every call has its cursor, a write is whole or absent."""

import stat
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dashboard.errors import NotFound, WarehouseBusy, WarehouseDamaged, WrongUsage
from dashboard.warehouse.audit import log
from dashboard.warehouse.connection import Warehouse
from tests.builders import NOON

OPEN = """
import sys
from pathlib import Path
from dashboard.errors import WarehouseBusy
from dashboard.warehouse.connection import Warehouse
try:
    Warehouse(Path(sys.argv[1])).close()
except WarehouseBusy as busy:
    print(busy)
    sys.exit(busy.exit_code)
"""


def open_elsewhere(path: Path) -> subprocess.CompletedProcess[str]:
    """Open the file in a second process."""
    return subprocess.run(
        [sys.executable, "-c", OPEN, str(path)],
        capture_output=True,
        encoding="utf-8",
        cwd=Path(__file__).resolve().parents[2],
        env={"PYTHONIOENCODING": "utf-8"},
        check=False,
        timeout=60,
    )


def entries(warehouse: Warehouse) -> list[str]:
    with warehouse.cursor() as cursor:
        found = cursor.execute("select action from audit_log order by entry_id").fetchall()
    return [action for (action,) in found]


def test_a_second_process_is_told_in_german_that_the_file_is_busy(tmp_path) -> None:
    path = tmp_path / "warehouse.duckdb"
    warehouse = Warehouse(path)
    second = open_elsewhere(path)
    assert second.returncode == WarehouseBusy.exit_code == 4
    assert second.stdout.startswith(f"Die Datenbank {path} ist von einem anderen Programm geöffnet")
    assert "Bitte zuerst das Dashboard beenden" in second.stdout
    warehouse.close()
    assert open_elsewhere(path).returncode == 0


def test_only_the_owner_reads_the_warehouse_and_its_log(tmp_path) -> None:
    path = tmp_path / "home" / "warehouse.duckdb"
    warehouse = Warehouse(path)
    with warehouse.writing() as cursor:
        log(cursor, "probe", "probe", "probe", at=NOON)
    files = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert files == {"warehouse.duckdb": 0o600, "warehouse.duckdb.wal": 0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    warehouse.close()


def test_a_write_is_kept_and_moves_the_version_and_the_date(warehouse) -> None:
    before = warehouse.version()
    with warehouse.writing() as cursor:
        log(cursor, "probe", "probe", "probe", at=NOON.replace(year=2099))
    assert warehouse.version() == before + 1
    assert warehouse.as_of() == NOON.replace(year=2099)


def test_a_preview_takes_everything_back(warehouse) -> None:
    before, version = entries(warehouse), warehouse.version()
    with warehouse.writing(keep=False) as cursor:
        log(cursor, "probe", "probe", "probe", at=NOON)
        cursor.execute("update event set title = 'anders'")
        assert cursor.execute("select count(*) from audit_log").fetchall() == [(len(before) + 1,)]
    assert (entries(warehouse), warehouse.version()) == (before, version)
    with warehouse.cursor() as cursor:
        assert cursor.execute("from event where title = 'anders'").fetchall() == []


@pytest.mark.parametrize("interruption", [ValueError, KeyboardInterrupt, SystemExit])
def test_an_interrupted_write_takes_everything_back_and_the_next_one_works(
    interruption, warehouse
) -> None:
    before = entries(warehouse)

    def write_and_stop() -> None:
        with warehouse.writing() as cursor:
            log(cursor, "probe", "lost", "probe", at=NOON)
            raise interruption

    with pytest.raises(interruption):
        write_and_stop()
    with warehouse.writing() as cursor:
        log(cursor, "probe", "kept", "probe", at=NOON)
    assert entries(warehouse) == [*before, "kept"]


def test_a_reader_sees_nothing_of_a_write_that_is_not_finished(warehouse) -> None:
    before = entries(warehouse)
    with warehouse.writing() as cursor:
        log(cursor, "probe", "probe", "probe", at=NOON)
        assert entries(warehouse) == before
    assert entries(warehouse) == [*before, "probe"]


def test_eight_threads_read_and_write_through_one_warehouse(warehouse) -> None:
    before = len(entries(warehouse))
    start = threading.Barrier(8)

    def work(number: int) -> list[int]:
        start.wait()
        seen = []
        for _ in range(5):
            with warehouse.writing() as cursor:
                log(cursor, f"probe-{number}", "probe", "probe", at=NOON)
            seen.append(len(warehouse.frame("imports.batches")) + len(entries(warehouse)))
        return seen

    with ThreadPoolExecutor(8) as pool:
        seen = list(pool.map(work, range(8)))
    assert len(entries(warehouse)) == before + 8 * 5
    assert all(each == sorted(each) for each in seen), "nobody saw a write disappear"
    with warehouse.cursor() as cursor:
        ids = cursor.execute("select entry_id from audit_log order by entry_id").fetchall()
    assert ids == [(number,) for number in range(1, before + 41)]


def test_what_was_written_is_there_after_the_next_start(tmp_path) -> None:
    path = tmp_path / "warehouse.duckdb"
    warehouse = Warehouse(path)
    with warehouse.writing() as cursor:
        log(cursor, "probe", "probe", "probe", at=NOON)
    warehouse.close()
    reopened = Warehouse(path)
    assert entries(reopened) == ["probe"]
    reopened.close()


def test_an_empty_warehouse_has_no_date_and_no_facts() -> None:
    warehouse = Warehouse()
    assert (warehouse.version(), warehouse.as_of(), warehouse.is_demo) == (0, None, False)
    with warehouse.writing() as cursor:
        cursor.execute("insert into warehouse_fact values ('demo', 'yes')")
    assert warehouse.is_demo
    warehouse.close()


def test_a_query_that_nobody_wrote_is_not_found(record) -> None:
    with pytest.raises(NotFound, match=r"„overview\.nothing“ gibt es nicht"):
        record.frame("overview.nothing")


@pytest.mark.parametrize("name", ["migrations.0001_tables", "views.30_held_events", "../secret"])
def test_only_published_queries_have_a_name(name: str, record) -> None:
    with pytest.raises(NotFound):
        record.frame(name)


def test_wrong_parameters_fail_by_name_before_the_query_runs(record) -> None:
    with pytest.raises(WrongUsage, match=r"„imports\.batches“ kennt nicht: jahr\."):
        record.frame("imports.batches", jahr=2025)
    with pytest.raises(WrongUsage, match=r"„overview\.headline“ fehlt: from_date, to_date\."):
        record.frame("overview.headline")


def test_no_query_reads_a_file_of_its_own(record, tmp_path) -> None:
    secret = tmp_path / "liste.csv"
    secret.write_text("Name\nMuster\n", "utf-8")
    with record.cursor() as cursor, pytest.raises(Exception, match="disabled by configuration"):
        cursor.execute(f"from read_csv('{secret}')")


@pytest.mark.parametrize("content", [b"", b"Name;Ort\nMuster;Helbra\n" * 200])
def test_a_file_that_is_no_warehouse_is_named_in_german(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "warehouse.duckdb"
    path.write_bytes(content)
    with pytest.raises(WarehouseDamaged, match="lässt sich nicht als Datenbank öffnen"):
        Warehouse(path)
    assert path.read_bytes() == content
