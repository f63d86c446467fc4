"""Every file in ``tests/files`` counts what the ``expected.csv`` of its folder says.

Invented people only. The numbers were counted by hand; a file without a line there fails.
"""

import csv
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.ingest.schema import REGISTERED, Kind, Level, ParsedFile, Status

FILES = Path(__file__).resolve().parents[1] / "files"
FOLDERS = sorted(path.parent for path in FILES.glob("*/expected.csv"))
Parse = Callable[[bytes], ParsedFile]


def expected(folder: Path) -> list[dict[str, str]]:
    with (folder / "expected.csv").open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


CASES = [
    pytest.param(folder / row["file"], row, id=f"{folder.name}/{row['file']}")
    for folder in FOLDERS
    for row in expected(folder)
]


def number(text: str) -> int | None:
    return int(text) if text else None


def places_of(parsed: ParsedFile) -> dict[str, int]:
    return Counter(
        row.place.name
        for row in parsed.attendance
        if row.status is Status.ATTENDED
        and row.place
        and row.place.name
        and row.place.level is Level.MUNICIPALITY
    )


def is_unresolved(level: Level | None) -> bool:
    decided = (Level.MUNICIPALITY, Level.ASSOCIATION, Level.DISTRICT, Level.OUTSIDE)
    return level not in decided


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_file_of_the_folder_is_listed(folder: Path) -> None:
    listed = [row["file"] for row in expected(folder)]
    assert sorted(listed) == sorted(
        path.name for path in folder.iterdir() if path.name != "expected.csv"
    )


@pytest.mark.parametrize(("path", "row"), CASES)
def test_the_file_is_recognised_with_its_kind_and_date(
    path: Path, row: dict[str, str], parse: Parse
) -> None:
    parsed = parse(path.read_bytes())
    assert parsed.kind == row["kind"]
    assert parsed.source == row["source"]
    assert (parsed.event_date.isoformat() if parsed.event_date else "") == row["event_date"]
    assert parsed.rows_read == int(row["rows"])


@pytest.mark.parametrize(
    ("path", "row"), [case for case in CASES if case.values[1]["kind"] == Kind.ATTENDANCE]
)
def test_the_people_are_those_counted_by_hand(
    path: Path, row: dict[str, str], parse: Parse
) -> None:
    parsed = parse(path.read_bytes())
    attended = [each for each in parsed.attendance if each.status is Status.ATTENDED]
    registered = sum(each.status in REGISTERED for each in parsed.attendance)
    minutes = [each.minutes for each in attended if each.minutes is not None]
    places = dict(place.rsplit(":", 1) for place in row["places"].split("|") if place)
    assert len(attended) == int(row["persons"])
    assert (registered if parsed.tells_registration else None) == number(row["registered"])
    assert (sum(minutes) if minutes else None) == number(row["minutes"])
    assert places_of(parsed) == {name: int(count) for name, count in places.items()}
    assert sum(is_unresolved(each.place.level if each.place else None) for each in attended) == int(
        row["unresolved"]
    )
    assert parsed.rows_read == len(parsed.attendance) + parsed.merged + parsed.left_out
