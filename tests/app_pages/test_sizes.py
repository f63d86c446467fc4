"""Every page says something true, however much or little there is: no event, one, a hundred."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.workspace import Workspace
from tests.app_pages.conftest import texts, workspace_at
from tests.builders import EISLEBEN, GERBSTEDT, HELBRA, SANGERHAUSEN, people, questionnaire
from tests.conftest import import_list, import_questionnaires, store

READING = ("overview", "topics", "municipalities", "participation", "evaluation", "outcomes")
TOPICS = ("energy", "digital", "skills", "mobility")
PLACES = (SANGERHAUSEN, EISLEBEN, GERBSTEDT, HELBRA)
# What an unwritten null looks like when it reaches the screen.
_LEFT_OVER = re.compile(r".{0,60}(?:\b(?:nan|NaN|NaT|None|inf)\b|<NA>).{0,40}")
# The record refers to itself; in this order nothing hangs in the air.
_EMPTY = (
    *("outcome_municipality", "outcome_detail", "outcome", "agenda_item", "event_topic", "event"),
)


@contextmanager
def without_events(folder: Path) -> Iterator[Workspace]:
    """A warehouse of its own that the pages use, without the events of the record."""
    with workspace_at(folder) as opened:
        for table in _EMPTY:
            with opened.warehouse.writing() as cursor:
                cursor.execute(f"delete from {table}")
        yield opened


def opened_page(name: str, *, year: str | None = None) -> str:
    at = AppTest.from_string(
        f"from dashboard.app_pages import {name}\n{name}.page()\n", default_timeout=120
    )
    if year:
        at.session_state["jahr"] = year
    at.run()
    assert not at.exception
    assert not at.error
    shown = re.sub(r"<style>.*?</style>|<script>.*?</script>", "", texts(at), flags=re.DOTALL)
    assert not _LEFT_OVER.findall(shown)
    return shown


def hold(workspace: Workspace, place: int, held_on: date, came: int, answered: int) -> None:
    """One dialogue with a list and questionnaires."""
    event_id = f"muster-{place}"
    topics = {TOPICS[place % len(TOPICS)]: 1.0}
    store(workspace.warehouse, event_id, held_on=held_on, number=place, topics=topics)
    ags = PLACES[place % len(PLACES)]
    rows = tuple(people(came, ags=ags, organisation=f"Muster {place % 7} GmbH"))
    import_list(workspace.warehouse, event_id, rows)
    sheets = tuple(
        questionnaire(f"{event_id} {number}", {"overall": 5 if number % 3 else 2, "content": 4})
        for number in range(answered)
    )
    if sheets:
        import_questionnaires(workspace.warehouse, event_id, sheets)


# --- nothing ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def nothing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with without_events(tmp_path_factory.mktemp("nothing")) as workspace:
        yield workspace


@pytest.mark.parametrize("name", READING)
def test_without_any_event_a_page_says_that_there_is_none(nothing: Workspace, name: str) -> None:
    shown = opened_page(name)
    assert re.search(r"\b(kein|keine|noch nie|niemand|0 Dialoge)\b", shown)
    assert not re.search(r"\d %", re.sub(r"95-%|\d+ % (größer|kleiner)|95 %", "", shown))


# --- one -------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=[0, 1, 4, 5])
def one(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[tuple[Workspace, int]]:
    """One dialogue that twelve came to, and so many questionnaires."""
    with without_events(tmp_path_factory.mktemp("one")) as workspace:
        hold(workspace, 1, date(2025, 5, 6), 12, request.param)
        yield workspace, request.param


@pytest.mark.parametrize("name", READING)
def test_one_event_is_neither_plural_nor_a_trend(one: tuple[Workspace, int], name: str) -> None:
    for year in (None, "2025"):
        shown = opened_page(name, year=year)
        assert "1 Dialoge" not in shown
        assert "1 Fragebögen" not in shown
        assert "1 Antworten" not in shown


def test_answers_are_shown_from_five_on_and_their_number_always(
    one: tuple[Workspace, int],
) -> None:
    _, answered = one
    shown = opened_page("evaluation", year="2025")
    if answered == 0:
        assert "Zu den Dialogen dieses Zeitraums liegen noch keine Rückmeldungen vor." in shown
        return
    word = "Teilnehmenden"
    rate = {1: "8 %", 4: "33 %", 5: "42 %"}[answered]
    assert f"{answered} von 12 {word} ({rate})" in shown
    # Five of whom the first and the fourth gave a 2: three agree.
    assert ("3 von 5" in shown) == (answered == 5)
    assert ("zu wenige" in shown) == (answered < 5)


# --- many ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A hundred dialogues, four a year from 2001 to 2025."""
    with without_events(tmp_path_factory.mktemp("many")) as workspace:
        for place in range(100):
            held_on = date(2001 + place // 4, 2 + place % 4 * 3, 1) + timedelta(days=place % 20)
            hold(workspace, place + 1, held_on, 20 + place % 9, 10)
        yield workspace


@pytest.mark.parametrize("name", READING)
@pytest.mark.parametrize("year", [None, "2001", "2025"])
def test_a_hundred_events_over_25_years_fit_on_a_page(
    many: Workspace, name: str, year: str | None
) -> None:
    shown = opened_page(name, year=year)
    events = "4 Dialoge" if year else "100 Dialoge"
    if name == "overview":
        assert f"{events} mit" in shown
    if name == "participation":
        assert re.search(rf"Teilnahmen bei {events}n\b", shown)
