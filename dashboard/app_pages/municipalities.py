"""Gemeinden: whom the dialogues reach, and whom they do not."""

import streamlit as st

from dashboard.app_pages import shared

_LEVELS = {"gemeinden": "22 Gemeinden", "verwaltungen": "11 Verwaltungen"}
_MEASURES = {
    "dialoge": "Dialoge",
    "teilnahmen": "Teilnahmen",
    "personen": "Personen",
    "je-1000": "je 1.000 Einwohner",
}


def page() -> None:
    """The page „Gemeinden“."""
    st.title("Gemeinden")
    level = shared.choose_chart("Ebene", _LEVELS, key="gemeinden_ebene")
    measure = shared.choose_chart("Gezeigt wird", _MEASURES, key="gemeinden_mass")
    shared.draw_chart(f"{level}-karte-{measure}")
    shared.draw_chart("gemeinden-nicht-erreicht")
    shared.draw_chart("gemeinden-herkunft")
