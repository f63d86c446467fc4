"""Wirkung: what became of what was raised in the dialogues, and of the topics people suggest."""

import streamlit as st

from dashboard import tasks
from dashboard.access import Action, may
from dashboard.app_pages import outcome_form, shared, suggestion_form, wording
from dashboard.app_pages.wording import plain

_SECTIONS = {
    "ansehen": "Ansehen",
    "ergebnisse": "Ergebnisse pflegen",
    "vorschlaege": "Vorschläge pflegen",
}
_MESSAGE = "wirkung_meldung"
_OUTCOME, _SUGGESTION = "wirkung_ergebnis", "wirkung_vorschlag"
_NOTHING, _NEW = "", "neu"


def page() -> None:
    """The page „Wirkung“."""
    st.title("Wirkung")
    section = _choose_section()
    if section == "ergebnisse":
        _draw_outcome_upkeep()
    elif section == "vorschlaege":
        _draw_suggestion_upkeep()
    else:
        _draw_charts()


def _choose_section() -> str:
    if not may(shared.actor().role, Action.EDIT_EVENTS):
        return "ansehen"
    return str(
        st.segmented_control(
            "Bereich",
            list(_SECTIONS),
            format_func=_SECTIONS.__getitem__,
            default="ansehen",
            required=True,
            key="wirkung_bereich",
            label_visibility="collapsed",
            on_change=_forget_message,
        )
    )


def _draw_charts() -> None:
    st.header("Ergebnisse")
    for chart_id in ("wirkung-stand", "wirkung-verlauf", "wirkung-ueberfaellig", "wirkung-themen"):
        shared.draw_chart(chart_id, in_section=True)
    st.header("Themenvorschläge")
    for chart_id in ("vorschlaege-stand", "vorschlaege-herkunft", "vorschlaege-liste"):
        shared.draw_chart(chart_id, in_section=True)


# --- upkeep ----------------------------------------------------------------------------------


def _draw_outcome_upkeep() -> None:
    _draw_message()
    outcomes = tasks.list_outcomes(shared.workspace(), shared.actor())
    names = wording.distinct({outcome.outcome_id: outcome.title for outcome in outcomes})
    chosen = _choose(
        "Ergebnis",
        {_NOTHING: "Bitte auswählen", _NEW: "Neues Ergebnis", **names},
        _OUTCOME,
    )
    if not chosen:
        outcome_form.draw_all(outcomes)
        return
    outcome = next((each for each in outcomes if each.outcome_id == chosen), None)
    form = outcome_form.open_form(outcome)
    outcome_form.draw(form, close=_close_outcome)


def _draw_suggestion_upkeep() -> None:
    _draw_message()
    suggestions = tasks.list_suggestions(shared.workspace(), shared.actor())
    names = wording.distinct({str(each.suggestion_id): each.title for each in suggestions})
    chosen = _choose(
        "Themenvorschlag",
        {_NOTHING: "Bitte auswählen", _NEW: "Neuer Vorschlag", **names},
        _SUGGESTION,
    )
    if not chosen:
        suggestion_form.draw_all(suggestions)
        return
    suggestion = next((each for each in suggestions if str(each.suggestion_id) == chosen), None)
    suggestion_form.draw(suggestion_form.open_form(suggestion), close=_close_suggestion)


def _choose(label: str, options: dict[str, str], key: str) -> str:
    return str(
        st.selectbox(
            label,
            list(options),
            format_func=lambda value: options.get(value, value),
            key=key,
            on_change=_forget_message,
        )
        or _NOTHING
    )


def _close_outcome(message: str | None, outcome_id: str = _NOTHING) -> None:
    st.session_state[_OUTCOME] = outcome_id
    _keep_message(message)


def _close_suggestion(message: str | None) -> None:
    st.session_state[_SUGGESTION] = _NOTHING
    _keep_message(message)


def _draw_message() -> None:
    message = st.session_state.get(_MESSAGE)
    if message:
        wording.draw_message("done", message)


def _keep_message(message: str | None) -> None:
    st.session_state[_MESSAGE] = message
    if message:
        # The page may be scrolled far below the place where the message stands.
        st.toast(plain(message))


def _forget_message() -> None:
    st.session_state[_MESSAGE] = None
