"""The whole way without a mouse: upload, check, decide, store, look, save, take back."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.harness import Server, free_port, running, wait_until_drawn

LIST = "\r\n".join(
    [
        "Teilnehmerliste 9. Regionaldialog, 13.06.2024;;;;",
        "Name;Vorname;Institution;Ort;E-Mail",
        "Muster;Änne;Stadt Gerbstedt;Heiligenthal;a.muster@probe.example",
        "Beispiel;Bärbel;Beispiel GmbH;Musterhausen;b.beispiel@probe.example",
        "Probe;Cäsar;Gemeinde Südharz;Rottleberode;c.probe@probe.example",
    ]
).encode("cp1252")
_ACTIVE = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return "";
  const label = element.labels?.[0]?.innerText ?? "";
  const copy = element.cloneNode(true);
  // Icons are words of a font.
  for (const icon of copy.querySelectorAll("[aria-hidden=true]")) icon.remove();
  return (element.getAttribute("aria-label") || label || copy.textContent || "").trim();
}"""


@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A dashboard of its own, because the walk stores something."""
    home = tmp_path_factory.mktemp("keyboard")
    port = free_port()
    command = ["-m", "dashboard.cli", "--demo", "serve", "--port", str(port)]
    environment = {"REGIONALDIALOG_HOME": str(home / "data")}
    with running(command, port=port, folder=home, environment=environment) as started:
        yield started


@pytest.fixture
def no_mouse(page: Page) -> Page:
    """A visitor without a mouse: every pointer event is an error."""
    page.add_init_script(
        """window.pointed = [];
        for (const kind of ["pointerdown", "mousedown", "mousemove", "touchstart"]) {
          window.addEventListener(kind, (event) => { window.pointed.push(kind); }, true);
        }"""
    )
    # Who begins to listen only when the key goes down may miss the window.
    page.on("filechooser", lambda _: None)
    return page


def tab_to(page: Page, name: str | re.Pattern[str], *, most: int = 120) -> None:
    """Press Tab until the focus is on what has this name."""
    wanted = re.compile(re.escape(name)) if isinstance(name, str) else name
    seen = []
    for _ in range(most):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(_ACTIVE))
        if wanted.search(seen[-1]):
            return
    raise AssertionError(f"the Tab key does not come to {name}: {seen}")


def run_of(page: Page) -> None:
    """Wait for the run that a key set off; the focus has to outlive it."""
    page.wait_for_timeout(300)
    wait_until_drawn(page)
    assert page.evaluate("() => document.activeElement !== document.body"), "the focus is lost"


def open_by_menu(page: Page, title: str) -> None:
    page.keyboard.press("Control+Home")
    tab_to(page, re.compile(f"^{title}$"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()
    wait_until_drawn(page)


def test_the_whole_way_by_keyboard(no_mouse: Page, own_server: Server, tmp_path: Path) -> None:
    page = no_mouse
    page.goto(own_server.url)
    wait_until_drawn(page)
    open_by_menu(page, "Importe")
    _upload(page)
    _decide(page)
    _store(page)
    _look(page)
    _save(page, tmp_path)
    _take_back(page)
    assert page.evaluate("() => window.pointed") == []


def _upload(page: Page) -> None:
    page.wait_for_selector(".rd-table")
    wait_until_drawn(page)
    tab_to(page, re.compile("Datei auswählen$"))
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files({"name": "Liste.csv", "mimeType": "text/csv", "buffer": LIST})
    expect(page.get_by_text("Teilnahmeliste, 3 Personen")).to_be_visible()
    wait_until_drawn(page)


def _decide(page: Page) -> None:
    tab_to(page, re.compile("Welcher Ort ist mit „Musterhausen“ gemeint"))
    page.keyboard.type("Hergisdorf")
    expect(page.get_by_role("option", name="Hergisdorf")).to_be_visible()
    page.keyboard.press("Enter")
    run_of(page)


def _store(page: Page) -> None:
    tab_to(page, "3 Personen speichern")
    page.keyboard.press("Enter")
    message = page.get_by_role("alert").filter(has_text="gespeichert")
    expect(message.first).to_be_visible()
    wait_until_drawn(page)


def _look(page: Page) -> None:
    open_by_menu(page, "Gemeinden")
    page.wait_for_selector(".js-plotly-plot .main-svg")
    # The other picture of the same thing, then the numbers.
    tab_to(page, re.compile("^Dialoge$"))
    page.keyboard.press("ArrowRight")
    assert page.evaluate(_ACTIVE) == "Teilnahmen"
    page.keyboard.press("Enter")
    run_of(page)
    expect(page.locator(".st-key-chart-gemeinden-karte-teilnahmen")).to_be_visible()
    tab_to(page, "Zahlen als Tabelle")
    page.keyboard.press("Enter")
    row = page.locator("tbody tr", has=page.get_by_role("rowheader", name="Hergisdorf"))
    expect(row.first.locator("td").first).to_have_text("1")
    # The table itself is a stop, so that the arrow keys scroll it.
    tab_to(page, "Tabelle: Teilnahmen je Gemeinde")


def _save(page: Page, folder: Path) -> None:
    for name, ending in (
        ("Tabelle als CSV", "csv"),
        ("Bild als SVG", "svg"),
        ("Bild als PNG", "png"),
    ):
        tab_to(page, name)
        with page.expect_download() as download:
            page.keyboard.press("Enter")
        assert download.value.suggested_filename.endswith(f".{ending}")
        download.value.save_as(folder / f"chart.{ending}")
    assert "Hergisdorf;1;1;1" in (folder / "chart.csv").read_text(encoding="utf-8-sig")
    assert "<svg" in (folder / "chart.svg").read_text(encoding="utf-8")


def _take_back(page: Page) -> None:
    open_by_menu(page, "Importe")
    tab_to(page, "Einen Import zurücknehmen")
    page.keyboard.press("ArrowDown")
    # The newest import comes first in the list.
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")
    run_of(page)
    tab_to(page, re.compile("Import 17 jetzt zurücknehmen"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("zurückgenommen").first).to_be_visible()
    expect(page.get_by_role("button", name="Import 17 jetzt zurücknehmen")).to_have_count(0)
    wait_until_drawn(page)
