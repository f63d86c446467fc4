"""Beteiligung: who comes, who returns, in which form."""

import streamlit as st

from dashboard.app_pages import shared


def page() -> None:
    """The page „Beteiligung“."""
    st.title("Beteiligung")
    for chart_id in (
        "beteiligung-veranstaltungen",
        "beteiligung-organisationstyp",
        "beteiligung-erstmals",
        "beteiligung-anmeldung",
        "beteiligung-format",
    ):
        shared.draw_chart(chart_id)
