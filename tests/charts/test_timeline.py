"""The timeline: unknown days stay uncertain, what was not held stands apart, notes mark it."""

from datetime import date, timedelta

import pandas as pd
import pytest

from dashboard.charts import theme
from dashboard.disclosure import Audience
from dashboard.period import Period
from dashboard.warehouse.events import Topic, store_topic
from dashboard.warehouse.notes import Note, store_note
from tests.builders import NOON, people
from tests.charts.reading import annotations, plain, row_of, rows, text, traces
from tests.conftest import import_list, store

WHOLE = Period.whole()
TOPIC = {"energy": 1.0}


def spans(warehouse, event_id: str) -> tuple:
    row = row_of(warehouse.frame("topics.timeline", **WHOLE.parameters), "event_id", event_id)
    return tuple(row[name] for name in ("held_on", "earliest_on", "latest_on", "timeline_state"))


def marks(chart) -> dict[str, tuple]:
    """Short title → day, symbol, colour of its mark, read from the last trace that has hover."""
    [trace] = [trace for trace in chart.figure.data if trace.hovertext is not None]
    return {
        text(hover).partition(":")[0]: (plain(day), symbol, colour)
        for hover, day, symbol, colour in zip(
            trace.hovertext, trace.x, trace.marker.symbol, trace.marker.color, strict=True
        )
    }


# --- the query -------------------------------------------------------------------------------


def test_an_unknown_day_lies_between_the_events_numbered_around_it(warehouse):
    assert spans(warehouse, "rd-06") == (None, date(2022, 10, 12), date(2023, 9, 19), "held")


def test_an_announced_month_or_year_is_the_span(warehouse, add_event):
    announced = {"held_on": None, "date_basis": "announced", "status": "planned"}
    add_event("muster-1", date_text="2099-02", **announced)
    add_event("muster-2", date_text="2098", **announced)
    add_event("muster-3", date_text="Frühjahr 2099", **announced)
    assert spans(warehouse, "muster-1")[1:] == (date(2099, 2, 1), date(2099, 2, 28), "planned")
    assert spans(warehouse, "muster-2")[1:] == (date(2098, 1, 1), date(2098, 12, 31), "planned")
    assert spans(warehouse, "muster-3")[1:] == (None, None, "planned")


def test_a_span_may_be_open_at_its_end(warehouse, add_event):
    add_event(held_on=None, number=10)
    assert spans(warehouse, "muster-1") == (None, date(2024, 6, 13), None, "held")


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"held_on": date(2099, 1, 1), "status": "planned"}, "planned"),
        ({"held_on": date(2025, 1, 1), "status": "planned"}, "overdue"),
        ({"held_on": date(2025, 1, 1), "status": "postponed"}, "postponed"),
        ({"held_on": date(2025, 1, 1), "status": "held"}, "held"),
    ],
)
def test_what_became_of_an_event_is_said_as_far_as_known(warehouse, add_event, changes, state):
    add_event(**changes)
    assert spans(warehouse, "muster-1")[-1] == state


def test_a_cancelled_event_and_another_series_are_not_on_it(warehouse, add_event):
    add_event("muster-1", status="cancelled")
    add_event("muster-2", series_id="ag-wirtschaftsfoerderung")
    frame = warehouse.frame("topics.timeline", **Period.of_year(2025).parameters)
    assert frame.empty


def test_an_event_stands_at_its_weightiest_topic_of_equal_ones_at_the_first_by_name(
    warehouse, add_event
):
    add_event("muster-1", topics={"energy": 0.25, "skills": 0.75})
    add_event("muster-2", topics={"skills": 0.5, "digital": 0.5})
    add_event("muster-3")
    frame = warehouse.frame("topics.timeline", **Period.of_year(2025).parameters)
    assert rows(frame, "topic_label", "topics") == [
        ("Fachkräfte und Bildung", "Fachkräfte und Bildung, Energie"),
        ("Digitalisierung", "Digitalisierung, Fachkräfte und Bildung"),
        (None, None),
    ]


def test_a_topic_outside_its_validity_is_marked(shown, warehouse, add_event):
    with warehouse.writing() as cursor:
        topic = Topic("muster-thema", "Musterthema", "Probe", valid_to=date(2025, 5, 31))
        store_topic(cursor, topic, is_new=True)
    add_event("muster-1", held_on=date(2025, 5, 31), topics={"muster-thema": 1.0})
    add_event("muster-2", held_on=date(2025, 6, 1), topics={"muster-thema": 1.0})
    chart = shown("themen-zeitleiste")
    assert rows(chart.frame, "is_topic_valid") == [True, False]
    assert chart.table["Themen"].to_list() == [
        "Musterthema",
        "Musterthema (galt an diesem Tag nicht)",
    ]


# --- the picture -----------------------------------------------------------------------------


def test_an_unknown_day_is_drawn_as_a_bracket_and_not_as_a_day(shown):
    chart = shown("themen-zeitleiste", period=WHOLE)
    [bracket] = [trace for trace in chart.figure.data if trace.mode == "lines+markers"]
    assert [plain(day) for day in bracket.x] == [date(2022, 10, 12), date(2023, 9, 19)]
    assert bracket.marker.symbol == "line-ns"
    day, _, _ = marks(chart)["6. Regionaldialog"]
    assert date(2022, 10, 12) < day < date(2023, 9, 19)
    assert "Datum unbekannt" in annotations(chart)
    assert "unbekannt, zwischen 12.10.2022 und 19.09.2023" in chart.table["Sicherheit"].to_list()


def test_shape_says_the_form_a_dot_the_announced_day_a_hollow_mark_what_was_not_held(shown):
    drawn = marks(shown("themen-zeitleiste", period=WHOLE))
    assert {name.partition(".")[0]: each[1:] for name, each in drawn.items()} == {
        "1": ("triangle-up", theme.NEUTRAL),
        "2": ("diamond", theme.NEUTRAL),
        **{str(number): ("circle", theme.NEUTRAL) for number in (3, 4, 5, 6, 8)},
        "7": ("circle-dot", theme.NEUTRAL),
        "9": ("triangle-up-dot", theme.PAPER),
    }


def test_area_follows_the_attendances(shown, add_event, add_attendance):
    for number, size in ((1, 36), (2, 9)):
        add_event(f"muster-{number}", number=9 + number, topics=TOPIC)
        add_attendance(f"muster-{number}", *people(size))
    chart = shown("themen-zeitleiste")
    [trace] = [trace for trace in chart.figure.data if trace.hovertext is not None]
    large, small = sorted(trace.marker.size, reverse=True)
    assert large / small == pytest.approx(2)
    assert sorted(trace.text) == ["", "36"]  # the small one has no room for its number
    assert chart.sentence.endswith("Die meisten Teilnahmen hatte der 10. Regionaldialog (36).")


def test_a_hidden_number_is_neither_drawn_nor_missing(shown, add_event, add_attendance):
    add_event(number=10, topics=TOPIC)
    add_attendance("muster-1", *people(3))
    chart = shown("themen-zeitleiste", audience=Audience.PUBLIC)
    assert marks(chart)["10. Regionaldialog"][2] == theme.NEUTRAL
    assert "verborgen" in traces(chart)
    assert "keine Liste" not in traces(chart)
    assert chart.table["Teilnahmen"].to_list() == ["·"]


def test_the_legend_holds_what_occurs(shown, add_event):
    add_event(number=10, topics=TOPIC, mode="online")
    assert set(traces(shown("themen-zeitleiste"))) == {"online", "keine Liste"}


def test_the_topic_with_most_events_comes_first_and_no_topic_last(shown, add_event):
    for number, topics in enumerate(({}, {"skills": 1.0}, TOPIC, TOPIC), start=1):
        add_event(f"muster-{number}", topics=topics)
    names = annotations(shown("themen-zeitleiste"))
    assert names == ["Energie", "Fachkräfte und Bildung", "ohne Thema"]


def test_one_event_without_any_day_is_drawn_without_days(shown, warehouse):
    with warehouse.cursor() as cursor:
        kept = cursor.execute("select series_id from series where evaluated").fetchall()
    frame = warehouse.frame("topics.timeline", **WHOLE.parameters).tail(1)
    unknown = frame.assign(held_on=pd.NaT, earliest_on=pd.NaT, latest_on=pd.NaT, suppressed=False)
    drawn = shown("themen-zeitleiste").chart.draw(unknown)
    assert drawn.layout.xaxis.ticktext == ()
    assert len(kept) == 1


def test_marks_of_one_row_step_aside_where_they_would_cover_each_other(shown, add_event):
    for number in (1, 2, 3):
        add_event(
            f"muster-{number}", held_on=date(2025, 5, number), number=number + 9, topics=TOPIC
        )
    [trace] = [
        each for each in shown("themen-zeitleiste").figure.data if each.hovertext is not None
    ]
    heights = list(trace.y)
    assert heights[0] != heights[1] != heights[2]


def test_a_hundred_events_over_25_years_get_small_marks_and_few_ticks(shown, warehouse):
    for number in range(100):
        day = date(2000, 1, 10) + timedelta(days=92 * number)
        store(warehouse, f"muster-{number}", number=10 + number, held_on=day, topics=TOPIC)
        import_list(warehouse, f"muster-{number}", tuple(people(5 + number % 7)))
    chart = shown("themen-zeitleiste", period=WHOLE)
    [trace] = [trace for trace in chart.figure.data if trace.hovertext is not None]
    assert len(trace.x) == 109
    assert max(trace.marker.size) < 16
    assert set(trace.text) == {""}
    assert len(chart.figure.layout.xaxis.ticktext) <= 6
    assert "Datum unbekannt" not in annotations(chart)


# --- the sentence ----------------------------------------------------------------------------


def test_the_sentence_of_the_record_says_what_is_not_sure(shown):
    assert shown("themen-zeitleiste", period=WHOLE).sentence == (
        "8 Dialoge haben vom 29.09.2021 bis zum 20.02.2024 stattgefunden. 1 Dialog war "
        "angekündigt, ohne dass eingetragen ist, ob er stattfand. Bei 1 Dialog ist der Tag "
        "unbekannt. Bei 1 Dialog ist der Tag nur angekündigt."
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "1 Dialog hat am 06.05.2025 stattgefunden."),
        (
            {"status": "planned", "held_on": date(2099, 1, 1)},
            "Noch hat kein Dialog dieses Zeitraums stattgefunden. 1 Dialog ist geplant.",
        ),
        (
            {"status": "postponed"},
            "Noch hat kein Dialog dieses Zeitraums stattgefunden. 1 Dialog ist verschoben.",
        ),
    ],
)
def test_a_single_event_is_said_in_the_singular(shown, add_event, changes, sentence):
    add_event(**changes)
    year = Period.of_year(changes.get("held_on", date(2025, 5, 6)).year)
    assert shown("themen-zeitleiste", period=year).sentence == sentence


# --- notes -----------------------------------------------------------------------------------


def note(warehouse, label: str, first: date, last: date | None = None, **changes) -> None:
    with warehouse.writing() as cursor:
        store_note(cursor, Note("other", label, first, last, **changes), by="probe", at=NOON)


@pytest.fixture
def two_events(warehouse):
    store(warehouse, "muster-1", number=10, held_on=date(2025, 3, 1), topics=TOPIC)
    store(warehouse, "muster-2", number=11, held_on=date(2025, 9, 1), topics=TOPIC)
    return warehouse


def test_a_note_is_a_labelled_line_in_the_picture_and_a_sentence_below(shown, two_events):
    note(two_events, "Musterwahl", date(2025, 6, 1), text="Kreistag")
    without = shown("themen-zeitleiste", period=Period.of_year(2024))
    chart = shown("themen-zeitleiste")
    [line] = chart.figure.layout.shapes
    assert (plain(line.x0), plain(line.x1)) == (date(2025, 6, 1), date(2025, 6, 1))
    assert "Musterwahl" in annotations(chart)
    assert chart.remarks == ("01.06.2025: Musterwahl – Kreistag",)
    assert chart.csv().decode("utf-8-sig").endswith("01.06.2025: Musterwahl – Kreistag\r\n")
    assert (without.remarks, without.figure.layout.shapes) == ((), ())


def test_a_span_is_a_band_that_ends_with_the_axis(shown, two_events):
    note(two_events, "Probezeit", date(2025, 6, 1), date(2026, 12, 31))
    chart = shown("themen-zeitleiste")
    band, _ = chart.figure.layout.shapes
    assert plain(band.x0) == date(2025, 6, 1)
    assert plain(band.x1) == plain(chart.figure.layout.xaxis.range[1])
    assert chart.remarks == ("01.06.2025 bis 31.12.2026: Probezeit",)


def test_labels_of_notes_stand_below_each_other_above_the_first_row(shown, two_events):
    for number in range(14):
        note(two_events, f"Anmerkung {number}", date(2025, 6, 1 + number))
    chart = shown("themen-zeitleiste")
    heights = [
        each.y for each in chart.figure.layout.annotations if each.text.startswith("Anmerkung")
    ]
    assert len(heights) == 12  # the list below has all
    assert len(chart.remarks) == len(chart.figure.layout.shapes) == 14
    assert heights == sorted(heights)
    assert max(heights) < -0.5


def test_between_bars_a_note_stands_above_the_last_event_before_it(shown, two_events):
    note(two_events, "Musterwahl", date(2025, 6, 1))
    note(two_events, "Zu Beginn", date(2025, 1, 1))
    chart = shown("beteiligung-veranstaltungen")
    # Row 0 is the event of September, row 1 that of March.
    assert [(line.y0, line.y1) for line in chart.figure.layout.shapes] == [(1.5, 1.5), (0.5, 0.5)]
    assert annotations(chart)[2:] == ["01/2025 Zu Beginn", "06/2025 Musterwahl"]


def test_notes_of_one_gap_share_a_line(shown, two_events):
    note(two_events, "Eins", date(2025, 6, 1))
    note(two_events, "Zwei", date(2025, 7, 1))
    chart = shown("beteiligung-veranstaltungen")
    assert annotations(chart) == ["keine Liste", "keine Liste", "2 Anmerkungen"]
    assert chart.remarks == ("01.06.2025: Eins", "01.07.2025: Zwei")


def test_a_note_is_text_and_no_markup(shown, two_events):
    note(two_events, "<b>Muster</b>", date(2025, 6, 1))
    chart = shown("themen-zeitleiste")
    assert "&lt;b&gt;Muster&lt;/b&gt;" in [each.text for each in chart.figure.layout.annotations]


def test_notes_have_a_table_of_their_own(shown, two_events):
    note(two_events, "Musterwahl", date(2025, 6, 1), text="Kreistag")
    note(two_events, "Probezeit", date(2025, 7, 1), date(2025, 8, 1))
    chart = shown("anmerkungen")
    assert [list(row) for row in chart.table.itertuples(index=False)] == [
        ["01.06.2025", "–", "Sonstiges", "Musterwahl", "Kreistag"],
        ["01.07.2025", "01.08.2025", "Sonstiges", "Probezeit", "–"],
    ]
    assert chart.sentence == "2 Anmerkungen, die letzte: Probezeit (01.07.2025 bis 01.08.2025)."
