"""Comments of management on charts: store and delete. ``report.comments`` reads them."""

from datetime import datetime

import duckdb

from dashboard.errors import InvalidEntry, NotAllowed, NotFound
from dashboard.warehouse.audit import CHANGES_DATA

LONGEST = 1000


def store_comment(
    cursor: duckdb.DuckDBPyConnection,
    chart_id: str,
    year: int | None,
    text: str,
    *,
    by: str,
    at: datetime,
) -> int:
    """Add a comment with the state of the data inside the caller's transaction; returns its key.

    ``year`` null: on the chart of all years. Raises ``InvalidEntry``.
    """
    said = text.strip()
    if not said:
        raise InvalidEntry("Der Kommentar ist leer. Bitte zuerst etwas schreiben.")
    if len(said) > LONGEST:
        raise InvalidEntry(
            f"Der Kommentar hat {len(said)} Zeichen; möglich sind {LONGEST}. Bitte kürzen."
        )
    [(comment_id,)] = cursor.execute(
        "insert into chart_comment "
        "select (select coalesce(max(comment_id), 0) + 1 from chart_comment), "
        "$chart, $year, $said, $by, $at, coalesce(max(entry_id), 0), coalesce(max(logged_at), $at) "
        f"from audit_log where {CHANGES_DATA} returning comment_id",
        {"chart": chart_id, "year": year, "said": said, "by": by, "at": at},
    ).fetchall()
    return int(comment_id)


def remove_comment(cursor: duckdb.DuckDBPyConnection, comment_id: int, *, by: str) -> str:
    """Delete one's own comment inside the caller's transaction; returns the chart's key.

    Raises ``NotFound``, and ``NotAllowed`` for a comment of somebody else.
    """
    found = cursor.execute(
        "select chart_id, written_by from chart_comment where comment_id = ?", [comment_id]
    ).fetchone()
    if found is None:
        raise NotFound("Diesen Kommentar gibt es nicht mehr; vielleicht ist er schon gelöscht.")
    chart_id, written_by = found
    if written_by != by:
        raise NotAllowed(
            f"Der Kommentar ist von „{written_by}“. Löschen kann ihn nur, wer ihn geschrieben hat."
        )
    cursor.execute("delete from chart_comment where comment_id = ?", [comment_id])
    return str(chart_id)
