"""Imports: what a row means for the warehouse, and that a list adds, corrects or replaces."""

from dataclasses import replace

import pandas as pd
import pytest

from dashboard.ingest.schema import Level, Place, Status
from dashboard.warehouse.connection import Warehouse
from dashboard.warehouse.load import LoadCounts, organisation_key
from tests.builders import (
    EISLEBEN,
    HELBRA,
    SANGERHAUSEN,
    association,
    district,
    outside,
    people,
    person,
    questionnaire,
    unknown,
)


def rows(warehouse: Warehouse, sql: str) -> list[tuple[object, ...]]:
    with warehouse.cursor() as cursor:
        return cursor.execute(sql).fetchall()


def current(warehouse: Warehouse, columns: str) -> list[tuple[object, ...]]:
    return rows(warehouse, f"select {columns} from current_attendance order by row_key")


def test_persons_that_nobody_knew_are_new(warehouse, add_attendance) -> None:
    imported = add_attendance("rd-08", *people(3))
    assert imported.counts == LoadCounts(new=3, same=0, changed=0, missing=0, removed=0)
    assert not imported.counts.nothing
    assert len(current(warehouse, "row_key")) == 3


def test_a_second_list_tells_new_same_changed_and_missing_apart(warehouse, add_attendance) -> None:
    add_attendance("rd-08", person("anna"), person("bo"), person("cem"), person("dora"))
    imported = add_attendance(
        "rd-08", person("anna"), person("bo", ags=HELBRA), person("emil"), person("fritz")
    )
    assert imported.counts == LoadCounts(new=2, same=1, changed=1, missing=2, removed=0)
    assert current(warehouse, "row_key, ags") == [
        ("key of anna", SANGERHAUSEN),
        ("key of bo", HELBRA),
        ("key of cem", SANGERHAUSEN),
        ("key of dora", SANGERHAUSEN),
        ("key of emil", SANGERHAUSEN),
        ("key of fritz", SANGERHAUSEN),
    ]


def test_a_list_that_replaces_takes_out_who_is_missing(warehouse, add_attendance) -> None:
    add_attendance("rd-08", person("anna"), person("bo"), person("cem"))
    imported = add_attendance("rd-08", person("bo"), person("dora"), replaces=True)
    assert imported.counts == LoadCounts(new=1, same=1, changed=0, missing=2, removed=2)
    assert current(warehouse, "row_key") == [("key of bo",), ("key of dora",)]


def test_the_same_list_again_says_nothing(warehouse, add_attendance) -> None:
    same = (
        person("anna", organisation="Muster GmbH", minutes=75),
        person("bo", place=outside()),
        person("cem", place=unknown(), named=False),
    )
    add_attendance("rd-08", *same)
    before = current(warehouse, "*")
    for replaces in (False, True):
        imported = add_attendance("rd-08", *same, replaces=replaces)
        assert imported.counts == LoadCounts(new=0, same=3, changed=0, missing=0, removed=0)
        assert imported.counts.nothing
    assert current(warehouse, "*") == before


def test_another_event_does_not_know_the_rows(warehouse, add_attendance) -> None:
    add_attendance("rd-07", person("anna"))
    imported = add_attendance("rd-08", person("anna"), replaces=True)
    assert imported.counts == LoadCounts(new=1, same=0, changed=0, missing=0, removed=0)
    assert current(warehouse, "event_id") == [("rd-07",), ("rd-08",)]


CHANGES = (
    {"ags": EISLEBEN},
    {"place": association()},
    {"place": district()},
    {"place": outside()},
    {"place": unknown()},
    {"organisation": "Beispiel eG"},
    {"organisation": None},
    {"status": Status.WITHDRAWN},
    {"mode": "online"},
    {"minutes": 75},
    {"minutes": None},
    {"inferred": True},
    {"named": False},
)


def test_whatever_differs_makes_a_row_changed(warehouse, add_attendance) -> None:
    known = {"organisation": "Muster GmbH", "mode": "in_person", "minutes": 60}
    add_attendance("rd-08", *(person(str(change), **known) for change in CHANGES))
    imported = add_attendance(
        "rd-08", *(person(str(change), **(known | change)) for change in CHANGES)
    )
    seen_as_same = rows(
        warehouse,
        "select row_key from attendance inner join batch_sighting on row_id = attendance_id",
    )
    assert seen_as_same == []
    assert imported.counts.changed == len(CHANGES)


def test_another_row_number_or_another_wording_of_a_known_place_changes_nothing(
    add_attendance,
) -> None:
    add_attendance("rd-08", person("anna"), person("bo"))
    reworded = Place("Wettelrode", Level.MUNICIPALITY, "locality", ags=SANGERHAUSEN)
    imported = add_attendance("rd-08", person("bo"), person("anna", place=reworded))
    assert imported.counts.same == 2


def test_each_level_of_a_place_keeps_what_it_needs_and_no_more(warehouse, add_attendance) -> None:
    stored = {
        "a": (None, ("municipality", SANGERHAUSEN, None, None, None)),
        "b": (association(), ("association", None, "goldene-aue", None, None)),
        "c": (district(), ("district", None, None, None, None)),
        "d": (outside("Halle (Saale)"), ("outside", None, None, "Halle (Saale)", None)),
        "e": (unknown("Musterhausen"), ("unknown", None, None, None, "Musterhausen")),
        "f": (
            Place("Röblingen", Level.AMBIGUOUS, "name"),
            ("unknown", None, None, None, "Röblingen"),
        ),
        "g": (Place("Helbrra", Level.PROPOSAL, "near"), ("unknown", None, None, None, "Helbrra")),
    }
    add_attendance("rd-08", *(person(name, place=place) for name, (place, _) in stored.items()))
    columns = "level, ags, association_id, outside_name, place_text"
    assert current(warehouse, columns) == [row for _, row in stored.values()]


def test_a_person_without_any_place_is_of_unknown_place(warehouse, add_attendance) -> None:
    add_attendance("rd-08", replace(person("anna"), place=None))
    assert current(warehouse, "level, place_text") == [("unknown", None)]


def test_an_organisation_is_one_in_every_spelling_and_every_list(warehouse, add_attendance) -> None:
    add_attendance(
        "rd-07",
        person("anna", organisation="Muster GmbH", organisation_type="company"),
        person("bo", organisation="MUSTER  gmbh", organisation_type="other"),
    )
    add_attendance("rd-08", person("cem", organisation="muster gmbh", organisation_type="other"))
    assert rows(warehouse, "select name, organisation_type, batch_id from organisation") == [
        ("Muster GmbH", "company", 1)
    ]
    assert current(warehouse, "organisation_id, organisation_type") == [(1, "company")] * 3


def test_the_kind_of_organisation_counts_as_at_the_time_of_the_list(
    warehouse, add_attendance
) -> None:
    add_attendance("rd-07", person("anna", organisation="Muster GmbH"))
    with warehouse.writing() as cursor:
        cursor.execute("update organisation set organisation_type = 'municipal_company'")
    add_attendance("rd-08", person("anna", organisation="Muster GmbH"))
    found = rows(
        warehouse, "select event_id, organisation_type from current_attendance order by event_id"
    )
    assert found == [("rd-07", "company"), ("rd-08", "municipal_company")]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Muster GmbH", "  muster   GMBH "), ("Straße eG", "STRASSE EG"), ("Ähre", "ähre")],
)
def test_case_and_blanks_make_no_other_organisation(one: str, other: str) -> None:
    assert organisation_key(one) == organisation_key(other)


def test_an_empty_list_is_imported_and_changes_nothing(warehouse, add_attendance) -> None:
    add_attendance("rd-08", person("anna"))
    imported = add_attendance("rd-08")
    assert imported.counts == LoadCounts(new=0, same=0, changed=0, missing=1, removed=0)
    assert len(current(warehouse, "row_key")) == 1


def test_the_batch_says_what_it_did(warehouse, add_attendance) -> None:
    add_attendance("rd-08", person("anna"), person("bo"), person("cem"))
    add_attendance(
        "rd-08",
        person("anna"),
        person("bo", minutes=5),
        person("dora"),
        replaces=True,
        rows_left_out=2,
    )
    newest, oldest = warehouse.frame("imports.batches").to_dict("records")
    counted = (
        "rows_read",
        "rows_new",
        "rows_same",
        "rows_changed",
        "rows_removed",
        "rows_left_out",
    )
    assert [newest[name] for name in counted] == [3, 1, 1, 1, 1, 2]
    assert [oldest[name] for name in counted] == [3, 3, 0, 0, 0, 0]
    assert (newest["batch_id"], newest["state"], newest["event_title"]) == (
        2,
        "active",
        "Fachkräftesicherung",
    )
    assert pd.isna(newest["undone_at"])


# --- questionnaires --------------------------------------------------------------------------


def answers(warehouse: Warehouse) -> list[tuple[object, ...]]:
    return rows(
        warehouse,
        "select question_id, version, value::double, answer_text "
        "from current_feedback order by all",
    )


def test_questionnaires_keep_each_answer_in_its_own_scale(warehouse, add_feedback) -> None:
    imported = add_feedback(
        "rd-08",
        questionnaire("1", {"overall": 5.0, "content": None, "free_text": "Weiter so"}),
        questionnaire("2", {"overall": 1.75}, version=2),
    )
    assert imported.counts == LoadCounts(new=2, same=0, changed=0, missing=0, removed=0)
    assert answers(warehouse) == [
        ("content", 1, None, None),
        ("free_text", 1, None, "Weiter so"),
        ("overall", 1, 5.0, None),
        ("overall", 2, 1.75, None),
    ]


def test_a_numbered_questionnaire_that_was_corrected_is_changed(warehouse, add_feedback) -> None:
    add_feedback("rd-08", questionnaire("1", {"overall": 2.0}), questionnaire("2"))
    imported = add_feedback("rd-08", questionnaire("1", {"overall": 4.0}), questionnaire("2"))
    assert imported.counts == LoadCounts(new=0, same=1, changed=1, missing=0, removed=0)
    assert answers(warehouse) == [("overall", 1, 4.0, None), ("overall", 1, 4.0, None)]


def test_who_answers_is_part_of_a_questionnaire(add_feedback) -> None:
    add_feedback("rd-08", questionnaire("1", respondent_type="Kommune"))
    imported = add_feedback("rd-08", questionnaire("1", respondent_type="Unternehmen"))
    assert imported.counts.changed == 1


def test_a_corrected_file_of_questionnaires_replaces_the_earlier_one(
    warehouse, add_feedback
) -> None:
    add_feedback("rd-08", questionnaire("1"), questionnaire("2", {"overall": 1.0}))
    imported = add_feedback(
        "rd-08", questionnaire("1"), questionnaire("3", {"overall": 2.0}), replaces=True
    )
    assert imported.counts == LoadCounts(new=1, same=1, changed=0, missing=1, removed=1)
    assert answers(warehouse) == [("overall", 1, 2.0, None), ("overall", 1, 4.0, None)]


def test_lists_and_questionnaires_of_one_event_do_not_touch_each_other(
    warehouse, add_attendance, add_feedback
) -> None:
    add_attendance("rd-08", person("1"))
    imported = add_feedback("rd-08", questionnaire("1"), replaces=True)
    assert imported.counts.new == 1
    assert current(warehouse, "row_key") == [("key of 1",)]
