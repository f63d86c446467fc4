"""What several pages draw: the period, a chart with everything that belongs to it, tables."""

import html
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from dashboard import formatting, tasks
from dashboard.access import LOCAL_USER, Actor
from dashboard.app_pages import chart_comments, chart_export, row_links
from dashboard.charts.areas import areas
from dashboard.charts.overview import FIGURES
from dashboard.charts.publish import Published
from dashboard.demo_warehouse import open_shared
from dashboard.headline import HeadlineMove
from dashboard.period import Period
from dashboard.settings import Settings
from dashboard.workspace import Workspace

WHOLE = "alle Jahre"
# Formatted numbers: digits, thousands dots, decimal comma, sign, percent or a placeholder.
_NUMBER = r"[+−-]?[\d.]+(,\d+)?( %)?|k\. A\.|·|–"
_CHART_CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}


@st.cache_resource(show_spinner="Daten werden geöffnet …")
def workspace() -> Workspace:
    """The one workspace of this process."""
    return open_shared(Settings())


def actor() -> Actor:
    """Who uses the dashboard; without sign-in the user of this machine."""
    return LOCAL_USER


def draw_demo_mark() -> None:
    """Say on every page that the data are invented, where they are."""
    if workspace().warehouse.is_demo:
        st.html(
            '<p class="rd-demo" role="note"><strong>Beispieldaten:</strong> Teilnahmen, '
            "Rückmeldungen und alles, was mit „Beispiel“ beginnt, sind erfunden. Veranstaltungen, "
            "Themen und Tagesordnungen stammen aus der öffentlichen Chronik der Reihe.</p>"
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
            [WHOLE, *(str(year) for year in years)],
            key="jahr",
            bind="query-params",
            help="Gilt für alle Seiten. Veranstaltungen ohne bekanntes Datum zählen nur bei "
            "„alle Jahre“ mit.",
        )


def period() -> Period:
    """The chosen period."""
    chosen = st.session_state.get("jahr")
    return Period.of_year(int(chosen)) if chosen and chosen != WHOLE else Period.whole()


def published(
    chart_id: str, *, event_id: str | None = None, of_all_years: bool = False
) -> Published:
    """One chart of the catalogue for the user's role and the chosen period.

    With an event for that alone; ``of_all_years`` whatever the period, for a course of years.
    """
    chosen = Period.whole() if of_all_years else period()
    return tasks.publish_chart(workspace(), actor(), chart_id, chosen, event_id=event_id)


def published_of_municipality(chart_id: str, ags: str) -> Published:
    """One chart about a single municipality, for the chosen period and the user's role."""
    return tasks.publish_municipality_chart(workspace(), actor(), chart_id, ags, period())


def draw_chart(
    chart_id: str,
    *,
    event_id: str | None = None,
    of_all_years: bool = False,
    in_section: bool = False,
) -> None:
    """A chart as people need it: question, picture, sentence, table, definition, downloads.

    ``in_section``: a heading of the page stands above it, so its own is one level lower.
    """
    shown = published(chart_id, event_id=event_id, of_all_years=of_all_years)
    draw_published(shown, with_comments=event_id is None, in_section=in_section)


def draw_published(
    shown: Published, *, with_comments: bool = False, in_section: bool = False
) -> None:
    """The same for a chart that is published already; comments are made on those of a period."""
    with st.container(key=f"chart-{shown.chart.id}", border=True):
        (st.subheader if in_section else st.header)(shown.chart.question)
        if shown.figure is not None:
            st.plotly_chart(
                shown.figure,
                theme=None,
                config=_CHART_CONFIG,
                alt=shown.sentence,
                key=shown.chart.id,
            )
        draw_sentence(shown.sentence)
        _draw_remarks(shown)
        if shown.figure is None and not shown.table.empty:
            draw_table(shown.table, caption=shown.title)
        # Beside each other while they are folded: see the style sheet.
        with st.container(horizontal=True, key=f"more-{shown.chart.id}"):
            if shown.figure is not None and not shown.table.empty:
                with st.expander("Zahlen als Tabelle"):
                    draw_table(shown.table, caption=shown.title)
            with st.expander("Wie wird gezählt?"):
                draw_sentence(shown.chart.definition)
                draw_small_print(shown.source_note)
            if with_comments:
                chart_comments.draw(workspace(), actor(), shown.chart, shown.period)
            chart_export.draw_buttons(workspace(), shown)
            chart_export.draw_more(workspace(), shown)
            row_links.draw_link_behind(shown.chart, actor())


def _draw_remarks(shown: Published) -> None:
    """The notes on the time axis, as the picture marks them."""
    if shown.remarks:
        listed = "".join(f"<li>{html.escape(remark)}</li>" for remark in shown.remarks)
        st.html(f'<div class="rd-remarks"><p>Anmerkungen</p><ul>{listed}</ul></div>')


def draw_sentence(sentence: str) -> None:
    """Running text; every sign of it is text."""
    st.html(f'<p class="rd-sentence">{html.escape(sentence)}</p>')


def draw_small_print(text: str) -> None:
    """Source, n and date below figures; every sign of it is text."""
    st.html(f'<p class="rd-small-print">{html.escape(text)}</p>')


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
            _cell(
                value,
                number=name in numeric,
                first=position == 0,
                link=_municipality_link(str(name), str(value)),
            )
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


@dataclass(frozen=True)
class NewTab:
    """A cell that opens a page of the dashboard beside this one, so that nothing here is lost."""

    text: str
    address: str

    def __str__(self) -> str:
        return self.text


def _municipality_link(heading: str, cell: str) -> str | None:
    """The address of the page of a municipality, where a table names one."""
    if heading != "Gemeinde" or cell not in {area.name for area in areas("municipality")}:
        return None
    chosen = {"gemeinde": cell}
    if st.session_state.get("jahr", WHOLE) != WHOLE:
        chosen["jahr"] = st.session_state["jahr"]
    return f"gemeinden?{urlencode(chosen)}"


def _cell(value: object, *, number: bool, first: bool, link: str | None = None) -> str:
    text = html.escape(str(value))
    if isinstance(value, NewTab):
        address = html.escape(value.address, quote=True)
        text = f'<a href="{address}" target="_blank">{text}</a>'
    elif link is not None:
        text = f'<a href="{html.escape(link, quote=True)}" target="_self">{text}</a>'
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


def choose_part(total: int, *, key: str, size: int) -> slice:
    """Which part of a long list is shown: all of a short one, else as a person chooses."""
    if total <= size:
        return slice(0, total)
    parts = {
        start: f"{formatting.whole(start + 1)} bis {formatting.whole(min(start + size, total))}"
        for start in range(0, total, size)
    }
    if st.session_state.get(key) not in parts:
        st.session_state[key] = 0
    start = st.selectbox(
        "Ausschnitt", list(parts), format_func=parts.__getitem__, key=key, width=320
    )
    return slice(start, start + size)


def draw_facts(facts: Iterable[tuple[str, int]]) -> None:
    """A few numbers beside each other, each with its word."""
    entries = "".join(
        f"<div><dt>{html.escape(label)}</dt><dd>{formatting.whole(value)}</dd></div>"
        for label, value in facts
    )
    st.html(f'<dl class="rd-facts">{entries}</dl>')


def draw_moves(moves: Iterable[HeadlineMove]) -> None:
    """The headline figures that change, before and after."""
    moved = [move for move in moves if move.before != move.after]
    if not moved:
        st.write("Keine Kennzahl ändert sich.")
        return
    draw_table(
        pd.DataFrame(
            [
                {
                    "Kennzahl": FIGURES[move.figure_id].label,
                    "bisher": FIGURES[move.figure_id].format(move.before),
                    "danach": FIGURES[move.figure_id].format(move.after),
                }
                for move in moved
            ]
        ),
        caption="Kennzahlen über alle Jahre; die übrigen bleiben gleich",
    )
