"""Pages in Streamlit's own test run, each test with a warehouse of its own."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.app_pages import shared
from dashboard.workspace import Workspace

_SECONDS = 60
_MESSAGE = r'rd-message rd-{}" role="alert">.*?</span> (.*)</p>'

OpenPage = Callable[[str], AppTest]


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """The workspace that the pages of this test use: the public record, no lists."""
    monkeypatch.setenv("REGIONALDIALOG_HOME", str(tmp_path))
    monkeypatch.setenv("REGIONALDIALOG_DEMO", "0")
    shared.workspace.clear()
    opened = shared.workspace()
    yield opened
    opened.warehouse.close()
    shared.workspace.clear()


@pytest.fixture
def open_page(workspace: Workspace) -> OpenPage:
    """Run one page: ``open_page("imports")``."""

    def opened(name: str) -> AppTest:
        script = f"from dashboard.app_pages import {name}\n{name}.page()\n"
        at = AppTest.from_string(script, default_timeout=_SECONDS).run()
        assert not at.exception
        return at

    return opened


def texts(at: AppTest) -> str:
    """Everything that is written on the page, own HTML included."""
    kinds = (
        "title",
        "header",
        "html",
        "markdown",
        "caption",
        "info",
        "success",
        "warning",
        "error",
    )
    return "\n".join(
        str(getattr(element, "value", None) or element.proto.body)
        for kind in kinds
        for element in at.get(kind)
    )


def labels_of(at: AppTest, kind: str) -> list[str]:
    return [element.label for element in at.get(kind)]


def messages(at: AppTest, kind: str) -> list[str]:
    """The messages of a kind (``done``, ``note``, ``error``), as escaped as they are sent."""
    found = [re.search(_MESSAGE.format(kind), element.proto.body) for element in at.get("html")]
    return [match[1] for match in found if match]
