"""A dashboard with demo data and a browser that fails the test when a page calls another host."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from tests.browser.harness import BROWSER_OPTIONS, Server, find_browser, free_port, running

_HERE = Path(__file__).parent
_OWN_HOST = "127.0.0.1"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder needs the browser; first, so that ``-m`` sees the mark."""
    for item in items:
        if item.path.is_relative_to(_HERE):
            item.add_marker("browser")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Show the server's log beside a failure."""
    report = yield
    if report.failed:
        for value in getattr(item, "funcargs", {}).values():
            if isinstance(value, Server):
                report.sections.append((f"log of {value.url}", value.log.read_text()))
    return report


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The dashboard with demo data, started as people start it."""
    folder = tmp_path_factory.mktemp("home")
    port = free_port()
    command = ["-m", "dashboard.cli", "--demo", "serve", "--port", str(port)]
    environment = {"REGIONALDIALOG_HOME": str(folder)}
    with running(command, port=port, folder=folder, environment=environment) as started:
        yield started


@pytest.fixture(scope="session")
def widgets_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """``widgets_page.py`` in the dashboard's frame: every widget, no data."""
    port = free_port()
    command = ["-m", "streamlit", "run", str(_HERE / "widgets_app.py"), "--server.port", str(port)]
    with running(command, port=port, folder=tmp_path_factory.mktemp("widgets")) as started:
        yield started


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a file.

    Not for the whole session: Playwright keeps an event loop running in this thread meanwhile, and
    other tests need one of their own.
    """
    path = find_browser()
    if path is None:
        pytest.fail("No Chrome or Chromium found. Run: sh tests/browser/install_chromium.sh")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(BROWSER_OPTIONS))
        yield started
        started.close()


@pytest.fixture
def console_errors() -> list[str]:
    """What the page of this test reported as an error, refusals of the security policy included."""
    return []


def _note_error(message: ConsoleMessage, errors: list[str]) -> None:
    """On the address of a page Streamlit looks for its server below that address first."""
    searching = re.search(r"/\w+/_stcore/", message.location["url"])
    if message.type == "error" and not searching:
        errors.append(f"{message.text} {message.location['url']}")


@pytest.fixture
def page(browser: Browser, console_errors: list[str]) -> Iterator[Page]:
    """A fresh visitor with a German browser; at the end no other host may have been asked."""
    context = browser.new_context(
        locale="de-DE",
        timezone_id="Europe/Berlin",
        viewport={"width": 1400, "height": 1000},
        accept_downloads=True,
    )
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    opened = context.new_page()
    opened.on("websocket", lambda socket: asked.append(socket.url))
    opened.on("pageerror", lambda error: console_errors.append(str(error)))
    opened.on("console", lambda message: _note_error(message, console_errors))
    yield opened
    context.close()
    foreign = [url for url in asked if urlsplit(url).hostname not in (None, _OWN_HOST)]
    assert not foreign, f"The page asked other hosts: {foreign}"
