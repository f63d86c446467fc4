"""Notes on the time axis: as lines in pictures, as sentences below them, as a table of their own.

The functions that draw take the result of ``events.notes`` with at least one row.
"""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import formatting, labels
from dashboard.charts import theme
from dashboard.charts.chart import Chart, Column, Dataset
from dashboard.charts.rows import rows_of

_SOURCE = "Anmerkungen zur Zeitachse, SEG Mansfeld-Südharz"
_BAND = "rgba(200, 97, 26, 0.14)"
_LABEL_ROW = 18  # pixels
_MOST_LABELS = 12  # in one picture; the list below it has all


def days(note: Any) -> str:
    """„21.03.2024“ or „21.03.2024 bis 31.05.2024“."""
    if formatting.is_missing(note.ends_on):
        return formatting.day(note.starts_on)
    return f"{formatting.day(note.starts_on)} bis {formatting.day(note.ends_on)}"


def sentences(notes: pd.DataFrame) -> tuple[str, ...]:
    """„21.03.2024: Aufruf (Förderaufruf). Für kleine Unternehmen“: one per note."""
    return tuple(_sentence(note) for note in rows_of(notes))


def _sentence(note: Any) -> str:
    kind = labels.NOTE_KINDS[note.note_kind]
    # „nur online (nur online)“ would say it twice.
    repeats = note.note_kind == "other" or kind.casefold() in note.note_label.casefold()
    said = note.note_label if repeats else f"{note.note_label} ({kind})"
    text = "" if formatting.is_missing(note.note_text) else f" – {note.note_text}"
    return f"{days(note)}: {said}{text}"


def upright(drawn: go.Figure, notes: pd.DataFrame) -> go.Figure:
    """Lines across a figure whose x axis is time and whose rows count down from 0.

    The labels get a room of their own above the first row, one below the other, so that no two
    of them overlap however close the days are.
    """
    bottom, top = drawn.layout.yaxis.range
    start, end = (pd.Timestamp(day) for day in drawn.layout.xaxis.range)
    named = notes.head(_MOST_LABELS)
    per_row = (drawn.layout.height - drawn.layout.margin.t - drawn.layout.margin.b) / (bottom - top)
    room = (_LABEL_ROW * len(named) + 6) / per_row
    for place, note in enumerate(rows_of(notes)):
        first, last = _clipped(note, start, end)
        if last > first:
            drawn.add_shape(
                type="rect",
                layer="below",
                x0=first,
                x1=last,
                y0=top,
                y1=bottom,
                fillcolor=_BAND,
                line={"width": 0},
            )
        height = top - room + (_LABEL_ROW * min(place, len(named)) + 2) / per_row
        drawn.add_shape(
            type="line",
            layer="below",
            x0=first,
            x1=first,
            y0=height,
            y1=bottom,
            line={"color": theme.CONTRAST, "width": 1.5, "dash": "dash"},
        )
        if place < len(named):
            is_late = (first - start) > (end - start) / 2
            drawn.add_annotation(
                text=theme.wrapped(note.note_label, 60),
                x=first,
                y=height,
                xanchor="right" if is_late else "left",
                yanchor="top",
                xshift=-3 if is_late else 3,
                showarrow=False,
                font={"size": theme.SMALL_SIZE, "color": theme.NOTE_INK},
            )
    drawn.update_yaxes(range=[bottom, top - room])
    return drawn.update_layout(height=drawn.layout.height + round(room * per_row))


def _clipped(note: Any, start: pd.Timestamp, end: pd.Timestamp) -> tuple[pd.Timestamp, ...]:
    """First and last day of a note as far as the axis reaches."""
    first = pd.Timestamp(note.starts_on)
    last = first if formatting.is_missing(note.ends_on) else pd.Timestamp(note.ends_on)
    return min(max(first, start), end), min(max(last, start), end)


def between_rows(drawn: go.Figure, events: pd.DataFrame, notes: pd.DataFrame) -> go.Figure:
    """Lines between the bars of events, the newest event in row 0 on top.

    ``events``: the frame of the figure, oldest first, with ``held_on``. A note stands above the
    last event before it; an event without a known day is passed over.
    """
    known = [
        (len(events) - 1 - place, pd.Timestamp(day))
        for place, day in enumerate(events["held_on"])
        if not formatting.is_missing(day)
    ]
    said: dict[float, list[str]] = {}
    for note in rows_of(notes):
        first = pd.Timestamp(note.starts_on)
        earlier = [row for row, day in known if day < first]
        place = (min(earlier) if earlier else len(events)) - 0.5
        said.setdefault(place, []).append(f"{_short_day(first)} {note.note_label}")
    for place, texts in said.items():
        drawn.add_shape(
            type="line",
            xref="paper",
            x0=0,
            x1=1,
            y0=place,
            y1=place,
            line={"color": theme.CONTRAST, "width": 1.5, "dash": "dash"},
        )
        drawn.add_annotation(
            text=theme.wrapped(_shortened(texts), 60),
            xref="paper",
            x=1,
            xanchor="right",
            xshift=int(drawn.layout.margin.r) - 4,
            y=place,
            showarrow=False,
            bgcolor=theme.PAPER,
            borderpad=0,
            font={"size": theme.SMALL_SIZE, "color": theme.NOTE_INK},
        )
    drawn.update_layout(bargap=0.5)  # room for the words between two bars
    last, first = drawn.layout.yaxis.range
    return drawn.update_yaxes(range=[last + 0.2, first - 0.2])


def _short_day(day: pd.Timestamp) -> str:
    return f"{day:%m/%Y}"


def _shortened(texts: list[str], longest: int = 40) -> str:
    """As much as fits beside bars on a narrow screen."""
    if len(texts) > 1:
        return f"{len(texts)} Anmerkungen"
    return texts[0] if len(texts[0]) <= longest else f"{texts[0][: longest - 1].rstrip()}…"


def describe_notes(notes: pd.DataFrame) -> str:
    """How many, and the newest."""
    newest = rows_of(notes)[-1]
    counted = formatting.count(len(notes), "Anmerkung", "Anmerkungen")
    if len(notes) == 1:
        return f"{counted}: {newest.note_label} ({days(newest)})."
    return f"{counted}, die letzte: {newest.note_label} ({days(newest)})."


NOTES = Chart(
    id="anmerkungen",
    title="Anmerkungen zur Zeitachse",
    question="Was geschah in dieser Zeit, das die Zahlen allein nicht sagen?",
    data=Dataset("events.notes"),
    definition="Anmerkungen schreiben die Mitarbeitenden auf der Seite „Veranstaltungen“. Sie "
    "stehen in den Zeitdiagrammen und ändern keine Zahl.",
    columns=(
        Column("starts_on", "Von", formatting.day),
        Column("ends_on", "Bis", formatting.or_dash(formatting.day)),
        Column("note_kind", "Art", lambda kind: labels.NOTE_KINDS[str(kind)]),
        Column("note_label", "Anmerkung", formatting.text),
        Column("note_text", "Erläuterung", formatting.or_dash(formatting.text)),
    ),
    describe=describe_notes,
    base=lambda notes: f"n = {formatting.count(len(notes), 'Anmerkung', 'Anmerkungen')}",
    source=_SOURCE,
    empty="Zu diesem Zeitraum gibt es keine Anmerkungen.",
)

CHARTS = (NOTES,)
