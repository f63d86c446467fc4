"""Parsing files of feedback in tests: the real reference data, a fixed secret, one call."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from io import BytesIO, StringIO
from pathlib import Path

import openpyxl

from dashboard import paths
from dashboard.ingest.organisations import OrganisationRules
from dashboard.ingest.parse import Tools, parse_file
from dashboard.ingest.places import Gazetteer
from dashboard.ingest.questions import question_summary, questions_from_file
from dashboard.ingest.schema import Choices, Kind, ParsedFile, Question, Severity
from dashboard.privacy import Pseudonyms
from dashboard.settings import Limits

FOLDER = Path(__file__).resolve().parents[1] / "files" / "feedback"
CATALOGUE = questions_from_file(paths.REFERENCE / "questions.csv")


@cache
def _tools() -> Tools:
    return Tools(
        Gazetteer.from_files(paths.REFERENCE),
        OrganisationRules.from_file(paths.REFERENCE / "organisation_types.csv"),
        CATALOGUE,
        Pseudonyms(b"probe" * 8),
    )


def parse(
    content: bytes | str,
    *,
    kind: Kind | None = Kind.FEEDBACK,
    decisions: Mapping[str, str] | None = None,
    columns: Mapping[int, str] | None = None,
    questions: Sequence[Question] = CATALOGUE,
    learned: Mapping[str, tuple[str, int]] | None = None,
) -> ParsedFile:
    """Parse the bytes of a file, its text, or a file of ``tests/files/feedback`` by its name."""
    if isinstance(content, str):
        stored = FOLDER / content if "\n" not in content else None
        content = stored.read_bytes() if stored else content.encode()
    return parse_file(
        content,
        limits=Limits(),
        kind=kind,
        choices=Choices(decisions or {}, columns or {}),
        tools=replace(_tools(), questions=questions, learned_questions=learned or {}),
    )


def lines(name: str) -> list[list[str]]:
    """The cells of a stored CSV file in UTF-8, to change some of them."""
    text = (FOLDER / name).read_text(encoding="utf-8-sig")
    return list(csv.reader(StringIO(text, newline="")))


def as_csv(
    rows: Sequence[Sequence[str]], *, delimiter: str = ",", encoding: str = "utf-8"
) -> bytes:
    """The rows as CSV."""
    text = StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def as_xlsx(rows: Sequence[Sequence[str]]) -> bytes:
    """The rows as a workbook, as when a CSV file is opened in Excel and saved."""
    book = openpyxl.Workbook()
    [sheet] = book.worksheets
    for row in rows:
        sheet.append([int(cell) if cell.isdigit() and len(cell) < 9 else cell for cell in row])
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def values(parsed: ParsedFile, question_id: str) -> list[float | None]:
    """The answers to a question, row by row."""
    return [
        answer.value
        for row in parsed.feedback
        for answer in row.answers
        if answer.question_id == question_id
    ]


def texts(parsed: ParsedFile) -> list[str | None]:
    """The free texts, row by row."""
    return [
        answer.text
        for row in parsed.feedback
        for answer in row.answers
        if answer.question_id == "free_text"
    ]


def versions(parsed: ParsedFile) -> dict[str, int]:
    """Question → version, as far as settled."""
    return dict(column.question for column in parsed.columns if column.question)


def said(parsed: ParsedFile) -> list[tuple[int | None, str]]:
    """Row and code of everything that is more than a note."""
    return [
        (problem.row, problem.code)
        for problem in parsed.problems
        if problem.severity is not Severity.NOTE
    ]


def noted(parsed: ParsedFile) -> set[str]:
    """Codes of the notes."""
    return {problem.code for problem in parsed.problems if problem.severity is Severity.NOTE}


def required(parsed: ParsedFile) -> list[str]:
    """Keys of the decisions without which nothing is stored."""
    return [decision.key for decision in parsed.decisions if decision.required]


def offered(parsed: ParsedFile, key: str) -> list[str]:
    """The values that a decision offers."""
    [decision] = [each for each in parsed.decisions if each.key == key]
    return [candidate.value for candidate in decision.candidates]


def counted(parsed: ParsedFile) -> str:
    """„overall:4:4.00|free_text:3:“: answers given and mean in the stored scale."""
    return "|".join(
        f"{each['question']}:{each['n']}:"
        + (f"{each['mean']:.2f}" if each["mean"] is not None else "")
        for each in question_summary(parsed, CATALOGUE)
    )
