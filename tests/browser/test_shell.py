"""The frame around the pages in a real browser: language, headers, messages."""

import json
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import Page, expect

from dashboard.web import SECURITY_HEADERS
from tests.browser.harness import Server, english_texts, wait_until_drawn


@pytest.fixture
def widgets(page: Page, widgets_server: Server) -> Page:
    page.goto(widgets_server.url)
    page.wait_for_selector(".st-key-chart-probe .main-svg")
    wait_until_drawn(page)
    return page


def _status(url: str, method: str = "GET") -> int:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, method=method)) as answer:
            return answer.status
    except urllib.error.HTTPError as refusal:
        return refusal.code


def test_the_page_is_german(widgets: Page) -> None:
    assert widgets.locator("html").get_attribute("lang") == "de"


def test_no_widget_shows_or_speaks_english(widgets: Page) -> None:
    assert english_texts(widgets) == []


def test_the_uploader_speaks_german_before_and_after_a_file(widgets: Page) -> None:
    uploader = widgets.locator(".st-key-one_file")
    expect(uploader).to_contain_text("Datei auswählen")
    expect(uploader).to_contain_text("Höchstens 20 MB je Datei")

    uploader.locator("input[type=file]").set_input_files(
        {"name": "Open Files.csv", "mimeType": "text/csv", "buffer": b"Name;Ort"}
    )

    expect(uploader.get_by_role("button", name="Open Files.csv entfernen")).to_be_visible()
    expect(uploader.locator('[data-testid="stFileChipName"]')).to_have_text("Open Files.csv")


def test_a_refused_file_is_explained_in_german(widgets: Page) -> None:
    uploader = widgets.locator(".st-key-one_file")
    uploader.locator("input[type=file]").set_input_files(
        {"name": "a.exe", "mimeType": "application/x-msdownload", "buffer": b"MZ"}
    )
    expect(uploader).to_contain_text("Diese Art von Datei kann nicht gelesen werden.")
    assert english_texts(widgets) == []


def test_an_opened_list_speaks_german_and_leaves_the_choices_alone(widgets: Page) -> None:
    choice = widgets.locator(".st-key-select input")
    choice.press("ArrowDown")
    expect(widgets.get_by_role("option", name="Upload")).to_be_visible()
    choice.fill("zzz")
    expect(widgets.get_by_text("Nichts gefunden")).to_be_visible()
    assert english_texts(widgets) == []


@pytest.mark.parametrize("key", ["date", "span"])
def test_the_calendar_speaks_german(widgets: Page, key: str) -> None:
    widgets.locator(f".st-key-{key} [data-testid=stDateInputCalendarButton]").click()
    expect(widgets.get_by_role("button", name="Nächster Monat")).to_be_visible()
    assert english_texts(widgets) == []


def test_a_month_called_alike_in_both_languages_does_not_stop_the_page(widgets: Page) -> None:
    # Written again over itself it would keep the browser busy for ever.
    month = widgets.locator(".st-key-november [role=spinbutton]").nth(1)
    expect(month).to_have_attribute("aria-valuetext", "11 – November")
    expect(month).to_have_attribute("aria-label", "Monat, Ende")


def test_typing_shows_a_german_hint_and_keeps_what_is_typed(widgets: Page) -> None:
    title = widgets.locator(".st-key-title input")
    title.fill("Choose an option")
    expect(widgets.get_by_text("Mit der Eingabetaste übernehmen")).to_be_visible()
    expect(title).to_have_value("Choose an option")


def test_a_dialog_and_a_message_close_in_german(widgets: Page) -> None:
    widgets.get_by_role("button", name="Fenster öffnen").click()
    dialog = widgets.get_by_role("dialog", name="Rückfrage")
    expect(dialog.get_by_role("button", name="Schließen").last).to_be_visible()
    assert english_texts(widgets) == []
    widgets.keyboard.press("Escape")
    expect(dialog).to_be_hidden()

    widgets.get_by_role("button", name="Kurzmeldung").click()
    expect(widgets.get_by_text("Gespeichert.")).to_be_visible()
    assert english_texts(widgets) == []


def test_a_crash_shows_a_german_sentence_and_no_detail(widgets: Page) -> None:
    widgets.get_by_role("button", name="Fehler", exact=True).click()
    expect(widgets.get_by_text("Hier ist etwas schiefgegangen.")).to_be_visible()
    assert "only in the log" not in widgets.content()
    assert english_texts(widgets) == []


def test_an_unknown_address_is_explained_in_german(page: Page, widgets_server: Server) -> None:
    page.goto(f"{widgets_server.url}/gibt-es-nicht")
    expect(page.get_by_text("Diese Seite gibt es nicht.")).to_be_visible()


def test_the_security_policy_refuses_nothing_the_page_needs(
    widgets: Page, console_errors: list[str]
) -> None:
    expect(widgets.locator(".st-key-chart-probe .main-svg").first).to_be_visible()
    assert console_errors == []


@pytest.mark.parametrize("address", ["/", "/zweite", "/health", "/_stcore/health"])
def test_every_answer_carries_the_security_headers(widgets_server: Server, address: str) -> None:
    with urllib.request.urlopen(widgets_server.url + address) as answer:
        sent = {name: answer.headers[name] for name in SECURITY_HEADERS}
    assert sent == SECURITY_HEADERS


def test_health_answers(widgets_server: Server) -> None:
    with urllib.request.urlopen(f"{widgets_server.url}/health") as answer:
        assert json.load(answer) == {"status": "ok"}


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("GET", "/_stcore/metrics"),
        ("GET", "/_stcore/agent/openapi.json"),
        ("POST", "/_stcore/agent/interact"),
        ("POST", "/_stcore/agent/mcp"),
    ],
)
def test_interfaces_past_the_pages_do_not_exist(
    widgets_server: Server, method: str, address: str
) -> None:
    assert _status(widgets_server.url + address, method) == 404


def test_a_file_that_cannot_be_made_is_said_in_german(widgets: Page) -> None:
    button = widgets.locator(".st-key-kaputt")
    button.get_by_role("button").press("Enter")
    expect(button.get_by_text("Kein Bild. Warum, steht unter")).to_be_visible()


def test_a_narrow_screen_scrolls_the_table_and_not_the_page(widgets: Page) -> None:
    widgets.set_viewport_size({"width": 400, "height": 800})
    table = widgets.get_by_role("region", name="Tabelle: Teilnahmen")
    assert table.evaluate("(region) => region.scrollWidth > region.clientWidth")
    assert widgets.locator("[data-testid=stMain]").evaluate(
        "(page) => page.scrollWidth <= page.clientWidth"
    )
    table.focus()
    table.press("ArrowRight")
    widgets.wait_for_function("() => document.querySelector('.rd-table').scrollLeft > 0")
