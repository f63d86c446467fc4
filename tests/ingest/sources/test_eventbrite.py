"""Eventbrite: who of the tickets came, in the headings of several years and countries."""

import pytest

from dashboard.errors import FileUnusable
from dashboard.ingest.schema import Status
from tests.ingest.ticket_files import as_csv, as_xlsx, attended, coded, places, read, statuses

HEADINGS = (
    *("Order #", "First Name", "Last Name", "Email", "Quantity", "Ticket Type", "Attendee #"),
    *("Attendee Status", "Home City", "Home Zip", "Company"),
)


def attendee(number: int, status: str, **said: str) -> list[str]:
    """One row of the report."""
    return [
        said.get("order", f"10{number}"),
        said.get("first", "Anna"),
        said.get("last", f"Muster{number}"),
        said.get("email", f"anna{number}@muster.example"),
        said.get("quantity", "1"),
        said.get("ticket", "General Admission"),
        f"20{number}",
        status,
        said.get("city", ""),
        said.get("zip", ""),
        said.get("company", ""),
    ]


def table(*rows: list[str]) -> list[list[str]]:
    return [list(HEADINGS), *rows]


def test_only_who_is_checked_in_came_and_who_attends_is_registered() -> None:
    parsed = read(
        table(
            attendee(1, "Checked In"),
            attendee(2, "Attending"),
            attendee(3, "Not Attending"),
            attendee(4, "Refunded"),
            attendee(5, "Deleted"),
            attendee(6, "Unpaid"),
        )
    )
    assert statuses(parsed) == {
        2: Status.ATTENDED,
        3: Status.REGISTERED,
        4: Status.WITHDRAWN,
        5: Status.WITHDRAWN,
        6: Status.WITHDRAWN,
    }
    assert parsed.left_out == 1
    assert parsed.summary == (
        "Eventbrite-Teilnehmerbericht, 5 Personen, 1 eingecheckt, UTF-8, Komma"
    )


def test_without_any_check_in_the_report_proves_registrations_only() -> None:
    parsed = read(table(attendee(1, "Attending"), attendee(2, "Attending")))
    assert attended(parsed) == []
    assert parsed.tells_registration
    assert len(coded(parsed, "only_registrations")) == 1


def test_the_address_of_a_buyer_of_several_tickets_merges_nobody() -> None:
    shared = {"order": "1", "email": "anna@muster.example"}
    parsed = read(
        table(
            attendee(1, "Checked In", **shared),
            attendee(2, "Checked In", first="Bernd", **shared),
        )
    )
    assert len(attended(parsed)) == 2


def test_a_ticket_whose_holder_was_never_named_is_left_out() -> None:
    requested = dict.fromkeys(("first", "last", "email"), "Info Requested")
    parsed = read(table(attendee(1, "Checked In"), attendee(2, "Checked In", **requested)))
    assert (len(attended(parsed)), parsed.left_out) == (1, 1)
    assert [problem.row for problem in coded(parsed, "person_missing")] == [3]


def test_a_row_of_several_tickets_is_one_person_with_a_warning() -> None:
    parsed = read(table(attendee(1, "Checked In", quantity="3")))
    assert len(attended(parsed)) == 1
    assert "3 Tickets" in coded(parsed, "several_tickets")[0].message


def test_home_before_billing_and_a_question_before_both() -> None:
    headings = [*HEADINGS, "Billing City", "Which municipality do you come from?"]
    rows = [
        [*attendee(1, "Checked In", city="Helbra", zip="6311"), "Berlin", ""],
        [*attendee(2, "Checked In"), "Kelbra", ""],
        [*attendee(3, "Checked In", city="Helbra"), "", "Hettstedt"],
    ]
    assert places(attended(read([headings, *rows]))) == [
        "Helbra",
        "Kelbra (Kyffhäuser)",
        "Hettstedt",
    ]


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"Order #": "Order no.", "Last Name": "Surname", "Attendee #": "Attendee no."},
        {"Order #": "Order ID", "Attendee #": "Buyer Email"},
        {"Home Zip": "Home Postcode", "Quantity": "Ticket Quantity"},
        {"Order #": "Bestellnr.", "Attendee #": "Teilnehmernr.", "Attendee Status": "Status"},
        {"Ticket Type": "Ticketart", "First Name": "Vorname", "Last Name": "Nachname"},
    ],
)
def test_headings_of_every_kind_are_recognised(change: dict[str, str]) -> None:
    headings = [change.get(heading, heading) for heading in HEADINGS]
    parsed = read([headings, attendee(1, "Checked In", zip="6311", city="Helbra")])
    assert parsed.source == "eventbrite"
    assert places(parsed.attendance) == ["Helbra"]


def test_an_unknown_status_keeps_the_ticket_with_a_warning() -> None:
    parsed = read(table(attendee(1, "Checked In"), attendee(2, "Besetzt")))
    assert statuses(parsed)[3] is Status.REGISTERED
    assert [problem.row for problem in coded(parsed, "status_unknown")] == [3]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_report_saved_again_gives_the_same_people(delimiter: str, encoding: str) -> None:
    rows = table(attendee(1, "Checked In", last="Müster", city="Südharz"))
    parsed = read(as_csv(rows, delimiter, encoding))
    assert parsed.attendance == read(as_xlsx({"Report": rows})).attendance
    assert places(parsed.attendance) == ["Südharz"]


def test_a_report_without_attendees_is_refused() -> None:
    with pytest.raises(FileUnusable, match="nur die Überschriften"):
        read(table())
    with pytest.raises(FileUnusable, match="keine Person, die gezählt werden kann"):
        read(table(attendee(1, "Unpaid")))
