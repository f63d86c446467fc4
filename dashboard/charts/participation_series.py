"""Over the whole series: who stays, who stays away, and how few make most of the attendances."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import formatting
from dashboard.charts import theme
from dashboard.charts.chart import Chart, Column, Dataset
from dashboard.charts.participation_events import NO_LIST
from dashboard.charts.rows import rows_of
from dashboard.disclosure import Audience

VISITORS = {"person": "Personen", "organisation": "Organisationen"}
STANDINGS = {
    "first_time": "zum ersten Mal",
    "returning": "wiederkehrend",
    "lapsed": "länger nicht da",
}
_SHAPES = {"first_time": "", "returning": ".", "lapsed": "/"}
_NOT_RECOGNISED = {
    "person": "Personen: Die Listen nennen keine Namen.",
    "organisation": "Organisationen: Die Listen nennen keine.",
}

# --- who stays ---------------------------------------------------------------------------------


def loyalty(rows: pd.DataFrame) -> go.Figure:
    """Three bars each for people and organisations: new, returning, not seen for long.

    Takes the result of ``participation.loyalty``; lengths are shares, so that both compare.
    """
    known = rows[rows["recognised"] > 0]
    if known.empty:
        return theme.empty_figure(
            "Die Listen nennen weder Namen noch Organisationen; wer wiederkommt, ist nicht bekannt."
        )
    shown = rows_of(known)
    drawn = theme.bars(
        [f"{VISITORS[row.visitor]} {STANDINGS[row.standing]}" for row in shown],
        known["share"],
        texts=[_visitors_text(row) for row in shown],
    )
    drawn.update_traces(
        marker={
            "color": [
                theme.ACCENT if row.visitor == "person" else theme.ACCENT_LIGHT for row in shown
            ],
            "pattern": theme.pattern(
                [_SHAPES[row.standing] for row in shown],
                theme.SOFT_INK,
            ),
        }
    )
    return drawn.update_layout(margin={"r": 88})


def _visitors_text(row: Any) -> str:
    return f"{formatting.whole(row.visitors)} ({formatting.percent(row.share)})"


def describe_loyalty(rows: pd.DataFrame) -> str:
    """How many of each kind, and for how many attendances it can be told."""
    sentences = []
    for visitor, many in VISITORS.items():
        part = rows[rows["visitor"] == visitor]
        if not part["recognised"].iloc[0]:
            sentences.append(_NOT_RECOGNISED[visitor])
            continue
        said = [
            f"{formatting.whole(row.visitors)} {STANDINGS[row.standing]}"
            for row in rows_of(part)
            if not formatting.is_missing(row.visitors)
        ]
        if said:
            sentences.append(f"{many}: {formatting.listing(said)}.")
    first = rows_of(rows)[0]
    if first.events_with_list <= first.recent_events:
        sentences.append(
            f"Bei {formatting.count(first.events_with_list, 'Dialog', 'Dialogen')} mit "
            "Teilnahmeliste kann noch niemand länger weg sein."
        )
    people, organisations = (
        int(rows[rows["visitor"] == visitor]["recognised"].iloc[0]) for visitor in VISITORS
    )
    total = formatting.count(first.attendances, "Teilnahme", "Teilnahmen")
    sentences.append(
        f"Wiedererkennen lassen sich die Person bei {formatting.whole(people)} und die "
        f"Organisation bei {formatting.whole(organisations)} von {total}."
    )
    return " ".join(sentences)


def _loyalty_base(rows: pd.DataFrame) -> str:
    first = rows_of(rows)[0]
    recognised = int(rows[rows["visitor"] == "person"]["recognised"].iloc[0])
    return (
        f"n = {formatting.whole(recognised)} von "
        f"{formatting.count(first.attendances, 'Teilnahme', 'Teilnahmen')} mit Pseudonym, "
        f"{formatting.count(first.events_with_list, 'Dialog', 'Dialoge')}"
    )


LOYALTY = Chart(
    id="beteiligung-treue",
    title="Neu, wiederkehrend, länger nicht da",
    question="Wer bleibt der Reihe treu, wer bleibt weg?",
    data=Dataset("participation.loyalty", audience=Audience.INTERNAL),
    definition="Es zählt die ganze Reihe bis zum Ende des gewählten Zeitraums. „Zum ersten Mal“: "
    "bisher bei einem einzigen Dialog, und zwar bei einem der letzten drei mit Teilnahmeliste; "
    "„wiederkehrend“: bei mehreren und bei einem der letzten drei; „länger nicht da“: bei keinem "
    "der letzten drei. Personen werden an einem Pseudonym wiedererkannt; wer ohne Namen auf einer "
    "Liste steht, fehlt. Privatpersonen zählen nicht als Organisation.",
    columns=(
        Column("visitor", "Wer", lambda key: VISITORS[str(key)]),
        Column("standing", "Stand", lambda key: STANDINGS[str(key)]),
        Column("visitors", "Anzahl", formatting.whole),
        Column("share", "Anteil", formatting.percent),
        Column("recognised", "Teilnahmen mit Pseudonym", formatting.whole),
        Column("attendances", "Teilnahmen", formatting.whole),
    ),
    describe=describe_loyalty,
    base=_loyalty_base,
    draw=loyalty,
    is_of_series=True,
    empty=NO_LIST,
)

# --- how few make most -------------------------------------------------------------------------


def concentration(steps: pd.DataFrame) -> go.Figure:
    """Share of all attendances over the number of organisations, those with most first.

    Takes the result of ``participation.concentration``.
    """
    shown = rows_of(steps)
    most = int(steps["organisations"].max())
    drawn = theme.figure(height=300, left=52, right=28)
    drawn.add_scatter(
        x=[0, *(int(row.organisations) for row in shown)],
        y=[0.0, *(float(row.share) for row in shown)],
        mode="lines+markers",
        name="tatsächlich",
        line={"color": theme.ACCENT, "width": 2.5},
        marker={"size": [0] + [8] * len(shown)},
        hoverinfo="text",
        hovertext=["", *(_step_hover(row) for row in shown)],
    )
    drawn.add_scatter(
        x=[0, most],
        y=[0, 1],
        mode="lines",
        name="alle gleich oft",
        line={"color": theme.SOFT_INK, "width": 1.5, "dash": "dot"},
        hoverinfo="skip",
    )
    half = steps["organisations_for_half"].iloc[0]
    if not formatting.is_missing(half):
        drawn.add_scatter(
            x=[int(half), int(half), 0],
            y=[0, 0.5, 0.5],
            mode="lines",
            name=f"Hälfte: {formatting.whole(half)}",
            line={"color": theme.CONTRAST, "width": 2, "dash": "dash"},
            hoverinfo="skip",
        )
    theme.title_below(drawn, "Organisationen, die häufigsten zuerst")
    drawn.update_xaxes(range=[0, most * 1.02], dtick=1 if most <= _FEW else None)
    return drawn.update_yaxes(
        range=[0, 1.05],
        tickvals=[0, 0.25, 0.5, 0.75, 1],
        ticktext=[formatting.percent(each) for each in (0, 0.25, 0.5, 0.75, 1)],
    )


_FEW = 8  # organisations: an axis of so few would count in halves


def _step_hover(row: Any) -> str:
    return (
        f"{formatting.count(row.organisations, 'Organisation', 'Organisationen')}: "
        f"{formatting.percent(row.share)} der Teilnahmen"
    )


def describe_concentration(steps: pd.DataFrame) -> str:
    """How many make half of all, and how much the largest alone."""
    rows = rows_of(steps)
    first, last = rows[0], rows[-1]
    sentences = []
    if len(rows) == 1 and int(last.organisations) == 1:
        sentences.append("Alle Teilnahmen mit Organisation kommen von einer einzigen.")
    else:
        if not formatting.is_missing(last.organisations_for_half):
            sentences.append(_half(int(last.organisations_for_half), int(last.organisations)))
        if int(first.organisations) == 1:
            sentences.append(
                f"Die größte allein hat einen Anteil von {formatting.percent(first.share)}."
            )
    without = int(last.without_organisation)
    if without:
        sentences.append(
            f"{formatting.count(without, 'Teilnahme', 'Teilnahmen')} ohne Organisation "
            f"{'zählt' if without == 1 else 'zählen'} hier nicht mit."
        )
    return " ".join(sentences)


def _half(half: int, total: int) -> str:
    if half == 1:
        return f"Eine von {formatting.whole(total)} Organisationen stellt allein die Hälfte."
    return (
        f"{formatting.whole(half)} von {formatting.whole(total)} Organisationen stellen zusammen "
        "die Hälfte der Teilnahmen."
    )


def _concentration_base(steps: pd.DataFrame) -> str:
    last = rows_of(steps)[-1]
    return (
        f"n = {formatting.count(int(last.attendances), 'Teilnahme', 'Teilnahmen')} von "
        f"{formatting.count(int(last.organisations), 'Organisation', 'Organisationen')}"
    )


CONCENTRATION = Chart(
    id="beteiligung-konzentration",
    title="Wie viele Organisationen die Hälfte stellen",
    question="Verteilen sich die Teilnahmen auf viele Organisationen oder auf wenige?",
    data=Dataset("participation.concentration", audience=Audience.INTERNAL),
    definition="Organisationen nach der Zahl ihrer Teilnahmen geordnet, die mit den meisten "
    "zuerst; die Kurve zeigt, welchen Anteil die ersten zusammen haben. Je höher sie über der "
    "punktierten Linie liegt, desto weniger stellen das meiste. Privatpersonen und Teilnahmen ohne "
    "Organisation zählen nicht mit.",
    columns=(
        Column("organisations", "Organisationen, die häufigsten", formatting.whole),
        Column("attendances", "Teilnahmen zusammen", formatting.whole),
        Column("share", "Anteil", formatting.percent),
    ),
    describe=describe_concentration,
    base=_concentration_base,
    draw=concentration,
    empty="In diesem Zeitraum steht keine Organisation auf einer Liste.",
)
