"""Maps of the district at both levels: whom the dialogues reach, and where they met."""

import html
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard import formatting
from dashboard.charts import theme
from dashboard.charts.areas import Area, areas
from dashboard.charts.chart import MAP_NOTE, Chart, Column, Dataset
from dashboard.charts.rows import largest, rows_of
from dashboard.disclosure import SUPPRESSED, Protection, Unit

COUNTS = ("attendances", "people", "per_1000")
_MAP_HEIGHT = 400


@dataclass(frozen=True)
class Level:
    """Which areas: the query with its key and name columns, and how one and many are called."""

    key: str
    query: str
    areas: str
    area_id: str
    area_name: str
    unit: str
    reached: str
    """The beginning of a sentence: „Aus 17 von 22 Gemeinden“."""
    met_in: tuple[str, str]
    """Where dialogues met, one and many: „in 1 Gemeinde“, „in {} Gemeinden“."""
    met_at: str
    """Where a dialogue met: „in {}“ with the name."""


@dataclass(frozen=True)
class Measure:
    """What fills the areas. ``most``: what „die meisten …“ are."""

    key: str
    column: str
    title: str
    most: str
    text: Callable[[object], str]
    definition: str


LEVELS = (
    Level(
        "gemeinden",
        "municipalities.reach",
        "municipality",
        "ags",
        "municipality_name",
        "Gemeinde",
        "Aus {} von {} Gemeinden",
        ("in 1 Gemeinde", "in {} Gemeinden"),
        "in der Gemeinde {}",
    ),
    Level(
        "verwaltungen",
        "municipalities.administrations",
        "administration",
        "administration_id",
        "administration_name",
        "Verwaltung",
        "Aus dem Gebiet von {} der {} Verwaltungen",
        ("im Gebiet von 1 Verwaltung", "im Gebiet von {} Verwaltungen"),
        "im Gebiet der Verwaltung „{}“",
    ),
)
MEASURES = (
    Measure(
        "dialoge",
        "dialogues",
        "Besuchte Dialoge",
        "Dialoge",
        formatting.whole,
        "Gezählt werden Dialoge, zu denen mindestens eine Person von dort kam.",
    ),
    Measure(
        "teilnahmen",
        "attendances",
        "Teilnahmen",
        "Teilnahmen",
        formatting.whole,
        "Eine Person bei einer Veranstaltung ist eine Teilnahme; wer dreimal kommt, zählt dreimal.",
    ),
    Measure(
        "personen",
        "people",
        "Teilnehmende (Köpfe)",
        "Personen",
        formatting.whole,
        "Verschiedene Personen; wer mehrmals kommt, zählt einmal. Wer ohne Namen auf einer Liste "
        "steht, fehlt hier.",
    ),
    Measure(
        "je-1000",
        "per_1000",
        "Teilnahmen je 1.000 Einwohner",
        "Teilnahmen je 1.000 Einwohner",
        partial(formatting.decimal, digits=2),
        "Teilnahmen geteilt durch die Einwohnerzahl, die vor dem neuesten Dialog des Zeitraums "
        "zuletzt gezählt war, mal 1.000.",
    ),
)
_PLACES = {
    "gemeinden": "Wer für eine Verbandsgemeinde, für den Landkreis oder von außerhalb kam, zählt "
    "zu keiner Gemeinde. Eine Raute mit Nummern zeigt, in welcher Gemeinde Dialoge stattfanden; "
    "sie steht im Hauptort, nicht am Veranstaltungshaus. Online-Dialoge haben keinen Ort.",
    "verwaltungen": "Zu einer Verbandsgemeinde zählen ihr eigenes Amt und alle ihre "
    "Mitgliedsgemeinden. Eine Raute mit Nummern zeigt, in welchem Gebiet Dialoge stattfanden; sie "
    "steht am Sitz der Verwaltung, nicht am Veranstaltungshaus. Online-Dialoge haben keinen Ort.",
}
VENUE = "Dialogort"
_MOST_NUMBERS = 3  # beside a mark; more would cover the map
_APART = 10  # pixels between the middle of a mark and its label


def area_map(reach: pd.DataFrame, *, level: Level, measure: Measure) -> go.Figure:
    """The district, each area filled by its value.

    Takes the result of ``municipalities.reach`` or ``municipalities.administrations``. Zero, no
    data, hidden and value differ by fill and pattern, not by colour alone.
    """
    rows = {getattr(row, level.area_id): row for row in rows_of(reach)}
    classes = theme.value_classes(reach[measure.column], measure.text)
    drawn = theme.figure(height=_MAP_HEIGHT, left=8, right=8)
    drawn.update_layout(margin={"b": 8}, legend={"entrywidth": 72})
    filled = [
        (area, row, fill_of(row, measure, classes))
        for area in areas(level.areas)
        if (row := rows.get(area.area_id)) is not None
    ]
    named: set[str] = set()
    for area, row, fill in filled:
        drawn.add_trace(_shape(area, fill, first=fill.name not in named, row=row))
        named.add(fill.name)
    _in_order(drawn, [name for _, name in classes])
    drawn.add_trace(_values(filled, measure))
    _mark_venues(drawn, [(area, row) for area, row, _ in filled if row.dialogues_here])
    drawn.update_xaxes(visible=False, constrain="domain")
    return drawn.update_yaxes(
        visible=False,
        constrain="domain",
        constraintoward="top",
        scaleanchor="x",
        scaleratio=1,
    )


@dataclass(frozen=True)
class Fill:
    """How an area is drawn, and what the legend says of it."""

    name: str
    colour: str
    pattern: str = ""


_ZERO = Fill("0", theme.PAPER)
_NO_DATA = Fill("keine Daten", theme.PAPER, "x")
_HIDDEN = Fill("verborgen", theme.PAPER, ".")  # short: three beside each other on a phone


def fill_of(row: Any, measure: Measure, classes: list[tuple[float, str]]) -> Fill:
    if not row.events_with_list:
        return _NO_DATA
    value = getattr(row, measure.column)
    if formatting.is_missing(value) and getattr(row, SUPPRESSED, False):
        return _HIDDEN
    if formatting.is_missing(value):
        return _NO_DATA
    if not value:
        return _ZERO
    # The highest bound is met up to the last bit of a division.
    place = next(
        (place for place, (bound, _) in enumerate(classes) if value <= bound * (1 + 1e-9)),
        len(classes) - 1,
    )
    spread = (len(theme.SEQUENCE) - 1) / max(len(classes) - 1, 1)
    shade = theme.SEQUENCE[round(place * spread)] if len(classes) > 1 else theme.SEQUENCE[2]
    return Fill(classes[place][1], shade)


def _shape(area: Area, fill: Fill, *, first: bool, row: Any) -> go.Scatter:
    return go.Scatter(
        x=np.array(area.x, dtype="float64"),  # quicker for Plotly than a list
        y=np.array(area.y, dtype="float64"),
        mode="lines",
        fill="toself",
        fillcolor=fill.colour,
        fillpattern={
            "shape": fill.pattern,
            "fgcolor": theme.SOFT_INK,
            "bgcolor": fill.colour,
            "size": 6,
            "solidity": 0.2,
        }
        if fill.pattern
        else None,
        line={"color": theme.SOFT_INK, "width": 1},
        name=fill.name,
        showlegend=first,
        hoveron="fills",
        hoverinfo="text",
        text=_hover(area, row),
    )


def _hover(area: Area, row: Any) -> str:
    if not row.events_with_list:
        return f"<b>{area.name}</b><br>keine Teilnahmeliste"
    hidden = getattr(row, SUPPRESSED, False) and formatting.is_missing(row.attendances)

    def said(value: object, text: Callable[[object], str] = formatting.whole) -> str:
        return formatting.SUPPRESSED if hidden else text(value)

    of = f"{formatting.whole(row.dialogues)} von {formatting.whole(row.events_with_list)} Dialogen"
    return (
        f"<b>{theme.wrapped(area.name, 40)}</b><br>{of}<br>Teilnahmen: {said(row.attendances)}<br>"
        f"Personen: {said(row.people)}<br>je 1.000 Einwohner: "
        f"{said(row.per_1000, partial(formatting.decimal, digits=2))}"
    )


def _in_order(drawn: go.Figure, classes: list[str]) -> None:
    """The legend from zero to much, then what is no value."""
    order = [_ZERO.name, *classes, _HIDDEN.name, _NO_DATA.name]
    for trace in drawn.data:
        trace.legendrank = 1000 + order.index(trace.name)


def _values(filled: list[tuple[Area, Any, Fill]], measure: Measure) -> go.Scatter:
    """The numbers inside the areas, dark on light and light on dark."""
    valued = [each for each in filled if each[2].colour in theme.SEQUENCE]
    return go.Scatter(
        x=[area.label_x for area, _, _ in valued],
        y=[area.label_y for area, _, _ in valued],
        mode="text",
        text=[_short(getattr(row, measure.column), measure) for _, row, _ in valued],
        textfont={
            "size": theme.SMALL_SIZE,
            "color": [theme.ink_on(fill.colour) for _, _, fill in valued],
        },
        showlegend=False,
        hoverinfo="skip",
    )


def _mark_venues(drawn: go.Figure, places: list[tuple[Area, Any]]) -> None:
    """A mark where dialogues met, with their numbers on a plate that no fill swallows."""
    if not places:
        return
    drawn.add_scatter(
        x=[area.seat_x for area, _ in places],
        y=[area.seat_y for area, _ in places],
        mode="markers",
        name=VENUE,
        legendrank=2000,
        marker={
            "symbol": "diamond",
            "size": 11,
            "color": theme.CONTRAST,
            "line": {"color": theme.PAPER, "width": 1.5},
        },
        hoverinfo="text",
        hovertext=[
            f"<b>{VENUE} {theme.wrapped(area.name, 30)}</b><br>"
            f"{theme.wrapped(row.venue_titles, 40)}"
            for area, row in places
        ],
    )
    # All at once: Plotly looks at the earlier ones again with every single one.
    drawn.update_layout(annotations=[_plate(area, row) for area, row in places])


def _plate(area: Area, row: Any) -> dict[str, object]:
    """The numbers of a mark, on the side away from the value inside the area."""
    above = area.seat_y >= area.label_y
    return {
        "x": area.seat_x,
        "y": area.seat_y,
        "text": html.escape(_numbers(row), quote=False),
        "showarrow": False,
        "yanchor": "bottom" if above else "top",
        "yshift": _APART if above else -_APART,
        "font": {"size": theme.SMALL_SIZE, "color": theme.INK},
        "bgcolor": theme.PAPER,
        "bordercolor": theme.CONTRAST,
        "borderpad": 1,
    }


def _numbers(row: Any) -> str:
    """„3.“, „5., 8.“; of more only how many: „12 ×“."""
    if row.dialogues_here > _MOST_NUMBERS:
        return f"{formatting.whole(row.dialogues_here)} ×"
    return str(row.venue_numbers)


def _short(value: object, measure: Measure) -> str:
    return formatting.decimal(value) if measure.column == "per_1000" else measure.text(value)


def describe_map(reach: pd.DataFrame, *, level: Level, measure: Measure) -> str:
    """Who has most, how many have nothing; where the dialogues met."""
    sentences = (_describe_reach(reach, level, measure), _describe_venues(reach, level))
    return " ".join(filter(None, sentences))


def _describe_venues(reach: pd.DataFrame, level: Level) -> str:
    """How many met where, of how many nobody knows; empty where there is nothing to say."""
    held, places = int(reach["dialogues_here"].sum()), int((reach["dialogues_here"] > 0).sum())
    unknown = int(reach["venues_unknown"].max())
    if not held and not unknown:
        return ""
    if held + unknown == 1:
        if unknown:
            return "Wo der Dialog stattfand, ist nicht bekannt."
        place = largest(reach, "dialogues_here")
        return f"Der Dialog fand {level.met_at.format(getattr(place, level.area_name))} statt."
    missing = f"{formatting.count(unknown, 'Dialog', 'Dialogen')} ist der Ort nicht bekannt."
    if not held:
        return f"Von {missing}"
    one, many = level.met_in
    where = one if places == 1 else many.format(formatting.whole(places))
    met = f"{formatting.count(held, 'Dialog fand', 'Dialoge fanden')} {where} statt"
    return f"{met}; von {missing}" if unknown else f"{met}."


def _describe_reach(reach: pd.DataFrame, level: Level, measure: Measure) -> str:
    lists = int(reach["events_with_list"].max())
    if not lists:
        return "Zu den Dialogen dieses Zeitraums liegt noch keine Teilnahmeliste vor."
    reached = formatting.whole((reach["dialogues"] > 0).sum())
    is_only = reach["dialogues_here"].sum() + reach["venues_unknown"].max() == 1
    lists_told = formatting.count(lists, "Dialog", "Dialogen")
    when = "" if is_only else f"bei {lists_told} "
    sentence = (
        f"{level.reached.format(reached, formatting.whole(len(reach)))} kam {when}"
        "mindestens eine Person."
    )
    values = reach[measure.column].astype("Float64")
    if not (values > 0).any() or (measure.column == "dialogues" and values.max() == 1):
        return sentence  # „most dialogues: one“ says nothing
    best = reach[values == values.max()][level.area_name].to_list()
    return (
        f"{sentence} Die meisten {measure.most}: "
        f"{formatting.listing(best, limit=3)} ({measure.text(values.max())})."
    )


def _map_base(reach: pd.DataFrame) -> str:
    lists = int(reach["events_with_list"].max())
    return f"n = {formatting.count(lists, 'Dialog', 'Dialoge')} mit Teilnahmeliste"


def dataset(level: Level) -> Dataset:
    """What a level publishes, and what of it is protected."""
    protections = [Protection(Unit.PEOPLE, COUNTS, internal="attendances")]
    if level.key == "gemeinden":
        district = "district_per_1000"
        protections.append(Protection(Unit.PEOPLE, (district,), internal=district))
    return Dataset(level.query, tuple(protections))


def _map_chart(level: Level, measure: Measure) -> Chart:
    return Chart(
        id=f"{level.key}-karte-{measure.key}",
        title=f"{measure.title} je {level.unit}",
        question="Aus welchen Gemeinden kommen die Teilnehmenden?",
        data=dataset(level),
        definition=f"{measure.definition} {_PLACES[level.key]}",
        columns=(
            Column(level.area_name, level.unit, formatting.text),
            Column("dialogues", "Dialoge", formatting.whole),
            Column("attendances", "Teilnahmen", formatting.whole),
            Column("people", "Personen", formatting.whole),
            Column("dialogues_here", "Dialoge vor Ort", formatting.whole),
            Column("population", "Einwohner", formatting.whole),
            Column("per_1000", "Teilnahmen je 1.000 Einw.", partial(formatting.decimal, digits=2)),
        ),
        describe=partial(describe_map, level=level, measure=measure),
        base=_map_base,
        draw=partial(area_map, level=level, measure=measure),
        notes=(MAP_NOTE,),
    )


MUNICIPALITIES = LEVELS[0]
CHARTS = tuple(_map_chart(level, measure) for level in LEVELS for measure in MEASURES)
