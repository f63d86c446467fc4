"""LimeSurvey: the CSV or Excel export of responses, with codes or full texts as headings.

Headings and separators as in ``CsvWriter.php`` and ``Writer.php`` of LimeSurvey (commits
d23a8dc, 07f257d), German words as in six public analyses of real exports.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from dashboard.ingest.columns import compact
from dashboard.ingest.document import Sheet
from dashboard.ingest.place_names import learned_key
from dashboard.ingest.question_columns import export_finding
from dashboard.ingest.questionnaires import parse_export
from dashboard.ingest.schema import Choices, Kind, ParsedFile
from dashboard.ingest.source import Finding, Recognised, Source, Tools
from dashboard.ingest.survey_format import (
    SINGLE_QUESTIONS,
    Format,
    Headings,
    Role,
    grid_of,
    row_in_brackets,
)
from dashboard.ingest.tables import HEADER_ROWS, date_above, title_above

_CODES: Headings = {
    "id": Role.ID,
    "submitdate": Role.SUBMITTED,
    "lastpage": Role.DROPPED,
    "startlanguage": Role.LANGUAGE,
    "seed": Role.DROPPED,
    "token": Role.DROPPED,
    "startdate": Role.STARTED,
    "datestamp": Role.DROPPED,
    "ipaddr": Role.DROPPED,
    "refurl": Role.DROPPED,
    "interviewtime": Role.DROPPED,
}
_ENGLISH: Headings = {
    "Response ID": Role.ID,
    "Date submitted": Role.SUBMITTED,
    "Last page": Role.DROPPED,
    "Start language": Role.LANGUAGE,
    "Seed": Role.DROPPED,
    "Token": Role.DROPPED,
    "Access code": Role.DROPPED,
    "Date started": Role.STARTED,
    "Date last action": Role.DROPPED,
    "IP address": Role.DROPPED,
    "Referrer URL": Role.DROPPED,
    "Total time": Role.DROPPED,
}
_GERMAN: Headings = {
    "Antwort ID": Role.ID,
    "Datum Abgeschickt": Role.SUBMITTED,
    "Letzte Seite": Role.DROPPED,
    "Start-Sprache": Role.LANGUAGE,
    "Startsprache": Role.LANGUAGE,
    "Zufallsstartwert": Role.DROPPED,
    "Zugangscode": Role.DROPPED,
    "Zugangsschlüssel": Role.DROPPED,
    "Datum gestartet": Role.STARTED,
    "Datum letzte Aktivität": Role.DROPPED,
    "IP-Adresse": Role.DROPPED,
    "Weiterleitungs-URL": Role.DROPPED,
    "Verweis-URL": Role.DROPPED,
    "Gesamtzeit": Role.DROPPED,
}
_KNOWN = {
    compact(heading): role
    for listed in (_CODES, _ENGLISH, _GERMAN)
    for heading, role in listed.items()
}
_TIMING = re.compile(
    r"^(?:(?:group|question)time\d+|(?:Gruppenzeit|Fragenzeit|Group time|Question time)\b.*)$", re.I
)
_CODE = r"[A-Za-z]\w*(?:\[[^\[\]]*\])*"
_CODE_AND_TEXT = re.compile(rf"^(?P<code>{_CODE})\.\s+(?P<text>\S.*)$", re.S)
_CODE_ONLY = re.compile(rf"^{_CODE}$")
_EMPTY_ROW = re.compile(r"\s*\[\s*\]\s*$")
_ANSWER_CODE = re.compile(r"^AO?0*(\d{1,2})$")
_OTHER = "-oth-"
_FILE_NAME = re.compile(
    r"^(?:results?-?survey|survey[_-]|vvexport|sheet|tabelle|blatt)\W*\d*", re.I
)


def _plain(heading: str) -> str:
    """The text of „id. Antwort ID“ and „G01Q01. Question []“ without code and lone brackets."""
    match = _CODE_AND_TEXT.match(heading)
    return _EMPTY_ROW.sub("", match["text"] if match else heading)


def _meta_of(headings: Sequence[str]) -> Mapping[int, Role]:
    roles: dict[int, Role] = {}
    for at, heading in enumerate(headings):
        role = _KNOWN.get(compact(_plain(heading)))
        if role and role not in (roles.values() if role is not Role.DROPPED else ()):
            roles[at] = role
        elif _TIMING.match(heading):
            roles[at] = Role.DROPPED
    return roles


def _wordings_of(heading: str) -> tuple[str, ...]:
    """„Inhalte“ of „G01Q01[SQ001]. Bewerten Sie [Inhalte]“; of a code alone its parts."""
    if _CODE_ONLY.match(heading):
        return (*reversed(re.split(r"[\[\]_]+", heading.rstrip("]"))), heading)
    return row_in_brackets(_plain(heading))


def _set_of(heading: str) -> str:
    """The question above the rows: „G01Q01“ of „G01Q01[SQ001]“, the stem of a full text."""
    if not _CODE_ONLY.match(heading):
        return grid_of(_plain(heading))
    code, *rows = re.split(r"[\[_]", heading, maxsplit=1)
    return code if rows else SINGLE_QUESTIONS


def _answer_of(cell: str) -> str:
    """„A3“ and „AO03“ as the number of the option; „other“ is no answer on a scale."""
    match = _ANSWER_CODE.match(cell)
    return match[1] if match else cell.replace(_OTHER, "")


FORMAT = Format(
    "limesurvey",
    "LimeSurvey-Export",
    {"deutsch": _GERMAN, "englisch": _ENGLISH, "": _CODES},
    meta_of=_meta_of,
    wordings_of=_wordings_of,
    answer_of=_answer_of,
    set_of=_set_of,
    highest_is_best=True,
    tells_completion=True,
)


def recognise(sheet: Sheet, tools: Tools, choices: Choices) -> Finding | None:
    """The table below LimeSurvey's own headings: the date of submission and one more."""
    for header, headings in enumerate(sheet.rows[:HEADER_ROWS]):
        roles = set(_meta_of(headings).values())
        if Role.SUBMITTED in roles and roles & {Role.ID, Role.LANGUAGE} and len(roles) > 2:
            return export_finding(
                sheet,
                header,
                headings,
                layout=FORMAT,
                tools=tools,
                choices=choices,
                is_survey=True,
            )
    return None


def parse(recognised: Recognised, tools: Tools, choices: Choices) -> ParsedFile:
    """Complete responses only; an Excel export names the sheet after the survey."""
    title = recognised.sheet.name
    if title and not _FILE_NAME.match(learned_key(title)):
        named = Sheet("", [[title]])
        recognised = replace(
            recognised,
            event_date=recognised.event_date or date_above(named, 1),
            event_title=recognised.event_title or title_above(named, 1),
        )
    return parse_export(recognised, FORMAT, tools, choices)


SOURCE = Source(FORMAT.name, FORMAT.label, Kind.FEEDBACK, recognise, parse)
