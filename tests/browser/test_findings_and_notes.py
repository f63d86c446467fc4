"""A finding leads to its chart, a saved picture names notes, comments need no mouse."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.harness import Server, english_texts, wait_until_drawn


def test_a_finding_leads_to_its_chart_with_its_year(
    page: Page, server: Server, console_errors: list[str]
) -> None:
    page.goto(f"{server.url}/uebersicht")
    link = page.get_by_role("link", name="Zum Diagramm „Nicht erreichte Gemeinden“, 2024")
    link.focus()
    page.keyboard.press("Enter")
    heading = page.get_by_role("heading", name="Wen haben wir nicht erreicht, und seit wann?")
    expect(heading).to_be_focused(timeout=30_000)
    expect(heading).to_be_in_viewport()
    assert "jahr=2024" in page.url
    assert english_texts(page) == []
    assert console_errors == []


def test_a_saved_picture_names_the_notes(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/themen")
    chart = page.locator(".st-key-chart-themen-zeitleiste")
    expect(chart.locator(".main-svg").first).to_be_visible(timeout=30_000)
    wait_until_drawn(page)
    with page.expect_download() as download:
        chart.get_by_role("button", name="Bild als SVG").click()
    picture = Path(download.value.path()).read_text("utf-8")
    assert "Beispiel: nur online" in picture
    assert "Datum unbekannt" in picture


def test_a_comment_is_written_with_the_keyboard_alone(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/beteiligung?jahr=2024")
    chart = page.locator(".st-key-chart-beteiligung-veranstaltungen")
    fold = chart.locator("summary", has_text="Kommentieren")
    expect(fold).to_be_visible(timeout=30_000)
    wait_until_drawn(page)
    fold.focus()
    page.keyboard.press("Enter")
    field = chart.get_by_role("textbox", name="Kommentar zu „Teilnahmen je Dialog“, 2024")
    expect(field).to_be_visible()
    field.focus()
    page.keyboard.type("Der Termin lag *ungünstig*.")
    page.keyboard.press("Control+Enter")
    said = chart.locator(".rd-sentence", has_text="Der Termin lag *ungünstig*.")
    expect(said).to_be_visible()  # the field below may still hold the same words for a moment
    expect(chart.locator("summary", has_text="Kommentare (1)")).to_be_visible()
    wait_until_drawn(page)
    assert english_texts(page) == []
