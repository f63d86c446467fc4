"""Zoom: the participants of a meeting, and the attendee report of a webinar in sections."""

import re
from collections.abc import Sequence
from dataclasses import replace

from dashboard.ingest.columns import compact
from dashboard.ingest.document import Sheet
from dashboard.ingest.meeting_tables import (
    SIGNATURE,
    Table,
    fact,
    fields_of,
    find_header,
    is_moment,
    language_of,
    table_at,
    tables_in,
)
from dashboard.ingest.meetings import (
    Meeting,
    bot_in,
    order_of,
    to_parsed_file,
    visit_of,
)
from dashboard.ingest.moments import DayOrder, moment_of
from dashboard.ingest.places import UNDECIDED
from dashboard.ingest.schema import Choices, Kind, ParsedFile, Problem, Severity
from dashboard.ingest.source import Finding, Recognised, Source, Tools, problem
from dashboard.ingest.values import email_of, yes_or_no
from dashboard.privacy import normalised_email

MEETING_LABEL, WEBINAR_LABEL = "Zoom-Meeting", "Zoom-Webinar"

_TOPICS = frozenset({"topic", "thema", "meetingtopic", "webinartopic"})
_STARTS = frozenset({"actualstarttime", "tatsaechlichestartzeit", "starttime", "startzeit"})
_REPORT = frozenset({"attendeereport", "teilnehmerbericht", "teilnehmendenbericht"})
_TITLES = re.compile(r"^(?:host|panell?ist|attendee) details\b|^other attended\b", re.I)
_ON_STAGE = re.compile(r"\b(?:host|gastgeber|panell?ist|podium|diskussion|moderat|referent)", re.I)
# „Name (Original Name)“ in any language: the word comes again in the brackets.
_RENAMED = re.compile(r"^(?:user |benutzer)?(\w+)\s*\((?=.*\b\1|.*original).+\)$", re.I)
_NO_NAME = re.compile(
    r"^(?:gast|guest|extern\w*|(?:co-?)?host\b.*|ich|me|unverified|iphone|ipad|online|\w{1,3}"
    r"|\w+/\w+(?:/\w+)?)$|\d",
    re.I,
)
# Not the rules for organisations: for them everybody called Lena is an energy agency.
_ORGANISATION = re.compile(
    r"^(?:stadt|gemeinde|verbandsgemeinde|einheitsgemeinde|vg|lk|landkreis|kreis|amt|büro|firma"
    r"|land|ortschaft|rathaus|universität|hochschule)\b|\b(?:gmbh|ag|kg|eg|e\.\s?v\.)(?!\w)"
    r"|\w(?:verein|verband|kammer|schule|verwaltung|werke|stiftung|agentur|ministerium)\b",
    re.I,
)


def recognise(sheet: Sheet, tools: Tools, choices: Choices) -> Finding | None:  # noqa: ARG001
    """The list of a meeting, or the table of attendees in the report of a webinar."""
    header = find_header(sheet, _heads_meeting)
    if header is not None:
        return Finding(SIGNATURE, header, table_at(sheet, header, choices=choices).columns)
    tables = _webinar_tables(sheet, choices)
    if not tables:
        return None
    main = _main(tables)
    return Finding(SIGNATURE, main.header, main.columns)


def parse(recognised: Recognised, tools: Tools, choices: Choices) -> ParsedFile:
    """Everybody who was there; of a webinar also those who registered and stayed away."""
    if find_header(recognised.sheet, _heads_meeting) is None:
        meeting = _webinar(recognised, tools, choices)
    else:
        meeting = _meeting(recognised, tools, choices)
    return to_parsed_file(SOURCE, meeting, recognised, tools, choices)


def _heads_meeting(row: Sequence[str]) -> bool:
    """The heading of the participants; that of the facts above it has an address, but no name."""
    keys, fields = set(map(compact, row)), fields_of(row)
    in_minutes = any(re.search(r"\(\s*min", cell, re.I) for cell in row)
    renamed = in_minutes and any(map(_RENAMED.match, row))
    marked = keys & {"useremail", "benutzeremail"} or (
        keys & {"guest", "gast"} and {"join", "leave"} <= fields
    )
    named = bool(marked and {"minutes"} <= fields and fields & {"name", "full_name"})
    about = {"meetingid", "topic", "thema"} & keys
    return (renamed or named) and not about and "attended" not in fields


def _heads_webinar(row: Sequence[str]) -> bool:
    fields = fields_of(row)
    named = fields & {"name", "full_name", "first_name"}
    return {"join", "leave", "minutes"} <= fields and bool(named)


def _webinar_tables(sheet: Sheet, choices: Choices) -> list[Table]:
    """The sections with people; none for a file that is no report of a webinar."""
    top = [row for row in sheet.rows[:60] if any(row)]
    alone = [next(filter(None, row)) for row in top if sum(map(bool, row)) == 1]
    known = any(compact(cell) in _REPORT or _TITLES.match(cell) for cell in alone)
    if not known and len(alone) < 2:
        return []
    tables = tables_in(sheet, _heads_webinar, choices=choices)
    told = any("attended" in table.at for table in tables)
    of_goto = any("interestrating" in map(compact, table.headings) for table in tables)
    return tables if told and not of_goto else []


def _main(tables: Sequence[Table]) -> Table:
    """The attendees: the table that also tells about registration is the widest."""
    return max(tables, key=lambda table: len(table.columns))


def _meeting(recognised: Recognised, tools: Tools, choices: Choices) -> Meeting:
    sheet, header = recognised.sheet, recognised.finding.header
    table = table_at(sheet, header, choices=choices)
    above = [cell for row in sheet.rows[:header] for cell in row if cell]
    times = [cell for cell in above if is_moment(cell)]
    order = _order([table], times)
    moments = [moment for text in times if (moment := moment_of(text, order))]
    hosts = {normalised_email(address) for cell in above if (address := email_of(cell))}
    problems: list[Problem] = []
    visits = []
    rows_read = 0
    for record in table.records(problems):
        rows_read += 1
        if yes_or_no(record.said("waiting_room")):
            problems.append(_waited(record.number))
            continue
        visit = visit_of(record, order, problems, name_of=lambda name: _original(name, tools))
        hosted = bool(visit.email) and normalised_email(visit.email) in hosts
        visits.append(replace(visit, organiser=visit.organiser or hosted))
    return Meeting(
        label=f"{MEETING_LABEL}, {language_of(table.headings)}",
        columns=table.columns,
        visits=visits,
        order=order,
        started=min(moments, default=None),
        ended=max(moments) if len(moments) > 1 else None,
        title=_topic(sheet, header),
        problems=problems,
        rows_read=rows_read,
    )


def _webinar(recognised: Recognised, tools: Tools, choices: Choices) -> Meeting:
    sheet = recognised.sheet
    tables = _webinar_tables(sheet, choices)
    order = _order(tables)
    problems: list[Problem] = []
    visits = [
        visit_of(
            record,
            order,
            problems,
            organiser=bool(_ON_STAGE.search(table.title)),
            name_of=lambda name: _original(name, tools),
        )
        for table in tables
        for record in table.records(problems)
    ]
    started = moment_of(fact(sheet.rows[: tables[0].header], _STARTS), order)
    return Meeting(
        label=f"{WEBINAR_LABEL}, {language_of(_main(tables).headings)}",
        columns=_main(tables).columns,
        visits=visits,
        order=order,
        started=started,
        title=fact(sheet.rows[: tables[0].header], _TOPICS),
        problems=problems,
        tells_registration=any("attended" in table.at for table in tables),
    )


def _order(tables: Sequence[Table], times: Sequence[str] = ()) -> DayOrder:
    """The order of day and month; where nothing proves it, that of the portal, MM/DD/YYYY."""
    order = order_of(tables, times)
    return order if order.sure else replace(order, month_first=True)


def _topic(sheet: Sheet, header: int) -> str | None:
    """The topic above the table; in an unknown language the text that is neither of the others."""
    if topic := fact(sheet.rows[:header], _TOPICS):
        return topic
    filled = [row for row in sheet.rows[:header] if any(row)]
    values = filled[1] if len(filled) > 1 else []
    texts = (cell for cell in values if re.search(r"[^\W\d]", cell))
    return next((text for text in texts if not is_moment(text) and not email_of(text)), None)


def _original(name: str, tools: Tools) -> str:
    """„Anni (Anna Muster)“ as „Anna Muster“: who renames herself keeps her name in brackets.

    „Anna Muster (Gast)“ and „Anna Muster (Stadt Sangerhausen)“ are no other names.
    """
    if not name.endswith(")") or bot_in(name):
        return name
    depth = 0
    for at in range(len(name) - 1, -1, -1):
        depth += (name[at] == ")") - (name[at] == "(")
        if depth == 0:
            break
    shown, original = name[:at].strip(), name[at + 1 : -1].strip()
    if not shown or depth or _NO_NAME.search(original):
        return name
    whole_name = " " in shown and " " not in original
    of_place = tools.gazetteer.resolve(original).level not in UNDECIDED
    return shown if whole_name or of_place or _ORGANISATION.search(original) else original


def _waited(row: int) -> Problem:
    return problem(
        Severity.NOTE,
        "waiting_room",
        f"Zeile {row}: Diese Zeit im Warteraum zählt nicht als Teilnahme.",
        row=row,
    )


SOURCE = Source("zoom", MEETING_LABEL, Kind.ATTENDANCE, recognise, parse)
