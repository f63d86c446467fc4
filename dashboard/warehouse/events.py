"""Events and topics as staff edit them: read one, check it, store it."""

import re
from dataclasses import dataclass, field, replace
from datetime import date

import duckdb

from dashboard import formatting
from dashboard.errors import InvalidEntry, NotFound

_EVENT_ID = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")
_EARLIEST, _LATEST = date(1990, 1, 1), date(2100, 12, 31)
_MODES = ("in_person", "online", "hybrid", "unknown")
_STATUSES = ("planned", "held", "cancelled", "postponed")
_DATE_BASES = ("stated", "announced", "unknown")


@dataclass(frozen=True)
class AgendaItem:
    """One point of the agenda; ``topic_id``, ``organisation`` and ``speaker`` may be unknown."""

    kind: str
    title: str
    topic_id: str | None = None
    organisation: str | None = None
    speaker: str | None = None


@dataclass(frozen=True)
class Event:
    """One event with its topics (topic id → weight, above 0 up to 1) and its agenda."""

    event_id: str
    title: str
    series_id: str = "regionaldialog"
    number: int | None = None
    held_on: date | None = None
    date_text: str | None = None
    date_basis: str = "stated"
    mode: str = "unknown"
    venue: str | None = None
    locality: str | None = None
    ags: str | None = None
    status: str = "planned"
    held_with: str | None = None
    topics: dict[str, float] = field(default_factory=dict)
    agenda: tuple[AgendaItem, ...] = ()

    @property
    def label(self) -> str:
        """„12.10.2022 · Touristische Mobilität“: how an event is offered for choice."""
        return f"{formatting.day(self.held_on)} · {self.title}"


@dataclass(frozen=True)
class Topic:
    """One topic field; valid without end where ``valid_to`` is null."""

    topic_id: str
    label: str
    group_label: str
    valid_from: date | None = None
    valid_to: date | None = None


def all_events(cursor: duckdb.DuckDBPyConnection) -> tuple[Event, ...]:
    """Every event of every series, newest first, unknown dates last."""
    topics: dict[str, dict[str, float]] = {}
    for event_id, topic_id, weight in cursor.execute(
        "select event_id, topic_id, weight from event_topic order by weight desc, topic_id"
    ).fetchall():
        topics.setdefault(event_id, {})[topic_id] = weight
    agenda: dict[str, list[AgendaItem]] = {}
    for event_id, *item in cursor.execute(
        "select event_id, kind, title, topic_id, organisation, speaker "
        "from agenda_item order by event_id, position"
    ).fetchall():
        agenda.setdefault(event_id, []).append(AgendaItem(*item))
    columns = (
        "event_id, title, series_id, number_order, held_on, date_text, date_basis, mode, "
        "venue, locality, ags, status, held_with"
    )
    rows = cursor.execute(
        f"select {columns} from event "
        "order by held_on desc nulls last, number_order desc nulls last, event_id"
    ).fetchall()
    return tuple(
        replace(Event(*row), topics=topics.get(row[0], {}), agenda=tuple(agenda.get(row[0], ())))
        for row in rows
    )


def find_event(cursor: duckdb.DuckDBPyConnection, event_id: str) -> Event:
    """One event; raises ``NotFound``."""
    for event in all_events(cursor):
        if event.event_id == event_id:
            return event
    raise NotFound(
        f"Die Veranstaltung „{event_id}“ gibt es nicht. "
        "Bitte zuerst anlegen (Seite „Veranstaltungen“ oder „regionaldialog events add“)."
    )


def all_topics(cursor: duckdb.DuckDBPyConnection) -> tuple[Topic, ...]:
    """Every topic, by label."""
    rows = cursor.execute(
        "select topic_id, label, group_label, valid_from, valid_to "
        "from topic order by label collate de"
    ).fetchall()
    return tuple(Topic(*row) for row in rows)


def all_series(cursor: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Series id → label, the evaluated ones first."""
    return dict(
        cursor.execute(
            "select series_id, label from series order by evaluated desc, label"
        ).fetchall()
    )


def store_event(
    cursor: duckdb.DuckDBPyConnection, event: Event, *, is_new: bool, today: date
) -> None:
    """Add or change one event inside the caller's transaction.

    Raises ``InvalidEntry`` with every complaint at once; then nothing is stored.
    """
    complaints = _complaints(cursor, event, is_new=is_new, today=today)
    if complaints:
        raise InvalidEntry("Die Veranstaltung ist noch nicht gespeichert. " + " ".join(complaints))
    values = {
        "event_id": event.event_id,
        "series_id": event.series_id,
        "number_text": None if event.number is None else str(event.number),
        "number_order": event.number,
        "title": event.title.strip(),
        "held_on": event.held_on,
        "date_text": event.held_on.isoformat() if event.held_on else event.date_text,
        "date_basis": event.date_basis,
        "mode": event.mode,
        "venue": event.venue,
        "locality": event.locality,
        "ags": event.ags,
        "status": event.status,
        "held_with": event.held_with,
    }
    if is_new:
        names = ", ".join(values)
        marks = ", ".join(f"${name}" for name in values)
        cursor.execute(f"insert into event ({names}, origin) values ({marks}, 'staff')", values)
    else:
        # DuckDB refuses to write a column with a foreign key, even the same value, while other
        # rows point at the event.
        changed = {name: value for name, value in values.items() if name != "series_id"}
        changes = ", ".join(f"{name} = ${name}" for name in changed if name != "event_id")
        cursor.execute(f"update event set {changes} where event_id = $event_id", changed)
    _store_parts(cursor, event)


def _store_parts(cursor: duckdb.DuckDBPyConnection, event: Event) -> None:
    cursor.execute("delete from event_topic where event_id = ?", [event.event_id])
    cursor.execute("delete from agenda_item where event_id = ?", [event.event_id])
    for topic_id, weight in event.topics.items():
        cursor.execute(
            "insert into event_topic values (?, ?, ?)", [event.event_id, topic_id, weight]
        )
    for position, item in enumerate(event.agenda, start=1):
        cursor.execute(
            "insert into agenda_item values (?, ?, ?, ?, ?, ?, ?)",
            [
                event.event_id,
                position,
                item.kind,
                item.topic_id,
                item.title.strip(),
                item.organisation,
                item.speaker,
            ],
        )


def _complaints(
    cursor: duckdb.DuckDBPyConnection, event: Event, *, is_new: bool, today: date
) -> list[str]:
    known = dict(cursor.execute("select event_id, series_id from event").fetchall())
    topics = {topic.topic_id for topic in all_topics(cursor)}
    numbers = cursor.execute(
        "select event_id from event where series_id = ? and number_order = ? and event_id <> ?",
        [event.series_id, event.number, event.event_id],
    ).fetchall()
    rules = [
        (
            bool(_EVENT_ID.fullmatch(event.event_id)),
            "Das Kürzel darf nur Kleinbuchstaben, Ziffern und Bindestriche enthalten "
            "(2 bis 40 Zeichen, zum Beispiel „rd-10“).",
        ),
        (
            not (is_new and event.event_id in known),
            f"Das Kürzel „{event.event_id}“ ist schon vergeben; bitte ein anderes wählen.",
        ),
        (is_new or event.event_id in known, f"„{event.event_id}“ gibt es nicht mehr."),
        (bool(event.title.strip()), "Der Titel fehlt."),
        (
            event.series_id in all_series(cursor),
            f"Die Reihe „{event.series_id}“ gibt es nicht; möglich sind: "
            + ", ".join(all_series(cursor))
            + ".",
        ),
        (
            is_new or known.get(event.event_id, event.series_id) == event.series_id,
            "Die Reihe einer angelegten Veranstaltung lässt sich nicht ändern; "
            "bitte die Veranstaltung unter der richtigen Reihe neu anlegen.",
        ),
        (
            not numbers,
            f"Die Nummer {event.number} hat in dieser Reihe schon eine andere Veranstaltung.",
        ),
        (
            event.held_on is None or _EARLIEST <= event.held_on <= _LATEST,
            f"Das Datum {formatting.day(event.held_on)} liegt nicht zwischen 1990 und 2100.",
        ),
        (
            event.held_on is not None
            or event.date_text is not None
            or event.date_basis == "unknown",
            "Ohne Datum bitte „Datum unbekannt“ wählen.",
        ),
        (
            event.mode in _MODES,
            f"„{event.mode}“ ist keine Form; möglich sind: {', '.join(_MODES)}.",
        ),
        (
            event.status in _STATUSES,
            f"„{event.status}“ ist kein Stand; möglich sind: {', '.join(_STATUSES)}.",
        ),
        (
            event.date_basis in _DATE_BASES,
            f"„{event.date_basis}“ sagt nicht, wie sicher das Datum ist; möglich sind: "
            f"{', '.join(_DATE_BASES)}.",
        ),
        (
            event.status != "held" or event.held_on is None or event.held_on <= today,
            f"Am {formatting.day(event.held_on)} kann die Veranstaltung noch nicht "
            "stattgefunden haben; bitte „geplant“ wählen oder das Datum berichtigen.",
        ),
        (
            set(event.topics) <= topics,
            "Unbekanntes Thema: " + ", ".join(sorted(set(event.topics) - topics)) + ".",
        ),
        (
            all(0 < weight <= 1 for weight in event.topics.values()),
            "Gewichte der Themen liegen über 0 und höchstens bei 1.",
        ),
        (
            all(item.title.strip() for item in event.agenda),
            "Ein Punkt der Tagesordnung hat keinen Titel.",
        ),
        (
            all(item.topic_id is None or item.topic_id in topics for item in event.agenda),
            "Ein Punkt der Tagesordnung hat ein unbekanntes Thema.",
        ),
        (
            event.ags is None or _exists(cursor, "municipality", "ags", event.ags),
            f"Der Gemeindeschlüssel „{event.ags}“ gehört nicht zum Landkreis.",
        ),
    ]
    return [sentence for holds, sentence in rules if not holds]


def _exists(cursor: duckdb.DuckDBPyConnection, table: str, column: str, key: str) -> bool:
    found = cursor.execute(f"select 1 from {table} where {column} = ?", [key]).fetchone()
    return found is not None


def store_topic(cursor: duckdb.DuckDBPyConnection, topic: Topic, *, is_new: bool) -> None:
    """Add or change one topic; raises ``InvalidEntry`` with every complaint at once."""
    complaints = []
    known = _exists(cursor, "topic", "topic_id", topic.topic_id)
    if is_new and known:
        complaints.append(
            f"Das Kürzel „{topic.topic_id}“ ist schon vergeben; bitte ein anderes wählen."
        )
    if not _EVENT_ID.fullmatch(topic.topic_id.replace("_", "-")):
        complaints.append("Das Kürzel darf nur Kleinbuchstaben, Ziffern und Striche enthalten.")
    if not topic.label.strip():
        complaints.append("Die Bezeichnung fehlt.")
    if not topic.group_label.strip():
        complaints.append("Das Themenfeld fehlt.")
    if topic.valid_from and topic.valid_to and topic.valid_from > topic.valid_to:
        complaints.append("„Gültig ab“ liegt nach „gültig bis“.")
    if complaints:
        raise InvalidEntry("Das Thema ist noch nicht gespeichert. " + " ".join(complaints))
    values = [topic.label.strip(), topic.group_label.strip(), topic.valid_from, topic.valid_to]
    if known:
        cursor.execute(
            "update topic set label = ?, group_label = ?, valid_from = ?, valid_to = ? "
            "where topic_id = ?",
            [*values, topic.topic_id],
        )
    else:
        cursor.execute("insert into topic values (?, ?, ?, ?, ?)", [topic.topic_id, *values])
