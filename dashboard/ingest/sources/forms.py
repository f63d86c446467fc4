"""Registrations collected with Microsoft Forms: the workbook „Antworten in Excel öffnen“.

The first columns are Forms' own: start, completion and the account of whoever answered. In a form
that anyone may fill in the account is „anonymous“, so that the answers come first.
"""

from collections.abc import Sequence

from dashboard.ingest.columns import NOT_READ, compact
from dashboard.ingest.document import Sheet
from dashboard.ingest.registration_forms import (
    ACCOUNT_EMAIL,
    ACCOUNT_NAME,
    parse_registration,
    registration_finding,
)
from dashboard.ingest.schema import Choices, Kind, ParsedFile
from dashboard.ingest.source import Finding, Recognised, Source, Tools
from dashboard.ingest.tables import HEADER_ROWS

LABEL = "Microsoft-Forms-Anmeldung"
SIGNATURE = 1000.0

_STARTED = frozenset({"startzeit", "starttime"})
_COMPLETED = frozenset({"fertigstellungszeit", "completiontime"})
_OWN = {
    **dict.fromkeys(("email", "emailadresse", "emailaddress"), ACCOUNT_EMAIL),
    "name": ACCOUNT_NAME,
    **dict.fromkeys(("zeitpunktderletztenaenderung", "lastmodifiedtime"), NOT_READ),
    **dict.fromkeys(("sprache", "language", "id"), NOT_READ),
}
_QUIZ = ("gesamtpunktzahl", "pruefungsfeedback", "totalpoints", "quizfeedback")
_GRADED = ("Punkte –", "Punkte -", "Feedback –", "Feedback -", "Points -", "Points –")
_FIRST_COLUMNS = 4


def recognise(sheet: Sheet, tools: Tools, choices: Choices) -> Finding | None:
    """The table that begins with the start and the completion of each answer."""
    for header, headings in enumerate(sheet.rows[:HEADER_ROWS]):
        first = [compact(heading) for heading in headings[:_FIRST_COLUMNS]]
        if _STARTED & set(first) and _COMPLETED & set(first):
            meta = _meta(headings)
            score = SIGNATURE + len(meta)
            return registration_finding(sheet, header, meta, score, tools=tools, choices=choices)
    return None


def parse(recognised: Recognised, tools: Tools, choices: Choices) -> ParsedFile:
    """One row per person who registered."""
    return parse_registration(recognised, tools, choices, source=SOURCE.name, label=LABEL)


def _meta(headings: Sequence[str]) -> dict[int, str]:
    """The columns that Forms writes itself, up to the first question, and those of a quiz."""
    keys = [compact(heading) for heading in headings]
    completed = next(at for at, key in enumerate(keys) if key in _COMPLETED)
    meta = dict.fromkeys(range(completed + 1), NOT_READ)
    for at in range(completed + 1, len(keys)):
        field = _OWN.get(keys[at])
        if field is None or (field != NOT_READ and field in meta.values()):
            break
        meta[at] = field
    for at, heading in enumerate(headings):
        if keys[at] in _QUIZ or heading.startswith(_GRADED):
            meta[at] = NOT_READ
    return meta


SOURCE = Source("microsoft_forms", LABEL, Kind.ATTENDANCE, recognise, parse)
