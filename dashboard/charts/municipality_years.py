"""The reach of each year as small maps beside each other, all in the same colours."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from dashboard import formatting
from dashboard.charts import theme
from dashboard.charts.areas import areas
from dashboard.charts.chart import MAP_NOTE, Chart, Column, Dataset
from dashboard.charts.municipality_absence import with_list
from dashboard.charts.rows import rows_of

_BESIDE = 3  # maps in a row: what a screen of 400 pixels can hold
_ROW_HEIGHT = 160  # pixels of a map with its year above it
# Metres between two maps: the district is 63 km wide and 43 km high.
_WIDTH, _HEIGHT, _TITLE = 68_000, 60_000, 9_000

# From no to all dialogues of a year: upper bound of the share; name, colour, pattern.
_CLASSES = (
    (0.0, ("bei keinem", theme.PAPER, "")),
    (0.4999, ("unter der Hälfte", theme.SEQUENCE[1], "")),
    (0.9999, ("Hälfte und mehr", theme.SEQUENCE[2], "")),
    (1.0, ("bei allen", theme.SEQUENCE[4], "")),
)
_NO_DATA = ("keine Daten", theme.PAPER, "x")
_FILLS = (*(fill for _, fill in _CLASSES), _NO_DATA)
_UNDATED = "ohne Datum"

Line = NDArray[np.float64]


def year_maps(by_year: pd.DataFrame) -> go.Figure:
    """A small map per year, oldest first; dialogues without a date have a map of their own.

    Takes the result of ``municipalities.by_year``. All maps lie in one plane, shifted, and all
    areas of one fill are one trace, so that 25 years stay quick.
    """
    rows = rows_of(by_year)
    lists = {_year_key(row.held_year): row.events_with_list for row in rows}
    corner = {
        year: (place % _BESIDE * _WIDTH, -(place // _BESIDE) * _HEIGHT)
        for place, year in enumerate(lists)
    }
    rows_down = -(-len(lists) // _BESIDE)
    drawn = theme.figure(height=_ROW_HEIGHT * rows_down + 8, left=8, right=8)
    placed = [(row, _outlines()[row.ags].moved(*corner[_year_key(row.held_year)])) for row in rows]
    for fill in _FILLS:
        members = [outline for row, outline in placed if _fill(row) == fill]
        if members:
            drawn.add_trace(_shapes(fill, members))
    drawn.add_scatter(
        x=[outline.label_x for _, outline in placed],
        y=[outline.label_y for _, outline in placed],
        mode="markers",
        marker={"size": 12, "opacity": 0},
        hoverinfo="text",
        hovertext=[_hover(row) for row, _ in placed],
        showlegend=False,
    )
    # All at once: Plotly looks at the earlier ones again with every single one.
    drawn.update_layout(
        margin={"b": 8},
        annotations=[
            {
                "x": x,
                "y": y,
                "text": f"<b>{year}</b> (n = {formatting.whole(lists[year])})",
                "showarrow": False,
                "xanchor": "left",
                "yanchor": "top",
                "font": {"size": theme.SMALL_SIZE, "color": theme.INK},
            }
            for year, (x, y) in corner.items()
        ],
    )
    # A single map may be larger, but not as large as the map of the whole period.
    across = _BESIDE if len(lists) > 1 else 2
    drawn.update_xaxes(
        visible=False, constrain="domain", constraintoward="center", range=[-1_000, across * _WIDTH]
    )
    return drawn.update_yaxes(
        visible=False,
        constrain="domain",
        constraintoward="top",
        scaleanchor="x",
        scaleratio=1,
        range=[-rows_down * _HEIGHT, 1_000],
    )


@dataclass(frozen=True)
class _Outline:
    """An area in metres from the upper left corner of its map; NaN between two rings."""

    x: Line
    y: Line
    label_x: float
    label_y: float

    def moved(self, right: float, up: float) -> "_Outline":
        """The same area in another map."""
        return _Outline(self.x + right, self.y + up, self.label_x + right, self.label_y + up)


@cache
def _outlines() -> dict[str, _Outline]:
    """AGS → area of a map whose corner is at zero, below the line with its year."""
    found = {
        area.area_id: _Outline(
            np.array(area.x, dtype="float64"),
            np.array(area.y, dtype="float64"),
            area.label_x,
            area.label_y,
        )
        for area in areas("municipality_small")
    }
    west = min(float(np.nanmin(outline.x)) for outline in found.values())
    north = max(float(np.nanmax(outline.y)) for outline in found.values())
    return {ags: outline.moved(-west, -north - _TITLE) for ags, outline in found.items()}


def _year_key(year: object) -> str:
    return _UNDATED if formatting.is_missing(year) else str(int(year))  # type: ignore[call-overload]


def _fill(row: Any) -> tuple[str, str, str]:
    if not row.events_with_list:
        return _NO_DATA
    return next(fill for bound, fill in _CLASSES if row.share <= bound)


def _shapes(fill: tuple[str, str, str], members: list[_Outline]) -> go.Scatter:
    name, colour, pattern = fill
    gap = np.array([np.nan])
    return go.Scatter(
        x=np.concatenate([part for outline in members for part in (outline.x, gap)]),
        y=np.concatenate([part for outline in members for part in (outline.y, gap)]),
        mode="lines",
        fill="toself",
        fillcolor=colour,
        fillpattern={
            "shape": pattern,
            "fgcolor": theme.SOFT_INK,
            "bgcolor": colour,
            "size": 5,
            "solidity": 0.2,
        }
        if pattern
        else None,
        line={"color": theme.SOFT_INK, "width": 0.6},
        name=name,
        hoverinfo="skip",
    )


def _hover(row: Any) -> str:
    year = _year_key(row.held_year)
    head = f"<b>{theme.wrapped(row.municipality_name, 40)}</b>, {year}<br>"
    if not row.events_with_list:
        return f"{head}keine Teilnahmeliste"
    of = formatting.count(row.events_with_list, "Dialog", "Dialogen")
    return f"{head}vertreten bei {formatting.whole(row.dialogues)} von {of}"


def describe_years(by_year: pd.DataFrame) -> str:
    """In which year most and in which fewest municipalities were represented."""
    told = by_year[by_year["events_with_list"] > 0]
    if told.empty:
        return "Zu den Dialogen dieses Zeitraums liegt noch keine Teilnahmeliste vor."
    total = formatting.whole(by_year["ags"].nunique())
    reached = (
        (told["dialogues"] > 0)
        .astype(int)
        .groupby(told["held_year"].map(_year_key), sort=False)
        .sum()
    )
    dated = reached.drop(_UNDATED, errors="ignore")
    sentences = []
    if len(dated) == 1:
        [(year, count)] = dated.items()
        sentences.append(f"{year} {_represented(count, total)}.")
    elif len(dated) and dated.nunique() == 1:
        years = formatting.whole(len(dated))
        sentences.append(f"In jedem von {years} Jahren {_represented(dated.iloc[0], total)}.")
    elif len(dated):
        sentences.append(
            f"Die meisten Gemeinden waren {_years(dated, dated.max())} vertreten "
            f"({formatting.whole(dated.max())} von {total}), die wenigsten "
            f"{_years(dated, dated.min())} ({formatting.whole(dated.min())})."
        )
    if _UNDATED in reached:
        sentences.append(
            f"Bei Dialogen ohne bekanntes Datum {_represented(int(reached[_UNDATED]), total)}."
        )
    return " ".join(sentences)


def _represented(count: int, total: str) -> str:
    verb = "war" if count == 1 else "waren"
    return f"{verb} {formatting.whole(count)} von {total} Gemeinden mindestens einmal vertreten"


def _years(reached: "pd.Series[int]", value: int) -> str:
    return formatting.listing([str(year) for year in reached[reached == value].index], limit=3)


def _base(by_year: pd.DataFrame) -> str:
    return with_list(int(by_year.drop_duplicates("held_year")["events_with_list"].sum()))


YEARS = Chart(
    id="gemeinden-jahre",
    title="Vertretene Gemeinden Jahr für Jahr",
    question="Wie weit reichen die Dialoge in jedem Jahr?",
    data=Dataset("municipalities.by_year"),
    definition="Die Farbe zeigt, bei wie vielen Dialogen eines Jahres jemand aus der Gemeinde war, "
    "geteilt durch die Dialoge dieses Jahres mit Teilnahmeliste (n). Der Anteil macht Jahre mit "
    "einem und mit mehreren Dialogen vergleichbar; bei n = 1 gibt es nur „bei keinem“ und „bei "
    "allen“. Dialoge ohne bekanntes Datum gehören zu keinem Jahr und stehen für sich.",
    columns=(
        Column("held_year", "Jahr", _year_key),
        Column("municipality_name", "Gemeinde", formatting.text),
        Column("dialogues", "Vertreten bei", formatting.whole),
        Column("events_with_list", "von Dialogen", formatting.whole),
        Column("share", "Anteil", formatting.percent),
    ),
    describe=describe_years,
    base=_base,
    draw=year_maps,
    empty="In diesem Zeitraum hat kein Dialog stattgefunden.",
    notes=(MAP_NOTE,),
)

CHARTS = (YEARS,)
