"""The Streamlit script: menu by role, the period for all pages, then the page that was chosen."""

import gc

import streamlit as st

from dashboard.app_pages import menu, shared
from dashboard.errors import DashboardError


@st.cache_resource
def _freeze_imports() -> None:
    """Streamlit collects garbage after every run; what was imported need not be looked at again."""
    gc.collect()
    gc.freeze()


def main() -> None:
    """Draw one run of the dashboard; errors meant for people are shown as sentences."""
    st.set_page_config(page_title="Regionaldialog", page_icon="📊", layout="wide")
    _freeze_imports()
    try:
        # Folded away, the last pages would be one more step away for whoever has no mouse.
        chosen = st.navigation(menu.pages(shared.actor()), expanded=True)
        # Which page it is comes first: windows and tabs are told apart by it.
        st.set_page_config(page_title=f"{chosen.title} – Regionaldialog")
        shared.draw_demo_mark()
        shared.draw_period()
        chosen.run()
    except DashboardError as problem:
        st.error(str(problem))


main()
