"""Auswertung: what those who came thought of the year's dialogues."""

import streamlit as st

from dashboard.app_pages import shared


def page() -> None:
    """The page „Auswertung“."""
    st.title("Auswertung")
    for chart_id in ("auswertung-ruecklauf", "auswertung-fragen", "auswertung-vorjahr"):
        shared.draw_chart(chart_id)
