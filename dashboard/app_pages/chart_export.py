"""What can be taken from a chart: table, picture, sentence, link and the code to embed it."""

import html
from functools import partial
from urllib.parse import urlencode

import streamlit as st

from dashboard.charts.catalogue import CATALOGUE
from dashboard.charts.publish import Published
from dashboard.disclosure import Audience
from dashboard.errors import DashboardError
from dashboard.pictures.files import MEDIA_TYPES, PICTURES, chart_file
from dashboard.pictures.presets import PRESETS
from dashboard.workspace import Workspace

_USUAL = "seite"


def draw_buttons(workspace: Workspace, shown: Published) -> None:
    """Table and picture with one press each; the picture is made when it is pressed."""
    chart_id = shown.chart.id
    with st.container(horizontal=True, gap="xsmall"):
        st.download_button(
            "Tabelle als CSV",
            shown.csv,
            file_name=f"{shown.file_stem}.csv",
            mime="text/csv",
            key=f"csv-{chart_id}",
            on_click="ignore",
        )
        if shown.figure is None:
            return
        for form in ("svg", "png"):
            st.download_button(
                f"Bild als {form.upper()}",
                partial(_picture, workspace, shown, form),
                file_name=f"{shown.file_stem}-{_USUAL}.{form}",
                mime=MEDIA_TYPES[form],
                key=f"{form}-{chart_id}",
                on_click="ignore",
            )


def _picture(workspace: Workspace, shown: Published, form: str) -> bytes:
    return chart_file(workspace.studio, shown, form, PRESETS[_USUAL]).content


@st.fragment
def draw_more(workspace: Workspace, shown: Published) -> None:
    """Pictures for print and slides, and what a website needs; made when somebody asks."""
    box = st.expander(
        "Für Druck, Folien und Website", key=f"export-{shown.chart.id}", on_change="rerun"
    )
    if not box.open:
        return
    with box:
        if shown.figure is not None:
            _draw_pictures(workspace, shown)
        _draw_copying(shown)


def _draw_pictures(workspace: Workspace, shown: Published) -> None:
    chart_id = shown.chart.id
    preset = st.segmented_control(
        "Größe",
        list(PRESETS),
        format_func=lambda key: PRESETS[key].label,
        default=_USUAL,
        required=True,
        key=f"preset-{chart_id}",
    )
    form = st.segmented_control(
        "Format",
        list(PICTURES),
        format_func=str.upper,
        default="png",
        required=True,
        key=f"form-{chart_id}",
        help="PNG mit 300 dpi für Word, SVG und PDF für den Satz und zum Vergrößern.",
    )
    wanted = (chart_id, shown.title, preset, form, workspace.warehouse.state())
    if st.button("Bild erstellen", key=f"make-{chart_id}"):
        with st.spinner("Das Bild wird gezeichnet …"):
            try:
                made = chart_file(workspace.studio, shown, str(form), PRESETS[str(preset)])
            except DashboardError as problem:
                st.error(str(problem))
                return
        # One at a time and session: pictures are large, and nobody saves two at once.
        st.session_state["picture"] = (wanted, made)
    kept = st.session_state.get("picture")
    if kept and kept[0] == wanted:
        st.download_button(
            f"{kept[1].name} speichern",
            kept[1].content,
            file_name=kept[1].name,
            mime=kept[1].media_type,
            key=f"save-{chart_id}",
            on_click="ignore",
        )


def _draw_copying(shown: Published) -> None:
    """Buttons for the clipboard; the script ``clipboard.js`` knows the server's address."""
    address = _link_of(shown)
    copied = [("sentence", shown.sentence, "Satz kopieren")]
    if address:
        copied += [
            ("link", f"{address.replace('.*', '.html')}", "Link kopieren"),
            ("picture-link", f"{address.replace('.*', '.svg')}", "Link zum Bild kopieren"),
            ("iframe", f"{address.replace('.*', '.html')}", "Code zum Einbetten kopieren"),
        ]
    title = html.escape(shown.title, quote=True)
    buttons = "".join(
        f'<button type="button" data-copy="{kind}" data-text="{html.escape(text, quote=True)}" '
        f'data-title="{title}">{label}</button>'
        for kind, text, label in copied
    )
    st.html(f'<div class="rd-buttons">{buttons}</div>')
    said = (
        "Unter dem Link steht immer der neueste Stand, so weit er öffentlich ist."
        if address
        else "Einen Link gibt es nur für Diagramme, die öffentlich sind."
    )
    st.html(f'<p class="rd-small-print">{said}</p>')


def _link_of(shown: Published) -> str | None:
    """The address below the server with a star for the form; null for what has none."""
    if shown.chart.data.audience is not Audience.PUBLIC:
        return None
    chart_id, chosen = shown.chart.id, {}
    if chart_id not in {chart.id for chart in CATALOGUE}:
        # About one municipality, whose key stands behind the name of the chart.
        chart_id, _, chosen["gemeinde"] = chart_id.rpartition("-")
    if shown.event is not None:
        chosen["veranstaltung"] = shown.event.event_id
    elif shown.period.year is not None:
        chosen["jahr"] = str(shown.period.year)
    query = f"?{urlencode(chosen)}" if chosen else ""
    return f"charts/{chart_id}.*{query}"
