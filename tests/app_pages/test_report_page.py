"""Bericht: built in the background, downloaded, frozen, compared."""

import time
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import tasks
from dashboard.access import LOCAL_USER
from dashboard.app_pages import report, shared
from dashboard.pictures.picture import Studio
from dashboard.warehouse.events import Event
from tests.app_pages.conftest import OpenPage, labels_of, messages, texts
from tests.report.conftest import Drawer

_SECONDS = 120


@pytest.fixture(autouse=True)
def drawn_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """No browser is started for a page."""
    monkeypatch.setattr(report, "Studio", lambda settings: Studio(engine=Drawer()))


def press(at: AppTest, label: str) -> AppTest:
    [button] = [each for each in at.button if each.label == label]
    return button.click().run()


def finished(at: AppTest) -> AppTest:
    """The page when the work in the background is over."""
    deadline = time.monotonic() + _SECONDS
    while not at.session_state["bericht-auftrag"].is_over:
        assert time.monotonic() < deadline, "the report takes too long"
        time.sleep(0.1)
    at = at.run()
    assert not at.exception
    return at


def test_a_report_is_built_frozen_rendered_again_and_compared(open_page: OpenPage) -> None:
    at = open_page("report")
    assert "Noch ist keine Ausgabe eingefroren." in texts(at)
    at.selectbox(key="bericht-jahr").set_value(2023)
    at = finished(press(at, "Bericht erstellen"))
    assert labels_of(at, "download_button") == [
        "PDF",
        "Word",
        "PowerPoint",
        "Excel",
        "Alles als ZIP",
    ]
    assert "Jahresbericht 2023, öffentlich" in texts(at)
    assert "Im Jahr 2023 fand ein Regionaldialog statt." in texts(at)

    at = press(at, "Ausgabe einfrieren")
    assert messages(at, "done") == ["Die Ausgabe 1 ist eingefroren."]
    at = finished(press(at, "Erneut ausgeben"))
    assert "Jede Datei ist Byte für Byte dieselbe wie beim Einfrieren." in texts(at)
    at = finished(press(at, "Mit heute vergleichen"))
    assert "Seit der Ausgabe hat sich keine Zahl geändert." in texts(at)

    added = Event("muster-1", "Musterdialog", held_on=date(2023, 3, 1), status="held", number=70)
    tasks.save_event(shared.workspace(), LOCAL_USER, added, is_new=True)
    at = finished(press(at, "Mit heute vergleichen"))
    assert "Seit der Ausgabe geändert:" in texts(at)
    assert "Musterdialog" in texts(at)


def test_what_goes_wrong_is_said_in_german(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch, tmp_path
) -> None:
    monkeypatch.setenv("REGIONALDIALOG_AGENCY_LOGO", str(tmp_path / "fehlt.png"))
    at = finished(press(open_page("report"), "Bericht erstellen"))
    [message] = messages(at, "error")
    assert "fehlt.png lässt sich nicht öffnen" in message
    assert labels_of(at, "download_button") == []


def test_an_internal_report_is_a_choice_and_public_the_default(open_page: OpenPage) -> None:
    at = open_page("report")
    assert at.radio(key="bericht-kreis").value == "public"
    at.radio(key="bericht-kreis").set_value("internal")
    at = finished(press(at, "Bericht erstellen"))
    assert ", intern" in texts(at)
    assert at.session_state["bericht-auftrag"].files[0].path.endswith("-intern.pdf")
