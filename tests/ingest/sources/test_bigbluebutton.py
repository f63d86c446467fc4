"""BigBlueButton: columns from the left, quotes left alone, and the row that is nobody."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.ingest.schema import ParsedFile

Parse = Callable[..., ParsedFile]
FOLDER = Path(__file__).resolve().parents[2] / "files" / "attendance"
HEADING = (
    "Name,Moderator,Activity Score,Talk Time,Webcam Time,Messages,Reactions,Poll Votes,Raise Hands,"
    "Join,Left,Duration"
)


def dashboard(*rows: tuple[str, ...], polls: str = "") -> bytes:
    lines = [",".join(f'"{cell}"' for cell in row) for row in rows]
    return "\r\n".join([HEADING + polls, *lines]).encode()


def user(name: str, *answers: str, moderator: str = "FALSE") -> tuple[str, ...]:
    times = ("6.10.2026, 17:00:07", "6.10.2026, 18:00:07", "01:00:00")
    zeros = ("1", "00:10:00", "00:00:00", "0", "0", "0", "0")
    return (name, moderator, *zeros, *times, *answers)


def test_the_dashboard_explains_itself(parse: Parse) -> None:
    parsed = parse((FOLDER / "bigbluebutton-dashboard-de.csv").read_bytes())
    assert parsed.summary == "BigBlueButton-Dashboard, deutsch, 3 Personen, 17:00–18:30 Uhr"


@pytest.mark.parametrize("last", ["Anonym", "Anonymous", "Anonyme"])
def test_the_last_row_is_no_person_and_no_row_of_data(last: str, parse: Parse) -> None:
    parsed = parse(
        dashboard(user("Anna Muster", "ja"), (last, *[""] * 11, "ja\r\nnein"), polls=",?")
    )
    assert (len(parsed.attendance), parsed.rows_read, parsed.left_out) == (1, 1, 0)


@pytest.mark.parametrize(
    "answer", ['Bildschirm 27"', 'er sagt "ja", dann "nein"', 'Zoll "', "eins, zwei", 'a","b']
)
def test_quotes_in_an_answer_shift_nothing(answer: str, parse: Parse) -> None:
    rows = [user("Anna Muster", answer), user("Ben Probe", answer), user("Cara Beispiel", "ja")]
    parsed = parse(dashboard(*rows, polls=",Kommen Sie wieder, und wann?"))
    assert [(row.row, row.minutes) for row in parsed.attendance] == [(2, 60), (3, 60), (4, 60)]


@pytest.mark.parametrize(
    "name", ['Anna "Anni" Muster', 'Muster, Anna "Anni"', 'Anna "Anni", Muster']
)
def test_quotes_in_a_name_shift_nothing(name: str, parse: Parse) -> None:
    parsed = parse(dashboard(user(name), user("Ben Probe")))
    assert [row.minutes for row in parsed.attendance] == [60, 60]


def test_who_is_still_there_has_the_minutes_so_far(parse: Parse) -> None:
    row = user("Anna Muster")
    parsed = parse(dashboard((*row[:10], "-", "00:45:00")))
    assert [each.minutes for each in parsed.attendance] == [45]


def test_moderators_can_be_left_out(parse: Parse) -> None:
    content = dashboard(user("Anna Muster", moderator="TRUE"), user("Ben Probe"))
    assert len(parse(content).attendance) == 2
    assert len(parse(content, organisers="leave_out").attendance) == 1
