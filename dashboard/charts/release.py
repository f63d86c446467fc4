"""What is hidden, decided over every table and period that can be asked for.

The cells are those of the published results themselves, of the whole series, of each calendar year
and of the events without a date (which no table shows, but the whole less its years gives); the
sums are what the queries mean. A table of the same numbers in another cut belongs in here: its
``Protection`` names a table of this module, or gets one and the sums that tie it to the others.
"""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from functools import cached_property

import pandas as pd

from dashboard.charts.rows import rows_of
from dashboard.disclosure import UNDATED, WHOLE, CellKey, Thresholds, Unit
from dashboard.disclosure_release import TOTAL, Cell, Margin, Release, Size
from dashboard.errors import WrongUsage
from dashboard.formatting import is_missing
from dashboard.period import Period
from dashboard.warehouse.connection import Warehouse

VISITS = ("first_time", "returning_people", "not_told")
# An event without a known date counts as held on the first of all days (see ``in_period``).
_NO_DATE = Period(date.min, date.min)
_WHOLE_SERIES, _BASE, _TOPIC = 0, 1, 2  # worth (see ``Cell``)


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
    """Which cells are hidden in this state of the data: small answers, with ``counts`` also others.

    Decided once per state and kept beside the data that it is about.
    """
    return warehouse.once_per_state(
        ("hidden cells", thresholds, counts),
        lambda: release_of(warehouse, thresholds, counts=counts).hidden(),
    )


def release_of(warehouse: Warehouse, thresholds: Thresholds, *, counts: bool) -> Release:
    """All cells and sums; without ``counts`` those of the answers only."""
    tables = _Tables(warehouse)
    parts = [tables.answers()]
    if counts:
        parts += [
            *(tables.totals(), tables.topics(), tables.registrations(), tables.visits()),
            *(tables.places(), tables.organisation_types(), tables.modes(), tables.bases()),
        ]
    found = [each for part in parts for each in part]
    return Release(
        (each for each in found if isinstance(each, Cell)),
        (each for each in found if isinstance(each, Margin)),
        thresholds,
    )


Part = Iterator[Cell | Margin]


class _Tables:
    """The published results as cells and sums."""

    def __init__(self, warehouse: Warehouse) -> None:
        self._warehouse = warehouse
        self._rows: dict[tuple[str, object], pd.DataFrame] = {}

    # --- what everything is made of ----------------------------------------------------------

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Calendar years with a list or questionnaires, oldest first."""
        days = self._counted["held_on"].dropna()
        return tuple(sorted({int(day.year) for day in days}))

    @cached_property
    def times(self) -> tuple[object, ...]:
        """The whole series, then the parts that add up to it."""
        is_open = self._counted["held_on"].isna().any()
        return (WHOLE, *self.years, *([UNDATED] if is_open else []))

    @cached_property
    def _counted(self) -> pd.DataFrame:
        """The events of which something is counted."""
        events = self.rows("evaluation.response_rate", WHOLE)
        return events[events["attendances"].notna() | events["responses"].notna()]

    def rows(self, query: str, time: object) -> pd.DataFrame:
        """A published query's whole result of a time."""
        if (query, time) not in self._rows:
            period = Period.whole() if time == WHOLE else _NO_DATE
            if isinstance(time, int):
                period = Period.of_year(time)
            self._rows[query, time] = self._warehouse.frame(query, **period.parameters)
        return self._rows[query, time]

    def _in_time(self, events: pd.DataFrame, time: object) -> pd.DataFrame:
        """The events of a time."""
        if time == WHOLE:
            return events
        if time == UNDATED:
            return events[events["held_on"].isna()]
        return events[pd.to_datetime(events["held_on"]).dt.year == time]

    def _adding_up(self, table: str, keys: set[CellKey]) -> Iterator[Margin]:
        """The whole series is the sum of its years and of what has no date."""
        for key in sorted(keys, key=str):
            yield _sum((table, WHOLE, *key), [(table, time, *key) for time in self.times[1:]])

    # --- answers -----------------------------------------------------------------------------

    def answers(self) -> Part:
        """How many answered each version of a question; what they said goes with it."""
        keys: set[CellKey] = set()
        for time in self.times:
            asked = self.rows("evaluation.questions", time)
            for row in rows_of(asked.drop_duplicates(["question_id", "version"])):
                key = (row.question_id, int(row.version))
                sizes = (_size("answered", row.answered, Unit.ANSWERS),)
                yield _timed(("answers", time, *key), row.answered, sizes)
                keys.add(key)
        yield from self._adding_up("answers", keys)

    # --- how many came -----------------------------------------------------------------------

    def totals(self) -> Part:
        """Attendances of each event, of each time, and of the events with questionnaires."""
        events = self.rows("participation.by_event", WHOLE)
        asked = self.rows("evaluation.response_rate", WHOLE)
        with_answers = set(asked.loc[asked["responses"].notna(), "event_id"])
        for row in rows_of(events.dropna(subset=["attendances"])):
            yield Cell(
                ("event", None, row.event_id),
                Fraction(int(row.attendances)),
                (_size("attendances", row.attendances),),
                worth=TOTAL,
            )
        for time in self.times:
            listed = self._in_time(events, time).dropna(subset=["attendances"])
            yield from self._total("headline", time, "attendances", listed, worth=TOTAL + 2)
            # Whoever knows a share and what it is a share of knows the whole.
            yield Cell(("total", time), Fraction(int(listed["attendances"].sum())))
            yield _sum(("total", time), [("headline", time, "attendances")])
            answered = listed[listed["event_id"].isin(with_answers)]
            for table in ("headline", "headline_base"):
                yield from self._total(table, time, "response_rate", answered, worth=TOTAL + 1)
        for key in ("attendances", "response_rate"):
            yield from self._adding_up("headline", {(key,)})

    def _total(
        self, table: str, time: object, name: str, events: pd.DataFrame, *, worth: int
    ) -> Part:
        count = int(events["attendances"].sum())
        yield Cell(
            (table, time, name),
            Fraction(count),
            (_size("attendances", count),),
            is_shown=time != UNDATED,
            # The whole series gives way before a year does.
            worth=worth - 1 if time == WHOLE else worth,
        )
        yield _sum((table, time, name), [("event", None, key) for key in events["event_id"]])

    def topics(self) -> Part:
        """Attendances divided among topics: no secret of their own, but they add up to events."""
        shares = self.rows("topics.by_event", WHOLE)
        events = self.rows("participation.by_event", WHOLE)
        counts = events.set_index("event_id")["attendances"].dropna()
        about = shares[(shares["topic_share"] > 0) & shares["event_id"].isin(counts.index)]
        sums: dict[CellKey, list[tuple[str, Fraction]]] = {}
        for row in rows_of(about):
            share = Fraction(row.topic_share).limit_denominator(10_000)
            day = None if pd.isna(row.held_on) else pd.Timestamp(row.held_on)
            quarter = None if day is None else day.to_period("Q").start_time.date()
            cells: tuple[CellKey, ...] = (
                ("topic_year", day.year if day else UNDATED, row.topic_id),
                ("topic_quarter", None, quarter, row.topic_id),
            )
            for key in cells:
                sums.setdefault(key, []).append((row.event_id, share))
        for key, parts in sums.items():
            value = sum((share * int(counts[event]) for event, share in parts), Fraction(0))
            yield Cell(key, value, floor=Fraction(0), worth=_TOPIC)
            yield Margin(key, tuple((("event", None, event), share) for event, share in parts))

    # --- who registered, who came for the first time -----------------------------------------

    def registrations(self) -> Part:
        """Registered: came, taken back, not come, open; the show-up rate tells the last two."""
        told = self.rows("participation.by_event", WHOLE).dropna(subset=["registered"])
        for row in rows_of(told):
            came, event = int(row.attendances), row.event_id
            registered, withdrawn = int(row.registered), int(row.withdrawn)
            no_show = int(row.no_show)
            still_open = registered - came - withdrawn - no_show
            yield Cell(
                ("registered", None, event),
                Fraction(registered),
                (_size("registered", registered),),
                worth=0,
            )
            for table, count in (
                ("withdrawn", withdrawn),
                ("no_show", no_show),
                ("open", still_open),
                ("absent", no_show + still_open),
            ):
                yield Cell(
                    (table, None, event),
                    Fraction(count),
                    (_size("registered", count),),
                    is_shown=table != "open",
                    worth=0 if table == "absent" else 1,
                )
            yield _sum(
                ("registered", None, event),
                [(table, None, event) for table in ("event", "withdrawn", "no_show", "open")],
            )
            yield _sum(
                ("absent", None, event), [(table, None, event) for table in ("no_show", "open")]
            )

    def visits(self) -> Part:
        """First-time, returning and unnamed people of an event; and how many people there were."""
        events = self.rows("participation.newcomers", WHOLE)
        for row in rows_of(events):
            for name in VISITS:
                count = int(getattr(row, name))
                yield Cell(
                    (f"visits.{name}", None, row.event_id),
                    Fraction(count),
                    (_size("visits", count),),
                )
            yield _sum(
                ("event", None, row.event_id),
                [(f"visits.{name}", None, row.event_id) for name in VISITS],
            )
        for time in self.times:
            figures = self._figures(time)
            yield self._headline("headline", time, "people", figures["people"][0])
            yield self._headline("headline_base", time, "people", figures["people"][1])
            listed = self._in_time(events, time)["event_id"]
            yield _sum(
                ("headline", time, "attendances"),
                [
                    ("headline_base", time, "people"),
                    *(("visits.not_told", None, event) for event in listed),
                ],
            )
            # Over the whole series everybody comes for the first time once; at a single event
            # nobody comes twice.
            kinds = VISITS[:1] if time == WHOLE else VISITS[:2]
            if time == WHOLE or len(listed) == 1:
                yield _sum(
                    ("headline", time, "people"),
                    [(f"visits.{name}", None, event) for event in listed for name in kinds],
                )

    def bases(self) -> Part:
        """Organisations, and how many attendances name one: the others are of unknown kind."""
        for time in self.times:
            figures = self._figures(time)
            number, named = figures["organisations"]
            yield self._headline("headline", time, "organisations", number, unit=Unit.ORGANISATIONS)
            yield self._headline("headline_base", time, "organisations", named)
            types = self.rows("participation.by_organisation_type", time)
            nameless = types[types["organisations"] == 0]
            total = int(types["attendances"].sum())
            rest = total - int(named or 0) - int(nameless["attendances"].sum())
            yield Cell(("nameless", time), Fraction(rest), is_shown=False)
            yield _sum(
                ("headline", time, "attendances"),
                [
                    ("headline_base", time, "organisations"),
                    ("nameless", time),
                    *(("type", time, key) for key in nameless["organisation_type"]),
                ],
            )
        yield from self._adding_up("headline_base", {("people",), ("organisations",)})
        # People and organisations of several years do not add up, those of a single one do.
        if len(self.times) == 2:
            yield from self._adding_up("headline", {("people",), ("organisations",)})

    def _figures(self, time: object) -> dict[str, tuple[int | None, int | None]]:
        """Headline figure → value and base."""
        rows = self.rows("overview.headline", time)
        counted = rows[rows["figure_id"] != "response_rate"]
        return {
            str(row.figure_id): (_whole(row.figure_value), _whole(row.base))
            for row in rows_of(counted)
        }

    def _headline(
        self, table: str, time: object, name: str, value: int | None, unit: Unit = Unit.PEOPLE
    ) -> Cell:
        return Cell(
            (table, time, name),
            Fraction(value or 0),
            (_size(name, value, unit),),
            is_shown=time != UNDATED,
            worth=_BASE if table == "headline_base" else TOTAL - 1,
        )

    # --- where from --------------------------------------------------------------------------

    def places(self) -> Part:
        """Municipalities, associations with their members and offices, levels, places outside."""
        members = self._warehouse.frame("disclosure.members")
        areas: set[CellKey] = set()
        origins: set[CellKey] = set()
        for time in self.times:
            municipalities = self.rows("municipalities.reach", time)
            administrations = self.rows("municipalities.administrations", time)
            is_association = administrations["administration_id"].isin(members["association_id"])
            associations = administrations[is_association]
            areas_of_time = [
                *((row.ags, row) for row in rows_of(municipalities)),
                *((row.administration_id, row) for row in rows_of(associations)),
            ]
            for area, row in areas_of_time:
                yield _timed(("place", time, area), row.attendances, _heads(row), row.dialogues)
                areas.add((area,))
            rows = self.rows("municipalities.origin", time)
            keys = [(row.level, _text(row.place_name)) for row in rows_of(rows)]
            for key, row in zip(keys, rows_of(rows), strict=True):
                yield _timed(("origin", time, *key), row.attendances, _heads(row))
                origins.add(key)
            yield _sum(("headline", time, "attendances"), [("origin", time, *key) for key in keys])
            yield _sum(
                ("origin", time, "municipality", None),
                [("place", time, ags) for ags in municipalities["ags"]],
            )
            for (association, name), rows in members.groupby(
                ["association_id", "association_name"]
            ):
                yield _sum(
                    ("place", time, association),
                    [
                        ("origin", time, "association", name),
                        *(("place", time, ags) for ags in rows["ags"]),
                    ],
                )
        yield from self._adding_up("place", areas)
        yield from self._adding_up("origin", origins)

    # --- of what kind, in which way ----------------------------------------------------------

    def organisation_types(self) -> Part:
        """Attendances by kind of organisation."""
        keys: set[CellKey] = set()
        for time in self.times:
            rows = self.rows("participation.by_organisation_type", time)
            for row in rows_of(rows):
                sizes = (
                    *_heads(row),
                    _size("organisations", row.organisations, Unit.ORGANISATIONS),
                )
                yield _timed(("type", time, row.organisation_type), row.attendances, sizes)
                keys.add((row.organisation_type,))
            yield _sum(
                ("headline", time, "attendances"),
                [("type", time, key) for key in rows["organisation_type"]],
            )
        yield from self._adding_up("type", keys)

    def modes(self) -> Part:
        """Attendances in person and online."""
        keys: set[CellKey] = set()
        for time in self.times:
            rows = self.rows("participation.by_mode", time)
            for row in rows_of(rows):
                sizes = (_size("attendances", row.attendances),)
                yield _timed(("mode", time, row.attended_mode), row.attendances, sizes, row.events)
                keys.add((row.attended_mode,))
            yield _sum(
                ("headline", time, "attendances"),
                [("mode", time, key) for key in rows["attended_mode"]],
            )
        yield from self._adding_up("mode", keys)


def _sum(total: CellKey, parts: list[CellKey]) -> Margin:
    return Margin(total, tuple((part, Fraction(1)) for part in parts))


def _timed(key: CellKey, value: object, sizes: tuple[Size, ...], floor: object = 1) -> Cell:
    """A cell of a time; the whole series gives way before a year does."""
    time = key[1]
    return Cell(
        key,
        Fraction(_whole(value) or 0),
        sizes,
        floor=Fraction(_whole(floor) or 0),
        is_shown=time != UNDATED,
        worth=_WHOLE_SERIES if time == WHOLE else 1,
    )


def _size(name: str, number: object, unit: Unit = Unit.PEOPLE) -> Size:
    return name, unit, _whole(number) or 0


def _heads(row: object) -> tuple[Size, ...]:
    """Two people who come again and again are many attendances and still two people."""
    return tuple(_size(name, getattr(row, name)) for name in ("attendances", "people"))


def _whole(number: object) -> int | None:
    return None if is_missing(number) else int(number)  # type: ignore[call-overload]


def _text(name: object) -> str | None:
    return None if is_missing(name) else str(name)
