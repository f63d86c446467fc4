"""The only way out for numbers: query, disclosure control, n and as-of date, in this order.

The page, the command line, links and the report call this and reach numbers in no other way.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import formatting, spreadsheet
from dashboard.charts import theme
from dashboard.charts.catalogue import find_dataset
from dashboard.charts.chart import Chart, Column, Dataset, Subject
from dashboard.charts.notes import NOTES, sentences
from dashboard.charts.release import hidden_cells, time_of
from dashboard.charts.rows import rows_of
from dashboard.disclosure import (
    EVENT,
    SCOPE,
    SCOPE_EVENT,
    SCOPE_YEAR,
    SUPPRESSED,
    WHOLE,
    YEAR,
    Audience,
    Thresholds,
    protect,
    without_rank,
)
from dashboard.errors import NotAllowed, WrongUsage
from dashboard.period import OneEvent, Period
from dashboard.warehouse.connection import Warehouse

_CIRCLE = {Audience.PUBLIC: 0, Audience.INTERNAL: 1, Audience.STAFF: 2}


@dataclass(frozen=True)
class Published:
    """One chart for one period and audience: everything that may be shown, and nothing else.

    ``frame`` is the query's result after disclosure control; ``table`` the same as German texts.
    ``figure`` is null for charts that are a table, and ``n`` empty where there are no rows.
    ``remarks``: the notes on the time axis that the picture marks, as sentences.
    """

    chart: Chart
    period: Period
    frame: pd.DataFrame
    sentence: str
    table: pd.DataFrame
    n: str
    as_of: datetime | None
    is_demo: bool
    figure: go.Figure | None
    event: OneEvent | None = None
    remarks: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """„Teilnahmen je Gemeinde, 2023“; for one event its name instead of the period."""
        return _title(self.chart, self.period, self.event)

    @property
    def source_note(self) -> str:
        """Where the numbers come from, how many they are and when they were last changed."""
        return _source_note(self.chart, self.n, self.as_of, is_demo=self.is_demo)

    @property
    def file_stem(self) -> str:
        """The name of its files, without the ending."""
        period = "alle-jahre" if self.period.year is None else str(self.period.year)
        if self.event:
            period = self.event.event_id
        demo = "beispieldaten-" if self.is_demo else ""
        return f"{demo}{self.chart.id}-{period}"

    def csv(self) -> bytes:
        """The table as a German Excel opens it: semicolons, UTF-8 with BOM, source at the end."""
        return spreadsheet.to_csv(
            self.table.columns,
            self.table.itertuples(index=False, name=None),
            (self.title, self.source_note, *self.remarks),
        )


def publish(
    warehouse: Warehouse,
    chart: Chart,
    period: Period,
    *,
    audience: Audience,
    thresholds: Thresholds,
    subject: Subject | None = None,
    event: OneEvent | None = None,
) -> Published:
    """Everything of one chart that the audience may see, for a period or for one event.

    With a subject only the rows of that subject.

    Raises ``NotAllowed`` for a chart that is not for this audience, ``WrongUsage`` for a period
    or an event for which the chart is not published.
    """
    frame = _published(
        warehouse, chart.data, period, audience=audience, thresholds=thresholds, event=event
    )
    if subject is not None:
        # Only now: what is hidden depends on all rows, chosen or not.
        frame = frame[frame[subject.column] == subject.value].reset_index(drop=True)
        chart = replace(
            chart, id=f"{chart.id}-{subject.value}", title=f"{subject.name}: {chart.title}"
        )
    as_of, is_demo = warehouse.as_of(), warehouse.is_demo
    sentence = chart.empty if frame.empty else chart.describe(frame)
    n = "" if frame.empty else chart.base(frame)
    figure: go.Figure | None = None
    remarks: tuple[str, ...] = ()
    if chart.draw is not None:
        drawn = theme.empty_figure(chart.empty) if frame.empty else chart.draw(frame)
        if chart.mark is not None and not frame.empty:
            drawn, remarks = _marked(warehouse, chart, period, drawn, frame)
        figure = theme.framed(
            drawn,
            title=_title(chart, period, event),
            note=_source_note(chart, n, as_of, is_demo=is_demo),
            is_demo=is_demo,
        )
    table = _table(chart, frame)
    return Published(
        chart, period, frame, sentence, table, n, as_of, is_demo, figure, event, remarks
    )


def publish_query(
    warehouse: Warehouse,
    name: str,
    period: Period,
    *,
    audience: Audience,
    thresholds: Thresholds,
) -> pd.DataFrame:
    """A published query's result under the rules of its charts.

    Raises ``NotFound`` for a query that no chart publishes and ``NotAllowed`` as ``publish`` does.
    """
    dataset = find_dataset(name)
    return _published(warehouse, dataset, period, audience=audience, thresholds=thresholds)


def _published(
    warehouse: Warehouse,
    dataset: Dataset,
    period: Period,
    *,
    audience: Audience,
    thresholds: Thresholds,
    event: OneEvent | None = None,
) -> pd.DataFrame:
    if _CIRCLE[audience] < _CIRCLE[dataset.audience]:
        raise NotAllowed(
            "Diese Zahlen nennen einzelne Organisationen. Sie sieht nur, wer Listen pflegt."
            if dataset.audience is Audience.STAFF
            else "Diese Zahlen sind nicht öffentlich: Sie zählen kleine Gruppen von Personen oder "
            "Organisationen. Bitte anmelden oder die öffentlichen Diagramme verwenden."
        )
    if event is not None and not dataset.scoped:
        raise WrongUsage(f"Die Abfrage „{dataset.query}“ gibt es nicht für eine Veranstaltung.")
    if not dataset.scoped and not any(each.binds(audience) for each in dataset.protections):
        return protect(_frame(warehouse, dataset, period), dataset.protections, audience=audience)
    time, counts = time_of(period), audience is Audience.PUBLIC
    while True:
        state = warehouse.state()
        decided = hidden_cells(warehouse, thresholds, counts=counts)
        frame = _frame(warehouse, dataset, period)
        # An import in between: the decision would be about other numbers than these.
        if warehouse.state() == state:
            break
    shown = protect(frame, dataset.protections, audience=audience, decided=decided, time=time)
    if dataset.scoped:
        shown = _of_scope(shown, time, event)
    return without_rank(shown, dataset.by_size)


def _frame(warehouse: Warehouse, dataset: Dataset, period: Period) -> pd.DataFrame:
    return warehouse.frame(dataset.query, **({} if dataset.scoped else period.parameters))


def _of_scope(frame: pd.DataFrame, time: object, event: OneEvent | None) -> pd.DataFrame:
    """The rows of one scope, after disclosure control has seen all of them."""
    if event is not None:
        rows = (frame[SCOPE] == EVENT) & (frame[SCOPE_EVENT] == event.event_id)
    elif time == WHOLE:
        rows = frame[SCOPE] == WHOLE
    else:
        rows = (frame[SCOPE] == YEAR) & (frame[SCOPE_YEAR] == time)
    return frame[rows].reset_index(drop=True)


def _marked(
    warehouse: Warehouse, chart: Chart, period: Period, drawn: go.Figure, frame: pd.DataFrame
) -> tuple[go.Figure, tuple[str, ...]]:
    """The figure with the notes of the period, and the notes as sentences."""
    notes = warehouse.frame(NOTES.query, **period.parameters)
    if chart.mark is None or notes.empty:
        return drawn, ()
    return chart.mark(drawn, frame, notes), sentences(notes)


def _table(chart: Chart, frame: pd.DataFrame) -> pd.DataFrame:
    """German texts, one column per ``chart.columns``; a hidden cell is a dot, a null „k. A.“."""
    rows = rows_of(frame)
    return pd.DataFrame(
        {
            column.heading: pd.Series([_cell(chart, column, row) for row in rows], dtype="str")
            for column in chart.columns
        }
    )


def _cell(chart: Chart, column: Column, row: Any) -> str:
    value = getattr(row, column.name)
    # Another cell of the row may be hidden while this one is shown.
    is_null = formatting.is_missing(value)
    if is_null and column.name in chart.data.cells and getattr(row, SUPPRESSED):
        return formatting.SUPPRESSED
    if column.text_of_row is not None:
        return column.text_of_row(row)
    return column.text(value)


def _title(chart: Chart, period: Period, event: OneEvent | None) -> str:
    if event is not None:
        return f"{chart.title}, {event.label}"
    if chart.is_of_series and period.year is not None:
        return f"{chart.title}, ganze Reihe bis Ende {period.label}"
    return f"{chart.title}, {period.label}"


def _source_note(chart: Chart, n: str, as_of: datetime | None, *, is_demo: bool) -> str:
    demo = "Beispieldaten (erfunden)" if is_demo else ""
    stand = f"Datenstand: {formatting.moment(as_of)}" if as_of else ""
    parts = [demo, f"Quelle: {chart.source}", n, stand, *chart.notes]
    return ". ".join(part for part in parts if part) + "."
