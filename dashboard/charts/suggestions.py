"""Suggested topics: from whom they come and how far they get."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import formatting, labels
from dashboard.charts import theme
from dashboard.charts.chart import Chart, Column, Dataset
from dashboard.charts.outcomes import counted_words, stacked, topic_name
from dashboard.charts.rows import rows_of
from dashboard.disclosure import Audience

_SUGGESTED = "Eingetragene Themenvorschläge, SEG Mansfeld-Südharz"
_SUGGESTION_LOOKS = {
    "covered": (theme.ACCENT, ""),
    "planned": (theme.ACCENT_LIGHT, "/"),
    "proposed": (theme.NEUTRAL, ""),
    "declined": (theme.PAPER, "x"),
}
_STEPS = {
    "proposed": "eingegangen",
    "planned": "eingeplant oder schon behandelt",
    "covered": "behandelt",
    "declined": "abgelehnt",
}


def suggestion_steps(steps: pd.DataFrame) -> go.Figure:
    """How many suggestions came how far. Takes ``outcomes.suggestions_by_status``."""
    total = formatting.whole(steps["received"].iloc[0])
    drawn = theme.bars(
        [_STEPS[status] for status in steps["status"]],
        steps["reached"].where(steps["status"] != "declined"),
        texts=[
            _step_text(row, total) if row.status != "declined" else "" for row in rows_of(steps)
        ],
    )
    # A trace of its own: the way out is no further step, and looks different.
    declined = [
        (place, row) for place, row in enumerate(rows_of(steps)) if row.status == "declined"
    ]
    drawn.add_bar(
        y=[place for place, _ in declined],
        x=[row.reached for _, row in declined],
        orientation="h",
        marker={"color": theme.NEUTRAL, "pattern": theme.pattern("x", theme.SOFT_INK)},
        text=[_step_text(row, total) for _, row in declined],
        textposition="outside",
        cliponaxis=False,
        hovertext=[_step_text(row, total) for _, row in declined],
        hoverinfo="text",
    )
    return drawn.update_layout(barmode="overlay", showlegend=False, margin={"r": 84})


def _step_text(row: Any, total: str) -> str:
    reached = formatting.whole(row.reached)
    return reached if row.status == "proposed" else f"{reached} von {total}"


_SUGGESTION_WORDS = {
    "covered": ("ist behandelt", "sind behandelt"),
    "planned": ("ist eingeplant", "sind eingeplant"),
    "proposed": ("wartet auf eine Entscheidung", "warten auf eine Entscheidung"),
    "declined": ("ist abgelehnt", "sind abgelehnt"),
}


def describe_suggestion_steps(steps: pd.DataFrame) -> str:
    """Where the suggestions stand now."""
    received = formatting.count(int(steps["received"].iloc[0]), "Vorschlag", "Vorschläge")
    return (
        f"{received}: {formatting.listing(counted_words(steps, 'suggestions', _SUGGESTION_WORDS))}."
    )


def suggestion_sources(suggestions: pd.DataFrame) -> go.Figure:
    """Suggestions by sender and status. Takes ``outcomes.suggestions_by_source``."""
    return stacked(
        suggestions,
        rows="source",
        names=labels.SUGGESTION_SOURCES,
        values="suggestions",
        statuses=labels.SUGGESTION_STATUSES,
        looks=_SUGGESTION_LOOKS,
    )


def describe_suggestion_sources(suggestions: pd.DataFrame) -> str:
    """How many from whom."""
    sums = suggestions.groupby("source", sort=False)["suggestions"].sum()
    listed = formatting.listing(
        [
            f"{labels.SUGGESTION_SOURCES[str(source)]} ({formatting.whole(count)})"
            for source, count in sums.items()
        ],
        limit=len(sums),
    )
    return f"Die Vorschläge nach Herkunft: {listed}."


def describe_suggestions(suggestions: pd.DataFrame) -> str:
    """How many wait for a decision, and since when the oldest does."""
    total = formatting.count(len(suggestions), "Vorschlag", "Vorschläge")
    waiting = suggestions[suggestions["status"] == "proposed"]
    if waiting.empty:
        return f"{total}; über jeden ist entschieden."
    verb = "wartet" if len(waiting) == 1 else "warten"
    dated = waiting[waiting["received_on"].notna()].sort_values("received_on", kind="stable")
    oldest = ", der älteste" if len(waiting) > 1 else ""
    since = (
        f"{oldest} seit dem {formatting.day(dated['received_on'].iloc[0])}" if len(dated) else ""
    )
    return f"{total}; {formatting.whole(len(waiting))} {verb} auf eine Entscheidung{since}."


def _suggestions_base(suggestions: pd.DataFrame) -> str:
    total = int(suggestions["suggestions"].sum())
    return f"n = {formatting.count(total, 'Vorschlag', 'Vorschläge')}"


def _suggestion_status(value: object) -> str:
    return labels.SUGGESTION_STATUSES[str(value)]


def _source(value: object) -> str:
    return labels.SUGGESTION_SOURCES[str(value)]


def _event(row: Any) -> str:
    if formatting.is_missing(row.taken_up_at):
        return formatting.NOT_APPLICABLE
    return f"{row.taken_up_at} ({formatting.day(row.held_on)})"


_SUGGESTION_NOTE = (
    "Ein Vorschlag gehört zu dem Jahr, in dem er einging; ist der Tag unbekannt, zählt er nur, "
    "wenn alle Jahre gewählt sind."
)
_NO_SUGGESTION = "Für diesen Zeitraum ist noch kein Themenvorschlag eingetragen."

SUGGESTION_STEPS = Chart(
    id="vorschlaege-stand",
    title="Vorschläge nach Stand",
    question="Wie weit kommen die Themenvorschläge?",
    data=Dataset("outcomes.suggestions_by_status"),
    definition="Jeder Vorschlag geht ein; eingeplant oder behandelt ist, was ein Dialog aufgreifen "
    "soll oder aufgegriffen hat; abgelehnt wird mit einem Grund, der in der Liste steht. "
    + _SUGGESTION_NOTE,
    columns=(
        Column("status", "Stand", _suggestion_status),
        Column("suggestions", "stehen jetzt dort", formatting.whole),
        Column("reached", "sind so weit gekommen", formatting.whole),
        Column("received", "von eingegangenen", formatting.whole),
    ),
    describe=describe_suggestion_steps,
    base=_suggestions_base,
    source=_SUGGESTED,
    draw=suggestion_steps,
    empty=_NO_SUGGESTION,
)

SUGGESTION_SOURCES = Chart(
    id="vorschlaege-herkunft",
    title="Vorschläge nach Herkunft",
    question="Von wem kommen die Themenvorschläge?",
    data=Dataset("outcomes.suggestions_by_source"),
    definition="Festgehalten wird nur, aus welcher Gruppe ein Vorschlag kommt, nie ein Name. "
    + _SUGGESTION_NOTE,
    columns=(
        Column("source", "Von wem", _source),
        Column("status", "Stand", _suggestion_status),
        Column("suggestions", "Vorschläge", formatting.whole),
    ),
    describe=describe_suggestion_sources,
    base=_suggestions_base,
    source=_SUGGESTED,
    draw=suggestion_sources,
    empty=_NO_SUGGESTION,
)

SUGGESTIONS = Chart(
    id="vorschlaege-liste",
    title="Liste der Vorschläge",
    question="Was wurde vorgeschlagen, und was ist daraus geworden?",
    # Free text of staff: nobody has said that it may be published.
    data=Dataset("outcomes.suggestions", audience=Audience.INTERNAL),
    definition="Monate zählen voll, seit der Vorschlag einging, solange er weder behandelt noch "
    "abgelehnt ist. " + _SUGGESTION_NOTE,
    columns=(
        Column("title", "Vorschlag", formatting.text),
        Column("source", "Von wem", _source),
        Column("received_on", "Eingegangen", formatting.day),
        Column("topic_label", "Thema", topic_name),
        Column("status", "Stand", _suggestion_status),
        Column("waiting_months", "Monate bisher", formatting.or_dash(formatting.whole)),
        Column("taken_up_at", "Veranstaltung", formatting.text, text_of_row=_event),
        Column("reason", "Grund oder Bemerkung", formatting.or_dash(formatting.text)),
    ),
    describe=describe_suggestions,
    base=lambda rows: f"n = {formatting.count(len(rows), 'Vorschlag', 'Vorschläge')}",
    source=_SUGGESTED,
    empty=_NO_SUGGESTION,
)


CHARTS = (SUGGESTION_STEPS, SUGGESTION_SOURCES, SUGGESTIONS)
