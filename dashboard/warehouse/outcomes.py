"""What became of things: outcomes with dated updates, and suggested topics; read, check, store.

Updates and versions of suggestions are only ever added, so that the way of each stays to be read.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

import duckdb

from dashboard import formatting, labels
from dashboard.errors import InvalidEntry, NotFound
from dashboard.warehouse.events import all_events, all_topics
from dashboard.warehouse.reference import slug

_EARLIEST = date(1990, 1, 1)
_TITLE_LENGTH, _TEXT_LENGTH = 300, 2000
_ENDED = ("done", "dropped")
_LONGEST_ID = 40
_DAY = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})")
_MONTH = re.compile(r"(\d{1,2})[./](\d{4})")
_NAMED_MONTH = re.compile(r"(\w+)\.?\s+(\d{4})")
_ISO = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")

Rule = tuple[bool, str]


@dataclass(frozen=True)
class OutcomeUpdate:
    """What happened on a day and where the outcome stood then."""

    happened_on: date
    status: str
    message: str
    entered_by: str = ""
    entered_at: datetime | None = None


@dataclass(frozen=True)
class Outcome:
    """One project, study, demand, idea, funding call or evaluation, and its updates, newest first.

    ``status`` is the one it was entered with. ``starts``, ``ends`` and ``due`` say as much of a
    date as is known: „2026-05-31“, „2026-05“ or „2026“. ``outcome_id`` empty: yet to be added.
    """

    title: str
    kind: str = "project"
    status: str = "open"
    outcome_id: str = ""
    topic_id: str | None = None
    event_id: str | None = None
    starts: str | None = None
    ends: str | None = None
    note: str | None = None
    responsible: str | None = None
    due: str | None = None
    ags: tuple[str, ...] = ()
    updates: tuple[OutcomeUpdate, ...] = ()

    @property
    def status_now(self) -> str:
        """Where it stands: by the newest update, without one as it was entered."""
        return self.updates[0].status if self.updates else self.status


@dataclass(frozen=True)
class Suggestion:
    """One suggested topic as it stood after one change; ``suggestion_id`` null: yet to be added.

    Nobody's name: ``source`` says only what kind of body it came from. ``received_on`` null:
    unknown. ``reason`` is needed when declined, ``event_id`` when covered.
    """

    title: str
    source: str = "unknown"
    received_on: date | None = None
    details: str | None = None
    topic_id: str | None = None
    status: str = "proposed"
    reason: str | None = None
    event_id: str | None = None
    suggestion_id: int | None = None
    version: int = 0
    entered_by: str = ""
    entered_at: datetime | None = None


def parse_when(text: str | None) -> str | None:
    """What a German text says of a date, as „2026-05-31“, „2026-05“ or „2026“; null if empty.

    Reads „31.05.2026“, „05.2026“, „05/2026“, „Mai 2026“, „2026“ and the ISO forms; raises
    ``ValueError`` for anything else.
    """
    written = " ".join((text or "").split())
    if not written:
        return None
    if found := _DAY.fullmatch(written):
        return date(int(found[3]), int(found[2]), int(found[1])).isoformat()
    if found := _MONTH.fullmatch(written):
        return _month(int(found[2]), int(found[1]))
    if found := _NAMED_MONTH.fullmatch(written):
        return _month(int(found[2]), _month_number(found[1]))
    if not _ISO.fullmatch(written):
        raise ValueError(written)
    parts = [int(part) for part in written.split("-")]
    date(*parts, *(1 for _ in range(3 - len(parts))))  # a month or day that does not exist
    return written


def _month(year: int, month: int) -> str:
    return date(year, month, 1).isoformat()[:7]


def _month_number(name: str) -> int:
    """„Mai“, „Sept“: the month whose name begins so; 0 if none does or more than one."""
    found = [
        number
        for number, month in enumerate(labels.MONTHS, start=1)
        if month.casefold().startswith(name.casefold())
    ]
    return found[0] if len(found) == 1 and len(name) >= 3 else 0


# --- reading ---------------------------------------------------------------------------------


def all_outcomes(cursor: duckdb.DuckDBPyConnection) -> tuple[Outcome, ...]:
    """Every outcome, by title."""
    ags: dict[str, list[str]] = {}
    for outcome_id, key in cursor.execute(
        "select outcome_id, ags from outcome_municipality order by outcome_id, ags"
    ).fetchall():
        ags.setdefault(outcome_id, []).append(key)
    updates: dict[str, list[OutcomeUpdate]] = {}
    for outcome_id, *update in cursor.execute(
        "select outcome_id, happened_on, status, message, entered_by, entered_at "
        "from outcome_update order by happened_on desc, update_id desc"
    ).fetchall():
        updates.setdefault(outcome_id, []).append(OutcomeUpdate(*update))
    rows = cursor.execute(
        "select title, kind, status, outcome_id, topic_id, event_id, starts, ends, note, "
        "responsible, due from outcome left join outcome_detail using (outcome_id) "
        "order by title collate de, outcome_id"
    ).fetchall()
    return tuple(
        replace(
            Outcome(*row), ags=tuple(ags.get(row[3], ())), updates=tuple(updates.get(row[3], ()))
        )
        for row in rows
    )


def find_outcome(cursor: duckdb.DuckDBPyConnection, outcome_id: str) -> Outcome:
    """One outcome; raises ``NotFound``."""
    for outcome in all_outcomes(cursor):
        if outcome.outcome_id == outcome_id:
            return outcome
    raise NotFound(
        f"Das Ergebnis „{outcome_id}“ gibt es nicht. Die Seite „Wirkung“ zeigt alle Ergebnisse."
    )


def all_suggestions(cursor: duckdb.DuckDBPyConnection) -> tuple[Suggestion, ...]:
    """Every suggestion as it stands now, newest first, unknown days last."""
    return _suggestions(
        cursor, "from current_suggestion order by received_on desc nulls last, suggestion_id desc"
    )


def suggestion_history(
    cursor: duckdb.DuckDBPyConnection, suggestion_id: int
) -> tuple[Suggestion, ...]:
    """All versions of one suggestion, the newest first; none for one that nobody entered."""
    return _suggestions(
        cursor,
        "from topic_suggestion where suggestion_id = ? order by version desc",
        [suggestion_id],
    )


def _suggestions(
    cursor: duckdb.DuckDBPyConnection, which: str, parameters: list[object] | None = None
) -> tuple[Suggestion, ...]:
    rows = cursor.execute(
        "select title, source, received_on, details, topic_id, status, reason, event_id, "
        f"suggestion_id, version, entered_by, entered_at {which}",
        parameters,
    ).fetchall()
    return tuple(Suggestion(*row) for row in rows)


# --- storing ---------------------------------------------------------------------------------


def store_outcome(cursor: duckdb.DuckDBPyConnection, outcome: Outcome) -> str:
    """Add or change one outcome inside the caller's transaction; returns its key.

    Its updates are left as they are, and so is the status it was entered with: only an update
    moves it. Raises ``InvalidEntry`` with every complaint at once; then nothing is stored.
    """
    known = {each.outcome_id: each for each in all_outcomes(cursor)}
    dates, unreadable = _read_dates(outcome)
    complaints = [*_broken(_outcome_rules(cursor, outcome, known, dates)), *unreadable]
    if complaints:
        raise InvalidEntry("Das Ergebnis ist noch nicht gespeichert. " + " ".join(complaints))
    outcome_id = outcome.outcome_id or _new_id(outcome.title, known)
    values = {
        "outcome_id": outcome_id,
        "kind": outcome.kind,
        "title": outcome.title.strip(),
        "topic_id": outcome.topic_id,
        "event_id": outcome.event_id,
        "status": known[outcome_id].status if outcome_id in known else outcome.status,
        "starts": dates["starts"],
        "ends": dates["ends"],
        "note": _text(outcome.note),
    }
    if outcome_id in known:
        changes = ", ".join(f"{name} = ${name}" for name in values if name != "outcome_id")
        cursor.execute(f"update outcome set {changes} where outcome_id = $outcome_id", values)
    else:
        names = ", ".join(values)
        marks = ", ".join(f"${name}" for name in values)
        cursor.execute(f"insert into outcome ({names}) values ({marks})", values)
    _store_details(cursor, outcome_id, _text(outcome.responsible), dates["due"])
    _store_municipalities(cursor, outcome_id, outcome.ags)
    return outcome_id


def _store_details(
    cursor: duckdb.DuckDBPyConnection, outcome_id: str, responsible: str | None, due: str | None
) -> None:
    cursor.execute(
        "insert into outcome_detail values (?, ?, ?) on conflict do update "
        "set responsible = excluded.responsible, due = excluded.due",
        [outcome_id, responsible, due],
    )


def _store_municipalities(
    cursor: duckdb.DuckDBPyConnection, outcome_id: str, ags: Collection[str]
) -> None:
    """Only what differs: DuckDB refuses to delete a key and insert it again in one transaction."""
    before = {
        key
        for (key,) in cursor.execute(
            "select ags from outcome_municipality where outcome_id = ?", [outcome_id]
        ).fetchall()
    }
    for key in sorted(before - set(ags)):
        cursor.execute(
            "delete from outcome_municipality where outcome_id = ? and ags = ?", [outcome_id, key]
        )
    for key in sorted(set(ags) - before):
        cursor.execute("insert into outcome_municipality values (?, ?)", [outcome_id, key])


def _new_id(title: str, taken: Collection[str]) -> str:
    """„makerlab-eisleben“; with a number where that is taken."""
    stem = slug(title)[:_LONGEST_ID].strip("-") or "ergebnis"
    number, outcome_id = 1, stem
    while outcome_id in taken:
        number += 1
        outcome_id = f"{stem}-{number}"
    return outcome_id


def store_update(
    cursor: duckdb.DuckDBPyConnection,
    outcome_id: str,
    update: OutcomeUpdate,
    *,
    by: str,
    at: datetime,
) -> None:
    """Add one dated update inside the caller's transaction; the newest by its day gives the status.

    Raises ``NotFound``, and ``InvalidEntry`` with every complaint at once.
    """
    find_outcome(cursor, outcome_id)
    complaints = _broken(
        [
            (
                _EARLIEST <= update.happened_on <= at.date(),
                f"Der Tag {formatting.day(update.happened_on)} liegt vor 1990 oder in der Zukunft; "
                "eine Meldung sagt, was schon geschehen ist.",
            ),
            (update.status in labels.OUTCOME_STATUSES, f"„{update.status}“ ist kein Stand."),
            (bool(update.message.strip()), "Der Text der Meldung fehlt."),
            _fits("Der Text", update.message, _TEXT_LENGTH),
        ]
    )
    if complaints:
        raise InvalidEntry("Die Meldung ist noch nicht gespeichert. " + " ".join(complaints))
    cursor.execute(
        "insert into outcome_update select coalesce(max(update_id), 0) + 1, $outcome_id, "
        "$happened_on, $status, $message, $by, $at from outcome_update",
        {
            "outcome_id": outcome_id,
            "happened_on": update.happened_on,
            "status": update.status,
            "message": update.message.strip(),
            "by": by,
            "at": at,
        },
    )


def store_suggestion(
    cursor: duckdb.DuckDBPyConnection, suggestion: Suggestion, *, by: str, at: datetime
) -> int:
    """Add a suggestion, or a version of one, inside the caller's transaction; returns its number.

    Raises ``InvalidEntry`` with every complaint at once; then nothing is stored.
    """
    complaints = _broken(_suggestion_rules(cursor, suggestion, today=at.date()))
    if complaints:
        raise InvalidEntry("Der Vorschlag ist noch nicht gespeichert. " + " ".join(complaints))
    number = suggestion.suggestion_id or _next(cursor, "max(suggestion_id)")
    cursor.execute(
        "insert into topic_suggestion values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            number,
            _next(cursor, f"max(version) filter (where suggestion_id = {int(number)})"),
            suggestion.source,
            suggestion.received_on,
            suggestion.title.strip(),
            _text(suggestion.details),
            suggestion.topic_id,
            suggestion.status,
            _text(suggestion.reason),
            suggestion.event_id,
            by,
            at,
        ],
    )
    return number


def _next(cursor: duckdb.DuckDBPyConnection, highest: str) -> int:
    [(number,)] = cursor.execute(
        f"select coalesce({highest}, 0) + 1 from topic_suggestion"
    ).fetchall()
    return int(number)


# --- rules -----------------------------------------------------------------------------------


def _broken(rules: list[Rule]) -> list[str]:
    return [sentence for holds, sentence in rules if not holds]


def _text(written: str | None) -> str | None:
    return (written or "").strip() or None


def _fits(what: str, written: str | None, length: int) -> Rule:
    return (
        len(written or "") <= length,
        f"{what} ist zu lang; möglich sind {formatting.whole(length)} Zeichen.",
    )


def _read_dates(outcome: Outcome) -> tuple[dict[str, str | None], list[str]]:
    """Field → date as far as known, and a complaint for each text that is none."""
    dates: dict[str, str | None] = {}
    complaints = []
    for field, name in (("starts", "Beginn"), ("ends", "Ende"), ("due", "Termin")):
        written = getattr(outcome, field)
        try:
            dates[field] = parse_when(written)
        except ValueError:
            dates[field] = None
            complaints.append(
                f"„{written}“ ist als {name} nicht zu lesen; möglich sind ein Tag (31.05.2026), "
                "ein Monat (05.2026 oder Mai 2026) oder ein Jahr (2026)."
            )
    return dates, complaints


def _outcome_rules(
    cursor: duckdb.DuckDBPyConnection,
    outcome: Outcome,
    known: Collection[str],
    dates: dict[str, str | None],
) -> list[Rule]:
    starts, ends = dates["starts"], dates["ends"]
    municipalities = {row[0] for row in cursor.execute("select ags from municipality").fetchall()}
    return [
        (
            not outcome.outcome_id or outcome.outcome_id in known,
            f"Das Ergebnis „{outcome.outcome_id}“ gibt es nicht mehr.",
        ),
        (bool(outcome.title.strip()), "Der Titel fehlt."),
        _fits("Der Titel", outcome.title, _TITLE_LENGTH),
        (outcome.kind in labels.OUTCOME_KINDS, f"„{outcome.kind}“ ist keine Art von Ergebnis."),
        (outcome.status in labels.OUTCOME_STATUSES, f"„{outcome.status}“ ist kein Stand."),
        (
            # „2026“ and „2026-05“ do not contradict each other: compare what both say.
            not starts or not ends or starts[: len(ends)] <= ends[: len(starts)],
            "Das Ende liegt vor dem Beginn.",
        ),
        _fits("Zuständig", outcome.responsible, _TITLE_LENGTH),
        _fits("Die Notiz", outcome.note, _TEXT_LENGTH),
        (
            set(outcome.ags) <= municipalities,
            "Unbekannter Gemeindeschlüssel: "
            + ", ".join(sorted(set(outcome.ags) - municipalities))
            + ".",
        ),
        *_link_rules(cursor, outcome.topic_id, outcome.event_id),
    ]


def _suggestion_rules(
    cursor: duckdb.DuckDBPyConnection, suggestion: Suggestion, *, today: date
) -> list[Rule]:
    event = next(
        (each for each in all_events(cursor) if each.event_id == suggestion.event_id), None
    )
    covered = suggestion.status == "covered"
    return [
        (
            suggestion.suggestion_id is None
            or bool(suggestion_history(cursor, suggestion.suggestion_id)),
            f"Den Vorschlag {suggestion.suggestion_id} gibt es nicht.",
        ),
        (bool(suggestion.title.strip()), "Das vorgeschlagene Thema fehlt."),
        _fits("Das Thema", suggestion.title, _TITLE_LENGTH),
        _fits("Die Beschreibung", suggestion.details, _TEXT_LENGTH),
        _fits("Der Grund", suggestion.reason, _TEXT_LENGTH),
        (
            suggestion.source in labels.SUGGESTION_SOURCES,
            f"„{suggestion.source}“ sagt nicht, von wem der Vorschlag kommt.",
        ),
        (
            suggestion.received_on is None or _EARLIEST <= suggestion.received_on <= today,
            f"Der Eingang am {formatting.day(suggestion.received_on)} liegt vor 1990 oder in der "
            "Zukunft.",
        ),
        (
            suggestion.status in labels.SUGGESTION_STATUSES,
            f"„{suggestion.status}“ ist kein Stand.",
        ),
        (
            suggestion.status != "declined" or _text(suggestion.reason) is not None,
            "Ein abgelehnter Vorschlag braucht einen Grund, den man den Vorschlagenden sagen kann.",
        ),
        (
            not covered or suggestion.event_id is not None,
            "Ein behandelter Vorschlag braucht die Veranstaltung, die ihn aufgegriffen hat.",
        ),
        (
            not (covered and event and event.held_on and event.held_on > today),
            f"„{event.label if event else ''}“ hat noch nicht stattgefunden; bitte „eingeplant“ "
            "wählen.",
        ),
        *_link_rules(cursor, suggestion.topic_id, suggestion.event_id),
    ]


def _link_rules(
    cursor: duckdb.DuckDBPyConnection, topic_id: str | None, event_id: str | None
) -> list[Rule]:
    topics = {topic.topic_id for topic in all_topics(cursor)}
    events = {event.event_id for event in all_events(cursor)}
    return [
        (topic_id is None or topic_id in topics, f"Das Thema „{topic_id}“ gibt es nicht."),
        (
            event_id is None or event_id in events,
            f"Die Veranstaltung „{event_id}“ gibt es nicht.",
        ),
    ]
