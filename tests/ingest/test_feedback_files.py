"""Every made-up export of a survey tool, counted by hand in ``expected.csv``."""

import csv
import dataclasses
import re

import pytest

from dashboard.errors import FileUnusable
from dashboard.ingest.schema import Kind
from tests.ingest.feedback import FOLDER, counted, parse, required

with (FOLDER / "expected.csv").open(encoding="utf-8", newline="") as _file:
    EXPECTED = list(csv.DictReader(_file))
FILES = [row["file"] for row in EXPECTED]

# What the files say about people and devices and what nobody may find behind the door.
PERSONAL = re.compile(
    r"192\.0\.2\.|@|Erika Muster|Paul Probe|Ida Beispiel|Udo Probe|q1w2e3|184467440|muster\.example"
)


def test_every_file_in_the_folder_is_listed() -> None:
    there = {path.name for path in FOLDER.iterdir()} - {"expected.csv"}
    assert there == set(FILES)


@pytest.mark.parametrize("row", EXPECTED, ids=FILES)
def test_a_file_is_recognised_and_counted(row: dict[str, str]) -> None:
    parsed = parse(row["file"], kind=None)
    assert {
        "file": row["file"],
        "kind": parsed.kind.value,
        "source": parsed.source,
        "event_date": parsed.event_date.isoformat() if parsed.event_date else "",
        "rows": str(parsed.rows_read),
        "responses": str(len(parsed.feedback)),
        "questions": counted(parsed),
        "decisions": ";".join(required(parsed)),
    } == row
    assert parsed.rows_read - parsed.left_out == len(parsed.feedback)


@pytest.mark.parametrize("file", FILES)
def test_a_file_of_feedback_is_no_attendance_list(file: str) -> None:
    with pytest.raises(FileUnusable, match="eine Datei mit Rückmeldungen, nicht wie eine Teilnahm"):
        parse(file, kind=Kind.ATTENDANCE)


@pytest.mark.parametrize("file", FILES)
def test_nothing_about_a_person_or_a_device_comes_through(file: str) -> None:
    parsed = parse(file)
    kept = dataclasses.asdict(dataclasses.replace(parsed, decisions=()))
    assert not PERSONAL.search(str(kept))


@pytest.mark.parametrize("file", FILES)
def test_a_file_read_twice_gives_the_same_keys(file: str) -> None:
    first, second = parse(file), parse(file)
    keys = [row.row_key for row in first.feedback]
    assert keys == [row.row_key for row in second.feedback]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("file", FILES)
def test_the_summary_is_one_line_with_the_number_of_questionnaires(file: str) -> None:
    parsed = parse(file)
    assert re.search(rf"\b{len(parsed.feedback)} (?:vollständige )?Rückmeldungen", parsed.summary)
    assert "\n" not in parsed.summary
