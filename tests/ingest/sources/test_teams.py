"""Microsoft Teams: sections, languages, what is counted once, and files that were damaged."""

from collections.abc import Callable, Iterable
from datetime import date

import pytest

from dashboard.errors import FileUnusable, WrongUsage
from dashboard.ingest.schema import Kind, ParsedFile, Severity

Parse = Callable[..., ParsedFile]

HEADING = "Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole"
ANNA = "Anna Muster\t06.10.26, 17:00:07\t06.10.26, 18:00:07\t1h\tanna@firma.example\t\tOrganizer"


def utf16(text: str) -> bytes:
    return b"\xff\xfe" + text.encode("utf-16-le")


def report(rows: Iterable[str], *, total: int = 1, heading: str = HEADING) -> str:
    return "\n".join(
        [
            "1. Summary",
            "Meeting title\tRegionaldialog",
            f"Attended participants\t{total}",
            "Start time\t06.10.26, 17:00:07",
            "End time\t06.10.26, 18:00:07",
            "",
            "2. Participants",
            heading,
            *rows,
            "",
            "3. In-Meeting Activities",
            "Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole",
            ANNA,
            "",
        ]
    )


def guest(name: str, minutes: int = 30, email: str = "") -> str:
    return f"{name}\t06.10.26, 17:10:00\t06.10.26, 17:{10 + minutes}:00\t{minutes}m\t{email}\t\t"


def codes(parsed: ParsedFile) -> list[tuple[int | None, str]]:
    return [(problem.row, problem.code) for problem in parsed.problems]


def test_the_file_explains_itself_in_one_line(parse: Parse) -> None:
    parsed = parse(utf16(report([ANNA, guest("Ben Probe")])))
    assert parsed.summary == "Teams-Anwesenheitsbericht, englisch, 2 Personen, 17:00–18:00 Uhr"
    assert (parsed.event_date, parsed.event_title) == (date(2026, 10, 6), "Regionaldialog")
    assert {row.mode for row in parsed.attendance} == {"online"}


@pytest.mark.parametrize(
    "name",
    ["BEN  PROBE", "Ben Probe (Guest)", "Ben Probe (Gast)", "Ben Probe (Unverified)", "Probe, Ben"],
)
def test_a_name_is_the_same_person_in_other_letters_and_with_a_suffix(
    name: str, parse: Parse
) -> None:
    parsed = parse(utf16(report([guest("Ben Probe", 20), guest(name, 10)])))
    assert [row.minutes for row in parsed.attendance] == [30]
    assert parsed.merged == 1


def test_an_address_in_one_row_makes_the_row_without_it_the_same_person(parse: Parse) -> None:
    rows = [guest("Ben Probe"), guest("Ben Probe", email="ben@firma.example")]
    assert len(parse(utf16(report(rows))).attendance) == 1


def test_a_row_without_address_stays_apart_where_two_addresses_have_the_name(parse: Parse) -> None:
    rows = [guest("Ben Probe", email=email) for email in ("", "b@x.example", "b@y.example")]
    assert len(parse(utf16(report(rows))).attendance) == 3


def test_seconds_are_added_before_they_are_rounded(parse: Parse) -> None:
    row = "Ben Probe\t06.10.26, 17:0{0}:00\t06.10.26, 17:0{0}:25\t25s\t\t\tAttendee"
    parsed = parse(utf16(report([row.format(at) for at in range(6)])))
    assert [each.minutes for each in parsed.attendance] == [2]


def test_the_same_stay_listed_twice_is_not_added_up(parse: Parse) -> None:
    parsed = parse(utf16(report([ANNA, HEADING, ANNA])))
    assert [row.minutes for row in parsed.attendance] == [60]


def test_fewer_rows_than_the_report_states_are_reported(parse: Parse) -> None:
    parsed = parse(utf16(report([ANNA], total=3)))
    found = next(problem for problem in parsed.problems if problem.code == "truncated")
    assert found.severity is Severity.WARNING
    assert "3 Personen" in found.message


@pytest.mark.parametrize(
    "name", ["Otter.ai", "Annas Notetaker", "Aufzeichnung", "tl;dv", "read.ai"]
)
def test_programs_are_no_people_unless_somebody_says_so(name: str, parse: Parse) -> None:
    content = utf16(report([ANNA, guest(name)]))
    parsed = parse(content)
    assert len(parsed.attendance) == 1
    assert codes(parsed) == [(10, "bot")]
    assert [(each.key, each.rows) for each in parsed.decisions if each.key == "bots"] == [
        ("bots", (10,))
    ]
    assert len(parse(content, bots="keep").attendance) == 2


@pytest.mark.parametrize("name", ["Unknown User", "Anonym", "+49 3464 12345", "", "?"])
def test_who_has_no_name_is_left_out_with_a_warning(name: str, parse: Parse) -> None:
    parsed = parse(utf16(report([ANNA, guest(name)])))
    assert codes(parsed) == [(10, "person_missing")]
    assert (parsed.rows_read, parsed.left_out) == (2, 1)


def test_organisers_count_unless_somebody_decides_otherwise(parse: Parse) -> None:
    content = utf16(report([ANNA, guest("Ben Probe")]))
    asked = parse(content).decisions[0]
    assert (asked.key, asked.rows, asked.required) == ("organisers", (9,), False)
    assert [each.value for each in asked.candidates] == ["keep", "leave_out"]
    assert len(parse(content, organisers="keep").attendance) == 2
    left = parse(content, organisers="leave_out")
    assert (len(left.attendance), left.left_out, left.decisions) == (1, 1, ())


def test_an_answer_that_is_none_is_refused(parse: Parse) -> None:
    with pytest.raises(WrongUsage, match="keep"):
        parse(utf16(report([ANNA])), organisers="perhaps")


def test_a_report_without_anybody_is_unusable(parse: Parse) -> None:
    with pytest.raises(FileUnusable, match="nennt aber keine Person"):
        parse(utf16(report([guest("Otter.ai")])))


def test_a_report_of_an_empty_meeting_says_so(parse: Parse) -> None:
    text = report([], total=0).replace(ANNA + "\n", "")
    with pytest.raises(FileUnusable, match="nennt aber keine Person"):
        parse(utf16(text))


def test_without_the_section_of_people_the_joins_are_read(parse: Parse) -> None:
    joins = [ANNA.replace("\t\t", "\t"), ANNA.replace("\t\t", "\t").replace("18:00:07", "18:30:07")]
    text = report([]).replace(ANNA, "\n".join(joins))
    parsed = parse(utf16(text))
    assert [row.minutes for row in parsed.attendance] == [120]


def test_a_report_is_no_questionnaire(parse: Parse) -> None:
    with pytest.raises(FileUnusable, match="Teilnahmeliste"):
        parse(utf16(report([ANNA])), kind=Kind.FEEDBACK)


def test_the_order_of_the_columns_does_not_matter(parse: Parse) -> None:
    turned = "\t".join(reversed(HEADING.split("\t")))
    rows = ["\t".join(reversed(row.split("\t"))) for row in (ANNA, guest("Ben Probe"))]
    parsed = parse(utf16(report(rows, heading=turned)))
    assert [row.minutes for row in parsed.attendance] == [60, 30]


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        (
            "Nom\tPremière participation\tDernier départ\tDurée\tE-mail\tID (UPN)\tRôle",
            "Organisateur",
        ),
        ("A\tB\tC\tD\tE\tF\tG", "Organizador"),
    ],
)
def test_unknown_headings_are_understood_by_what_stands_below(
    heading: str, role: str, parse: Parse
) -> None:
    rows = [ANNA.replace("Organizer", role), guest("Ben Probe")]
    parsed = parse(utf16(report(rows, heading=heading)))
    assert [row.minutes for row in parsed.attendance] == [60, 30]
    assert parsed.decisions[0].rows == (9,)


def test_a_day_that_can_be_read_in_two_ways_is_reported(parse: Parse) -> None:
    parsed = parse(utf16(report([ANNA]).replace("06.10.26", "06/10/26")))
    assert parsed.event_date == date(2026, 10, 6)
    assert codes(parsed) == [(None, "date_ambiguous")]


def test_capital_am_and_pm_put_the_month_first(parse: Parse) -> None:
    text = report([ANNA]).replace("06.10.26, 17:", "10/6/26, 5:").replace("18:", "6:")
    text = text.replace(":07", ":07 PM").replace("06.10.26", "10/6/26")
    parsed = parse(utf16(text))
    assert (parsed.event_date, codes(parsed)) == (date(2026, 10, 6), [])


def test_half_a_character_at_the_end_is_reported_and_the_rest_is_read(parse: Parse) -> None:
    text = report([ANNA, guest("Ben Probe"), guest("Cara Beispiel")], total=3)
    cut = text[: text.index("Cara Beispiel") + 4]
    parsed = parse(utf16(cut)[:-1])
    assert [code for _, code in codes(parsed)] == ["truncated"]
    assert len(parsed.attendance) == 3


def test_marks_of_the_writing_direction_and_markup_change_no_name(parse: Parse) -> None:
    rows = [guest("Ben Probe"), guest("\u202bBen Probe\u202c"), guest("<b>Cara</b> Muster")]
    parsed = parse(utf16(report(rows)))
    assert len(parsed.attendance) == 2
    assert not any("<b>" in problem.message for problem in parsed.problems)


def test_a_second_byte_order_and_missing_sections_are_no_obstacle(parse: Parse) -> None:
    text = report([ANNA]).partition("3. In-Meeting")[0]
    parsed = parse(b"\xfe\xff" + text.encode("utf-16-be"))
    assert len(parsed.attendance) == 1


def test_two_meetings_in_one_list_are_reported(parse: Parse) -> None:
    text = (
        "Full Name\tUser Action\tTimestamp\n"
        "Anna Muster\tJoined\t06.10.2026, 17:00:00\n"
        "Full Name\tUser Action\tTimestamp\n"
        "Ben Probe\tJoined\t07.10.2026, 17:00:00\n"
    )
    parsed = parse(utf16(text))
    assert parsed.event_date == date(2026, 10, 6)
    assert [row.minutes for row in parsed.attendance] == [None, None]
    assert codes(parsed) == [(None, "several_days")]


def test_a_list_of_three_columns_is_not_taken_for_that_of_a_meeting(parse: Parse) -> None:
    text = (
        "Name;Anwesend;Zeit\nAnna Muster;ja;06.10.2026 17:00\nAnna Muster;nein;06.10.2026 17:05\n"
    )
    assert parse(text.encode()).source == "attendance_list"
