"""All charts of the demo as SVG, PNG and PDF, beside kaleido's own ways, in one run.

Run ``python -m tests.benchmarks.pictures [--figures N]``. Every side draws the same figures in one
process, one after the other, and pays its own start. The numbers are for reading, not for
asserting: see ``README.md`` of this folder.
"""

import argparse
import logging
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import kaleido
import plotly.io as pio

from dashboard import tasks
from dashboard.charts.catalogue import CATALOGUE
from dashboard.charts.publish import Published
from dashboard.demo_warehouse import DEMO_ACTOR, fill_with_demo
from dashboard.period import Period
from dashboard.pictures.engines import BuiltinEngine
from dashboard.pictures.picture import Studio, pdf, png
from dashboard.pictures.presets import PRESETS
from dashboard.settings import Settings
from dashboard.workspace import open_workspace


def charts(folder: Path, year: int) -> list[Published]:
    """Every picture of a year of the demo."""
    workspace = open_workspace(None, folder / "pseudonym.key", settings=Settings())
    fill_with_demo(workspace)
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


def main() -> None:
    """Print seconds per picture and the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--figures", type=int, default=4, help="for write_image, which is slow")
    parser.add_argument("--year", type=int, default=2023)
    given = parser.parse_args()
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shown = charts(folder, given.year)
        wanted = [(each, PRESETS["seite"]) for each in shown]
        figures = [each.figure for each in shown]
        # kaleido asks a foreign host for MathJax unless it is told not to.
        empty = folder / "empty.js"
        empty.write_text("")
        pio.defaults.mathjax = empty.as_uri()

        def write_images_one_by_one() -> None:
            for place, figure in enumerate(figures[: given.figures]):
                figure.write_image(folder / f"one-{place}.svg")

        def write_images_in_one_call() -> None:
            pio.write_images(
                figures, [folder / f"batch-{place}.svg" for place in range(len(figures))]
            )

        def write_with_one_server() -> None:
            kaleido.start_sync_server(n=1, mathjax=False)
            for place, figure in enumerate(figures):
                kaleido.write_fig_sync(figure, folder / f"server-{place}.svg")
            kaleido.stop_sync_server()

        each: dict[str, float] = {
            "write_image, a browser per figure": seconds(write_images_one_by_one)
            / min(given.figures, len(figures)),
            "write_images, kaleido's batch": seconds(write_images_in_one_call) / len(figures),
            "kaleido's server": seconds(write_with_one_server) / len(figures),
        }
        with Studio() as studio:
            pictures = []
            each["ours, browser, SVG (with its start)"] = seconds(
                lambda: pictures.extend(studio.pictures(wanted))
            ) / len(wanted)
        with Studio(engine=BuiltinEngine(seconds=60)) as studio:
            each["ours, no browser, SVG (with its start)"] = seconds(
                lambda: studio.pictures(wanted)
            ) / len(wanted)
        for label, make in (("PNG, 300 dpi", png), ("PDF", pdf)):
            each[f"ours, {label} from the SVG"] = seconds(
                lambda make=make: [make(picture) for picture in pictures]
            ) / len(wanted)
    print(f"{len(figures)} charts of {given.year}")
    base = each["write_image, a browser per figure"]
    for label, spent in each.items():
        print(f"{label:45} {spent:7.3f} s per picture, {base / spent:6.1f} times write_image")
    all_three = sum(
        each[label]
        for label in (
            "ours, browser, SVG (with its start)",
            "ours, PNG, 300 dpi from the SVG",
            "ours, PDF from the SVG",
        )
    )
    print(f"all charts as SVG, PNG and PDF: {all_three * len(figures):.1f} s")


if __name__ == "__main__":
    main()
