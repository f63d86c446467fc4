"""SurveyMonkey: two rows of headings, the question above its first column, the option below.

The column headings are joined to „Question [Option]“. A German account's words are unknown, so
the first columns are recognised by what stands in them.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from dashboard.ingest.columns import compact
from dashboard.ingest.document import Sheet
from dashboard.ingest.question_columns import export_finding
from dashboard.ingest.questionnaires import parse_export
from dashboard.ingest.schema import Choices, Kind, ParsedFile
from dashboard.ingest.source import Finding, Recognised, Source, Tools
from dashboard.ingest.survey_format import Format, Headings, Role, grid_of, row_in_brackets, stem_of
from dashboard.ingest.tables import HEADER_ROWS

_ENGLISH: Headings = {
    "Respondent ID": Role.ID,
    "Collector ID": Role.DROPPED,
    "Start Date": Role.STARTED,
    "End Date": Role.SUBMITTED,
    "IP Address": Role.DROPPED,
    "Email Address": Role.DROPPED,
    "First Name": Role.DROPPED,
    "Last Name": Role.DROPPED,
    "Custom Data 1": Role.DROPPED,
}
_GERMAN: Headings = {
    "Befragten-ID": Role.ID,
    "Teilnehmer-ID": Role.ID,
    "Collector-ID": Role.DROPPED,
    "Kollektor-ID": Role.DROPPED,
    "Beginndatum": Role.STARTED,
    "Startdatum": Role.STARTED,
    "Anfangsdatum": Role.STARTED,
    "Enddatum": Role.SUBMITTED,
    "IP-Adresse": Role.DROPPED,
    "E-Mail-Adresse": Role.DROPPED,
    "Vorname": Role.DROPPED,
    "Nachname": Role.DROPPED,
    "Benutzerdefinierte Daten 1": Role.DROPPED,
}
_KNOWN = {compact(heading): role for each in (_ENGLISH, _GERMAN) for heading, role in each.items()}
_CUSTOM = re.compile(r"^(?:Custom Data|Benutzerdefinierte Daten)\s*\d*$", re.I)
_ANSWER_HEADINGS = frozenset(
    compact(heading)
    for heading in ("Response", "Open-Ended Response", "Antwort", "Offene Antwort", "Beantwortung")
)
_OTHER = re.compile(r"^(?:other|sonstige[sr]?|andere[sr]?)\b", re.I)
_RESPONDENT_NUMBER = re.compile(r"^\d{8,}$")


def _meta_of(headings: Sequence[str]) -> Mapping[int, Role]:
    """The columns from the first on that SurveyMonkey writes, and every „Other“ beside a choice."""
    roles: dict[int, Role] = {}
    for at, heading in enumerate(headings):
        known = Role.DROPPED if _CUSTOM.match(heading) else _KNOWN.get(compact(heading))
        if known is None or len(roles) < at:
            break
        roles[at] = known
    for at, heading in enumerate(headings):
        if stem_of(heading) and _OTHER.match(row_in_brackets(heading)[0]):
            roles[at] = Role.DROPPED
    return roles


FORMAT = Format(
    "surveymonkey",
    "SurveyMonkey-Export",
    {"deutsch": _GERMAN, "englisch": _ENGLISH},
    meta_of=_meta_of,
    wordings_of=row_in_brackets,
    set_of=grid_of,
)


def recognise(sheet: Sheet, tools: Tools, choices: Choices) -> Finding | None:
    """The table below ``Respondent ID, Collector ID``, whether or not its second row is filled."""
    for at, questions in enumerate(sheet.rows[:HEADER_ROWS]):
        meta = _meta_of(questions)
        if meta.get(0) is not Role.ID or len(meta) < 3:
            continue
        second = sheet.rows[at + 1] if at + 1 < len(sheet.rows) else []
        has_second = not any(second[position] for position in meta if position < len(second))
        options = second if has_second else []
        finding = export_finding(
            sheet,
            at + has_second,
            joined_headings(questions, options),
            layout=FORMAT,
            tools=tools,
            choices=choices,
            is_survey=True,
        )
        return replace(finding, top=at) if finding else None
    return None


def joined_headings(questions: Sequence[str], options: Sequence[str]) -> list[str]:
    """„Question [Option]“; a question stands above the first of its columns only."""
    headings = []
    question = ""
    for at in range(max(len(questions), len(options))):
        question = questions[at] if at < len(questions) and questions[at] else question
        option = options[at] if at < len(options) else ""
        own = not option or compact(option) in _ANSWER_HEADINGS
        headings.append(question if own else f"{question} [{_without_brackets(option)}]")
    return headings


def _without_brackets(option: str) -> str:
    return option.replace("[", "(").replace("]", ")")


def parse(recognised: Recognised, tools: Tools, choices: Choices) -> ParsedFile:
    """Every row is a respondent; whether they reached the end, the file does not say."""
    return parse_export(recognised, FORMAT, tools, choices)


SOURCE = Source(FORMAT.name, FORMAT.label, Kind.FEEDBACK, recognise, parse)
