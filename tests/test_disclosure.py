"""Small cells: what is hidden, what stays, and that nobody gets at it by subtracting."""

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
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


@settings(deadline=None)  # a busy machine is no counterexample
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


@settings(deadline=None)  # a busy machine is no counterexample
@given(st.lists(st.integers(0, 40), min_size=1, max_size=12))
def test_nothing_is_hidden_where_no_cell_is_small(numbers):
    enough = [number if number == 0 or number >= 5 else 5 for number in numbers]
    assert hidden(protected(frame(*enough), SUMMED)) == []


# --- scopes ----------------------------------------------------------------------------------

NESTED = Protection(Unit.ANSWERS, "n", ("n",), ("question_id",), nested=True)
CROSSED = Protection(Unit.ANSWERS, "n", ("n",), ("question_id",), nested=True, across="group")

Cells = dict[tuple[int | None, str], int]


def scopes(cells: Cells, last: str, kinds: tuple[str, ...]) -> pd.DataFrame:
    """Cells (year, event or group) → n with the sums that are published beside them."""
    years = list(dict.fromkeys(year for year, _ in cells))
    groups = list(dict.fromkeys(name for _, name in cells))
    whole = pd.DataFrame([("whole", None, None, sum(cells.values()))])
    of_years = pd.DataFrame(
        [("year", year, None, sum(n for (y, _), n in cells.items() if y == year)) for year in years]
    )
    small = pd.DataFrame([("event", year, name, n) for (year, name), n in cells.items()])
    by_group = pd.DataFrame(
        [
            *(
                ("whole", None, group, sum(n for (_, g), n in cells.items() if g == group))
                for group in groups
            ),
            *(("year", year, name, n) for (year, name), n in cells.items()),
        ]
    )
    found = {"whole": whole, "year": of_years, "event": small, "group": by_group}
    result = pd.concat([found[kind] for kind in kinds], ignore_index=True)
    result.columns = ["scope", "scope_year", last, "n"]
    return result.assign(question_id="muster")


def nested(cells: Cells) -> dict[tuple[str, int | None, str | None], int | None]:
    """(scope, year, event) → what is published, null where it is hidden."""
    data = scopes(cells, "scope_event", ("whole", "year", "event"))
    shown = protected(data, NESTED)
    return {
        (row.scope, None if pd.isna(row.scope_year) else int(row.scope_year), row.scope_event): (
            None if pd.isna(row.n) else int(row.n)
        )
        for row in shown.astype({"scope_event": object})
        .assign(
            scope_event=lambda each: each["scope_event"].where(each["scope_event"].notna(), None)
        )
        .itertuples()
    }


def crossed(cells: Cells) -> dict[tuple[str, int | None, str], int | None]:
    """(scope, year, group) → what is published, null where it is hidden."""
    shown = protected(scopes(cells, "group", ("group",)), CROSSED)
    return {
        (row.scope, None if pd.isna(row.scope_year) else int(row.scope_year), row.group): (
            None if pd.isna(row.n) else int(row.n)
        )
        for row in shown.itertuples()
    }


def settled(unknown: list[object], sums: list[set[object]]) -> set[object]:
    """Which unknown cells follow from sums of them."""
    matrix = np.array([[cell in each for cell in unknown] for each in sums], dtype=float)
    rank = np.linalg.matrix_rank(matrix) if matrix.size else 0
    return {
        cell
        for place, cell in enumerate(unknown)
        if matrix.size
        and np.linalg.matrix_rank(np.vstack([matrix, np.eye(len(unknown))[place]])) == rank
    }


def test_a_small_event_takes_another_of_its_year_with_it():
    shown = nested({(2025, "a"): 3, (2025, "b"): 12, (2025, "c"): 9, (2024, "d"): 8})
    assert shown["year", 2025, None] == 24
    assert shown["event", 2025, "a"] is None
    assert shown["event", 2025, "c"] is None  # the smaller of the other two
    assert shown["event", 2025, "b"] == 12
    assert shown["event", 2024, "d"] == 8


def test_a_small_year_hides_the_whole_series_and_no_other_year():
    shown = nested({(2024, "a"): 3, (2025, "b"): 12})
    assert shown["year", 2024, None] is None
    assert shown["year", 2025, None] == shown["event", 2025, "b"] == 12
    assert shown["whole", None, None] is None


def test_two_small_years_hide_each_other_in_the_whole_series():
    shown = nested({(2023, "a"): 3, (2024, "b"): 4, (2025, "c"): 12})
    assert shown["whole", None, None] == 19
    assert shown["year", 2023, None] is shown["year", 2024, None] is None


def test_a_small_event_without_a_date_is_what_is_left_of_the_whole_series():
    shown = nested({(None, "a"): 3, (2025, "b"): 12})
    assert shown["whole", None, None] is None
    assert shown["year", 2025, None] == 12
    assert nested({(None, "a"): 6, (2025, "b"): 12})["whole", None, None] == 18


def test_nothing_is_hidden_where_all_are_large_enough():
    assert None not in nested({(2024, "a"): 5, (2025, "b"): 5, (2025, "c"): 0}).values()


SIZES = st.dictionaries(
    st.tuples(st.sampled_from([None, 2023, 2024, 2025]), st.sampled_from("abcd")),
    st.integers(0, 9),
    min_size=1,
    max_size=10,
)


@settings(deadline=None)  # a busy machine is no counterexample
@given(SIZES)
def test_no_small_event_follows_from_all_that_is_published(cells):
    named = {(year, f"{year} {name}"): n for (year, name), n in cells.items()}
    shown = nested(named)
    unknown = [cell for cell, n in named.items() if n and shown["event", *cell] is None]
    years = {year for year, _ in named}
    sums = [
        {cell for cell in unknown if cell[0] == year}
        for year in years
        if shown["year", year, None] is not None
    ]
    if shown["whole", None, None] is not None:
        sums.append(set(unknown))
    small = {cell for cell in unknown if named[cell] < 5}
    assert {cell for cell, n in named.items() if 0 < n < 5} == small
    assert not settled(unknown, sums) & small


def test_a_group_of_the_whole_series_is_hidden_where_it_reveals_one_of_a_year():
    cells = {(2024, "a"): 3, (2024, "b"): 9, (2024, "c"): 8, (2025, "a"): 9, (2025, "b"): 9}
    shown = crossed(cells)
    # In 2024 „a“ is too small and „c“ hides it; of the whole series „a“ less 9 would be 3.
    assert shown["year", 2024, "a"] is shown["year", 2024, "c"] is None
    assert shown["whole", None, "a"] is None
    assert shown["whole", None, "b"] == 18


@settings(deadline=None)  # a busy machine is no counterexample
@given(SIZES)
def test_no_small_group_follows_from_all_that_is_published(cells):
    shown = crossed(cells)
    unknown = [cell for cell, n in cells.items() if n and shown["year", *cell] is None]
    years = [{cell for cell in unknown if cell[0] == year} for year, _ in cells]
    groups = [
        {cell for cell in unknown if cell[1] == group}
        for _, group in cells
        if shown["whole", None, group] is not None
    ]
    # A year that consists of small cells alone gives itself away; its total is hidden elsewhere.
    assert settled(unknown, [*years, *groups]) == settled(unknown, years)
    for group in groups:
        assert not group or sum(cells[cell] for cell in group) >= 5
