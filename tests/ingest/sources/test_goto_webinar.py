"""GoTo Webinar: wherever the table stands, and who stayed away."""

from collections.abc import Callable
from pathlib import Path

from dashboard.ingest.schema import ParsedFile, Status

Parse = Callable[..., ParsedFile]
FOLDER = Path(__file__).resolve().parents[2] / "files" / "attendance"
ATTENDEES = (
    "Attended,Interest Rating,Last Name,First Name,Email Address,Registration Date/Time,Join Time,"
    "Leave Time,Time in Session (minutes)\n"
    'Yes,80,Muster,Anna,anna@firma.example,"Oct 01, 2026 05:00 PM","Oct 06, 2026 05:00 PM",'
    '"Oct 06, 2026 06:00 PM",60\n'
    'Yes,80,Muster,Anna,anna@firma.example,"Oct 01, 2026 05:00 PM","Oct 06, 2026 06:10 PM",'
    '"Oct 06, 2026 06:20 PM",10\n'
    'No,,Probe,Ben,ben@firma.example,"Oct 01, 2026 05:00 PM",,,\n'
)


def test_the_report_explains_itself(parse: Parse) -> None:
    parsed = parse((FOLDER / "goto_webinar-attendees-en.csv").read_bytes())
    assert parsed.summary == (
        "GoTo-Webinar, englisch, 2 Personen, 1 weitere ohne Teilnahme, 17:00–18:15 Uhr"
    )
    assert parsed.event_title == "Regionaldialog, Herbst"


def test_facts_may_stand_beside_their_labels(parse: Parse) -> None:
    facts = 'Webinar Name:,Am Abend\nActual Start Date/Time:,"Oct 06, 2026 05:00 PM"\n\n'
    parsed = parse((facts + ATTENDEES).encode())
    assert (parsed.source, parsed.event_title) == ("goto_webinar", "Am Abend")


def test_who_came_back_counts_once_and_who_stayed_away_is_kept(parse: Parse) -> None:
    parsed = parse(ATTENDEES.encode())
    assert [(row.status, row.minutes) for row in parsed.attendance] == [
        (Status.ATTENDED, 70),
        (Status.NO_SHOW, None),
    ]
    assert parsed.tells_registration
