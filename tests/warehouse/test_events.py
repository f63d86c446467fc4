"""Events and topics as staff enter them: every complaint at once, nothing half stored."""

from datetime import date

import pytest

from dashboard.errors import InvalidEntry, NotFound
from dashboard.warehouse.connection import Warehouse
from dashboard.warehouse.events import (
    AgendaItem,
    Event,
    Topic,
    all_events,
    all_series,
    all_topics,
    find_event,
    store_event,
    store_topic,
)
from tests.builders import person

TODAY = date(2026, 3, 5)
PLAIN = Event("muster-1", "Musterdialog", held_on=date(2026, 3, 1), status="held")


def save(warehouse: Warehouse, event: Event, *, is_new: bool = True) -> None:
    with warehouse.writing() as cursor:
        store_event(cursor, event, is_new=is_new, today=TODAY)


def found(warehouse: Warehouse, event_id: str = "muster-1") -> Event:
    with warehouse.cursor() as cursor:
        return find_event(cursor, event_id)


def complaint(warehouse: Warehouse, event: Event, *, is_new: bool = True) -> str:
    with pytest.raises(InvalidEntry) as refusal:
        save(warehouse, event, is_new=is_new)
    return str(refusal.value)


def test_an_event_comes_back_as_it_was_entered(warehouse) -> None:
    full = Event(
        "muster-1",
        "Musterdialog",
        number=10,
        held_on=date(2026, 3, 1),
        date_text="2026-03-01",
        date_basis="announced",
        mode="hybrid",
        venue="Bürgerhaus",
        locality="Helfta",
        ags="15087130",
        status="held",
        held_with="rd-09",
        topics={"energy": 0.75, "mobility": 0.25},
        agenda=(
            AgendaItem("talk", "Begrüßung", organisation="Muster GmbH"),
            AgendaItem("discussion", "Aussprache", topic_id="energy", speaker="Prof. Beispiel"),
        ),
    )
    save(warehouse, full)
    assert found(warehouse) == full


def test_unknown_facts_stay_unknown(warehouse) -> None:
    save(warehouse, Event("muster-1", "Musterdialog", date_basis="unknown", status="held"))
    stored = found(warehouse)
    facts = (stored.held_on, stored.date_text, stored.number, stored.venue, stored.ags)
    assert facts == (None, None, None, None, None)
    assert (stored.date_basis, stored.mode, stored.topics) == ("unknown", "unknown", {})
    assert stored.label == "Datum unbekannt · Musterdialog"


def test_a_month_is_enough_for_an_announced_date(warehouse) -> None:
    save(warehouse, Event("muster-1", "Muster", date_text="2026-09", date_basis="announced"))
    assert (found(warehouse).held_on, found(warehouse).date_text) == (None, "2026-09")


def test_a_change_replaces_topics_and_agenda(warehouse) -> None:
    first = Event("muster-1", "Alt", held_on=TODAY, topics={"energy": 1.0})
    save(warehouse, Event(**{**vars(first), "agenda": (AgendaItem("talk", "Weg"),)}))
    changed = Event("muster-1", " Neu ", held_on=TODAY, topics={"mobility": 1.0})
    save(warehouse, changed, is_new=False)
    stored = found(warehouse)
    assert (stored.title, stored.topics, stored.agenda) == ("Neu", {"mobility": 1.0}, ())


def test_an_event_with_lists_can_be_changed(warehouse, add_attendance) -> None:
    add_attendance("rd-08", person("anna"))
    save(
        warehouse,
        Event("rd-08", "Anders", number=8, held_on=date(2024, 2, 21), status="held"),
        is_new=False,
    )
    assert found(warehouse, "rd-08").title == "Anders"
    with warehouse.cursor() as cursor:
        assert cursor.execute("select held_on from counted_attendance").fetchall() == [
            (date(2024, 2, 21),)
        ]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"event_id": "Muster 1"}, "Kürzel darf nur Kleinbuchstaben"),
        ({"event_id": "m"}, "Kürzel darf nur Kleinbuchstaben"),
        ({"event_id": "-muster"}, "Kürzel darf nur Kleinbuchstaben"),
        ({"event_id": "m" * 41}, "Kürzel darf nur Kleinbuchstaben"),
        ({"event_id": "rd-08"}, "„rd-08“ ist schon vergeben"),
        ({"title": "   "}, "Der Titel fehlt."),
        ({"series_id": "musterreihe"}, "Die Reihe „musterreihe“ gibt es nicht"),
        ({"number": 8}, "Die Nummer 8 hat in dieser Reihe schon eine andere Veranstaltung"),
        ({"held_on": date(1989, 12, 31)}, "31.12.1989 liegt nicht zwischen 1990 und 2100"),
        ({"held_on": date(2101, 1, 1)}, "01.01.2101 liegt nicht zwischen 1990 und 2100"),
        ({"held_on": None}, "Ohne Datum bitte „Datum unbekannt“ wählen"),
        ({"held_on": date(2026, 3, 6)}, "Am 06.03.2026 kann die Veranstaltung noch nicht"),
        ({"topics": {"musterthema": 1.0}}, "Unbekanntes Thema: musterthema"),
        ({"topics": {"energy": 0.0}}, "Gewichte der Themen"),
        ({"topics": {"energy": 1.5}}, "Gewichte der Themen"),
        ({"topics": {"energy": float("nan")}}, "Gewichte der Themen"),
        ({"agenda": (AgendaItem("talk", " "),)}, "Ein Punkt der Tagesordnung hat keinen Titel"),
        (
            {"agenda": (AgendaItem("talk", "A", topic_id="musterthema"),)},
            "hat ein unbekanntes Thema",
        ),
        ({"ags": "15087999"}, "„15087999“ gehört nicht zum Landkreis"),
        ({"ags": ""}, "„“ gehört nicht zum Landkreis"),
        ({"mode": "telepathisch"}, "„telepathisch“"),
        ({"status": "vertagt"}, "„vertagt“"),
        ({"date_basis": "geraten"}, "„geraten“"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_each_broken_rule_is_said_in_german_and_nothing_is_stored(change, sentence, record) -> None:
    with record.cursor() as cursor:
        before = all_events(cursor)
    said = complaint(record, Event(**(vars(PLAIN) | change)))
    assert said.startswith("Die Veranstaltung ist noch nicht gespeichert. ")
    assert sentence in said
    with record.cursor() as cursor:
        assert all_events(cursor) == before


def test_all_complaints_come_at_once(record) -> None:
    said = complaint(
        record,
        Event(
            "Muster 1",
            "",
            series_id="musterreihe",
            held_on=date(2026, 3, 6),
            status="held",
            ags="15087999",
            topics={"musterthema": 2.0},
        ),
    )
    for part in ("Kürzel", "Titel", "Reihe", "06.03.2026", "musterthema", "Gewichte", "15087999"):
        assert part in said


def test_today_is_no_day_to_come(warehouse) -> None:
    save(warehouse, Event("muster-1", "Musterdialog", held_on=TODAY, status="held"))
    assert found(warehouse).status == "held"


def test_the_series_of_an_event_stays_what_it_was(warehouse) -> None:
    save(warehouse, PLAIN)
    moved = Event(**(vars(PLAIN) | {"series_id": "ag-wirtschaftsfoerderung"}))
    assert "Die Reihe einer angelegten Veranstaltung" in complaint(warehouse, moved, is_new=False)
    assert found(warehouse).series_id == "regionaldialog"


def test_changing_what_is_gone_is_refused(record) -> None:
    assert "„muster-1“ gibt es nicht mehr" in complaint(record, PLAIN, is_new=False)


def test_an_event_that_nobody_entered_is_not_found(record) -> None:
    with pytest.raises(NotFound, match=r"„muster-9“ gibt es nicht\. Bitte zuerst anlegen"):
        found(record, "muster-9")


def test_events_are_listed_newest_first_and_unknown_dates_last(record) -> None:
    with record.cursor() as cursor:
        listed = [event.event_id for event in all_events(cursor)]
    assert listed[:4] == ["rd-09", "rd-08", "awf-03", "rd-07"]
    assert set(listed[-2:]) == {"rd-06", "awf-04"}


def test_topics_are_listed_as_a_german_reader_sorts_them(warehouse) -> None:
    with warehouse.writing() as cursor:
        store_topic(cursor, Topic("aeltere", "Ältere Menschen", "Muster"), is_new=True)
        labels = [topic.label for topic in all_topics(cursor)]
    assert labels[0] == "Ältere Menschen"


def test_the_evaluated_series_comes_first(record) -> None:
    with record.cursor() as cursor:
        assert next(iter(all_series(cursor).items())) == ("regionaldialog", "Regionaldialog")


def test_a_topic_is_added_and_changed(warehouse) -> None:
    with warehouse.writing() as cursor:
        store_topic(cursor, Topic("muster", " Muster ", "Probe"), is_new=True)
        changed = Topic("muster", "Beispiel", "Probe", date(2025, 1, 1), None)
        store_topic(cursor, changed, is_new=False)
        stored = [topic for topic in all_topics(cursor) if topic.topic_id == "muster"]
    assert stored == [Topic("muster", "Beispiel", "Probe", date(2025, 1, 1), None)]


def test_a_topic_that_events_use_can_be_renamed(warehouse) -> None:
    with warehouse.writing() as cursor:
        store_topic(cursor, Topic("energy", "Energie und Wärme", "Probe"), is_new=False)
        labels = {topic.topic_id: topic.label for topic in all_topics(cursor)}
    assert labels["energy"] == "Energie und Wärme"


def test_every_complaint_about_a_topic_comes_at_once(record) -> None:
    with pytest.raises(InvalidEntry) as refusal, record.writing() as cursor:
        store_topic(cursor, Topic("Ä", " ", "", date(2026, 1, 1), date(2025, 1, 1)), is_new=True)
    for part in ("Das Kürzel", "Die Bezeichnung fehlt", "Das Themenfeld fehlt", "„Gültig ab“"):
        assert part in str(refusal.value)


def test_a_new_topic_takes_no_key_that_is_taken(record) -> None:
    with pytest.raises(InvalidEntry, match="„energy“ ist schon vergeben"), record.writing() as c:
        store_topic(c, Topic("energy", "Energie", "Probe"), is_new=True)
