"""Which heading means which field: the expectation as data.

Headings are compared without case, blanks, umlauts, punctuation, „Ihr“, numbering, gender endings
and what stands in brackets. „Firma / Institution“ is found because both halves mean the same.
"""

import re
from collections.abc import Iterator

from dashboard.ingest.place_names import learned_key

NOT_READ = "ignored"
PERSON_FIELDS = frozenset({"last_name", "first_name", "full_name", "email"})
PLACE_FIELDS = frozenset({"place", "locality", "postcode", "address"})

# „name“ alone is the last name beside a first name and the full name elsewhere.
HEADINGS: dict[str, tuple[str, ...]] = {
    "name": ("Name", "Namen"),
    "last_name": ("Nachname", "Familienname", "Zuname", "Last name", "Surname", "Family name"),
    "first_name": ("Vorname", "Rufname", "First name", "Given name", "Forename"),
    "full_name": (
        "Vor- und Nachname",
        "Vor- und Zuname",
        "Vorname Nachname",
        "Vorname und Nachname",
        "Vorname Name",
        "Nachname Vorname",
        "Name Vorname",
        "Name und Vorname",
        "Vollständiger Name",
        "Teilnehmer",
        "Teilnehmerin",
        "Teilnehmerinnen und Teilnehmer",
        "Teilnehmende",
        "Teilnehmende Person",
        "Name Teilnehmer",
        "Name Teilnehmende",
        "Name des Teilnehmers",
        "Name der Teilnehmenden",
        "Name der Person",
        "Ansprechpartner",
        "Ansprechperson",
        "Kontaktperson",
        "Person",
        "Full name",
        "Display name",
        "Attendee",
        "Attendee name",
        "Participant",
        "Participant name",
    ),
    "email": (
        "E-Mail",
        "Mail",
        "E-Mail-Adresse",
        "Mailadresse",
        "E-Mail dienstlich",
        "Email address",
    ),
    "organisation": (
        "Organisation",
        "Institution",
        "Einrichtung",
        "Verein",
        "Verband",
        "Firma",
        "Betrieb",
        "Unternehmen",
        "Behörde",
        "Dienststelle",
        "Träger",
        "Arbeitgeber",
        "Körperschaft",
        "Name der Organisation",
        "Name der Institution",
        "Name der Einrichtung",
        "Name der Firma",
        "Name des Unternehmens",
        "Vertretene Organisation",
        "Company",
        "Organization",
        "Employer",
    ),
    "function": ("Funktion", "Position", "Rolle", "Amt", "Tätigkeit", "Beruf", "Job title", "Role"),
    "place": (
        "Ort",
        "Ort Ortsteil",
        "Wohnort",
        "Gemeinde",
        "Stadt",
        "Kommune",
        "Herkunft",
        "Herkunftsort",
        "Herkunftsgemeinde",
        "Heimatort",
        "Heimatgemeinde",
        "Wohnort mit Postleitzahl",
        "PLZ Ort",
        "PLZ und Ort",
        "PLZ Wohnort",
        "Postleitzahl Ort",
        "Postleitzahl und Ort",
        "Sitz",
        "Firmensitz",
        "Dienstort",
        "Ort der Einrichtung",
        "Aus welcher Gemeinde kommen Sie",
        "Aus welchem Ort kommen Sie",
        "Aus welcher Stadt oder Gemeinde kommen Sie",
        "In welcher Gemeinde wohnen Sie",
        "Wo wohnen Sie",
        "Woher kommen Sie",
        "City",
        "Town",
        "Municipality",
        "Place",
    ),
    "locality": ("Ortsteil", "OT", "Stadtteil", "Ortschaft", "Ortslage", "Locality"),
    "postcode": ("PLZ", "Postleitzahl", "ZIP", "ZIP code", "Postal code", "Postcode"),
    "address": ("Adresse", "Anschrift", "Address"),
    "attended": (
        "Anwesend",
        "Anwesend ja nein",
        "Anwesenheit",
        "Teilgenommen",
        "Tatsächlich teilgenommen",
        "Hat teilgenommen",
        "Teilnahme",
        "Teilnahme ja nein",
        "Erschienen",
        "Eingecheckt",
        "Check-in",
        "War da",
        "Attended",
        "Attendance",
        "Checked in",
        "Present",
    ),
    "signature": ("Unterschrift", "Signatur", "Signature"),
    "registered": (
        "Angemeldet",
        "Angemeldet am",
        "Anmeldung",
        "Anmeldedatum",
        "Registriert",
        "Zugesagt",
        "Zusage",
        "Registered",
    ),
    "status": (
        "Status",
        "Anmeldestatus",
        "Teilnahmestatus",
        "Teilnehmerstatus",
        "Gaststatus",
        "Gästestatus",
        "Buchungsstatus",
        "Stand der Anmeldung",
        "State",
        "Attendee status",
    ),
    "mode": (
        "Teilnahmeart",
        "Teilnahmeform",
        "Art der Teilnahme",
        "Form der Teilnahme",
        "Modus",
        "Format",
        "Online Präsenz",
        "Präsenz Online",
        "Online oder Präsenz",
        "Präsenz oder Online",
        "Mode",
    ),
    "marked_online": ("Online", "Digital", "Online-Teilnahme"),
    "marked_in_person": ("Präsenz", "Vor Ort", "In Präsenz", "Persönlich"),
    "minutes": (
        "Minuten",
        "Dauer",
        "Dauer in Minuten",
        "Verweildauer",
        "Teilnahmedauer",
        "Anwesenheitsdauer",
        "Duration",
        "Duration minutes",
        "Time in session",
    ),
    "event_date": ("Datum", "Veranstaltungsdatum", "Termin", "Date", "Event date"),
    "remark": (
        "Bemerkung",
        "Bemerkungen",
        "Anmerkung",
        "Anmerkungen",
        "Notiz",
        "Notizen",
        "Hinweis",
        "Hinweise",
        "Remark",
        "Remarks",
        "Notes",
    ),
    NOT_READ: (
        "Nr",
        "Nummer",
        "Lfd Nr",
        "Laufende Nummer",
        "Pos",
        "No",
        "ID",
        "Telefon",
        "Tel",
        "Telefonnummer",
        "Tel-Nr",
        "Handy",
        "Mobil",
        "Mobilnummer",
        "Fax",
        "Phone",
        "Phone number",
        "Straße",
        "Straße Hausnummer",
        "Straße und Hausnummer",
        "Straße Nr",
        "Hausnummer",
        "Street",
        "Anrede",
        "Titel",
        "Akad Titel",
        "Akademischer Titel",
        "Geschlecht",
        "Zeitstempel",
        "Timestamp",
        "Startzeit",
        "Fertigstellungszeit",
        "Start time",
        "Completion time",
        "Zeitpunkt der letzten Änderung",
        "Last modified time",
        "Uhrzeit",
        "Ankunft",
        "Geburtsdatum",
        "Land",
        "Bundesland",
        "Country",
        "Verpflegung",
        "Mittagessen",
        "Datenschutz",
        "Einwilligung",
        "Fotoerlaubnis",
        "Veranstaltung",
        "Veranstaltungsort",
        "Tagungsort",
        "Ort der Veranstaltung",
        "Venue",
        "Webseite",
    ),
}

_LONGEST_HEADING = 500  # letters
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_GENDER = re.compile(r"(?<=\w)(?:[*:_/·]-?|-)in(?:nen)?\b|(?<=[a-z])Innen\b|\(in(?:nen)?\)", re.I)
_ADDRESSED = re.compile(r"^(?:bitte\s+)?(?:ihr(?:e[nrms]?)?|dein(?:e[nrms]?)?|your)\s+", re.I)
_NUMBERED = re.compile(r"^\s*(?:frage\s*)?(?:[A-Z]{0,2}\d{1,3}[.):]\s*)+", re.I)
_EITHER = re.compile(r"\s*(?:[/,;|&]|\bund\b|\boder\b|\bbzw\b\.?)\s*", re.I)


def compact(text: str) -> str:
    """The letters and digits of a heading; two headings with equal ones are the same."""
    return learned_key(text).replace(" ", "")


def field_of(heading: str) -> str | None:
    """The field that a heading means; null if it is none that is known."""
    if len(heading) > _LONGEST_HEADING:
        return None
    for variant in _variants(heading):
        field = _FIELDS.get(compact(variant))
        if field:
            return field
        halves = {_FIELDS.get(compact(half)) for half in _EITHER.split(variant)}
        if len(halves) == 1 and None not in halves:
            return halves.pop()
    return None


def _variants(heading: str) -> Iterator[str]:
    """The heading as it stands, then with less and less around the word that matters."""
    yield heading
    yield _BRACKETS.sub(" ", heading)
    plain = _GENDER.sub("", _ADDRESSED.sub("", _NUMBERED.sub("", " ".join(heading.split()))))
    yield plain
    yield _BRACKETS.sub(" ", plain)


_FIELDS = {compact(heading): field for field, names in HEADINGS.items() for heading in names}
