"""Small cells: what may be shown to whom, so that no single person or answer can be read off.

Primary suppression hides a cell that rests on too few people, organisations or answers; secondary
suppression hides further cells of the same table where the hidden one could be had by subtracting
from a published total. A true zero is shown: it says about nobody what he or she did.

Thresholds: statistics of the Bundesagentur für Arbeit hide below 3; the project takes 3 for
organisations and 5 for people and answers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

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
    """

    unit: Unit
    base: str
    cells: tuple[str, ...]
    summed_over: tuple[str, ...] | None = None

    def binds(self, audience: Audience) -> bool:
        """Answers are confidential towards everybody; staff may see counts of people."""
        return self.unit is Unit.ANSWERS or audience is not Audience.STAFF


SUPPRESSED = "suppressed"


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
