"""Topics over time: a grid of topics and years or quarters, and which topic when."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from math import sqrt
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import formatting
from dashboard.charts import theme
from dashboard.charts.chart import ATTENDANCE_LISTS, RECORD, Chart, Column, Dataset
from dashboard.charts.rows import rows_of
from dashboard.disclosure import SUPPRESSED, Protection, Time, Unit

_NO_DATE = "ohne Datum"
_WIDEST_DOT = 40  # pixels
_PLOT_WIDTH = 440  # pixels that dots may fill together before they get smaller


@dataclass(frozen=True)
class _Measure:
    """What is counted: the column, its German name, and how one and many are called."""

    key: str
    column: str
    title: str
    unit: tuple[str, str]
    definition: str
    source: str


@dataclass(frozen=True)
class _Grain:
    """How time is cut: the column, its German name and how one piece is written."""

    key: str
    query: str
    column: str
    title: str
    heading: str
    text: Callable[[object], str]


def _year(value: object) -> str:
    return _NO_DATE if formatting.is_missing(value) else str(int(value))  # type: ignore[call-overload]


def _quarter(value: object) -> str:
    if formatting.is_missing(value):
        return _NO_DATE
    start = pd.Timestamp(value)  # type: ignore[arg-type]
    return f"{start.quarter}. Quartal {start.year}"


_MEASURES = (
    _Measure(
        "veranstaltungen",
        "events",
        "Dialoge",
        ("Dialog", "Dialoge"),
        "Gezählt werden Dialoge, die stattgefunden haben. Hat ein Dialog mehrere Themen, wird er "
        "nach ihrem Gewicht aufgeteilt.",
        RECORD,
    ),
    _Measure(
        "agenda",
        "agenda_items",
        "Tagesordnungspunkte",
        ("Tagesordnungspunkt", "Tagesordnungspunkte"),
        "Gezählt werden die Punkte der öffentlichen Tagesordnung mit diesem Thema.",
        RECORD,
    ),
    _Measure(
        "teilnahmen",
        "attendances",
        "Teilnahmen",
        ("Teilnahme", "Teilnahmen"),
        "Gezählt werden die Teilnahmen an Dialogen mit diesem Thema. Hat ein Dialog mehrere "
        "Themen, werden seine Teilnahmen nach ihrem Gewicht aufgeteilt.",
        ATTENDANCE_LISTS,
    ),
)
_GRAINS = (
    _Grain("jahr", "topics.by_year", "held_year", "nach Jahren", "Jahr", _year),
    _Grain("quartal", "topics.by_quarter", "quarter_start", "nach Quartalen", "Quartal", _quarter),
)


def grid(topics: pd.DataFrame, *, measure: _Measure, grain: _Grain) -> go.Figure:
    """A dot per topic and piece of time, its area as large as the value written in it.

    Takes the result of ``topics.by_year`` or ``topics.by_quarter``.
    """
    dots = topics[topics[measure.column].fillna(0) > 0]
    pieces = _pieces(topics, grain)
    names = _by_size(topics, measure)
    largest = float(dots[measure.column].max()) if len(dots) else 1.0
    widest = min(_WIDEST_DOT, _PLOT_WIDTH / max(len(pieces), 1))
    drawn = theme.figure(height=theme.rows_height(len(names), per_row=48), right=12)
    drawn.add_scatter(
        x=[pieces.index(_piece(value, grain)) for value in dots[grain.column]],
        y=[names.index(name) for name in dots["topic_label"]],
        mode="markers+text",
        marker={
            "size": [widest * max(0.45, sqrt(value / largest)) for value in dots[measure.column]],
            "color": theme.ACCENT_LIGHT,
            "line": {"color": theme.ACCENT, "width": 1},
        },
        text=[f"<b>{formatting.number(value)}</b>" for value in dots[measure.column]],
        textfont={"size": theme.TEXT_SIZE if len(pieces) < 9 else theme.SMALL_SIZE},
        hovertext=[
            f"{theme.wrapped(row.topic_label, 40)}<br>{grain.text(getattr(row, grain.column))}: "
            f"{_counted(getattr(row, measure.column), measure)}"
            for row in rows_of(dots)
        ],
        hoverinfo="text",
        cliponaxis=False,
    )
    _say_hidden(drawn, topics[_is_hidden(topics, measure)], pieces, names, grain)
    drawn.update_xaxes(
        tickmode="array",
        tickvals=list(range(len(pieces))),
        ticktext=[_tick(piece) for piece in pieces],
        range=[-0.6, len(pieces) - 0.4],
        showgrid=True,
        zeroline=False,
        side="bottom",
    )
    theme.turned_ticks(drawn, len(pieces))
    theme.name_rows(drawn, names)
    return drawn.update_yaxes(showgrid=True)


def _is_hidden(topics: pd.DataFrame, measure: _Measure) -> pd.Series:
    return topics[SUPPRESSED] & topics[measure.column].isna()


def _say_hidden(
    drawn: go.Figure, hidden: pd.DataFrame, pieces: list[str], names: list[str], grain: _Grain
) -> None:
    """A sign where a number is hidden: nothing there would mean none."""
    if hidden.empty:
        return
    drawn.add_scatter(
        x=[pieces.index(_piece(value, grain)) for value in hidden[grain.column]],
        y=[names.index(name) for name in hidden["topic_label"]],
        mode="text",
        text=[f"<b>{formatting.SUPPRESSED}</b>"] * len(hidden),
        textfont={"size": theme.TITLE_SIZE, "color": theme.SOFT_INK},
        hovertext=[
            f"{theme.wrapped(row.topic_label, 40)}<br>{grain.text(getattr(row, grain.column))}: "
            f"{theme.HIDDEN}"
            for row in rows_of(hidden)
        ],
        hoverinfo="text",
        showlegend=False,
    )


def _piece(value: object, grain: _Grain) -> str:
    return grain.text(value)


def _pieces(topics: pd.DataFrame, grain: _Grain) -> list[str]:
    """Every piece of time from the first to the last, also those in which nothing happened."""
    known = topics[grain.column].dropna()
    pieces: list[str] = []
    if len(known) and grain.key == "jahr":
        pieces = [str(year) for year in range(int(known.min()), int(known.max()) + 1)]
    elif len(known):
        starts = pd.period_range(pd.Timestamp(known.min()), pd.Timestamp(known.max()), freq="Q")
        pieces = [_quarter(start.start_time) for start in starts]
    return [*pieces, _NO_DATE] if topics[grain.column].isna().any() else pieces


def _tick(piece: str) -> str:
    """„3. Quartal 2021“ as Q3 21: what fits below a column."""
    number, _, year = piece.partition(". Quartal 20")
    return f"Q{number} {year}" if year else piece.replace(_NO_DATE, "o. D.")


def _by_size(topics: pd.DataFrame, measure: _Measure) -> list[str]:
    """Topics, the one with most first; equal ones by name."""
    sums = topics.groupby("topic_label")[measure.column].sum()
    return sorted(sums.index, key=lambda name: (-sums[name], name))


def _counted(value: object, measure: _Measure) -> str:
    one, many = measure.unit
    return f"{formatting.number(value)} {one if value == 1 else many}"


def describe_grid(topics: pd.DataFrame, *, measure: _Measure, grain: _Grain) -> str:
    """The largest topic, and which came up most recently."""
    if _is_hidden(topics, measure).any() and not topics[measure.column].notna().any():
        return "Es kamen zu wenige, um ihre Zahl nach Themen zu zeigen."
    if not topics[measure.column].notna().any():
        return "Zu den Dialogen dieses Zeitraums liegt noch keine Teilnahmeliste vor."
    sums = topics.groupby("topic_label")[measure.column].sum()
    if not sums.max():
        return f"Zu den Themen dieses Zeitraums sind keine {measure.unit[1]} eingetragen."
    leading = sorted(sums.index[sums == sums.max()])
    first = (
        f"Am häufigsten kam {formatting.listing([f'„{name}“' for name in leading])} vor"
        if len(leading) == 1
        else f"Am häufigsten kamen {formatting.listing([f'„{name}“' for name in leading])} vor"
    )
    known = topics.dropna(subset=[grain.column])
    if known.empty:
        return f"{first} ({_counted(sums.max(), measure)})."
    last = known[known[grain.column] == known[grain.column].max()]
    last = last[last[measure.column].fillna(0) > 0].sort_values(measure.column, ascending=False)
    named = formatting.listing([f"„{name}“" for name in last["topic_label"]], limit=3)
    each = "je " if len(leading) > 1 else ""
    recent = f" Zuletzt ({grain.text(known[grain.column].max())}): {named}." if named else ""
    return f"{first} ({each}{_counted(sums.max(), measure)}).{recent}"


def _base(topics: pd.DataFrame, *, measure: _Measure) -> str:
    return f"n = {_counted(round(float(topics[measure.column].sum()), 1), measure)}"


def _attendances_of(grain: _Grain) -> Protection:
    """They are no secret but add up to those of a dialogue, which may be too small to show."""
    table = "topic_year" if grain.key == "jahr" else "topic_quarter"
    return Protection(
        Unit.PEOPLE, ("attendances",), table, ("topic_id",), Time.COLUMN, grain.column
    )


def _grid_chart(grain: _Grain, measure: _Measure) -> Chart:
    return Chart(
        id=f"themen-{grain.key}-{measure.key}",
        title=f"Themen {grain.title}: {measure.title}",
        question="Welche Themen kamen wann vor, und wie viel?",
        data=Dataset(grain.query, (_attendances_of(grain),)),
        definition=f"{measure.definition} Dialoge ohne bekanntes Datum stehen unter "
        f"„{_NO_DATE}“ (o. D.).",
        columns=(
            Column(grain.column, grain.heading, grain.text),
            Column("topic_label", "Thema", formatting.text),
            Column("events", "Dialoge", formatting.number),
            Column("agenda_items", "Tagesordnungspunkte", formatting.whole),
            Column("attendances", "Teilnahmen", formatting.number),
        ),
        describe=partial(describe_grid, measure=measure, grain=grain),
        base=partial(_base, measure=measure),
        source=measure.source,
        draw=partial(grid, measure=measure, grain=grain),
        empty="In diesem Zeitraum hat kein Dialog stattgefunden.",
    )


def by_event(topics: pd.DataFrame) -> go.Figure:
    """A mark per event and topic: full where the event was about it, open on the agenda only.

    Takes the result of ``topics.by_event``.
    """
    events = list(dict.fromkeys(topics["event_id"]))
    names = sorted(set(topics["topic_label"]))
    drawn = theme.figure(height=theme.rows_height(len(names)) + 30, right=12)
    for name, rows, colour in (
        ("Thema des Dialogs", topics[topics["topic_share"] > 0], theme.ACCENT),
        ("nur auf der Tagesordnung", topics[topics["topic_share"] == 0], theme.PAPER),
    ):
        drawn.add_scatter(
            x=[events.index(event) for event in rows["event_id"]],
            y=[names.index(label) for label in rows["topic_label"]],
            name=name,
            mode="markers",
            marker={
                "size": max(6, min(15, 600 // max(len(events), 1))),
                "symbol": "circle",
                "color": colour,
                "line": {"color": theme.ACCENT, "width": 2},
            },
            hovertext=[_by_event_hover(row) for row in rows_of(rows)],
            hoverinfo="text",
        )
    first = topics.drop_duplicates("event_id")
    drawn.update_xaxes(
        tickmode="array",
        tickvals=list(range(len(events))),
        ticktext=[_event_tick(row) for row in rows_of(first)],
        range=[-0.6, len(events) - 0.4],
        zeroline=False,
    )
    theme.turned_ticks(drawn, len(events))
    theme.name_rows(drawn, names)
    return drawn.update_yaxes(showgrid=True)


def _event_tick(row: Any) -> str:
    """„8. 02/24“, without a known day „6. o. D.“."""
    number = str(row.short_title).partition(" ")[0]
    day = row.held_on
    when = "o. D." if formatting.is_missing(day) else f"{pd.Timestamp(day):%m/%y}"
    return f"{number} {when}"


def _by_event_hover(row: Any) -> str:
    items = formatting.count(
        row.agenda_items,
        "Tagesordnungspunkt",
        "Tagesordnungspunkte",
    )
    return (
        f"{theme.wrapped(f'{row.short_title}: {row.title}', 40)}<br>"
        f"{formatting.day(row.held_on)}<br>"
        f"{theme.wrapped(str(row.topic_label), 40)}: {items}"
    )


def describe_by_event(topics: pd.DataFrame) -> str:
    """How many topics in how many events; what the newest was about."""
    main = topics[topics["topic_share"] > 0]
    events = formatting.count(topics["event_id"].nunique(), "Dialog", "Dialogen")
    names = formatting.count(main["topic_label"].nunique(), "Thema", "verschiedene Themen")
    newest = topics[topics["event_id"] == topics["event_id"].iloc[-1]]
    about = newest[newest["topic_share"] > 0]["topic_label"].to_list()
    last = newest["short_title"].iloc[0]
    return (
        f"In {events} ging es um {names}; zuletzt ({last}) um "
        f"{formatting.listing([f'„{name}“' for name in about]) or 'kein eingetragenes Thema'}."
    )


def _share(value: object) -> str:
    return formatting.percent(value) if value else "nur Tagesordnung"


BY_EVENT = Chart(
    id="themen-wann",
    title="Themen der einzelnen Dialoge",
    question="Welches Thema war wann dran?",
    data=Dataset("topics.by_event"),
    definition="Ein voller Punkt: Der Dialog war diesem Thema gewidmet. Ein Ring: Das Thema stand "
    "nur auf der Tagesordnung. Der Anteil folgt den Gewichten, die zu einem Dialog eingetragen "
    "sind. Dialoge ohne bekanntes Datum (o. D.) stehen nach ihrer Nummer.",
    columns=(
        Column("short_title", "Dialog", formatting.text),
        Column("held_on", "Datum", formatting.day),
        Column("topic_label", "Thema", formatting.text),
        Column("topic_share", "Anteil", _share),
        Column("agenda_items", "Tagesordnungspunkte", formatting.whole),
    ),
    describe=describe_by_event,
    base=lambda topics: (
        f"n = {formatting.count(topics['event_id'].nunique(), 'Dialog', 'Dialoge')}"
    ),
    source=RECORD,
    draw=by_event,
    empty="In diesem Zeitraum hat kein Dialog mit einem Thema stattgefunden.",
)

CHARTS = (*(_grid_chart(grain, measure) for grain in _GRAINS for measure in _MEASURES), BY_EVENT)
