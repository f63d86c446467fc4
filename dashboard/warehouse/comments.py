"""Free texts as people read them: the code book, what carries which code, released quotes."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import duckdb

from dashboard.errors import InvalidEntry, NotFound

_CODE_ID = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")


@dataclass(frozen=True)
class Code:
    """An entry of the code book; ``active`` false: no longer offered, what was coded stays."""

    code_id: str
    label: str
    description: str
    active: bool = True


@dataclass(frozen=True)
class CommentKey:
    """Which text is meant: the same words to the same question of the same event."""

    event_id: str
    question_id: str
    text_key: str


@dataclass(frozen=True)
class Coding:
    """One code of a text, and who said so."""

    code_id: str
    coded_by: str
    coded_at: datetime


@dataclass(frozen=True)
class Comment:
    """A free text without anything that tells who wrote it.

    ``copies``: questionnaires with these very words. ``released_by`` and ``released_at`` are null
    while the text is no quote.
    """

    key: CommentKey
    question_label: str
    text: str
    copies: int
    codes: tuple[Coding, ...] = ()
    released_by: str | None = None
    released_at: datetime | None = None


def all_codes(cursor: duckdb.DuckDBPyConnection) -> tuple[Code, ...]:
    """The code book, by label."""
    rows = cursor.execute(
        "select code_id, label, description, active from code order by label collate de, code_id"
    ).fetchall()
    return tuple(Code(*row) for row in rows)


def store_code(cursor: duckdb.DuckDBPyConnection, code: Code, *, is_new: bool) -> None:
    """Add or change one entry; raises ``InvalidEntry`` with every complaint at once."""
    others = {each.label.casefold(): each.code_id for each in all_codes(cursor)}
    known = set(others.values())
    same_label = others.get(code.label.strip().casefold(), code.code_id)
    rules = [
        (
            bool(_CODE_ID.fullmatch(code.code_id)),
            "Das Kürzel darf nur Kleinbuchstaben, Ziffern und Bindestriche enthalten "
            "(2 bis 40 Zeichen).",
        ),
        (
            not (is_new and code.code_id in known),
            f"Das Kürzel „{code.code_id}“ ist schon vergeben; bitte ein anderes wählen.",
        ),
        (is_new or code.code_id in known, f"Den Code „{code.code_id}“ gibt es nicht mehr."),
        (bool(code.label.strip()), "Die Bezeichnung fehlt."),
        (
            same_label == code.code_id,
            f"„{code.label.strip()}“ heißt schon ein anderer Code; bitte anders benennen.",
        ),
        (
            bool(code.description.strip()),
            "Die Beschreibung fehlt: Wann passt der Code? Nur so ordnen alle gleich zu.",
        ),
    ]
    complaints = [sentence for holds, sentence in rules if not holds]
    if complaints:
        raise InvalidEntry("Der Code ist noch nicht gespeichert. " + " ".join(complaints))
    cursor.execute(
        "insert or replace into code values (?, ?, ?, ?)",
        [code.code_id, code.label.strip(), code.description.strip(), code.active],
    )


def comments_of(
    cursor: duckdb.DuckDBPyConnection, event_id: str | None = None
) -> tuple[Comment, ...]:
    """The texts of an event, null: of all events; by question and then by text.

    The order of the file is not kept: beside a list it would tell who wrote what.
    """
    rows = cursor.execute(
        """
        with texts as (
            select
                event_id,
                question_id,
                sha256(answer_text) as text_key,
                held_on,
                first(short_label) as question_label,
                first(answer_text) as words,
                count(*) as copies
            from current_feedback
            inner join question using (question_id, version)
            where nullif(trim(answer_text), '') is not null
                and ($event_id is null or event_id = $event_id)
            group by event_id, question_id, sha256(answer_text), held_on
        )
        select
            event_id, question_id, text_key, question_label, words, copies, released_by, released_at
        from texts
        left join released_quote using (event_id, question_id, text_key)
        order by held_on desc nulls last, event_id, question_id, words collate de
        """,
        {"event_id": event_id},
    ).fetchall()
    codings = _codings(cursor)
    return tuple(
        Comment(key, label, text, copies, codings.get(key, ()), by, at)
        for event, question, text_key, label, text, copies, by, at in rows
        for key in [CommentKey(event, question, text_key)]
    )


def _codings(cursor: duckdb.DuckDBPyConnection) -> dict[CommentKey, tuple[Coding, ...]]:
    found: dict[CommentKey, tuple[Coding, ...]] = {}
    for event_id, question_id, text_key, *coding in cursor.execute(
        "select event_id, question_id, text_key, code_id, coded_by, coded_at "
        "from comment_code order by coded_at, code_id"
    ).fetchall():
        key = CommentKey(event_id, question_id, text_key)
        found[key] = (*found.get(key, ()), Coding(*coding))
    return found


def set_codes(
    cursor: duckdb.DuckDBPyConnection,
    key: CommentKey,
    codes: Collection[str],
    *,
    by: str,
    at: datetime,
) -> tuple[frozenset[str], frozenset[str]]:
    """Say which codes a text carries; returns what was added and what was taken away.

    A code that stays keeps who gave it and when. Raises ``NotFound`` for a text that is not there
    and ``InvalidEntry`` for a code that is unknown or no longer offered.
    """
    comment = _comment(cursor, key)
    before = frozenset(coding.code_id for coding in comment.codes)
    wanted = frozenset(codes)
    offered = {code.code_id for code in all_codes(cursor) if code.active} | before
    if unknown := wanted - offered:
        raise InvalidEntry(
            f"Diese Codes stehen nicht im Codebuch oder sind stillgelegt: "
            f"{', '.join(sorted(unknown))}. Es ist nichts gespeichert."
        )
    place = [key.event_id, key.question_id, key.text_key]
    for code_id in sorted(before - wanted):
        cursor.execute(
            "delete from comment_code "
            "where event_id = ? and question_id = ? and text_key = ? and code_id = ?",
            [*place, code_id],
        )
    for code_id in sorted(wanted - before):
        cursor.execute(
            "insert into comment_code values (?, ?, ?, ?, ?, ?)", [*place, code_id, by, at]
        )
    return wanted - before, before - wanted


def set_released(
    cursor: duckdb.DuckDBPyConnection, key: CommentKey, *, released: bool, by: str, at: datetime
) -> bool:
    """Release a text as a quote or take that back; returns whether anything changed.

    A text that is released already keeps who released it. Raises ``NotFound``.
    """
    comment = _comment(cursor, key)
    if released == (comment.released_at is not None):
        return False
    place = [key.event_id, key.question_id, key.text_key]
    if released:
        cursor.execute("insert into released_quote values (?, ?, ?, ?, ?)", [*place, by, at])
    else:
        cursor.execute(
            "delete from released_quote where event_id = ? and question_id = ? and text_key = ?",
            place,
        )
    return True


def _comment(cursor: duckdb.DuckDBPyConnection, key: CommentKey) -> Comment:
    for comment in comments_of(cursor, key.event_id):
        if comment.key == key:
            return comment
    raise NotFound(
        "Diesen Freitext gibt es nicht mehr; vielleicht wurde der Import zurückgenommen. "
        "Bitte die Seite neu laden."
    )
