"""The attendee report of Eventbrite, one row per attendee.

Headings of American and British accounts, before and after 2024 („Order #“, „Order no.“,
„Order ID“). No German export is known: German headings are recognised by their meaning.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from dashboard import formatting
from dashboard.errors import FileUnusable
from dashboard.ingest.asked import field_asked, mode_in
from dashboard.ingest.columns import NOT_READ, PERSON_FIELDS, compact
from dashboard.ingest.days import only_day
from dashboard.ingest.document import Sheet
from dashboard.ingest.listed_rows import (
    Row,
    column_matches,
    data_rows,
    email_in,
    name_in,
    nobody_listed,
    settle_names,
    text_in,
)
from dashboard.ingest.people import Listed, gather
from dashboard.ingest.place_names import learned_key
from dashboard.ingest.presence import UNKNOWN_MODE
from dashboard.ingest.schema import Choices, Kind, ParsedFile, Problem, Severity, Status
from dashboard.ingest.source import Finding, Recognised, Source, Tools, in_file_order
from dashboard.ingest.tables import HEADER_ROWS, column_values, width_of
from dashboard.ingest.tickets import (
    Ticket,
    home_in,
    is_marked_present,
    listed_tickets,
    only_registrations,
)

LABEL = "Eventbrite-Teilnehmerbericht"
SIGNATURE = 1000.0

_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "order": (
        *("Order #", "Order no.", "Order ID", "Order number"),
        *("Bestellnummer", "Bestell-Nr.", "Bestellnr.", "Bestell-ID", "Bestellung Nr."),
    ),
    "attendee_number": (
        *("Attendee #", "Attendee no.", "Attendee number", "Attendee ID"),
        *("Teilnehmernummer", "Teilnehmer-Nr.", "Teilnehmernr.", "Teilnehmer-ID", "Teilnehmer #"),
    ),
    "ticket_type": ("Ticket Type", "Tickettyp", "Ticketart", "Ticket-Typ", "Ticketkategorie"),
    "attendee_status": (
        *("Attendee Status", "Teilnehmerstatus", "Teilnehmer-Status", "Status des Teilnehmers"),
        *("Teilnahmestatus", "Status der Teilnahme"),
    ),
    "first_name": ("First Name", "Vorname"),
    "last_name": ("Last Name", "Surname", "Nachname", "Familienname"),
    "email": ("Email", "Email Address", "E-Mail", "E-Mail-Adresse"),
    "quantity": ("Quantity", "Ticket Quantity", "Menge", "Anzahl", "Ticketanzahl"),
    "organisation": ("Company", "Organization", "Firma", "Unternehmen", "Organisation"),
    "event_title": ("Event Name", "Veranstaltungsname", "Name der Veranstaltung", "Eventname"),
    "starts": ("Event start date", "Event date", "Veranstaltungsdatum", "Startdatum"),
    "buyer_email": ("Buyer Email", "E-Mail des Käufers", "Käufer-E-Mail"),
    NOT_READ: (
        *("Order Date", "Bestelldatum", "Price Tier", "Ticket Tier", "Ticket Price", "Group"),
        *("Order Type", "Currency", "Total Paid", "Fees Paid", "Eventbrite Fees", "Prefix"),
        *("Eventbrite Payment Processing", "Home State", "Home Country", "Home County"),
        *("Home Address 1", "Home Address 2", "County of Residence", "Billing State"),
        *("Billing Address 1", "Billing Address 2", "Billing Country", "Ship Country"),
        *("Buyer First Name", "Buyer Last Name", "Buyer Surname", "Cell Phone", "Mobile Phone"),
        *("Gender", "Age", "Birth Date", "Home Phone", "Work Phone", "Barcode", "Event ID"),
        *("Bestellart", "Währung", "Gesamtbetrag", "Gebühren", "Preisstufe", "Gruppe"),
    ),
}
_FIELDS = {compact(heading): field for field, names in _HEADINGS.items() for heading in names}
_ADDRESS = re.compile(
    r"^(home|work|billing|ship(?:ping)?)\s+(?:(city|town)|(zip(?: code)?|post(?:al )?code))$", re.I
)
_LAYERS = ("", "home_", "work_", "billing_", "ship_")
_ASKED = frozenset({"organisation", "place", "locality", "postcode", "mode", "attended"})
_PERSONAL = PERSON_FIELDS | frozenset(_HEADINGS) - {"ticket_type", "attendee_status", "event_title"}

_STATUSES: Mapping[str, Status] = {
    learned_key(word): status
    for status, words in (
        (Status.ATTENDED, ("Checked In", "Attended", "Eingecheckt", "Teilgenommen", "Anwesend")),
        (
            Status.REGISTERED,
            (
                *("Attending", "Not checked in", "Registered", "Free Order", "Placed"),
                *("Nimmt teil", "Teilnehmend", "Teilnahme bestätigt", "Nicht eingecheckt"),
                *("Angemeldet", "Zugesagt", "Bestätigt"),
            ),
        ),
        (
            Status.WITHDRAWN,
            (
                *("Not Attending", "Refunded", "Deleted", "Cancelled", "Canceled", "Transferred"),
                *("Nimmt nicht teil", "Nicht teilnehmend", "Erstattet", "Rückerstattet"),
                *("Gelöscht", "Storniert", "Abgesagt", "Übertragen"),
            ),
        ),
    )
    for word in words
}
_UNPAID = frozenset(map(learned_key, ("Unpaid", "Pending", "Nicht bezahlt", "Ausstehend")))


def recognise(sheet: Sheet, tools: Tools, choices: Choices) -> Finding | None:
    """The table with a number of the order beside a status or number of the attendee."""
    for header, headings in enumerate(sheet.rows[:HEADER_ROWS]):
        known = {_FIELDS.get(compact(heading)) for heading in headings if heading}
        marks = known & {"attendee_number", "ticket_type", "attendee_status"}
        if "order" not in known or len(marks) < 2:
            continue
        columns = column_matches(
            sheet, header, _fields(sheet, header, tools), choices, personal=_PERSONAL
        )
        return Finding(SIGNATURE + len(known), header, columns)
    return None


def parse(recognised: Recognised, tools: Tools, choices: Choices) -> ParsedFile:
    """One row per attendee. Without anybody checked in the report proves registrations only."""
    finding = recognised.finding
    problems = [*recognised.problems]
    rows = [*data_rows(recognised.sheet, finding.header, finding.columns, problems)]
    tickets = [ticket for row in rows if (ticket := _ticket(row, problems))]
    listed = listed_tickets(tickets, problems)
    people = gather(listed, tools, choices)
    if not people.rows:
        raise FileUnusable(nobody_listed(problems))
    attended = sum(row.status is Status.ATTENDED for row in people.rows)
    if not attended:
        problems.append(only_registrations())
    counted = formatting.count(len(people.rows), "Person", "Personen")
    came = f"{formatting.whole(attended)} eingecheckt" if attended else "nur Anmeldungen"
    return ParsedFile(
        kind=Kind.ATTENDANCE,
        source=SOURCE.name,
        summary=f"{LABEL}, {counted}, {came}, {recognised.how}",
        columns=finding.columns,
        rows_read=len(rows),
        left_out=len(rows) - len(listed),
        attendance=people.rows,
        merged=people.merged,
        problems=in_file_order([*problems, *people.problems]),
        decisions=people.decisions,
        event_date=_day(rows) or recognised.event_date,
        event_title=_title(rows) or recognised.event_title,
        tells_registration=True,
    )


def _fields(sheet: Sheet, header: int, tools: Tools) -> list[str | None]:
    """The field of each column; what Eventbrite does not name is a question of the organiser."""
    headings = sheet.rows[header]
    fields: list[str | None] = []
    for at in range(width_of(sheet, header)):
        heading = headings[at] if at < len(headings) else ""
        field = _field(heading)
        if field is None and heading:
            asked = field_asked(heading, column_values(sheet, header, at), tools)
            field = asked if asked in _ASKED else None
        fields.append(None if field != NOT_READ and field in fields else field)
    settle_names(fields)
    return fields


def _field(heading: str) -> str | None:
    if address := _ADDRESS.match(" ".join(heading.split())):
        owner = "ship" if address[1].lower().startswith("ship") else address[1].lower()
        return f"{owner}_{'place' if address[2] else 'postcode'}"
    return _FIELDS.get(compact(heading))


def _ticket(row: Row, problems: list[Problem]) -> Ticket | None:
    """The ticket of a row; null, with the reason among the problems, for one not paid."""
    status = _status(row, problems)
    if status is None:
        return None
    said = row.said
    place, locality, postcode = home_in(row, said, _LAYERS, problems)
    written = " ".join(text_in(said, name) for name in ("mode", "ticket_type"))
    quantity = said.get("quantity", "")
    if re.fullmatch(r"0*(?:[2-9]|[1-9][0-9]+)", quantity):
        message = f"Die Zeile steht für {quantity} Tickets; gezählt wird eine Person."
        problems.append(row.problem(Severity.WARNING, "several_tickets", message, field="quantity"))
    person = Listed(
        row=row.number,
        status=status,
        name=name_in(said),
        organisation=text_in(said, "organisation"),
        place=place,
        locality=locality,
        postcode=postcode,
        mode=mode_in(written) or UNKNOWN_MODE,
    )
    # What stands under „Email“ is the buyer's wherever attendees are not asked for theirs.
    email = email_in(row, problems)
    return Ticket(row, person, said.get("order", ""), order_email=email)


def _status(row: Row, problems: list[Problem]) -> Status | None:
    if is_marked_present(row.said):
        return Status.ATTENDED
    written = row.said.get("attendee_status", "")
    if learned_key(written) in _UNPAID:
        message = f"Das Ticket ist „{written}“ und zählt nicht."
        problems.append(row.problem(Severity.NOTE, "order_not_paid", message))
        return None
    status = _STATUSES.get(learned_key(written))
    if written and status is None:
        message = f"Der Status „{written}“ ist unbekannt; das Ticket zählt als angemeldet."
        problems.append(
            row.problem(Severity.WARNING, "status_unknown", message, field="attendee_status")
        )
    return status or Status.REGISTERED


def _day(rows: Sequence[Row]) -> date | None:
    return only_day(row.said.get("starts", "") for row in rows)


def _title(rows: Sequence[Row]) -> str | None:
    titles = {title for row in rows if (title := row.said.get("event_title"))}
    return titles.pop() if len(titles) == 1 else None


SOURCE = Source("eventbrite", LABEL, Kind.ATTENDANCE, recognise, parse)
