"""Beteiligung: who comes, who returns, in which form."""

import streamlit as st

from dashboard.app_pages import shared


def page() -> None:
    """The page „Beteiligung“."""
    st.title("Beteiligung")
    for chart_id in (
        "beteiligung-veranstaltungen",
        "beteiligung-trichter",
        "beteiligung-anmeldung",
        "beteiligung-organisationstyp",
        "beteiligung-konzentration",
        "beteiligung-erstmals",
        "beteiligung-treue",
        "beteiligung-format",
        "beteiligung-format-dialoge",
    ):
        shared.draw_chart(chart_id)
