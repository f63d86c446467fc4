"""What people answered: distributions, scales that never mix, rates, the year before."""

from datetime import date

import pandas as pd
import pytest

from dashboard.charts import evaluation
from dashboard.charts.evaluation_words import HIDDEN_SENTENCE
from dashboard.disclosure import Audience
from dashboard.intervals import beyond_chance
from dashboard.period import Period
from tests.builders import people, questionnaire
from tests.charts.reading import (
    YEAR,
    annotations,
    bar_texts,
    bars,
    names,
    plain,
    row_of,
    rows,
    text,
    traces,
)

RATING, GRADE = 1, 2


def sheets(values, *, question: str = "overall", version: int = RATING, prefix: str = "bogen"):
    """A questionnaire per value."""
    return [
        questionnaire(f"{prefix} {place}", {question: value}, version=version)
        for place, value in enumerate(values)
    ]


def asked(warehouse):
    """The answers of 2025, before anything is hidden."""
    frame = warehouse.frame("evaluation.questions")
    return frame[(frame["scope"] == "year") & (frame["scope_year"] == YEAR.year)]


def answers(warehouse, version: int = RATING, question: str = "overall"):
    frame = asked(warehouse)
    return frame[(frame["question_id"] == question) & (frame["version"] == version)]


def distribution(warehouse, version: int = RATING, question: str = "overall") -> dict[int, int]:
    """Step of the scale → answers, best step first."""
    return dict(rows(answers(warehouse, version, question), "step", "answers"))


def row_names(shown) -> list[str]:
    """What stands above the bar of each row, from top to bottom."""
    return [
        text(each.text).replace("<b>", "").replace("</b>", "")
        for each in shown.figure.layout.annotations
        if each.name == "row"
    ]


def hidden_words(shown) -> list[str]:
    return [text(each.text) for each in shown.figure.layout.annotations if not each.name]


def steps(shown) -> dict[str, dict[int, tuple[float, float]]]:
    """Step → row → from where to where its bar reaches; 0 is the middle."""
    return {
        name: {
            round(y): (round(base, 9), round(base + x, 9))
            for y, x, base in zip(trace.y, trace.x, trace.base, strict=True)
        }
        for name, trace in traces(shown).items()
    }


# --- the distribution ------------------------------------------------------------------------


def test_answers_are_counted_by_step_best_first(warehouse, add_event, add_feedback):
    add_event()
    add_feedback("muster-1", *sheets([5, 5, 4, 3, 1]))
    assert list(distribution(warehouse).items()) == [(5, 2), (4, 1), (3, 1), (2, 0), (1, 1)]
    assert rows(answers(warehouse), "goodness", "share") == [
        (1.0, 0.4),
        (0.75, 0.2),
        (0.5, 0.2),
        (0.25, 0.0),
        (0.0, 0.2),
    ]
    assert set(rows(answers(warehouse), "answered", "not_stated", "median", "agreement")) == {
        (5, 0, 4.0, 0.6)
    }


def test_the_best_grade_is_one(warehouse, add_event, add_feedback):
    add_event()
    add_feedback("muster-1", *sheets([1, 2, 2, 6], version=GRADE))
    frame = answers(warehouse, GRADE)
    assert rows(frame, "step", "answers") == [(1, 1), (2, 2), (3, 0), (4, 0), (5, 0), (6, 1)]
    assert rows(frame, "step_label")[0] == "sehr gut"
    assert rows(frame, "goodness")[0] == 1.0
    assert set(rows(frame, "agreement")) == {0.75}


def test_grades_and_ratings_never_mix(warehouse, add_event, add_feedback):
    add_event()
    add_feedback("muster-1", *sheets([1, 1, 2], version=GRADE), *sheets([1, 5], prefix="r"))
    assert distribution(warehouse, GRADE) == {1: 2, 2: 1, 3: 0, 4: 0, 5: 0, 6: 0}
    assert distribution(warehouse, RATING) == {5: 1, 4: 0, 3: 0, 2: 0, 1: 1}
    assert set(rows(answers(warehouse, GRADE), "answered", "median", "agreement")) == {
        (3, 1.0, 1.0)
    }
    assert set(rows(answers(warehouse, RATING), "answered", "median", "agreement")) == {
        (2, 1.0, 0.5)
    }


def test_no_answer_stands_apart(warehouse, add_event, add_feedback):
    add_event()
    add_feedback("muster-1", *sheets([5, 5, None, 2, None, None]))
    assert distribution(warehouse) == {5: 2, 4: 0, 3: 0, 2: 1, 1: 0}
    assert set(rows(answers(warehouse), "answered", "not_stated", "agreement")) == {(3, 3, 2 / 3)}


def test_a_question_that_nobody_answered_has_no_share(warehouse, add_event, add_feedback):
    add_event()
    add_feedback("muster-1", *sheets([None, None]))
    assert set(rows(answers(warehouse), "answers", "share", "median", "agreement")) == {
        (0, None, None, None)
    }
    assert set(rows(answers(warehouse), "answered", "not_stated")) == {(0, 2)}


def test_questions_that_nobody_asked_have_no_row(warehouse, add_event, add_feedback):
    add_event()
    add_feedback("muster-1", *sheets([5]))
    frame = asked(warehouse)
    assert set(rows(frame, "question_id", "version")) == {("overall", 1)}


@pytest.mark.parametrize(
    "case",
    [
        (RATING, 3.5, 3),  # halfway: the worse of 3 and 4
        (RATING, 1.5, 1),
        (RATING, 3.75, 4),
        (RATING, 3.25, 3),
        (GRADE, 2.5, 3),  # halfway: the worse of 2 and 3
        (GRADE, 5.5, 6),
        (GRADE, 2.25, 2),  # 2-
        (GRADE, 1.75, 2),  # 2+
    ],
)
def test_an_answer_between_two_steps_counts_for_the_nearer_or_the_worse(
    warehouse, add_event, add_feedback, case
):
    version, value, step = case
    add_event()
    add_feedback("muster-1", *sheets([value], version=version))
    assert [each for each, n in distribution(warehouse, version).items() if n] == [step]
    assert set(rows(answers(warehouse, version), "median")) == {value}


@pytest.mark.parametrize(
    "case",
    [
        ("overall", RATING, 5, 1.0),
        ("overall", RATING, 4, 1.0),
        ("overall", RATING, 3, 0.0),
        ("overall", RATING, 3.5, 0.0),
        ("overall", GRADE, 1, 1.0),
        ("overall", GRADE, 2, 1.0),
        ("overall", GRADE, 2.25, 1.0),
        ("overall", GRADE, 2.5, 0.0),
        ("overall", GRADE, 3, 0.0),
        ("would_come_again", RATING, 3, 1.0),
        ("would_come_again", RATING, 2, 0.0),
    ],
)
def test_agreement_is_the_best_quarter_of_the_scale(warehouse, add_event, add_feedback, case):
    question, version, value, agrees = case
    add_event()
    add_feedback("muster-1", *sheets([value], question=question, version=version))
    assert set(rows(answers(warehouse, version, question), "agreement")) == {agrees}


def test_texts_are_no_answers_on_a_scale(warehouse, add_event, add_feedback):
    add_event()
    add_feedback("muster-1", questionnaire("bogen", {"free_text": "Mehr Muster"}))
    assert asked(warehouse).empty


def test_an_undone_import_has_no_answers(warehouse, add_event, add_feedback, take_back):
    add_event()
    batch = add_feedback("muster-1", *sheets([5]))
    take_back(batch.batch_id)
    assert asked(warehouse).empty


def test_bars_are_shares_of_all_answers(shown, add_event, add_feedback):
    add_event()
    add_feedback("muster-1", *sheets([5, 5, 4, 3, 1]))
    chart = shown("auswertung-fragen")
    assert row_names(chart) == ["Gesamteindruck Median 4 · 60 % Zustimmung · n\xa0=\xa05"]
    # Refusal ends and agreement begins half of the middle step away from the middle.
    assert steps(chart) == {
        "beste Stufe": {0: (0.3, 0.7)},
        "gute Stufe": {0: (0.1, 0.3)},
        "mittlere Stufe": {0: (-0.1, 0.1)},
        "schlechteste Stufe": {0: (-0.3, -0.1)},
    }
    assert chart.sentence == (
        "Am besten bewertet: Gesamteindruck (60 % Zustimmung bei 5 Antworten)."
    )
    assert chart.n == "n = 5 Antworten je Frage"


def test_two_scales_of_one_question_are_two_rows(shown, add_event, add_feedback):
    add_event()
    add_feedback("muster-1", *sheets([1] * 5, version=GRADE), *sheets([1] * 6, prefix="rating"))
    chart = shown("auswertung-fragen")
    assert row_names(chart) == [
        "Gesamteindruck (1 bis 5, 5 ist am besten) Median 1 · 0 % Zustimmung · n\xa0=\xa06",
        "Gesamteindruck (Schulnote) Median 1 · 100 % Zustimmung · n\xa0=\xa05",
    ]
    assert steps(chart) == {
        "beste Stufe": {1: (0.0, 1.0)},
        "schlechteste Stufe": {0: (-1.0, 0.0)},
    }
    assert chart.n == "n = 5 bis 6 Antworten je Frage"


def test_steps_differ_by_colour_and_the_bad_ones_by_pattern(shown, add_event, add_feedback):
    add_event()
    add_feedback("muster-1", *sheets([1, 2, 3, 4, 5]))
    drawn = {name: trace for name, trace in traces(shown("auswertung-fragen")).items() if name}
    assert len({trace.marker.color for trace in drawn.values()}) == 5
    assert [trace.marker.pattern.shape for trace in drawn.values()] == ["", "", "", "/", "x"]


@pytest.mark.parametrize("audience", list(Audience))
def test_fewer_than_five_answers_are_shown_to_nobody(shown, add_event, add_feedback, audience):
    add_event()
    add_feedback("muster-1", *sheets([5, 5, 5, 1]))
    chart = shown("auswertung-fragen", audience=audience)
    assert steps(chart) == {}
    assert hidden_words(chart) == ["verborgen, schützt kleine Gruppen"]
    assert row_names(chart) == ["Gesamteindruck n\xa0=\xa0·"]
    assert set(chart.table["Anzahl"]) == {"·"}
    assert chart.n == "n verborgen"
    assert chart.sentence == HIDDEN_SENTENCE


def test_a_question_with_few_answers_is_hidden_beside_others(shown, add_event, add_feedback):
    add_event()
    add_feedback(
        "muster-1",
        *sheets([4] * 5),
        *sheets([2] * 4, question="content", prefix="c"),
    )
    chart = shown("auswertung-fragen")
    assert row_names(chart) == [
        "Gesamteindruck Median 4 · 100 % Zustimmung · n\xa0=\xa05",
        "Inhalte n\xa0=\xa0·",
    ]
    assert steps(chart) == {"gute Stufe": {0: (0.0, 1.0)}}
    assert [each.y for each in chart.figure.layout.annotations if not each.name] == [1.27]


def test_the_sentence_names_the_best_and_the_weakest_question(shown, add_event, add_feedback):
    add_event()
    add_feedback(
        "muster-1",
        *sheets([5, 5, 5, 5, 1]),
        *sheets([1, 1, 1, 1, 1, 5], question="content", prefix="c"),
    )
    assert shown("auswertung-fragen").sentence == (
        "Am besten bewertet: Gesamteindruck (80 % Zustimmung bei 5 Antworten); am schwächsten: "
        "Inhalte (17 % bei 6 Antworten)."
    )


# --- the response rate -----------------------------------------------------------------------


def rate(warehouse, event_id: str = "muster-1") -> tuple:
    frame = warehouse.frame("evaluation.response_rate", **YEAR.parameters)
    row = row_of(frame, "event_id", event_id)
    return row["attendances"], row["responses"], row["response_rate"]


def test_the_rate_is_questionnaires_by_attendances(
    warehouse, add_event, add_attendance, add_feedback
):
    add_event()
    add_attendance("muster-1", *people(8))
    add_feedback("muster-1", *sheets([5, None]))
    assert rate(warehouse) == (8, 2, 0.25)


def test_without_a_list_or_without_feedback_there_is_no_rate(
    warehouse, add_event, add_attendance, add_feedback
):
    add_event("muster-1")
    add_event("muster-2")
    add_attendance("muster-1", *people(8))
    add_feedback("muster-2", *sheets([5, 5]))
    assert rate(warehouse) == (8, None, None)
    assert rate(warehouse, "muster-2") == (None, 2, None)


def test_bars_of_the_rate_say_what_they_rest_on(shown, add_event, add_attendance, add_feedback):
    for number in range(1, 5):
        add_event(f"muster-{number}", number=9 + number, held_on=date(2025, number, 1))
    add_attendance("muster-1", *people(8))
    add_feedback("muster-1", *sheets([5, 5]))
    add_attendance("muster-2", *people(6))
    add_feedback("muster-3", *sheets([5, 5, 5], prefix="dritte"))
    add_attendance("muster-4", *people(4))
    add_feedback("muster-4", *sheets([5, 5, 5, 5], prefix="vierte"))
    chart = shown("auswertung-ruecklauf")
    assert list(bars(chart).values()) == [1.0, None, None, 0.25]
    assert list(bar_texts(chart).values()) == [
        "4 von 4 (100 %)",
        "3 ohne Liste",
        "keine",
        "2 von 8 (25 %)",
    ]
    assert chart.sentence == (
        "6 von 12 Teilnehmenden (50 %) gaben einen Fragebogen ab; am wenigsten beim "
        "10. Regionaldialog (25 %)."
    )
    assert chart.n == "n = 9 Fragebögen"


def test_questionnaires_without_a_list_are_not_denied(shown, add_event, add_feedback):
    add_event()
    add_feedback("muster-1", *sheets([5, 5]))
    assert shown("auswertung-ruecklauf").sentence == (
        "Zu den Dialogen mit Fragebögen liegt noch keine Teilnahmeliste vor."
    )


# --- the year before -------------------------------------------------------------------------

COMPARED = ("version", "answered", "agreement", "answered_before", "agreement_before", "change")


def compared(warehouse, period: Period = YEAR) -> list[tuple]:
    return rows(warehouse.frame("evaluation.year_before", **period.parameters), *COMPARED)


@pytest.fixture
def two_years(add_event):
    """„muster-1“ in 2025 and „vorher-1“ on the last day of 2024."""
    add_event("muster-1", number=11, held_on=date(2025, 1, 1))
    add_event("vorher-1", number=10, held_on=date(2024, 12, 31))


def test_agreement_is_compared_with_the_year_before(warehouse, two_years, add_feedback):
    add_feedback("muster-1", *sheets([5, 5, 5, 1]))
    add_feedback("vorher-1", *sheets([5, 1], prefix="vorher"))
    assert compared(warehouse) == [(1, 4, 0.75, 2, 0.5, 0.25)]


def test_another_version_is_not_compared(warehouse, two_years, add_feedback):
    add_feedback("muster-1", *sheets([5, 5]))
    add_feedback("vorher-1", *sheets([1, 1], version=GRADE, prefix="vorher"))
    assert compared(warehouse) == [(1, 2, 1.0, 0, None, None)]


def test_only_the_year_right_before_counts(warehouse, add_event, add_feedback):
    add_event("muster-1", held_on=date(2025, 1, 1))
    add_event("lange-her", held_on=date(2023, 12, 31))
    add_feedback("muster-1", *sheets([5, 5]))
    add_feedback("lange-her", *sheets([1, 1], prefix="vorher"))
    assert compared(warehouse) == [(1, 2, 1.0, 0, None, None)]


def test_an_unknown_date_belongs_to_no_year(warehouse, add_event, add_feedback):
    add_event("muster-1", number=11, held_on=date(2025, 1, 1))
    add_event("ohne-datum", number=10, held_on=None)
    add_feedback("muster-1", *sheets([5, 5]))
    add_feedback("ohne-datum", *sheets([1, 1, 1], prefix="vorher"))
    assert compared(warehouse) == [(1, 2, 1.0, 0, None, None)]
    # Nothing lies before the whole series: no number that the shown years might be taken from.
    assert compared(warehouse, Period.whole()) == [(1, None, None, 0, None, None)]


def test_an_unanswered_question_has_no_agreement(warehouse, two_years, add_feedback):
    add_feedback("muster-1", *sheets([None]))
    add_feedback("vorher-1", *sheets([5], prefix="vorher"))
    assert compared(warehouse) == [(1, 0, None, 1, 1.0, None)]


def test_now_is_a_full_mark_and_before_a_ring(shown, two_years, add_feedback):
    add_feedback("muster-1", *sheets([5] * 9 + [1]))
    add_feedback("vorher-1", *sheets([5] * 2 + [1] * 8, prefix="vorher"))
    chart = shown("auswertung-vorjahr")
    assert names(chart) == ["Gesamteindruck: +70\xa0Punkte"]
    drawn = {name: [plain(x) for x in trace.x] for name, trace in traces(chart).items()}
    assert drawn == {"Jahr davor": [0.2], "gewähltes Jahr": [0.9]}
    assert list(chart.figure.data[0].x) == [0.2, 0.9]
    assert beyond_chance(0.9, 10, 0.2, 10)
    assert chart.sentence == (
        "Die größte Veränderung der Zustimmung: Gesamteindruck, +70 Punkte, von 20 % (n = 10) auf "
        "90 % (n = 10). Das ist mehr, als der Zufall erklärt."
    )


def test_a_fall_among_few_may_be_chance(shown, two_years, add_feedback):
    add_feedback("muster-1", *sheets([5, 5, 5, 1, 1]))
    add_feedback("vorher-1", *sheets([5, 5, 5, 5, 1], prefix="vorher"))
    chart = shown("auswertung-vorjahr")
    assert "−20 Punkte, von 80 % (n = 5) auf 60 % (n = 5)." in chart.sentence
    assert chart.sentence.endswith("Bei so wenigen Antworten kann das Zufall sein.")
    assert chart.table.iloc[0].to_list() == [
        "Gesamteindruck",
        "60 %",
        "5",
        "80 %",
        "5",
        "−20 Punkte",
        "kann Zufall sein",
    ]


def test_few_answers_in_the_year_before_are_no_ring(shown, two_years, add_feedback):
    add_feedback("muster-1", *sheets([5] * 5), *sheets([5] * 5, question="content", prefix="c"))
    add_feedback(
        "vorher-1",
        *sheets([1] * 4, prefix="vorher"),
        *sheets([1] * 5, question="content", prefix="cv"),
    )
    chart = shown("auswertung-vorjahr")
    assert names(chart) == ["Gesamteindruck", "Inhalte: +100\xa0Punkte"]
    assert list(traces(chart)["Jahr davor"].y) == [1]
    assert list(traces(chart)["gewähltes Jahr"].y) == [0, 1]
    assert chart.table["Jahr davor"].to_list() == ["·", "0 %"]
    assert chart.table["Veränderung"].to_list() == ["·", "+100 Punkte"]
    assert chart.table["Zufall?"].to_list() == ["·", "mehr als Zufall"]


def test_without_a_year_before_there_are_words(shown, add_event, add_feedback):
    add_event()
    add_feedback("muster-1", *sheets([5] * 5))
    chart = shown("auswertung-vorjahr")
    assert len(chart.figure.data) == 0
    assert annotations(chart) == [chart.sentence]
    assert chart.sentence == (
        "Ein Vergleich braucht ein gewähltes Jahr und Antworten auf dieselben Fragen im Jahr davor."
    )


def test_too_few_answers_for_a_comparison_are_said(shown, add_event, add_feedback):
    add_event()
    add_feedback("muster-1", *sheets([5] * 4))
    chart = shown("auswertung-vorjahr")
    assert chart.sentence == "Es gibt zu wenige Antworten für einen Vergleich."
    assert len(chart.figure.data) == 0


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        (0.864, 0.778, "−9 Punkte (ungerundet gerechnet), von 86 % (n = 22) auf 78 % (n = 18)"),
        (0.75, 0.5, "−25 Punkte, von 75 % (n = 22) auf 50 % (n = 18)"),
        (0.5, 0.004, "−50 Punkte, von 50 % (n = 22) auf unter 1 % (n = 18)"),
    ],
)
def test_a_difference_says_where_rounding_shows_another(before, now, told) -> None:
    compared = pd.DataFrame(
        [
            {
                "short_label": "Austausch",
                "agreement": now,
                "agreement_before": before,
                "change": now - before,
                "answered": 18,
                "answered_before": 22,
            }
        ]
    )
    assert f"Austausch, {told}." in evaluation.describe_year_before(compared)
