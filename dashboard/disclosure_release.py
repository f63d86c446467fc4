"""Which cells of linked tables have to be hidden, decided over all of them at once.

Published tables hang together: the whole series is the sum of its years, an association the sum of
its municipalities, a dialogue the sum of its groups. Whoever holds them all can subtract across
them. So the tables are seen as one system of sums (``Margin``) over cells. A cell is hidden because
it is confidential (it rests on few) or because it would give a confidential one away.

The attack that has to fail, after L. Willenborg and T. de Waal, Elements of Statistical Disclosure
Control (2001), chapters 8 and 9: all sums over hidden cells, with everything shown on their other
side, are a linear system. A confidential cell is *exposed* if the system, together with what
everybody knows a cell to be at least (somebody from there came to four dialogues, so it is four or
more), leaves one value for it. A *union* is exposed if the sum of several hidden cells follows from
the system and is itself too small.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from dashboard.disclosure import CellKey, Thresholds, Unit

Size = tuple[str, Unit, int]
Exposed = frozenset[CellKey]

# From here on a cell is a total that is no secret: it is given up for another total only.
TOTAL = 7
# Ranks are computed modulo this prime, in whole numbers: no rounding. A matrix of small numbers
# could only have a smaller rank there if the prime divided one of its minors.
_PRIME = 2_147_483_629
_NOTHING = 1e-7


@dataclass(frozen=True)
class Cell:
    """One number that is published or could be computed.

    ``value`` is what adds up; ``sizes`` are the numbers that have to be large enough (or zero),
    each with its name and unit; without any the cell is no secret of its own. ``floor``: what
    everybody knows the value to be at least. ``is_shown`` false: no table has it, but sums do.
    ``worth``: cells of less worth are given up first.
    """

    key: CellKey
    value: Fraction
    sizes: tuple[Size, ...] = ()
    floor: Fraction = Fraction(1)
    is_shown: bool = True
    worth: int = 1

    def is_confidential(self, thresholds: Thresholds) -> bool:
        """Whether it rests on too few; nothing rests on nobody."""
        return any(0 < number < thresholds.of(unit) for _, unit, number in self.sizes)

    def merged(self, other: "Cell") -> "Cell":
        """Two names of one number: shown by either, as confidential as either, worth the more."""
        return replace(
            self,
            sizes=tuple(dict.fromkeys((*self.sizes, *other.sizes))),
            floor=max(self.floor, other.floor),
            is_shown=self.is_shown or other.is_shown,
            worth=max(self.worth, other.worth),
        )


@dataclass(frozen=True)
class Margin:
    """``total`` is the sum of ``parts``, each times its weight. Cells that are zero are left out:
    everybody knows them."""

    total: CellKey
    parts: tuple[tuple[CellKey, Fraction], ...]


_Sum = dict[CellKey, Fraction]


@dataclass(frozen=True)
class _Exposure:
    """What could be computed, and which cells one might hide instead."""

    targets: Exposed
    options: tuple[CellKey, ...]


class Release:
    """All cells and sums of what one audience may ask for."""

    def __init__(
        self, cells: Iterable[Cell], margins: Iterable[Margin], thresholds: Thresholds
    ) -> None:
        """Margins may name cells that are not there: those are zero."""
        self._thresholds = thresholds
        every = {cell.key: cell for cell in cells if cell.value}
        sums, self._name_of = _merged_names(every, [_weights(each, every) for each in margins])
        self.cells: dict[CellKey, Cell] = {}
        for key, cell in every.items():
            name = self._name_of[key]
            known = self.cells.get(name)
            self.cells[name] = replace(cell, key=name) if known is None else known.merged(cell)
        self._names: dict[CellKey, list[CellKey]] = {}
        for key, name in self._name_of.items():
            self._names.setdefault(name, []).append(key)
        self._sums = sums
        self._sums_of: dict[CellKey, list[int]] = {}
        for place, parts in enumerate(self._sums):
            for key in parts:
                self._sums_of.setdefault(key, []).append(place)
        self._confidential = frozenset(
            key for key, cell in self.cells.items() if cell.is_confidential(thresholds)
        )

    def hidden(self) -> frozenset[CellKey]:
        """The cells to hide, those included that no table shows anyway."""
        hidden = {key for key, cell in self.cells.items() if not cell.is_shown}
        hidden |= self._confidential
        added: list[CellKey] = []
        while more := self._given_up(hidden):
            added += sorted(more, key=self._order)
            hidden |= more
        # Several were given up at once: those that were not needed are shown again, the dearest
        # first.
        for key in sorted(added, key=self._order, reverse=True):
            without = hidden - {key}
            near = self._spread(self._sums_of.get(key, []), hidden)
            if self._exposed(without, near) <= self._exposed(hidden, near):
                hidden = without
        return frozenset(name for key in hidden for name in self._names[key])

    def exposed(self, hidden: Iterable[CellKey]) -> frozenset[Exposed]:
        """Confidential cells, alone or as unions, that follow from what is not hidden."""
        given = set(hidden)
        unseen = {
            key
            for key, cell in self.cells.items()
            if not cell.is_shown or given.issuperset(self._names[key])
        }
        return self._exposed(unseen, range(len(self._sums))) | {
            frozenset({key}) for key in self._confidential - unseen
        }

    @property
    def confidential(self) -> frozenset[CellKey]:
        """The cells that rest on too few, by every name they have."""
        return frozenset(name for key in self._confidential for name in self._names[key])

    # --- giving up ---------------------------------------------------------------------------

    def _order(self, key: CellKey) -> tuple[int, Fraction, str]:
        return self.cells[key].worth, self.cells[key].value, str(key)

    def _given_up(self, hidden: set[CellKey]) -> set[CellKey]:
        found = self._exposures(hidden, range(len(self._sums)))
        return {min(each.options, key=self._order) for each in found if each.options}

    def _exposed(self, hidden: set[CellKey], sums: Iterable[int]) -> frozenset[Exposed]:
        return frozenset(exposure.targets for exposure in self._exposures(hidden, sums))

    def _options(
        self, targets: Exposed, hidden: set[CellKey], places: Iterable[int]
    ) -> tuple[CellKey, ...]:
        """Shown cells of these sums; totals are hidden for the sake of other totals only."""
        is_total = any(self.cells[key].worth >= TOTAL for key in targets)
        shown = {key: None for place in places for key in self._sums[place].keys() - hidden}
        return tuple(key for key in shown if is_total or self.cells[key].worth < TOTAL)

    # --- finding out -------------------------------------------------------------------------

    def _exposures(self, hidden: set[CellKey], sums: Iterable[int]) -> Iterator[_Exposure]:
        """Exposed cells and unions among these sums, each system of sums for itself."""
        left = {place for place in sums if self._sums[place].keys() & hidden}
        while left:
            system = self._spread([min(left)], hidden)
            left -= system
            columns = sorted(
                {key for place in system for key in self._sums[place].keys() & hidden},
                key=self._order,
            )
            yield from self._unions(hidden, sorted(system), columns)
            yield from self._single_cells(hidden, sorted(system), columns)

    def _spread(self, start: Iterable[int], hidden: set[CellKey]) -> set[int]:
        """The sums that hang together by cells that are hidden."""
        waiting, seen = list(start), set(start)
        while waiting:
            for key in self._sums[waiting.pop()].keys() & hidden:
                fresh = [place for place in self._sums_of[key] if place not in seen]
                seen.update(fresh)
                waiting += fresh
        return seen

    def _unions(
        self, hidden: set[CellKey], system: list[int], columns: list[CellKey]
    ) -> Iterator[_Exposure]:
        """Sums over hidden cells that are too small: of one margin, or of several together."""
        unions: dict[Exposed, list[int]] = {}
        for place in system:
            parts = self._sums[place].keys() & hidden
            if all(self._sums[place][key] == 1 for key in parts):
                unions[frozenset(parts)] = [place]
        for union in self._settled_sums(system, columns[::-1]):
            touched = [place for place in system if self._sums[place].keys() & union]
            unions.setdefault(union, touched)
        for union, places in unions.items():
            if self._is_too_small(union):
                yield _Exposure(union, self._options(union, hidden, places))

    def _settled_sums(self, system: list[int], columns: list[CellKey]) -> Iterator[Exposed]:
        """Cells whose sum follows: rows of the solved system, and all pairs and threes of few.

        ``columns``: the largest first, so that the system is solved for sums rather than for parts.
        """
        solved, pivots = _reduced(self._matrix(system, columns), len(columns))
        for row in solved:
            if row.any() and ((row == 0) | (row == 1)).all():
                yield frozenset(key for key, part in zip(columns, row, strict=True) if part)
        # What of a cell the system leaves open; a sum follows if this comes out as nothing.
        opens = np.eye(len(columns), dtype=np.int64)
        opens[pivots] = (opens[pivots] - solved[: len(pivots)]) % _PRIME
        opens = np.delete(opens, pivots, axis=1)
        few = [
            place
            for place, key in enumerate(columns)
            if self.cells[key].value < self._thresholds.min_people
        ]
        # One number instead of each row: sums that are nothing are so in any mixture.
        mixture = np.random.default_rng(1).integers(1, _PRIME, opens.shape[1])
        mixed = [int(each) for each in (opens * mixture % _PRIME).sum(axis=1) % _PRIME]
        by_rest: dict[int, list[int]] = {}
        for place in few:
            by_rest.setdefault(-mixed[place] % _PRIME, []).append(place)
        for size in (1, 2):
            for chosen in combinations(few, size):
                for last in by_rest.get(sum(mixed[each] for each in chosen) % _PRIME, []):
                    places = [*chosen, last]
                    if last > chosen[-1] and not (opens[places].sum(axis=0) % _PRIME).any():
                        yield frozenset(columns[place] for place in places)

    def _is_too_small(self, union: Exposed) -> bool:
        """By the sum of its cells, and by every number that all of them have."""
        if len(union) < 2 or not union & self._confidential:
            return False
        cells = [self.cells[key] for key in union]
        sizes: dict[tuple[str, Unit], list[int]] = {}
        for cell in cells:
            for name, unit, number in cell.sizes:
                sizes.setdefault((name, unit), []).append(number)
        return 0 < sum(cell.value for cell in cells) < self._thresholds.min_people or any(
            0 < sum(numbers) < self._thresholds.of(unit)
            for (_, unit), numbers in sizes.items()
            if len(numbers) == len(cells)
        )

    def _single_cells(
        self, hidden: set[CellKey], system: list[int], columns: list[CellKey]
    ) -> Iterator[_Exposure]:
        """Confidential cells for which the system leaves one value.

        A cell above its bound can be a little more or less, one at its bound only more. Those that
        can be more together with others that make up for it are *moving*; what the moving ones
        leave open is open.
        """
        free = [key for key in columns if self.cells[key].value > self.cells[key].floor]
        tight = [key for key in columns if self.cells[key].value <= self.cells[key].floor]
        can_rise = _can_rise(self._exact(system, free), self._exact(system, tight))
        moving = [*free, *(key for key, rises in zip(tight, can_rise, strict=True) if rises)]
        stuck = [key for key, rises in zip(tight, can_rise, strict=True) if not rises]
        solved, pivots = _reduced(self._matrix(system, moving), len(moving))
        settled = [
            moving[pivot]
            for row, pivot in zip(solved, pivots, strict=False)
            if np.count_nonzero(row) == 1
        ]
        for key in (*settled, *stuck):
            if key in self._confidential:
                targets = frozenset({key})
                yield _Exposure(targets, self._instead_of(targets, hidden, set(moving)))

    def _instead_of(
        self, targets: Exposed, hidden: set[CellKey], moving: set[CellKey]
    ) -> tuple[CellKey, ...]:
        """Give up a cell of a sum that alone leaves one value; else one of the nearest sums."""
        own = [place for key in targets for place in self._sums_of[key]]
        alone = [place for place in own if not (self._sums[place].keys() & moving) - targets]
        if options := self._options(targets, hidden, alone):
            return options
        near, seen = set(own), set[int]()
        while near:
            if options := self._options(targets, hidden, sorted(near)):
                return options
            seen |= near
            reached = {key for place in near for key in self._sums[place].keys() & hidden}
            near = {place for key in reached for place in self._sums_of[key]} - seen
        return ()

    # --- matrices: a row per sum, a column per hidden cell -----------------------------------

    def _exact(self, system: list[int], columns: list[CellKey]) -> NDArray[np.float64]:
        rows = [[float(self._sums[place].get(key, 0)) for key in columns] for place in system]
        return np.array(rows, dtype=np.float64).reshape(len(system), len(columns))

    def _matrix(self, system: list[int], columns: list[CellKey]) -> NDArray[np.int64]:
        rows = [[_modular(self._sums[place].get(key)) for key in columns] for place in system]
        return np.array(rows, dtype=np.int64).reshape(len(system), len(columns))


def _weights(margin: Margin, cells: dict[CellKey, Cell]) -> _Sum:
    """Cell → weight, the total with -1; what is not zero only."""
    parts = {key: weight for key, weight in margin.parts if key in cells and weight}
    return parts | ({margin.total: Fraction(-1)} if margin.total in cells else {})


def _merged_names(
    cells: dict[CellKey, Cell], sums: list[_Sum]
) -> tuple[list[_Sum], dict[CellKey, CellKey]]:
    """Sums of one part say that two cells are one number; every cell → the one name of its number.

    A series of one year has many: every cell of the whole is the one of the year.
    """
    name_of = {key: key for key in cells}

    def name(key: CellKey) -> CellKey:
        while name_of[key] != key:
            key = name_of[key]
        return key

    while True:
        sums = [renamed for each in sums if (renamed := _renamed(each, name))]
        pairs = [tuple(each) for each in sums if sorted(each.values()) == [-1, 1]]
        if not pairs:
            break
        for one, other in pairs:
            name_of[name(other)] = name(one)
    return list({frozenset(each.items()): each for each in sums}.values()), {
        key: name(key) for key in cells
    }


def _renamed(parts: _Sum, name: object) -> _Sum:
    found: _Sum = {}
    for key, weight in parts.items():
        new = name(key)  # type: ignore[operator]
        found[new] = found.get(new, Fraction(0)) + weight
    return {key: weight for key, weight in found.items() if weight}


def _can_rise(free: NDArray[np.float64], tight: NDArray[np.float64]) -> list[bool]:
    """Which of the columns of ``tight`` can grow, others growing too and those of ``free`` making
    up for it."""
    columns = tight.shape[1]
    if not columns:
        return []
    # What the free columns cannot make up for has to come out as zero among the tight ones.
    strength, directions = np.linalg.eigh(free @ free.T)
    rest = directions[:, strength < _NOTHING].T @ tight
    rises: list[bool] = []
    for column in range(columns):
        others = np.delete(rest, column, axis=1)
        rises.append(_distance(others, -rest[:, column]) < _NOTHING)
    return rises


def _distance(matrix: NDArray[np.float64], target: NDArray[np.float64]) -> float:
    """How near a sum of columns, none of them taken less than zero times, comes to the target.

    The active set method of C. L. Lawson and R. J. Hanson, Solving Least Squares Problems (1974),
    chapter 23.
    """
    columns = matrix.shape[1]
    times = np.zeros(columns)
    used = np.zeros(columns, dtype=bool)
    for _ in range(3 * columns + 1):
        gain = matrix.T @ (target - matrix @ times)
        gain[used] = 0
        if not columns or gain.max() < _NOTHING:
            break
        used[int(gain.argmax())] = True
        while True:
            wanted = np.zeros(columns)
            wanted[used] = np.linalg.lstsq(matrix[:, used], target, rcond=None)[0]
            below = used & (wanted <= 0)
            if not below.any():
                break
            step = float((times[below] / (times[below] - wanted[below] + 1e-300)).min())
            times += step * (wanted - times)
            used &= times > _NOTHING
            times[~used] = 0
        times = wanted
    return float(np.linalg.norm(target - matrix @ times))


def _modular(number: Fraction | None) -> int:
    if number is None:
        return 0
    return number.numerator * pow(number.denominator, -1, _PRIME) % _PRIME


def _reduced(matrix: NDArray[np.int64], columns: int) -> tuple[NDArray[np.int64], list[int]]:
    """Reduced row echelon form by the first columns, modulo the prime; and the pivot columns.

    The first rows belong to the pivots in turn; the rows after them are zero in these columns.
    """
    rows = matrix.copy()
    pivots: list[int] = []
    for column in range(columns):
        place = len(pivots)
        if place == len(rows):
            break
        below = np.flatnonzero(rows[place:, column])
        if not below.size:
            continue
        other = place + int(below[0])
        rows[[place, other]] = rows[[other, place]]
        rows[place] = rows[place] * pow(int(rows[place, column]), -1, _PRIME) % _PRIME
        factors = rows[:, column].copy()
        factors[place] = 0
        touched = np.flatnonzero(factors)
        # Both factors are below 2**31, so their product fits into 64 bits.
        rows[touched] = (rows[touched] - factors[touched, None] * rows[place]) % _PRIME
        pivots.append(column)
    return rows, pivots
