"""Notes on the page „Veranstaltungen“, comments below charts, changes and findings."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import tasks
from dashboard.access import LOCAL_USER, Actor, Role
from dashboard.app_pages import shared
from dashboard.imports import ImportRequest
from dashboard.period import Period
from dashboard.warehouse.notes import Note
from dashboard.workspace import Workspace
from tests.app_pages.conftest import OpenPage, checked, labels_of, messages, named, press, texts

NOTE = Note("election", "Musterwahl", date(2024, 2, 1), text="Kreistag & <b>Rat</b>")


# --- notes -----------------------------------------------------------------------------------


@pytest.fixture
def at(open_page: OpenPage) -> AppTest:
    page = open_page("events")
    page.session_state["veranstaltungen_bereich"] = "anmerkungen"
    return checked(page)


def choose(at: AppTest, value: str) -> AppTest:
    named(at.selectbox, "Ansehen, ändern oder anlegen").set_value(value)
    return checked(at)


def test_without_notes_the_section_says_how_to_begin(at: AppTest) -> None:
    assert "Noch gibt es keine Anmerkung." in texts(at)


def test_a_note_is_entered_and_listed(at: AppTest, workspace: Workspace) -> None:
    choose(at, "neu")
    named(at.text_input, "Kurztext").set_value("Musteraufruf")
    named(at.selectbox, "Art").set_value("funding")
    named(at.date_input, "Von").set_value(date(2024, 3, 1))
    named(at.date_input, "Bis (wenn es länger als einen Tag dauert)").set_value(date(2024, 5, 31))
    named(at.text_area, "Erläuterung").set_value("Für Kommunen")
    press(at, "Anmerkung anlegen")
    assert messages(at, "done") == ["Die Anmerkung „Musteraufruf“ ist angelegt."]
    assert "01.03.2024 bis 31.05.2024" in texts(at)
    [stored] = tasks.list_notes(workspace, LOCAL_USER)
    expected = ("funding", "Musteraufruf", date(2024, 3, 1), date(2024, 5, 31), "Für Kommunen")
    assert (stored.kind, stored.label, stored.starts_on, stored.ends_on, stored.text) == expected


def test_what_is_missing_is_said_and_nothing_typed_is_lost(at: AppTest) -> None:
    choose(at, "neu")
    named(at.text_area, "Erläuterung").set_value("Für Kommunen")
    press(at, "Anmerkung anlegen")
    [complaint] = messages(at, "error")
    assert "Der Kurztext fehlt. Der Tag fehlt." in complaint
    assert named(at.text_area, "Erläuterung").value == "Für Kommunen"


def test_a_note_is_changed(at: AppTest, workspace: Workspace) -> None:
    tasks.save_note(workspace, LOCAL_USER, NOTE)
    choose(checked(at), "1")
    named(at.text_input, "Kurztext").set_value("Andere Wahl")
    press(at, "Anmerkung speichern")
    assert messages(at, "done") == ["Die Anmerkung „Andere Wahl“ ist gespeichert."]
    assert [note.label for note in tasks.list_notes(workspace, LOCAL_USER)] == ["Andere Wahl"]


def test_a_note_is_deleted_after_a_second_step(at: AppTest, workspace: Workspace) -> None:
    tasks.save_note(workspace, LOCAL_USER, NOTE)
    choose(checked(at), "1")
    assert labels_of(at, "expander") == ["Anmerkung löschen"]
    press(at, "Endgültig löschen")
    assert messages(at, "done") == ["Die Anmerkung „Musterwahl“ ist gelöscht."]
    assert tasks.list_notes(workspace, LOCAL_USER) == ()


def test_giving_up_changes_nothing(at: AppTest, workspace: Workspace) -> None:
    choose(at, "neu")
    named(at.text_input, "Kurztext").set_value("Muster")
    press(at, "Abbrechen")
    assert tasks.list_notes(workspace, LOCAL_USER) == ()
    assert "Noch gibt es keine Anmerkung." in texts(at)


@pytest.mark.parametrize("page", ["topics", "participation"])
def test_notes_are_listed_below_the_charts_of_time_as_text(
    workspace: Workspace, open_page: OpenPage, page: str
) -> None:
    tasks.save_note(workspace, LOCAL_USER, NOTE)
    shown = texts(open_page(page))
    assert "01.02.2024: Musterwahl (Wahl)" not in shown  # „Musterwahl“ says it already
    assert "01.02.2024: Musterwahl – Kreistag &amp; &lt;b&gt;Rat&lt;/b&gt;" in shown


# --- comments --------------------------------------------------------------------------------

FIELD = "Kommentar zu „Teilnahmen je Dialog“, allen Jahren"
KEY = "kommentar-beteiligung-veranstaltungen-alle"


def save(at: AppTest, text: str) -> AppTest:
    named(at.text_area, FIELD).set_value(text)
    at.button(key=f"{KEY}-speichern").click()
    return checked(at)


def test_a_comment_is_written_below_its_chart_with_date_and_state(
    workspace: Workspace, open_page: OpenPage
) -> None:
    at = open_page("participation")
    assert labels_of(at, "expander").count("Kommentieren") == 9
    save(at, "Liegt am *Termin*.\n<i>Bitte</i> prüfen")
    assert "Kommentare (1)" in labels_of(at, "expander")
    shown = texts(at)
    assert "Liegt am *Termin*.<br>&lt;i&gt;Bitte&lt;/i&gt; prüfen" in shown
    assert "zu allen Jahren. Datenstand: " in shown
    assert named(at.text_area, FIELD).value == ""
    [row] = tasks.chart_comments(workspace, LOCAL_USER, Period.whole()).to_dict("records")
    assert (row["chart_id"], row["written_by"]) == ("beteiligung-veranstaltungen", "lokal")


def test_an_empty_comment_is_refused_beside_its_field(open_page: OpenPage) -> None:
    at = save(open_page("participation"), "  ")
    assert "Der Kommentar ist leer." in texts(at)


def test_a_comment_says_when_data_have_changed_since(
    workspace: Workspace, open_page: OpenPage
) -> None:
    chart = "beteiligung-veranstaltungen"
    tasks.comment_chart(workspace, LOCAL_USER, chart, Period.whole(), "Muster")
    assert "seither haben sich Daten geändert" not in texts(open_page("participation"))
    content = b"Name;Ort;E-Mail\nA B;Helbra;a@muster.example"
    tasks.commit_import(workspace, LOCAL_USER, ImportRequest("l.csv", content, event_id="rd-08"))
    assert "seither haben sich Daten geändert" in texts(open_page("participation"))


def test_ones_own_comment_can_be_deleted(workspace: Workspace, open_page: OpenPage) -> None:
    at = save(open_page("participation"), "Muster")
    at.button(key=f"{KEY}-loeschen-1").click()
    checked(at)
    assert "Kommentare (1)" not in labels_of(at, "expander")
    assert tasks.chart_comments(workspace, LOCAL_USER, Period.whole()).empty


def test_management_comments_and_deletes_nobody_elses(
    workspace: Workspace, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    chart = "beteiligung-veranstaltungen"
    tasks.comment_chart(workspace, LOCAL_USER, chart, Period.whole(), "Muster")
    monkeypatch.setattr(shared, "actor", lambda: Actor("chefin", Role.VIEWER))
    at = save(open_page("participation"), "Meine Sicht")
    assert "Kommentare (2)" in labels_of(at, "expander")
    assert [button.key for button in at.button if "loeschen" in str(button.key)] == [
        f"{KEY}-loeschen-2"
    ]


# --- overview --------------------------------------------------------------------------------


def overview(year: str | None = None) -> AppTest:
    at = AppTest.from_string(
        "from dashboard.app_pages import overview\noverview.page()\n", default_timeout=60
    )
    if year:
        at.session_state["jahr"] = year
    return checked(at)


def attend(workspace: Workspace, event_id: str, *names: str) -> None:
    lines = [f"{name} Muster;Helbra;{name}@muster.example" for name in names]
    content = "\n".join(["Name;Ort;E-Mail", *lines]).encode()
    request = ImportRequest(f"{event_id}.csv", content, event_id=event_id)
    tasks.commit_import(workspace, LOCAL_USER, request)


def test_without_a_year_no_change_is_shown_and_it_says_why(workspace: Workspace) -> None:
    shown = texts(overview())
    assert "Veränderungen stehen hier, sobald links ein Jahr gewählt ist." in shown
    assert "gegenüber" not in shown
    assert "Was auffällt" in [each.value for each in overview().header]


def test_a_year_is_compared_with_the_one_before(workspace: Workspace) -> None:
    attend(workspace, "rd-07", "a", "b")
    attend(workspace, "rd-08", "a", "b", "c")
    shown = texts(overview("2024"))
    assert "Verglichen mit 2023." in shown
    assert "±0 gegenüber 2023 (1): im Rahmen früherer Jahre (1 bis 4)." in shown
    assert "+1 gegenüber 2023 (2): zwei Jahre zeigen noch keine Entwicklung." in shown


def test_the_first_year_has_nothing_to_compare_with(workspace: Workspace) -> None:
    shown = texts(overview("2021"))
    assert "2020 gab es keinen Dialog, mit dem sich vergleichen ließe." in shown


def test_what_stands_out_is_a_sentence_with_a_link(workspace: Workspace) -> None:
    at = overview()
    shown = texts(at)
    assert "„Wertschöpfung und Innovation“ war Thema von 2 Dialogen" in shown


def test_a_year_in_which_nothing_took_place_says_so(workspace: Workspace) -> None:
    assert "In diesem Zeitraum hat kein Dialog stattgefunden." in texts(overview("2030"))
