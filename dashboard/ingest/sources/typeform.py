"""Typeform: headings always English, time stamps in UTC, partial answers without a submit date."""

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

_META: Headings = {
    "Response Type": Role.DROPPED,
    "Start Date (UTC)": Role.STARTED,
    "Stage Date (UTC)": Role.DROPPED,
    "Submit Date (UTC)": Role.SUBMITTED,
    "Network ID": Role.DROPPED,
    "Tags": Role.DROPPED,
    "Ending": Role.DROPPED,
    "Score": Role.DROPPED,
}
_SAYS_TYPEFORM = frozenset({compact("Start Date (UTC)"), compact("Submit Date (UTC)")})
_MARKS = re.compile(r"[*_]{1,2}(?=\S)|(?<=\S)[*_]{1,2}")


def _meta_of(headings: Sequence[str]) -> Mapping[int, Role]:
    known = {compact(heading): role for heading, role in _META.items()}
    roles = {
        at: known[compact(heading)]
        for at, heading in enumerate(headings)
        if compact(heading) in known
    }
    return {at: Role.ID for at, heading in enumerate(headings) if heading.strip() == "#"} | roles


def _wordings_of(heading: str) -> tuple[str, ...]:
    """The question without the marks of bold and italic print."""
    return (_MARKS.sub("", heading),)


FORMAT = Format(
    "typeform",
    "Typeform-Export",
    meta_of=_meta_of,
    wordings_of=_wordings_of,
    highest_is_best=True,
    tells_completion=True,
    in_utc=True,
)


def recognise(sheet: Sheet, tools: Tools, choices: Choices) -> Finding | None:
    """The table with a column ``Submit Date (UTC)`` beside ``Start Date (UTC)``."""
    for header, headings in enumerate(sheet.rows[:HEADER_ROWS]):
        if {compact(heading) for heading in headings} >= _SAYS_TYPEFORM:
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
    """Submitted responses only."""
    return parse_export(recognised, FORMAT, tools, choices)


SOURCE = Source(FORMAT.name, FORMAT.label, Kind.FEEDBACK, recognise, parse)
