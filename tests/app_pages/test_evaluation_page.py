"""The page „Auswertung“: a year, one event, free texts and talks."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.workspace import Workspace
from tests.app_pages.conftest import OpenPage, labels_of, texts
from tests.builders import people, questionnaire
from tests.conftest import import_list, import_questionnaires, store


@pytest.fixture
def two_events(workspace: Workspace) -> None:
    """2025: „muster-1“ with six answers of nine people, „muster-2“ with one answer."""
    warehouse = workspace.warehouse
    for number, answers in ((1, 6), (2, 1)):
        name = f"muster-{number}"
        store(
            warehouse, name, number=9 + number, held_on=date(2025, number, 1), title=f"M {number}"
        )
        sheets = [
            questionnaire(f"{name} {n}", {"overall": 5, "free_text": f"Text {name} {n}"})
            for n in range(answers)
        ]
        import_questionnaires(warehouse, name, tuple(sheets))
    import_list(warehouse, "muster-1", tuple(people(9)))


def section(at: AppTest, name: str) -> AppTest:
    at.segmented_control(key="auswertung_bereich").set_value(name)
    return at.run()


def questions(at: AppTest) -> list[str]:
    return [element.value for element in at.header]


def test_a_year_shows_every_part(two_events: None, open_page: OpenPage) -> None:
    at = open_page("evaluation")
    compared = "Hat sich die Bewertung gegenüber dem Vorjahr verändert?"
    assert compared not in questions(at)  # all years have none before them
    at.session_state["jahr"] = "2025"
    assert questions(at.run()) == [
        "Wie viele haben einen Fragebogen abgegeben?",
        "Wie bewerten die Teilnehmenden die Dialoge?",
        "Wie sicher sind diese Ergebnisse?",
        compared,
        "Wie hat sich die Bewertung über die Jahre entwickelt?",
        "Bewerten die Gruppen die Dialoge verschieden?",
    ]


def test_one_event_is_chosen_and_says_its_response_rate(
    two_events: None, open_page: OpenPage
) -> None:
    at = open_page("evaluation")
    choice = at.selectbox(key="dialog")
    assert choice.options == [
        "alle Dialoge",
        "11. Regionaldialog, 01.02.2025 · M 2",
        "10. Regionaldialog, 01.01.2025 · M 1",
    ]
    shown = texts(choice.set_value("muster-1").run())
    assert "Rücklauf: 6 Fragebögen bei 9 Teilnahmen (67 %)." in shown
    # One answer to the other event would be 7 less 6: this event is hidden with it.
    assert "Die Antworten sind verborgen" in shown
    assert questions(at)[:1] == ["Wie bewerten die Teilnehmenden die Dialoge?"]


def test_an_event_without_a_list_says_so(two_events: None, open_page: OpenPage) -> None:
    at = open_page("evaluation").selectbox(key="dialog").set_value("muster-2").run()
    assert "Rücklauf unbekannt: 1 Fragebogen, aber noch keine Teilnahmeliste." in texts(at)


def test_only_events_of_the_year_are_offered(two_events: None, open_page: OpenPage) -> None:
    at = open_page("evaluation")
    at.session_state["jahr"] = "2024"
    assert at.run().selectbox(key="dialog").options == ["alle Dialoge des Jahres 2024"]


def test_texts_and_talks_have_their_own_parts(two_events: None, open_page: OpenPage) -> None:
    at = section(open_page("evaluation"), "freitexte")
    assert questions(at) == ["Wovon handeln die Freitexte?", "Was haben Teilnehmende geschrieben?"]
    assert "Text muster" not in texts(at)  # nothing is released
    at = section(at, "gespraeche")
    assert "Bisherige Zusammenarbeit grundsätzlich positiv" in texts(at)
    assert "noch keine einzelnen Feedbackgespräche festgehalten" in texts(at)
    assert "Dialog" not in labels_of(at, "selectbox")


def test_without_feedback_every_part_says_something(open_page: OpenPage) -> None:
    at = open_page("evaluation")
    for name in ("fragebogen", "freitexte", "gespraeche"):
        shown = texts(section(at, name))
        assert "noch kein" in shown
        assert "None" not in shown
