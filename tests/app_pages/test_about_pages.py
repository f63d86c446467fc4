"""„Methodik“ and „Barrierefreiheit“: every figure is defined, and the status is the true one."""

import html
import re
from datetime import date

import pytest

from dashboard import accessibility
from dashboard.accessibility import Barrier, known_barriers
from dashboard.app_pages import accessibility as accessibility_page
from dashboard.app_pages import menu
from dashboard.charts import methods
from dashboard.charts.catalogue import CATALOGUE, OF_MUNICIPALITY
from dashboard.charts.overview import FIGURES
from dashboard.formatting import day
from tests.app_pages.conftest import OpenPage, texts

DAY = date(2026, 11, 26)


def test_every_chart_is_defined_under_its_anchor_with_its_query(open_page: OpenPage) -> None:
    at = open_page("methods")
    anchors = {heading.proto.anchor: heading.value for heading in at.subheader}
    shown = texts(at)
    charts = (*CATALOGUE, *OF_MUNICIPALITY)
    for chart in charts:
        assert anchors[methods.anchor_of(chart.id)] == chart.title
        assert f"<dd>{chart.query}</dd>" in shown
    assert len([each for each in anchors if each.startswith("definition-")]) == len(charts)


def test_every_headline_figure_is_defined(open_page: OpenPage) -> None:
    shown = texts(open_page("methods"))
    for figure in FIGURES.values():
        assert f"<dt>{figure.label}</dt><dd>{figure.definition}</dd>" in shown


def test_headings_of_the_methods_are_in_order_and_every_link_leads_to_one(
    open_page: OpenPage,
) -> None:
    at = open_page("methods")
    assert [title.value for title in at.title] == ["Methodik"]
    headings = {heading.proto.anchor for heading in (*at.header, *at.subheader)}
    links = set(re.findall(r'href="#([^"]+)"', texts(at)))
    assert len(links) >= 8
    assert links <= headings


def test_the_methods_name_the_thresholds_in_force(open_page: OpenPage) -> None:
    shown = texts(open_page("methods"))
    assert "weniger als 5 Personen" in shown
    assert "weniger als 3 Organisationen" in shown


def test_the_statement_says_partly_and_when_it_was_checked(open_page: OpenPage) -> None:
    shown = texts(open_page("accessibility"))
    assert "teilweise vereinbar" in shown
    assert f"Zuletzt geprüft am {day(accessibility.last_check())}" in shown
    for said in ("EN 301 549", "WCAG 2.2", "BGG LSA", "Ombudsstelle", "lf-barrierefreiheit-st.de"):
        assert said in shown
    assert "<a " not in shown, "no link leads to another host"


def test_without_a_contact_the_statement_says_who_has_to_enter_it(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "REGIONALDIALOG_ACCESSIBILITY_CONTACT" in texts(open_page("accessibility"))
    monkeypatch.setenv("REGIONALDIALOG_ACCESSIBILITY_CONTACT", "Muster <GmbH>, 03475 000")
    shown = texts(open_page("accessibility"))
    assert "Muster &lt;GmbH&gt;, 03475 000" in shown
    assert "REGIONALDIALOG_ACCESSIBILITY_CONTACT" not in shown


def test_every_known_barrier_stands_in_the_statement(open_page: OpenPage) -> None:
    shown = texts(open_page("accessibility"))
    assert known_barriers()
    for barrier in known_barriers():
        assert barrier.rule in shown
        assert html.escape(barrier.what) in shown


def test_the_statement_tells_what_was_checked_from_what_was_not(open_page: OpenPage) -> None:
    shown = texts(open_page("accessibility"))
    checked, _, never = shown.partition("Noch nicht geprüft:")
    for check in accessibility.checks():
        assert html.escape(check.what) in (never if check.checked_on is None else checked)
    assert "Vorleseprogramm" in never


def test_what_is_mended_is_not_shown_as_a_barrier(open_page: OpenPage) -> None:
    shown = texts(open_page("accessibility"))
    still, _, mended = shown.partition("Behobene Barrieren")
    for barrier in known_barriers():
        assert (html.escape(barrier.what) in still) is barrier.is_open
        assert (html.escape(barrier.what) in mended) is not barrier.is_open


def test_without_a_known_barrier_the_statement_says_so(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accessibility_page, "known_barriers", lambda: ())
    shown = texts(open_page("accessibility"))
    assert "ist nichts gefunden worden" in shown
    assert "keine bekannten Barrieren" in shown


def test_a_barrier_is_known_by_cause_place_and_day() -> None:
    addresses = {address for _, _, address, _ in menu.PAGES}
    for barrier in known_barriers():
        assert barrier.cause in {"own", "streamlit"}
        assert barrier.state in {"open", "mended"}
        assert barrier.is_open or barrier.workaround
        assert barrier.what.endswith(".")
        assert barrier.since <= accessibility.last_check()
        assert barrier.where == accessibility.EVERYWHERE or set(barrier.where.split("|")) <= (
            addresses
        )


def test_a_barrier_concerns_the_pages_that_it_names() -> None:
    somewhere = Barrier("rule", "themen|wirkung", "", "own", "open", "W.", "", DAY)
    assert somewhere.concerns("wirkung")
    assert not somewhere.concerns("importe")
    everywhere = Barrier("rule", "*", "", "own", "open", "W.", "", DAY)
    assert everywhere.concerns("importe")
