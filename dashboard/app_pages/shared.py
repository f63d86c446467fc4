"""What several pages draw: the period, a chart with everything that belongs to it, tables."""

import html

import pandas as pd
import streamlit as st

from dashboard import tasks
from dashboard.access import LOCAL_USER, Actor
from dashboard.charts.publish import Published
from dashboard.demo_warehouse import open_configured
from dashboard.period import Period
from dashboard.settings import Settings
from dashboard.workspace import Workspace

_WHOLE = "alle Jahre"
# Formatted numbers: digits, thousands dots, decimal comma, sign, percent or a placeholder.
_NUMBER = r"[+−-]?[\d.]+(,\d+)?( %)?|k\. A\.|·|–"
_CHART_CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}


@st.cache_resource(show_spinner="Daten werden geöffnet …")
def workspace() -> Workspace:
    """The one workspace of this process."""
    return open_configured(Settings())


def actor() -> Actor:
    """Who uses the dashboard; without sign-in the user of this machine."""
    return LOCAL_USER


def draw_demo_mark() -> None:
    """Say on every page that the data are invented, where they are."""
    if workspace().warehouse.is_demo:
        st.html(
            '<p class="rd-demo" role="note"><strong>Beispieldaten:</strong> Teilnahmen und '
            "Rückmeldungen sind erfunden. Veranstaltungen, Themen und Tagesordnungen stammen aus "
            "der öffentlichen Chronik der Reihe.</p>"
        )


def draw_period() -> None:
    """The one filter of all pages, kept in the address as ``?jahr=``."""
    years = sorted(
        {
            event.held_on.year
            for event in tasks.list_events(workspace(), actor())
            if event.held_on is not None
        },
        reverse=True,
    )
    with st.sidebar:
        st.selectbox(
            "Zeitraum",
            [_WHOLE, *(str(year) for year in years)],
            key="jahr",
            bind="query-params",
            help="Gilt für alle Seiten. Veranstaltungen ohne bekanntes Datum zählen nur bei "
            "„alle Jahre“ mit.",
        )


def period() -> Period:
    """The chosen period."""
    chosen = st.session_state.get("jahr")
    return Period.of_year(int(chosen)) if chosen and chosen != _WHOLE else Period.whole()


def published(chart_id: str) -> Published:
    """One chart of the catalogue for the chosen period and the user's role."""
    return tasks.publish_chart(workspace(), actor(), chart_id, period())


def draw_chart(chart_id: str) -> None:
    """A chart as people need it: question, picture, sentence, table, definition, downloads."""
    shown = published(chart_id)
    with st.container(key=f"chart-{chart_id}", border=True):
        st.header(shown.chart.question)
        if shown.figure is not None:
            st.plotly_chart(
                shown.figure, theme=None, config=_CHART_CONFIG, alt=shown.sentence, key=chart_id
            )
        draw_sentence(shown.sentence)
        _draw_numbers(shown)
        with st.expander("Wie wird gezählt?"):
            draw_sentence(shown.chart.definition)
            draw_small_print(shown.source_note)
        _draw_downloads(shown)


def _draw_numbers(shown: Published) -> None:
    """The table: open where there is no picture, folded below one, none without a row."""
    if shown.table.empty:
        return
    if shown.figure is None:
        draw_table(shown.table, caption=shown.title)
        return
    with st.expander("Zahlen als Tabelle"):
        draw_table(shown.table, caption=shown.title)


def draw_sentence(sentence: str) -> None:
    """Running text; every sign of it is text."""
    st.html(f'<p class="rd-sentence">{html.escape(sentence)}</p>')


def draw_small_print(text: str) -> None:
    """Source, n and date below figures; every sign of it is text."""
    st.html(f'<p class="rd-small-print">{html.escape(text)}</p>')


def _draw_downloads(shown: Published) -> None:
    name = html.escape(shown.file_stem, quote=True)
    with st.container(horizontal=True):
        st.download_button(
            "Tabelle als CSV",
            shown.csv,
            file_name=f"{shown.file_stem}.csv",
            mime="text/csv",
            key=f"csv-{shown.chart.id}",
            on_click="ignore",
        )
        if shown.figure is not None:
            st.html(
                '<div class="rd-buttons">'
                f'<button type="button" data-chart-export="svg" data-file-name="{name}">'
                "Bild als SVG</button>"
                f'<button type="button" data-chart-export="png" data-file-name="{name}">'
                "Bild als PNG</button></div>"
            )


def draw_table(table: pd.DataFrame, *, caption: str) -> None:
    """A real HTML table that a keyboard and a screen reader can reach; every cell is text."""
    numeric = {
        name
        for name in table.columns
        if table[name].astype(str).str.fullmatch(_NUMBER).all()
        and table[name].astype(str).str.contains(r"\d").any()
    }
    head = "".join(
        f'<th scope="col"{_number_class(name in numeric)}>{html.escape(str(name))}</th>'
        for name in table.columns
    )
    rows = "".join(
        "<tr>"
        + "".join(
            _cell(value, number=name in numeric, first=position == 0)
            for position, (name, value) in enumerate(zip(table.columns, row, strict=True))
        )
        + "</tr>"
        for row in table.itertuples(index=False, name=None)
    )
    label = html.escape(caption, quote=True)
    st.html(
        f'<div class="rd-table" role="region" aria-label="Tabelle: {label}" tabindex="0">'
        f"<table><caption>{html.escape(caption)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _cell(value: object, *, number: bool, first: bool) -> str:
    text = html.escape(str(value))
    if first:
        return f'<th scope="row"{_number_class(number)}>{text}</th>'
    return f"<td{_number_class(number)}>{text}</td>"


def _number_class(number: bool) -> str:
    return ' class="num"' if number else ""


def choose_chart(label: str, choices: dict[str, str], *, key: str) -> str:
    """One of several pictures of the same thing; returns its chart id."""
    chosen = st.segmented_control(
        label,
        list(choices),
        format_func=choices.__getitem__,
        default=next(iter(choices)),
        required=True,
        key=key,
        bind="query-params",
    )
    return str(chosen or next(iter(choices)))
