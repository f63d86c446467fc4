"""When questionnaires were submitted, as survey tools write it."""

import re
from collections.abc import Sequence
from datetime import datetime

from dashboard import formatting
from dashboard.ingest.moments import german_time
from dashboard.ingest.schema import Problem, Severity
from dashboard.ingest.source import problem

_MOMENT = re.compile(
    r"^(?:(?P<year>\d{4})[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})"
    r"|(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4}|\d{2})"
    r"|(?P<first>\d{1,2})/(?P<second>\d{1,2})/(?P<last>\d{4}|\d{2}))"
    r"(?:[ T,]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::\d{2}(?:[.,]\d+)?)?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?)?"
)
# LimeSurvey's own constant for „complete, but the date is not stored“.
_NO_DATE = 1980
_OLDEST = 70  # of two digits: „01.01.80“ is that constant after a visit to Excel


def moment_of(text: str, *, utc: bool = False) -> datetime | None:
    """The moment to the minute, German time without zone; null where none is readable.

    Dates with slashes are American, month first, unless there is no such month.
    """
    match = _MOMENT.match(text.strip())
    if not match:
        return None
    try:
        found = datetime(*_date_parts(match), *_clock_parts(match))  # noqa: DTZ001 - zone follows
    except ValueError:
        return None
    if found.year <= _NO_DATE:
        return None
    return german_time(found) if utc else found


def _date_parts(match: re.Match[str]) -> tuple[int, int, int]:
    if match["year"]:
        return int(match["year"]), int(match["month"]), int(match["day"])
    if match["d"]:
        day, month, year = int(match["d"]), int(match["m"]), int(match["y"])
    else:
        month, day, year = int(match["first"]), int(match["second"]), int(match["last"])
        if month > 12:
            month, day = day, month
    if year < 100:
        year += 1900 if year >= _OLDEST else 2000
    return year, month, day


def _clock_parts(match: re.Match[str]) -> tuple[int, int]:
    hour, minute = int(match["hour"] or 0), int(match["minute"] or 0)
    if match["half"]:
        hour = hour % 12 + (12 if match["half"][0] in "pP" else 0)
    return hour, minute


def submission_note(moments: Sequence[datetime]) -> list[Problem]:
    """From when to when questionnaires came in: a help for choosing the event, never its date."""
    if not moments:
        return []
    first, last = min(moments), max(moments)
    when = f"am {formatting.day(first)}"
    if first.date() != last.date():
        when = f"vom {formatting.day(first)} bis {formatting.day(last)}"
    return [
        problem(
            Severity.NOTE,
            "submitted_between",
            f"Die Rückmeldungen wurden {when} abgegeben. Das Datum der Veranstaltung nennt die "
            "Datei damit nicht.",
        )
    ]
