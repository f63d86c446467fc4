"""Registrations collected with Google Forms: the download of the answers or the linked sheet.

The first column is the moment of the answer, the second may be the address that Google collected;
everything else is a question as the organiser worded it.
"""

from dashboard.ingest.columns import NOT_READ, compact
from dashboard.ingest.document import Sheet
from dashboard.ingest.registration_forms import (
    ACCOUNT_EMAIL,
    parse_registration,
    registration_finding,
)
from dashboard.ingest.schema import Choices, Kind, ParsedFile
from dashboard.ingest.source import Finding, Recognised, Source, Tools
from dashboard.ingest.tables import HEADER_ROWS

LABEL = "Google-Forms-Anmeldung"
SIGNATURE = 1000.0

_TIMESTAMP = frozenset({"zeitstempel", "timestamp"})
_ACCOUNT = frozenset({"emailadresse", "emailaddress", "username", "nutzername", "benutzername"})
_SCORE = frozenset({"punkte", "score", "punktzahl"})


def recognise(sheet: Sheet, tools: Tools, choices: Choices) -> Finding | None:
    """The table whose first heading is the time stamp."""
    for header, headings in enumerate(sheet.rows[:HEADER_ROWS]):
        keys = [compact(heading) for heading in headings]
        if len(keys) < 2 or keys[0] not in _TIMESTAMP:
            continue
        meta = {0: NOT_READ}
        for at, key in enumerate(keys[1:3], 1):
            if key in _ACCOUNT and ACCOUNT_EMAIL not in meta.values():
                meta[at] = ACCOUNT_EMAIL
            elif key in _SCORE:
                meta[at] = NOT_READ
            else:
                break
        return registration_finding(
            sheet, header, meta, SIGNATURE + len(meta), tools=tools, choices=choices
        )
    return None


def parse(recognised: Recognised, tools: Tools, choices: Choices) -> ParsedFile:
    """One row per person who registered."""
    return parse_registration(recognised, tools, choices, source=SOURCE.name, label=LABEL)


SOURCE = Source("google_forms", LABEL, Kind.ATTENDANCE, recognise, parse)
