"""What the headings of pretix mean, in German and English, from pretix 4.0 to 2026.8.

Source: ``base/exporters/orderlist.py`` and ``plugins/checkinlists/exporters.py`` with the German
catalogue of the versions 4.0, 2023.6 and 2026.8.
"""

import re
from collections.abc import Mapping, Sequence, Set
from typing import Literal

from dashboard.ingest.asked import field_asked
from dashboard.ingest.columns import NOT_READ, compact, field_of
from dashboard.ingest.document import Sheet
from dashboard.ingest.source import Tools
from dashboard.ingest.tables import column_values, width_of

Variant = Literal["positions", "checkin_list", "checkin_log", "orders"]

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "order": ("Order code", "Bestellnummer", "Bestellcode"),
    "position": ("Position ID", "Position"),
    "status": ("Status",),
    "order_email": ("Email", "E-mail", "E-Mail"),
    "event_title": ("Event name", "Veranstaltungstitel"),
    "series_date": ("Termin",),
    "starts": ("Start date", "Beginn"),
    "product": ("Product", "Produkt"),
    "variation": ("Variation", "Variante"),
    "full_name": ("Attendee name", "Name Teilnehmer*in", "Name Teilnehmer", "Teilnehmername"),
    "email": ("Attendee email", "Attendee e-mail", "E-Mail Teilnehmer*in", "E-Mail Teilnehmer"),
    "attendee_organisation": (
        *("Attendee company", "Company", "Firma"),
        *("Teilnehmer*innen-Firma", "Teilnehmer-Firma", "Firma Teilnehmer*in"),
    ),
    "attendee_postcode": ("ZIP code", "Postleitzahl", "PLZ"),
    "attendee_place": ("City", "Stadt", "Ort"),
    "addon_to": ("Add-on to position ID", "Zusatzprodukt zu Position"),
    "invoice_organisation": ("Invoice address company", "Rechnungsadresse: Firma"),
    "order_name": ("Invoice address name", "Rechnungsadresse: Name"),
    "invoice_postcode": ("Invoice address ZIP code", "Rechnungsadresse: PLZ"),
    "invoice_place": ("Invoice address city", "Rechnungsadresse: Stadt", "Rechnungsadresse: Ort"),
    "checkin_lists": ("Check-in lists", "Check-in-Listen"),
    "checked_in": ("Checked in", "Eingecheckt"),
    "automatic": ("Automatically checked in", "Automatisch eingecheckt"),
    "paid": ("Paid", "bezahlt"),
    "scan_date": ("Date", "Datum"),
    "scan_type": ("Scan type", "Scan-Typ"),
    "result": ("Result", "Ergebnis"),
    "scan_name": ("Name",),
    "order_total": ("Order total", "Gesamtbetrag"),
    "fee_type": ("Fee type", "Gebührenart"),
    NOT_READ: (
        *("Event slug", "Kurzname der Veranstaltung", "Phone number", "Telefonnummer"),
        *("Order date", "Bestelldatum", "Order time", "Bestelluhrzeit", "End date", "Ende"),
        *("Product ID", "Produkt-ID", "Variation ID", "Varianten-ID", "Price", "Preis"),
        *("Tax rate", "Steuersatz", "Tax rule", "Steuerregel", "Tax value", "Steuer"),
        *("Address", "Adresse", "Country", "Land", "State", "Bundesstaat"),
        *("Voucher", "Gutschein", "Voucher code", "Gutscheincode", "Voucher tag", "Gutschein-Tag"),
        *("Voucher budget usage", "Verwendetes Gutscheinbudget"),
        *("Pseudonymization ID", "Pseudonyme ID", "Ticket secret", "Ticket-Code", "Secret"),
        *("Seat ID", "Sitzplatz-ID", "Seat name", "Sitzbezeichnung", "Seat zone", "Sitzbereich"),
        *("Seat row", "Sitzreihe", "Seat number", "Sitzplatz-Nummer", "Sitzplatz"),
        *("Blocked", "Gesperrt", "Valid from", "Gültig ab", "Valid until", "Gültig bis"),
        *("Order comment", "Bestellkommentar", "Comment", "Kommentar"),
        *("Follow-up date", "Datum zur Wiedervorlage", "Check-in text", "Check-in-Hinweis"),
        *("Requires special attention", "Benötigt besondere Behandlung"),
        *("Invoice address street", "Rechnungsadresse: Straße", "VAT ID", "USt-ID-Nr.", "USt-ID"),
        *("Invoice address country", "Rechnungsadresse: Land"),
        *("Invoice address state", "Rechnungsadresse: Bundesstaat"),
        *("Sales channel", "Verkaufskanal", "Order locale", "Bestellsprache"),
        *("Email address verified", "E-mail address verified", "E-Mail-Adresse verifiziert"),
        *("External customer ID", "Externe Kundennummer", "Payment providers", "Zahlungsmethoden"),
        *("Position order link", "Link zur Bestellposition", "Checked out", "Ausgetreten"),
        *("Device", "Gerät", "Offline", "Offline override", "Gate", "Station", "Time", "Zeit"),
        *("Ggf. inkorrekte Offline-Entscheidung", "Error message", "Fehlermeldung"),
        *("Upload date", "Upload-Datum", "Upload time", "Upload-Zeitpunkt"),
        *("Check-in list", "Check-in-Liste"),
    ),
}
_FIELDS = {compact(heading): field for field, names in HEADINGS.items() for heading in names}
_NAME_PART = re.compile(
    r"^(?:attendee name|name teilnehmer\W?in|teilnehmer\W?innenname|teilnehmername)\s*:\s*(.+)$",
    re.I,
)
_INVOICE_PART = re.compile(r"^(?:rechnungsadresse: name|invoice address name)\s*:", re.I)

ASKED = frozenset({"organisation", "place", "locality", "postcode", "mode", "attended"})
"""What is read from the questions of the organiser."""


def known_fields(headings: Sequence[str]) -> Set[str | None]:
    """The fields that the headings of pretix itself name."""
    return {_field(heading) for heading in headings if heading}


def variant_of(fields: Set[str | None]) -> Variant | None:
    """Which export has these fields; null where they are none of pretix."""
    if "order" not in fields:
        return None
    if "scan_type" in fields:
        return "checkin_log"
    if fields & {"full_name", "first_name", "last_name"}:
        return "checkin_list" if "checked_in" in fields else "positions"
    return "orders" if {"order_total", "fee_type"} & fields else None


def fields_of(sheet: Sheet, header: int, variant: Variant, tools: Tools) -> list[str | None]:
    """The field of each column; a second „Ort“ or „Firma“ is a question or the invoice's."""
    headings = sheet.rows[header]
    width = width_of(sheet, header)
    fields: list[str | None] = [None] * width
    invoice = next((at for at, each in enumerate(headings) if _field(each) == "order_name"), width)
    taken: set[str] = set()
    # In a check-in list the questions stand before the company and the address, elsewhere after.
    order = range(width - 1, -1, -1) if variant == "checkin_list" else range(width)
    for at in order:
        heading = headings[at] if at < len(headings) else ""
        field = _field(heading)
        if field in taken and field.startswith("attendee_") and at >= invoice - 1:
            field = field.replace("attendee_", "invoice_")  # pretix 4.0: the same words twice
        if field and field != NOT_READ and field in taken:
            field = None
        if field is None and heading:
            asked = field_asked(heading, column_values(sheet, header, at), tools)
            field = asked if asked in ASKED and asked not in taken else None
        if field:
            taken.add(field)
        fields[at] = field
    if variant == "checkin_log":
        fields = ["full_name" if field == "scan_name" else field for field in fields]
    return fields


def _field(heading: str) -> str | None:
    """The field of a heading of pretix itself; null for a question of the organiser."""
    if part := _NAME_PART.match(heading):
        field = field_of(part[1])
        return field if field in ("first_name", "last_name") else NOT_READ
    if _INVOICE_PART.match(heading):
        return NOT_READ
    return _FIELDS.get(compact(heading))
