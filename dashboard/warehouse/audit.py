"""The audit log: who did what when. Append-only; its newest entry is the version of the data."""

from datetime import datetime

import duckdb

# A comment on a chart and a frozen report change no figure: the date of the data stays what it
# was. For „where“.
CHANGES_DATA = "not ends_with(action, '_chart_comment') and action <> 'freeze_edition'"


def log(
    cursor: duckdb.DuckDBPyConnection,
    actor: str,
    action: str,
    subject: str,
    *,
    at: datetime,
    detail: str | None = None,
) -> None:
    """Add one entry inside the caller's transaction; every write ends with one."""
    cursor.execute(
        "insert into audit_log "
        "select coalesce(max(entry_id), 0) + 1, $at, $actor, $action, $subject, $detail "
        "from audit_log",
        {"at": at, "actor": actor, "action": action, "subject": subject, "detail": detail},
    )
