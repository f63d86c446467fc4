"""The page of all widgets in the same frame as the dashboard."""

import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parents[2])

import streamlit as st  # noqa: E402 - the path comes first

from dashboard import web  # noqa: E402

app = st.App("widgets_page.py", routes=web.routes(), middleware=web.middleware())
