"""Days as programs write them: the order of day and month is settled over a whole column."""

import re
from collections.abc import Iterable
from datetime import date

from dashboard.ingest.values import date_of

_SLASHED = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})(?!\d)(.*)", re.S)
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})/(\d{1,2})/(\d{1,2})(?!\d)")
_TWELVE_HOURS = re.compile(r"\d\s*[ap]\.?m\b|\bnoon\b|\bmidnight\b", re.I)


def days_in(texts: Iterable[str]) -> list[date | None]:
    """The day in each text; null for a text without one.

    „10/06/2026 4:31 p.m.“ is 6 October, „14/10/2026 16:31“ is 14 October. „10/06/2026“ follows the
    other texts: the month comes first where a clock of twelve hours or a day above 12 says so.
    """
    written = list(texts)
    month_first = _month_comes_first(written)
    return [_day(text, month_first=month_first) for text in written]


def only_day(texts: Iterable[str]) -> date | None:
    """The one day that all texts with a day name; null for none and for several."""
    days = {day for day in days_in(dict.fromkeys(texts)) if day}
    return days.pop() if len(days) == 1 else None


def _month_comes_first(texts: Iterable[str]) -> bool:
    slashed = [match for text in texts if (match := _SLASHED.search(text))]
    if any(int(match[1]) > 12 for match in slashed):
        return False
    return any(int(match[2]) > 12 or _TWELVE_HOURS.search(match[4]) for match in slashed)


def _day(text: str, *, month_first: bool) -> date | None:
    if match := _YEAR_FIRST.search(text):
        year, month, day = (int(part) for part in match.groups())
    elif match := _SLASHED.search(text):
        first, second, year = int(match[1]), int(match[2]), int(match[3])
        month, day = (first, second) if month_first else (second, first)
    else:
        return date_of(text)
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None
