"""Microsoft Forms as a survey: ratings below the headings that Forms itself writes.

``E-Mail`` and ``Name`` at the beginning are the respondent's account, not answers.
"""

import re
from collections.abc import Mapping, Sequence

from dashboard.ingest.columns import compact
from dashboard.ingest.document import Sheet
from dashboard.ingest.question_columns import export_finding
from dashboard.ingest.questionnaires import parse_export
from dashboard.ingest.schema import Choices, Kind, ParsedFile
from dashboard.ingest.source import Finding, Recognised, Source, Tools
from dashboard.ingest.survey_format import Format, Headings, Role
from dashboard.ingest.tables import HEADER_ROWS

_GERMAN: Headings = {
    "ID": Role.ID,
    "Startzeit": Role.STARTED,
    "Fertigstellungszeit": Role.SUBMITTED,
    "E-Mail": Role.DROPPED,
    "Name": Role.DROPPED,
    "Zeitpunkt der letzten Änderung": Role.DROPPED,
    "Sprache": Role.LANGUAGE,
    "Gesamtpunktzahl": Role.DROPPED,
    "Prüfungsfeedback": Role.DROPPED,
}
_ENGLISH: Headings = {
    "ID": Role.ID,
    "Start time": Role.STARTED,
    "Completion time": Role.SUBMITTED,
    "Email": Role.DROPPED,
    "Name": Role.DROPPED,
    "Last modified time": Role.DROPPED,
    "Language": Role.LANGUAGE,
    "Total points": Role.DROPPED,
    "Quiz feedback": Role.DROPPED,
    "Grade posted time": Role.DROPPED,
}
_KNOWN = {compact(heading): role for each in (_GERMAN, _ENGLISH) for heading, role in each.items()}
_SAYS_FORMS = frozenset(map(compact, ("Fertigstellungszeit", "Completion time")))
_QUIZ = re.compile(r"^(?:Punkte|Feedback|Points)\s+[-–]\s", re.I)
_REPEATED = re.compile(r"^(.*\D)\d$", re.S)


def _meta_of(headings: Sequence[str]) -> Mapping[int, Role]:
    """The columns from the first on that Forms writes, and the points of a quiz anywhere."""
    roles: dict[int, Role] = {}
    for at, heading in enumerate(headings):
        role = _KNOWN.get(compact(heading))
        if role and len(roles) == at:
            roles[at] = role
    for at, heading in enumerate(headings):
        if _QUIZ.match(heading):
            roles[at] = Role.DROPPED
    return roles


def _wordings_of(heading: str) -> tuple[str, ...]:
    """The heading, and without the digit that Forms appends to a repeated one („Name2“)."""
    match = _REPEATED.match(heading)
    return (heading, match[1]) if match else (heading,)


FORMAT = Format(
    "microsoft_forms_survey",
    "Microsoft-Forms-Umfrage",
    {"deutsch": _GERMAN, "englisch": _ENGLISH},
    meta_of=_meta_of,
    wordings_of=_wordings_of,
    highest_is_best=True,
)


def recognise(sheet: Sheet, tools: Tools, choices: Choices) -> Finding | None:
    """The table below ``ID``, ``Startzeit``, ``Fertigstellungszeit`` if it holds ratings."""
    for header, headings in enumerate(sheet.rows[:HEADER_ROWS]):
        names = {compact(heading) for heading in headings[:4]}
        if _SAYS_FORMS & names and Role.ID in _meta_of(headings).values():
            return export_finding(
                sheet,
                header,
                headings,
                layout=FORMAT,
                tools=tools,
                choices=choices,
                is_survey=False,
            )
    return None


def parse(recognised: Recognised, tools: Tools, choices: Choices) -> ParsedFile:
    """Every row is a submitted form."""
    return parse_export(recognised, FORMAT, tools, choices)


SOURCE = Source(FORMAT.name, FORMAT.label, Kind.FEEDBACK, recognise, parse)
