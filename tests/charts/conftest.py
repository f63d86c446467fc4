"""Warehouses that several chart tests look at, and a short way to publish."""

from collections.abc import Callable, Iterator

import pytest

from dashboard.charts.catalogue import CATALOGUE
from dashboard.charts.publish import Published
from dashboard.disclosure import Audience
from dashboard.period import Period
from dashboard.warehouse.connection import Warehouse
from dashboard.workspace import Workspace
from tests.builders import people, questionnaire
from tests.charts.reading import Remembering, all_published, opened, published
from tests.conftest import import_list, import_questionnaires, store

Shown = Callable[..., Published]

IDS = [chart.id for chart in CATALOGUE]

_ADDED = "event_id in (select event_id from event where origin = 'staff')"
_WIPE = (
    "delete from comment_code",
    "delete from released_quote",
    "delete from code",
    "delete from talk_note_code",
    "delete from talk_note",
    "delete from talk",
    "delete from note",
    "delete from chart_comment",
    "delete from feedback_answer",
    "delete from feedback_response",
    "delete from attendance",
    "delete from batch_sighting",
    "delete from replacing_batch",
    "delete from import_batch",
    "delete from organisation",
    "delete from topic_suggestion",
    "delete from outcome_update",
    "delete from outcome_municipality",
    "delete from outcome_detail",
    "delete from outcome where outcome_id like 'muster%'",
    f"delete from event_topic where {_ADDED}",
    f"delete from agenda_item where {_ADDED}",
    "delete from event where origin = 'staff'",
    "delete from topic where topic_id like 'muster%'",
    "delete from population where counted_on <> date '2024-12-31'",
)


@pytest.fixture(scope="session")
def record() -> Iterator[Warehouse]:
    """The public record, opened once: a chart test only adds to it."""
    with opened() as warehouse:
        yield warehouse


@pytest.fixture
def warehouse(record: Warehouse) -> Iterator[Warehouse]:
    """The public record; what the test adds to it is gone afterwards."""
    yield record
    wipe(record)


def wipe(warehouse: Warehouse) -> None:
    """Take away everything that a test added to the public record."""
    # One transaction each: DuckDB checks foreign keys against rows deleted in the same one.
    for statement in _WIPE:
        with warehouse.writing() as cursor:
            cursor.execute(statement)


@pytest.fixture
def shown(warehouse: Warehouse) -> Shown:
    """Publish one chart for 2025 and for staff: ``shown("themen-wann", audience=...)``."""
    return lambda chart_id, **changes: published(warehouse, chart_id, **changes)


@pytest.fixture(scope="session")
def demo_warehouse(demo: Workspace) -> Remembering:
    return Remembering(demo.warehouse)


@pytest.fixture(scope="session")
def demo_charts(demo_warehouse: Remembering) -> dict[str, Published]:
    """Every chart of the demo warehouse, all years, as staff see it."""
    return {
        chart_id: published(demo_warehouse, chart_id, period=Period.whole()) for chart_id in IDS
    }


@pytest.fixture(scope="session")
def demo_charts_of_the_public(demo_warehouse: Remembering) -> dict[str, Published]:
    """Every chart that hides something, all years, as the public sees it."""
    hiding = [chart.id for chart in CATALOGUE if chart.data.protections]
    public = {"period": Period.whole(), "audience": Audience.PUBLIC}
    return all_published(demo_warehouse, hiding, **public)


@pytest.fixture(scope="session")
def one_of_each() -> Iterator[dict[str, Published]]:
    """Every chart where there is one event, one topic, one place, one question, one answer."""
    with opened() as warehouse:
        store(warehouse, topics={"energy": 1.0}, mode="in_person", number=10)
        import_list(warehouse, "muster-1", tuple(people(7, organisation="Muster GmbH")))
        answers = tuple(questionnaire(f"bogen {place}", {"overall": 5}) for place in range(6))
        import_questionnaires(warehouse, "muster-1", answers)
        yield all_published(warehouse, IDS)


@pytest.fixture(scope="session")
def nothing() -> Iterator[dict[str, Published]]:
    """Every chart of a year in which nothing took place."""
    with opened() as warehouse:
        yield all_published(warehouse, IDS, period=Period.of_year(2030))


@pytest.fixture(scope="session")
def no_lists() -> Iterator[dict[str, Published]]:
    """Every chart of the public record alone: eight dialogues, no list, no questionnaire."""
    with opened() as warehouse:
        yield all_published(warehouse, IDS, period=Period.whole())
