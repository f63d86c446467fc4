"""The page „Veranstaltungen“: events and topics as staff keep them."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import tasks
from dashboard.access import LOCAL_USER
from dashboard.imports import ImportRequest
from dashboard.warehouse.events import Event, Topic
from dashboard.workspace import Workspace
from tests.app_pages.conftest import (
    OpenPage,
    checked,
    labels_of,
    messages,
    named,
    press,
    put,
    texts,
)


@pytest.fixture
def at(open_page: OpenPage) -> AppTest:
    return open_page("events")


def open_event(at: AppTest, event_id: str) -> AppTest:
    return put(at, "selectbox", "Ansehen, ändern oder anlegen", event_id)


def stored(workspace: Workspace, event_id: str) -> Event:
    [found] = [
        event for event in tasks.list_events(workspace, LOCAL_USER) if event.event_id == event_id
    ]
    return found


def test_every_event_is_listed_and_what_is_unknown_says_so(at: AppTest) -> None:
    shown = texts(at)
    for said in ("20.02.2024", "Datum unbekannt", "angekündigt für April 2024", "unbekannt"):
        assert said in shown
    assert shown.index("20.02.2024") < shown.index("29.09.2021")


def test_a_planned_event_with_a_list_is_said_to_count_as_held(
    workspace: Workspace, open_page: OpenPage
) -> None:
    content = b"Name;Ort;E-Mail\nA B;Helbra;a@example.org"
    tasks.commit_import(workspace, LOCAL_USER, ImportRequest("l.csv", content, event_id="rd-09"))
    assert "geplant, zählt als stattgefunden (Teilnahmeliste liegt vor)" in texts(
        open_page("events")
    )


def test_a_new_event_comes_with_the_next_number_and_its_id(at: AppTest) -> None:
    open_event(at, "neu")
    assert named(at.number_input, "Nummer in der Reihe").value == 10
    assert named(at.text_input, "Kürzel").value == "rd-10"
    put(at, "number_input", "Nummer in der Reihe", 12)
    assert named(at.text_input, "Kürzel").value == "rd-12"


def test_another_series_brings_its_own_number_and_id(at: AppTest) -> None:
    open_event(at, "neu")
    put(at, "selectbox", "Reihe", "ag-wirtschaftsfoerderung")
    assert named(at.number_input, "Nummer in der Reihe").value == 5
    assert named(at.text_input, "Kürzel").value == "awf-05"


def test_an_id_that_was_typed_stays(at: AppTest) -> None:
    open_event(at, "neu")
    put(at, "text_input", "Kürzel", "sonder-1")
    put(at, "number_input", "Nummer in der Reihe", 12)
    assert named(at.text_input, "Kürzel").value == "sonder-1"


def test_every_complaint_comes_at_once_and_nothing_typed_is_lost(at: AppTest) -> None:
    open_event(at, "neu")
    put(at, "text_input", "Haus oder Saal", "Rathaus *Süd*")
    press(at, "Punkt hinzufügen")
    put(at, "text_input", "Punkt 1: Vortragende", "Anna Beispiel")
    press(at, "Veranstaltung anlegen")
    [complaint] = messages(at, "error")
    for said in ("Der Titel fehlt.", "Ohne Datum", "Ein Punkt der Tagesordnung hat keinen Titel."):
        assert said in complaint
    assert named(at.text_input, "Haus oder Saal").value == "Rathaus *Süd*"
    assert named(at.text_input, "Punkt 1: Vortragende").value == "Anna Beispiel"


def test_a_new_event_is_stored_with_all_that_was_entered(at: AppTest, workspace: Workspace) -> None:
    open_event(at, "neu")
    put(at, "text_input", "Titel", "Wasser & *Wärme*")
    put(at, "date_input", "Tag", date(2026, 5, 6))
    put(at, "segmented_control", "Form", "hybrid")
    put(at, "selectbox", "Gemeinde", "15087015")
    put(at, "multiselect", "Themen", ["energy", "digital"])
    put(at, "selectbox", "Gewicht von Digitalisierung", 0.5)
    press(at, "Punkt hinzufügen")
    put(at, "text_input", "Punkt 1: Titel", "Zweiter")
    press(at, "Punkt hinzufügen")
    put(at, "text_input", "Punkt 2: Titel", "Erster")
    press(at, "Punkt 2 nach oben")
    press(at, "Punkt hinzufügen")
    press(at, "Punkt 3 entfernen")
    press(at, "Veranstaltung anlegen")

    assert "Wasser &amp; *Wärme*“ ist angelegt." in messages(at, "done")[0]
    assert "Wasser &amp; *Wärme*" in texts(at), "the list is shown again, with the new event"
    event = stored(workspace, "rd-10")
    assert (event.held_on, event.mode, event.ags) == (date(2026, 5, 6), "hybrid", "15087015")
    assert (event.number, event.status) == (10, "planned")
    assert event.topics == {"energy": 1.0, "digital": 0.5}
    assert [item.title for item in event.agenda] == ["Erster", "Zweiter"]
    open_event(at, "neu")
    assert named(at.text_input, "Titel").value == ""
    assert named(at.text_input, "Kürzel").value == "rd-11"


@pytest.mark.parametrize("event_id", ["rd-01", "rd-05", "rd-06", "rd-09", "awf-04", "fh-2023"])
def test_saving_without_a_change_leaves_the_event_as_it_is(
    at: AppTest, workspace: Workspace, event_id: str
) -> None:
    before = stored(workspace, event_id)
    open_event(at, event_id)
    press(at, "Änderungen speichern")
    assert messages(at, "error") == []
    assert stored(workspace, event_id) == before


def test_an_event_can_be_corrected_and_its_id_cannot(at: AppTest, workspace: Workspace) -> None:
    open_event(at, "rd-06")
    assert named(at.text_input, "Kürzel").disabled
    assert labels_of(at, "date_input") == [], "without a known date there is nothing to type"
    put(at, "segmented_control", "Datum der Veranstaltung", "stated")
    put(at, "date_input", "Tag", date(2023, 3, 1))
    press(at, "Änderungen speichern")
    assert stored(workspace, "rd-06").held_on == date(2023, 3, 1)
    assert len(stored(workspace, "rd-06").agenda) > 0


def test_a_day_that_is_open_is_kept_as_announced(at: AppTest, workspace: Workspace) -> None:
    open_event(at, "neu")
    put(at, "text_input", "Titel", "Ausblick")
    put(at, "segmented_control", "Datum der Veranstaltung", "announced")
    put(at, "text_input", "oder, solange der Tag offen ist", "2027-04")
    press(at, "Veranstaltung anlegen")
    assert stored(workspace, "rd-10").date_text == "2027-04"
    assert "angekündigt für April 2027" in texts(at)


def test_giving_up_stores_nothing(at: AppTest, workspace: Workspace) -> None:
    open_event(at, "rd-05")
    put(at, "text_input", "Titel", "Ganz anders")
    press(at, "Abbrechen")
    assert "Alle Veranstaltungen" in texts(at)
    assert stored(workspace, "rd-05").title == "Touristische Mobilität"
    open_event(at, "rd-05")
    assert named(at.text_input, "Titel").value == "Touristische Mobilität"


def test_a_link_opens_an_event(workspace: Workspace) -> None:
    at = AppTest.from_string("from dashboard.app_pages import events\nevents.page()")
    at.query_params["veranstaltung"] = "12.10.2022 · 5. Regionaldialog · Touristische Mobilität"
    at.run()
    assert named(at.text_input, "Titel").value == "Touristische Mobilität"


# --- topics ----------------------------------------------------------------------------------


@pytest.fixture
def topics(at: AppTest) -> AppTest:
    at.segmented_control[0].set_value("themen")
    return checked(at)


def open_topic(at: AppTest, topic_id: str) -> AppTest:
    return put(at, "selectbox", "Ansehen, ändern oder anlegen", topic_id)


def test_a_topic_is_added_with_its_validity(topics: AppTest, workspace: Workspace) -> None:
    open_topic(topics, "neu")
    named(topics.text_input, "Kürzel").set_value("water")
    named(topics.text_input, "Bezeichnung").set_value("Wasser")
    named(topics.selectbox, "Themenfeld").set_value("Energie")
    named(topics.date_input, "Gültig ab").set_value(date(2026, 1, 1))
    press(topics, "Thema anlegen")
    assert "Das Thema „Wasser“ ist angelegt." in messages(topics, "done")[0]
    added = Topic("water", "Wasser", "Energie", date(2026, 1, 1), None)
    assert added in tasks.list_topics(workspace, LOCAL_USER)
    assert "01.01.2026" in texts(topics)


def test_a_used_topic_is_renamed(topics: AppTest, workspace: Workspace) -> None:
    open_topic(topics, "energy")
    named(topics.text_input, "Bezeichnung").set_value("Energie und Wärme")
    press(topics, "Thema speichern")
    renamed = Topic("energy", "Energie und Wärme", "Energie")
    assert renamed in tasks.list_topics(workspace, LOCAL_USER)


def test_a_new_topic_never_takes_the_place_of_another(
    topics: AppTest, workspace: Workspace
) -> None:
    open_topic(topics, "neu")
    named(topics.text_input, "Kürzel").set_value("energy")
    named(topics.text_input, "Bezeichnung").set_value("Etwas anderes")
    press(topics, "Thema anlegen")
    assert "ist schon vergeben" in messages(topics, "error")[0]
    assert named(topics.text_input, "Bezeichnung").value == "Etwas anderes"
    assert "Energie" in {topic.label for topic in tasks.list_topics(workspace, LOCAL_USER)}
