"""Workbooks with one list on several sheets: „Gäste“ and „Verwaltung“ under the same headings."""

import re
from collections.abc import Sequence

from dashboard import formatting
from dashboard.ingest.columns import NOT_READ, PERSON_FIELDS, field_of
from dashboard.ingest.document import Document, Sheet
from dashboard.ingest.place_names import learned_key
from dashboard.ingest.schema import Problem, Severity
from dashboard.ingest.source import Finding, problem
from dashboard.ingest.tables import date_above
from dashboard.ingest.values import MONTHS, date_of

_NAMES = PERSON_FIELDS | {"name"}
_ALL = re.compile(r"^(?:gesamt\w*|alle|uebersicht|zusammenfassung|komplett)\b")
_MONTHS = "|".join(f"{learned_key(name)}|{learned_key(name)[:3]}" for name in MONTHS)
_PERIOD = re.compile(
    rf"^(?:{_MONTHS})(?: \d{{2,4}})?$|\b(?:19|20)\d\d\b"
    r"|^(?:\d+ )?(?:termin|veranstaltung|treffen|sitzung|quartal|dialog)(?: \d+)?$"
)


def tables_alike(
    sheet: Sheet, finding: Finding, tables: Sequence[tuple[Sheet, Finding]]
) -> tuple[tuple[Sheet, Finding], ...]:
    """The other sheets that continue the list of ``sheet``: the same columns, the same event.

    A sheet per month or with another date above its table is another event. Without names nobody
    can tell whether a sheet „Gesamt“ repeats the others, so that only one is read.
    """
    fields = _fields(finding)
    alike = [
        (other, known)
        for other, known in tables
        if other is not sheet
        and _fields(known) == fields
        and any(any(row) for row in other.rows[known.header + 1 :])
    ]
    every = [(sheet, finding), *alike]
    days = {day for each, known in every if (day := _day(each, known))}
    periods = {found[0] for each, _ in every if (found := _PERIOD.search(learned_key(each.name)))}
    repeats = any(_ALL.match(learned_key(each.name)) for each, _ in every)
    if len(days) > 1 or len(periods) > 1 or (repeats and not fields & _NAMES):
        return ()
    return tuple(alike)


def sheet_notes(document: Document, read: Sequence[Sheet]) -> list[Problem]:
    """Which sheets were read and which were not; nothing for a file with one sheet."""
    others = [
        f"„{sheet.name}“" for sheet in document.sheets if not any(sheet is each for each in read)
    ]
    names = formatting.listing([f"„{sheet.name}“" for sheet in read])
    if len(read) > 1:
        unread = f" Nicht gelesen wurde {formatting.listing(others)}." if others else ""
        message = f"Zusammen gelesen wurden die Blätter {names} mit gleichen Spalten.{unread}"
        return [problem(Severity.NOTE, "sheets_read", message)]
    if not others:
        return []
    message = f"Gelesen wurde das Blatt {names}, nicht aber {formatting.listing(others)}."
    return [problem(Severity.NOTE, "sheets_not_read", message)]


def _fields(finding: Finding) -> frozenset[str]:
    """What the headings mean, whether their columns are filled or not."""
    meant = (field_of(column.heading) or column.field for column in finding.columns)
    return frozenset(field for field in meant if field and field != NOT_READ)


def _day(sheet: Sheet, finding: Finding) -> object:
    return date_of(sheet.name) or date_above(sheet, finding.header)
