"""Auswertung: what those who came thought, in questionnaires, free texts and talks."""

from typing import Any

import streamlit as st

from dashboard import formatting
from dashboard.app_pages import shared, wording

_SECTIONS = {
    "fragebogen": "Fragebögen",
    "freitexte": "Freitexte",
    "gespraeche": "Feedbackgespräche",
}
_ALL_EVENTS = "alle"


def page() -> None:
    """The page „Auswertung“."""
    st.title("Auswertung")
    section = st.segmented_control(
        "Bereich",
        list(_SECTIONS),
        format_func=_SECTIONS.__getitem__,
        default="fragebogen",
        required=True,
        key="auswertung_bereich",
        bind="query-params",
        label_visibility="collapsed",
    )
    if section == "gespraeche":
        _draw_talks()
        return
    event_id = _choose_event()
    if section == "freitexte":
        _draw_texts(event_id)
    elif event_id:
        _draw_event(event_id)
    else:
        _draw_period()


def _choose_event() -> str | None:
    """One event with questionnaires, or null: the whole period; kept in the address."""
    rates = shared.published("auswertung-ruecklauf").frame
    asked = rates[rates["responses"].notna()].iloc[::-1]
    names = wording.distinct(
        {
            str(row.event_id): f"{row.short_title}, {formatting.day(row.held_on)} · {row.title}"
            for row in asked.itertuples()
        }
    )
    period = shared.period()
    whole = "alle Dialoge" if period.year is None else f"alle Dialoge des Jahres {period.year}"
    chosen = st.selectbox(
        "Dialog",
        [_ALL_EVENTS, *names],
        format_func={_ALL_EVENTS: whole, **names}.__getitem__,
        key="dialog",
        bind="query-params",
        help="Zur Wahl stehen die Dialoge des Zeitraums, zu denen es Rückmeldungen gibt.",
    )
    return None if chosen in (None, _ALL_EVENTS) else str(chosen)


def _draw_period() -> None:
    shared.draw_chart("auswertung-ruecklauf")
    shared.draw_chart("auswertung-fragen")
    shared.draw_chart("auswertung-zustimmung")
    if shared.period().year is not None:
        shared.draw_chart("auswertung-vorjahr")
    shared.draw_chart("auswertung-verlauf", of_all_years=True)
    shared.draw_chart("auswertung-gruppen")


def _draw_event(event_id: str) -> None:
    rates = shared.published("auswertung-ruecklauf").frame
    for row in rates[rates["event_id"] == event_id].itertuples():
        shared.draw_sentence(_response(row))
    shared.draw_chart("auswertung-fragen", event_id=event_id)
    shared.draw_chart("auswertung-zustimmung", event_id=event_id)
    shared.draw_sentence(
        "Ergebnisse nach Gruppen, der Vergleich mit dem Jahr davor und der Verlauf stehen bei "
        "„alle Dialoge“: Ein einzelner Dialog hat dafür zu wenige Antworten."
    )


def _response(row: Any) -> str:
    """„Rücklauf: 18 Fragebögen bei 30 Teilnahmen (60 %).“."""
    number = formatting.count(int(row.responses), "Fragebogen", "Fragebögen")
    if formatting.is_missing(row.attendances):
        return f"Rücklauf unbekannt: {number}, aber noch keine Teilnahmeliste."
    came = formatting.count(int(row.attendances), "Teilnahme", "Teilnahmen")
    return f"Rücklauf: {number} bei {came} ({formatting.percent(row.response_rate)})."


def _draw_texts(event_id: str | None) -> None:
    shared.draw_chart("auswertung-codes", event_id=event_id)
    if event_id is None:
        shared.draw_chart("auswertung-zitate")
    wording.draw_link("freitexte", "Freitexte lesen, zuordnen und freigeben")


def _draw_talks() -> None:
    shared.draw_chart("gespraeche-chronik")
    shared.draw_chart("gespraeche-tendenz")
    shared.draw_chart("gespraeche-codes")
    wording.draw_link("freitexte", "Feedbackgespräche festhalten")
