"""Microsoft Forms: a registration is no attendance, and an account is not the answer."""

import pytest

from dashboard.errors import FileUnusable
from dashboard.ingest.document import Sheet
from dashboard.ingest.schema import Choices, Kind, Level, Status
from dashboard.ingest.sources import forms
from tests.ingest.ticket_files import (
    as_csv,
    as_xlsx,
    attended,
    coded,
    places,
    read,
    statuses,
    tools,
)

OWN = ("ID", "Startzeit", "Fertigstellungszeit", "E-Mail", "Name")
OWN_ENGLISH = ("Id", "Start time", "Completion time", "Email", "Name", "Last modified time")


def answers(questions: list[str], *rows: list[str], account: bool = False) -> list[list[str]]:
    """A form with Forms' own columns; everybody is anonymous unless ``account``."""
    table = [[*OWN, *questions]]
    for number, row in enumerate(rows, 1):
        who = [f"konto{number}@muster.example", f"Konto Muster{number}"]
        moment = f"0{number}.09.2026 10:0{number}"
        own = [str(number), moment, moment, *(who if account else ["anonymous", ""])]
        table.append([*own, *row])
    return table


def test_a_form_proves_registrations_only() -> None:
    parsed = read(answers(["Name2", "Wohnort"], ["Anna Muster", "Helbra"]))
    assert statuses(parsed) == {2: Status.REGISTERED}
    assert parsed.tells_registration
    assert parsed.event_date is None
    assert "belegt Anmeldungen" in coded(parsed, "only_registrations")[0].message
    assert parsed.summary == ("Microsoft-Forms-Anmeldung, 1 Person, nur Anmeldungen, UTF-8, Komma")


def test_a_column_added_afterwards_says_who_came() -> None:
    parsed = read(
        answers(["Name2", "Ort", "anwesend"], ["Anna Muster", "", "x"], ["Bo Probe", "", ""])
    )
    assert statuses(parsed) == {2: Status.ATTENDED, 3: Status.REGISTERED}
    assert "1 anwesend" in parsed.summary


@pytest.mark.parametrize(
    ("question", "answer", "status", "mode"),
    [
        ("Nehmen Sie teil?", "Ja, vor Ort", Status.REGISTERED, "in_person"),
        ("Nehmen Sie teil?", "Nein, leider nicht", Status.WITHDRAWN, "unknown"),
        ("Teilnahme", "ja", Status.REGISTERED, "unknown"),
        ("Teilnahme", "online", Status.REGISTERED, "online"),
        ("Ich komme", "Nein", Status.WITHDRAWN, "unknown"),
        ("Will you attend?", "Yes, in person", Status.REGISTERED, "in_person"),
        ("Art der Teilnahme", "In Präsenz", Status.REGISTERED, "in_person"),
        ("Nehmen Sie am Mittagessen teil?", "Nein", Status.REGISTERED, "unknown"),
        ("Ich nehme teil als", "Unternehmen", Status.REGISTERED, "unknown"),
    ],
)
def test_who_means_to_come_is_registered_and_who_does_not_is_withdrawn(
    question: str, answer: str, status: Status, mode: str
) -> None:
    parsed = read(answers(["Name2", question], ["Anna Muster", answer]))
    assert (parsed.attendance[0].status, parsed.attendance[0].mode) == (status, mode)


def test_answers_come_before_the_account_and_later_answers_before_earlier_ones() -> None:
    asked = read(
        answers(
            ["Name2", "E-Mail2", "Ort", "Ort2"],
            ["Anna Muster", "anna@muster.example", "Helbra", ""],
            ["Bernd Muster", "bernd@muster.example", "Helbra", "Kelbra"],
            account=True,
        )
    )
    plain = read([["Name", "E-Mail"], ["Anna Muster", "anna@muster.example"]])
    assert asked.attendance[0].person_key == plain.attendance[0].person_key
    assert places(asked.attendance) == ["Helbra", "Kelbra (Kyffhäuser)"]


def test_the_account_says_who_it_is_where_nobody_is_asked() -> None:
    parsed = read(answers(["Organisation", "Ort"], ["Muster GmbH", "Helbra"], account=True))
    plain = read([["Name", "E-Mail"], ["Konto Muster1", "konto1@muster.example"]])
    assert parsed.attendance[0].person_key == plain.attendance[0].person_key


def test_an_office_that_registers_several_people_from_one_account_merges_nobody() -> None:
    table = answers(["Name2", "Ort"], ["Anna Muster", "Helbra"], ["Bo Muster", ""], account=True)
    table[2][3] = table[1][3]
    assert len(read(table).attendance) == 2


def test_anonymous_places_without_names_are_one_person_each() -> None:
    parsed = read(answers(["Organisation", "Ort"], ["", "Helbra"], ["", "Helbra"]))
    assert [row.person_key for row in parsed.attendance] == [None, None]


@pytest.mark.parametrize(
    "question",
    [
        "Aus welcher Gemeinde kommen Sie?",
        "Ihr\xa0Wohnort ",
        "Wohnort\n(bitte mit Ortsteil)",
        "Wo sind Sie\xa0zu Hause (Ort)?",
        "Which municipality do you come from?",
        "3. Ort / Ortsteil",
    ],
)
def test_a_place_is_found_however_the_question_is_put(question: str) -> None:
    parsed = read(answers(["Name2", question], ["Anna Muster", "Riestedt"]))
    assert places(parsed.attendance) == ["Sangerhausen"]


@pytest.mark.parametrize(
    "question",
    ["Für welche Organisation\nnehmen Sie teil?", "Name Ihrer Einrichtung", "Firma / Institution"],
)
def test_an_organisation_is_found_however_the_question_is_put(question: str) -> None:
    parsed = read(answers(["Name2", question], ["Anna Muster", "Stadt Hettstedt"]))
    assert parsed.attendance[0].organisation == "Stadt Hettstedt"


@pytest.mark.parametrize("question", ["Wie heißen Sie?", "Bitte geben Sie Ihren Namen an", "Name"])
def test_a_name_is_found_however_the_question_is_put(question: str) -> None:
    first = read(answers([question, "Ort"], ["Anna Muster", "Helbra"]))
    plain = read([["Name", "Ort"], ["Anna Muster", "Helbra"]])
    assert first.attendance[0].person_key == plain.attendance[0].person_key


def test_addresses_are_recognised_without_their_heading() -> None:
    parsed = read(answers(["Kontakt", "Ort"], ["anna@muster.example", "Helbra"]))
    plain = read([["E-Mail", "Ort"], ["anna@muster.example", "Helbra"]])
    assert parsed.attendance[0].person_key == plain.attendance[0].person_key


def test_a_foreign_postal_code_beats_the_local_name() -> None:
    parsed = read(answers(["Name2", "PLZ", "Ort"], ["Anna Muster", "53945", "Blankenheim"]))
    place = parsed.attendance[0].place
    assert place is not None
    assert place.level is Level.OUTSIDE


def test_columns_of_a_quiz_are_not_read() -> None:
    parsed = read(
        answers(
            ["Gesamtpunktzahl", "Name2", "Punkte – Name2", "Feedback – Name2", "Ort"],
            ["5", "Anna Muster", "1", "gut", "Helbra"],
        )
    )
    assert places(parsed.attendance) == ["Helbra"]


def test_a_second_registration_counts_once() -> None:
    parsed = read("forms-registration-de.xlsx")
    assert (parsed.rows_read, len(parsed.attendance), parsed.merged) == (6, 5, 1)


@pytest.mark.parametrize(
    "questions",
    [
        ["Gesamteindruck", "Inhalte", "Organisation", "Anmerkungen"],
        ["Gesamteindruck", "Inhalte", "Organisation", "Ort"],
        ["Name2", "Gesamteindruck", "Inhalte", "Organisation"],
    ],
)
def test_a_survey_is_no_registration(questions: list[str]) -> None:
    row = [
        "5" if each in ("Gesamteindruck", "Inhalte", "Organisation") else "" for each in questions
    ]
    assert read(answers(questions, row, row)).kind is Kind.FEEDBACK


def test_a_questionnaire_that_asks_for_a_name_is_no_registration() -> None:
    questions = ["Name2", "Gesamteindruck", "Was war gut?", "Was fehlte?", "Anmerkungen"]
    sheet = Sheet("", answers(questions, ["Anna Muster", "5", "alles", "nichts", ""]))
    assert forms.recognise(sheet, tools(), Choices()) is None


def test_one_rating_does_not_turn_a_registration_into_a_survey() -> None:
    questions = ["Name2", "E-Mail2", "Institution", "Ort", "Gesamteindruck"]
    parsed = read(answers(questions, ["Anna Muster", "anna@muster.example", "", "Helbra", "5"]))
    assert (parsed.source, len(parsed.attendance)) == ("microsoft_forms", 1)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_answers_saved_again_give_the_same_people(delimiter: str, encoding: str) -> None:
    table = answers(["Name2", "Ort"], ["Jörg Müster", "Südharz"], ["Bo Probe", "Helbra"])
    parsed = read(as_csv(table, delimiter, encoding))
    assert parsed.source == "microsoft_forms"
    assert parsed.attendance == read(as_xlsx({"Sheet1": table})).attendance


def test_english_columns_of_forms_are_recognised() -> None:
    row = ["1", "9/1/2026 10:00", "9/1/2026 10:03", "anonymous", "", "", "Anna Muster", "Helbra"]
    parsed = read([[*OWN_ENGLISH, "Full name", "City"], row])
    assert (parsed.source, places(parsed.attendance)) == ("microsoft_forms", ["Helbra"])


def test_answers_that_name_nobody_are_left_out_or_refused() -> None:
    parsed = read(answers(["Name2", "Ort"], ["Anna Muster", ""], ["", "Helbra"]))
    assert (len(attended(parsed)), parsed.left_out) == (0, 1)
    assert [problem.row for problem in coded(parsed, "person_missing")] == [3]
    with pytest.raises(FileUnusable, match="keine Person, die gezählt werden kann"):
        read(answers(["Name2", "Ort"], ["", "Helbra"]))
    with pytest.raises(FileUnusable, match="nur die Überschriften"):
        read(answers(["Name2", "Ort"]))
