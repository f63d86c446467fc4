"""A list that people keep is not taken for the export of a meeting tool."""

from collections.abc import Callable

import pytest

from dashboard.ingest.schema import ParsedFile

Parse = Callable[..., ParsedFile]


@pytest.mark.parametrize(
    ("heading", "row"),
    [
        ("Name;Ort;Teilgenommen;Dauer", "Anna Muster;Helbra;ja;60"),
        ("Nachname;Vorname;Anwesend;Minuten", "Muster;Anna;x;60"),
        ("Name;Teilnahme;Dauer (Minuten)", "Anna Muster;ja;60"),
        ("Name (Vor- und Nachname);E-Mail;Dauer (Minuten)", "Anna Muster;a@firma.example;60"),
        ("Name;Gast;Dauer (Minuten)", "Anna Muster;nein;60"),
        ("Name;E-Mail;Rolle;Organisation", "Anna Muster;a@firma.example;Gast;Stadt Hettstedt"),
        ("Name;Ankunft;Abfahrt", "Anna Muster;06.10.2026 17:00;06.10.2026 18:00"),
        ("Zeitstempel;Name;Aktion;Ort;Thema;Firma", "06.10.2026 17:00;A. Muster;ja;Helbra;x;y"),
    ],
)
def test_a_list_stays_a_list(heading: str, row: str, parse: Parse) -> None:
    parsed = parse(f"{heading}\n{row}\n{row.replace('Anna', 'Ben')}\n".encode())
    assert parsed.source not in {
        "bigbluebutton",
        "google_meet",
        "goto_webinar",
        "teams",
        "webex",
        "zoom",
    }


def test_a_job_is_no_role_in_the_meeting(parse: Parse) -> None:
    content = (
        "Attended,Interest Rating,Last Name,First Name,Email,Job Title,Join Time,Leave Time,"
        "Time in Session (minutes)\n"
        "Yes,50,Muster,Anna,a@firma.example,Organisationsentwicklerin,10/6/2026 5:00 PM,"
        "10/6/2026 6:00 PM,60\n"
    )
    assert parse(content.encode()).decisions == ()


def test_an_address_in_place_of_the_name_is_the_address(parse: Parse) -> None:
    content = (
        "Name (Original Name),User Email,Total Duration (Minutes),Guest\n"
        "anna@firma.example,,30,Yes\nAnna Muster,Anna@firma.example,10,Yes\n"
    )
    parsed = parse(content.encode())
    assert [row.minutes for row in parsed.attendance] == [40]
