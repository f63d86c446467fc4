"""The reporting period: one filter for all pages, queries, links and the report."""

from dataclasses import dataclass
from datetime import date

from dashboard.errors import WrongUsage

_FIRST_YEAR, _LAST_YEAR = 1990, 2100


@dataclass(frozen=True)
class Period:
    """Two dates, both inclusive.

    An event whose date is unknown belongs to the whole series but to no year: only a period
    that reaches back to ``date.min`` holds it (see the macro ``in_period``).
    """

    from_date: date
    to_date: date

    @classmethod
    def whole(cls) -> "Period":
        """The whole series, events without a known date included."""
        return cls(date.min, date.max)

    @classmethod
    def of_year(cls, year: int) -> "Period":
        """One calendar year; raises ``WrongUsage`` outside 1990 to 2100."""
        if not _FIRST_YEAR <= year <= _LAST_YEAR:
            raise WrongUsage(
                f"{year} ist kein mögliches Berichtsjahr. "
                f"Bitte ein Jahr von {_FIRST_YEAR} bis {_LAST_YEAR} angeben."
            )
        return cls(date(year, 1, 1), date(year, 12, 31))

    @property
    def year(self) -> int | None:
        """The calendar year, null for the whole series."""
        return None if self == Period.whole() else self.from_date.year

    @property
    def label(self) -> str:
        """As the screen says it; the blank in it does not break."""
        return "alle\xa0Jahre" if self.year is None else str(self.year)

    @property
    def parameters(self) -> dict[str, date]:
        """The two parameters that every published query takes."""
        return {"from_date": self.from_date, "to_date": self.to_date}


@dataclass(frozen=True)
class OneEvent:
    """A single event as the scope of a figure; ``label`` as the screen says it."""

    event_id: str
    label: str
