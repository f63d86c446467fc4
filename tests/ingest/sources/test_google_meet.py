"""Google Meet: clock times without a date, one or two columns for the name."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from dashboard.errors import FileUnusable
from dashboard.ingest.schema import ParsedFile

Parse = Callable[..., ParsedFile]
FOLDER = Path(__file__).resolve().parents[2] / "files" / "attendance"


def test_the_list_explains_itself(parse: Parse) -> None:
    parsed = parse((FOLDER / "google_meet-attendance-en.csv").read_bytes())
    assert parsed.summary == "Google-Meet-Anwesenheitsliste, englisch, 2 Personen, 17:00–18:02 Uhr"
    assert parsed.event_date is None


def test_a_date_in_the_times_is_that_of_the_event(parse: Parse) -> None:
    content = (
        "Vorname;Nachname;E-Mail-Adresse;Dauer;Beitrittszeit;Austrittszeit\n"
        "Anna;Muster;anna@firma.example;1 Std. 2 Min.;06.10.2026 17:00;06.10.2026 18:02\n"
    )
    parsed = parse(content.encode("cp1252"))
    assert (parsed.source, parsed.event_date) == ("google_meet", date(2026, 10, 6))
    assert parsed.attendance[0].minutes == 62


def test_unknown_headings_are_understood_by_what_stands_below(parse: Parse) -> None:
    content = (
        "Vorname,Nachname,E-Mail,Anwesend für,Uhrzeit rein,Uhrzeit raus\n"
        "Anna,Muster,anna@firma.example,1:02:00,17:00,18:02\nBen,Probe,,0:42:00,17:10,17:52\n"
    )
    parsed = parse(content.encode())
    assert (parsed.source, len(parsed.attendance)) == ("google_meet", 2)
    assert [row.minutes for row in parsed.attendance] == [62, 42]


def test_a_sign_in_sheet_with_arrival_and_end_is_none_of_a_meeting(parse: Parse) -> None:
    content = (
        "Name;E-Mail;Organisation;Dauer;Ankunft;Ende\n"
        "Anna Muster;anna@firma.example;Stadt Hettstedt;1:00;17:00;18:00\n"
    )
    assert parse(content.encode()).source == "attendance_list"


def test_clock_times_far_to_the_right_of_other_rows_are_no_reason_to_fail(parse: Parse) -> None:
    content = "A,B,,,,,C,D,E,F\n1,2,3,4,5\n,,,,,,x,1 hr 2 min,5:00 PM,6:02 PM\n"
    with pytest.raises(FileUnusable, match="keine bekannte Spalte"):
        parse(content.encode())
