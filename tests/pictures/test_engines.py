"""What draws: found or named, both alike, ended in time when it hangs."""

import gc
import os
import re
import stat
import sys
import time
from itertools import zip_longest
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from dashboard.charts.catalogue import CATALOGUE
from dashboard.errors import PictureError
from dashboard.pictures import engines
from dashboard.pictures.engines import (
    BrowserEngine,
    BuiltinEngine,
    choose_engine,
    examine,
    find_browser,
)
from dashboard.pictures.layout import lay_out
from dashboard.pictures.picture import Studio
from dashboard.pictures.presets import PRESETS
from dashboard.settings import Settings

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def browser_engine():
    browser = find_browser()
    assert browser is not None, "tests/browser/install_chromium.sh brings one"
    engine = BrowserEngine(browser, seconds=60)
    yield engine
    engine.close()


def script(path: Path, body: str) -> Path:
    """A program that stands in for a browser."""
    path.write_text(f"#!{sys.executable}\n{body}", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # A dead child that nobody waited for is no running program.
    return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def texts(svg: str) -> list[tuple[str, float, float]]:
    """Every text and roughly where it stands, from the transforms above it."""
    found: list[tuple[str, float, float]] = []

    def walk(element: ET.Element, x: float, y: float) -> None:
        for dx, dy in re.findall(
            r"translate\(([-\d.]+)[, ]+([-\d.]+)\)", element.get("transform", "")
        ):
            x, y = x + float(dx), y + float(dy)
        if element.tag == f"{SVG}text" and "".join(element.itertext()).strip():
            at = x + float(element.get("x", 0)), y + float(element.get("y", 0))
            found.append(("".join(element.itertext()), *at))
        for child in element:
            walk(child, x, y)

    walk(ET.fromstring(svg), 0, 0)
    return sorted(found)


@pytest.mark.parametrize("preset", ["spalte", "folie"])
def test_with_and_without_a_browser_every_picture_is_the_same(
    preset, browser_engine, studio, published
) -> None:
    charts = [chart.id for chart in CATALOGUE if chart.draw is not None]
    wanted = [(published(chart_id), PRESETS[preset]) for chart_id in charts]
    with_browser = Studio(engine=browser_engine).pictures(wanted)
    for one, other in zip(with_browser, studio.pictures(wanted), strict=True):
        assert one.height_mm == other.height_mm
        for ours, theirs in zip_longest(texts(one.svg), texts(other.svg)):
            assert ours[0] == theirs[0], one.title
            assert ours[1:] == pytest.approx(theirs[1:], abs=3), (one.title, ours[0])


def test_one_browser_draws_all_pictures(browser_engine, published) -> None:
    drawing = lay_out(published("beteiligung-format").figure, PRESETS["web"])
    browser_engine.draw([drawing])
    process = browser_engine._kaleido.subprocess.pid
    drawn = browser_engine.draw([drawing, drawing])
    assert len(drawn) == 2
    assert browser_engine._kaleido.subprocess.pid == process


def test_a_browser_that_never_answers_is_ended_in_time_with_all_it_started(
    tmp_path, published
) -> None:
    pids = tmp_path / "pids"
    hanging = script(
        tmp_path / "chromium",
        "import os, subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        f"open({str(pids)!r}, 'w').write(f'{{os.getpid()}} {{child.pid}}')\n"
        "time.sleep(600)\n",
    )
    engine = BrowserEngine(hanging, seconds=2)
    started = time.monotonic()
    with pytest.raises(PictureError, match=r"nicht rechtzeitig geantwortet.*ENGINE=builtin"):
        Studio(engine=engine).picture(published("beteiligung-format"), PRESETS["web"])
    assert time.monotonic() - started < 15
    ended = [int(pid) for pid in pids.read_text().split()]
    for _ in range(50):
        if not any(map(is_running, ended)):
            break
        time.sleep(0.1)
    assert not any(map(is_running, ended))


def test_a_browser_that_hangs_later_is_replaced(browser_engine, published) -> None:
    drawing = lay_out(published("beteiligung-format").figure, PRESETS["web"])
    browser_engine.draw([drawing])
    stuck = browser_engine._kaleido.subprocess
    for process in Path("/proc").glob("[0-9]*"):
        # The whole group stops without ending: nothing answers any more.
        if process.name.isdigit() and _group(process) == stuck.pid:
            os.kill(int(process.name), 19)
    seconds, browser_engine._seconds = browser_engine._seconds, 1
    try:
        with pytest.raises(PictureError, match="nicht rechtzeitig"):
            browser_engine.draw([drawing])
    finally:
        browser_engine._seconds = seconds
    assert stuck.poll() is not None
    assert "<svg" in browser_engine.draw([drawing])[0]


def _group(process: Path) -> int:
    try:
        return os.getpgid(int(process.name))
    except ProcessLookupError:
        return 0


def test_a_browser_that_ends_at_once_is_said(tmp_path, published) -> None:
    ending = script(tmp_path / "chromium", "raise SystemExit(1)\n")
    with pytest.raises(PictureError, match="startet nicht"):
        Studio(engine=BrowserEngine(ending, seconds=20)).picture(
            published("beteiligung-format"), PRESETS["web"]
        )


def test_a_browser_started_beforehand_draws_the_first_picture(browser_engine, published) -> None:
    browser_engine.close()
    studio = Studio(engine=browser_engine)
    studio.start()
    studio._starting.result()
    process = browser_engine._kaleido.subprocess.pid
    assert "<svg" in studio.picture(published("beteiligung-format"), PRESETS["web"]).svg
    assert browser_engine._kaleido.subprocess.pid == process


def test_a_start_that_fails_is_said_at_the_first_picture_and_tried_again_at_the_next(
    tmp_path, published
) -> None:
    starts = tmp_path / "starts"
    ending = script(tmp_path / "chromium", f"open({str(starts)!r}, 'a').write('x')\n")
    studio = Studio(engine=BrowserEngine(ending, seconds=20))
    studio.start()
    with pytest.raises(PictureError, match="startet nicht"):
        studio.picture(published("beteiligung-format"), PRESETS["web"])
    assert starts.read_text() == "x"
    with pytest.raises(PictureError, match="startet nicht"):
        studio.picture(published("beteiligung-format"), PRESETS["web"])
    assert starts.read_text() == "xx"


def test_a_browser_that_hangs_at_its_start_is_waited_for_once_and_leaves_no_words(
    tmp_path, published, caplog
) -> None:
    starts = tmp_path / "starts"
    hanging = script(
        tmp_path / "chromium",
        f"import time\nopen({str(starts)!r}, 'a').write('x')\ntime.sleep(600)\n",
    )
    with Studio(engine=BrowserEngine(hanging, seconds=2)) as studio:
        studio.start()
        with pytest.raises(PictureError, match="nicht rechtzeitig geantwortet"):
            studio.picture(published("beteiligung-format"), PRESETS["web"])
    assert starts.read_text() == "x"
    gc.collect()  # asyncio speaks of an error that nobody looked at when it forgets the task
    assert caplog.text == ""


def test_a_browser_that_is_not_there_is_said(tmp_path, published) -> None:
    with pytest.raises(PictureError, match=r"gibt es nicht.*REGIONALDIALOG_BROWSER"):
        Studio(engine=BrowserEngine(tmp_path / "chrome")).picture(
            published("beteiligung-format"), PRESETS["web"]
        )


def test_what_plotly_cannot_draw_is_an_error_and_no_empty_picture(
    browser_engine, published
) -> None:
    drawing = lay_out(published("beteiligung-format").figure, PRESETS["web"])
    broken = engines.Drawing(drawing.figure, 0, 0, 1)  # Plotly wants at least a pixel
    with pytest.raises(PictureError, match="nicht zeichnen"):
        browser_engine.draw([drawing, broken])
    assert "<svg" in browser_engine.draw([drawing])[0]


# --- choosing -------------------------------------------------------------------------------


def test_a_browser_is_taken_where_there_is_one(monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(engines, "find_browser", lambda: tmp_path / "chromium")
    assert isinstance(choose_engine(Settings()), BrowserEngine)


def test_without_a_browser_the_other_takes_over(monkeypatch) -> None:
    monkeypatch.setattr(engines, "find_browser", lambda: None)
    assert isinstance(choose_engine(Settings()), BuiltinEngine)
    with pytest.raises(PictureError, match="Chrome, Chromium oder Edge installieren"):
        choose_engine(Settings(picture_engine="browser"))


def test_the_settings_can_do_without_a_browser(monkeypatch) -> None:
    monkeypatch.setenv("REGIONALDIALOG_PICTURE_ENGINE", "builtin")
    assert isinstance(choose_engine(Settings()), BuiltinEngine)


def test_without_any_engine_it_is_said_what_to_do(monkeypatch) -> None:
    monkeypatch.setattr(engines, "find_browser", lambda: None)
    monkeypatch.setattr(engines, "find_spec", lambda name: None)
    with pytest.raises(PictureError, match=r"kann nichts Bilder zeichnen.*installieren"):
        choose_engine(Settings())
    assert examine(Settings()) == []


def test_an_examination_tries_each_engine(tmp_path) -> None:
    ending = script(tmp_path / "chromium", "raise SystemExit(1)\n")
    browser, builtin = examine(Settings(browser=str(ending)))
    assert "startet nicht" in browser.complaint
    assert builtin.complaint == ""
