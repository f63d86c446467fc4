"""What stands out: every kind, each with data that carry its sentence and data that do not."""

from contextlib import suppress
from datetime import date, timedelta

import pytest

from dashboard.app_pages import menu
from dashboard.charts import findings
from dashboard.charts.catalogue import find_chart
from dashboard.charts.publish import publish_query
from dashboard.disclosure import Audience
from dashboard.errors import NotAllowed
from dashboard.period import Period
from dashboard.warehouse.events import Topic, store_topic
from tests.builders import EISLEBEN, HELBRA, SANGERHAUSEN, people, person, questionnaire
from tests.charts.reading import THRESHOLDS
from tests.conftest import import_list, import_questionnaires, store

WHOLE, YEAR = Period.whole(), Period.of_year(2025)


def found(warehouse, period=YEAR, audience=Audience.STAFF) -> findings.Findings:
    return findings.find(
        lambda name, wanted: publish_query(
            warehouse, name, wanted, audience=audience, thresholds=THRESHOLDS
        ),
        period,
    )


def said(warehouse, kind: str, period=YEAR, audience=Audience.STAFF) -> str | None:
    """The sentence of one kind, also where three weightier ones come before it."""
    frames = lambda name, wanted: publish_query(  # noqa: E731
        warehouse, name, wanted, audience=audience, thresholds=THRESHOLDS
    )
    all_kinds = []
    for each in findings._KINDS:
        with suppress(NotAllowed):  # as ``find`` does
            all_kinds.append(each(frames, period))
    sentences = [each.sentence for each in all_kinds if each is not None and each.kind == kind]
    return sentences[0] if sentences else None


def hold(warehouse, *sizes: int, first=date(2025, 1, 10), days=60, topics=None, same=True) -> None:
    """Dialogues with so many attendances, numbered from 10 on; the same people come again."""
    for place, size in enumerate(sizes):
        number = 10 + place
        store(
            warehouse,
            f"muster-{number}",
            number=number,
            held_on=first + timedelta(days=days * place),
            topics=topics or {},
        )
        prefix = "person" if same else f"person {number}"
        if size:
            import_list(warehouse, f"muster-{number}", tuple(people(size, prefix=prefix)))


@pytest.fixture
def calm(warehouse):
    """The topics that the public record left are planned again, so that they do not stand out."""
    topics = {"value_creation": 1.0, "energy": 1.0}
    store(warehouse, "muster-plan", held_on=date(2099, 1, 1), status="planned", topics=topics)
    return warehouse


# --- attendances -----------------------------------------------------------------------------


def test_a_new_high_is_said_with_the_old_one(warehouse):
    hold(warehouse, 6, 8, 7, 9)
    assert said(warehouse, "attendances") == (
        "Zum 13. Regionaldialog am 09.07.2025 kamen 9 Personen, so viele wie bei keinem der 3 "
        "Dialoge davor, zu denen eine Liste vorliegt (bisher höchstens 8)."
    )


def test_a_new_low_is_said_with_the_old_one(warehouse):
    hold(warehouse, 6, 8, 7, 5)
    assert said(warehouse, "attendances") == (
        "Zum 13. Regionaldialog am 09.07.2025 kamen 5 Personen, so wenige wie bei keinem der 3 "
        "Dialoge davor, zu denen eine Liste vorliegt (bisher mindestens 6)."
    )


@pytest.mark.parametrize("sizes", [(6, 8, 7, 8), (6, 8, 7, 6), (6, 8, 7, 7), (6, 8, 9), (9, 8)])
def test_a_repeated_value_or_a_short_series_is_no_extreme(warehouse, sizes):
    hold(warehouse, *sizes)
    assert said(warehouse, "attendances") is None


def test_a_hidden_number_refutes_no_high(warehouse):
    hold(warehouse, 3, 8, 7, 6, 9)
    public = {"period": YEAR, "audience": Audience.PUBLIC}
    assert said(warehouse, "attendances", **public).endswith("(bisher höchstens 8).")


def test_a_hidden_number_refutes_a_low(warehouse):
    hold(warehouse, 4, 3, 8, 7, 6)
    events = publish_query(
        warehouse,
        "participation.by_event",
        YEAR,
        audience=Audience.PUBLIC,
        thresholds=THRESHOLDS,
    )
    assert events["attendances"].isna().to_list() == [True, True, False, False, False]
    assert said(warehouse, "attendances", YEAR, Audience.PUBLIC) is None


def test_a_hidden_number_is_no_extreme_itself(warehouse):
    hold(warehouse, 6, 8, 7, 3)
    assert said(warehouse, "attendances", YEAR, Audience.PUBLIC) is None
    assert "kamen 3 Personen" in said(warehouse, "attendances", YEAR, Audience.STAFF)


def test_over_all_years_only_the_newest_dialogue_counts(warehouse):
    hold(warehouse, 6, 8, 7, 9, 8)
    assert "9 Personen" in said(warehouse, "attendances", YEAR)
    assert said(warehouse, "attendances", WHOLE) is None


def test_a_dialogue_without_a_list_is_passed_over(warehouse):
    hold(warehouse, 6, 8, 7, 9, 0)
    assert "am 09.07.2025 kamen 9 Personen" in said(warehouse, "attendances", WHOLE)


# --- ratings ---------------------------------------------------------------------------------


def rate(warehouse, event_id: str, agree: int, other: int, questions=("overall",)) -> None:
    sheets = [questionnaire(f"{event_id} {n}", dict.fromkeys(questions, 5)) for n in range(agree)]
    sheets += [questionnaire(f"{event_id} n{n}", dict.fromkeys(questions, 2)) for n in range(other)]
    import_questionnaires(warehouse, event_id, tuple(sheets))


@pytest.fixture
def two_years(warehouse):
    store(warehouse, "muster-1", held_on=date(2025, 5, 6), number=10)
    store(warehouse, "muster-2", held_on=date(2026, 1, 6), number=11)
    return warehouse


def test_agreement_that_changed_beyond_chance_is_said_with_n(two_years):
    rate(two_years, "muster-1", 6, 14)
    rate(two_years, "muster-2", 18, 2)
    sentence = (
        "Die Zustimmung zu „Gesamteindruck“ ist 2026 mit 90 % (n = 20) höher als im Jahr davor mit "
        "30 % (n = 20): mehr, als der Zufall erklärt."
    )
    assert said(two_years, "agreement", Period.of_year(2026)) == sentence
    assert said(two_years, "agreement", WHOLE) == sentence
    assert said(two_years, "agreement", Period.of_year(2025)) is None


def test_agreement_that_fell_is_called_lower(two_years):
    rate(two_years, "muster-1", 18, 2)
    rate(two_years, "muster-2", 6, 14)
    assert " niedriger als im Jahr davor" in said(two_years, "agreement", Period.of_year(2026))


def test_a_change_that_may_be_chance_is_not_said(two_years):
    rate(two_years, "muster-1", 12, 8)
    rate(two_years, "muster-2", 14, 6)
    assert said(two_years, "agreement", Period.of_year(2026)) is None


def test_the_same_change_means_less_among_many_questions(two_years):
    # 8 against 15 of 20: beyond chance for a single question (Newcombe: 5 to 58 points), but the
    # largest of five such changes is often as large.
    rate(two_years, "muster-1", 8, 12)
    rate(two_years, "muster-2", 15, 5)
    assert said(two_years, "agreement", Period.of_year(2026)) is not None
    five = ("content", "organisation", "exchange", "usefulness")
    rate(two_years, "muster-1", 8, 12, questions=five)
    rate(two_years, "muster-2", 8, 12, questions=five)
    assert said(two_years, "agreement", Period.of_year(2026)) is None


# --- municipalities --------------------------------------------------------------------------


def visit(warehouse, *visits: tuple[date | None, str]) -> None:
    """Dialogues in order, each with seven people of one municipality and two of another."""
    for number, (day, ags) in enumerate(visits, start=10):
        store(warehouse, f"muster-{number}", number=number, held_on=day)
        rows = (*people(7, ags=SANGERHAUSEN), *people(2, prefix=f"gast {ags}", ags=ags))
        import_list(warehouse, f"muster-{number}", rows)


def test_a_municipality_missing_for_more_than_a_year_is_named_with_its_last_visit(warehouse):
    visit(
        warehouse,
        (date(2025, 1, 10), HELBRA),
        (date(2025, 6, 1), SANGERHAUSEN),
        (date(2026, 1, 20), SANGERHAUSEN),
    )
    sentence = (
        "Helbra war zuletzt am 10.01.2025 vertreten (10. Regionaldialog) und seitdem bei 2 "
        "Dialogen mit Liste nicht."
    )
    assert said(warehouse, "municipality", WHOLE) == sentence
    assert said(warehouse, "municipality", Period.of_year(2026)) == sentence
    assert said(warehouse, "municipality", Period.of_year(2025)) is None


def test_several_missing_municipalities_are_named_together(warehouse):
    visit(
        warehouse,
        (date(2025, 1, 10), HELBRA),
        (date(2025, 1, 12), EISLEBEN),
        (date(2025, 6, 1), SANGERHAUSEN),
        (date(2026, 1, 20), SANGERHAUSEN),
    )
    assert said(warehouse, "municipality", WHOLE) == (
        "Am 20.01.2026 fehlten seit mehr als einem Jahr 2 Gemeinden, die vorher dabei waren: "
        "Helbra (zuletzt 10.01.2025) und Lutherstadt Eisleben (zuletzt 12.01.2025)."
    )


@pytest.mark.parametrize(
    "visits",
    [
        # less than a year; only one dialogue since; the day of the last visit is unknown
        ((date(2025, 2, 1), HELBRA), (date(2025, 6, 1), EISLEBEN), (date(2026, 1, 20), EISLEBEN)),
        ((date(2025, 1, 10), HELBRA), (date(2026, 1, 20), SANGERHAUSEN)),
        (
            (date(2025, 1, 10), SANGERHAUSEN),
            (None, HELBRA),
            (date(2025, 6, 1), SANGERHAUSEN),
            (date(2026, 1, 20), SANGERHAUSEN),
        ),
    ],
)
def test_an_absence_that_is_not_certain_is_not_said(warehouse, visits):
    visit(warehouse, *visits)
    assert said(warehouse, "municipality", WHOLE) is None


# --- response rate ---------------------------------------------------------------------------


def ask(warehouse, *pairs: tuple[int, int]) -> None:
    """Dialogues with so many attendances and questionnaires."""
    hold(warehouse, *(came for came, _ in pairs))
    for number, (_, answered) in enumerate(pairs, start=10):
        sheets = tuple(questionnaire(f"{number} {n}") for n in range(answered))
        import_questionnaires(warehouse, f"muster-{number}", sheets)


def test_a_response_rate_too_low_to_judge_is_said(warehouse):
    ask(warehouse, (20, 5))
    assert said(warehouse, "response_rate") == (
        "Zum 10. Regionaldialog am 10.01.2025 gaben nur 5 von 20 Teilnehmenden (25 %) einen "
        "Fragebogen ab: zu wenige für ein Urteil."
    )


def test_few_questionnaires_are_too_few_whatever_their_share(warehouse):
    ask(warehouse, (5, 1))
    assert "gab nur 1 von 5 Teilnehmenden (20 %)" in said(warehouse, "response_rate")


def test_enough_questionnaires_do_not_stand_out(warehouse):
    ask(warehouse, (20, 6), (8, 5))
    assert said(warehouse, "response_rate") is None


def test_several_low_rates_are_counted(warehouse):
    ask(warehouse, (20, 4), (20, 15), (20, 5))
    assert said(warehouse, "response_rate") == (
        "Bei 2 von 3 Dialogen mit Fragebögen ist der Rücklauf zu gering für ein Urteil (unter "
        "30 % oder weniger als 5 Fragebögen), zuletzt beim 12. Regionaldialog am 10.05.2025 mit 5 "
        "von 20 Teilnehmenden (25 %)."
    )


# --- people who come for the first time ------------------------------------------------------


def come(warehouse, *groups: tuple[int, int]) -> None:
    """Dialogues with so many people who come for the first time and so many who had come before."""
    for number, (new, again) in enumerate(groups, start=10):
        day = date(2025, 1, 10) + timedelta(days=number)
        store(warehouse, f"muster-{number}", number=number, held_on=day)
        rows = (*people(new, prefix=f"neu {number}"), *people(again, prefix="neu 10"))
        rows = rows or tuple(people(9, named=False))
        import_list(warehouse, f"muster-{number}", rows)


def test_unusually_many_new_people_are_said_against_the_three_dialogues_before(warehouse):
    come(warehouse, (20, 0), (4, 16), (5, 15), (3, 17), (15, 5))
    assert said(warehouse, "newcomers") == (
        "Beim 14. Regionaldialog am 24.01.2025 waren ungewöhnlich viele zum ersten Mal dabei: 15 "
        "von 20 (75 %); bei den 3 Dialogen davor waren es zusammen 12 von 60 (20 %)."
    )


@pytest.mark.parametrize(
    "groups",
    [
        ((20, 0), (4, 16), (5, 15), (3, 17), (6, 14)),  # may be chance
        ((20, 0), (4, 16), (16, 4), (3, 17), (15, 5)),  # within the range
        ((20, 0), (4, 16), (5, 15), (15, 5)),  # only two to compare with
        ((20, 0), (4, 16), (5, 15), (0, 0), (15, 5)),  # the same: one list names nobody
    ],
)
def test_an_ordinary_share_of_new_people_is_not_said(warehouse, groups):
    come(warehouse, *groups)
    assert said(warehouse, "newcomers") is None


# --- topics ----------------------------------------------------------------------------------


def keep_topic(warehouse, **validity) -> dict[str, float]:
    with warehouse.writing() as cursor:
        topic = Topic("muster-thema", "Musterthema", "Probe", **validity)
        store_topic(cursor, topic, is_new=False)
    return {"muster-thema": 1.0}


def follow(warehouse, topics: dict[str, float], after: int) -> None:
    """Three dialogues about the topic, then others."""
    for place in range(3 + after):
        day = date(2025, 1, 10) + timedelta(days=30 * place)
        about = topics if place < 3 else {"energy": 1.0}
        store(warehouse, f"muster-{place}", number=10 + place, held_on=day, topics=about)


def test_a_topic_that_was_not_continued_is_said(warehouse):
    follow(warehouse, keep_topic(warehouse), after=3)
    assert said(warehouse, "topic") == (
        "„Musterthema“ war Thema von 3 Dialogen, zuletzt am 11.03.2025 (12. Regionaldialog); bei "
        "den 3 Dialogen danach war es nicht mehr Thema."
    )


def test_a_topic_is_given_time(calm):
    follow(calm, keep_topic(calm), after=2)
    assert said(calm, "topic") is None


def test_a_topic_that_ended_on_purpose_is_not_missed(calm):
    follow(calm, keep_topic(calm, valid_to=date(2025, 4, 1)), after=3)
    assert said(calm, "topic") is None


def test_a_topic_that_is_planned_again_is_not_missed(calm):
    topics = keep_topic(calm)
    follow(calm, topics, after=3)
    store(calm, "muster-98", held_on=date(2099, 2, 1), status="planned", topics=topics)
    assert said(calm, "topic") is None


def test_a_topic_that_was_announced_and_never_came_is_said(calm):
    announced = {"cooperation": 1.0}
    store(calm, "muster-1", number=10, status="cancelled", topics=announced)
    store(calm, "muster-2", number=11, held_on=date(2025, 9, 1), topics={"energy": 1.0})
    assert said(calm, "topic") == (
        "„Zusammenarbeit und Strukturwandel allgemein“ war mit dem 10. Regionaldialog (06.05.2025) "
        "angekündigt; seitdem folgte 1 Dialog, nicht mit diesem Thema."
    )


# --- silence and order -----------------------------------------------------------------------


def test_nothing_stands_out_where_nothing_changes(calm):
    hold(calm, 8, 8, 8, 8, topics={"energy": 1.0})
    result = found(calm)
    assert result.found == ()
    assert result.silence.startswith("Nichts sticht hervor. Geprüft sind")


def test_a_year_without_dialogues_says_so(warehouse):
    result = found(warehouse, Period.of_year(2030))
    assert result == findings.Findings((), "In diesem Zeitraum hat kein Dialog stattgefunden.")


def test_without_lists_nothing_can_stand_out(calm):
    store(calm)
    assert found(calm) == findings.Findings(
        (), "Es liegt noch keine Teilnahmeliste vor, an der etwas auffallen könnte."
    )


def test_one_dialogue_cannot_be_compared(calm):
    hold(calm, 8)
    assert found(calm).silence == (
        "Bis Ende 2025 liegt erst zu 1 Dialog eine Teilnahmeliste vor: zu wenig für einen "
        "Vergleich."
    )


def test_a_dialogue_without_a_date_is_not_counted_into_a_year(calm, warehouse):
    hold(calm, 8)
    store(warehouse, "undatiert", title="Ohne Datum", held_on=None, number=99)
    import_list(warehouse, "undatiert", people(8, prefix="ohne"))
    assert "Bis Ende 2025 liegt erst zu 1 Dialog eine" in found(calm).silence


def test_there_are_at_most_three_the_weightiest_first(demo_warehouse):
    kinds = {
        period.year: [each.kind for each in found(demo_warehouse, period).found]
        for period in (WHOLE, Period.of_year(2022), Period.of_year(2023))
    }
    assert kinds == {
        None: ["municipality", "response_rate", "topic"],
        2022: ["response_rate"],
        2023: ["agreement", "municipality", "topic"],
    }


def test_every_finding_leads_to_a_chart_of_a_page_that_exists(demo_warehouse):
    addresses = {address for _, _, address, _ in menu.PAGES}
    for year in range(2021, 2025):
        for each in found(demo_warehouse, Period.of_year(year)).found:
            assert find_chart(each.chart_id).id.partition("-")[0] == each.page
            assert each.page in addresses


def test_a_hundred_dialogues_of_25_years_are_looked_through(calm):
    for place in range(100):
        store(
            calm,
            f"muster-{place}",
            number=10 + place,
            held_on=date(2000, 1, 10) + timedelta(days=60 * place),
            topics={"energy": 1.0},
        )
        size = 12 if place == 99 else 8 + place % 3
        import_list(calm, f"muster-{place}", (*people(size), person("gast")))
    sentence = said(calm, "attendances", WHOLE)
    assert "kamen 13 Personen, so viele wie bei keinem der 99 Dialoge davor" in sentence
