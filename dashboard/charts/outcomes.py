"""What became of things: outcomes by status and topic, and what is overdue."""

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from dashboard import formatting, labels
from dashboard.charts import theme
from dashboard.charts.chart import Chart, Column, Dataset
from dashboard.charts.rows import rows_of

SOURCE = "Chronik des Regionaldialogs und Einträge der Redaktion, SEG Mansfeld-Südharz"
_NO_TOPIC = "ohne Thema"
GOING_ON = ("open", "running")

# Colour and pattern of a status: told apart in greyscale as well.
LOOKS = {
    "done": (theme.ACCENT, ""),
    "running": (theme.ACCENT_LIGHT, "/"),
    "open": (theme.NEUTRAL, ""),
    "dropped": (theme.PAPER, "x"),
}


def stacked(
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
    # Plotly leaves the legend out where there is but one status.
    drawn.update_layout(barmode="stack", showlegend=True)
    drawn.update_xaxes(rangemode="tozero", showticklabels=False, showgrid=False)
    return theme.name_rows(drawn, [names[name] for name in order])


def by_status(outcomes: pd.DataFrame) -> go.Figure:
    """Outcomes of each kind by status. Takes the result of ``outcomes.by_status``."""
    return stacked(
        outcomes,
        rows="kind",
        names=labels.OUTCOME_KINDS,
        values="outcomes",
        statuses=labels.OUTCOME_STATUSES,
        looks=LOOKS,
    )


def counted_words(
    frame: pd.DataFrame, values: str, words: Mapping[str, tuple[str, str]]
) -> list[str]:
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
    stand = formatting.listing(counted_words(outcomes, "outcomes", _OUTCOME_WORDS))
    due, late = int(outcomes["with_due"].sum()), int(outcomes["overdue"].sum())
    going_on = int(outcomes.loc[outcomes["status"].isin(GOING_ON), "outcomes"].sum())
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


def topic_name(value: object) -> str:
    """The topic, or that there is none."""
    return _NO_TOPIC if formatting.is_missing(value) else str(value)


def by_topic(outcomes: pd.DataFrame) -> go.Figure:
    """Outcomes of each topic by status. Takes the result of ``outcomes.by_topic``."""
    named = outcomes.assign(topic_label=outcomes["topic_label"].map(topic_name))
    return stacked(
        named,
        rows="topic_label",
        names={name: name for name in named["topic_label"]},
        values="outcomes",
        statuses=labels.OUTCOME_STATUSES,
        looks=LOOKS,
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


def kind_name(value: object) -> str:
    """„Projekt“, „Studie“ …"""
    return labels.OUTCOME_KINDS[str(value)]


def status_name(value: object) -> str:
    """„offen“, „läuft“ …"""
    return labels.OUTCOME_STATUSES[str(value)]


def _update_day(value: object) -> str:
    return "noch keine" if formatting.is_missing(value) else formatting.day(value)


PERIOD_NOTE = (
    "Ein Ergebnis gehört zu dem Jahr, in dem der Dialog war, bei dem es aufkam; ist dessen Datum "
    "unbekannt, zählt es nur, wenn alle Jahre gewählt sind."
)
STATUS_NOTE = (
    "Der Stand ist der der neuesten Meldung; ohne Meldung der, den die Chronik nennt oder der beim "
    "Eintragen galt."
)
_DUE_NOTE = (
    "Als Termin gilt der eingetragene, sonst das Ende, das die Chronik nennt; ein Monat endet an "
    "seinem letzten Tag. Überfällig ist, was dann weder erledigt noch aufgegeben ist. Wer nichts "
    "nachträgt, lässt auch längst Erledigtes überfällig aussehen."
)
NO_OUTCOME = "Bei den Dialogen dieses Zeitraums ist noch kein Ergebnis festgehalten."

BY_STATUS = Chart(
    id="wirkung-stand",
    title="Ergebnisse nach Art und Stand",
    question="Was ist aus den Ergebnissen der Dialoge geworden?",
    data=Dataset("outcomes.by_status"),
    definition="Ergebnisse sind Projekte, Studien, Forderungen, Ideen, Förderungen und "
    "Evaluationen, die bei einem Dialog aufkamen oder vorgestellt wurden. "
    f"{STATUS_NOTE} {_DUE_NOTE} {PERIOD_NOTE}",
    columns=(
        Column("kind", "Art", kind_name),
        Column("status", "Stand", status_name),
        Column("outcomes", "Ergebnisse", formatting.whole),
        Column("with_due", "davon mit Termin, nicht abgeschlossen", formatting.whole),
        Column("overdue", "davon überfällig", formatting.whole),
    ),
    describe=describe_by_status,
    base=_outcomes_base,
    source=SOURCE,
    draw=by_status,
    empty=NO_OUTCOME,
)

OVERDUE = Chart(
    id="wirkung-ueberfaellig",
    title="Überfällige Ergebnisse",
    question="Bei welchen Ergebnissen ist der Termin vorbei?",
    data=Dataset("outcomes.overdue"),
    definition=f"{_DUE_NOTE} {PERIOD_NOTE}",
    columns=(
        Column("title", "Ergebnis", formatting.text),
        Column("kind", "Art", kind_name),
        Column("status", "Stand", status_name),
        Column("due", "Termin", formatting.when),
        Column("days_overdue", "Tage seitdem", formatting.whole),
        Column("last_update_on", "Neueste Meldung", _update_day),
        Column("responsible", "Zuständig", formatting.text),
    ),
    describe=describe_overdue,
    base=lambda outcomes: f"n = {formatting.count(len(outcomes), 'Ergebnis', 'Ergebnisse')}",
    source=SOURCE,
    empty="Bei keinem Ergebnis dieses Zeitraums ist ein bekannter Termin überschritten.",
)

BY_TOPIC = Chart(
    id="wirkung-themen",
    title="Ergebnisse nach Thema und Stand",
    question="Zu welchen Themen gibt es Ergebnisse?",
    data=Dataset("outcomes.by_topic"),
    definition="Jedes Ergebnis zählt zu einem Thema. " + f"{STATUS_NOTE} {PERIOD_NOTE}",
    columns=(
        Column("topic_label", "Thema", topic_name),
        Column("status", "Stand", status_name),
        Column("outcomes", "Ergebnisse", formatting.whole),
    ),
    describe=describe_by_topic,
    base=_outcomes_base,
    source=SOURCE,
    draw=by_topic,
    empty=NO_OUTCOME,
)


CHARTS = (BY_STATUS, OVERDUE, BY_TOPIC)
