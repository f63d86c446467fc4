"""Frozen reports: store, list, read. An edition is never changed and never deleted."""

import json
from dataclasses import dataclass
from datetime import datetime

import duckdb

from dashboard.errors import InvalidEntry, NotFound

LONGEST_LABEL = 80
_COLUMNS = (
    "edition_id, year, audience, label, content_sha256, files, program, data_version, data_as_of, "
    "is_demo, frozen_by, frozen_at"
)


@dataclass(frozen=True)
class Edition:
    """A frozen report without its content. ``files``: path → SHA-256; times are UTC."""

    edition_id: int
    year: int
    audience: str
    label: str
    content_sha256: str
    files: dict[str, str]
    program: str
    data_version: int
    data_as_of: datetime | None
    is_demo: bool
    frozen_by: str
    frozen_at: datetime


def store_edition(cursor: duckdb.DuckDBPyConnection, edition: Edition, content: bytes) -> int:
    """Add an edition inside the caller's transaction; its number is given here and returned.

    Raises ``InvalidEntry``.
    """
    label = " ".join(edition.label.split())
    if not label:
        raise InvalidEntry("Die Ausgabe braucht einen Namen, zum Beispiel „Druckfassung“.")
    if len(label) > LONGEST_LABEL:
        raise InvalidEntry(f"Der Name der Ausgabe ist länger als {LONGEST_LABEL} Zeichen.")
    [(edition_id,)] = cursor.execute(
        "insert into edition "
        "select coalesce(max(edition_id), 0) + 1, $year, $audience, $label, $content, $sha256, "
        "$files, $program, $version, $as_of, $demo, $by, $at from edition returning edition_id",
        {
            "year": edition.year,
            "audience": edition.audience,
            "label": label,
            "content": content,
            "sha256": edition.content_sha256,
            "files": json.dumps(edition.files, ensure_ascii=False, sort_keys=True),
            "program": edition.program,
            "version": edition.data_version,
            "as_of": edition.data_as_of,
            "demo": edition.is_demo,
            "by": edition.frozen_by,
            "at": edition.frozen_at,
        },
    ).fetchall()
    return int(edition_id)


def all_editions(cursor: duckdb.DuckDBPyConnection) -> tuple[Edition, ...]:
    """Every edition, the newest first."""
    rows = cursor.execute(f"select {_COLUMNS} from edition order by edition_id desc").fetchall()
    return tuple(_edition(row) for row in rows)


def find_edition(cursor: duckdb.DuckDBPyConnection, edition_id: int) -> tuple[Edition, bytes]:
    """An edition with its content; raises ``NotFound``."""
    row = cursor.execute(
        f"select {_COLUMNS}, content from edition where edition_id = ?", [edition_id]
    ).fetchone()
    if row is None:
        raise NotFound(
            f"Eine Ausgabe mit der Nummer {edition_id} gibt es nicht. "
            "Die Seite „Bericht“ zeigt alle Ausgaben."
        )
    return _edition(row[:-1]), bytes(row[-1])


def _edition(row: tuple[object, ...]) -> Edition:
    number, year, audience, label, sha256, files, *rest = row
    return Edition(number, year, audience, label, sha256, json.loads(str(files)), *rest)  # type: ignore[arg-type]
