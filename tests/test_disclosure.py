"""Small cells: what is looked up, what the public never sees, and what stays as it is."""

from datetime import date

import pandas as pd
import pytest

from dashboard.disclosure import (
    SUPPRESSED,
    UNDATED,
    WHOLE,
    Audience,
    Protection,
    Time,
    Unit,
    protect,
    without_rank,
)

PLACE = Protection(Unit.PEOPLE, ("people", "share"), "table", ("place",))
NEVER = Protection(Unit.PEOPLE, ("people", "share"), internal="people")


def frame(*people, **more) -> pd.DataFrame:
    return pd.DataFrame({"people": people, "share": [0.5] * len(people), **more})


def protected(
    data: pd.DataFrame,
    *protections: Protection,
    audience: Audience = Audience.PUBLIC,
    decided: tuple = (),
    time: object = 2025,
) -> pd.DataFrame:
    return protect(data, protections, audience=audience, decided=decided, time=time)


def hidden(data: pd.DataFrame, column: str = "people") -> list[int]:
    """The rows whose cell is null."""
    return [row for row, value in enumerate(data[column]) if pd.isna(value)]


def test_what_the_release_hides_is_null_and_said() -> None:
    data = frame(9, 4, 7, place=["a", "b", None])
    decided = (("table", 2025, "b"), ("table", 2025, None), ("table", 2024, "a"))
    shown = protected(data, PLACE, decided=decided)
    assert hidden(shown) == hidden(shown, "share") == [1, 2]
    assert shown["people"][0] == 9
    assert shown[SUPPRESSED].to_list() == [False, True, True]


def test_another_table_or_another_year_is_another_cell() -> None:
    data = frame(9, place=["a"])
    for decided in (("other", 2025, "a"), ("table", 2024, "a"), ("table", WHOLE, "a")):
        assert hidden(protected(data, PLACE, decided=(decided,))) == []


@pytest.mark.parametrize("unit", list(Unit))
@pytest.mark.parametrize("audience", list(Audience))
def test_counts_bind_the_public_and_answers_bind_everybody(unit, audience) -> None:
    rule = Protection(unit, ("people",), "table", ("place",))
    shown = protected(
        frame(2, place=["a"]), rule, audience=audience, decided=(("table", 2025, "a"),)
    )
    binds = unit is Unit.ANSWERS or audience is Audience.PUBLIC
    assert hidden(shown) == ([0] if binds else [])
    assert shown[SUPPRESSED].to_list() == [binds]


def test_the_public_never_sees_what_is_internal_however_large() -> None:
    shown = protected(frame(1, 400), NEVER)
    assert hidden(shown) == hidden(shown, "share") == [0, 1]
    assert hidden(protected(frame(1, 400), NEVER, audience=Audience.INTERNAL)) == []


def test_a_true_zero_and_an_unknown_number_are_not_called_hidden() -> None:
    shown = protected(frame(0, None, 3), NEVER)
    assert shown["people"][0] == 0
    assert shown[SUPPRESSED].to_list() == [False, False, True]


def test_the_year_before_is_another_time_and_the_whole_series_has_none() -> None:
    rule = Protection(Unit.ANSWERS, ("people",), "table", ("place",), Time.YEAR_BEFORE)
    data, decided = frame(9, place=["a"]), (("table", 2024, "a"), ("table", WHOLE, "a"))
    assert hidden(protected(data, rule, decided=decided)) == [0]
    assert hidden(protected(data, rule, decided=decided, time=2024)) == []
    assert hidden(protected(data, rule, decided=decided, time=WHOLE)) == []


def test_a_range_of_earlier_years_is_hidden_where_one_of_them_is() -> None:
    rule = Protection(Unit.PEOPLE, ("people",), "table", ("place",), Time.EARLIER_YEARS)
    data = frame(9, 9, place=["a", "b"])
    decided = (("table", 2021, "a"), ("table", 2025, "b"), ("table", WHOLE, "b"))
    assert hidden(protected(data, rule, decided=decided)) == [0]
    assert hidden(protected(data, rule, decided=decided, time=2021)) == []


def test_a_row_may_name_its_own_time() -> None:
    rule = Protection(Unit.PEOPLE, ("people",), "table", time=Time.COLUMN, column="when")
    for when, keys in (
        ([2024.0, None], (("table", 2024), ("table", UNDATED))),
        (["muster-1", "muster-2"], (("table", "muster-1"), ("table", "muster-2"))),
        (pd.to_datetime(["2025-04-01", None]), (("table", date(2025, 4, 1)), ("table", UNDATED))),
    ):
        data = frame(1, 2, when=when)
        for row, key in enumerate(keys):
            assert hidden(protected(data, rule, decided=(key,), time=WHOLE)) == [row]


def test_a_row_may_be_of_a_scope() -> None:
    rule = Protection(Unit.ANSWERS, ("people",), "table", time=Time.SCOPE)
    data = frame(
        *(4, 3, 2, 1),
        scope=["whole", "year", "year", "event"],
        scope_year=[None, 2024, None, 2024],
        scope_event=[None, None, None, "muster-1"],
    )
    keys = (("table", WHOLE), ("table", 2024), ("table", UNDATED), ("table", "muster-1"))
    for row, key in enumerate(keys):
        assert hidden(protected(data, rule, decided=(key,))) == [row]


def test_several_protections_add_up() -> None:
    other = Protection(Unit.PEOPLE, ("share",), "total")
    data = frame(9, 4, place=["a", "b"])
    shown = protected(data, PLACE, other, decided=(("table", 2025, "b"), ("total", 2025)))
    assert hidden(shown) == [1]
    assert hidden(shown, "share") == [0, 1]
    assert shown[SUPPRESSED].to_list() == [True, True]


def test_the_argument_is_not_changed() -> None:
    data = frame(2, 9, 30)
    before = data.copy(deep=True)
    protected(data, NEVER)
    pd.testing.assert_frame_equal(data, before)


def test_without_protections_the_frame_comes_back_as_it_is() -> None:
    pd.testing.assert_frame_equal(protected(frame(2, 9)), frame(2, 9))


def test_hidden_rows_come_last_and_by_name() -> None:
    data = pd.DataFrame(
        {
            "level": ["x", "x", "x", "y", "y"],
            "name": ["c", "b", "a", "d", None],
            SUPPRESSED: [True, False, True, True, False],
        }
    )
    ranked = without_rank(data, ("level", "name"))
    assert ranked["level"].to_list() == ["x", "x", "x", "y", "y"]
    assert ranked["name"].fillna("").to_list() == ["b", "a", "c", "", "d"]
    pd.testing.assert_frame_equal(without_rank(data, ()), data)
