"""Small cells: what may be shown to whom, so that no single person or answer can be read off.

Three circles
    ``PUBLIC``: nobody has signed in (links, the website, the published report). ``INTERNAL``: the
    agency's own people who only read. ``STAFF``: those who keep the lists. Head counts are for the
    agency alone: what counts people and organisations is protected towards the public and no
    further. Answers (questionnaires, talks, codes) are protected towards everybody.
What the public never sees
    Whole tables that only make sense inside (``Dataset.audience``), and single cells of public
    ones (``Protection.internal``): of a municipality whether somebody came and to how many
    dialogues, of registrations nothing.
What is hidden where it is small
    Everything else that counts belongs to one *release* (``Protection.table``): which of its cells
    are hidden is decided once, over all tables and periods that can be asked for, and looked up
    here. ``charts.release`` says which cells there are and how they add up,
    ``disclosure_release`` decides. Hidden is a cell that rests on fewer than the threshold
    (primary suppression) and whatever would give one away (secondary suppression). A group of
    which all gave the same answer counts as small: it is shown inside the total only. That holds
    for groups, which name whose answer it was; an event names nobody who answered.
    Each year is decided by itself, and the whole series gives way to its years: an old year never
    changes because a new one was added.
What is no secret
    How many questionnaires came back; whether somebody came from a municipality; a true zero, which
    says about nobody what he or she did.
What no suppression can help
    Where a hidden cell has no other that could hide it, the cell is all there is: one dialogue, one
    kind of organisation. Nor does it help against whoever compares two states of the data, before
    an import and after it.

Thresholds: statistics of the Bundesagentur für Arbeit hide below 3; the project takes 3 for
organisations and 5 for people and answers.
"""

from collections.abc import Collection, Sequence
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


class Time(StrEnum):
    """Of which time a row's cell is; several results may show the same cell."""

    PERIOD = "period"
    YEAR_BEFORE = "year_before"
    EARLIER_YEARS = "earlier_years"
    """Taken from all years before the period: hidden where one of them is."""
    SCOPE = "scope"
    """Of the whole series, a year or an event, as the columns of the scope say."""
    COLUMN = "column"
    """Of the event or the year that a column names: the same whatever period is asked for."""


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
    """Which ``cells`` of a row need protection, and how it is known whether they are hidden.

    ``table``, the time and the columns of ``key`` name the row's cell in the release, which is
    decided there. ``column`` holds the time where that is ``Time.COLUMN`` (null: no date).
    ``internal`` names a column instead: where it is more than zero the cells are not for the
    public, however large they are.
    """

    unit: Unit
    cells: tuple[str, ...]
    table: str = ""
    key: tuple[str, ...] = ()
    time: Time = Time.PERIOD
    column: str = ""
    internal: str = ""

    def binds(self, audience: Audience) -> bool:
        """Answers are confidential towards everybody, counts of people towards the public."""
        return self.unit is Unit.ANSWERS or audience is Audience.PUBLIC


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
        if protection.internal:
            hidden = frame[protection.internal].fillna(0) > 0
        else:
            hidden = _looked_up(frame, protection, decided, time)
        for column in protection.cells:
            shown[column] = shown[column].mask(hidden)
        shown[SUPPRESSED] |= hidden
    return shown


def cell_keys(frame: pd.DataFrame, protection: Protection, time: object) -> list[CellKey]:
    """The name of each row's cell in the release: table, time, then the values of the key."""
    times = _times(frame, protection, time)
    columns = [[_plain(value) for value in frame[name]] for name in protection.key]
    return [(protection.table, *parts) for parts in zip(times, *columns, strict=True)]


def _looked_up(
    frame: pd.DataFrame, protection: Protection, decided: Collection[CellKey], time: object
) -> pd.Series:
    if protection.time is Time.EARLIER_YEARS:
        decided = {
            (table, time, *key)
            for table, year, *key in decided
            if isinstance(time, int) and isinstance(year, int) and year < time
        }
    found = [key in decided for key in cell_keys(frame, protection, time)]
    return pd.Series(found, frame.index, dtype=bool)


def _times(frame: pd.DataFrame, protection: Protection, time: object) -> list[object]:
    if protection.time is Time.SCOPE:
        scopes = frame[[SCOPE, SCOPE_YEAR, SCOPE_EVENT]].itertuples(index=False, name=None)
        return [_time_of_scope(*(_plain(each) for each in scope)) for scope in scopes]
    if protection.time is Time.COLUMN:
        times = [_plain(value) for value in frame[protection.column]]
        return [UNDATED if each is None else each for each in times]
    if protection.time is Time.YEAR_BEFORE:
        time = time - 1 if isinstance(time, int) else None
    return [time] * len(frame)


def _time_of_scope(scope: object, year: object, event: object) -> object:
    if scope == WHOLE:
        return WHOLE
    if scope == EVENT:
        return event
    return UNDATED if year is None else year


def _plain(value: object) -> object:
    """A null as None, a timestamp as its day, a whole number as int, so that keys are equal."""
    if isinstance(value, str):
        return value
    if value is None or pd.isna(value):  # type: ignore[call-overload]
        return None
    if isinstance(value, pd.Timestamp):
        return value.date()
    return int(value)  # type: ignore[call-overload]


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
