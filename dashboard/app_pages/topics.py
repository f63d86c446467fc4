"""Themen: the timeline, how topics change, which were not taken up, what each one drew."""

import streamlit as st

from dashboard.app_pages import shared

_MEASURES = {
    "veranstaltungen": "Veranstaltungen",
    "agenda": "Tagesordnungspunkte",
    "teilnahmen": "Teilnahmen",
}
_GRAINS = {"jahr": "nach Jahren", "quartal": "nach Quartalen"}


def page() -> None:
    """The page „Themen“."""
    st.title("Themen")
    shared.draw_chart("themen-zeitleiste")
    measure = shared.choose_chart("Gezählt nach", _MEASURES, key="themen_mass")
    grain = shared.choose_chart("Zeitraster", _GRAINS, key="themen_raster")
    shared.draw_chart(f"themen-{grain}-{measure}")
    for chart_id in (
        "themen-wann",
        "themen-entwicklung",
        "themen-offen",
        "themen-interesse",
        "themen-bewertung",
    ):
        shared.draw_chart(chart_id)
