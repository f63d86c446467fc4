"""Attendances of each event, and how in person and online compare event by event."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import formatting, labels
from dashboard.charts import theme
from dashboard.charts.chart import EVENT_ATTENDANCES, Chart, Column, Dataset
from dashboard.charts.notes import between_rows
from dashboard.charts.rows import base_of, largest, rows_of, smallest
from dashboard.disclosure import SUPPRESSED, Protection, Unit

NO_LIST = "Zu den Dialogen dieses Zeitraums liegt noch keine Teilnahmeliste vor."
TOO_SMALL = "Die Gruppen sind zu klein, um sie einzeln zu zeigen."


def event_name(row: Any) -> str:
    """„8. Regionaldialog, 20.02.2024“."""
    return f"{row.short_title}, {formatting.day(row.held_on)}"


def event_names(events: pd.DataFrame) -> list[str]:
    """The names beside the rows."""
    return [event_name(row) for row in rows_of(events)]


def event_hover(row: Any, *lines: str) -> str:
    """Title and name of an event, then lines of its own."""
    return "<br>".join(
        [f"<b>{theme.wrapped(row.title, 40)}</b>", theme.wrapped(event_name(row), 40), *lines]
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
        event_names(newest_first),
        newest_first["attendances"],
        texts=texts,
        hover=[
            event_hover(row, f"Teilnahmen: {text}")
            for row, text in zip(rows_of(newest_first), texts, strict=True)
        ],
    )


def describe_attendances(events: pd.DataFrame) -> str:
    """Total, mean, smallest and largest event."""
    known = events.dropna(subset=["attendances"])
    if known.empty:
        return TOO_SMALL if events[SUPPRESSED].any() else NO_LIST
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


def attendances_base(events: pd.DataFrame) -> str:
    """„n = 35 Teilnahmen“."""
    return base_of(events, ["attendances"], "Teilnahme", "Teilnahmen")


# --- in person and online, event by event ------------------------------------------------------

_FORMS = {"in_person": "in Präsenz", "online": "online", "hybrid": "hybrid"}


def modes_by_event(events: pd.DataFrame) -> go.Figure:
    """A dot per event in the row of its form, so that one event looks like one.

    Takes the result of ``participation.by_event``.
    """
    known = events.dropna(subset=["attendances"])
    if known.empty:
        return theme.empty_figure(TOO_SMALL if events[SUPPRESSED].any() else NO_LIST)
    found = [mode for mode in labels.MODES if (known["mode"] == mode).any()]
    drawn = theme.figure(height=theme.rows_height(len(found), per_row=56), right=24)
    for place, mode in enumerate(found):
        shown = rows_of(known[known["mode"] == mode])
        drawn.add_scatter(
            x=[int(row.attendances) for row in shown],
            y=[place] * len(shown),
            mode="markers",
            name=labels.MODES[mode],
            marker={
                "symbol": "circle-open" if mode == "unknown" else "circle",
                "size": 13,
                "color": theme.CONTRAST if mode == "online" else theme.ACCENT,
                "opacity": 0.75,
                "line": {"width": 1.5},
            },
            showlegend=False,
            hoverinfo="text",
            hovertext=[
                event_hover(row, f"Teilnahmen: {formatting.whole(row.attendances)}")
                for row in shown
            ],
        )
    drawn.update_xaxes(rangemode="tozero", showgrid=True)
    theme.title_below(drawn, "Teilnahmen je Dialog")
    names = [f"{labels.MODES[mode]} (n = {(known['mode'] == mode).sum()})" for mode in found]
    return theme.name_rows(drawn, names)


def describe_modes_by_event(events: pd.DataFrame) -> str:
    """The span of each form; what one event cannot tell is said."""
    known = events.dropna(subset=["attendances"])
    if known.empty:
        return TOO_SMALL if events[SUPPRESSED].any() else NO_LIST
    parts = []
    single = []
    for mode, form in _FORMS.items():
        counts = known[known["mode"] == mode]["attendances"].astype(int)
        if counts.empty:
            continue
        if len(counts) == 1:
            single.append(form)
        low, high = formatting.whole(counts.min()), formatting.whole(counts.max())
        span = low if low == high else f"{low} bis {high}"
        parts.append(
            f"{formatting.count(len(counts), 'Dialog', 'Dialoge')} {form} mit {span} "
            f"{'Teilnahme' if span == '1' else 'Teilnahmen'}"
        )
    unknown = int((known["mode"] == "unknown").sum())
    sentences = [
        f"Verglichen werden {formatting.listing(parts)}."
        if len(parts) > 1
        else f"Es gab {parts[0]}; ein Vergleich der Formen ist nicht möglich."
        if parts
        else "",
        f"Aus einem einzigen Dialog {formatting.listing(single)} lässt sich kein Unterschied der "
        "Formen ablesen."
        if single and len(parts) > 1
        else "",
        f"Bei {formatting.count(unknown, 'Dialog', 'Dialogen')} ist die Form unbekannt."
        if unknown
        else "",
    ]
    return " ".join(filter(None, sentences))


def _known_events(events: pd.DataFrame) -> str:
    known = events["attendances"].notna()
    hidden = ", ohne verborgene" if (events[SUPPRESSED] & ~known).any() else ""
    return f"n = {formatting.count(int(known.sum()), 'Dialog', 'Dialoge')}{hidden}"


_OF_REGISTRATION = (
    *("invited", "not_registered", "registered", "withdrawn", "no_show", "still_open"),
    "show_up_rate",
)
_DATE_NOTE = "Dialoge ohne bekanntes Datum zählen nur, wenn alle Jahre gewählt sind."

BY_EVENT = Chart(
    id="beteiligung-veranstaltungen",
    title="Teilnahmen je Dialog",
    question="Wie viele kamen zu den Dialogen?",
    data=Dataset(
        "participation.by_event",
        (
            EVENT_ATTENDANCES,
            Protection(Unit.PEOPLE, _OF_REGISTRATION, internal="registered"),
            Protection(Unit.PEOPLE, _OF_REGISTRATION, internal="invited"),
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
    base=attendances_base,
    draw=attendances,
    mark=between_rows,
    empty="In diesem Zeitraum hat kein Dialog stattgefunden.",
)

MODES_BY_EVENT = Chart(
    id="beteiligung-format-dialoge",
    title="Teilnahmen je Dialog nach Form",
    question="Kommen online mehr als in Präsenz?",
    data=BY_EVENT.data,
    definition="Ein Punkt ist ein Dialog, in der Zeile seiner Form, wie sie die Chronik nennt. Wie "
    "weit jemand anreist, steht auf keiner Liste und wird nicht verglichen. " + _DATE_NOTE,
    columns=(
        Column("short_title", "Dialog", formatting.text),
        Column("held_on", "Datum", formatting.day),
        Column("mode", "Form", lambda mode: labels.MODES[str(mode)]),
        Column("attendances", "Teilnahmen", formatting.whole),
    ),
    describe=describe_modes_by_event,
    base=_known_events,
    draw=modes_by_event,
    empty="In diesem Zeitraum hat kein Dialog stattgefunden.",
)
