"""What is hidden, decided over every table and period that can be asked for.

The cells are those of the published results themselves, of the whole series, of each calendar year,
of each event, and of the events without a date (which no table shows, but the whole less its years
gives); the sums are what the queries mean. A table of the same numbers in another cut belongs in
here: its ``Protection`` names a table of this module, or gets one and the sums that tie it to the
others.

Which columns of the catalogue count something and are not in here, because they say nothing about
anybody: events, agenda items, outcomes, suggestions and questionnaires; how many dialogues somebody
from a municipality came to; texts given, of which nobody learns what they say.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cached_property

import pandas as pd

from dashboard.charts.rows import rows_of
from dashboard.disclosure import (
    EVENT,
    SCOPE,
    SCOPE_YEAR,
    UNDATED,
    WHOLE,
    CellKey,
    Protection,
    Thresholds,
    Time,
    Unit,
    cell_keys,
)
from dashboard.disclosure_release import Cell, Distinct, Margin, Release, Size
from dashboard.errors import WrongUsage
from dashboard.formatting import is_missing
from dashboard.period import Period
from dashboard.warehouse.connection import Warehouse

# An event without a known date counts as held on the first of all days (see ``in_period``).
_NO_DATE = Period(date.min, date.min)
# What is given up first (see ``Cell``): cuts of other numbers, single cells, then their totals.
_CUT, _PART, _TOTAL, _HEADLINE = 0, 1, 2, 3
_ASKED = ["question_id", "version"]

Rules = Iterator[Cell | Margin | Distinct]


def time_of(period: Period) -> object:
    """The period as the release knows it; raises ``WrongUsage`` for any other span of time.

    Spans of one's own choice could be subtracted from each other.
    """
    if period == Period.whole():
        return WHOLE
    if period.year is not None and period == Period.of_year(period.year):
        return period.year
    raise WrongUsage(
        "Zahlen gibt es für alle Jahre zusammen oder für ein ganzes Kalenderjahr, "
        "nicht für einen anderen Zeitraum."
    )


def hidden_cells(
    warehouse: Warehouse, thresholds: Thresholds, *, counts: bool
) -> frozenset[CellKey]:
    """Which cells are hidden in this state of the data: of the answers, with ``counts`` of people.

    Decided once per state and kept beside the data that it is about.
    """
    return warehouse.once_per_state(
        ("hidden cells", thresholds, counts),
        lambda: release_of(warehouse, thresholds, counts=counts).hidden(),
    )


def release_of(warehouse: Warehouse, thresholds: Thresholds, *, counts: bool) -> Release:
    """All cells and sums; without ``counts`` those of the answers only."""
    tables = _Tables(warehouse)
    rules = [*tables.answers()]
    if counts:
        rules += [*tables.totals(), *tables.topics(), *tables.asked(), *tables.figures()]
        rules += tables.kinds("participation.by_organisation_type", "type", "organisation_type")
        rules += tables.kinds("participation.by_mode", "mode", "attended_mode")
    return Release(rules, thresholds)


class _Tables:
    """The published results as cells and sums."""

    def __init__(self, warehouse: Warehouse) -> None:
        self._warehouse = warehouse
        self._rows: dict[tuple[str, object], pd.DataFrame] = {}

    def rows(self, query: str, time: object = WHOLE) -> pd.DataFrame:
        """A published query's whole result of a time."""
        if (query, time) not in self._rows:
            period = Period.whole() if time == WHOLE else _NO_DATE
            if isinstance(time, int):
                period = Period.of_year(time)
            self._rows[query, time] = self._warehouse.frame(query, **period.parameters)
        return self._rows[query, time]

    @cached_property
    def events(self) -> pd.DataFrame:
        """Every held event with a list: attendances, whether there are questionnaires, its time."""
        events = self.rows("evaluation.response_rate")
        years = pd.to_datetime(events["held_on"]).dt.year
        times = pd.Series([_year(each) for each in years], events.index, dtype=object)
        return events.assign(time=times).dropna(subset=["attendances"])

    @cached_property
    def times(self) -> tuple[object, ...]:
        """The whole series, then the parts that add up to it."""
        return (WHOLE, *sorted(set(self.events["time"]), key=str))

    @cached_property
    def _time_of(self) -> dict[object, object]:
        return dict(zip(self.events["event_id"], self.events["time"], strict=True))

    def _of(self, time: object) -> pd.DataFrame:
        return self.events if time == WHOLE else self.events[self.events["time"] == time]

    def _adding_up(self, table: str, *key: object) -> Margin:
        """The whole series is the sum of its years and of what has no date."""
        return _sum((table, WHOLE, *key), [(table, time, *key) for time in self.times[1:]])

    # --- answers -------------------------------------------------------------------------------

    def answers(self) -> Rules:
        """How many answered each version of a question, alone and by group; codes and talks.

        What they said goes with their number.
        """
        answered = self._warehouse.frame("evaluation.agreement")
        groups = self._warehouse.frame("evaluation.by_group")
        codes = self._warehouse.frame("evaluation.codes")
        talks = self._warehouse.frame("evaluation.talks")
        yield from _scopes(answered, "answers", "answered", *_ASKED, worth=_TOTAL)
        yield from _scopes(groups, "groups", "answered", *_ASKED, "respondent_group", size="hiding")
        yield from _scopes(codes, "codes", "texts", "code_id")
        yield from _scopes(codes, "texts", "texts_coded")
        yield from _scopes(talks, "talks", "talks_held")
        yield from _scopes(
            self._warehouse.frame("evaluation.talk_codes"), "talk_codes", "talks", "code_id"
        )
        by_question: dict[CellKey, list[CellKey]] = {}
        for _, time, *asked, group in _keys(groups, "groups", *_ASKED, "respondent_group"):
            parts = by_question.setdefault(("answers", time, *asked), [])
            parts.append(("groups", time, *asked, group))
        for total, parts in by_question.items():
            yield _sum(total, parts)

    def asked(self) -> Rules:
        """How many came to the events that asked a question: the answers' rate tells it."""
        asked = self._warehouse.frame("evaluation.agreement")
        events: dict[CellKey, list[CellKey]] = {}
        for _, event, *key in _keys(asked[asked[SCOPE] == EVENT], "asked", *_ASKED):
            for time in (WHOLE, self._time_of.get(event), event):
                events.setdefault(("asked", time, *key), []).append(("event", event))
        asked = asked.dropna(subset=["attended"])
        for rule in _scopes(asked, "asked", "attended", *_ASKED, worth=_CUT):
            if isinstance(rule, Cell):
                yield replace(rule, unit=Unit.PEOPLE, worth=_CUT)
                yield _sum(rule.key, events[rule.key])

    # --- how many came -------------------------------------------------------------------------

    def totals(self) -> Rules:
        """Attendances of each event, of each time, and of the events with questionnaires."""
        for row in rows_of(self.events):
            yield Cell(("event", row.event_id), float(row.attendances), row.time, Unit.PEOPLE)
        for time in self.times:
            events = self._of(time)
            with_answers = events[events["responses"].notna()]
            for name, listed in (("attendances", events), ("response_rate", with_answers)):
                key = ("headline", time, name)
                yield self._headline(*key, listed["attendances"].sum(), Unit.PEOPLE)
                yield _sum(key, [("event", event) for event in listed["event_id"]])
                # A share and what it is a share of tell the total once more.
                again = ("base", time, name) if name == "response_rate" else ("total", time)
                value = float(listed["attendances"].sum())
                yield Cell(again, value, time, is_shown=time != UNDATED, worth=_CUT)
                yield _sum(again, [key])
        for name in ("attendances", "response_rate"):
            yield self._adding_up("headline", name)

    def figures(self) -> Rules:
        """People and organisations, and how many attendances name one."""
        for time in self.times:
            found = self.rows("overview.headline", time).set_index("figure_id")
            for name, unit in (
                ("people", Unit.PEOPLE),
                ("organisations", Unit.ORGANISATIONS),
            ):
                row = found.loc[name]
                yield self._headline("headline", time, name, row["figure_value"], unit)
                yield self._headline("base", time, name, row["base"], Unit.PEOPLE)
            yield from self._without_name(time, found.loc["organisations", "base"])
        for name in ("people", "organisations"):
            yield self._adding_up("base", name)
            parts = tuple(("headline", time, name) for time in self.times[1:])
            yield Distinct(("headline", WHOLE, name), parts)

    def _without_name(self, time: object, named: object) -> Rules:
        """All attendances less those that name an organisation: the kinds without one, and few
        others."""
        types = self.rows("participation.by_organisation_type", time)
        without = types[types["organisations"].fillna(0) == 0]
        rest = types["attendances"].sum() - _number(named) - without["attendances"].sum()
        yield Cell(("nameless", time), float(rest), time, is_shown=False)
        kinds: list[CellKey] = [("type", time, key) for key in without["organisation_type"]]
        parts: list[CellKey] = [("base", time, "organisations"), ("nameless", time), *kinds]
        yield _sum(("headline", time, "attendances"), parts)

    def _headline(self, table: str, time: object, name: str, value: object, unit: Unit) -> Cell:
        is_shown = time != UNDATED
        worth = _HEADLINE if table == "headline" else _PART
        return Cell((table, time, name), _number(value), time, unit, is_shown=is_shown, worth=worth)

    def topics(self) -> Rules:
        """Attendances divided among topics: no secret of their own, but they add up to events."""
        counts = dict(zip(self.events["event_id"], self.events["attendances"], strict=True))
        sums: dict[CellKey, dict[CellKey, float]] = {}
        years: dict[CellKey, object] = {}
        for row in rows_of(self.rows("topics.by_event")):
            if row.event_id not in counts or not row.topic_share:
                continue
            time = self._time_of[row.event_id]
            quarter: object = UNDATED
            if time != UNDATED:
                quarter = pd.Timestamp(row.held_on).to_period("Q").start_time.date()
            keys: tuple[CellKey, ...] = (
                ("topic_year", time, row.topic_id),
                ("topic_quarter", quarter, row.topic_id),
            )
            for key in keys:
                sums.setdefault(key, {})["event", row.event_id] = float(row.topic_share)
                years[key] = time
        for key, parts in sums.items():
            value = sum(share * float(counts[event]) for (_, event), share in parts.items())
            yield Cell(key, value, years[key], floor=0, worth=_CUT)
            yield Margin(key, parts)

    def kinds(self, query: str, table: str, column: str) -> Rules:
        """Attendances of a time divided into kinds: of organisations, of taking part."""
        found: dict[object, None] = {}
        for time in self.times:
            rows = self.rows(query, time)
            for row in rows.to_dict("records"):
                yield Cell(
                    (table, time, row[column]),
                    float(row["attendances"]),
                    time,
                    Unit.PEOPLE,
                    tuple(
                        Size(name, unit, int(row[name]))
                        for name, unit in (
                            ("people", Unit.PEOPLE),
                            ("organisations", Unit.ORGANISATIONS),
                        )
                        if name in row and not pd.isna(row[name])
                    ),
                    floor=row.get("events", 1),
                    is_shown=time != UNDATED,
                )
            found |= dict.fromkeys(rows[column])
            parts: list[CellKey] = [(table, time, kind) for kind in rows[column]]
            yield _sum(("headline", time, "attendances"), parts)
        for kind in found:
            yield self._adding_up(table, kind)


def _scopes(
    frame: pd.DataFrame, table: str, value: str, *key: str, size: str = "", worth: int = _PART
) -> Rules:
    """The cells of a query that gives all scopes: events add up to their year, years to all."""
    keys = _keys(frame, table, *key)
    sums: dict[CellKey, dict[CellKey, float]] = {}
    for name, row in zip(keys, frame.to_dict("records"), strict=True):
        scope, year = row[SCOPE], _year(row[SCOPE_YEAR])
        yield Cell(
            name,
            float(row[value]),
            WHOLE if scope == WHOLE else year,
            Unit.ANSWERS,
            (Size(size, Unit.ANSWERS, int(row[size])),) if size else (),
            is_shown=name[1] != UNDATED,
            worth=_PART if scope == EVENT else worth,
        )
        if scope != WHOLE:
            total = (table, year if scope == EVENT else WHOLE, *name[2:])
            sums.setdefault(total, {})[name] = 1
    for total, parts in sums.items():
        yield Margin(total, parts)


def _keys(frame: pd.DataFrame, table: str, *key: str) -> list[CellKey]:
    return cell_keys(frame, Protection(Unit.ANSWERS, (), table, key, Time.SCOPE), WHOLE)


def _sum(total: CellKey, parts: list[CellKey]) -> Margin:
    return Margin(total, dict.fromkeys(parts, 1.0))


def _number(value: object) -> float:
    return 0.0 if is_missing(value) else float(value)  # type: ignore[arg-type]


def _year(value: object) -> object:
    return UNDATED if is_missing(value) else int(value)  # type: ignore[call-overload]
