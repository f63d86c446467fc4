"""Feedback talks: the list, and the form to note, change and delete one."""

import re
from collections.abc import Callable

import pandas as pd
import streamlit as st

from dashboard import formatting, labels, tasks
from dashboard.app_pages import shared, wording
from dashboard.errors import DashboardError
from dashboard.warehouse.talks import Talk, TalkNote

_ALL, _NEW, _NONE = "alle", "neu", "keine"
_CHOSEN, _DELETE = "gespraech", "gespraech_loeschen"
_ROWS = 4  # empty statements beside those that are there
_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_MONTH = re.compile(r"(\d{1,2})[/.](\d{4})")

Say = Callable[[str], None]


def draw(*, say: Say, complain: Say, forget: Callable[[], None]) -> None:
    """The section „Feedbackgespräche“; what is done or refused is said by the page."""
    shared.draw_sentence(
        "Feedbackgespräche, zum Beispiel mit Bürgermeisterinnen und Bürgermeistern, stehen neben "
        "den Fragebögen. Bitte keine Namen: Die Funktion genügt. Veröffentlicht werden nur "
        "Anzahlen ab fünf Gesprächen."
    )
    shared.draw_sentence(shared.published("gespraeche-chronik", of_all_years=True).sentence)
    every = tasks.list_talks(shared.workspace(), shared.actor())
    places = _places()
    names = wording.distinct({str(talk.talk_id): _name(talk, places) for talk in every})
    chosen = st.selectbox(
        "Ansehen, ändern oder festhalten",
        [_ALL, _NEW, *names],
        format_func={_ALL: "Alle Gespräche", _NEW: "Neues Gespräch", **names}.__getitem__,
        key=_CHOSEN,
        on_change=forget,
    )
    if chosen == _ALL:
        _draw_table(every, places)
        return
    talk = next((each for each in every if str(each.talk_id) == chosen), None)
    _draw_form(talk, say=say, complain=complain, forget=forget)


def _name(talk: Talk, places: dict[str, str]) -> str:
    place = places.get(_place_key(talk), "ohne Ort")
    return f"{period(talk)} · {labels.COUNTERPARTS[talk.counterpart]} · {place}"


def period(talk: Talk) -> str:
    """„14.12.2022“, „12/2022–01/2023“."""
    return "–".join(_written(each) for each in (talk.starts, talk.ends) if each)


def _written(text: str | None) -> str:
    """2022-12 as 12/2022, 2022-12-14 as 14.12.2022, null as nothing."""
    parts = (text or "").split("-")
    return ("." if len(parts) == 3 else "/").join(reversed(parts))


def _stored(text: str) -> str:
    """12/2022 as 2022-12, 14.12.2022 as 2022-12-14, anything else as it is."""
    if found := _DAY.fullmatch(text):
        return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
    if found := _MONTH.fullmatch(text):
        return f"{found[2]}-{int(found[1]):02}"
    return text


def _places() -> dict[str, str]:
    """„a:“ and AGS or „v:“ and association → name."""
    towns, associations = tasks.list_talk_places(shared.workspace(), shared.actor())
    return {
        **{f"a:{ags}": name for ags, name in towns.items()},
        **{f"v:{each}": name for each, name in associations.items()},
    }


def _place_key(talk: Talk | None) -> str:
    if talk and talk.ags:
        return f"a:{talk.ags}"
    return f"v:{talk.association_id}" if talk and talk.association_id else _NONE


def _draw_table(every: tuple[Talk, ...], places: dict[str, str]) -> None:
    if not every:
        st.info("Noch ist kein Gespräch festgehalten. Bitte oben „Neues Gespräch“ wählen.")
        return
    shared.draw_table(
        pd.DataFrame(
            [
                {
                    "Wann": period(talk),
                    "Mit wem": labels.COUNTERPARTS[talk.counterpart],
                    "Ort": places.get(_place_key(talk), formatting.MISSING),
                    "Tendenz": labels.TENDENCIES[talk.tendency]
                    if talk.tendency
                    else formatting.MISSING,
                    "Aussagen": formatting.whole(len(talk.notes)),
                }
                for talk in every
            ]
        ),
        caption="Alle Feedbackgespräche, die neuesten zuerst, nur für die Redaktion",
    )


def _draw_form(talk: Talk | None, *, say: Say, complain: Say, forget: Callable[[], None]) -> None:
    key = f"gespraech_{talk.talk_id if talk else _NEW}"
    places = {_NONE: "kein Ort", **_places()}
    events = {_NONE: "keine Veranstaltung", **wording.known_events()}
    tendencies = {_NONE: "keine festgehalten", **{str(k): v for k, v in labels.TENDENCIES.items()}}
    with st.form(key, border=False):
        first, last = st.columns(2)
        with first:
            st.text_input(
                "Wann (Tag oder Monat)",
                _written(talk.starts) if talk else "",
                placeholder="14.12.2022 oder 12/2022",
                key=f"{key}_beginn",
            )
        with last:
            st.text_input(
                "Bis (nur bei einem Zeitraum)",
                _written(talk.ends) if talk else "",
                placeholder="01/2023",
                key=f"{key}_ende",
            )
        st.selectbox(
            "Mit wem (Funktion)",
            list(labels.COUNTERPARTS),
            index=list(labels.COUNTERPARTS).index(talk.counterpart) if talk else None,
            format_func=labels.COUNTERPARTS.__getitem__,
            placeholder="Funktion auswählen",
            key=f"{key}_mit",
        )
        _draw_choice("Gemeinde oder Verbandsgemeinde", places, _place_key(talk), f"{key}_ort")
        _draw_choice(
            "Bezug auf eine Veranstaltung",
            events,
            (talk.event_id if talk else None) or _NONE,
            f"{key}_veranstaltung",
        )
        _draw_choice(
            "Tendenz insgesamt, von 5 (positiv) bis 1 (negativ)",
            tendencies,
            str(talk.tendency) if talk and talk.tendency else _NONE,
            f"{key}_tendenz",
        )
        rows = _draw_notes(talk, key)
        with st.container(horizontal=True):
            st.form_submit_button(
                "Gespräch speichern",
                type="primary",
                key=f"{key}_speichern",
                on_click=_save,
                args=(key, talk.talk_id if talk else None, rows, say, complain),
            )
            st.form_submit_button(
                "Abbrechen", key=f"{key}_abbrechen", on_click=_show_all, args=(forget,)
            )
    if talk and talk.talk_id is not None:
        _draw_delete(talk.talk_id, say=say, complain=complain)


def _draw_choice(label: str, options: dict[str, str], chosen: str, key: str) -> None:
    named = wording.distinct(options)
    st.selectbox(
        label,
        list(named),
        index=list(named).index(chosen),
        format_func=named.__getitem__,
        key=key,
    )


def _draw_notes(talk: Talk | None, key: str) -> int:
    """A row per statement and some empty ones; returns how many there are."""
    topics = {
        _NONE: "kein Thema",
        **{
            topic.topic_id: topic.label
            for topic in tasks.list_topics(shared.workspace(), shared.actor())
        },
    }
    codes = wording.distinct(
        {code.code_id: code.label for code in tasks.list_codes(shared.workspace(), shared.actor())}
    )
    notes = [*(talk.notes if talk else ()), *[TalkNote("")] * _ROWS]
    for place, note in enumerate(notes):
        with st.container(border=True):
            st.text_area(
                f"Aussage {place + 1}", note.note, max_chars=1000, key=f"{key}_aussage_{place}"
            )
            left, right = st.columns(2)
            with left:
                _draw_choice(
                    f"Thema der Aussage {place + 1}",
                    topics,
                    note.topic_id or _NONE,
                    f"{key}_thema_{place}",
                )
            with right:
                st.multiselect(
                    f"Codes der Aussage {place + 1}",
                    list(codes),
                    default=[code for code in note.codes if code in codes],
                    format_func=codes.__getitem__,
                    placeholder="Codes auswählen",
                    key=f"{key}_codes_{place}",
                )
    st.caption("Leere Aussagen werden nicht gespeichert.")
    return len(notes)


def _save(key: str, talk_id: int | None, rows: int, say: Say, complain: Say) -> None:
    def said(name: str) -> str:
        return str(st.session_state.get(f"{key}_{name}") or "").strip()

    def chosen(name: str) -> str | None:
        return None if said(name) in ("", _NONE) else said(name)

    place = chosen("ort") or ""
    tendency = chosen("tendenz")
    talk = Talk(
        starts=_stored(said("beginn")),
        ends=_stored(said("ende")) or None,
        counterpart=said("mit"),
        event_id=chosen("veranstaltung"),
        ags=place[2:] if place.startswith("a:") else None,
        association_id=place[2:] if place.startswith("v:") else None,
        tendency=int(tendency) if tendency else None,
        notes=tuple(
            TalkNote(
                said(f"aussage_{row}"),
                chosen(f"thema_{row}"),
                tuple(st.session_state.get(f"{key}_codes_{row}") or ()),
            )
            for row in range(rows)
        ),
        talk_id=talk_id,
    )
    try:
        tasks.save_talk(shared.workspace(), shared.actor(), talk)
    except DashboardError as problem:
        complain(str(problem))
    else:
        st.session_state[_CHOSEN] = _ALL
        say("Das Gespräch ist gespeichert.")


def _show_all(forget: Callable[[], None]) -> None:
    forget()
    st.session_state[_CHOSEN] = _ALL


def _draw_delete(talk_id: int, *, say: Say, complain: Say) -> None:
    """Deleting asks once more: it cannot be undone."""
    with st.expander("Gespräch löschen"):
        shared.draw_sentence("Das Gespräch und seine Aussagen verschwinden; das ist endgültig.")
        st.button(
            "Gespräch endgültig löschen",
            key=f"{_DELETE}_{talk_id}",
            on_click=_delete,
            args=(talk_id, say, complain),
        )


def _delete(talk_id: int, say: Say, complain: Say) -> None:
    try:
        tasks.delete_talk(shared.workspace(), shared.actor(), talk_id)
    except DashboardError as problem:
        complain(str(problem))
    else:
        st.session_state[_CHOSEN] = _ALL
        say("Das Gespräch ist gelöscht.")
