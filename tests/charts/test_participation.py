"""Who comes: what counts as an attendance, who is new, in which form, and what is hidden."""

from datetime import date

import pytest

from dashboard.disclosure import Audience
from dashboard.ingest.schema import Status
from dashboard.period import Period
from tests.builders import people, person
from tests.charts.reading import (
    YEAR,
    annotations,
    bar_texts,
    bars,
    names,
    plain,
    row_of,
    rows,
    traces,
)

EVENT = "Regionaldialog, 06.05.2025"
REGISTERED = ("attendances", "registered", "withdrawn", "no_show", "show_up_rate")
TOO_SMALL = "Die Gruppen sind zu klein, um sie einzeln zu zeigen."


def by_event(warehouse, event_id: str = "muster-1") -> tuple:
    frame = warehouse.frame("participation.by_event", **YEAR.parameters)
    row = row_of(frame, "event_id", event_id)
    return tuple(row[name] for name in REGISTERED)


# --- attendances -----------------------------------------------------------------------------


def test_only_those_who_came_are_attendances(warehouse, add_event, add_attendance):
    add_event()
    add_attendance(
        "muster-1",
        *people(4, prefix="da"),
        *people(2, prefix="offen", status=Status.REGISTERED),
        *people(3, prefix="weg", status=Status.NO_SHOW),
        person("ab", status=Status.WITHDRAWN),
        person("ein", status=Status.INVITED),
    )
    # 4 + 2 + 3 + 1 registered; 4 of 9 who did not withdraw came.
    assert by_event(warehouse) == (4, 10, 1, 3, pytest.approx(4 / 9))


def test_who_is_only_registered_is_never_a_no_show(warehouse, add_event, add_attendance):
    add_event()
    add_attendance("muster-1", *people(4), *people(2, prefix="x", status=Status.REGISTERED))
    assert by_event(warehouse) == (4, 6, 0, 0, pytest.approx(4 / 6))


def test_a_list_that_knows_only_who_came_tells_nothing_of_registration(
    warehouse, add_event, add_attendance
):
    add_event()
    add_attendance("muster-1", *people(4), person("ein", status=Status.INVITED))
    assert by_event(warehouse) == (4, None, None, None, None)


@pytest.mark.parametrize("status", [Status.REGISTERED, Status.NO_SHOW, Status.WITHDRAWN])
def test_a_list_without_anybody_who_came_is_no_attendance_list(
    warehouse, add_event, add_attendance, status
):
    add_event()
    add_attendance("muster-1", *people(4, status=status))
    assert by_event(warehouse) == (None,) * 5


def test_an_event_without_a_list_has_no_attendances(warehouse, add_event):
    add_event()
    assert by_event(warehouse) == (None,) * 5


def test_an_undone_list_does_not_count(warehouse, add_event, add_attendance, take_back):
    add_event()
    batch = add_attendance("muster-1", *people(4))
    take_back(batch.batch_id)
    assert by_event(warehouse)[0] is None


def test_a_planned_event_is_held_once_people_came(warehouse, add_event, add_attendance):
    add_event(status="planned", held_on=date(2025, 5, 6))
    assert warehouse.frame("participation.by_event", **YEAR.parameters).empty
    add_attendance("muster-1", *people(4))
    assert by_event(warehouse)[0] == 4


def test_rows_without_a_name_are_people_too(warehouse, add_event, add_attendance):
    add_event()
    add_attendance("muster-1", *people(3), *people(2, prefix="x", named=False))
    assert by_event(warehouse)[0] == 5


def test_bars_show_the_newest_event_on_top_and_say_where_a_list_is_missing(
    shown, add_event, add_attendance
):
    add_event("muster-1", number=10, held_on=date(2025, 2, 1))
    add_event("muster-2", number=11, held_on=date(2025, 3, 1))
    add_event("muster-3", number=12, held_on=date(2025, 4, 1))
    add_attendance("muster-1", *people(9))
    add_attendance("muster-3", *people(6))
    chart = shown("beteiligung-veranstaltungen")
    assert list(bars(chart).items()) == [
        ("12. Regionaldialog, 01.04.2025", 6),
        ("11. Regionaldialog, 01.03.2025", None),
        ("10. Regionaldialog, 01.02.2025", 9),
    ]
    assert list(bar_texts(chart).values()) == ["6", "keine Liste", "9"]
    assert chart.sentence == (
        "15 Teilnahmen bei 2 Dialogen; die meisten beim 10. Regionaldialog (9), die wenigsten "
        "beim 12. Regionaldialog (6)."
    )
    assert chart.n == "n = 15 Teilnahmen"


def test_a_hidden_event_is_not_called_one_without_a_list(shown, add_event, add_attendance):
    for number, came in ((10, 3), (11, 9), (12, 6)):
        add_event(f"muster-{number}", number=number)
        add_attendance(f"muster-{number}", *people(came))
    chart = shown("beteiligung-veranstaltungen", audience=Audience.PUBLIC)
    # All of them together are published: the smallest other one is hidden with the three.
    assert bars(chart) == {
        "12. Regionaldialog, 06.05.2025": None,
        "11. Regionaldialog, 06.05.2025": 9,
        "10. Regionaldialog, 06.05.2025": None,
    }
    assert list(bar_texts(chart).values()) == ["·", "9", "·"]
    assert chart.table["Teilnahmen"].to_list() == ["·", "9", "·"]
    assert chart.n == "n = 9 Teilnahmen, ohne verborgene"


def test_where_all_is_hidden_the_sentence_does_not_miss_a_list(shown, add_event, add_attendance):
    add_event()
    add_attendance("muster-1", *people(3))
    chart = shown("beteiligung-veranstaltungen", audience=Audience.PUBLIC)
    assert chart.sentence == TOO_SMALL
    assert chart.n == "n = 0 Teilnahmen, ohne verborgene"


def test_what_is_enough_is_shown_though_another_cell_of_the_event_is_hidden(
    shown, add_event, add_attendance
):
    add_event()
    add_attendance("muster-1", *people(9), *people(2, prefix="x", status=Status.WITHDRAWN))
    chart = shown("beteiligung-veranstaltungen", audience=Audience.PUBLIC)
    assert chart.table["Teilnahmen"].to_list() == ["9"]
    assert bars(chart) == {EVENT: 9}


# --- registered and came ---------------------------------------------------------------------


def test_registered_and_attended_are_drawn_over_each_other(shown, add_event, add_attendance):
    add_event()
    add_event("muster-2", held_on=date(2025, 6, 1))
    add_attendance("muster-1", *people(6), *people(2, prefix="x", status=Status.NO_SHOW))
    add_attendance("muster-2", *people(5))
    chart = shown("beteiligung-anmeldung")
    assert bars(chart, "angemeldet") == {EVENT: 8}
    assert bars(chart, "teilgenommen") == {EVENT: 6}
    assert traces(chart)["angemeldet"].text == ("6 von 8",)
    assert chart.sentence == "Beim Regionaldialog kamen 75 % der Angemeldeten."
    assert chart.n == "n = 8 Anmeldungen"


def test_the_sentence_gives_the_best_and_the_worst_rate(shown, add_event, add_attendance):
    add_event("muster-1", number=10)
    add_event("muster-2", number=11)
    add_attendance("muster-1", *people(6), *people(2, prefix="x", status=Status.NO_SHOW))
    add_attendance("muster-2", *people(6), *people(6, prefix="x", status=Status.REGISTERED))
    assert shown("beteiligung-anmeldung").sentence == (
        "Bei 2 Dialogen ist bekannt, wer angemeldet war. Von den Angemeldeten kamen zwischen "
        "50 % (11. Regionaldialog) und 75 % (10. Regionaldialog)."
    )


def test_lists_without_registration_give_words_and_no_bars(shown, add_event, add_attendance):
    add_event()
    add_attendance("muster-1", *people(6))
    chart = shown("beteiligung-anmeldung")
    assert len(chart.figure.data) == 0
    assert annotations(chart) == [chart.sentence]
    assert chart.sentence == "Die Listen dieses Zeitraums sagen nicht, wer angemeldet war."


def test_the_public_learns_nothing_of_registrations(shown, add_event, add_attendance):
    add_event()
    add_attendance("muster-1", *people(70), *people(20, prefix="n", status=Status.NO_SHOW))
    chart = shown("beteiligung-anmeldung", audience=Audience.PUBLIC)
    row = row_of(chart.frame, "event_id", "muster-1")
    # The zero too: that nobody withdrew would tell how many of the registered came.
    for name in ("invited", "registered", "withdrawn", "no_show", "still_open", "show_up_rate"):
        assert row[name] is None
    assert row["attendances"] == 70
    assert len(chart.figure.data) == 0
    assert annotations(chart) == [chart.sentence]
    assert chart.sentence == (
        "Anmeldungen sind nicht öffentlich; öffentlich ist, wie viele zu den Dialogen kamen."
    )


def test_inside_every_number_of_registrations_is_shown(shown, add_event, add_attendance):
    add_event()
    add_attendance("muster-1", *people(3), *people(1, prefix="n", status=Status.NO_SHOW))
    chart = shown("beteiligung-anmeldung", audience=Audience.INTERNAL)
    row = row_of(chart.frame, "event_id", "muster-1")
    assert (row["attendances"], row["registered"], row["no_show"]) == (3, 4, 1)
    assert chart.sentence == "Beim Regionaldialog kamen 75 % der Angemeldeten."


# --- organisation types ----------------------------------------------------------------------


def test_types_are_counted_with_people_and_organisations(warehouse, add_event, add_attendance):
    add_event()
    add_event("muster-2")
    company = {"organisation": "Muster GmbH"}
    add_attendance(
        "muster-1",
        person("anna", **company),
        person("bert", organisation="Beispiel AG"),
        person("carl", organisation="Stadt Muster", organisation_type="municipality"),
        person("dora", organisation_type="unknown"),
    )
    add_attendance("muster-2", person("anna", **company))
    frame = warehouse.frame("participation.by_organisation_type", **YEAR.parameters)
    columns = ("organisation_type", "attendances", "people", "organisations", "share")
    assert rows(frame, *columns) == [
        ("company", 3, 2, 2, 0.6),
        ("municipality", 1, 1, 1, 0.2),
        ("unknown", 1, 1, 0, 0.2),
    ]


def test_unknown_and_other_types_come_last_however_many(shown, add_event, add_attendance):
    add_event()
    add_attendance(
        "muster-1",
        *people(8, prefix="u", organisation_type="unknown"),
        *people(6, prefix="o", organisation_type="other"),
        *people(2, prefix="c", organisation_type="company"),
    )
    chart = shown("beteiligung-organisationstyp")
    assert bars(chart) == {"Unternehmen": 2, "unbekannt": 8, "Sonstige": 6}
    assert names(chart) == ["Unternehmen", "unbekannt", "Sonstige"]
    assert list(bar_texts(chart).values()) == ["2 (13 %)", "8 (50 %)", "6 (38 %)"]
    assert chart.sentence == "Die größte Gruppe: unbekannt mit 50 % aller Teilnahmen."


def test_types_with_few_people_or_few_organisations_are_hidden(shown, add_event, add_attendance):
    add_event()
    for kind, number, houses in (("company", 9, 3), ("politics", 8, 1), ("district", 7, 3)):
        members = people(number, prefix=kind, organisation_type=kind)
        add_attendance(
            "muster-1",
            *(
                person(
                    f"{kind} {place}",
                    organisation_type=kind,
                    organisation=f"Muster {kind} {place % houses}",
                )
                for place in range(len(members))
            ),
        )
    chart = shown("beteiligung-organisationstyp", audience=Audience.PUBLIC)
    # Politics has one organisation; the smallest other cell is hidden with it, both at the end.
    assert rows(chart.frame, "organisation_type", "attendances", "organisations") == [
        ("company", 9, 3),
        ("district", None, None),
        ("politics", None, None),
    ]
    assert bars(chart) == {"Unternehmen": 9, "Landkreis": None, "Politik": None}
    assert list(bar_texts(chart).values())[1:] == ["·", "·"]


def test_two_people_who_come_often_are_still_two_people(shown, add_event, add_attendance):
    for number in range(1, 5):
        add_event(f"muster-{number}")
        add_attendance(
            f"muster-{number}",
            *people(2, prefix="p", organisation_type="politics"),
            *people(9, prefix="c"),
            *people(6, prefix="d", organisation_type="district"),
        )
    chart = shown("beteiligung-organisationstyp", audience=Audience.PUBLIC)
    assert bars(chart) == {"Unternehmen": 36, "Landkreis": None, "Politik": None}


# --- for the first time or again -------------------------------------------------------------


def newcomers(warehouse, **parameters) -> list[tuple]:
    frame = warehouse.frame("participation.newcomers", **(parameters or YEAR.parameters))
    return rows(frame, "event_id", "first_time", "returning_people", "not_told")


def test_who_came_in_an_earlier_year_is_no_newcomer(warehouse, add_event, add_attendance):
    add_event("muster-1", number=10, held_on=date(2025, 5, 6))
    add_attendance("rd-01", person("anna"), person("bert"))
    add_attendance("muster-1", person("anna"), person("carl"), person("dora", named=False))
    assert newcomers(warehouse) == [("muster-1", 1, 1, 1)]


def test_who_comes_again_later_is_a_newcomer_at_the_first_event(
    warehouse, add_event, add_attendance
):
    add_event("muster-2", number=11, held_on=date(2025, 9, 1))
    add_event("muster-1", number=10, held_on=date(2025, 2, 1))
    add_attendance("muster-2", person("anna"), person("bert"))
    add_attendance("muster-1", person("anna"))
    assert newcomers(warehouse) == [("muster-1", 1, 0, 0), ("muster-2", 1, 1, 0)]


def test_an_event_without_a_date_stands_where_its_number_says(warehouse, add_event, add_attendance):
    add_event("muster-1", number=10, held_on=date(2025, 2, 1))
    add_event("muster-2", number=11, held_on=None)
    add_event("muster-3", number=12, held_on=date(2025, 9, 1))
    for event_id in ("muster-1", "muster-2", "muster-3"):
        add_attendance(event_id, person("anna"), person(f"neu {event_id}"))
    whole = Period.whole().parameters
    assert newcomers(warehouse, **whole) == [
        ("muster-1", 2, 0, 0),
        ("muster-2", 1, 1, 0),
        ("muster-3", 1, 1, 0),
    ]
    assert [row[0] for row in newcomers(warehouse)] == ["muster-1", "muster-3"]


def test_a_registration_is_no_earlier_visit(warehouse, add_event, add_attendance):
    add_event()
    add_attendance("rd-01", person("anna", status=Status.NO_SHOW), person("bert"))
    add_attendance("muster-1", person("anna"))
    assert newcomers(warehouse) == [("muster-1", 1, 0, 0)]


def test_new_and_returning_people_are_stacked(shown, add_event, add_attendance):
    add_event("muster-1", number=10, held_on=date(2025, 2, 1))
    add_event("muster-2", number=11, held_on=date(2025, 9, 1))
    add_attendance("muster-1", *people(6))
    add_attendance("muster-2", *people(5), *people(7, prefix="neu"))
    chart = shown("beteiligung-erstmals")
    second, first = "11. Regionaldialog, 01.09.2025", "10. Regionaldialog, 01.02.2025"
    assert bars(chart, "zum ersten Mal") == {second: 7, first: 6}
    assert bars(chart, "wieder da") == {second: 5, first: 0}
    assert "nicht bekannt" not in traces(chart)
    assert chart.sentence == (
        "13 Teilnahmen waren die erste einer Person, 5 (28 %) eine weitere. Beim "
        "11. Regionaldialog kamen 7 Personen zum ersten Mal und 5 wieder."
    )
    assert chart.n == "n = 18 Teilnahmen mit Namen"


def test_lists_without_names_do_not_tell_who_is_new(shown, add_event, add_attendance):
    add_event()
    add_attendance("muster-1", *people(6, named=False))
    chart = shown("beteiligung-erstmals")
    assert bars(chart, "nicht bekannt") == {EVENT: 6}
    assert chart.sentence == (
        "Die Listen nennen keine Namen; wer wiederkommt, lässt sich nicht sagen."
    )


def test_few_newcomers_are_shown_inside(shown, add_event, add_attendance):
    add_event()
    add_attendance("muster-1", *people(3))
    chart = shown("beteiligung-erstmals", audience=Audience.INTERNAL)
    assert bars(chart, "zum ersten Mal") == {EVENT: 3}


# --- in person and online --------------------------------------------------------------------


def test_the_list_says_the_form_and_else_the_event(warehouse, add_event, add_attendance):
    add_event("muster-1", mode="online")
    add_event("muster-2", mode="in_person")
    add_event("muster-3", mode="hybrid")
    add_event("muster-4", mode="unknown")
    for event_id in ("muster-1", "muster-2", "muster-3", "muster-4"):
        add_attendance(event_id, person("anna"), person("bert", mode="online"))
    add_attendance("muster-3", person("carl", mode="in_person"))
    frame = warehouse.frame("participation.by_mode", **YEAR.parameters)
    columns = ("attended_mode", "events", "attendances", "share", "per_event")
    # online: anna once, bert four times; hybrid and unknown events tell nothing of anna.
    assert rows(frame, *columns) == [
        ("in_person", 2, 2, pytest.approx(2 / 9), 1.0),
        ("online", 4, 5, pytest.approx(5 / 9), 1.25),
        ("unknown", 2, 2, pytest.approx(2 / 9), 1.0),
    ]


def test_the_sentence_compares_the_forms(shown, add_event, add_attendance):
    add_event("muster-1", mode="online")
    add_event("muster-2", mode="in_person")
    add_attendance("muster-1", *people(9))
    add_attendance("muster-2", *people(6))
    chart = shown("beteiligung-format")
    assert bars(chart) == {"Präsenz": 6, "online": 9}
    assert list(bar_texts(chart).values()) == ["6 (40 %)", "9 (60 %)"]
    assert chart.sentence == (
        "Im Mittel kamen je Dialog 6,0 in Präsenz (1 Dialog) und 9,0 online (1 Dialog)."
    )


def test_hidden_forms_leave_a_whole_sentence(shown, add_event, add_attendance):
    add_event(mode="online")
    add_attendance("muster-1", *people(3))
    chart = shown("beteiligung-format", audience=Audience.PUBLIC)
    assert chart.sentence == TOO_SMALL
    assert [plain(x) for x in chart.figure.data[0].x] == [None]
