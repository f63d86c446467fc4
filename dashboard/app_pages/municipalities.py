"""Gemeinden: whom the dialogues reach, and whom they do not; one municipality by itself."""

import html

import streamlit as st

from dashboard import formatting, tasks
from dashboard.access import Action, may
from dashboard.app_pages import shared
from dashboard.charts.areas import areas
from dashboard.charts.municipality_absence import last_seen_text

_LEVELS = {"gemeinden": "22 Gemeinden", "verwaltungen": "11 Verwaltungen"}
_MEASURES = {
    "dialoge": "Dialoge",
    "teilnahmen": "Teilnahmen",
    "personen": "Personen",
    "je-1000": "je 1.000 Einwohner",
}
_ALL = "alle Gemeinden"


def page() -> None:
    """The page „Gemeinden“."""
    st.title("Gemeinden")
    ags_of = {area.name: area.area_id for area in areas("municipality")}
    chosen = st.selectbox(
        "Gemeinde",
        [_ALL, *sorted(ags_of)],
        key="gemeinde",
        bind="query-params",
        help="Zeigt eine einzelne Gemeinde: wann und wozu jemand von dort kam. In den Tabellen "
        "führt der Name einer Gemeinde ebenfalls hierher.",
    )
    if chosen in ags_of:
        _draw_municipality(chosen, ags_of[chosen])
    else:
        _draw_district()


def _draw_district() -> None:
    level = shared.choose_chart("Ebene", _LEVELS, key="gemeinden_ebene")
    measure = shared.choose_chart("Gezeigt wird", _MEASURES, key="gemeinden_mass")
    shared.draw_chart(f"{level}-karte-{measure}")
    for chart_id in (
        "gemeinden-jahre",
        "gemeinden-zuletzt",
        "gemeinden-nicht-erreicht",
        "gemeinden-anwesenheit",
        "gemeinden-einwohner",
        "gemeinden-herkunft",
    ):
        shared.draw_chart(chart_id)


def _draw_municipality(name: str, ags: str) -> None:
    with st.container(border=True, key="gemeinde_kennzahlen"):
        st.header(name, anchor=False)
        _draw_facts(ags)
    chart_ids = ["gemeinde-dialoge", "gemeinde-themen", "gemeinde-organisationsarten"]
    if may(shared.actor().role, Action.IMPORT):
        chart_ids.append("gemeinde-organisationen")
    for chart_id in chart_ids:
        shared.draw_published(shared.published_of_municipality(chart_id, ags))


def _draw_facts(ags: str) -> None:
    reach, seen = (
        _row_of(name, ags) for name in ("municipalities.reach", "municipalities.last_seen")
    )
    if not reach["events_with_list"]:
        shared.draw_sentence(
            "Zu den Dialogen dieses Zeitraums liegt noch keine Teilnahmeliste vor."
        )
        return
    hidden = bool(reach["suppressed"]) and formatting.is_missing(reach["attendances"])
    facts = {
        "Dialoge": f"{formatting.whole(reach['dialogues'])} von "
        f"{formatting.whole(reach['events_with_list'])}",
        "Teilnahmen": _counted(reach["attendances"], hidden=hidden),
        "Personen": _counted(reach["people"], hidden=hidden),
        "Teilnahmen je 1.000 Einwohner": formatting.SUPPRESSED
        if hidden
        else formatting.decimal(reach["per_1000"], digits=2),
        "Einwohner": formatting.whole(reach["population"]),
        "Zuletzt vertreten": last_seen_text(seen["last_event"], seen["last_held_on"]),
        "Dialoge seitdem": formatting.whole(seen["dialogues_since"]),
    }
    listed = "".join(
        f"<div><dt>{html.escape(label)}</dt><dd>{html.escape(fact)}</dd></div>"
        for label, fact in facts.items()
    )
    st.html(f'<dl class="rd-facts">{listed}</dl>')
    note = "„Zuletzt vertreten“ gilt für die ganze Reihe bis zum Ende des Zeitraums."
    if hidden:
        note += " „·“: Wie viele Personen kamen, ist nicht öffentlich."
    shared.draw_small_print(note)


def _row_of(query: str, ags: str) -> dict[str, object]:
    frame = tasks.published_frame(shared.workspace(), shared.actor(), query, shared.period())
    return {str(key): value for key, value in frame.set_index("ags").loc[ags].items()}


def _counted(value: object, *, hidden: bool) -> str:
    return formatting.SUPPRESSED if hidden else formatting.whole(value)
