"""The form of a suggested topic: from whom, since when, and what became of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard import formatting, labels, tasks
from dashboard.app_pages import shared, wording
from dashboard.app_pages.fields import Fields, with_none
from dashboard.errors import DashboardError
from dashboard.ingest.free_text import seems_to_name
from dashboard.warehouse.outcomes import Suggestion

Close = Callable[[str | None], None]


@dataclass(frozen=True)
class Form:
    """One open form: the suggestion as stored (null for a new one) and what there is to choose."""

    suggestion: Suggestion | None
    fields: Fields
    topics: Mapping[str, str]
    events: Mapping[str, str]


def draw_all(suggestions: Sequence[Suggestion]) -> None:
    """What there is to choose from, or how to begin."""
    if not suggestions:
        st.info(
            "Noch ist kein Themenvorschlag eingetragen. Vorschläge aus der Bürgerschaft, von "
            "Unternehmen und Gemeinden gehören hierher; bitte oben „Neuer Vorschlag“ wählen."
        )
        return
    shared.draw_table(
        pd.DataFrame(
            [
                {
                    "Vorschlag": each.title,
                    "Von wem": labels.SUGGESTION_SOURCES[each.source],
                    "Eingegangen": formatting.day(each.received_on),
                    "Stand": labels.SUGGESTION_STATUSES[each.status],
                }
                for each in suggestions
            ]
        ),
        caption="Alle Themenvorschläge, die neuesten zuerst, unabhängig vom Zeitraum",
    )


def open_form(suggestion: Suggestion | None) -> Form:
    """The form of a suggestion, or of a new one."""
    workspace, actor = shared.workspace(), shared.actor()
    form = Form(
        suggestion,
        Fields("wirkung_vorschlaege", str(suggestion.suggestion_id) if suggestion else "neu"),
        {topic.topic_id: topic.label for topic in tasks.list_topics(workspace, actor)},
        wording.known_events(),
    )
    stored = suggestion or Suggestion("")
    form.fields.fill(
        {
            "titel": stored.title,
            "quelle": stored.source,
            "eingang": stored.received_on,
            "text": stored.details,
            "thema": stored.topic_id or "",
            "stand": stored.status,
            "grund": stored.reason,
            "dialog": stored.event_id or "",
        }
    )
    return form


def draw(form: Form, *, close: Close) -> None:
    """The form; ``close`` is called with what was done, or null when it was given up."""
    fields = form.fields
    fields.draw_line("Vorgeschlagenes Thema", "titel")
    source, received = st.columns(2)
    with source:
        fields.draw_select("Von wem", labels.SUGGESTION_SOURCES, "quelle")
    with received:
        fields.draw_day("Eingegangen am", "eingang", latest=shared.workspace().now().date())
    fields.draw_text("Beschreibung", "text")
    st.caption("Bitte ohne Namen von Personen: Festgehalten wird nur die Gruppe.")
    _draw_name_hint(form)
    fields.draw_select("Thema der Reihe", with_none("ohne Thema", form.topics), "thema")
    fields.draw_segments("Stand", labels.SUGGESTION_STATUSES, "stand")
    if fields.said("stand") == "declined":
        fields.draw_text("Grund der Ablehnung", "grund")
    else:
        fields.draw_text("Bemerkung", "grund")
        fields.draw_select(
            "Veranstaltung, die ihn aufgreift", with_none("noch keine", form.events), "dialog"
        )
    fields.draw_complaint()
    with st.container(horizontal=True):
        st.button(
            "Änderungen speichern" if form.suggestion else "Vorschlag anlegen",
            type="primary",
            key=fields.key("speichern"),
            on_click=_save,
            args=(form, close),
        )
        st.button(
            "Abbrechen", key=fields.key("abbrechen"), on_click=_finish, args=(form, close, None)
        )
    if form.suggestion:
        _draw_history(form, form.suggestion)


def _draw_name_hint(form: Form) -> None:
    written = " ".join(form.fields.text(name) or "" for name in ("titel", "text"))
    if seems_to_name(written):
        wording.draw_message(
            "note",
            "Der Text scheint eine Person zu nennen. Bitte den Namen weglassen, wenn er nicht zum "
            "Thema gehört.",
        )


def _draw_history(form: Form, suggestion: Suggestion) -> None:
    history = tasks.list_suggestion_history(
        shared.workspace(), shared.actor(), suggestion.suggestion_id or 0
    )
    shared.draw_table(
        pd.DataFrame(
            [
                {
                    "Fassung": formatting.whole(each.version),
                    "Stand": labels.SUGGESTION_STATUSES[each.status],
                    "Thema": each.title,
                    "Grund oder Bemerkung": each.reason or "–",
                    "Veranstaltung": form.events.get(each.event_id or "", "–"),
                    "Eingetragen": _entered(each),
                }
                for each in history
            ]
        ),
        caption="Fassungen bisher, die neueste zuerst",
    )


def _entered(suggestion: Suggestion) -> str:
    at = suggestion.entered_at
    return f"{formatting.moment(at) if at else formatting.MISSING}, {suggestion.entered_by}"


def _save(form: Form, close: Close) -> None:
    fields = form.fields
    status = fields.said("stand") or "proposed"
    suggestion = Suggestion(
        title=fields.text("titel") or "",
        source=fields.said("quelle"),
        received_on=fields.said("eingang"),
        details=fields.text("text"),
        topic_id=fields.text("thema"),
        status=status,
        reason=fields.text("grund"),
        event_id=None if status == "declined" else fields.text("dialog"),
        suggestion_id=form.suggestion.suggestion_id if form.suggestion else None,
    )
    try:
        tasks.save_suggestion(shared.workspace(), shared.actor(), suggestion)
    except DashboardError as problem:
        fields.complain(str(problem))
        return
    verb = "gespeichert" if form.suggestion else "angelegt"
    _finish(form, close, f"Der Vorschlag „{suggestion.title}“ ist {verb}.")


def _finish(form: Form, close: Close, message: str | None) -> None:
    form.fields.start_afresh()
    close(message)
