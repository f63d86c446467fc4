"""Somebody who holds every published number and tries to get at the hidden ones.

Knows nothing of how cells were chosen: only what the numbers mean. Unknowns are elementary counts
(how many from a municipality in a year, how many came to an event for the first time); whatever is
published is an equation or a lower bound over them.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations
from math import ceil, floor
from typing import Any

import pandas as pd

from dashboard.period import Period

Unknown = tuple[object, ...]
Combination = dict[Unknown, Fraction]
Frames = Callable[[str, Period], pd.DataFrame]


def total(unknowns: Iterable[Unknown]) -> Combination:
    return dict.fromkeys(unknowns, Fraction(1))


@dataclass
class Knowledge:
    """What follows from publications: equations, and sums that are at least so much."""

    equations: list[tuple[Combination, Fraction]] = field(default_factory=list)
    bounds: list[tuple[Combination, Fraction]] = field(default_factory=list)
    zeros: set[Unknown] = field(default_factory=set)
    _solved: dict[Unknown, Combination] = field(default_factory=dict)
    _solved_of: int = -1

    def learn(self, combination: Combination, value: Any) -> None:
        """A published number; a hidden one (null) teaches nothing."""
        if value is None or pd.isna(value):
            return
        number = Fraction(value).limit_denominator(100_000)
        if number == 0 and all(weight > 0 for weight in combination.values()):
            self.zeros.update(combination)
        self.equations.append((combination, number))

    def learn_bound(self, combination: Combination, at_least: Any) -> None:
        if at_least:
            self.bounds.append((combination, Fraction(at_least)))

    def unknowns(self) -> list[Unknown]:
        found = {key: None for combination, _ in self.equations for key in combination}
        return [key for key in found if key not in self.zeros]

    def around(self, target: Combination) -> "Knowledge":
        """Only what hangs together with the target; the zeros taken out."""
        facts = [(self._open(parts), value) for parts, value in self.equations]
        reached, used = set(self._open(target)), set[int]()
        grows = True
        while grows:
            grows = False
            for place, (parts, _) in enumerate(facts):
                if place not in used and reached & parts.keys():
                    used.add(place)
                    reached |= parts.keys()
                    grows = True
        bounds = [(self._open(parts), value) for parts, value in self.bounds]
        return Knowledge(
            [facts[place] for place in sorted(used)],
            [(parts, value) for parts, value in bounds if parts and parts.keys() <= reached],
        )

    def _open(self, combination: Combination) -> Combination:
        return {key: each for key, each in combination.items() if key not in self.zeros}

    def settles(self, target: Combination) -> bool:
        """Whether the target is a combination of the equations."""
        wanted = self._open(target)
        if len(self.equations) != self._solved_of:
            self._solved = {}
            for parts, _ in self.equations:
                _add_to(self._solved, self._open(parts))
            self._solved_of = len(self.equations)
        return not _less(self._solved, wanted)

    def range_of(self, target: Combination) -> tuple[int, int | None]:
        """The smallest and the largest whole number that the target may be."""
        near, wanted = self.around(target), self._open(target)
        lowest = minimum(near, wanted)
        highest = minimum(near, {key: -weight for key, weight in wanted.items()})
        assert lowest is not None, "a sum of counts is at least zero"
        return ceil(lowest), None if highest is None else floor(-highest)


def _less(basis: dict[Unknown, Combination], row: Combination) -> Combination:
    """The row without the unknowns that the basis is solved for."""
    rest = dict(row)
    for lead in row.keys() & basis.keys():
        _subtract(rest, basis[lead], row[lead])
    return rest


def _subtract(row: Combination, other: Combination, factor: Fraction) -> None:
    for key, weight in other.items():
        left = row.get(key, Fraction(0)) - factor * weight
        if left:
            row[key] = left
        else:
            row.pop(key, None)


def _add_to(basis: dict[Unknown, Combination], row: Combination) -> None:
    """Solve for one more unknown; every row of the basis has its own and none of the others."""
    row = _less(basis, row)
    if not row:
        return
    lead, weight = next(iter(row.items()))
    row = {key: each / weight for key, each in row.items()}
    for other in basis.values():
        if lead in other:
            _subtract(other, row, other[lead])
    basis[lead] = row


# --- the smallest value: the simplex method in fractions -------------------------------------


def minimum(facts: Knowledge, target: Combination) -> Fraction | None:
    """The least value of the target over counts of at least zero; null if there is none.

    Two phases, Bland's rule (R. G. Bland, Mathematics of Operations Research 2 (1977)), so that it
    ends; fractions, so that it is exact.
    """
    columns = list(dict.fromkeys([*facts.unknowns(), *target]))
    width = len(columns) + len(facts.bounds)
    at = {key: place for place, key in enumerate(columns)}
    rows: list[list[Fraction]] = []
    for parts, value in facts.equations:
        rows.append([*_row(parts, at, width), value])
    for place, (parts, value) in enumerate(facts.bounds):
        row = _row(parts, at, width)
        row[len(columns) + place] = Fraction(-1)  # what it is more than the bound
        rows.append([*row, value])
    rows = [[-each for each in row] if row[-1] < 0 else row for row in rows]
    count = len(rows)
    # Phase one: every row has a helper of its own; their sum has to come down to zero.
    table = [
        [*row[:-1], *(Fraction(int(place == other)) for other in range(count)), row[-1]]
        for place, row in enumerate(rows)
    ]
    basis = [width + place for place in range(count)]
    helpers = [Fraction(0)] * width + [Fraction(1)] * count
    assert _minimise(table, basis, helpers) == 0, "what was published contradicts itself"
    for place in range(count):
        if basis[place] >= width:
            lead = next((column for column in range(width) if table[place][column]), None)
            if lead is not None:
                _pivot(table, basis, place, lead)
    kept = [place for place in range(count) if basis[place] < width]
    table = [[*table[place][:width], table[place][-1]] for place in kept]
    basis = [basis[place] for place in kept]
    return _minimise(table, basis, _row(target, at, width))


def _row(parts: Combination, at: dict[Unknown, int], width: int) -> list[Fraction]:
    row = [Fraction(0)] * width
    for key, weight in parts.items():
        row[at[key]] = weight
    return row


def _minimise(
    table: list[list[Fraction]], basis: list[int], cost: Sequence[Fraction]
) -> Fraction | None:
    reduced = list(cost)
    for row, lead in zip(table, basis, strict=True):
        if cost[lead]:
            reduced = [each - cost[lead] * part for each, part in zip(reduced, row, strict=False)]
    while True:
        entering = next((place for place, each in enumerate(reduced) if each < 0), None)
        if entering is None:
            return sum(
                (cost[lead] * row[-1] for row, lead in zip(table, basis, strict=True)), Fraction(0)
            )
        ratios = [
            (row[-1] / row[entering], basis[place], place)
            for place, row in enumerate(table)
            if row[entering] > 0
        ]
        if not ratios:
            return None
        leaving = min(ratios)[2]
        _pivot(table, basis, leaving, entering)
        factor = reduced[entering]
        reduced = [
            each - factor * part for each, part in zip(reduced, table[leaving], strict=False)
        ]


def _pivot(table: list[list[Fraction]], basis: list[int], place: int, lead: int) -> None:
    divisor = table[place][lead]
    table[place] = [each / divisor for each in table[place]]
    pivot = table[place]
    for other, row in enumerate(table):
        if other != place and row[lead]:
            factor = row[lead]
            table[other] = [each - factor * part for each, part in zip(row, pivot, strict=True)]
    basis[place] = lead


# --- finding out -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Secret:
    """A hidden number that rests on few: its name, what it is, and its true value."""

    name: str
    parts: tuple[Unknown, ...]
    value: int
    group: tuple[object, ...]
    """Hidden numbers of one group are tried together too: their sum may give too few away."""
    is_confidential: bool


def findings(
    knowledge: Knowledge, hidden: Sequence[Secret], *, fewest: int, with_bounds: bool
) -> Iterator[str]:
    """What can be found out: single confidential numbers, and sums of two or three below the
    threshold."""
    for secret in hidden:
        if not secret.is_confidential:
            continue
        target = total(secret.parts)
        if knowledge.settles(target):
            yield f"{secret.name} = {secret.value} by subtracting"
        elif with_bounds and len(set(knowledge.range_of(target))) == 1:
            yield f"{secret.name} = {secret.value} by bounds"
    groups: dict[tuple[object, ...], list[Secret]] = {}
    for secret in hidden:
        groups.setdefault(secret.group, []).append(secret)
    for members in groups.values():
        few = [each for each in members if each.value < fewest]
        for size in (2, 3):
            for chosen in combinations(few, size):
                union = sum(each.value for each in chosen)
                parts = [part for each in chosen for part in each.parts]
                if union < fewest and knowledge.settles(total(parts)):
                    names = " + ".join(each.name for each in chosen)
                    yield f"{names} = {union} by subtracting"
