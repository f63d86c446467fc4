"""Nobody gets at a hidden number, whatever he asks for: all charts, periods and formats together.

The elementary counts are read from the tables themselves, so that a mistake in a query or in
``charts.release`` shows here. What is published becomes what an attacker knows.
"""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.charts import publish as publishing
from dashboard.charts.catalogue import CATALOGUE, find_dataset
from dashboard.charts.publish import publish
from dashboard.charts.release import release_of
from dashboard.disclosure import Audience, Protection, Unit
from dashboard.errors import NotAllowed, WrongUsage
from dashboard.ingest.schema import Status
from dashboard.period import Period
from dashboard.warehouse.connection import Warehouse
from tests.builders import (
    EISLEBEN,
    HELBRA,
    SANGERHAUSEN,
    association,
    district,
    outside,
    people,
)
from tests.charts.attacker import Knowledge, Secret, Unknown, findings, total
from tests.charts.conftest import wipe
from tests.charts.reading import THRESHOLDS, Remembering, rows
from tests.conftest import import_list, store

KELBRA, WALLHAUSEN = "15087250", "15087440"
ONE = Fraction(1)


@dataclass(frozen=True)
class Lists:
    """What only the tables know: one row per event and kind of person, with its number."""

    frame: pd.DataFrame

    @classmethod
    def of(cls, warehouse: Warehouse) -> "Lists":
        with warehouse.cursor() as cursor:
            frame = cursor.execute(
                """
                select
                    counted_attendance.event_id,
                    held_year,
                    level,
                    coalesce(counted_attendance.ags, association.association_id, outside_name)
                        as place,
                    association.association_id,
                    association.name as association_name,
                    organisation_type,
                    case
                        when counted_attendance.mode <> 'unknown' then counted_attendance.mode
                        when event.mode in ('in_person', 'online') then event.mode
                        else 'unknown'
                    end as way,
                    person_key,
                    organisation_id
                from counted_attendance
                inner join event using (event_id)
                left join municipality on municipality.ags = counted_attendance.ags
                left join association on association.association_id = coalesce(
                    counted_attendance.association_id, municipality.association_id
                )
                """
            ).df()
        return cls(frame)

    @property
    def years(self) -> list[int]:
        return sorted({int(year) for year in self.frame["held_year"].dropna()})

    @property
    def periods(self) -> list[Period]:
        return [Period.whole(), *(Period.of_year(year) for year in self.years)]

    def within(self, period: Period) -> pd.DataFrame:
        own = self.frame
        return own if period.year is None else own[own["held_year"] == period.year]

    def unknowns(self, period: Period, kind: str, columns: list[str]) -> dict[tuple, list[Unknown]]:
        """Key → its elementary counts: one per part of time, the years and what has no date."""
        found: dict[tuple, dict[Unknown, None]] = {}
        for row in rows(self.within(period), "held_year", *columns):
            year, *key = row
            found.setdefault(tuple(key), {})[kind, year, *key] = None
        return {key: list(parts) for key, parts in found.items()}


def is_small(part: pd.DataFrame, fewest: int = 5) -> bool:
    """Few attendances, few people among those with a name."""
    return 0 < len(part) < fewest or 0 < part["person_key"].nunique() < fewest


class Attack:
    """Everything one audience can ask for, and what it does not get."""

    def __init__(self, warehouse: Warehouse, audience: Audience) -> None:
        self.lists = Lists.of(warehouse)
        self.audience = audience
        self._warehouse = Remembering(warehouse)
        self.known = Knowledge()
        self.secrets: list[Secret] = []
        self.published = 0

    def frame(self, query: str, period: Period) -> pd.DataFrame | None:
        """A published result; null if it is not for this audience."""
        try:
            return publishing.publish_query(
                self._warehouse, query, period, audience=self.audience, thresholds=THRESHOLDS
            )
        except NotAllowed:
            return None

    def from_public_facts(self) -> list[str]:
        """What follows from the totals and from who was represented, which are no secret."""
        public = Knowledge(bounds=self.known.bounds)
        counts = self.lists.frame.groupby("event_id").size()
        for event, number in counts.items():
            public.learn({("event", event): ONE}, int(number))
        for combination, value in self.known.equations:
            if value == 0:  # what sums mean, and who was not there
                public.learn(combination, 0)
        return list(findings(public, self.secrets, fewest=5, with_bounds=True))

    def run(self, *, with_bounds: bool) -> list[str]:
        for period in self.lists.periods:
            self._totals(period)
            self._places(period)
            self._kinds(period, "participation.by_organisation_type", "organisation_type")
            self._kinds(period, "participation.by_mode", "way", column="attended_mode")
        self._events()
        self._headline()
        self._never_shown()
        return list(findings(self.known, self.secrets, fewest=5, with_bounds=with_bounds))

    # --- what was published ------------------------------------------------------------------

    def _learn(self, parts: list[Unknown], value: object, *, scale: object = 1) -> None:
        if value is not None and not pd.isna(value):
            self.published += 1
        share = Fraction(float(scale)).limit_denominator(100_000)
        self.known.learn(dict.fromkeys(parts, share), value)

    def _hide(self, name: str, parts: list[Unknown], own: pd.DataFrame, *, small: bool) -> None:
        [first, *_] = parts
        group = (first[0], tuple(sorted({str(part[1]) for part in parts})))
        self.secrets.append(Secret(name, tuple(parts), len(own), group, small))

    def _events_of(self, period: Period) -> list[Unknown]:
        return [("event", event) for event in self.lists.within(period)["event_id"].unique()]

    def _totals(self, period: Period) -> None:
        """The sums of all kinds of parts are the same: those of the events."""
        kinds = {"place": ["level", "place"], "type": ["organisation_type"], "way": ["way"]}
        years = {None, *self.lists.years} if period.year is None else {period.year}
        for year in years:
            own = self.lists.frame
            own = own[own["held_year"].isna() if year is None else own["held_year"] == year]
            events = [("event", event) for event in own["event_id"].unique()]
            for kind, columns in kinds.items():
                parts = [(kind, year, *key) for key in sorted(set(rows_of(own, columns)), key=str)]
                self.known.learn(dict.fromkeys(parts, ONE) | dict.fromkeys(events, -ONE), 0)

    def _places(self, period: Period) -> None:
        own = self.lists.within(period)
        unknowns = self.lists.unknowns(period, "place", ["level", "place"])
        for query, name in (
            ("municipalities.reach", "ags"),
            ("municipalities.administrations", "administration_id"),
        ):
            shown = self.frame(query, period)
            for row in shown.itertuples():
                area = getattr(row, name)
                is_there = (own["level"].isin(["municipality", "association"])) & (
                    (own["place"] == area) | (own["association_id"] == area)
                )
                if name == "ags":
                    is_there &= own["level"] == "municipality"
                keys = sorted(set(rows_of(own[is_there], ["level", "place"])), key=str)
                parts = [part for key in keys for part in unknowns[key]]
                if not parts:
                    assert row.attendances == 0
                    continue
                self._learn(parts, row.attendances)
                if not pd.isna(row.per_1000):
                    assert not pd.isna(row.attendances)
                self.known.learn_bound(total(parts), row.dialogues)
                if pd.isna(row.attendances):
                    self._hide(
                        f"{area} {period.label}",
                        parts,
                        own[is_there],
                        small=is_small(own[is_there]),
                    )
        shown = self.frame("municipalities.origin", period)
        if shown is None:
            return
        for row in shown.itertuples():
            place = None if pd.isna(row.place_name) else row.place_name
            at = own["level"] == row.level
            if place is not None:
                named = own["association_name"] if row.level == "association" else own["place"]
                at &= named == place
            keys = sorted(set(rows_of(own[at], ["level", "place"])), key=str)
            parts = [part for key in keys for part in unknowns[key]]
            self._row(f"{row.level} {place} {period.label}", parts, row, own[at], period)

    def _kinds(self, period: Period, query: str, kind: str, column: str | None = None) -> None:
        own = self.lists.within(period)
        short = "type" if kind == "organisation_type" else kind
        unknowns = self.lists.unknowns(period, short, [kind])
        for row in self.frame(query, period).itertuples():
            key = getattr(row, column or kind)
            of_kind = own[own[kind] == key]
            organisations = of_kind["organisation_id"].nunique() if short == "type" else 0
            self._row(
                f"{key} {period.label}",
                unknowns[(key,)],
                row,
                of_kind,
                period,
                few=0 < organisations < 3,
                named=short == "type",
            )
            if hasattr(row, "events"):
                self.known.learn_bound(total(unknowns[(key,)]), row.events)

    def _row(
        self,
        name: str,
        parts: list[Unknown],
        row: object,
        own: pd.DataFrame,
        period: Period,
        *,
        few: bool = False,
        named: bool = True,
    ) -> None:
        """A row with attendances and their share of all."""
        self._learn(parts, row.attendances)
        if not pd.isna(row.share):
            share = Fraction(float(row.share)).limit_denominator(100_000)
            self.published += 1
            events = dict.fromkeys(self._events_of(period), -share)
            self.known.learn(total(parts) | events, 0)
        self.known.learn_bound(total(parts), 1)
        if pd.isna(row.attendances):
            small = is_small(own) if named else 0 < len(own) < 5
            self._hide(name, parts, own, small=small or few)

    def _events(self) -> None:
        """What is the same in every period: events, their topics, who came for the first time."""
        counts = self.lists.frame.groupby("event_id").size()
        for period in self.lists.periods:
            for query in ("participation.by_event", "events.calendar", "evaluation.response_rate"):
                for row in self.frame(query, period).itertuples():
                    if row.event_id not in counts.index:
                        continue
                    self._learn([("event", row.event_id)], row.attendances)
                    rate = getattr(row, "response_rate", None)
                    if rate is not None and not pd.isna(rate) and rate:
                        self._learn([("event", row.event_id)], row.responses / rate)
                    if pd.isna(row.attendances):
                        own = self.lists.frame[self.lists.frame["event_id"] == row.event_id]
                        self._hide(row.event_id, [("event", row.event_id)], own, small=len(own) < 5)
            self._registered(period, counts)
            self._topics(period, counts)
            self._visits(period)

    def _registered(self, period: Period, counts: pd.Series) -> None:
        for row in self.frame("participation.by_event", period).itertuples():
            came = ("event", row.event_id)
            withdrawn, absent, still_open = (
                (kind, row.event_id) for kind in ("withdrawn", "no_show", "open")
            )
            self._learn([came, withdrawn, absent, still_open], row.registered)
            self._learn([withdrawn], row.withdrawn)
            self._learn([absent], row.no_show)
            if not pd.isna(row.show_up_rate):
                rate = Fraction(float(row.show_up_rate)).limit_denominator(1000)
                parts = {came: ONE - rate, absent: -rate, still_open: -rate}
                self.known.learn(parts, 0)
            true = self._true_statuses(row.event_id)
            for kind, status in (("withdrawn", "withdrawn"), ("no_show", "no_show")):
                number = true.get(status, 0)
                if pd.isna(getattr(row, kind)) and number:
                    self.secrets.append(
                        Secret(
                            f"{kind} {row.event_id}",
                            ((kind, row.event_id),),
                            number,
                            ("status", row.event_id),
                            number < 5,
                        )
                    )

    def _true_statuses(self, event_id: str) -> dict[str, int]:
        with self._warehouse.real.cursor() as cursor:
            return dict(
                cursor.execute(
                    "select status, count(*) from current_attendance where event_id = ? group by 1",
                    [event_id],
                ).fetchall()
            )

    def _topics(self, period: Period, counts: pd.Series) -> None:
        shares = self.frame("topics.by_event", Period.whole())
        days = pd.to_datetime(shares["held_on"])
        for query, pieces in (
            ("topics.by_year", days.dt.year),
            ("topics.by_quarter", days.dt.to_period("Q").dt.start_time),
        ):
            for row in self.frame(query, period).itertuples():
                piece = row.held_year if query == "topics.by_year" else row.quarter_start
                at = pieces.isna() if pd.isna(piece) else pieces == piece
                about = shares[at & (shares["topic_id"] == row.topic_id)]
                about = about[about["event_id"].isin(counts.index) & (about["topic_share"] > 0)]
                parts = {
                    ("event", event): Fraction(share).limit_denominator(1000)
                    for event, share in rows_of(about, ["event_id", "topic_share"])
                }
                if parts and not pd.isna(row.attendances):
                    self.published += 1
                    self.known.learn(parts, row.attendances)

    def _visits(self, period: Period) -> None:
        for row in self.frame("participation.newcomers", period).itertuples():
            kinds = {
                name: ("visit", row.event_id, name)
                for name in ("first_time", "returning_people", "not_told")
            }
            self.known.learn(total(kinds.values()) | {("event", row.event_id): -ONE}, 0)
            true = self._true_visits(row.event_id)
            for name, unknown in kinds.items():
                self._learn([unknown], getattr(row, name))
                if pd.isna(getattr(row, name)):
                    self.known.learn_bound(total([unknown]), 1)
                    self.secrets.append(
                        Secret(
                            f"{name} {row.event_id}",
                            (unknown,),
                            true[name],
                            ("visit", row.event_id),
                            0 < true[name] < 5 and name != "not_told",
                        )
                    )

    def _true_visits(self, event_id: str) -> dict[str, int]:
        frame = self._warehouse.frame("participation.newcomers", **Period.whole().parameters)
        [row] = frame[frame["event_id"] == event_id].to_dict("records")
        return row

    def _headline(self) -> None:
        for period in self.lists.periods:
            events = self._events_of(period)
            shown = self.frame("overview.headline", period).set_index("figure_id")
            self._learn(events, shown.loc["attendances", "figure_value"])
            unnamed = [("visit", event, "not_told") for _, event in events]
            named = dict.fromkeys(events, ONE) | dict.fromkeys(unnamed, -ONE)
            if not pd.isna(shown.loc["people", "base"]):
                self.known.learn(named, shown.loc["people", "base"])
            people_of = shown.loc["people", "figure_value"]
            if period.year is None:
                self._learn([("visit", event, "first_time") for _, event in events], people_of)
            if len(events) == 1:
                kinds = ("first_time", "returning_people")
                self._learn(
                    [("visit", event, kind) for _, event in events for kind in kinds], people_of
                )

    def _never_shown(self) -> None:
        """What no table has, but what the whole series less its years would give."""
        own = self.lists.frame[self.lists.frame["held_year"].isna()]
        for kind, columns in (
            ("place", ["level", "place"]),
            ("type", ["organisation_type"]),
            ("way", ["way"]),
        ):
            for key, part in own.groupby(columns, dropna=False):
                name = tuple(None if pd.isna(each) else each for each in key)
                # For the public a municipality is hidden anyway, and its sums with it.
                self.secrets.append(
                    Secret(
                        f"{name} without a date",
                        ((kind, None, *name),),
                        len(part),
                        (kind, ("None",)),
                        len(part) < 5,
                    )
                )


def rows_of(frame: pd.DataFrame, columns: list[str]) -> list[tuple]:
    return [each if isinstance(each, tuple) else (each,) for each in rows(frame, *columns)]


BOUND = [Audience.PUBLIC, Audience.INTERNAL]


@pytest.mark.parametrize("audience", BOUND)
def test_nothing_can_be_had_from_the_demo(demo, audience) -> None:
    attack = Attack(demo.warehouse, audience)
    assert attack.run(with_bounds=False) == []
    assert attack.published > 100
    assert sum(secret.is_confidential for secret in attack.secrets) > 20


def test_staff_see_every_number_of_people(demo) -> None:
    attack = Attack(demo.warehouse, Audience.STAFF)
    attack.run(with_bounds=False)
    assert [each for each in attack.secrets if "without a date" not in each.name] == []


@pytest.mark.parametrize("audience", BOUND)
@pytest.mark.parametrize("chart", CATALOGUE, ids=lambda chart: chart.id)
def test_every_format_hides_what_the_frame_hides(demo_warehouse, chart, audience) -> None:
    if audience is Audience.PUBLIC and chart.data.audience is not Audience.PUBLIC:
        return
    frame = publishing.publish_query(
        demo_warehouse, chart.query, Period.whole(), audience=audience, thresholds=THRESHOLDS
    )
    drawless = replace(chart, draw=None)
    shown = publish(
        demo_warehouse, drawless, Period.whole(), audience=audience, thresholds=THRESHOLDS
    )
    assert shown.frame.equals(frame)
    assert shown.sentence == (chart.describe(frame) if len(frame) else chart.empty)
    lines = shown.csv().decode("utf-8-sig").split("\r\n")
    for column in chart.columns:
        if column.name not in chart.data.cells:
            continue
        cells = shown.table[column.heading].to_list()
        hidden = (frame[column.name].isna() & frame["suppressed"]).to_list()
        assert [cell == "·" for cell in cells] == hidden
    # The file is the table: a dot where that has one.
    dots = int((shown.table == "·").to_numpy().sum())
    assert sum(line.split(";").count("·") for line in lines[1 : len(frame) + 1]) == dots


def test_a_span_of_ones_own_choice_is_refused(demo_warehouse) -> None:
    """Spans that overlap could be subtracted from each other."""
    span = Period(date(2021, 1, 1), date(2022, 6, 30))
    for query in ("municipalities.reach", "participation.by_event", "overview.headline"):
        with pytest.raises(WrongUsage, match="nicht für einen anderen Zeitraum"):
            publishing.publish_query(
                demo_warehouse, query, span, audience=Audience.INTERNAL, thresholds=THRESHOLDS
            )


def test_the_public_learns_of_a_municipality_only_that_somebody_came(demo_warehouse) -> None:
    for query in ("municipalities.reach", "municipalities.administrations"):
        frame = publishing.publish_query(
            demo_warehouse, query, Period.whole(), audience=Audience.PUBLIC, thresholds=THRESHOLDS
        )
        came = frame[frame["dialogues"] > 0]
        assert len(came) > 5
        for name in ("attendances", "people", "per_1000"):
            assert came[name].isna().all()
        assert came["suppressed"].all()
        assert (frame.loc[frame["dialogues"] == 0, "attendances"] == 0).all()


def test_hidden_rows_do_not_tell_their_rank(demo_warehouse) -> None:
    for query, group, name in (
        ("participation.by_organisation_type", None, "organisation_type"),
        ("municipalities.origin", "level", "place_name"),
    ):
        frame = publishing.publish_query(
            demo_warehouse, query, Period.whole(), audience=Audience.INTERNAL, thresholds=THRESHOLDS
        )
        assert frame["suppressed"].any()
        for _, part in frame.groupby(group) if group else [(None, frame)]:
            order = part["suppressed"].to_list()
            assert order == sorted(order)
            names = part.loc[part["suppressed"], name].fillna("").to_list()
            assert names == sorted(names)


# --- planted leaks: what the attack has to find ----------------------------------------------


# A rule that hides nothing; without any the column ``suppressed`` would be missing.
_NOTHING = (Protection(Unit.PEOPLE, "attendances", (), table="nothing"),)


def unprotected(*queries: str, change) -> object:
    """The rules of some queries changed, as somebody might by mistake."""

    def find(query: str) -> object:
        dataset = find_dataset(query)
        return change(dataset) if query in queries else dataset

    return find


def test_the_attack_finds_totals_that_are_not_protected(demo, monkeypatch) -> None:
    """An association less its members is its office; its sum was forgotten."""
    monkeypatch.setattr(
        publishing,
        "find_dataset",
        unprotected(
            "municipalities.administrations",
            change=lambda dataset: replace(dataset, protections=_NOTHING),
        ),
    )
    found = Attack(demo.warehouse, Audience.INTERNAL).run(with_bounds=False)
    assert any("by subtracting" in each for each in found)


def test_the_attack_finds_missing_secondary_suppression(demo, monkeypatch) -> None:
    only_small = release_of(demo.warehouse, THRESHOLDS, counts=True).confidential
    monkeypatch.setattr(publishing, "hidden_cells", lambda *_, **__: only_small)
    found = Attack(demo.warehouse, Audience.INTERNAL).run(with_bounds=False)
    assert any("+" in each for each in found)
    assert any("+" not in each for each in found)


def test_the_attack_finds_suppression_of_each_table_for_itself(demo, monkeypatch) -> None:
    """As it was before: every table and period alone, secondary suppression included."""
    alone = {"table": None, "summed_over": ()}
    monkeypatch.setattr(
        publishing,
        "find_dataset",
        unprotected(
            *{chart.query for chart in CATALOGUE},
            change=lambda dataset: replace(
                dataset,
                protections=tuple(
                    replace(rule, **alone) if "attendances" in rule.cells else rule
                    for rule in dataset.protections
                ),
            ),
        ),
    )
    found = Attack(demo.warehouse, Audience.INTERNAL).run(with_bounds=False)
    assert any("by subtracting" in each for each in found)


def test_the_attack_finds_one_share_too_many(demo, monkeypatch) -> None:
    """The number is hidden, its share of the published total is not."""

    def without_share(dataset):
        rules = [
            replace(rule, cells=tuple(cell for cell in rule.cells if cell != "share"))
            for rule in dataset.protections
        ]
        return replace(dataset, protections=tuple(rules))

    monkeypatch.setattr(
        publishing,
        "find_dataset",
        unprotected("participation.by_organisation_type", change=without_share),
    )
    found = Attack(demo.warehouse, Audience.INTERNAL).run(with_bounds=False)
    assert any("by subtracting" in each for each in found)


def test_the_attack_finds_what_only_all_years_less_the_years_give(planted_undated) -> None:
    """Three came on a day nobody knows: the whole series less its years is the three."""
    attack, plain = planted_undated
    assert any("without a date" in each for each in attack)
    assert plain == []


@pytest.fixture
def planted_undated(warehouse, monkeypatch) -> tuple[list[str], list[str]]:
    store(warehouse, "muster-1", held_on=date(2025, 5, 6))
    store(warehouse, "muster-2", held_on=None)
    for event, from_eisleben in (("muster-1", 9), ("muster-2", 3)):
        visitors = [
            *people(from_eisleben, prefix=f"e {event}", ags=EISLEBEN),
            *people(20, prefix=f"s {event}"),
            *people(8, prefix=f"h {event}", ags=HELBRA),
        ]
        import_list(warehouse, event, tuple(visitors))
    plain = Attack(warehouse, Audience.INTERNAL).run(with_bounds=True)
    shown = {key for key in hidden_of(warehouse) if key[1] not in ("whole", "undated")}
    monkeypatch.setattr(publishing, "hidden_cells", lambda *_, **__: shown)
    return Attack(warehouse, Audience.INTERNAL).run(with_bounds=True), plain


def hidden_of(warehouse: Warehouse) -> frozenset:
    return release_of(warehouse, THRESHOLDS, counts=True).hidden()


def test_the_attack_finds_a_small_event_that_the_calendar_still_shows(
    warehouse, monkeypatch
) -> None:
    for number, came in ((1, 3), (2, 20), (3, 25)):
        store(warehouse, f"muster-{number}", held_on=date(2025, number, 1))
        import_list(warehouse, f"muster-{number}", tuple(people(came, prefix=f"p {number}")))
    assert Attack(warehouse, Audience.INTERNAL).run(with_bounds=True) == []
    for query in ("events.calendar", "evaluation.response_rate"):
        monkeypatch.setattr(
            publishing,
            "find_dataset",
            unprotected(query, change=lambda dataset: replace(dataset, protections=_NOTHING)),
        )
        found = Attack(warehouse, Audience.INTERNAL).run(with_bounds=True)
        assert "muster-1 = 3 by subtracting" in found


# --- generated warehouses --------------------------------------------------------------------

PLACES = (
    {"ags": SANGERHAUSEN},
    {"ags": EISLEBEN},
    {"ags": KELBRA},
    {"ags": WALLHAUSEN},
    {"place": association()},
    {"place": district()},
    {"place": outside("Musterstadt")},
)
KINDS = ("company", "politics", "municipality")
GROUP = st.tuples(
    st.sampled_from(range(len(PLACES))),
    st.sampled_from(KINDS),
    st.sampled_from([1, 1, 2, 3, 4, 6, 9]),
    st.sampled_from(["again", "new"]),
    st.sampled_from(["online", "in_person"]),
)
EVENT = st.tuples(
    st.sampled_from([date(2025, 3, 1), date(2025, 9, 1), date(2026, 3, 1), None]),
    st.lists(GROUP, min_size=1, max_size=4),
    st.tuples(st.sampled_from([0, 0, 2, 5]), st.sampled_from([0, 0, 1, 6])),
)


def fill(warehouse: Warehouse, events: list) -> None:
    for number, (held_on, groups, (withdrawn, no_show)) in enumerate(events, start=1):
        event = f"muster-{number}"
        store(warehouse, event, held_on=held_on, number=9 + number, topics={"energy": 1.0})
        visitors = []
        for place, (where, kind, size, known, mode) in enumerate(groups):
            prefix = f"{where} {kind}" if known == "again" else f"{number} {place}"
            visitors += people(
                size,
                prefix=prefix,
                organisation_type=kind,
                organisation=f"Muster {kind} {size}",
                mode=mode,
                **PLACES[where],
            )
        unique = {row.row_key: row for row in visitors}.values()
        others = [
            *people(withdrawn, prefix=f"w {number}", status=Status.WITHDRAWN),
            *people(no_show, prefix=f"n {number}", status=Status.NO_SHOW),
        ]
        import_list(warehouse, event, (*unique, *others))


@settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(EVENT, min_size=1, max_size=3))
@pytest.mark.parametrize("audience", BOUND)
def test_nothing_can_be_had_from_any_warehouse(record, audience, events) -> None:
    wipe(record)
    fill(record, events)
    attack = Attack(record, audience)
    found = set(attack.run(with_bounds=True))
    wipe(record)
    assert found <= set(attack.from_public_facts()), events
