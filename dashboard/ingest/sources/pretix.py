"""Exports of pretix: order positions, check-in lists and the log of all scans.

Somebody came if their ticket was checked in; an export without any check-in proves registrations
only.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dashboard import formatting
from dashboard.errors import FileUnusable
from dashboard.ingest.asked import mode_in
from dashboard.ingest.columns import PERSON_FIELDS, compact, field_of
from dashboard.ingest.days import days_in, only_day
from dashboard.ingest.document import Sheet
from dashboard.ingest.listed_rows import (
    Row,
    column_matches,
    data_rows,
    email_in,
    name_in,
    nobody_listed,
    text_in,
)
from dashboard.ingest.people import Listed, People, gather
from dashboard.ingest.presence import UNKNOWN_MODE
from dashboard.ingest.schema import (
    Candidate,
    Choices,
    ColumnMatch,
    Decision,
    Kind,
    ParsedFile,
    Problem,
    Severity,
    Status,
)
from dashboard.ingest.source import Finding, Recognised, Source, Tools, in_file_order, problem
from dashboard.ingest.sources.pretix_columns import (
    ASKED,
    HEADINGS,
    Variant,
    fields_of,
    known_fields,
    variant_of,
)
from dashboard.ingest.tables import HEADER_ROWS, column_values
from dashboard.ingest.tickets import (
    Ticket,
    home_in,
    is_marked_present,
    listed_tickets,
    only_registrations,
)
from dashboard.ingest.values import status_of, yes_or_no

LABEL = "pretix"
SIGNATURE = 1000.0
DATE = "date"
"""Key of the decision which date of a series to read."""

_LABELS: Mapping[Variant, str] = {
    "positions": "pretix-Bestellpositionen",
    "checkin_list": "pretix-Check-in-Liste",
    "checkin_log": "pretix-Check-in-Protokoll",
}

_OPTION = re.compile(r"^(.+) – (.+)$", re.S)
_LAYERS = ("", "attendee_", "invoice_")
_PERSONAL = PERSON_FIELDS | frozenset(HEADINGS) - {"order", "status", "product", "starts"}
_CANCELLED = re.compile(r"^(?:storniert|cancel)", re.I)
_UNPAID = re.compile(
    r"^(?:ausstehend|pending|freigabe ausstehend|approval pending|abgelaufen|expired|unpaid)", re.I
)
_GERMAN = compact("Bestellnummer")


def recognise(sheet: Sheet, tools: Tools, choices: Choices) -> Finding | None:
    """The table with an order code beside the name of an attendee or the type of a scan."""
    for header, headings in enumerate(sheet.rows[:HEADER_ROWS]):
        known = known_fields(headings)
        variant = variant_of(known)
        if variant is None:
            continue
        fields = fields_of(sheet, header, variant, tools)
        columns = column_matches(sheet, header, fields, choices, personal=_PERSONAL)
        surest = 0 if variant == "orders" else len(known)
        return Finding(SIGNATURE + surest, header, columns)
    return None


def parse(recognised: Recognised, tools: Tools, choices: Choices) -> ParsedFile:
    """One row per attendee; add-ons, repeated scans and unpaid orders are nobody of their own.

    Raises ``FileUnusable`` for the list of orders, which does not name attendees.
    """
    export = _Export.of(recognised)
    if export.variant == "orders":
        raise FileUnusable(
            "Die Datei ist die pretix-Liste der Bestellungen oder Gebühren; darin stehen keine "
            "Teilnehmenden. Bitte in pretix „Bestelldaten“ mit den Bestellzeilen oder die "
            "Check-in-Liste exportieren."
        )
    problems = [*recognised.problems]
    rows, day, decisions = _of_one_date(export, choices, problems)
    is_log = export.variant == "checkin_log"
    listed, absorbed = _scanned(rows, problems) if is_log else _ticketed(export, rows, problems)
    people = gather(listed, tools, choices)
    if not people.rows:
        raise FileUnusable(nobody_listed(problems))
    attended = sum(row.status is Status.ATTENDED for row in people.rows)
    if not attended:
        problems.append(only_registrations())
    return ParsedFile(
        kind=Kind.ATTENDANCE,
        source=SOURCE.name,
        summary=_summary(export, people, attended),
        columns=recognised.finding.columns,
        rows_read=len(rows),
        left_out=len(rows) - absorbed - len(listed),
        attendance=people.rows,
        merged=people.merged + absorbed,
        problems=in_file_order([*problems, *people.problems]),
        decisions=(*decisions, *people.decisions),
        event_date=None if decisions else day or _checkin_day(rows) or recognised.event_date,
        event_title=_title(export) or recognised.event_title,
        tells_registration=not is_log,
    )


@dataclass(frozen=True)
class _Export:
    """One table of pretix with its columns by field."""

    recognised: Recognised
    variant: Variant
    at: Mapping[str, ColumnMatch]
    options: tuple[tuple[int, str, str], ...]
    """Column, field and answer of „Frage – Antwort“, one column per answer with „Ja“ or „Nein“."""

    @classmethod
    def of(cls, recognised: Recognised) -> "_Export":
        columns = recognised.finding.columns
        at = {column.field: column for column in columns if column.field}
        options = [
            (column.index, field, parts[2])
            for column in columns
            if column.field is None
            and (parts := _OPTION.match(column.heading))
            and (field := field_of(parts[1])) in ASKED
        ]
        return cls(recognised, variant_of(set(at)) or "orders", at, tuple(options))

    def cells(self, field: str) -> list[str]:
        """The filled cells of a field; none where the export lacks the column."""
        if field not in self.at:
            return []
        recognised = self.recognised
        return [*column_values(recognised.sheet, recognised.finding.header, self.at[field].index)]

    @property
    def language(self) -> str:
        """The language of the account that exported."""
        return "deutsch" if compact(self.at["order"].heading) == _GERMAN else "englisch"


def _of_one_date(
    export: _Export, choices: Choices, problems: list[Problem]
) -> tuple[list[Row], date | None, tuple[Decision, ...]]:
    """The rows of one date of a series, that date, and the question which one if it is open."""
    finding = export.recognised.finding
    telling = frozenset({"order", "full_name", "email"})
    rows = [
        *data_rows(
            export.recognised.sheet, finding.header, finding.columns, problems, telling=telling
        )
    ]
    days = days_in(row.said.get("starts") or row.said.get("series_date", "") for row in rows)
    found = sorted({day for day in days if day})
    if len(found) < 2:
        return rows, next(iter(found), None), ()
    chosen = choices.decisions.get(DATE)
    for day in found:
        if day.isoformat() == chosen:
            return [row for row, its in zip(rows, days, strict=True) if its == day], day, ()
    offered = tuple(
        Candidate(
            day.isoformat(),
            f"{formatting.day(day)} ({formatting.count(days.count(day), 'Zeile', 'Zeilen')})",
        )
        for day in found
    )
    question = "Die Datei enthält mehrere Termine der Reihe. Welcher soll eingelesen werden?"
    return rows, None, (Decision(DATE, question, offered, required=True),)


def _ticketed(
    export: _Export, rows: Sequence[Row], problems: list[Problem]
) -> tuple[list[Listed], int]:
    """The holders of the tickets, and how many add-ons were joined to the ticket they belong to.

    An add-on scanned at a workshop shows that its holder was there.
    """
    tickets: dict[tuple[str, str], Ticket] = {}
    addons: list[tuple[tuple[str, str], Ticket]] = []
    for row in rows:
        ticket = _ticket(export, row, problems)
        if ticket is None:
            continue
        if addon_to := row.said.get("addon_to"):
            addons.append(((ticket.order, addon_to), ticket))
        else:
            key = (ticket.order, row.said.get("position", ""))
            if not key[1] or key in tickets:
                key = (ticket.order, row.where)
            tickets[key] = ticket
    absorbed = 0
    for key, addon in addons:
        main = tickets.setdefault(key, addon)
        if main is not addon:
            absorbed += 1
            if addon.person.status is Status.ATTENDED:
                tickets[key] = replace(main, person=replace(main.person, status=Status.ATTENDED))
    if absorbed:
        problems.append(_addons(absorbed))
    in_order = sorted(tickets.values(), key=lambda ticket: ticket.row.number)
    return listed_tickets(in_order, problems), absorbed


def _ticket(export: _Export, row: Row, problems: list[Problem]) -> Ticket | None:
    """The ticket of a row; null, with the reason among the problems, for an order not paid."""
    status = _status(row, problems)
    if status is None:
        return None
    said = _with_options(export, row)
    place, locality, postcode = home_in(row, said, _LAYERS, problems)
    written = " ".join(text_in(said, name) for name in ("mode", "product", "variation"))
    person = Listed(
        row=row.number,
        status=status,
        name=name_in({**said, "first_name": "", "last_name": ""}) or name_in(said),
        email=email_in(row, problems),
        organisation=next(filter(None, (text_in(said, f"{x}organisation") for x in _LAYERS)), ""),
        place=place,
        locality=locality,
        postcode=postcode,
        mode=mode_in(written) or UNKNOWN_MODE,
    )
    return Ticket(
        row,
        person,
        order=said["order"],
        order_email=email_in(row, problems, "order_email"),
        order_name=name_in({"full_name": said.get("order_name", "")}),
    )


def _status(row: Row, problems: list[Problem]) -> Status | None:
    """Withdrawn, attended or registered; null, with a note, for an order that is not paid."""
    written = row.said.get("status", "")
    checked_in = row.said.get("checked_in") or row.said.get("checkin_lists")
    came = bool(checked_in) or is_marked_present(row.said)
    if _CANCELLED.match(written):
        if came:
            message = "Das Ticket ist eingecheckt und storniert; es zählt als abgesagt."
            problems.append(row.problem(Severity.WARNING, "cancelled_checked_in", message))
        return Status.WITHDRAWN
    if came:
        return Status.ATTENDED
    if _UNPAID.match(written) or yes_or_no(row.said.get("paid", "")) is False:
        message = f"Die Bestellung ist „{written or 'nicht bezahlt'}“ und zählt nicht."
        problems.append(row.problem(Severity.NOTE, "order_not_paid", message))
        return None
    if written and status_of(written) is None:
        message = f"Der Status „{written}“ ist unbekannt; das Ticket zählt als angemeldet."
        problems.append(row.problem(Severity.WARNING, "status_unknown", message, field="status"))
    return Status.REGISTERED


def _with_options(export: _Export, row: Row) -> dict[str, str]:
    """What the row says, with the answers of questions that have one column per answer."""
    said = dict(row.said)
    for index, field, answer in export.options:
        if index < len(row.cells) and yes_or_no(row.cells[index]) and not said.get(field):
            said[field] = answer
    return said


def _scanned(rows: Sequence[Row], problems: list[Problem]) -> tuple[list[Listed], int]:
    """Everybody who was scanned with success, and how many scans repeat somebody."""
    people: dict[tuple[str, str], Listed] = {}
    successful = 0
    for row in rows:
        said = row.said
        order, result = said["order"], said.get("result", "")
        if not order or (result and compact(result) != "ok"):
            message = f"Der Scan war nicht erfolgreich („{result}“) und zählt nicht."
            problems.append(row.problem(Severity.NOTE, "scan_failed", message))
            continue
        successful += 1
        person = Listed(row.number, Status.ATTENDED, name=name_in(said))
        people.setdefault((order, said.get("position") or person.name), person)
    return list(people.values()), successful - len(people)


def _checkin_day(rows: Sequence[Row]) -> date | None:
    """The one day of all scans; automatic check-ins carry the moment of the order."""
    return only_day(_by_hand(rows, "scan_date")) or only_day(_by_hand(rows, "checked_in"))


def _by_hand(rows: Sequence[Row], field: str) -> Iterator[str]:
    for row in rows:
        if not yes_or_no(row.said.get("automatic", "")):
            yield row.said.get(field, "")


def _title(export: _Export) -> str | None:
    titles = set(export.cells("event_title"))
    return titles.pop() if len(titles) == 1 else None


def _summary(export: _Export, people: People, attended: int) -> str:
    counted = formatting.count(len(people.rows), "Person", "Personen")
    came = f"{formatting.whole(attended)} eingecheckt" if attended else "nur Anmeldungen"
    how = export.recognised.how
    return f"{_LABELS[export.variant]}, {export.language}, {counted}, {came}, {how}"


def _addons(absorbed: int) -> Problem:
    rows = formatting.count(absorbed, "Zeile ist ein Zusatzprodukt", "Zeilen sind Zusatzprodukte")
    message = f"{rows} zu einem anderen Ticket und keine weitere Person."
    return problem(Severity.NOTE, "addons_joined", message)


SOURCE = Source("pretix", LABEL, Kind.ATTENDANCE, recognise, parse)
