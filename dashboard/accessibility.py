"""What is known to be inaccessible: the same list for the page „Barrierefreiheit“ and the test.

``data/accessibility.csv`` has a row per rule of axe-core that some page breaks. A test that runs
axe-core over the pages holds both against each other: a violation that is not in the list and a
row that no page breaks any more are both wrong, so that the statement stays true.
"""

import csv
from dataclasses import dataclass
from datetime import date

from dashboard import paths

# When every page was last looked at with axe-core and by hand; whoever does it again says so here.
LAST_CHECK = date(2026, 11, 26)
_PATH = paths.DATA / "accessibility.csv"
# Where a rule is broken on every page.
EVERYWHERE = "*"


@dataclass(frozen=True)
class Barrier:
    """One known violation.

    ``rule`` is the id in axe-core, empty for what no program finds. ``where`` names addresses of
    pages separated by „|“, or ``EVERYWHERE``. ``selector`` narrows it to elements (CSS); empty:
    any. ``cause``: own (our part) or streamlit (a part that comes with the library). ``what`` and
    ``workaround`` are German; ``workaround`` empty: there is none.
    """

    rule: str
    where: str
    selector: str
    cause: str
    what: str
    workaround: str
    since: date

    def concerns(self, address: str) -> bool:
        """Whether it is known for the page of this address (without slash)."""
        return self.where == EVERYWHERE or address in self.where.split("|")


def known_barriers() -> tuple[Barrier, ...]:
    """Every known violation, in the order of the file."""
    with _PATH.open(encoding="utf-8", newline="") as file:
        return tuple(
            Barrier(
                row["rule"],
                row["where"],
                row["selector"],
                row["cause"],
                row["what"],
                row["workaround"],
                date.fromisoformat(row["since"]),
            )
            for row in csv.DictReader(file)
        )
