"""Übersicht: headline figures with their change, what stands out, last and next dialogue, gaps."""

import html
from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import formatting, labels, tasks
from dashboard.app_pages import row_links, shared, wording
from dashboard.charts.catalogue import find_chart
from dashboard.charts.overview import FIGURES, change, meaning


def page() -> None:
    """The page „Übersicht“."""
    st.title("Übersicht")
    _draw_headline()
    _draw_findings()
    _draw_last_and_next()
    _draw_missing()
    shared.draw_chart("themen-jahr-veranstaltungen")
    shared.draw_chart("gemeinden-karte-dialoge")


def _draw_headline() -> None:
    shown = shared.published("uebersicht-kennzahlen")
    with st.container(key="uebersicht_kennzahlen"):
        for row in shown.frame.itertuples():
            figure = FIGURES[str(row.figure_id)]
            with st.container(border=True, height="stretch"):
                st.metric(figure.label, _value(row, figure.format), help=figure.definition)
                if change(row):
                    shared.draw_small_print(_change(row, shown.frame))
    shared.draw_sentence(shown.sentence)
    shared.draw_small_print(f"{_compared_with(shown.frame)} {shown.source_note}")
    row_links.draw_link_behind(shown.chart, shared.actor())


def _change(row: Any, figures: pd.DataFrame) -> str:
    """„−2 Punkte gegenüber 2022 (58 %): kann Zufall sein“."""
    year = (shared.period().year or 0) - 1
    before = FIGURES[str(row.figure_id)].format(row.figure_before)
    return f"{change(row)} gegenüber {year} ({before}): {meaning(row, figures)}."


def _compared_with(figures: pd.DataFrame) -> str:
    year = shared.period().year
    if year is None:
        return "Veränderungen stehen hier, sobald links ein Jahr gewählt ist."
    if not figures["figure_before"].fillna(0).gt(0).any():
        return f"{year - 1} gab es keinen Dialog, mit dem sich vergleichen ließe."
    return f"Verglichen mit {year - 1}."


def _draw_findings() -> None:
    found = tasks.what_stands_out(shared.workspace(), shared.actor(), shared.period())
    with st.container(border=True, key="uebersicht_auffaellig"):
        st.header("Was auffällt")
        if not found.found:
            shared.draw_sentence(found.silence)
        for finding in found.found:
            shared.draw_sentence(finding.sentence)
            wording.draw_link(
                finding.page,
                f"Zum Diagramm „{find_chart(finding.chart_id).title}“, {_years(finding.year)}",
                {"jahr": _years(finding.year), "diagramm": finding.chart_id},
            )


def _years(year: int | None) -> str:
    return shared.WHOLE if year is None else str(year)


def _value(row: Any, text: Callable[[object], str]) -> str:
    """The figure; a dot where it is hidden."""
    is_hidden = formatting.is_missing(row.figure_value) and row.suppressed
    return formatting.SUPPRESSED if is_hidden else text(row.figure_value)


def _draw_last_and_next() -> None:
    events = shared.published("uebersicht-kalender").frame
    held = events[events["is_held"]]
    today = pd.Timestamp(shared.workspace().now().date())
    planned = events[~events["is_held"] & ~(pd.to_datetime(events["held_on"]) < today)]
    last, following = st.columns(2)
    with last, st.container(border=True, height="stretch", key="uebersicht_letzter"):
        st.header("Letzter Dialog")
        _draw_event(held.head(1), "In diesem Zeitraum hat kein Dialog stattgefunden.")
    with following, st.container(border=True, height="stretch", key="uebersicht_naechster"):
        st.header("Nächster Dialog")
        _draw_event(
            planned.tail(1),
            "Es ist kein Dialog geplant. Neue Termine stehen auf der Seite „Veranstaltungen“.",
        )


def _draw_event(event: pd.DataFrame, otherwise: str) -> None:
    for row in event.itertuples():
        st.html(_event_card(row))
    if event.empty:
        shared.draw_sentence(otherwise)


def _event_card(row: Any) -> str:
    facts = {
        "Datum": formatting.day(row.held_on)
        + (" (angekündigt, nicht bestätigt)" if row.date_basis == "announced" else ""),
        "Form": labels.MODES[row.mode],
        "Ort": _place(row),
        "Themen": formatting.text(row.topics),
    }
    if row.is_held:
        otherwise = "zu wenige, verborgen" if row.suppressed else "noch keine Liste eingelesen"
        facts["Teilnahmen"] = _counted(row.attendances, otherwise)
        facts["Fragebögen"] = _counted(row.responses, "noch keine Rückmeldungen eingelesen")
    listed = "".join(
        f"<dt>{html.escape(name)}</dt><dd>{html.escape(fact)}</dd>" for name, fact in facts.items()
    )
    title = html.escape(f"{row.short_title}: {row.title}")
    return f'<p class="rd-card-title">{title}</p><dl class="rd-event">{listed}</dl>'


def _place(row: Any) -> str:
    parts = [part for part in (row.venue, row.municipality_name) if not formatting.is_missing(part)]
    return ", ".join(dict.fromkeys(parts)) or "unbekannt"


def _counted(value: object, otherwise: str) -> str:
    return otherwise if formatting.is_missing(value) else formatting.whole(value)


def _draw_missing() -> None:
    missing = shared.published("uebersicht-fehlt")
    with st.container(border=True, key="uebersicht_fehlt"):
        st.header("Was noch fehlt")
        shared.draw_sentence(missing.sentence)
        wording.draw_open_questions()
        if not missing.table.empty:
            with st.expander("Alle fehlenden Angaben"):
                shared.draw_table(missing.table, caption=missing.title)
