"""Which format a file has, where its table is and what its columns mean."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from dashboard import formatting
from dashboard.errors import FileUnusable
from dashboard.ingest.document import Document, Sheet
from dashboard.ingest.listed_rows import IDENTITY, column_matches
from dashboard.ingest.question_columns import columns_of
from dashboard.ingest.schema import Choices, ColumnMatch, Kind, Problem, Severity
from dashboard.ingest.sheets import sheet_notes, tables_alike
from dashboard.ingest.source import Finding, Recognised, Source, Tools, problem
from dashboard.ingest.sources import SOURCES, attendance_list, feedback_table
from dashboard.ingest.tables import (
    best_header,
    column_values,
    date_above,
    examples,
    title_above,
)
from dashboard.ingest.values import date_of

KIND_LABELS = {
    Kind.ATTENDANCE: "eine Teilnahmeliste",
    Kind.FEEDBACK: "eine Datei mit Rückmeldungen",
}
_LONGEST_HEADING = 60
_WORDS = re.compile(r"[^\W\d_]")
_CAPITALISED = re.compile(r"^[A-ZÄÖÜ]")

Found = list[tuple[Source, Sheet, Finding]]


class TableUnknown(FileUnusable):
    """No column is known by its heading; a person may still say what each of them holds.

    ``columns`` are those of the row that looks most like a heading, with what has been assigned so
    far; ``row`` is that row as Excel counts it.
    """

    def __init__(self, message: str, columns: tuple[ColumnMatch, ...], row: int) -> None:
        super().__init__(message)
        self.columns = columns
        self.row = row


def recognise(
    document: Document, *, kind: Kind | None, choices: Choices, tools: Tools
) -> Recognised:
    """The table that the surest source found.

    Raises ``FileUnusable`` if it holds another kind than asked for or if there is nothing below
    the headings, ``TableUnknown`` if no source knows the file.
    """
    found = _found(document, tools, choices)
    # What a person has assigned to columns settles which kind it is.
    if choices.columns:
        plain = _found(document, tools, replace(choices, columns={}))
        if not [each for each in plain if kind in (None, each[0].kind)]:
            found = _assigned(document, kind, tools, choices)
        elif kind:
            found = [each for each in found if each[0].kind is kind]
    if not found:
        raise _unknown(document, kind, choices)
    source, sheet, finding = max(
        found, key=lambda each: (each[2].score, _has_rows(each[1], each[2]))
    )
    if kind and source.kind is not kind:
        raise FileUnusable(
            f"Die Datei sieht aus wie {KIND_LABELS[source.kind]}, nicht wie {KIND_LABELS[kind]}. "
            "Bitte die andere Art wählen oder die richtige Datei hochladen."
        )
    if not _has_rows(sheet, finding):
        raise FileUnusable(
            "Die Datei enthält nur die Überschriften und keine Zeilen darunter. Bitte prüfen, ob "
            "der Export vollständig ist."
        )
    more = (
        tables_alike(sheet, finding, [each[1:] for each in found if each[0] is source])
        if source.reads_more_sheets
        else ()
    )
    return Recognised(
        source,
        document,
        sheet,
        finding,
        date_above(sheet, finding.rows_above) or _date_in_column(sheet, finding),
        title_above(sheet, finding.rows_above),
        (
            *document.notes,
            *sheet_notes(document, [sheet, *(other for other, _ in more)]),
            *_notes(sheet, finding, source),
        ),
        more,
    )


def _found(document: Document, tools: Tools, choices: Choices) -> Found:
    return [
        (source, sheet, finding)
        for sheet in document.sheets
        for source in SOURCES
        if (finding := source.recognise(sheet, tools, choices))
    ]


# --- tables that no source knows -------------------------------------------------------------


def _assigned(document: Document, kind: Kind | None, tools: Tools, choices: Choices) -> Found:
    """The likeliest table with the columns as a person has assigned them; nothing for too few."""
    sheet, header = _likely_table(document)
    if kind is Kind.FEEDBACK:
        columns = columns_of(
            sheet,
            header,
            sheet.rows[header],
            layout=feedback_table.FORMAT,
            tools=tools,
            choices=choices,
        )
        asked = any(column.question for column in columns)
        return [(feedback_table.SOURCE, sheet, Finding(0, header, columns))] if asked else []
    columns = _list_columns(sheet, header, choices)
    if not any(column.field in IDENTITY for column in columns):
        return []
    return [(attendance_list.SOURCE, sheet, Finding(0, header, columns))]


def _list_columns(sheet: Sheet, header: int, choices: Choices) -> tuple[ColumnMatch, ...]:
    """The columns under unknown headings; what they hold is told as far as it names nobody."""
    width = max(map(len, sheet.rows[header:]))
    matches = column_matches(sheet, header, [None] * width, choices)
    return tuple(
        replace(match, examples=_private(list(column_values(sheet, header, match.index)), shown))
        for match, shown in ((each, examples(sheet, header, each.index)) for each in matches)
    )


def _private(values: Sequence[str], shown: tuple[str, ...]) -> tuple[str, ...]:
    """The examples, or only how many cells are filled where they may name a person."""
    names = sum(bool(_CAPITALISED.match(text) and _WORDS.search(text)) for text in values)
    if names * 2 > len(values) or any("@" in text for text in values):
        return (formatting.count(len(values), "Eintrag", "Einträge") + ", nicht gezeigt",)
    return shown


def _likely_table(document: Document) -> tuple[Sheet, int]:
    """The sheet and the row, counted from 0, that look most like headings above data."""
    tables = [(sheet, *best_header(sheet, _heading_score)) for sheet in document.sheets]
    sheet, header, _ = max(tables, key=lambda each: each[2])
    return sheet, header


def _heading_score(row: Sequence[str]) -> float:
    """How many cells of a row may be headings: short words without a digit or an address."""
    return sum(
        0 < len(cell) <= _LONGEST_HEADING
        and bool(_WORDS.search(cell))
        and not re.search(r"\d|@", cell)
        for cell in row
    )


def _unknown(document: Document, kind: Kind | None, choices: Choices) -> FileUnusable:
    if not any(len([row for row in sheet.rows if any(row)]) > 1 for sheet in document.sheets):
        return FileUnusable(
            "Die Datei enthält keine Zeilen mit Daten. Bitte prüfen, ob die richtige Datei "
            "ausgewählt ist."
        )
    expected = (
        "Erwartet wird eine Zeile mit den Fragen als Überschriften und darunter ein Fragebogen je "
        "Zeile."
        if kind is Kind.FEEDBACK
        else "Erwartet wird eine Zeile mit Überschriften wie „Name“, „Organisation“ und „Ort“."
    )
    sheet, header = _likely_table(document)
    return TableUnknown(
        f"In der Datei wurde keine bekannte Spalte gefunden. {expected} Bitte ergänzen.",
        _list_columns(sheet, header, choices),
        header + 1,
    )


def _date_in_column(sheet: Sheet, finding: Finding) -> date | None:
    """The one day that a column „Datum“ names."""
    column = next((each for each in finding.columns if each.field == "event_date"), None)
    if column is None:
        return None
    dates = {date_of(text) for text in column_values(sheet, finding.header, column.index)}
    return dates.pop() if len(dates) == 1 else None


def _has_rows(sheet: Sheet, finding: Finding) -> bool:
    return any(any(row) for row in sheet.rows[finding.header + 1 :])


def _notes(sheet: Sheet, finding: Finding, source: Source) -> list[Problem]:
    notes = []
    days = {
        day
        for column in finding.columns
        if column.field == "event_date" and source.kind is Kind.ATTENDANCE
        for text in column_values(sheet, finding.header, column.index)
        if (day := date_of(text))
    }
    if len(days) > 1:
        notes.append(
            problem(
                Severity.WARNING,
                "several_days",
                f"Die Liste nennt {len(days)} verschiedene Tage. Alle Zeilen zählen zu einer "
                "Veranstaltung; bitte sonst die Liste aufteilen.",
            )
        )
    return notes
