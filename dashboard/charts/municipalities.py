"""Whom the dialogues reach: in proportion to the inhabitants, and where people come from."""

from functools import partial
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import formatting, labels
from dashboard.charts import (
    municipality_absence,
    municipality_maps,
    municipality_years,
    theme,
)
from dashboard.charts.chart import Chart, Column, Dataset
from dashboard.charts.rows import base_of, rows_of
from dashboard.disclosure import SUPPRESSED, Audience

_NO_LIST = "Zu den Dialogen dieses Zeitraums liegt noch keine Teilnahmeliste vor."
_NOT_PUBLIC = (
    "Wie viele aus einer Gemeinde kamen, ist nicht öffentlich; öffentlich ist, bei wie vielen "
    "Dialogen sie vertreten war."
)
_per_1000 = partial(formatting.decimal, digits=2)

# --- in proportion to the inhabitants ----------------------------------------------------------


def _by_density(reach: pd.DataFrame) -> pd.DataFrame:
    """Most first."""
    return reach.sort_values("per_1000", ascending=False, na_position="last", kind="stable")


def density(reach: pd.DataFrame) -> go.Figure:
    """A dot per municipality against the line of the whole district; zero is an empty dot.

    Takes the result of ``municipalities.reach``.
    """
    if not reach["events_with_list"].max():
        return theme.empty_figure(_NO_LIST)
    if reach[SUPPRESSED].any():
        return theme.empty_figure(_NOT_PUBLIC)
    shown = rows_of(_by_density(reach))
    drawn = theme.figure(height=theme.rows_height(len(shown), per_row=30), right=28)
    for name, is_zero, symbol in (("Gemeinde", False, "circle"), ("niemand", True, "circle-open")):
        found = [
            (place, row)
            for place, row in enumerate(shown)
            if not formatting.is_missing(row.per_1000) and (not row.per_1000) is is_zero
        ]
        if not found:
            continue
        drawn.add_scatter(
            x=[row.per_1000 for _, row in found],
            y=[place for place, _ in found],
            mode="markers",
            name=name,
            marker={"symbol": symbol, "size": 11, "color": theme.ACCENT},
            hoverinfo="text",
            hovertext=[_density_hover(row) for _, row in found],
        )
    known = [
        (place, row.per_1000)
        for place, row in enumerate(shown)
        if not formatting.is_missing(row.per_1000)
    ]
    most = max((value for _, value in known), default=0.0) or 1.0
    mean = reach["district_per_1000"].iloc[0]
    if not formatting.is_missing(mean):
        drawn.add_scatter(
            x=[mean, mean],
            y=[-0.5, len(known) - 0.5],
            mode="lines",
            name=f"Landkreis: {_per_1000(mean)}",
            line={"color": theme.CONTRAST, "width": 2, "dash": "dash"},
            hoverinfo="skip",
        )
    # A column of numbers at the right, where neither dot nor line runs through them.
    drawn.add_scatter(
        x=[most * 1.25] * len(known),
        y=[place for place, _ in known],
        mode="text",
        text=[_per_1000(value) for _, value in known],
        showlegend=False,
        cliponaxis=False,
        hoverinfo="skip",
    )
    drawn.update_xaxes(
        range=[-most * 0.05, most * 1.25], showticklabels=False, showgrid=False, zeroline=True
    )
    theme.name_rows(drawn, [row.municipality_name for row in shown])
    return drawn.update_yaxes(showgrid=True)


def _density_hover(row: Any) -> str:
    return (
        f"<b>{theme.wrapped(row.municipality_name, 40)}</b><br>"
        f"{formatting.count(row.attendances, 'Teilnahme', 'Teilnahmen')}, "
        f"{formatting.whole(row.population)} Einwohner<br>"
        f"je 1.000 Einwohner: {_per_1000(row.per_1000)}"
    )


def describe_density(reach: pd.DataFrame) -> str:
    """The district's mean, who lies above it, who is most below without being empty."""
    if not reach["events_with_list"].max():
        return _NO_LIST
    if reach[SUPPRESSED].any():
        return _NOT_PUBLIC
    mean = reach["district_per_1000"].iloc[0]
    if formatting.is_missing(mean):
        return "Aus den Gemeinden des Landkreises kam niemand."
    known = _by_density(reach).dropna(subset=["per_1000"])
    above = known[known["per_1000"] > mean]
    sentence = f"Auf 1.000 Einwohner kommen im Landkreis {_per_1000(mean)} Teilnahmen."
    if not above.empty:
        best = rows_of(above)[0]
        count = formatting.count(len(above), "Gemeinde liegt", "Gemeinden liegen")
        sentence += (
            f" {count} darüber, am weitesten {best.municipality_name} ({_per_1000(best.per_1000)})."
        )
    nobody = int((known["per_1000"] == 0).sum())
    if nobody:
        sentence += f" Aus {formatting.count(nobody, 'Gemeinde', 'Gemeinden')} kam niemand."
    return sentence


DENSITY = Chart(
    id="gemeinden-einwohner",
    title="Teilnahmen und Einwohnerzahl",
    question="Wer kommt gemessen an der Einwohnerzahl oft, wer selten?",
    data=municipality_maps.dataset(municipality_maps.MUNICIPALITIES),
    definition="Teilnahmen geteilt durch die Einwohnerzahl, die vor dem neuesten Dialog des "
    "Zeitraums zuletzt gezählt war, mal 1.000. Die Linie teilt alle Teilnahmen aus den Gemeinden "
    "des Landkreises durch alle Einwohner. In kleinen Gemeinden hebt schon eine Person den Wert "
    "stark.",
    columns=(
        Column("municipality_name", "Gemeinde", formatting.text),
        Column("attendances", "Teilnahmen", formatting.whole),
        Column("population", "Einwohner", formatting.whole),
        Column("per_1000", "Teilnahmen je 1.000 Einw.", _per_1000),
        Column("district_per_1000", "Landkreis je 1.000 Einw.", _per_1000),
    ),
    describe=describe_density,
    base=lambda reach: base_of(reach, ["attendances"], "Teilnahme", "Teilnahmen"),
    draw=density,
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
    return f"{formatting.whole(row.attendances)} ({formatting.percent(row.share)})"


def describe_origin(rows: pd.DataFrame) -> str:
    """The share from the district's municipalities and from outside."""
    shares = rows.groupby("level")["share"].sum()
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
    ]
    return " ".join(sentence for sentence in sentences if sentence)


ORIGIN = Chart(
    id="gemeinden-herkunft",
    title="Herkunft der Teilnehmenden",
    question="Wie viele kommen aus dem Landkreis, wie viele von außerhalb?",
    data=Dataset(
        "municipalities.origin",
        audience=Audience.INTERNAL,
    ),
    definition="Teilnahmen nach dem Ort, der auf der Liste steht, oder nach dem Sitz der "
    "Organisation, wo er eindeutig ist. Wer für eine Verbandsgemeinde oder den Landkreis kam, "
    "steht für sich. Orte, die noch niemand zugeordnet hat, gelten als unbekannt.",
    columns=(
        Column("level", "Ebene", lambda level: labels.LEVELS[str(level)]),
        Column("place_name", "Ort", formatting.or_dash(formatting.text)),
        Column("attendances", "Teilnahmen", formatting.whole),
        Column("share", "Anteil", formatting.percent),
    ),
    describe=describe_origin,
    base=lambda rows: base_of(rows, ["attendances"], "Teilnahme", "Teilnahmen"),
    draw=origin,
    empty="Zu den Dialogen dieses Zeitraums liegt noch keine Teilnahmeliste vor.",
)

CHARTS = (
    *municipality_maps.CHARTS,
    *municipality_years.CHARTS,
    *municipality_absence.CHARTS,
    DENSITY,
    ORIGIN,
)
