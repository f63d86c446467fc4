"""The way of each outcome, from the dialogue where it came up until it is done."""

import textwrap
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import formatting, labels
from dashboard.charts import theme
from dashboard.charts.chart import Chart, Column, Dataset
from dashboard.charts.outcomes import (
    GOING_ON,
    LOOKS,
    NO_OUTCOME,
    PERIOD_NOTE,
    SOURCE,
    STATUS_NOTE,
    kind_name,
    status_name,
    topic_name,
)
from dashboard.charts.rows import rows_of

_MOST_ROWS = 40  # in one picture; the table holds all of them
_ROW = 62  # pixels: two lines of title above a bar
_TITLE_LINE = 44  # characters that fit into the narrowest picture
_TITLE_LINES = 2
_DAY_MS = 24 * 60 * 60 * 1000
_YEAR_DAYS = 365.25
_MOST_TICKS = 6
_FUTURE_DAYS = 730  # how far a due date may stretch the time axis


@dataclass(frozen=True)
class _Span:
    """A piece of a bar: from and to as days; uncertain where only its bounds are known."""

    place: int
    start: pd.Timestamp
    end: pd.Timestamp
    is_certain: bool


def progress(outcomes: pd.DataFrame) -> go.Figure:
    """A bar per outcome from the event where it was raised to its end or today.

    Hatched where a day is not known. Takes the result of ``outcomes.progress``.
    """
    shown = outcomes.head(_MOST_ROWS)
    rows = rows_of(shown)
    today = pd.Timestamp(outcomes["seen_on"].iloc[0])
    start, end = _axis(shown, today)
    drawn = theme.figure(height=56 + _ROW * len(rows), left=12, right=16)
    spans = [
        span for place, row in enumerate(rows) for span in _spans(row, place, start, today=today)
    ]
    for status, (colour, pattern) in LOOKS.items():
        _draw_spans(
            drawn,
            [span for span in spans if span.is_certain and rows[span.place].status == status],
            rows,
            name=labels.OUTCOME_STATUSES[status],
            colour=colour,
            pattern=pattern,
            # Every bar has its status written above it.
            in_legend=False,
        )
    _draw_spans(
        drawn,
        [span for span in spans if not span.is_certain],
        rows,
        name="Zeitpunkt ungewiss",
        colour=theme.PAPER,
        pattern=".",
    )
    _draw_marks(drawn, rows, start, end)
    drawn.add_scatter(
        x=[today, today],
        y=[-0.5, len(rows) - 0.5],
        mode="lines",
        name="heute",
        line={"color": theme.SOFT_INK, "width": 1, "dash": "dash"},
        hoverinfo="skip",
    )
    for place, row in enumerate(rows):
        _write_title(drawn, row, place, has_bar=any(span.place == place for span in spans))
    drawn.update_layout(barmode="overlay")
    years = max((end - start).days / _YEAR_DAYS, 0.1)
    months = max(1, round(12 * years / _MOST_TICKS)) if years < 2 else 12 * -(-years // _MOST_TICKS)
    drawn.update_xaxes(
        type="date",
        range=[start, end],
        dtick=f"M{int(months)}",
        tick0=f"{start.year}-01-01",
        tickformat="%m/%Y" if years < 2 else "%Y",
        tickfont={"size": theme.SMALL_SIZE},
        zeroline=False,
    )
    return drawn.update_yaxes(
        range=[len(rows) - 0.5, -0.5], showticklabels=False, showgrid=False, zeroline=False
    )


def _days(frame: pd.DataFrame, *columns: str) -> list[pd.Timestamp]:
    return [pd.Timestamp(day) for name in columns for day in frame[name].dropna()]


def _update_days(row: Any) -> list[pd.Timestamp]:
    if formatting.is_missing(row.update_days):
        return []
    return [pd.Timestamp(day) for day in str(row.update_days).split(",")]


def _axis(outcomes: pd.DataFrame, today: pd.Timestamp) -> tuple[pd.Timestamp, pd.Timestamp]:
    """From the first known day to today or, within two years, the last due date; some room."""
    updates = [day for row in rows_of(outcomes) for day in _update_days(row)]
    known = _days(outcomes, "raised_on", "raised_after", "raised_before", "ended_on") + updates
    latest = today + pd.Timedelta(days=_FUTURE_DAYS)
    due = [day for day in _days(outcomes, "due_on") if day <= latest]
    first = min([*known, *due, today - pd.Timedelta(days=90)])
    last = max([*due, *known, today])
    room = (last - first) * 0.02
    return first - room, last + room


def _spans(row: Any, place: int, axis_start: pd.Timestamp, *, today: pd.Timestamp) -> list[_Span]:
    """What is known of the time between raised and ended; nothing where nothing is known."""
    is_ended = row.status not in GOING_ON
    end_is_known = not is_ended or not formatting.is_missing(row.ended_on)
    end = pd.Timestamp(row.ended_on) if is_ended and end_is_known else today
    if not formatting.is_missing(row.raised_on):
        start = pd.Timestamp(row.raised_on)
        return [_Span(place, start, max(start, end), is_certain=end_is_known)]
    after, before = row.raised_after, row.raised_before
    if formatting.is_missing(after) and formatting.is_missing(before):
        return []
    earliest = axis_start if formatting.is_missing(after) else pd.Timestamp(after)
    latest = end if formatting.is_missing(before) else min(pd.Timestamp(before), end)
    unsure = _Span(place, earliest, max(earliest, latest), is_certain=False)
    if latest >= end:
        return [unsure]
    return [unsure, _Span(place, latest, end, is_certain=end_is_known)]


def _draw_spans(
    drawn: go.Figure,
    spans: list[_Span],
    rows: list[Any],
    *,
    name: str,
    colour: str,
    pattern: str,
    in_legend: bool = True,
) -> None:
    if not spans:
        return
    drawn.add_bar(
        y=[span.place + 0.27 for span in spans],
        base=[span.start for span in spans],
        # On a time axis the length of a bar counts in milliseconds; a day at least can be seen.
        x=[max((span.end - span.start).days, 1) * _DAY_MS for span in spans],
        width=0.26,
        orientation="h",
        name=name,
        showlegend=in_legend,
        marker={
            "color": colour,
            "pattern": theme.pattern(pattern, theme.SOFT_INK),
            "line": {"color": theme.SOFT_INK, "width": 1},
        },
        hovertext=[_hover(rows[span.place]) for span in spans],
        hoverinfo="text",
    )


def _draw_marks(drawn: go.Figure, rows: list[Any], start: pd.Timestamp, end: pd.Timestamp) -> None:
    """Updates, due dates, and first days that were announced and never confirmed."""
    updates = [(day, place) for place, row in enumerate(rows) for day in _update_days(row)]
    due = [
        (pd.Timestamp(row.due_on), place)
        for place, row in enumerate(rows)
        if row.status in GOING_ON and not formatting.is_missing(row.due_on)
    ]
    announced = [
        (pd.Timestamp(row.raised_on), place)
        for place, row in enumerate(rows)
        if row.raised_basis == "announced" and not formatting.is_missing(row.raised_on)
    ]
    for name, marks, symbol, colour in (
        ("Meldung", updates, "circle", theme.INK),
        ("Termin", due, "diamond", theme.CONTRAST),
        ("Beginn nicht bestätigt", announced, "circle-open", theme.CONTRAST),
    ):
        inside = [mark for mark in marks if start <= mark[0] <= end]
        if inside:
            drawn.add_scatter(
                x=[day for day, _ in inside],
                y=[place + 0.27 for _, place in inside],
                mode="markers",
                name=name,
                marker={
                    "symbol": symbol,
                    "size": 10,
                    "color": colour,
                    "line": {
                        "color": colour if symbol.endswith("open") else theme.PAPER,
                        "width": 2 if symbol.endswith("open") else 1,
                    },
                },
                hovertext=[
                    f"{name}: {formatting.day(day)}<br>{_hover(rows[place])}"
                    for day, place in inside
                ],
                hoverinfo="text",
                cliponaxis=False,
            )


def _write_title(drawn: go.Figure, row: Any, place: int, *, has_bar: bool) -> None:
    status = labels.OUTCOME_STATUSES[row.status] + (", Termin vorbei" if row.is_overdue else "")
    lines = textwrap.wrap(
        f"{status}: {row.title}",
        _TITLE_LINE,
        max_lines=_TITLE_LINES,
        placeholder=" …",
        break_long_words=False,
    )
    text = theme.wrapped(" ".join(lines), _TITLE_LINE)
    head = theme.wrapped(status, _TITLE_LINE)
    if text.startswith(head):
        text = f"<b>{head}</b>{text.removeprefix(head)}"
    written = {"showarrow": False, "xref": "paper", "x": 0, "xanchor": "left", "align": "left"}
    drawn.add_annotation(text=text, y=place + 0.1, yanchor="bottom", **written)
    if not has_bar:
        drawn.add_annotation(
            text="wann es aufkam, ist nicht bekannt",
            y=place + 0.27,
            yanchor="middle",
            font={"size": theme.SMALL_SIZE, "color": theme.SOFT_INK},
            **written,
        )


def _hover(row: Any) -> str:
    lines = [
        str(row.title),
        f"{labels.OUTCOME_KINDS[row.kind]}, {labels.OUTCOME_STATUSES[row.status]}",
        f"Aufgekommen: {_raised(row)}",
        *([f"Abgeschlossen: {_ended(row)}"] if row.status not in GOING_ON else []),
        *([] if formatting.is_missing(row.due) else [f"Termin: {formatting.when(row.due)}"]),
        *(
            []
            if formatting.is_missing(row.last_message)
            else [f"{formatting.day(row.last_update_on)}: {row.last_message}"]
        ),
    ]
    return "<br>".join(theme.wrapped(line, 40) for line in lines)


def _raised(row: Any) -> str:
    """„8. Regionaldialog, 20.02.2024“; the date as sure as it is."""
    at = "" if formatting.is_missing(row.raised_at) else f"{row.raised_at}, "
    if not formatting.is_missing(row.raised_on):
        unsure = " (angekündigt, nicht bestätigt)" if row.raised_basis == "announced" else ""
        return f"{at}{formatting.day(row.raised_on)}{unsure}"
    bounds = [
        f"{word} {formatting.day(day)}"
        for word, day in (("nach dem", row.raised_after), ("vor dem", row.raised_before))
        if not formatting.is_missing(day)
    ]
    between = f" ({', '.join(bounds)})" if bounds else ""
    return f"{at}Datum unbekannt{between}" if at else "unbekannt"


def _ended(row: Any) -> str:
    if row.status in GOING_ON:
        return formatting.NOT_APPLICABLE
    return "Datum unbekannt" if formatting.is_missing(row.ended) else formatting.when(row.ended)


def describe_progress(outcomes: pd.DataFrame) -> str:
    """What has waited longest, what was finished last, and what nobody has reported on."""
    parts = [_longest(outcomes), _last_done(outcomes), _silent(outcomes)]
    if len(outcomes) > _MOST_ROWS:
        parts.append(
            f"Das Bild zeigt {_MOST_ROWS} von {formatting.whole(len(outcomes))} Ergebnissen, "
            "die Tabelle alle."
        )
    return " ".join(part for part in parts if part)


def _longest(outcomes: pd.DataFrame) -> str:
    going_on = outcomes[outcomes["status"].isin(GOING_ON)]
    if going_on.empty:
        return "Alle Ergebnisse sind abgeschlossen."
    dated = going_on[going_on["raised_on"].notna()]
    if dated.empty:
        return "Seit wann die offenen und laufenden Ergebnisse warten, ist nicht bekannt."
    first = rows_of(dated.sort_values("raised_on", kind="stable"))[0]
    alike = int((dated["raised_on"] == first.raised_on).sum()) - 1
    with_others = (
        f" und {formatting.count(alike, 'weiteres', 'weitere')} vom selben Tag" if alike else ""
    )
    return (
        f"Am längsten nicht abgeschlossen: „{first.title}“{with_others} "
        f"(aufgekommen: {_raised(first)}; vor {_months(first.months)})."
    )


def _months(value: object) -> str:
    months = int(value)  # type: ignore[call-overload]
    return "weniger als einem Monat" if months < 1 else formatting.count(months, "Monat", "Monaten")


def _last_done(outcomes: pd.DataFrame) -> str:
    done = outcomes[(outcomes["status"] == "done") & outcomes["ended_on"].notna()]
    if done.empty:
        return ""
    last = rows_of(done.sort_values("ended_on", ascending=False, kind="stable"))[0]
    return f"Zuletzt erledigt, soweit bekannt: „{last.title}“ ({formatting.when(last.ended)})."


def _silent(outcomes: pd.DataFrame) -> str:
    silent = int((outcomes["updates"] == 0).sum())
    if not silent:
        return ""
    if silent == len(outcomes):
        return "Meldungen, wie es weiterging, sind noch nicht eingetragen."
    whom = formatting.count(silent, "Ergebnis", "Ergebnissen")
    return f"Zu {whom} liegt noch keine Meldung vor."


def _due(row: Any) -> str:
    if formatting.is_missing(row.due):
        return formatting.NOT_APPLICABLE
    late = " (vorbei)" if row.is_overdue else ""
    return f"{formatting.when(row.due)}{late}"


def _update(row: Any) -> str:
    if formatting.is_missing(row.last_update_on):
        return "noch keine"
    return f"{formatting.day(row.last_update_on)}: {row.last_message}"


PROGRESS = Chart(
    id="wirkung-verlauf",
    title="Der Weg der Ergebnisse",
    question="Seit wann läuft was, und was ist fertig?",
    data=Dataset("outcomes.progress"),
    definition="Ein Balken beginnt am Tag des Dialogs, bei dem das Ergebnis aufkam, und endet an "
    "dem Tag, seit dem es erledigt oder aufgegeben ist, sonst heute. Ist ein Tag nicht bekannt, "
    "ist der Balken so weit gepunktet, wie er ungewiss ist: beim Beginn zwischen dem vorigen und "
    "dem nächsten Dialog der Reihe, beim Ende bis heute. Monate sind volle Monate seit dem Beginn. "
    f"{STATUS_NOTE} {PERIOD_NOTE}",
    columns=(
        Column("title", "Ergebnis", formatting.text),
        Column("kind", "Art", kind_name),
        Column("status", "Stand", status_name),
        Column("raised_at", "Aufgekommen", formatting.text, text_of_row=_raised),
        Column("months", "Monate seitdem oder bis zum Abschluss", formatting.whole),
        Column("ended", "Abgeschlossen", formatting.when, text_of_row=_ended),
        Column("due", "Termin", formatting.when, text_of_row=_due),
        Column("last_message", "Neueste Meldung", formatting.text, text_of_row=_update),
        Column("topic_label", "Thema", topic_name),
        Column("responsible", "Zuständig", formatting.text),
        Column("municipality_names", "Betroffene Gemeinden", formatting.text),
        Column("note", "Notiz", formatting.or_dash(formatting.text)),
    ),
    describe=describe_progress,
    base=lambda outcomes: f"n = {formatting.count(len(outcomes), 'Ergebnis', 'Ergebnisse')}",
    source=SOURCE,
    draw=progress,
    empty=NO_OUTCOME,
)


CHARTS = (PROGRESS,)
