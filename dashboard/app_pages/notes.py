"""The section „Anmerkungen zur Zeitachse“ of the page „Veranstaltungen“: list, form, delete."""

from collections.abc import Callable
from datetime import date

import pandas as pd
import streamlit as st

from dashboard import formatting, labels, tasks
from dashboard.app_pages import shared, wording
from dashboard.errors import DashboardError
from dashboard.warehouse.notes import LONGEST_LABEL, LONGEST_TEXT, Note

_ALL, _NEW = "alle", "neu"
_CHOSEN, _COMPLAINT = "veranstaltungen_anmerkung", "veranstaltungen_anmerkung_klage"
_EARLIEST, _LATEST = date(1990, 1, 1), date(2100, 12, 31)

Say = Callable[[str | None], None]


def draw(say: Say) -> None:
    """Everything; ``say`` keeps what was done for the next run."""
    notes = tasks.list_notes(shared.workspace(), shared.actor())
    names = wording.distinct({str(note.note_id): f"{days(note)} · {note.label}" for note in notes})
    chosen = st.selectbox(
        "Ansehen, ändern oder anlegen",
        [_ALL, _NEW, *names],
        format_func={_ALL: "Alle Anmerkungen", _NEW: "Neue Anmerkung", **names}.__getitem__,
        key=_CHOSEN,
        on_change=_forget,
        args=(say,),
    )
    if chosen == _ALL:
        _draw_table(notes)
        return
    note = next((each for each in notes if str(each.note_id) == chosen), None)
    _draw_form(note, say)
    if note is not None:
        _draw_delete(note, say)


def days(note: Note) -> str:
    """„21.03.2024“ or „21.03.2024 bis 31.05.2024“."""
    first = formatting.day(note.starts_on)
    return first if note.ends_on is None else f"{first} bis {formatting.day(note.ends_on)}"


def _forget(say: Say) -> None:
    st.session_state[_COMPLAINT] = None
    say(None)


def _draw_table(notes: tuple[Note, ...]) -> None:
    shared.draw_sentence(
        "Anmerkungen stehen als Linien in den Zeitdiagrammen und als Liste darunter: ein "
        "Förderaufruf, eine Wahl, eine Zeit nur online."
    )
    if not notes:
        st.info("Noch gibt es keine Anmerkung. Bitte oben „Neue Anmerkung“ wählen.")
        return
    shared.draw_table(
        pd.DataFrame(
            [
                {
                    "Zeit": days(note),
                    "Kurztext": note.label,
                    "Art": labels.NOTE_KINDS[note.kind],
                    "Erläuterung": note.text or "–",
                }
                for note in notes
            ]
        ),
        caption="Alle Anmerkungen, die neuesten zuerst",
    )


def _draw_form(note: Note | None, say: Say) -> None:
    key = f"{_CHOSEN}_{note.note_id if note else _NEW}"
    kinds = list(labels.NOTE_KINDS)
    with st.form(key, border=False):
        st.text_input(
            "Kurztext",
            note.label if note else "",
            max_chars=LONGEST_LABEL,
            key=f"{key}_kurz",
            help="Steht im Diagramm neben der Linie.",
        )
        st.selectbox(
            "Art",
            kinds,
            index=kinds.index(note.kind) if note else kinds.index("other"),
            format_func=labels.NOTE_KINDS.__getitem__,
            key=f"{key}_art",
        )
        first, last = st.columns(2)
        with first:
            _draw_day("Von", note.starts_on if note else None, f"{key}_von")
        with last:
            _draw_day(
                "Bis (wenn es länger als einen Tag dauert)",
                note.ends_on if note else None,
                f"{key}_bis",
            )
        st.text_area(
            "Erläuterung",
            (note.text if note else None) or "",
            max_chars=LONGEST_TEXT,
            key=f"{key}_text",
            help="Steht unter dem Diagramm. Bitte keine Namen von Personen.",
        )
        complaint = st.session_state.get(_COMPLAINT)
        if complaint:
            wording.draw_message("error", complaint)
        with st.container(horizontal=True):
            st.form_submit_button(
                "Anmerkung speichern" if note else "Anmerkung anlegen",
                type="primary",
                key=f"{key}_speichern",
                on_click=_save,
                args=(key, note.note_id if note else None, say),
            )
            st.form_submit_button(
                "Abbrechen", key=f"{key}_abbrechen", on_click=_show_all, args=(say, None)
            )


def _draw_day(label: str, value: date | None, key: str) -> None:
    st.date_input(
        label, value, min_value=_EARLIEST, max_value=_LATEST, format="DD.MM.YYYY", key=key
    )


def _draw_delete(note: Note, say: Say) -> None:
    with st.expander("Anmerkung löschen"):
        shared.draw_sentence(
            f"„{note.label}“ ({days(note)}) verschwindet aus allen Diagrammen. Das lässt sich "
            "nicht zurücknehmen; die Anmerkung kann neu angelegt werden."
        )
        st.button(
            "Endgültig löschen",
            key=f"{_CHOSEN}_{note.note_id}_loeschen",
            on_click=_delete,
            args=(note, say),
        )


def _save(key: str, note_id: int | None, say: Say) -> None:
    """Store what stands in the form; ``note_id`` is null for a new note."""
    said = {name: st.session_state.get(f"{key}_{name}") for name in ("kurz", "art", "von", "bis")}
    note = Note(
        str(said["art"]),
        str(said["kurz"] or ""),
        said["von"],
        said["bis"],
        str(st.session_state.get(f"{key}_text") or "") or None,
        note_id,
    )
    try:
        tasks.save_note(shared.workspace(), shared.actor(), note)
    except DashboardError as problem:
        st.session_state[_COMPLAINT] = str(problem)
        return
    verb = "angelegt" if note_id is None else "gespeichert"
    _show_all(say, f"Die Anmerkung „{note.label.strip()}“ ist {verb}.")


def _delete(note: Note, say: Say) -> None:
    try:
        tasks.delete_note(shared.workspace(), shared.actor(), note.note_id or 0)
    except DashboardError as problem:
        st.session_state[_COMPLAINT] = str(problem)
        return
    _show_all(say, f"Die Anmerkung „{note.label}“ ist gelöscht.")


def _show_all(say: Say, message: str | None) -> None:
    st.session_state[_CHOSEN] = _ALL
    st.session_state[_COMPLAINT] = None
    say(message)
