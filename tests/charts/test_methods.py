"""What „Methodik“ says of each chart, word for word."""

from dataclasses import replace

import pytest

from dashboard.charts import methods
from dashboard.charts.catalogue import CATALOGUE, OF_MUNICIPALITY, find_chart
from dashboard.charts.chart import Dataset
from dashboard.disclosure import Audience, Protection, Thresholds, Unit

HIGH = Thresholds(min_people=7, min_organisations=4)


def test_every_chart_stands_under_one_page_in_the_order_of_the_catalogue() -> None:
    sections = methods.sections(HIGH)
    anchors = [definition.anchor for section in sections for definition in section.definitions]
    assert sorted(anchors) == sorted(
        methods.anchor_of(chart.id) for chart in (*CATALOGUE, *OF_MUNICIPALITY)
    )
    titles = [section.title for section in sections]
    assert len(set(titles)) == len(titles)
    assert titles[:4] == ["Übersicht", "Themen", "Veranstaltungen", "Gemeinden"]
    assert "Wirkung" in titles


def test_a_definition_is_the_one_of_the_chart() -> None:
    chart = find_chart("wirkung-stand")
    [section] = methods.sections(HIGH, [chart])
    [definition] = section.definitions
    assert definition.anchor == "definition-wirkung-stand"
    assert (definition.title, definition.question) == (chart.title, chart.question)
    assert (definition.text, definition.query) == (chart.definition, chart.query)
    assert (definition.source, definition.notes) == (chart.source, ())


def test_a_chart_of_a_page_that_nobody_named_names_it_itself() -> None:
    chart = replace(find_chart("wirkung-stand"), id="muster-karte")
    assert [section.title for section in methods.sections(HIGH, [chart])] == ["Muster"]


@pytest.mark.parametrize(
    ("protections", "said"),
    [
        (
            (),
            "Hier wird nichts verborgen: Die Zahlen sagen nichts über einzelne Personen.",
        ),
        (
            (Protection(Unit.PEOPLE, ("n",), "muster"),),
            "Verborgen ist für die Öffentlichkeit, was auf weniger als 7 Personen beruht. "
            "Was einen verborgenen Wert verraten würde, ist ebenfalls verborgen.",
        ),
        (
            (
                Protection(Unit.ORGANISATIONS, ("n",), "muster"),
                Protection(Unit.ANSWERS, ("n",), "muster"),
            ),
            "Verborgen ist für die Öffentlichkeit, was auf weniger als 4 Organisationen beruht. "
            "Verborgen ist für alle, was auf weniger als 7 Antworten beruht. "
            "Was einen verborgenen Wert verraten würde, ist ebenfalls verborgen.",
        ),
        (
            (Protection(Unit.PEOPLE, ("n",), internal="n"),),
            "Wie viele Personen aus einem Ort kamen, sehen nur Angemeldete; öffentlich ist, ob "
            "und bei wie vielen Dialogen jemand da war.",
        ),
    ],
)
def test_the_protection_is_said_in_plain_german(protections, said) -> None:
    assert methods.protection_in_words(Dataset("muster", protections), HIGH) == said


def test_what_is_not_public_says_so() -> None:
    internal = Dataset("muster", audience=Audience.INTERNAL)
    staff = Dataset("muster", audience=Audience.STAFF)
    for data, said in ((internal, "Angemeldete"), (staff, "die Redaktion")):
        assert methods.protection_in_words(data, HIGH) == f"Nicht öffentlich: nur für {said}."


def test_registrations_have_words_of_their_own() -> None:
    data = find_chart("beteiligung-anmeldung").data
    assert methods.protection_in_words(data, HIGH).endswith(
        "Einladungen, Anmeldungen und Abmeldungen sehen nur Angemeldete."
    )
