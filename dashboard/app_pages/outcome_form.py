"""The forms of an outcome: what it is, and dated updates of what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import pandas as pd
import streamlit as st

from dashboard import formatting, labels, tasks
from dashboard.app_pages import shared, wording
from dashboard.app_pages.fields import Fields, chosen, with_none
from dashboard.errors import DashboardError
from dashboard.warehouse.outcomes import Outcome, OutcomeUpdate

_UPDATE_COMPLAINT = "meldung_klage"


class Close(Protocol):
    """Called with what was done and the outcome to show next; null and nothing to give up."""

    def __call__(self, message: str | None, outcome_id: str = "") -> None: ...


@dataclass(frozen=True)
class Form:
    """One open form: the outcome as stored (null for a new one) and what there is to choose."""

    outcome: Outcome | None
    fields: Fields
    topics: Mapping[str, str]
    events: Mapping[str, str]
    municipalities: Mapping[str, str]


def draw_all(outcomes: Sequence[Outcome]) -> None:
    """What there is to choose from, or how to begin."""
    if not outcomes:
        st.info("Noch ist kein Ergebnis eingetragen. Bitte oben „Neues Ergebnis“ wählen.")
        return
    shared.draw_table(
        pd.DataFrame(
            [
                {
                    "Ergebnis": outcome.title,
                    "Art": labels.OUTCOME_KINDS[outcome.kind],
                    "Stand": labels.OUTCOME_STATUSES[outcome.status_now],
                    "Neueste Meldung": formatting.day(outcome.updates[0].happened_on)
                    if outcome.updates
                    else "noch keine",
                }
                for outcome in outcomes
            ]
        ),
        caption="Alle Ergebnisse, unabhängig vom Zeitraum",
    )


def open_form(outcome: Outcome | None) -> Form:
    """The form of an outcome, or of a new one."""
    workspace, actor = shared.workspace(), shared.actor()
    named = workspace.gazetteer.municipalities
    form = Form(
        outcome,
        Fields("wirkung_ergebnisse", outcome.outcome_id if outcome else "neu"),
        {topic.topic_id: topic.label for topic in tasks.list_topics(workspace, actor)},
        wording.known_events(),
        dict(sorted(named.items(), key=lambda entry: entry[1])),
    )
    stored = outcome or Outcome("")
    form.fields.fill(
        {
            "titel": stored.title,
            "art": stored.kind,
            "stand": stored.status,
            "thema": stored.topic_id or "",
            "dialog": stored.event_id or "",
            "beginn": _written(stored.starts),
            "ende": _written(stored.ends),
            "termin": _written(stored.due),
            "zustaendig": stored.responsible,
            "gemeinden": list(stored.ags),
            "notiz": stored.note,
            "meldung_tag": workspace.now().date(),
            "meldung_stand": stored.status_now,
            "meldung_text": "",
        }
    )
    return form


def _written(known: str | None) -> str:
    return formatting.when(known) if known else ""


def draw(form: Form, *, close: Close) -> None:
    """Updates of an outcome that is stored, then what it is."""
    if form.outcome:
        _draw_updates(form, form.outcome, close)
        st.header("Angaben zum Ergebnis")
    _draw_facts(form)
    form.fields.draw_complaint()
    with st.container(horizontal=True):
        st.button(
            "Änderungen speichern" if form.outcome else "Ergebnis anlegen",
            type="primary",
            key=form.fields.key("speichern"),
            on_click=_save,
            args=(form, close),
        )
        st.button(
            "Abbrechen",
            key=form.fields.key("abbrechen"),
            on_click=_finish,
            args=(form, close, None, ""),
        )


def _draw_updates(form: Form, outcome: Outcome, close: Close) -> None:
    fields = form.fields
    st.header("Neue Meldung")
    st.caption(
        f"Stand jetzt: {labels.OUTCOME_STATUSES[outcome.status_now]}. Eine Meldung sagt, was an "
        "einem Tag geschehen ist; die neueste gibt den Stand. Sie bleibt stehen, auch wenn später "
        "eine andere folgt."
    )
    day, status = st.columns([1, 2])
    with day:
        fields.draw_day("Tag", "meldung_tag", latest=shared.workspace().now().date())
    with status:
        fields.draw_segments("Stand seitdem", labels.OUTCOME_STATUSES, "meldung_stand")
    fields.draw_text("Was ist geschehen?", "meldung_text")
    fields.draw_complaint(about=_UPDATE_COMPLAINT)
    st.button(
        "Meldung speichern",
        type="primary",
        key=fields.key("meldung_speichern"),
        on_click=_save_update,
        args=(form, outcome, close),
    )
    if not outcome.updates:
        st.caption("Zu diesem Ergebnis gibt es noch keine Meldung.")
        return
    shared.draw_table(
        pd.DataFrame(
            [
                {
                    "Tag": formatting.day(update.happened_on),
                    "Stand": labels.OUTCOME_STATUSES[update.status],
                    "Meldung": update.message,
                    "Eingetragen": _entered(update),
                }
                for update in outcome.updates
            ]
        ),
        caption="Meldungen bisher, die neueste zuerst",
    )


def _entered(update: OutcomeUpdate) -> str:
    at = formatting.moment(update.entered_at) if update.entered_at else formatting.MISSING
    return f"{at}, {update.entered_by}"


def _draw_facts(form: Form) -> None:
    fields = form.fields
    fields.draw_line("Titel", "titel")
    kind, topic = st.columns(2)
    with kind:
        fields.draw_select("Art", labels.OUTCOME_KINDS, "art")
    with topic:
        fields.draw_select("Thema", with_none("ohne Thema", form.topics), "thema")
    fields.draw_select("Aufgekommen bei", with_none("unbekannt", form.events), "dialog")
    if form.outcome is None:
        fields.draw_segments("Stand", labels.OUTCOME_STATUSES, "stand")
    starts, ends, due = st.columns(3)
    with starts:
        fields.draw_line("Beginn", "beginn", length=40, hint="zum Beispiel Mai 2026")
    with ends:
        fields.draw_line("Ende, geplant oder tatsächlich", "ende", length=40)
    with due:
        fields.draw_line("Termin: bis wann erledigt", "termin", length=40)
    st.caption(
        "Ein Tag (31.05.2026), ein Monat (05.2026 oder Mai 2026) oder ein Jahr (2026). Ohne Termin "
        "gilt das Ende. Was nicht bekannt ist, bleibt leer."
    )
    responsible, municipalities = st.columns(2)
    with responsible:
        fields.draw_line("Zuständige Organisation", "zustaendig", hint="keine Namen von Personen")
    with municipalities:
        fields.draw_several(
            "Betroffene Gemeinden", form.municipalities, "gemeinden", hint="Gemeinden auswählen"
        )
    fields.draw_text("Notiz", "notiz")


# --- what the buttons do ---------------------------------------------------------------------


def _save(form: Form, close: Close) -> None:
    fields = form.fields
    outcome = Outcome(
        title=fields.text("titel") or "",
        kind=fields.said("art"),
        status=fields.said("stand") or "open",
        outcome_id=form.outcome.outcome_id if form.outcome else "",
        topic_id=fields.text("thema"),
        event_id=fields.text("dialog"),
        starts=fields.text("beginn"),
        ends=fields.text("ende"),
        note=fields.text("notiz"),
        responsible=fields.text("zustaendig"),
        due=fields.text("termin"),
        ags=chosen(fields.said("gemeinden")),
    )
    try:
        tasks.save_outcome(shared.workspace(), shared.actor(), outcome)
    except DashboardError as problem:
        fields.complain(str(problem))
        return
    verb = "gespeichert" if form.outcome else "angelegt"
    _finish(form, close, f"„{outcome.title}“ ist {verb}.", "")


def _save_update(form: Form, outcome: Outcome, close: Close) -> None:
    fields = form.fields
    day = fields.said("meldung_tag")
    if day is None:
        fields.complain(
            "Die Meldung ist noch nicht gespeichert. Der Tag fehlt.", about=_UPDATE_COMPLAINT
        )
        return
    update = OutcomeUpdate(
        day, fields.said("meldung_stand") or outcome.status_now, fields.text("meldung_text") or ""
    )
    try:
        tasks.add_outcome_update(shared.workspace(), shared.actor(), outcome.outcome_id, update)
    except DashboardError as problem:
        fields.complain(str(problem), about=_UPDATE_COMPLAINT)
        return
    _finish(form, close, f"Die Meldung zu „{outcome.title}“ ist gespeichert.", outcome.outcome_id)


def _finish(form: Form, close: Close, message: str | None, outcome_id: str) -> None:
    form.fields.start_afresh()
    close(message, outcome_id)
