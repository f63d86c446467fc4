"""A table of questionnaires: typed from paper or exported, one row per questionnaire."""

import re
from collections.abc import Sequence

from dashboard.ingest.columns import compact, field_of
from dashboard.ingest.document import Sheet
from dashboard.ingest.question_columns import (
    ID,
    ID_HEADINGS,
    QUESTION,
    RESPONDENT,
    RESPONDENT_HEADINGS,
    columns_of,
    table_finding,
)
from dashboard.ingest.questionnaires import Filled, gather
from dashboard.ingest.questions import asked_by
from dashboard.ingest.scales import is_scale_like
from dashboard.ingest.schema import Choices, ColumnMatch, Kind, ParsedFile, Problem, Severity
from dashboard.ingest.source import Finding, Recognised, Source, Tools, problem
from dashboard.ingest.survey_format import Format
from dashboard.ingest.tables import best_header, is_total, repeats_header
from dashboard.ingest.values import is_blank

FORMAT = Format("feedback_table", "Fragebögen", is_typed=True)


def recognise(sheet: Sheet, tools: Tools, choices: Choices) -> Finding | None:
    """The table with the most headings that ask a known question; null without any question."""
    header, _ = best_header(sheet, lambda row: _heading_score(row, tools))
    headings = sheet.rows[header] if sheet.rows else []
    columns = columns_of(sheet, header, headings, layout=FORMAT, tools=tools, choices=choices)
    return table_finding(sheet, header, columns, tools)


def parse(recognised: Recognised, tools: Tools, choices: Choices) -> ParsedFile:
    """One row per questionnaire; blank rows, means and counts are none."""
    sheet, header = recognised.sheet, recognised.finding.header
    columns = recognised.finding.columns
    filled: list[Filled] = []
    notes: list[Problem] = []
    for number, cells in enumerate(sheet.rows[header + 1 :], header + 2):
        if not _told(cells, columns) or repeats_header(cells, sheet.rows[header]):
            continue
        if _sums_up(cells, columns):
            notes.append(_not_a_questionnaire(number, cells))
            continue
        filled.append(Filled(number, cells))
    return gather(recognised, filled, FORMAT, tools=tools, choices=choices, notes=notes)


def _heading_score(row: Sequence[str], tools: Tools) -> float:
    filled = [cell for cell in row if cell]
    score = sum(
        2.0
        if asked_by(cell, tools.questions, tools.learned_questions)
        else 1.0
        if compact(cell) in RESPONDENT_HEADINGS | ID_HEADINGS or field_of(cell)
        else 0.1 * (not is_scale_like(cell))
        for cell in filled
    )
    return score if len(filled) > 1 or score > 1 else 0


def _told(cells: Sequence[str], columns: Sequence[ColumnMatch]) -> list[str]:
    """What a questionnaire says, without its number and without anything about a person."""
    return [
        cells[column.index]
        for column in columns
        if column.index < len(cells)
        and column.field in (QUESTION, RESPONDENT, None)
        and not is_blank(cells[column.index])
    ]


def _sums_up(cells: Sequence[str], columns: Sequence[ColumnMatch]) -> bool:
    """Whether a row holds means or counts: by its label, or unnumbered among numbered rows."""
    if is_total(cells):
        return True
    numbered = [column.index for column in columns if column.field == ID]
    if not numbered or (numbered[0] < len(cells) and cells[numbered[0]]):
        return False
    told = _told(cells, columns)
    return len(told) > 1 and all(re.fullmatch(r"\d+[.,]\d+", text) for text in told)


def _not_a_questionnaire(number: int, cells: Sequence[str]) -> Problem:
    text = next(cell for cell in cells if cell)
    return problem(
        Severity.NOTE,
        "not_a_questionnaire",
        f"Zeile {number}: „{text[:40]}“ ist eine Auswertung und kein Fragebogen.",
        row=number,
    )


SOURCE = Source(FORMAT.name, FORMAT.label, Kind.FEEDBACK, recognise, parse)
