"""The reporting period: both ends inclusive, unknown dates in the whole series only."""

from dataclasses import FrozenInstanceError
from datetime import date

import pytest

from dashboard.errors import WrongUsage
from dashboard.period import Period


@pytest.mark.parametrize("year", [1990, 2024, 2100])
def test_a_year_runs_from_its_first_to_its_last_day(year: int) -> None:
    period = Period.of_year(year)
    assert (period.from_date, period.to_date) == (date(year, 1, 1), date(year, 12, 31))
    assert (period.year, period.label) == (year, str(year))


@pytest.mark.parametrize("year", [-1, 0, 1989, 2101, 20240])
def test_a_year_that_cannot_be_meant_is_refused(year: int) -> None:
    with pytest.raises(WrongUsage, match=f"{year} ist kein mögliches Berichtsjahr. Bitte ein Jahr"):
        Period.of_year(year)


def test_the_whole_series_is_no_year() -> None:
    period = Period.whole()
    assert (period.from_date, period.to_date) == (date.min, date.max)
    assert (period.year, period.label) == (None, "alle\u00a0Jahre")


def test_every_query_gets_the_same_two_parameters() -> None:
    assert Period.of_year(2024).parameters == {
        "from_date": date(2024, 1, 1),
        "to_date": date(2024, 12, 31),
    }


def test_equal_periods_are_one_key_and_nobody_changes_one() -> None:
    period = Period.of_year(2024)
    assert {period: 1}[Period.of_year(2024)] == 1
    with pytest.raises(FrozenInstanceError):
        period.from_date = date(2023, 1, 1)  # type: ignore[misc]


@pytest.mark.parametrize(
    ("held_on", "period", "belongs"),
    [
        (date(2024, 1, 1), Period.of_year(2024), True),
        (date(2024, 12, 31), Period.of_year(2024), True),
        (date(2023, 12, 31), Period.of_year(2024), False),
        (date(2025, 1, 1), Period.of_year(2024), False),
        (None, Period.of_year(2024), False),
        (None, Period.of_year(1990), False),
        (date(1990, 1, 1), Period.whole(), True),
        (None, Period.whole(), True),
    ],
)
def test_the_warehouse_understands_a_period_as_it_is_meant(
    held_on, period, belongs, record
) -> None:
    with record.cursor() as cursor:
        found = cursor.execute(
            "select in_period($held_on::date, $from_date, $to_date)",
            {"held_on": held_on, **period.parameters},
        ).fetchall()
    assert found == [(belongs,)]
