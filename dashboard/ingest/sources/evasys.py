"""EvaSys: raw data with question texts as headings and the numbers of the options as answers.

There is one public analysis of such a file; it names no fixed heading. So the table is recognised
by what it holds: pictures of handwriting (``[IMAGE]``), or numbers beside ticks and time stamps.
On German evaluation forms the left pole, option 1, is mostly the best: a person has to confirm it.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from dashboard.ingest.columns import compact
from dashboard.ingest.document import Sheet
from dashboard.ingest.question_columns import export_finding
from dashboard.ingest.questionnaires import parse_export
from dashboard.ingest.schema import Choices, Kind, ParsedFile
from dashboard.ingest.source import Finding, Recognised, Source, Tools
from dashboard.ingest.submitted import moment_of
from dashboard.ingest.survey_format import Format, Role
from dashboard.ingest.tables import column_values

_IMAGE = "[IMAGE]"
_NUMBER_HEADINGS = frozenset(
    compact(heading)
    for heading in (
        *("ID", "Nr", "Nummer", "Bogen", "Bogen-ID", "Bogennummer", "Fragebogen", "Fragebogen-ID"),
        *("Fragebogennummer", "Datensatz", "Datensatznummer", "Sheet ID", "Form ID", "Record"),
    )
)
_TIME_HEADINGS = frozenset(
    compact(heading)
    for heading in (
        *("Zeitstempel", "Zeit", "Datum", "Uhrzeit", "Scanzeit", "Erfassungszeit", "Timestamp"),
        *("Time", "Date", "Abgabezeit", "Eingang", "Scandatum"),
    )
)
_NUMBERING = re.compile(r"^\s*\d{1,2}(?:\.\d{1,2})+[.)]?\s+")
_UNSURE_SCORE = 900.0  # below every format that is known by its headings


def _meta_of(headings: Sequence[str]) -> Mapping[int, Role]:
    roles: dict[int, Role] = {}
    for at, heading in enumerate(headings):
        if compact(heading) in _NUMBER_HEADINGS and Role.ID not in roles.values():
            roles[at] = Role.ID
        elif compact(heading) in _TIME_HEADINGS:
            seen = Role.SUBMITTED in roles.values()
            roles[at] = Role.DROPPED if seen else Role.SUBMITTED
    return roles


def _wordings_of(heading: str) -> tuple[str, ...]:
    """The question without its number in the questionnaire, „2.1 Die Inhalte …“."""
    return (_NUMBERING.sub("", heading),)


def _answer_of(cell: str) -> str:
    """Nothing for 0, which stands where no option was ticked, and for a picture."""
    return "" if cell in ("0", _IMAGE) else cell


FORMAT = Format(
    "evasys",
    "EvaSys-Rohdaten",
    meta_of=_meta_of,
    wordings_of=_wordings_of,
    answer_of=_answer_of,
)


def recognise(sheet: Sheet, tools: Tools, choices: Choices) -> Finding | None:
    """A table of numbers with a number and a time for each sheet, or with pictures in it."""
    header = next((at for at, row in enumerate(sheet.rows) if sum(map(bool, row)) > 2), None)
    if header is None:
        return None
    has_images = any(_IMAGE in row for row in sheet.rows[header + 1 :])
    if not has_images and not _looks_like_raw_data(sheet, header):
        return None
    finding = export_finding(
        sheet,
        header,
        sheet.rows[header],
        layout=FORMAT,
        tools=tools,
        choices=choices,
        is_survey=True,
    )
    return finding if has_images or finding is None else replace(finding, score=_UNSURE_SCORE)


def _looks_like_raw_data(sheet: Sheet, header: int) -> bool:
    """Numbered sheets with a time stamp, and options as repeated headings or columns of 0 and 1."""
    headings = sheet.rows[header]
    roles = _meta_of(headings)
    if roles.get(0) not in (Role.ID, Role.SUBMITTED):
        return False
    columns = {at: list(column_values(sheet, header, at)) for at in range(len(headings))}
    timed = any(
        role is Role.SUBMITTED and any(":" in cell and moment_of(cell) for cell in columns[at])
        for at, role in roles.items()
    )
    ticks = [cells for at, cells in columns.items() if at not in roles and {*cells} == {"0", "1"}]
    repeated = Counter(filter(None, headings)).most_common(1)[0][1] > 1
    has_zero = any("0" in cells for at, cells in columns.items() if at not in roles)
    return timed and (repeated or len(ticks) > 1 or has_zero)


def parse(recognised: Recognised, tools: Tools, choices: Choices) -> ParsedFile:
    """Every row is a scanned sheet."""
    return parse_export(recognised, FORMAT, tools, choices)


SOURCE = Source(FORMAT.name, FORMAT.label, Kind.FEEDBACK, recognise, parse)
