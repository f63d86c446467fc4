"""The warehouse: one per process, a cursor per call, one writer at a time."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TypeVar, cast

import duckdb
import pandas as pd

from dashboard.errors import WarehouseBusy, WarehouseDamaged
from dashboard.warehouse import query
from dashboard.warehouse.audit import CHANGES_DATA
from dashboard.warehouse.migrate import migrate

_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    # Files that DuckDB 1.5 and 2 can both read.
    "storage_compatibility_version": "v1.4.0",
    # Nothing leaves the machine, and no query reads a file of its own.
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}

Result = TypeVar("Result")


class Warehouse:
    """One DuckDB file, opened and migrated. Threads share it: every call takes its own cursor."""

    def __init__(self, path: Path | None = None) -> None:
        """Open the file, made when missing; ``None`` keeps everything in memory.

        Raises ``WarehouseBusy`` when another process has it open.
        """
        self.path = path
        self._commits = 0
        self._kept: tuple[object, dict[object, object]] = (None, {})
        self._write_lock = threading.Lock()
        if path is not None:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            self._connection = duckdb.connect(str(path or ":memory:"), config=_CONFIG)
        except duckdb.IOException as problem:
            if "set lock" not in str(problem):
                raise WarehouseDamaged(
                    f"Die Datei {path} lässt sich nicht als Datenbank öffnen. Bitte die Datei aus "
                    f"der Sicherung zurückholen; die Meldung der Datenbank: {problem}"
                ) from None
            raise WarehouseBusy(
                f"Die Datenbank {path} ist von einem anderen Programm geöffnet. "
                "Bitte zuerst das Dashboard beenden oder dort weiterarbeiten."
            ) from None
        migrate(self._connection)
        self._make_private()

    def close(self) -> None:
        """Close the file; the next process may open it."""
        self._connection.close()

    @property
    def is_open(self) -> bool:
        """Whether it can still be asked."""
        try:
            self._connection.cursor().close()
        except duckdb.ConnectionException:
            return False
        return True

    def frame(self, name: str, **parameters: object) -> pd.DataFrame:
        """Run the query of that name; wrong parameters fail by name before it runs."""
        wanted = query.load(name)
        query.check_parameters(wanted, set(parameters))
        with self.cursor() as cursor:
            return run(cursor, wanted, parameters)

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor of its own for one call."""
        cursor = self._connection.cursor()
        try:
            yield cursor
        finally:
            cursor.close()

    @contextmanager
    def writing(self, *, keep: bool = True) -> Iterator[duckdb.DuckDBPyConnection]:
        """One transaction, one writer at a time; any exception takes everything back.

        ``keep=False`` takes it back in any case: that is how a preview computes what would be.
        """
        with self._write_lock, self.cursor() as cursor:
            cursor.begin()
            try:
                yield cursor
            except BaseException:
                cursor.rollback()
                raise
            if keep:
                cursor.commit()
                self._commits += 1
                self._make_private()
            else:
                cursor.rollback()

    def _make_private(self) -> None:
        """Only the owner reads the file and its log, which DuckDB makes anew time and again."""
        if self.path is not None:
            for file in (self.path, self.path.with_name(f"{self.path.name}.wal")):
                with suppress(FileNotFoundError):
                    file.chmod(0o600)

    def version(self) -> int:
        """Number of the last write; equal versions mean equal data."""
        with self.cursor() as cursor:
            row = cursor.execute("select coalesce(max(entry_id), 0) from audit_log").fetchone()
        return int(row[0]) if row else 0

    def state(self) -> tuple[int, int]:
        """Version and transactions of this process: equal states mean equal data, logged or not."""
        return self.version(), self._commits

    def once_per_state(self, key: object, compute: Callable[[], Result]) -> Result:
        """What ``compute`` makes of the data, kept until they change.

        Two threads that ask at once may both compute; nothing of an earlier state is kept.
        """
        state = self.state()
        if self._kept[0] != state:
            self._kept = (state, {})
        results = self._kept[1]
        if key not in results:
            results[key] = compute()
        return cast(Result, results[key])

    def as_of(self) -> datetime | None:
        """When the data were last changed; null in an empty warehouse."""
        with self.cursor() as cursor:
            row = cursor.execute(
                f"select max(logged_at) from audit_log where {CHANGES_DATA}"
            ).fetchone()
        return row[0] if row else None

    def fact(self, name: str) -> str | None:
        """One fact about the warehouse itself, such as ``demo``."""
        with self.cursor() as cursor:
            row = cursor.execute(
                "select fact from warehouse_fact where name = ?", [name]
            ).fetchone()
        return row[0] if row else None

    @property
    def is_demo(self) -> bool:
        """Whether the data are invented; said by the file itself, so it cannot be forgotten."""
        return self.fact("demo") == "yes"


def run(
    cursor: duckdb.DuckDBPyConnection, wanted: query.Query, parameters: dict[str, object]
) -> pd.DataFrame:
    """The query's result on a given cursor, also inside an open transaction."""
    return cursor.execute(wanted.sql, parameters).df()
