"""Every table of the report as a typed sheet of one Excel file, with definitions and data state."""

import io
import re
from collections.abc import Iterator, Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as ExcelCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from dashboard import formatting, spreadsheet
from dashboard.charts import theme
from dashboard.report.archives import steady
from dashboard.report.model import Cell, Kind, Report, Table

_HEAD_ROW = 4  # title, source and an empty row stand above
_LONGEST_NAME = 31  # of a sheet, in Excel
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_WIDEST = 60
_POINTS = '+0" Punkte";−0" Punkte";"±"0" Punkte"'


def to_xlsx(report: Report) -> bytes:
    """A sheet per table after a list of them; the same content gives the same bytes."""
    book = Workbook()
    book.remove(book.active)
    names = sheet_names(report.tables)
    _contents(book.create_sheet("Inhalt"), report, names)
    for name, table in zip(names, report.tables, strict=True):
        _table_sheet(book.create_sheet(name), table, report)
    _list_sheet(
        book.create_sheet("Definitionen"),
        "Definitionen",
        ("Name", "Definition", "Geheimhaltung", "Quelle"),
        [(each.name, each.text, each.protection, each.source) for each in report.definitions],
        widths=(32, 90, 50, 40),
        marks=report.marks,
    )
    _list_sheet(
        book.create_sheet("Datenstand"),
        "Datenstand",
        ("Angabe", "Wert"),
        report.data_state,
        widths=(32, 90),
        marks=report.marks,
    )
    _set_properties(book, report)
    made = io.BytesIO()
    book.save(made)
    return steady(made.getvalue(), report.made_at)


def csv_files(report: Report) -> Iterator[tuple[str, bytes]]:
    """File name and content of every table, as a German Excel opens it."""
    for table in report.tables:
        rows = ([cell.text for cell in row] for row in table.rows)
        notes = (table.title, table.source, *report.marks)
        headings = [column.heading for column in table.columns]
        yield (
            f"{report.part_prefix}{table.key}.csv",
            spreadsheet.to_csv(headings, rows, filter(None, notes)),
        )


def sheet_names(tables: Sequence[Table]) -> list[str]:
    """„T01 Kennzahlen 2023“: numbered, no longer than Excel allows, none twice."""
    return [
        f"T{place:02} {_FORBIDDEN.sub(' ', table.title)}"[:_LONGEST_NAME].strip()
        for place, table in enumerate(tables, start=1)
    ]


def _contents(sheet: Worksheet, report: Report, names: list[str]) -> None:
    sheet["A1"] = report.full_title
    sheet["A1"].font = Font(bold=True, size=16, color=_argb(theme.ACCENT))
    sheet["A2"] = ". ".join((*report.marks, report.agency))
    sheet["A2"].font = Font(color=_argb(theme.DEMO_INK if report.marks else theme.SOFT_INK))
    _heads(sheet, ("Blatt", "Tabelle", "Zeilen"))
    named = [*zip(names, report.tables, strict=True)]
    for place, (name, table) in enumerate(named, start=_HEAD_ROW + 1):
        _put(sheet.cell(place, 1), name)
        sheet.cell(place, 1).hyperlink = f"#'{name}'!A1"
        sheet.cell(place, 1).font = Font(underline="single", color=_argb(theme.ACCENT))
        _put(sheet.cell(place, 2), table.title)
        sheet.cell(place, 3, len(table.rows))
    for place, name in enumerate(("Definitionen", "Datenstand"), start=_HEAD_ROW + 1 + len(named)):
        _put(sheet.cell(place, 1), name)
        sheet.cell(place, 1).hyperlink = f"#'{name}'!A1"
        sheet.cell(place, 1).font = Font(underline="single", color=_argb(theme.ACCENT))
    _finish(sheet, (34, 80, 10), report.marks)


def _table_sheet(sheet: Worksheet, table: Table, report: Report) -> None:
    _title(sheet, table.title, table.source)
    _heads(sheet, [column.heading for column in table.columns])
    for number, row in enumerate(table.rows, start=_HEAD_ROW + 1):
        for place, cell in enumerate(row, start=1):
            _fill(sheet.cell(number, place), cell)
    last = get_column_letter(len(table.columns))
    sheet.auto_filter.ref = f"A{_HEAD_ROW}:{last}{_HEAD_ROW + max(1, len(table.rows))}"
    _finish(sheet, _widths(table), report.marks)


def _title(sheet: Worksheet, title: str, source: str = "") -> None:
    _put(sheet["A1"], title)
    sheet["A1"].font = Font(bold=True, size=14, color=_argb(theme.ACCENT))
    _put(sheet["A2"], source)
    sheet["A2"].font = Font(size=9, color=_argb(theme.SOFT_INK))


def _heads(sheet: Worksheet, headings: Sequence[str]) -> None:
    for place, heading in enumerate(headings, start=1):
        cell = sheet.cell(_HEAD_ROW, place)
        _put(cell, heading)
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.fill = PatternFill("solid", fgColor=_argb(theme.SEQUENCE[0]))
        cell.border = Border(bottom=Side("medium", color=_argb(theme.ACCENT)))
    sheet.freeze_panes = f"A{_HEAD_ROW + 1}"
    sheet.print_title_rows = f"{_HEAD_ROW}:{_HEAD_ROW}"


def _fill(cell: ExcelCell, given: Cell) -> None:
    """A typed value where there is one; what is unknown or hidden keeps its mark as text."""
    match given.kind:
        case Kind.NUMBER:
            cell.value = _number(given)
            cell.number_format = "#,##0" + ("." + "0" * given.digits if given.digits else "")
        case Kind.PERCENT:
            cell.value = _number(given)
            cell.number_format = "0" + ("." + "0" * given.digits if given.digits else "") + " %"
        case Kind.POINTS:
            cell.value = _number(given)
            cell.number_format = _POINTS
        case Kind.DATE:
            cell.value = date.fromisoformat(str(given.value))
            cell.number_format = "DD.MM.YYYY"
        case Kind.TEXT:
            _put(cell, given.text)
            is_mark = given.text in (
                formatting.MISSING,
                formatting.SUPPRESSED,
                formatting.NOT_APPLICABLE,
            )
            cell.alignment = Alignment(
                wrap_text=True, vertical="top", horizontal="right" if is_mark else None
            )
            return
    cell.alignment = Alignment(vertical="top", horizontal="right")


def _number(given: Cell) -> float | int:
    value = float(given.value or 0)
    return int(value) if value.is_integer() else value


def _put(cell: ExcelCell, text: str) -> None:
    """Text that stays text: „=“ at its beginning makes no formula."""
    cell.value = text
    if text:
        cell.data_type = "s"
        cell.quotePrefix = text[0] in "=+-@"


def _list_sheet(
    sheet: Worksheet,
    title: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    widths: Sequence[float],
    marks: Sequence[str],
) -> None:
    _title(sheet, title)
    _heads(sheet, headings)
    for number, row in enumerate(rows, start=_HEAD_ROW + 1):
        for place, text in enumerate(row, start=1):
            cell = sheet.cell(number, place)
            _put(cell, text)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    _finish(sheet, widths, marks)


def _finish(sheet: Worksheet, widths: Sequence[float], marks: Sequence[str]) -> None:
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.left.text = " · ".join(marks)
    sheet.oddFooter.right.text = "Seite &P von &N"


def _widths(table: Table) -> list[float]:
    found = []
    for place, column in enumerate(table.columns):
        longest_word = max((len(word) for word in column.heading.split()), default=0)
        longest = max((len(row[place].text) for row in table.rows), default=0)
        found.append(float(min(_WIDEST, max(9, longest_word + 4, longest + 2))))
    return found


def _set_properties(book: Workbook, report: Report) -> None:
    properties = book.properties
    properties.title = report.full_title
    properties.creator = properties.lastModifiedBy = report.agency
    properties.subject = f"Jahresbericht der Dialogreihe, {report.year}"
    properties.keywords = ", ".join(("Regionaldialog", str(report.year), *report.marks))
    properties.description = ". ".join(report.marks)
    properties.language = "de-DE"
    properties.created = properties.modified = report.made_at.replace(microsecond=0)


def _argb(colour: str) -> str:
    return f"FF{colour[1:].upper()}"
