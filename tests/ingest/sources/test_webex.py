"""Webex: times as formulas, one row per connection, and headings nobody knows."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from dashboard.ingest.schema import ParsedFile

Parse = Callable[..., ParsedFile]
FOLDER = Path(__file__).resolve().parents[2] / "files" / "attendance"


def test_the_report_explains_itself(parse: Parse) -> None:
    parsed = parse((FOLDER / "webex-report-en.csv").read_bytes())
    assert parsed.summary == "Webex-Anwesenheitsbericht, englisch, 2 Personen, 17:00–18:30 Uhr"
    assert parsed.event_title == "Regionaldialog Mobilität"
    assert parsed.event_date == date(2026, 10, 6)


def test_each_connection_adds_its_minutes(parse: Parse) -> None:
    parsed = parse((FOLDER / "webex-report-en.csv").read_bytes())
    assert [row.minutes for row in parsed.attendance] == [90, 68]


def test_who_called_in_without_a_name_is_reported(parse: Parse) -> None:
    parsed = parse((FOLDER / "webex-report-en.csv").read_bytes())
    assert [(each.row, each.code) for each in parsed.problems if each.row] == [
        (5, "person_missing")
    ]


def test_the_host_can_be_left_out(parse: Parse) -> None:
    content = (FOLDER / "webex-later-en.csv").read_bytes()
    assert len(parse(content, organisers="leave_out").attendance) == 1


def test_unknown_headings_are_understood_by_what_repeats_and_what_varies(parse: Parse) -> None:
    text = (FOLDER / "webex-report-en.csv").read_bytes().decode("utf-16")
    _, *rows = text.split("\n")
    heading = "\t".join(
        ["Thema", "Anfang", "Schluss", "Wer", "Post", "Rein", "Raus", "Weile", "Wie"]
    )
    parsed = parse("\n".join([heading, *rows]).encode("utf-16"))
    assert parsed.source == "webex"
    assert [row.minutes for row in parsed.attendance] == [90, 68]
