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
