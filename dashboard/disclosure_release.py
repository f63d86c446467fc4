"""Which cells of linked tables have to be hidden, decided over all of them at once.

Published tables hang together: the whole series is the sum of its years, a year the sum of its
dialogues, a dialogue the sum of its groups. Whoever holds them all can subtract across them. So
the tables are seen as one system of sums (``Margin``) over cells (``Cell``).

Method: L. Willenborg and T. de Waal, Elements of Statistical Disclosure Control (2001), chapters 8
and 9. All sums, with everything shown as known, are a linear system for what is hidden. A
confidential cell is safe if that system, with what everybody knows a cell to be at least, allows it
to be as large as the threshold and to be larger than it is: then nobody can tell it from a cell
that is hidden for the sake of another. The largest possible value is a linear programme. Several
hidden cells that add up to few are covered by the same rule, as none of them can be large then.

To hide one more cell only leaves more open, so that what is safe once stays safe: the confidential
cells are made safe one after the other. First each year by itself, then the whole series, of which
alone cells are given up for the sake of two years together.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from scipy.optimize import linprog

from dashboard.disclosure import WHOLE, CellKey, Thresholds, Unit

_ROUNDING = 1e-6
# Room of a cell that rests on too few together with what hides it: not enough, better than nothing.
_TOO_FEW = 0.5


@dataclass(frozen=True)
class Size:
    """Another number that a cell rests on; those of one name add up within a sum."""

    name: str
    unit: Unit
    number: int


@dataclass(frozen=True)
class Cell:
    """One number that is published or could be computed.

    ``value`` is what adds up, ``unit`` what it counts (null: no secret of its own), ``sizes`` what
    else has to be large enough or zero. ``time``: the year in which it is decided, or ``WHOLE``.
    ``floor``: what everybody knows it to be at least. ``is_shown`` false: no table has it, but sums
    do. ``worth``: cells of less worth are given up first.
    """

    key: CellKey
    value: float
    time: object
    unit: Unit | None = None
    sizes: tuple[Size, ...] = ()
    floor: float = 1
    is_shown: bool = True
    worth: int = 1

    def is_confidential(self, thresholds: Thresholds) -> bool:
        """Whether it rests on too few; nothing rests on nobody."""
        numbers = [(self.unit, self.value), *((size.unit, size.number) for size in self.sizes)]
        return any(unit is not None and 0 < n < thresholds.of(unit) for unit, n in numbers)


@dataclass(frozen=True)
class Margin:
    """``total`` is the sum of ``parts``, each times its weight. Cells that are zero or not there
    are left out: everybody knows them."""

    total: CellKey
    parts: dict[CellKey, float]


@dataclass(frozen=True)
class Distinct:
    """``total`` counts every one once who may be in several of ``parts``: it lies between the
    largest of them and their sum, and is hidden as soon as one of them is."""

    total: CellKey
    parts: tuple[CellKey, ...]


_Sum = dict[CellKey, float]
_Index = dict[CellKey, list[_Sum]]


class Release:
    """All cells and sums of what one audience may ask for."""

    def __init__(self, rules: Iterable[Cell | Margin | Distinct], thresholds: Thresholds) -> None:
        """Takes cells and the rules between them in any order."""
        every = list(rules)
        self._thresholds = thresholds
        self._cells = {each.key: each for each in every if isinstance(each, Cell) and each.value}
        sums = [self._weights(each) for each in every if isinstance(each, Margin)]
        self._sums = sorted(filter(None, sums), key=lambda each: sorted(map(str, each)))
        self._distinct = [each for each in every if isinstance(each, Distinct)]
        self.confidential = frozenset(
            key for key, cell in self._cells.items() if cell.is_confidential(thresholds)
        )

    def hidden(self) -> frozenset[CellKey]:
        """The cells to hide, those included that no table shows anyway."""
        hidden = {key for key, cell in self._cells.items() if not cell.is_shown}
        hidden |= self.confidential
        hidden |= {
            each.total for each in self._distinct if self.confidential.intersection(each.parts)
        }
        for time in sorted({str(cell.time) for cell in self._cells.values()} - {WHOLE}):
            own = [parts for parts in self._sums if self._times(parts) == {time}]
            self._settle(hidden, own, time)
        self._settle(hidden, self._sums, WHOLE)
        return frozenset(hidden)

    # --- giving up ---------------------------------------------------------------------------

    def _settle(self, hidden: set[CellKey], sums: list[_Sum], time: str) -> None:
        """Make the cells of a time safe, those of the whole series and with it all.

        Only cells of that time are given up, and none that is worth more than what it hides. Where
        they are not enough the confidential cell is made as safe as all of them together make it.
        """
        index = _index(sums)
        offered = {
            key for key, cell in self._cells.items() if str(cell.time) == time and cell.is_shown
        }
        for key in sorted(self.confidential, key=self._order):
            cell = self._cells[key]
            safe = self._needed(key) - _ROUNDING
            if time not in (WHOLE, str(cell.time)) or self._room(key, hidden, index) > safe:
                continue
            given = {each for each in offered - hidden if self._cells[each].worth <= cell.worth}
            best = self._room(key, hidden | given, index)
            while self._room(key, hidden, index) < best - _ROUNDING:
                hidden.add(self._next(key, hidden, given, index))

    def _next(
        self, key: CellKey, hidden: set[CellKey], given: set[CellKey], index: _Index
    ) -> CellKey:
        """The cell to give up next: of least worth, in the nearest sum, the smallest."""
        own, needed = index[key], self._needed(key)
        tight = [parts for parts in own if self._room_within(key, parts, hidden) < needed]
        for system in (tight, self._system(key, hidden, index)):
            options = [
                (self._cells[each].worth, place, self._cells[each].value, str(each), each)
                for place, parts in enumerate(system)
                for each in parts.keys() & given - hidden
            ]
            if options:
                return min(options)[-1]
        raise AssertionError(f"nothing hides {key}, though all together would")

    def _order(self, key: CellKey) -> tuple[int, float, str]:
        return self._cells[key].worth, self._cells[key].value, str(key)

    # --- finding out -------------------------------------------------------------------------

    def _needed(self, key: CellKey) -> float:
        """By how much a confidential cell has to be able to be larger than it is."""
        cell = self._cells[key]
        few = self._thresholds.of(cell.unit) if cell.unit is not None else 0
        return max(few - cell.value, 1)

    def _room(self, key: CellKey, hidden: set[CellKey], index: _Index) -> float:
        """By how much it can be larger for all that is shown, at most what is needed."""
        own = index.get(key, [])
        room = min([self._needed(key), *(self._room_within(key, parts, hidden) for parts in own)])
        system = self._system(key, hidden, index) if room > 0 else []
        return room if len(system) < 2 else min(room, self._room_in(system, key, hidden))

    def _room_within(self, key: CellKey, parts: _Sum, hidden: set[CellKey]) -> float:
        """The same for one sum alone."""
        others = [other for other in parts.keys() & hidden if other != key]
        if any(parts[other] * parts[key] < 0 for other in others):
            return self._needed(key)
        cells = [self._cells[other] for other in others]
        room = sum(parts[cell.key] * (cell.value - cell.floor) for cell in cells) / parts[key]
        for size in self._cells[key].sizes:
            rests_on = size.number + sum(
                each.number for cell in cells for each in cell.sizes if each.name == size.name
            )
            if rests_on < self._thresholds.of(size.unit):
                room = min(room, _TOO_FEW)
        return room

    def _room_in(self, system: list[_Sum], key: CellKey, hidden: set[CellKey]) -> float:
        """The same for several sums together: a linear programme."""
        columns = sorted({each for parts in system for each in parts.keys() & hidden}, key=str)
        cells = [self._cells[each] for each in columns]
        needed = self._needed(key)
        found = linprog(
            [-float(each == key) for each in columns],
            A_eq=[[parts.get(each, 0.0) for each in columns] for parts in system],
            b_eq=[0.0] * len(system),
            bounds=[
                (cell.floor - cell.value, needed if cell.key == key else None) for cell in cells
            ],
        )
        return -float(found.fun)

    def _system(self, key: CellKey, hidden: set[CellKey], index: _Index) -> list[_Sum]:
        """The sums that hang together with a cell by cells that are hidden, the nearest first."""
        found: dict[int, _Sum] = {}
        waiting, seen = [key], {key}
        for each in waiting:
            for parts in index.get(each, []):
                if id(parts) not in found:
                    found[id(parts)] = parts
                    fresh = sorted(parts.keys() & hidden - seen, key=str)
                    waiting += fresh
                    seen.update(fresh)
        return list(found.values())

    # --- sums ----------------------------------------------------------------------------------

    def _weights(self, margin: Margin) -> _Sum:
        """Cell → weight, the total with -1; what is not zero only."""
        weights = {**margin.parts, margin.total: -1.0}
        return {key: weight for key, weight in weights.items() if key in self._cells}

    def _times(self, parts: _Sum) -> set[str]:
        return {str(self._cells[key].time) for key in parts}


def _index(sums: list[_Sum]) -> _Index:
    """The sums that a cell is part of."""
    index: _Index = {}
    for parts in sums:
        for key in parts:
            index.setdefault(key, []).append(parts)
    return index
