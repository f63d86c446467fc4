"""Notes on the time axis as staff write them: read, check, store, delete."""

from dataclasses import dataclass
from datetime import date, datetime

import duckdb

from dashboard import formatting, labels
from dashboard.errors import InvalidEntry, NotFound

_EARLIEST, _LATEST = date(1990, 1, 1), date(2100, 12, 31)
LONGEST_LABEL, LONGEST_TEXT = 40, 500


@dataclass(frozen=True)
class Note:
    """One note. ``note_id`` null: not stored yet; ``ends_on`` null: a single day."""

    kind: str
    label: str
    starts_on: date | None
    ends_on: date | None = None
    text: str | None = None
    note_id: int | None = None


def all_notes(cursor: duckdb.DuckDBPyConnection) -> tuple[Note, ...]:
    """Every note, newest first."""
    rows = cursor.execute(
        "select kind, label, starts_on, ends_on, note_text, note_id "
        "from note order by starts_on desc, note_id desc"
    ).fetchall()
    return tuple(Note(*row) for row in rows)


def store_note(cursor: duckdb.DuckDBPyConnection, note: Note, *, by: str, at: datetime) -> int:
    """Add or change a note inside the caller's transaction; returns its key.

    Raises ``InvalidEntry`` with every complaint at once, ``NotFound`` for a key that is gone.
    """
    complaints = _complaints(note)
    if complaints:
        raise InvalidEntry("Die Anmerkung ist noch nicht gespeichert. " + " ".join(complaints))
    values = [
        note.kind,
        _one_line(note.label),
        (note.text or "").strip() or None,
        note.starts_on,
        note.ends_on if note.ends_on != note.starts_on else None,
        by,
        at,
    ]
    if note.note_id is None:
        [(note_id,)] = cursor.execute(
            "insert into note select coalesce(max(note_id), 0) + 1, ?, ?, ?, ?, ?, ?, ? from note "
            "returning note_id",
            values,
        ).fetchall()
        return int(note_id)
    _find(cursor, note.note_id)
    cursor.execute(
        "update note set kind = ?, label = ?, note_text = ?, starts_on = ?, ends_on = ?, "
        "written_by = ?, written_at = ? where note_id = ?",
        [*values, note.note_id],
    )
    return note.note_id


def remove_note(cursor: duckdb.DuckDBPyConnection, note_id: int) -> str:
    """Delete a note inside the caller's transaction; returns its label. Raises ``NotFound``."""
    label = _find(cursor, note_id)
    cursor.execute("delete from note where note_id = ?", [note_id])
    return label


def _find(cursor: duckdb.DuckDBPyConnection, note_id: int) -> str:
    found = cursor.execute("select label from note where note_id = ?", [note_id]).fetchone()
    if found is None:
        raise NotFound("Diese Anmerkung gibt es nicht mehr; vielleicht wurde sie schon gelöscht.")
    return str(found[0])


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _complaints(note: Note) -> list[str]:
    days = [day for day in (note.starts_on, note.ends_on) if day is not None]
    rules = [
        (bool(note.label.strip()), "Der Kurztext fehlt."),
        (
            len(_one_line(note.label)) <= LONGEST_LABEL,
            f"Der Kurztext ist länger als {LONGEST_LABEL} Zeichen.",
        ),
        (
            len((note.text or "").strip()) <= LONGEST_TEXT,
            f"Die Erläuterung ist länger als {LONGEST_TEXT} Zeichen.",
        ),
        (
            note.kind in labels.NOTE_KINDS,
            f"„{note.kind}“ ist keine Art von Anmerkung; möglich sind: "
            f"{', '.join(labels.NOTE_KINDS)}.",
        ),
        (note.starts_on is not None, "Der Tag fehlt."),
        *(
            (
                _EARLIEST <= day <= _LATEST,
                f"Das Datum {formatting.day(day)} liegt nicht zwischen 1990 und 2100.",
            )
            for day in days
        ),
        (
            note.starts_on is None or note.ends_on is None or note.starts_on <= note.ends_on,
            "„Bis“ liegt vor „von“.",
        ),
    ]
    return [sentence for holds, sentence in rules if not holds]
