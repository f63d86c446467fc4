"""Which format a file has, where its table is and what its columns mean."""

from datetime import date

from dashboard.errors import FileUnusable
from dashboard.ingest.document import Document, Sheet
from dashboard.ingest.schema import Choices, Kind, Problem, Severity
from dashboard.ingest.sheets import sheet_notes, tables_alike
from dashboard.ingest.source import Finding, Recognised, Source, Tools, problem
from dashboard.ingest.sources import SOURCES
from dashboard.ingest.tables import column_values, date_above, title_above
from dashboard.ingest.values import date_of

KIND_LABELS = {
    Kind.ATTENDANCE: "eine Teilnahmeliste",
    Kind.FEEDBACK: "eine Datei mit Rückmeldungen",
}


def recognise(
    document: Document, *, kind: Kind | None, choices: Choices, tools: Tools
) -> Recognised:
    """The table that the surest source found.

    Raises ``FileUnusable`` if no source knows the file, if it holds another kind than asked for,
    or if there is nothing below the headings.
    """
    found = [
        (source, sheet, finding)
        for sheet in document.sheets
        for source in SOURCES
        if (finding := source.recognise(sheet, tools, choices))
    ]
    # What a person has assigned to columns settles which kind it is.
    if kind and choices.columns:
        found = [each for each in found if each[0].kind is kind]
    if not found:
        raise FileUnusable(_unknown(document, kind))
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


def _unknown(document: Document, kind: Kind | None) -> str:
    if not any(len([row for row in sheet.rows if any(row)]) > 1 for sheet in document.sheets):
        return (
            "Die Datei enthält keine Zeilen mit Daten. Bitte prüfen, ob die richtige Datei "
            "ausgewählt ist."
        )
    expected = (
        "Erwartet wird eine Zeile mit den Fragen als Überschriften und darunter ein Fragebogen je "
        "Zeile."
        if kind is Kind.FEEDBACK
        else "Erwartet wird eine Zeile mit Überschriften wie „Name“, „Organisation“ und „Ort“."
    )
    return f"In der Datei wurde keine bekannte Spalte gefunden. {expected} Bitte ergänzen."


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
