"""Entry for ``streamlit run dashboard/app.py``: the pages of ``main.py`` in the frame of ``web``.

Streamlit recognises the file by the plain assignment ``app = st.App(…)``.
"""

import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
# Streamlit puts this folder first on the path. There "import dashboard" fails and a module here
# could hide a library of the same name, so the folder above takes its place.
if sys.path and Path(sys.path[0]).resolve() == _PACKAGE:
    sys.path[0] = str(_PACKAGE.parent)

import streamlit as st  # noqa: E402 - the path comes first

from dashboard import links, web  # noqa: E402
from dashboard.demo_warehouse import open_shared  # noqa: E402
from dashboard.settings import Settings  # noqa: E402

app = st.App(
    "main.py",
    routes=[*web.routes(), *links.routes(lambda: open_shared(Settings()))],
    middleware=web.middleware(),
)
