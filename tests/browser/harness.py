"""Starting a server, finding the browser, and looking for English words on a page."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
# The browser itself must not call anybody either, or the check for foreign requests says nothing.
BROWSER_OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_START_SECONDS = 60
_STOP_SECONDS = 10


@dataclass(frozen=True)
class Server:
    """A running dashboard; ``url`` has no slash at its end."""

    url: str
    log: Path


def find_browser() -> str | None:
    """The path of a Chrome or Chromium, null if there is none."""
    return next(filter(None, map(shutil.which, _BROWSERS)), None)


def free_port() -> int:
    """A port that nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def running(
    arguments: list[str], *, port: int, folder: Path, environment: dict[str, str] | None = None
) -> Iterator[Server]:
    """Run ``python <arguments>`` until the block ends; raises RuntimeError if it does not answer.

    Started in the checkout, so that its ``.streamlit/config.toml`` holds. The log is kept in
    ``folder``.
    """
    server = Server(f"http://127.0.0.1:{port}", folder / f"server-{port}.log")
    with server.log.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=os.environ | (environment or {}),
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            _wait_until_healthy(server, process)
            yield server
        finally:
            _stop(process)


def _wait_until_healthy(server: Server, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        if _is_healthy(server):
            return
        time.sleep(0.2)
    raise RuntimeError(f"The server did not answer on {server.url}:\n{server.log.read_text()}")


def _is_healthy(server: Server) -> bool:
    try:
        with urllib.request.urlopen(f"{server.url}/health", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """End the process and the server that it may have started as its child."""
    if not hasattr(os, "killpg"):  # Windows has no process groups
        process.terminate()
        process.wait(_STOP_SECONDS)
        return
    for wish in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, wish)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_STOP_SECONDS)
            break
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


# --- English words -----------------------------------------------------------------------------

# Words of Streamlit's and Plotly's interface that are no German words as well.
_ENGLISH = re.compile(
    r"\b(add|all files|apply|autoscale|browse|cancel|choose|clear|close|collapse|column|connecting|"
    r"copied|copy|date range|delete|deploy|dismiss|download|drag|drop|enter|error|expand|file|"
    r"files|fullscreen|help|hide|invalid|limit|loading|main menu|next month|none|number|open|"
    r"option|options|per|press|previous|remove|rerun|reset|results|running|search|select|selected|"
    r"settings|show|sidebar|skip|sort|stop|submit|the|upload|use|value|view|you|your|zoom)\b",
    re.IGNORECASE,
)
# Proper names and loan words that contain one of them.
_NOT_ENGLISH = re.compile(
    r"\b(open data|open[- ]source|open space|co[- ]working|e-mail|per (e-mail|post|telefon))\b",
    re.IGNORECASE,
)

_VISIBLE_TEXTS = """() => {
  const found = [];
  const shown = (element) => element.checkVisibility({ visibilityProperty: true });
  const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (nodes.nextNode()) {
    const element = nodes.currentNode.parentElement;
    // Icons are words of a font whose letters form the picture; they are hidden from readers.
    if (!element || element.closest("script, style, noscript, [data-testid=stIconMaterial]")) {
      continue;
    }
    if (shown(element)) found.push(nodes.currentNode.nodeValue.trim());
  }
  const names = ["aria-label", "aria-description", "aria-valuetext", "title", "placeholder", "alt"];
  for (const element of document.querySelectorAll(names.map((name) => `[${name}]`).join(","))) {
    if (!shown(element)) continue;
    for (const name of names) found.push((element.getAttribute(name) ?? "").trim());
  }
  return [...new Set(found)].filter(Boolean);
}"""


def english_texts(page: Page) -> list[str]:
    """Every visible text and accessible name on the page that holds an English interface word.

    Texts that only a screen reader is told count as visible.
    """
    texts: list[str] = page.evaluate(_VISIBLE_TEXTS)
    return [text for text in texts if _ENGLISH.search(_NOT_ENGLISH.sub("", text))]


def wait_until_drawn(page: Page) -> None:
    """Wait until Streamlit has finished its run and nothing is greyed out any more."""
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    page.wait_for_function("() => !document.querySelector('[data-stale=\"true\"]')")
