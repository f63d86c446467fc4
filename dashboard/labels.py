"""German words for the fixed values of the data: one dictionary per set of values.

Only words that several screens share; a text that stands in one place lies beside its widget.
"""

EVENT_STATUSES = {
    "planned": "geplant",
    "held": "stattgefunden",
    "cancelled": "abgesagt",
    "postponed": "verschoben",
}

MODES = {
    "in_person": "Präsenz",
    "online": "online",
    "hybrid": "hybrid",
    "unknown": "unbekannt",
}

DATE_BASES = {
    "stated": "steht fest",
    "announced": "angekündigt",
    "unknown": "unbekannt",
}

NOTE_KINDS = {
    "funding": "Förderaufruf",
    "election": "Wahl",
    "online_only": "nur online",
    "other": "Sonstiges",
}

# What became of an event, as far as somebody has said so.
TIMELINE_STATES = {
    "held": "stattgefunden",
    "planned": "geplant",
    "postponed": "verschoben",
    "overdue": "angekündigt; ob er stattfand, ist nicht eingetragen",
}

ATTENDANCE_STATUSES = {
    "invited": "eingeladen",
    "registered": "angemeldet",
    "attended": "teilgenommen",
    "withdrawn": "abgemeldet",
    "no_show": "nicht erschienen",
}

LEVELS = {
    "municipality": "Gemeinde",
    "association": "Verbandsgemeinde",
    "district": "Landkreis",
    "outside": "außerhalb des Landkreises",
    "unknown": "unbekannt",
    "ambiguous": "mehrdeutig",
    "proposal": "Vorschlag",
}

ORGANISATION_TYPES = {
    "municipality": "Gemeinde",
    "district": "Landkreis",
    "municipal_company": "kommunales Unternehmen",
    "company": "Unternehmen",
    "politics": "Politik",
    "association": "Verband oder Verein",
    "research_education": "Forschung und Bildung",
    "state_federal": "Land und Bund",
    "citizen": "Bürgerinnen und Bürger",
    "other": "Sonstige",
    "unknown": "unbekannt",
}

AGENDA_KINDS = {
    "welcome": "Begrüßung",
    "introduction": "Einführung",
    "impulse": "Impuls",
    "presentation": "Vortrag",
    "project": "Projektvorstellung",
    "experience": "Erfahrungsbericht",
    "discussion": "Diskussion",
    "culture": "Kulturbeitrag",
    "review": "Rückblick",
    "outlook": "Ausblick",
}

PROBLEM_SEVERITIES = {
    "error": "Fehler",
    "warning": "Warnung",
    "note": "Hinweis",
}

IMPORT_KINDS = {
    "attendance": "Teilnahmeliste",
    "feedback": "Rückmeldungen",
}

IMPORT_STATES = {
    "active": "gültig",
    "undone": "zurückgenommen",
}

OUTCOME_KINDS = {
    "project": "Projekt",
    "study": "Studie",
    "demand": "Forderung",
    "idea": "Idee",
    "funding": "Förderung",
    "evaluation": "Evaluation",
}

OUTCOME_STATUSES = {
    "open": "offen",
    "running": "läuft",
    "done": "erledigt",
    "dropped": "nicht weiterverfolgt",
}

SUGGESTION_STATUSES = {
    "proposed": "vorgeschlagen",
    "planned": "eingeplant",
    "covered": "behandelt",
    "declined": "abgelehnt",
}

SUGGESTION_SOURCES = {
    "citizen": "Bürgerinnen und Bürger",
    "company": "Unternehmen",
    "municipality": "Gemeinde",
    "politics": "Politik",
    "association": "Verband oder Verein",
    "other": "Sonstige",
    "unknown": "unbekannt",
}

# What a column of a file may hold: every field that a source of ``ingest`` gives its columns.
COLUMN_FIELDS = {
    "full_name": "Name (vollständig)",
    "last_name": "Nachname",
    "first_name": "Vorname",
    "email": "E-Mail",
    "organisation": "Organisation",
    "function": "Funktion",
    "place": "Ort",
    "locality": "Ortsteil",
    "postcode": "Postleitzahl",
    "address": "Adresse",
    "attended": "Anwesend",
    "signature": "Unterschrift",
    "registered": "Angemeldet",
    "status": "Stand der Anmeldung",
    "mode": "Präsenz oder online",
    "marked_online": "Kreuz für online",
    "marked_in_person": "Kreuz für Präsenz",
    "minutes": "Minuten",
    "event_date": "Datum der Veranstaltung",
    "remark": "Bemerkung",
    "ignored": "nicht verwendet",
    # Meetings:
    "join": "Beitritt (Uhrzeit)",
    "leave": "Verlassen (Uhrzeit)",
    "role": "Rolle in der Besprechung",
    "account": "Konto im Programm",
    "action": "Beitritt oder Verlassen",
    "timestamp": "Zeitpunkt",
    "approval": "Freigabe der Anmeldung",
    "registered_at": "Zeitpunkt der Anmeldung",
    "waiting_room": "Warteraum",
    "meeting_name": "Name der Besprechung",
    "meeting_start": "Beginn der Besprechung",
    "meeting_end": "Ende der Besprechung",
    # Registrations and tickets:
    "intention": "Zusage oder Absage",
    "account_email": "E-Mail des Kontos",
    "account_name": "Name des Kontos",
    "order": "Bestellung",
    "position": "Position der Bestellung",
    "order_email": "E-Mail der Bestellung",
    "order_name": "Name der Bestellung",
    "buyer_email": "E-Mail der bestellenden Person",
    "order_total": "Gesamtbetrag",
    "fee_type": "Art der Gebühr",
    "paid": "bezahlt",
    "event_title": "Titel der Veranstaltung",
    "series_date": "Termin der Reihe",
    "starts": "Beginn",
    "product": "Produkt",
    "variation": "Variante des Produkts",
    "addon_to": "Zusatz zu Position",
    "ticket_type": "Art des Tickets",
    "quantity": "Anzahl der Tickets",
    "attendee_number": "Nummer der teilnehmenden Person",
    "attendee_status": "Stand der Teilnahme",
    "attendee_organisation": "Organisation der teilnehmenden Person",
    "attendee_place": "Ort der teilnehmenden Person",
    "attendee_postcode": "Postleitzahl der teilnehmenden Person",
    "invoice_organisation": "Organisation der Rechnung",
    "invoice_place": "Ort der Rechnung",
    "invoice_postcode": "Postleitzahl der Rechnung",
    "home_place": "Ort (privat)",
    "home_postcode": "Postleitzahl (privat)",
    "work_place": "Ort (dienstlich)",
    "work_postcode": "Postleitzahl (dienstlich)",
    "billing_place": "Ort der Rechnung",
    "billing_postcode": "Postleitzahl der Rechnung",
    "ship_place": "Ort der Lieferung",
    "ship_postcode": "Postleitzahl der Lieferung",
    "checked_in": "eingecheckt",
    "checkin_lists": "Check-in-Listen",
    "automatic": "automatisch eingecheckt",
    "scan_date": "Datum des Scans",
    "scan_type": "Art des Scans",
    "scan_name": "Name beim Scan",
    "result": "Ergebnis des Scans",
    # Questionnaires:
    "question": "Frage",
    "respondent_type": "Gruppe der Befragten",
    "id": "Nummer des Fragebogens",
}

MONTHS = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni"),
    *("Juli", "August", "September", "Oktober", "November", "Dezember"),
)

# How a feedback talk went, as judged by whoever led it; the number is what is stored.
TENDENCIES = {
    5: "positiv",
    4: "eher positiv",
    3: "gemischt",
    2: "eher negativ",
    1: "negativ",
}

# The function of whom staff talked with; a name is never kept.
COUNTERPARTS = {
    "mayor": "Bürgermeisterin oder Bürgermeister",
    "deputy_mayor": "Stellvertretung im Bürgermeisteramt",
    "association_mayor": "Verbandsgemeindebürgermeisterin oder -bürgermeister",
    "local_mayor": "Ortsbürgermeisterin oder Ortsbürgermeister",
    "office": "Amts- oder Fachbereichsleitung",
    "district": "Landkreis",
    "company": "Geschäftsführung eines Unternehmens",
    "other": "andere Funktion",
}
