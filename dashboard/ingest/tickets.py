"""Tickets: who stands behind each of them.

Whoever orders for several people gives one address for all. An address is a person's own only
where a single name goes with it; otherwise the name says who it is.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dashboard import formatting
from dashboard.ingest.listed_rows import Row, person_missing, postcode_in, text_in
from dashboard.ingest.people import Listed
from dashboard.ingest.schema import Problem, Severity, Status
from dashboard.ingest.source import problem
from dashboard.ingest.values import status_of, yes_or_no
from dashboard.privacy import normalised_email, normalised_name


@dataclass(frozen=True)
class Ticket:
    """One ticket. ``person`` holds what the row says, with the address asked of the attendee.

    ``order_email`` and ``order_name`` are those of whoever ordered; ``order`` is empty where the
    file has no orders.
    """

    row: Row
    person: Listed
    order: str = ""
    order_email: str = ""
    order_name: str = ""


@dataclass(frozen=True)
class _Addresses:
    """Address → names that go with it: as the attendee's own, and as that of the order."""

    own: Mapping[str, set[str]]
    ordered: Mapping[str, set[str]]

    @classmethod
    def of(cls, tickets: Sequence[Ticket]) -> "_Addresses":
        own, ordered = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
        for ticket in tickets:
            name = normalised_name(ticket.person.name)
            if not name:
                continue
            if ticket.person.email:
                own[normalised_email(ticket.person.email)].add(name)
            elif ticket.order_email:
                ordered[normalised_email(ticket.order_email)].add(name)
        return cls(own, ordered)

    def of_person(self, ticket: Ticket) -> str:
        """The address that is this person's alone; empty where several names share it."""
        if ticket.person.email:
            return ticket.person.email if self._is_single(ticket.person.email) else ""
        address = normalised_email(ticket.order_email)
        names = self.own.get(address, set()) | self.ordered.get(address, set())
        return ticket.order_email if len(names) == 1 else ""

    def is_taken(self, address: str) -> bool:
        """Whether a named ticket goes with the address."""
        key = normalised_email(address)
        return bool(self.own.get(key) or self.ordered.get(key))

    def _is_single(self, address: str) -> bool:
        return len(self.own.get(normalised_email(address), ())) <= 1


def listed_tickets(tickets: Sequence[Ticket], problems: list[Problem]) -> list[Listed]:
    """One ``Listed`` per ticket of somebody, each with an address only if it is their own.

    A ticket without name and address belongs to whoever ordered it; every further one of the order
    is somebody unnamed, who counts all the same.
    """
    addresses = _Addresses.of(tickets)
    ordering: set[str] = set()
    listed, sharing = [], 0
    for ticket in tickets:
        person = ticket.person
        if person.name:
            email = addresses.of_person(ticket)
            sharing += not email and bool(person.email or ticket.order_email)
            listed.append(replace(person, email=email))
        elif person.email:
            listed.append(person)
        elif not ticket.order or not (ticket.order_email or ticket.order_name):
            problems.append(person_missing(ticket.row))
        elif ticket.order in ordering or addresses.is_taken(ticket.order_email):
            problems.append(_unnamed(ticket.row))
            listed.append(person)
        else:
            ordering.add(ticket.order)
            listed.append(replace(person, name=ticket.order_name, email=ticket.order_email))
    if sharing:
        problems.append(_shared(sharing))
    return listed


def home_in(
    row: Row, said: Mapping[str, str], layers: Sequence[str], problems: list[Problem]
) -> tuple[str, str, str]:
    """Place, locality and postal code of the first address that is filled in.

    ``layers`` are the prefixes of the fields, „“ for what the organiser asked: the postal code of
    an invoice never goes with the place of an attendee.
    """
    for layer in layers:
        place, locality = text_in(said, f"{layer}place"), text_in(said, f"{layer}locality")
        postcode = postcode_in(row, problems, f"{layer}postcode")
        if place or locality or postcode:
            return place, locality, postcode
    return "", "", ""


def is_marked_present(said: Mapping[str, str]) -> bool:
    """Whether a column „anwesend“ that somebody has added says that the person came."""
    written = said.get("attended", "")
    return yes_or_no(written) is True or status_of(written) is Status.ATTENDED


def only_registrations() -> Problem:
    """The warning for an export without anybody checked in."""
    return problem(
        Severity.WARNING,
        "only_registrations",
        "In der Datei ist niemand eingecheckt; sie belegt nur Anmeldungen. Bitte nach der "
        "Veranstaltung die Liste mit den Check-ins einlesen.",
    )


def _unnamed(row: Row) -> Problem:
    return row.problem(
        Severity.NOTE,
        "ticket_unnamed",
        "Das Ticket nennt niemanden; es zählt als eine eigene Person ohne Namen.",
    )


def _shared(sharing: int) -> Problem:
    return problem(
        Severity.NOTE,
        "address_shared",
        f"In {formatting.count(sharing, 'Zeile', 'Zeilen')} steht eine E-Mail-Adresse, die zu "
        "mehreren Namen gehört, etwa bei Sammelbestellungen. Diese Personen zählen über ihren "
        "Namen.",
    )
