"""Microsoft Teams: the attendance report, its older form, the list saved during a meeting, events.

The report is recognised in any language: numbered lines („1. …“, „2. …“) head its sections, and the
columns have a fixed order. Section 2 has one row per person, section 3 one per join; only the
first of them is read.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from dashboard.ingest.columns import compact
from dashboard.ingest.columns import field_of as list_field_of
from dashboard.ingest.document import Sheet
from dashboard.ingest.meeting_tables import (
    SIGNATURE,
    STRUCTURE,
    Record,
    Table,
    facts_above,
    fields_of,
    find_header,
    is_duration,
    is_moment,
    language_of,
    table_at,
)
from dashboard.ingest.meetings import (
    ORGANISER,
    Meeting,
    Visit,
    order_of,
    to_parsed_file,
    visit_of,
)
from dashboard.ingest.moments import DayOrder, day_order, german_time, moment_of
from dashboard.ingest.schema import Choices, ColumnMatch, Kind, ParsedFile, Problem, Severity
from dashboard.ingest.source import Finding, Recognised, Source, Tools, problem

LABEL = "Teams-Anwesenheitsbericht"

_SECTION = re.compile(r"^([1-9])\.\s+\D")
_TITLES = frozenset(
    compact(label)
    for label in ("Meeting title", "Besprechungstitel", "Titel der Besprechung", "Event title")
)
_GERMAN_SECTION = re.compile(r"\b(?:zusammenfassung|teilnehm\w+|aktivitäten)\b", re.I)
_ENGLISH_SECTION = re.compile(r"\bsummary\b", re.I)
_ACTION = re.compile(
    r"^(?:joined(?: before)?|left|(?:(?:vorher|bereits|zuvor|hat) )?"
    r"(?:beigetreten|verlassen|teilgenommen))$",
    re.I,
)
_MEETING_ID = re.compile(r"@thread|^[0-9a-f-]{30,}$", re.I)


@dataclass(frozen=True)
class _Facts:
    """What the lines above the table say; null and empty where they do not."""

    title: str | None = None
    total: int | None = None
    times: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Layout:
    """Which of the forms a sheet has, with its table of people."""

    label: str
    language: str
    table: Table
    facts: _Facts = _Facts()
    score: float = SIGNATURE


def recognise(sheet: Sheet, tools: Tools, choices: Choices) -> Finding | None:  # noqa: ARG001
    """Any of the four forms."""
    layout = _layout(sheet, choices)
    if layout is None:
        return None
    return Finding(layout.score, layout.table.header, layout.table.columns)


def parse(recognised: Recognised, tools: Tools, choices: Choices) -> ParsedFile:
    """Everybody who was in the meeting, one row per person."""
    layout = _layout(recognised.sheet, choices)
    assert layout  # noqa: S101 – the same sheet as in ``recognise``
    problems: list[Problem] = []
    if "timestamp" in layout.table.at:
        order = day_order([cell for row in _rows(layout.table) for cell in row if is_moment(cell)])
        visits = _logged(layout.table, order, problems)
    else:
        order = order_of([layout.table], layout.facts.times)
        visits = [_visit(layout, order, each, problems) for each in layout.table.records(problems)]
    started, ended = _bounds(layout.facts, order)
    meeting = Meeting(
        label=f"{layout.label}, {layout.language}",
        columns=layout.table.columns,
        visits=visits,
        order=order,
        started=started,
        ended=ended,
        title=layout.facts.title,
        problems=[*problems, *_missing_rows(layout.facts, len(visits))],
    )
    return to_parsed_file(SOURCE, meeting, recognised, tools, choices)


def _layout(sheet: Sheet, choices: Choices) -> _Layout | None:
    for form in (_report, _live_event, _event_list, _single_table):
        if layout := form(sheet, choices):
            return layout
    return None


def _report(sheet: Sheet, choices: Choices) -> _Layout | None:
    """The report in numbered sections; the first section that names people is read."""
    starts = [
        at
        for at, row in enumerate(sheet.rows)
        if row and _SECTION.match(row[0]) and not any(row[1:])
    ]
    if [sheet.rows[at][0][0] for at in starts[:2]] != ["1", "2"]:
        return None
    titles = [sheet.rows[at][0] for at in starts]
    facts = _facts(sheet.rows[starts[0] + 1 : starts[1]])
    found: list[_Layout] = []
    for start, end in zip(starts[1:], [*starts[2:], len(sheet.rows)], strict=True):
        header = next((at for at in range(start + 1, end) if len(sheet.rows[at]) > 2), None)
        if header is None:
            continue
        table = table_at(sheet, header, choices=choices, end=end)
        told = {"join", "leave", "minutes"} & table.at.keys()
        if len(told) > 1:
            found.append(_Layout(LABEL, _language(titles, table), table, facts))
    filled = (layout for layout in found if layout.table.texts("full_name", "email"))
    return next(filled, found[0] if found else None)


def _single_table(sheet: Sheet, choices: Choices) -> _Layout | None:
    """The form of 2021 („Meeting Summary“): facts, then one table with a row per join."""

    def heads(row: Sequence[str]) -> bool:
        fields = fields_of(row)
        others = {"meeting_name", "meeting_start", "attended"} & fields
        return (
            {"join", "leave", "minutes"} <= fields
            and bool({"name", "full_name"} & fields)
            and bool({"role", "account"} & fields)
            and not others
        )

    header, score = find_header(sheet, heads), SIGNATURE
    if header is None:
        header, score = _unknown_heading(sheet), STRUCTURE
    if header is None:
        return None
    table = table_at(sheet, header, choices=choices)
    facts = _facts(sheet.rows[:header])
    places = [table.at.get(field, -1) for field in ("full_name", "join", "leave", "minutes")]
    if score == STRUCTURE and (-1 in places or places != sorted(places) or len(facts.times) < 2):
        return None
    label = f"{LABEL} (ältere Form)" if facts.times else LABEL
    return _Layout(label, _language([], table), table, facts, score)


def _unknown_heading(sheet: Sheet) -> int | None:
    """The first wide row below at least three facts, whatever its words."""
    at = find_header(sheet, lambda row: sum(map(bool, row)) > 4)
    return at if at is not None and len(facts_above(sheet.rows[:at])) > 2 else None


def _live_event(sheet: Sheet, choices: Choices) -> _Layout | None:  # noqa: ARG001
    """The report of a live event: comma, one row per join or leave, times in UTC.

    Browsers name themselves with commas, so that only the columns to the left stay in place.
    """
    wanted = {"sessionid", "fullname", "utceventtimestamp"}
    header = find_header(sheet, lambda row: wanted <= set(map(compact, row)))
    if header is None:
        return None
    row = sheet.rows[header]
    fields = {"fullname": "full_name", "utceventtimestamp": "timestamp", "role": "role"}
    matches = tuple(
        ColumnMatch(at, heading, fields.get(compact(heading)), ()) for at, heading in enumerate(row)
    )
    table = Table(sheet, header, len(sheet.rows), matches)
    return _Layout("Teams-Liveereignis", "englisch", table)


def _event_list(sheet: Sheet, choices: Choices) -> _Layout | None:
    """The list saved during the meeting: name, action, time; one row per event.

    It was also seen without headings. Then, and in an unknown language, its shape tells.
    """

    def heads(row: Sequence[str]) -> bool:
        fields = fields_of(row)
        named = bool({"name", "full_name"} & fields)
        return {"action", "timestamp"} <= fields and named and sum(map(bool, row)) < 6

    header = find_header(sheet, heads)
    label = "Teams-Anwesenheitsliste"
    if header is not None:
        table = table_at(sheet, header, choices=choices)
        return _Layout(label, _language([], table), table)
    filled = [at for at, row in enumerate(sheet.rows) if any(row)]
    if not filled:
        return None
    first = filled[0]
    header = first - 1 if is_moment(sheet.cell(first, 2)) else first
    headings = sheet.rows[header] if header >= first else ["", "", ""]
    if len(headings) != 3 or not _is_event_list(sheet.rows[header + 1 :], headings):
        return None
    fields = ("full_name", "action", "timestamp")
    matches = tuple(ColumnMatch(at, headings[at], field, ()) for at, field in enumerate(fields))
    known = all(_ACTION.match(row[1]) for row in sheet.rows[header + 1 :] if any(row))
    table = Table(sheet, header, len(sheet.rows), matches)
    english = any(row[1].startswith(("Joined", "Left")) for row in sheet.rows[header + 1 :] if row)
    language = "englisch" if english else "deutsch" if known else "andere Sprache"
    return _Layout(label, language, table, score=SIGNATURE if known else STRUCTURE)


def _is_event_list(rows: Sequence[Sequence[str]], headings: Sequence[str]) -> bool:
    """Three full columns, times in the third, few words in the second, names that come again."""
    filled = [row for row in rows if any(row)]
    if not filled or not all(len(row) == 3 and row[0] and row[1] for row in filled):
        return False
    if not all(is_moment(row[2]) for row in filled):
        return False
    actions = {row[1] for row in filled}
    if all(map(_ACTION.match, actions)):
        return True
    log = {(row[0], row[1]) for row in filled}
    returning = len({name for name, _ in log}) < len(log)
    return 1 < len(actions) < 4 and returning and not list_field_of(headings[1])


_LONGEST_COUNT = 8  # digits


def _facts(rows: Sequence[Sequence[str]]) -> _Facts:
    pairs = facts_above(rows)
    titles = [value for label, value in pairs if compact(label) in _TITLES]
    counts = [
        int(value)
        for label, value in pairs
        if value.isdecimal()
        and len(value) < _LONGEST_COUNT
        and not re.search(r"regist|angemeldet", label, re.I)
    ]
    others = [
        value
        for _, value in pairs
        if not (value.isdecimal() or is_moment(value) or is_duration(value))
        and not _MEETING_ID.search(value)
    ]
    # In an unknown language the title comes first.
    title = next(iter([*titles, *others]), None)
    times = tuple(value for _, value in pairs if is_moment(value))
    return _Facts(title, next(iter(counts), None), times[:2])


def _language(titles: Sequence[str], table: Table) -> str:
    words = " ".join(titles)
    if _GERMAN_SECTION.search(words):
        return "deutsch"
    if _ENGLISH_SECTION.search(words):
        return "englisch"
    return language_of(table.headings)


def _bounds(facts: _Facts, order: DayOrder) -> tuple[datetime | None, datetime | None]:
    found = [moment_of(text, order) for text in facts.times]
    return (found[0] if found else None), (found[1] if len(found) > 1 else None)


def _visit(layout: _Layout, order: DayOrder, record: Record, problems: list[Problem]) -> Visit:
    visit = visit_of(record, order, problems)
    if "role" in layout.table.at:
        return visit
    # The role under an unknown heading.
    name = record.said("full_name")
    others = [cell for cell in record.cells if cell != name and "@" not in cell]
    return replace(visit, organiser=any(map(ORGANISER.match, others)))


def _logged(table: Table, order: DayOrder, problems: list[Problem]) -> list[Visit]:
    """One visit per event, without minutes: the list ends when somebody saved it."""
    visits = []
    for record in table.records(problems):
        times = [cell for cell in record.cells if is_moment(cell)]
        at = moment_of(times[0], order) if times else None
        if at and "utceventtimestamp" in map(compact, table.headings):
            at = german_time(at)
        role = record.cells[-1] if "role" in table.at else ""
        organiser = bool(ORGANISER.match(role))
        name = record.said("full_name")
        visits.append(Visit(record.number, name, joined=at, left=at, organiser=organiser))
    return visits


def _rows(table: Table) -> list[list[str]]:
    return table.sheet.rows[table.header + 1 : table.end]


def _missing_rows(facts: _Facts, rows: int) -> list[Problem]:
    """The report states how many took part: with fewer rows, its end is missing."""
    if facts.total is None or facts.total <= rows:
        return []
    return [
        problem(
            Severity.WARNING,
            "truncated",
            f"Laut Kopf des Berichts haben {facts.total} Personen teilgenommen, die Datei enthält "
            f"aber nur {rows} Zeilen. Bitte den Bericht noch einmal aus Teams herunterladen.",
            value=str(facts.total),
        )
    ]


SOURCE = Source("teams", LABEL, Kind.ATTENDANCE, recognise, parse)
