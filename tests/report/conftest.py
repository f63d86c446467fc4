"""Small reports, pictures without an engine, and the report of built data."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

import pytest

from dashboard import tasks
from dashboard.access import LOCAL_USER
from dashboard.charts.catalogue import CATALOGUE
from dashboard.charts.publish import publish_query
from dashboard.disclosure import Audience
from dashboard.period import Period
from dashboard.pictures.layout import Drawing
from dashboard.pictures.picture import Picture, Studio
from dashboard.pictures.presets import PRESETS
from dashboard.report.model import (
    Bullets,
    Cell,
    Definition,
    Facts,
    Figure,
    Kind,
    NativeChart,
    Paragraph,
    Report,
    Section,
    Series,
    Style,
    Table,
    TableColumn,
)
from dashboard.report.prints import Prints
from dashboard.workspace import Workspace
from tests.builders import NOON
from tests.charts.reading import rows

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="170mm" height="60mm" viewBox="0 0 170 60">'
    '<rect width="90" height="30" fill="#1d5f80"/><text x="5" y="50">Bild</text></svg>'
)
HOSTILE = "*fett* #strong[x] <b>&amp; $x$ „Ä“ =1+1 \\ @x"


class Drawer:
    """Stands in for an engine: every chart becomes the same small picture."""

    name = "Probe"

    def start(self) -> None:
        """Nothing to get ready."""

    def draw(self, drawings: Sequence[Drawing]) -> list[str]:
        return [SVG for _ in drawings]

    def close(self) -> None:
        """Nothing to give back."""


@pytest.fixture
def studio() -> Iterator[Studio]:
    with Studio(engine=Drawer()) as opened:
        yield opened


def picture(title: str = "Musterbild") -> Picture:
    return Picture(SVG, 170, 60, title, "Ein Satz.", "Quelle: Probe.", NOON, True, "probe-seite",
                   PRESETS["seite"])  # fmt: skip


def small_report(*, is_demo: bool = True, audience: Audience = Audience.PUBLIC) -> Report:
    """Everything that a report can hold, once; texts that look like markup or formulas."""
    table = Table(
        "muster",
        f"Mustertabelle {HOSTILE}",
        (
            TableColumn("Name", Kind.TEXT),
            TableColumn("Anzahl", Kind.NUMBER),
            TableColumn("Anteil", Kind.PERCENT),
            TableColumn("Veränderung", Kind.POINTS),
            TableColumn("Tag", Kind.DATE),
        ),
        (
            (
                Cell(HOSTILE),
                Cell("1.234", 1234.0, Kind.NUMBER),
                Cell("56 %", 0.5604, Kind.PERCENT),
                Cell("+5 Punkte", 5.0, Kind.POINTS),
                Cell("05.03.2026", "2026-03-05", Kind.DATE),
            ),
            (Cell("=1+1"), Cell("·"), Cell("k. A."), Cell("–"), Cell("k. A.")),
        ),
        "Ein Satz.",
        "Quelle: Probe.",
        "So wird gezählt.",
    )
    long_table = Table(
        "lang",
        "Lange Tabelle",
        (TableColumn("Nr.", Kind.TEXT), TableColumn("Wert", Kind.NUMBER)),
        tuple((Cell(f"Zeile {n}"), Cell(str(n), float(n), Kind.NUMBER)) for n in range(120)),
        source="Quelle: Probe.",
    )
    native = NativeChart(
        ("Helbra", HOSTILE),
        (Series("Teilnahmen", (7.0, None), "#1d5f80"),),
        "#,##0",
        "Teilnahmen",
    )
    stacked = NativeChart(
        ("Frage 1", "Frage 2"),
        (Series("gut", (0.25, 0.5), "#1d5f80"), Series("schlecht", (0.75, 0.5), "#b4530f")),
        "0 %",
        "Anteil",
        stacked=True,
    )
    first = Figure("bild-1", "Musterbild", f"Alternativtext {HOSTILE}", "Der Befund. Mehr dazu.",
                   "n = 7 Teilnahmen", "Quelle: Probe.", native)  # fmt: skip
    second = Figure("bild-2", "Zweites Bild", "Noch ein Alternativtext", "Halb und halb.",
                    "n = 9", "Quelle: Probe.", stacked)  # fmt: skip
    chapters = (
        Section(
            "eins",
            "Erstes Kapitel",
            (
                Paragraph("Ein Vorspann.", Style.LEAD),
                Paragraph(HOSTILE),
                Paragraph("„Zitat“", Style.QUOTE),
                Paragraph("Kleingedrucktes", Style.SMALL),
                Bullets(("erstens", HOSTILE)),
                Facts("Angaben", (("Ort", HOSTILE), ("Datum", "05.03.2026"))),
                first,
                table,
            ),
            (Section("teil", f"Teil {HOSTILE}", (second,)),),
        ),
        Section("anhang", "Anhang: Tabellen", (long_table,), landscape=True),
    )
    return Report(
        2025,
        audience,
        is_demo,
        "Muster-Agentur",
        NOON,
        datetime.fromisoformat("2026-03-05T13:14:15.250000"),
        chapters,
        (Definition("Teilnahmen", "Wer da war.", "Ab fünf.", "Probe"),),
        (("Berichtsjahr", "2025"), ("Datenstand", "05.03.2026")),
        (Figure("bild-3", "Nur als Bild", "Drittes Bild", "Ein Satz.", "n = 1", "Quelle: Probe."),),
    )


def prints_of(report: Report) -> Prints:
    return Prints({figure.key: picture(figure.title) for figure in report.all_figures})


Build = Callable[..., Report]


@pytest.fixture
def build(workspace) -> Build:
    """The report of 2025 for the public over what the test has stored."""
    return lambda year=2025, audience=Audience.PUBLIC: tasks.build_report(
        workspace, LOCAL_USER, year, audience, agency="Muster-Agentur"
    )


def compared_with_the_query(report: Report, workspace: Workspace) -> int:
    """Hold every typed cell against what ``regionaldialog query`` prints for year and audience.

    Returns how many cells there were.
    """
    compared = 0
    for chart in CATALOGUE:
        for table in report.tables:
            if table.key != chart.id or chart.data.scoped:
                continue
            frame = publish_query(
                workspace.warehouse,
                chart.query,
                Period.of_year(report.year),
                audience=report.audience,
                thresholds=workspace.thresholds,
            )
            assert len(frame) == len(table.rows), chart.id
            by_heading = {column.heading: column.name for column in chart.columns}
            for place, column in enumerate(table.columns):
                wanted = rows(frame, by_heading[column.heading])
                for value, row in zip(wanted, table.rows, strict=True):
                    if row[place].kind in (Kind.NUMBER, Kind.PERCENT):
                        assert row[place].value == pytest.approx(float(value)), chart.id
                        compared += 1
    return compared
