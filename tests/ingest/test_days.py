"""Days: whether day or month comes first is settled over the whole column."""

from datetime import date

import pytest

from dashboard.ingest.days import days_in, only_day

SIXTH = date(2026, 10, 6)


@pytest.mark.parametrize(
    "texts",
    [
        ["06.10.2026 16:31"],
        ["2026-10-06 16:31:00"],
        ["2026/10/06 5:41:51 PM GMT+2"],
        ["10/06/2026 4:31 p.m."],
        ["10/6/26, 5:00:07 PM"],
        ["10/06/2026 noon"],
        ["10/06/2026", "10/14/2026"],
        ["06/10/2026", "14/10/2026"],
        ["06/10/2026 16:31"],
        ["6. Oktober 2026"],
    ],
)
def test_the_first_text_is_the_sixth_of_october(texts: list[str]) -> None:
    assert days_in(texts)[0] == SIXTH


@pytest.mark.parametrize("text", ["", "Dialog am Abend", "31/31/2026", "2026/13/40", "99.99.2026"])
def test_what_is_no_day_is_null(text: str) -> None:
    assert days_in([text]) == [None]


def test_only_one_day_is_the_day_of_all() -> None:
    assert only_day(["06.10.2026 16:31", "", "06.10.2026 18:00"]) == SIXTH
    assert only_day(["06.10.2026", "07.10.2026"]) is None
    assert only_day([]) is None
