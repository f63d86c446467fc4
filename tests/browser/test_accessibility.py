"""WCAG 2.2 AA as far as a program can tell: every page, both colour schemes, wide and narrow.

Each place is opened once; all tests about it look at that one page, in the order of this file.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.accessibility import known_barriers
from tests.browser.harness import Server, wait_until_drawn
from tests.browser.test_walk import FILE, PAGES, choose, open_by_menu
from tests.test_config import contrast

AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
VIEWS = [("light", 1400), ("dark", 1400), ("dark", 320), ("light", 320)]
_WITH_CHARTS = ["", "themen", "gemeinden", "beteiligung", "auswertung", "wirkung"]
GROUNDS = {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 25, 28)"}


# --- places ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """A page, or a part of one that an address or a choice leads to."""

    address: str
    part: str = ""
    reach: Callable[[Page], None] | None = None

    @property
    def page(self) -> str:
        """The page's own address."""
        return self.address.partition("?")[0]

    def __str__(self) -> str:
        return f"{self.address or 'uebersicht'} {self.part}".strip()


def _press(*names: str) -> Callable[[Page], None]:
    """Choose in rows of buttons."""

    def reach(page: Page) -> None:
        for name in names:
            page.get_by_role("radio", name=name, exact=True).click()
            wait_until_drawn(page)

    return reach


def _choose(label: str, text: str, *, of: str | None = None) -> Callable[[Page], None]:
    """Choose in a select, of a part of the page."""

    def reach(page: Page) -> None:
        if of is not None:
            _press(of)(page)
        choose(page, label, text)

    return reach


def _check_a_file(page: Page) -> None:
    page.locator("input[type=file]").set_input_files(FILE)
    expect(page.get_by_text("Windows-1252, Semikolon")).to_be_visible()
    wait_until_drawn(page)


PLACES = [
    *(Place(address) for address in PAGES if address != "importe"),
    Place("importe", "Prüfung", _check_a_file),
    Place("gemeinden?gemeinde=Allstedt", "eine Gemeinde"),
    Place("auswertung", "Freitexte", _press("Freitexte")),
    Place("auswertung", "Gespräche", _press("Feedbackgespräche")),
    Place("veranstaltungen", "neu", _choose("Ansehen, ändern oder anlegen", "Neue Veranstaltung")),
    Place("veranstaltungen", "Anmerkungen", _press("Anmerkungen zur Zeitachse")),
    Place("wirkung", "Ergebnis", _choose("Ergebnis", "Neues Ergebnis", of="Ergebnisse pflegen")),
    Place("wirkung", "Vorschlag", _press("Vorschläge pflegen")),
    Place("freitexte", "Codebuch", _press("Codebuch")),
    Place("freitexte", "Gespräche", _press("Feedbackgespräche")),
]


def visit(page: Page, url: str, address: str) -> None:
    """A page down to its last element."""
    page.goto(f"{url}/{address}")
    page.wait_for_selector("h1")
    # The page may count as drawn before its first run: something of its lower end tells.
    name = address.partition("?")[0]
    last = ".rd-table, .rd-definition, [data-testid=stMain] [data-testid=stSelectbox]"
    page.wait_for_selector(".js-plotly-plot .main-svg" if name in _WITH_CHARTS else last)
    wait_until_drawn(page)


def show(page: Page, scheme: str, width: int, height: int = 1000) -> None:
    """The page as it stands, in a colour scheme and a width."""
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_function(
        "(ground) => getComputedStyle(document.querySelector('.stApp')).backgroundColor === ground",
        arg=GROUNDS[scheme],
    )
    # Plotly draws anew a moment after the change, and Streamlit folds the menu.
    page.wait_for_timeout(200)
    wait_until_drawn(page)


@pytest.fixture(scope="module", params=PLACES, ids=str)
def place(request: pytest.FixtureRequest) -> Place:
    """Where all tests of the page look."""
    return request.param  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def at(browser: Browser, server: Server, place: Place) -> Iterator[Page]:
    """The place as a visitor finds it."""
    context = browser.new_context(locale="de-DE", viewport={"width": 1400, "height": 1000})
    page = context.new_page()
    visit(page, server.url, place.address)
    if place.reach is not None:
        place.reach(page)
    yield page
    context.close()


@pytest.fixture(scope="module")
def opened(at: Page) -> Page:
    """The same with everything on it that can be there: charts drawn, lists open."""
    at.evaluate(
        """() => document.querySelectorAll("details:not([open]) > summary")
          .forEach((fold) => fold.click())"""
    )
    for plot in at.locator(".js-plotly-plot").all():
        plot.scroll_into_view_if_needed()
        expect(plot.locator(".main-svg").first).to_be_visible()
    wait_until_drawn(at)
    return at


# --- seeing where one is ---------------------------------------------------------------------

_FOCUS = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  // A select wears the ring around its field.
  const ringed = [element, element.parentElement, element.parentElement?.parentElement]
    .find((each) => each && getComputedStyle(each).outlineStyle !== "none") ?? element;
  const style = getComputedStyle(ringed);
  const box = element.getBoundingClientRect();
  const under = (each) => {
    const grounds = [];
    for (let at = each; at; at = at.parentElement) {
      const [red, green, blue, alpha = 1] =
        getComputedStyle(at).backgroundColor.match(/[\\d.]+/g).map(Number);
      grounds.unshift([red, green, blue, alpha]);
    }
    const mixed = grounds.reduce(
      (below, [red, green, blue, alpha]) =>
        [red, green, blue].map((part, place) => part * alpha + below[place] * (1 - alpha)),
      [255, 255, 255],
    );
    return `rgb(${mixed.join(", ")})`;
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
    page.evaluate(
        """() => {
          document.body.tabIndex = -1;
          document.body.focus();
          document.body.removeAttribute("tabindex");
        }"""
    )
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


@pytest.mark.parametrize(("scheme", "width"), [("light", 1400), ("dark", 400)])
def test_the_focus_is_seen_at_every_stop(at: Page, scheme: str, width: int) -> None:
    show(at, scheme, width)
    found = stops(at)
    assert found[0]["name"] == "Zum Inhalt springen"
    assert len(found) >= 5
    for stop in found:
        assert stop["style"] == "solid", stop
        assert stop["ring"] >= 2, stop
        assert contrast(hexadecimal(stop["colour"]), hexadecimal(stop["ground"])) >= 3, stop
        assert stop["name"] or stop["tag"] == "INPUT", stop
        # In sight: with its middle inside the window and nothing above it.
        if stop["tag"] != "MAIN":
            assert 0 <= (stop["top"] + stop["bottom"]) / 2 <= 1000, stop
            assert 0 <= stop["left"] < width, stop


# --- what axe-core finds ---------------------------------------------------------------------


@dataclass(frozen=True)
class Violation:
    """One element that breaks a rule of axe-core."""

    page: str
    rule: str
    selector: str
    html: str
    known: tuple[int, ...]
    """Which rows of the list name it."""


def violations(page: Page, address: str) -> list[Violation]:
    """What axe-core finds on the page as it stands."""
    page.evaluate(f"() => {{ if (!window.axe) {{ {AXE} }} }}")
    barriers = [
        (number, {"rule": barrier.rule, "selector": barrier.selector})
        for number, barrier in enumerate(known_barriers())
        if barrier.rule and barrier.concerns(address or "uebersicht")
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


@pytest.fixture(scope="module")
def met() -> set[int]:
    """The rows of the list that some page has broken so far."""
    return set()


@pytest.mark.parametrize(("scheme", "width"), VIEWS)
def test_no_rule_is_broken_that_is_not_listed_as_open(
    opened: Page, place: Place, met: set[int], scheme: str, width: int
) -> None:
    show(opened, scheme, width)
    found = violations(opened, place.page)
    listed = {number for number, barrier in enumerate(known_barriers()) if barrier.is_open}
    met.update(row for each in found for row in each.known)
    assert [each for each in found if not listed & set(each.known)] == []


# --- the page itself -------------------------------------------------------------------------


def test_the_page_is_named_and_has_one_main_heading(opened: Page, place: Place) -> None:
    assert opened.title() == f"{PAGES[place.page]} – Regionaldialog"
    assert opened.locator("h1").all_inner_texts() == [PAGES[place.page]]
    assert opened.locator("html").get_attribute("lang") == "de"


def test_every_chart_has_its_sentence_and_a_real_table(opened: Page, place: Place) -> None:
    page = opened
    charts = page.locator('[class*="st-key-chart-"]')
    assert charts.count() > 0 or place.page not in _WITH_CHARTS or place.reach is not None
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


@pytest.mark.parametrize(("scheme", "width"), [("light", 400)])
def test_every_control_is_large_enough_to_hit(opened: Page, scheme: str, width: int) -> None:
    page = opened
    show(page, scheme, width)
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


# --- little room, other spacing, less motion, paper ------------------------------------------


def test_at_400_percent_only_tables_and_charts_scroll_sideways(opened: Page) -> None:
    """1280 pixels at 400 % are 320."""
    page = opened
    show(page, "light", 320, 256)
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
    unreachable = page.evaluate(
        """() => [...document.querySelectorAll("main *")]
          .filter((each) => ["auto", "scroll"].includes(getComputedStyle(each).overflowX))
          .filter((each) => each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 0)
          .filter((each) => each.tabIndex < 0 || !each.getAttribute("aria-label"))
          .filter((each) => !each.matches("input, textarea, [data-testid=stMain]"))
          .map((each) => each.outerHTML.slice(0, 120))"""
    )
    assert unreachable == []


_SPACING = """* {
  line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important;
}
p { margin-bottom: 2em !important; }"""


def test_wider_spacing_cuts_nothing_off(opened: Page) -> None:
    page = opened
    show(page, "light", 320)
    style = page.add_style_tag(content=_SPACING)
    page.wait_for_timeout(400)  # folds grow slowly
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
    style.evaluate("(style) => style.remove()")
    assert cut == []


# --- the list of barriers, other tests with a page of their own ------------------------------


def test_the_list_names_as_open_what_is_open(met: set[int]) -> None:
    """Runs after the tests of all places, which fill ``met``."""
    rows = enumerate(known_barriers())
    assert {number for number, barrier in rows if barrier.rule and barrier.is_open} == met


def test_the_list_names_as_mended_what_streamlit_breaks(browser: Browser, server: Server) -> None:
    """Without what mends it, axe-core finds exactly what the list says."""
    context = browser.new_context(locale="de-DE", color_scheme="dark")
    page = context.new_page()
    for name in ("accessibility.js", "regionaldialog.css"):
        page.route(f"**/{name}*", lambda route: route.abort())
    found: list[Violation] = []
    for address in ("importe", "freitexte"):
        visit(page, server.url, address)
        found += violations(page, address)
    context.close()
    assert [each for each in found if not each.known] == []
    rows = enumerate(known_barriers())
    mended = {number for number, barrier in rows if barrier.rule and not barrier.is_open}
    assert {row for each in found for row in each.known} == mended


def test_the_check_finds_what_is_planted(page: Page, server: Server) -> None:
    visit(page, server.url, "barrierefreiheit")
    assert violations(page, "barrierefreiheit") == []
    page.locator(".rd-demo").evaluate(
        """(mark) => {
          mark.innerHTML = '<img src="data:,"><button></button>' +
            '<a href="#" style="color:#aaa;background:#fff">Muster</a>';
        }"""
    )
    assert {each.rule for each in violations(page, "barrierefreiheit")} >= {
        "image-alt",
        "button-name",
        "color-contrast",
    }


def test_a_chart_in_the_dark_stands_on_white(browser: Browser, server: Server) -> None:
    context = browser.new_context(locale="de-DE", color_scheme="dark")
    page = context.new_page()
    page.goto(f"{server.url}/beteiligung")
    plot = page.locator(".js-plotly-plot .main-svg").first
    expect(plot).to_be_visible()
    assert plot.evaluate("(svg) => getComputedStyle(svg).backgroundColor") == "rgb(255, 255, 255)"
    context.close()


def test_the_first_stop_leads_past_the_menu(page: Page, server: Server) -> None:
    visit(page, server.url, "beteiligung")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("() => !!document.activeElement.closest('main')")


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


def test_a_single_key_does_nothing(page: Page, server: Server) -> None:
    visit(page, server.url, "klaerung")
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
    for key in ("r", "c", "R"):
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
