"""Importe: upload lists as they are, look at what they would change, store, take back."""

import hashlib
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import formatting, labels, tasks
from dashboard.app_pages import import_draft, import_preview, shared, wording
from dashboard.app_pages.import_draft import Draft
from dashboard.app_pages.wording import plain
from dashboard.errors import DashboardError
from dashboard.import_report import ImportReport
from dashboard.ingest.schema import Kind
from dashboard.warehouse.undo import Undone

# An old .xls cannot be read, but choosing one brings the sentence that says what to do.
_ENDINGS = ["csv", "tsv", "txt", "xlsx", "xlsm", "ods", "xls"]
_DRAFTS = "importe_entwuerfe"
_MESSAGES, _NEW_MESSAGES = "importe_meldungen", "importe_meldungen_neu"
_UPLOADS, _UNDO = "importe_hochgeladen", "importe_ruecknahme"


def page() -> None:
    """The page „Importe“."""
    st.title("Importe")
    _draw_messages()
    _draw_uploader()
    for draft in list(_drafts().values()):
        _draw_draft(draft)
    _draw_batches()


def _drafts() -> dict[str, Draft]:
    drafts: dict[str, Draft] = st.session_state.setdefault(_DRAFTS, {})
    return drafts


def _draw_messages() -> None:
    messages = st.session_state.get(_MESSAGES, [])
    is_new = st.session_state.pop(_NEW_MESSAGES, False)
    for kind, text in messages:
        wording.draw_message(kind, text)
        if is_new:
            # The page may be scrolled far below the place where the messages stand.
            st.toast(plain(text))
    if any(kind == "done" for kind, _ in messages):
        wording.draw_link("", "Zur Übersicht mit den neuen Zahlen")


def _say(kind: str, text: str) -> None:
    """The one message of the action that was just done."""
    st.session_state[_MESSAGES] = [(kind, text)]
    st.session_state[_NEW_MESSAGES] = True


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
    st.session_state[_MESSAGES] = []
    for uploaded in st.session_state[key]:
        content = uploaded.getvalue()
        draft_id = hashlib.sha256(content).hexdigest()[:16]
        _drafts().setdefault(draft_id, Draft(draft_id, uploaded.name, content))
    st.session_state[_UPLOADS] = st.session_state.get(_UPLOADS, 0) + 1


# --- one file --------------------------------------------------------------------------------


def _draw_draft(draft: Draft) -> None:
    with st.container(border=True, key=draft.key("file")):
        import_draft.read(draft)
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
        try:
            stored = tasks.commit_import(shared.workspace(), shared.actor(), draft.request)
        except DashboardError as problem:
            draft.trouble, draft.report = str(problem), None
        else:
            # Before anything else is drawn: a second click finds no draft and stores nothing.
            _discard(draft.draft_id)
            _say("note" if stored.already_imported else "done", _result(stored))
    st.rerun()


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
    _draw_undo(rows, names)
    with st.container(key="importe_liste"):
        shared.draw_table(
            pd.DataFrame([_batch_row(row, names) for row in rows]),
            caption="Alle Importe, die neuesten zuerst",
        )


def _batch_row(row: dict[Any, Any], names: dict[str, str]) -> dict[str, str]:
    state = labels.IMPORT_STATES[row["state"]]
    if not formatting.is_missing(row["undone_at"]):
        state = f"{state} am {formatting.moment(row['undone_at'])}"
    return {
        "Import": formatting.whole(row["batch_id"]),
        "eingelesen": f"{formatting.moment(row['imported_at'])} von {row['imported_by']}",
        "Datei": row["file_name"],
        "Art": labels.IMPORT_KINDS[row["kind"]],
        "Veranstaltung": names[row["event_id"]],
        "Ergebnis": _did(
            new=row["rows_new"],
            changed=row["rows_changed"],
            removed=row["rows_removed"],
            same=row["rows_same"],
            left_out=row["rows_left_out"],
        ),
        "Stand": state,
    }


def _draw_undo(rows: list[dict[Any, Any]], names: dict[str, str]) -> None:
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
            placeholder="Import auswählen",
            format_func=active.__getitem__,
            key=_UNDO,
        )
        if chosen is None:
            return
        st.write(
            f"Import {chosen} wird als Ganzes zurückgenommen. Was er ersetzt hatte, gilt danach "
            "wieder. Was eine spätere Datei auch enthält, bleibt."
        )
        with st.container(horizontal=True):
            st.button(
                f"Import {chosen} jetzt zurücknehmen",
                type="primary",
                key=f"importe_ja_{chosen}",
                on_click=_undo,
                args=(int(chosen),),
            )
            st.button("Abbrechen", key="importe_nein", on_click=_forget_undo)


def _forget_undo() -> None:
    st.session_state[_UNDO] = None


def _undo(batch_id: int) -> None:
    _forget_undo()
    frame = tasks.list_imports(shared.workspace(), shared.actor())
    kind = Kind(str(frame.set_index("batch_id").loc[batch_id, "kind"]))
    try:
        undone = tasks.undo_import(shared.workspace(), shared.actor(), batch_id)
    except DashboardError as problem:
        _say("error", str(problem))
    else:
        _say("done", _undone(batch_id, kind, undone))


def _undone(batch_id: int, kind: Kind, undone: Undone) -> str:
    one, many = import_preview.UNITS[kind]
    said = [f"{formatting.count(undone.taken_back, one, many)} entfernt"]
    if undone.restored:
        said.append(
            f"{formatting.whole(undone.restored)} in der früheren Fassung wiederhergestellt"
        )
    if undone.kept:
        said.append(
            f"{formatting.whole(undone.kept)} behalten, weil eine spätere Datei sie enthält"
        )
    return f"Import {batch_id} ist zurückgenommen: {', '.join(said)}."
