"""Taking an import back, in any order: what remains is what the other imports alone would give."""

from dataclasses import dataclass
from itertools import count

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dashboard.ingest.schema import Status
from dashboard.warehouse.connection import Warehouse
from tests.builders import EISLEBEN, NOON, SANGERHAUSEN, person, questionnaire, unknown
from tests.conftest import (
    import_list,
    import_questionnaires,
    shipped_warehouse,
    store,
    undo_batch,
)

Row = tuple[object, ...]


def current_people(warehouse: Warehouse, event_id: str) -> list[Row]:
    """Everything an analysis can see of a list."""
    with warehouse.cursor() as cursor:
        return cursor.execute(
            """
            select row_key, person_key, organisation_key, current_attendance.organisation_type,
                level, current_attendance.ags, association_id, outside_name, place_text,
                place_inferred, mode, status, minutes
            from current_attendance
            left join organisation using (organisation_id)
            where event_id = ?
            order by all
            """,
            [event_id],
        ).fetchall()


def current_questionnaires(warehouse: Warehouse, event_id: str) -> list[Row]:
    """Everything an analysis can see of questionnaires."""
    with warehouse.cursor() as cursor:
        return cursor.execute(
            """
            select row_key, current_feedback.respondent_type, question_id, version, value,
                answer_text
            from current_feedback
            inner join feedback_response using (response_id)
            where current_feedback.event_id = ?
            order by all
            """,
            [event_id],
        ).fetchall()


def left_behind(warehouse: Warehouse) -> list[Row]:
    """Rows that point at something gone: each table's own way to be damaged."""
    with warehouse.cursor() as cursor:
        return cursor.execute(
            """
            with version as (
                select 'attendance' as kind, attendance_id as row_id, event_id, row_key, batch_id,
                    superseded_by
                from attendance
                union all
                select 'feedback', response_id, event_id, row_key, batch_id, superseded_by
                from feedback_response
            ),
            active as (select batch_id from import_batch where state = 'active')
            select 'row of an undone import', row_id from version
            where batch_id not in (from active)
            union all
            select 'superseded by an undone import', row_id from version
            where superseded_by is not null and superseded_by not in (from active)
            union all
            select 'two current rows of one key', min(row_id) from version
            where superseded_by is null
            group by kind, event_id, row_key having count(*) > 1
            union all
            select 'sighting by an undone import', row_id from batch_sighting
            where batch_id not in (from active)
            union all
            select 'sighting of a row that is gone', row_id from batch_sighting
            where (kind, row_id) not in (select (kind, row_id) from version)
            union all
            select 'answer without a questionnaire', response_id from feedback_answer
            where response_id not in (select response_id from feedback_response)
            union all
            select 'organisation without people', organisation_id from organisation
            where organisation_id not in (
                select organisation_id from attendance where organisation_id is not null
            )
            """
        ).fetchall()


# --- any order -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Import:
    """What one file holds: name of a person or questionnaire → one of a few contents."""

    contents: dict[str, int]
    replaces: bool


@dataclass(frozen=True)
class Undo:
    """Takes back the n-th of the imports that are still there."""

    nth: int


IMPORTS = st.builds(
    Import, st.dictionaries(st.sampled_from("abc"), st.integers(0, 2), max_size=3), st.booleans()
)
HISTORIES = st.lists(IMPORTS | st.builds(Undo, st.integers(0, 5)), min_size=2, max_size=8)
ORGANISATIONS = (None, "Muster GmbH", "Beispiel eG")
STATUSES = (Status.ATTENDED, Status.REGISTERED, Status.ATTENDED)
TOWNS = (SANGERHAUSEN, SANGERHAUSEN, EISLEBEN)


def load_people(warehouse: Warehouse, event_id: str, held: Import) -> int:
    rows = tuple(
        person(
            name,
            organisation=ORGANISATIONS[content] and f"{ORGANISATIONS[content]} {event_id}",
            status=STATUSES[content],
            ags=TOWNS[content],
        )
        for name, content in held.contents.items()
    )
    return import_list(warehouse, event_id, rows, replaces=held.replaces).batch_id


def load_questionnaires(warehouse: Warehouse, event_id: str, held: Import) -> int:
    rows = tuple(
        questionnaire(name, {"overall": float(content + 1), "free_text": f"Lob {content}"})
        for name, content in held.contents.items()
    )
    return import_questionnaires(warehouse, event_id, rows, replaces=held.replaces).batch_id


@pytest.fixture(scope="module")
def shared_warehouse():
    """One for all histories, each of which takes events of its own: opening takes its time."""
    warehouse = shipped_warehouse()
    yield warehouse, count(1)
    warehouse.close()


def assert_undone_as_if_never_imported(shared, history, load, current) -> None:
    warehouse, numbers = shared
    number = next(numbers)
    lived, replayed = store(warehouse, f"lived-{number}"), store(warehouse, f"replayed-{number}")
    active: dict[int, Import] = {}
    for step in history:
        if isinstance(step, Import):
            active[load(warehouse, lived, step)] = step
        elif active:
            batch_id = sorted(active)[step.nth % len(active)]
            del active[batch_id]
            undo_batch(warehouse, batch_id)
    assert left_behind(warehouse) == []
    for _, held in sorted(active.items()):
        load(warehouse, replayed, held)
    expected = [
        tuple(str(cell).replace("replayed-", "lived-") for cell in row)
        for row in current(warehouse, replayed)
    ]
    assert [tuple(map(str, row)) for row in current(warehouse, lived)] == expected


# A later file held the corrected row, too: the row before it must not return beside it.
SEEN_AGAIN = [
    Import({"a": 0}, replaces=False),
    Import({"a": 1}, replaces=False),
    Import({"a": 1}, replaces=False),
    Undo(1),
]
# Two files in a row left the person out: the second one still does.
LEFT_OUT_TWICE = [
    Import({"a": 0, "b": 0}, replaces=False),
    Import({"b": 1}, replaces=True),
    Import({"b": 1, "c": 0}, replaces=True),
    Undo(1),
]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(history=HISTORIES)
@example(history=SEEN_AGAIN)
@example(history=LEFT_OUT_TWICE)
def test_lists_undone_in_any_order_leave_what_the_others_alone_would_give(
    shared_warehouse, history
) -> None:
    assert_undone_as_if_never_imported(shared_warehouse, history, load_people, current_people)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(history=HISTORIES)
@example(history=SEEN_AGAIN)
@example(history=LEFT_OUT_TWICE)
def test_questionnaires_undone_in_any_order_leave_what_the_others_alone_would_give(
    shared_warehouse, history
) -> None:
    assert_undone_as_if_never_imported(
        shared_warehouse, history, load_questionnaires, current_questionnaires
    )


# --- what it says and does, one thing at a time ----------------------------------------------


def names(warehouse: Warehouse, event_id: str = "rd-08") -> list[tuple[str, str]]:
    return [
        (str(row[0]).removeprefix("key of "), str(row[11]))
        for row in current_people(warehouse, event_id)
    ]


def test_the_newest_import_goes_and_what_it_corrected_returns(
    warehouse, add_attendance, take_back
) -> None:
    add_attendance("rd-08", person("anna", minutes=30), person("bo"))
    corrected = add_attendance("rd-08", person("anna", minutes=90), person("cem"))
    undone = take_back(corrected.batch_id)
    assert (undone.taken_back, undone.restored, undone.kept) == (2, 1, 0)
    assert [(row[0], row[12]) for row in current_people(warehouse, "rd-08")] == [
        ("key of anna", 30),
        ("key of bo", None),
    ]
    assert left_behind(warehouse) == []


def test_an_older_import_goes_and_later_corrections_stay(
    warehouse, add_attendance, take_back
) -> None:
    first = add_attendance("rd-08", person("anna"), person("bo"), person("cem"))
    add_attendance("rd-08", person("anna", status=Status.NO_SHOW))
    undone = take_back(first.batch_id)
    assert (undone.taken_back, undone.restored, undone.kept) == (2, 0, 1)
    assert names(warehouse) == [("anna", "no_show")]
    assert left_behind(warehouse) == []


def test_a_row_that_a_later_list_held_unchanged_belongs_to_that_list(
    warehouse, add_attendance, take_back
) -> None:
    first = add_attendance("rd-08", person("anna"), person("bo"))
    second = add_attendance("rd-08", person("anna"), person("cem"))
    undone = take_back(first.batch_id)
    assert (undone.taken_back, undone.restored, undone.kept) == (1, 0, 1)
    assert names(warehouse) == [("anna", "attended"), ("cem", "attended")]
    undone = take_back(second.batch_id)
    assert (undone.taken_back, undone.restored, undone.kept) == (2, 0, 0)
    assert names(warehouse) == []
    assert left_behind(warehouse) == []


def test_a_person_seen_again_and_then_corrected_is_kept_once(add_attendance, take_back) -> None:
    first = add_attendance("rd-08", person("anna"))
    add_attendance("rd-08", person("anna"))
    add_attendance("rd-08", person("anna", minutes=90))
    undone = take_back(first.batch_id)
    assert (undone.taken_back, undone.restored, undone.kept) == (0, 0, 1)


def test_rows_that_stay_are_named_with_the_import_that_holds_them(
    add_attendance, take_back
) -> None:
    first = add_attendance("rd-08", person("anna"), person("bo"), person("cem"), person("dora"))
    add_attendance("rd-08", person("cem"))
    add_attendance("rd-08", person("cem"), person("bo", minutes=90))
    undone = take_back(first.batch_id)
    assert (undone.kept_rows, undone.kept_by) == ((3, 4), (3, 2))
    assert (undone.taken_back, undone.gone_before) == (2, 0)


def test_a_person_whom_a_later_list_left_out_is_not_called_kept(
    warehouse, add_attendance, take_back
) -> None:
    first = add_attendance("rd-08", person("anna"), person("bo"))
    add_attendance("rd-08", person("bo"), replaces=True)
    undone = take_back(first.batch_id)
    assert (undone.taken_back, undone.restored, undone.kept) == (0, 0, 1)
    assert undone.gone_before == 1
    assert names(warehouse) == [("bo", "attended")]


def test_whom_a_replacing_list_left_out_returns_with_it(
    warehouse, add_attendance, take_back
) -> None:
    add_attendance("rd-08", person("anna"), person("bo"))
    shorter = add_attendance("rd-08", person("bo"), replaces=True)
    assert names(warehouse) == [("bo", "attended")]
    undone = take_back(shorter.batch_id)
    assert (undone.taken_back, undone.restored, undone.kept) == (0, 1, 0)
    assert names(warehouse) == [("anna", "attended"), ("bo", "attended")]


def test_an_import_taken_back_can_be_imported_again(warehouse, add_attendance, take_back) -> None:
    first = add_attendance("rd-08", person("anna", organisation="Muster GmbH"), person("bo"))
    before = current_people(warehouse, "rd-08")
    take_back(first.batch_id)
    again = add_attendance("rd-08", person("anna", organisation="Muster GmbH"), person("bo"))
    assert again.batch_id == first.batch_id + 1
    assert (again.counts.new, again.counts.same) == (2, 0)
    assert current_people(warehouse, "rd-08") == before


def test_the_other_events_and_the_other_kind_stay_as_they_are(
    warehouse, add_attendance, add_feedback, take_back
) -> None:
    add_attendance("rd-07", person("anna"))
    add_feedback("rd-08", questionnaire("1"))
    mistaken = add_attendance("rd-08", person("anna"))
    answers = current_questionnaires(warehouse, "rd-08")
    take_back(mistaken.batch_id)
    assert names(warehouse, "rd-07") == [("anna", "attended")]
    assert current_questionnaires(warehouse, "rd-08") == answers


def test_organisations_go_with_the_last_person_unless_somebody_confirmed_them(
    warehouse, add_attendance, take_back
) -> None:
    add_attendance("rd-07", person("anna", organisation="Muster GmbH"))
    mistaken = add_attendance(
        "rd-08",
        person("anna", organisation="Muster GmbH"),
        person("bo", organisation="Beispiel eG"),
        person("cem", organisation="Probe AG"),
    )
    with warehouse.writing() as cursor:
        cursor.execute("update organisation set batch_id = null where name = 'Probe AG'")
    take_back(mistaken.batch_id)
    with warehouse.cursor() as cursor:
        left = cursor.execute("select name from organisation order by name").fetchall()
    assert left == [("Muster GmbH",), ("Probe AG",)]


def test_answers_go_with_their_questionnaires(warehouse, add_feedback, take_back) -> None:
    mistaken = add_feedback("rd-08", questionnaire("1"), questionnaire("2"))
    undone = take_back(mistaken.batch_id)
    assert (undone.taken_back, undone.restored, undone.kept) == (2, 0, 0)
    with warehouse.cursor() as cursor:
        assert cursor.execute("from feedback_answer").fetchall() == []


def test_the_batch_stays_listed_as_undone_by_whom_and_when(
    warehouse, add_attendance, take_back
) -> None:
    mistaken = add_attendance("rd-08", person("anna"), person("bo"))
    take_back(mistaken.batch_id)
    [batch] = warehouse.frame("imports.batches").to_dict("records")
    assert (batch["batch_id"], batch["state"], batch["rows_new"]) == (1, "undone", 2)
    assert batch["undone_at"] == NOON


def test_a_planned_event_is_held_only_while_a_list_says_that_people_came(
    warehouse, add_event, add_attendance, take_back
) -> None:
    add_event("muster-1", status="planned")

    def is_held() -> bool:
        with warehouse.cursor() as cursor:
            held = cursor.execute("select event_id from held_events").fetchall()
        return ("muster-1",) in held

    assert not is_held()
    listed = add_attendance("muster-1", person("anna"), person("bo", place=unknown()))
    assert is_held()
    take_back(listed.batch_id)
    assert not is_held()
