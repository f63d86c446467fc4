"""Agreement over the years, one panel per question; a new version begins a new line."""

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import formatting
from dashboard.charts import evaluation_words as words
from dashboard.charts import theme
from dashboard.charts.chart import QUESTIONNAIRES, Chart, Column, Dataset
from dashboard.charts.rows import rows_of
from dashboard.disclosure import Protection, Time, Unit
from dashboard.intervals import beyond_chance

_PANEL, _GAP = 96, 40  # pixels
_MOST_LABELS = 8
# Each version of a question: colour, mark, stroke.
_LOOKS = (
    (theme.ACCENT, "circle", "solid"),
    (theme.CONTRAST, "square", "dash"),
    (theme.INK, "triangle-up", "dot"),
    (theme.SOFT_INK, "x", "dashdot"),
)
_NO_YEAR = "Ohne bekanntes Datum gehören Rückmeldungen zu keinem Jahr."


@dataclass
class _Look:
    """What all panels share: the years below them, the scales and which the legend names."""

    years: range
    scales: list[str]
    named: set[str] = field(default_factory=set)


def trend(yearly: pd.DataFrame) -> go.Figure:
    """A panel per question with the share of agreement per year and a line per version.

    Takes the result of ``evaluation.trend``. A year that did not ask or is hidden is a gap.
    """
    if not yearly["agreement"].notna().any():
        return theme.empty_figure(words.HIDDEN_SENTENCE)
    questions = list(dict.fromkeys(yearly["question_id"]))
    total = (_PANEL + _GAP) * len(questions)
    drawn = theme.figure(height=total + 30, left=48, right=22)
    first, last = int(yearly["asked_year"].min()), int(yearly["asked_year"].max())
    look = _Look(
        range(first, last + 1), list(dict.fromkeys(words.scale(row) for row in rows_of(yearly)))
    )
    for place, question_id in enumerate(questions):
        top = 1 - (place * (_PANEL + _GAP) + _GAP) / total
        axis = "" if place == 0 else str(place + 1)
        drawn.update_layout(
            {
                f"yaxis{axis}": {
                    "domain": [max(0.0, top - _PANEL / total), top],
                    "range": [-0.04, 1.2],
                    "tickvals": [0, 0.5, 1],
                    "ticktext": ["0 %", "50 %", "100 %"],
                    "zeroline": False,
                }
            }
        )
        rows = yearly[yearly["question_id"] == question_id]
        _draw_panel(drawn, rows, axis, look)
    drawn.update_xaxes(
        anchor=f"y{'' if len(questions) == 1 else len(questions)}",
        range=[first - 0.6, last + 0.6],
        tickformat="d",
        dtick=max(1, -(-(last - first + 1) // 9)),
        tick0=first,
        zeroline=False,
    )
    return drawn


def _draw_panel(drawn: go.Figure, rows: pd.DataFrame, axis: str, look: _Look) -> None:
    title = rows_of(rows)[0].short_label
    drawn.add_annotation(
        text=f"<b>{theme.wrapped(title, 44)}</b>",
        x=0,
        xref="paper",
        xanchor="left",
        y=1.2,
        yref=f"y{axis}",
        yanchor="bottom",
        showarrow=False,
    )
    versions = [rows[rows["version"] == version] for version in dict.fromkeys(rows["version"])]
    for frame in versions:
        _add_version(drawn, frame, axis, look)
    for row in rows_of(rows):
        if words.is_hidden(row):
            drawn.add_annotation(
                x=row.asked_year,
                y=0.08,
                yref=f"y{axis}",
                text=f"<b>{formatting.SUPPRESSED}</b>",
                showarrow=False,
                font={"color": theme.SOFT_INK},
            )
    for older, newer in pairwise(versions):
        _mark_break(drawn, older, newer, axis)


def _add_version(drawn: go.Figure, frame: pd.DataFrame, axis: str, look: _Look) -> None:
    known = {int(row.asked_year): row for row in rows_of(frame) if _is_known(row)}
    if not known:
        return
    name = words.scale(rows_of(frame)[0])
    colour, symbol, dash = _LOOKS[look.scales.index(name) % len(_LOOKS)]
    labelled = _labelled(known)
    drawn.add_scatter(
        x=list(look.years),
        y=[known[year].agreement if year in known else None for year in look.years],
        yaxis=f"y{axis}",
        mode="lines+markers+text",
        name=name,
        legendgroup=name,
        showlegend=name not in look.named,
        line={"color": colour, "width": 2, "dash": dash},
        marker={"size": 9, "color": colour, "symbol": symbol},
        text=[
            formatting.percent(known[year].agreement) if year in labelled else ""
            for year in look.years
        ],
        textposition="top center",
        textfont={"size": theme.SMALL_SIZE},
        cliponaxis=False,
        connectgaps=False,
        hovertext=[_hover(known[year], name) if year in known else "" for year in look.years],
        hoverinfo="text",
    )
    look.named.add(name)


def _is_known(row: Any) -> bool:
    return not formatting.is_missing(row.agreement)


def _labelled(known: dict[int, Any]) -> set[int]:
    """The years whose share is written: all of a few, of many the ends and the extremes."""
    if len(known) <= _MOST_LABELS:
        return set(known)
    by_share = sorted(known, key=lambda year: known[year].agreement)
    return {min(known), max(known), by_share[0], by_share[-1]}


def _hover(row: Any, name: str) -> str:
    return (
        f"<b>{theme.wrapped(row.short_label, 40)}</b> ({name})<br>"
        f"{row.asked_year}: {formatting.percent(row.agreement)} (n = {words.n(row)})"
    )


def _mark_break(drawn: go.Figure, older: pd.DataFrame, newer: pd.DataFrame, axis: str) -> None:
    """A dotted line before the first year of a new version, where the older one has ended."""
    begins = int(newer["asked_year"].min())
    if int(older["asked_year"].max()) >= begins:
        return
    drawn.add_shape(
        type="line",
        x0=begins - 0.5,
        x1=begins - 0.5,
        y0=0,
        y1=1.1,
        yref=f"y{axis}",
        line={"color": theme.SOFT_INK, "width": 1, "dash": "dot"},
    )
    drawn.add_annotation(
        x=begins - 0.5,
        y=0.02,
        yref=f"y{axis}",
        yanchor="bottom",
        xanchor="right",
        text="neue Fassung",
        showarrow=False,
        font={"size": theme.SMALL_SIZE, "color": theme.SOFT_INK},
    )


def describe_trend(yearly: pd.DataFrame) -> str:
    """From the first to the last year of the first question that has two of the same version."""
    known = yearly[yearly["agreement"].notna()]
    if known.empty:
        return words.HIDDEN_SENTENCE
    years = sorted({int(year) for year in known["asked_year"]})
    for _, frame in known.groupby(words.VERSION, sort=False):
        rows = rows_of(frame.sort_values("asked_year"))
        if len(rows) > 1:
            return _change(rows[0], rows[-1], words.question(rows[0], yearly))
    if len(years) == 1:
        return f"Antworten aus einem Jahr ({years[0]}) ergeben noch keinen Verlauf."
    return (
        "Keine Frage wurde in zwei Jahren mit gleichem Wortlaut und gleicher Skala gestellt; "
        "ein Verlauf lässt sich nicht zeigen."
    )


def _change(first: Any, last: Any, name: str) -> str:
    chance = (
        "Das ist mehr, als der Zufall erklärt."
        if beyond_chance(last.agreement, last.answered, first.agreement, first.answered)
        else "Das kann Zufall sein."
    )
    return (
        f"{name}: {formatting.percent(first.agreement)} Zustimmung {first.asked_year} (n = "
        f"{formatting.whole(first.answered)}), {formatting.percent(last.agreement)} "
        f"{last.asked_year} (n = {formatting.whole(last.answered)}). {chance}"
    )


def trend_base(yearly: pd.DataFrame) -> str:
    """„n = 5 bis 55 Antworten je Frage und Jahr“."""
    known = yearly["answered"].dropna()
    if known.empty:
        return words.HIDDEN_BASE
    return f"n = {words.from_to(int(known.min()), int(known.max()))} Antworten je Frage und Jahr"


TREND = Chart(
    id="auswertung-verlauf",
    title="Zustimmung im Verlauf der Jahre",
    question="Wie hat sich die Bewertung über die Jahre entwickelt?",
    data=Dataset(
        "evaluation.trend",
        (
            Protection(
                Unit.ANSWERS,
                ("answered", "agreement"),
                "answers",
                ("question_id", "version"),
                Time.COLUMN,
                "asked_year",
            ),
        ),
    ),
    definition=f"{words.AGREEMENT} Ein anderer Wortlaut oder eine andere Skala ist eine neue "
    "Fassung der Frage: Sie beginnt eine neue Linie und wird mit der alten nicht verglichen. Ein "
    "Jahr ohne Antworten ist eine Lücke, ein Jahr mit weniger als fünf ein Punkt am unteren Rand. "
    f"{_NO_YEAR}",
    columns=(
        Column("short_label", "Frage", formatting.text),
        Column("low", "Skala", formatting.whole, text_of_row=words.scale),
        Column("asked_year", "Jahr", formatting.text),
        Column("agreement", "Zustimmung", formatting.percent),
        Column("answered", "n", formatting.whole),
    ),
    describe=describe_trend,
    base=trend_base,
    source=QUESTIONNAIRES,
    draw=trend,
    empty=f"Es gibt noch keine Rückmeldungen, die zu einem Jahr gehören. {_NO_YEAR}",
)
