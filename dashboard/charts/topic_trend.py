"""Topics over time: which grow or fade, and which were announced and never came."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import formatting
from dashboard.charts import theme
from dashboard.charts.chart import (
    RECORD,
    Chart,
    Column,
    Dataset,
)
from dashboard.charts.rows import rows_of
from dashboard.intervals import beyond_chance

FEWEST = 3  # events about a topic before anything is said about its course
NAMED = 3  # topics in a sentence
NO_TOPIC = "ohne Thema"


# --- more often, less often ------------------------------------------------------------------


def trend(topics: pd.DataFrame) -> go.Figure:
    """Events about a topic in the older half (ring) and the newer (full), joined by a line.

    Takes the result of ``topics.trend``.
    """
    drawn = theme.figure(height=theme.rows_height(len(topics), per_row=50), right=28)
    rows = rows_of(topics)
    for place, row in enumerate(rows):
        if row.older_events != row.newer_events:
            drawn.add_scatter(
                x=[row.older_events, row.newer_events],
                y=[place, place],
                mode="lines",
                line={"color": theme.SEPARATOR, "width": 2},
                hoverinfo="skip",
                showlegend=False,
            )
    hover = [_trend_hover(row) for row in rows]
    for name, column, colour, size in (
        ("ältere Hälfte", "older_events", theme.PAPER, 18),
        ("neuere Hälfte", "newer_events", theme.ACCENT, 10),
    ):
        drawn.add_scatter(
            x=topics[column].astype(int),
            y=list(range(len(rows))),
            name=name,
            mode="markers",
            marker={"size": size, "color": colour, "line": {"color": theme.ACCENT, "width": 2}},
            hovertext=hover,
            hoverinfo="text",
            cliponaxis=False,
        )
    most = int(max(topics["older_events"].max(), topics["newer_events"].max(), 1))
    step = -(-most // 5)
    drawn.update_xaxes(
        range=[-0.08 * most, most * 1.08],
        tickvals=list(range(0, most + 1, step)),
        title=axis_title("Dialoge"),
    )
    drawn.update_layout(margin={"b": 48})
    theme.name_rows(drawn, [_topic_with_validity(row) for row in rows])
    return drawn.update_yaxes(showgrid=True)


def axis_title(text: str) -> dict[str, object]:
    """What the numbers of an axis count."""
    return {"text": text, "standoff": 4, "font": {"size": theme.TEXT_SIZE}}


def _topic_with_validity(row: Any) -> str:
    if row.is_topic_valid:
        return str(row.topic_label)
    if formatting.is_missing(row.valid_to):
        return f"{row.topic_label} (gilt noch nicht)"
    return f"{row.topic_label} (galt bis {formatting.day(row.valid_to)})"


def course(row: Any) -> str:
    """What may be said of the course of one topic: counts, and a trend only where there is one."""
    counts = f"{formatting.whole(row.older_events)} → {formatting.whole(row.newer_events)}"
    if row.events < FEWEST:
        return "zu selten für einen Vergleich"
    if row.older_events == row.newer_events:
        return f"gleich oft ({counts})"
    direction = "häufiger" if row.newer_events > row.older_events else "seltener"
    chance = "mehr als Zufall" if is_beyond_chance(row) else "kann Zufall sein"
    return f"{direction} ({counts}, {chance})"


def is_beyond_chance(row: Any) -> bool:
    """Whether the shares of the two halves differ by more than chance explains."""
    half = int(row.half_events)
    return half > 0 and beyond_chance(row.newer_events / half, half, row.older_events / half, half)


def _since(row: Any) -> str:
    """„zuletzt 2. Regionaldialog, 19.01.2022; seitdem 6 Dialoge“."""
    day = "" if formatting.is_missing(row.last_on) else f", {formatting.day(row.last_on)}"
    after = (
        "der letzte Dialog"
        if row.dialogues_since == 0
        else f"seitdem {formatting.count(int(row.dialogues_since), 'Dialog', 'Dialoge')}"
    )
    return f"{row.last_event}{day}; {after}"


def _trend_hover(row: Any) -> str:
    lines = [
        _topic_with_validity(row),
        f"{formatting.count(int(row.events), 'Dialog', 'Dialoge')}: {course(row)}",
        f"zuletzt {_since(row)}",
    ]
    return "<br>".join(theme.wrapped(line, 44) for line in lines)


def describe_trend(topics: pd.DataFrame) -> str:
    """Which topics come more or less often, as far as the counts say it; else that they do not."""
    half = int(topics["half_events"].iloc[0])
    enough = [row for row in rows_of(topics) if row.events >= FEWEST]
    if not enough:
        return (
            f"Kein Thema kam in diesem Zeitraum bei mindestens {formatting.whole(FEWEST)} Dialogen "
            "vor: zu selten, um von mehr oder weniger zu sprechen."
        )
    compared = f"Verglichen sind je {formatting.count(half, 'Dialog', 'Dialoge')}."
    sure = [row for row in enough if is_beyond_chance(row)]
    if sure:
        parts = [
            f"{word}: {formatting.listing([_named_course(row) for row in rows])}"
            for word, rows in (
                ("Häufiger", [row for row in sure if row.newer_events > row.older_events]),
                ("Seltener", [row for row in sure if row.newer_events < row.older_events]),
            )
            if rows
        ]
        more = " Alle anderen Unterschiede können Zufall sein." if len(sure) < len(topics) else ""
        return f"{'; '.join(parts)}. Das ist mehr, als der Zufall erklärt. {compared}{more}"
    most = max(abs(row.newer_events - row.older_events) for row in enough)
    largest = [row for row in enough if abs(row.newer_events - row.older_events) == most]
    if most == 0:
        return f"Kein Thema kommt häufiger oder seltener vor. {compared}"
    return (
        "Bei keinem Thema ist der Unterschied größer, als der Zufall erklärt; am größten ist er "
        f"bei {formatting.listing([_named_course(row) for row in largest])}. {compared}"
    )


def _named_course(row: Any) -> str:
    return (
        f"„{row.topic_label}“ ({formatting.whole(row.older_events)} → "
        f"{formatting.whole(row.newer_events)})"
    )


def _topics_base(topics: pd.DataFrame) -> str:
    half = formatting.count(2 * int(topics["half_events"].iloc[0]), "Dialog", "Dialoge")
    return f"n = {formatting.count(len(topics), 'Thema', 'Themen')}, verglichen {half}"


# --- not taken up ----------------------------------------------------------------------------

RAISED_WAYS = {
    "event": "Dialog angekündigt",
    "outlook": "im Ausblick angekündigt",
    "agenda": "auf der Tagesordnung",
    "outcome": "bei den Ergebnissen",
}
_ANNOUNCED = ("event", "outlook")


def describe_not_taken_up(topics: pd.DataFrame) -> str:
    """Which were announced and did not come, which were raised and never became a topic."""
    announced = topics[topics["raised_way"].isin(_ANNOUNCED)]
    raised = topics[~topics["topic_label"].isin(announced["topic_label"])]
    parts = [
        f"{words}: {formatting.listing([f'„{name}“' for name in rows['topic_label'].unique()])}."
        for words, rows in (
            (
                "Angekündigt und seither nicht Thema eines Dialogs, der nachweislich stattfand",
                announced,
            ),
            ("Angesprochen, aber noch nie Thema eines Dialogs", raised),
        )
        if len(rows)
    ]
    return " ".join(parts)


def _event_or_unknown(value: object) -> str:
    return "unbekannt" if formatting.is_missing(value) else str(value)


TREND = Chart(
    id="themen-entwicklung",
    title="Entwicklung der Themen",
    question="Welche Themen kommen häufiger vor, welche seltener?",
    data=Dataset("topics.trend"),
    definition="Gezählt werden Dialoge zu einem Thema; ein Dialog mit mehreren Themen zählt bei "
    "jedem. Die Dialoge des Zeitraums werden der Reihe nach halbiert; bei ungerader Zahl fällt der "
    "mittlere weg. Von häufiger oder seltener ist erst ab drei Dialogen zu einem "
    "Thema die Rede. Mehr als Zufall ist ein Unterschied der Anteile, dessen 95-%-Intervall "
    "(Newcombe) die Null nicht enthält. Ein Thema außerhalb seiner Gültigkeit ist so bezeichnet.",
    columns=(
        Column("topic_label", "Thema", formatting.text, text_of_row=_topic_with_validity),
        Column("events", "Dialoge", formatting.whole),
        Column("older_events", "ältere Hälfte", formatting.whole),
        Column("newer_events", "neuere Hälfte", formatting.whole),
        Column("half_events", "Dialoge je Hälfte", formatting.whole),
        Column("topic_id", "Entwicklung", formatting.text, text_of_row=course),
        Column("last_event", "Zuletzt", formatting.text),
        Column("last_on", "Datum", formatting.day),
        Column("dialogues_since", "Dialoge seitdem", formatting.whole),
        Column("planned_on", "Geplant für", formatting.or_dash(formatting.day)),
    ),
    describe=describe_trend,
    base=_topics_base,
    source=RECORD,
    draw=trend,
    empty="In diesem Zeitraum hat kein Dialog mit einem Thema stattgefunden.",
)

NOT_TAKEN_UP = Chart(
    id="themen-offen",
    title="Nicht aufgegriffene Themen",
    question="Welche Themen wurden angekündigt oder angesprochen und kamen dann nicht?",
    data=Dataset("topics.not_taken_up"),
    definition="Angekündigt: durch einen Dialog, der abgesagt oder verschoben ist oder zu dem "
    "nicht eingetragen ist, ob er stattfand, oder durch einen Ausblick auf der Tagesordnung; "
    "seither hatte kein Dialog dieses Thema. Angesprochen: auf der Tagesordnung oder bei den "
    "Ergebnissen; es war noch nie Thema eines Dialogs. Begrüßungen, Kulturbeiträge und begleitende "
    "Termine zählen nicht.",
    columns=(
        Column("topic_label", "Thema", formatting.text),
        Column("raised_way", "Wie", lambda way: RAISED_WAYS[str(way)]),
        Column("mentions", "Anzahl", formatting.whole),
        Column("raised_title", "Zuletzt", formatting.text),
        Column("short_title", "Dialog", _event_or_unknown),
        Column("held_on", "Datum", formatting.day),
        Column("dialogues_since", "Dialoge seitdem", formatting.whole),
        Column("planned_on", "Geplant für", formatting.or_dash(formatting.day)),
    ),
    describe=describe_not_taken_up,
    base=lambda topics: (
        f"n = {formatting.count(int(topics['mentions'].sum()), 'Nennung', 'Nennungen')}"
    ),
    source=RECORD,
    empty="In diesem Zeitraum wurde kein Thema angekündigt oder angesprochen, das nicht auch Thema "
    "eines Dialogs war.",
)


CHARTS = (TREND, NOT_TAKEN_UP)
