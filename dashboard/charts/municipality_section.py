"""One municipality: when it was represented, what for, by whom.

These charts need a municipality to be chosen; ``publish`` cuts the others off after the disclosure
rules have looked at all of them, so that choosing cannot show more than the whole does.
"""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import formatting, labels
from dashboard.charts import theme
from dashboard.charts.areas import areas
from dashboard.charts.chart import Chart, Column, Dataset, Subject
from dashboard.charts.municipality_absence import VISITS, represented, with_list
from dashboard.charts.rows import rows_of
from dashboard.disclosure import SUPPRESSED, Audience
from dashboard.errors import NotFound


def municipality_subject(ags: str) -> Subject:
    """The municipality with this key; raises ``NotFound``."""
    for area in areas("municipality"):
        if area.area_id == ags:
            return Subject("ags", ags, area.name)
    raise NotFound(f"Eine Gemeinde mit dem Schlüssel „{ags}“ gibt es im Landkreis nicht.")


# --- when --------------------------------------------------------------------------------------


def _event_name(row: Any) -> str:
    return f"{row.short_title}, {formatting.day(row.held_on)}"


def dialogues(visits: pd.DataFrame) -> go.Figure:
    """A row per dialogue, newest on top: represented or not; inside with the number of people.

    Takes the rows of one municipality of ``municipalities.visits``.
    """
    newest_first = visits.iloc[::-1]
    shown = rows_of(newest_first)
    texts = [_presence_text(row) for row in shown]
    drawn = theme.figure(height=theme.rows_height(len(shown), per_row=36), right=12)
    for is_there, name, symbol, colour in (
        (True, "vertreten", "square", theme.ACCENT),
        (False, "nicht vertreten", "square-open", theme.SOFT_INK),
        (None, "keine Liste", "x-thin-open", theme.SOFT_INK),
    ):
        places = [place for place, row in enumerate(shown) if _is_there(row) is is_there]
        if not places:
            continue
        drawn.add_scatter(
            x=[0] * len(places),
            y=places,
            mode="markers+text",
            name=name,
            marker={"symbol": symbol, "size": 14, "color": colour},
            text=[f"  {texts[place]}" for place in places],
            textposition="middle right",
            cliponaxis=False,
            hoverinfo="text",
            hovertext=[
                f"<b>{theme.wrapped(shown[place].title, 40)}</b><br>"
                f"{theme.wrapped(_event_name(shown[place]), 40)}<br>{texts[place]}"
                for place in places
            ],
        )
    drawn.update_xaxes(visible=False, range=[-0.08, 1])
    drawn.update_layout(showlegend=True)
    return theme.name_rows(drawn, [_event_name(row) for row in shown])


def _is_there(row: Any) -> bool | None:
    return None if formatting.is_missing(row.is_represented) else bool(row.is_represented)


def _presence_text(row: Any) -> str:
    """„4 Teilnahmen“; who may not see the number reads „vertreten“."""
    if not _is_there(row):
        return "keine Liste" if _is_there(row) is None else "niemand"
    if formatting.is_missing(row.attendances):
        return "vertreten"
    return formatting.count(row.attendances, "Teilnahme", "Teilnahmen")


def describe_dialogues(visits: pd.DataFrame) -> str:
    """At how many dialogues, when last."""
    told = visits[visits["is_represented"].notna()]
    if told.empty:
        return "Zu den Dialogen dieses Zeitraums liegt noch keine Teilnahmeliste vor."
    came = [row for row in rows_of(told) if row.is_represented]
    lists = formatting.count(len(told), "Dialog", "Dialogen")
    if not came:
        return f"Aus der Gemeinde kam bei {lists} mit Teilnahmeliste niemand."
    last = came[-1]
    counted = "" if visits[SUPPRESSED].any() else _counted(came)
    return (
        f"Die Gemeinde war bei {formatting.whole(len(came))} von {lists} mit Teilnahmeliste "
        f"vertreten{counted}, zuletzt beim {last.short_title} ({formatting.day(last.held_on)})."
    )


def _counted(came: list[Any]) -> str:
    total = sum(int(row.attendances) for row in came)
    return f" ({formatting.count(total, 'Teilnahme', 'Teilnahmen')})"


DIALOGUES = Chart(
    id="gemeinde-dialoge",
    title="Vertreten je Dialog",
    question="Bei welchen Dialogen war die Gemeinde vertreten?",
    data=VISITS,
    definition="Vertreten ist die Gemeinde, wenn mindestens eine Person von dort kam. Wie viele es "
    "bei einem einzelnen Dialog waren, ist nicht öffentlich.",
    columns=(
        Column("short_title", "Dialog", formatting.text),
        Column("title", "Titel", formatting.text),
        Column("held_on", "Datum", formatting.day),
        Column("is_represented", "Vertreten", represented),
        Column("attendances", "Teilnahmen", formatting.whole),
    ),
    describe=describe_dialogues,
    base=lambda visits: with_list(int(visits["is_represented"].notna().sum())),
    draw=dialogues,
    empty="In diesem Zeitraum hat kein Dialog stattgefunden.",
)

# --- what for ----------------------------------------------------------------------------------


def topics(rows: pd.DataFrame) -> go.Figure:
    """The dialogues about a topic (light) and those somebody came to (dark).

    Takes the rows of one municipality of ``municipalities.topics``.
    """
    shown = rows_of(rows)
    places = list(range(len(shown)))
    drawn = theme.figure(height=theme.rows_height(len(shown), per_row=40), right=88)
    hover = [
        f"<b>{theme.wrapped(row.topic_label, 40)}</b><br>vertreten bei "
        f"{formatting.whole(row.dialogues)} von "
        f"{formatting.count(row.topic_dialogues, 'Dialog', 'Dialogen')}"
        for row in shown
    ]
    same = {"orientation": "h", "hovertext": hover, "hoverinfo": "text"}
    drawn.add_bar(
        y=places,
        x=[int(row.topic_dialogues) for row in shown],
        name="Dialoge zum Thema",
        width=0.7,
        marker={"color": theme.NEUTRAL},
        text=[
            f"{formatting.whole(row.dialogues)} von {formatting.whole(row.topic_dialogues)}"
            for row in shown
        ],
        textposition="outside",
        cliponaxis=False,
        **same,
    )
    drawn.add_bar(
        y=places,
        x=[int(row.dialogues) for row in shown],
        name="davon vertreten",
        width=0.36,
        marker={"color": theme.ACCENT},
        **same,
    )
    drawn.update_layout(barmode="overlay")
    drawn.update_xaxes(rangemode="tozero", showticklabels=False, showgrid=False)
    return theme.name_rows(drawn, [row.topic_label for row in shown])


def describe_topics(rows: pd.DataFrame) -> str:
    """Which topics somebody came for, which never."""
    came = rows[rows["dialogues"] > 0]["topic_label"].to_list()
    never = rows[rows["dialogues"] == 0]["topic_label"].to_list()
    if not came:
        return "Aus der Gemeinde kam zu keinem Thema jemand."
    sentence = f"Jemand aus der Gemeinde kam zu: {formatting.listing(came, limit=6)}."
    return sentence + (f" Zu keinem Dialog über: {formatting.listing(never, 6)}." if never else "")


TOPICS = Chart(
    id="gemeinde-themen",
    title="Besuchte Themen",
    question="Zu welchen Themen kam jemand aus der Gemeinde?",
    data=Dataset("municipalities.topics", audience=Audience.INTERNAL),
    definition="Dialoge mit Teilnahmeliste, die das Thema zum Gegenstand hatten, und die davon, zu "
    "denen mindestens eine Person aus der Gemeinde kam. Ein Dialog mit mehreren Themen zählt bei "
    "jedem; ein Punkt auf der Tagesordnung allein zählt nicht.",
    columns=(
        Column("topic_label", "Thema", formatting.text),
        Column("dialogues", "Vertreten bei", formatting.whole),
        Column("topic_dialogues", "von Dialogen", formatting.whole),
    ),
    describe=describe_topics,
    base=lambda rows: f"n = {formatting.count(len(rows), 'Thema', 'Themen')}",
    draw=topics,
    empty="Zu den Dialogen dieses Zeitraums liegt noch keine Teilnahmeliste mit Thema vor.",
)

# --- by whom -----------------------------------------------------------------------------------


def describe_types(types: pd.DataFrame) -> str:
    """Which kinds of organisations."""
    names = [labels.ORGANISATION_TYPES[key] for key in types["organisation_type"]]
    return f"Aus der Gemeinde kamen: {formatting.listing(names, limit=8)}."


TYPES = Chart(
    id="gemeinde-organisationsarten",
    title="Organisationen nach Art",
    question="Welche Organisationen kommen aus der Gemeinde?",
    data=Dataset("municipalities.organisation_types", audience=Audience.INTERNAL),
    definition="Verschiedene Organisationen nach ihrer Art beim Dialog und die Dialoge, zu denen "
    "jemand von ihnen aus dieser Gemeinde kam. „unbekannt“ steht ohne Organisation auf der Liste.",
    columns=(
        Column(
            "organisation_type",
            "Art der Organisation",
            lambda key: labels.ORGANISATION_TYPES[str(key)],
        ),
        Column("organisations", "Organisationen", formatting.or_dash(formatting.whole)),
        Column("dialogues", "Dialoge", formatting.whole),
    ),
    describe=describe_types,
    base=lambda types: f"n = {formatting.count(len(types), 'Art', 'Arten')} von Organisationen",
    empty="Aus der Gemeinde kam in diesem Zeitraum niemand.",
)


def describe_organisations(rows: pd.DataFrame) -> str:
    """How many, and which comes most often."""
    count = formatting.count(len(rows), "Organisation", "Organisationen")
    most = rows[rows["dialogues"] == rows["dialogues"].max()]
    dialogues_of = formatting.count(int(rows["dialogues"].max()), "Dialog", "Dialogen")
    names = formatting.listing(most["organisation_name"].to_list(), limit=3)
    return f"{count}; am häufigsten vertreten: {names} (bei {dialogues_of})."


ORGANISATIONS = Chart(
    id="gemeinde-organisationen",
    title="Organisationen mit Namen",
    question="Welche Organisationen sind es im Einzelnen?",
    data=Dataset("municipalities.organisations", audience=Audience.STAFF),
    definition="Organisationen, von denen jemand aus dieser Gemeinde kam. Die Namen sieht nur, wer "
    "Listen pflegt; sie stehen so da, wie sie zuerst auf einer Liste standen.",
    columns=(
        Column("organisation_name", "Organisation", formatting.text),
        Column(
            "organisation_type",
            "Art der Organisation",
            lambda key: labels.ORGANISATION_TYPES[str(key)],
        ),
        Column("dialogues", "Dialoge", formatting.whole),
        Column("attendances", "Teilnahmen", formatting.whole),
        Column("last_event", "Zuletzt dabei", formatting.text),
        Column("last_held_on", "Datum", formatting.day),
    ),
    describe=describe_organisations,
    base=lambda rows: f"n = {formatting.count(len(rows), 'Organisation', 'Organisationen')}",
    empty="In diesem Zeitraum steht keine Organisation aus der Gemeinde auf einer Liste.",
)

CHARTS = (DIALOGUES, TOPICS, TYPES, ORGANISATIONS)
