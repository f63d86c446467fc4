"""What a published chart is made of."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.disclosure import Audience, Protection, Time, Unit

ATTENDANCE_LISTS = "Teilnahmelisten und Chronik des Regionaldialogs, SEG Mansfeld-Südharz"
RECORD = "Chronik des Regionaldialogs, SEG Mansfeld-Südharz"
QUESTIONNAIRES = "Rückmeldungen der Teilnehmenden, SEG Mansfeld-Südharz"
# GeoNutzV § 3: the note has to stand on every map and on every export of one.
MAP_NOTE = "Gebietsgrenzen: © GeoBasis-DE / BKG 2017 (Daten verändert), Gebietsstand 01.01.2016"


@dataclass(frozen=True)
class Dataset:
    """A published query: which of its cells are protected, and the widest circle it is for.

    ``scoped``: the query takes no period but gives the rows of every scope (whole series, year,
    event), because only all of them together tell what has to be hidden; one scope is published.
    ``by_size``: the rows come by size within the groups that the first of these columns name; the
    last is the name, by which hidden rows come at the end.
    """

    query: str
    protections: tuple[Protection, ...] = ()
    audience: Audience = Audience.PUBLIC
    scoped: bool = False
    by_size: tuple[str, ...] = ()

    @property
    def cells(self) -> frozenset[str]:
        """The columns that may be hidden."""
        return frozenset(cell for protection in self.protections for cell in protection.cells)


# How many came to a dialogue, in every table with a row per event.
EVENT_ATTENDANCES = Protection(
    Unit.PEOPLE, ("attendances",), "event", time=Time.COLUMN, column="event_id"
)


@dataclass(frozen=True)
class Subject:
    """The one a chart is about, out of all rows: those whose ``column`` has this value."""

    column: str
    value: str
    name: str


@dataclass(frozen=True)
class Column:
    """One column of the table that people read; ``text`` writes a value of the result's column.

    ``text_of_row`` writes it where the value alone does not tell how.
    """

    name: str
    heading: str
    text: Callable[[object], str]
    text_of_row: Callable[[Any], str] | None = None


@dataclass(frozen=True)
class Chart:
    """One published picture: page, report, link, file and alternative text all come from here.

    ``describe`` says in a German sentence what the data show and ``base`` how many they rest on;
    both get a frame with at least one row. ``draw`` null: a table without a picture.
    ``mark`` puts the notes on the time axis (result of ``events.notes``) into the drawn figure;
    null where time is no axis. ``is_of_series``: it counts the whole series up to the end of the
    period, and its title says so.
    """

    id: str
    title: str
    question: str
    data: Dataset
    definition: str
    columns: tuple[Column, ...]
    describe: Callable[[pd.DataFrame], str]
    base: Callable[[pd.DataFrame], str]
    source: str = ATTENDANCE_LISTS
    draw: Callable[[pd.DataFrame], go.Figure] | None = None
    empty: str = "Für diesen Zeitraum gibt es noch keine Daten."
    notes: tuple[str, ...] = ()
    mark: Callable[[go.Figure, pd.DataFrame, pd.DataFrame], go.Figure] | None = None
    is_of_series: bool = False

    @property
    def query(self) -> str:
        """The name of the query behind it."""
        return self.data.query
