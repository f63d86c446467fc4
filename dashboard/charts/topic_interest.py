"""What topics drew: attendances and ratings of the dialogues about each of them."""

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
    Chart,
    Column,
    Dataset,
)
from dashboard.charts.rows import rows_of
from dashboard.charts.topic_trend import FEWEST, NAMED, NO_TOPIC, axis_title
from dashboard.disclosure import SUPPRESSED, Protection, Time, Unit
from dashboard.intervals import wilson

_NO_LIST = "Zu den Dialogen dieses Zeitraums liegt noch keine Teilnahmeliste vor."
_NO_RATING = "Zu den Dialogen dieses Zeitraums liegen noch keine Bewertungen vor."
_TOO_SMALL = "Die Gruppen sind zu klein, um sie einzeln zu zeigen."
_TOO_FEW = "Es gibt zu wenige Antworten, um sie zu zeigen, ohne einzelne erkennbar zu machen."


def interest(events: pd.DataFrame) -> go.Figure:
    """A dot per event in the row of its topic, at its attendances.

    Takes the result of ``topics.interest``.
    """
    if not events["attendances"].notna().any():
        return theme.empty_figure(_TOO_SMALL if events[SUPPRESSED].any() else _NO_LIST)
    drawn = _dots(events, "attendances", hover=_interest_hover)
    return drawn.update_xaxes(
        range=[0, float(events["attendances"].max()) * 1.1],
        title=axis_title("Teilnahmen je Dialog"),
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
        title=axis_title("Zustimmung"),
    )


def _known(events: pd.DataFrame, column: str) -> list[Any]:
    return rows_of(events[events[column].notna()])


def _beside(events: pd.DataFrame, bounds: list[tuple[float, float]]) -> list[tuple[Any, Any]]:
    return list(zip(_known(events, "agreement"), bounds, strict=True))


def _topics(events: pd.DataFrame) -> list[str]:
    return list(dict.fromkeys(_topic(row) for row in rows_of(events)))


def _topic(row: Any) -> str:
    return NO_TOPIC if formatting.is_missing(row.topic_label) else str(row.topic_label)


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
        for name, values in several[:NAMED]
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


CHARTS = (INTEREST, RATING)
