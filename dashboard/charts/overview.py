"""Headline figures, the calendar of the series, and what is still missing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard import formatting, labels
from dashboard.charts.chart import EVENT_ATTENDANCES, RECORD, Chart, Column, Dataset
from dashboard.charts.rows import rows_of
from dashboard.disclosure import SUPPRESSED, Protection, Time, Unit
from dashboard.intervals import beyond_chance


@dataclass(frozen=True)
class HeadlineFigure:
    """One figure of the overview: its name, its definition, how its value is written."""

    label: str
    definition: str
    format: Callable[[object], str] = formatting.whole


FIGURES: dict[str, HeadlineFigure] = {
    "events": HeadlineFigure(
        "Dialoge",
        "Veranstaltungen der Reihe Regionaldialog, die stattgefunden haben. Begleitende Termine "
        "wie die AG Wirtschaftsförderung zählen nicht.",
    ),
    "attendances": HeadlineFigure(
        "Teilnahmen",
        "Eine Person bei einer Veranstaltung ist eine Teilnahme; wer dreimal kommt, zählt dreimal. "
        "Nur wer da war, zählt, nicht wer nur angemeldet war.",
    ),
    "people": HeadlineFigure(
        "Teilnehmende (Köpfe)",
        "Verschiedene Personen; wer mehrmals kommt, zählt einmal. Wer auf einer Liste ohne Namen "
        "und E-Mail steht, lässt sich nicht wiedererkennen und fehlt hier.",
    ),
    "municipalities": HeadlineFigure(
        "Gemeinden vertreten",
        "Gemeinden des Landkreises, aus denen mindestens eine Person kam, von 22. Wer für eine "
        "Verbandsgemeinde kam, zählt zu keiner ihrer Mitgliedsgemeinden.",
    ),
    "organisations": HeadlineFigure(
        "Organisationen",
        "Verschiedene Einrichtungen, Verwaltungen und Unternehmen, die auf den Listen stehen.",
    ),
    "response_rate": HeadlineFigure(
        "Rücklauf",
        "Ausgefüllte Fragebögen geteilt durch Teilnahmen, nur bei Veranstaltungen, zu denen "
        "beides vorliegt.",
        formatting.percent,
    ),
}

# Earlier years before a figure can be called a new high or low.
_FEWEST_YEARS = 2

MISSING_FACTS = {
    "whether_held": "ob er stattgefunden hat",
    "attendance": "Teilnahmeliste",
    "feedback": "Rückmeldungen",
    "date": "Datum",
    "announced_date": "Bestätigung des angekündigten Datums",
    "venue": "Veranstaltungsort",
    "mode": "Präsenz oder online",
    "topic": "Thema",
}


def _figure_value(row: Any) -> str:
    return FIGURES[row.figure_id].format(row.figure_value)


def _value_before(row: Any) -> str:
    if formatting.is_missing(row.figure_before):
        return formatting.NOT_APPLICABLE
    return FIGURES[row.figure_id].format(row.figure_before)


def change(row: Any) -> str:
    """„+3“, „−2 Punkte“; empty where there is no year before to compare with."""
    values = (row.figure_value, row.figure_before)
    if row.years_before == 0 or any(formatting.is_missing(value) for value in values):
        return ""
    if row.figure_id == "response_rate":
        return formatting.points(row.figure_value - row.figure_before)
    moved = int(row.figure_value - row.figure_before)
    sign = {1: "+", -1: "−"}.get((moved > 0) - (moved < 0), "±")
    return f"{sign}{formatting.whole(abs(moved))}"


def meaning(row: Any, figures: pd.DataFrame) -> str:
    """Whether the change of one figure means anything; ``figures`` are all of them.

    Empty where there is none. Counts of people, municipalities and organisations grow with the
    number of dialogues: where that differs, nothing is said about them.
    """
    if not change(row):
        return ""
    if row.figure_id == "response_rate":
        sure = beyond_chance(
            row.figure_value, int(row.base), row.figure_before, int(row.base_before)
        )
        return "mehr, als der Zufall erklärt" if sure else "kann Zufall sein"
    events = next(each for each in rows_of(figures) if each.figure_id == "events")
    if row.figure_id != "events" and events.figure_value != events.figure_before:
        now = formatting.count(int(events.figure_value), "Dialog", "Dialogen")
        return f"bei {now} statt {formatting.whole(events.figure_before)}: wenig vergleichbar"
    if not row.is_over:
        return "das Jahr ist noch nicht zu Ende"
    if row.years_before < _FEWEST_YEARS:
        return "zwei Jahre zeigen noch keine Entwicklung"
    return _against_earlier_years(row)


def _against_earlier_years(row: Any) -> str:
    lowest, highest = formatting.whole(row.lowest_before), formatting.whole(row.highest_before)
    if row.figure_value > row.highest_before:
        return f"mehr als in jedem Jahr davor (bisher höchstens {highest})"
    if row.figure_value < row.lowest_before:
        return f"weniger als in jedem Jahr davor (bisher mindestens {lowest})"
    return f"im Rahmen früherer Jahre ({lowest} bis {highest})"


def describe_headline(figures: pd.DataFrame) -> str:
    """Takes the result of ``overview.headline``."""
    known = {row.figure_id: row.figure_value for row in rows_of(figures)}
    events = formatting.count(int(known["events"]), "Dialog", "Dialoge")
    if formatting.is_missing(known["attendances"]):
        hidden = figures.loc[figures["figure_id"] == "attendances", SUPPRESSED].any()
        if hidden:
            return f"{events}; es kamen zu wenige, um ihre Zahl zu zeigen."
        return f"{events}; eine Teilnahmeliste liegt noch nicht vor."
    attendances = formatting.count(int(known["attendances"]), "Teilnahme", "Teilnahmen")
    people = (
        ""
        if formatting.is_missing(known["people"])
        else f" von {formatting.count(int(known['people']), 'Person', 'Personen')}"
    )
    return (
        f"{events} mit {attendances}{people} aus "
        f"{formatting.count(int(known['municipalities']), 'Gemeinde', 'Gemeinden')} des "
        "Landkreises."
    )


def describe_missing(missing: pd.DataFrame) -> str:
    """Takes the result of ``events.missing``."""
    events = missing["event_id"].nunique()
    facts = missing["missing_fact"].map(MISSING_FACTS).value_counts()
    listed = formatting.listing([f"{name} ({count}-mal)" for name, count in facts.items()])
    return f"Bei {formatting.count(events, 'Dialog', 'Dialogen')} fehlt etwas: {listed}."


def describe_calendar(events: pd.DataFrame) -> str:
    """Takes the result of ``events.calendar``."""
    held, planned = int(events["is_held"].sum()), int((~events["is_held"]).sum())
    return (
        f"{formatting.count(held, 'Dialog hat', 'Dialoge haben')} stattgefunden, "
        f"{formatting.count(planned, 'ist', 'sind')} geplant."
    )


def _held(value: object) -> str:
    return "stattgefunden" if value else "geplant"


HEADLINE = Chart(
    id="uebersicht-kennzahlen",
    title="Kennzahlen",
    question="Was hat die Reihe bisher erreicht?",
    data=Dataset(
        "overview.headline",
        tuple(
            Protection(Unit.PEOPLE, cells, table, ("figure_id",), time)
            for cells, table, time in (
                (("figure_value",), "headline", Time.PERIOD),
                (("base",), "base", Time.PERIOD),
                (("figure_before",), "headline", Time.YEAR_BEFORE),
                (("base_before",), "base", Time.YEAR_BEFORE),
                (("lowest_before", "highest_before"), "headline", Time.EARLIER_YEARS),
            )
        ),
    ),
    definition=" ".join(f"{figure.label}: {figure.definition}" for figure in FIGURES.values())
    + " Verglichen wird ein gewähltes Jahr mit dem Jahr davor. Ob eine Veränderung etwas bedeutet: "
    "beim Rücklauf, wenn ihr 95-%-Intervall (Newcombe) die Null nicht enthält; bei Anzahlen, wenn "
    "sie außerhalb aller früheren Jahre liegt und es gleich viele Dialoge gab.",
    columns=(
        Column("figure_id", "Kennzahl", lambda key: FIGURES[str(key)].label),
        Column("figure_value", "Wert", formatting.number, text_of_row=_figure_value),
        Column("base", "Grundlage", formatting.whole),
        Column("figure_before", "Jahr davor", formatting.number, text_of_row=_value_before),
    ),
    describe=describe_headline,
    base=lambda figures: f"n = {formatting.count(_events(figures), 'Dialog', 'Dialoge')}",
)

CALENDAR = Chart(
    id="uebersicht-kalender",
    title="Die Dialoge",
    question="Welche Dialoge gab es, welche kommen?",
    data=Dataset(
        "events.calendar",
        (EVENT_ATTENDANCES,),
    ),
    definition="Alle Veranstaltungen der Reihe Regionaldialog, die nicht abgesagt sind. Eine "
    "geplante gilt als stattgefunden, sobald eine Teilnahmeliste eingelesen ist.",
    columns=(
        Column("short_title", "Nr.", formatting.text),
        Column("title", "Titel", formatting.text),
        Column("held_on", "Datum", formatting.day),
        Column("is_held", "Stand", _held),
        Column("mode", "Form", lambda mode: labels.MODES[str(mode)]),
        Column("municipality_name", "Gemeinde", formatting.text),
        Column("topics", "Themen", formatting.text),
        Column("attendances", "Teilnahmen", formatting.whole),
        Column("responses", "Fragebögen", formatting.whole),
    ),
    describe=describe_calendar,
    base=lambda events: f"n = {formatting.count(len(events), 'Veranstaltung', 'Veranstaltungen')}",
    empty="In diesem Zeitraum ist keine Veranstaltung eingetragen.",
)

MISSING = Chart(
    id="uebersicht-fehlt",
    title="Was noch fehlt",
    question="Was fehlt noch zu den Dialogen bis heute?",
    data=Dataset("events.missing"),
    definition="Zu jedem Dialog, der stattgefunden hat, werden Teilnahmeliste, Rückmeldungen, "
    "Datum, Ort, Form und Thema erwartet. Bei einem geplanten Dialog, dessen Tag vorbei ist, "
    "fehlt, ob er stattgefunden hat.",
    columns=(
        Column("short_title", "Dialog", formatting.text),
        Column("title", "Titel", formatting.text),
        Column("missing_fact", "Es fehlt", lambda fact: MISSING_FACTS[str(fact)]),
    ),
    describe=describe_missing,
    base=lambda missing: (
        f"n = {formatting.count(len(missing), 'fehlende Angabe', 'fehlende Angaben')}"
    ),
    source=RECORD,
    empty="Zu den Dialogen dieses Zeitraums fehlt nichts.",
)


def _events(figures: pd.DataFrame) -> int:
    return int(figures.set_index("figure_id")["figure_value"]["events"])


CHARTS = (HEADLINE, CALENDAR, MISSING)
