"""From the text of a CSV file to rows of cells, as Excel would show them."""

import csv
import re
from collections import Counter
from collections.abc import Iterator

from dashboard.errors import FileUnusable
from dashboard.ingest.deadline import check_time
from dashboard.ingest.document import Rows, too_many_columns, too_many_rows
from dashboard.ingest.schema import Problem, Severity
from dashboard.settings import Limits

DELIMITERS = {";": "Semikolon", ",": "Komma", "\t": "Tabulator", "|": "senkrechter Strich"}
_SAMPLE_LINES = 300
_SAMPLE_WIDTH = 10_000  # characters of a line
_LONGEST_CELL = 100_000  # characters; free text in a questionnaire stays far below
MOST_LINES_OF_ROW = 4  # on average; the lines of a file have to be held before its rows are known

csv.field_size_limit((1 << 31) - 1)  # the size of the file is the limit


def split_cells(text: str, limits: Limits) -> tuple[Rows, str, tuple[Problem, ...]]:
    """The rows, the delimiter and what was odd about the quotes.

    A quoted cell may hold line breaks; such a record is one row. A quote that never closes would
    swallow all rows after it: its row is read as it stands and reported. Raises ``FileUnusable``
    for more rows or columns than allowed, before they take up memory.
    """
    text = _without_empty_end(text.replace("\r\n", "\n").replace("\r", "\n"))
    most_lines = limits.rows * (MOST_LINES_OF_ROW if '"' in text else 1)
    if text.count("\n") > most_lines:  # one more line than that may declare the delimiter
        raise FileUnusable(too_many_rows(limits))
    lines = text.split("\n")
    declared = re.match(r"^sep=(.)$", lines[0].strip(' "') or " ") if lines else None
    if declared or lines[0].strip().lower() == "sep=":
        lines = lines[1:]
    if '"' not in text and len(lines) > limits.rows:
        raise FileUnusable(too_many_rows(limits))
    delimiter = declared[1] if declared and declared[1] in DELIMITERS else _delimiter(lines)
    records, unclosed = _records(lines, delimiter)
    rows = []
    for row, record in records:
        check_time()
        if '"' not in record and record.count(delimiter) >= limits.columns:
            record = record.rstrip(f"{delimiter} ")  # noqa: PLW2901 - empty cells at the end
            if record.count(delimiter) >= limits.columns:
                raise too_many_columns(record.count(delimiter) + 1, limits)
        rows.append(_cells(record, delimiter, quoted=row not in unclosed))
    return rows, delimiter, tuple(_unclosed_problem(row) for row in sorted(unclosed))


def _without_empty_end(text: str) -> str:
    """The text without the lines of nothing but delimiters that Excel leaves at the end."""
    last = text.find("\n", len(text.rstrip("\n\t ;,|")))
    return text if last < 0 else text[:last]


def _delimiter(lines: list[str]) -> str:
    """The delimiter with the most rows of one width above 1; the wider, where two are equal.

    A tab stands in no text by accident, while „06.10.26, 17:00:07“ brings a comma into each row.
    """
    sample = [line[:_SAMPLE_WIDTH] for line in lines[:_SAMPLE_LINES]]
    filled = [line for line in sample if line.strip()]
    if sum("\t" in line for line in filled) * 2 > len(filled):
        return "\t"

    def agreement(delimiter: str) -> tuple[int, int]:
        rows = csv.reader(sample, delimiter=delimiter)
        widths = Counter(len(row) for row in rows if any(cell.strip() for cell in row))
        del widths[1]
        return max(((count, width) for width, count in widths.items()), default=(0, 0))

    return max(DELIMITERS, key=agreement)


def _records(lines: list[str], delimiter: str) -> tuple[list[tuple[int, str]], set[int]]:
    """Row number (from 1) and text of each record, and the rows whose quote is never closed."""
    width = _usual_width(lines, delimiter)
    records: list[tuple[int, str]] = []
    unclosed: set[int] = set()
    at = 0
    while at < len(lines):
        check_time()
        row = len(records) + 1
        if lines[at].count('"') % 2 == 0:
            records.append((row, lines[at]))
            at += 1
            continue
        end = _closing_line(lines, at, delimiter, width)
        if end is None:
            unclosed.add(row)
            end = at
        records.append((row, "\n".join(lines[at : end + 1])))
        at = end + 1
    return records, unclosed


def _closing_line(lines: list[str], start: int, delimiter: str, width: int) -> int | None:
    """The line that closes the quote opened in ``start``; null if whole rows lie between."""
    length = len(lines[start])
    cells = _quoted_cells(lines[start], delimiter)
    for at in range(start + 1, len(lines)):
        line = lines[at]
        length += len(line)
        if cells and len(_quoted_cells(line, delimiter)) == len(cells):
            return None
        if line.count('"') % 2:
            return at
        if (width > 2 and line.count(delimiter) == width - 1) or length > _LONGEST_CELL:
            return None
    return None


def _usual_width(lines: list[str], delimiter: str) -> int:
    widths = Counter(line.count(delimiter) + 1 for line in lines[:_SAMPLE_LINES] if line.strip())
    return widths.most_common(1)[0][0] if widths else 1


def _cells(record: str, delimiter: str, *, quoted: bool) -> list[str]:
    if '"' not in record:
        return record.split(delimiter)
    try:
        return next(_reader(record, delimiter, strict=True), [])
    except csv.Error:
        # BigBlueButton quotes every cell and leaves the quotes inside as they are.
        if cells := _quoted_cells(record, delimiter):
            return cells
    if not quoted:
        return [cell.strip(' "') for cell in record.split(delimiter)]
    return next(_reader(record, delimiter), [])


def _quoted_cells(record: str, delimiter: str) -> list[str]:
    """The cells of a record that quotes each of them; none for any other record."""
    if len(record) < 2 or not record.startswith('"') or not record.endswith('"'):
        return []
    cells = record[1:-1].split(f'"{delimiter}"')
    return cells if len(cells) > 1 else []


def _reader(record: str, delimiter: str, *, strict: bool = False) -> Iterator[list[str]]:
    # ``splitlines`` would end a row at characters that are none of a CSV file.
    return csv.reader(
        [f"{line}\n" for line in record.split("\n")],
        delimiter=delimiter,
        skipinitialspace=True,
        strict=strict,
    )


def _unclosed_problem(row: int) -> Problem:
    return Problem(
        row,
        None,
        None,
        Severity.WARNING,
        "quote_unclosed",
        f"In Zeile {row} wird ein Anführungszeichen nicht geschlossen. Die Zeile wurde so gelesen, "
        "wie sie dasteht; bitte ihre Zellen prüfen.",
    )
