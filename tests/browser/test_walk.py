"""The main way through the dashboard in a real browser: enter, upload, decide, look, take back."""

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as NotInTime

from tests.browser.harness import Server, english_texts, free_port, running, wait_until_drawn

PAGES = {
    "": "Übersicht",
    "themen": "Themen",
    "gemeinden": "Gemeinden",
    "beteiligung": "Beteiligung",
    "auswertung": "Auswertung",
    "veranstaltungen": "Veranstaltungen",
    "importe": "Importe",
    "klaerung": "Klärung",
    "zeilen": "Zeilen",
    "freitexte": "Freitexte und Gespräche",
    "wirkung": "Wirkung",
    "methodik": "Methodik",
    "barrierefreiheit": "Barrierefreiheit",
}
# As Excel saves it: Windows-1252, semicolons, a title above the headings, a total below.
LIST = "\r\n".join(
    [
        "Teilnehmerliste 10. Regionaldialog: Probethema, 05.03.2026;;;;;;",
        "Name;Vorname;Institution;Ort;PLZ;E-Mail;Teilnahme",
        "Muster;Änne;Stadt Gerbstedt;Heiligenthal;;a.muster@probe.example;ja",
        "Beispiel;Bärbel;Beispiel GmbH;Musterhausen;;b.beispiel@probe.example;ja",
        "Probe;Cäsar;Gemeinde Südharz;Rottleberode;;c.probe@probe.example;ja",
        "Musterfrau;Dörte;Stadt Allstedt;Allstedt;;;nein",
        "Summe;4;;;;;",
    ]
).encode("cp1252")
FILE = {"name": "Teilnehmerliste März.csv", "mimeType": "text/csv", "buffer": LIST}
WRITTEN = ("Änne", "Bärbel", "Cäsar", "Musterfrau", "b.beispiel", "probe.example")


@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Path]]:
    """A dashboard with demo data for this walk alone, because it changes them."""
    home = tmp_path_factory.mktemp("walk")
    port = free_port()
    command = ["-m", "dashboard.cli", "--demo", "serve", "--port", str(port)]
    environment = {"REGIONALDIALOG_HOME": str(home / "data")}
    with running(command, port=port, folder=home, environment=environment) as started:
        yield started, home / "data"


def open_by_menu(page: Page, title: str) -> None:
    page.get_by_role("link", name=title, exact=True).click()
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()
    wait_until_drawn(page)


def headline(page: Page) -> dict[str, str]:
    open_by_menu(page, "Übersicht")
    shown = page.get_by_test_id("stMetric")
    labels = shown.get_by_test_id("stMetricLabel").all_inner_texts()
    values = shown.get_by_test_id("stMetricValue").all_inner_texts()
    return dict(zip([label.split("\n")[0] for label in labels], values, strict=True))


def table_row(page: Page, chart_id: str, first_cell: str) -> list[str]:
    """The cells of a chart's table that follow the row's name."""
    chart = page.locator(f".st-key-chart-{chart_id}")
    summary = chart.locator("summary", has_text="Zahlen als Tabelle")
    if not chart.locator("table").is_visible():
        summary.click()
    row = chart.locator("tbody tr", has=page.get_by_role("rowheader", name=first_cell, exact=True))
    return [cells for each in row.all() for cells in each.locator("td").all_inner_texts()]


def choose(page: Page, label: re.Pattern[str] | str, text: str) -> None:
    field = page.get_by_role("combobox", name=label)
    open_list(page, field)
    field.press_sequentially(text)
    page.get_by_role("option", name=text, exact=True).click()
    wait_until_drawn(page)


def open_list(page: Page, field: Locator) -> None:
    """Open a select; a run of the page that was still on its way closes it again."""
    for _ in range(5):
        field.click()
        with contextlib.suppress(NotInTime):
            page.get_by_role("option").first.wait_for(timeout=5000)
            return
        field.press("Escape")
    raise AssertionError("the list does not open")


@pytest.mark.parametrize(("address", "title"), PAGES.items())
def test_every_page_is_german_and_asks_no_other_host(
    page: Page, server: Server, console_errors: list[str], address: str, title: str
) -> None:
    page.goto(f"{server.url}/{address}")
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()
    wait_until_drawn(page)
    assert page.locator("html").get_attribute("lang") == "de"
    assert english_texts(page) == []
    assert console_errors == []
    expect(page.locator(".rd-demo")).to_contain_text("Beispieldaten")


@pytest.mark.parametrize("address", ["", "themen", "gemeinden", "beteiligung", "auswertung"])
def test_every_chart_of_a_page_is_drawn_and_says_that_the_data_are_invented(
    page: Page, server: Server, address: str
) -> None:
    page.goto(f"{server.url}/{address}")
    page.wait_for_selector(".js-plotly-plot .main-svg")
    wait_until_drawn(page)
    for plot in page.locator(".js-plotly-plot").all():
        plot.scroll_into_view_if_needed()
        expect(plot.locator(".gtitle")).to_contain_text("Beispieldaten")


def test_the_first_page_has_an_address_of_its_own(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/uebersicht?jahr=2022")
    expect(page.get_by_role("heading", name="Übersicht", level=1)).to_be_visible()
    wait_until_drawn(page)
    expect(page.get_by_role("combobox", name="Zeitraum")).to_have_value("2022")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_period_holds_on_every_page_and_stands_in_the_address(
    page: Page, server: Server
) -> None:
    page.goto(server.url)
    wait_until_drawn(page)
    choose(page, "Zeitraum", "2023")
    open_by_menu(page, "Beteiligung")
    expect(page.get_by_role("combobox", name="Zeitraum")).to_have_value("2023")
    assert "jahr=2023" in page.url
    expect(page.locator(".st-key-chart-beteiligung-veranstaltungen")).to_contain_text(
        "35 Teilnahmen beim 7. Regionaldialog."
    )


@pytest.mark.parametrize("address", PAGES)
def test_a_narrow_screen_never_scrolls_sideways(page: Page, server: Server, address: str) -> None:
    page.set_viewport_size({"width": 400, "height": 900})
    page.goto(f"{server.url}/{address}")
    page.wait_for_selector("h1")
    wait_until_drawn(page)
    assert page.locator("[data-testid=stMain]").evaluate(
        "(main) => main.scrollWidth <= main.clientWidth"
    )


def test_from_the_list_to_the_figures_and_back(
    page: Page, own_server: tuple[Server, Path], console_errors: list[str]
) -> None:
    server, home = own_server
    page.goto(server.url)
    wait_until_drawn(page)
    before = headline(page)
    assert before["Dialoge"] == "8"

    _enter_the_event(page)
    _upload_and_decide(page)
    page.get_by_role("button", name="4 Personen speichern").click()
    expect(page.locator(".rd-message, [role=alert]").first).to_contain_text("gespeichert")

    after = headline(page)
    assert after["Dialoge"] == "9"
    assert int(after["Teilnahmen"]) == int(before["Teilnahmen"]) + 3
    assert int(after["Teilnehmende (Köpfe)"]) == int(before["Teilnehmende (Köpfe)"]) + 3
    open_by_menu(page, "Themen")
    assert table_row(page, "themen-jahr-veranstaltungen", "2026") == ["Energie", "1", "0", "3"]
    open_by_menu(page, "Gemeinden")
    # Heiligenthal belongs to Gerbstedt; Musterhausen was decided to be Hergisdorf.
    assert table_row(page, "gemeinden-karte-dialoge", "Hergisdorf")[:2] == ["1", "1"]

    open_by_menu(page, "Importe")
    page.locator("input[type=file]").set_input_files(FILE)
    expect(page.get_by_text("schon eingelesen").first).to_be_visible()
    wait_until_drawn(page)
    # Messages that fade away have a button of the same name.
    page.locator("[class*=_discard]").get_by_role("button").click()
    expect(page.locator(".rd-file")).to_have_count(0)
    wait_until_drawn(page)

    _take_back(page)
    assert headline(page) == before
    assert console_errors == []
    assert english_texts(page) == []
    _nobody_is_named_in(home)


def _enter_the_event(page: Page) -> None:
    open_by_menu(page, "Veranstaltungen")
    choose(page, "Ansehen, ändern oder anlegen", "Neue Veranstaltung")
    page.get_by_label("Titel", exact=True).fill("Probethema")
    page.locator("[data-testid=stDateInput] [data-type=day]").click()
    page.keyboard.type("05032026")
    page.get_by_role("radio", name="Präsenz").click()
    wait_until_drawn(page)
    choose(page, "Themen", "Energie")
    page.keyboard.press("Escape")
    assert english_texts(page) == []
    page.get_by_role("button", name="Veranstaltung anlegen").click()
    expect(page.get_by_text("Probethema“ ist angelegt.").first).to_be_visible()


def _upload_and_decide(page: Page) -> None:
    open_by_menu(page, "Importe")
    page.locator("input[type=file]").set_input_files(FILE)
    expect(page.get_by_text("4 Personen, 3 anwesend, Windows-1252, Semikolon")).to_be_visible()
    wait_until_drawn(page)
    assert english_texts(page) == []
    choose(page, re.compile("Welcher Ort ist mit „Musterhausen“ gemeint"), "Hergisdorf")


def _take_back(page: Page) -> None:
    choice = page.get_by_role("combobox", name="Einen Import zurücknehmen")
    open_list(page, choice)
    page.get_by_role("option").first.click()
    wait_until_drawn(page)
    confirm = page.get_by_role("button", name=re.compile("Import 17 jetzt zurücknehmen"))
    confirm.click()
    # What is about to be taken back is said before already; the button goes when it is done.
    expect(confirm).to_have_count(0, timeout=30_000)
    wait_until_drawn(page)
    expect(page.get_by_text(re.compile("zurückgenommen")).first).to_be_visible()


def _nobody_is_named_in(home: Path) -> None:
    """No name and no address of the list stands in any file that the dashboard keeps."""
    files = [path for path in home.rglob("*") if path.is_file()]
    assert files
    for path in files:
        content = path.read_bytes()
        for word in WRITTEN:
            assert word.encode() not in content, f"{word} in {path.name}"
            assert word.encode("utf-16-le") not in content, f"{word} in {path.name}"
