"""Every picture of the demo data in every preset, measured by a browser: nothing is cut off."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from dashboard import tasks
from dashboard.charts.catalogue import CATALOGUE
from dashboard.demo_warehouse import DEMO_ACTOR, fill_with_demo
from dashboard.period import Period
from dashboard.pictures.engines import BrowserEngine
from dashboard.pictures.picture import Studio
from dashboard.pictures.presets import PRESETS
from dashboard.settings import Settings
from dashboard.workspace import open_workspace
from tests.browser.harness import find_browser

# Texts that stick out of the picture.
_MEASURE = """async () => {
  await document.fonts.ready;
  const svg = document.querySelector("svg"), paper = svg.getBoundingClientRect();
  const texts = [...svg.querySelectorAll("text")].map((text) => ({
    text: text.textContent, box: text.getBoundingClientRect(),
  })).filter(({ box }) => box.width > 0);
  const out = texts.filter(({ box }) =>
    box.left < paper.left - 1 || box.top < paper.top - 1 ||
    box.right > paper.right + 1 || box.bottom > paper.bottom + 1);
  return { out: out.map(({ text }) => text), fonts: [...document.fonts].map((f) => f.status),
           count: texts.length };
}"""


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory):
    path = find_browser()
    assert path is not None
    secret = tmp_path_factory.mktemp("demo") / "pseudonym.key"
    workspace = open_workspace(None, secret, settings=Settings())
    fill_with_demo(workspace)
    wanted = [
        (tasks.publish_chart(workspace, DEMO_ACTOR, chart.id, period), preset)
        for chart in CATALOGUE
        if chart.draw is not None
        for period in (Period.whole(), Period.of_year(2022))
        for preset in PRESETS.values()
    ]
    with Studio(engine=BrowserEngine(Path(path), seconds=60)) as studio:
        drawn = studio.pictures(wanted)
    workspace.warehouse.close()
    return drawn


def test_no_text_is_cut_off(pictures, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1400, "height": 1000})
    cut: dict[str, list[str]] = {}
    for picture in pictures:
        page.set_content(f"<!DOCTYPE html><body style='margin:20px'>{picture.svg}")
        measured = page.evaluate(_MEASURE)
        assert measured["count"] > 1
        assert "loaded" in measured["fonts"]
        if measured["out"]:
            cut[picture.file_stem] = measured["out"]
    page.close()
    assert cut == {}
