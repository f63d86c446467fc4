"""Headline figures, the calendar, and what is still missing."""

from datetime import date

import pytest

from dashboard.charts.overview import FIGURES, change, meaning
from dashboard.ingest.schema import Status
from dashboard.period import Period
from tests.builders import EISLEBEN, association, outside, people, person, questionnaire
from tests.charts.reading import YEAR, row_of, rows
from tests.conftest import import_list, import_questionnaires, store

WHOLE = Period.whole()


def headline(warehouse, period: Period = YEAR) -> dict[str, tuple]:
    """Figure → value and what it rests on."""
    frame = warehouse.frame("overview.headline", **period.parameters)
    return {row[0]: row[1:] for row in rows(frame, "figure_id", "figure_value", "base")}


# --- headline --------------------------------------------------------------------------------


def test_figures_of_a_period(warehouse, add_event, add_attendance, add_feedback):
    add_event("muster-1")
    add_event("muster-2")
    add_event("muster-3")
    add_event("anders-1", held_on=date(2026, 1, 1))
    add_attendance(
        "muster-1",
        person("anna", organisation="Muster GmbH"),
        person("bert", organisation="Beispiel AG", ags=EISLEBEN),
        person("carl", named=False),
        person("dora", status=Status.REGISTERED),
        person("emil", place=outside()),
    )
    add_attendance("muster-2", person("anna", organisation="Muster GmbH"), *people(3))
    add_attendance("anders-1", *people(9, prefix="anders"))
    add_feedback("muster-1", questionnaire("a"), questionnaire("b"))
    add_feedback("muster-3", questionnaire("c"))
    assert headline(warehouse) == {
        "events": (3.0, 3),
        "attendances": (8.0, 2),  # 4 and 4, from two lists
        "people": (6.0, 7),  # anna twice, carl without a name
        "municipalities": (2.0, 22),
        "organisations": (2.0, 3),
        "response_rate": (0.5, 4),  # 2 of 4; the third event has no list
    }


def test_without_lists_and_questionnaires_figures_are_unknown(warehouse, add_event):
    add_event()
    assert headline(warehouse) == {
        "events": (1.0, 1),
        "attendances": (None, None),
        "people": (None, None),
        "municipalities": (None, None),
        "organisations": (None, None),
        "response_rate": (None, None),
    }


def test_a_year_without_events_has_none(warehouse):
    assert headline(warehouse, Period.of_year(2030))["events"] == (0.0, 0)


def test_lists_without_names_tell_no_people(warehouse, add_event, add_attendance):
    add_event()
    add_attendance("muster-1", *people(4, named=False, place=association()))
    figures = headline(warehouse)
    assert figures["attendances"] == (4.0, 1)
    assert figures["people"] == (None, None)
    assert figures["municipalities"] == (0.0, 22)


def test_the_record_alone_has_eight_dialogues(warehouse):
    assert headline(warehouse, WHOLE)["events"] == (8.0, 8)
    years = [headline(warehouse, Period.of_year(year))["events"][0] for year in range(2021, 2025)]
    # The 6th has no date: it belongs to the whole series and to no year.
    assert years == [1, 4, 1, 1]


@pytest.mark.parametrize(
    ("visitors", "sentence"),
    [
        ((), "1 Dialog; eine Teilnahmeliste liegt noch nicht vor."),
        (
            (person("anna"),),
            "1 Dialog mit 1 Teilnahme von 1 Person aus 1 Gemeinde des Landkreises.",
        ),
        (
            (person("anna"), person("bert", ags=EISLEBEN)),
            "1 Dialog mit 2 Teilnahmen von 2 Personen aus 2 Gemeinden des Landkreises.",
        ),
        (
            (person("anna", named=False),),
            "1 Dialog mit 1 Teilnahme aus 1 Gemeinde des Landkreises.",
        ),
    ],
)
def test_the_sentence_sums_up(shown, add_event, add_attendance, visitors, sentence):
    add_event()
    if visitors:
        add_attendance("muster-1", *visitors)
    chart = shown("uebersicht-kennzahlen")
    assert chart.sentence == sentence
    assert chart.n == "n = 1 Dialog"


def test_the_table_writes_each_figure_in_its_own_way(
    shown, add_event, add_attendance, add_feedback
):
    add_event()
    add_attendance("muster-1", *people(8))
    add_feedback("muster-1", questionnaire("a"))
    table = shown("uebersicht-kennzahlen").table
    assert dict(zip(table["Kennzahl"], table["Wert"], strict=True)) == {
        "Dialoge": "1",
        "Teilnahmen": "8",
        "Teilnehmende (Köpfe)": "8",
        "Gemeinden vertreten": "1",
        "Organisationen": "0",
        "Rücklauf": "13 %",
    }


# --- calendar --------------------------------------------------------------------------------


def test_the_calendar_holds_what_is_known_of_an_event(
    warehouse, add_event, add_attendance, add_feedback
):
    add_event(
        number=10,
        mode="hybrid",
        venue="Bürgerhaus",
        ags=EISLEBEN,
        topics={"energy": 0.25, "skills": 0.75},
    )
    add_attendance("muster-1", *people(3), person("x", status=Status.NO_SHOW))
    add_feedback("muster-1", questionnaire("a"))
    frame = warehouse.frame("events.calendar", **YEAR.parameters)
    assert row_of(frame, "event_id", "muster-1") == {
        "event_id": "muster-1",
        "short_title": "10. Regionaldialog",
        "title": "Musterdialog",
        "held_on": date(2025, 5, 6),
        "date_basis": "stated",
        "is_held": True,
        "mode": "hybrid",
        "venue": "Bürgerhaus",
        "municipality_name": "Lutherstadt Eisleben",
        "topics": "Fachkräfte und Bildung, Energie",
        "attendances": 3,
        "responses": 1,
    }


def test_planned_events_are_in_and_cancelled_ones_out(warehouse, add_event):
    add_event("muster-1", held_on=date(2027, 1, 1), status="planned")
    add_event("muster-2", held_on=date(2027, 2, 1), status="cancelled")
    add_event("muster-3", held_on=date(2027, 3, 1), status="postponed")
    add_event(
        "muster-4", held_on=date(2027, 4, 1), series_id="ag-wirtschaftsfoerderung", status="planned"
    )
    frame = warehouse.frame("events.calendar", **Period.of_year(2027).parameters)
    assert rows(frame, "event_id", "is_held") == [("muster-3", False), ("muster-1", False)]


def test_the_newest_event_comes_first_and_undated_ones_by_their_number(warehouse):
    frame = warehouse.frame("events.calendar", **WHOLE.parameters)
    numbers = [title.partition(".")[0] for title in rows(frame, "short_title")]
    assert numbers == ["9", "8", "7", "6", "5", "4", "3", "2", "1"]
    assert rows(frame, "is_held") == [False] + [True] * 8


def test_unknown_facts_of_the_calendar_stay_unknown(shown, warehouse):
    chart = shown("uebersicht-kalender", period=Period.of_year(2021))
    assert chart.table.iloc[0].to_list() == [
        "1. Regionaldialog",
        "Mobilität",
        "29.09.2021",
        "stattgefunden",
        "unbekannt",
        "k. A.",
        "Mobilität und Logistik",
        "k. A.",
        "k. A.",
    ]
    assert chart.sentence == "1 Dialog hat stattgefunden, 0 sind geplant."


# --- missing ---------------------------------------------------------------------------------


def missing(warehouse, event_id: str, period: Period = WHOLE) -> list[str]:
    frame = warehouse.frame("events.missing", **period.parameters)
    return [fact for event, fact in rows(frame, "event_id", "missing_fact") if event == event_id]


@pytest.mark.parametrize(
    ("event_id", "facts"),
    [
        ("rd-01", ["venue", "mode"]),
        ("rd-02", []),  # online: no venue to know
        ("rd-03", []),
        ("rd-06", ["date"]),
        ("rd-07", ["announced_date"]),
        ("rd-08", []),
    ],
)
def test_what_the_public_record_does_not_say(warehouse, event_id, facts):
    assert missing(warehouse, event_id) == ["attendance", "feedback", *facts]


def test_a_planned_event_in_the_future_misses_nothing(warehouse, add_event):
    add_event(held_on=date(2100, 1, 1), status="planned")
    assert missing(warehouse, "muster-1") == []


def test_of_a_planned_event_whose_day_is_past_it_is_missing_whether_it_took_place(
    warehouse, add_attendance
):
    assert missing(warehouse, "rd-09") == ["whether_held"]
    assert missing(warehouse, "rd-09", Period.of_year(2024)) == ["whether_held"]
    assert missing(warehouse, "rd-09", YEAR) == []
    add_attendance("rd-09", person("anna"))
    assert missing(warehouse, "rd-09") == ["feedback", "announced_date", "venue", "mode"]


@pytest.mark.parametrize("status", ["cancelled", "postponed"])
def test_of_an_event_that_was_called_off_nothing_is_missing(warehouse, add_event, status):
    add_event(status=status)
    assert missing(warehouse, "muster-1") == []


def test_a_complete_event_misses_nothing(warehouse, add_event, add_attendance, add_feedback):
    add_event(mode="in_person", venue="Bürgerhaus", topics={"energy": 1.0})
    assert missing(warehouse, "muster-1") == ["attendance", "feedback"]
    add_attendance("muster-1", person("anna"))
    assert missing(warehouse, "muster-1") == ["feedback"]
    add_feedback("muster-1", questionnaire("a"))
    assert missing(warehouse, "muster-1") == []


def test_everything_may_be_missing(warehouse, add_event):
    add_event(held_on=None)
    assert missing(warehouse, "muster-1") == [
        "attendance",
        "feedback",
        "date",
        "venue",
        "mode",
        "topic",
    ]
    assert missing(warehouse, "muster-1", YEAR) == []


def test_a_list_without_anybody_who_came_is_still_missing(warehouse, add_event, add_attendance):
    add_event()
    add_attendance("muster-1", person("anna", status=Status.REGISTERED))
    assert missing(warehouse, "muster-1")[0] == "attendance"


def test_the_sentence_counts_what_is_missing(shown, add_event, add_attendance, add_feedback):
    add_event(mode="online")
    add_attendance("muster-1", person("anna"))
    add_feedback("muster-1", questionnaire("a"))
    chart = shown("uebersicht-fehlt")
    assert chart.sentence == "Bei 1 Dialog fehlt etwas: Thema (1-mal)."
    assert chart.n == "n = 1 fehlende Angabe"
    assert chart.table["Es fehlt"].to_list() == ["Thema"]


# --- change against the year before ----------------------------------------------------------


def attended(warehouse, event_id: str, day: date, size: int, *, answers: int = 0) -> None:
    store(warehouse, event_id, held_on=day)
    import_list(warehouse, event_id, tuple(people(size)))
    sheets = tuple(questionnaire(f"{event_id} {n}") for n in range(answers))
    if sheets:
        import_questionnaires(warehouse, event_id, sheets)


def row(warehouse, figure_id: str, period: Period = YEAR) -> dict:
    frame = warehouse.frame("overview.headline", **period.parameters)
    return row_of(frame, "figure_id", figure_id)


def said(warehouse, figure_id: str, period: Period = YEAR) -> tuple[str, str]:
    frame = warehouse.frame("overview.headline", **period.parameters)
    [found] = frame[frame["figure_id"] == figure_id].itertuples()
    return change(found), meaning(found, frame)


def test_the_year_before_and_all_earlier_years_are_beside_a_figure(warehouse):
    attended(warehouse, "muster-1", date(2024, 8, 1), 9)
    attended(warehouse, "muster-2", date(2025, 8, 1), 7)
    figures = row(warehouse, "attendances")
    assert {name: figures[name] for name in figures if name.endswith(("before", "value"))} == {
        "figure_value": 7.0,
        "figure_before": 9.0,
        "base_before": 1,
        "years_before": 1,
        "lowest_before": 9.0,
        "highest_before": 9.0,
    }
    events = row(warehouse, "events")
    # 2021 to 2024 had 1, 4, 1 and 2 dialogues.
    assert [events[name] for name in ("figure_before", "lowest_before", "highest_before")] == [
        2.0,
        1.0,
        4.0,
    ]
    assert events["years_before"] == 4


def test_the_whole_series_has_no_year_before(warehouse):
    attended(warehouse, "muster-1", date(2025, 8, 1), 7)
    for figure_id in FIGURES:
        assert row(warehouse, figure_id, WHOLE)["figure_before"] is None
        assert said(warehouse, figure_id, WHOLE) == ("", "")


def test_a_difference_that_goes_with_more_dialogues_is_not_compared(warehouse):
    attended(warehouse, "muster-1", date(2025, 8, 1), 9)
    attended(warehouse, "muster-2", date(2025, 9, 1), 9)
    attended(warehouse, "rd-20", date(2024, 9, 1), 9)
    attended(warehouse, "rd-21", date(2024, 9, 2), 9)
    # 3 dialogues in 2024 (rd-08 has no list), 2 in 2025.
    assert said(warehouse, "attendances") == ("±0", "bei 2 Dialogen statt 3: wenig vergleichbar")


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (9, ("+1", "mehr als in jedem Jahr davor (bisher höchstens 8)")),
        (5, ("−3", "weniger als in jedem Jahr davor (bisher mindestens 6)")),
        (7, ("−1", "im Rahmen früherer Jahre (6 bis 8)")),
        (8, ("±0", "im Rahmen früherer Jahre (6 bis 8)")),
    ],
)
def test_a_count_is_held_against_all_earlier_years(warehouse, size, words):
    for year, before in ((2018, 6), (2019, 8), (2020, size)):
        attended(warehouse, f"muster-{year}", date(year, 5, 6), before)
    assert said(warehouse, "attendances", Period.of_year(2020)) == words


def test_two_years_are_no_development(warehouse):
    attended(warehouse, "muster-1", date(2019, 5, 6), 6)
    attended(warehouse, "muster-2", date(2020, 5, 6), 8)
    assert said(warehouse, "people", Period.of_year(2020)) == (
        "+2",
        "zwei Jahre zeigen noch keine Entwicklung",
    )


def test_a_year_that_is_not_over_is_not_judged(warehouse):
    with warehouse.writing() as cursor:
        cursor.execute(
            "insert into event select * replace ('muster-1' as event_id, null as number_text, "
            "null as number_order, make_date(year(current_date), 1, 1) as held_on, "
            "'staff' as origin) from event where event_id = 'rd-08'"
        )
        cursor.execute(
            "insert into event select * replace ('muster-2' as event_id, "
            "make_date(year(current_date) - 1, 1, 1) as held_on) "
            "from event where event_id = 'muster-1'"
        )
        [(year,)] = cursor.execute("select year(current_date)").fetchall()
    assert said(warehouse, "events", Period.of_year(year)) == (
        "±0",
        "das Jahr ist noch nicht zu Ende",
    )


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        (6, 18, ("+60 Punkte", "mehr, als der Zufall erklärt")),
        (9, 12, ("+15 Punkte", "kann Zufall sein")),
    ],
)
def test_a_change_of_the_response_rate_is_held_against_chance(warehouse, before, now, words):
    attended(warehouse, "muster-1", date(2019, 5, 6), 20, answers=before)
    attended(warehouse, "muster-2", date(2020, 5, 6), 20, answers=now)
    assert said(warehouse, "response_rate", Period.of_year(2020)) == words


def test_there_are_at_most_six_figures_and_the_table_names_the_year_before(shown, warehouse):
    attended(warehouse, "muster-1", date(2024, 8, 1), 9)
    attended(warehouse, "muster-2", date(2025, 8, 1), 7)
    table = shown("uebersicht-kennzahlen").table
    assert len(table) == len(FIGURES) <= 6
    assert dict(zip(table["Kennzahl"], table["Jahr davor"], strict=True)) == {
        "Dialoge": "2",
        "Teilnahmen": "9",
        "Teilnehmende (Köpfe)": "9",
        "Gemeinden vertreten": "1",
        "Organisationen": "0",
        "Rücklauf": "–",
    }
