"""Invented attendance lists and questionnaires, written as the staff's own tools would write them.

Who comes, how often and what they answer lies in ``data/demo`` (its README explains the columns);
this module only draws from it. The same bytes come out on every machine: the generator has a
fixed seed, only ``random()`` is used, whose sequence Python promises, and all sums are integers.
"""

import csv
import io
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from dashboard import formatting, paths
from dashboard.ingest.schema import Kind
from dashboard.warehouse.notes import Note
from dashboard.warehouse.outcomes import Outcome, OutcomeUpdate, Suggestion

_SEED = "Beispieldaten"
# How much likelier people come when the event is in their own municipality.
_HOST_FACTOR = 5
_SCALE = {"worst": "1", "low": "2", "middle": "3", "high": "4", "best": "5"}
_AGAIN = {"worst": "Nein", "middle": "Vielleicht", "best": "Ja"}

_Item = TypeVar("_Item")


@dataclass(frozen=True)
class DemoFile:
    """One invented file; the name starts with „Beispiel“."""

    event_id: str
    kind: Kind
    name: str
    content: bytes


@dataclass(frozen=True)
class _Organisation:
    """``municipality`` empty: a place that nobody can resolve."""

    name: str
    organisation_type: str
    municipality: str
    places: tuple[str, ...]
    postal_code: str


@dataclass(frozen=True)
class _Person:
    """One invented person; the chance to come grows with ``weight`` from first to last event."""

    surname: str
    first_name: str
    email: str
    organisation: _Organisation
    weight: int
    first_event: str
    last_event: str


@dataclass(frozen=True)
class _Layout:
    """How one tool writes a list: headings in the order of ``_cells``."""

    encoding: str
    delimiter: str
    headings: tuple[str, ...]


@dataclass(frozen=True)
class _Event:
    """An event of the record (number, title, day, municipality) and the recipe for its files.

    ``day`` is null where the record does not state one.
    """

    event_id: str
    number: str
    title: str
    day: date | None
    municipality: str
    registered: int
    no_shows: int
    responses: int
    layout: _Layout
    title_row: bool
    status_column: bool


_EXCEL = ("Name", "Vorname", "Institution", "Ort", "PLZ", "E-Mail", "Teilnahme")
_LAYOUTS = {
    "windows": _Layout("cp1252", ";", _EXCEL),
    "utf8": _Layout("utf-8-sig", ";", _EXCEL),
    "comma": _Layout(
        "utf-8",
        ",",
        ("Nachname", "Vorname", "Organisation", "Ort", "Postleitzahl", "E-Mail", "Teilgenommen"),
    ),
}


def demo_files() -> tuple[DemoFile, ...]:
    """Per held event an attendance list, then its questionnaires; oldest event first."""
    people = _people()
    return tuple(file for event in _events() for file in _files(event, people))


def demo_notes() -> tuple[Note, ...]:
    """Invented notes on the time axis; each says so."""
    return tuple(
        Note(
            row["kind"],
            row["label"],
            date.fromisoformat(row["starts_on"]),
            date.fromisoformat(row["ends_on"]) if row["ends_on"] else None,
            row["text"],
        )
        for row in _rows("notes")
    )


def _files(event: _Event, people: Sequence[_Person]) -> tuple[DemoFile, DemoFile]:
    # A generator per event: changing the recipe of one event leaves the files of the others alone.
    rng = random.Random(f"{_SEED} {event.event_id}")  # noqa: S311 - invented data, no secrets
    registered = _registered(rng, event, people)
    came = _sample(rng, registered, event.registered - event.no_shows)
    series = f"{event.number}. Regionaldialog"
    return (
        DemoFile(
            event.event_id,
            Kind.ATTENDANCE,
            f"Beispiel Teilnehmerliste {series}.csv",
            _attendance(rng, event, registered, came),
        ),
        DemoFile(
            event.event_id,
            Kind.FEEDBACK,
            f"Beispiel Fragebogen {series}.csv",
            _feedback(rng, event, came),
        ),
    )


# --- what people made of the answers ---------------------------------------------------------


@dataclass(frozen=True)
class DemoComment:
    """An invented free text, the codes that it carries, and whether it is released as a quote."""

    event_id: str
    text: str
    codes: tuple[str, ...]
    is_quote: bool


def demo_codes() -> tuple[tuple[str, str, str], ...]:
    """The invented code book: code id, label, description."""
    return tuple((row["code_id"], row["label"], row["description"]) for row in _rows("codes"))


def demo_comments() -> tuple[DemoComment, ...]:
    """What was made of the free texts."""
    return tuple(
        DemoComment(
            row["event_id"], row["text"], tuple(row["codes"].split()), row["quote"] == "yes"
        )
        for row in _rows("comments")
    )


def demo_talks() -> tuple[dict[str, str], ...]:
    """Invented feedback talks, one row each; the README of ``data/demo`` explains the columns."""
    return tuple(_rows("talks"))


# --- what became of it -----------------------------------------------------------------------


def demo_outcomes() -> tuple[Outcome, ...]:
    """Invented outcomes, each titled „Beispiel: …“, with updates that are yet to be added."""
    ags = {row["name"]: row["ags"] for row in _read(paths.REFERENCE / "municipalities.csv")}
    updates = _rows("outcome_updates")
    return tuple(
        Outcome(
            title=row["title"],
            kind=row["kind"],
            status=row["status"],
            topic_id=row["topic"] or None,
            event_id=row["raised_at"] or None,
            note=row["note"] or None,
            responsible=row["responsible"] or None,
            due=row["due"] or None,
            ags=tuple(ags[name] for name in row["municipalities"].split("|")),
            updates=tuple(
                OutcomeUpdate(
                    date.fromisoformat(update["day"]), update["status"], update["message"]
                )
                for update in updates
                if update["outcome"] == row["outcome"]
            ),
        )
        for row in _rows("outcomes")
    )


def demo_suggestions() -> tuple[tuple[Suggestion, ...], ...]:
    """Invented suggestions, each as the versions it had, oldest first."""
    versions: dict[str, list[Suggestion]] = {}
    for row in _rows("suggestions"):
        versions.setdefault(row["title"], []).append(
            Suggestion(
                title=row["title"],
                source=row["source"],
                received_on=date.fromisoformat(row["received_on"]) if row["received_on"] else None,
                details=row["details"] or None,
                topic_id=row["topic"] or None,
                status=row["status"],
                reason=row["reason"] or None,
                event_id=row["event"] or None,
            )
        )
    return tuple(map(tuple, versions.values()))


# --- attendance ------------------------------------------------------------------------------


def _registered(rng: random.Random, event: _Event, people: Sequence[_Person]) -> list[_Person]:
    """As many people as the recipe says, drawn by weight, sorted as in a list of names."""
    pool = [p for p in people if p.first_event <= event.event_id <= p.last_event]
    drawn: list[_Person] = []
    while len(drawn) < event.registered:
        weights = [_weight(person, event) for person in pool]
        ticket = int(rng.random() * sum(weights))
        index = 0
        while ticket >= weights[index]:
            ticket -= weights[index]
            index += 1
        drawn.append(pool.pop(index))
    return sorted(drawn, key=lambda person: (person.surname, person.first_name))


def _weight(person: _Person, event: _Event) -> int:
    at_home = event.municipality and person.organisation.municipality == event.municipality
    return person.weight * (_HOST_FACTOR if at_home else 1)


def _attendance(
    rng: random.Random, event: _Event, registered: Sequence[_Person], came: Sequence[_Person]
) -> bytes:
    layout = event.layout
    width = len(layout.headings) - (not event.status_column)
    rows = [layout.headings]
    rows += [_cells(rng, person, attended=person in came) for person in registered]
    table = [row[:width] for row in rows]
    if event.title_row:
        blank = ("",) * (width - 1)
        table = [(_title(event), *blank), ("", *blank), *table]
    return _csv(table, layout)


def _title(event: _Event) -> str:
    title = f"Teilnehmerliste {event.number}. Regionaldialog: {event.title}"
    return f"{title}, {formatting.day(event.day)}" if event.day else title


def _cells(rng: random.Random, person: _Person, *, attended: bool) -> tuple[str, ...]:
    [place] = _sample(rng, person.organisation.places, 1)
    # "06526 Sangerhausen": who writes the postal code with the place leaves its own column empty.
    postal_code = person.organisation.postal_code if place and not place[0].isdigit() else ""
    return (
        person.surname,
        person.first_name,
        person.organisation.name,
        place,
        postal_code,
        person.email,
        "ja" if attended else "nein",
    )


# --- feedback --------------------------------------------------------------------------------


def _feedback(rng: random.Random, event: _Event, came: Sequence[_Person]) -> bytes:
    """One row per questionnaire; nothing links it to a name of the list."""
    labels = {row["organisation_type"]: row["label"] for row in _rows("respondent_types")}
    headings = {row["question_id"]: row["heading"] for row in _rows("questions")}
    written = {
        row["question_id"]: _answers(row, event.responses)
        for row in _rows("ratings")
        if row["event_id"] == event.event_id
    }
    texts = [row["text"] for row in _rows("comments") if row["event_id"] == event.event_id]
    written["free_text"] = texts + [""] * (event.responses - len(texts))

    respondents = _sample(rng, came, event.responses)
    columns = [[labels[person.organisation.organisation_type] for person in respondents]]
    columns += [_sample(rng, written[question], event.responses) for question in headings]
    table = [("Ich nehme teil als", *headings.values()), *zip(*columns, strict=True)]
    return _csv(table, _LAYOUTS["windows"])


def _answers(rating: dict[str, str], responses: int) -> list[str]:
    """What stands in the cells of one question: apportioned to the shares of the recipe."""
    words = _AGAIN if rating["question_id"] == "would_come_again" else _SCALE
    cells = {**words, "not_stated": formatting.MISSING, "empty": ""}
    counts = _apportion([int(rating[column]) for column in cells], responses)
    return [cell for cell, count in zip(cells.values(), counts, strict=True) for _ in range(count)]


def _apportion(shares: Sequence[int], total: int) -> list[int]:
    """Whole numbers that add up to ``total``, closest to the shares (largest remainder)."""
    whole = sum(shares)
    counts = [share * total // whole for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda i: (-(shares[i] * total % whole), i))
    for index in by_remainder[: total - sum(counts)]:
        counts[index] += 1
    return counts


# --- the recipe ------------------------------------------------------------------------------


def _events() -> list[_Event]:
    record = {row["event"]: row for row in _read(paths.RECORD / "events.csv")}
    return [_event(row, record[row["event_id"]]) for row in _rows("events")]


def _event(recipe: dict[str, str], record: dict[str, str]) -> _Event:
    return _Event(
        event_id=recipe["event_id"],
        number=record["number"],
        title=record["title_de"],
        day=date.fromisoformat(record["date"]) if record["date_basis"] == "stated" else None,
        municipality=record["municipality"],
        registered=int(recipe["registered"]),
        no_shows=int(recipe["no_shows"]),
        responses=int(recipe["responses"]),
        layout=_LAYOUTS[recipe["layout"]],
        title_row=recipe["title_row"] == "yes",
        status_column=recipe["status_column"] == "yes",
    )


def _people() -> list[_Person]:
    organisations = {
        row["organisation_id"]: _Organisation(
            row["name"],
            row["organisation_type"],
            row["municipality"],
            tuple(row["places"].split("|")),
            row["postal_code"],
        )
        for row in _rows("organisations")
    }
    return [
        _Person(
            row["surname"],
            row["first_name"],
            row["email"],
            organisations[row["organisation_id"]],
            int(row["weight"]),
            row["first_event"],
            row["last_event"],
        )
        for row in _rows("people")
    ]


def _rows(name: str) -> list[dict[str, str]]:
    return _read(paths.DEMO / f"{name}.csv")


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# --- drawing and writing ---------------------------------------------------------------------


def _sample(rng: random.Random, items: Sequence[_Item], size: int) -> list[_Item]:
    """``size`` different items in random order."""
    rest = list(items)
    return [rest.pop(int(rng.random() * len(rest))) for _ in range(size)]


def _csv(table: Sequence[Sequence[str]], layout: _Layout) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=layout.delimiter, lineterminator="\r\n").writerows(table)
    return text.getvalue().encode(layout.encoding)
