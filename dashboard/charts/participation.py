"""Who comes: per event, by organisation type, for the first time or again, in person or online."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import formatting, labels
from dashboard.charts import theme
from dashboard.charts.chart import Chart, Column, Dataset
from dashboard.charts.participation_events import (
    BY_EVENT,
    MODES_BY_EVENT,
    NO_LIST,
    TOO_SMALL,
    attendances_base,
    event_hover,
    event_names,
)
from dashboard.charts.participation_registration import FUNNEL, REGISTRATIONS
from dashboard.charts.participation_series import CONCENTRATION, LOYALTY
from dashboard.charts.rows import base_of, largest, rows_of
from dashboard.disclosure import Audience, Protection, Unit


def organisation_types(types: pd.DataFrame) -> go.Figure:
    """A bar per organisation type. Takes the result of ``participation.by_organisation_type``."""
    names = [labels.ORGANISATION_TYPES[key] for key in types["organisation_type"]]
    drawn = theme.bars(
        names,
        types["attendances"],
        texts=[_count_and_share(row) for row in rows_of(types)],
    )
    return drawn.update_layout(margin={"r": 88})


def _count_and_share(row: Any) -> str:
    if formatting.is_missing(row.attendances):
        return formatting.SUPPRESSED
    return f"{formatting.whole(row.attendances)} ({formatting.percent(row.share)})"


def describe_organisation_types(types: pd.DataFrame) -> str:
    """The largest group and how many organisations there are."""
    known = types.dropna(subset=["attendances"])
    if known.empty:
        return TOO_SMALL
    first = largest(known, "attendances")
    group = "Die größte Gruppe" if len(known) == len(types) else "Die größte gezeigte Gruppe"
    return (
        f"{group}: {labels.ORGANISATION_TYPES[first.organisation_type]} mit "
        f"{formatting.percent(first.share)} aller Teilnahmen."
    )


def newcomers(events: pd.DataFrame) -> go.Figure:
    """First-time and returning people, per event.

    Takes the result of ``participation.newcomers``.
    """
    newest_first = events.iloc[::-1]
    drawn = theme.figure(height=theme.rows_height(len(newest_first), per_row=44), right=24)
    for name, column, colour, pattern in (
        ("zum ersten Mal", "first_time", theme.ACCENT, ""),
        ("wieder da", "returning_people", theme.ACCENT_LIGHT, ""),
        ("nicht bekannt", "not_told", theme.NEUTRAL, "/"),
    ):
        values = newest_first[column].astype("float64")
        if not (values > 0).any():
            continue
        drawn.add_bar(
            y=list(range(len(newest_first))),
            x=values,
            orientation="h",
            name=name,
            marker={
                "color": colour,
                "pattern": theme.pattern(pattern, theme.SOFT_INK),
                "line": {"color": theme.SEPARATOR, "width": 1},
            },
            text=[formatting.whole(value) if value > 0 else "" for value in values],
            textposition="inside",
            insidetextanchor="middle",
            insidetextfont={"color": theme.ink_on(colour)},
            textangle=0,
            hovertext=[
                event_hover(row, f"{name}: {formatting.whole(getattr(row, column))}")
                for row in rows_of(newest_first)
            ],
            hoverinfo="text",
        )
    drawn.update_layout(barmode="stack")
    drawn.update_xaxes(rangemode="tozero", showticklabels=False, showgrid=False)
    return theme.name_rows(drawn, event_names(newest_first))


def describe_newcomers(events: pd.DataFrame) -> str:
    """Share of returning people at the newest event and over all."""
    told = events[(events["first_time"].fillna(0) + events["returning_people"].fillna(0)) > 0]
    if told.empty:
        return "Die Listen nennen keine Namen; wer wiederkommt, lässt sich nicht sagen."
    first = int(told["first_time"].sum())
    again = int(told["returning_people"].sum())
    newest = told.iloc[-1]
    return (
        f"{formatting.whole(first)} Teilnahmen waren die erste einer Person, "
        f"{formatting.whole(again)} ({formatting.percent(again / (first + again))}) eine weitere. "
        f"Beim {newest['short_title']} kamen {formatting.whole(newest['first_time'])} Personen zum "
        f"ersten Mal und {formatting.whole(newest['returning_people'])} wieder."
    )


def _newcomers_base(events: pd.DataFrame) -> str:
    columns = ["first_time", "returning_people"]
    return base_of(events, columns, "Teilnahme mit Namen", "Teilnahmen mit Namen")


def modes(rows: pd.DataFrame) -> go.Figure:
    """Attendances in person and online. Takes the result of ``participation.by_mode``."""
    drawn = theme.bars(
        [labels.MODES[mode] for mode in rows["attended_mode"]],
        rows["attendances"],
        texts=[_count_and_share(row) for row in rows_of(rows)],
    )
    return drawn.update_layout(margin={"r": 88})


_BY_MODE = {"in_person": "in Präsenz", "online": "online", "unknown": "in unbekannter Form"}


def describe_modes(rows: pd.DataFrame) -> str:
    """How many per event in each form."""
    parts = [
        f"{formatting.decimal(row.per_event)} {_BY_MODE[str(row.attended_mode)]} "
        f"({formatting.count(int(str(row.events)), 'Dialog', 'Dialoge')})"
        for row in rows_of(rows)
        if not formatting.is_missing(row.per_event)
    ]
    return f"Im Mittel kamen je Dialog {formatting.listing(parts)}." if parts else TOO_SMALL


BY_ORGANISATION_TYPE = Chart(
    id="beteiligung-organisationstyp",
    title="Teilnahmen nach Art der Organisation",
    question="Welche Gruppen erreichen die Dialoge?",
    data=Dataset(
        "participation.by_organisation_type",
        (
            Protection(
                Unit.PEOPLE,
                ("attendances", "people", "organisations", "share"),
                "type",
                ("organisation_type",),
            ),
            Protection(Unit.PEOPLE, ("share",), "total"),
        ),
        by_size=("organisation_type",),
    ),
    definition="Die Art der Organisation gilt so, wie sie beim Dialog war: nach dem Namen der "
    "Organisation oder der Internetadresse ihrer E-Mails. „Sonstige“ hat einen Namen, der zu "
    "keiner Regel passt; „unbekannt“ steht ohne Organisation auf der Liste.",
    columns=(
        Column(
            "organisation_type",
            "Art der Organisation",
            lambda key: labels.ORGANISATION_TYPES[str(key)],
        ),
        Column("attendances", "Teilnahmen", formatting.whole),
        Column("share", "Anteil", formatting.percent),
        Column("people", "Personen", formatting.whole),
        Column("organisations", "Organisationen", formatting.or_dash(formatting.whole)),
    ),
    describe=describe_organisation_types,
    base=attendances_base,
    draw=organisation_types,
    empty=NO_LIST,
)

NEWCOMERS = Chart(
    id="beteiligung-erstmals",
    title="Erstmals und wieder dabei",
    question="Wer kommt zum ersten Mal, wer kommt wieder?",
    data=Dataset("participation.newcomers", audience=Audience.INTERNAL),
    definition="Wiedererkannt wird eine Person an einem Pseudonym aus E-Mail-Adresse oder Name und "
    "Organisation. Verglichen wird mit allen früheren Dialogen der Reihe, nicht nur mit dem "
    "Zeitraum. Wer ohne Namen auf einer Liste steht, gilt als nicht bekannt.",
    columns=(
        Column("short_title", "Dialog", formatting.text),
        Column("held_on", "Datum", formatting.day),
        Column("first_time", "Zum ersten Mal", formatting.whole),
        Column("returning_people", "Wieder da", formatting.whole),
        Column("not_told", "Nicht bekannt", formatting.whole),
    ),
    describe=describe_newcomers,
    base=_newcomers_base,
    draw=newcomers,
    empty=NO_LIST,
)

BY_MODE = Chart(
    id="beteiligung-format",
    title="Teilnahmen in Präsenz und online",
    question="Wie viele kommen in Präsenz, wie viele online?",
    data=Dataset(
        "participation.by_mode",
        (
            Protection(
                Unit.PEOPLE, ("attendances", "share", "per_event"), "mode", ("attended_mode",)
            ),
            Protection(Unit.PEOPLE, ("share",), "total"),
        ),
    ),
    definition="Wie jemand teilnahm, sagt die Liste; wo sie nichts sagt, die Form der "
    "Veranstaltung. Bei Dialogen, deren Form die Chronik nicht nennt, bleibt sie unbekannt.",
    columns=(
        Column("attended_mode", "Form", lambda mode: labels.MODES[str(mode)]),
        Column("events", "Dialoge", formatting.whole),
        Column("attendances", "Teilnahmen", formatting.whole),
        Column("share", "Anteil", formatting.percent),
        Column("per_event", "Teilnahmen je Dialog", formatting.decimal),
    ),
    describe=describe_modes,
    base=attendances_base,
    draw=modes,
    empty=NO_LIST,
)

CHARTS = (
    BY_EVENT,
    FUNNEL,
    REGISTRATIONS,
    BY_ORGANISATION_TYPE,
    CONCENTRATION,
    NEWCOMERS,
    LOYALTY,
    BY_MODE,
    MODES_BY_EVENT,
)
