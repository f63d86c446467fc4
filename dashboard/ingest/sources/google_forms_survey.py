"""Google Forms as a survey: answers below ``Zeitstempel`` or ``Timestamp``."""

from collections.abc import Mapping, Sequence

from dashboard.ingest.columns import compact
from dashboard.ingest.document import Sheet
from dashboard.ingest.question_columns import export_finding
from dashboard.ingest.questionnaires import parse_export
from dashboard.ingest.schema import Choices, Kind, ParsedFile
from dashboard.ingest.source import Finding, Recognised, Source, Tools
from dashboard.ingest.submitted import moment_of
from dashboard.ingest.survey_format import Format, Headings, Role, grid_of, row_in_brackets
from dashboard.ingest.tables import HEADER_ROWS, column_values

_GERMAN: Headings = {
    "Zeitstempel": Role.SUBMITTED,
    "E-Mail-Adresse": Role.DROPPED,
    "Nutzername": Role.DROPPED,
    "Punkte": Role.DROPPED,
    "Punktzahl": Role.DROPPED,
}
_ENGLISH: Headings = {
    "Timestamp": Role.SUBMITTED,
    "Email Address": Role.DROPPED,
    "Username": Role.DROPPED,
    "Score": Role.DROPPED,
}
_KNOWN = {compact(heading): role for each in (_GERMAN, _ENGLISH) for heading, role in each.items()}


def _meta_of(headings: Sequence[str]) -> Mapping[int, Role]:
    """The columns from the first on that Google writes."""
    roles: dict[int, Role] = {}
    for at, heading in enumerate(headings):
        role = _KNOWN.get(compact(heading))
        if role is None or (role is Role.SUBMITTED) != (at == 0):
            break
        roles[at] = role
    return roles


FORMAT = Format(
    "google_forms_survey",
    "Google-Formulare-Umfrage",
    {"deutsch": _GERMAN, "englisch": _ENGLISH},
    meta_of=_meta_of,
    wordings_of=row_in_brackets,
    set_of=grid_of,
    highest_is_best=True,
)


def recognise(sheet: Sheet, tools: Tools, choices: Choices) -> Finding | None:
    """The table below a first heading ``Zeitstempel`` over time stamps, if it holds ratings."""
    for header, headings in enumerate(sheet.rows[:HEADER_ROWS]):
        if not _meta_of(headings) or len(headings) < 2:
            continue
        stamps = list(column_values(sheet, header, 0))
        if stamps and not any(moment_of(stamp) for stamp in stamps):
            return None
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
    """Every row is a submitted form, known again by its time stamp."""
    return parse_export(recognised, FORMAT, tools, choices)


SOURCE = Source(FORMAT.name, FORMAT.label, Kind.FEEDBACK, recognise, parse)
