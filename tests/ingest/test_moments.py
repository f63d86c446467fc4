"""Points in time and durations, as tools and browsers of several languages write them."""

from datetime import datetime, time

import pytest

from dashboard.ingest.moments import DayOrder, clock_of, day_order, moment_of
from dashboard.ingest.values import minutes_of, seconds_of


@pytest.mark.parametrize(
    "text",
    [
        "06.10.26, 17:00:07",
        "6.10.2026, 17:00:07",
        "2026-10-06 17:00:07",
        "2026-10-06T17:00:07Z",
        "2026/10/06 5:00:07 PM MESZ",
        "Oct 06, 2026 17:00:07",
        "Oct 06, 2026 05:00:07 PM CEST",
        "6. Okt. 2026, 17:00:07",
        "Dienstag, 6. Oktober 2026 um 17:00:07 Uhr",
        "06-Oct-2026 17:00:07",
        "10/6/26, 5:00:07 PM",
        "10/6/26, 5:00:07\u202fPM",
        "10/06/2026 05:00:07 PM",
    ],
)
def test_a_point_in_time_is_read_in_many_forms(text: str) -> None:
    expected = datetime.fromisoformat("2026-10-06T17:00:07")
    assert moment_of(text, day_order([text])) == expected


@pytest.mark.parametrize("text", ["", "--", "17:00", "42", "Muster, Anna", "31.02.2026 10:00", "x"])
def test_what_is_no_point_in_time_is_null(text: str) -> None:
    assert moment_of(text) is None


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["14/11/22, 09:29:07", "02/11/22, 09:29:07"], DayOrder()),
        (["11/14/2022 09:29", "11/02/2022 09:29"], DayOrder(month_first=True)),
        (["11/02/2022 09:29:00 AM"], DayOrder(month_first=True)),
        (["2/1/25, 9:04:01 pm"], DayOrder(sure=False)),
        (["11/12/2020, 12:27:24"], DayOrder(sure=False)),
        (["10/10/26, 12:27:24"], DayOrder()),
        (["06.10.26, 12:27:24"], DayOrder()),
        (["05/06/26, 23:50:00", "06/06/26, 00:30:00"], DayOrder()),
        (["06/05/26, 23:50:00", "06/06/26, 00:30:00"], DayOrder(month_first=True)),
        ([], DayOrder()),
    ],
)
def test_the_order_of_day_and_month_comes_from_the_whole_file(
    texts: list[str], expected: DayOrder
) -> None:
    assert day_order(texts) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("18:02", time(18, 2)),
        ("12:05 AM", time(0, 5)),
        ("12:05 p.m.", time(12, 5)),
        ("17:00:07 MESZ", time(17, 0, 7)),
        ("25:00", None),
        ("17", None),
    ],
)
def test_a_clock_time_is_read_with_and_without_am_and_pm(text: str, expected: time | None) -> None:
    assert clock_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 Std. 5 Min. 3 Sek.", 3903),
        ("1h 5m 3s", 3903),
        ("1 godz. 5 min 3 sek.", 3903),
        ("1 t. 5 x. 3 y.", 3903),
        ("21m 7s", 1267),
        ("67 mins", 4020),
        ("1 min", 60),
        ("1 hr 2 min", 3720),
        ("1 Stunde 15 Minuten", 4500),
        ("1:00:00", 3600),
        ("0:42", 2520),
        ("115", 6900),
        ("1,5 h", 5400),
        ("75 Personen", None),
        ("--", None),
        ("", None),
    ],
)
def test_a_duration_is_read_in_many_forms(text: str, expected: int | None) -> None:
    assert seconds_of(text) == expected
    assert minutes_of(text) == (None if expected is None else round(expected / 60))
