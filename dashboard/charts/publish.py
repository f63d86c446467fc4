"""The only way out for numbers: query, disclosure control, n and as-of date, in this order.

The page, the command line, links and the report call this and reach numbers in no other way.
"""

import csv
import io
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import formatting
from dashboard.charts import theme
from dashboard.charts.catalogue import find_dataset
from dashboard.charts.chart import Chart, Column, Dataset
from dashboard.charts.release import hidden_cells, time_of
from dashboard.charts.rows import rows_of
from dashboard.disclosure import SUPPRESSED, Audience, Thresholds, protect, without_rank
from dashboard.errors import NotAllowed
from dashboard.period import Period
from dashboard.warehouse.connection import Warehouse

_CIRCLE = {Audience.PUBLIC: 0, Audience.INTERNAL: 1, Audience.STAFF: 2}
# What a spreadsheet would take for a formula at the beginning of a cell.
_FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Published:
    """One chart for one period and audience: everything that may be shown, and nothing else.

    ``frame`` is the query's result after disclosure control; ``table`` the same as German texts.
    ``figure`` is null for charts that are a table, and ``n`` empty where there are no rows.
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

    @property
    def title(self) -> str:
        """„Teilnahmen je Gemeinde, 2023“."""
        return _title(self.chart, self.period)

    @property
    def source_note(self) -> str:
        """Where the numbers come from, how many they are and when they were last changed."""
        return _source_note(self.chart, self.n, self.as_of, is_demo=self.is_demo)

    @property
    def file_stem(self) -> str:
        """The name of its files, without the ending."""
        period = "alle-jahre" if self.period.year is None else str(self.period.year)
        demo = "beispieldaten-" if self.is_demo else ""
        return f"{demo}{self.chart.id}-{period}"

    def csv(self) -> bytes:
        """The table as a German Excel opens it: semicolons, UTF-8 with BOM, source at the end."""
        text = io.StringIO(newline="")
        writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
        writer.writerow(_harmless(name) for name in self.table.columns)
        writer.writerows(
            [_harmless(cell) for cell in row]
            for row in self.table.itertuples(index=False, name=None)
        )
        writer.writerow([])
        writer.writerow([self.title])
        writer.writerow([self.source_note])
        return text.getvalue().encode("utf-8-sig")


def publish(
    warehouse: Warehouse,
    chart: Chart,
    period: Period,
    *,
    audience: Audience,
    thresholds: Thresholds,
) -> Published:
    """Everything of one chart that the audience may see.

    Raises ``NotAllowed`` for a chart that is not for this audience.
    """
    frame = _published(warehouse, chart.data, period, audience=audience, thresholds=thresholds)
    as_of, is_demo = warehouse.as_of(), warehouse.is_demo
    sentence = chart.empty if frame.empty else chart.describe(frame)
    n = "" if frame.empty else chart.base(frame)
    figure = None
    if chart.draw is not None:
        drawn = theme.empty_figure(chart.empty) if frame.empty else chart.draw(frame)
        figure = theme.framed(
            drawn,
            title=_title(chart, period),
            note=_source_note(chart, n, as_of, is_demo=is_demo),
            is_demo=is_demo,
        )
    table = _table(chart, frame)
    return Published(chart, period, frame, sentence, table, n, as_of, is_demo, figure)


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
) -> pd.DataFrame:
    if _CIRCLE[audience] < _CIRCLE[dataset.audience]:
        raise NotAllowed(
            "Diese Zahlen sind nicht öffentlich: Sie nennen einzelne Gemeinden mit wenigen "
            "Personen. Bitte anmelden oder die öffentlichen Diagramme verwenden."
        )
    protected = partial(protect, audience=audience, thresholds=thresholds)
    if not any(each.table for each in dataset.protections if each.binds(audience)):
        return protected(_frame(warehouse, dataset, period), dataset.protections)
    counts = audience is not Audience.STAFF
    while True:
        state = warehouse.state()
        decided = hidden_cells(warehouse, thresholds, counts=counts)
        frame = _frame(warehouse, dataset, period)
        # An import in between: the decision would be about other numbers than these.
        if warehouse.state() == state:
            break
    shown = protected(frame, dataset.protections, decided=decided, time=time_of(period))
    return without_rank(shown, dataset.by_size)


def _frame(warehouse: Warehouse, dataset: Dataset, period: Period) -> pd.DataFrame:
    return warehouse.frame(dataset.query, **period.parameters)


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


def _title(chart: Chart, period: Period) -> str:
    return f"{chart.title}, {period.label}"


def _source_note(chart: Chart, n: str, as_of: datetime | None, *, is_demo: bool) -> str:
    demo = "Beispieldaten (erfunden)" if is_demo else ""
    stand = f"Datenstand: {formatting.moment(as_of)}" if as_of else ""
    parts = [demo, f"Quelle: {chart.source}", n, stand, *chart.notes]
    return ". ".join(part for part in parts if part) + "."


def _harmless(cell: object) -> str:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers."""
    text = str(cell)
    is_number = text.lstrip("+-−").replace(".", "").replace(",", "").isdigit()
    return f"'{text}" if text.startswith(_FORMULA_MARKS) and not is_number else text
