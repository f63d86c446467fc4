"""Whom the dialogues reach: maps at both levels, who is missing, where people come from."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import formatting, labels
from dashboard.charts import theme
from dashboard.charts.areas import Area, areas
from dashboard.charts.chart import MAP_NOTE, Chart, Column, Dataset
from dashboard.charts.rows import base_of, rows_of
from dashboard.disclosure import SUPPRESSED, Audience, Protection, Unit

_COUNTS = ("attendances", "people", "per_1000")
_MAP_HEIGHT = 400


@dataclass(frozen=True)
class _Level:
    """Which areas: the query with its key and name columns, and how one and many are called."""

    key: str
    query: str
    areas: str
    area_id: str
    area_name: str
    unit: str
    reached: str
    """The beginning of a sentence: „Aus 17 von 22 Gemeinden“."""


@dataclass(frozen=True)
class _Measure:
    """What fills the areas. ``most``: what „die meisten …“ are."""

    key: str
    column: str
    title: str
    most: str
    text: Callable[[object], str]
    definition: str


_LEVELS = (
    _Level(
        "gemeinden",
        "municipalities.reach",
        "municipality",
        "ags",
        "municipality_name",
        "Gemeinde",
        "Aus {} von {} Gemeinden",
    ),
    _Level(
        "verwaltungen",
        "municipalities.administrations",
        "administration",
        "administration_id",
        "administration_name",
        "Verwaltung",
        "Aus dem Gebiet von {} der {} Verwaltungen",
    ),
)
_MEASURES = (
    _Measure(
        "dialoge",
        "dialogues",
        "Besuchte Dialoge",
        "Dialoge",
        formatting.whole,
        "Gezählt werden Dialoge, zu denen mindestens eine Person von dort kam.",
    ),
    _Measure(
        "teilnahmen",
        "attendances",
        "Teilnahmen",
        "Teilnahmen",
        formatting.whole,
        "Eine Person bei einer Veranstaltung ist eine Teilnahme; wer dreimal kommt, zählt dreimal.",
    ),
    _Measure(
        "personen",
        "people",
        "Teilnehmende (Köpfe)",
        "Personen",
        formatting.whole,
        "Verschiedene Personen; wer mehrmals kommt, zählt einmal. Wer ohne Namen auf einer Liste "
        "steht, fehlt hier.",
    ),
    _Measure(
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
    "zu keiner Gemeinde.",
    "verwaltungen": "Zu einer Verbandsgemeinde zählen ihr eigenes Amt und alle ihre "
    "Mitgliedsgemeinden.",
}


def area_map(reach: pd.DataFrame, *, level: _Level, measure: _Measure) -> go.Figure:
    """The district, each area filled by its value.

    Takes the result of ``municipalities.reach`` or ``municipalities.administrations``. Zero, no
    data, hidden and value differ by fill and pattern, not by colour alone.
    """
    rows = {getattr(row, level.area_id): row for row in rows_of(reach)}
    classes = theme.value_classes(reach[measure.column], measure.text)
    drawn = theme.figure(height=_MAP_HEIGHT, left=8, right=8)
    drawn.update_layout(margin={"b": 8}, legend={"entrywidth": 72})
    filled = [
        (area, row, _fill(row, measure, classes))
        for area in areas(level.areas)
        if (row := rows.get(area.area_id)) is not None
    ]
    named: set[str] = set()
    for area, row, fill in filled:
        drawn.add_trace(_shape(area, fill, first=fill.name not in named, row=row))
        named.add(fill.name)
    _in_order(drawn, [name for _, name in classes])
    drawn.add_trace(_values(filled, measure))
    drawn.update_xaxes(visible=False, constrain="domain")
    return drawn.update_yaxes(
        visible=False,
        constrain="domain",
        constraintoward="top",
        scaleanchor="x",
        scaleratio=1,
    )


@dataclass(frozen=True)
class _Fill:
    """How an area is drawn, and what the legend says of it."""

    name: str
    colour: str
    pattern: str = ""


_ZERO = _Fill("0", theme.PAPER)
_NO_DATA = _Fill("keine Daten", theme.PAPER, "x")
_HIDDEN = _Fill(theme.HIDDEN, theme.PAPER, ".")


def _fill(row: Any, measure: _Measure, classes: list[tuple[float, str]]) -> _Fill:
    if not row.events_with_list:
        return _NO_DATA
    if getattr(row, SUPPRESSED, False) and measure.column in _COUNTS:
        return _HIDDEN
    value = getattr(row, measure.column)
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
    return _Fill(classes[place][1], shade)


def _shape(area: Area, fill: _Fill, *, first: bool, row: Any) -> go.Scatter:
    return go.Scatter(
        x=list(area.x),
        y=list(area.y),
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
    hidden = getattr(row, SUPPRESSED, False)

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


def _values(filled: list[tuple[Area, Any, _Fill]], measure: _Measure) -> go.Scatter:
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


def _short(value: object, measure: _Measure) -> str:
    return formatting.decimal(value) if measure.column == "per_1000" else measure.text(value)


def describe_map(reach: pd.DataFrame, *, level: _Level, measure: _Measure) -> str:
    """Who has most, how many have nothing."""
    lists = int(reach["events_with_list"].max())
    if not lists:
        return "Zu den Dialogen dieses Zeitraums liegt noch keine Teilnahmeliste vor."
    reached = formatting.whole((reach["dialogues"] > 0).sum())
    sentence = (
        f"{level.reached.format(reached, formatting.whole(len(reach)))} kam bei "
        f"{formatting.count(lists, 'Dialog', 'Dialogen')} mindestens eine Person."
    )
    values = reach[measure.column].astype("Float64")
    if not (values > 0).any():
        return sentence
    best = reach[values == values.max()][level.area_name].to_list()
    return (
        f"{sentence} Die meisten {measure.most}: "
        f"{formatting.listing(best, limit=3)} ({measure.text(values.max())})."
    )


def _map_base(reach: pd.DataFrame) -> str:
    lists = int(reach["events_with_list"].max())
    return f"n = {formatting.count(lists, 'Dialog', 'Dialoge')} mit Teilnahmeliste"


def _dataset(level: _Level) -> Dataset:
    counted = Protection(
        Unit.PEOPLE,
        "attendances",
        _COUNTS,
        table="place",
        key=(level.area_id,),
        representation=True,
    )
    return Dataset(level.query, (counted,))


def _map_chart(level: _Level, measure: _Measure) -> Chart:
    return Chart(
        id=f"{level.key}-karte-{measure.key}",
        title=f"{measure.title} je {level.unit}",
        question="Aus welchen Gemeinden kommen die Teilnehmenden?",
        data=_dataset(level),
        definition=f"{measure.definition} {_PLACES[level.key]}",
        columns=(
            Column(level.area_name, level.unit, formatting.text),
            Column("dialogues", "Dialoge", formatting.whole),
            Column("attendances", "Teilnahmen", formatting.whole),
            Column("people", "Personen", formatting.whole),
            Column("population", "Einwohner", formatting.whole),
            Column("per_1000", "Teilnahmen je 1.000 Einw.", partial(formatting.decimal, digits=2)),
        ),
        describe=partial(describe_map, level=level, measure=measure),
        base=_map_base,
        draw=partial(area_map, level=level, measure=measure),
        notes=(MAP_NOTE,),
    )


def _or_dash(name: object) -> str:
    return "–" if formatting.is_missing(name) else str(name)


# --- who is missing --------------------------------------------------------------------------


def _last(value: object) -> str:
    return "noch nie" if formatting.is_missing(value) else str(value)


def _last_day(value: object) -> str:
    return "–" if formatting.is_missing(value) else formatting.day(value)


def describe_not_reached(missing: pd.DataFrame) -> str:
    """How many are missing, which never came."""
    never = missing[missing["last_event"].isna()]["municipality_name"].to_list()
    sentence = (
        f"Aus {formatting.count(len(missing), 'Gemeinde', 'Gemeinden')} kam in diesem Zeitraum "
        "niemand."
    )
    if not never:
        return sentence
    return f"{sentence} Noch nie dabei: {formatting.listing(never, limit=8)}."


NOT_REACHED = Chart(
    id="gemeinden-nicht-erreicht",
    title="Nicht erreichte Gemeinden",
    question="Wen haben wir nicht erreicht, und seit wann?",
    data=Dataset("municipalities.not_reached"),
    definition="Gemeinden, aus denen im Zeitraum niemand zu einem Dialog mit Teilnahmeliste kam, "
    "mit dem letzten Dialog davor. Wer nur für die Verbandsgemeinde kam, zählt nicht für ihre "
    "Mitgliedsgemeinden.",
    columns=(
        Column("municipality_name", "Gemeinde", formatting.text),
        Column("association_name", "Verbandsgemeinde", _or_dash),
        Column("last_event", "Zuletzt dabei", _last),
        Column("last_held_on", "Datum", _last_day),
        Column("dialogues_since", "Dialoge seitdem", formatting.whole),
    ),
    describe=describe_not_reached,
    base=lambda missing: f"n = {formatting.count(len(missing), 'Gemeinde', 'Gemeinden')}",
    empty="Aus jeder Gemeinde war jemand da – oder es liegt noch keine Teilnahmeliste vor.",
)


# --- where people come from ------------------------------------------------------------------

_ORIGINS = {
    "municipality": "Gemeinden des Landkreises",
    "district": "Landkreis (Verwaltung, ohne Gemeinde)",
    "unknown": "Ort unbekannt",
}


def _origin_name(row: Any) -> str:
    if row.level in _ORIGINS:
        return _ORIGINS[row.level]
    return formatting.text(row.place_name)


def origin(rows: pd.DataFrame) -> go.Figure:
    """Attendances by place of origin, from the district outwards.

    Takes the result of ``municipalities.origin``; beyond twelve places outside the rest is one bar.
    """
    inside = rows[rows["level"] != "outside"]
    outside = rows[rows["level"] == "outside"]
    shown = pd.concat([inside, outside.head(12)])
    shown = shown.sort_values("level", key=lambda level: level == "unknown", kind="stable")
    names = [_origin_name(row) for row in rows_of(shown)]
    texts = [_count_and_share(row) for row in rows_of(shown)]
    drawn = theme.bars(names, shown["attendances"], texts=texts)
    colours = [
        {"outside": theme.CONTRAST, "unknown": theme.NEUTRAL}.get(level, theme.ACCENT)
        for level in shown["level"]
    ]
    patterns = [{"outside": "/", "unknown": "x"}.get(level, "") for level in shown["level"]]
    drawn.update_traces(marker={"color": colours, "pattern": theme.pattern(patterns)})
    return drawn.update_layout(margin={"r": 84})


def _count_and_share(row: Any) -> str:
    if formatting.is_missing(row.attendances):
        return formatting.SUPPRESSED
    return f"{formatting.whole(row.attendances)} ({formatting.percent(row.share)})"


def describe_origin(rows: pd.DataFrame) -> str:
    """The share from the district's municipalities and from outside; no level that hides a part."""
    shares = rows.groupby("level")["share"].sum()
    shares[sorted(set(rows[rows[SUPPRESSED]]["level"]))] = 0.0
    parts = [
        f"{formatting.percent(shares[level])} {words}"
        for level, words in (
            ("municipality", "aus den Gemeinden des Landkreises"),
            ("association", "von einer Verbandsgemeinde"),
            ("district", "vom Landkreis selbst"),
            ("outside", "von außerhalb"),
        )
        if shares.get(level)
    ]
    unknown = shares.get("unknown", 0)
    sentences = [
        f"Von den Teilnahmen kamen {formatting.listing(parts)}." if parts else "",
        f"Bei {formatting.percent(unknown)} der Teilnahmen ist der Ort unbekannt."
        if unknown
        else "",
        "Kleine Gruppen sind verborgen." if rows[SUPPRESSED].any() else "",
    ]
    return " ".join(sentence for sentence in sentences if sentence)


ORIGIN = Chart(
    id="gemeinden-herkunft",
    title="Herkunft der Teilnehmenden",
    question="Wie viele kommen aus dem Landkreis, wie viele von außerhalb?",
    data=Dataset(
        "municipalities.origin",
        (
            Protection(
                Unit.PEOPLE,
                "attendances",
                ("attendances", "people", "share"),
                table="origin",
                key=("level", "place_name"),
            ),
            Protection(Unit.PEOPLE, "attendances", ("share",), table="total"),
        ),
        audience=Audience.INTERNAL,
        by_size=("level", "place_name"),
    ),
    definition="Teilnahmen nach dem Ort, der auf der Liste steht, oder nach dem Sitz der "
    "Organisation, wo er eindeutig ist. Wer für eine Verbandsgemeinde oder den Landkreis kam, "
    "steht für sich. Orte, die noch niemand zugeordnet hat, gelten als unbekannt.",
    columns=(
        Column("level", "Ebene", lambda level: labels.LEVELS[str(level)]),
        Column("place_name", "Ort", _or_dash),
        Column("attendances", "Teilnahmen", formatting.whole),
        Column("share", "Anteil", formatting.percent),
    ),
    describe=describe_origin,
    base=lambda rows: base_of(rows, ["attendances"], "Teilnahme", "Teilnahmen"),
    draw=origin,
    empty="Zu den Dialogen dieses Zeitraums liegt noch keine Teilnahmeliste vor.",
)

CHARTS = (
    *(_map_chart(level, measure) for level in _LEVELS for measure in _MEASURES),
    NOT_REACHED,
    ORIGIN,
)
