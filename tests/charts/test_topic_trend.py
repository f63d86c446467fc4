"""More or less often, never taken up, interest and rating: counted by hand from small series."""

from datetime import date, timedelta

import pytest

from dashboard.charts.topic_trend import course
from dashboard.disclosure import Audience
from dashboard.period import Period
from dashboard.warehouse.events import AgendaItem, Topic, store_topic
from tests.builders import people, questionnaire
from tests.charts.reading import YEAR, annotations, names, row_of, rows, text, traces
from tests.conftest import import_list, import_questionnaires, store

WHOLE = Period.whole()


def hold(warehouse, *topics: str) -> None:
    """Dialogues of 2025, one topic each, numbered from 10 on."""
    for place, topic_id in enumerate(topics):
        day = date(2025, 1, 10) + timedelta(days=3 * place)
        about = {topic_id: 1.0} if topic_id else {}
        store(warehouse, f"muster-{place}", number=10 + place, held_on=day, topics=about)


def halves(warehouse, topic_id: str) -> tuple:
    row = row_of(warehouse.frame("topics.trend", **YEAR.parameters), "topic_id", topic_id)
    return tuple(row[name] for name in ("events", "older_events", "newer_events", "half_events"))


# --- more often, less often ------------------------------------------------------------------


def test_the_dialogues_are_cut_into_halves_in_their_order(warehouse):
    hold(warehouse, "energy", "energy", "skills", "energy")
    assert halves(warehouse, "energy") == (3, 2, 1, 2)
    assert halves(warehouse, "skills") == (1, 0, 1, 2)


def test_the_middle_one_of_an_odd_number_is_in_neither_half(warehouse):
    hold(warehouse, "energy", "energy", "skills")
    assert halves(warehouse, "energy") == (2, 1, 0, 1)
    assert halves(warehouse, "skills") == (1, 0, 1, 1)


def test_a_single_dialogue_has_no_halves(shown, warehouse):
    hold(warehouse, "energy")
    assert halves(warehouse, "energy") == (1, 0, 0, 0)
    assert shown("themen-entwicklung").n == "n = 1 Thema, verglichen 0 Dialoge"


def test_of_one_or_two_dialogues_no_course_is_claimed(shown, warehouse):
    hold(warehouse, "skills", "skills", "energy", "energy")
    chart = shown("themen-entwicklung")
    assert chart.sentence == (
        "Kein Thema kam in diesem Zeitraum bei mindestens 3 Dialogen vor: zu selten, um von mehr "
        "oder weniger zu sprechen."
    )
    assert set(chart.table["Entwicklung"]) == {"zu selten für einen Vergleich"}


def test_a_difference_that_may_be_chance_is_called_so(shown, warehouse):
    hold(warehouse, "energy", "skills", "skills", "energy", "energy", "skills")
    chart = shown("themen-entwicklung")
    assert chart.sentence == (
        "Bei keinem Thema ist der Unterschied größer, als der Zufall erklärt; am größten ist er "
        "bei „Fachkräfte und Bildung“ (2 → 1) und „Energie“ (1 → 2). Verglichen sind je 3 Dialoge."
    )
    table = dict(zip(chart.table["Thema"], chart.table["Entwicklung"], strict=True))
    assert table["Energie"] == "häufiger (1 → 2, kann Zufall sein)"
    assert table["Fachkräfte und Bildung"] == "seltener (2 → 1, kann Zufall sein)"


def test_growing_and_fading_topics_are_named_where_chance_does_not_explain_it(shown, warehouse):
    hold(warehouse, *["skills"] * 8, *["energy"] * 8)
    assert shown("themen-entwicklung").sentence == (
        "Häufiger: „Energie“ (0 → 8); Seltener: „Fachkräfte und Bildung“ (8 → 0). Das ist mehr, "
        "als der Zufall erklärt. Verglichen sind je 8 Dialoge."
    )


def test_all_equal_is_said_and_drawn_without_lines(shown, warehouse):
    hold(warehouse, *["energy"] * 4)
    chart = shown("themen-entwicklung")
    assert chart.sentence == (
        "Kein Thema kommt häufiger oder seltener vor. Verglichen sind je 2 Dialoge."
    )
    assert {trace.mode for trace in chart.figure.data} == {"markers"}
    [row] = chart.frame.itertuples()
    assert course(row) == "gleich oft (2 → 2)"


def test_the_halves_are_drawn_as_ring_and_dot(shown, warehouse):
    hold(warehouse, "energy", "skills", "skills", "energy", "energy", "skills")
    drawn = traces(shown("themen-entwicklung"))
    by_name = names(shown("themen-entwicklung"))
    older = dict(zip(by_name, drawn["ältere Hälfte"].x, strict=True))
    assert older == {"Fachkräfte und Bildung": 2, "Energie": 1}


def test_a_topic_with_a_planned_event_and_one_that_ended_are_marked(shown, warehouse):
    with warehouse.writing() as cursor:
        ended = Topic("muster-thema", "Musterthema", "Probe", valid_to=date(2025, 12, 1))
        store_topic(cursor, ended, is_new=True)
    hold(warehouse, "muster-thema", "energy")
    planned = {"held_on": date(2099, 2, 3), "status": "planned", "topics": {"energy": 1.0}}
    store(warehouse, "muster-99", **planned)
    table = shown("themen-entwicklung").table.set_index("Thema")
    assert list(table.index) == ["Energie", "Musterthema (galt bis 01.12.2025)"]
    assert table["Geplant für"].to_list() == ["03.02.2099", "–"]
    assert table["Dialoge seitdem"].to_list() == ["0", "1"]


def test_a_topic_that_is_not_valid_yet_is_marked(shown, warehouse):
    with warehouse.writing() as cursor:
        later = Topic("muster-thema", "Musterthema", "Probe", valid_from=date(2099, 1, 1))
        store_topic(cursor, later, is_new=True)
    hold(warehouse, "muster-thema")
    assert names(shown("themen-entwicklung")) == ["Musterthema (gilt noch nicht)"]


# --- not taken up ----------------------------------------------------------------------------


def waiting(warehouse, period=YEAR) -> list[tuple]:
    frame = warehouse.frame("topics.not_taken_up", **period.parameters)
    return rows(frame, "topic_id", "raised_way", "mentions", "dialogues_since")


def item(kind: str, topic_id: str | None, title: str = "Muster") -> AgendaItem:
    return AgendaItem(kind, title, topic_id=topic_id)


def test_a_cancelled_postponed_or_forgotten_event_was_announced(warehouse, add_event):
    for number, status in enumerate(("cancelled", "postponed", "planned"), start=1):
        add_event(f"muster-{number}", number=9 + number, status=status, topics={"tourism": 1.0})
    add_event("muster-9", number=20, held_on=date(2025, 9, 1), topics={"skills": 1.0})
    assert waiting(warehouse) == [("tourism", "event", 3, 1)]


def test_an_announced_topic_that_came_later_is_settled(warehouse, add_event):
    add_event("muster-1", number=10, status="cancelled", topics={"tourism": 1.0})
    add_event("muster-2", number=11, held_on=date(2025, 9, 1), topics={"tourism": 1.0})
    assert waiting(warehouse) == []


def test_an_announced_topic_that_came_only_before_is_open(warehouse, add_event):
    add_event("muster-1", number=10, topics={"tourism": 1.0})
    add_event("muster-2", number=11, held_on=date(2025, 9, 1), agenda=(item("outlook", "tourism"),))
    assert waiting(warehouse) == [("tourism", "outlook", 1, 0)]


def test_a_future_event_is_no_broken_promise_but_says_when(warehouse, add_event):
    add_event("muster-1", number=10, status="cancelled", topics={"tourism": 1.0})
    add_event("muster-2", held_on=date(2099, 1, 1), status="planned", topics={"tourism": 1.0})
    frame = warehouse.frame("topics.not_taken_up", **YEAR.parameters)
    assert rows(frame, "topic_id", "planned_on") == [("tourism", date(2099, 1, 1))]
    future = warehouse.frame("topics.not_taken_up", **Period.of_year(2099).parameters)
    assert future.empty


def test_an_agenda_raises_a_topic_that_no_event_was_ever_about(warehouse, add_event):
    agenda = (
        item("presentation", "cooperation"),
        item("discussion", "cooperation"),
        item("welcome", "cooperation"),
        item("culture", "wood_climate"),
        item("presentation", "energy"),
        item("presentation", None),
    )
    add_event(number=10, agenda=agenda)
    assert waiting(warehouse) == [("cooperation", "agenda", 2, 0)]


def test_the_record_alone_names_what_was_raised_and_announced(shown):
    chart = shown("themen-offen", period=WHOLE)
    assert chart.sentence == (
        "Angekündigt und seither nicht Thema eines Dialogs, der nachweislich stattfand: „Energie“ "
        "und „Zusammenarbeit und Strukturwandel allgemein“. Angesprochen, aber noch nie Thema "
        "eines Dialogs: „Holz und Klima“."
    )
    assert chart.table["Wie"].to_list() == [
        "Dialog angekündigt",
        "im Ausblick angekündigt",
        "im Ausblick angekündigt",
        "auf der Tagesordnung",
        "auf der Tagesordnung",
        "bei den Ergebnissen",
        "bei den Ergebnissen",
    ]
    assert chart.n == "n = 13 Nennungen"
    assert chart.figure is None


def test_nothing_open_is_said(shown, add_event):
    add_event(topics={"energy": 1.0})
    chart = shown("themen-offen")
    assert chart.frame.empty
    assert chart.sentence.startswith("In diesem Zeitraum wurde kein Thema angekündigt")


# --- interest --------------------------------------------------------------------------------


def visited(warehouse, *sizes: int, topic: str = "energy") -> None:
    hold(warehouse, *[topic] * len(sizes))
    for place, size in enumerate(sizes):
        if size:
            import_list(warehouse, f"muster-{place}", tuple(people(size)))


def dots(chart) -> list[float]:
    [trace] = [trace for trace in chart.figure.data if trace.hovertext is not None]
    return list(trace.x)


def test_every_event_is_a_dot_at_its_attendances(shown, warehouse):
    visited(warehouse, 6, 9, 12)
    chart = shown("themen-interesse")
    assert dots(chart) == [6, 9, 12]
    assert names(chart) == ["Energie, n\xa0=\xa03"]
    assert chart.sentence == (
        "Teilnahmen je Dialog bei den häufigsten Themen: „Energie“ 6 bis 12 (3 Dialoge). Form und "
        "Ort der Dialoge sind nicht herausgerechnet."
    )


@pytest.mark.parametrize(
    ("sizes", "said"),
    [
        ((7,), "Je Dialog 7 Teilnahmen."),
        ((7, 7), "Je Dialog 7 Teilnahmen."),
        ((7, 9), "Je Dialog 7 bis 9 Teilnahmen."),
    ],
)
def test_one_or_two_events_explain_nothing(shown, warehouse, sizes, said):
    visited(warehouse, *sizes)
    assert shown("themen-interesse").sentence == (
        f"{said} Kein Thema hatte mindestens 3 Dialoge mit Liste; ob es am Thema lag oder am "
        "Termin, lässt sich nicht sagen."
    )


def test_equal_dots_lie_below_each_other(shown, warehouse):
    visited(warehouse, 7, 7, 7)
    [trace] = [each for each in shown("themen-interesse").figure.data if each.hovertext is not None]
    assert list(trace.y) == [-0.25, 0, 0.25]


def test_hidden_and_missing_numbers_are_told_apart(shown, warehouse):
    visited(warehouse, 8, 4, 0)
    store(warehouse, "muster-8", number=20, topics={"skills": 1.0})
    store(warehouse, "muster-9", number=21, topics={"digital": 1.0})
    import_list(warehouse, "muster-9", tuple(people(3)))
    chart = shown("themen-interesse", audience=Audience.PUBLIC)
    assert dots(chart) == [8]
    assert names(chart) == [
        "Energie, n\xa0=\xa01, 1\xa0verborgen",
        "Digitalisierung, n\xa0=\xa00, 1\xa0verborgen",
        "Fachkräfte und Bildung, n\xa0=\xa00",
    ]
    assert annotations(chart) == ["zu wenige, verborgen", "keine Liste"]
    assert chart.table["Teilnahmen"].to_list() == ["8", "·", "k. A.", "·", "k. A."]


def test_without_any_shown_number_the_picture_says_why(shown, warehouse):
    visited(warehouse, 0)
    without = shown("themen-interesse")
    assert annotations(without) == [without.sentence]
    assert without.sentence.endswith("noch keine Teilnahmeliste vor.")
    import_list(warehouse, "muster-0", tuple(people(2)))
    small = shown("themen-interesse", audience=Audience.PUBLIC)
    assert annotations(small) == [small.sentence]
    assert small.sentence == "Die Gruppen sind zu klein, um sie einzeln zu zeigen."


# --- rating ----------------------------------------------------------------------------------


def rated(warehouse, *pairs: tuple[int, int], topic: str = "energy") -> None:
    """Dialogues with so many answers that agree and that do not."""
    hold(warehouse, *[topic] * len(pairs))
    for place, (agree, other) in enumerate(pairs):
        sheets = [questionnaire(f"{place} a {n}", {"overall": 5}) for n in range(agree)]
        sheets += [questionnaire(f"{place} b {n}", {"overall": 2}) for n in range(other)]
        if sheets:
            import_questionnaires(warehouse, f"muster-{place}", tuple(sheets))


def test_every_rated_event_is_a_dot_with_its_interval(shown, warehouse):
    rated(warehouse, (8, 2), (5, 5), (0, 0))
    chart = shown("themen-bewertung")
    assert dots(chart) == pytest.approx([0.8, 0.5])
    [trace] = [trace for trace in chart.figure.data if trace.hovertext is not None]
    # Wilson for 8 of 10: 49 to 94 percent.
    assert trace.error_x.array[0] == pytest.approx(0.943 - 0.8, abs=0.001)
    assert trace.error_x.arrayminus[0] == pytest.approx(0.8 - 0.490, abs=0.001)
    assert "95-%-Intervall 49 % bis 94 %" in text(trace.hovertext[0])
    assert chart.n == "n = 20 Antworten zu 2 Dialogen"
    assert chart.sentence.startswith(
        "Am besten: „Energie“, 10. Regionaldialog (80 %, n = 10); am schwächsten: „Energie“, 11. "
        "Regionaldialog (50 %, n = 10)."
    )


def test_few_answers_are_hidden_and_with_them_what_would_reveal_them(shown, warehouse):
    rated(warehouse, (3, 1), (8, 2), (6, 0))
    chart = shown("themen-bewertung")
    assert rows(chart.frame, "answered") == [None, 10, None]
    assert dots(chart) == pytest.approx([0.8])
    assert names(chart) == ["Energie, n\xa0=\xa01, 2\xa0verborgen"]
    assert chart.sentence == (
        "Nur ein Dialog hat genug Antworten: „Energie“, 11. Regionaldialog (80 %, n = 10)."
    )


def test_only_hidden_ratings_are_said_to_be_hidden(shown, warehouse):
    rated(warehouse, (3, 1))
    chart = shown("themen-bewertung")
    assert annotations(chart) == [chart.sentence]
    assert chart.sentence.startswith("Es gibt zu wenige Antworten")


def test_equal_ratings_are_not_ranked(shown, warehouse):
    rated(warehouse, (6, 0), (7, 0))
    assert shown("themen-bewertung").sentence == "Alle 2 Dialoge haben 100 % Zustimmung."


def test_of_two_scales_the_one_with_more_answers_holds(shown, warehouse):
    hold(warehouse, "energy")
    grades = [questionnaire(f"n {n}", {"overall": 1}, version=2) for n in range(7)]
    steps = [questionnaire(f"s {n}", {"overall": 1}) for n in range(5)]
    import_questionnaires(warehouse, "muster-0", (*grades, *steps))
    chart = shown("themen-bewertung")
    assert chart.table.iloc[0].to_list()[-3:] == ["100 %", "7", "Schulnote"]
