"""What is known to be inaccessible and what was checked: one source for page and tests.

``data/accessibility.csv`` has a row per barrier: those of the dashboard as it is (``open``), and
those that Streamlit brings along and the dashboard mends (``mended``, in ``static``). A test runs
axe-core over every page, with what mends and without it, and holds both against the list: a
violation that is not in the list and a row that is not broken any more are both wrong, so that the
statement stays true. ``data/accessibility_checks.csv`` says what was checked when, and what never.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dashboard import paths

# Where a rule is broken on every page.
EVERYWHERE = "*"


@dataclass(frozen=True)
class Barrier:
    """One known barrier.

    ``rule`` is the id in axe-core, empty for what no program finds. ``where`` names addresses of
    pages separated by „|“, or ``EVERYWHERE``. ``selector`` narrows it to elements (CSS); empty:
    any. ``cause``: own (our part) or streamlit (a part that comes with the library). ``state``:
    open, or mended by the dashboard. ``what`` and ``workaround`` are German; ``workaround`` says
    what helps or how it is mended, empty: nothing does.
    """

    rule: str
    where: str
    selector: str
    cause: str
    state: str
    what: str
    workaround: str
    since: date

    @property
    def is_open(self) -> bool:
        """Whether people still meet it."""
        return self.state == "open"

    def concerns(self, address: str) -> bool:
        """Whether it is known for the page of this address (without slash)."""
        return self.where == EVERYWHERE or address in self.where.split("|")


@dataclass(frozen=True)
class Check:
    """What was checked (German), how far it went, and on which day last; null: never."""

    what: str
    scope: str
    checked_on: date | None


def known_barriers() -> tuple[Barrier, ...]:
    """Every known barrier, in the order of the file."""
    return tuple(
        Barrier(
            row["rule"],
            row["where"],
            row["selector"],
            row["cause"],
            row["state"],
            row["what"],
            row["workaround"],
            date.fromisoformat(row["since"]),
        )
        for row in _rows(paths.DATA / "accessibility.csv")
    )


def checks() -> tuple[Check, ...]:
    """What was checked and what was not, in the order of the file."""
    return tuple(
        Check(
            row["what"],
            row["scope"],
            date.fromisoformat(row["checked_on"]) if row["checked_on"] else None,
        )
        for row in _rows(paths.DATA / "accessibility_checks.csv")
    )


def last_check() -> date:
    """The day of the newest check."""
    return max(check.checked_on for check in checks() if check.checked_on is not None)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
