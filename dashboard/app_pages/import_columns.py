"""The columns of an uploaded file: what they were read as, and how to say it better."""

from collections.abc import Iterable, Mapping

import pandas as pd
import streamlit as st

from dashboard import formatting, labels
from dashboard.app_pages import shared
from dashboard.app_pages.import_draft import AUTOMATIC, Draft, choose
from dashboard.app_pages.wording import plain
from dashboard.import_report import ImportReport
from dashboard.ingest.columns import NOT_READ, PERSON_FIELDS
from dashboard.ingest.questions import find_question
from dashboard.ingest.recognise import TableUnknown
from dashboard.ingest.schema import ColumnMatch, Kind, Question

_PERSONAL = PERSON_FIELDS | {
    *("address", "signature", "remark", "account", "account_email", "account_name"),
    *("order_email", "order_name", "buyer_email", "scan_name"),
}
_FEEDBACK_FIELDS = ("respondent_type", "id")
# What any list may hold; the fields of one program are offered in its own files only.
_LIST_FIELDS = (
    *("full_name", "last_name", "first_name", "email", "organisation", "function"),
    *("place", "locality", "postcode", "address", "attended", "signature", "registered"),
    *("status", "mode", "marked_online", "marked_in_person", "minutes", "event_date", "remark"),
)


def draw_columns(draft: Draft, report: ImportReport) -> None:
    """What each column was read as, and the choices to say it better."""
    parsed, questions = report.parsed, report.questions
    shared.draw_table(
        pd.DataFrame(
            [
                {
                    "Spalte": _letters(column.index),
                    "Überschrift": _heading(column),
                    "gelesen als": _meaning(column, questions),
                    "Beispiele": _examples(column),
                }
                for column in parsed.columns
            ]
        ),
        caption="So wurden die Spalten verstanden",
    )
    by_hand = bool(draft.columns)
    if not st.toggle("Spalten selbst zuordnen", value=by_hand, key=draft.key("assign")):
        return
    fields = _fields(parsed.kind, questions, parsed.columns)
    with st.container(horizontal=True, key=draft.key("assigned")):
        for column in parsed.columns:
            read_as = f"wie erkannt: {_meaning(column, questions)}"
            if column.index in draft.columns:
                read_as = "wie erkannt"
            _draw_column(draft, parsed.kind, column, fields, read_as)


def draw_unknown(draft: Draft, unknown: TableUnknown) -> None:
    """The columns of a file of which no heading is known, each to be assigned by hand."""
    kind = draft.kind or Kind.ATTENDANCE
    questions = shared.workspace().questions
    what = "Namen, Organisation oder Ort" if kind is Kind.ATTENDANCE else "eine Frage"
    st.write(
        f"Als Überschriften gilt Zeile {formatting.whole(unknown.row)}. Die Spalten lassen sich "
        f"hier selbst zuordnen; sobald eine davon {what} enthält, wird die Datei gelesen. Stehen "
        "in dieser Zeile schon Daten, bitte in der Datei eine Zeile mit Überschriften ergänzen."
    )
    shared.draw_table(
        pd.DataFrame(
            [
                {
                    "Spalte": _letters(column.index),
                    "Überschrift": _heading(column),
                    "Beispiele": _examples(column),
                }
                for column in unknown.columns
            ]
        ),
        caption="Spalten, die niemand kennt",
    )
    fields = _fields(kind, questions, ())
    with st.container(horizontal=True, key=draft.key("unknown_columns")):
        for column in unknown.columns:
            _draw_column(draft, kind, column, fields, "noch nicht zugeordnet")


def _heading(column: ColumnMatch) -> str:
    """The heading, unless it is somebody's address: the file may have no headings at all."""
    return "(wird nicht gezeigt)" if "@" in column.heading else column.heading or "(ohne)"


def _draw_column(
    draft: Draft,
    kind: Kind,
    column: ColumnMatch,
    fields: Mapping[str, str],
    read_as: str,
) -> None:
    """``read_as``: what the column is while nobody has assigned it."""
    key = draft.key(f"column_{column.index}")
    choose(
        plain(f"Spalte {_letters(column.index)}: {_heading(column)}"),
        {AUTOMATIC: read_as, **fields},
        key=key,
        chosen=draft.columns.get(column.index, AUTOMATIC),
        on_change=_say_column,
        args=(draft, kind, column.index, key),
        width=320,
    )


def _letters(index: int) -> str:
    """The column as a spreadsheet names it: A to Z, then AA."""
    before, last = divmod(index, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + last)


def _meaning(column: ColumnMatch, questions: Iterable[Question]) -> str:
    if column.question:
        question = find_question(*column.question, tuple(questions))
        return f"Frage „{question.short_label}“" if question else labels.COLUMN_FIELDS["question"]
    if column.field == "question":
        return "Frage, Skala noch offen"
    if column.field is None:
        return "nicht erkannt"
    return labels.COLUMN_FIELDS.get(column.field, column.field)


def _examples(column: ColumnMatch) -> str:
    if column.field in _PERSONAL:
        return "(wird nicht gezeigt)"
    return " · ".join(column.examples) or "–"


def _fields(
    kind: Kind, questions: Iterable[Question], columns: Iterable[ColumnMatch]
) -> dict[str, str]:
    """What a person may assign, as ``Choices.columns`` takes it.

    A question without its version: which scale it has, the answers or a decision tell.
    """
    unused = {"": "nicht verwenden"}
    if kind is Kind.FEEDBACK:
        asked = {f"question:{each.question_id}": each.short_label for each in questions}
        return unused | asked | {name: labels.COLUMN_FIELDS[name] for name in _FEEDBACK_FIELDS}
    own = [each.field for each in columns if each.field and each.field != NOT_READ]
    return unused | {name: labels.COLUMN_FIELDS.get(name, name) for name in (*_LIST_FIELDS, *own)}


def _say_column(draft: Draft, kind: Kind, index: int, key: str) -> None:
    chosen = st.session_state[key]
    draft.kind = kind  # what the fields mean depends on it
    if chosen == AUTOMATIC:
        draft.columns.pop(index, None)
    else:
        draft.columns[index] = chosen
