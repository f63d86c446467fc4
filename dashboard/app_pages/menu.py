"""The menu: which pages there are and who sees them. The tasks behind them check again."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from dashboard.access import Action, Actor, may
from dashboard.app_pages import (
    accessibility,
    comments,
    evaluation,
    events,
    imports,
    methods,
    municipalities,
    outcomes,
    overview,
    participation,
    report,
    review,
    rows,
    topics,
)

Entry = tuple[Callable[[], None], str, str, Action]

# Page, title on screen, address, what one has to be allowed to do.
PAGES: tuple[Entry, ...] = (
    (overview.page, "Übersicht", "uebersicht", Action.VIEW),
    (topics.page, "Themen", "themen", Action.VIEW),
    (municipalities.page, "Gemeinden", "gemeinden", Action.VIEW),
    (participation.page, "Beteiligung", "beteiligung", Action.VIEW),
    (evaluation.page, "Auswertung", "auswertung", Action.VIEW),
    (outcomes.page, "Wirkung", "wirkung", Action.VIEW),
    (report.page, "Bericht", "bericht", Action.VIEW),
    (events.page, "Veranstaltungen", "veranstaltungen", Action.EDIT_EVENTS),
    (imports.page, "Importe", "importe", Action.IMPORT),
    (review.page, "Klärung", "klaerung", Action.IMPORT),
    (rows.page, "Zeilen", "zeilen", Action.IMPORT),
    (comments.page, "Freitexte und Gespräche", "freitexte", Action.CODE),
    (methods.page, "Methodik", "methodik", Action.VIEW),
    (accessibility.page, "Barrierefreiheit", "barrierefreiheit", Action.VIEW),
)
_ABOUT = {"methodik", "barrierefreiheit"}


def entries(actor: Actor) -> list[Entry]:
    """What the actor may open."""
    return [entry for entry in PAGES if may(actor.role, entry[-1])]


def pages(actor: Actor) -> dict[str, list[Any]]:
    """Streamlit's pages by section of the menu, as far as the actor may open them."""
    sections: dict[str, list[Any]] = {}
    for page, title, address, action in entries(actor):
        sections.setdefault(section_of(address, action), []).append(
            st.Page(page, title=title, url_path=address, default=page is overview.page)
        )
    return sections


def section_of(address: str, action: Action) -> str:
    """The heading in the menu under which a page stands."""
    if address in _ABOUT:
        return "Über"
    return "Auswerten" if action is Action.VIEW else "Pflegen"
