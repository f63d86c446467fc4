"""The page „Wirkung“: what became of what, and the forms to say so."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import tasks
from dashboard.access import LOCAL_USER, Actor, Role
from dashboard.app_pages import shared
from dashboard.warehouse.outcomes import Outcome, Suggestion
from dashboard.workspace import Workspace
from tests.app_pages.conftest import OpenPage, labels_of, messages, named, press, put, texts

OUTCOMES, SUGGESTIONS = "Ergebnisse pflegen", "Vorschläge pflegen"


@pytest.fixture
def at(open_page: OpenPage) -> AppTest:
    return open_page("outcomes")


def upkeep(at: AppTest, section: str, chosen: str = "") -> AppTest:
    value = {OUTCOMES: "ergebnisse", SUGGESTIONS: "vorschlaege"}[section]
    put(at, "segmented_control", "Bereich", value)
    if chosen:
        label = "Ergebnis" if section == OUTCOMES else "Themenvorschlag"
        put(at, "selectbox", label, chosen)
    return at


def stored(workspace: Workspace, outcome_id: str) -> Outcome:
    [found] = [
        each for each in tasks.list_outcomes(workspace, LOCAL_USER) if each.outcome_id == outcome_id
    ]
    return found


def test_the_record_alone_shows_its_outcomes_and_no_suggestion(at: AppTest) -> None:
    shown = texts(at)
    assert "16 Ergebnisse: 3 sind erledigt, 8 laufen und 5 sind offen." in shown
    assert "Für diesen Zeitraum ist noch kein Themenvorschlag eingetragen." in shown
    assert [header.value for header in at.header] == ["Ergebnisse", "Themenvorschläge"]


def test_who_only_reads_is_offered_no_form(
    workspace: Workspace, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared, "actor", lambda: Actor("probe", Role.VIEWER))
    at = open_page("outcomes")
    assert "Bereich" not in labels_of(at, "segmented_control")
    assert "16 Ergebnisse" in texts(at)


def test_before_anything_is_chosen_all_outcomes_are_listed(at: AppTest) -> None:
    upkeep(at, OUTCOMES)
    shown = texts(at)
    assert "Alle Ergebnisse, unabhängig vom Zeitraum" in shown
    assert "MakerLab Eisleben" in shown


def test_without_a_suggestion_the_page_says_how_to_begin(at: AppTest) -> None:
    upkeep(at, SUGGESTIONS)
    assert "bitte oben „Neuer Vorschlag“ wählen" in texts(at)


# --- outcomes --------------------------------------------------------------------------------


def test_a_new_outcome_is_stored_with_all_that_was_entered(
    at: AppTest, workspace: Workspace
) -> None:
    upkeep(at, OUTCOMES, "neu")
    put(at, "text_input", "Titel", "Muster & *Projekt*")
    put(at, "selectbox", "Art", "study")
    put(at, "selectbox", "Thema", "energy")
    put(at, "selectbox", "Aufgekommen bei", "rd-05")
    put(at, "segmented_control", "Stand", "running")
    put(at, "text_input", "Termin: bis wann erledigt", "Mai 2026")
    put(at, "text_input", "Zuständige Organisation", "Muster GmbH")
    put(at, "multiselect", "Betroffene Gemeinden", ["15087165", "15087370"])
    press(at, "Ergebnis anlegen")
    assert messages(at, "done") == ["„Muster &amp; *Projekt*“ ist angelegt."]
    assert stored(workspace, "muster-projekt") == Outcome(
        "Muster & *Projekt*",
        kind="study",
        status="running",
        outcome_id="muster-projekt",
        topic_id="energy",
        event_id="rd-05",
        due="2026-05",
        responsible="Muster GmbH",
        ags=("15087165", "15087370"),
    )
    put(at, "selectbox", "Ergebnis", "neu")
    assert named(at.text_input, "Titel").value == ""


def test_every_complaint_comes_at_once_and_nothing_typed_is_lost(at: AppTest) -> None:
    upkeep(at, OUTCOMES, "neu")
    put(at, "text_input", "Termin: bis wann erledigt", "bald")
    put(at, "text_input", "Zuständige Organisation", "Muster <b>GmbH</b>")
    put(at, "multiselect", "Betroffene Gemeinden", ["15087165"])
    press(at, "Ergebnis anlegen")
    [complaint] = messages(at, "error")
    assert "Der Titel fehlt." in complaint
    assert "„bald“ ist als Termin nicht zu lesen" in complaint
    assert named(at.text_input, "Termin: bis wann erledigt").value == "bald"
    assert named(at.text_input, "Zuständige Organisation").value == "Muster <b>GmbH</b>"
    assert named(at.multiselect, "Betroffene Gemeinden").value == ["15087165"]


@pytest.mark.parametrize("outcome_id", ["energy-analysis", "funding-call", "mayor-talks"])
def test_saving_without_a_change_leaves_the_outcome_as_it_is(
    at: AppTest, workspace: Workspace, outcome_id: str
) -> None:
    before = stored(workspace, outcome_id)
    upkeep(at, OUTCOMES, outcome_id)
    press(at, "Änderungen speichern")
    assert stored(workspace, outcome_id) == before


def test_dates_are_offered_as_a_german_reader_writes_them(at: AppTest) -> None:
    upkeep(at, OUTCOMES, "energy-analysis")
    assert named(at.text_input, "Beginn").value == "März 2023"
    upkeep(at, OUTCOMES, "funding-call")
    assert named(at.text_input, "Ende, geplant oder tatsächlich").value == "31.05.2024"


def test_an_update_is_added_shown_and_gives_the_status(at: AppTest, workspace: Workspace) -> None:
    upkeep(at, OUTCOMES, "makerlab")
    assert "Zu diesem Ergebnis gibt es noch keine Meldung." in texts(at)
    put(at, "date_input", "Tag", date(2024, 5, 6))
    put(at, "segmented_control", "Stand seitdem", "done")
    put(at, "text_area", "Was ist geschehen?", "Eröffnet am <Markt>.")
    press(at, "Meldung speichern")
    assert messages(at, "done") == ["Die Meldung zu „MakerLab Eisleben“ ist gespeichert."]
    shown = texts(at)
    assert "Stand jetzt: erledigt." in shown
    assert "Eröffnet am &lt;Markt&gt;." in shown
    assert named(at.text_area, "Was ist geschehen?").value == ""
    assert stored(workspace, "makerlab").status_now == "done"


def test_an_update_without_day_and_text_is_refused_and_kept(at: AppTest) -> None:
    upkeep(at, OUTCOMES, "makerlab")
    put(at, "segmented_control", "Stand seitdem", "done")
    press(at, "Meldung speichern")
    assert "Der Text der Meldung fehlt." in messages(at, "error")[0]
    put(at, "date_input", "Tag", None)
    press(at, "Meldung speichern")
    assert "Der Tag fehlt." in messages(at, "error")[0]
    assert named(at.segmented_control, "Stand seitdem").value == "done"


def test_giving_up_forgets_what_was_typed(at: AppTest, workspace: Workspace) -> None:
    upkeep(at, OUTCOMES, "makerlab")
    put(at, "text_input", "Titel", "Anders")
    press(at, "Abbrechen")
    assert stored(workspace, "makerlab").title == "MakerLab Eisleben"
    put(at, "selectbox", "Ergebnis", "makerlab")
    assert named(at.text_input, "Titel").value == "MakerLab Eisleben"


# --- suggestions -----------------------------------------------------------------------------


def test_a_new_suggestion_is_stored_and_listed(at: AppTest, workspace: Workspace) -> None:
    upkeep(at, SUGGESTIONS, "neu")
    put(at, "text_input", "Vorgeschlagenes Thema", "Anrufbus & *mehr*")
    put(at, "selectbox", "Von wem", "citizen")
    put(at, "date_input", "Eingegangen am", date(2024, 5, 6))
    put(at, "selectbox", "Thema der Reihe", "mobility")
    press(at, "Vorschlag anlegen")
    assert messages(at, "done") == ["Der Vorschlag „Anrufbus &amp; *mehr*“ ist angelegt."]
    [suggestion] = tasks.list_suggestions(workspace, LOCAL_USER)
    assert (suggestion.source, suggestion.topic_id) == ("citizen", "mobility")
    assert suggestion.received_on == date(2024, 5, 6)
    assert "Anrufbus &amp; *mehr*" in texts(at)


def test_declining_asks_for_a_reason_and_keeps_what_was_typed(
    at: AppTest, workspace: Workspace
) -> None:
    number = tasks.save_suggestion(workspace, LOCAL_USER, Suggestion("Muster"))
    upkeep(at, SUGGESTIONS, str(number))
    put(at, "text_input", "Vorgeschlagenes Thema", "Genauer")
    put(at, "segmented_control", "Stand", "declined")
    assert "Veranstaltung, die ihn aufgreift" not in labels_of(at, "selectbox")
    press(at, "Änderungen speichern")
    assert "Ein abgelehnter Vorschlag braucht einen Grund" in messages(at, "error")[0]
    assert named(at.text_input, "Vorgeschlagenes Thema").value == "Genauer"
    put(at, "text_area", "Grund der Ablehnung", "Dafür sind andere zuständig.")
    press(at, "Änderungen speichern")
    [suggestion] = tasks.list_suggestions(workspace, LOCAL_USER)
    assert (suggestion.title, suggestion.status, suggestion.version) == ("Genauer", "declined", 2)
    assert suggestion.reason == "Dafür sind andere zuständig."


def test_a_suggestion_that_was_covered_names_the_event(at: AppTest, workspace: Workspace) -> None:
    number = tasks.save_suggestion(workspace, LOCAL_USER, Suggestion("Muster"))
    upkeep(at, SUGGESTIONS, str(number))
    put(at, "segmented_control", "Stand", "covered")
    press(at, "Änderungen speichern")
    assert "braucht die Veranstaltung" in messages(at, "error")[0]
    put(at, "selectbox", "Veranstaltung, die ihn aufgreift", "rd-08")
    press(at, "Änderungen speichern")
    put(at, "selectbox", "Themenvorschlag", str(number))
    shown = texts(at)
    assert "Fassungen bisher" in shown
    assert shown.index("behandelt") < shown.index("vorgeschlagen")
    assert "8. Regionaldialog" in shown


def test_a_text_that_seems_to_name_somebody_is_pointed_out(at: AppTest) -> None:
    upkeep(at, SUGGESTIONS, "neu")
    put(at, "text_area", "Beschreibung", "Das sagte Frau Muster am Telefon.")
    assert "scheint eine Person zu nennen" in messages(at, "note")[0]
    put(at, "text_area", "Beschreibung", "Ein Bus nach Helbra.")
    assert messages(at, "note") == []
