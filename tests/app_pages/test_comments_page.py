"""The page „Freitexte und Gespräche“: read, code, release, keep the code book, note talks."""

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import tasks
from dashboard.access import LOCAL_USER
from dashboard.warehouse.comments import Code, Comment
from dashboard.warehouse.talks import Talk, TalkNote
from dashboard.workspace import Workspace
from tests.app_pages.conftest import OpenPage, labels_of, messages, texts
from tests.builders import HELBRA, questionnaire
from tests.conftest import import_questionnaires, store

WILD = "<b>Danke</b> & *fett*"


@pytest.fixture
def comments(workspace: Workspace) -> None:
    store(workspace.warehouse, "muster-1")
    sheets = [questionnaire(f"b {n}", {"free_text": each}) for n, each in enumerate((WILD, "Mehr"))]
    import_questionnaires(workspace.warehouse, "muster-1", tuple(sheets))
    tasks.save_code(workspace, LOCAL_USER, Code("lob", "Lob", "Wenn gelobt wird"), is_new=True)


def listed(workspace: Workspace) -> tuple[Comment, ...]:
    return tasks.list_comments(workspace, LOCAL_USER)


def section(at: AppTest, name: str) -> AppTest:
    at.segmented_control(key="freitexte_bereich").set_value(name)
    return at.run()


def test_without_texts_the_page_says_where_they_come_from(open_page: OpenPage) -> None:
    at = open_page("comments")
    assert "Es gibt noch keine Freitexte." in at.info[0].value
    assert "Das Codebuch ist noch leer." in section(at, "codebuch").info[0].value
    assert "Noch ist kein Gespräch festgehalten." in section(at, "gespraeche").info[0].value


def test_a_text_is_shown_as_text(comments: None, open_page: OpenPage) -> None:
    shown = texts(open_page("comments"))
    assert "&lt;b&gt;Danke&lt;/b&gt; &amp; *fett*" in shown
    assert "<b>Danke" not in shown
    assert "2 Freitexte, davon 2 ohne Code." in shown


def test_a_text_is_coded_and_leaves_the_open_ones(
    workspace: Workspace, comments: None, open_page: OpenPage
) -> None:
    at = open_page("comments")
    at.multiselect[0].set_value(["lob"]).run()
    assert messages(at, "done") == ["Die Zuordnung ist gespeichert."]
    assert [len(each.codes) for each in listed(workspace)].count(1) == 1
    assert "zuletzt zugeordnet von lokal" in texts(at)
    at.checkbox(key="freitexte_offen").set_value(True).run()
    assert len(at.multiselect) == 1


def test_a_quote_is_released_and_taken_back(
    workspace: Workspace, comments: None, open_page: OpenPage
) -> None:
    at = open_page("comments")
    at.button[0].click().run()
    assert [each.released_by for each in listed(workspace)].count("lokal") == 1
    assert labels_of(at, "button") == ["Freigabe zurücknehmen", "Als Zitat freigeben"]
    at.button[0].click().run()
    assert [each.released_by for each in listed(workspace)] == [None, None]


def test_a_code_is_added_and_retired(workspace: Workspace, open_page: OpenPage) -> None:
    at = section(open_page("comments"), "codebuch")
    at.selectbox(key="freitexte_code").set_value("neu").run()
    at.text_input(key="freitexte_code_neu_kuerzel").set_value("lob")
    at.text_input(key="freitexte_code_neu_name").set_value("Lob")
    at.button(key="freitexte_code_neu_speichern").click().run()
    assert "Die Beschreibung fehlt" in messages(at, "error")[0]
    at.text_area(key="freitexte_code_neu_text").set_value("Wenn gelobt wird")
    at.button(key="freitexte_code_neu_speichern").click().run()
    assert messages(at, "done") == ["Der Code „Lob“ ist angelegt."]
    at.selectbox(key="freitexte_code").set_value("lob").run()
    at.checkbox(key="freitexte_code_lob_aktiv").set_value(False)
    at.button(key="freitexte_code_lob_speichern").click().run()
    assert tasks.list_codes(workspace, LOCAL_USER) == (
        Code("lob", "Lob", "Wenn gelobt wird", active=False),
    )
    assert "stillgelegt" in texts(at)


def test_a_talk_is_noted_with_what_is_missing_said_at_once(
    workspace: Workspace, open_page: OpenPage
) -> None:
    at = section(open_page("comments"), "gespraeche")
    at.selectbox(key="gespraech").set_value("neu").run()
    at.button(key="gespraech_neu_speichern").click().run()
    [complaint] = messages(at, "error")
    assert "Der Beginn fehlt" in complaint
    assert "mit wem gesprochen wurde" in complaint
    at.text_input(key="gespraech_neu_beginn").set_value("12/2022")
    at.text_input(key="gespraech_neu_ende").set_value("5.1.2023")
    at.selectbox(key="gespraech_neu_mit").set_value("mayor")
    at.selectbox(key="gespraech_neu_ort").set_value(f"a:{HELBRA}")
    at.selectbox(key="gespraech_neu_tendenz").set_value("4")
    at.text_area(key="gespraech_neu_aussage_0").set_value("Läuft gut")
    at.button(key="gespraech_neu_speichern").click().run()
    assert messages(at, "done") == ["Das Gespräch ist gespeichert."]
    assert tasks.list_talks(workspace, LOCAL_USER) == (
        Talk(
            "2022-12",
            "mayor",
            ends="2023-01-05",
            ags=HELBRA,
            tendency=4,
            notes=(TalkNote("Läuft gut"),),
            talk_id=1,
        ),
    )
    assert "12/2022–05.01.2023" in texts(at)


def test_a_talk_is_deleted(workspace: Workspace, open_page: OpenPage) -> None:
    talk = Talk("2022-12", "mayor", notes=(TalkNote("Läuft gut"),))
    tasks.save_talk(workspace, LOCAL_USER, talk)
    at = section(open_page("comments"), "gespraeche")
    at.selectbox(key="gespraech").set_value("1").run()
    at.button(key="gespraech_loeschen_1").click().run()
    assert messages(at, "done") == ["Das Gespräch ist gelöscht."]
    assert tasks.list_talks(workspace, LOCAL_USER) == ()


def test_the_record_stands_beside_the_talks(open_page: OpenPage) -> None:
    shown = texts(section(open_page("comments"), "gespraeche"))
    assert "Bisherige Zusammenarbeit grundsätzlich positiv" in shown
