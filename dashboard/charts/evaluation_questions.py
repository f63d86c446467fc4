"""What was answered: per question the steps of its scale, agreement right, refusal left."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import formatting
from dashboard.charts import evaluation_words as words
from dashboard.charts import theme
from dashboard.charts.chart import QUESTIONNAIRES, Chart, Column, Dataset
from dashboard.charts.rows import largest, rows_of, smallest
from dashboard.disclosure import Protection, Time, Unit

STEPS = (
    (1.0, "beste Stufe"),
    (0.75, "gute Stufe"),
    (0.5, "mittlere Stufe"),
    (0.25, "schwache Stufe"),
    (0.0, "schlechteste Stufe"),
)
_GOOD, _BAD = 0.75, 0.25  # the best and the worst quarter of a scale, as in the query
_BAR_WIDTH = 0.34  # height, in rows
_LEAST_WITH_TEXT = 0.17


def questions(answers: pd.DataFrame) -> go.Figure:
    """Diverging bars: agreement right of the middle, refusal left of it, the rest across it.

    Takes the result of ``evaluation.questions``. „keine Angabe“ stands apart on the right. A
    question with too few answers is named and stays empty.
    """
    asked = rows_of(answers.drop_duplicates(words.VERSION))
    names = [(words.question(row, answers), _told(row)) for row in asked]
    height = words.row_height(names)
    drawn = theme.figure(height=44 + height * len(names), left=8, right=16)
    segments = [
        (place, each)
        for place, row in enumerate(asked)
        if not words.is_hidden(row)
        for each in _segments(rows_of(_version(answers, row)))
    ]
    for goodness, name in STEPS:
        _add_steps(
            drawn, goodness, name, [s for s in segments if nearest(s[1][0].goodness) == goodness]
        )
    _add_not_stated(drawn, asked)
    for place, row in enumerate(asked):
        if words.is_hidden(row):
            words.say_hidden(drawn, place)
    drawn.update_layout(barmode="overlay", legend={"entrywidth": 104})
    drawn.update_layout(
        xaxis={
            "domain": [0, 0.84],
            "range": [-1.02, 1.02],
            "tickvals": [-0.55, 0.55],
            "ticktext": ["← schlechter", "besser →"],
            "showgrid": False,
            "zeroline": True,
        },
        xaxis2={
            "domain": [0.87, 1],
            "range": [0, 1],
            "anchor": "y",
            "tickvals": [0.5],
            "ticktext": ["keine<br>Angabe"],
            "showgrid": False,
            "zeroline": False,
        },
    )
    return words.rows_with_names_above(drawn, names, height=height)


def _version(answers: pd.DataFrame, row: Any) -> pd.DataFrame:
    same = (answers["question_id"] == row.question_id) & (answers["version"] == row.version)
    steps: pd.DataFrame = answers[same]
    return steps


def _told(row: Any) -> str:
    """„Median 4 · 78 % Zustimmung · n = 18“."""
    if words.is_hidden(row):
        return f"n\xa0=\xa0{words.n(row)}"
    if not row.answered:
        return "von niemandem beantwortet, n\xa0=\xa00"
    return (
        f"Median {formatting.number(row.median)} · {formatting.percent(row.agreement)} "
        f"Zustimmung · n\xa0=\xa0{words.n(row)}"
    )


def _segments(steps: list[Any]) -> list[tuple[Any, float]]:
    """The steps that somebody chose, each with the place where its bar begins."""
    bad = sum(step.share for step in steps if step.goodness <= _BAD and step.answers)
    good = sum(step.share for step in steps if step.goodness >= _GOOD and step.answers)
    middle = 1 - bad - good
    begin, found = -bad - middle / 2, []
    for step in sorted(steps, key=lambda each: each.goodness):
        if step.answers:
            found.append((step, begin))
            begin += step.share
    return found


def _add_steps(
    drawn: go.Figure, goodness: float, name: str, segments: list[tuple[int, tuple[Any, float]]]
) -> None:
    if not segments:
        return
    colour, pattern = theme.step_colour(goodness)
    steps = [step for _, (step, _) in segments]
    drawn.add_bar(
        y=[place + words.BAR for place, _ in segments],
        x=[float(step.share) for step in steps],
        base=[begin for _, (_, begin) in segments],
        width=_BAR_WIDTH,
        orientation="h",
        name=name,
        marker={
            "color": colour,
            "pattern": theme.pattern(pattern, theme.INK),
            "line": {"color": theme.PAPER, "width": 1},
        },
        text=[
            formatting.percent(step.share) if step.share >= _LEAST_WITH_TEXT else ""
            for step in steps
        ],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        textfont={
            "size": theme.SMALL_SIZE,
            "color": theme.INK if pattern else theme.ink_on(colour),
        },
        constraintext="none",
        hovertext=[_answer_hover(step) for step in steps],
        hoverinfo="text",
    )


def _add_not_stated(drawn: go.Figure, asked: list[Any]) -> None:
    """Questionnaires without an answer: their number, and a bar of their share."""
    told = [
        (place, row, row.not_stated / (row.answered + row.not_stated))
        for place, row in enumerate(asked)
        if not words.is_hidden(row)
    ]
    if not told:
        return
    left_out = [each for each in told if each[1].not_stated]
    if left_out:
        drawn.add_bar(
            y=[place + words.BAR for place, _, _ in left_out],
            x=[share for _, _, share in left_out],
            width=_BAR_WIDTH,
            orientation="h",
            xaxis="x2",
            marker={"color": theme.PAPER, "line": {"color": theme.SOFT_INK, "width": 1}},
            hovertext=[
                f"{theme.wrapped(row.short_label, 40)}: "
                f"{formatting.whole(row.not_stated)} ohne Angabe"
                for _, row, _ in left_out
            ],
            hoverinfo="text",
            showlegend=False,
        )
    drawn.add_scatter(
        y=[place + words.BAR for place, _, _ in told],
        x=[min(share, 0.55) for _, _, share in told],
        mode="text",
        text=[f"\xa0{formatting.whole(row.not_stated)}" for _, row, _ in told],
        textposition="middle right",
        textfont={"size": theme.SMALL_SIZE},
        xaxis="x2",
        cliponaxis=False,
        hoverinfo="skip",
        showlegend=False,
    )


def nearest(goodness: float) -> float:
    """The colour class of a step; scales of five and three steps hit the classes exactly."""
    if goodness >= 0.9:
        return 1.0
    if goodness >= 0.7:
        return 0.75
    if goodness > 0.3:
        return 0.5
    return 0.25 if goodness > 0.1 else 0.0


def _answer_hover(row: Any) -> str:
    return (
        f"{theme.wrapped(row.wording, 44)}<br><b>{theme.wrapped(_step(row), 44)}</b>: "
        f"{formatting.percent(row.share)} ({formatting.whole(row.answers)} von "
        f"{formatting.whole(row.answered)})"
    )


def _step(row: Any) -> str:
    """„4 (eher zufrieden)“; a step without a name is its number."""
    number = formatting.whole(row.step)
    return number if formatting.is_missing(row.step_label) else f"{number} ({row.step_label})"


def describe_questions(answers: pd.DataFrame) -> str:
    """The questions with most and least agreement."""
    asked = answers.drop_duplicates(words.VERSION)
    shown = asked[asked["agreement"].notna()]
    if shown.empty and (asked["answered"] == 0).any():
        return "Zu den Fragen auf einer Skala hat niemand etwas angekreuzt."
    if shown.empty:
        return words.HIDDEN_SENTENCE
    best, worst = largest(shown, "agreement"), smallest(shown, "agreement")
    first = (
        f"Am besten bewertet: {words.question(best, answers)} "
        f"({formatting.percent(best.agreement)} Zustimmung bei {words.answers(best.answered)})"
    )
    if len(shown) == 1:
        return f"{first}."
    if best.agreement == worst.agreement:
        return (
            f"Alle {formatting.whole(len(shown))} gezeigten Fragen sind gleich bewertet: "
            f"{formatting.percent(best.agreement)} Zustimmung."
        )
    return (
        f"{first}; am schwächsten: {words.question(worst, answers)} "
        f"({formatting.percent(worst.agreement)} bei {words.answers(worst.answered)})."
    )


def questions_base(answers: pd.DataFrame) -> str:
    """„n = 12 bis 18 Antworten je Frage“."""
    known = answers.drop_duplicates(words.VERSION)["answered"].dropna()
    if known.empty:
        return words.HIDDEN_BASE
    return f"n = {words.from_to(int(known.min()), int(known.max()))} Antworten je Frage"


_CELLS = ("answers", "share", "answered", "not_stated", "median", "mean", "agreement")

QUESTIONS = Chart(
    id="auswertung-fragen",
    title="Antworten auf die Fragen",
    question="Wie bewerten die Teilnehmenden die Dialoge?",
    data=Dataset(
        "evaluation.questions",
        (Protection(Unit.ANSWERS, _CELLS, "answers", ("question_id", "version"), Time.SCOPE),),
        scoped=True,
    ),
    definition="Anteile an allen gegebenen Antworten, das beste Viertel der Skala rechts der "
    "Mitte, das schlechteste links, der Rest um die Mitte; „keine Angabe“ steht für sich und "
    f"zählt nicht mit. {words.AGREEMENT} Der Median ist die mittlere aller Antworten, bei gerader "
    "Zahl die schlechtere der beiden mittleren. Andere Skalen und andere Wortlaute sind eigene "
    "Fassungen und werden nie vermischt. Eine Antwort zwischen zwei Stufen zählt zur näheren. "
    "Fragen mit weniger als fünf Antworten werden nicht gezeigt, und auch nicht, was sie verraten "
    "würde: ein weiterer Dialog desselben Jahres oder die Summe aller Jahre.",
    columns=(
        Column("short_label", "Frage", formatting.text),
        Column("low", "Skala", formatting.whole, text_of_row=words.scale),
        Column("step", "Antwort", formatting.whole, text_of_row=_step),
        Column("answers", "Anzahl", formatting.whole),
        Column("share", "Anteil", formatting.percent),
        Column("answered", "n", formatting.whole),
        Column("not_stated", "keine Angabe", formatting.whole),
        Column("median", "Median", formatting.number),
        Column("agreement", "Zustimmung", formatting.percent),
        Column("mean", "Mittelwert", formatting.decimal),
    ),
    describe=describe_questions,
    base=questions_base,
    source=QUESTIONNAIRES,
    draw=questions,
    empty=words.NONE,
)
