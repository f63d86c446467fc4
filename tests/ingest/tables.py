"""Tables as people see them, written as the files that people send."""

import csv
from io import BytesIO, StringIO

import openpyxl

Table = list[list[str]]


def table(text: str) -> Table:
    """Cells between „|“, one row per line; „\\n“ stands for a line break inside a cell."""
    lines = [line.strip() for line in text.strip("\n").splitlines()]
    return [[cell.strip().replace("\\n", "\n") for cell in line.split("|")] for line in lines]


def as_csv(rows: Table, *, delimiter: str = ";", encoding: str = "utf-8", first: str = "") -> bytes:
    """A CSV file as Excel saves it; ``first`` is a line above it, such as „sep=;“."""
    written = StringIO(newline="")
    written.write(first)
    csv.writer(written, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return written.getvalue().encode(encoding)


def as_xlsx(rows: Table) -> bytes:
    """A workbook in which numbers are numbers, so that Excel has dropped leading zeros."""
    book = openpyxl.Workbook()
    [sheet] = book.worksheets
    sheet.title = "Liste"
    for row in rows:
        sheet.append([_cell(cell) for cell in row])
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _cell(text: str) -> str | int | None:
    is_number = text.isdecimal() and not (text.startswith("0") and len(text) > 1)
    return int(text) if is_number else text or None
