"""Results of a year and of one event: how sure they are, over the years, by group."""

from datetime import date

import pytest

from dashboard.charts.catalogue import find_chart
from dashboard.charts.publish import publish
from dashboard.disclosure import Audience
from dashboard.errors import WrongUsage
from dashboard.period import OneEvent, Period
from tests.builders import people, questionnaire
from tests.charts.reading import THRESHOLDS, plain, rows, text, traces

RATING, GRADE = 1, 2
WHOLE = Period.whole()


def sheets(values, *, question="overall", version=RATING, prefix="bogen", group=None):
    """A questionnaire per value."""
    return [
        questionnaire(
            f"{prefix} {place}", {question: value}, version=version, respondent_type=group
        )
        for place, value in enumerate(values)
    ]


@pytest.fixture
def of_event(warehouse):
    """One chart for a single event: ``of_event("auswertung-fragen", "muster-1")``."""

    def published(chart_id, event_id, audience=Audience.STAFF):
        return publish(
            warehouse,
            find_chart(chart_id),
            WHOLE,
            audience=audience,
            thresholds=THRESHOLDS,
            event=OneEvent(event_id, "06.05.2025 · Musterdialog"),
        )

    return published


def row_names(chart) -> list[str]:
    return [
        text(each.text).replace("<b>", "").replace("</b>", "")
        for each in chart.figure.layout.annotations
        if each.name == "row"
    ]


# --- how sure it is --------------------------------------------------------------------------


def test_the_example_of_the_rules_is_shown_as_they_say(
    shown, add_event, add_attendance, add_feedback
):
    add_event()
    add_attendance("muster-1", *people(30))
    add_feedback("muster-1", *sheets([5] * 9 + [4] * 5 + [3] * 2 + [1] * 2))
    chart = shown("auswertung-zustimmung")
    assert row_names(chart) == ["Gesamteindruck 14 von 18: 78 % (55–91 %); von allen 30: 47–87 %"]
    assert chart.table.iloc[0].to_list() == [
        *("Gesamteindruck", "1 bis 5, 5 ist am besten", "4 (eher zufrieden)", "78 %", "14", "18"),
        *("55–91 %", "30", "60 %", "47–87 %"),
    ]
    assert chart.sentence == (
        "Gesamteindruck: 14 von 18 Antworten stimmen zu (78 %); das 95-%-Intervall reicht von 55 "
        "bis 91 %. Was auch immer die 12 denken, die nicht geantwortet haben: Von allen 30 "
        "Teilnehmenden stimmen 47 bis 87 % zu."
    )
    assert chart.n == "n = 18 Antworten je Frage von 30 Teilnahmen"
    drawn = traces(chart)
    band = drawn["Grenzen für alle, die da waren"]
    assert (band.base[0], band.base[0] + band.x[0]) == pytest.approx((14 / 30, 26 / 30))
    assert list(drawn["95-%-Intervall"].x[:2]) == pytest.approx([0.5479, 0.9100], abs=5e-5)
    assert list(drawn["Zustimmung"].x) == pytest.approx([14 / 18])


@pytest.mark.parametrize(
    "case",
    [
        (None, "gibt mehr Antworten als Teilnahmen."),
        (4, "gibt mehr Antworten als Teilnahmen."),
        (5, "Alle, die da waren, haben geantwortet."),
        (
            6,
            "Was auch immer die eine Person, die nicht geantwortet hat, denkt: Von allen 6 "
            "Teilnehmenden stimmen 67 bis 83 % zu.",
        ),
    ],
)
def test_bounds_are_said_only_where_the_silent_can_be_counted(
    shown, add_event, add_attendance, add_feedback, case
):
    attended, end = case
    add_event()
    if attended:
        add_attendance("muster-1", *people(attended))
    add_feedback("muster-1", *sheets([5, 5, 4, 4, 1]))
    chart = shown("auswertung-zustimmung")
    assert chart.sentence.endswith(end)
    has_band = "Grenzen für alle, die da waren" in traces(chart)
    assert has_band == (attended in {5, 6})
    if not has_band:
        assert chart.table["Grenzen für alle"].to_list() == ["k. A."]


def test_one_event_without_a_list_leaves_the_year_without_bounds(
    shown, add_event, add_attendance, add_feedback
):
    add_event("muster-1", number=10)
    add_event("muster-2", number=11)
    add_attendance("muster-1", *people(20))
    add_feedback("muster-1", *sheets([5] * 6))
    add_feedback("muster-2", *sheets([5] * 6, prefix="zweite"))
    assert shown("auswertung-zustimmung").table["Teilnahmen"].to_list() == ["k. A."]


@pytest.mark.parametrize(
    "case",
    [
        ([1, 2, 4, 5], RATING, 2.0),  # the worse of 2 and 4
        ([1, 2, 4, 5], GRADE, 4.0),  # of grades the worse one is the higher
        ([1, 3, 5], RATING, 3.0),
        ([1, 2.5, 3], GRADE, 2.5),
    ],
)
def test_the_median_is_an_answer_and_of_two_the_worse(warehouse, add_event, add_feedback, case):
    values, version, median = case
    add_event()
    add_feedback("muster-1", *sheets(values, version=version))
    for name in ("evaluation.agreement", "evaluation.questions"):
        frame = warehouse.frame(name)
        assert set(rows(frame, "median")) == {median}


@pytest.mark.parametrize(("number", "hidden"), [(0, True), (1, True), (4, True), (5, False)])
def test_every_part_says_something_for_few_answers(shown, add_event, add_feedback, number, hidden):
    add_event()
    add_feedback("muster-1", *sheets([5, 4, 4, 2, 5][:number] or [None]))
    for chart_id in ("auswertung-fragen", "auswertung-zustimmung"):
        chart = shown(chart_id)
        if number == 0:
            assert chart.sentence == "Zu den Fragen auf einer Skala hat niemand etwas angekreuzt."
            assert row_names(chart) == ["Gesamteindruck von niemandem beantwortet, n\xa0=\xa00"]
        elif hidden:
            assert chart.sentence.startswith("Die Antworten sind verborgen")
            assert row_names(chart) == ["Gesamteindruck n\xa0=\xa0·"]
        else:
            assert "80 %" in chart.sentence


# --- one event -------------------------------------------------------------------------------


def test_one_event_has_its_own_answers_title_and_file(
    of_event, add_event, add_attendance, add_feedback
):
    add_event("muster-1", number=10)
    add_event("muster-2", number=11)
    add_attendance("muster-1", *people(9))
    add_feedback("muster-1", *sheets([5] * 6))
    add_feedback("muster-2", *sheets([1] * 7, prefix="zweite"))
    chart = of_event("auswertung-fragen", "muster-1")
    assert set(rows(chart.frame, "answered", "agreement")) == {(6, 1.0)}
    assert chart.title == "Antworten auf die Fragen, 06.05.2025 · Musterdialog"
    assert "06.05.2025 · Musterdialog" in text(chart.figure.layout.title.text)
    assert chart.file_stem == "auswertung-fragen-muster-1"
    assert of_event("auswertung-zustimmung", "muster-1").table["Antwortquote"].to_list() == ["67 %"]
    assert of_event("auswertung-fragen", "rd-01").sentence == chart.chart.empty


@pytest.mark.parametrize("audience", list(Audience))
def test_a_year_less_its_shown_events_reveals_no_hidden_one(
    shown, of_event, add_event, add_feedback, audience
):
    for number, size in enumerate((3, 8, 12), start=1):
        add_event(f"muster-{number}", number=9 + number)
        add_feedback(f"muster-{number}", *sheets([4] * size, prefix=f"bogen {number}"))
    assert set(rows(shown("auswertung-fragen", audience=audience).frame, "answered")) == {23}
    events = [
        set(rows(of_event("auswertung-fragen", f"muster-{each}", audience).frame, "answered"))
        for each in (1, 2, 3)
    ]
    assert events == [{None}, {None}, {12}]


def test_the_whole_series_gives_way_to_its_years(shown, add_event, add_feedback):
    add_event("muster-1", number=10)
    add_event("frueher", number=11, held_on=date(2024, 12, 1))
    add_feedback("muster-1", *sheets([4] * 8))
    add_feedback("frueher", *sheets([4] * 3, prefix="frueher"))
    of_all = shown("auswertung-fragen", period=WHOLE)
    assert of_all.sentence.startswith("Die Antworten sind verborgen")
    assert set(of_all.table["n"]) == {"·"}
    assert set(shown("auswertung-fragen").table["n"]) == {"8"}


@pytest.mark.parametrize("chart_id", ["auswertung-vorjahr", "auswertung-verlauf"])
def test_charts_of_periods_are_not_for_one_event(of_event, chart_id):
    with pytest.raises(WrongUsage, match="nicht für eine Veranstaltung"):
        of_event(chart_id, "rd-01")


def test_part_of_a_year_is_refused(shown):
    half = Period(date(2025, 1, 1), date(2025, 6, 30))
    with pytest.raises(WrongUsage, match="nicht für einen anderen Zeitraum"):
        shown("auswertung-fragen", period=half)


# --- over the years --------------------------------------------------------------------------


@pytest.fixture
def three_years(add_event):
    for number, year in enumerate((2023, 2024, 2025), start=10):
        add_event(f"jahr-{year}", number=number, held_on=date(year, 5, 1))


def test_the_line_breaks_where_the_version_changes(shown, three_years, add_feedback):
    add_feedback("jahr-2023", *sheets([5, 5, 5, 5, 1], prefix="a"))
    add_feedback("jahr-2024", *sheets([5, 5, 5, 1, 1], prefix="b"))
    add_feedback("jahr-2025", *sheets([1, 1, 1, 1, 1], version=GRADE, prefix="c"))
    chart = shown("auswertung-verlauf", period=WHOLE)
    drawn = {name: [plain(y) for y in trace.y] for name, trace in traces(chart).items()}
    assert drawn == {
        "1 bis 5, 5 ist am besten": [0.8, 0.6, None],
        "Schulnote": [None, None, 1.0],
    }
    assert [(line.x0, line.line.dash) for line in chart.figure.layout.shapes] == [(2024.5, "dot")]
    assert len({trace.marker.symbol for trace in traces(chart).values()}) == 2
    assert chart.sentence == (
        "Gesamteindruck (1 bis 5, 5 ist am besten): 80 % Zustimmung 2023 (n = 5), 60 % 2024 "
        "(n = 5). Das kann Zufall sein."
    )


def test_a_year_without_answers_or_with_few_is_a_gap(shown, three_years, add_feedback):
    add_feedback("jahr-2023", *sheets([5] * 5, prefix="a"))
    add_feedback("jahr-2024", *sheets([5] * 4, prefix="b"))
    add_feedback("jahr-2025", *sheets([5] * 5, prefix="c"))
    chart = shown("auswertung-verlauf", period=WHOLE)
    [trace] = traces(chart).values()
    assert [plain(y) for y in trace.y] == [1.0, None, 1.0]
    assert trace.connectgaps is False
    dots = [each.x for each in chart.figure.layout.annotations if "·" in each.text and each.x]
    assert dots == [2024]
    assert chart.table["n"].to_list() == ["5", "·", "5"]


def test_an_event_without_a_date_is_in_no_year(shown, add_event, add_feedback):
    add_event("ohne-datum", number=10, held_on=None)
    add_feedback("ohne-datum", *sheets([5] * 6))
    chart = shown("auswertung-verlauf", period=WHOLE)
    assert chart.sentence.endswith("gehören Rückmeldungen zu keinem Jahr.")
    assert set(shown("auswertung-fragen", period=WHOLE).table["n"]) == {"6"}


def test_one_year_is_no_course_yet(shown, add_event, add_feedback):
    add_event()
    add_feedback("muster-1", *sheets([5] * 5))
    assert shown("auswertung-verlauf").sentence == (
        "Antworten aus einem Jahr (2025) ergeben noch keinen Verlauf."
    )


def test_many_years_name_only_their_ends_and_extremes(shown, add_event, add_feedback):
    for year in range(2001, 2026):
        add_event(f"jahr-{year}", number=year, held_on=date(year, 5, 1))
        good = 3 if year == 2010 else 4 if year != 2015 else 6
        add_feedback(f"jahr-{year}", *sheets([5] * good + [1] * (6 - good), prefix=f"j {year}"))
    chart = shown("auswertung-verlauf", period=WHOLE)
    [trace] = traces(chart).values()
    named = {year: label for year, label in zip(trace.x, trace.text, strict=True) if label}
    assert named == {2001: "67 %", 2010: "50 %", 2015: "100 %", 2025: "67 %"}
    assert len(trace.x) == 25


# --- by group --------------------------------------------------------------------------------


def groups(chart) -> dict[str, tuple]:
    return {
        row[0]: row[1:]
        for row in zip(
            chart.table["Gruppe"], chart.table["Zustimmung"], chart.table["n"], strict=True
        )
    }


def test_groups_are_shown_from_five_answers_on(shown, add_event, add_feedback):
    add_event()
    add_feedback(
        "muster-1",
        *sheets([5, 5, 5, 4, 1], prefix="k", group="Kommune"),
        *sheets([5, 1, 1, 1, 1, 2], prefix="u", group="Unternehmen"),
        *sheets([5, 1, 3], prefix="p", group="Politik"),
        *sheets([4, 2, 4], prefix="v", group="Verein"),
    )
    chart = shown("auswertung-gruppen")
    assert groups(chart) == {
        "Kommune": ("80 %", "5"),
        "Politik": ("·", "·"),
        "Unternehmen": ("17 %", "6"),
        "Verein": ("·", "·"),
    }
    assert list(chart.figure.data[0].text) == ["80 % (n\xa0=\xa05)", "17 % (n\xa0=\xa06)"]
    assert "Kommune 80 % (n = 5), Unternehmen 17 % (n = 6)" in chart.sentence
    assert chart.n == "n = 5 bis 6 Antworten je Gruppe und Frage"


def test_one_hidden_group_takes_another_with_it(shown, add_event, add_feedback):
    add_event()
    add_feedback(
        "muster-1",
        *sheets([5, 5, 4, 4, 1, 1], prefix="k", group="Kommune"),
        *sheets([5, 4, 1, 1, 1, 1, 2], prefix="u", group="Unternehmen"),
        *sheets([5], prefix="p", group="Politik"),
    )
    assert groups(shown("auswertung-gruppen")) == {
        "Kommune": ("·", "·"),
        "Politik": ("·", "·"),
        "Unternehmen": ("29 %", "7"),
    }


def test_a_group_that_is_of_one_mind_is_shown_in_the_total_only(shown, add_event, add_feedback):
    add_event()
    add_feedback(
        "muster-1",
        *sheets([5] * 9, prefix="k", group="Kommune"),
        *sheets([5, 4, 1, 1, 1], prefix="u", group="Unternehmen"),
        *sheets([5, 4, 3, 1, 1, 1], prefix="p", group="Politik"),
    )
    shown_groups = groups(shown("auswertung-gruppen"))
    assert shown_groups["Kommune"] == ("·", "·")
    assert shown_groups["Unternehmen"] == ("·", "·")  # else the total would tell
    assert shown_groups["Politik"] == ("33 %", "6")
    assert set(shown("auswertung-fragen").table["n"]) == {"20"}


def test_questionnaires_without_groups_say_so(shown, add_event, add_feedback):
    add_event()
    add_feedback("muster-1", *sheets([5, 4, 4, 3, 1]))
    chart = shown("auswertung-gruppen")
    assert chart.sentence == "Die Fragebögen sagen nicht, zu welcher Gruppe jemand gehört."
    assert len(chart.figure.data) == 0


def test_groups_that_are_all_too_small_are_not_drawn(shown, add_event, add_feedback):
    add_event()
    add_feedback("muster-1", *sheets([5, 4, 4, 1], prefix="k", group="Kommune"))
    chart = shown("auswertung-gruppen")
    assert chart.sentence.startswith("Keine Gruppe hat genug Antworten")
    assert len(chart.figure.data) == 0
    assert chart.n == "n verborgen"


def test_many_versions_and_questions_stay_apart(shown, add_event, add_feedback):
    add_event()
    add_feedback(
        "muster-1",
        *sheets([5] * 5, prefix="a"),
        *sheets([1] * 5, version=GRADE, prefix="b"),
        *sheets([2] * 5, question="content", prefix="c"),
    )
    chart = shown("auswertung-zustimmung")
    assert [name.split(" 5 von")[0].split(" 0 von")[0] for name in row_names(chart)] == [
        "Gesamteindruck (1 bis 5, 5 ist am besten)",
        "Gesamteindruck (Schulnote)",
        "Inhalte",
    ]
