"""Reference data and the public record: from the files in ``data/`` into the tables.

Runs at every start and only ever adds: a municipality, a count of inhabitants, an event of the
record that the warehouse holds already stays as it is, so that neither an old year nor what
staff have corrected changes with a new release.
"""

import csv
import re
import unicodedata
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from dashboard import paths
from dashboard.warehouse.audit import log

_MODES = {"onsite": "in_person", "online": "online", "hybrid": "hybrid", "": "unknown"}
# The series that the figures are about; the others are companion events held together with it.
_EVALUATED = {"Regionaldialog"}


def slug(text: str) -> str:
    """„Verbandsgemeinde Goldene Aue“ as ``goldene-aue``: stable keys made from names."""
    text = text.removeprefix("Verbandsgemeinde ").casefold()
    for letter, plain in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        text = text.replace(letter, plain)
    plain_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain_text).strip("-")


def load_reference(cursor: duckdb.DuckDBPyConnection) -> None:
    """Add what is missing, inside the caller's transaction; logs an entry only if rows came in."""
    known_events = {row[0] for row in cursor.execute("select event_id from event").fetchall()}
    added = sum(
        _insert(cursor, table, rows)
        for table, rows in (
            ("topic", _topics()),
            *_regions(),
            ("question", _questions()),
            *_record(known_events),
        )
        if rows
    )
    if added:
        log(
            cursor,
            "regionaldialog",
            "load_reference",
            "data",
            at=datetime.now(UTC).replace(tzinfo=None),
            detail=f"{added} rows",
        )


def _insert(cursor: duckdb.DuckDBPyConnection, table: str, rows: list[tuple[object, ...]]) -> int:
    before = _count(cursor, table)
    # One statement for all rows: this runs at every start, row by row it takes half a second.
    marks = ", ".join("(" + ", ".join("?" for _ in row) + ")" for row in rows)
    values = [value for row in rows for value in row]
    cursor.execute(f"insert into {table} values {marks} on conflict do nothing", values)
    return _count(cursor, table) - before


def _count(cursor: duckdb.DuckDBPyConnection, table: str) -> int:
    row = cursor.execute(f"select count(*) from {table}").fetchone()
    return int(row[0]) if row else 0


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _topics() -> list[tuple[object, ...]]:
    return [
        (row["topic"], row["label_de"], row["group_de"], None, None)
        for row in _rows(paths.RECORD / "topics.csv")
    ]


def _regions() -> list[tuple[str, list[tuple[object, ...]]]]:
    municipalities = _rows(paths.REFERENCE / "municipalities.csv")
    associations: list[tuple[object, ...]] = sorted(
        {
            (slug(row["association"]), row["association"], row["seat_ags"])
            for row in _rows(paths.REFERENCE / "associations.csv")
            if row["level"] == "Verbandsgemeinde"
        }
    )
    return [
        ("association", associations),
        (
            "municipality",
            [
                (
                    row["ags"],
                    row["ars"],
                    row["name"],
                    row["kind"],
                    slug(row["association"]) if row["association"] else None,
                    row["area_km2"],
                    row["seat_lat"],
                    row["seat_lon"],
                )
                for row in municipalities
            ],
        ),
        (
            "population",
            [(row["ags"], row["population_date"], row["population"]) for row in municipalities],
        ),
    ]


def _questions() -> list[tuple[object, ...]]:
    return [
        (
            row["question_id"],
            int(row["version"]),
            int(row["position"]),
            row["short_label"],
            row["wording"],
            row["dimension"],
            row["kind"],
            row["low"] or None,
            row["high"] or None,
            row["best"] or None,
            row["labels"] or None,
        )
        for row in _rows(paths.REFERENCE / "questions.csv")
    ]


def _record(known_events: set[str]) -> list[tuple[str, list[tuple[object, ...]]]]:
    """Events with all that belongs to them; what staff made of a known event is left alone."""
    every = _rows(paths.RECORD / "events.csv")
    events = [row for row in every if row["event"] not in known_events]
    ags_of = {row["name"]: row["ags"] for row in _rows(paths.REFERENCE / "municipalities.csv")}
    series: list[tuple[object, ...]] = [
        (slug(label), label, "SEG" if label in _EVALUATED else None, label in _EVALUATED)
        for label in dict.fromkeys(row["series"] for row in every)
    ]
    agenda: list[tuple[object, ...]] = [
        (
            row["event"],
            int(row["position"]),
            row["kind"],
            row["topic"] or None,
            row["title_de"],
            row["organisation"] or None,
            row["speaker"] or None,
        )
        for row in _rows(paths.RECORD / "agenda.csv")
        if row["event"] not in known_events
    ]
    outcomes: list[tuple[object, ...]] = [
        (
            row["outcome"],
            row["kind"],
            row["title_de"],
            row["topic"] or None,
            row["raised_at"] or None,
            row["status"],
            row["starts"] or None,
            row["ends"] or None,
            row["source_note_de"] or None,
        )
        for row in _rows(paths.RECORD / "outcomes.csv")
    ]
    return [
        ("series", series),
        ("event", [_event(row, ags_of) for row in events]),
        ("event_topic", [(row["event"], row["main_topic"], 1.0) for row in events]),
        ("agenda_item", agenda),
        ("outcome", outcomes),
    ]


def _event(row: dict[str, str], ags_of: dict[str, str]) -> tuple[object, ...]:
    known_day = len(row["date"]) == len("2024-04-30")
    return (
        row["event"],
        slug(row["series"]),
        row["number"] or None,
        int(row["number"]) if row["number"] else None,
        # The record names the 4th meeting of the companion series without a title.
        row["title_de"] or f"{row['number']}. {row['series']}",
        date.fromisoformat(row["date"]) if known_day else None,
        row["date"] or None,
        row["date_basis"],
        _MODES[row["format"]],
        row["venue"] or None,
        row["locality"] or None,
        ags_of.get(row["municipality"]),
        row["status"],
        row["held_with"] or None,
        "record",
    )
