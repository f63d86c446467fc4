"""Points in time as the tools write them: in the language of whoever exported the file.

06/10/26 is the 6th of October in Vienna and the 10th of June in New York. The order of day and
month is therefore read once from the whole file, and not cell by cell.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel.dates import get_month_names

_GERMANY = ZoneInfo("Europe/Berlin")


def _month_numbers() -> dict[str, int]:
    return {
        name.lower().strip("."): number
        for locale in ("de", "en")
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, locale=locale).items()
    }


_MONTHS = _month_numbers() | {"sept": 9}
_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
_WEEKDAY = re.compile(r"^[^\W\d_]{2,10}\.?,\s*(?=.*\d)")
_NUMBERS = re.compile(r"(\d{1,4})([./-])\s?(\d{1,2})\2\s?(\d{1,4})(?!\d)\.?")
_MONTH_DAY = re.compile(rf"({_NAMES})\.?\s+(\d{{1,2}}),?\s+(\d{{4}})", re.I)
_DAY_MONTH = re.compile(rf"(\d{{1,2}})\.?[\s-]({_NAMES})\.?[\s-](\d{{4}})", re.I)
_BETWEEN = re.compile(r"^(?:[\s,T]|um\b|at\b)*")
_CLOCK = re.compile(
    r"(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(?:([ap])\.?\s?m\b\.?)?"
    r"\s*(?:Uhr|Z|[A-Z]{2,5}|\(.*\))?\s?(?:[+-]\d{1,2}(?::?\d{2})?)?",
    re.I,
)


@dataclass(frozen=True)
class DayOrder:
    """Whether the month comes first in 06/10/26; ``sure``: something in the file proves it."""

    month_first: bool = False
    sure: bool = True


DAY_FIRST = DayOrder()


def day_order(texts: Sequence[str]) -> DayOrder:
    """The order of day and month in all dates of a file.

    Proven by a number above 12, by AM/PM in capitals (en-US; en-IN and en-AU write small letters
    and the day first), or because the other order would stretch the meeting over months.
    """
    pairs = [
        (int(found[1]), int(found[3]))
        for text in texts
        if (found := _NUMBERS.match(text)) and found[2] != "." and len(found[1]) < 3
    ]
    day_leads = any(first > 12 for first, _ in pairs)
    month_leads = any(second > 12 for _, second in pairs)
    if day_leads or month_leads or all(first == second for first, second in pairs):
        return DayOrder(month_leads and not day_leads)
    if any(re.search(r"\d\s*[AP]M\b", text) for text in texts):
        return DayOrder(month_first=True)
    apart = _span(texts, DAY_FIRST) - _span(texts, DayOrder(month_first=True))
    if abs(apart) > timedelta(days=1):
        return DayOrder(month_first=apart > timedelta())
    return DayOrder(sure=False)


def moment_of(text: str, order: DayOrder = DAY_FIRST) -> datetime | None:
    """Date and clock time, without a zone; midnight where only a date is given.

    „06.10.26, 17:00:07“, „10/6/26, 5:00:07 PM“, „Oct 06, 2026 17:00“, „2026-10-06 17:00:00“.
    """
    text = _WEEKDAY.sub("", text.strip())
    for form in (_NUMBERS, _MONTH_DAY, _DAY_MONTH):
        if found := form.match(text):
            day = _day(form, found, order)
            rest = _BETWEEN.sub("", text[found.end() :])
            clock = clock_of(rest) if rest else time()
            return datetime.combine(day, clock) if day and clock else None
    return None


def german_time(utc: datetime) -> datetime:
    """The moment in Germany, without a zone; one at the end of all years stays as it is."""
    if utc.year == MAXYEAR:
        return utc
    return utc.replace(tzinfo=UTC).astimezone(_GERMANY).replace(tzinfo=None)


def clock_of(text: str) -> time | None:
    """„18:02“, „10:00 AM“, „17:00:07 MESZ“."""
    found = _CLOCK.fullmatch(text.strip())
    if not found:
        return None
    hour = int(found[1])
    if found[4]:
        hour = hour % 12 + (12 if found[4].lower() == "p" else 0)
    try:
        return time(hour, int(found[2]), int(found[3] or 0))
    except ValueError:
        return None


def _day(form: re.Pattern[str], found: re.Match[str], order: DayOrder) -> date | None:
    if form is _MONTH_DAY:
        return _date(found[3], _MONTHS[found[1].lower()], found[2])
    if form is _DAY_MONTH:
        return _date(found[3], _MONTHS[found[2].lower()], found[1])
    first, mark, second, third = found.groups()
    if len(first) == 4:
        return _date(first, second, third)
    as_day_first, as_month_first = _date(third, second, first), _date(third, first, second)
    # Points put the day first in every language that writes them.
    if order.month_first and mark != ".":
        return as_month_first or as_day_first
    return as_day_first or as_month_first


def _date(year: str, month: str | int, day: str) -> date | None:
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    except ValueError:
        return None


def _span(texts: Iterable[str], order: DayOrder) -> timedelta:
    moments = [moment for text in texts if (moment := moment_of(text, order))]
    return max(moments) - min(moments) if moments else timedelta()
