"""From a published chart to a typed table: the German text of each cell and the value behind it."""

import re
from collections.abc import Callable, Collection, Sequence
from decimal import Decimal
from numbers import Real

import pandas as pd

from dashboard import formatting
from dashboard.charts.publish import Published
from dashboard.charts.rows import rows_of
from dashboard.disclosure import SUPPRESSED
from dashboard.report.model import Cell, Kind, Table, TableColumn

# What no format can hold: control characters other than the end of a line.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_BEFORE_PERCENT = re.compile(r"(?<=\d) %")
# The screen speaks of the chosen period, a report of its year.
_OF_THE_YEAR = {
    "diesem Zeitraum": "diesem Jahr",
    "diesen Zeitraum": "dieses Jahr",
    "dieses Zeitraums": "dieses Jahres",
}
_MOST_DIGITS = 3


def clean(text: object) -> str:
    """A text that every file format can hold; a number stays with its percent sign."""
    return _BEFORE_PERCENT.sub("\u00a0%", _held(text))


def told(sentence: str) -> str:
    """A sentence of a chart as a report of one year says it."""
    for period, year in _OF_THE_YEAR.items():
        sentence = sentence.replace(period, year)
    return clean(sentence)


def _held(text: object) -> str:
    return _CONTROL.sub("", str(text))


def cell_of(text: object, value: object = None) -> Cell:
    """One cell: typed where the text is nothing but the value written in German, else text."""
    shown = _held(text)  # a spreadsheet reads a percentage with a plain blank only
    if formatting.is_missing(value) or isinstance(value, bool | str):
        return Cell(shown)
    if isinstance(value, Real):
        return _number_cell(shown, float(value))
    if isinstance(value, pd.Timestamp) and formatting.day(value) == shown:
        return Cell(shown, value.date().isoformat(), Kind.DATE)
    return Cell(shown)


def _number_cell(shown: str, value: float) -> Cell:
    for digits in range(_MOST_DIGITS):
        if shown == formatting.percent(value, digits):
            return Cell(shown, value, Kind.PERCENT, digits)
        if shown == formatting.decimal(value, digits):
            return Cell(shown, value, Kind.NUMBER, digits)
    if shown == formatting.points(value):
        return Cell(shown, float(Decimal(str(round(value * 100, 12)))), Kind.POINTS)
    return Cell(shown)


def table_of(
    shown: Published,
    *,
    key: str | None = None,
    title: str | None = None,
    leave_out: Collection[str] = (),
    only: Collection[str] = (),
) -> Table:
    """The table of a chart; ``leave_out`` and ``only`` name columns of the query's result."""
    chosen = [
        column
        for column in shown.chart.columns
        if column.name not in leave_out
        and (not only or column.name in only)
        and not is_hidden(shown, column.name)
    ]
    rows = rows_of(shown.frame)
    columns = [
        [
            cell_of(text, getattr(row, column.name))
            for text, row in zip(shown.table[column.heading], rows, strict=True)
        ]
        for column in chosen
    ]
    return typed_table(
        key or shown.chart.id,
        title or shown.title,
        [column.heading for column in chosen],
        list(zip(*columns, strict=True)) if rows else [],
        sentence=told(shown.sentence),
        source=shown.source_note,
        definition=shown.chart.definition,
    )


def is_hidden(shown: Published, column: str) -> bool:
    """Whether the audience sees no number of a column but perhaps zeros: it would be all dots."""
    if column not in shown.chart.data.cells or SUPPRESSED not in shown.frame:
        return False
    values = pd.to_numeric(shown.frame[column], errors="coerce")
    hides = bool((values.isna() & shown.frame[SUPPRESSED]).any())
    return hides and not bool((values.fillna(0) != 0).any())


def typed_table(
    key: str,
    title: str,
    headings: Sequence[str],
    rows: Sequence[tuple[Cell, ...]],
    *,
    sentence: str = "",
    source: str = "",
    definition: str = "",
) -> Table:
    """A table from its cells; a column is of the kind that all its known values share."""
    columns = tuple(
        TableColumn(heading, _kind([row[place] for row in rows]))
        for place, heading in enumerate(headings)
    )
    said: Callable[[str], str] = clean
    return Table(
        key, said(title), columns, tuple(rows), said(sentence), said(source), said(definition)
    )


def _kind(cells: Sequence[Cell]) -> Kind:
    known = {cell.kind for cell in cells if cell.text not in NO_VALUE}
    return known.pop() if len(known) == 1 else Kind.TEXT


NO_VALUE = (formatting.MISSING, formatting.SUPPRESSED, formatting.NOT_APPLICABLE, "")
