"""pretix: who of the tickets is a person, who came, and where from."""

from datetime import date

import pytest

from dashboard.errors import FileUnusable
from dashboard.ingest.schema import Kind, Severity, Status
from tests.ingest.ticket_files import as_csv, as_xlsx, attended, coded, places, read, statuses

POSITIONS = (
    *("Bestellnummer", "Position", "Status", "E-Mail", "Name Teilnehmer*in"),
    *("E-Mail Teilnehmer*in", "Teilnehmer*innen-Firma", "Postleitzahl", "Stadt"),
    *("Zusatzprodukt zu Position", "Rechnungsadresse: Firma", "Rechnungsadresse: Name"),
    *("Rechnungsadresse: PLZ", "Rechnungsadresse: Stadt", "Check-in-Listen"),
)
FIELDS = (
    *("order", "position", "status", "orderer", "name", "email", "company", "postcode", "city"),
    *("addon_to", "invoice_company", "invoice_name", "invoice_postcode", "invoice_city", "lists"),
)


def position(**said: str) -> list[str]:
    """One row of the order positions; a paid order of one ticket unless said otherwise."""
    usual = {"order": "AB1CD", "position": "1", "status": "bezahlt", "lists": "Einlass"}
    return [{**usual, **said}.get(field, "") for field in FIELDS]


def table(*rows: list[str]) -> list[list[str]]:
    return [list(POSITIONS), *rows]


def test_the_summary_says_which_export_it_is_and_how_many_came() -> None:
    assert read("pretix-checkin-de.csv").summary == (
        "pretix-Check-in-Liste, deutsch, 8 Personen, 6 eingecheckt, UTF-8, Semikolon"
    )
    assert read("pretix-positions-en.csv").summary.startswith(
        "pretix-Bestellpositionen, englisch, 9 Personen, 6 eingecheckt"
    )
    assert read("pretix-checkinlog-en.csv").summary.startswith("pretix-Check-in-Protokoll")


def test_attendees_who_share_the_address_of_the_orderer_are_different_people() -> None:
    parsed = read(
        table(
            position(orderer="buero@muster.example", name="Anna Muster"),
            position(position="2", orderer="buero@muster.example", name="Bernd Muster"),
        )
    )
    assert len(attended(parsed)) == 2
    assert len(coded(parsed, "address_shared")) == 1


def test_an_attendee_keeps_an_address_that_a_colleague_ordered_with() -> None:
    address = "anna@muster.example"
    alone = read(table(position(name="Anna Muster", email=address)))
    both = read(
        table(
            position(
                orderer="anna@muster.example", name="Anna Muster", email="anna@muster.example"
            ),
            position(position="2", orderer=address, name="Bernd Muster"),
        )
    )
    assert both.attendance[0].person_key == alone.attendance[0].person_key
    assert len(attended(both)) == 2


def test_the_address_of_the_order_is_that_of_its_only_attendee() -> None:
    ordered = read(table(position(orderer="anna@muster.example", name="Anna Muster")))
    asked = read(table(position(email="Anna@Muster.example", name="A. Muster")))
    assert ordered.attendance[0].person_key == asked.attendance[0].person_key


def test_tickets_without_a_name_are_one_head_each_and_the_first_is_the_orderer() -> None:
    parsed = read(
        table(
            position(orderer="anna@muster.example", invoice_name="Anna Muster"),
            position(position="2", orderer="anna@muster.example"),
            position(position="3", orderer="anna@muster.example"),
        )
    )
    assert len(attended(parsed)) == 3
    assert [row.person_key is None for row in parsed.attendance] == [False, True, True]
    assert [problem.row for problem in coded(parsed, "ticket_unnamed")] == [3, 4]


def test_a_cancelled_ticket_is_withdrawn_and_an_unpaid_one_is_nobody() -> None:
    parsed = read(
        table(
            position(name="Anna Muster"),
            position(order="B", name="Bernd Muster", status="storniert", lists=""),
            position(
                order="C", name="Carla Muster", status="storniert (bezahlte Gebühr)", lists=""
            ),
            position(order="D", name="Dora Muster", status="abgelaufen", lists=""),
            position(order="E", name="Emil Muster", status="Freigabe ausstehend", lists=""),
            position(order="F", name="Fritz Muster", status="ausstehend", lists="Einlass"),
        )
    )
    assert statuses(parsed) == {
        2: Status.ATTENDED,
        3: Status.WITHDRAWN,
        4: Status.WITHDRAWN,
        7: Status.ATTENDED,
    }
    assert parsed.left_out == 2
    assert [problem.row for problem in coded(parsed, "order_not_paid")] == [5, 6]


def test_a_ticket_checked_in_and_cancelled_counts_as_cancelled_with_a_warning() -> None:
    parsed = read(table(position(name="Anna Muster", status="canceled")))
    assert statuses(parsed) == {2: Status.WITHDRAWN}
    assert coded(parsed, "cancelled_checked_in")[0].severity is Severity.WARNING


def test_an_unknown_status_keeps_the_ticket_with_a_warning() -> None:
    parsed = read(table(position(name="Anna Muster", status="payée", lists="")))
    assert statuses(parsed) == {2: Status.REGISTERED}
    assert [problem.row for problem in coded(parsed, "status_unknown")] == [2]


def test_an_add_on_is_no_person_but_its_scan_shows_that_the_holder_came() -> None:
    parsed = read(
        table(
            position(orderer="anna@muster.example", name="Anna Muster", lists=""),
            position(position="2", orderer="anna@muster.example", addon_to="1", lists="Workshop"),
        )
    )
    assert statuses(parsed) == {2: Status.ATTENDED}
    assert (parsed.rows_read, parsed.merged, parsed.left_out) == (2, 1, 0)


def test_add_ons_whose_ticket_is_not_in_the_file_are_one_person() -> None:
    parsed = read(
        table(
            position(position="2", orderer="anna@muster.example", addon_to="1"),
            position(position="3", orderer="anna@muster.example", addon_to="1"),
        )
    )
    assert len(attended(parsed)) == 1


def test_without_any_check_in_the_file_proves_registrations_only() -> None:
    parsed = read("pretix-unscanned-de.csv")
    assert attended(parsed) == []
    assert "nur Anmeldungen" in parsed.summary
    assert "belegt nur Anmeldungen" in coded(parsed, "only_registrations")[0].message


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ({"city": "Helbra", "invoice_city": "Berlin", "invoice_postcode": "10115"}, "Helbra"),
        ({"postcode": "6526", "invoice_city": "Berlin"}, "Sangerhausen"),
        ({"invoice_city": "Kelbra"}, "Kelbra (Kyffhäuser)"),
        ({"city": "Blankenheim", "postcode": "53945"}, "Blankenheim (PLZ 53945)"),
        ({"company": "Stadt Hettstedt"}, "Hettstedt"),
        ({"invoice_company": "Stadt Hettstedt"}, "Hettstedt"),
        ({}, None),
    ],
)
def test_the_place_is_that_of_the_attendee_before_that_of_the_invoice(
    said: dict[str, str], place: str | None
) -> None:
    assert places(attended(read(table(position(name="Anna Muster", **said))))) == [place]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Aus welcher Gemeinde kommen Sie?", "Riestedt"),
        ("Ihr Wohnort", "Sangerhausen OT Riestedt"),
        ("In welchem Ort sind Sie zu Hause?", "Riestedt"),
        ("Aus welcher Gemeinde kommen Sie? – Sangerhausen", "Ja"),
    ],
)
def test_what_the_organiser_asked_gives_the_place(question: str, answer: str) -> None:
    asked = [
        [*POSITIONS, question],
        [*position(name="Anna Muster", city="Helbra", postcode="06311"), answer],
    ]
    assert places(attended(read(asked))) == ["Sangerhausen"]


def test_a_second_city_in_an_old_export_is_that_of_the_invoice() -> None:
    headings = (
        *("Bestellnummer", "Position", "Status", "E-Mail", "Name Teilnehmer*in", "Firma", "Ort"),
        *("Firma", "Rechnungsadresse: Name", "Ort"),
    )
    row = ["A", "1", "bezahlt", "", "Anna Muster", "", "", "Muster GmbH", "", "Helbra"]
    came = ["", *row[1:4], "Bernd Muster", "Beispiel AG", "Kelbra", "Muster GmbH", "", "Helbra"]
    parsed = read([[*headings, "Check-in-Listen"], [*row, "x"], [*came, "x"]])
    assert [(row.organisation, row.place and row.place.name) for row in parsed.attendance] == [
        ("Muster GmbH", "Helbra"),
        ("Beispiel AG", "Kelbra (Kyffhäuser)"),
    ]


def test_the_question_of_a_check_in_list_stands_before_the_address() -> None:
    headings = ("Bestellnummer", "Name Teilnehmer*in", "Eingecheckt", "Ort", "Firma", "Ort")
    row = ("A", "Anna Muster", "06.10.2026 16:31", "Riestedt", "Muster GmbH", "Helbra")
    assert places(attended(read([headings, row]))) == ["Sangerhausen"]


@pytest.mark.parametrize(
    ("product", "mode"),
    [
        ("Teilnahme vor Ort", "in_person"),
        ("Teilnahme online (Zoom)", "online"),
        ("Online-Ticket", "unknown"),
        ("Hybrid: vor Ort oder online", "unknown"),
    ],
)
def test_the_product_tells_how_somebody_took_part(product: str, mode: str) -> None:
    headings = ("Bestellnummer", "Produkt", "Name Teilnehmer*in", "Check-in-Listen")
    parsed = read([headings, ("A", product, "Anna Muster", "Einlass")])
    assert parsed.attendance[0].mode == mode


def series(*starts: str) -> list[tuple[str, ...]]:
    headings = ("Bestellnummer", "Termin", "Beginn", "Name Teilnehmer*in", "Check-in-Listen")
    rows = [
        (f"A{at}", "Dialog am Abend", start, f"Anna Muster{at}", "Einlass")
        for at, start in enumerate(starts)
    ]
    return [headings, *rows]


def test_the_start_of_a_date_is_the_day_of_the_event() -> None:
    parsed = read(series("2026-10-06 17:00:00", "2026-10-06 17:00:00"))
    assert parsed.event_date == date(2026, 10, 6)


def test_several_dates_of_a_series_wait_for_a_person() -> None:
    exported = series("2026-10-06 17:00:00", "2026-11-03 17:00:00", "2026-10-06 17:00:00")
    parsed = read(exported)
    (decision,) = parsed.decisions
    assert decision.required
    assert [(each.value, each.label) for each in decision.candidates] == [
        ("2026-10-06", "06.10.2026 (2 Zeilen)"),
        ("2026-11-03", "03.11.2026 (1 Zeile)"),
    ]
    assert parsed.event_date is None
    chosen = read(exported, decisions={decision.key: "2026-10-06"})
    assert (chosen.event_date, chosen.rows_read, len(attended(chosen))) == (
        date(2026, 10, 6),
        2,
        2,
    )
    assert chosen.decisions == ()


@pytest.mark.parametrize(
    ("times", "day"),
    [
        (("06.10.2026 16:31", "06.10.2026 17:02"), date(2026, 10, 6)),
        (("10/06/2026 4:31 p.m.", "10/06/2026 noon"), date(2026, 10, 6)),
        (("2026-10-06 16:31", ""), date(2026, 10, 6)),
        (("06.10.2026 16:31", "07.10.2026 08:00"), None),
        (("", ""), None),
    ],
)
def test_check_ins_on_one_day_are_the_day_of_the_event(
    times: tuple[str, str], day: date | None
) -> None:
    headings = ("Bestellnummer", "Name Teilnehmer*in", "Eingecheckt", "Bestelldatum")
    rows = [(f"A{at}", f"Anna Muster{at}", time, "2026-09-10") for at, time in enumerate(times)]
    assert read([headings, *rows]).event_date == day


def test_an_automatic_check_in_happens_with_the_order_and_names_no_day() -> None:
    headings = ("Bestellnummer", "Name Teilnehmer*in", "Eingecheckt", "Automatisch eingecheckt")
    rows = [
        ("A", "Anna Muster", "10.09.2026 11:02", "Ja"),
        ("B", "Bernd Muster", "06.10.2026 16:31", "Nein"),
    ]
    parsed = read([headings, *rows])
    assert (parsed.event_date, len(attended(parsed))) == (date(2026, 10, 6), 2)


def test_every_scan_of_a_ticket_is_one_person_and_failed_scans_are_nobody() -> None:
    parsed = read("pretix-checkinlog-de.csv")
    assert (parsed.rows_read, len(attended(parsed)), parsed.merged, parsed.left_out) == (
        11,
        6,
        3,
        2,
    )
    assert [problem.row for problem in coded(parsed, "scan_failed")] == [4, 9]
    assert not parsed.tells_registration


def test_the_sheet_with_the_positions_is_read_and_the_others_are_named() -> None:
    parsed = read("pretix-orders-de.xlsx")
    assert "Blatt „Bestellzeilen“" in parsed.summary
    assert "nicht aber „Bestellungen“ und „Gebühren“" in coded(parsed, "sheets_not_read")[0].message


def test_the_list_of_orders_is_refused_with_what_to_export() -> None:
    headings = ("Bestellnummer", "Gesamtbetrag", "Status", "E-Mail", "Name", "Stadt", "Positionen")
    orders = [headings, ("A", "0", "bezahlt", "anna@muster.example", "Anna Muster", "Helbra", "3")]
    with pytest.raises(FileUnusable, match="Bestellzeilen"):
        read(orders)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_file_saved_again_gives_the_same_people(delimiter: str, encoding: str) -> None:
    rows = table(
        position(name="Jörg Müster", city="Südharz", email="joerg@muster.example"),
        position(order="B", name="Bernd Muster", city="Helbra"),
    )
    parsed = read(as_csv(rows, delimiter, encoding))
    assert parsed.source == "pretix"
    assert places(attended(parsed)) == ["Südharz", "Helbra"]
    assert parsed.attendance == read(as_xlsx({"Blatt": rows})).attendance


def test_headings_cut_moved_and_with_a_title_above_are_still_pretix() -> None:
    parsed = read(
        [
            ["Regionaldialog Mobilität"],
            ["06.10.2026"],
            [],
            ["Check-in-Listen", "Name Teilnehmer*in", "Bestellnummer"],
            ["Einlass", "Anna Muster", "A"],
            ["", "Bernd Muster", "B"],
            ["Summe", "2"],
        ]
    )
    assert (parsed.source, parsed.rows_read, len(attended(parsed))) == ("pretix", 2, 1)
    assert (parsed.event_date, parsed.event_title) == (
        date(2026, 10, 6),
        "Regionaldialog Mobilität",
    )


def test_the_parts_of_a_name_are_enough() -> None:
    headings = ("Order code", "Attendee name: Given name", "Attendee name: Family name", "Email")
    parsed = read([headings, ("A", "Anna", "Muster", "anna@muster.example")])
    assert (parsed.source, len(parsed.attendance)) == ("pretix", 1)


def test_a_column_added_by_hand_says_who_came() -> None:
    headings = ("Bestellnummer", "Name Teilnehmer*in", "Check-in-Listen", "anwesend")
    parsed = read([headings, ("A", "Anna Muster", "", "x"), ("B", "Bernd Muster", "", "")])
    assert statuses(parsed) == {2: Status.ATTENDED, 3: Status.REGISTERED}


def test_header_only_nobody_and_the_wrong_kind_are_refused() -> None:
    with pytest.raises(FileUnusable, match="nur die Überschriften"):
        read(table())
    with pytest.raises(FileUnusable, match="keine Person, die gezählt werden kann"):
        read(table(position(name="Anna Muster", status="abgelaufen", lists="")))
    with pytest.raises(FileUnusable, match="Teilnahmeliste"):
        read("pretix-checkin-de.csv", kind=Kind.FEEDBACK)


def test_marked_text_and_html_stay_text() -> None:
    parsed = read("pretix-checkin-de.csv")
    assert parsed.attendance[-1].organisation == "<b>Muster</b> & Söhne"
    assert not any("tel" in (column.field or "") for column in parsed.columns)


def test_a_hundred_questions_do_no_harm() -> None:
    rows = table(position(name="Anna Muster", city="Helbra"))
    questions = [f"Frage {number}" for number in range(100)]
    asked = [[*rows[0], *questions], [*rows[1], *(["x"] * 100)]]
    assert places(attended(read(asked))) == ["Helbra"]
