"""The series on a time axis: one mark per event, by topic; what is not known stays open."""

from collections import Counter
from dataclasses import dataclass, replace
from math import sqrt
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import formatting, labels
from dashboard.charts import notes, theme
from dashboard.charts.chart import EVENT_ATTENDANCES, Chart, Column, Dataset
from dashboard.charts.rows import largest, rows_of
from dashboard.disclosure import SUPPRESSED

_NO_TOPIC = "ohne Thema"
_ROW = 66  # pixels: the name of the topic above its marks
_SHIFT = 0.2  # of a row
_WIDEST, _NARROWEST = 34.0, 7.0  # pixels of a mark
_PLOT = 320  # pixels between first and last day on the narrowest screen
_FEW = 15  # so many marks keep their full size and carry their number
_MOST_TICKS = 6
_SYMBOLS = {
    "in_person": "circle",
    "online": "diamond",
    "hybrid": "square",
    "unknown": "triangle-up",
}
_MODE_NAMES = {
    "in_person": "Präsenz",
    "online": "online",
    "hybrid": "hybrid",
    "unknown": "Form offen",
}
# The day when nothing at all is known of any event; the axis then shows no days.
_SOME_DAY = pd.Timestamp(2000, 1, 1)


@dataclass(frozen=True)
class _Mark:
    """One event in the figure; ``first`` to ``last`` is where an unknown day lies."""

    row: Any
    place: int
    on: pd.Timestamp
    first: pd.Timestamp
    last: pd.Timestamp
    size: float
    shift: float = 0.0

    @property
    def height(self) -> float:
        """Where it stands on the axis of topics: below the name of its topic."""
        return self.place + 0.14 + self.shift

    @property
    def is_day_known(self) -> bool:
        return not formatting.is_missing(self.row.held_on)

    @property
    def is_held(self) -> bool:
        return bool(self.row.timeline_state == "held")

    @property
    def symbol(self) -> str:
        """The shape says the form; a dot inside, that the day was only announced."""
        shape = _SYMBOLS[self.row.mode]
        announced = self.row.date_basis == "announced" and self.is_day_known
        return f"{shape}-dot" if announced else shape

    @property
    def colour(self) -> str:
        if not self.is_held:
            return theme.PAPER
        known = not formatting.is_missing(self.row.attendances)
        return theme.ACCENT_LIGHT if known else theme.NEUTRAL


def timeline(events: pd.DataFrame) -> go.Figure:
    """A mark per event: area by attendances, shape by form, row by topic, hollow if not held.

    Takes the result of ``topics.timeline``.
    """
    names = _topic_rows(events)
    start, end, has_days = _axis(events)
    marks = _marks(events, names, start, end)
    drawn = theme.figure(height=44 + _ROW * len(names), left=12, right=12)
    for mark in marks:
        if not mark.is_day_known:
            _draw_span(drawn, mark, is_labelled=len(marks) <= _FEW)
    drawn.add_scatter(
        x=[mark.on for mark in marks],
        y=[mark.height for mark in marks],
        mode="markers+text",
        text=[_number(mark) if len(marks) <= _FEW else "" for mark in marks],
        textfont={"size": theme.SMALL_SIZE},
        # A dot inside the mark would look like part of a digit.
        textposition=[
            "middle right" if "dot" in mark.symbol else "middle center" for mark in marks
        ],
        marker={
            "size": [mark.size for mark in marks],
            "symbol": [mark.symbol for mark in marks],
            "color": [mark.colour for mark in marks],
            "line": {"color": theme.ACCENT, "width": 1.5},
            "opacity": 1,
        },
        hovertext=[_hover(mark.row) for mark in marks],
        hoverinfo="text",
        showlegend=False,
        cliponaxis=False,
    )
    _draw_key(drawn, marks)
    for place, name in enumerate(names):
        drawn.add_annotation(
            text=theme.wrapped(name, 60),
            xref="paper",
            x=0,
            xanchor="left",
            y=place - 0.5,
            yanchor="top",
            showarrow=False,
            font={"size": theme.TEXT_SIZE},
            bgcolor=theme.PAPER,
            borderpad=0,
        )
    drawn.update_yaxes(
        range=[len(names) - 0.5, -0.5],
        tickvals=[place - 0.5 for place in range(len(names))],
        showticklabels=False,
        zeroline=False,
    )
    ticks = _ticks(start, end) if has_days else []
    drawn.update_xaxes(
        range=[start, end],
        tickmode="array",
        tickvals=[day for day, _ in ticks],
        ticktext=[text for _, text in ticks],
        zeroline=False,
    )
    return drawn


def _topic_rows(events: pd.DataFrame) -> list[str]:
    """Topics, the one with most events first; events without a topic last."""
    counts = Counter(_topic(row) for row in rows_of(events))
    return sorted(counts, key=lambda name: (name == _NO_TOPIC, -counts[name], name))


def _topic(row: Any) -> str:
    return _NO_TOPIC if formatting.is_missing(row.topic_label) else str(row.topic_label)


def _axis(events: pd.DataFrame) -> tuple[pd.Timestamp, pd.Timestamp, bool]:
    """First and last day of the axis, with a margin; false where no day is known."""
    days = pd.to_datetime(pd.concat([events["earliest_on"], events["latest_on"]]).dropna())
    first, last = (days.min(), days.max()) if len(days) else (_SOME_DAY, _SOME_DAY)
    margin = max((last - first) * 0.06, pd.Timedelta(days=45))
    return (first - margin).normalize(), (last + margin).normalize(), bool(len(days))


def _marks(
    events: pd.DataFrame, names: list[str], start: pd.Timestamp, end: pd.Timestamp
) -> list[_Mark]:
    rows = rows_of(events)
    most = events["attendances"].max()
    widest = max(12.0, _WIDEST * min(1.0, sqrt(_FEW / len(rows))))
    spans = Counter(_span(row, start, end) for row in rows)
    used: Counter[tuple[object, ...]] = Counter()
    marks = []
    for row in rows:
        span = _span(row, start, end)
        _, first, last = span
        used[span] += 1
        # Events that share one open span stand beside each other in it.
        share = used[span] / (spans[span] + 1)
        on = pd.Timestamp(row.held_on) if first == last else first + (last - first) * share
        size = _NARROWEST + 4
        if not formatting.is_missing(row.attendances):
            size = max(_NARROWEST, widest * sqrt(float(row.attendances) / float(most)))
        marks.append(_Mark(row, names.index(_topic(row)), on, first, last, size))
    return _apart(marks, end - start)


def _apart(marks: list[_Mark], whole: pd.Timedelta) -> list[_Mark]:
    """Marks of one row that would cover each other on a narrow screen, one up and the next down."""
    placed: list[_Mark] = []
    newest: dict[int, _Mark] = {}
    for mark in sorted(marks, key=lambda each: each.on):
        before = newest.get(mark.place)
        shift = 0.0
        if before is not None:
            gap = (mark.on - before.on) / whole * _PLOT
            if gap < (mark.size + before.size) / 2:
                shift = -_SHIFT if before.shift > 0 else _SHIFT
        newest[mark.place] = replace(mark, shift=shift)
        placed.append(newest[mark.place])
    return placed


def _span(
    row: Any, start: pd.Timestamp, end: pd.Timestamp
) -> tuple[str, pd.Timestamp, pd.Timestamp]:
    """Topic and the days between which an event lies; open ends reach to the end of the axis."""
    if not formatting.is_missing(row.held_on):
        day = pd.Timestamp(row.held_on)
        return _topic(row), day, day
    first = start if formatting.is_missing(row.earliest_on) else pd.Timestamp(row.earliest_on)
    last = end if formatting.is_missing(row.latest_on) else pd.Timestamp(row.latest_on)
    return _topic(row), first, max(last, first + pd.Timedelta(days=1))


def _draw_span(drawn: go.Figure, mark: _Mark, *, is_labelled: bool) -> None:
    """A bracket over the days on which an event may have been."""
    y = mark.height
    drawn.add_scatter(
        x=[mark.first, mark.last],
        y=[y, y],
        mode="lines+markers",
        line={"color": theme.SOFT_INK, "width": 1.5, "dash": "dot"},
        marker={"symbol": "line-ns", "size": 12, "line": {"color": theme.SOFT_INK, "width": 2}},
        hoverinfo="skip",
        showlegend=False,
        cliponaxis=False,
    )
    if is_labelled:
        drawn.add_annotation(
            text="Datum unbekannt",
            x=mark.first,
            xanchor="left",
            y=y,
            yanchor="bottom",
            yshift=13,
            showarrow=False,
            font={"size": theme.SMALL_SIZE - 1, "color": theme.SOFT_INK},
        )


def _number(mark: _Mark) -> str:
    """The attendances, where the mark has room for them."""
    if formatting.is_missing(mark.row.attendances) or mark.size < 18:
        return ""
    return formatting.whole(mark.row.attendances)


def _draw_key(drawn: go.Figure, marks: list[_Mark]) -> None:
    """Entries of the legend for what occurs, and nothing else."""
    for mode, name in _MODE_NAMES.items():
        if any(mark.row.mode == mode for mark in marks):
            _draw_entry(drawn, name, _SYMBOLS[mode], theme.ACCENT_LIGHT)
    for name, symbol, colour, occurs in (
        ("keine Liste", "circle", theme.NEUTRAL, any(_has_no_list(mark) for mark in marks)),
        ("verborgen", "circle", theme.NEUTRAL, any(_is_hidden(mark) for mark in marks)),
        ("geplant/offen", "circle", theme.PAPER, any(not mark.is_held for mark in marks)),
        ("Tag unbekannt", "line-ns", theme.PAPER, any(not mark.is_day_known for mark in marks)),
        ("Tag unsicher", "circle-dot", theme.PAPER, any("dot" in mark.symbol for mark in marks)),
    ):
        if occurs:
            _draw_entry(drawn, name, symbol, colour)


def _has_no_list(mark: _Mark) -> bool:
    return mark.is_held and formatting.is_missing(mark.row.attendances) and not _is_hidden(mark)


def _is_hidden(mark: _Mark) -> bool:
    return bool(getattr(mark.row, SUPPRESSED))


def _draw_entry(drawn: go.Figure, name: str, symbol: str, colour: str) -> None:
    drawn.add_scatter(
        x=[None],
        y=[None],
        name=name,
        mode="markers",
        marker={
            "size": 11,
            "symbol": symbol,
            "color": colour,
            "line": {"color": theme.ACCENT, "width": 1.5},
        },
        hoverinfo="skip",
    )


def _ticks(start: pd.Timestamp, end: pd.Timestamp) -> list[tuple[pd.Timestamp, str]]:
    """Quarters of a short time, else beginnings of years, so many as fit on a narrow screen."""
    if (end - start).days <= 550:
        quarters = pd.date_range(start, end, freq="QS")
        return [(day, f"{day:%m/%y}") for day in quarters]
    years = list(range(start.year + 1, end.year + 1))
    step = -(-len(years) // _MOST_TICKS)
    return [(pd.Timestamp(year, 1, 1), str(year)) for year in years if year % step == 0]


def day_in_words(row: Any) -> str:
    """„steht fest“, „angekündigt“, or between which days an unknown one lies."""
    if not formatting.is_missing(row.held_on):
        return labels.DATE_BASES[row.date_basis]
    basis = "angekündigt" if row.date_basis == "announced" else "unbekannt"
    first = "" if formatting.is_missing(row.earliest_on) else formatting.day(row.earliest_on)
    last = "" if formatting.is_missing(row.latest_on) else formatting.day(row.latest_on)
    if first and last:
        return f"{basis}, zwischen {first} und {last}"
    if first or last:
        return f"{basis}, {'nach dem ' + first if first else 'vor dem ' + last}"
    return basis


def _attendances(row: Any) -> str:
    if not formatting.is_missing(row.attendances):
        return formatting.count(int(row.attendances), "Teilnahme", "Teilnahmen")
    if getattr(row, SUPPRESSED):
        return theme.HIDDEN
    return "keine Teilnahmeliste" if row.timeline_state == "held" else "noch keine Teilnahmeliste"


def _hover(row: Any) -> str:
    lines = [
        f"{row.short_title}: {row.title}",
        f"{formatting.day(row.held_on)} ({day_in_words(row)})",
        _state(row.timeline_state),
        f"Form: {labels.MODES[row.mode]}",
        f"Themen: {formatting.text(row.topics)}{_outside_validity(row)}",
        _attendances(row),
    ]
    return "<br>".join(theme.wrapped(line, 44) for line in lines)


def _outside_validity(row: Any) -> str:
    """Says so where the topic was not valid on the day of the event."""
    if formatting.is_missing(row.is_topic_valid) or row.is_topic_valid:
        return ""
    return " (galt an diesem Tag nicht)"


def _state(value: object) -> str:
    return labels.TIMELINE_STATES[str(value)]


def _topic_in_table(row: Any) -> str:
    return f"{formatting.text(row.topics)}{_outside_validity(row)}"


def describe_timeline(events: pd.DataFrame) -> str:
    """How many, from when to when, what is not sure, and which had most attendances."""
    held = events[events["timeline_state"] == "held"]
    parts = [_held_words(held)]
    for state, words in (
        ("planned", ("ist geplant", "sind geplant")),
        ("postponed", ("ist verschoben", "sind verschoben")),
        (
            "overdue",
            (
                "war angekündigt, ohne dass eingetragen ist, ob er stattfand",
                "waren angekündigt, ohne dass eingetragen ist, ob sie stattfanden",
            ),
        ),
    ):
        count = int((events["timeline_state"] == state).sum())
        if count:
            parts.append(f"{formatting.count(count, 'Dialog', 'Dialoge')} {words[count > 1]}.")
    unknown = int(held["held_on"].isna().sum())
    announced = int((held["held_on"].notna() & (held["date_basis"] == "announced")).sum())
    if unknown:
        parts.append(
            f"Bei {formatting.count(unknown, 'Dialog', 'Dialogen')} ist der Tag unbekannt."
        )
    if announced:
        parts.append(
            f"Bei {formatting.count(announced, 'Dialog', 'Dialogen')} ist der Tag nur angekündigt."
        )
    if held["attendances"].notna().sum() > 1:
        most = largest(held, "attendances")
        parts.append(
            f"Die meisten Teilnahmen hatte der {most.short_title} "
            f"({formatting.whole(most.attendances)})."
        )
    return " ".join(parts)


def _held_words(held: pd.DataFrame) -> str:
    if held.empty:
        return "Noch hat kein Dialog dieses Zeitraums stattgefunden."
    days = held["held_on"].dropna()
    counted = formatting.count(len(held), "Dialog hat", "Dialoge haben")
    if days.empty:
        return f"{counted} stattgefunden."
    first, last = formatting.day(days.min()), formatting.day(days.max())
    when = f"am {first}" if first == last else f"vom {first} bis zum {last}"
    if len(held) > 1 and first == last:
        when = f"der einzige bekannte Tag ist der {first}"
        return f"{counted} stattgefunden; {when}."
    return f"{counted} {when} stattgefunden."


def _base(events: pd.DataFrame) -> str:
    return f"n = {formatting.count(len(events), 'Veranstaltung', 'Veranstaltungen')}"


def _mark_notes(drawn: go.Figure, _events: pd.DataFrame, found: pd.DataFrame) -> go.Figure:
    return notes.upright(drawn, found)


TIMELINE = Chart(
    id="themen-zeitleiste",
    title="Zeitleiste der Dialoge",
    question="Wann war welches Thema dran, und wie viele kamen?",
    data=Dataset(
        "topics.timeline",
        (EVENT_ATTENDANCES,),
    ),
    definition="Jedes Zeichen ist eine Veranstaltung der Reihe, die nicht abgesagt ist. Seine "
    "Fläche wächst mit den Teilnahmen, seine Form sagt Präsenz oder online; grau ohne "
    "Teilnahmeliste oder bei verborgener Zahl, leer, wenn nicht eingetragen ist, dass sie "
    "stattfand. Ein Punkt darin: Der Tag war angekündigt und ist nicht bestätigt. Eine Klammer: "
    "Der Tag ist unbekannt und liegt dazwischen, nach der Ankündigung oder zwischen den Dialogen "
    "mit der Nummer davor und danach. Hat ein Dialog mehrere Themen, steht er bei dem mit dem "
    "größten Gewicht, bei gleichem Gewicht beim alphabetisch ersten; die Tabelle nennt alle.",
    columns=(
        Column("short_title", "Dialog", formatting.text),
        Column("title", "Titel", formatting.text),
        Column("held_on", "Datum", formatting.day),
        Column("date_basis", "Sicherheit", formatting.text, text_of_row=day_in_words),
        Column("timeline_state", "Stand", _state),
        Column("mode", "Form", lambda mode: labels.MODES[str(mode)]),
        Column("topics", "Themen", formatting.text, text_of_row=_topic_in_table),
        Column("attendances", "Teilnahmen", formatting.whole),
    ),
    describe=describe_timeline,
    base=_base,
    draw=timeline,
    empty="In diesem Zeitraum ist keine Veranstaltung eingetragen.",
    mark=_mark_notes,
)

CHARTS = (TIMELINE,)
