"""Numbered migrations, each in one transaction with its own record; then the views anew."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from dashboard import paths
from dashboard.errors import DashboardError


class MigrationChanged(DashboardError):
    """A migration that was applied earlier reads differently now."""

    code = "migration_changed"


def migrate(connection: duckdb.DuckDBPyConnection) -> None:
    """Bring the warehouse to the newest shape; does nothing when it is there already."""
    connection.execute(
        "create table if not exists schema_migration "
        "(number integer primary key, name text, sha256 text, applied_at timestamp)"
    )
    applied: dict[int, str] = dict(
        connection.execute("select number, sha256 from schema_migration").fetchall()
    )
    for path in sorted(paths.MIGRATIONS.glob("*.sql")):
        _apply(connection, path, applied)
    with _transaction(connection):
        for path in sorted(paths.VIEWS.glob("*.sql")):
            connection.execute(path.read_text("utf-8"))


def _apply(connection: duckdb.DuckDBPyConnection, path: Path, applied: dict[int, str]) -> None:
    number, text = int(path.name.split("_")[0]), path.read_text("utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()
    if number in applied:
        if applied[number] != digest:
            raise MigrationChanged(
                f"Die Migration {path.name} wurde nach ihrer Anwendung verändert. "
                "Bitte die Programmversion installieren, mit der die Datenbank zuletzt lief."
            )
        return
    with _transaction(connection):
        connection.execute(text)
        connection.execute(
            "insert into schema_migration values (?, ?, ?, ?)",
            [number, path.name, digest, datetime.now(UTC).replace(tzinfo=None)],
        )


@contextmanager
def _transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    connection.begin()
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.commit()
