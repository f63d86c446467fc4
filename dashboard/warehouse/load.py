"""Imports: rows go in and supersede older ones, always inside the caller's transaction.

Attendance and feedback follow the same rules. A row is known by ``row_key`` within its event. A
row that a later file changes is superseded, never updated; a row that a later file holds
unchanged is noted as a sighting; a file that replaces the earlier ones is noted as such. So
``undo`` knows what every batch held and can take one back as a whole, in any order.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb
import pandas as pd

from dashboard.ingest.organisations import organisation_key
from dashboard.ingest.places import LEARNED
from dashboard.ingest.schema import AttendanceRow, FeedbackRow, Kind, Level, Question


@dataclass(frozen=True)
class Batch:
    """What is known of an import before its rows are counted."""

    batch_id: int
    kind: Kind
    event_id: str
    file_name: str
    sha256: str
    source: str
    imported_by: str
    imported_at: datetime
    rows_read: int
    rows_left_out: int


@dataclass(frozen=True)
class LoadCounts:
    """Rows by what they meant for the warehouse; ``missing`` stood in it and not in the file."""

    new: int
    same: int
    changed: int
    missing: int
    removed: int

    @property
    def nothing(self) -> bool:
        """Whether the file says nothing that the warehouse does not hold already."""
        return not (self.new or self.changed or self.removed)


@dataclass(frozen=True)
class Target:
    """Where the rows of a kind lie and which columns make two of them equal."""

    table: str
    row_id: str
    columns: tuple[str, ...]


TARGETS = {
    Kind.ATTENDANCE: Target(
        "attendance",
        "attendance_id",
        (
            "person_key",
            "organisation_id",
            "organisation_type",
            "level",
            "ags",
            "association_id",
            "outside_name",
            "place_text",
            "place_inferred",
            "mode",
            "status",
            "minutes",
        ),
    ),
    Kind.FEEDBACK: Target("feedback_response", "response_id", ("content_key", "respondent_type")),
}


def next_batch_id(cursor: duckdb.DuckDBPyConnection) -> int:
    """One more than the newest import; imports are numbered without gaps."""
    return number(cursor, "select coalesce(max(batch_id), 0) + 1 from import_batch")


def load_attendance(
    cursor: duckdb.DuckDBPyConnection,
    batch: Batch,
    rows: Sequence[AttendanceRow],
    *,
    replace: bool,
) -> LoadCounts:
    """Store a list; with ``replace`` persons who are no longer in it are taken out."""
    _begin(cursor, batch, replace=replace)
    _incoming(cursor, _attendance_frame(rows))
    _add_organisations(cursor, batch.batch_id)
    cursor.execute(
        """
        create temp table resolved as
        select
            incoming.* exclude (organisation, organisation_key, organisation_type),
            organisation.organisation_id,
            coalesce(organisation.organisation_type, incoming.organisation_type)
                as organisation_type
        from incoming
        left join organisation using (organisation_key)
        """
    )
    counts = _store(cursor, batch, replace=replace)
    _finish(cursor, batch, counts)
    return counts


def load_feedback(
    cursor: duckdb.DuckDBPyConnection,
    batch: Batch,
    rows: Sequence[FeedbackRow],
    *,
    replace: bool,
    new_questions: Sequence[Question] = (),
) -> LoadCounts:
    """Store questionnaires with their answers, and first the question versions they bring along.

    A version stays when its import is taken back: like a version of the catalogue, it says what
    was asked and holds no answers.
    """
    _begin(cursor, batch, replace=replace)
    _add_questions(cursor, new_questions)
    _incoming(cursor, _feedback_frame(rows))
    cursor.execute("create temp table resolved as select * from incoming")
    answers = _answer_frame(rows)
    cursor.register("incoming_answer_frame", answers)
    cursor.execute("create temp table incoming_answer as select * from incoming_answer_frame")
    cursor.unregister("incoming_answer_frame")
    counts = _store(cursor, batch, replace=replace)
    cursor.execute(
        """
        insert into feedback_answer
        select response_id, question_id, version, value, answer_text
        from incoming_answer
        inner join feedback_response using (row_key)
        where feedback_response.batch_id = $batch_id
        """,
        {"batch_id": batch.batch_id},
    )
    cursor.execute("drop table incoming_answer")
    _finish(cursor, batch, counts)
    return counts


def _add_questions(cursor: duckdb.DuckDBPyConnection, questions: Sequence[Question]) -> None:
    """Add versions that are not stored yet, at the position of their question.

    Raises ``ValueError`` for a version that is stored with another scale: whoever parsed the file
    did not know the stored versions (``learned.known_questions``).
    """
    for question in questions:
        scale = (question.low, question.high, question.best)
        stored = cursor.execute(
            "select low, high, best from question where question_id = ? and version = ?",
            [question.question_id, question.version],
        ).fetchone()
        if stored is not None and stored != scale:
            raise ValueError(
                f"{question.question_id} version {question.version} is stored as {stored}, "
                f"not {scale}"
            )
        cursor.execute(
            """
            insert into question
            select
                $question_id, $version,
                (
                    select coalesce(
                        min(position) filter (where question_id = $question_id),
                        coalesce(max(position), 0) + 1
                    )
                    from question
                ),
                $short_label, $wording, $dimension, $kind, $low, $high, $best, $labels
            on conflict do nothing
            """,
            {
                "question_id": question.question_id,
                "version": question.version,
                "short_label": question.short_label,
                "wording": question.wordings[0],
                "dimension": question.dimension,
                "kind": question.kind,
                "low": question.low,
                "high": question.high,
                "best": question.best,
                "labels": ";".join(question.labels) or None,
            },
        )


def _begin(cursor: duckdb.DuckDBPyConnection, batch: Batch, *, replace: bool) -> None:
    cursor.execute(
        """
        insert into import_batch values (
            $batch_id, $kind, $event_id, $file_name, $sha256, $source, $imported_by,
            $imported_at, $rows_read, 0, 0, 0, 0, $rows_left_out, 'active', null, null
        )
        """,
        vars(batch),
    )
    if replace:
        cursor.execute("insert into replacing_batch values (?)", [batch.batch_id])


def _incoming(cursor: duckdb.DuckDBPyConnection, frame: pd.DataFrame) -> None:
    cursor.register("incoming_frame", frame)
    cursor.execute("create temp table incoming as select * from incoming_frame")
    cursor.unregister("incoming_frame")


def _attendance_frame(rows: Sequence[AttendanceRow]) -> pd.DataFrame:
    """One row per person of the list, in the columns of ``attendance``; nulls stay null."""
    places = [row.place for row in rows]
    decided = {Level.MUNICIPALITY, Level.ASSOCIATION, Level.DISTRICT, Level.OUTSIDE}
    levels = [
        place.level if place is not None and place.level in decided else Level.UNKNOWN
        for place in places
    ]

    def text(values: Sequence[str | None]) -> pd.Series:
        return pd.Series(values, dtype="str")

    return pd.DataFrame(
        {
            "source_row": pd.Series([row.row for row in rows], dtype="int64"),
            "row_key": text([row.row_key for row in rows]),
            "person_key": text([row.person_key for row in rows]),
            "organisation": text([row.organisation for row in rows]),
            "organisation_key": text(
                [organisation_key(row.organisation) if row.organisation else None for row in rows]
            ),
            "organisation_type": text([row.organisation_type for row in rows]),
            "level": text([level.value for level in levels]),
            "ags": text([place.ags if place else None for place in places]),
            "association_id": text([place.association_id if place else None for place in places]),
            "outside_name": text(
                [
                    place.name if place and level is Level.OUTSIDE else None
                    for place, level in zip(places, levels, strict=True)
                ]
            ),
            "place_text": text(
                [
                    place.text
                    if place and (level is Level.UNKNOWN or place.how == LEARNED)
                    else None
                    for place, level in zip(places, levels, strict=True)
                ]
            ),
            "place_inferred": pd.Series([row.place_inferred for row in rows], dtype="bool"),
            "mode": text([row.mode for row in rows]),
            "status": text([row.status.value for row in rows]),
            "minutes": pd.Series([row.minutes for row in rows], dtype="Int32"),
        }
    )


def _feedback_frame(rows: Sequence[FeedbackRow]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "source_row": pd.Series([row.row for row in rows], dtype="int64"),
            "row_key": pd.Series([row.row_key for row in rows], dtype="str"),
            "respondent_type": pd.Series([row.respondent_type for row in rows], dtype="str"),
            "content_key": pd.Series([_content_key(row) for row in rows], dtype="str"),
        }
    )


def _content_key(row: FeedbackRow) -> str:
    return hashlib.sha256(repr(row.answers).encode()).hexdigest()


def _answer_frame(rows: Sequence[FeedbackRow]) -> pd.DataFrame:
    answers = [(row.row_key, answer) for row in rows for answer in row.answers]
    return pd.DataFrame(
        {
            "row_key": pd.Series([key for key, _ in answers], dtype="str"),
            "question_id": pd.Series([answer.question_id for _, answer in answers], dtype="str"),
            "version": pd.Series([answer.version for _, answer in answers], dtype="int64"),
            "value": pd.Series([answer.value for _, answer in answers], dtype="float64"),
            "answer_text": pd.Series([answer.text for _, answer in answers], dtype="str"),
        }
    )


def _add_organisations(cursor: duckdb.DuckDBPyConnection, batch_id: int) -> None:
    cursor.execute(
        """
        insert into organisation
        with unknown as (
            select
                organisation_key,
                first(organisation order by source_row) as name,
                first(organisation_type order by source_row) as organisation_type,
                min(source_row) as first_row
            from incoming
            where organisation_key is not null
                and organisation_key not in (select organisation_key from organisation)
            group by organisation_key
        )
        select
            (select coalesce(max(organisation_id), 0) from organisation)
                + row_number() over (order by first_row),
            organisation_key, name, organisation_type, null, $batch_id, null, null
        from unknown
        """,
        {"batch_id": batch_id},
    )


def _store(cursor: duckdb.DuckDBPyConnection, batch: Batch, *, replace: bool) -> LoadCounts:
    """Compare ``resolved`` with what the event holds, then supersede and insert."""
    target = TARGETS[batch.kind]
    equal = " and ".join(
        f"resolved.{name} is not distinct from held.{name}" for name in target.columns
    )
    key = {"event_id": batch.event_id}
    cursor.execute(
        f"""
        create temp table compared as
        select
            coalesce(resolved.row_key, held.row_key) as row_key,
            held.{target.row_id} as held_id,
            case
                when held.row_key is null then 'new'
                when resolved.row_key is null then 'missing'
                when {equal} then 'same'
                else 'changed'
            end as outcome
        from resolved
        full join (
            select * from {target.table} where event_id = $event_id and superseded_by is null
        ) as held using (row_key)
        """,
        key,
    )
    found = dict(
        cursor.execute("select outcome, count(*) from compared group by outcome").fetchall()
    )
    gone = ("changed", "missing") if replace else ("changed",)
    cursor.execute(
        f"""
        update {target.table} set superseded_by = $batch_id
        where {target.row_id} in (
            select held_id from compared where outcome in (select unnest($gone))
        )
        """,
        {"batch_id": batch.batch_id, "gone": list(gone)},
    )
    listed = ", ".join(target.columns)
    cursor.execute(
        f"""
        insert into {target.table}
            ({target.row_id}, event_id, batch_id, source_row, row_key, {listed})
        select
            (select coalesce(max({target.row_id}), 0) from {target.table})
                + row_number() over (order by source_row),
            $event_id, $batch_id, source_row, row_key, {listed}
        from resolved
        where row_key in (select row_key from compared where outcome in ('new', 'changed'))
        """,
        key | {"batch_id": batch.batch_id},
    )
    cursor.execute(
        "insert into batch_sighting select $batch_id, $kind, held_id "
        "from compared where outcome = 'same'",
        {"batch_id": batch.batch_id, "kind": batch.kind},
    )
    cursor.execute("drop table compared; drop table resolved; drop table incoming")
    missing = found.get("missing", 0)
    return LoadCounts(
        found.get("new", 0),
        found.get("same", 0),
        found.get("changed", 0),
        missing,
        missing if replace else 0,
    )


def _finish(cursor: duckdb.DuckDBPyConnection, batch: Batch, counts: LoadCounts) -> None:
    cursor.execute(
        "update import_batch set rows_new = $new, rows_same = $same, rows_changed = $changed, "
        "rows_removed = $removed where batch_id = $batch_id",
        {
            "batch_id": batch.batch_id,
            "new": counts.new,
            "same": counts.same,
            "changed": counts.changed,
            "removed": counts.removed,
        },
    )


def number(
    cursor: duckdb.DuckDBPyConnection, sql: str, parameters: Mapping[str, object] | None = None
) -> int:
    """The one number that a statement returns."""
    row = cursor.execute(sql, dict(parameters or {})).fetchone()
    return int(row[0]) if row else 0
