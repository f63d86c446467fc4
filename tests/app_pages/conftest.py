"""Pages in Streamlit's own test run, each test with a warehouse of its own."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.app_pages import shared
from dashboard.demo_warehouse import fill_with_demo
from dashboard.workspace import Workspace

_SECONDS = 60
_MESSAGE = r'rd-message rd-{}" role="alert">.*?</span> (.*)</p>'

OpenPage = Callable[[str], AppTest]


@contextmanager
def workspace_at(folder: Path) -> Iterator[Workspace]:
    """The workspace that the pages use meanwhile: the public record, no lists."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REGIONALDIALOG_HOME", str(folder))
        patch.setenv("REGIONALDIALOG_DEMO", "0")
        shared.workspace.clear()
        opened = shared.workspace()
        yield opened
        opened.warehouse.close()
        shared.workspace.clear()


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """A workspace of the test's own."""
    with workspace_at(tmp_path) as opened:
        yield opened


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The pages use the demo data; read only, so that the tests of a file can share them."""
    with workspace_at(tmp_path_factory.mktemp("home")) as opened:
        fill_with_demo(opened)
        yield opened


@pytest.fixture
def open_page(workspace: Workspace) -> OpenPage:
    """Run one page: ``open_page("imports")``."""

    def opened(name: str) -> AppTest:
        script = f"from dashboard.app_pages import {name}\n{name}.page()\n"
        at = AppTest.from_string(script, default_timeout=_SECONDS).run()
        assert not at.exception
        return at

    return opened


def checked(at: AppTest) -> AppTest:
    """Run it again; nothing may go wrong."""
    at.run()
    assert not at.exception
    return at


def named(widgets: Iterable[Any], label: str) -> Any:
    """The one widget with this label."""
    [widget] = [widget for widget in widgets if widget.label == label]
    return widget


def put(at: AppTest, kind: str, label: str, value: object) -> AppTest:
    """Set the one widget of this kind and label."""
    named(at.get(kind), label).set_value(value)
    return checked(at)


def press(at: AppTest, label: str) -> AppTest:
    """Click the one button with this label."""
    named(at.button, label).click()
    return checked(at)


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
