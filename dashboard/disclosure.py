"""Small cells: what may be shown to whom, so that no single person or answer can be read off.

What is confidential
    Cells about a municipality, an association or a place outside, a kind of organisation, the way
    somebody took part, first-time and returning people, registrations and no-shows: when they rest
    on fewer people or organisations than the threshold. Answers of questionnaires likewise, and
    these towards everybody; staff, who read the lists anyway, see the counts.
What is no secret
    How many came to a dialogue (20 to 60 people, unlike a cell it says nothing about any of them):
    it is the same on every page, and hidden everywhere only where it is below the threshold itself.
    How many questionnaires came back. Whether somebody came from a municipality and to how many
    dialogues; the public learns nothing but this of a municipality. A true zero: it says about
    nobody what he or she did.
How it is hidden
    Primary suppression hides a confidential cell, secondary suppression further cells, so that it
    cannot be had by subtracting. A protection that names its ``table`` belongs to the release: what
    is hidden is decided once, over all tables that hang together and all periods that can be asked
    for (``disclosure_release``, ``charts.release``), and looked up here. Within a year the smallest
    other cell is given up, between years the one of the whole series: an old year never changes
    because a new one was added. A protection without a table looks at its own result alone.
What no suppression can help
    Where exactly as many people came as places are represented, each sent one: that follows from
    two facts that are no secret. Nor does it help against whoever compares two states of the data,
    before an import and after it.

Thresholds: statistics of the Bundesagentur für Arbeit hide below 3; the project takes 3 for
organisations and 5 for people and answers.

Figures that are published for the whole series, its years and its events at once (*scopes*) are
looked at together, whatever scope somebody asks for: otherwise the whole less its shown years would
reveal the hidden one. A year keeps its figures for ever, so it is the whole series that gives way.
"""

from collections.abc import Collection, Sequence
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


class Time(StrEnum):
    """Of which time a row is; several results may show the same cell."""

    PERIOD = "period"
    YEAR_BEFORE = "year_before"
    ALWAYS = "always"
    """Of one event, or of a year that the row names: the same whatever period is asked for."""


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
    ``table`` and the columns of ``key`` name the row's cell in the release, which is then decided
    there and by nothing else here; ``time`` says of which time it is, ``year`` the column with it
    where rows are of several years (null: of events without a date). ``representation``: the
    public sees no number at all, only that there is one.
    """

    unit: Unit
    base: str
    cells: tuple[str, ...]
    summed_over: tuple[str, ...] | None = None
    nested: bool = False
    across: str | None = None
    table: str | None = None
    key: tuple[str, ...] = ()
    time: Time = Time.PERIOD
    year: str | None = None
    representation: bool = False

    def binds(self, audience: Audience) -> bool:
        """Answers are confidential towards everybody; staff may see counts of people."""
        return self.unit is Unit.ANSWERS or audience is not Audience.STAFF


SUPPRESSED = "suppressed"
SCOPE, SCOPE_YEAR, SCOPE_EVENT = "scope", "scope_year", "scope_event"
YEAR, EVENT = "year", "event"
# The times of a release that are no year: the whole series, and what has no date.
WHOLE, UNDATED = "whole", "undated"
CellKey = tuple[object, ...]


def protect(
    frame: pd.DataFrame,
    protections: Sequence[Protection],
    *,
    audience: Audience,
    thresholds: Thresholds,
    decided: Collection[CellKey] = (),
    time: object = WHOLE,
) -> pd.DataFrame:
    """The frame with hidden cells as null, and a column ``suppressed`` that says which rows.

    ``decided``: the cells that the release hides; ``time``: the year of the result, or ``WHOLE``.
    Without protections the frame comes back as it is. The argument is never changed.
    """
    if not protections:
        return frame
    shown = frame.copy()
    shown[SUPPRESSED] = False
    for protection in protections:
        if not protection.binds(audience):
            continue
        hidden = (
            _hidden(frame, protection, thresholds.of(protection.unit))
            if protection.table is None
            else _looked_up(frame, protection, decided, time)
        )
        if protection.representation and audience is Audience.PUBLIC:
            hidden = frame[protection.base].fillna(0) > 0
        for column in protection.cells:
            shown[column] = shown[column].mask(hidden)
        shown[SUPPRESSED] |= hidden
    return shown


def cell_keys(frame: pd.DataFrame, protection: Protection, time: object) -> list[CellKey]:
    """The name of each row's cell in the release: table, time, then the values of the key."""
    times = _times(frame, protection, time)
    columns = [[_plain(value) for value in frame[name]] for name in protection.key]
    return [(protection.table, *parts) for parts in zip(times, *columns, strict=True)]


def _times(frame: pd.DataFrame, protection: Protection, time: object) -> list[object]:
    if protection.year is not None:
        years = [_plain(value) for value in frame[protection.year]]
        return [UNDATED if year is None else year for year in years]
    if protection.time is Time.YEAR_BEFORE:
        time = time - 1 if isinstance(time, int) else None
    elif protection.time is Time.ALWAYS:
        time = None
    return [time] * len(frame)


def _plain(value: object) -> object:
    """A null as None, a timestamp as its day, a whole number as int, so that keys are equal."""
    if isinstance(value, str):
        return value
    if value is None or pd.isna(value):  # type: ignore[call-overload]
        return None
    if isinstance(value, pd.Timestamp):
        return value.date()
    return int(value)  # type: ignore[call-overload]


def _looked_up(
    frame: pd.DataFrame, protection: Protection, decided: Collection[CellKey], time: object
) -> pd.Series:
    found = [key in decided for key in cell_keys(frame, protection, time)]
    return pd.Series(found, frame.index, dtype=bool)


def without_rank(frame: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Rows that come by size, with the hidden ones last and by name, so that none tells its rank.

    The last of ``columns`` is the name; the rows stay within the group that the others name.
    """
    if not columns or SUPPRESSED not in frame or frame.empty:
        return frame
    *groups, name = columns
    names = frame[name].astype("object").where(frame[SUPPRESSED] & frame[name].notna(), "")
    order = pd.DataFrame(
        {
            "group": frame.groupby(groups, sort=False).ngroup() if groups else 0,
            "hidden": frame[SUPPRESSED],
            "name": names.astype(str),
        }
    ).sort_values(["group", "hidden", "name"], kind="stable")
    return frame.loc[order.index].reset_index(drop=True)


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
    tables: dict[CellKey, dict[CellKey, int]] = {}
    places = [_cell_of(row, protection) for row in _plain_rows(frame, protection)]
    sizes = frame[protection.base].fillna(0).astype(int)
    for (table, cell), size in zip(places, sizes, strict=True):
        tables.setdefault(table, {})[cell] = size
    hide = _hidden_groups if protection.across else _hidden_events
    hidden = {table: hide(cells, threshold) for table, cells in tables.items()}
    return pd.Series([cell in hidden[table] for table, cell in places], frame.index, dtype=bool)


def _plain_rows(frame: pd.DataFrame, protection: Protection) -> list[CellKey]:
    """Key columns, then scope, year and event or group; a null is None, so that nulls are equal."""
    last = protection.across or SCOPE_EVENT
    columns = frame[[*(protection.summed_over or ()), SCOPE, SCOPE_YEAR, last]].astype(object)
    return list(columns.where(columns.notna(), None).itertuples(index=False, name=None))


def _cell_of(row: CellKey, protection: Protection) -> tuple[CellKey, CellKey]:
    keys = len(protection.summed_over or ())
    return row[:keys], row[keys:]


def _hidden_events(sizes: dict[CellKey, int], threshold: int) -> set[CellKey]:
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


def _hidden_of(sizes: dict[CellKey, int], threshold: int) -> set[CellKey]:
    """Hidden cells of a row of cells whose total is published."""
    cells = list(sizes)
    base = pd.Series([sizes[cell] for cell in cells], dtype=int)
    small = (base > 0) & (base < threshold)
    if not small.any():
        return set()
    hidden = _secondary(base, small, threshold)
    return {cell for cell, is_hidden in zip(cells, hidden, strict=True) if is_hidden}


def _hidden_groups(sizes: dict[CellKey, int], threshold: int) -> set[CellKey]:
    """Cells (scope, year, group) of a table of groups by years that are hidden.

    The groups of a year are hidden so that the total of the year reveals none. A group of the
    whole series is shown only where it, with all that is shown besides, reveals no hidden cell:
    the largest groups are tried first.
    """
    hidden: set[CellKey] = set()
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
