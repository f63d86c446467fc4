"""Charts in a page of another origin, and the buttons that give their links and pictures."""

import contextlib
import http.server
import io
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser.harness import Server, wait_until_drawn

CHART = "gemeinden-karte-teilnahmen"


@contextlib.contextmanager
def website(page: str) -> Iterator[str]:
    """A page on another port of this machine: another origin for every browser."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = page.encode() if self.path == "/" else b""
            self.send_response(200 if content else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as served:
        thread = threading.Thread(target=served.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{served.server_port}/"
        finally:
            served.shutdown()
            thread.join()


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Page]:
    """Somebody who was never on the dashboard."""
    context = browser.new_context(locale="de-DE", viewport={"width": 1000, "height": 900})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("preset", ["web", "spalte"])
def test_a_picture_shows_in_a_page_of_another_origin(server, visitor, preset) -> None:
    source = f"{server.url}/charts/{CHART}.svg?preset={preset}"
    with website(f'<!DOCTYPE html><img id="bild" alt="Karte" src="{source}">') as address:
        visitor.goto(address)
        size = visitor.evaluate(
            "async () => { const i = document.querySelector('img'); await i.decode();"
            " return [i.naturalWidth, i.naturalHeight]; }"
        )
        shown = Image.open(io.BytesIO(visitor.locator("#bild").screenshot())).convert("L")
    assert min(size) > 200
    assert len(set(shown.tobytes())) > 20
    assert visitor.context.cookies() == []


def test_a_frame_shows_in_a_page_of_another_origin_without_a_cookie(server, visitor) -> None:
    source = f"{server.url}/charts/{CHART}.html?jahr=2023"
    frame = f'<iframe src="{source}" title="Karte" width="100%" height="800"></iframe>'
    asked: list[str] = []
    visitor.on("request", lambda request: asked.append(request.url))
    complaints: list[str] = []
    visitor.on("console", lambda message: complaints.append(message.text))
    with website(f"<!DOCTYPE html>{frame}") as address:
        visitor.goto(address)
        inside = visitor.frame_locator("iframe")
        expect(inside.locator("svg >> visible=true")).to_have_count(1)
        expect(inside.locator("main > p").first).to_contain_text("Gemeinde")
        inside.get_by_text("Zahlen als Tabelle").click()
        expect(inside.get_by_role("table")).to_be_visible()
        assert inside.locator("html").evaluate("e => e.scrollWidth <= e.clientWidth")
    # The font came with the page: nothing else was asked for.
    assert [url for url in asked if url.startswith(server.url)] == [source]
    assert visitor.context.cookies() == []
    assert [text for text in complaints if "favicon" not in text and "404" not in text] == []


def test_a_narrow_frame_shows_the_narrow_picture(server, visitor) -> None:
    visitor.set_viewport_size({"width": 400, "height": 800})
    visitor.goto(f"{server.url}/charts/{CHART}.html")
    expect(visitor.locator(".schmal svg")).to_be_visible()
    expect(visitor.locator(".breit svg")).to_be_hidden()


def test_the_dashboard_itself_shows_in_no_foreign_page(server, visitor) -> None:
    with website(
        f'<!DOCTYPE html><iframe src="{server.url}/" title="Dashboard"></iframe>'
    ) as address:
        visitor.goto(address)
        visitor.wait_for_timeout(1500)
        frames = [frame.url for frame in visitor.frames if frame != visitor.main_frame]
    assert frames == ["chrome-error://chromewebdata/"]


@pytest.mark.parametrize(
    ("address", "status"),
    [("beteiligung-organisationen.html", 404), (f"{CHART}.html?jahr=x", 400)],
)
def test_a_refusal_is_a_german_page(server, visitor, address, status) -> None:
    answer = visitor.goto(f"{server.url}/charts/{address}")
    assert answer is not None
    assert answer.status == status
    expect(visitor.get_by_role("heading")).to_have_text("Nicht verfügbar")
    assert visitor.locator("html").get_attribute("lang") == "de"


# --- beside the chart ----------------------------------------------------------------------------


@pytest.fixture
def opened(server: Server, browser: Browser) -> Iterator[Page]:
    """The box „Für Druck, Folien und Website“ of a chart, opened with the keyboard."""
    context = browser.new_context(
        locale="de-DE",
        viewport={"width": 1200, "height": 1000},
        accept_downloads=True,
        permissions=["clipboard-read", "clipboard-write"],
    )
    page = context.new_page()
    page.goto(f"{server.url}/beteiligung?jahr=2023")
    chart = page.locator(".st-key-chart-beteiligung-veranstaltungen")
    fold = chart.locator("summary", has_text="Für Druck, Folien und Website")
    expect(fold).to_be_visible(timeout=30_000)
    wait_until_drawn(page)
    fold.focus()
    page.keyboard.press("Enter")
    expect(chart.get_by_role("button", name="Bild erstellen")).to_be_visible(timeout=20_000)
    yield page
    context.close()


@pytest.mark.parametrize(
    ("kind", "said", "wanted"),
    [
        ("Link kopieren", "Der Link ist kopiert.", r"{url}/charts/{id}\.html\?jahr=2023"),
        (
            "Link zum Bild kopieren",
            "Der Link zum Bild ist kopiert.",
            r"{url}/charts/{id}\.svg\?jahr=2023",
        ),
        (
            "Code zum Einbetten kopieren",
            "Der Code zum Einbetten ist kopiert.",
            r'<iframe src="{url}/charts/{id}\.html\?jahr=2023" title="[^"]+" .*></iframe>',
        ),
        ("Satz kopieren", "Der Satz ist kopiert.", r"[A-ZÄÖÜ0-9].*\."),
    ],
)
def test_links_and_sentences_are_copied_with_the_keyboard(
    server, opened, kind, said, wanted
) -> None:
    chart_id = "beteiligung-veranstaltungen"
    chart = opened.locator(f".st-key-chart-{chart_id}")
    chart.get_by_role("button", name=kind, exact=True).focus()
    opened.keyboard.press("Enter")
    expect(chart.get_by_role("status").filter(has_text=said)).to_be_visible()
    copied = opened.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(wanted.format(url=re.escape(server.url), id=chart_id), copied), copied
    if copied.startswith("http"):
        assert opened.context.request.get(copied).status == 200


def test_one_press_saves_the_picture_of_the_report(opened, tmp_path: Path) -> None:
    chart = opened.locator(".st-key-chart-beteiligung-veranstaltungen")
    for name in ("Bild als SVG", "Bild als PNG"):
        with opened.expect_download(timeout=60_000) as saving:
            chart.get_by_role("button", name=name).press("Enter")
        saving.value.save_as(tmp_path / saving.value.suggested_filename)
    stem = tmp_path / "beispieldaten-beteiligung-veranstaltungen-2023-seite"
    assert 'width="170mm"' in stem.with_suffix(".svg").read_text("utf-8")
    with Image.open(stem.with_suffix(".png")) as image:
        assert image.size[0] == 2008  # 17 cm at 300 dpi
        assert image.text["Title"].startswith("Teilnahmen je Dialog")


def test_a_picture_is_made_when_somebody_asks_for_it(opened, tmp_path: Path) -> None:
    chart = opened.locator(".st-key-chart-beteiligung-veranstaltungen")
    chart.get_by_text("Spalte, 8,5 cm").click()
    chart.get_by_role("button", name="Bild erstellen").click()
    save = chart.get_by_role("button", name=re.compile(r"\.png speichern$"))
    expect(save).to_be_visible(timeout=60_000)
    with opened.expect_download() as saving:
        save.click()
    path = tmp_path / saving.value.suggested_filename
    saving.value.save_as(path)
    assert path.name == "beispieldaten-beteiligung-veranstaltungen-2023-spalte.png"
    with Image.open(path) as image:
        assert image.size[0] == 1004
