"""Every page opens, for every role, with and without data."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import paths, tasks
from dashboard.access import LOCAL_USER, Actor, Role
from dashboard.app_pages import menu, shared
from dashboard.warehouse.events import Event
from dashboard.workspace import Workspace
from tests.app_pages.conftest import OpenPage, texts

SECONDS = 60
READING = ("overview", "topics", "municipalities", "participation", "evaluation", "outcomes")
MAIN = str(paths.PACKAGE / "main.py")


def run_page(name: str, year: str | None = None) -> AppTest:
    at = AppTest.from_string(
        f"from dashboard.app_pages import {name}\n{name}.page()\n", default_timeout=SECONDS
    )
    if year:
        at.session_state["jahr"] = year
    return at.run()


@pytest.mark.parametrize("name", READING)
@pytest.mark.parametrize("year", [None, "2022", "2021"])
def test_a_page_opens_with_data(demo: Workspace, name: str, year: str | None) -> None:
    at = run_page(name, year)
    assert not at.exception
    assert not at.error
    assert at.title[0].value


@pytest.mark.parametrize("name", READING)
def test_a_page_without_lists_says_so_and_shows_no_missing_value(
    open_page: OpenPage, name: str
) -> None:
    shown = texts(open_page(name))
    assert "nan" not in shown.lower().split()
    assert "None" not in shown
    assert "<NA>" not in shown
    if name not in ("topics", "overview", "outcomes"):
        assert "noch keine" in shown


def test_the_overview_names_the_last_dialogue_and_no_past_one_as_the_next(
    demo: Workspace,
) -> None:
    shown = texts(run_page("overview"))
    assert "8. Regionaldialog: Fachkräftesicherung" in shown
    assert "Es ist kein Dialog geplant." in shown
    assert "ob er stattgefunden hat" in shown


def test_the_overview_names_the_next_dialogue(workspace: Workspace, open_page: OpenPage) -> None:
    event = Event(
        "rd-10", "Probethema", held_on=date(2099, 3, 5), date_basis="announced", number=10
    )
    tasks.save_event(workspace, LOCAL_USER, event, is_new=True)
    shown = texts(open_page("overview"))
    assert "10. Regionaldialog: Probethema" in shown
    assert "05.03.2099 (angekündigt, nicht bestätigt)" in shown


def test_unknown_facts_stay_unknown(demo: Workspace) -> None:
    shown = texts(run_page("overview"))
    assert "Veranstaltungsort" in shown
    assert "Datum unbekannt" in texts(run_page("participation"))


def test_the_headline_has_a_definition_behind_every_figure(demo: Workspace) -> None:
    metrics = run_page("overview").metric
    assert [metric.label for metric in metrics] == [
        "Dialoge",
        "Teilnahmen",
        "Teilnehmende (Köpfe)",
        "Gemeinden vertreten",
        "Organisationen",
        "Rücklauf",
    ]
    assert all(metric.proto.help.endswith(".") for metric in metrics)


@pytest.mark.parametrize(
    ("role", "upkeep"),
    [
        (
            Role.ADMIN,
            {"Veranstaltungen", "Importe", "Klärung", "Zeilen", "Freitexte und Gespräche"},
        ),
        (
            Role.EDITOR,
            {"Veranstaltungen", "Importe", "Klärung", "Zeilen", "Freitexte und Gespräche"},
        ),
        (Role.VIEWER, set()),
    ],
)
def test_the_menu_shows_what_the_role_may_open(role: Role, upkeep: set[str]) -> None:
    shown = {title for _, title, _, _ in menu.entries(Actor("probe", role))}
    reading = {"Übersicht", "Themen", "Gemeinden", "Beteiligung", "Auswertung", "Wirkung"}
    reading |= {"Bericht"}
    assert shown == reading | {"Methodik", "Barrierefreiheit"} | upkeep


def test_the_menu_has_a_section_about_the_dashboard_itself() -> None:
    sections: dict[str, list[str]] = {}
    for _, title, address, action in menu.PAGES:
        sections.setdefault(menu.section_of(address, action), []).append(title)
    assert sections["Über"] == ["Methodik", "Barrierefreiheit"]
    assert sections["Pflegen"] == [
        *("Veranstaltungen", "Importe", "Klärung", "Zeilen", "Freitexte und Gespräche")
    ]


def test_charts_lead_to_their_rows_for_those_who_may_see_them(
    demo: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    links = [link.proto.label for link in run_page("participation").get("page_link")]
    assert links == ["Zeilen hinter diesen Zahlen"] * 9
    assert list(run_page("outcomes").get("page_link")) == []
    topics = [link.proto.label for link in run_page("topics").get("page_link")]
    assert set(topics) == {"Veranstaltungen hinter diesen Zahlen", "Zeilen hinter diesen Zahlen"}
    [query] = {link.proto.query_string for link in run_page("evaluation").get("page_link")}
    assert query == "zeilen_art=Frageb%C3%B6gen"
    monkeypatch.setattr(shared, "actor", lambda: Actor("probe", Role.VIEWER))
    assert list(run_page("participation").get("page_link")) == []


def test_the_overview_says_what_is_still_to_be_settled(
    demo: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "2 Ortsangaben sind noch zu klären." in texts(run_page("overview"))
    monkeypatch.setattr(shared, "actor", lambda: Actor("probe", Role.VIEWER))
    assert "noch zu klären" not in texts(run_page("overview"))


def test_the_menu_is_empty_for_nobody() -> None:
    assert menu.entries(Actor("probe", None)) == []


@pytest.mark.parametrize("role", Role)
def test_the_dashboard_starts_for_every_role(
    demo: Workspace, monkeypatch: pytest.MonkeyPatch, role: Role
) -> None:
    monkeypatch.setattr(shared, "actor", lambda: Actor("probe", role))
    at = AppTest.from_file(MAIN, default_timeout=SECONDS).run()
    assert not at.exception
    assert at.title[0].value == "Übersicht"
    assert "Beispieldaten" in texts(at)
    assert at.selectbox(key="jahr").options == ["alle Jahre", "2024", "2023", "2022", "2021"]
