"""Small cells: what may be shown to whom, so that no single person or answer can be read off.

Primary suppression hides a cell that rests on too few people, organisations or answers; secondary
suppression hides further cells of the same table where the hidden one could be had by subtracting
from a published total. A true zero is shown: it says about nobody what he or she did.

Thresholds: statistics of the Bundesagentur für Arbeit hide below 3; the project takes 3 for
organisations and 5 for people and answers.

Figures that are published for the whole series, its years and its events at once (*scopes*) are
looked at together, whatever scope somebody asks for: otherwise the whole less its shown years would
reveal the hidden one. A year keeps its figures for ever, so it is the whole series that gives way.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd


class Audience(StrEnum):
    """For whom figures are published, from the widest to the narrowest circle."""

    PUBLIC = "public"
    INTERNAL = "internal"
    STAFF = "staff"


class Unit(StrEnum):
    """What a cell counts; decides the threshold and whom it binds."""

    PEOPLE = "people"
    ORGANISATIONS = "organisations"
    ANSWERS = "answers"


@dataclass(frozen=True)
class Thresholds:
    """Fewest people (answers too) and organisations that a published cell may rest on."""

    min_people: int
    min_organisations: int

    def of(self, unit: Unit) -> int:
        """The threshold for a unit."""
        return self.min_organisations if unit is Unit.ORGANISATIONS else self.min_people


@dataclass(frozen=True)
class Protection:
    """Which cells of a result need enough behind them.

    ``base`` names the column with the number of units behind the ``cells`` of the row. Rows that
    are equal in ``summed_over`` add up to a total that is published as well (empty: all rows do);
    null: no total of them is published, so nothing can be subtracted.

    ``nested``: the rows carry ``scope``, ``scope_year`` and ``scope_event``; within rows that are
    equal in ``summed_over`` the events add up to their year and the years to the whole series.
    ``across`` names a column with groups that divide every year and the whole series in the same
    way: a table of groups by years, of which all margins are published.
    """

    unit: Unit
    base: str
    cells: tuple[str, ...]
    summed_over: tuple[str, ...] | None = None
    nested: bool = False
    across: str | None = None

    def binds(self, audience: Audience) -> bool:
        """Answers are confidential towards everybody; staff may see counts of people."""
        return self.unit is Unit.ANSWERS or audience is not Audience.STAFF


SUPPRESSED = "suppressed"
SCOPE, SCOPE_YEAR, SCOPE_EVENT = "scope", "scope_year", "scope_event"
WHOLE, YEAR, EVENT = "whole", "year", "event"

_Cell = tuple[object, ...]


def protect(
    frame: pd.DataFrame,
    protections: Sequence[Protection],
    *,
    audience: Audience,
    thresholds: Thresholds,
) -> pd.DataFrame:
    """The frame with hidden cells as null, and a column ``suppressed`` that says which rows.

    Without protections the frame comes back as it is. The argument is never changed.
    """
    if not protections:
        return frame
    shown = frame.copy()
    shown[SUPPRESSED] = False
    for protection in protections:
        if not protection.binds(audience):
            continue
        hidden = _hidden(frame, protection, thresholds.of(protection.unit))
        for column in protection.cells:
            shown[column] = shown[column].mask(hidden)
        shown[SUPPRESSED] |= hidden
    return shown


def _hidden(frame: pd.DataFrame, protection: Protection, threshold: int) -> pd.Series:
    """Which rows are hidden, primarily and secondarily."""
    base = frame[protection.base].fillna(0).astype(int)
    hidden = (base > 0) & (base < threshold)
    if protection.nested:
        return _hidden_in_scopes(frame, protection, threshold)
    if protection.summed_over is None:
        return hidden
    groups = (
        [rows.index for _, rows in frame.groupby(list(protection.summed_over), dropna=False)]
        if protection.summed_over
        else [frame.index]
    )
    for rows in groups:
        hidden |= _secondary(base.loc[rows], hidden.loc[rows], threshold).reindex(
            frame.index, fill_value=False
        )
    return hidden


def _secondary(base: pd.Series, hidden: pd.Series, threshold: int) -> pd.Series:
    """Hide the smallest shown cells until the hidden ones together reveal no small number.

    What can be had by subtraction is the sum of the hidden cells: it has to be that of two cells
    at least and no smaller than the threshold.
    """
    hidden = hidden.copy()
    candidates = base[(base > 0) & ~hidden].sort_values(kind="stable").index.to_list()
    while hidden.any() and candidates and (hidden.sum() < 2 or int(base[hidden].sum()) < threshold):
        hidden[candidates.pop(0)] = True
    return hidden


# --- scopes ----------------------------------------------------------------------------------


def _hidden_in_scopes(frame: pd.DataFrame, protection: Protection, threshold: int) -> pd.Series:
    """Which rows are hidden where the same figures are published for several scopes."""
    tables: dict[_Cell, dict[_Cell, int]] = {}
    places = [_cell_of(row, protection) for row in _plain_rows(frame, protection)]
    sizes = frame[protection.base].fillna(0).astype(int)
    for (table, cell), size in zip(places, sizes, strict=True):
        tables.setdefault(table, {})[cell] = size
    hide = _hidden_groups if protection.across else _hidden_events
    hidden = {table: hide(cells, threshold) for table, cells in tables.items()}
    return pd.Series([cell in hidden[table] for table, cell in places], frame.index, dtype=bool)


def _plain_rows(frame: pd.DataFrame, protection: Protection) -> list[_Cell]:
    """Key columns, then scope, year and event or group; a null is None, so that nulls are equal."""
    last = protection.across or SCOPE_EVENT
    columns = frame[[*(protection.summed_over or ()), SCOPE, SCOPE_YEAR, last]].astype(object)
    return list(columns.where(columns.notna(), None).itertuples(index=False, name=None))


def _cell_of(row: _Cell, protection: Protection) -> tuple[_Cell, _Cell]:
    keys = len(protection.summed_over or ())
    return row[:keys], row[keys:]


def _hidden_events(sizes: dict[_Cell, int], threshold: int) -> set[_Cell]:
    """Cells (scope, year, event) of one table that are hidden."""
    hidden = {cell for cell, size in sizes.items() if 0 < size < threshold}
    years = [cell for cell in sizes if cell[0] == YEAR]
    left_of_whole = sum(sizes[cell] for cell in years if cell in hidden)
    if 0 < left_of_whole < threshold:
        hidden |= {cell for cell in sizes if cell[0] == WHOLE}
    for _, year, _ in years:
        events = {cell: size for cell, size in sizes.items() if cell[:2] == (EVENT, year)}
        hidden |= _hidden_of(events, threshold)
    return hidden


def _hidden_of(sizes: dict[_Cell, int], threshold: int) -> set[_Cell]:
    """Hidden cells of a row of cells whose total is published."""
    cells = list(sizes)
    base = pd.Series([sizes[cell] for cell in cells], dtype=int)
    small = (base > 0) & (base < threshold)
    if not small.any():
        return set()
    hidden = _secondary(base, small, threshold)
    return {cell for cell, is_hidden in zip(cells, hidden, strict=True) if is_hidden}


def _hidden_groups(sizes: dict[_Cell, int], threshold: int) -> set[_Cell]:
    """Cells (scope, year, group) of a table of groups by years that are hidden.

    The groups of a year are hidden so that the total of the year reveals none. A group of the
    whole series is shown only where it, with all that is shown besides, reveals no hidden cell:
    the largest groups are tried first.
    """
    hidden: set[_Cell] = set()
    years = list(dict.fromkeys(cell[1] for cell in sizes if cell[0] == YEAR))
    for year in years:
        row = {cell: size for cell, size in sizes.items() if cell[:2] == (YEAR, year)}
        hidden |= _hidden_of(row, threshold)
    unknown = [cell for cell in hidden if sizes[cell] > 0]
    totals = [np.array([cell[1] == year for cell in unknown], dtype=float) for year in years]
    whole = {cell: size for cell, size in sizes.items() if cell[0] == WHOLE}
    too_small = _hidden_of(whole, threshold)
    for cell in sorted(set(whole) - too_small, key=lambda each: (-sizes[each], str(each))):
        column = np.array([each[2] == cell[2] for each in unknown], dtype=float)
        left = sum(sizes[each] for each in unknown if each[2] == cell[2])
        if 0 < left < threshold or _reveals(totals, column):
            too_small.add(cell)
        else:
            totals.append(column)
    return hidden | too_small


def _reveals(known: list[np.ndarray], more: np.ndarray) -> bool:
    """Whether one more known sum settles the value of a cell that the known sums leave open."""
    return bool(more.any() and (_settled([*known, more]) & ~_settled(known)).any())


def _settled(sums: list[np.ndarray]) -> np.ndarray:
    """Which cells follow from sums of cells: the unit vectors in the row space of the sums."""
    _, strength, rows = np.linalg.svd(np.array(sums), full_matrices=False)
    basis = rows[strength > 1e-9]
    settled: np.ndarray = np.isclose((basis**2).sum(axis=0), 1.0)
    return settled
