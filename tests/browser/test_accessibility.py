"""WCAG 2.2 AA as far as a program can tell: every page, both colour schemes, wide and narrow."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard import paths
from tests.browser.harness import Server, wait_until_drawn
from tests.browser.test_walk import FILE, PAGES, choose, open_by_menu
from tests.test_config import contrast

AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
VIEWS = [("light", 1400), ("light", 400), ("light", 320), ("dark", 1400), ("dark", 400)]
GROUNDS = {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 25, 28)"}
CHARTS = ["", "themen", "gemeinden", "beteiligung", "auswertung"]


@dataclass(frozen=True)
class Violation:
    """One element that breaks a rule of axe-core."""

    page: str
    rule: str
    selector: str
    html: str
    known: tuple[int, ...]
    """Which rows of the list name it."""


def known_barriers() -> list[dict[str, str]]:
    """What is listed as known, with its cause and what helps."""
    with (paths.DATA / "accessibility.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def violations(page: Page, address: str) -> list[Violation]:
    """What axe-core finds on the page as it stands."""
    page.evaluate(AXE)
    barriers = [
        (place, row)
        for place, row in enumerate(known_barriers())
        if row["where"] == "*" or address in row["where"].split("|")
    ]
    found: list[dict[str, Any]] = page.evaluate(
        """async ([rules, barriers]) => {
          const only = { runOnly: { type: "tag", values: rules }, resultTypes: ["violations"] };
          const { violations } = await axe.run(document, only);
          return violations.flatMap(({ id, nodes }) => nodes.map(({ target, html }) => {
            const selector = target.join(" ");
            const element = document.querySelector(selector);
            const names = (row) => row.rule === id &&
              (!row.selector || element?.matches(row.selector));
            return {
              rule: id, selector, html: html.slice(0, 200),
              known: barriers.filter(([, row]) => names(row)).map(([place]) => place),
            };
          }));
        }""",
        [RULES, [list(each) for each in barriers]],
    )
    return [
        Violation(address, each["rule"], each["selector"], each["html"], tuple(each["known"]))
        for each in found
    ]


def visit(page: Page, url: str, address: str) -> None:
    """A page down to its last element."""
    page.goto(f"{url}/{address}")
    page.wait_for_selector("h1")
    page.wait_for_selector(".js-plotly-plot .main-svg" if address in CHARTS else ".rd-table")
    wait_until_drawn(page)


def open_fully(page: Page, url: str, address: str) -> None:
    """A page with everything on it that can be there: charts drawn, lists open, a file to check."""
    visit(page, url, address)
    if address == "importe":
        page.locator("input[type=file]").set_input_files(FILE)
        expect(page.get_by_text("Windows-1252, Semikolon")).to_be_visible()
        wait_until_drawn(page)
    for fold in page.locator("summary").all():
        fold.focus()
        fold.press("Enter")
    for plot in page.locator(".js-plotly-plot").all():
        plot.scroll_into_view_if_needed()
        expect(plot.locator(".main-svg").first).to_be_visible()
    wait_until_drawn(page)


@pytest.fixture(params=VIEWS, ids=lambda view: f"{view[0]} {view[1]}")
def view(
    browser: Browser, server: Server, request: pytest.FixtureRequest
) -> Iterator[tuple[Page, str]]:
    """A visitor with a colour scheme and a width."""
    scheme, width = request.param
    context = browser.new_context(
        locale="de-DE", viewport={"width": width, "height": 1000}, color_scheme=scheme
    )
    yield context.new_page(), scheme
    context.close()


@pytest.fixture(scope="module")
def met() -> set[int]:
    """The rows of the list that some page has broken so far."""
    return set()


def test_no_page_breaks_a_rule_that_is_not_listed(
    view: tuple[Page, str], server: Server, met: set[int]
) -> None:
    page, scheme = view
    found: list[Violation] = []
    for address in PAGES:
        open_fully(page, server.url, address)
        ground = page.locator(".stApp").evaluate("(app) => getComputedStyle(app).backgroundColor")
        assert ground == GROUNDS[scheme]
        found += violations(page, address)
    met.update(row for each in found for row in each.known)
    assert [each for each in found if not each.known] == []


def test_the_list_names_nothing_that_is_mended(met: set[int]) -> None:
    """Runs after the test above, which fills ``met``; a row without a rule is for people."""
    rows = known_barriers()
    assert {place for place, row in enumerate(rows) if row["rule"]} == met
    for row in rows:
        assert row["cause"] in {"own", "streamlit"}
        assert row["what"]
        assert row["since"]


def test_the_check_finds_what_is_planted(page: Page, server: Server) -> None:
    visit(page, server.url, "")
    assert violations(page, "") == []
    page.locator(".rd-demo").evaluate(
        """(mark) => {
          mark.innerHTML = '<img src="data:,"><button></button>' +
            '<a href="#" style="color:#aaa;background:#fff">Muster</a>';
        }"""
    )
    assert {each.rule for each in violations(page, "")} >= {
        "image-alt",
        "button-name",
        "color-contrast",
    }


# --- charts ----------------------------------------------------------------------------------


@pytest.mark.parametrize("address", CHARTS)
def test_every_chart_has_its_sentence_and_a_real_table(
    page: Page, server: Server, address: str
) -> None:
    open_fully(page, server.url, address)
    charts = page.locator('[class*="st-key-chart-"]')
    assert charts.count() > 0
    for chart in charts.all():
        sentence = chart.locator(".rd-sentence").first.inner_text()
        assert sentence.endswith(".")
        if chart.locator(".js-plotly-plot").count():
            figure = chart.locator("[data-testid=stPlotlyChart]")
            assert figure.get_attribute("role") in {"img", "figure"}
            assert figure.get_attribute("aria-label") == sentence
        table = chart.locator("table")
        if not table.count():
            assert "Tabelle" not in chart.inner_text().split("CSV")[0]
            continue
        assert table.locator("caption").inner_text()
        assert table.locator('thead th[scope="col"]').count() > 1
        assert table.locator('tbody th[scope="row"]').count() == table.locator("tbody tr").count()
        assert chart.get_by_role("region").get_attribute("tabindex") == "0"


def test_a_chart_in_the_dark_stands_on_white(browser: Browser, server: Server) -> None:
    context = browser.new_context(locale="de-DE", color_scheme="dark")
    page = context.new_page()
    page.goto(f"{server.url}/beteiligung")
    plot = page.locator(".js-plotly-plot .main-svg").first
    expect(plot).to_be_visible()
    assert plot.evaluate("(svg) => getComputedStyle(svg).backgroundColor") == "rgb(255, 255, 255)"
    context.close()


# --- seeing where one is, and hitting it -----------------------------------------------------

_FOCUS = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  // A select wears the ring around its field.
  const ringed = [element, element.parentElement, element.parentElement?.parentElement]
    .find((each) => each && getComputedStyle(each).outlineStyle !== "none") ?? element;
  const style = getComputedStyle(ringed);
  const box = element.getBoundingClientRect();
  const under = (each) => {
    for (let at = each; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (!/rgba\\(.*, 0\\)/.test(colour)) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  return {
    name: (element.getAttribute("aria-label") ?? element.innerText ?? "").trim().slice(0, 60),
    tag: element.tagName, width: box.width, height: box.height,
    top: box.top, bottom: box.bottom, left: box.left,
    style: style.outlineStyle, ring: parseFloat(style.outlineWidth), colour: style.outlineColor,
    ground: under(ringed.parentElement ?? ringed),
  };
}"""


def stops(page: Page, most: int = 150) -> list[dict[str, Any]]:
    """Every place that the Tab key reaches, from the first to the last."""
    found: list[dict[str, Any]] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(_FOCUS)
        if stop is None:  # the browser's own bar, or the end of the page
            continue
        if found and stop["name"] == found[0]["name"]:
            return found
        found.append(stop)
    raise AssertionError("the Tab key does not come to an end")


def hexadecimal(colour: str) -> str:
    """„rgb(20, 25, 28)“ as „#14191c“."""
    numbers = colour.partition("(")[2].rstrip(")").split(",")[:3]
    return "#" + "".join(f"{round(float(number)):02x}" for number in numbers)


@pytest.mark.parametrize(("scheme", "width"), [("light", 1400), ("light", 400), ("dark", 1400)])
@pytest.mark.parametrize("address", PAGES)
def test_the_focus_is_seen_at_every_stop(
    browser: Browser, server: Server, address: str, scheme: str, width: int
) -> None:
    context = browser.new_context(
        locale="de-DE", viewport={"width": width, "height": 1000}, color_scheme=scheme
    )
    page = context.new_page()
    visit(page, server.url, address)
    found = stops(page)
    assert found[0]["name"] == "Zum Inhalt springen"
    assert len(found) > 5
    for stop in found:
        assert stop["style"] == "solid", stop
        assert stop["ring"] >= 2, stop
        assert contrast(hexadecimal(stop["colour"]), hexadecimal(stop["ground"])) >= 3, stop
        assert stop["name"] or stop["tag"] == "INPUT", stop
        # In sight: with its middle inside the window and nothing above it.
        if stop["tag"] != "MAIN":
            assert 0 <= (stop["top"] + stop["bottom"]) / 2 <= 1000, stop
            assert 0 <= stop["left"] < width, stop
    context.close()


@pytest.mark.parametrize("address", PAGES)
def test_every_control_is_large_enough_to_hit(page: Page, server: Server, address: str) -> None:
    page.set_viewport_size({"width": 400, "height": 900})
    visit(page, server.url, address)
    small = page.evaluate(
        """() => [...document.querySelectorAll("a[href], button, summary, select, textarea")]
          .filter((each) => each.checkVisibility({ visibilityProperty: true }))
          .filter((each) => !each.matches("[tabindex='-1']"))
          .map((each) => [each, each.getBoundingClientRect()])
          .filter(([each, box]) => box.width > 1 && (box.width < 24 || box.height < 24))
          .filter(([each]) => getComputedStyle(each).display !== "inline")
          .map(([each, box]) => `${each.outerHTML.slice(0, 90)} ${box.width} × ${box.height}`)"""
    )
    assert small == []


def test_the_first_stop_leads_past_the_menu(page: Page, server: Server) -> None:
    visit(page, server.url, "beteiligung")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("() => !!document.activeElement.closest('main')")


# --- little room, other spacing, less motion, paper ------------------------------------------


@pytest.mark.parametrize("address", PAGES)
def test_at_400_percent_only_tables_and_charts_scroll_sideways(
    page: Page, server: Server, address: str
) -> None:
    """1280 pixels at 400 % are 320."""
    page.set_viewport_size({"width": 320, "height": 256})
    open_fully(page, server.url, address)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320
    too_wide = page.locator("[data-testid=stMain]").evaluate(
        """(main) => [...main.querySelectorAll("*")]
          .filter((each) => !each.closest(".rd-table, [data-testid=stPlotlyChart]"))
          .filter((each) => each.querySelector(".js-plotly-plot") === null)
          .filter((each) => each.getBoundingClientRect().right > main.clientWidth + 1)
          .filter((each) => getComputedStyle(each).position !== "absolute")
          .map((each) => each.outerHTML.slice(0, 120))"""
    )
    assert too_wide == []


_SPACING = """* {
  line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important;
}
p { margin-bottom: 2em !important; }"""


@pytest.mark.parametrize("width", [1400, 320])
@pytest.mark.parametrize("address", PAGES)
def test_wider_spacing_cuts_nothing_off(
    page: Page, server: Server, address: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    open_fully(page, server.url, address)
    page.add_style_tag(content=_SPACING)
    page.wait_for_timeout(1000)  # folds open slowly
    cut = page.evaluate(
        """() => [...document.querySelectorAll("main *, [data-testid=stSidebar] *")]
          .filter((each) => each.checkVisibility({ visibilityProperty: true }))
          .filter((each) => each.childElementCount === 0)
          .filter((each) => each.textContent.trim() && !each.closest("svg, .js-plotly-plot"))
          .filter((each) => !each.closest("[data-testid=stIconMaterial], #rd-status"))
          .flatMap((text) => {
            const box = document.createRange();
            box.selectNodeContents(text);
            const own = box.getBoundingClientRect();
            for (let at = text; at && at.tagName !== "MAIN"; at = at.parentElement) {
              const style = getComputedStyle(at);
              const frame = at.getBoundingClientRect();
              const hides = (axis) => ["hidden", "clip"].includes(style[`overflow${axis}`]);
              if (hides("Y") && own.bottom > frame.bottom + 2) return [text.outerHTML + " below"];
              if (hides("X") && own.right > frame.right + 2) return [text.outerHTML + " beside"];
              if (style.overflowX === "auto" || style.overflowY === "auto") return [];
            }
            return [];
          }).map((each) => each.slice(0, 200))"""
    )
    assert cut == []


def test_who_wants_less_motion_gets_none(browser: Browser, server: Server) -> None:
    context = browser.new_context(locale="de-DE", reduced_motion="reduce")
    page = context.new_page()
    visit(page, server.url, "gemeinden")
    moving = page.evaluate(
        """() => [...document.querySelectorAll(".stApp *")].filter((each) => {
          const style = getComputedStyle(each);
          return Math.max(parseFloat(style.transitionDuration), parseFloat(style.animationDuration))
            > 0.001;
        }).map((each) => each.outerHTML.slice(0, 100))"""
    )
    assert moving == []
    context.close()


def test_paper_shows_what_is_folded_away_and_no_controls(page: Page, server: Server) -> None:
    visit(page, server.url, "beteiligung")
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.locator("[data-testid=stSidebar]")).to_be_hidden()
    expect(page.locator(".rd-buttons").first).to_be_hidden()
    expect(page.locator("[data-testid=stDownloadButton]").first).to_be_hidden()
    table = page.locator(".st-key-chart-beteiligung-veranstaltungen table")
    assert table.evaluate("(table) => table.getBoundingClientRect().height") > 100
    colours = table.locator("td").first.evaluate(
        "(cell) => [getComputedStyle(cell).color, getComputedStyle(cell).backgroundColor]"
    )
    assert colours == ["rgb(0, 0, 0)", "rgba(0, 0, 0, 0)"]


# --- what is said ----------------------------------------------------------------------------


def test_a_choice_is_said_once_it_has_taken_effect(page: Page, server: Server) -> None:
    visit(page, server.url, "")
    status = page.locator("#rd-status")
    expect(status).to_have_attribute("role", "status")
    expect(status).to_have_text("")
    choose(page, "Zeitraum", "2023")
    expect(status).to_have_text("Seite aktualisiert.")
    open_by_menu(page, "Themen")
    expect(status).to_have_text("Seite „Themen“ ist geladen.")


@pytest.mark.parametrize("key", ["r", "c", "R"])
def test_a_single_key_does_nothing(page: Page, server: Server, key: str) -> None:
    visit(page, server.url, "themen")
    page.evaluate(
        """() => {
          window.runs = 0;
          new MutationObserver(() => { window.runs += 1; }).observe(
            document.querySelector("[data-testid=stApp]"),
            { attributes: true, attributeFilter: ["data-test-script-state"] },
          );
        }"""
    )
    page.keyboard.press("Tab")
    page.keyboard.press(key)
    page.wait_for_timeout(1500)
    assert page.evaluate("() => window.runs") == 0
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_letters_still_reach_a_field(page: Page, server: Server) -> None:
    visit(page, server.url, "")
    field = page.get_by_role("combobox", name="Zeitraum")
    field.focus()
    page.keyboard.type("rc")
    expect(field).to_have_value("rc")
