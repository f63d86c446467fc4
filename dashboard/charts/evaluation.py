"""What those who came thought: how many answered, what they answered, against the year before."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import formatting
from dashboard.charts import theme
from dashboard.charts.chart import QUESTIONNAIRES, Chart, Column, Dataset
from dashboard.charts.rows import largest, rows_of, smallest
from dashboard.disclosure import SUPPRESSED, Protection, Time, Unit
from dashboard.statistics import beyond_chance

_NONE = "Zu den Dialogen dieses Zeitraums liegen noch keine Rückmeldungen vor."
_TOO_FEW = "zu wenige Antworten"
_STEPS = (
    (1.0, "beste Stufe"),
    (0.75, "gute Stufe"),
    (0.5, "mittlere Stufe"),
    (0.25, "schwache Stufe"),
    (0.0, "schlechteste Stufe"),
)


def _event_name(row: Any) -> str:
    return f"{row.short_title}, {formatting.day(row.held_on)}"


def response_rate(events: pd.DataFrame) -> go.Figure:
    """A bar per event from 0 to 100 %. Takes the result of ``evaluation.response_rate``."""
    newest_first = events.iloc[::-1]
    drawn = theme.bars(
        [_event_name(row) for row in rows_of(newest_first)],
        newest_first["response_rate"],
        texts=[_rate_text(row) for row in rows_of(newest_first)],
    )
    drawn.update_xaxes(range=[0, 1])
    return drawn.update_layout(margin={"r": 108})


def _rate_text(row: Any) -> str:
    if formatting.is_missing(row.responses):
        return "keine"
    if formatting.is_missing(row.attendances):
        of = f"von {formatting.SUPPRESSED}" if getattr(row, SUPPRESSED) else "ohne Liste"
        return f"{formatting.whole(row.responses)} {of}"
    share = formatting.percent(row.response_rate)
    return f"{formatting.whole(row.responses)} von {formatting.whole(row.attendances)} ({share})"


def describe_response_rate(events: pd.DataFrame) -> str:
    """The rate over all events that tell it, and the lowest."""
    told = events.dropna(subset=["response_rate"])
    if told.empty and events[SUPPRESSED].any():
        return "Es kamen zu wenige, um einen Rücklauf zu zeigen."
    if told.empty and events["responses"].notna().any():
        return "Zu den Dialogen mit Fragebögen liegt noch keine Teilnahmeliste vor."
    if told.empty:
        return _NONE
    responses, attended = int(told["responses"].sum()), int(told["attendances"].sum())
    lowest = smallest(told, "response_rate")
    sentence = (
        f"{formatting.whole(responses)} von {formatting.whole(attended)} Teilnehmenden "
        f"({formatting.percent(responses / attended)}) gaben einen Fragebogen ab"
    )
    if len(told) == 1:
        return f"{sentence}."
    return (
        f"{sentence}; am wenigsten beim {lowest.short_title} "
        f"({formatting.percent(lowest.response_rate)})."
    )


def _response_base(events: pd.DataFrame) -> str:
    count = int(events["responses"].sum())
    return f"n = {formatting.count(count, 'Fragebogen', 'Fragebögen')}"


def questions(answers: pd.DataFrame) -> go.Figure:
    """Per question the answers from the best to the worst step, as shares of all answers.

    Takes the result of ``evaluation.questions``. A question with too few answers is named and
    stays empty.
    """
    asked = answers.drop_duplicates(["question_id", "version"])
    keys = list(zip(asked["question_id"], asked["version"], strict=True))
    names = [_question_name(row, answers) for row in rows_of(asked)]
    drawn = theme.figure(height=theme.rows_height(len(names), per_row=54), right=28)
    shown = answers[~answers[SUPPRESSED] & (answers["answered"] > 0)]
    for goodness, name in _STEPS:
        rows = shown[[_nearest(value) == goodness for value in shown["goodness"]]]
        if rows.empty:
            continue
        colour, pattern = theme.step_colour(goodness)
        drawn.add_bar(
            y=[keys.index(key) for key in zip(rows["question_id"], rows["version"], strict=True)],
            x=rows["share"].astype(float),
            orientation="h",
            name=name,
            marker={
                "color": colour,
                "pattern": theme.pattern(pattern, theme.SOFT_INK),
                "line": {"color": theme.SEPARATOR, "width": 1},
            },
            text=[formatting.percent(share) if share >= 0.07 else "" for share in rows["share"]],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont={"size": theme.SMALL_SIZE, "color": theme.ink_on(colour)},
            constraintext="none",
            hovertext=[_answer_hover(row) for row in rows_of(rows)],
            hoverinfo="text",
        )
    for place, row in enumerate(rows_of(asked)):
        if getattr(row, SUPPRESSED):
            theme.say_hidden(drawn, place, text=_TOO_FEW)
    drawn.update_layout(barmode="stack", uniformtext={"mode": "hide", "minsize": 10})
    drawn.update_xaxes(
        range=[0, 1],
        tickvals=[0, 0.25, 0.5, 0.75, 1],
        ticktext=["0 %", "25 %", "50 %", "75 %", "100 %"],
    )
    return theme.name_rows(drawn, names)


def _nearest(goodness: float) -> float:
    """The colour class of a step; scales of five and three steps hit the classes exactly."""
    if goodness >= 0.9:
        return 1.0
    if goodness >= 0.7:
        return 0.75
    if goodness > 0.35:
        return 0.5
    return 0.25 if goodness > 0.1 else 0.0


def _question_name(row: Any, answers: pd.DataFrame) -> str:
    """Two versions of one question are told apart by their scale."""
    versions = answers[answers["question_id"] == row.question_id]["version"].nunique()
    scale = " (Schulnote)" if versions > 1 and row.best == "low" else ""
    return f"{row.short_label}{scale}, n\xa0=\xa0{_n(row)}"


def _n(row: Any) -> str:
    return formatting.SUPPRESSED if getattr(row, SUPPRESSED) else formatting.whole(row.answered)


def _answer_hover(row: Any) -> str:
    step = row.step_label if isinstance(row.step_label, str) else str(row.step)
    return (
        f"{theme.wrapped(row.wording, 44)}<br><b>{theme.wrapped(step, 44)}</b>: "
        f"{formatting.percent(row.share)} ({formatting.whole(row.answers)} von "
        f"{formatting.whole(row.answered)})"
    )


def describe_questions(answers: pd.DataFrame) -> str:
    """The questions with most and least agreement, and how many were not answered."""
    asked = answers.drop_duplicates(["question_id", "version"])
    shown = asked[~asked[SUPPRESSED] & (asked["answered"] > 0)]
    if shown.empty:
        return "Es gibt zu wenige Antworten, um sie zu zeigen, ohne einzelne erkennbar zu machen."
    best = largest(shown, "agreement")
    worst = smallest(shown, "agreement")
    first = (
        f"Am besten bewertet: {best.short_label} ({formatting.percent(best.agreement)} "
        f"Zustimmung bei {formatting.count(int(best.answered), 'Antwort', 'Antworten')})"
    )
    if len(shown) == 1:
        return f"{first}."
    return (
        f"{first}; am schwächsten: {worst.short_label} "
        f"({formatting.percent(worst.agreement)} bei "
        f"{formatting.count(int(worst.answered), 'Antwort', 'Antworten')})."
    )


def _questions_base(answers: pd.DataFrame) -> str:
    asked = answers.drop_duplicates(["question_id", "version"])
    known = asked["answered"].dropna()
    if known.empty:
        return "n < 5 je Frage"
    low, high = int(known.min()), int(known.max())
    between = (
        formatting.whole(low)
        if low == high
        else f"{formatting.whole(low)} bis {formatting.whole(high)}"
    )
    return f"n = {between} Antworten je Frage"


def year_before(compared: pd.DataFrame) -> go.Figure:
    """Agreement now (full) and in the year before (ring), joined by a line.

    Takes the result of ``evaluation.year_before``; a question without a year before has no ring.
    """
    if not compared["agreement_before"].notna().any():
        return theme.empty_figure(_no_year_before(compared))
    drawn = theme.figure(height=theme.rows_height(len(compared), per_row=46), right=28)
    for place, row in enumerate(rows_of(compared)):
        if not formatting.is_missing(row.change):
            drawn.add_scatter(
                x=[row.agreement_before, row.agreement],
                y=[place, place],
                mode="lines",
                line={"color": theme.NEUTRAL, "width": 4},
                hoverinfo="skip",
                showlegend=False,
            )
    for name, column, answered, colour in (
        ("Jahr davor", "agreement_before", "answered_before", theme.PAPER),
        ("gewähltes Jahr", "agreement", "answered", theme.ACCENT),
    ):
        known = [
            (place, row)
            for place, row in enumerate(rows_of(compared))
            if not formatting.is_missing(getattr(row, column))
        ]
        drawn.add_scatter(
            x=[getattr(row, column) for _, row in known],
            y=[place for place, _ in known],
            name=name,
            mode="markers",
            marker={
                "size": 14,
                "color": colour,
                "line": {"color": theme.ACCENT, "width": 2},
            },
            hovertext=[
                f"{theme.wrapped(row.short_label, 40)}, {name}: "
                f"{formatting.percent(getattr(row, column))} "
                f"(n = {formatting.whole(getattr(row, answered))})"
                for _, row in known
            ],
            hoverinfo="text",
        )
    drawn.update_xaxes(
        range=[-0.03, 1.03],
        tickvals=[0, 0.25, 0.5, 0.75, 1],
        ticktext=["0 %", "25 %", "50 %", "75 %", "100 %"],
    )
    theme.name_rows(drawn, compared["short_label"].to_list())
    return drawn.update_yaxes(showgrid=True)


def _no_year_before(compared: pd.DataFrame) -> str:
    if compared[SUPPRESSED].all():
        return "Es gibt zu wenige Antworten für einen Vergleich."
    return (
        "Ein Vergleich braucht ein gewähltes Jahr und Antworten auf dieselben Fragen im Jahr davor."
    )


def describe_year_before(compared: pd.DataFrame) -> str:
    """The largest change, and whether it is more than chance explains."""
    told = compared.dropna(subset=["change"])
    if told.empty:
        return _no_year_before(compared)
    most = largest(told.assign(size=told["change"].abs()), "size")
    chance = (
        "Das ist mehr, als der Zufall erklärt."
        if beyond_chance(most.agreement, most.answered, most.agreement_before, most.answered_before)
        else "Bei so wenigen Antworten kann das Zufall sein."
    )
    return (
        f"Die größte Veränderung der Zustimmung: {most.short_label}, "
        f"{formatting.points(most.change)}, von {formatting.percent(most.agreement_before)} "
        f"(n = {formatting.whole(most.answered_before)}) auf {formatting.percent(most.agreement)} "
        f"(n = {formatting.whole(most.answered)}). {chance}"
    )


def _year_before_base(compared: pd.DataFrame) -> str:
    now, before = compared["answered"].dropna(), compared["answered_before"].dropna()
    return (
        f"n bis zu {formatting.whole(now.max() if len(now) else 0)} Antworten je Frage, im Jahr "
        f"davor bis zu {formatting.whole(before.max() if len(before) else 0)}"
    )


RESPONSE_RATE = Chart(
    id="auswertung-ruecklauf",
    title="Rücklauf der Fragebögen",
    question="Wie viele haben einen Fragebogen abgegeben?",
    data=Dataset(
        "evaluation.response_rate",
        (
            Protection(
                Unit.PEOPLE,
                "attendances",
                ("attendances", "response_rate"),
                table="event",
                key=("event_id",),
                time=Time.ALWAYS,
            ),
        ),
    ),
    definition="Abgegebene Fragebögen geteilt durch Teilnahmen. Der Rücklauf sagt, für wie viele "
    "die folgenden Ergebnisse sprechen.",
    columns=(
        Column("short_title", "Dialog", formatting.text),
        Column("held_on", "Datum", formatting.day),
        Column("attendances", "Teilnahmen", formatting.whole),
        Column("responses", "Fragebögen", formatting.whole),
        Column("response_rate", "Rücklauf", formatting.percent),
    ),
    describe=describe_response_rate,
    base=_response_base,
    source=QUESTIONNAIRES,
    draw=response_rate,
    empty="In diesem Zeitraum hat kein Dialog stattgefunden.",
)

_ANSWER_CELLS = ("answers", "share", "answered", "not_stated", "median", "agreement")

QUESTIONS = Chart(
    id="auswertung-fragen",
    title="Antworten auf die Fragen",
    question="Wie bewerten die Teilnehmenden die Dialoge?",
    data=Dataset(
        "evaluation.questions",
        (
            Protection(
                Unit.ANSWERS,
                "answered",
                _ANSWER_CELLS,
                table="answers",
                key=("question_id", "version"),
            ),
        ),
    ),
    definition="Anteile an allen gegebenen Antworten; „keine Angabe“ steht für sich und zählt "
    "nicht mit. Zustimmung sind die Stufen 4 und 5 von 5, die Noten 1 und 2 und „Ja“. Schulnoten "
    "(1 ist die beste) und Bewertungen von 1 bis 5 (5 ist die beste) werden nie vermischt. Eine "
    "Antwort zwischen zwei Stufen zählt zur näheren. Fragen mit weniger als fünf Antworten werden "
    "nicht gezeigt.",
    columns=(
        Column("short_label", "Frage", formatting.text),
        Column("step_label", "Antwort", formatting.text),
        Column("answers", "Anzahl", formatting.whole),
        Column("share", "Anteil", formatting.percent),
        Column("answered", "n", formatting.whole),
        Column("not_stated", "keine Angabe", formatting.whole),
        Column("median", "Median", formatting.number),
        Column("agreement", "Zustimmung", formatting.percent),
    ),
    describe=describe_questions,
    base=_questions_base,
    source=QUESTIONNAIRES,
    draw=questions,
    empty=_NONE,
)

YEAR_BEFORE = Chart(
    id="auswertung-vorjahr",
    title="Zustimmung im Vergleich zum Jahr davor",
    question="Hat sich die Bewertung gegenüber dem Vorjahr verändert?",
    data=Dataset(
        "evaluation.year_before",
        (
            Protection(
                Unit.ANSWERS,
                "answered",
                ("answered", "agreement", "change"),
                table="answers",
                key=("question_id", "version"),
            ),
            Protection(
                Unit.ANSWERS,
                "answered_before",
                ("answered_before", "agreement_before", "change"),
                table="answers",
                key=("question_id", "version"),
                time=Time.YEAR_BEFORE,
            ),
        ),
    ),
    definition="Zustimmung sind die Stufen 4 und 5 von 5, die Noten 1 und 2 und „Ja“, geteilt "
    "durch alle gegebenen Antworten. Verglichen werden nur Fragen mit gleichem Wortlaut und "
    "gleicher Skala. Mehr als Zufall ist eine Veränderung, deren 95-%-Intervall (Newcombe) die "
    "Null nicht enthält. Dialoge ohne bekanntes Datum gehören zu keinem Jahr und fehlen.",
    columns=(
        Column("short_label", "Frage", formatting.text),
        Column("agreement", "Zustimmung", formatting.percent),
        Column("answered", "n", formatting.whole),
        Column("agreement_before", "Jahr davor", formatting.percent),
        Column("answered_before", "n davor", formatting.whole),
        Column("change", "Veränderung", formatting.points),
    ),
    describe=describe_year_before,
    base=_year_before_base,
    source=QUESTIONNAIRES,
    draw=year_before,
    empty=_NONE,
)

CHARTS = (RESPONSE_RATE, QUESTIONS, YEAR_BEFORE)
