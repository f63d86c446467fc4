"""Feedback talks: with whom by function, when, about what; never a name."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime

import duckdb

from dashboard import labels
from dashboard.errors import InvalidEntry, NotFound
from dashboard.ingest.free_text import seems_to_name, without_contacts
from dashboard.warehouse.comments import all_codes
from dashboard.warehouse.events import all_topics

_DAY_OR_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?")
_EARLIEST, _LATEST = "1990", "2100-12-31"


@dataclass(frozen=True)
class TalkNote:
    """One statement of a talk in the words of whoever led it; ``topic_id`` null: none."""

    note: str
    topic_id: str | None = None
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Talk:
    """One talk. ``starts`` and ``ends`` as sure as they are: „2022-12“ or „2022-12-14“.

    ``talk_id`` null: not stored yet. ``counterpart``: a key of ``labels.COUNTERPARTS``.
    ``tendency``: 1 (negative) to 5 (positive), null where none is stated.
    """

    starts: str
    counterpart: str
    ends: str | None = None
    event_id: str | None = None
    ags: str | None = None
    association_id: str | None = None
    tendency: int | None = None
    notes: tuple[TalkNote, ...] = ()
    talk_id: int | None = None


def all_talks(cursor: duckdb.DuckDBPyConnection) -> tuple[Talk, ...]:
    """Every talk, the newest first."""
    codes: dict[tuple[int, int], tuple[str, ...]] = {}
    for talk_id, position, code_id in cursor.execute(
        "select talk_id, position, code_id from talk_note_code order by code_id"
    ).fetchall():
        codes[talk_id, position] = (*codes.get((talk_id, position), ()), code_id)
    notes: dict[int, tuple[TalkNote, ...]] = {}
    for talk_id, position, topic_id, note in cursor.execute(
        "select talk_id, position, topic_id, note from talk_note order by talk_id, position"
    ).fetchall():
        said = TalkNote(note, topic_id, codes.get((talk_id, position), ()))
        notes[talk_id] = (*notes.get(talk_id, ()), said)
    rows = cursor.execute(
        "select talk_id, starts, counterpart, ends, event_id, ags, association_id, tendency "
        "from talk order by starts desc, talk_id desc"
    ).fetchall()
    return tuple(
        Talk(
            starts,
            counterpart,
            ends,
            event_id,
            ags,
            association_id,
            tendency,
            notes.get(talk_id, ()),
            talk_id,
        )
        for talk_id, starts, counterpart, ends, event_id, ags, association_id, tendency in rows
    )


def talk_places(cursor: duckdb.DuckDBPyConnection) -> tuple[dict[str, str], dict[str, str]]:
    """Municipalities (AGS → name) and associations (id → name) that a talk may belong to."""
    return (
        dict(cursor.execute("select ags, name from municipality order by name").fetchall()),
        dict(
            cursor.execute("select association_id, name from association order by name").fetchall()
        ),
    )


def store_talk(cursor: duckdb.DuckDBPyConnection, talk: Talk, *, by: str, at: datetime) -> Talk:
    """Add or change a talk; returns it as stored.

    Raises ``InvalidEntry`` with every complaint at once, ``NotFound`` for one that is gone.
    """
    if talk.talk_id is not None:
        _require(cursor, talk.talk_id)
    notes = tuple(
        replace(each, note=without_contacts(each.note.strip()))
        for each in talk.notes
        if each.note.strip()
    )
    cleaned = replace(talk, notes=notes)
    complaints = _complaints(cursor, cleaned, today=at.date())
    if complaints:
        raise InvalidEntry("Das Gespräch ist noch nicht gespeichert. " + " ".join(complaints))
    stored = replace(cleaned, talk_id=talk.talk_id or _next_id(cursor))
    values = [
        *(stored.starts, stored.ends, stored.event_id, stored.ags, stored.association_id),
        *(stored.counterpart, stored.tendency),
    ]
    if talk.talk_id is None:
        cursor.execute(
            "insert into talk values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [stored.talk_id, *values, by, at, by, at],
        )
    else:
        cursor.execute(
            "update talk set starts = ?, ends = ?, event_id = ?, ags = ?, association_id = ?, "
            "counterpart = ?, tendency = ?, changed_by = ?, changed_at = ? where talk_id = ?",
            [*values, by, at, stored.talk_id],
        )
    _store_notes(cursor, stored, by=by, at=at)
    return stored


def _store_notes(cursor: duckdb.DuckDBPyConnection, talk: Talk, *, by: str, at: datetime) -> None:
    """The notes anew; a code that a statement had already keeps who gave it and when."""
    before = {
        (note, code_id): (coded_by, coded_at)
        for note, code_id, coded_by, coded_at in cursor.execute(
            "select note, code_id, coded_by, coded_at from talk_note_code "
            "inner join talk_note using (talk_id, position) where talk_id = ?",
            [talk.talk_id],
        ).fetchall()
    }
    _delete_notes(cursor, talk.talk_id)
    for position, each in enumerate(talk.notes, start=1):
        cursor.execute(
            "insert into talk_note values (?, ?, ?, ?)",
            [talk.talk_id, position, each.topic_id, each.note],
        )
        for code_id in each.codes:
            cursor.execute(
                "insert into talk_note_code values (?, ?, ?, ?, ?)",
                [talk.talk_id, position, code_id, *before.get((each.note, code_id), (by, at))],
            )


def _delete_notes(cursor: duckdb.DuckDBPyConnection, talk_id: int | None) -> None:
    cursor.execute("delete from talk_note_code where talk_id = ?", [talk_id])
    cursor.execute("delete from talk_note where talk_id = ?", [talk_id])


def delete_talk(cursor: duckdb.DuckDBPyConnection, talk_id: int) -> None:
    """Delete a talk with its notes; raises ``NotFound``."""
    _require(cursor, talk_id)
    _delete_notes(cursor, talk_id)
    cursor.execute("delete from talk where talk_id = ?", [talk_id])


def _require(cursor: duckdb.DuckDBPyConnection, talk_id: int) -> None:
    if cursor.execute("select 1 from talk where talk_id = ?", [talk_id]).fetchone() is None:
        raise NotFound(f"Das Gespräch {talk_id} gibt es nicht mehr. Bitte die Seite neu laden.")


def _next_id(cursor: duckdb.DuckDBPyConnection) -> int:
    row = cursor.execute("select coalesce(max(talk_id), 0) + 1 from talk").fetchone()
    return int(row[0]) if row else 1


def _complaints(cursor: duckdb.DuckDBPyConnection, talk: Talk, *, today: date) -> list[str]:
    events = {row[0] for row in cursor.execute("select event_id from event").fetchall()}
    places = {row[0] for row in cursor.execute("select ags from municipality").fetchall()}
    associations = {
        row[0] for row in cursor.execute("select association_id from association").fetchall()
    }
    topics = {topic.topic_id for topic in all_topics(cursor)}
    codes = {code.code_id for code in all_codes(cursor)}
    rules = [
        (
            _is_date(talk.starts),
            "Der Beginn fehlt oder ist kein Datum; möglich sind Tag oder Monat, zum Beispiel "
            "14.12.2022 oder 12/2022.",
        ),
        (
            talk.ends is None or _is_date(talk.ends),
            "Das Ende ist kein Datum; möglich sind Tag oder Monat, zum Beispiel 14.12.2022 oder "
            "12/2022.",
        ),
        (
            not _is_date(talk.starts)
            or talk.ends is None
            or not _is_date(talk.ends)
            or talk.starts[:7] < talk.ends[:7]
            or (talk.starts[:7] == talk.ends[:7] and talk.starts <= talk.ends + "-99"),
            "Das Ende liegt vor dem Beginn.",
        ),
        (
            not _is_date(talk.starts) or talk.starts <= today.isoformat(),
            "Der Beginn liegt in der Zukunft; festgehalten wird ein Gespräch erst danach.",
        ),
        (talk.counterpart in labels.COUNTERPARTS, "Bitte auswählen, mit wem gesprochen wurde."),
        (
            talk.event_id is None or talk.event_id in events,
            f"Die Veranstaltung „{talk.event_id}“ gibt es nicht.",
        ),
        (
            talk.ags is None or talk.ags in places,
            f"Der Gemeindeschlüssel „{talk.ags}“ gehört nicht zum Landkreis.",
        ),
        (
            talk.association_id is None or talk.association_id in associations,
            f"Die Verbandsgemeinde „{talk.association_id}“ gibt es nicht.",
        ),
        (
            talk.ags is None or talk.association_id is None,
            "Bitte entweder eine Gemeinde oder eine Verbandsgemeinde wählen.",
        ),
        (
            talk.tendency is None or talk.tendency in labels.TENDENCIES,
            "Die Tendenz liegt zwischen 1 (negativ) und 5 (positiv).",
        ),
        (bool(talk.notes), "Es fehlt mindestens eine Aussage aus dem Gespräch."),
        (
            all(each.topic_id is None or each.topic_id in topics for each in talk.notes),
            "Eine Aussage hat ein unbekanntes Thema.",
        ),
        (
            all(code in codes for each in talk.notes for code in each.codes),
            "Eine Aussage hat einen Code, der nicht im Codebuch steht.",
        ),
    ]
    complaints = [sentence for holds, sentence in rules if not holds]
    complaints += [
        f"Aussage {position} nennt anscheinend eine Person; bitte nur die Funktion schreiben."
        for position, each in enumerate(talk.notes, start=1)
        if seems_to_name(each.note)
    ]
    return complaints


def _is_date(text: str) -> bool:
    """A month or a day that exists, between 1990 and 2100."""
    if not _DAY_OR_MONTH.fullmatch(text) or not _EARLIEST <= text <= _LATEST:
        return False
    try:
        date.fromisoformat(text if len(text) > 7 else f"{text}-01")
    except ValueError:
        return False
    return True
