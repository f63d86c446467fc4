"""Nobody gets at a hidden number, whatever he asks for: all charts, periods and formats together.

The elementary counts are read from the tables themselves, so that a mistake in a query or in
``charts.release`` shows here. What is published becomes what an attacker knows.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cached_property

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.charts import publish as publishing
from dashboard.charts.catalogue import CATALOGUE, OF_MUNICIPALITY, find_chart, find_dataset
from dashboard.charts.publish import publish, publish_query
from dashboard.charts.release import release_of
from dashboard.disclosure import Audience, Protection, Unit
from dashboard.errors import NotAllowed, WrongUsage
from dashboard.ingest.schema import Status
from dashboard.period import OneEvent, Period
from dashboard.warehouse.connection import Warehouse
from tests.builders import EISLEBEN, HELBRA, SANGERHAUSEN, people, questionnaire
from tests.charts.attacker import Knowledge, Secret, Unknown, findings, total
from tests.charts.conftest import wipe
from tests.charts.reading import THRESHOLDS, Remembering
from tests.conftest import import_list, import_questionnaires, store

ONE = Fraction(1)

# Tables that count nobody who could be recognised, and why.
HARMLESS = {
    "events.missing": "facts that are missing",
    "events.notes": "words",
    "topics.by_event": "shares of topics",
    "topics.trend": "dialogues",
    "topics.not_taken_up": "dialogues",
    "municipalities.by_year": "whether somebody came",
    "municipalities.not_reached": "whether somebody came",
    "municipalities.last_seen": "whether somebody came",
    "evaluation.quotes": "texts that a person has released",
    "evaluation.talk_record": "the public record, word for word",
    "outcomes.by_status": "outcomes",
    "outcomes.progress": "outcomes",
    "outcomes.overdue": "outcomes",
    "outcomes.by_topic": "outcomes",
    "outcomes.suggestions_by_status": "suggestions, never by whom",
    "outcomes.suggestions_by_source": "suggestions, never by whom",
}
# Public tables of which the public never sees a number of people.
REPRESENTATION = {
    "municipalities.reach": ("attendances", "people", "per_1000", "district_per_1000"),
    "municipalities.administrations": ("attendances", "people", "per_1000"),
    "municipalities.visits": ("attendances",),
}
OF_EVENTS = (
    *("participation.by_event", "events.calendar", "topics.interest", "topics.timeline"),
    "evaluation.response_rate",
)
KINDS = {
    "participation.by_organisation_type": ("type", "organisation_type"),
    "participation.by_mode": ("way", "attended_mode"),
}
TOPICS = {"topics.by_year": "held_year", "topics.by_quarter": "quarter_start"}
ANSWERS = {
    "evaluation.questions": "auswertung-fragen",
    "evaluation.agreement": "auswertung-zustimmung",
    "evaluation.codes": "auswertung-codes",
    "evaluation.by_group": None,
    "evaluation.talks": None,
    "evaluation.talk_codes": None,
}
OF_YEARS = ("evaluation.trend", "evaluation.year_before", "topics.rating")
UNDERSTOOD = {
    *(*OF_EVENTS, *KINDS, *TOPICS, *ANSWERS, *OF_YEARS, *REPRESENTATION),
    "overview.headline",
}


def keys_of(frame: pd.DataFrame, *columns: str) -> list[tuple]:
    """The different values of some columns."""
    different = frame[list(columns)].drop_duplicates().astype(object)
    return list(different.where(different.notna(), None).itertuples(index=False, name=None))


def year_of(value: object) -> int | None:
    return None if pd.isna(value) else int(value)


def is_few(number: float, fewest: int = 5) -> bool:
    return 0 < number < fewest


class Attack:
    """Everything one audience can ask for, and what it does not get.

    ``known`` and ``secrets`` by family: what cannot hang together is looked at for itself.
    """

    def __init__(self, warehouse: Warehouse, audience: Audience) -> None:
        self.audience = audience
        self._warehouse = Remembering(warehouse)
        self.known: dict[object, Knowledge] = {}
        self.secrets: dict[object, list[Secret]] = {}
        self.published = 0
        self._open: set[str] = set()

    def run(self, *, with_bounds: bool = False) -> list[str]:
        """What can be found out."""
        self._sums()
        for period in self.periods:
            self._counts(period)
            self._headline(period)
            self._answers(period)
        self._of_one_event()
        hidden = [
            found
            for family, secrets in self.secrets.items()
            for found in findings(self._knows(family), secrets, fewest=5, with_bounds=with_bounds)
        ]
        return [*sorted(self._open), *hidden]

    def inevitable(self, *, with_bounds: bool) -> set[str]:
        """What follows from what the sums mean and from zeros alone, whatever is hidden besides."""
        return {
            found
            for family, secrets in self.secrets.items()
            for found in findings(
                Knowledge(
                    [each for each in self._knows(family).equations if each[1] == 0],
                    self._knows(family).bounds,
                    self._knows(family).zeros,
                ),
                secrets,
                fewest=5,
                with_bounds=with_bounds,
            )
        }

    @property
    def confidential(self) -> int:
        return sum(each.is_confidential for found in self.secrets.values() for each in found)

    # --- what only the tables know -----------------------------------------------------------

    def _select(self, sql: str) -> pd.DataFrame:
        with self._warehouse.real.cursor() as cursor:
            return cursor.execute(sql).df()

    @cached_property
    def lists(self) -> pd.DataFrame:
        """A row per attendance."""
        return self._select(
            """
            select event_id, held_year as year, counted_attendance.organisation_type as type,
                person_key, organisation_id,
                case
                    when counted_attendance.mode <> 'unknown' then counted_attendance.mode
                    when event.mode in ('in_person', 'online') then event.mode
                    else 'unknown'
                end as way
            from counted_attendance inner join event using (event_id)
            """
        )

    @cached_property
    def given(self) -> pd.DataFrame:
        """A row per questionnaire and question on a scale."""
        return self._select(
            """
            select event_id, held_year as year, question_id, version, value,
                nullif(trim(respondent_type), '') as respondent_group
            from scale_answers
            """
        )

    @cached_property
    def texts(self) -> pd.DataFrame:
        """A row per free text and code that it carries; a text without any has none."""
        return self._select(
            """
            select response_id, event_id, question_id, held_year as year, code_id
            from current_feedback
            inner join comment_code using (event_id, question_id)
            where sha256(answer_text) = text_key
            """
        )

    @cached_property
    def talks(self) -> pd.DataFrame:
        """A row per talk and code; a talk without any has one row."""
        return self._select(
            """
            select distinct talk.talk_id, left(talk.starts, 4)::bigint as year, code_id
            from talk left join talk_note_code using (talk_id)
            """
        )

    @property
    def years(self) -> list[int]:
        found = {*self.lists["year"].dropna(), *self.given["year"].dropna()}
        return sorted(int(year) for year in {*found, *self.talks["year"].dropna()})

    @property
    def periods(self) -> list[Period]:
        return [Period.whole(), *(Period.of_year(year) for year in self.years)]

    @staticmethod
    def _in(frame: pd.DataFrame, period: Period) -> pd.DataFrame:
        return frame if period.year is None else frame[frame["year"] == period.year]

    # --- what is learnt ----------------------------------------------------------------------

    def _knows(self, family: object) -> Knowledge:
        return self.known.setdefault(family, Knowledge())

    def frame(self, query: str, period: Period) -> pd.DataFrame | None:
        """A published result; null if it is not for this audience."""
        try:
            return publish_query(
                self._warehouse, query, period, audience=self.audience, thresholds=THRESHOLDS
            )
        except NotAllowed:
            return None

    def _cell(
        self,
        family: object,
        group: object,
        parts: Iterable[Unknown],
        shown: object,
        true: float,
        *,
        few: bool | None = None,
    ) -> None:
        """One cell that a table has: shown, or a secret."""
        parts = tuple(parts)
        few = is_few(true) if few is None else few
        if not pd.isna(shown):
            self.published += 1
            self._knows(family).learn(total(parts), shown)
            if few:
                self._open.add(f"{group} {family} = {shown:g} is shown")
            return
        if not true:
            return
        self._knows(family).learn_bound(total(parts), 1)
        secret = Secret(f"{group} {family}", parts, int(true), (group,), few)
        self.secrets.setdefault(family, []).append(secret)

    def _sums(self) -> None:
        """All kinds of a year are its events."""
        for year, own in self.lists.groupby("year", dropna=False):
            events = dict.fromkeys((("event", event) for event in own["event_id"].unique()), -ONE)
            for kind in ("type", "way"):
                parts = total((kind, year_of(year), key) for key in sorted(own[kind].unique()))
                self._knows("people").learn(parts | events, 0)

    def _counts(self, period: Period) -> None:
        own = self._in(self.lists, period)
        counts = own.groupby("event_id").size()
        for query in OF_EVENTS:
            for row in self.frame(query, period).itertuples():
                if row.event_id in counts.index:
                    event, true = ("event", row.event_id), counts[row.event_id]
                    self._cell("people", event, [event], row.attendances, true)
                    if not pd.isna(rate := getattr(row, "response_rate", None)) and rate:
                        self._knows("people").learn(total([event]), row.responses / rate)
        for query, (kind, column) in KINDS.items():
            for row in self.frame(query, period).itertuples():
                self._kind(row, own[own[kind] == getattr(row, column)], kind, period)
        self._topics(period, counts)

    def _kind(self, row: object, own: pd.DataFrame, kind: str, period: Period) -> None:
        key = own[kind].iloc[0]
        parts = [(kind, year_of(year), key) for year in own["year"].unique()]
        few = is_few(len(own))
        if kind == "type":
            heads, bodies = own["person_key"].nunique(), own["organisation_id"].nunique()
            few = few or is_few(heads) or is_few(bodies, 3)
        self._cell("people", (kind, period.year), parts, row.attendances, len(own), few=few)
        if not pd.isna(row.share):
            share = Fraction(float(row.share)).limit_denominator(100_000)
            events = self._in(self.lists, period)["event_id"].unique()
            whole = dict.fromkeys((("event", event) for event in events), -share)
            self._knows("people").learn(total(parts) | whole, 0)
        if hasattr(row, "events"):
            self._knows("people").learn_bound(total(parts), row.events)

    def _topics(self, period: Period, counts: pd.Series) -> None:
        shares = self.frame("topics.by_event", period)
        days = pd.to_datetime(shares["held_on"])
        pieces = {"held_year": days.dt.year, "quarter_start": days.dt.to_period("Q").dt.start_time}
        for query, column in TOPICS.items():
            for row in self.frame(query, period).itertuples():
                piece = getattr(row, column)
                at = pieces[column].isna() if pd.isna(piece) else pieces[column] == piece
                about = shares[at & (shares["topic_id"] == row.topic_id)]
                about = about[about["event_id"].isin(counts.index) & (about["topic_share"] > 0)]
                parts = {
                    ("event", event): Fraction(share).limit_denominator(1000)
                    for event, share in keys_of(about, "event_id", "topic_share")
                }
                if parts:
                    self._knows("people").learn(parts, row.attendances)

    def _headline(self, period: Period) -> None:
        raw = self._warehouse.frame("overview.headline", **period.parameters)
        shown = self.frame("overview.headline", period)
        for row, true in zip(shown.itertuples(), raw.itertuples(), strict=True):
            year = period.year
            before = Period.of_year(year - 1) if year else None
            self._figure(row.figure_id, period, row.figure_value, row.base, true)
            if before and not pd.isna(true.figure_before):
                self._figure(row.figure_id, before, row.figure_before, row.base_before, None)

    def _figure(
        self, figure: str, period: Period, value: object, base: object, true: object
    ) -> None:
        own = self._in(self.lists, period)
        events = [("event", event) for event in own["event_id"].unique()]
        if figure == "attendances" and events:
            self._cell("people", ("all", period.year), events, value, len(own))
        elif figure == "response_rate":
            asked = {*self.given["event_id"]}
            parts = [event for event in events if event[1] in asked]
            if parts:
                number = int(own["event_id"].isin(asked).sum())
                self._cell("people", ("asked", period.year), parts, base, number)
        elif figure in ("people", "organisations") and len(own):
            column = "person_key" if figure == "people" else "organisation_id"
            named = own.dropna(subset=[column])
            parts = [(figure, year_of(year)) for year in named["year"].unique()]
            self._cell("people", ("named", period.year), parts, base, len(named))
            heads = [(f"different {figure}", period.year)]
            few = is_few(named[column].nunique(), 5 if figure == "people" else 3)
            number = named[column].nunique()
            self._cell("people", ("heads", period.year), heads, value, number, few=few)
            if figure == "organisations" and named["year"].nunique(dropna=False) == 1:
                self._without_name(own, named)

    def _without_name(self, own: pd.DataFrame, named: pd.DataFrame) -> None:
        """In a year all attendances are those with an organisation and the kinds without one."""
        bodies = own.groupby("type")["organisation_id"].nunique()
        kinds = [kind for kind in bodies.index if not bodies[kind]]
        if len(named) + own["type"].isin(kinds).sum() != len(own):
            return
        year = year_of(named["year"].iloc[0])
        parts = [("organisations", year), *(("type", year, kind) for kind in kinds)]
        events = [("event", event) for event in own["event_id"].unique()]
        if own["year"].nunique(dropna=False) == 1:
            self._knows("people").learn(total(parts) | dict.fromkeys(events, -ONE), 0)

    # --- answers -----------------------------------------------------------------------------

    def _answers(self, period: Period) -> None:
        own = self._in(self.given, period)
        for query in ("evaluation.questions", "evaluation.agreement"):
            self._asked(self.frame(query, period), own, period.year)
        for row in self.frame("evaluation.by_group", period).itertuples():
            part = self._of(own, row)
            named = part["respondent_group"]
            null = pd.isna(row.respondent_group)
            part = part[named.isna() if null else named == row.respondent_group]
            few = is_few(part["value"].count()) or part["value"].nunique() == 1
            self._answered(row, part, ("groups", period.year), row.answered, few=few)
        if period.year is not None:
            before = self._in(self.given, Period.of_year(period.year - 1))
            for row in self.frame("evaluation.year_before", period).itertuples():
                self._answered(row, self._of(own, row), ("year", period.year), row.answered)
                part = self._of(before, row)
                if len(part):
                    group = ("year", period.year - 1)
                    self._answered(row, part, group, row.answered_before)
        for row in self.frame("evaluation.trend", period).itertuples():
            part = self._of(self.given[self.given["year"] == row.asked_year], row)
            self._answered(row, part, ("year", row.asked_year), row.answered)
        for row in self.frame("topics.rating", period).itertuples():
            named = row._replace(version=row.overall_version) if hasattr(row, "version") else row
            part = self.given[
                (self.given["event_id"] == row.event_id)
                & (self.given["question_id"] == "overall")
                & (self.given["version"] == row.overall_version)
            ]
            self._answered(named, part, ("event", row.event_id), row.answered)
        self._codes(self.frame("evaluation.codes", period), self._in(self.texts, period), period)
        talks = self._in(self.talks, period)
        for query in ("evaluation.talks", "evaluation.talk_codes"):
            for row in self.frame(query, period).itertuples():
                years = [("talks", year_of(year)) for year in talks["year"].unique()]
                number = talks["talk_id"].nunique()
                self._cell("talks", ("talks", period.year), years, row.talks_held, number)
                if query == "evaluation.talk_codes":
                    part = talks[talks["code_id"] == row.code_id]
                    coded = [("talk", year_of(y), row.code_id) for y in part["year"].unique()]
                    family = ("talks", row.code_id)
                    self._cell(family, ("code", period.year), coded, row.talks, len(part))

    def _of_one_event(self) -> None:
        """Charts of a single event: questions, agreement, codes."""
        for event, own in self.given.groupby("event_id"):
            for query, chart_id in ANSWERS.items():
                if chart_id is None:
                    continue
                shown = publish(
                    self._warehouse,
                    replace(find_chart(chart_id), draw=None),
                    Period.whole(),
                    audience=self.audience,
                    thresholds=THRESHOLDS,
                    event=OneEvent(event, "Musterdialog"),
                ).frame
                if query == "evaluation.codes":
                    texts = self.texts[self.texts["event_id"] == event]
                    self._codes(shown, texts, event)
                else:
                    self._asked(shown, own, event)

    def _asked(self, shown: pd.DataFrame, own: pd.DataFrame, scope: object) -> None:
        for row in shown.itertuples():
            part = self._of(own, row)
            self._answered(row, part, ("scope", scope), row.answered)
            if not pd.isna(getattr(row, "attended", None)):
                events = [("event", event) for event in part["event_id"].unique()]
                self._knows("people").learn(total(events), row.attended)
            if not pd.isna(rate := getattr(row, "answer_rate", None)) and rate:
                events = [("event", event) for event in part["event_id"].unique()]
                self._knows("people").learn(total(events), row.answered / rate)

    @staticmethod
    def _of(given: pd.DataFrame, row: object) -> pd.DataFrame:
        is_asked = given["question_id"] == row.question_id
        return given[is_asked & (given["version"] == row.version)]

    def _answered(
        self,
        row: object,
        part: pd.DataFrame,
        group: object,
        shown: object,
        *,
        few: bool | None = None,
    ) -> None:
        part = part.dropna(subset=["value"])
        if part.empty:
            return
        [family] = keys_of(part, "question_id", "version")
        parts = [("answers", *key) for key in keys_of(part, "event_id", "respondent_group")]
        self._cell(family, group, parts, shown, len(part), few=few)

    def _codes(self, shown: pd.DataFrame, texts: pd.DataFrame, scope: object) -> None:
        for row in shown.itertuples():
            part = texts[texts["code_id"] == row.code_id]
            parts = [("code", event) for event in part["event_id"].unique()]
            self._cell(("codes", row.code_id), ("code", scope), parts, row.texts, len(part))
            coded = texts.drop_duplicates(["response_id", "question_id"])
            events = [("coded", event) for event in coded["event_id"].unique()]
            self._cell("codes", ("coded", scope), events, row.texts_coded, len(coded))


@pytest.fixture(scope="session")
def demo_attack(demo) -> Attack:
    attack = Attack(demo.warehouse, Audience.PUBLIC)
    attack.found = attack.run()
    return attack


def test_the_attack_knows_every_table_of_the_catalogue() -> None:
    for chart in (*CATALOGUE, *OF_MUNICIPALITY):
        if chart.data.audience is Audience.PUBLIC:
            assert (chart.query in HARMLESS) != (chart.query in UNDERSTOOD), chart.query
        assert find_dataset(chart.query) == chart.data, "one query, one set of rules"
        assert not (chart.query in HARMLESS and chart.data.protections)


def test_what_only_makes_sense_inside_is_not_public() -> None:
    inside = {
        chart.query
        for chart in (*CATALOGUE, *OF_MUNICIPALITY)
        if chart.data.audience is not Audience.PUBLIC
    }
    assert inside == {
        *("municipalities.origin", "municipalities.topics", "municipalities.organisation_types"),
        *("municipalities.organisations", "participation.newcomers", "participation.funnel"),
        *("participation.loyalty", "participation.concentration", "outcomes.suggestions"),
    }


def test_nothing_can_be_had_from_the_demo(demo_attack) -> None:
    assert demo_attack.found == []
    assert demo_attack.published > 500
    assert demo_attack.confidential > 100


@pytest.mark.parametrize("audience", [Audience.INTERNAL, Audience.STAFF])
def test_inside_counts_are_open_and_answers_are_not(demo, audience) -> None:
    attack = Attack(demo.warehouse, audience)
    found = attack.run()
    assert [each for each in found if " people = " not in each] == []
    assert len(found) > 10
    assert "people" not in attack.secrets
    assert attack.confidential > 50


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("chart", CATALOGUE, ids=lambda chart: chart.id)
def test_every_format_hides_what_the_frame_hides(demo_warehouse, chart, audience) -> None:
    circle = list(Audience)
    same = {"audience": audience, "thresholds": THRESHOLDS}
    if circle.index(audience) < circle.index(chart.data.audience):
        with pytest.raises(NotAllowed, match="nicht öffentlich"):
            publish_query(demo_warehouse, chart.query, Period.whole(), **same)
        return
    frame = publish_query(demo_warehouse, chart.query, Period.whole(), **same)
    shown = publish(demo_warehouse, replace(chart, draw=None), Period.whole(), **same)
    assert shown.frame.equals(frame)
    assert shown.sentence == (chart.describe(frame) if len(frame) else chart.empty)
    for column in chart.columns:
        if column.name in chart.data.cells:
            cells = shown.table[column.heading].to_list()
            hidden = (frame[column.name].isna() & frame["suppressed"]).to_list()
            assert [cell == "·" for cell in cells] == hidden
    # The file is the table: a dot where that has one.
    lines = shown.csv().decode("utf-8-sig").split("\r\n")
    dots = int((shown.table == "·").to_numpy().sum())
    assert sum(line.split(";").count("·") for line in lines[1 : len(frame) + 1]) == dots


@pytest.mark.parametrize(
    "query", ["participation.by_event", "overview.headline", "evaluation.trend", "topics.by_year"]
)
def test_a_span_of_ones_own_choice_is_refused(demo_warehouse, query) -> None:
    """Spans that overlap could be subtracted from each other."""
    span = Period(date(2021, 1, 1), date(2022, 6, 30))
    with pytest.raises(WrongUsage, match="nicht für einen anderen Zeitraum"):
        publish_query(demo_warehouse, query, span, audience=Audience.PUBLIC, thresholds=THRESHOLDS)


@pytest.mark.parametrize("query", REPRESENTATION)
def test_the_public_learns_of_a_municipality_only_that_somebody_came(demo, query) -> None:
    for period in Attack(demo.warehouse, Audience.PUBLIC).periods:
        same = {"audience": Audience.PUBLIC, "thresholds": THRESHOLDS}
        frame = publish_query(demo.warehouse, query, period, **same)
        told = frame["is_represented"] if "is_represented" in frame else frame["dialogues"] > 0
        came = frame[told.fillna(False).astype(bool)]
        for name in REPRESENTATION[query]:
            assert came[name].isna().all()
            assert (frame[name].fillna(0) == 0).all()
        assert came["suppressed"].all()
        assert period.year is not None or len(came) > 5


def test_the_public_sees_no_registrations(demo) -> None:
    same = {"audience": Audience.PUBLIC, "thresholds": THRESHOLDS}
    frame = publish_query(demo.warehouse, "participation.by_event", Period.whole(), **same)
    raw = demo.warehouse.frame("participation.by_event", **Period.whole().parameters)
    assert raw["registered"].notna().any()
    for name in ("invited", "not_registered", "registered", "withdrawn", "no_show", "still_open"):
        assert frame[name].isna().all()
    assert frame["show_up_rate"].isna().all()
    assert frame["attendances"].notna().any()
    shown = publish(demo.warehouse, find_chart("beteiligung-anmeldung"), Period.whole(), **same)
    assert shown.sentence == (
        "Anmeldungen sind nicht öffentlich; öffentlich ist, wie viele zu den Dialogen kamen."
    )


def test_hidden_rows_do_not_tell_their_rank(demo_warehouse) -> None:
    same = {"audience": Audience.PUBLIC, "thresholds": THRESHOLDS}
    query = "participation.by_organisation_type"
    frame = publish_query(demo_warehouse, query, Period.whole(), **same)
    order = frame["suppressed"].to_list()
    assert any(order)
    assert order == sorted(order)
    names = frame.loc[frame["suppressed"], "organisation_type"].to_list()
    assert names == sorted(names)


# --- planted leaks: what the attack has to find ----------------------------------------------

# A rule that hides nothing; without any the column ``suppressed`` would be missing.
_NOTHING = (Protection(Unit.ANSWERS, (), "nothing"),)


@pytest.fixture
def planting(monkeypatch):
    """Change the rules of some queries, as somebody might by mistake."""

    def plant(*queries: str, change) -> None:
        def find(query: str):
            dataset = find_dataset(query)
            return change(dataset) if query in queries else dataset

        monkeypatch.setattr(publishing, "find_dataset", find)

    return plant


def test_the_attack_finds_missing_secondary_suppression(demo, monkeypatch) -> None:
    only_small = release_of(demo.warehouse, THRESHOLDS, counts=True).confidential
    monkeypatch.setattr(publishing, "hidden_cells", lambda *_, **__: only_small)
    found = Attack(demo.warehouse, Audience.PUBLIC).run()
    assert not any("is shown" in each for each in found)
    assert any("scope" in each and "by subtracting" in each for each in found)
    assert any("groups" in each and "by subtracting" in each for each in found)


@pytest.mark.parametrize(
    "query",
    ["participation.by_organisation_type", "evaluation.by_group", "evaluation.talk_codes"],
)
def test_the_attack_finds_a_protection_that_was_removed(demo, planting, query) -> None:
    planting(query, change=lambda dataset: replace(dataset, protections=_NOTHING))
    found = Attack(demo.warehouse, Audience.PUBLIC).run()
    assert any("is shown" in each for each in found)


def test_the_attack_finds_one_share_too_many(demo, planting) -> None:
    """The number is hidden, its share of the published total is not."""

    def without_share(dataset):
        rules = [
            replace(rule, cells=tuple(cell for cell in rule.cells if cell != "share"))
            for rule in dataset.protections
        ]
        return replace(dataset, protections=tuple(rules))

    planting("participation.by_organisation_type", change=without_share)
    found = Attack(demo.warehouse, Audience.PUBLIC).run()
    assert any("type" in each and "by subtracting" in each for each in found)


# --- hand-built cases ------------------------------------------------------------------------


def fill_answers(
    warehouse: Warehouse, events: dict[str, tuple[date | None, dict]], *, first: int = 10
) -> None:
    """Event → day, and group → the answers of its people to „Gesamteindruck“."""
    for number, (event, (held_on, groups)) in enumerate(events.items(), start=first):
        store(warehouse, event, held_on=held_on, number=number, topics={"energy": 1.0})
        forms = [
            questionnaire(f"{event} {group} {place}", {"overall": value}, respondent_type=group)
            for group, values in groups.items()
            for place, value in enumerate(values)
        ]
        import_questionnaires(warehouse, event, tuple(forms))


SPRING, AUTUMN, NEXT = date(2025, 3, 1), date(2025, 9, 1), date(2026, 3, 1)
MANY = [1, 2, 3, 4, 5, 5, 4]
NASTY = {
    "a small event": {"muster-1": (SPRING, {"a": [1, 5, 3]}), "muster-2": (AUTUMN, {"a": MANY})},
    "a small year": {"muster-1": (SPRING, {"a": [1, 5, 3]}), "muster-2": (NEXT, {"a": MANY})},
    "two small years": {
        "muster-1": (SPRING, {"a": [1, 2]}),
        "muster-2": (NEXT, {"a": [4]}),
        "muster-3": (date(2024, 12, 1), {"a": MANY}),
    },
    "a small event without a date": {
        "muster-1": (None, {"a": [1, 5, 3]}),
        "muster-2": (AUTUMN, {"a": MANY}),
    },
    "a group of equal answers": {
        "muster-1": (SPRING, {"a": [5] * 6, "b": MANY, "c": [3, 4, 5, 5, 5, 2]}),
        "muster-2": (NEXT, {"a": MANY, "b": MANY, "c": MANY}),
    },
    "small groups in every year": {
        "muster-1": (SPRING, {"a": [1, 2], "b": MANY, "c": [2, 3, 4, 5, 5]}),
        "muster-2": (NEXT, {"a": MANY, "b": [1, 5], "c": MANY}),
        "muster-3": (None, {"a": MANY, "b": MANY, "c": [1]}),
    },
}


@pytest.mark.parametrize("case", NASTY)
@pytest.mark.parametrize("audience", list(Audience))
def test_no_few_answers_can_be_had(warehouse, case, audience) -> None:
    fill_answers(warehouse, NASTY[case])
    attack = Attack(warehouse, audience)
    assert attack.run(with_bounds=True) == []
    assert attack.confidential > 0


def test_a_group_of_equal_answers_is_shown_in_the_total_only(warehouse) -> None:
    fill_answers(warehouse, NASTY["a group of equal answers"])
    same = {"audience": Audience.STAFF, "thresholds": THRESHOLDS}
    groups = publish_query(warehouse, "evaluation.by_group", Period.of_year(2025), **same)
    shown = groups.set_index("respondent_group")["agreement"]
    assert pd.isna(shown["a"])
    assert pd.isna(shown["c"]) != pd.isna(shown["b"])  # one more hides it
    told = publish_query(warehouse, "evaluation.agreement", Period.of_year(2025), **same)
    assert told["answered"].to_list() == [19]


def test_the_attack_finds_the_whole_less_its_years(warehouse, monkeypatch) -> None:
    fill_answers(warehouse, NASTY["a small event without a date"])
    shown = {
        key for key in release_of(warehouse, THRESHOLDS, counts=True).hidden() if key[1] != "whole"
    }
    monkeypatch.setattr(publishing, "hidden_cells", lambda *_, **__: shown)
    found = Attack(warehouse, Audience.STAFF).run()
    assert any("= 3 by subtracting" in each for each in found)


def test_the_attack_finds_what_a_filter_would_give_away(warehouse, monkeypatch) -> None:
    """Half a year as a period: the year less the half is what is left."""
    fill_answers(warehouse, NASTY["a small event"])
    attack = Attack(warehouse, Audience.STAFF)
    attack.run()
    with pytest.raises(WrongUsage):
        attack.frame("evaluation.year_before", Period(SPRING, date(2025, 6, 30)))
    # As if it were offered: the larger event alone, by way of its months.
    family = ("overall", 1)
    attack.known[family].learn(total([("answers", "muster-2", "a")]), 7)
    secrets = attack.secrets[family]
    assert list(findings(attack.known[family], secrets, fewest=5, with_bounds=False))


def test_an_old_year_does_not_change_when_a_new_one_comes(warehouse) -> None:
    same = {"audience": Audience.PUBLIC, "thresholds": THRESHOLDS}
    old = dict(list(NASTY["small groups in every year"].items())[:1])
    fill_answers(warehouse, old)

    def of_2025() -> list[pd.DataFrame]:
        queries = ("evaluation.by_group", "evaluation.agreement", "participation.by_event")
        return [publish_query(warehouse, query, Period.of_year(2025), **same) for query in queries]

    before = of_2025()
    fill_answers(warehouse, {"muster-2": (NEXT, {"a": MANY, "b": [1, 5], "c": MANY})}, first=11)
    for was, now in zip(before, of_2025(), strict=True):
        pd.testing.assert_frame_equal(was, now)


def test_the_attack_finds_a_small_event_that_one_table_still_shows(warehouse, planting) -> None:
    for number, came in ((1, 3), (2, 20), (3, 25)):
        store(warehouse, f"muster-{number}", held_on=date(2025, number, 1))
        import_list(warehouse, f"muster-{number}", tuple(people(came, prefix=f"p {number}")))
    assert Attack(warehouse, Audience.PUBLIC).run(with_bounds=True) == []
    for query in ("events.calendar", "topics.interest", "topics.timeline"):
        planting(query, change=lambda dataset: replace(dataset, protections=_NOTHING))
        found = Attack(warehouse, Audience.PUBLIC).run()
        assert "('event', 'muster-1') people = 3 is shown" in found


# --- generated warehouses --------------------------------------------------------------------

PLACES = (SANGERHAUSEN, EISLEBEN, HELBRA)
GROUP = st.tuples(
    st.sampled_from(PLACES),
    st.sampled_from(("company", "politics", "municipality")),
    st.sampled_from([1, 1, 2, 3, 4, 6, 9]),
    st.sampled_from(["again", "new"]),
    st.sampled_from(["online", "in_person"]),
)
EVENT = st.tuples(
    st.sampled_from([SPRING, AUTUMN, NEXT, None]),
    st.lists(GROUP, min_size=1, max_size=4),
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 5)), max_size=12),
)


def fill(warehouse: Warehouse, events: list) -> None:
    for number, (held_on, groups, answers) in enumerate(events, start=1):
        event = f"muster-{number}"
        store(warehouse, event, held_on=held_on, number=9 + number, topics={"energy": 1.0})
        visitors = []
        for place, (ags, kind, size, known, mode) in enumerate(groups):
            prefix = f"{ags} {kind}" if known == "again" else f"{number} {place}"
            visitors += people(
                size,
                prefix=prefix,
                organisation_type=kind,
                organisation=f"Muster {kind} {size}",
                mode=mode,
                ags=ags,
            )
        unique = {row.row_key: row for row in visitors}.values()
        import_list(
            warehouse, event, (*unique, *people(2, prefix=f"n {number}", status=Status.NO_SHOW))
        )
        forms = [
            questionnaire(f"{event} {place}", {"overall": value}, respondent_type=group)
            for place, (group, value) in enumerate(answers)
        ]
        if forms:
            import_questionnaires(warehouse, event, tuple(forms))


@settings(
    max_examples=4,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(EVENT, min_size=1, max_size=3))
@pytest.mark.parametrize("audience", [Audience.PUBLIC, Audience.STAFF])
def test_nothing_can_be_had_from_any_warehouse(record, audience, events) -> None:
    wipe(record)
    fill(record, events)
    attack = Attack(record, audience)
    found = set(attack.run(with_bounds=True))
    inevitable = attack.inevitable(with_bounds=True)
    wipe(record)
    if audience is not Audience.PUBLIC:
        found = {each for each in found if " people = " not in each}
    assert found <= inevitable, events
