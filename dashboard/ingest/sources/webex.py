"""Webex: one table with a row per connection; meeting and its times stand in every row."""

from collections.abc import Sequence

from dashboard.ingest.document import Sheet
from dashboard.ingest.meeting_tables import (
    SIGNATURE,
    STRUCTURE,
    Table,
    fields_of,
    find_header,
    is_moment,
    language_of,
    table_at,
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

LABEL = "Webex-Anwesenheitsbericht"

_FACTS = ("meeting_name", "meeting_start", "meeting_end")


def recognise(sheet: Sheet, tools: Tools, choices: Choices) -> Finding | None:  # noqa: ARG001
    """The table whose first columns name the meeting, its start and its end."""
    found = _table(sheet, choices)
    return Finding(found[0], found[1].header, found[1].columns) if found else None


def parse(recognised: Recognised, tools: Tools, choices: Choices) -> ParsedFile:
    """Everybody who was connected, one row per person."""
    found = _table(recognised.sheet, choices)
    assert found  # noqa: S101 – the same sheet as in ``recognise``
    table = found[1]
    order = order_of([table])
    problems: list[Problem] = []
    visits = [visit_of(record, order, problems) for record in table.records(problems)]
    titles, starts, ends = (table.texts(field) for field in _FACTS)
    meeting = Meeting(
        label=f"{LABEL}, {language_of(table.headings)}",
        columns=table.columns,
        visits=visits,
        order=order,
        started=moment_of(starts[0], order) if starts else None,
        ended=moment_of(ends[0], order) if ends else None,
        title=titles[0] if titles else None,
        problems=problems,
    )
    return to_parsed_file(SOURCE, meeting, recognised, tools, choices)


def _table(sheet: Sheet, choices: Choices) -> tuple[float, Table] | None:
    def heads(row: Sequence[str]) -> bool:
        return {"meeting_start", "join", "leave"} <= fields_of(row)

    header = find_header(sheet, heads)
    if header is not None:
        return SIGNATURE, table_at(sheet, header, choices=choices)
    return _by_shape(sheet, choices)


def _by_shape(sheet: Sheet, choices: Choices) -> tuple[float, Table] | None:
    """Unknown headings: a text and two times that are the same in every row, then two that vary."""
    header = find_header(sheet, lambda row: sum(map(bool, row)) > 6)
    if header is None:
        return None
    rows = [row for row in sheet.rows[header + 1 :] if any(row)]
    if len(rows) < 2 or any(row[:3] != rows[0][:3] for row in rows):
        return None
    if is_moment(rows[0][0]) or not all(map(is_moment, rows[0][1:3])):
        return None
    chosen = dict(enumerate(_FACTS)) | dict(choices.columns)
    table = table_at(sheet, header, choices=Choices(columns=chosen))
    if not {"join", "leave", "minutes"} <= table.at.keys():
        return None
    return STRUCTURE, table


SOURCE = Source("webex", LABEL, Kind.ATTENDANCE, recognise, parse)
