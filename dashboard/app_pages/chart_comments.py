"""What management says to a chart: below it, with date and state of the data, and a form."""

import html
from typing import Any

import streamlit as st

from dashboard import formatting, tasks
from dashboard.access import Action, Actor, may
from dashboard.charts.chart import Chart
from dashboard.errors import DashboardError
from dashboard.period import Period
from dashboard.warehouse.chart_comments import LONGEST
from dashboard.workspace import Workspace


def draw(workspace: Workspace, actor: Actor, chart: Chart, period: Period) -> None:
    """The comments on one chart for a period, folded; the number says whether there are any."""
    said = tasks.chart_comments(workspace, actor, period)
    rows = list(said[said["chart_id"] == chart.id].itertuples())
    if not rows and not may(actor.role, Action.COMMENT):
        return
    key = f"kommentar-{chart.id}-{period.year or 'alle'}"
    label = f"Kommentare ({len(rows)})" if rows else "Kommentieren"
    with st.expander(label, expanded=bool(st.session_state.get(f"{key}-offen")), key=f"{key}-feld"):
        for row in rows:
            _draw_comment(workspace, actor, row, key)
        complaint = st.session_state.get(f"{key}-klage")
        if complaint:
            st.html(f'<p class="rd-message rd-error" role="alert">{html.escape(complaint)}</p>')
        if may(actor.role, Action.COMMENT):
            _draw_form(workspace, actor, chart, period, key)


def _draw_comment(workspace: Workspace, actor: Actor, row: Any, key: str) -> None:
    about = (
        "zu allen Jahren"
        if formatting.is_missing(row.comment_year)
        else f"zu {row.comment_year:.0f}"
    )
    changed = "; seither haben sich Daten geändert" if row.is_outdated else ""
    state = (
        f"{row.written_by}, {formatting.moment(row.written_at)}, {about}. "
        f"Datenstand: {formatting.moment(row.data_as_of)}{changed}."
    )
    text = html.escape(row.comment_text).replace("\n", "<br>")
    st.html(f'<p class="rd-sentence">{text}</p><p class="rd-small-print">{html.escape(state)}</p>')
    if row.written_by == actor.name and may(actor.role, Action.COMMENT):
        st.button(
            f"Kommentar vom {formatting.moment(row.written_at)} löschen",
            key=f"{key}-loeschen-{row.comment_id}",
            on_click=_delete,
            args=(workspace, actor, row.comment_id, key),
        )


def _draw_form(workspace: Workspace, actor: Actor, chart: Chart, period: Period, key: str) -> None:
    year = "allen Jahren" if period.year is None else str(period.year)
    with st.form(f"{key}-formular", border=False):
        st.text_area(
            f"Kommentar zu „{chart.title}“, {year}",
            max_chars=LONGEST,
            key=f"{key}-text",
            help="Steht mit Datum und Datenstand unter dem Diagramm und kommt in den Bericht.",
        )
        st.form_submit_button(
            "Kommentar speichern",
            key=f"{key}-speichern",
            on_click=_save,
            args=(workspace, actor, chart.id, period, key),
        )


def _save(workspace: Workspace, actor: Actor, chart_id: str, period: Period, key: str) -> None:
    text = str(st.session_state.get(f"{key}-text") or "")
    try:
        tasks.comment_chart(workspace, actor, chart_id, period, text)
    except DashboardError as problem:
        st.session_state[f"{key}-klage"] = str(problem)
    else:
        st.session_state[f"{key}-text"] = ""
        st.session_state[f"{key}-klage"] = None
        st.toast("Der Kommentar ist gespeichert.")
    st.session_state[f"{key}-offen"] = True


def _delete(workspace: Workspace, actor: Actor, comment_id: int, key: str) -> None:
    try:
        tasks.delete_chart_comment(workspace, actor, comment_id)
    except DashboardError as problem:
        st.session_state[f"{key}-klage"] = str(problem)
    else:
        st.session_state[f"{key}-klage"] = None
        st.toast("Der Kommentar ist gelöscht.")
    st.session_state[f"{key}-offen"] = True
