"""The preview of one file: what it is, what it would change, what is still to be decided."""

import html
from collections.abc import Iterable, Mapping

import pandas as pd
import streamlit as st

from dashboard import formatting, labels, tasks
from dashboard.app_pages import import_columns, shared, wording
from dashboard.app_pages.import_draft import AUTOMATIC, EVENT, Draft, choose
from dashboard.app_pages.wording import plain
from dashboard.import_report import UNCLEAR, ImportReport, ListedOrganisation
from dashboard.ingest.questions import question_summary
from dashboard.ingest.schema import Decision, Kind, Level, ParsedFile, Problem, Severity

_KINDS = {AUTOMATIC: "automatisch erkennen", **labels.IMPORT_KINDS}
_NEEDED = " – nötig vor dem Speichern"
_ORGANISATION, _NO_ORGANISATION = "organisation:", ""
UNITS = {
    Kind.ATTENDANCE: ("Person", "Personen"),
    Kind.FEEDBACK: ("Rückmeldung", "Rückmeldungen"),
}


def draw(draft: Draft) -> None:
    """Everything about the file except the buttons that end the preview."""
    report = draft.report
    st.html(f'<h2 class="rd-file">{html.escape(draft.file_name)}</h2>')
    if report:
        st.html(f"<p>{html.escape(_what_it_is(report.parsed))}</p>")
    _draw_kind_and_event(draft)
    if draft.trouble:
        wording.draw_message("error", draft.trouble)
    if draft.unknown:
        import_columns.draw_unknown(draft, draft.unknown)
    if report is None:
        if draft.decisions or draft.columns:
            st.button(
                "Eigene Angaben zu dieser Datei verwerfen",
                key=draft.key("forget"),
                on_click=draft.forget_choices,
            )
        return
    _draw_effect(report)
    _draw_decisions(draft)
    _draw_replacing(draft, report)
    with st.container(key=draft.key("problems")):
        _draw_problems(report.parsed.problems)
    _draw_details(draft, report)


def _what_it_is(parsed: ParsedFile) -> str:
    said = [
        part
        for part in (
            formatting.day(parsed.event_date) if parsed.event_date else "",
            f"„{parsed.event_title}“" if parsed.event_title else "",
        )
        if part
    ]
    source = f" In der Datei steht: {', '.join(said)}." if said else ""
    return f"Erkannt: {parsed.summary}.{source}"


# --- kind and event --------------------------------------------------------------------------


def _draw_kind_and_event(draft: Draft) -> None:
    _choose_kind(draft)
    if draft.unknown:
        return  # the columns come first
    names = wording.known_events()
    report = draft.report
    question = _event_question(report)
    offered = dict(names)
    if question:
        first = {each.value: names[each.value] for each in question.candidates}
        offered = first | names
    found = report.event if report else None
    if draft.event_id is None and found:
        automatic = f"aus der Datei erkannt: {names[found.event_id]}"
    else:
        automatic = "Bitte auswählen" if question else "aus dem Datum in der Datei erkennen"
    key = draft.key("event")
    choose(
        plain(f"{question.question}{_NEEDED}") if question else "Veranstaltung",
        {AUTOMATIC: automatic, **offered},
        key=key,
        chosen=draft.event_id or AUTOMATIC,
        on_change=_say_event,
        args=(draft, key),
    )
    if question:
        wording.draw_link(
            "veranstaltungen",
            "Fehlende Veranstaltung anlegen; die Datei bleibt solange hier",
            {"veranstaltung": wording.NEW_EVENT},
        )
    if found:
        _draw_event_hints(report, found.held_on)


def _choose_kind(draft: Draft) -> None:
    key = draft.key("kind")
    chosen = draft.kind.value if draft.kind else AUTOMATIC
    if st.session_state.get(key) != chosen:
        st.session_state[key] = chosen
    st.segmented_control(
        "Art der Datei",
        list(_KINDS),
        format_func=_KINDS.__getitem__,
        required=True,
        key=key,
        on_change=_say_kind,
        args=(draft, key),
    )


def _event_question(report: ImportReport | None) -> Decision | None:
    decisions = report.decisions if report else ()
    return next((each for each in decisions if each.key == EVENT), None)


def _draw_event_hints(report: ImportReport | None, held_on: object) -> None:
    """What a person may not expect of this event."""
    if report is None or report.event is None:
        return
    parsed, event = report.parsed, report.event
    if parsed.event_date and held_on and parsed.event_date != held_on:
        st.warning(
            f"Die Datei nennt den {formatting.day(parsed.event_date)}, die Veranstaltung war am "
            f"{formatting.day(held_on)}. Bitte prüfen, ob beides zusammengehört."
        )
    if event.status != "planned":
        return
    if report.attended:
        st.info(
            "Die Veranstaltung ist als „geplant“ eingetragen. Weil laut dieser Liste Personen da "
            "waren, zählt sie nach dem Speichern als stattgefunden."
        )
    elif parsed.kind is Kind.FEEDBACK:
        st.info(
            "Die Veranstaltung ist als „geplant“ eingetragen. Die Rückmeldungen zählen mit, sobald "
            "sie als stattgefunden gilt."
        )


def _say_kind(draft: Draft, key: str) -> None:
    chosen = st.session_state[key]
    draft.kind = None if chosen == AUTOMATIC else Kind(chosen)
    draft.forget_choices()


def _say_event(draft: Draft, key: str) -> None:
    chosen = st.session_state[key]
    draft.event_id = None if chosen == AUTOMATIC else chosen


# --- what would change -----------------------------------------------------------------------


def _draw_effect(report: ImportReport) -> None:
    if report.already_imported:
        wording.draw_message("note", already_stored(report.batch_id))
        return
    parsed, counts = report.parsed, report.counts
    facts = [("Zeilen gelesen", parsed.rows_read)]
    if counts:
        facts += [
            ("neu", counts.new),
            ("unverändert", counts.same),
            ("geändert", counts.changed),
        ]
    facts.append(("ausgelassen", parsed.left_out))
    if parsed.merged:
        facts.append(("doppelt genannt", parsed.merged))
    if counts and counts.removed:
        facts.append(("werden entfernt", counts.removed))
    elif counts and counts.missing:
        facts.append(("nur in früherer Datei", counts.missing))
    shared.draw_facts(facts)
    if counts is None:
        st.caption("Was neu oder geändert ist, zeigt sich, sobald die offenen Fragen geklärt sind.")


def already_stored(batch_id: int | None) -> str:
    """The sentence about a file that says nothing new."""
    frame = tasks.list_imports(shared.workspace(), shared.actor())
    batch = frame[frame["batch_id"] == batch_id]
    if batch_id is None or batch.empty:
        return "Alles aus dieser Datei ist schon gespeichert. Es wurde nichts geändert."
    when = formatting.moment(batch.iloc[0]["imported_at"])
    return (
        f"Diese Datei ist schon eingelesen (Import {batch_id} vom {when}). "
        "Es wurde nichts geändert."
    )


def _draw_replacing(draft: Draft, report: ImportReport) -> None:
    counts = report.counts
    if counts is None or not counts.missing:
        return
    one, many = UNITS[report.parsed.kind]
    stood = formatting.count(counts.missing, one, many)
    verb = "fehlt" if counts.missing == 1 else "fehlen"
    source = "Liste" if report.parsed.kind is Kind.ATTENDANCE else "Datei"
    key = draft.key("replaces")
    chosen = "replace" if report.replaces else "add"
    if st.session_state.get(key) != chosen:
        st.session_state[key] = chosen
    options = {"add": "behalten (Datei ergänzt)", "replace": "entfernen (Datei ersetzt)"}
    st.radio(
        f"{stood} der früheren {source} {verb} in dieser Datei:",
        list(options),
        format_func=options.__getitem__,
        key=key,
        on_change=_say_replaces,
        args=(draft, key),
    )


def _say_replaces(draft: Draft, key: str) -> None:
    draft.replaces = st.session_state[key] == "replace"


# --- decisions -------------------------------------------------------------------------------


def _draw_decisions(draft: Draft) -> None:
    if not draft.asked:
        return
    with st.container(key=draft.key("decisions")):
        st.html('<h3 class="rd-decide">Bitte entscheiden</h3>')
        if any(key.startswith("place:") for key in draft.asked):
            st.caption(
                "Was hier zu einem Ort gesagt wird, gilt auch für künftige Dateien. "
                "Bis zur Entscheidung zählt der Ort als „unbekannt“."
            )
        for decision in draft.asked.values():
            key = draft.key(f"decide_{decision.key}")
            choose(
                _question_label(decision),
                _answers(decision),
                key=key,
                chosen=draft.decisions.get(decision.key, ""),
                on_change=_say_decision,
                args=(draft, decision.key, key),
            )


def _question_label(decision: Decision) -> str:
    rows = [formatting.whole(row) for row in decision.rows]
    where = ""
    if rows:
        where = f" ({'Zeile' if len(rows) == 1 else 'Zeilen'} {formatting.listing(rows)})"
    needed = _NEEDED if decision.required else ""
    return plain(f"{decision.question}{where}{needed}")


def _answers(decision: Decision) -> dict[str, str]:
    """What was proposed first; for a place also every other that it might be."""
    answers = {"": "Bitte auswählen" if decision.required else "später entscheiden"}
    answers |= {each.value: each.label for each in decision.candidates}
    if decision.key.startswith("place:"):
        gazetteer = shared.workspace().gazetteer
        answers |= {
            value: name
            for value, name in (
                *gazetteer.municipalities.items(),
                *((f"association:{key}", name) for key, name in gazetteer.associations.items()),
                ("district", "Landkreis Mansfeld-Südharz, ohne Gemeinde"),
            )
            if value not in answers
        }
    return answers


def _say_decision(draft: Draft, decision_key: str, key: str) -> None:
    chosen = st.session_state[key]
    if chosen:
        draft.decisions[decision_key] = chosen
    else:
        draft.decisions.pop(decision_key, None)


# --- problems --------------------------------------------------------------------------------


_MEANING = {
    Severity.ERROR: "hier zählt etwas nicht mit",
    Severity.WARNING: "bitte ansehen",
    Severity.NOTE: "so wurde die Datei verstanden",
}
_PLURALS = {
    Severity.ERROR: "Fehler",
    Severity.WARNING: "Warnungen",
    Severity.NOTE: "Hinweise",
}
_SIGNS = {Severity.ERROR: "✖", Severity.WARNING: "▲", Severity.NOTE: "ℹ"}


def _draw_problems(problems: Iterable[Problem]) -> None:
    """Every problem at once, errors first; sign, word and colour tell how grave it is."""
    every = list(problems)
    for severity in Severity:
        some = [each for each in every if each.severity is severity]
        if not some:
            continue
        one = labels.PROBLEM_SEVERITIES[severity]
        counted = formatting.count(len(some), one, _PLURALS[severity])
        st.html(
            f'<div class="rd-problems rd-{severity.value}"><h3>'
            f'<span aria-hidden="true">{_SIGNS[severity]}</span> {counted}: '
            f"{_MEANING[severity]}</h3></div>"
        )
        shared.draw_table(_problem_table(some), caption=_PLURALS[severity])


def _problem_table(problems: Iterable[Problem]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "Zeile": formatting.whole(each.row) if each.row else "ganze Datei",
                "Spalte": each.column or "",
                "Wert": each.value or "",
                "Was ist los": each.message.removeprefix(f"Zeile {each.row}: "),
                "Vorschlag": each.suggestion or "",
            }
            for each in problems
        ]
    )


# --- details ---------------------------------------------------------------------------------


def _draw_details(draft: Draft, report: ImportReport) -> None:
    attendance = report.parsed.kind is Kind.ATTENDANCE
    with st.expander("Woher die Personen kommen" if attendance else "Erkannte Fragen"):
        if attendance:
            _draw_places(report)
        else:
            _draw_questions(report)
    if report.organisations:
        _draw_organisations(draft, report)
    by_hand = bool(draft.columns)
    with st.expander("Spalten der Datei", expanded=by_hand, key=draft.key("columns")):
        import_columns.draw_columns(draft, report)
    if report.counts and not report.already_imported:
        with st.expander("Was sich an den Kennzahlen ändert", expanded=True):
            shared.draw_moves(report.moves)
    st.caption(
        "Namen, E-Mail-Adressen, Telefonnummern und Unterschriften werden nicht gespeichert. "
        "Damit eine Person wiedererkannt wird, bleibt ein Kennzeichen, aus dem sich der Name "
        "nicht ablesen lässt."
        if attendance
        else "Rückmeldungen bleiben ohne Bezug zu Personen; Namen, E-Mail-Adressen und "
        "Telefonnummern werden nicht gespeichert."
    )


def _draw_places(report: ImportReport) -> None:
    inferred = report.places(inferred_only=True)
    rows = [
        (name, persons, f"davon {formatting.whole(inferred[name])}" if name in inferred else "–")
        for name, persons in report.places().items()
    ]
    rows += [
        (label, report.persons_at(level), "–")
        for level, label in (
            (Level.ASSOCIATION, "Verbandsgemeinde, ohne Gemeinde"),
            (Level.DISTRICT, "Landkreis, ohne Gemeinde"),
            (Level.OUTSIDE, "außerhalb des Landkreises"),
            (Level.UNKNOWN, "Ort unbekannt oder noch offen"),
        )
        if report.persons_at(level)
    ]
    if not rows:
        st.write("In der Datei ist niemand als anwesend genannt.")
        return
    shared.draw_table(
        pd.DataFrame(
            [
                {
                    "Ort": name,
                    "Personen": formatting.whole(persons),
                    "aus der Organisation erschlossen": part,
                }
                for name, persons, part in rows
            ]
        ),
        caption="Personen, die da waren, nach ihrem Ort",
    )


def _draw_organisations(draft: Draft, report: ImportReport) -> None:
    """Which organisations the file names and of which type each is, to be corrected one by one."""
    organisations = {each.key: each for each in report.organisations}
    unclear = sum(each.organisation_type in UNCLEAR for each in organisations.values())
    title = formatting.count(len(organisations), "Organisation", "Organisationen")
    hint = f", bei {formatting.whole(unclear)} ist die Art unbekannt" if unclear else ""
    with st.expander(f"{title}{hint}", key=draft.key("organisations")):
        shared.draw_table(
            pd.DataFrame([_organisation_row(draft, each) for each in organisations.values()]),
            caption="Organisationen in der Datei",
        )
        names = {key: each.name for key, each in organisations.items()}
        picked = draft.key("organisation")
        if st.session_state.get(picked, _NO_ORGANISATION) not in (_NO_ORGANISATION, *names):
            st.session_state[picked] = _NO_ORGANISATION
        shown = wording.distinct({_NO_ORGANISATION: "Organisation auswählen", **names})
        with st.container(horizontal=True):
            key = st.selectbox(
                "Die Art berichtigen von",
                list(shown),
                format_func=shown.__getitem__,
                key=picked,
                width=420,
            )
            if key != _NO_ORGANISATION:
                _choose_organisation_type(draft, organisations[key])
        st.caption("Was hier gesagt wird, gilt nach dem Speichern auch für künftige Dateien.")


def _organisation_row(draft: Draft, organisation: ListedOrganisation) -> dict[str, str]:
    said = f"{_ORGANISATION}{organisation.key}" in draft.decisions
    label = labels.ORGANISATION_TYPES[organisation.organisation_type]
    return {
        "Organisation": organisation.name,
        "Art": f"{label} (berichtigt)" if said else label,
        "Personen": formatting.whole(organisation.persons),
        "Gemeinde aus dem Namen": organisation.place_name or "–",
    }


def _choose_organisation_type(draft: Draft, organisation: ListedOrganisation) -> None:
    decision = f"{_ORGANISATION}{organisation.key}"
    key = draft.key("organisation_type")
    choose(
        "Art der Organisation",
        {"": "wie erkannt", **labels.ORGANISATION_TYPES},
        key=key,
        chosen=draft.decisions.get(decision, ""),
        on_change=_say_decision,
        args=(draft, decision, key),
        width=320,
    )


def _draw_questions(report: ImportReport) -> None:
    short = {question.question_id: question.short_label for question in report.questions}
    summary = question_summary(report.parsed, report.questions)
    if not summary:
        st.write("Noch ist keine Frage erkannt.")
        return
    shared.draw_table(
        pd.DataFrame(
            [
                {
                    "Spalte": entry["column"],
                    "Frage": short[str(entry["question"])],
                    "Antworten": formatting.whole(entry["n"]),
                    "Mittelwert": "Text" if entry["low"] is None else _mean(entry),
                    "Skala": _scale(entry),
                }
                for entry in summary
            ]
        ),
        caption="Fragen, die in der Datei erkannt wurden",
    )


def _mean(entry: Mapping[str, object]) -> str:
    return formatting.decimal(entry["mean"], 2)


def _scale(entry: Mapping[str, object]) -> str:
    if entry["low"] is None:
        return "–"
    best = entry["low"] if entry["best"] == "low" else entry["high"]
    ends = f"{formatting.whole(entry['low'])} bis {formatting.whole(entry['high'])}"
    return f"{ends}, am besten {formatting.whole(best)}"
