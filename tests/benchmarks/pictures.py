"""All charts of the demo as SVG, PNG and PDF and the whole report, beside kaleido's own ways.

Run ``python -m tests.benchmarks.pictures [--figures N]``. Every side draws the same figures in one
process, one after the other, and pays its own start; the report is also written by the command, as
its users call it. The numbers are for reading, not for asserting: see ``README.md`` of this folder.
"""

import argparse
import logging
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import kaleido
import plotly.io as pio

from dashboard import tasks
from dashboard.charts.catalogue import CATALOGUE
from dashboard.charts.publish import Published
from dashboard.demo_warehouse import DEMO_ACTOR, fill_with_demo
from dashboard.disclosure import Audience
from dashboard.period import Period
from dashboard.pictures.engines import BuiltinEngine
from dashboard.pictures.picture import Picture, Studio, pdf, png
from dashboard.pictures.presets import PRESETS
from dashboard.report.files import write
from dashboard.report.look import look_of
from dashboard.report.model import Report
from dashboard.settings import Settings
from dashboard.workspace import Workspace, open_workspace

WRITE_IMAGE = "write_image, a browser per figure"
BROWSER_SVG = "ours with a browser, SVG (with its start)"
PNG = "ours, PNG with 300 dpi from the SVG"
PDF = "ours, PDF/UA-1 and A-2a from the SVG"


def filled(folder: Path) -> Workspace:
    """The demo, as it is after its first start."""
    workspace = open_workspace(None, folder / "pseudonym.key", settings=Settings())
    fill_with_demo(workspace)
    return workspace


def charts(workspace: Workspace, year: int) -> list[Published]:
    """Every picture of a year of the demo."""
    return [
        tasks.publish_chart(workspace, DEMO_ACTOR, chart.id, Period.of_year(year))
        for chart in CATALOGUE
        if chart.draw is not None
    ]


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def kaleido_seconds(figures: list[Any], first: int, folder: Path) -> dict[str, float]:
    """Seconds per picture of kaleido's ways; the slow one for the first figures only."""
    # kaleido asks a foreign host for MathJax unless it is told not to.
    empty = folder / "empty.js"
    empty.write_text("")
    pio.defaults.mathjax = empty.as_uri()

    def one_by_one() -> None:
        for place, figure in enumerate(figures[:first]):
            figure.write_image(folder / f"one-{place}.svg")

    def in_one_call() -> None:
        pio.write_images(figures, [folder / f"batch-{place}.svg" for place in range(len(figures))])

    def with_one_server() -> None:
        kaleido.start_sync_server(n=1, mathjax=False)
        for place, figure in enumerate(figures):
            kaleido.write_fig_sync(figure, folder / f"server-{place}.svg")
        kaleido.stop_sync_server()

    return {
        WRITE_IMAGE: seconds(one_by_one) / min(first, len(figures)),
        "write_images, kaleido's batch": seconds(in_one_call) / len(figures),
        "kaleido's server": seconds(with_one_server) / len(figures),
    }


def our_seconds(shown: list[Published]) -> dict[str, float]:
    """Seconds per picture of ours, by form; each engine pays its start."""
    wanted = [(each, PRESETS["seite"]) for each in shown]
    pictures: list[Picture] = []
    with Studio() as studio:
        browser = seconds(lambda: pictures.extend(studio.pictures(wanted)))
    with Studio(engine=BuiltinEngine(seconds=60)) as studio:
        builtin = seconds(lambda: studio.pictures(wanted))
    spent = {
        BROWSER_SVG: browser,
        "ours without a browser, SVG": builtin,
        PNG: seconds(lambda: [png(picture) for picture in pictures]),
        PDF: seconds(lambda: [pdf(picture) for picture in pictures]),
    }
    return {label: total / len(wanted) for label, total in spent.items()}


def report_seconds(folder: Path, year: int) -> Iterator[tuple[str, int, float]]:
    """Circle and engine, number of pictures, seconds for the whole report.

    In a process that runs already, from an answer that no earlier report left behind.
    """
    for audience in (Audience.PUBLIC, Audience.INTERNAL):
        for engine in ("browser", "builtin"):
            workspace, out = filled(folder), folder / f"{audience.value}-{engine}"
            settings = Settings(picture_engine=engine)
            built: list[Report] = []

            def whole(
                workspace: Workspace = workspace,
                audience: Audience = audience,
                settings: Settings = settings,
                built: list[Report] = built,
                out: Path = out,
            ) -> None:
                with Studio(settings) as studio:
                    studio.start()
                    report = tasks.build_report(
                        workspace, DEMO_ACTOR, year, audience, agency=settings.agency
                    )
                    _, files = tasks.render_report(
                        DEMO_ACTOR, report, studio=studio, look=look_of(settings)
                    )
                write(files, out)
                built.append(report)

            spent = seconds(whole)
            yield f"{audience.value}, {engine}", len(built[0].all_figures), spent


def command_seconds(folder: Path, year: int, circle: str) -> float:
    """The second call of the command: the first fills the demo."""
    command = [sys.executable, "-c", "from dashboard.cli import main; main()", "--demo"]
    environment = os.environ | {"REGIONALDIALOG_HOME": str(folder / "home")}

    def call(*rest: str) -> None:
        subprocess.run([*command, *rest], env=environment, check=True, capture_output=True)

    call("doctor")
    return seconds(
        lambda: call("report", str(year), "--circle", circle, "--out", str(folder / circle))
    )


def main() -> None:
    """Print seconds per picture and the ratios, then the whole report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--figures", type=int, default=4, help="for write_image, which is slow")
    parser.add_argument("--year", type=int, default=2023)
    given = parser.parse_args()
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shown = charts(filled(folder), given.year)
        each = kaleido_seconds([one.figure for one in shown], given.figures, folder)
        base = each[WRITE_IMAGE]
        each |= our_seconds(shown)
        print(f"{len(shown)} charts of {given.year}")
        for label, spent in each.items():
            print(f"{label:40} {spent:7.3f} s per picture, {base / spent:6.1f} times write_image")
        all_three = each[BROWSER_SVG] + each[PNG] + each[PDF]
        print(f"all charts as SVG, PNG and PDF: {all_three * len(shown):.1f} s")
        for label, count, spent in report_seconds(folder, given.year):
            print(
                f"report ({label}) with {count} pictures: {spent:.1f} s, "
                f"{base * count / spent:.1f} times write_image for the pictures alone"
            )
        for circle in ("oeffentlich", "intern"):
            spent = command_seconds(folder, given.year, circle)
            print(f"report by the command ({circle}), with its start: {spent:.1f} s")


if __name__ == "__main__":
    main()
