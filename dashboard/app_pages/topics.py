"""Themen: which topic when, and how topics change over time."""

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
    measure = shared.choose_chart("Gezählt nach", _MEASURES, key="themen_mass")
    grain = shared.choose_chart("Zeitraster", _GRAINS, key="themen_raster")
    shared.draw_chart(f"themen-{grain}-{measure}")
    shared.draw_chart("themen-wann")
