"""Feedback talks: kept by function, never by name; whole or not at all."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dashboard.errors import InvalidEntry, NotFound
from dashboard.warehouse.comments import Code, store_code
from dashboard.warehouse.talks import Talk, TalkNote, all_talks, delete_talk, store_talk
from tests.builders import HELBRA, NOON

LATER = NOON + timedelta(days=1)
TALK = Talk(
    "2025-12",
    "mayor",
    ends="2026-01",
    event_id="rd-06",
    ags=HELBRA,
    tendency=4,
    notes=(TalkNote("Läuft gut", "cooperation", ("lob",)), TalkNote("Früher einladen")),
)


@pytest.fixture
def store(warehouse):
    """Store a talk where the code book knows „lob“: ``store(TALK)``."""
    with warehouse.writing() as cursor:
        store_code(cursor, Code("lob", "Lob", "Muster"), is_new=True)

    def stored(talk, *, by="probe", at=NOON):
        with warehouse.writing() as cursor:
            return store_talk(cursor, talk, by=by, at=at)

    return stored


def found(warehouse):
    with warehouse.cursor() as cursor:
        return all_talks(cursor)


def test_a_talk_comes_back_as_it_was_stored(warehouse, store):
    stored = store(TALK)
    assert stored == replace(TALK, talk_id=1)
    assert found(warehouse) == (stored,)


def test_the_newest_talk_stands_first(warehouse, store):
    store(replace(TALK, starts="2024-03-05", ends=None))
    store(TALK)
    assert [talk.starts for talk in found(warehouse)] == ["2025-12", "2024-03-05"]


def test_a_changed_talk_keeps_who_coded_an_unchanged_statement(warehouse, store):
    stored = store(TALK)
    longer = (TalkNote("Neu", codes=("lob",)), *stored.notes)
    store(replace(stored, tendency=None, notes=longer), by="andere", at=LATER)
    [talk] = found(warehouse)
    assert (talk.tendency, talk.notes) == (None, longer)
    with warehouse.cursor() as cursor:
        assert cursor.execute(
            "select position, coded_by from talk_note_code order by position"
        ).fetchall() == [(1, "andere"), (2, "probe")]
        assert cursor.execute("select entered_by, changed_by from talk").fetchall() == [
            ("probe", "andere")
        ]


def test_a_deleted_talk_leaves_nothing(warehouse, store):
    stored = store(TALK)
    with warehouse.writing() as cursor:
        delete_talk(cursor, stored.talk_id)
        for table in ("talk", "talk_note", "talk_note_code"):
            assert cursor.execute(f"select count(*) from {table}").fetchall() == [(0,)]
        with pytest.raises(NotFound, match="Das Gespräch 1 gibt es nicht mehr"):
            delete_talk(cursor, stored.talk_id)


def test_a_talk_that_is_gone_cannot_be_changed(store):
    with pytest.raises(NotFound, match="Das Gespräch 7"):
        store(replace(TALK, talk_id=7))


def test_addresses_are_taken_out_and_empty_statements_dropped(store):
    notes = (TalkNote("Bitte an muster@muster.example"), TalkNote("  "))
    assert store(replace(TALK, notes=notes)).notes == (TalkNote("Bitte an […]"),)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"starts": ""}, "Der Beginn fehlt oder ist kein Datum"),
        ({"starts": "2025-13"}, "Der Beginn fehlt oder ist kein Datum"),
        ({"starts": "2025-02-30"}, "Der Beginn fehlt oder ist kein Datum"),
        ({"starts": "2026-04"}, "Der Beginn liegt in der Zukunft"),
        ({"ends": "Januar"}, "Das Ende ist kein Datum"),
        ({"ends": "2025-11"}, "Das Ende liegt vor dem Beginn"),
        ({"starts": "2025-12-05", "ends": "2025-12-04"}, "Das Ende liegt vor dem Beginn"),
        ({"counterpart": "Max"}, "mit wem gesprochen wurde"),
        ({"event_id": "rd-99"}, "Die Veranstaltung „rd-99“ gibt es nicht"),
        ({"ags": "15087999"}, "„15087999“ gehört nicht zum Landkreis"),
        ({"ags": None, "association_id": "muster"}, "„muster“ gibt es nicht"),
        ({"association_id": "goldene-aue"}, "entweder eine Gemeinde oder"),
        ({"tendency": 6}, "zwischen 1 .negativ. und 5"),
        ({"notes": ()}, "mindestens eine Aussage"),
        ({"notes": (TalkNote("Gut", "muster"),)}, "unbekanntes Thema"),
        ({"notes": (TalkNote("Gut", codes=("muster",)),)}, "nicht im Codebuch"),
        ({"notes": (TalkNote("Frau Muster lobt"),)}, "Aussage 1 nennt anscheinend eine Person"),
    ],
)
def test_what_cannot_be_is_refused(warehouse, store, change, complaint):
    with pytest.raises(InvalidEntry, match=complaint):
        store(replace(TALK, **change))
    assert found(warehouse) == ()


@pytest.mark.parametrize(
    ("starts", "ends"),
    [("2025-12", "2025-12"), ("2025-12-05", "2025-12"), ("2025-12", "2025-12-05")],
)
def test_a_month_holds_its_days(store, starts, ends):
    assert store(replace(TALK, starts=starts, ends=ends)).ends == ends


def test_all_complaints_come_at_once(store):
    with pytest.raises(InvalidEntry) as refusal:
        store(Talk("", ""))
    said = str(refusal.value)
    assert said.startswith("Das Gespräch ist noch nicht gespeichert. ")
    assert all(each in said for each in ("Der Beginn fehlt", "mit wem", "mindestens eine Aussage"))
