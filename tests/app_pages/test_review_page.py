"""The page „Klärung“: look what a decision changes, store it once, change it later."""

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import tasks
from dashboard.access import LOCAL_USER
from dashboard.imports import ImportRequest
from dashboard.period import Period
from dashboard.workspace import Workspace
from tests.app_pages.conftest import OpenPage, checked, labels_of, messages, texts

LISTS = {
    "rd-07": "Name;Organisation;Ort\nAnna Muster;Probe *eins*;Musterhausen\n"
    "Bernd Muster;Probe *eins*;Hettsted\n",
    "rd-08": "Name;Organisation;Ort\nCleo Muster;Probe *eins*;MUSTERHAUSEN\n",
}
PLACE = "Was ist mit „Musterhausen“ gemeint? (2 Zeilen in 2 Veranstaltungen)"


@pytest.fixture
def lists(workspace: Workspace) -> Workspace:
    for event_id, content in LISTS.items():
        request = ImportRequest(f"{event_id}.csv", content.encode(), event_id=event_id)
        tasks.commit_import(workspace, LOCAL_USER, request)
    return workspace


@pytest.fixture
def at(lists: Workspace, open_page: OpenPage) -> AppTest:
    return open_page("review")


def choose(at: AppTest, label: str, value: str) -> AppTest:
    [box] = [box for box in at.selectbox if label in box.label]
    box.set_value(value)
    return checked(at)


def press(at: AppTest, label: str) -> AppTest:
    [button] = [button for button in at.button if label in button.label]
    button.click()
    return checked(at)


def places(workspace: Workspace) -> list[object]:
    frame = tasks.list_attendance_rows(workspace, LOCAL_USER, Period.whole())
    return [name for name in frame["place_name"] if isinstance(name, str)]


def test_without_anything_open_the_page_says_so(open_page: OpenPage) -> None:
    assert "Es ist nichts zu klären." in texts(open_page("review"))


def test_what_waits_is_asked_once_with_its_proposals_first(at: AppTest) -> None:
    asked = labels_of(at, "selectbox")
    assert [label for label in asked if "musterhausen" in label.lower()] == [PLACE]
    [near] = [box for box in at.selectbox if "Hettsted" in box.label]
    assert near.options[0] == "Hettstedt – Vorschlag"
    assert near.options[-1] == "unbekannt lassen"
    assert len(near.options) == 22 + 2 + 3


def test_looking_shows_what_would_change_and_stores_nothing(at: AppTest, lists: Workspace) -> None:
    choose(at, "„Musterhausen“", "15087370")
    shown = texts(at)
    assert "„Musterhausen“ bedeutet danach: Sangerhausen. Das betrifft 2 Zeilen." in shown
    assert '<th scope="row">Gemeinden vertreten</th>' in shown
    assert places(lists) == []


def test_a_decision_is_stored_for_all_rows_and_can_be_changed(
    at: AppTest, lists: Workspace
) -> None:
    choose(at, "„Musterhausen“", "15087370")
    press(at, "„Musterhausen“ so speichern")
    [done] = messages(at, "done")
    assert done == (
        "„Musterhausen“ bedeutet jetzt: Sangerhausen. Das gilt für 2 Zeilen und für künftige "
        "Dateien."
    )
    assert places(lists) == ["Sangerhausen"] * 2
    assert "<td>Sangerhausen</td>" in texts(at)
    assert " von lokal</td>" in texts(at)

    choose(at, "Eine Entscheidung ändern", "musterhausen")
    choose(at, "Was ist mit „Musterhausen“", "outside:Musterhausen")
    press(at, "„Musterhausen“ so speichern")
    assert places(lists) == ["Musterhausen"] * 2
    assert "Musterhausen (außerhalb des Landkreises)" in texts(at)


def test_the_type_of_an_organisation_is_stored(at: AppTest, lists: Workspace) -> None:
    choose(at, r"Welcher Art ist „Probe \*eins\*“? (3 Zeilen)", "company")
    press(at, r"„Probe \*eins\*“ so speichern")
    assert "zählt jetzt unter „Unternehmen“. Das gilt für 3 Zeilen" in messages(at, "done")[0]
    assert tasks.list_unclear_organisations(lists, LOCAL_USER) == ()


def test_what_somebody_else_has_settled_meanwhile_is_an_answer_too(
    at: AppTest, lists: Workspace
) -> None:
    choose(at, "„Musterhausen“", "district")
    tasks.decide_place(lists, LOCAL_USER, "musterhausen", "unknown")
    press(at, "„Musterhausen“ so speichern")
    assert "Landkreis Mansfeld-Südharz, ohne Gemeinde" in messages(at, "done")[0]
    assert "Landkreis, ohne Gemeinde" in texts(at)
