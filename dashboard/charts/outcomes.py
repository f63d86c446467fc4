"""What became of things: outcomes from raised to done, what is overdue, suggested topics."""

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import formatting, labels
from dashboard.charts import theme
from dashboard.charts.chart import Chart, Column, Dataset
from dashboard.charts.rows import rows_of
from dashboard.disclosure import Audience

_SOURCE = "Chronik des Regionaldialogs und Einträge der Redaktion, SEG Mansfeld-Südharz"
_SUGGESTED = "Eingetragene Themenvorschläge, SEG Mansfeld-Südharz"
_NO_TOPIC = "ohne Thema"
_GOING_ON = ("open", "running")

# Colour and pattern of a status: told apart in greyscale as well.
_LOOKS = {
    "done": (theme.ACCENT, ""),
    "running": (theme.ACCENT_LIGHT, "/"),
    "open": (theme.NEUTRAL, ""),
    "dropped": (theme.PAPER, "x"),
}
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

_MOST_ROWS = 40  # in one picture; the table holds all of them
_ROW = 62  # pixels: two lines of title above a bar
_TITLE_LINE = 44  # characters that fit into the narrowest picture
_TITLE_LINES = 2
_DAY_MS = 24 * 60 * 60 * 1000
_YEAR_DAYS = 365.25
_MOST_TICKS = 6
_FUTURE_DAYS = 730  # how far a due date may stretch the time axis


# --- counts by status ------------------------------------------------------------------------


def _stacked(
    frame: pd.DataFrame,
    *,
    rows: str,
    names: Mapping[str, str],
    values: str,
    statuses: Mapping[str, str],
    looks: Mapping[str, tuple[str, str]],
) -> go.Figure:
    """Horizontal bars in the order of the frame, each cut by ``status``."""
    order = list(dict.fromkeys(frame[rows]))
    drawn = theme.figure(height=theme.rows_height(len(order)))
    for status, (colour, pattern) in looks.items():
        part = frame[frame["status"] == status]
        if part.empty:
            continue
        drawn.add_bar(
            y=[order.index(name) for name in part[rows]],
            x=part[values].to_list(),
            orientation="h",
            name=statuses[status],
            marker={
                "color": colour,
                "pattern": theme.pattern(pattern, theme.SOFT_INK),
                "line": {"color": theme.SOFT_INK, "width": 1},
            },
            text=[f"<b>{formatting.whole(value)}</b>" for value in part[values]],
            textposition="inside",
            insidetextanchor="middle",
            insidetextfont={"color": theme.ink_on(colour)},
            textangle=0,
            hovertext=[
                f"{theme.wrapped(names[name], 40)}<br>{statuses[status]}: {formatting.whole(value)}"
                for name, value in zip(part[rows], part[values], strict=True)
            ],
            hoverinfo="text",
        )
    drawn.update_layout(barmode="stack")
    drawn.update_xaxes(rangemode="tozero", showticklabels=False, showgrid=False)
    return theme.name_rows(drawn, [names[name] for name in order])


def by_status(outcomes: pd.DataFrame) -> go.Figure:
    """Outcomes of each kind by status. Takes the result of ``outcomes.by_status``."""
    return _stacked(
        outcomes,
        rows="kind",
        names=labels.OUTCOME_KINDS,
        values="outcomes",
        statuses=labels.OUTCOME_STATUSES,
        looks=_LOOKS,
    )


def _counted(frame: pd.DataFrame, values: str, words: Mapping[str, tuple[str, str]]) -> list[str]:
    """„3 sind erledigt“, „1 läuft“: the statuses that occur, in the order of ``words``."""
    sums = frame.groupby("status")[values].sum()
    return [
        f"{formatting.whole(sums[status])} {one if sums[status] == 1 else many}"
        for status, (one, many) in words.items()
        if sums.get(status, 0)
    ]


_OUTCOME_WORDS = {
    "done": ("ist erledigt", "sind erledigt"),
    "running": ("läuft", "laufen"),
    "open": ("ist offen", "sind offen"),
    "dropped": ("wird nicht weiterverfolgt", "werden nicht weiterverfolgt"),
}


def describe_by_status(outcomes: pd.DataFrame) -> str:
    """How many stand where, and how many are overdue of those with a due date."""
    total = formatting.count(int(outcomes["outcomes"].sum()), "Ergebnis", "Ergebnisse")
    stand = formatting.listing(_counted(outcomes, "outcomes", _OUTCOME_WORDS))
    due, late = int(outcomes["with_due"].sum()), int(outcomes["overdue"].sum())
    going_on = int(outcomes.loc[outcomes["status"].isin(_GOING_ON), "outcomes"].sum())
    if not going_on:
        return f"{total}: {stand}."
    if not due:
        return f"{total}: {stand}. Zu keinem offenen oder laufenden ist ein Termin bekannt."
    if due == 1:
        passed = "ist überschritten" if late else "ist noch nicht vorbei"
        return f"{total}: {stand}. Der einzige bekannte Termin {passed}."
    passed = {0: "ist keines", 1: "ist 1"}.get(late, f"sind {formatting.whole(late)}")
    return f"{total}: {stand}. Von {formatting.whole(due)} mit Termin {passed} überfällig."


def _outcomes_base(outcomes: pd.DataFrame) -> str:
    return f"n = {formatting.count(int(outcomes['outcomes'].sum()), 'Ergebnis', 'Ergebnisse')}"


def _topic(value: object) -> str:
    return _NO_TOPIC if formatting.is_missing(value) else str(value)


def by_topic(outcomes: pd.DataFrame) -> go.Figure:
    """Outcomes of each topic by status. Takes the result of ``outcomes.by_topic``."""
    named = outcomes.assign(topic_label=outcomes["topic_label"].map(_topic))
    return _stacked(
        named,
        rows="topic_label",
        names={name: name for name in named["topic_label"]},
        values="outcomes",
        statuses=labels.OUTCOME_STATUSES,
        looks=_LOOKS,
    )


def describe_by_topic(outcomes: pd.DataFrame) -> str:
    """The topics with most outcomes, those of which none is done, and how many have no topic."""
    named = outcomes[outcomes["topic_label"].notna()]
    without_topic = int(outcomes.loc[outcomes["topic_label"].isna(), "outcomes"].sum())
    rest = (
        f" Ohne Thema: {formatting.count(without_topic, 'Ergebnis', 'Ergebnisse')}."
        if without_topic
        else ""
    )
    if named.empty:
        return f"Kein Ergebnis ist einem Thema zugeordnet.{rest}"
    sums = named.groupby("topic_label", sort=False)["outcomes"].sum()
    done = set(named.loc[named["status"] == "done", "topic_label"])
    undone = [f"„{name}“" for name in sums.index if name not in done]
    progress_so_far = (
        f"Noch nichts ist erledigt zu {formatting.listing(undone)}."
        if undone
        else "Zu jedem Thema ist schon etwas erledigt."
    )
    return f"{_leading_topics(sums, is_all=not without_topic)} {progress_so_far}{rest}"


def _leading_topics(sums: pd.Series, *, is_all: bool) -> str:
    leading = [f"„{name}“" for name in sums.index[sums == sums.max()]]
    most = formatting.whole(sums.max())
    if len(sums) == 1 and is_all:
        if sums.sum() == 1:
            return f"Das einzige Ergebnis gehört zu {leading[0]}."
        return f"Alle {most} Ergebnisse gehören zu {leading[0]}."
    if len(sums) > 1 and len(leading) == len(sums):
        return f"Auf jedes der {formatting.whole(len(sums))} Themen entfällt gleich viel ({most})."
    each = "je " if len(leading) > 1 else ""
    return f"Die meisten Ergebnisse gehören zu {formatting.listing(leading)} ({each}{most})."


# --- the way of each outcome -----------------------------------------------------------------


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
    for status, (colour, pattern) in _LOOKS.items():
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
    is_ended = row.status not in _GOING_ON
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
        if row.status in _GOING_ON and not formatting.is_missing(row.due_on)
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
        *([f"Abgeschlossen: {_ended(row)}"] if row.status not in _GOING_ON else []),
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
    if row.status in _GOING_ON:
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
    going_on = outcomes[outcomes["status"].isin(_GOING_ON)]
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


# --- overdue ---------------------------------------------------------------------------------


def describe_overdue(outcomes: pd.DataFrame) -> str:
    """How many, and the one that is overdue longest."""
    first = rows_of(outcomes)[0]
    days = formatting.count(int(first.days_overdue), "Tag", "Tagen")
    if len(outcomes) == 1:
        return (
            f"Der Termin von „{first.title}“ ({formatting.when(first.due)}) ist seit {days} vorbei."
        )
    return (
        f"Bei {formatting.whole(len(outcomes))} Ergebnissen ist der Termin vorbei; am längsten bei "
        f"„{first.title}“ ({formatting.when(first.due)}, seit {days})."
    )


# --- suggested topics ------------------------------------------------------------------------


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
    return f"{received}: {formatting.listing(_counted(steps, 'suggestions', _SUGGESTION_WORDS))}."


def suggestion_sources(suggestions: pd.DataFrame) -> go.Figure:
    """Suggestions by sender and status. Takes ``outcomes.suggestions_by_source``."""
    return _stacked(
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


# --- words of the tables ---------------------------------------------------------------------


def _kind(value: object) -> str:
    return labels.OUTCOME_KINDS[str(value)]


def _status(value: object) -> str:
    return labels.OUTCOME_STATUSES[str(value)]


def _suggestion_status(value: object) -> str:
    return labels.SUGGESTION_STATUSES[str(value)]


def _source(value: object) -> str:
    return labels.SUGGESTION_SOURCES[str(value)]


def _due(row: Any) -> str:
    if formatting.is_missing(row.due):
        return formatting.NOT_APPLICABLE
    late = " (vorbei)" if row.is_overdue else ""
    return f"{formatting.when(row.due)}{late}"


def _update(row: Any) -> str:
    if formatting.is_missing(row.last_update_on):
        return "noch keine"
    return f"{formatting.day(row.last_update_on)}: {row.last_message}"


def _update_day(value: object) -> str:
    return "noch keine" if formatting.is_missing(value) else formatting.day(value)


def _event(row: Any) -> str:
    if formatting.is_missing(row.taken_up_at):
        return formatting.NOT_APPLICABLE
    return f"{row.taken_up_at} ({formatting.day(row.held_on)})"


_PERIOD_NOTE = (
    "Ein Ergebnis gehört zu dem Jahr, in dem der Dialog war, bei dem es aufkam; ist dessen Datum "
    "unbekannt, zählt es nur, wenn alle Jahre gewählt sind."
)
_STATUS_NOTE = (
    "Der Stand ist der der neuesten Meldung; ohne Meldung der, den die Chronik nennt oder der beim "
    "Eintragen galt."
)
_DUE_NOTE = (
    "Als Termin gilt der eingetragene, sonst das Ende, das die Chronik nennt; ein Monat endet an "
    "seinem letzten Tag. Überfällig ist, was dann weder erledigt noch aufgegeben ist. Wer nichts "
    "nachträgt, lässt auch längst Erledigtes überfällig aussehen."
)
_SUGGESTION_NOTE = (
    "Ein Vorschlag gehört zu dem Jahr, in dem er einging; ist der Tag unbekannt, zählt er nur, "
    "wenn alle Jahre gewählt sind."
)
_NO_OUTCOME = "Bei den Dialogen dieses Zeitraums ist noch kein Ergebnis festgehalten."
_NO_SUGGESTION = "Für diesen Zeitraum ist noch kein Themenvorschlag eingetragen."

BY_STATUS = Chart(
    id="wirkung-stand",
    title="Ergebnisse nach Art und Stand",
    question="Was ist aus den Ergebnissen der Dialoge geworden?",
    data=Dataset("outcomes.by_status"),
    definition="Ergebnisse sind Projekte, Studien, Forderungen, Ideen, Förderungen und "
    "Evaluationen, die bei einem Dialog aufkamen oder vorgestellt wurden. "
    f"{_STATUS_NOTE} {_DUE_NOTE} {_PERIOD_NOTE}",
    columns=(
        Column("kind", "Art", _kind),
        Column("status", "Stand", _status),
        Column("outcomes", "Ergebnisse", formatting.whole),
        Column("with_due", "davon mit Termin, nicht abgeschlossen", formatting.whole),
        Column("overdue", "davon überfällig", formatting.whole),
    ),
    describe=describe_by_status,
    base=_outcomes_base,
    source=_SOURCE,
    draw=by_status,
    empty=_NO_OUTCOME,
)

PROGRESS = Chart(
    id="wirkung-verlauf",
    title="Der Weg der Ergebnisse",
    question="Seit wann läuft was, und was ist fertig?",
    data=Dataset("outcomes.progress"),
    definition="Ein Balken beginnt am Tag des Dialogs, bei dem das Ergebnis aufkam, und endet an "
    "dem Tag, seit dem es erledigt oder aufgegeben ist, sonst heute. Ist ein Tag nicht bekannt, "
    "ist der Balken so weit gepunktet, wie er ungewiss ist: beim Beginn zwischen dem vorigen und "
    "dem nächsten Dialog der Reihe, beim Ende bis heute. Monate sind volle Monate seit dem Beginn. "
    f"{_STATUS_NOTE} {_PERIOD_NOTE}",
    columns=(
        Column("title", "Ergebnis", formatting.text),
        Column("kind", "Art", _kind),
        Column("status", "Stand", _status),
        Column("raised_at", "Aufgekommen", formatting.text, text_of_row=_raised),
        Column("months", "Monate seitdem oder bis zum Abschluss", formatting.whole),
        Column("ended", "Abgeschlossen", formatting.when, text_of_row=_ended),
        Column("due", "Termin", formatting.when, text_of_row=_due),
        Column("last_message", "Neueste Meldung", formatting.text, text_of_row=_update),
        Column("topic_label", "Thema", _topic),
        Column("responsible", "Zuständig", formatting.text),
        Column("municipality_names", "Betroffene Gemeinden", formatting.text),
        Column("note", "Notiz", formatting.or_dash(formatting.text)),
    ),
    describe=describe_progress,
    base=lambda outcomes: f"n = {formatting.count(len(outcomes), 'Ergebnis', 'Ergebnisse')}",
    source=_SOURCE,
    draw=progress,
    empty=_NO_OUTCOME,
)

OVERDUE = Chart(
    id="wirkung-ueberfaellig",
    title="Überfällige Ergebnisse",
    question="Bei welchen Ergebnissen ist der Termin vorbei?",
    data=Dataset("outcomes.overdue"),
    definition=f"{_DUE_NOTE} {_PERIOD_NOTE}",
    columns=(
        Column("title", "Ergebnis", formatting.text),
        Column("kind", "Art", _kind),
        Column("status", "Stand", _status),
        Column("due", "Termin", formatting.when),
        Column("days_overdue", "Tage seitdem", formatting.whole),
        Column("last_update_on", "Neueste Meldung", _update_day),
        Column("responsible", "Zuständig", formatting.text),
    ),
    describe=describe_overdue,
    base=lambda outcomes: f"n = {formatting.count(len(outcomes), 'Ergebnis', 'Ergebnisse')}",
    source=_SOURCE,
    empty="Bei keinem Ergebnis dieses Zeitraums ist ein bekannter Termin überschritten.",
)

BY_TOPIC = Chart(
    id="wirkung-themen",
    title="Ergebnisse nach Thema und Stand",
    question="Zu welchen Themen gibt es Ergebnisse?",
    data=Dataset("outcomes.by_topic"),
    definition="Jedes Ergebnis zählt zu einem Thema. " + f"{_STATUS_NOTE} {_PERIOD_NOTE}",
    columns=(
        Column("topic_label", "Thema", _topic),
        Column("status", "Stand", _status),
        Column("outcomes", "Ergebnisse", formatting.whole),
    ),
    describe=describe_by_topic,
    base=_outcomes_base,
    source=_SOURCE,
    draw=by_topic,
    empty=_NO_OUTCOME,
)

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
        Column("topic_label", "Thema", _topic),
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

CHARTS = (
    BY_STATUS,
    PROGRESS,
    OVERDUE,
    BY_TOPIC,
    SUGGESTION_STEPS,
    SUGGESTION_SOURCES,
    SUGGESTIONS,
)
