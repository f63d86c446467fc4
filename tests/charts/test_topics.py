"""Topics over time: weights, unknown dates, the agenda, missing lists; the dots of the grid."""

from datetime import date

import pytest

from dashboard.charts import theme
from dashboard.period import Period
from dashboard.warehouse.events import AgendaItem
from tests.builders import people, person
from tests.charts.reading import YEAR, names, plain, row_of, rows, text, traces

WHOLE = Period.whole().parameters
FIGURES = ("events", "agenda_items", "attendances")


def talk(topic_id: str | None) -> AgendaItem:
    return AgendaItem("presentation", "Mustervortrag", topic_id=topic_id)


def figures(warehouse, topic_id: str, *, query: str = "topics.by_year", period=None) -> tuple:
    """Events, agenda items and attendances of one topic in its only row."""
    frame = warehouse.frame(query, **(period or YEAR.parameters))
    row = row_of(frame, "topic_id", topic_id)
    return tuple(row[name] for name in FIGURES)


def test_an_event_and_its_attendances_are_divided_by_weight(warehouse, add_event, add_attendance):
    add_event(topics={"energy": 0.75, "mobility": 0.25})
    add_attendance("muster-1", *people(8))
    assert figures(warehouse, "energy") == (0.75, 0, 6.0)
    assert figures(warehouse, "mobility") == (0.25, 0, 2.0)


def test_weights_that_do_not_add_up_to_one_are_made_to(warehouse, add_event, add_attendance):
    add_event(topics={"energy": 1.0, "mobility": 1.0, "digital": 0.5})
    add_attendance("muster-1", *people(10))
    assert figures(warehouse, "energy") == (0.4, 0, 4.0)
    assert figures(warehouse, "digital") == (0.2, 0, 2.0)


def test_the_topics_of_a_year_add_up_to_its_events_and_attendances(
    warehouse, add_event, add_attendance
):
    add_event(topics={"energy": 1.0, "mobility": 1.0, "digital": 1.0})
    add_event("muster-2", topics={"energy": 0.2, "skills": 0.6}, agenda=(talk("tourism"),))
    add_attendance("muster-1", *people(7))
    add_attendance("muster-2", *people(3))
    frame = warehouse.frame("topics.by_year", **YEAR.parameters)
    assert frame["events"].sum() == pytest.approx(2)
    assert frame["attendances"].sum() == pytest.approx(10)


def test_a_topic_on_the_agenda_only_gets_items_but_no_event(warehouse, add_event, add_attendance):
    add_event(topics={"energy": 1.0}, agenda=(talk("digital"), talk("digital"), talk(None)))
    add_attendance("muster-1", *people(4))
    assert figures(warehouse, "digital") == (0.0, 2, 0.0)
    assert figures(warehouse, "energy") == (1.0, 0, 4.0)
    assert set(warehouse.frame("topics.by_year", **YEAR.parameters)["topic_id"]) == {
        "digital",
        "energy",
    }


@pytest.mark.parametrize("query", ["topics.by_year", "topics.by_quarter"])
def test_without_a_list_attendances_are_unknown_and_not_zero(warehouse, add_event, query):
    add_event(topics={"energy": 1.0}, agenda=(talk("digital"),))
    assert figures(warehouse, "energy", query=query) == (1.0, 0, None)
    assert figures(warehouse, "digital", query=query) == (0.0, 1, None)


def test_events_with_a_list_count_where_others_have_none(warehouse, add_event, add_attendance):
    add_event(topics={"energy": 1.0})
    add_event("muster-2", topics={"energy": 1.0})
    add_attendance("muster-1", *people(3))
    assert figures(warehouse, "energy") == (2.0, 0, 3.0)


@pytest.mark.parametrize("status", ["planned", "cancelled", "postponed"])
def test_what_did_not_take_place_has_no_topic(warehouse, add_event, status):
    add_event(status=status, held_on=date(2026, 5, 6), topics={"energy": 1.0})
    year = Period.of_year(2026).parameters
    assert warehouse.frame("topics.by_year", **year).empty
    assert warehouse.frame("topics.by_event", **year).empty


def test_companion_series_are_not_counted(warehouse, add_event):
    add_event(series_id="ag-wirtschaftsfoerderung", topics={"energy": 1.0})
    assert warehouse.frame("topics.by_event", **YEAR.parameters).empty


def test_an_unknown_date_belongs_to_no_year_and_comes_last(warehouse, add_event):
    add_event(held_on=None, topics={"tourism": 1.0})
    assert warehouse.frame("topics.by_year", **YEAR.parameters).empty
    frame = warehouse.frame("topics.by_year", **WHOLE)
    # The 6th dialogue of the public record has no date either.
    without = [row for row in rows(frame, "held_year", "topic_id", "events") if row[0] is None]
    assert without == [
        (None, "digital", 0.0),
        (None, "energy", 1.0),
        (None, "tourism", 1.0),
        (None, "cooperation", 0.0),
    ]
    assert rows(frame, "held_year")[-4:] == [None] * 4


def test_quarters_begin_on_their_first_day(warehouse, add_event):
    add_event("muster-1", held_on=date(2025, 3, 31), topics={"energy": 1.0})
    add_event("muster-2", held_on=date(2025, 4, 1), topics={"energy": 1.0})
    add_event("muster-3", held_on=date(2025, 12, 31), topics={"energy": 1.0})
    frame = warehouse.frame("topics.by_quarter", **YEAR.parameters)
    assert rows(frame, "quarter_start", "events") == [
        (date(2025, 1, 1), 1.0),
        (date(2025, 4, 1), 1.0),
        (date(2025, 10, 1), 1.0),
    ]


def test_events_come_in_order_and_their_own_topics_first(warehouse, add_event):
    add_event("muster-2", number=12, held_on=date(2025, 9, 1), topics={"energy": 1.0})
    add_event("muster-1", number=10, held_on=date(2025, 2, 1), topics={"skills": 1.0})
    add_event(
        "muster-3",
        number=11,
        held_on=None,
        topics={"energy": 0.25, "mobility": 0.75},
        agenda=(talk("digital"), talk("energy")),
    )
    frame = warehouse.frame("topics.by_event", **WHOLE)
    added = frame[frame["event_id"].str.startswith("muster")]
    assert rows(added, "event_id", "topic_id", "topic_share", "agenda_items") == [
        ("muster-1", "skills", 1.0, 0),
        ("muster-3", "mobility", 0.75, 0),
        ("muster-3", "energy", 0.25, 1),
        ("muster-3", "digital", 0.0, 1),
        ("muster-2", "energy", 1.0, 0),
    ]


# --- the grid --------------------------------------------------------------------------------


def dots(shown) -> dict[tuple[str, str], str]:
    """Topic and column → the number in the dot."""
    [trace] = shown.figure.data
    columns = shown.figure.layout.xaxis.ticktext
    return {
        (names(shown)[y], columns[x]): label
        for x, y, label in zip(trace.x, trace.y, trace.text, strict=True)
    }


def test_a_dot_holds_the_value_of_its_topic_and_year(shown, add_event, add_attendance):
    add_event(topics={"energy": 0.75, "mobility": 0.25})
    add_attendance("muster-1", *people(8))
    assert dots(shown("themen-jahr-teilnahmen")) == {
        ("Energie", "2025"): "<b>6</b>",
        ("Mobilität und Logistik", "2025"): "<b>2</b>",
    }


def test_a_topic_without_value_has_a_row_and_no_dot(shown, add_event):
    add_event(topics={"energy": 1.0}, agenda=(talk("digital"),))
    grid = shown("themen-jahr-veranstaltungen")
    assert names(grid) == ["Energie", "Digitalisierung"]
    assert dots(grid) == {("Energie", "2025"): "<b>1</b>"}


def test_years_in_which_nothing_happened_have_a_column(shown, add_event):
    add_event(held_on=date(2026, 1, 15), topics={"energy": 1.0})
    grid = shown("themen-jahr-veranstaltungen", period=Period.whole())
    columns = [*(str(year) for year in range(2021, 2027)), "o. D."]
    assert list(grid.figure.layout.xaxis.ticktext) == columns
    assert dots(grid)["Energie", "o. D."] == "<b>1</b>"
    assert not [column for _, column in dots(grid) if column == "2025"]


def test_quarters_without_an_event_have_a_column_too(shown, add_event):
    add_event("muster-1", held_on=date(2025, 2, 1), topics={"energy": 1.0})
    add_event("muster-2", held_on=date(2025, 11, 1), topics={"energy": 1.0})
    grid = shown("themen-quartal-veranstaltungen")
    assert list(grid.figure.layout.xaxis.ticktext) == ["Q1 25", "Q2 25", "Q3 25", "Q4 25"]
    assert [column for _, column in dots(grid)] == ["Q1 25", "Q4 25"]


def test_the_area_of_a_dot_follows_the_value(shown, add_event, add_attendance):
    add_event(topics={"energy": 1.0})
    add_event("muster-2", topics={"mobility": 1.0})
    add_attendance("muster-1", *people(16))
    add_attendance("muster-2", *people(9))
    [trace] = shown("themen-jahr-teilnahmen").figure.data
    assert trace.marker.size[1] / trace.marker.size[0] == pytest.approx(3 / 4)


def test_equal_values_get_equal_dots_in_alphabetical_order(shown, add_event):
    add_event(topics={"skills": 1.0, "energy": 1.0, "digital": 1.0})
    grid = shown("themen-jahr-veranstaltungen")
    assert len(set(grid.figure.data[0].marker.size)) == 1
    assert names(grid) == ["Digitalisierung", "Energie", "Fachkräfte und Bildung"]
    assert grid.sentence.startswith(
        "Am häufigsten kamen „Digitalisierung“, „Energie“ und „Fachkräfte und Bildung“ vor (je 0,3"
    )


def test_the_sentence_names_the_leading_and_the_latest_topic(shown, add_event, add_attendance):
    add_event("muster-1", held_on=date(2025, 2, 1), topics={"energy": 1.0})
    add_event("muster-2", held_on=date(2025, 11, 1), topics={"mobility": 1.0})
    add_attendance("muster-1", *people(9))
    add_attendance("muster-2", person("anna"))
    grid = shown("themen-quartal-teilnahmen")
    assert grid.sentence == (
        "Am häufigsten kam „Energie“ vor (9 Teilnahmen). "
        "Zuletzt (4. Quartal 2025): „Mobilität und Logistik“."
    )
    assert grid.n == "n = 10 Teilnahmen"


def test_only_undated_events_have_no_latest_topic(shown, add_event):
    add_event(held_on=None, topics={"energy": 1.0})
    grid = shown("themen-jahr-agenda", period=Period.whole())
    assert "Zuletzt (2024)" in grid.sentence
    assert grid.table["Jahr"].to_list().count("ohne Datum") == 3


def test_the_sentence_says_that_the_lists_are_missing(shown, add_event):
    add_event(topics={"energy": 1.0}, agenda=(talk("digital"),))
    grid = shown("themen-jahr-teilnahmen")
    assert grid.sentence == (
        "Zu den Dialogen dieses Zeitraums liegt noch keine Teilnahmeliste vor."
    )
    assert dots(grid) == {}
    assert grid.table["Teilnahmen"].to_list() == ["k. A.", "k. A."]


def test_no_topic_leads_where_none_has_anything(shown, add_event):
    add_event(topics={"energy": 1.0, "digital": 1.0})
    assert shown("themen-jahr-agenda").sentence == (
        "Zu den Themen dieses Zeitraums sind keine Tagesordnungspunkte eingetragen."
    )


# --- topics of the single events -------------------------------------------------------------


def test_full_marks_are_topics_and_rings_the_agenda(shown, add_event):
    add_event(number=10, topics={"energy": 1.0}, agenda=(talk("digital"), talk("energy")))
    chart = shown("themen-wann")
    full, ring = traces(chart)["Thema des Dialogs"], traces(chart)["nur auf der Tagesordnung"]
    assert [names(chart)[y] for y in full.y] == ["Energie"]
    assert [names(chart)[y] for y in ring.y] == ["Digitalisierung"]
    assert full.marker.color == theme.ACCENT
    assert ring.marker.color == theme.PAPER
    assert [text(hover) for hover in full.hovertext] == [
        "10. Regionaldialog: Musterdialog 06.05.2025 Energie: 1 Tagesordnungspunkt"
    ]
    assert list(chart.figure.layout.xaxis.ticktext) == ["10. 05/25"]
    assert chart.sentence == (
        "In 1 Dialog ging es um 1 Thema; zuletzt (10. Regionaldialog) um „Energie“."
    )
    assert chart.table["Anteil"].to_list() == ["100 %", "nur Tagesordnung"]


def test_an_event_of_which_only_the_agenda_is_known_has_no_own_topic(shown, add_event):
    add_event(number=10, agenda=(talk("digital"),))
    assert shown("themen-wann").sentence == (
        "In 1 Dialog ging es um 0 verschiedene Themen; zuletzt (10. Regionaldialog) um "
        "kein eingetragenes Thema."
    )


def test_an_event_without_a_date_is_marked_so(shown, add_event):
    add_event(number=10, held_on=None, topics={"energy": 1.0})
    chart = shown("themen-wann", period=Period.whole())
    assert list(chart.figure.layout.xaxis.ticktext)[-1] == "10. o. D."
    assert [plain(x) for x in chart.figure.data[0].x][-1] == 8
