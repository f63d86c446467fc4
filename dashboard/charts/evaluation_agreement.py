"""How sure the results are: agreement with its interval and with bounds for all who came."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import formatting
from dashboard.charts import evaluation_words as words
from dashboard.charts import theme
from dashboard.charts.chart import QUESTIONNAIRES, Chart, Column, Dataset
from dashboard.charts.rows import rows_of
from dashboard.disclosure import Protection, Time, Unit
from dashboard.intervals import bounds, wilson


def agreement(asked: pd.DataFrame) -> go.Figure:
    """Per question a mark for the share, a line for its interval, a band for the bounds.

    Takes the result of ``evaluation.agreement``. Without an attendance list there is no band.
    """
    every = rows_of(asked)
    names = [(words.question(row, asked), _told(row)) for row in every]
    height = words.row_height(names, bar=30)
    drawn = theme.figure(height=44 + height * max(len(names), 1), left=14, right=20)
    shown = [(place + words.BAR, row) for place, row in enumerate(every) if _has_share(row)]
    bounded = [(place, row, bounds_of(row)) for place, row in shown if has_bounds(row)]
    if bounded:
        drawn.add_bar(
            y=[place for place, _, _ in bounded],
            x=[high - low for _, _, (low, high) in bounded],
            base=[low for _, _, (low, _) in bounded],
            width=0.3,
            orientation="h",
            name="Grenzen für alle, die da waren",
            marker={"color": theme.NEUTRAL, "line": {"color": theme.SOFT_INK, "width": 1}},
            hovertext=[_hover(row) for _, row, _ in bounded],
            hoverinfo="text",
        )
    if shown:
        _add_intervals(drawn, shown)
    for place, row in enumerate(every):
        if words.is_hidden(row):
            words.say_hidden(drawn, place)
    drawn.update_layout(barmode="overlay", legend={"entrywidth": 190})
    drawn.update_xaxes(range=[-0.01, 1.01], zeroline=False, **words.SHARE_TICKS)
    return words.rows_with_names_above(drawn, names, height=height)


def _add_intervals(drawn: go.Figure, shown: list[tuple[float, Any]]) -> None:
    x: list[float | None] = []
    y: list[float | None] = []
    for place, row in shown:
        x += [*wilson(row.agreement, int(row.answered)), None]
        y += [place, place, None]
    drawn.add_scatter(
        x=x,
        y=y,
        mode="lines",
        name="95-%-Intervall",
        line={"color": theme.INK, "width": 3},
        hoverinfo="skip",
    )
    drawn.add_scatter(
        x=[row.agreement for _, row in shown],
        y=[place for place, _ in shown],
        mode="markers",
        name="Zustimmung",
        marker={
            "size": 13,
            "color": theme.ACCENT,
            "symbol": "diamond",
            "line": {"color": theme.PAPER, "width": 1},
        },
        hovertext=[_hover(row) for _, row in shown],
        hoverinfo="text",
    )


def _has_share(row: Any) -> bool:
    return not words.is_hidden(row) and bool(row.answered)


def has_bounds(row: Any) -> bool:
    """Whether it is known how many came to the events that asked the question."""
    return _has_share(row) and not formatting.is_missing(row.attended)


def bounds_of(row: Any) -> tuple[float, float]:
    """The bounds of a row that has them."""
    return bounds(int(row.agreeing), int(row.answered), int(row.attended))


def _told(row: Any) -> str:
    """„14 von 18 stimmen zu: 78 % (55–91 %); von allen 30: 47–87 %“."""
    if words.is_hidden(row):
        return f"n\xa0=\xa0{words.n(row)}"
    if not row.answered:
        return "von niemandem beantwortet, n\xa0=\xa00"
    told = (
        f"{formatting.whole(row.agreeing)} von {formatting.whole(row.answered)}: "
        f"{formatting.percent(row.agreement)} ({_interval(row)})"
    )
    if not has_bounds(row):
        return told
    return f"{told}; von allen {formatting.whole(row.attended)}: {_bounds(row)}"


def _interval(row: Any) -> str:
    if not _has_share(row):
        return formatting.MISSING
    return words.share_range(*wilson(row.agreement, int(row.answered)))


def _bounds(row: Any) -> str:
    return words.share_range(*bounds_of(row)) if has_bounds(row) else formatting.MISSING


def _median(row: Any) -> str:
    median = formatting.number(row.median)
    named = not formatting.is_missing(row.median) and not formatting.is_missing(row.median_label)
    return f"{median} ({row.median_label})" if named else median


def _hover(row: Any) -> str:
    lines = [
        f"<b>{theme.wrapped(row.short_label, 40)}</b>",
        f"Median: {theme.wrapped(_median(row), 40)}",
        f"Zustimmung: {formatting.percent(row.agreement)}",
        f"95-%-Intervall: {_interval(row)}",
    ]
    if has_bounds(row):
        lines.append(f"Von allen {formatting.whole(row.attended)} Teilnehmenden: {_bounds(row)}")
    return "<br>".join(lines)


def describe_agreement(asked: pd.DataFrame) -> str:
    """The first question in full: share, interval, bounds."""
    shown = [row for row in rows_of(asked) if _has_share(row)]
    if not shown:
        nobody = (asked["answered"] == 0).any()
        return (
            "Zu den Fragen auf einer Skala hat niemand etwas angekreuzt."
            if nobody
            else words.HIDDEN_SENTENCE
        )
    row = shown[0]
    sentence = (
        f"{words.question(row, asked)}: {formatting.whole(row.agreeing)} von "
        f"{words.answers(row.answered)} stimmen zu ({formatting.percent(row.agreement)}); das "
        f"95-%-Intervall reicht von {_spelled(wilson(row.agreement, int(row.answered)))}."
    )
    return f"{sentence} {_about_the_silent(row)}"


def _about_the_silent(row: Any) -> str:
    if not has_bounds(row):
        return (
            "Wie viele dazu schwiegen, ist nicht bekannt: Es fehlt eine Teilnahmeliste, oder es "
            "gibt mehr Antworten als Teilnahmen."
        )
    silent = int(row.attended) - int(row.answered)
    if silent == 0:
        return "Alle, die da waren, haben geantwortet."
    who = (
        "die eine Person, die nicht geantwortet hat, denkt"
        if silent == 1
        else f"die {formatting.whole(silent)} denken, die nicht geantwortet haben"
    )
    return (
        f"Was auch immer {who}: Von allen {formatting.whole(row.attended)} Teilnehmenden "
        f"stimmen {_spelled(bounds_of(row)).replace(' auf ', ' bis ')} zu."
    )


def _spelled(limits: tuple[float, float]) -> str:
    low, high = (formatting.decimal(round(share * 100, 12), 0) for share in limits)
    return f"{low} bis {high} %"


def agreement_base(asked: pd.DataFrame) -> str:
    """„n = 12 bis 18 Antworten je Frage“, and of how many people."""
    known = asked["answered"].dropna()
    if known.empty:
        return words.HIDDEN_BASE
    told = f"n = {words.from_to(int(known.min()), int(known.max()))} Antworten je Frage"
    attended = asked["attended"].dropna()
    if attended.empty:
        return told
    of_all = words.from_to(int(attended.min()), int(attended.max()))
    return f"{told} von {of_all} Teilnahmen"


_CELLS = ("median", "median_label", "agreement", "agreeing", "answered", "attended", "answer_rate")
_KEY = ("question_id", "version")

AGREEMENT = Chart(
    id="auswertung-zustimmung",
    title="Zustimmung und wie sicher sie ist",
    question="Wie sicher sind diese Ergebnisse?",
    data=Dataset(
        "evaluation.agreement",
        (
            Protection(Unit.ANSWERS, _CELLS, "answers", _KEY, Time.SCOPE),
            Protection(Unit.PEOPLE, ("attended", "answer_rate"), "asked", _KEY, Time.SCOPE),
        ),
        scoped=True,
    ),
    definition=f"{words.AGREEMENT} Das 95-%-Intervall (Wilson) gilt, wenn die Antworten eine "
    "zufällige Auswahl wären. Die Grenzen gelten immer: Sie nehmen an, dass von den Teilnehmenden "
    "ohne Antwort einmal niemand und einmal jeder zustimmt (Manski). Sie fehlen, wo eine "
    "Teilnahmeliste fehlt oder mehr Antworten als Teilnahmen vorliegen. Der Rücklauf je Frage "
    "sind die Antworten geteilt durch die Teilnahmen der Dialoge, die danach gefragt haben. Der "
    "Median ist die mittlere aller Antworten, bei gerader Zahl die schlechtere der beiden "
    "mittleren. Fragen mit weniger als fünf Antworten werden nicht gezeigt.",
    columns=(
        Column("short_label", "Frage", formatting.text),
        Column("low", "Skala", formatting.whole, text_of_row=words.scale),
        Column("median", "Median", formatting.number, text_of_row=_median),
        Column("agreement", "Zustimmung", formatting.percent),
        Column("agreeing", "stimmen zu", formatting.whole),
        Column("answered", "n", formatting.whole),
        Column("agreement", "95-%-Intervall", formatting.percent, text_of_row=_interval),
        Column("attended", "Teilnahmen", formatting.whole),
        Column("answer_rate", "Antwortquote", formatting.percent),
        Column("agreement", "Grenzen für alle", formatting.percent, text_of_row=_bounds),
    ),
    describe=describe_agreement,
    base=agreement_base,
    source=QUESTIONNAIRES,
    draw=agreement,
    empty=words.NONE,
)
