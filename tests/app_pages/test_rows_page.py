"""The page „Zeilen“: from a figure to its rows, without names, with file and row."""

import csv
import io

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import paths, spreadsheet, tasks
from dashboard.access import LOCAL_USER
from dashboard.app_pages import rows
from dashboard.imports import ImportRequest
from dashboard.period import Period
from dashboard.workspace import Workspace
from tests.app_pages.conftest import OpenPage, texts

MAIN = str(paths.PACKAGE / "main.py")
SCRIPT = "from dashboard.app_pages import rows\nrows.page()\n"
SECONDS = 60


def open_rows(year: str | None = None, **query: str) -> AppTest:
    """The page as a link opens it."""
    at = AppTest.from_string(SCRIPT, default_timeout=SECONDS)
    for name, value in query.items():
        at.query_params[name] = value
    if year:
        at.session_state["jahr"] = year
    at.run()
    assert not at.exception
    return at


def cells(at: AppTest) -> int:
    return texts(at).count('<th scope="row"')


def figure(workspace: Workspace, figure_id: str, period: Period) -> float:
    published = tasks.publish_chart(workspace, LOCAL_USER, "uebersicht-kennzahlen", period)
    frame = published.frame.set_index("figure_id")
    return float(frame.loc[figure_id, "figure_value"])


def test_without_lists_the_page_says_so(open_page: OpenPage) -> None:
    assert "Dazu gibt es keine Zeilen (alle\xa0Jahre). Nach dem ersten Import" in "".join(
        info.value for info in open_page("rows").info
    )


@pytest.mark.parametrize("year", [None, "2022"])
def test_the_rows_behind_a_figure_are_as_many_as_it_says(demo: Workspace, year: str | None) -> None:
    at = open_rows(year, zeilen_stand="als Teilnahme gezählt")
    period = Period.of_year(int(year)) if year else Period.whole()
    attendances = round(figure(demo, "attendances", period))
    assert f"{attendances} Zeilen, " in texts(at)
    assert cells(at) == attendances


def test_questionnaires_are_listed_without_their_answers(demo: Workspace) -> None:
    at = open_rows(zeilen_art="Fragebögen")
    frame = tasks.list_questionnaire_rows(demo, LOCAL_USER, Period.whole())
    assert cells(at) == len(frame)
    assert "beantwortet" in texts(at)
    assert f"Davon zählen {len(frame)} in der Auswertung." in texts(at)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"zeilen_ort": "Helbra"}, ">Helbra<"),
        ({"zeilen_ort": "außerhalb des Landkreises"}, "(außerhalb)"),
        ({"zeilen_ort": "unbekannt oder noch offen"}, "unbekannt"),
        ({"zeilen_organisation": "Politik"}, "<td>Politik</td>"),
        ({"zeilen_stand": "nicht erschienen"}, "<td>nicht erschienen</td>"),
        ({"zeilen_import": "Import 15"}, '<td class="num">15</td>'),
    ],
)
def test_a_filter_comes_with_the_address(
    demo: Workspace, query: dict[str, str], expected: str
) -> None:
    at = open_rows(**query)
    assert texts(at).count(expected) >= cells(at) > 0
    assert cells(at) < cells(open_rows())


def test_an_import_is_shown_whenever_its_event_was(demo: Workspace) -> None:
    at = open_rows("2021", zeilen_import="Import 15")
    assert "alle\xa0Jahre" in texts(at)
    assert "8. Regionaldialog, 20.02.2024" in texts(at)


def test_a_choice_without_rows_can_be_given_up(demo: Workspace) -> None:
    at = open_rows("2021", zeilen_ort="Helbra", zeilen_organisation="Politik")
    assert "Dazu gibt es keine Zeilen (2021). Bitte die Auswahl ändern." in at.info[0].value
    [button] = [button for button in at.button if button.label == "Alle Filter aufheben"]
    button.click()
    at.run()
    assert cells(at) > 0


def test_many_rows_are_shown_in_parts(demo: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "_AT_ONCE", 100)
    at = open_rows()
    [part] = [box for box in at.selectbox if box.label == "Ausschnitt"]
    assert part.options[0] == "1 bis 100"
    assert cells(at) == 100
    part.set_value(300)
    at.run()
    assert cells(at) == 5
    [status] = [box for box in at.selectbox if box.label == "Stand"]
    status.set_value("no_show")
    at.run()
    assert 0 < cells(at) < 100


def test_places_say_how_they_were_written_and_where_they_come_from(
    workspace: Workspace, open_page: OpenPage
) -> None:
    content = "Name;Organisation;Ort\nA B;;<b>Dorf</b>\nC D;Stadt Hettstedt;\nE F;;Musterhausen\n"
    request = ImportRequest("<i>l</i>.csv", content.encode(), event_id="rd-08")
    tasks.commit_import(workspace, LOCAL_USER, request)
    tasks.decide_place(workspace, LOCAL_USER, "musterhausen", "15087370")
    shown = texts(open_page("rows"))
    assert "<td>unbekannt, geschrieben: „&lt;b&gt;Dorf&lt;/b&gt;“</td>" in shown
    assert "<td>Hettstedt, aus der Organisation</td>" in shown
    assert "<td>Sangerhausen, geschrieben: „Musterhausen“</td>" in shown
    assert "&lt;i&gt;l&lt;/i&gt;.csv" in shown
    assert "A B" not in shown


def test_a_row_of_another_series_is_said_not_to_count(
    workspace: Workspace, open_page: OpenPage
) -> None:
    request = ImportRequest("l.csv", b"Name;Ort\nA B;Helbra\n", event_id="awf-04")
    tasks.commit_import(workspace, LOCAL_USER, request)
    assert "<td>teilgenommen, zählt nicht mit</td>" in texts(open_page("rows"))


def test_no_cell_of_the_file_is_a_formula(workspace: Workspace) -> None:
    content = "Name;Organisation;Ort\nA B;=HYPERLINK(1);Helbra\n"
    request = ImportRequest("@l.csv", content.encode(), event_id="rd-08")
    tasks.commit_import(workspace, LOCAL_USER, request)
    frame = tasks.list_attendance_rows(workspace, LOCAL_USER, Period.whole())
    table = rows._table(frame, rows._attendance_row)
    written = rows._csv(table)
    assert written.startswith(b"\xef\xbb\xbfVeranstaltung;Import Nr.;Datei;Zeile der Datei;Person")
    [_, cells, *_] = csv.reader(io.StringIO(written.decode("utf-8-sig")), delimiter=";")
    assert "'=HYPERLINK(1)" in cells
    assert "'@l.csv" in cells
    assert spreadsheet.harmless("-12,5") == "-12,5"
