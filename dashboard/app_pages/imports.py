"""Importe: upload lists as they are, look at what they would change, store, take back."""

import hashlib
from collections.abc import Iterable
from itertools import groupby
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import formatting, labels, tasks
from dashboard.app_pages import import_draft, import_preview, row_links, shared, wording
from dashboard.app_pages.import_draft import Draft
from dashboard.app_pages.wording import plain
from dashboard.errors import DashboardError
from dashboard.import_report import ImportReport
from dashboard.ingest.schema import Kind
from dashboard.ingest.sources import SOURCES, attendance_list, feedback_table
from dashboard.warehouse.undo import Undone

# An old .xls cannot be read, but choosing one brings the sentence that says what to do.
_ENDINGS = ["csv", "tsv", "txt", "xlsx", "xlsm", "ods", "xls"]
_PAGE = "importe"
_DRAFTS = "importe_entwuerfe"
_UPLOADS, _UNDO = "importe_hochgeladen", "importe_ruecknahme"
_FORMATS = {source.name: source.label for source in SOURCES}
_PLAIN = {attendance_list.SOURCE.name, feedback_table.SOURCE.name}  # lists made by hand


def page() -> None:
    """The page „Importe“."""
    st.title("Importe")
    if "done" in wording.draw_said(_PAGE):
        wording.draw_link("", "Zur Übersicht mit den neuen Zahlen")
    wording.draw_open_questions()
    _draw_uploader()
    drafts = list(_drafts().values())
    import_draft.read(drafts)
    if len(drafts) > 1:
        _draw_all(drafts)
    for draft in drafts:
        _draw_draft(draft)
    _draw_batches()


def _drafts() -> dict[str, Draft]:
    drafts: dict[str, Draft] = st.session_state.setdefault(_DRAFTS, {})
    return drafts


# --- uploading -------------------------------------------------------------------------------


def _draw_uploader() -> None:
    st.write(
        "Teilnahmelisten und Rückmeldungen bitte so hochladen, wie das Programm sie speichert: "
        "CSV, Excel (.xlsx) oder LibreOffice (.ods). Vor dem Speichern wird alles gezeigt."
    )
    key = f"importe_dateien_{st.session_state.get(_UPLOADS, 0)}"
    st.file_uploader(
        "Dateien auswählen",
        type=_ENDINGS,
        accept_multiple_files=True,
        key=key,
        on_change=_take_over,
        args=(key,),
    )


def _take_over(key: str) -> None:
    """Move what was uploaded into drafts and start with an empty uploader.

    Left in the uploader, a file would come back with every click and could be stored twice.
    """
    wording.forget_said(_PAGE)
    for uploaded in st.session_state[key]:
        content = uploaded.getvalue()
        draft_id = hashlib.sha256(content).hexdigest()[:16]
        _drafts().setdefault(draft_id, Draft(draft_id, uploaded.name, content))
    st.session_state[_UPLOADS] = st.session_state.get(_UPLOADS, 0) + 1


# --- several files at once -------------------------------------------------------------------


def _draw_all(drafts: list[Draft]) -> None:
    """One line per file, and one button for all that need nothing more."""
    ready = [draft for draft in drafts if _is_ready(draft.report)]
    shared.draw_table(
        pd.DataFrame([{"Datei": draft.file_name, "Ergebnis": _outcome(draft)} for draft in drafts]),
        caption=f"{formatting.whole(len(drafts))} Dateien, noch nicht gespeichert",
    )
    if len(ready) < 2:
        return
    if st.button(
        f"Alle lesbaren Dateien speichern ({formatting.whole(len(ready))})",
        type="primary",
        key="importe_alle_speichern",
    ):
        bar = st.progress(0.0, "Wird gespeichert …")
        said = []
        for number, draft in enumerate(ready):
            name = plain(draft.file_name)
            bar.progress(number / len(ready), f"„{name}“ wird gespeichert …")
            said.append(_commit(draft))
        wording.say(_PAGE, *said)
        st.rerun()


def _outcome(draft: Draft) -> str:
    """What there is to do with a file, in a few words."""
    report = draft.report
    if draft.unknown:
        return "Spalten zuordnen: Keine Überschrift ist bekannt."
    if report is None:
        return f"nicht lesbar: {draft.trouble}"
    if report.already_imported:
        return "schon eingelesen, nichts Neues"
    if report.open_decisions:
        return f"noch zu klären: {' '.join(each.question for each in report.open_decisions)}"
    return f"bereit: {_commit_label(report)}"


# --- one file --------------------------------------------------------------------------------


def _draw_draft(draft: Draft) -> None:
    with st.container(border=True, key=draft.key("file")):
        import_preview.draw(draft)
        if draft.report and draft.report.open_decisions:
            missing = [each.question for each in draft.report.open_decisions]
            st.info(plain(f"Vor dem Speichern ist noch zu klären: {' '.join(missing)}"))
        with st.container(horizontal=True, vertical_alignment="center"):
            if _is_ready(draft.report):
                _draw_commit(draft, draft.report)
            st.button(
                "Schließen" if _is_stored(draft.report) else "Datei verwerfen",
                key=draft.key("discard"),
                on_click=_discard,
                args=(draft.draft_id,),
            )


def _is_ready(report: ImportReport | None) -> bool:
    return bool(report and report.counts and not report.already_imported)


def _is_stored(report: ImportReport | None) -> bool:
    return bool(report and report.already_imported)


def _draw_commit(draft: Draft, report: ImportReport | None) -> None:
    if report is None:
        return
    if not st.button(_commit_label(report), type="primary", key=draft.key("commit")):
        return
    with st.spinner("Wird gespeichert …"):
        wording.say(_PAGE, _commit(draft))
    st.rerun()


def _commit(draft: Draft) -> tuple[str, str]:
    """Store the file; the message that says what came of it."""
    try:
        stored = tasks.commit_import(shared.workspace(), shared.actor(), draft.request)
    except DashboardError as problem:
        return "error", str(problem)
    # Before anything else is drawn: a second click finds no draft and stores nothing.
    _discard(draft.draft_id)
    return "note" if stored.already_imported else "done", _result(stored)


def _commit_label(report: ImportReport) -> str:
    """„12 Personen speichern“, „12 Personen speichern, 2 ändern, 1 entfernen“."""
    counts = report.counts
    if counts is None:
        return ""
    one, many = import_preview.UNITS[report.parsed.kind]
    parts = [
        (counts.new, "speichern"),
        (counts.changed, "ändern"),
        (counts.removed, "entfernen"),
    ]
    first, *others = [(number, verb) for number, verb in parts if number]
    named = f"{formatting.count(first[0], one, many)} {first[1]}"
    return ", ".join([named, *(f"{formatting.whole(number)} {verb}" for number, verb in others)])


def _result(stored: ImportReport) -> str:
    if stored.already_imported or stored.counts is None or stored.event is None:
        return import_preview.already_stored(stored.batch_id)
    one, many = import_preview.UNITS[stored.parsed.kind]
    counts = stored.counts
    done = _did(
        new=counts.new,
        changed=counts.changed,
        removed=counts.removed,
        same=counts.same,
        left_out=stored.parsed.left_out,
    )
    unit = one if counts.new == 1 else many
    return (
        f"„{stored.file_name}“ ist gespeichert als Import {stored.batch_id} zu "
        f"„{stored.event.label}“. {unit}: {done}."
    )


def _discard(draft_id: str) -> None:
    _drafts().pop(draft_id, None)


def _did(*, new: int, changed: int, removed: int, same: int, left_out: int) -> str:
    """„12 neu, 1 ausgelassen“; „nichts Neues“ where every number is zero."""
    numbers = {
        "neu": new,
        "geändert": changed,
        "entfernt": removed,
        "unverändert": same,
        "ausgelassen": left_out,
    }
    said = [f"{formatting.whole(number)} {word}" for word, number in numbers.items() if number]
    return ", ".join(said) or "nichts Neues"


# --- what was imported -----------------------------------------------------------------------


def _draw_batches() -> None:
    st.header("Bisherige Importe")
    batches = tasks.list_imports(shared.workspace(), shared.actor())
    if batches.empty:
        st.info(
            "Noch ist nichts eingelesen. Nach der ersten Datei steht hier, wer wann was "
            "gespeichert hat; jeder Import lässt sich dort wieder zurücknehmen."
        )
        return
    names = wording.known_events()
    rows = batches.to_dict("records")
    _draw_choice(rows, names)
    with st.container(key="importe_liste"):
        shared.draw_table(
            pd.DataFrame([_batch_row(row, names) for row in rows]),
            caption="Alle Importe, die neuesten zuerst",
        )


def _batch_row(row: dict[Any, Any], names: dict[str, str]) -> dict[str, object]:
    state = labels.IMPORT_STATES[row["state"]]
    if not formatting.is_missing(row["undone_at"]):
        state = f"{state} am {formatting.moment(row['undone_at'])}"
    rows: object = "–"
    if row["state"] == "active":
        address = row_links.address_of(row_links.rows_of_batch(row["batch_id"], row["kind"]))
        rows = shared.NewTab(f"Zeilen zu {row['batch_id']}", address)
    return {
        "Import": formatting.whole(row["batch_id"]),
        "eingelesen": f"{formatting.moment(row['imported_at'])} von {row['imported_by']}",
        "Datei": row["file_name"],
        "Art": _kind(row),
        "Veranstaltung": names[row["event_id"]],
        "Ergebnis": _did(
            new=row["rows_new"],
            changed=row["rows_changed"],
            removed=row["rows_removed"],
            same=row["rows_same"],
            left_out=row["rows_left_out"],
        ),
        "Stand": state,
        "Zeilen (neuer Tab)": rows,
    }


def _kind(row: dict[Any, Any]) -> str:
    """„Teilnahmeliste“, „Rückmeldungen (LimeSurvey)“."""
    kind = labels.IMPORT_KINDS[row["kind"]]
    if row["source"] in _PLAIN:
        return kind
    return f"{kind} ({_FORMATS.get(row['source'], row['source'])})"


def _draw_choice(rows: list[dict[Any, Any]], names: dict[str, str]) -> None:
    """One import: its rows, and what taking it back would do, whichever came after it."""
    active = {
        str(row["batch_id"]): f"Import {row['batch_id']} · {row['file_name']} · "
        f"{names[row['event_id']]}"
        for row in rows
        if row["state"] == "active"
    }
    if not active:
        return
    with st.container(key="importe_zuruecknehmen"):
        chosen = st.selectbox(
            "Einen Import zurücknehmen",
            list(active),
            index=None,
            placeholder="Import auswählen; es muss nicht der neueste sein",
            format_func=active.__getitem__,
            key=_UNDO,
        )
        if chosen is None:
            return
        kind = next(Kind(row["kind"]) for row in rows if str(row["batch_id"]) == chosen)
        try:
            undone = tasks.preview_undo(shared.workspace(), shared.actor(), int(chosen))
        except DashboardError as problem:
            wording.draw_message("error", str(problem))
            return
        _draw_undo(int(chosen), kind, undone)


def _draw_undo(batch_id: int, kind: Kind, undone: Undone) -> None:
    st.write(f"Wird Import {batch_id} als Ganzes zurückgenommen, geschieht das:")
    facts = [
        (f"{import_preview.UNITS[kind][1]} zurückgenommen", undone.taken_back),
        ("behalten", undone.kept),
        ("nicht möglich", undone.gone_before),
    ]
    if undone.restored:
        facts.append(("frühere Fassung gilt wieder", undone.restored))
    shared.draw_facts(facts)
    for sentence in _reasons(undone):
        shared.draw_sentence(sentence)
    st.caption(
        "Was beim Import zu Orten, Organisationen und Spalten entschieden wurde, bleibt gemerkt."
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            f"Import {batch_id} jetzt zurücknehmen",
            type="primary",
            key=f"importe_ja_{batch_id}",
            on_click=_undo,
            args=(batch_id, kind),
        )
        st.button("Abbrechen", key="importe_nein", on_click=_forget_undo)
        wording.draw_link(
            "zeilen",
            f"Zeilen von Import {batch_id} ansehen",
            row_links.rows_of_batch(batch_id, kind),
        )


def _reasons(undone: Undone) -> Iterable[str]:
    """Which rows stay and because of which import; what cannot be taken back any more."""
    kept = sorted(zip(undone.kept_by, undone.kept_rows, strict=True))
    for holder, pairs in groupby(kept, key=lambda pair: pair[0]):
        rows = [formatting.whole(row) for _, row in pairs]
        one = len(rows) == 1
        yield (
            f"{'Zeile' if one else 'Zeilen'} {formatting.listing(rows, 12)} der Datei "
            f"{'bleibt' if one else 'bleiben'}: Import {holder} enthält "
            f"{'sie' if one else 'diese'} auch oder hat {'sie' if one else 'diese'} berichtigt."
        )
    if undone.gone_before:
        rows_gone = formatting.count(undone.gone_before, "Zeile", "Zeilen")
        verb = "ist" if undone.gone_before == 1 else "sind"
        yield (
            f"{rows_gone} {verb} nicht mehr zurückzunehmen: "
            "Eine spätere Datei hat sie schon entfernt."
        )


def _forget_undo() -> None:
    st.session_state[_UNDO] = None


def _undo(batch_id: int, kind: Kind) -> None:
    _forget_undo()
    try:
        undone = tasks.undo_import(shared.workspace(), shared.actor(), batch_id)
    except DashboardError as problem:
        wording.say(_PAGE, ("error", str(problem)))
    else:
        wording.say(_PAGE, ("done", _undone(batch_id, kind, undone)))


def _undone(batch_id: int, kind: Kind, undone: Undone) -> str:
    one, many = import_preview.UNITS[kind]
    said = [
        f"Zurückgenommen: {formatting.count(undone.taken_back, one, many)}",
        f"behalten: {formatting.whole(undone.kept)}",
        f"nicht möglich: {formatting.whole(undone.gone_before)}",
    ]
    if undone.restored:
        said.append(f"frühere Fassung gilt wieder: {formatting.whole(undone.restored)}")
    return " ".join(
        [f"Import {batch_id} ist zurückgenommen. {', '.join(said)}.", *_reasons(undone)]
    )
