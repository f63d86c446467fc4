"""Numbers and dates as a German reader expects them; the only place that formats them."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

import pandas as pd
from babel.dates import format_date
from babel.numbers import format_decimal

MISSING = "k. A."
SUPPRESSED = "·"
NOT_APPLICABLE = "–"
_ZONE = ZoneInfo("Europe/Berlin")


def is_missing(value: object) -> bool:
    """True for None, NaN, NaT and pandas' NA; never for text."""
    return value is None or (not isinstance(value, str) and bool(pd.isna(value)))  # type: ignore[call-overload]


def whole(value: object) -> str:
    """12345 as 12.345; null as „k. A.“."""
    if is_missing(value):
        return MISSING
    return str(format_decimal(int(value), locale="de_DE"))  # type: ignore[call-overload]


def decimal(value: object, digits: int = 1) -> str:
    """12.5 as 12,5; null as „k. A.“. Halves are rounded up, as spreadsheets do."""
    if is_missing(value):
        return MISSING
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    pattern = "#,##0." + "0" * digits if digits else "#,##0"
    return str(format_decimal(rounded, format=pattern, locale="de_DE"))


def number(value: object) -> str:
    """12 as 12, 12.5 as 12,5: decimals only where there are some."""
    if is_missing(value) or float(value).is_integer():  # type: ignore[arg-type]
        return whole(value)
    return decimal(value)


def text(value: object) -> str:
    """A text as it is; null as „k. A.“."""
    return MISSING if is_missing(value) else str(value)


def or_dash(write: Callable[[object], str]) -> Callable[[object], str]:
    """The same text, but a null as „–“: where it means that there is nothing to say."""
    return lambda value: NOT_APPLICABLE if is_missing(value) else write(value)


def points(share: object) -> str:
    """A difference of two shares in percentage points: 0.05 as +5 Punkte; null as „k. A.“."""
    if is_missing(share):
        return MISSING
    rounded = whole_percent(float(share))  # type: ignore[arg-type]
    sign = {1: "+", -1: "−"}.get((rounded > 0) - (rounded < 0), "±")
    return f"{sign}{whole(abs(rounded))} {'Punkt' if abs(rounded) == 1 else 'Punkte'}"


def whole_percent(share: float) -> int:
    """A share as hundredths, rounded as ``percent`` and ``points`` round."""
    # Fifteen digits are what a float holds for certain: 0.285 is 28.5 percent, not a little less.
    hundredfold = Decimal(str(round(share * 100, 12)))
    return int(hundredfold.quantize(Decimal(1), ROUND_HALF_UP))


def percent(share: object, digits: int = 0) -> str:
    """A share from 0 to 1 as 56 %; null as „k. A.“; little, but not nothing, as „unter 1 %“."""
    if is_missing(share):
        return MISSING
    smallest = 10**-digits
    if 0 < float(share) * 100 < smallest / 2:  # type: ignore[arg-type]
        return f"unter {decimal(smallest, digits)} %"
    # Fifteen digits are what a float holds for certain: 0.285 is 28.5 percent, not a little less.
    hundredfold = round(float(share) * 100, 12)  # type: ignore[arg-type]
    return f"{decimal(hundredfold, digits)} %"


def day(value: object) -> str:
    """A date as 05.03.2026; null as „Datum unbekannt“."""
    if is_missing(value):
        return "Datum unbekannt"
    moment = pd.Timestamp(value)  # type: ignore[arg-type]
    return str(format_date(moment.date(), "dd.MM.yyyy", locale="de_DE"))


def moment(value: datetime) -> str:
    """A timestamp of the warehouse (UTC without a zone) as 05.03.2026, 14:30 Uhr in Germany."""
    return f"{value.replace(tzinfo=UTC).astimezone(_ZONE):%d.%m.%Y, %H:%M} Uhr"


def count(number: int, one: str, many: str) -> str:
    """„1 Person“, „2 Personen“."""
    return f"{whole(number)} {one if number == 1 else many}"


def listing(names: list[str], limit: int = 5) -> str:
    """„Berga, Helbra und Kelbra“; beyond the limit „… und 4 weitere“."""
    if len(names) > limit:
        return ", ".join(names[:limit]) + f" und {len(names) - limit} weitere"
    if len(names) > 1:
        return ", ".join(names[:-1]) + " und " + names[-1]
    return "".join(names)


def when(known: object) -> str:
    """What is known of a date: „2026-05-31“ as 31.05.2026, „2026-05“ as Mai 2026, „2026“ as it is.

    Null as „k. A.“; a text that is no date stays as it is.
    """
    if is_missing(known):
        return MISSING
    written = str(known)
    try:
        if len(written) == len("2026-05-31"):
            return day(date.fromisoformat(written))
        if len(written) == len("2026-05"):
            first = date.fromisoformat(f"{written}-01")
            return str(format_date(first, "LLLL yyyy", locale="de_DE"))
    except ValueError:
        pass
    return written
