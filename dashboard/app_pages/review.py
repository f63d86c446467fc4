"""Klärung: what imports left open, settled once for all rows that say the same."""

import hashlib
from collections.abc import Iterable

import pandas as pd
import streamlit as st

from dashboard import formatting, labels, tasks
from dashboard.access import Actor
from dashboard.app_pages import shared, wording
from dashboard.app_pages.wording import plain
from dashboard.errors import DashboardError
from dashboard.ingest.schema import Level, Place
from dashboard.warehouse.review import UnclearOrganisation, WrittenPlace
from dashboard.workspace import Workspace

_PAGE = "klaerung"
_CHANGED = "klaerung_aendern"
_AT_ONCE = 20  # open questions on one screen


def page() -> None:
    """The page „Klärung“."""
    st.title("Klärung")
    if "done" in wording.draw_said(_PAGE):
        wording.draw_link("", "Zur Übersicht mit den neuen Zahlen")
    workspace, actor = shared.workspace(), shared.actor()
    places = tasks.list_written_places(workspace, actor)
    organisations = tasks.list_unclear_organisations(workspace, actor)
    waiting = [place for place in places if place.decided is None]
    settled = [place for place in places if place.decided is not None]
    if not waiting and not organisations:
        st.info(
            "Es ist nichts zu klären. Schreibt eine Liste einen Ort, den niemand sicher zuordnen "
            "kann, oder eine Organisation, deren Art unbekannt ist, steht beides hier."
        )
        wording.draw_link("importe", "Zu den Importen")
    else:
        st.write(
            "Eine Entscheidung gilt für alle Zeilen mit demselben Text, auch in früheren Importen, "
            "und für künftige Dateien. Entscheidungen zu Orten lassen sich unten ändern."
        )
    if waiting:
        _draw_places(waiting)
    if organisations:
        _draw_organisations(organisations)
    if settled:
        _draw_settled(settled)


def _key(name: str, text: str) -> str:
    """A widget's key for a text of a file, whatever signs it is made of."""
    return f"{_PAGE}_{name}_{hashlib.sha256(text.encode()).hexdigest()[:12]}"


# --- places ----------------------------------------------------------------------------------


def _draw_places(places: list[WrittenPlace]) -> None:
    st.header(formatting.count(len(places), "offene Ortsangabe", "offene Ortsangaben"))
    st.caption("Bis zur Entscheidung zählt der Ort als „unbekannt“.")
    for place in places[shared.choose_part(len(places), key="klaerung_orte_teil", size=_AT_ONCE)]:
        with st.container(border=True):
            _draw_place(place, tasks.resolve_place(*_who(), place.written))


def _who() -> tuple[Workspace, Actor]:
    return shared.workspace(), shared.actor()


def _draw_place(place: WrittenPlace, resolved: Place | None) -> None:
    """One place: what it may mean, what that would change, and the button that stores it."""
    meanings = wording.distinct(_meanings(place, resolved))
    chosen = st.selectbox(
        plain(f"Was ist mit „{place.written}“ gemeint? ({_extent(place)})"),
        list(meanings),
        index=None,
        placeholder="Bitte auswählen",
        format_func=meanings.__getitem__,
        key=_key("ort", place.key),
    )
    if chosen is None:
        return
    try:
        preview = tasks.preview_place(*_who(), place.key, chosen)
    except DashboardError as problem:
        wording.draw_message("error", str(problem))
        return
    shared.draw_sentence(
        f"„{place.written}“ bedeutet danach: {meanings[chosen]}. "
        f"Das betrifft {formatting.count(preview.rows, 'Zeile', 'Zeilen')}."
    )
    shared.draw_moves(preview.moves)
    st.button(
        plain(f"„{place.written}“ so speichern"),
        type="primary",
        key=_key("ort_speichern", place.key),
        on_click=_store_place,
        args=(place, chosen, meanings[chosen]),
    )


def _extent(place: WrittenPlace) -> str:
    rows = formatting.count(place.rows, "Zeile", "Zeilen")
    return f"{rows} in {formatting.count(place.events, 'Veranstaltung', 'Veranstaltungen')}"


def _meanings(place: WrittenPlace, resolved: Place | None) -> dict[str, str]:
    """Value → label: what the text may mean first, then everything else it might be."""
    gazetteer = shared.workspace().gazetteer
    proposed = resolved.candidates if resolved else ()
    meanings = {each.value: f"{each.label} – Vorschlag" for each in proposed}
    for value, label in (
        *gazetteer.municipalities.items(),
        *((f"association:{key}", name) for key, name in gazetteer.associations.items()),
        ("district", "Landkreis Mansfeld-Südharz, ohne Gemeinde"),
        (f"outside:{place.written}", "liegt außerhalb des Landkreises"),
        ("unknown", "unbekannt lassen"),
    ):
        meanings.setdefault(value, label)
    return meanings


def _store_place(place: WrittenPlace, value: str, meaning: str) -> None:
    try:
        stored = tasks.decide_place(*_who(), place.key, value)
    except DashboardError as problem:
        wording.say(_PAGE, ("error", str(problem)))
        return
    st.session_state[_CHANGED] = None
    rows = formatting.count(stored.rows, "Zeile", "Zeilen")
    wording.say(
        _PAGE,
        (
            "done",
            f"„{place.written}“ bedeutet jetzt: {meaning.removesuffix(' – Vorschlag')}. "
            f"Das gilt für {rows} und für künftige Dateien.",
        ),
    )


# --- organisations ---------------------------------------------------------------------------


def _draw_organisations(organisations: Iterable[UnclearOrganisation]) -> None:
    every = list(organisations)
    st.header(formatting.count(len(every), "Organisation ohne Art", "Organisationen ohne Art"))
    st.caption("Keine Regel kennt sie. Bis zur Entscheidung zählen sie unter „Sonstige“.")
    part = shared.choose_part(len(every), key="klaerung_organisationen_teil", size=_AT_ONCE)
    for organisation in every[part]:
        with st.container(border=True):
            _draw_organisation(organisation)


def _draw_organisation(organisation: UnclearOrganisation) -> None:
    chosen = st.selectbox(
        plain(
            f"Welcher Art ist „{organisation.name}“? "
            f"({formatting.count(organisation.rows, 'Zeile', 'Zeilen')})"
        ),
        list(labels.ORGANISATION_TYPES),
        index=None,
        placeholder="Art auswählen",
        format_func=labels.ORGANISATION_TYPES.__getitem__,
        key=_key("organisation", organisation.key),
    )
    if chosen is not None:
        st.button(
            plain(f"„{organisation.name}“ so speichern"),
            type="primary",
            key=_key("organisation_speichern", organisation.key),
            on_click=_store_organisation,
            args=(organisation, chosen),
        )


def _store_organisation(organisation: UnclearOrganisation, chosen: str) -> None:
    try:
        stored = tasks.decide_organisation(*_who(), organisation.key, chosen)
    except DashboardError as problem:
        wording.say(_PAGE, ("error", str(problem)))
        return
    wording.say(
        _PAGE,
        (
            "done",
            f"„{organisation.name}“ zählt jetzt unter „{labels.ORGANISATION_TYPES[chosen]}“. Das "
            f"gilt für {formatting.count(stored.rows, 'Zeile', 'Zeilen')} und für künftige "
            "Dateien.",
        ),
    )


# --- what was settled ------------------------------------------------------------------------


def _draw_settled(places: list[WrittenPlace]) -> None:
    st.header("Schon entschieden")
    shared.draw_table(
        pd.DataFrame([_settled_row(place) for place in places]),
        caption="Orte, die jemand zugeordnet hat",
    )
    named = {place.key: f"{place.written} → {_meaning(place)}" for place in places}
    shown = wording.distinct(named)
    chosen = st.selectbox(
        "Eine Entscheidung ändern",
        list(shown),
        index=None,
        placeholder="Ort auswählen",
        format_func=shown.__getitem__,
        key=_CHANGED,
    )
    for place in places:
        if place.key == chosen:
            with st.container(border=True):
                # Proposals come from the text itself, not from what was decided about it.
                _draw_place(place, shared.workspace().gazetteer.resolve(place.written))


def _settled_row(place: WrittenPlace) -> dict[str, str]:
    when = (
        f"{formatting.moment(place.decided.decided_at)} von {place.decided.decided_by}"
        if place.decided
        else ""
    )
    return {
        "geschrieben": place.written,
        "bedeutet": _meaning(place),
        "Zeilen": formatting.whole(place.rows),
        "entschieden": when,
    }


def _meaning(place: WrittenPlace) -> str:
    if place.decided is None:
        return ""
    meant = place.decided.place
    if meant.level is Level.OUTSIDE:
        return f"{meant.name} (außerhalb des Landkreises)"
    return meant.name or {
        Level.DISTRICT: "Landkreis, ohne Gemeinde",
        Level.UNKNOWN: "bleibt unbekannt",
    }.get(meant.level, labels.LEVELS[meant.level])
