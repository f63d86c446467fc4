"""Time stamps of survey tools."""

from datetime import datetime

import pytest

from dashboard.ingest.submitted import moment_of, submission_note


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-10-06 19:02:11", "2026-10-06T19:02"),
        ("06.10.26 19:02", "2026-10-06T19:02"),
        ("06.10.2026 19:02:11", "2026-10-06T19:02"),
        ("2026/10/06 7:02:11 PM MESZ", "2026-10-06T19:02"),
        ("2026/10/06 12:02:11 AM GMT+2", "2026-10-06T00:02"),
        ("10/06/2026 07:02:11 PM", "2026-10-06T19:02"),
        ("16/10/2026 19:02", "2026-10-16T19:02"),
        ("2026-10-06", "2026-10-06T00:00"),
    ],
)
def test_every_form_of_a_time_stamp(text: str, moment: str) -> None:
    assert moment_of(text) == datetime.fromisoformat(moment)


@pytest.mark.parametrize("text", ["", "gestern", "1980-01-01 00:00:00", "01.01.80 00:00", "5.5"])
def test_what_is_no_moment(text: str) -> None:
    assert moment_of(text) is None


@pytest.mark.parametrize(
    ("text", "moment"),
    [("2026-10-06 22:30:00", "2026-10-07T00:30"), ("2026-12-06 22:30:00", "2026-12-06T23:30")],
)
def test_utc_becomes_german_time_in_summer_and_winter(text: str, moment: str) -> None:
    assert moment_of(text, utc=True) == datetime.fromisoformat(moment)


def test_one_day_is_no_period() -> None:
    moments = [
        datetime.fromisoformat("2026-10-06T19:02"),
        datetime.fromisoformat("2026-10-06T20:00"),
    ]
    [note] = submission_note(moments)
    assert "am 06.10.2026 abgegeben" in note.message
    assert submission_note([]) == []
