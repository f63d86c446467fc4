"""How topics develop, which were never taken up, and what each one drew."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import formatting
from dashboard.charts import theme
from dashboard.charts.chart import (
    ATTENDANCE_LISTS,
    EVENT_ATTENDANCES,
    QUESTIONNAIRES,
    RECORD,
    Chart,
    Column,
    Dataset,
)
from dashboard.charts.rows import rows_of
from dashboard.disclosure import SUPPRESSED, Protection, Time, Unit
from dashboard.statistics import beyond_chance, wilson

FEWEST = 3  # events about a topic before anything is said about its course
_NAMED = 3  # topics in a sentence
_NO_TOPIC = "ohne Thema"
_NO_LIST = "Zu den Dialogen dieses Zeitraums liegt noch keine Teilnahmeliste vor."
_NO_RATING = "Zu den Dialogen dieses Zeitraums liegen noch keine Bewertungen vor."
_TOO_SMALL = "Die Gruppen sind zu klein, um sie einzeln zu zeigen."
_TOO_FEW = "Es gibt zu wenige Antworten, um sie zu zeigen, ohne einzelne erkennbar zu machen."


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
        title=_axis_title("Dialoge"),
    )
    drawn.update_layout(margin={"b": 48})
    theme.name_rows(drawn, [_topic_with_validity(row) for row in rows])
    return drawn.update_yaxes(showgrid=True)


def _axis_title(text: str) -> dict[str, object]:
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
    raised = topics[~topics["raised_way"].isin(_ANNOUNCED)]
    parts = [
        f"{words}: {formatting.listing([f'„{name}“' for name in rows['topic_label'].unique()])}."
        for words, rows in (
            ("Angekündigt und seither nicht Thema eines eingetragenen Dialogs", announced),
            ("Angesprochen, aber noch nie Thema eines Dialogs", raised),
        )
        if len(rows)
    ]
    return " ".join(parts)


def _event_or_unknown(value: object) -> str:
    return "unbekannt" if formatting.is_missing(value) else str(value)


# --- interest and rating ---------------------------------------------------------------------


def interest(events: pd.DataFrame) -> go.Figure:
    """A dot per event in the row of its topic, at its attendances.

    Takes the result of ``topics.interest``.
    """
    if not events["attendances"].notna().any():
        return theme.empty_figure(_TOO_SMALL if events[SUPPRESSED].any() else _NO_LIST)
    drawn = _dots(events, "attendances", hover=_interest_hover)
    return drawn.update_xaxes(
        range=[0, float(events["attendances"].max()) * 1.1],
        title=_axis_title("Teilnahmen je Dialog"),
    )


def rating(events: pd.DataFrame) -> go.Figure:
    """A dot per event in the row of its topic, at its share of agreement, with its interval.

    Takes the result of ``topics.rating``.
    """
    if not events["agreement"].notna().any():
        return theme.empty_figure(_TOO_FEW)
    drawn = _dots(events, "agreement", hover=_rating_hover)
    bounds = [wilson(row.agreement, int(row.answered)) for row in _known(events, "agreement")]
    drawn.update_traces(
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [high - row.agreement for row, (_, high) in _beside(events, bounds)],
            "arrayminus": [row.agreement - low for row, (low, _) in _beside(events, bounds)],
            "color": theme.SOFT_INK,
            "thickness": 1.2,
            "width": 4,
        },
        selector={"name": "Dialoge"},
    )
    return drawn.update_xaxes(
        range=[-0.03, 1.03],
        tickvals=[0, 0.25, 0.5, 0.75, 1],
        ticktext=["0 %", "25 %", "50 %", "75 %", "100 %"],
        title=_axis_title("Zustimmung"),
    )


def _known(events: pd.DataFrame, column: str) -> list[Any]:
    return rows_of(events[events[column].notna()])


def _beside(events: pd.DataFrame, bounds: list[tuple[float, float]]) -> list[tuple[Any, Any]]:
    return list(zip(_known(events, "agreement"), bounds, strict=True))


def _topics(events: pd.DataFrame) -> list[str]:
    return list(dict.fromkeys(_topic(row) for row in rows_of(events)))


def _topic(row: Any) -> str:
    return _NO_TOPIC if formatting.is_missing(row.topic_label) else str(row.topic_label)


def _dots(events: pd.DataFrame, column: str, *, hover: Callable[[Any], str]) -> go.Figure:
    """Dots of one row below each other, so that equal values do not cover one another."""
    names = _topics(events)
    shown = _known(events, column)
    in_row = {name: [row for row in shown if _topic(row) == name] for name in names}
    drawn = theme.figure(height=theme.rows_height(len(names), per_row=50), right=28)
    drawn.add_scatter(
        x=[float(getattr(row, column)) for row in shown],
        y=[_height(names.index(_topic(row)), in_row[_topic(row)], row) for row in shown],
        name="Dialoge",
        showlegend=False,
        mode="markers",
        marker={
            "size": 13 if len(shown) <= 30 else 8,
            "color": theme.ACCENT_LIGHT,
            "opacity": 0.85,
            "line": {"color": theme.ACCENT, "width": 1.5},
        },
        hovertext=[hover(row) for row in shown],
        hoverinfo="text",
        cliponaxis=False,
    )
    for place, name in enumerate(names):
        if not in_row[name]:
            theme.say_hidden(drawn, place, text=_why_empty(events, name, column))
    drawn.update_layout(margin={"b": 48})
    theme.name_rows(drawn, [_with_count(events, name, len(in_row[name])) for name in names])
    return drawn.update_yaxes(showgrid=True)


def _height(place: int, rows: list[Any], row: Any) -> float:
    """Spread over half of the row, first on top."""
    index = [each.event_id for each in rows].index(row.event_id)
    return place if len(rows) == 1 else place - 0.25 + 0.5 * index / (len(rows) - 1)


def _with_count(events: pd.DataFrame, name: str, shown: int) -> str:
    """„Energie, n = 1, 1 verborgen“: events that are shown, and those whose number is hidden."""
    hidden = sum(_topic(row) == name and bool(getattr(row, SUPPRESSED)) for row in rows_of(events))
    more = f", {formatting.whole(hidden)}\xa0verborgen" if hidden else ""
    return f"{name}, n\xa0=\xa0{formatting.whole(shown)}{more}"


def _why_empty(events: pd.DataFrame, name: str, column: str) -> str:
    rows = [row for row in rows_of(events) if _topic(row) == name]
    if not any(getattr(row, SUPPRESSED) for row in rows):
        return "keine Liste"
    return "zu wenige Antworten" if column == "agreement" else theme.HIDDEN


def _event_lines(row: Any) -> list[str]:
    return [f"{row.short_title}: {row.title}", formatting.day(row.held_on), _topic(row)]


def _interest_hover(row: Any) -> str:
    counted = formatting.count(int(row.attendances), "Teilnahme", "Teilnahmen")
    return "<br>".join(theme.wrapped(line, 44) for line in [*_event_lines(row), counted])


def _rating_hover(row: Any) -> str:
    low, high = wilson(row.agreement, int(row.answered))
    rated = (
        f"{formatting.percent(row.agreement)} Zustimmung "
        f"({formatting.count(int(row.answered), 'Antwort', 'Antworten')}; 95-%-Intervall "
        f"{formatting.percent(low)} bis {formatting.percent(high)})"
    )
    return "<br>".join(theme.wrapped(line, 44) for line in [*_event_lines(row), rated])


def describe_interest(events: pd.DataFrame) -> str:
    """From where to where the attendances go in each topic that has several; no more than that."""
    known = events[events["attendances"].notna()]
    if known.empty:
        return _TOO_SMALL if events[SUPPRESSED].any() else _NO_LIST
    several = [
        (name, rows["attendances"])
        for name, rows in known.groupby("topic_label", sort=False)
        if len(rows) >= FEWEST
    ]
    if not several:
        most, fewest = known["attendances"].max(), known["attendances"].min()
        between = (
            formatting.count(int(most), "Teilnahme", "Teilnahmen")
            if most == fewest
            else f"{formatting.whole(fewest)} bis {formatting.whole(most)} Teilnahmen"
        )
        return (
            f"Je Dialog {between}. Kein Thema hatte mindestens "
            f"{formatting.whole(FEWEST)} Dialoge mit Liste; ob es am Thema lag oder am Termin, "
            "lässt sich nicht sagen."
        )
    several.sort(key=lambda each: -len(each[1]))
    parts = [
        f"„{name}“ {formatting.whole(values.min())} bis {formatting.whole(values.max())} "
        f"({formatting.count(len(values), 'Dialog', 'Dialoge')})"
        for name, values in several[:_NAMED]
    ]
    return (
        f"Teilnahmen je Dialog bei den häufigsten Themen: {'; '.join(parts)}. Form und Ort der "
        "Dialoge sind nicht herausgerechnet."
    )


def describe_rating(events: pd.DataFrame) -> str:
    """The best and the worst rated event, and whether they differ by more than chance."""
    known = events[events["agreement"].notna()]
    if known.empty:
        return _TOO_FEW
    ordered = rows_of(known.sort_values("agreement", kind="stable"))
    worst, best = ordered[0], ordered[-1]
    if len(ordered) == 1:
        return f"Nur ein Dialog hat genug Antworten: {_rated(best)}."
    if best.agreement == worst.agreement:
        counted = formatting.whole(len(ordered))
        return f"Alle {counted} Dialoge haben {formatting.percent(best.agreement)} Zustimmung."
    return (
        f"Am besten: {_rated(best)}; am schwächsten: {_rated(worst)}. Je Dialog sind es wenige "
        "Antworten; wo sich die Intervalle überlappen, kann der Unterschied Zufall sein."
    )


def _rated(row: Any) -> str:
    return (
        f"„{_topic(row)}“, {row.short_title} ({formatting.percent(row.agreement)}, "
        f"n = {formatting.whole(row.answered)})"
    )


def _interest_base(events: pd.DataFrame) -> str:
    known = events["attendances"].notna().sum()
    return f"n = {formatting.count(int(known), 'Dialog mit Zahl', 'Dialoge mit Zahl')}"


def _rating_base(events: pd.DataFrame) -> str:
    known = events[events["agreement"].notna()]
    answers = formatting.count(int(known["answered"].sum()), "Antwort", "Antworten")
    return f"n = {answers} zu {formatting.count(len(known), 'Dialog', 'Dialogen')}"


_SCALES = {1: "Zufriedenheit 1 bis 5", 2: "Schulnote"}


def _scale(version: object) -> str:
    if formatting.is_missing(version):
        return formatting.NOT_APPLICABLE
    return _SCALES.get(int(version), f"Fassung {formatting.whole(version)}")  # type: ignore[call-overload]


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

_UNDER_ONE_TOPIC = (
    "Ein Dialog mit mehreren Themen steht bei dem mit dem größten Gewicht, bei gleichem Gewicht "
    "beim alphabetisch ersten."
)

INTEREST = Chart(
    id="themen-interesse",
    title="Themen und Interesse",
    question="Zu welchen Themen kommen wie viele?",
    data=Dataset("topics.interest", (EVENT_ATTENDANCES,)),
    definition=f"Ein Punkt ist ein Dialog mit Teilnahmeliste. {_UNDER_ONE_TOPIC} Neben dem Thema "
    "wirken Form, Ort und Zeit des Dialogs auf die Zahl der Teilnahmen.",
    columns=(
        Column("topic_label", "Thema", formatting.text),
        Column("short_title", "Dialog", formatting.text),
        Column("held_on", "Datum", formatting.day),
        Column("attendances", "Teilnahmen", formatting.whole),
    ),
    describe=describe_interest,
    base=_interest_base,
    source=ATTENDANCE_LISTS,
    draw=interest,
    empty="In diesem Zeitraum hat kein Dialog stattgefunden.",
)

RATING = Chart(
    id="themen-bewertung",
    title="Themen und Bewertung",
    question="Wie werden die Dialoge zu den Themen bewertet?",
    data=Dataset(
        "topics.rating",
        (
            Protection(
                Unit.ANSWERS,
                ("answered", "agreement"),
                "answers",
                ("question_id", "overall_version"),
                Time.COLUMN,
                "event_id",
            ),
        ),
    ),
    definition="Ein Punkt ist ein Dialog: der Anteil der Antworten auf die Frage nach dem "
    "Gesamteindruck, die zustimmen (Stufen 4 und 5 von 5, Noten 1 und 2); die Linie ist das "
    f"95-%-Intervall (Wilson). {_UNDER_ONE_TOPIC} Wurde auf zwei Skalen gefragt, gilt die mit mehr "
    "Antworten. Dialoge mit weniger als fünf Antworten werden nicht gezeigt, und wo sie sich "
    "ausrechnen ließen, ein weiterer nicht.",
    columns=(
        Column("topic_label", "Thema", formatting.text),
        Column("short_title", "Dialog", formatting.text),
        Column("held_on", "Datum", formatting.day),
        Column("agreement", "Zustimmung", formatting.percent),
        Column("answered", "n", formatting.whole),
        Column("overall_version", "Skala", _scale),
    ),
    describe=describe_rating,
    base=_rating_base,
    source=QUESTIONNAIRES,
    draw=rating,
    empty=_NO_RATING,
)

CHARTS = (TREND, NOT_TAKEN_UP, INTEREST, RATING)
