"""From the invitation to the dialogue: per event, and over the whole period."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import formatting
from dashboard.charts import theme
from dashboard.charts.chart import Chart, Column, Dataset
from dashboard.charts.participation_events import BY_EVENT, event_hover, event_names
from dashboard.charts.rows import base_of, largest, rows_of, smallest
from dashboard.disclosure import SUPPRESSED, Audience

NOT_TOLD = "Die Listen dieses Zeitraums sagen nicht, wer angemeldet war."
NOT_PUBLIC = "Anmeldungen sind nicht öffentlich; öffentlich ist, wie viele zu den Dialogen kamen."


def _registrations_base(events: pd.DataFrame) -> str:
    return base_of(events, ["registered"], "Anmeldung", "Anmeldungen")


def registrations(events: pd.DataFrame) -> go.Figure:
    """Registered (light) behind attended (dark), per event whose lists tell both.

    Takes the result of ``participation.by_event``.
    """
    told = events.dropna(subset=["registered"]).iloc[::-1]
    if told.empty:
        return theme.empty_figure(NOT_PUBLIC if events[SUPPRESSED].any() else NOT_TOLD)
    drawn = theme.figure(height=theme.rows_height(len(told), per_row=46), right=88)
    places = list(range(len(told)))
    hover = [
        event_hover(
            row,
            f"eingeladen: {_invited(row)}",
            f"angemeldet: {formatting.whole(row.registered)}",
            f"teilgenommen: {formatting.whole(row.attendances)}",
            f"abgemeldet: {formatting.whole(row.withdrawn)}",
            f"nicht erschienen: {formatting.whole(row.no_show)}",
            f"ohne Angabe: {formatting.whole(row.still_open)}",
        )
        for row in rows_of(told)
    ]
    invited = [place for place, row in enumerate(rows_of(told)) if _is_told(row.invited)]
    if invited:
        drawn.add_bar(
            y=invited,
            x=told["invited"].iloc[invited].astype(int),
            orientation="h",
            name="eingeladen",
            width=0.9,
            marker={"color": theme.PAPER, "line": {"color": theme.SOFT_INK, "width": 1}},
            hovertext=[hover[place] for place in invited],
            hoverinfo="text",
        )
    drawn.add_bar(
        y=places,
        x=told["registered"].astype(int),
        orientation="h",
        name="angemeldet",
        width=0.7,
        marker={"color": theme.NEUTRAL},
        text=[
            f"{formatting.whole(row.attendances)} von {formatting.whole(row.registered)}"
            for row in rows_of(told)
        ],
        textposition="outside",
        cliponaxis=False,
        hovertext=hover,
        hoverinfo="text",
    )
    drawn.add_bar(
        y=places,
        x=told["attendances"].astype(int),
        orientation="h",
        name="teilgenommen",
        width=0.36,
        marker={"color": theme.ACCENT},
        hovertext=hover,
        hoverinfo="text",
    )
    drawn.update_layout(barmode="overlay")
    drawn.update_xaxes(rangemode="tozero", showticklabels=False, showgrid=False)
    return theme.name_rows(drawn, event_names(told))


def _is_told(value: object) -> bool:
    return not formatting.is_missing(value)


def _invited(row: Any) -> str:
    return formatting.whole(row.invited) if _is_told(row.invited) else "nicht bekannt"


def describe_registrations(events: pd.DataFrame) -> str:
    """The show-up rate over all events that tell it."""
    told = events.dropna(subset=["show_up_rate"])
    if told.empty:
        return NOT_PUBLIC if events[SUPPRESSED].any() else NOT_TOLD
    best = largest(told, "show_up_rate")
    worst = smallest(told, "show_up_rate")
    if len(told) == 1:
        return (
            f"Beim {best.short_title} kamen {formatting.percent(best.show_up_rate)} der "
            "Angemeldeten."
        )
    return (
        f"Bei {formatting.whole(len(told))} Dialogen ist bekannt, wer angemeldet war. Von den "
        f"Angemeldeten kamen zwischen {formatting.percent(worst.show_up_rate)} "
        f"({worst.short_title}) und {formatting.percent(best.show_up_rate)} "
        f"({best.short_title})."
    )


REGISTRATIONS = Chart(
    id="beteiligung-anmeldung",
    title="Angemeldet und gekommen",
    question="Wie viele der Angemeldeten kommen auch?",
    data=BY_EVENT.data,
    definition="Nur Dialoge, deren Listen Anmeldung und Teilnahme unterscheiden. Angemeldet sind "
    "auch die, die kamen. Die Erscheinensquote lässt Abmeldungen weg; wer ohne Angabe blieb, gilt "
    "als angemeldet, nicht als nicht erschienen. Eingeladene stehen nur da, wo eine Liste auch die "
    "nennt, die sich nicht angemeldet haben; sonst ist ihre Zahl nicht bekannt.",
    columns=(
        Column("short_title", "Dialog", formatting.text),
        Column("invited", "Eingeladen", formatting.whole),
        Column("registered", "Angemeldet", formatting.whole),
        Column("attendances", "Teilgenommen", formatting.whole),
        Column("withdrawn", "Abgemeldet", formatting.whole),
        Column("no_show", "Nicht erschienen", formatting.whole),
        Column("still_open", "Ohne Angabe", formatting.whole),
        Column("show_up_rate", "Erscheinensquote", formatting.percent),
    ),
    describe=describe_registrations,
    base=_registrations_base,
    draw=registrations,
    empty="In diesem Zeitraum hat kein Dialog stattgefunden.",
)


# --- over the whole period ---------------------------------------------------------------------

STAGES = {
    "invited": "Eingeladen",
    "registered_of_invited": "davon angemeldet",
    "not_registered": "davon nicht angemeldet",
    "registered": "Angemeldet",
    "attended": "davon gekommen",
    "withdrawn": "davon abgemeldet",
    "no_show": "davon nicht erschienen",
    "still_open": "davon ohne Angabe",
}
_OF_INVITED = ("registered_of_invited", "not_registered")
_LOOKS = {
    "invited": (theme.NEUTRAL, ""),
    "registered": (theme.NEUTRAL, ""),
    "registered_of_invited": (theme.ACCENT_LIGHT, ""),
    "attended": (theme.ACCENT, ""),
    "no_show": (theme.CONTRAST, "/"),
    "withdrawn": (theme.CONTRAST, "."),
}


def funnel(stages: pd.DataFrame) -> go.Figure:
    """A bar per stage; a stage that no list tells has words instead of a bar.

    Takes the result of ``participation.funnel``.
    """
    is_invitation_told = bool((stages["events"] > 0).all())
    shown = stages if is_invitation_told else stages[~stages["stage"].isin(_OF_INVITED)]
    rows = rows_of(shown)
    drawn = theme.bars(
        [STAGES[row.stage] for row in rows],
        shown["persons"],
        texts=[_stage_text(row) for row in rows],
        hover=[
            f"{STAGES[row.stage]}: {_stage_text(row)}<br>"
            f"{formatting.count(row.events, 'Dialog', 'Dialoge')}"
            for row in rows
        ],
    )
    looks = [_LOOKS.get(row.stage, (theme.NEUTRAL, "x")) for row in rows]
    drawn.update_traces(
        marker={
            "color": [colour for colour, _ in looks],
            "pattern": theme.pattern([shape for _, shape in looks]),
        }
    )
    for place, row in enumerate(rows):
        if not row.events:
            theme.say_hidden(drawn, place, text="nicht bekannt")
    return drawn.update_layout(margin={"r": 88})


def _stage_text(row: Any) -> str:
    if formatting.is_missing(row.persons):
        return ""
    if formatting.is_missing(row.share):
        return formatting.whole(row.persons)
    return f"{formatting.whole(row.persons)} ({formatting.percent(row.share)})"


def describe_funnel(stages: pd.DataFrame) -> str:
    """What became of the registered, with the denominator; what nobody tells stays unknown."""
    stage = {row.stage: row for row in rows_of(stages)}
    return " ".join(filter(None, [_invitations(stage), _registered(stage)]))


def _invitations(stage: dict[str, Any]) -> str:
    invited, came = stage["invited"], stage["registered_of_invited"]
    if not invited.events:
        return "Wie viele eingeladen waren, nennt keine Liste."
    if formatting.is_missing(invited.persons) or formatting.is_missing(came.share):
        return ""
    return (
        f"Von {formatting.count(invited.persons, 'Einladung', 'Einladungen')} "
        f"bei {_dialogues(invited.events)} führten {formatting.whole(came.persons)} "
        f"({formatting.percent(came.share)}) zu einer Anmeldung."
    )


def _registered(stage: dict[str, Any]) -> str:
    registered = stage["registered"]
    if formatting.is_missing(registered.persons):
        return ""
    said = {
        "attended": "gekommen",
        "withdrawn": "abgemeldet",
        "no_show": "nicht erschienen",
        "still_open": "ohne Angabe",
    }
    parts = [
        f"{formatting.whole(stage[key].persons)} {words} ({formatting.percent(stage[key].share)})"
        for key, words in said.items()
        if not formatting.is_missing(stage[key].persons) and stage[key].persons > 0
    ]
    head = (
        f"{formatting.count(registered.persons, 'Anmeldung', 'Anmeldungen')} bei "
        f"{_dialogues(registered.events)}"
    )
    return f"{head}: {formatting.listing(parts)}." if parts else ""


def _dialogues(events: int) -> str:
    return formatting.count(events, "Dialog", "Dialogen")


def _funnel_base(stages: pd.DataFrame) -> str:
    registered = stages[stages["stage"] == "registered"]
    events = int(registered["events"].iloc[0])
    base = base_of(registered, ["persons"], "Anmeldung", "Anmeldungen")
    return f"{base} bei {_dialogues(events)}"


FUNNEL = Chart(
    id="beteiligung-trichter",
    title="Eingeladen, angemeldet, gekommen",
    question="Was wird aus Einladungen und Anmeldungen?",
    data=Dataset("participation.funnel", audience=Audience.INTERNAL),
    definition="Summe über die Dialoge des Zeitraums, deren Listen die Anmeldung von der Teilnahme "
    "unterscheiden. Der Anteil teilt durch die Angemeldeten derselben Dialoge, bei den Einladungen "
    "durch die Eingeladenen der Dialoge, deren Listen auch sie nennen. Wer angemeldet war und von "
    "dem sonst nichts bekannt ist, steht unter „ohne Angabe“ und gilt nicht als nicht erschienen.",
    columns=(
        Column("stage", "Stufe", lambda key: STAGES[str(key)]),
        Column("persons", "Personen", formatting.whole),
        Column("out_of", "von", formatting.whole),
        Column("share", "Anteil", formatting.percent),
        Column("events", "Dialoge", formatting.whole),
    ),
    describe=describe_funnel,
    base=_funnel_base,
    draw=funnel,
    empty=NOT_TOLD,
)
