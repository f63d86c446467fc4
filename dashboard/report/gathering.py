"""The published charts of one year as a report takes them: each once, for one audience."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import pandas as pd

from dashboard.charts import methods
from dashboard.charts.catalogue import CATALOGUE
from dashboard.charts.publish import Published
from dashboard.charts.rows import rows_of
from dashboard.disclosure import Audience, Thresholds
from dashboard.errors import NotAllowed
from dashboard.period import Period
from dashboard.report.model import (
    Block,
    Definition,
    Figure,
    Paragraph,
    Table,
)
from dashboard.report.native import native_of
from dashboard.report.tables import clean, is_hidden, table_of, told

# What a chart is about, where the same query also shows other columns.
_MEASURES = {
    "gemeinden-einwohner": "attendances",
    "beteiligung-organisationstyp": "attendances",
    "beteiligung-anmeldung": "registered",
    "auswertung-codes": "texts",
    "gespraeche-codes": "talks",
    **{
        f"{level}-karte-{measure}": column
        for level in ("gemeinden", "verwaltungen")
        for measure, column in (
            ("teilnahmen", "attendances"),
            ("personen", "people"),
            ("je-1000", "per_1000"),
        )
    },
}


class ChartOf(Protocol):
    """Publishes one chart for a period or an event; raises ``NotAllowed`` outside the circle."""

    def __call__(
        self, chart_id: str, period: Period, *, event_id: str | None = None
    ) -> Published: ...


@dataclass(frozen=True)
class Sources:
    """Where a report takes everything from: what is published for one audience, nothing else."""

    chart: ChartOf
    frame: Callable[[str, Period], pd.DataFrame]
    comments: Callable[[Period], pd.DataFrame]
    audience: Audience
    thresholds: Thresholds
    is_demo: bool
    as_of: datetime | None
    agency: str


class Builder:
    """Collects the charts of one year: each is published once, and remembered for the appendix."""

    def __init__(self, sources: Sources, period: Period) -> None:
        self.sources = sources
        self.period = period
        self.year = period.from_date.year
        self.appendix: list[Table] = []
        self._shown: dict[tuple[str, str | None], Published | None] = {}
        self._figures: set[str] = set()
        self._in_text: set[str] = set()

    def published(self, chart_id: str, event_id: str | None = None) -> Published | None:
        """A chart of the year; null where it is not for the audience."""
        key = (chart_id, event_id)
        if key not in self._shown:
            try:
                self._shown[key] = self.sources.chart(chart_id, self.period, event_id=event_id)
            except NotAllowed:
                self._shown[key] = None
        return self._shown[key]

    def rows(self, chart_id: str, event_id: str | None = None) -> list[Any]:
        """The rows of a chart, none where it is not for the audience."""
        shown = self.published(chart_id, event_id)
        return [] if shown is None else rows_of(shown.frame)

    def blocks(
        self,
        chart_id: str,
        *,
        picture_from: int | None = 1,
        sentence: str | None = None,
        table: Callable[[Published], Table] | None = None,
    ) -> list[Block]:
        """Sentence and picture of a chart, its table in the appendix.

        ``picture_from``: rows that make a picture worth its place; null: never. ``sentence``
        instead of the chart's own. ``table``: what stands in the appendix instead of all columns.
        """
        shown = self.published(chart_id)
        if shown is None or (shows_nothing(shown) and not is_of_answers(shown)):
            return []
        found: list[Block] = [Paragraph(told(sentence or shown.sentence))]
        if shown.frame.empty or without_list(shown) or shows_nothing(shown):
            return found
        if picture_from is not None and len(shown.frame) >= picture_from:
            figure = self.figure(chart_id)
            found += [figure] if figure is not None else []
        self.add_to_appendix((table or table_of)(shown))
        return found

    def add_to_appendix(self, table: Table) -> None:
        """A table of the appendix, once."""
        if table.rows and table.key not in {each.key for each in self.appendix}:
            self.appendix.append(table)

    def figure(self, chart_id: str, event_id: str | None = None) -> Figure | None:
        """The picture of a chart, null where there is none or it stands in the text already."""
        shown = self.published(chart_id, event_id)
        key = chart_id if event_id is None else f"{chart_id}-{event_id}"
        if shown is None or shown.figure is None or shown.frame.empty or key in self._figures:
            return None
        self._figures.add(key)
        return _figure(key, shown)

    def more_figures(self) -> tuple[Figure, ...]:
        """The charts of the catalogue that the text does not show, also those without data."""
        found = []
        for chart in CATALOGUE:
            if chart.draw is None or chart.id in self._figures:
                continue
            shown = self.published(chart.id)
            if shown is not None and shown.figure is not None and not shows_nothing(shown):
                found.append(_figure(chart.id, shown))
        return tuple(found)

    def definitions(self) -> tuple[Definition, ...]:
        """How the headline figures and every chart of the report count."""
        used = {chart_id for (chart_id, _), shown in self._shown.items() if shown is not None}
        figures = [Definition(name, text) for name, text in methods.figure_definitions()]
        charts = [
            Definition(
                each.title,
                each.text,
                each.protection,
                ". ".join((each.source, *each.notes)) + ".",
            )
            for section in methods.sections(self.sources.thresholds)
            for each in section.definitions
            if each.anchor.removeprefix("definition-") in used
        ]
        return (*figures, *charts)


def shows_nothing(shown: Published) -> bool:
    """Whether all that the chart is about is hidden from the audience."""
    measure = _MEASURES.get(shown.chart.id)
    return measure is not None and is_hidden(shown, measure)


def is_of_answers(shown: Published) -> bool:
    """Whether it is worth a sentence that something is hidden: few said something."""
    return shown.chart.id.startswith(("auswertung-", "gespraeche-"))


def without_list(shown: Published) -> bool:
    """Whether its rows are there though no list is: all zeros, of which nobody knows."""
    column = "events_with_list"
    return column in shown.frame and not shown.frame[column].max()


def _figure(key: str, shown: Published) -> Figure:
    """``alt``: title, sentence and n, as a reader who sees nothing needs it."""
    n = f" {shown.n}." if shown.n else ""
    mark = " Beispieldaten (erfunden)." if shown.is_demo else ""
    return Figure(
        key,
        clean(shown.title),
        told(f"{shown.title}: {shown.sentence}{n}{mark}"),
        told(shown.sentence),
        clean(shown.n),
        clean(shown.source_note),
        native_of(shown) if shown.event is None else None,
        shown,
    )
