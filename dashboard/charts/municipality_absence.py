"""Who is missing: municipalities that nobody came from, since when, and who was there when."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import formatting
from dashboard.charts import theme
from dashboard.charts.chart import Chart, Column, Dataset
from dashboard.charts.rows import rows_of
from dashboard.disclosure import SUPPRESSED, Protection, Unit


def _last(value: object) -> str:
    return "noch nie" if formatting.is_missing(value) else str(value)


def describe_not_reached(missing: pd.DataFrame) -> str:
    """How many are missing, which never came."""
    never = missing[missing["last_event"].isna()]["municipality_name"].to_list()
    sentence = (
        f"Aus {formatting.count(len(missing), 'Gemeinde', 'Gemeinden')} kam in diesem Zeitraum "
        "niemand."
    )
    if not never:
        return sentence
    return f"{sentence} Noch nie dabei: {formatting.listing(never, limit=8)}."


NOT_REACHED = Chart(
    id="gemeinden-nicht-erreicht",
    title="Nicht erreichte Gemeinden",
    question="Wen haben wir nicht erreicht, und seit wann?",
    data=Dataset("municipalities.not_reached"),
    definition="Gemeinden, aus denen im Zeitraum niemand zu einem Dialog mit Teilnahmeliste kam, "
    "mit dem letzten Dialog davor. Wer nur für die Verbandsgemeinde kam, zählt nicht für ihre "
    "Mitgliedsgemeinden.",
    columns=(
        Column("municipality_name", "Gemeinde", formatting.text),
        Column("association_name", "Verbandsgemeinde", formatting.or_dash(formatting.text)),
        Column("last_event", "Zuletzt dabei", _last),
        Column("last_held_on", "Datum", formatting.or_dash(formatting.day)),
        Column("dialogues_since", "Dialoge seitdem", formatting.whole),
    ),
    describe=describe_not_reached,
    base=lambda missing: f"n = {formatting.count(len(missing), 'Gemeinde', 'Gemeinden')}",
    empty="Aus jeder Gemeinde war jemand da – oder es liegt noch keine Teilnahmeliste vor.",
)


def with_list(events: int) -> str:
    """„n = 8 Dialoge mit Teilnahmeliste“."""
    return f"n = {formatting.count(events, 'Dialog', 'Dialoge')} mit Teilnahmeliste"


# --- not represented since ---------------------------------------------------------------------


def last_seen_text(last_event: object, last_held_on: object) -> str:
    """„12.10.2022“; by its number where the day is unknown; „noch nie“."""
    if formatting.is_missing(last_event):
        return "noch nie"
    return str(last_event) if formatting.is_missing(last_held_on) else formatting.day(last_held_on)


def _seen(row: Any) -> str:
    text = last_seen_text(row.last_event, row.last_held_on)
    return text if formatting.is_missing(row.last_event) else f"zuletzt {text}"


def last_seen(municipalities: pd.DataFrame) -> go.Figure:
    """A bar per municipality: dialogues since it was last represented, longest absence on top.

    Takes the result of ``municipalities.last_seen``. Who never came has a hatched bar.
    """
    shown = rows_of(municipalities)
    drawn = theme.figure(height=theme.rows_height(len(shown), per_row=42), right=40)
    for name, never, colour, shape in (
        ("noch nie vertreten", True, theme.CONTRAST, "/"),
        ("seitdem nicht vertreten", False, theme.ACCENT, ""),
    ):
        places = [
            place
            for place, row in enumerate(shown)
            if formatting.is_missing(row.last_event) is never
        ]
        if not places:
            continue
        drawn.add_bar(
            y=places,
            x=[int(shown[place].dialogues_since) for place in places],
            orientation="h",
            name=name,
            marker={"color": colour, "pattern": theme.pattern(shape)},
            text=[formatting.whole(shown[place].dialogues_since) for place in places],
            textposition="outside",
            cliponaxis=False,
            hovertext=[_hover(shown[place]) for place in places],
            hoverinfo="text",
        )
    drawn.update_xaxes(rangemode="tozero", showticklabels=False, showgrid=False)
    drawn.update_layout(bargap=0.45)
    theme.name_rows(drawn, [row.municipality_name for row in shown])
    small = f"<span style='font-size:{theme.SMALL_SIZE}px;color:{theme.SOFT_INK}'>"
    return drawn.update_yaxes(
        ticktext=[
            f"{theme.label(row.municipality_name)}<br>{small}{theme.wrapped(_seen(row), 26)}</span>"
            for row in shown
        ]
    )


def _hover(row: Any) -> str:
    since = formatting.count(row.dialogues_since, "Dialog", "Dialoge")
    visited = formatting.whole(row.dialogues)
    last = (
        "" if formatting.is_missing(row.last_event) else f" ({theme.wrapped(row.last_event, 40)})"
    )
    return (
        f"<b>{theme.wrapped(row.municipality_name, 40)}</b><br>{_seen(row)}{last}<br>"
        f"seitdem {since}<br>vertreten bei {visited} von {formatting.whole(row.events_with_list)}"
    )


def describe_last_seen(municipalities: pd.DataFrame) -> str:
    """How many were at the newest dialogue, who is away longest, who never came."""
    lists = int(municipalities["events_with_list"].max())
    at_last = int((municipalities["dialogues_since"] == 0).sum())
    total = formatting.whole(len(municipalities))
    newest = (
        f"Beim neuesten von {formatting.whole(lists)} Dialogen"
        if lists > 1
        else "Beim einzigen Dialog"
    )
    sentences = [
        f"{newest} mit Teilnahmeliste {'war' if at_last == 1 else 'waren'} "
        f"{formatting.whole(at_last)} von {total} Gemeinden vertreten."
    ]
    came = municipalities[municipalities["last_event"].notna()]
    if (came["dialogues_since"] > 0).any():
        longest = int(came["dialogues_since"].max())
        names = came[came["dialogues_since"] == longest]["municipality_name"].to_list()
        sentences.append(
            f"Am längsten nicht mehr da: {formatting.listing(names, limit=4)} "
            f"(seit {formatting.count(longest, 'Dialog', 'Dialogen')})."
        )
    never = municipalities[municipalities["last_event"].isna()]["municipality_name"].to_list()
    if never:
        sentences.append(f"Noch nie vertreten: {formatting.listing(never, limit=8)}.")
    return " ".join(sentences)


LAST_SEEN = Chart(
    id="gemeinden-zuletzt",
    title="Dialoge seit der letzten Teilnahme",
    question="Seit wann ist eine Gemeinde nicht mehr vertreten?",
    data=Dataset("municipalities.last_seen"),
    definition="Gezählt werden Dialoge mit Teilnahmeliste nach dem letzten, zu dem jemand aus der "
    "Gemeinde kam. Es zählt die ganze Reihe bis zum Ende des gewählten Zeitraums. Wer nur für die "
    "Verbandsgemeinde kam, zählt nicht für ihre Mitgliedsgemeinden.",
    columns=(
        Column("municipality_name", "Gemeinde", formatting.text),
        Column("last_event", "Zuletzt dabei", _last),
        Column("last_held_on", "Datum", formatting.or_dash(formatting.day)),
        Column("dialogues_since", "Dialoge seitdem", formatting.whole),
        Column("dialogues", "Vertreten bei", formatting.whole),
        Column("events_with_list", "von Dialogen", formatting.whole),
    ),
    describe=describe_last_seen,
    base=lambda municipalities: with_list(int(municipalities["events_with_list"].max())),
    draw=last_seen,
    is_of_series=True,
    empty="Bis zum Ende dieses Zeitraums liegt noch keine Teilnahmeliste vor.",
)


# --- who was there when ------------------------------------------------------------------------

_THERE, _NOT_THERE, _NO_LIST = "vertreten", "nicht vertreten", "keine Liste"


def presence(visits: pd.DataFrame) -> go.Figure:
    """A row per municipality, a column per dialogue: filled where somebody came.

    Takes the result of ``municipalities.visits``. The form of the mark says what its colour says.
    Of very many dialogues the newest are drawn; the table has them all.
    """
    names = list(dict.fromkeys(visits["municipality_name"]))
    events = visits.drop_duplicates("event_id").tail(_MOST_COLUMNS)
    column = {event_id: place for place, event_id in enumerate(events["event_id"])}
    said = {row.event_id: _event_lines(row) for row in rows_of(events)}
    row_of = {name: place for place, name in enumerate(names)}
    size = 13 if len(column) <= _WIDE else 7
    shown = rows_of(visits[visits["event_id"].isin(column)])
    drawn = theme.figure(height=theme.rows_height(len(names), per_row=26), right=12)
    for name, symbol, colour in (
        (_THERE, "square", theme.ACCENT),
        (_NOT_THERE, "square-open", theme.SOFT_INK),
        (_NO_LIST, "x-thin-open", theme.SOFT_INK),
    ):
        found = [row for row in shown if _presence(row) == name]
        if not found:
            continue
        drawn.add_scatter(
            x=[column[row.event_id] for row in found],
            y=[row_of[row.municipality_name] for row in found],
            mode="markers",
            name=name,
            marker={"symbol": symbol, "size": size, "color": colour},
            hoverinfo="text",
            hovertext=[_presence_hover(row, said[row.event_id], name) for row in found],
        )
    theme.name_rows(drawn, names)
    drawn.update_xaxes(
        tickmode="array",
        tickvals=list(column.values()),
        ticktext=[_event_tick(row) for row in rows_of(events)],
        range=[-0.6, len(column) - 0.4],
        showgrid=False,
        zeroline=False,
    )
    return theme.turned_ticks(drawn, len(column))


_MOST_COLUMNS = 24
_WIDE = 12  # columns that leave room for large marks on a narrow screen


def _presence(row: Any) -> str:
    if formatting.is_missing(row.is_represented):
        return _NO_LIST
    return _THERE if row.is_represented else _NOT_THERE


def _event_tick(row: Any) -> str:
    """„3. 04/22“: number and month; both may be unknown."""
    number, _, _ = row.short_title.partition(" ")
    parts = [
        number if number.endswith(".") else "",
        "" if formatting.is_missing(row.held_on) else f"{pd.Timestamp(row.held_on):%m/%y}",
    ]
    return " ".join(filter(None, parts)) or "?"


def _event_lines(row: Any) -> str:
    name = theme.wrapped(f"{row.short_title}, {formatting.day(row.held_on)}", 40)
    return f"{name}<br>{theme.wrapped(row.title, 40)}"


def _presence_hover(row: Any, event: str, name: str) -> str:
    counted = ""
    if name == _THERE:
        hidden = getattr(row, SUPPRESSED, False)
        number = formatting.SUPPRESSED if hidden else formatting.whole(row.attendances)
        counted = f"<br>Teilnahmen: {number}"
    return f"<b>{theme.wrapped(row.municipality_name, 40)}</b><br>{event}<br>{name}{counted}"


def describe_presence(visits: pd.DataFrame) -> str:
    """Who was always there, who never, and how many dialogues can be told."""
    told = visits[visits["is_represented"].notna()]
    if told.empty:
        return "Zu den Dialogen dieses Zeitraums liegt noch keine Teilnahmeliste vor."
    lists = told["event_id"].nunique()
    came = told[told["is_represented"].astype(bool)].groupby("municipality_name", sort=False).size()
    always = came[came == lists].index.to_list()
    never = int(told["municipality_name"].nunique() - len(came))
    where = (
        "beim einzigen Dialog" if lists == 1 else f"bei allen {formatting.whole(lists)} Dialogen"
    )
    sentence = (
        f"Vertreten {where} mit Teilnahmeliste: {formatting.listing(always, limit=6)}."
        if always
        else f"Keine Gemeinde war {where} mit Teilnahmeliste vertreten."
    )
    if not never:
        return f"{sentence} Jede Gemeinde war mindestens einmal vertreten."
    return f"{sentence} Ohne Teilnahme: {formatting.count(never, 'Gemeinde', 'Gemeinden')}."


def represented(value: object) -> str:
    """„ja“, „nein“ or „keine Liste“."""
    if formatting.is_missing(value):
        return "keine Liste"
    return "ja" if value else "nein"


VISITS = Dataset(
    "municipalities.visits",
    (Protection(Unit.PEOPLE, ("attendances",), internal="attendances"),),
)

PRESENCE = Chart(
    id="gemeinden-anwesenheit",
    title="Vertretene Gemeinden je Dialog",
    question="Welche Gemeinde war bei welchem Dialog vertreten?",
    data=VISITS,
    definition="Vertreten ist eine Gemeinde, aus der mindestens eine Person kam. Wie viele es bei "
    "einem einzelnen Dialog waren, ist nicht öffentlich: Bei so kleinen Gruppen ließe sich sonst "
    "auf einzelne Personen schließen. Das Bild zeigt höchstens die 24 neuesten Dialoge, die "
    "Tabelle alle.",
    columns=(
        Column("municipality_name", "Gemeinde", formatting.text),
        Column("short_title", "Dialog", formatting.text),
        Column("held_on", "Datum", formatting.day),
        Column("is_represented", "Vertreten", represented),
        Column("attendances", "Teilnahmen", formatting.whole),
    ),
    describe=describe_presence,
    base=lambda visits: with_list(visits[visits["is_represented"].notna()]["event_id"].nunique()),
    draw=presence,
    empty="In diesem Zeitraum hat kein Dialog stattgefunden.",
)

CHARTS = (LAST_SEEN, NOT_REACHED, PRESENCE)
