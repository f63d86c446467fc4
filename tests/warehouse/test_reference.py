"""Reference data and the public record: loaded once, never over what staff have entered."""

from dataclasses import replace
from datetime import date

import pytest

from dashboard.warehouse.connection import Warehouse
from dashboard.warehouse.events import Event, all_events, find_event, store_event
from dashboard.warehouse.reference import load_reference, slug
from tests.builders import NOON


def rows(warehouse: Warehouse, sql: str) -> list[tuple[object, ...]]:
    with warehouse.cursor() as cursor:
        return cursor.execute(sql).fetchall()


def load_again(warehouse: Warehouse) -> None:
    with warehouse.writing() as cursor:
        load_reference(cursor)


def event(warehouse: Warehouse, event_id: str) -> Event:
    with warehouse.cursor() as cursor:
        return find_event(cursor, event_id)


def test_the_record_holds_what_the_files_say(record) -> None:
    counted = {
        table: rows(record, f"select count(*) from {table}")[0][0]
        for table in ("municipality", "association", "population", "event", "question")
    }
    assert counted == {
        "municipality": 22,
        "association": 2,
        "population": 22,
        "event": 12,
        "question": 12,
    }
    assert rows(record, "select count(*) from held_events") == [(8,)]
    members = "select association_id, count(*) from municipality group by all order by all"
    assert rows(record, members) == [
        ("goldene-aue", 5),
        ("mansfelder-grund-helbra", 8),
        (None, 9),
    ]


def test_leading_zeros_and_umlauts_arrive(record) -> None:
    found = rows(record, "select ars, name from municipality where ags = '15087412'")
    assert found == [("150870412412", "Südharz")]


def test_a_second_start_adds_nothing_and_logs_nothing(warehouse) -> None:
    tables = ("event", "event_topic", "agenda_item", "outcome", "topic", "question", "audit_log")
    before = {table: rows(warehouse, f"from {table} order by all") for table in tables}
    load_again(warehouse)
    assert {table: rows(warehouse, f"from {table} order by all") for table in tables} == before
    assert len(before["audit_log"]) == 1


def test_what_staff_made_of_an_event_of_the_record_survives_the_next_start(warehouse) -> None:
    corrected = replace(
        event(warehouse, "rd-06"),
        title="Energie vor Ort",
        held_on=date(2023, 3, 7),
        date_basis="stated",
        topics={"mobility": 1.0},
        agenda=(),
    )
    with warehouse.writing() as cursor:
        store_event(cursor, corrected, is_new=False, today=NOON.date())
    load_again(warehouse)
    assert event(warehouse, "rd-06") == replace(corrected, date_text="2023-03-07")


def test_a_renamed_topic_and_a_count_of_inhabitants_survive_the_next_start(warehouse) -> None:
    with warehouse.writing() as cursor:
        cursor.execute("update topic set label = 'Wege' where topic_id = 'mobility'")
        cursor.execute("update population set persons = 1 where ags = '15087370'")
    load_again(warehouse)
    assert rows(warehouse, "select label from topic where topic_id = 'mobility'") == [("Wege",)]
    assert rows(warehouse, "select persons from population where ags = '15087370'") == [(1,)]


def test_an_event_that_is_missing_comes_back_with_its_topic_and_agenda(warehouse) -> None:
    with warehouse.writing() as cursor:
        cursor.execute("delete from outcome where event_id = 'rd-05'")
        cursor.execute("delete from event_topic where event_id = 'rd-05'")
        cursor.execute("delete from agenda_item where event_id = 'rd-05'")
    with warehouse.writing() as cursor:
        cursor.execute("delete from event where event_id = 'rd-05'")
    load_again(warehouse)
    assert event(warehouse, "rd-05").topics == {"tourism": 1.0}
    assert event(warehouse, "rd-05").agenda


@pytest.mark.parametrize(
    ("event_id", "unknown"),
    [
        ("rd-06", ("held_on", "date_text")),
        ("rd-01", ("venue", "locality", "ags", "held_with")),
        ("rd-02", ("venue", "locality", "ags")),
        ("rd-04", ("locality",)),
        ("awf-04", ("held_on", "venue", "locality", "ags")),
        ("fh-2023", ("number",)),
    ],
)
def test_what_the_record_does_not_say_stays_unknown(event_id, unknown, record) -> None:
    found = event(record, event_id)
    assert {name: getattr(found, name) for name in unknown} == dict.fromkeys(unknown)


def test_how_sure_a_date_is_and_what_is_known_of_it_are_kept(record) -> None:
    with record.cursor() as cursor:
        known = {each.event_id: (each.date_basis, each.date_text) for each in all_events(cursor)}
    assert known["rd-05"] == ("stated", "2022-10-12")
    assert known["rd-06"] == ("unknown", None)
    assert known["rd-07"] == ("announced", "2023-09-19")
    assert known["awf-04"] == ("announced", "2024-04")


def test_an_unknown_mode_is_not_guessed(record) -> None:
    assert event(record, "rd-01").mode == "unknown"
    assert event(record, "rd-02").mode == "online"
    assert event(record, "rd-06").mode == "in_person"


def test_companion_series_are_listed_but_not_counted(record) -> None:
    assert rows(record, "select series_id from series where evaluated") == [("regionaldialog",)]
    found = rows(record, "select event_id from held_events where event_id not like 'rd-%'")
    assert found == []


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Verbandsgemeinde Goldene Aue", "goldene-aue"),
        ("fokusholz.dialog", "fokusholz-dialog"),
        ("AG Wirtschaftsförderung", "ag-wirtschaftsfoerderung"),
        ("Straße & Café", "strasse-cafe"),
    ],
)
def test_keys_are_made_of_plain_letters(name: str, key: str) -> None:
    assert slug(name) == key
