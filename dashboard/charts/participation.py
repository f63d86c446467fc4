"""Who comes: per event, by organisation type, for the first time or again, in person or online."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import formatting, labels
from dashboard.charts import theme
from dashboard.charts.chart import Chart, Column, Dataset
from dashboard.charts.rows import base_of, largest, rows_of, smallest
from dashboard.disclosure import SUPPRESSED, Protection, Time, Unit

_NO_LIST = "Zu den Dialogen dieses Zeitraums liegt noch keine Teilnahmeliste vor."
_VISITS = ("first_time", "returning_people", "not_told")
_NOT_TOLD = "Die Listen dieses Zeitraums sagen nicht, wer angemeldet war."
_TOO_SMALL = "Die Gruppen sind zu klein, um sie einzeln zu zeigen."


def _event_name(row: Any) -> str:
    """„8. Regionaldialog, 20.02.2024“."""
    return f"{row.short_title}, {formatting.day(row.held_on)}"


def _event_names(events: pd.DataFrame) -> list[str]:
    return [_event_name(row) for row in rows_of(events)]


def _hover(row: Any, *lines: str) -> str:
    return "<br>".join(
        [f"<b>{theme.wrapped(row.title, 40)}</b>", theme.wrapped(_event_name(row), 40), *lines]
    )


def _attendances_text(row: Any) -> str:
    if not formatting.is_missing(row.attendances):
        return formatting.whole(row.attendances)
    return formatting.SUPPRESSED if getattr(row, SUPPRESSED) else "keine Liste"


def attendances(events: pd.DataFrame) -> go.Figure:
    """A bar per event, newest on top; a gap says whether the list is missing or the number hidden.

    Takes the result of ``participation.by_event``.
    """
    newest_first = events.iloc[::-1]
    texts = [_attendances_text(row) for row in rows_of(newest_first)]
    return theme.bars(
        _event_names(newest_first),
        newest_first["attendances"],
        texts=texts,
        hover=[
            _hover(row, f"Teilnahmen: {text}")
            for row, text in zip(rows_of(newest_first), texts, strict=True)
        ],
    )


def describe_attendances(events: pd.DataFrame) -> str:
    """Total, mean, smallest and largest event."""
    known = events.dropna(subset=["attendances"])
    if known.empty:
        return _TOO_SMALL if events[SUPPRESSED].any() else _NO_LIST
    total = int(known["attendances"].sum())
    most = largest(known, "attendances")
    fewest = smallest(known, "attendances")
    counted = formatting.count(total, "Teilnahme", "Teilnahmen")
    if len(known) == 1:
        return f"{counted} beim {most.short_title}."
    return (
        f"{counted} bei {formatting.whole(len(known))} Dialogen; die meisten beim "
        f"{most.short_title} ({formatting.whole(most.attendances)}), die wenigsten beim "
        f"{fewest.short_title} ({formatting.whole(fewest.attendances)})."
    )


def _attendances_base(events: pd.DataFrame) -> str:
    return base_of(events, ["attendances"], "Teilnahme", "Teilnahmen")


def registrations(events: pd.DataFrame) -> go.Figure:
    """Registered (light) behind attended (dark), per event whose lists tell both.

    Takes the result of ``participation.by_event``.
    """
    told = events.dropna(subset=["registered"]).iloc[::-1]
    if told.empty:
        return theme.empty_figure(_TOO_SMALL if events[SUPPRESSED].any() else _NOT_TOLD)
    drawn = theme.figure(height=theme.rows_height(len(told), per_row=46), right=88)
    places = list(range(len(told)))
    hover = [
        _hover(
            row,
            f"angemeldet: {formatting.whole(row.registered)}",
            f"teilgenommen: {formatting.whole(row.attendances)}",
            f"abgemeldet: {formatting.whole(row.withdrawn)}",
            f"nicht erschienen: {formatting.whole(row.no_show)}",
        )
        for row in rows_of(told)
    ]
    drawn.add_bar(
        y=places,
        x=told["registered"].astype(int),
        orientation="h",
        name="angemeldet",
        width=0.7,
        marker={"color": theme.NEUTRAL},
        text=[
            f"{formatting.whole(row.attendances)} von {formatting.whole(row.registered)}"
            for row in rows_of(told)
        ],
        textposition="outside",
        cliponaxis=False,
        hovertext=hover,
        hoverinfo="text",
    )
    drawn.add_bar(
        y=places,
        x=told["attendances"].astype(int),
        orientation="h",
        name="teilgenommen",
        width=0.36,
        marker={"color": theme.ACCENT},
        hovertext=hover,
        hoverinfo="text",
    )
    drawn.update_layout(barmode="overlay")
    drawn.update_xaxes(rangemode="tozero", showticklabels=False, showgrid=False)
    return theme.name_rows(drawn, _event_names(told))


def describe_registrations(events: pd.DataFrame) -> str:
    """The show-up rate over all events that tell it."""
    told = events.dropna(subset=["show_up_rate"])
    if told.empty:
        return _TOO_SMALL if events[SUPPRESSED].any() else _NOT_TOLD
    best = largest(told, "show_up_rate")
    worst = smallest(told, "show_up_rate")
    if len(told) == 1:
        return (
            f"Beim {best.short_title} kamen {formatting.percent(best.show_up_rate)} der "
            "Angemeldeten."
        )
    return (
        f"Bei {formatting.whole(len(told))} Dialogen ist bekannt, wer angemeldet war. Von den "
        f"Angemeldeten kamen zwischen {formatting.percent(worst.show_up_rate)} "
        f"({worst.short_title}) und {formatting.percent(best.show_up_rate)} "
        f"({best.short_title})."
    )


def _registrations_base(events: pd.DataFrame) -> str:
    return base_of(events, ["registered"], "Anmeldung", "Anmeldungen")


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
        return _TOO_SMALL
    first = largest(known, "attendances")
    return (
        f"Die größte Gruppe: {labels.ORGANISATION_TYPES[first.organisation_type]} mit "
        f"{formatting.percent(first.share)} der Teilnahmen."
    )


def newcomers(events: pd.DataFrame) -> go.Figure:
    """First-time and returning people, per event; a hidden event has no bar and says so.

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
                _hover(row, f"{name}: {formatting.whole(getattr(row, column))}")
                for row in rows_of(newest_first)
            ],
            hoverinfo="text",
        )
    for place, row in enumerate(rows_of(newest_first)):
        if getattr(row, SUPPRESSED):
            theme.say_hidden(drawn, place)
    drawn.update_layout(barmode="stack")
    drawn.update_xaxes(rangemode="tozero", showticklabels=False, showgrid=False)
    return theme.name_rows(drawn, _event_names(newest_first))


def describe_newcomers(events: pd.DataFrame) -> str:
    """Share of returning people at the newest event and over all."""
    told = events[(events["first_time"].fillna(0) + events["returning_people"].fillna(0)) > 0]
    if told.empty and events[SUPPRESSED].any():
        return _TOO_SMALL
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
    return f"Im Mittel kamen je Dialog {formatting.listing(parts)}." if parts else _TOO_SMALL


_DATE_NOTE = "Dialoge ohne bekanntes Datum zählen nur, wenn alle Jahre gewählt sind."


def _of_event(column: str, table: str, *more: str) -> Protection:
    """A number of one event, the same in every period."""
    cells = (column, *more)
    return Protection(Unit.PEOPLE, column, cells, table=table, key=("event_id",), time=Time.ALWAYS)


BY_EVENT = Chart(
    id="beteiligung-veranstaltungen",
    title="Teilnahmen je Dialog",
    question="Wie viele kamen zu den Dialogen?",
    data=Dataset(
        "participation.by_event",
        (
            _of_event("attendances", "event", "show_up_rate"),
            _of_event("registered", "registered"),
            _of_event("withdrawn", "withdrawn"),
            _of_event("no_show", "no_show"),
            _of_event("show_up_rate", "absent"),
        ),
    ),
    definition="Gezählt wird, wer da war: eine Person bei einer Veranstaltung ist eine Teilnahme. "
    "Anmeldungen, Abmeldungen und Nichterschienene zählen nicht mit. " + _DATE_NOTE,
    columns=(
        Column("short_title", "Dialog", formatting.text),
        Column("title", "Titel", formatting.text),
        Column("held_on", "Datum", formatting.day),
        Column("attendances", "Teilnahmen", formatting.whole),
    ),
    describe=describe_attendances,
    base=_attendances_base,
    draw=attendances,
    empty="In diesem Zeitraum hat kein Dialog stattgefunden.",
)

REGISTRATIONS = Chart(
    id="beteiligung-anmeldung",
    title="Angemeldet und gekommen",
    question="Wie viele der Angemeldeten kommen auch?",
    data=BY_EVENT.data,
    definition="Nur Dialoge, deren Listen Anmeldung und Teilnahme unterscheiden. Angemeldet sind "
    "auch die, die kamen. Die Erscheinensquote lässt Abmeldungen weg; wer ohne Angabe blieb, gilt "
    "als angemeldet, nicht als nicht erschienen.",
    columns=(
        Column("short_title", "Dialog", formatting.text),
        Column("registered", "Angemeldet", formatting.whole),
        Column("attendances", "Teilgenommen", formatting.whole),
        Column("withdrawn", "Abgemeldet", formatting.whole),
        Column("no_show", "Nicht erschienen", formatting.whole),
        Column("show_up_rate", "Erscheinensquote", formatting.percent),
    ),
    describe=describe_registrations,
    base=_registrations_base,
    draw=registrations,
    empty="In diesem Zeitraum hat kein Dialog stattgefunden.",
)

BY_ORGANISATION_TYPE = Chart(
    id="beteiligung-organisationstyp",
    title="Teilnahmen nach Art der Organisation",
    question="Welche Gruppen erreichen die Dialoge?",
    data=Dataset(
        "participation.by_organisation_type",
        (
            Protection(
                Unit.PEOPLE,
                "attendances",
                ("attendances", "people", "organisations", "share"),
                table="type",
                key=("organisation_type",),
            ),
            Protection(Unit.PEOPLE, "attendances", ("share",), table="total"),
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
        Column("organisations", "Organisationen", formatting.whole),
    ),
    describe=describe_organisation_types,
    base=_attendances_base,
    draw=organisation_types,
    empty=_NO_LIST,
)

NEWCOMERS = Chart(
    id="beteiligung-erstmals",
    title="Erstmals und wieder dabei",
    question="Wer kommt zum ersten Mal, wer kommt wieder?",
    data=Dataset(
        "participation.newcomers",
        tuple(_of_event(column, f"visits.{column}") for column in _VISITS),
    ),
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
    empty=_NO_LIST,
)

BY_MODE = Chart(
    id="beteiligung-format",
    title="Teilnahmen in Präsenz und online",
    question="Wie viele kommen in Präsenz, wie viele online?",
    data=Dataset(
        "participation.by_mode",
        (
            Protection(
                Unit.PEOPLE,
                "attendances",
                ("attendances", "share", "per_event"),
                table="mode",
                key=("attended_mode",),
            ),
            Protection(Unit.PEOPLE, "attendances", ("share",), table="total"),
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
    base=_attendances_base,
    draw=modes,
    empty=_NO_LIST,
)

CHARTS = (BY_EVENT, BY_ORGANISATION_TYPE, NEWCOMERS, REGISTRATIONS, BY_MODE)
