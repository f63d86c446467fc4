"""GoTo Webinar: blocks of facts, then the attendees; no-shows are listed too.

No file of this format was at hand. Its words come from the vendor's help pages, so that the table
is found by its columns wherever it stands.
"""

import re
from collections.abc import Sequence

from dashboard.ingest.columns import compact
from dashboard.ingest.document import Sheet
from dashboard.ingest.meeting_tables import (
    SIGNATURE,
    Table,
    fact,
    fields_of,
    language_of,
    tables_in,
)
from dashboard.ingest.meetings import (
    Meeting,
    order_of,
    to_parsed_file,
    visit_of,
)
from dashboard.ingest.moments import moment_of
from dashboard.ingest.schema import Choices, Kind, ParsedFile, Problem
from dashboard.ingest.source import Finding, Recognised, Source, Tools

LABEL = "GoTo-Webinar"

_TITLES = frozenset({"webinarname", "webinartitle", "webinartitel", "namedeswebinars"})
_STARTS = frozenset(
    compact(label)
    for label in ("Actual start date/time", "Actual start time", "Tatsächlicher Beginn")
)
_ON_STAGE = re.compile(r"\b(?:staff|organi[sz]|panell?ist|veranstalter|podium|moderat)", re.I)
_INTEREST = re.compile(r"^(?:interest rating|interesse\w*)", re.I)


def recognise(sheet: Sheet, tools: Tools, choices: Choices) -> Finding | None:  # noqa: ARG001
    """The table with attendance, two name columns and the time in session."""
    tables = _tables(sheet, choices)
    if not tables:
        return None
    main = _main(tables)
    # Below Zoom's webinar, which has the same columns in sections of its own.
    return Finding(SIGNATURE - 1, main.header, main.columns)


def parse(recognised: Recognised, tools: Tools, choices: Choices) -> ParsedFile:
    """Everybody who attended, and those who registered and stayed away."""
    tables = _tables(recognised.sheet, choices)
    above = recognised.sheet.rows[: tables[0].header]
    start = fact(above, _STARTS)
    order = order_of(tables, [start])
    problems: list[Problem] = []
    visits = [
        visit_of(record, order, problems, organiser=bool(_ON_STAGE.search(table.title)))
        for table in tables
        for record in table.records(problems)
    ]
    meeting = Meeting(
        label=f"{LABEL}, {language_of(_main(tables).headings)}",
        columns=_main(tables).columns,
        visits=visits,
        order=order,
        started=moment_of(start, order),
        title=fact(above, _TITLES),
        problems=problems,
        tells_registration=True,
    )
    return to_parsed_file(SOURCE, meeting, recognised, tools, choices)


def _heads(row: Sequence[str]) -> bool:
    fields = fields_of(row)
    named = bool({"name", "full_name", "first_name", "last_name"} & fields)
    timed = {"join", "leave", "minutes"} & fields
    if any(map(_INTEREST.match, row)):
        return named and bool(timed)
    # A sign-in sheet may have columns „teilgenommen“ and „Dauer“ as well.
    return named and "attended" in fields and len(timed) == 3


def _tables(sheet: Sheet, choices: Choices) -> list[Table]:
    tables = tables_in(sheet, _heads, choices=choices)
    return tables if any("attended" in table.at for table in tables) else []


def _main(tables: Sequence[Table]) -> Table:
    return max(tables, key=lambda table: len(table.columns))


SOURCE = Source("goto_webinar", LABEL, Kind.ATTENDANCE, recognise, parse)
