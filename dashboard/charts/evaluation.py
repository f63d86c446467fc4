"""What those who came thought: how many answered, what they answered, against the year before."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import formatting
from dashboard.charts import evaluation_words as words
from dashboard.charts import theme
from dashboard.charts.chart import QUESTIONNAIRES, Chart, Column, Dataset
from dashboard.charts.evaluation_agreement import AGREEMENT
from dashboard.charts.evaluation_groups import GROUPS
from dashboard.charts.evaluation_questions import QUESTIONS
from dashboard.charts.evaluation_talks import TALK_CODES, TALK_RECORD, TALKS
from dashboard.charts.evaluation_texts import CODES, QUOTES
from dashboard.charts.evaluation_trend import TREND
from dashboard.charts.rows import largest, rows_of, smallest
from dashboard.disclosure import SUPPRESSED, Protection, Time, Unit
from dashboard.intervals import beyond_chance


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
        return words.NONE
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
                line={"color": theme.SEPARATOR, "width": 2},
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
    theme.name_rows(drawn, [_compared_name(row, compared) for row in rows_of(compared)])
    return drawn.update_yaxes(showgrid=True)


def _compared_name(row: Any, compared: pd.DataFrame) -> str:
    if formatting.is_missing(row.change):
        return words.question(row, compared)
    change = formatting.points(row.change).replace(" ", "\xa0")
    return f"{words.question(row, compared)}: {change}"


def _by_chance(row: Any) -> str:
    """What the interval of the change says in words."""
    if formatting.is_missing(row.change):
        return "nicht vergleichbar"
    if beyond_chance(row.agreement, row.answered, row.agreement_before, row.answered_before):
        return "mehr als Zufall"
    return "kann Zufall sein"


def _no_year_before(compared: pd.DataFrame) -> str:
    if compared[SUPPRESSED].all() and compared[SUPPRESSED].any():
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
        f"{_points(most)}, von {formatting.percent(most.agreement_before)} "
        f"(n = {formatting.whole(most.answered_before)}) auf {formatting.percent(most.agreement)} "
        f"(n = {formatting.whole(most.answered)}). {chance}"
    )


def _points(row: Any) -> str:
    """The difference; says so where that of the rounded shares would be another."""
    told = formatting.points(row.change)
    now, before = map(formatting.whole_percent, (row.agreement, row.agreement_before))
    is_other = now - before != formatting.whole_percent(row.change)
    return f"{told} (ungerundet gerechnet)" if is_other else told


def _year_before_base(compared: pd.DataFrame) -> str:
    now, before = compared["answered"].dropna(), compared["answered_before"].dropna()
    if compared["change"].isna().all():
        return "n zu klein für einen Vergleich"
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
                ("attendances", "response_rate"),
                table="event",
                time=Time.COLUMN,
                column="event_id",
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

YEAR_BEFORE = Chart(
    id="auswertung-vorjahr",
    title="Zustimmung im Vergleich zum Jahr davor",
    question="Hat sich die Bewertung gegenüber dem Vorjahr verändert?",
    data=Dataset(
        "evaluation.year_before",
        (
            Protection(
                Unit.ANSWERS,
                ("answered", "agreement", "change"),
                table="answers",
                key=("question_id", "version"),
            ),
            Protection(
                Unit.ANSWERS,
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
        Column("change", "Zufall?", formatting.points, text_of_row=_by_chance),
    ),
    describe=describe_year_before,
    base=_year_before_base,
    source=QUESTIONNAIRES,
    draw=year_before,
    empty=words.NONE,
)

CHARTS = (
    RESPONSE_RATE,
    QUESTIONS,
    AGREEMENT,
    YEAR_BEFORE,
    TREND,
    GROUPS,
    CODES,
    QUOTES,
    TALK_RECORD,
    TALKS,
    TALK_CODES,
)
