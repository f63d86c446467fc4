"""What the pages of staff say alike: foreign text, messages, events, links."""

import html
import re
from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard import formatting, labels, tasks
from dashboard.access import Action, may
from dashboard.app_pages import shared
from dashboard.warehouse.events import Event

# Enough inside a sentence: what matters only at the start of a line cannot get there.
_MARKDOWN = re.compile(r"([\\`*_\[\]<$~&|]|:(?=[A-Za-z]))")
NEW_EVENT = "Neue Veranstaltung"
_SIGNS = {"done": "✔", "note": "ℹ", "error": "✖"}
_YEAR_AND_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def plain(text: str) -> str:
    """Foreign text for a label or a message, so that no character of it works as Markdown."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def draw_message(kind: str, text: str) -> None:
    """What an action led to (``done``, ``note``, ``error``); screen readers say it at once."""
    st.html(
        f'<p class="rd-message rd-{kind}" role="alert"><span aria-hidden="true">{_SIGNS[kind]}'
        f"</span> {html.escape(text)}</p>"
    )


def say(page: str, *messages: tuple[str, str]) -> None:
    """What the action that was just done led to; the page draws it with ``draw_said``."""
    st.session_state[f"{page}_meldungen"] = list(messages)
    st.session_state[f"{page}_meldungen_neu"] = True


def draw_said(page: str) -> list[str]:
    """The messages of the last action, until the next one; returns their kinds."""
    messages = st.session_state.get(f"{page}_meldungen", [])
    is_new = st.session_state.pop(f"{page}_meldungen_neu", False)
    for kind, text in messages:
        draw_message(kind, text)
    if is_new and messages:
        # The page may be scrolled far below the place where the messages stand.
        st.toast(plain(messages[0][1] if len(messages) == 1 else _counted(messages)))
    return [kind for kind, _ in messages]


def forget_said(page: str) -> None:
    """The messages are of no use any more."""
    st.session_state[f"{page}_meldungen"] = []


def _counted(messages: Sequence[tuple[str, str]]) -> str:
    return f"{formatting.whole(len(messages))} Meldungen stehen oben auf der Seite."


def spelled_month(date_text: str) -> str:
    """„2024-04“ as „April 2024“; any other text as it is."""
    found = _YEAR_AND_MONTH.fullmatch(date_text)
    return f"{labels.MONTHS[int(found[2]) - 1]} {found[1]}" if found else date_text


def event_day(event: Event) -> str:
    """The date as sure as it is: the day, „angekündigt für …“ or „Datum unbekannt“."""
    if event.held_on is None:
        if not event.date_text:
            return formatting.day(None)
        return f"angekündigt für {spelled_month(event.date_text)}"
    day = formatting.day(event.held_on)
    return f"{day} (angekündigt)" if event.date_basis == "announced" else day


def event_names(events: Sequence[Event], series: Mapping[str, str]) -> dict[str, str]:
    """Event id → „12.10.2022 · 5. Regionaldialog · Touristische Mobilität“, no two alike."""
    return distinct({event.event_id: _event_name(event, series) for event in events})


def _event_name(event: Event, series: Mapping[str, str]) -> str:
    number = f"{event.number}. " if event.number is not None else ""
    name = f"{number}{series.get(event.series_id, event.series_id)}"
    return f"{event_day(event)} · {name} · {event.title}"


def distinct(options: Mapping[str, str]) -> dict[str, str]:
    """Value → label with the value added where labels repeat: Streamlit tells them by label."""
    names = list(options.values())
    return {
        value: f"{name} ({value})" if names.count(name) > 1 else name
        for value, name in options.items()
    }


def known_events() -> dict[str, str]:
    """Every event by name, newest first."""
    workspace, actor = shared.workspace(), shared.actor()
    return event_names(tasks.list_events(workspace, actor), tasks.list_series(workspace, actor))


def draw_link(address: str, label: str, query: Mapping[str, str] | None = None) -> None:
    """A link to another page of the menu that keeps the visitor's session."""
    from dashboard.app_pages import menu  # noqa: PLC0415 - the menu knows the pages that call this

    for pages in menu.pages(shared.actor()).values():
        for page in pages:
            if page.url_path == address:
                st.page_link(page, label=label, query_params=dict(query or {}))


def draw_open_questions() -> None:
    """A sentence and a link where imports left something for a person to settle."""
    workspace, actor = shared.workspace(), shared.actor()
    if not may(actor.role, Action.IMPORT):
        return
    places = sum(each.decided is None for each in tasks.list_written_places(workspace, actor))
    organisations = len(tasks.list_unclear_organisations(workspace, actor))
    if not places and not organisations:
        return
    shared.draw_sentence(open_questions(places, organisations))
    draw_link("klaerung", "Zur Klärung")


def open_questions(places: int, organisations: int) -> str:
    """„3 Ortsangaben sind noch zu klären.“, and the organisations whose type is not known."""
    said = []
    if places:
        verb = "ist" if places == 1 else "sind"
        said.append(
            f"{formatting.count(places, 'Ortsangabe', 'Ortsangaben')} {verb} noch zu klären."
        )
    if organisations:
        counted = formatting.count(organisations, "Organisation", "Organisationen")
        said.append(f"Bei {counted} ist die Art noch nicht bekannt.")
    return " ".join(said)
