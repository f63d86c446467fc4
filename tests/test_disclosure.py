"""Small cells: what is hidden, what stays, and that nobody gets at it by subtracting."""

from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.disclosure import SUPPRESSED, Audience, Protection, Thresholds, Unit, protect

THRESHOLDS = Thresholds(min_people=5, min_organisations=3)
PEOPLE = Protection(Unit.PEOPLE, "people", ("people", "share"))
SUMMED = Protection(Unit.PEOPLE, "people", ("people", "share"), summed_over=())


def frame(*people, **more) -> pd.DataFrame:
    return pd.DataFrame({"people": people, "share": [0.5] * len(people), **more})


def protected(
    data: pd.DataFrame, *protections: Protection, audience: Audience = Audience.INTERNAL
) -> pd.DataFrame:
    return protect(data, protections, audience=audience, thresholds=THRESHOLDS)


def hidden(data: pd.DataFrame, column: str = "people") -> list[int]:
    """The rows whose cell is null."""
    return [row for row, value in enumerate(data[column]) if pd.isna(value)]


def test_few_are_hidden_and_enough_are_shown():
    shown = protected(frame(1, 4, 5, 6), PEOPLE)
    assert hidden(shown) == hidden(shown, "share") == [0, 1]
    assert shown["people"].to_list()[2:] == [5, 6]
    assert shown[SUPPRESSED].to_list() == [True, True, False, False]


def test_a_true_zero_is_shown():
    shown = protected(frame(0, 3, 7), PEOPLE)
    assert shown["people"][0] == 0
    assert hidden(shown) == [1]


def test_a_null_stays_null_and_is_not_called_hidden():
    shown = protected(frame(None, 7), PEOPLE)
    assert hidden(shown) == [0]
    assert shown[SUPPRESSED].to_list() == [False, False]


@pytest.mark.parametrize(
    ("unit", "fewest"), [(Unit.PEOPLE, 5), (Unit.ANSWERS, 5), (Unit.ORGANISATIONS, 3)]
)
def test_every_unit_has_its_threshold(unit, fewest):
    rule = Protection(unit, "people", ("people",))
    assert hidden(protected(frame(fewest - 1, fewest), rule)) == [0]


def test_thresholds_can_be_raised():
    shown = protect(
        frame(11, 12), [PEOPLE], audience=Audience.PUBLIC, thresholds=Thresholds(12, 12)
    )
    assert hidden(shown) == [0]


@pytest.mark.parametrize("audience", [Audience.PUBLIC, Audience.INTERNAL])
@pytest.mark.parametrize("unit", list(Unit))
def test_the_public_and_the_management_see_no_small_cell(audience, unit):
    rule = Protection(unit, "people", ("people",))
    assert hidden(protected(frame(2, 9), rule, audience=audience)) == [0]


@pytest.mark.parametrize(
    ("unit", "rows"), [(Unit.PEOPLE, []), (Unit.ORGANISATIONS, []), (Unit.ANSWERS, [0])]
)
def test_staff_see_counts_but_never_few_answers(unit, rows):
    rule = Protection(unit, "people", ("people",))
    shown = protected(frame(2, 9), rule, audience=Audience.STAFF)
    assert hidden(shown) == rows
    assert shown[SUPPRESSED].to_list() == [0 in rows, False]


def test_a_single_hidden_cell_of_a_published_total_takes_the_smallest_shown_one_with_it():
    assert hidden(protected(frame(20, 3, 7, 0, 9), SUMMED)) == [1, 2]


def test_two_hidden_cells_that_add_up_to_few_take_a_third_with_them():
    assert hidden(protected(frame(20, 1, 2, 9), SUMMED)) == [1, 2, 3]


def test_two_hidden_cells_that_add_up_to_enough_are_hidden_enough():
    assert hidden(protected(frame(20, 1, 4, 9), SUMMED)) == [1, 2]


def test_equal_candidates_are_taken_in_the_order_of_the_rows():
    assert hidden(protected(frame(3, 8, 8), SUMMED)) == [0, 1]


def test_without_a_published_total_nothing_more_is_hidden():
    assert hidden(protected(frame(20, 3, 7), PEOPLE)) == [1]


def test_the_only_cell_that_is_not_zero_cannot_hide_behind_another():
    assert hidden(protected(frame(0, 3, 0), SUMMED)) == [1]


def test_each_group_with_a_total_of_its_own_is_looked_at_alone():
    rule = Protection(Unit.PEOPLE, "people", ("people",), summed_over=("place",))
    places = ["a", "a", "a", "b", "b", None, None]
    data = frame(2, 30, 40, 50, 60, 3, 70, place=places)
    assert hidden(protected(data, rule)) == [0, 1, 5, 6]


def test_several_protections_add_up():
    organisations = Protection(Unit.ORGANISATIONS, "organisations", ("organisations", "people"))
    shown = protected(frame(2, 9, 9, organisations=[9, 2, 9]), PEOPLE, organisations)
    assert hidden(shown) == [0, 1]
    assert hidden(shown, "organisations") == [1]
    assert hidden(shown, "share") == [0]
    assert shown[SUPPRESSED].to_list() == [True, True, False]


def test_one_protection_does_not_see_what_another_has_hidden():
    first = Protection(Unit.PEOPLE, "people", ("people",))
    second = Protection(Unit.PEOPLE, "people", ("share",))
    shown = protected(frame(2, 9), first, second)
    assert hidden(shown, "share") == hidden(shown) == [0]


def test_the_argument_is_not_changed():
    data = frame(2, 9, 30)
    before = data.copy(deep=True)
    protected(data, SUMMED)
    pd.testing.assert_frame_equal(data, before)


def test_without_protections_the_frame_comes_back_as_it_is():
    data = frame(2, 9)
    pd.testing.assert_frame_equal(protected(data), frame(2, 9))


@pytest.mark.parametrize(
    "numbers",
    [
        pd.Series([10, 9, 3], dtype="int64"),
        pd.Series([10, 9, 3], dtype="int32"),
        pd.Series([10, 9, 3], dtype="Int64"),
        pd.Series([10.0, 9.0, 3.0], dtype="float64"),
        pd.Series([Decimal(10), Decimal(9), Decimal(3)], dtype="object"),
        pd.Series(["10", "9", "3"], dtype="str"),
    ],
    ids=lambda numbers: str(numbers.dtype),
)
def test_ten_is_more_than_nine_in_every_type(numbers):
    shown = protected(pd.DataFrame({"people": numbers, "share": 0.5}), SUMMED)
    assert hidden(shown) == [1, 2]


@given(
    st.lists(st.tuples(st.integers(0, 40), st.sampled_from("abc")), min_size=1, max_size=12),
    st.integers(2, 20),
)
def test_nobody_can_compute_a_hidden_cell_from_the_total(cells, threshold):
    data = pd.DataFrame(cells, columns=["people", "place"])
    rule = Protection(Unit.PEOPLE, "people", ("people",), summed_over=("place",))
    shown = protect(
        data, [rule], audience=Audience.PUBLIC, thresholds=Thresholds(threshold, threshold)
    )
    assert shown[SUPPRESSED].to_list() == shown["people"].isna().to_list()
    for _, rows in data.groupby("place"):
        is_hidden = shown["people"].isna()[rows.index]
        told = rows["people"][~is_hidden]
        assert ((told == 0) | (told >= threshold)).all()
        assert (rows["people"][is_hidden] > 0).all()
        if not is_hidden.any():
            continue
        rest = rows["people"].sum() - told.sum()  # what the reader subtracts
        positive = rows["people"][rows["people"] > 0]
        assert is_hidden.sum() >= min(2, len(positive))
        assert rest >= min(threshold, positive.sum())


@given(st.lists(st.integers(0, 40), min_size=1, max_size=12))
def test_nothing_is_hidden_where_no_cell_is_small(numbers):
    enough = [number if number == 0 or number >= 5 else 5 for number in numbers]
    assert hidden(protected(frame(*enough), SUMMED)) == []
