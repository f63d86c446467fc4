"""The columns of an uploaded file: what they were read as, and how to say it better."""

from collections.abc import Iterable, Mapping

import pandas as pd
import streamlit as st

from dashboard import labels
from dashboard.app_pages import shared
from dashboard.app_pages.import_draft import AUTOMATIC, Draft, choose
from dashboard.app_pages.wording import plain
from dashboard.import_report import ImportReport
from dashboard.ingest.columns import PERSON_FIELDS
from dashboard.ingest.questions import find_question
from dashboard.ingest.schema import ColumnMatch, Kind, Question

_PERSONAL = PERSON_FIELDS | {"address", "signature", "remark"}
_FEEDBACK_FIELDS = ("respondent_type", "id")


def draw_columns(draft: Draft, report: ImportReport) -> None:
    """What each column was read as, and the choices to say it better."""
    parsed, questions = report.parsed, report.questions
    shared.draw_table(
        pd.DataFrame(
            [
                {
                    "Spalte": _letters(column.index),
                    "Überschrift": column.heading or "(ohne)",
                    "gelesen als": _meaning(column, questions),
                    "Beispiele": _examples(column),
                }
                for column in parsed.columns
            ]
        ),
        caption="So wurden die Spalten verstanden",
    )
    if not st.toggle("Spalten selbst zuordnen", key=draft.key("assign")):
        return
    fields = _fields(parsed.kind, questions)
    with st.container(horizontal=True, key=draft.key("assigned")):
        for column in parsed.columns:
            _draw_column(draft, parsed.kind, column, fields, questions)


def _draw_column(
    draft: Draft,
    kind: Kind,
    column: ColumnMatch,
    fields: Mapping[str, str],
    questions: Iterable[Question],
) -> None:
    key = draft.key(f"column_{column.index}")
    read_as = "" if column.index in draft.columns else f": {_meaning(column, questions)}"
    choose(
        plain(f"Spalte {_letters(column.index)}: {column.heading or '(ohne Überschrift)'}"),
        {AUTOMATIC: f"wie erkannt{read_as}", **fields},
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


def _fields(kind: Kind, questions: Iterable[Question]) -> dict[str, str]:
    """What a person may assign, as ``Choices.columns`` takes it.

    A question without its version: which scale it has, the answers or a decision tell.
    """
    unused = {"": "nicht verwenden"}
    if kind is Kind.FEEDBACK:
        asked = {f"question:{each.question_id}": each.short_label for each in questions}
        return unused | asked | {name: labels.COLUMN_FIELDS[name] for name in _FEEDBACK_FIELDS}
    left_out = {"ignored", "question", *_FEEDBACK_FIELDS}
    return unused | {
        name: label for name, label in labels.COLUMN_FIELDS.items() if name not in left_out
    }


def _say_column(draft: Draft, kind: Kind, index: int, key: str) -> None:
    chosen = st.session_state[key]
    draft.kind = kind  # what the fields mean depends on it
    if chosen == AUTOMATIC:
        draft.columns.pop(index, None)
    else:
        draft.columns[index] = chosen
