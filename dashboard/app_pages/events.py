"""Veranstaltungen: every event and topic as staff keep them, and the forms to change them."""

from datetime import date

import pandas as pd
import streamlit as st

from dashboard import formatting, labels, tasks
from dashboard.app_pages import event_form, notes, shared, wording
from dashboard.app_pages.wording import plain
from dashboard.errors import DashboardError
from dashboard.period import Period
from dashboard.warehouse.events import Event, Topic

_SECTIONS = {
    "veranstaltungen": "Veranstaltungen",
    "themen": "Themen",
    "anmerkungen": "Anmerkungen zur Zeitachse",
}
_ALL, _NEW = "alle", "neu"
_CHOSEN, _TOPIC, _MESSAGE = "veranstaltung", "veranstaltungen_thema", "veranstaltungen_meldung"
_COMPLAINT = "veranstaltungen_klage"
_UNKNOWN = "unbekannt"
_EARLIEST, _LATEST = date(1990, 1, 1), date(2100, 12, 31)


def page() -> None:
    """The page „Veranstaltungen“."""
    st.title("Veranstaltungen")
    section = st.segmented_control(
        "Bereich",
        list(_SECTIONS),
        format_func=_SECTIONS.__getitem__,
        default="veranstaltungen",
        required=True,
        key="veranstaltungen_bereich",
        label_visibility="collapsed",
    )
    message = st.session_state.get(_MESSAGE)
    if message:
        wording.draw_message("done", message)
    if section == "themen":
        _draw_topics()
    elif section == "anmerkungen":
        notes.draw(_keep_message)
    else:
        _draw_events()


# --- events ----------------------------------------------------------------------------------


def _draw_events() -> None:
    workspace, actor = shared.workspace(), shared.actor()
    events = tasks.list_events(workspace, actor)
    series = tasks.list_series(workspace, actor)
    names = wording.event_names(events, series)
    chosen = st.selectbox(
        "Ansehen, ändern oder anlegen",
        [_ALL, _NEW, *names],
        format_func={_ALL: "Alle Veranstaltungen", _NEW: wording.NEW_EVENT, **names}.__getitem__,
        key=_CHOSEN,
        bind="query-params",
        on_change=_forget_message,
    )
    if chosen == _ALL:
        _draw_event_table(events, series)
        return
    event = next((each for each in events if each.event_id == chosen), None)
    event_form.draw(event_form.open_form(event), close=_show_all_events)


def _show_all_events(message: str | None) -> None:
    st.session_state[_CHOSEN] = _ALL
    _keep_message(message)


def _keep_message(message: str | None) -> None:
    st.session_state[_MESSAGE] = message
    if message:
        # The page may be scrolled far below the place where the message stands.
        st.toast(plain(message))


def _forget_message() -> None:
    st.session_state[_MESSAGE] = st.session_state[_COMPLAINT] = None


def _draw_event_table(events: tuple[Event, ...], series: dict[str, str]) -> None:
    if not events:
        st.info(f"Noch ist keine Veranstaltung eingetragen. Bitte oben „{wording.NEW_EVENT}“.")
        return
    municipalities = shared.workspace().gazetteer.municipalities
    held = _held()
    shared.draw_table(
        pd.DataFrame(
            [
                {
                    "Datum": wording.event_day(event),
                    "Nr.": "–" if event.number is None else formatting.whole(event.number),
                    "Titel": event.title,
                    "Reihe": series.get(event.series_id, event.series_id),
                    "Form": labels.MODES[event.mode],
                    "Ort": _place(event, municipalities.get(event.ags or "")),
                    "Stand": _status(event, is_held=event.event_id in held),
                }
                for event in events
            ]
        ),
        caption="Alle Veranstaltungen, die neuesten zuerst, unabhängig vom Zeitraum",
    )


def _held() -> set[str]:
    """The events that count as held, by what is stored and by their lists."""
    events = tasks.published_frame(
        shared.workspace(), shared.actor(), "events.calendar", Period.whole()
    )
    return set(events.loc[events["is_held"], "event_id"])


def _status(event: Event, *, is_held: bool) -> str:
    status = labels.EVENT_STATUSES[event.status]
    if event.status == "planned" and is_held:
        return f"{status}, zählt als stattgefunden (Teilnahmeliste liegt vor)"
    return status


def _place(event: Event, municipality: str | None) -> str:
    """„Ratssaal, Allstedt“; a locality or municipality named already is not repeated."""
    parts: list[str] = []
    for part in (event.venue, event.locality, municipality):
        if part and not any(part in said for said in parts):
            parts.append(part)
    if not parts and event.mode == "online":
        return labels.MODES["online"]
    return ", ".join(parts) or _UNKNOWN


# --- topics ----------------------------------------------------------------------------------


def _draw_topics() -> None:
    topics = tasks.list_topics(shared.workspace(), shared.actor())
    names = wording.distinct({topic.topic_id: topic.label for topic in topics})
    chosen = st.selectbox(
        "Ansehen, ändern oder anlegen",
        [_ALL, _NEW, *names],
        format_func={_ALL: "Alle Themen", _NEW: "Neues Thema", **names}.__getitem__,
        key=_TOPIC,
        on_change=_forget_message,
    )
    if chosen == _ALL:
        _draw_topic_table(topics)
        return
    topic = next((each for each in topics if each.topic_id == chosen), None)
    _draw_topic_form(topic, topics)


def _draw_topic_table(topics: tuple[Topic, ...]) -> None:
    if not topics:
        st.info("Noch ist kein Thema eingetragen. Bitte oben „Neues Thema“ wählen.")
        return
    shared.draw_table(
        pd.DataFrame(
            [
                {
                    "Thema": topic.label,
                    "Themenfeld": topic.group_label,
                    "gültig ab": _day_or(topic.valid_from, "von Anfang an"),
                    "gültig bis": _day_or(topic.valid_to, "ohne Ende"),
                    "Kürzel": topic.topic_id,
                }
                for topic in topics
            ]
        ),
        caption="Alle Themen",
    )


def _day_or(day: date | None, without: str) -> str:
    return without if day is None else formatting.day(day)


def _draw_topic_form(topic: Topic | None, topics: tuple[Topic, ...]) -> None:
    key = f"veranstaltungen_thema_{topic.topic_id if topic else _NEW}"
    groups = list(dict.fromkeys(each.group_label for each in topics))
    with st.form(key, border=False):
        st.text_input(
            "Kürzel",
            topic.topic_id if topic else "",
            disabled=topic is not None,
            max_chars=40,
            key=f"{key}_kuerzel",
            help="Bleibt, wie es ist. Kleinbuchstaben, Ziffern und Striche, zum Beispiel „wasser“.",
        )
        st.text_input("Bezeichnung", topic.label if topic else "", max_chars=100, key=f"{key}_name")
        st.selectbox(
            "Themenfeld",
            groups,
            index=groups.index(topic.group_label) if topic else None,
            accept_new_options=True,
            placeholder="Auswählen oder eingeben",
            key=f"{key}_feld",
        )
        first, last = st.columns(2)
        with first:
            _draw_day("Gültig ab", topic.valid_from if topic else None, f"{key}_ab")
        with last:
            _draw_day("Gültig bis", topic.valid_to if topic else None, f"{key}_bis")
        st.caption("Ohne „gültig ab“ und „gültig bis“ gilt das Thema für alle Jahre.")
        complaint = st.session_state.get(_COMPLAINT)
        if complaint:
            wording.draw_message("error", complaint)
        with st.container(horizontal=True):
            st.form_submit_button(
                "Thema speichern" if topic else "Thema anlegen",
                type="primary",
                key=f"{key}_speichern",
                on_click=_save_topic,
                args=(key, topic.topic_id if topic else None),
            )
            st.form_submit_button(
                "Abbrechen", key=f"{key}_abbrechen", on_click=_show_all_topics, args=(None,)
            )


def _draw_day(label: str, value: date | None, key: str) -> None:
    st.date_input(
        label, value, min_value=_EARLIEST, max_value=_LATEST, format="DD.MM.YYYY", key=key
    )


def _save_topic(key: str, topic_id: str | None) -> None:
    """Store what stands in the form; ``topic_id`` is null for a new topic."""

    def said(name: str) -> str:
        return str(st.session_state.get(f"{key}_{name}") or "").strip()

    topic = Topic(
        topic_id or said("kuerzel"),
        said("name"),
        said("feld"),
        st.session_state.get(f"{key}_ab"),
        st.session_state.get(f"{key}_bis"),
    )
    workspace, actor = shared.workspace(), shared.actor()
    try:
        tasks.save_topic(workspace, actor, topic, is_new=topic_id is None)
    except DashboardError as problem:
        st.session_state[_COMPLAINT] = str(problem)
    else:
        verb = "gespeichert" if topic_id else "angelegt"
        _show_all_topics(f"Das Thema „{topic.label}“ ist {verb}.")


def _show_all_topics(message: str | None) -> None:
    st.session_state[_TOPIC] = _ALL
    st.session_state[_COMPLAINT] = None
    _keep_message(message)
