"""Question versions that a file brings along: stored with its answers, and known from then on."""

from collections.abc import Iterator
from datetime import datetime

import duckdb
import pytest

from dashboard import paths
from dashboard.ingest.questions import questions_from_file
from dashboard.ingest.schema import Answer, FeedbackRow, Kind, Question
from dashboard.warehouse.connection import Warehouse
from dashboard.warehouse.learned import known_questions, learn_question, learned_questions
from dashboard.warehouse.load import Batch, LoadCounts, load_feedback
from dashboard.warehouse.reference import load_reference

EVENT = "rd-08"
NOON = datetime.fromisoformat("2026-10-07T12:00")
CATALOGUE = questions_from_file(paths.REFERENCE / "questions.csv")
UP_TO_TEN = Question(
    *("overall", 3, "Gesamteindruck", ("Wie war es? (0–10)",), "Ergebnis", "scale", 0, 10, "high")
)


@pytest.fixture
def warehouse() -> Iterator[Warehouse]:
    opened = Warehouse()
    with opened.writing() as cursor:
        load_reference(cursor)
    yield opened
    opened.close()


def load(
    cursor: duckdb.DuckDBPyConnection, batch_id: int, value: float, *questions: Question
) -> LoadCounts:
    batch = Batch(batch_id, Kind.FEEDBACK, EVENT, "a.csv", "0" * 64, "typeform", "anna", NOON, 1, 0)
    row = FeedbackRow(2, f"key-{batch_id}", (Answer("overall", 3, value),))
    return load_feedback(cursor, batch, [row], replace=False, new_questions=questions)


def test_a_new_version_is_stored_beside_its_question_before_its_answers(
    warehouse: Warehouse,
) -> None:
    with warehouse.writing() as cursor:
        assert load(cursor, 1, 9.0, UP_TO_TEN).new == 1
    with warehouse.cursor() as cursor:
        stored = cursor.execute(
            "select position, short_label, low, high, best, labels from question "
            "where question_id = 'overall' and version = 3"
        ).fetchone()
        answers = cursor.execute("select version, value::double from feedback_answer").fetchall()
    assert stored == (1, "Gesamteindruck", 0, 10, "high", None)
    assert answers == [(3, 9.0)]


def test_the_next_file_knows_the_version_and_adds_no_second_one(warehouse: Warehouse) -> None:
    with warehouse.writing() as cursor:
        load(cursor, 1, 9.0, UP_TO_TEN)
        load(cursor, 2, 4.0, UP_TO_TEN)
        known = known_questions(cursor, CATALOGUE)
    assert known == (*CATALOGUE, UP_TO_TEN)


def test_a_heading_can_be_learned_for_a_new_version(warehouse: Warehouse) -> None:
    with warehouse.writing() as cursor:
        load(cursor, 1, 9.0, UP_TO_TEN)
        learn_question(cursor, "wie war es", "Wie war es?", ("overall", 3), by="anna", at=NOON)
        assert learned_questions(cursor) == {"wie war es": ("overall", 3)}


def test_a_version_never_changes_its_scale(warehouse: Warehouse) -> None:
    of_seven = Question(
        *("overall", 3, "Gesamteindruck", ("Wie war es?",), "Ergebnis", "scale", 1, 7, "high")
    )
    with warehouse.writing() as cursor:
        load(cursor, 1, 9.0, UP_TO_TEN)
    with pytest.raises(ValueError, match="stored as"), warehouse.writing() as cursor:
        load(cursor, 2, 4.0, of_seven)


def test_a_version_of_the_catalogue_stays_as_it_is(warehouse: Warehouse) -> None:
    changed = Question(
        *("overall", 1, "Anders", ("Anders?",), "Ergebnis", "scale", 1, 5, "high"),
    )
    with warehouse.writing() as cursor:
        load(cursor, 1, 9.0, UP_TO_TEN, changed)
        label = cursor.execute(
            "select short_label from question where question_id = 'overall' and version = 1"
        ).fetchone()
    assert label == ("Gesamteindruck",)
