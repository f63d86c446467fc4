"""Zoom: names in brackets, hosts, waiting rooms, and the sections of a webinar."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from dashboard.ingest.schema import ParsedFile, Status

Parse = Callable[..., ParsedFile]
FOLDER = Path(__file__).resolve().parents[2] / "files" / "attendance"
HEADING = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest"


def participants(*people: tuple[str, str]) -> bytes:
    rows = [
        f'"{name}",{email},10/06/2026 0{at % 8 + 1}:00:00 PM,10/06/2026 08:30:00 PM,30,Yes'
        for at, (name, email) in enumerate(people)
    ]
    return "\r\n".join([HEADING, *rows, ""]).encode("utf-8-sig")


def count(parsed: ParsedFile) -> int:
    return len(parsed.attendance)


def test_a_meeting_explains_itself(parse: Parse) -> None:
    parsed = parse((FOLDER / "zoom-meeting-en.csv").read_bytes())
    assert parsed.summary == "Zoom-Meeting, englisch, 4 Personen, 16:55–18:30 Uhr"
    assert parsed.event_title == "Regionaldialog, Folge 3"


@pytest.mark.parametrize(
    "shown",
    [
        "Anni (Anna Muster)",
        "Handy (Küche) (Anna Muster)",
        "anna muster",
        "A. M. (Anna Muster (Gast))",
    ],
)
def test_the_name_in_the_last_brackets_is_the_person(shown: str, parse: Parse) -> None:
    assert count(parse(participants(("Anna Muster", ""), (shown, "")))) == 1


@pytest.mark.parametrize(
    "brackets",
    [
        "Gast",
        "Stadt Sangerhausen",
        "Helbra",
        "LK MSH",
        "Heimatverein Probe e.V.",
        "sie/ihr",
        "Caritas",
    ],
)
def test_what_is_no_name_in_brackets_does_not_merge_people(brackets: str, parse: Parse) -> None:
    people = [(f"{name} ({brackets})", "") for name in ("Anna Muster", "Ben Probe")]
    assert count(parse(participants(*people))) == 2


def test_a_bot_that_somebody_renamed_is_still_none(parse: Parse) -> None:
    parsed = parse(participants(("Otter.ai (Anna Muster)", ""), ("Ben Probe", "")))
    assert count(parsed) == 1


def test_the_host_above_the_table_is_no_row_but_the_organiser(parse: Parse) -> None:
    content = (FOLDER / "zoom-meeting-en.csv").read_bytes()
    assert parse(content).decisions[0].rows == (5,)
    assert count(parse(content, organisers="leave_out")) == 3


def test_a_line_of_commas_and_a_footnote_are_no_people(parse: Parse) -> None:
    content = participants(("Anna Muster", "")) + b",,,,,\r\nGesamt: 1,,,,,\r\n"
    parsed = parse(content)
    assert (parsed.rows_read, parsed.left_out) == (1, 0)
    assert [problem.code for problem in parsed.problems] == ["not_a_person"]


def test_only_the_waiting_room_is_no_attendance(parse: Parse) -> None:
    content = (
        "Name (original name),Email,Join time,Leave time,Duration (minutes),In waiting room\n"
        "Anna Muster,,10/06/2026 05:00:00 PM,10/06/2026 05:30:00 PM,30,Yes\n"
        "Ben Probe,,10/06/2026 05:00:00 PM,10/06/2026 05:30:00 PM,30,No\n"
    )
    parsed = parse(content.encode())
    assert (count(parsed), parsed.left_out) == (1, 1)


def test_lines_in_two_encodings_are_both_read(parse: Parse) -> None:
    first, second = "Jörg Beispiel".encode(), "Zoë Müller-Probe".encode("cp1252")
    row = b",,10/06/2026 05:00:00 PM,10/06/2026 05:30:00 PM,30,Yes\r\n"
    parsed = parse(HEADING.encode() + b"\r\n" + first + row + second + row)
    assert count(parsed) == 2
    assert [problem.code for problem in parsed.problems] == ["encoding_mixed"]


def test_a_quote_that_never_closes_loses_nobody(parse: Parse) -> None:
    row = "{},,10/06/2026 05:00:00 PM,10/06/2026 05:30:00 PM,30,Yes\n"
    names = ("Anna Muster", '"Ben Probe', "Cara Beispiel")
    parsed = parse((HEADING + "\n" + "".join(map(row.format, names))).encode())
    assert count(parsed) == 3
    assert [problem.code for problem in parsed.problems] == ["quote_unclosed"]


def test_two_columns_with_one_heading_do_not_overwrite_each_other(parse: Parse) -> None:
    content = (
        HEADING + ",User Email\nAnna Muster,anna@firma.example,10/06/2026 05:00:00 PM,"
        "10/06/2026 05:30:00 PM,30,Yes,\nAnni Muster,anna@firma.example,10/06/2026 06:00:00 PM,"
        "10/06/2026 06:30:00 PM,30,Yes,\n"
    )
    assert [row.minutes for row in parse(content.encode()).attendance] == [60]


def test_a_webinar_tells_who_registered_and_stayed_away(parse: Parse) -> None:
    parsed = parse((FOLDER / "zoom-webinar-en.csv").read_bytes())
    assert Counter(row.status for row in parsed.attendance) == {
        Status.ATTENDED: 5,
        Status.NO_SHOW: 2,
        Status.WITHDRAWN: 1,
    }
    assert parsed.tells_registration
    assert parsed.event_title == "Regionaldialog Klima"
    assert parsed.event_date == date(2026, 3, 28)


def test_host_and_panel_of_a_webinar_can_be_left_out(parse: Parse) -> None:
    content = (FOLDER / "zoom-webinar-en.csv").read_bytes()
    assert parse(content).decisions[0].rows == (7, 10, 11)
    left = parse(content, organisers="leave_out")
    assert sum(row.status is Status.ATTENDED for row in left.attendance) == 3


def test_a_host_who_also_is_on_the_panel_counts_once_and_as_long_as_she_was_there(
    parse: Parse,
) -> None:
    text = (FOLDER / "zoom-webinarnewer-en.csv").read_text(encoding="utf-8")
    host = next(line for line in text.splitlines() if "Anna Muster" in line)
    heading = next(line for line in text.splitlines() if line.startswith("Attended,"))
    twice = text.replace(
        "Attendee Details", f"Panelist Details,\n{heading}\n{host}\nAttendee Details"
    )
    parsed = parse(twice.encode())
    assert (parsed.merged, parsed.attendance[0].minutes) == (1, 60)


def test_a_footnote_inside_a_section_hides_no_row_below_it(parse: Parse) -> None:
    text = (FOLDER / "zoom-webinar-en.csv").read_text(encoding="utf-8")
    noted = text.replace("Yes,Emil", "Hinweis: Nachtrag\nYes,Emil")
    counts = [
        Counter(row.status for row in parse(each.encode()).attendance) for each in (text, noted)
    ]
    assert counts[0] == counts[1]


def test_sections_under_unknown_words_are_read_by_their_cells(parse: Parse) -> None:
    text = (FOLDER / "zoom-webinar-de.csv").read_text(encoding="utf-8-sig")
    for known, other in (
        ("Beitrittszeit", "Eingetreten"),
        ("Austrittszeit", "Weggegangen"),
        ("Zeit in Sitzung (Minuten)", "Zeit (Minuten)"),
    ):
        text = text.replace(known, other)
    parsed = parse(text.encode())
    assert [row.status for row in parsed.attendance] == [
        Status.ATTENDED,
        Status.ATTENDED,
        Status.NO_SHOW,
    ]
    assert [row.minutes for row in parsed.attendance] == [60, 50, None]


def test_without_any_proof_the_month_comes_first_and_is_reported(parse: Parse) -> None:
    content = f"{HEADING}\nAnna Muster,,10/06/2026 17:00:00,10/06/2026 18:00:00,60,No\n"
    parsed = parse(content.encode())
    assert parsed.event_date == date(2026, 10, 6)
    assert [problem.code for problem in parsed.problems] == ["date_ambiguous"]


def test_a_day_that_is_certain_is_not_questioned(parse: Parse) -> None:
    facts = "Meeting ID,Topic,Start Time,End Time\n8,Dialog,Sep 24 2026 17:00,Sep 24 2026 18:00\n\n"
    row = "Anna Muster,,10/06/2026 17:00:00,10/06/2026 18:00:00,60,No\n"
    parsed = parse(f"{facts}{HEADING}\n{row}".encode())
    assert (parsed.event_date, parsed.problems) == (date(2026, 9, 24), ())
