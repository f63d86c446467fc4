"""BigBlueButton: the learning analytics dashboard, one row per user.

Columns are known from the left: the heading is written without quotes, so that a comma in the
question of a poll shifts what follows it. The last row („Anonym“) holds anonymous answers.
Written by ``UserService.js`` of bbb-learning-dashboard.
"""

import re
from collections.abc import Sequence

from dashboard.ingest.columns import compact
from dashboard.ingest.document import Sheet
from dashboard.ingest.meeting_tables import (
    SIGNATURE,
    find_header,
    is_moment,
)
from dashboard.ingest.meetings import (
    Meeting,
    Visit,
    seconds_between,
    to_parsed_file,
)
from dashboard.ingest.moments import DayOrder, day_order, moment_of
from dashboard.ingest.schema import Choices, ColumnMatch, Kind, ParsedFile
from dashboard.ingest.source import Finding, Recognised, Source, Tools
from dashboard.ingest.tables import repeats_header
from dashboard.ingest.values import seconds_of, yes_or_no

LABEL = "BigBlueButton-Dashboard"

_FIRST_COLUMNS = 12  # what follows are polls
_FLAG = re.compile(r"^(?:true|false|wahr|falsch|ja|nein|yes|no)$", re.I)
_GERMAN = frozenset({"redezeit", "webcamzeit", "nachrichten", "verlassen", "teilnahme"})
_FIELDS = {"name": "full_name", "join": "join", "teilnahme": "join", "duration": "minutes"} | {
    "left": "leave",
    "verlassen": "leave",
    "dauer": "minutes",
}


def recognise(sheet: Sheet, tools: Tools, choices: Choices) -> Finding | None:  # noqa: ARG001
    """„Name“, „Moderator“ and at least six columns of what people did."""
    header = find_header(sheet, _heads)
    if header is None:
        return None
    headings = sheet.rows[header][:_FIRST_COLUMNS]
    matches = (
        ColumnMatch(at, heading, _FIELDS.get(compact(heading)), ())
        for at, heading in enumerate(headings)
    )
    return Finding(SIGNATURE, header, tuple(matches))


def parse(recognised: Recognised, tools: Tools, choices: Choices) -> ParsedFile:
    """Everybody who was there; guests who came again stand in the file twice."""
    sheet, finding = recognised.sheet, recognised.finding
    headings = sheet.rows[finding.header]
    rows = [
        (number, _aligned(cells))
        for number, cells in enumerate(sheet.rows[finding.header + 1 :], finding.header + 2)
        if any(cells) and not repeats_header(cells, headings)
    ]
    order = day_order([cell for _, cells in rows for cell in cells if is_moment(cell)])
    german = _GERMAN & set(map(compact, headings))
    meeting = Meeting(
        label=f"{LABEL}, {'deutsch' if german else 'englisch'}",
        columns=finding.columns,
        visits=[_visit(number, cells, order) for number, cells in rows if cells],
        order=order,
    )
    return to_parsed_file(SOURCE, meeting, recognised, tools, choices)


def _heads(row: Sequence[str]) -> bool:
    return len(row) >= 8 and compact(row[0]) == "name" and compact(row[1]).startswith("moderator")


def _aligned(cells: Sequence[str]) -> list[str]:
    """The row with the name in one cell; empty for the row that is no person.

    A name with a quote and a comma falls apart; TRUE or FALSE tells where it ends.
    """
    flag = next((at for at, cell in enumerate(cells) if at and _FLAG.match(cell)), None)
    if flag is None or flag > 4:
        return []
    return [",".join(cells[:flag]), *cells[flag:]]


def _visit(number: int, cells: Sequence[str], order: DayOrder) -> Visit:
    """Join is the first cell with date and time, then come left („-“: still there) and duration."""
    moments = [at for at, cell in enumerate(cells) if is_moment(cell)]
    joined = moment_of(cells[moments[0]], order) if moments else None
    after = cells[moments[0] + 1 : moments[0] + 3] if moments else []
    left = moment_of(after[0], order) if after else None
    seconds = seconds_of(after[1]) if len(after) > 1 else None
    if seconds is None and joined and left:
        seconds = seconds_between(joined, left)
    return Visit(
        number,
        cells[0],
        joined=joined,
        left=left,
        seconds=seconds,
        organiser=bool(yes_or_no(cells[1])),
    )


SOURCE = Source("bigbluebutton", LABEL, Kind.ATTENDANCE, recognise, parse)
