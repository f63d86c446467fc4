"""Charts with invented data and the engines that draw them."""

from collections.abc import Callable, Iterator
from functools import cache

import pytest

from dashboard import tasks
from dashboard.charts.publish import Published
from dashboard.demo_warehouse import DEMO_ACTOR
from dashboard.period import Period
from dashboard.pictures.engines import BuiltinEngine
from dashboard.pictures.picture import Picture, Studio
from dashboard.pictures.presets import PRESETS
from dashboard.workspace import Workspace

Published_ = Callable[[str], Published]
Drawn = Callable[..., Picture]


@pytest.fixture(scope="session")
def published(demo: Workspace) -> Published_:
    """One chart of all years, as staff see it."""
    return cache(lambda chart_id: tasks.publish_chart(demo, DEMO_ACTOR, chart_id, Period.whole()))


@pytest.fixture(scope="session")
def studio() -> Iterator[Studio]:
    """Draws without a browser, as on a machine that has none."""
    with Studio(engine=BuiltinEngine(seconds=60)) as opened:
        yield opened


@pytest.fixture(scope="session")
def drawn(studio: Studio, published: Published_) -> Drawn:
    """One picture: ``drawn("themen-wann", "spalte")``; drawn once however often it is asked for."""

    @cache
    def draw(chart_id: str, preset: str = "seite") -> Picture:
        return studio.picture(published(chart_id), PRESETS[preset])

    return draw
