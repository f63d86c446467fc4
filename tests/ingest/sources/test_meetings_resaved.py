"""The exports of meeting tools saved again from Excel: they count the same."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from dashboard.ingest.meeting_tables import is_moment
from dashboard.ingest.moments import DayOrder, clock_of, day_order, moment_of
from dashboard.ingest.read import read_document
from dashboard.ingest.schema import ParsedFile
from dashboard.settings import Limits

FOLDER = Path(__file__).resolve().parents[2] / "files" / "attendance"
TOOLS = ("bigbluebutton", "google_meet", "goto_webinar", "teams", "webex", "zoom")
PATHS = sorted(path for path in FOLDER.iterdir() if path.name.startswith(TOOLS))
Parse = Callable[..., ParsedFile]
Rows = list[list[str]]


def rows_of(path: Path) -> Rows:
    """The cells, every row as wide as the widest: so Excel writes them."""
    rows = read_document(path.read_bytes(), Limits()).sheets[0].rows
    width = max(map(len, rows))
    return [[*row, *[""] * (width - len(row))] for row in rows]


def delimited(rows: Rows, encoding: str, delimiter: str, quoting: int = csv.QUOTE_MINIMAL) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    return text.getvalue().encode(encoding, "replace")


def workbook(rows: Rows, *, typed: bool) -> bytes:
    """An .xlsx; with ``typed`` Excel has understood times, numbers, TRUE and FALSE."""
    book = openpyxl.Workbook()
    order = day_order([cell for row in rows for cell in row if is_moment(cell)])
    for row in rows:
        cells = [understood(cell, order) if typed else cell for cell in row]
        book.worksheets[0].append([None if cell == "" else cell for cell in cells])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def understood(cell: str, order: DayOrder) -> object:
    if cell in ("TRUE", "FALSE"):
        return cell == "TRUE"
    if cell.isdecimal() and len(cell) < 6:
        return int(cell)
    return (moment_of(cell, order) if is_moment(cell) else clock_of(cell)) or cell


SAVED: dict[str, Callable[[Rows], bytes]] = {
    "German Excel": lambda rows: delimited(rows, "cp1252", ";"),
    "CSV UTF-8": lambda rows: delimited(rows, "utf-8-sig", ";"),
    "comma": lambda rows: delimited(rows, "utf-8", ","),
    "Unicode text": lambda rows: delimited(rows, "utf-16", "\t"),
    "all quoted": lambda rows: delimited(rows, "utf-8", ",", csv.QUOTE_ALL),
    "workbook": lambda rows: workbook(rows, typed=False),
    "workbook with types": lambda rows: workbook(rows, typed=True),
}


def counted(parsed: ParsedFile) -> tuple[object, ...]:
    return (
        parsed.source,
        parsed.event_date,
        parsed.event_title,
        parsed.rows_read,
        parsed.left_out,
        parsed.merged,
        [(row.row, row.status, row.minutes) for row in parsed.attendance],
        parsed.tells_registration,
    )


@pytest.mark.parametrize("saved", SAVED.values(), ids=SAVED)
@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)
def test_a_file_saved_again_counts_the_same(
    path: Path, saved: Callable[[Rows], bytes], parse: Parse
) -> None:
    assert counted(parse(saved(rows_of(path)))) == counted(parse(path.read_bytes()))


@pytest.mark.parametrize(
    "name",
    [
        "google_meet-attendance-en.csv",
        "google_meet-attendance-de.csv",
        "goto_webinar-attendees-de.csv",
        "teams-list-de.csv",
        "webex-report-en.csv",
        "webex-report-de.csv",
        "zoom-meeting-de.csv",
        "zoom-unique-en.csv",
    ],
)
def test_columns_in_another_order_and_a_further_one_count_the_same(name: str, parse: Parse) -> None:
    path = FOLDER / name
    heading, *rows = rows_of(path)
    turned = [[*reversed(heading), "Vermerk"], *([*reversed(row), "ja"] for row in rows)]
    assert counted(parse(delimited(turned, "utf-8", ","))) == counted(parse(path.read_bytes()))
