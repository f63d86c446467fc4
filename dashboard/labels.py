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

# What a column of a list may hold; the fields that ``ingest.columns`` knows.
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
    # Questionnaires:
    "question": "Frage",
    "respondent_type": "Gruppe der Befragten",
    "id": "Nummer des Fragebogens",
}

MONTHS = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni"),
    *("Juli", "August", "September", "Oktober", "November", "Dezember"),
)
