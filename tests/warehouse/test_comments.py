"""The code book, what carries which code, and which texts are released."""

from datetime import timedelta

import pytest

from dashboard.errors import InvalidEntry, NotFound
from dashboard.warehouse.comments import (
    Code,
    CommentKey,
    all_codes,
    comments_of,
    set_codes,
    set_released,
    store_code,
)
from tests.builders import NOON, questionnaire

LATER = NOON + timedelta(days=1)


@pytest.fixture
def texts(warehouse, add_event, add_feedback):
    """Import texts and a code book with „lob“ and „kritik“: ``texts("Gut", "Schlecht")``."""

    def imported(*written, event_id="muster-1"):
        add_event(event_id)
        sheets = [questionnaire(f"b {n}", {"free_text": each}) for n, each in enumerate(written)]
        batch = add_feedback(event_id, *sheets)
        with warehouse.writing() as cursor:
            for code_id in ("lob", "kritik"):
                store_code(cursor, Code(code_id, code_id.capitalize(), "Muster"), is_new=True)
        return batch

    return imported


def found(warehouse):
    with warehouse.cursor() as cursor:
        return comments_of(cursor)


def code(warehouse, key, codes, *, by="probe", at=NOON):
    with warehouse.writing() as cursor:
        return set_codes(cursor, key, codes, by=by, at=at)


def test_texts_stand_in_alphabetical_order_and_equal_ones_together(warehouse, texts):
    texts("Zu laut", "Ähnlich wie sonst", "Danke", "Danke")
    assert [(each.text, each.copies) for each in found(warehouse)] == [
        ("Ähnlich wie sonst", 1),
        ("Danke", 2),
        ("Zu laut", 1),
    ]


def test_nothing_about_a_text_tells_who_wrote_it(warehouse, add_event, add_feedback):
    add_event()
    add_feedback(
        "muster-1",
        questionnaire("erste", {"free_text": "Danke", "overall": 5}, respondent_type="Kommune"),
    )
    [comment] = found(warehouse)
    assert "erste" not in repr(comment)
    assert "Kommune" not in repr(comment)
    assert set(vars(comment)) == {
        *("key", "question_label", "text", "copies", "codes", "released_by", "released_at")
    }


def test_a_code_keeps_who_gave_it_and_when(warehouse, texts):
    texts("Danke")
    [comment] = found(warehouse)
    assert code(warehouse, comment.key, ["lob"]) == ({"lob"}, set())
    added, taken = code(warehouse, comment.key, ["lob", "kritik"], by="andere", at=LATER)
    assert (added, taken) == ({"kritik"}, set())
    [comment] = found(warehouse)
    assert [(each.code_id, each.coded_by, each.coded_at) for each in comment.codes] == [
        ("lob", "probe", NOON),
        ("kritik", "andere", LATER),
    ]
    assert code(warehouse, comment.key, ["kritik"]) == (set(), {"lob"})


def test_codes_survive_taking_the_import_back_and_reading_it_again(
    warehouse, texts, add_feedback, take_back
):
    batch = texts("Danke")
    [comment] = found(warehouse)
    code(warehouse, comment.key, ["lob"])
    take_back(batch.batch_id)
    assert found(warehouse) == ()
    add_feedback("muster-1", questionnaire("anders", {"free_text": "Etwas anderes"}))
    [other] = found(warehouse)
    assert other.codes == ()  # though its row has the number of the one taken back
    add_feedback("muster-1", questionnaire("b 0", {"free_text": "Danke"}))
    assert {each.text: len(each.codes) for each in found(warehouse)} == {
        "Danke": 1,
        "Etwas anderes": 0,
    }


def test_an_unknown_or_retired_code_is_refused(warehouse, texts):
    texts("Danke", "Mehr")
    first, second = found(warehouse)
    code(warehouse, first.key, ["lob"])
    with warehouse.writing() as cursor:
        store_code(cursor, Code("lob", "Lob", "Muster", active=False), is_new=False)
    with pytest.raises(InvalidEntry, match="lob, unbekannt"):
        code(warehouse, second.key, ["lob", "unbekannt"])
    assert code(warehouse, first.key, ["lob", "kritik"]) == ({"kritik"}, set())


def test_a_text_that_is_gone_is_not_found(warehouse):
    gone = CommentKey("rd-08", "free_text", "0")
    with pytest.raises(NotFound, match="gibt es nicht mehr"):
        code(warehouse, gone, [])
    with warehouse.writing() as cursor, pytest.raises(NotFound):
        set_released(cursor, gone, released=True, by="probe", at=NOON)


def test_a_release_is_kept_and_taken_back(warehouse, texts):
    texts("Danke")
    [comment] = found(warehouse)
    with warehouse.writing() as cursor:
        assert set_released(cursor, comment.key, released=True, by="probe", at=NOON)
        assert not set_released(cursor, comment.key, released=True, by="andere", at=LATER)
    [comment] = found(warehouse)
    assert (comment.released_by, comment.released_at) == ("probe", NOON)
    with warehouse.writing() as cursor:
        assert set_released(cursor, comment.key, released=False, by="probe", at=LATER)
    assert found(warehouse)[0].released_at is None


def test_all_complaints_about_a_code_come_at_once(warehouse):
    with warehouse.writing() as cursor:
        store_code(cursor, Code("lob", "Lob", "Muster"), is_new=True)
        with pytest.raises(InvalidEntry) as refusal:
            store_code(cursor, Code("Ö", "LOB", " "), is_new=True)
        with pytest.raises(InvalidEntry, match="schon vergeben"):
            store_code(cursor, Code("lob", "Neu", "Muster"), is_new=True)
        with pytest.raises(InvalidEntry, match="gibt es nicht mehr"):
            store_code(cursor, Code("fehlt", "Fehlt", "Muster"), is_new=False)
        assert all_codes(cursor) == (Code("lob", "Lob", "Muster"),)
    said = str(refusal.value)
    assert "Das Kürzel darf nur" in said
    assert "„LOB“ heißt schon ein anderer Code" in said
    assert "Die Beschreibung fehlt" in said
