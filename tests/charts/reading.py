"""What a published chart shows, read back from figure, sentence, table and file."""

import html
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd

from dashboard.charts.catalogue import find_chart
from dashboard.charts.publish import Published, publish
from dashboard.disclosure import Audience, Thresholds
from dashboard.period import Period
from dashboard.warehouse.audit import log
from dashboard.warehouse.connection import Warehouse
from dashboard.warehouse.reference import load_reference

YEAR = Period.of_year(2025)
THRESHOLDS = Thresholds(min_people=5, min_organisations=3)
# Drawn by the same function as „gemeinden-karte-teilnahmen“ and „verwaltungen-karte-teilnahmen“.
MAPS_ALIKE = [
    f"{level}-karte-{measure}"
    for level in ("gemeinden", "verwaltungen")
    for measure in ("dialoge", "personen", "je-1000")
]


@contextmanager
def opened() -> Iterator[Warehouse]:
    """A warehouse with the public record; changed last at noon of a fixed day."""
    warehouse = Warehouse()
    with warehouse.writing() as cursor:
        cursor.execute("set threads = 1")  # faster for a handful of rows
        load_reference(cursor)
        log(cursor, "probe", "probe", "probe", at=datetime.fromisoformat("2099-01-01T11:00:00"))
    yield warehouse
    warehouse.close()


class Remembering:
    """A warehouse that nobody writes to any more: each query runs once per period."""

    def __init__(self, warehouse: Warehouse) -> None:
        self.real = warehouse
        self._frames: dict[tuple[str, object], pd.DataFrame] = {}

    def frame(self, name: str, **parameters: object) -> pd.DataFrame:
        key = name, tuple(sorted(parameters.items()))
        if key not in self._frames:
            self._frames[key] = self.real.frame(name, **parameters)
        return self._frames[key].copy()

    def state(self) -> tuple[int, int]:
        return self.real.state()

    def once_per_state(self, key: object, compute: Callable[[], Any]) -> Any:
        return self.real.once_per_state(key, compute)

    def as_of(self) -> datetime | None:
        return self.real.as_of()

    @property
    def is_demo(self) -> bool:
        return self.real.is_demo


def all_published(
    warehouse: Warehouse | Remembering, ids: Sequence[str], **same: Any
) -> dict[str, Published]:
    """Chart id → the chart; of the maps, whose drawing takes longest, one picture per level."""
    remembering = Remembering(warehouse) if isinstance(warehouse, Warehouse) else warehouse
    return {
        chart_id: published(remembering, chart_id, is_drawn=chart_id not in MAPS_ALIKE, **same)
        for chart_id in ids
    }


def published(
    warehouse: Warehouse | Remembering,
    chart_id: str,
    *,
    period: Period = YEAR,
    audience: Audience = Audience.STAFF,
    thresholds: Thresholds = THRESHOLDS,
    is_drawn: bool = True,
) -> Published:
    chart = find_chart(chart_id) if is_drawn else replace(find_chart(chart_id), draw=None)
    return publish(warehouse, chart, period, audience=audience, thresholds=thresholds)


def plain(value: object) -> Any:
    """Null as None, numpy's numbers as Python's, a timestamp as its date."""
    if isinstance(value, str | bool | int):
        return value
    if value is None or pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date()
    if isinstance(value, np.generic):
        return value.item()
    return value


def rows(frame: pd.DataFrame, *columns: str) -> list[Any]:
    """The rows as tuples of these columns, or as values where it is a single one."""
    found = [tuple(plain(row[name]) for name in columns) for _, row in frame.iterrows()]
    return [row[0] for row in found] if len(columns) == 1 else found


def row_of(frame: pd.DataFrame, column: str, value: object) -> dict[str, Any]:
    """The one row in which the column has the value."""
    [found] = frame[frame[column] == value].to_dict("records")
    return {name: plain(each) for name, each in found.items()}


def text(markup: str) -> str:
    """Words of a figure without line breaks and escapes."""
    return html.unescape(markup.replace("<br>", " "))


def names(shown: Published) -> list[str]:
    """The names beside the rows, from top to bottom."""
    return [text(name) for name in shown.figure.layout.yaxis.ticktext]


def traces(shown: Published) -> dict[str, Any]:
    """The named traces of a figure."""
    return {trace.name: trace for trace in shown.figure.data if trace.name}


def bars(shown: Published, name: str | None = None) -> dict[str, Any]:
    """Row → drawn length of the bars of one trace; null where no bar is drawn."""
    trace = shown.figure.data[0] if name is None else traces(shown)[name]
    labels = names(shown)
    return {labels[place]: plain(x) for place, x in zip(trace.y, trace.x, strict=True)}


def bar_texts(shown: Published) -> dict[str, str]:
    """Row → what is written at the end of its bar."""
    trace = shown.figure.data[0]
    return dict(zip(names(shown), trace.text, strict=True))


def annotations(shown: Published) -> list[str]:
    """Words in the plot itself, without the note below it."""
    return [text(each.text) for each in shown.figure.layout.annotations if each.name != "note"]


def note(shown: Published) -> str:
    [found] = [each for each in shown.figure.layout.annotations if each.name == "note"]
    return text(found.text)


def is_outline(part: dict[str, object], key: str) -> bool:
    """Whether this is the long list of corners of an area."""
    return key in {"x", "y"} and part.get("fill") == "toself"


def leaves(part: object) -> list[object]:
    """Every number and text inside a figure, arrays opened; without the shapes of areas."""
    if isinstance(part, dict):
        inside = {key: each for key, each in part.items() if not is_outline(part, key)}
        return [leaf for each in inside.values() for leaf in leaves(each)]
    if isinstance(part, list | tuple | np.ndarray | pd.Series):
        return [leaf for each in part for leaf in leaves(each)]
    return [plain(part)]


def drawn_leaves(shown: Published) -> list[object]:
    """Every number and text of a figure, the look that all figures share left out."""
    layout = shown.figure.layout.to_plotly_json()
    layout.pop("template")
    return leaves([*(trace.to_plotly_json() for trace in shown.figure.data), layout])


def drawn_texts(shown: Published) -> list[str]:
    """Every text inside a figure."""
    return [leaf for leaf in drawn_leaves(shown) if isinstance(leaf, str)]


def everything(shown: Published) -> tuple[object, ...]:
    """All that leaves the house with one chart, in a form that can be compared."""
    figure = None if shown.figure is None else shown.figure.to_json()
    return (
        figure,
        shown.sentence,
        shown.n,
        shown.title,
        shown.source_note,
        shown.table.to_csv(),
        shown.csv(),
        shown.frame.to_csv(),
    )
