"""Taking an import back: inside the caller's transaction, whatever came after it.

What remains is what the other imports alone, in their order, would have given.
"""

from dataclasses import dataclass
from datetime import datetime

import duckdb

from dashboard.ingest.schema import Kind
from dashboard.warehouse.load import TARGETS, Target, number


@dataclass(frozen=True)
class Undone:
    """What taking an import back did. Rows: persons of a list, or questionnaires.

    ``kept_rows``: the rows of its file that stay because a later import holds or corrected them,
    in the order of the file; ``kept_by``: for each of them the number of that import.
    ``gone_before``: rows that could not be taken back because a later file had removed them.
    """

    taken_back: int
    restored: int
    kept_rows: tuple[int, ...] = ()
    kept_by: tuple[int, ...] = ()
    gone_before: int = 0

    @property
    def kept(self) -> int:
        """How many rows of the import stay."""
        return len(self.kept_rows)


def undo(
    cursor: duckdb.DuckDBPyConnection, batch_id: int, kind: Kind, *, by: str, at: datetime
) -> Undone:
    """Take a batch back: its rows go, what it superseded returns, later corrections stay."""
    target = TARGETS[kind]
    held = number(
        cursor,
        f"select count(*) from {target.table} where batch_id = $batch_id",
        {"batch_id": batch_id},
    )
    kept = _kept(cursor, target, kind, batch_id)
    # First: a row that has found an heir stands in the way of the ones before it.
    _hand_over(cursor, target, kind, batch_id)
    restored = _return_superseded(cursor, target, batch_id)
    taken_back = _delete_rows(cursor, target, kind, batch_id)
    cursor.execute("delete from replacing_batch where batch_id = ?", [batch_id])
    cursor.execute(
        "update import_batch set state = 'undone', undone_by = $by, undone_at = $at "
        "where batch_id = $batch_id",
        {"batch_id": batch_id, "by": by, "at": at},
    )
    return Undone(
        taken_back,
        restored,
        tuple(row for row, _ in kept),
        tuple(holder for _, holder in kept),
        held - taken_back - len(kept),
    )


def _kept(
    cursor: duckdb.DuckDBPyConnection, target: Target, kind: Kind, batch_id: int
) -> list[tuple[int, int]]:
    """Rows of the batch that a later file holds to this day, unchanged or corrected, and which.

    Source row and later batch, in the order of the file.
    """
    return cursor.execute(
        f"""
        with seen_again as (
            select row_id, min(batch_id) as batch_id
            from batch_sighting
            where kind = $kind and batch_id <> $batch_id
            group by row_id
        )
        select
            own.source_row,
            case when today.batch_id > $batch_id then today.batch_id else seen_again.batch_id end
        from {target.table} as own
        inner join {target.table} as today
            on today.event_id = own.event_id
            and today.row_key = own.row_key
            and today.superseded_by is null
        left join seen_again
            on seen_again.row_id = own.{target.row_id}
            and own.{target.row_id} = today.{target.row_id}
        where own.batch_id = $batch_id
            and (today.batch_id > $batch_id or seen_again.row_id is not null)
        order by own.source_row, own.{target.row_id}
        """,
        {"batch_id": batch_id, "kind": kind},
    ).fetchall()


def _hand_over(
    cursor: duckdb.DuckDBPyConnection, target: Target, kind: Kind, batch_id: int
) -> None:
    """A row that a later file held unchanged belongs to that file from now on."""
    cursor.execute(
        "delete from batch_sighting where kind = $kind and batch_id = $batch_id",
        {"kind": kind, "batch_id": batch_id},
    )
    cursor.execute(
        f"""
        create temp table heir as
        select row_id, min(batch_sighting.batch_id) as batch_id
        from batch_sighting
        inner join {target.table} on {target.table}.{target.row_id} = batch_sighting.row_id
        where batch_sighting.kind = $kind and {target.table}.batch_id = $batch_id
        group by row_id
        """,
        {"kind": kind, "batch_id": batch_id},
    )
    cursor.execute(
        f"update {target.table} set batch_id = heir.batch_id "
        f"from heir where {target.table}.{target.row_id} = heir.row_id"
    )
    cursor.execute(
        "delete from batch_sighting using heir where batch_sighting.kind = $kind "
        "and batch_sighting.row_id = heir.row_id and batch_sighting.batch_id = heir.batch_id",
        {"kind": kind},
    )
    cursor.execute("drop table heir")


def _return_superseded(cursor: duckdb.DuckDBPyConnection, target: Target, batch_id: int) -> int:
    """What the batch superseded is current again, unless a later batch supersedes it as well.

    A later batch does so if it holds the row too or if it replaced what the event held.
    """
    table, row_id = target.table, target.row_id
    cursor.execute(
        f"""
        create temp table returned as
        with later as (
            select event_id, row_key, batch_id from {table} where batch_id > $batch_id
        ),
        replacing as (
            select import_batch.event_id, import_batch.batch_id
            from replacing_batch
            inner join import_batch using (batch_id)
            where batch_id > $batch_id
                and kind = (select kind from import_batch where batch_id = $batch_id)
        )
        select
            older.{row_id} as row_id,
            least(min(later.batch_id), min(replacing.batch_id)) as superseded_by
        from {table} as older
        left join later using (event_id, row_key)
        left join replacing using (event_id)
        where older.superseded_by = $batch_id
        group by older.{row_id}
        """,
        {"batch_id": batch_id},
    )
    cursor.execute(
        f"update {table} set superseded_by = returned.superseded_by "
        f"from returned where {table}.{row_id} = returned.row_id"
    )
    restored = number(cursor, "select count(*) from returned where superseded_by is null")
    cursor.execute("drop table returned")
    return restored


def _delete_rows(
    cursor: duckdb.DuckDBPyConnection, target: Target, kind: Kind, batch_id: int
) -> int:
    """Delete what is left of the batch; organisations that nobody belongs to go with it."""
    this = {"batch_id": batch_id}
    taken_back = number(
        cursor,
        f"select count(*) from {target.table} where batch_id = $batch_id and superseded_by is null",
        this,
    )
    if kind is Kind.FEEDBACK:
        cursor.execute(
            "delete from feedback_answer where response_id in "
            "(select response_id from feedback_response where batch_id = $batch_id)",
            this,
        )
    cursor.execute(f"delete from {target.table} where batch_id = $batch_id", this)
    cursor.execute(
        "delete from organisation where batch_id is not null and organisation_id not in "
        "(select organisation_id from attendance where organisation_id is not null)"
    )
    return taken_back
