"""Migrations: each once, in order, whole or not at all."""

import shutil
from pathlib import Path

import duckdb
import pytest

from dashboard import paths
from dashboard.warehouse.connection import Warehouse
from dashboard.warehouse.migrate import MigrationChanged, migrate
from dashboard.warehouse.reference import load_reference
from tests.conftest import store

SHIPPED = [path.name for path in sorted(paths.MIGRATIONS.glob("*.sql"))]
VIEWS = {path.stem.split("_", 1)[1] for path in paths.VIEWS.glob("*.sql")}


@pytest.fixture
def migrations(tmp_path, monkeypatch) -> Path:
    """A copy of the shipped migrations that a test may add to and change."""
    folder = tmp_path / "migrations"
    shutil.copytree(paths.MIGRATIONS, folder)
    monkeypatch.setattr(paths, "MIGRATIONS", folder)
    return folder


def applied(connection: duckdb.DuckDBPyConnection) -> list[str]:
    found = connection.execute("select name from schema_migration order by number").fetchall()
    return [name for (name,) in found]


def relations(connection: duckdb.DuckDBPyConnection) -> set[str]:
    found = connection.execute("select table_name from duckdb_tables()").fetchall()
    return {name for (name,) in found}


def test_a_fresh_warehouse_has_every_migration_and_every_view() -> None:
    with duckdb.connect() as connection:
        migrate(connection)
        assert applied(connection) == SHIPPED
        made = connection.execute(
            "select view_name from duckdb_views() where not internal "
            "union all select function_name from duckdb_functions() where not internal"
        ).fetchall()
        assert {name for (name,) in made} >= VIEWS


def test_a_second_start_changes_nothing() -> None:
    with duckdb.connect() as connection:
        migrate(connection)
        before = connection.execute("from schema_migration").fetchall()
        migrate(connection)
        assert connection.execute("from schema_migration").fetchall() == before


def test_numbers_are_unique_and_without_gaps() -> None:
    assert [int(name.split("_")[0]) for name in SHIPPED] == list(range(1, len(SHIPPED) + 1))


def test_an_older_warehouse_gets_what_is_new_and_keeps_its_rows(migrations, tmp_path) -> None:
    path = tmp_path / "warehouse.duckdb"
    older = Warehouse(path)
    with older.writing() as cursor:
        load_reference(cursor)
    store(older, "muster-1")
    older.close()
    (migrations / "9001_probe.sql").write_text("create table probe (n integer);")
    newer = Warehouse(path)
    with newer.cursor() as cursor:
        assert applied(cursor) == [*SHIPPED, "9001_probe.sql"]
        assert cursor.execute("from probe").fetchall() == []
        assert cursor.execute("select title from event where event_id = 'muster-1'").fetchall() == [
            ("Musterdialog",)
        ]
    newer.close()


def test_a_migration_that_was_changed_after_it_ran_is_refused(migrations) -> None:
    with duckdb.connect() as connection:
        migrate(connection)
        first = migrations / SHIPPED[0]
        first.write_text(first.read_text("utf-8") + "-- später geändert\n", "utf-8")
        with pytest.raises(MigrationChanged, match=f"{SHIPPED[0]} wurde .* verändert. Bitte"):
            migrate(connection)


def test_a_failing_migration_leaves_no_trace_and_runs_once_it_is_repaired(migrations) -> None:
    broken = migrations / "9001_probe.sql"
    broken.write_text("create table probe (n integer); insert into probe values (1), ('kein n');")
    with duckdb.connect() as connection:
        with pytest.raises(duckdb.ConversionException):
            migrate(connection)
        assert applied(connection) == SHIPPED
        assert "probe" not in relations(connection)
        broken.write_text("create table probe (n integer); insert into probe values (1), (2);")
        migrate(connection)
        assert applied(connection) == [*SHIPPED, "9001_probe.sql"]
        assert connection.execute("from probe").fetchall() == [(1,), (2,)]


def test_a_failing_view_leaves_the_former_views_in_place(tmp_path, monkeypatch) -> None:
    with duckdb.connect() as connection:
        migrate(connection)
        views = tmp_path / "views"
        views.mkdir()
        (views / "10_held_events.sql").write_text("create or replace view held_events as select 1")
        (views / "20_broken.sql").write_text("create or replace view broken as select nothing")
        monkeypatch.setattr(paths, "VIEWS", views)
        with pytest.raises(duckdb.BinderException):
            migrate(connection)
        assert connection.execute("select event_id from held_events").fetchall() == []
