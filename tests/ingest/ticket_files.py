"""What the tests of registrations and tickets share: reading a file, and writing one in memory."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import openpyxl

from dashboard import paths
from dashboard.ingest.organisations import OrganisationRules
from dashboard.ingest.parse import parse_file
from dashboard.ingest.places import Gazetteer
from dashboard.ingest.questions import questions_from_file
from dashboard.ingest.schema import (
    REGISTERED,
    AttendanceRow,
    Choices,
    Kind,
    ParsedFile,
    Problem,
    Status,
)
from dashboard.ingest.source import Tools
from dashboard.privacy import Pseudonyms
from dashboard.settings import Limits

FOLDER = Path(__file__).parents[1] / "files" / "tickets"

Table = Sequence[Sequence[object]]


@lru_cache(maxsize=1)
def tools() -> Tools:
    """The reference data and a fixed secret."""
    return Tools(
        Gazetteer.from_files(paths.REFERENCE),
        OrganisationRules.from_file(paths.REFERENCE / "organisation_types.csv"),
        questions_from_file(paths.REFERENCE / "questions.csv"),
        Pseudonyms(b"0" * 32),
    )


def read(
    content: bytes | str | Table,
    *,
    kind: Kind | None = None,
    decisions: Mapping[str, str] | None = None,
) -> ParsedFile:
    """Parse bytes, a file of the folder by its name, or a table as pretix writes it."""
    if isinstance(content, str):
        content = (FOLDER / content).read_bytes()
    elif not isinstance(content, bytes):
        content = as_csv(content)
    choices = Choices(decisions=decisions or {})
    return parse_file(content, limits=Limits(), kind=kind, choices=choices, tools=tools())


def as_csv(table: Table, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """The table as a CSV file."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(table)
    return text.getvalue().encode(encoding)


def as_xlsx(sheets: Mapping[str, Table]) -> bytes:
    """The tables as the sheets of a workbook."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, table in sheets.items():
        sheet = book.create_sheet(name)
        for row in table:
            sheet.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def attended(parsed: ParsedFile) -> list[AttendanceRow]:
    """One row per person who attended."""
    return [row for row in parsed.attendance if row.status is Status.ATTENDED]


def registered(parsed: ParsedFile) -> int | None:
    """How many registered; null where the file does not tell them apart."""
    if not parsed.tells_registration:
        return None
    return sum(row.status in REGISTERED for row in parsed.attendance)


def statuses(parsed: ParsedFile) -> dict[int, Status]:
    """Row of the file → how far its person got."""
    return {row.row: row.status for row in parsed.attendance}


def places(rows: Iterable[AttendanceRow]) -> list[str | None]:
    """The names of the places, in the order of the rows."""
    return [row.place.name if row.place else None for row in rows]


def coded(parsed: ParsedFile, code: str) -> list[Problem]:
    """The problems of one kind."""
    return [problem for problem in parsed.problems if problem.code == code]
