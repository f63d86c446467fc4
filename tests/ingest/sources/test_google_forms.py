"""Google Forms: registrations under questions as the organiser worded them."""

import pytest

from dashboard.errors import FileUnusable
from dashboard.ingest.schema import Kind, Status
from tests.ingest.ticket_files import as_csv, as_xlsx, attended, places, read, statuses

GERMAN, ENGLISH = "06.10.2026 17:41:51", "2026/10/06 5:41:51 PM GMT+2"


def test_a_form_proves_registrations_only_and_names_no_day() -> None:
    parsed = read([["Zeitstempel", "Name", "Ort"], [GERMAN, "Anna Muster", "Helbra"]])
    assert statuses(parsed) == {2: Status.REGISTERED}
    assert parsed.event_date is None
    assert parsed.summary == "Google-Forms-Anmeldung, 1 Person, nur Anmeldungen, UTF-8, Komma"


@pytest.mark.parametrize(
    ("stamp", "moment", "address"),
    [
        ("Zeitstempel", GERMAN, "E-Mail-Adresse"),
        ("Timestamp", ENGLISH, "Email Address"),
        ("Timestamp", ENGLISH, "Username"),
        ("Zeitstempel", "2026/10/06 5:41:51 PM MESZ", "Nutzername"),
    ],
)
def test_the_address_that_google_collected_says_who_it_is(
    stamp: str, moment: str, address: str
) -> None:
    parsed = read(
        [
            [stamp, address, "Institution / Verein", "Ort / Ortsteil"],
            [moment, "anna@muster.example", "Muster e.V.", "Riestedt"],
        ]
    )
    plain = read([["E-Mail"], ["anna@muster.example"]])
    assert parsed.source == "google_forms"
    assert parsed.attendance[0].person_key == plain.attendance[0].person_key
    assert places(parsed.attendance) == ["Sangerhausen"]


def test_the_address_that_was_asked_for_comes_before_the_account() -> None:
    parsed = read(
        [
            ["Zeitstempel", "E-Mail-Adresse", "Name", "Ihre E-Mail-Adresse"],
            [GERMAN, "buero@muster.example", "Anna Muster", "anna@muster.example"],
        ]
    )
    plain = read([["E-Mail"], ["anna@muster.example"]])
    assert parsed.attendance[0].person_key == plain.attendance[0].person_key


def test_who_declines_is_withdrawn() -> None:
    parsed = read("google_forms-registration-de.csv")
    assert statuses(parsed)[4] is Status.WITHDRAWN
    assert [row.mode for row in parsed.attendance][:2] == ["in_person", "online"]
    assert attended(parsed) == []


@pytest.mark.parametrize(
    "table",
    [
        [
            ["Zeitstempel", "Gesamteindruck", "Inhalte", "Organisation", "Anmerkungen", "Ort"],
            [GERMAN, "5", "4", "5", "alles", "Helbra"],
        ],
        [
            ["Timestamp", "Score", "Gesamteindruck", "Inhalte", "Name"],
            [ENGLISH, "7", "sehr gut", "gut", "Anna Muster"],
        ],
    ],
)
def test_a_survey_is_no_registration(table: list[list[str]]) -> None:
    assert read(table).kind is Kind.FEEDBACK


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_download_and_a_saved_sheet_give_the_same_people(delimiter: str) -> None:
    table = [["Zeitstempel", "Name", "Ort"], [GERMAN, "Jörg Müster", "Südharz"]]
    parsed = read(as_csv(table, delimiter, "utf-8-sig"))
    assert parsed.attendance == read(as_xlsx({"Formularantworten 1": table})).attendance


def test_answers_that_name_nobody_are_refused() -> None:
    with pytest.raises(FileUnusable, match="keine Person, die gezählt werden kann"):
        read([["Zeitstempel", "Name", "Ort"], [GERMAN, "", "Helbra"]])
    with pytest.raises(FileUnusable, match="nur die Überschriften"):
        read([["Zeitstempel", "Name", "Ort"]])
