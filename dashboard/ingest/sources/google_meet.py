"""Google Meet: one table with a row per person; clock times mostly without a date."""

from collections.abc import Sequence

from dashboard.ingest import columns
from dashboard.ingest.columns import compact
from dashboard.ingest.document import Sheet
from dashboard.ingest.meeting_tables import (
    SIGNATURE,
    STRUCTURE,
    Table,
    fields_of,
    find_header,
    is_clock,
    is_duration,
    language_of,
    table_at,
)
from dashboard.ingest.meetings import (
    Meeting,
    order_of,
    to_parsed_file,
    visit_of,
)
from dashboard.ingest.moments import clock_of
from dashboard.ingest.schema import Choices, Kind, ParsedFile, Problem
from dashboard.ingest.source import Finding, Recognised, Source, Tools
from dashboard.ingest.values import email_of

LABEL = "Google-Meet-Anwesenheitsliste"

_OTHER_TOOLS = frozenset({"meeting_start", "attended", "role", "account", "action"})


def recognise(sheet: Sheet, tools: Tools, choices: Choices) -> Finding | None:  # noqa: ARG001
    """The table with the time joined and exited, or with two columns of clock times."""
    found = _table(sheet, choices)
    return Finding(found[0], found[1].header, found[1].columns) if found else None


def parse(recognised: Recognised, tools: Tools, choices: Choices) -> ParsedFile:
    """Everybody who was there; the date is that of the event."""
    found = _table(recognised.sheet, choices)
    assert found  # noqa: S101 – the same sheet as in ``recognise``
    table = found[1]
    order = order_of([table])
    problems: list[Problem] = []
    clocks = [clock for text in table.texts("join", "leave") if (clock := clock_of(text))]
    meeting = Meeting(
        label=f"{LABEL}, {language_of(table.headings)}",
        columns=table.columns,
        visits=[visit_of(record, order, problems) for record in table.records(problems)],
        order=order,
        clocks=clocks,
        title=recognised.event_title,
        problems=problems,
    )
    return to_parsed_file(SOURCE, meeting, recognised, tools, choices)


def _table(sheet: Sheet, choices: Choices) -> tuple[float, Table] | None:
    def heads(row: Sequence[str]) -> bool:
        if {"timejoined", "timeexited"} <= set(map(compact, row)):
            return True
        fields = fields_of(row)
        named = bool({"name", "full_name", "first_name"} & fields)
        return named and {"minutes", "join", "leave"} <= fields and not _OTHER_TOOLS & fields

    header = find_header(sheet, heads)
    if header is None:
        return _by_shape(sheet, choices)
    table = table_at(sheet, header, choices=choices)
    known = {"timejoined", "timeexited"} <= set(map(compact, table.headings))
    return SIGNATURE if known else STRUCTURE, table


def _by_shape(sheet: Sheet, choices: Choices) -> tuple[float, Table] | None:
    """Unknown headings: names, addresses, a duration and two clock times, and nothing else."""
    header = find_header(sheet, lambda row: 4 < sum(map(bool, row)) < 8)
    if header is None:
        return None
    rows = [row for row in sheet.rows[header + 1 :] if len(row) > 4]
    headings = sheet.rows[header]
    for at in range(1, len(headings) - 2):
        cells = [tuple(row[at : at + 3]) for row in rows if len(row) >= at + 3]
        known = [columns.field_of(each) for each in headings[at + 1 : at + 3]]
        timed = cells and all(
            is_duration(each[0]) and is_clock(each[1]) and is_clock(each[2]) for each in cells
        )
        if timed and not any(known) and _is_email(headings[at - 1], rows, at - 1):
            fields = {at - 1: "email", at: "minutes", at + 1: "join", at + 2: "leave"}
            chosen = fields | dict(choices.columns)
            return STRUCTURE, table_at(sheet, header, choices=Choices(columns=chosen))
    return None


def _is_email(heading: str, rows: Sequence[Sequence[str]], at: int) -> bool:
    written = (row[at] for row in rows if at < len(row))
    return columns.field_of(heading) == "email" or any(map(email_of, written))


SOURCE = Source("google_meet", LABEL, Kind.ATTENDANCE, recognise, parse)
