"""Freitexte: read and code what people wrote, keep the code book, release quotes, note talks."""

import html

import pandas as pd
import streamlit as st

from dashboard import formatting, tasks
from dashboard.app_pages import shared, talk_form, wording
from dashboard.app_pages.wording import plain
from dashboard.errors import DashboardError
from dashboard.warehouse.comments import Code, Comment

_SECTIONS = {
    "texte": "Freitexte",
    "codebuch": "Codebuch",
    "gespraeche": "Feedbackgespräche",
}
_ALL, _NEW = "alle", "neu"
_MESSAGE, _COMPLAINT = "freitexte_meldung", "freitexte_klage"
_CODE = "freitexte_code"
_OPEN_ONLY = "freitexte_offen"
_MOST = 40  # texts on one screen


def page() -> None:
    """The page „Freitexte“."""
    st.title("Freitexte und Gespräche")
    section = st.segmented_control(
        "Bereich",
        list(_SECTIONS),
        format_func=_SECTIONS.__getitem__,
        default="texte",
        required=True,
        key="freitexte_bereich",
        bind="query-params",
        label_visibility="collapsed",
        on_change=_forget,
    )
    if message := st.session_state.get(_MESSAGE):
        wording.draw_message("done", message)
    if complaint := st.session_state.get(_COMPLAINT):
        wording.draw_message("error", complaint)
    if section == "codebuch":
        _draw_code_book()
    elif section == "gespraeche":
        talk_form.draw(say=_say, complain=_complain, forget=_forget)
    else:
        _draw_comments()


def _forget() -> None:
    st.session_state[_MESSAGE] = st.session_state[_COMPLAINT] = None


def _say(text: str) -> None:
    _forget()
    st.session_state[_MESSAGE] = text
    # The page may be scrolled far below the place where the message stands.
    st.toast(plain(text))


def _complain(text: str) -> None:
    _forget()
    st.session_state[_COMPLAINT] = text


# --- texts -----------------------------------------------------------------------------------


def _draw_comments() -> None:
    workspace, actor = shared.workspace(), shared.actor()
    every = tasks.list_comments(workspace, actor)
    if not every:
        st.info(
            "Es gibt noch keine Freitexte. Sie kommen mit den Rückmeldungen, die auf der Seite "
            "„Importe“ eingelesen werden."
        )
        return
    codes = tasks.list_codes(workspace, actor)
    if not any(code.active for code in codes):
        st.info(
            "Das Codebuch ist noch leer. Bitte oben unter „Codebuch“ den ersten Code anlegen; "
            "danach lassen sich die Texte zuordnen."
        )
    names = wording.known_events()
    events = list(dict.fromkeys(comment.key.event_id for comment in every))
    chosen = st.selectbox(
        "Dialog",
        [*events, _ALL],
        format_func={**names, _ALL: "alle Dialoge"}.__getitem__,
        key="freitexte_dialog",
        on_change=_forget,
    )
    only_open = st.checkbox("Nur Texte ohne Code zeigen", key=_OPEN_ONLY)
    of_event = [comment for comment in every if chosen in (_ALL, comment.key.event_id)]
    open_count = sum(not comment.codes for comment in of_event)
    shared.draw_sentence(
        f"{formatting.count(len(of_event), 'Freitext', 'Freitexte')}, davon "
        f"{formatting.whole(open_count)} ohne Code. Die Reihenfolge ist alphabetisch; wer etwas "
        "geschrieben hat, ist nicht gespeichert."
    )
    shown = [comment for comment in of_event if not (only_open and comment.codes)]
    if not shown:
        shared.draw_sentence("Hier ist kein Text mehr ohne Code.")
    if len(shown) > _MOST:
        shared.draw_sentence(
            f"Gezeigt werden die ersten {_MOST} von {formatting.whole(len(shown))} Texten; bitte "
            "einen Dialog wählen."
        )
    for comment in shown[:_MOST]:
        _draw_comment(comment, codes, names)


def _draw_comment(comment: Comment, codes: tuple[Code, ...], names: dict[str, str]) -> None:
    key = f"freitext_{comment.key.event_id}_{comment.key.question_id}_{comment.key.text_key[:16]}"
    has = [coding.code_id for coding in comment.codes]
    labels = wording.distinct(
        {code.code_id: code.label for code in codes if code.active or code.code_id in has}
    )
    with st.container(border=True, key=key):
        st.html(f'<blockquote class="rd-quote">{html.escape(comment.text)}</blockquote>')
        shared.draw_small_print(_facts(comment, names))
        if labels:
            st.multiselect(
                "Codes",
                list(labels),
                default=has,
                format_func=labels.__getitem__,
                placeholder="Codes auswählen",
                key=f"{key}_codes",
                on_change=_save_codes,
                args=(comment, f"{key}_codes"),
            )
        st.button(
            "Freigabe zurücknehmen" if comment.released_at else "Als Zitat freigeben",
            key=f"{key}_zitat",
            on_click=_release,
            args=(comment,),
        )


def _facts(comment: Comment, names: dict[str, str]) -> str:
    said = [names[comment.key.event_id], comment.question_label]
    if comment.copies > 1:
        said.append(f"steht wortgleich in {formatting.whole(comment.copies)} Fragebögen")
    if comment.codes:
        last = max(comment.codes, key=lambda coding: coding.coded_at)
        said.append(f"zuletzt zugeordnet von {last.coded_by} am {formatting.moment(last.coded_at)}")
    if comment.released_at and comment.released_by:
        said.append(
            f"als Zitat freigegeben von {comment.released_by} am "
            f"{formatting.moment(comment.released_at)}"
        )
    return " · ".join(said)


def _save_codes(comment: Comment, key: str) -> None:
    try:
        tasks.code_comment(
            shared.workspace(), shared.actor(), comment.key, st.session_state.get(key, [])
        )
    except DashboardError as problem:
        _complain(str(problem))
    else:
        _say("Die Zuordnung ist gespeichert.")


def _release(comment: Comment) -> None:
    released = comment.released_at is None
    try:
        tasks.release_quote(shared.workspace(), shared.actor(), comment.key, released=released)
    except DashboardError as problem:
        _complain(str(problem))
        return
    _say(
        "Der Text ist als Zitat freigegeben und für alle sichtbar."
        if released
        else "Die Freigabe ist zurückgenommen."
    )


# --- code book -------------------------------------------------------------------------------


def _draw_code_book() -> None:
    codes = tasks.list_codes(shared.workspace(), shared.actor())
    names = wording.distinct({code.code_id: code.label for code in codes})
    chosen = st.selectbox(
        "Ansehen, ändern oder anlegen",
        [_ALL, _NEW, *names],
        format_func={_ALL: "Alle Codes", _NEW: "Neuer Code", **names}.__getitem__,
        key=_CODE,
        on_change=_forget,
    )
    if chosen != _ALL:
        _draw_code_form(next((code for code in codes if code.code_id == chosen), None))
        return
    if not codes:
        st.info(
            "Das Codebuch ist noch leer. Bitte oben „Neuer Code“ wählen. Ein Code ist ein kurzes "
            "Wort für das, wovon mehrere Texte handeln, mit einem Satz, wann er passt."
        )
        return
    shared.draw_table(
        pd.DataFrame(
            [
                {
                    "Code": code.label,
                    "Wann er passt": code.description,
                    "Stand": "in Gebrauch" if code.active else "stillgelegt",
                    "Kürzel": code.code_id,
                }
                for code in codes
            ]
        ),
        caption="Codebuch",
    )


def _draw_code_form(code: Code | None) -> None:
    key = f"freitexte_code_{code.code_id if code else _NEW}"
    with st.form(key, border=False):
        st.text_input(
            "Kürzel",
            code.code_id if code else "",
            disabled=code is not None,
            max_chars=40,
            key=f"{key}_kuerzel",
            help="Bleibt, wie es ist. Kleinbuchstaben, Ziffern und Bindestriche.",
        )
        st.text_input("Bezeichnung", code.label if code else "", max_chars=60, key=f"{key}_name")
        st.text_area(
            "Wann passt der Code?",
            code.description if code else "",
            max_chars=400,
            key=f"{key}_text",
        )
        st.checkbox(
            "in Gebrauch",
            code.active if code else True,
            key=f"{key}_aktiv",
            help="Ein stillgelegter Code wird nicht mehr angeboten; was zugeordnet ist, bleibt.",
        )
        with st.container(horizontal=True):
            st.form_submit_button(
                "Code speichern" if code else "Code anlegen",
                type="primary",
                key=f"{key}_speichern",
                on_click=_save_code,
                args=(key, code.code_id if code else None),
            )
            st.form_submit_button("Abbrechen", key=f"{key}_abbrechen", on_click=_show_code_book)


def _save_code(key: str, code_id: str | None) -> None:
    def said(name: str) -> str:
        return str(st.session_state.get(f"{key}_{name}") or "").strip()

    code = Code(
        code_id or said("kuerzel"),
        said("name"),
        said("text"),
        bool(st.session_state.get(f"{key}_aktiv")),
    )
    try:
        tasks.save_code(shared.workspace(), shared.actor(), code, is_new=code_id is None)
    except DashboardError as problem:
        _complain(str(problem))
    else:
        _show_code_book()
        _say(f"Der Code „{code.label}“ ist {'gespeichert' if code_id else 'angelegt'}.")


def _show_code_book() -> None:
    _forget()
    st.session_state[_CODE] = _ALL
