"""Every made-up export of a ticket shop, a form or a list gives the counts made by hand."""

import csv
from collections import Counter

import pytest

from dashboard.ingest.places import UNDECIDED
from dashboard.ingest.schema import Kind, Level
from tests.ingest.ticket_files import FOLDER, attended, read, registered

with (FOLDER / "expected.csv").open(encoding="utf-8", newline="") as file:
    EXPECTED = list(csv.DictReader(file))


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda row: str(row["file"]))
def test_a_file_gives_the_counts_made_by_hand(expected: dict[str, str]) -> None:
    parsed = read(expected["file"])
    came = attended(parsed)
    municipalities = Counter(
        row.place.name for row in came if row.place and row.place.level is Level.MUNICIPALITY
    )
    minutes = [row.minutes for row in came if row.minutes is not None]
    assert {
        "file": expected["file"],
        "kind": parsed.kind.value,
        "source": parsed.source,
        "event_date": text(parsed.event_date),
        "rows": text(parsed.rows_read),
        "persons": text(len(came)),
        "registered": text(registered(parsed)),
        "minutes": text(sum(minutes) if minutes else None),
        "places": "|".join(f"{name}:{n}" for name, n in sorted(municipalities.items(), key=str)),
        "unresolved": text(sum(row.place is None or row.place.level in UNDECIDED for row in came)),
    } == expected


def text(value: object) -> str:
    return "" if value is None else str(value)


def test_every_file_of_the_folder_is_listed() -> None:
    assert {row["file"] for row in EXPECTED} | {"expected.csv"} == {
        path.name for path in FOLDER.iterdir()
    }


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda row: str(row["file"]))
def test_every_data_row_is_counted_merged_or_left_out(expected: dict[str, str]) -> None:
    parsed = read(expected["file"])
    assert parsed.rows_read == len(parsed.attendance) + parsed.merged + parsed.left_out


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda row: str(row["file"]))
def test_the_name_of_the_file_is_not_asked_and_the_kind_may_be_given(
    expected: dict[str, str],
) -> None:
    assert read(expected["file"], kind=Kind.ATTENDANCE).source == expected["source"]


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda row: str(row["file"]))
def test_no_problem_and_no_column_shows_a_person(expected: dict[str, str]) -> None:
    parsed = read(expected["file"])
    shown = " ".join(
        [problem.message for problem in parsed.problems]
        + [example for column in parsed.columns for example in column.examples]
    )
    assert "@" not in shown
    assert not any(name in shown for name in ("Anna Muster", "Bernd Beispiel", "Dora Probst"))
