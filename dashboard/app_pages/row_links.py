"""Links to the page „Zeilen“: which filters it has in its address, and what a link sets there.

An address names an option as the screen does, because that is how Streamlit binds a select to it.
The period is not among them: Streamlit keeps it from page to page and would write it twice.
"""

from collections.abc import Mapping
from urllib.parse import urlencode

from dashboard import labels
from dashboard.access import Action, Actor, may
from dashboard.charts.chart import ATTENDANCE_LISTS, QUESTIONNAIRES, RECORD, Chart

KIND, EVENT, PLACE = "zeilen_art", "zeilen_veranstaltung", "zeilen_ort"
ORGANISATION, STATUS, BATCH = "zeilen_organisation", "zeilen_stand", "zeilen_import"

KINDS = {"attendance": "Teilnahmelisten", "feedback": "Fragebögen"}
COUNTED = "counted"
STATUSES = {COUNTED: "als Teilnahme gezählt", **labels.ATTENDANCE_STATUSES}

# Charts about more than those who came.
_OF_ALL_LISTED = frozenset({"beteiligung-anmeldung", "beteiligung-trichter"})
_OF_ROWS = frozenset({ATTENDANCE_LISTS, QUESTIONNAIRES})


def rows_behind(chart: Chart) -> dict[str, str]:
    """The filters that show the rows which a chart counts, if it counts rows of lists."""
    if chart.source == QUESTIONNAIRES:
        return {KIND: KINDS["feedback"]}
    if chart.id in _OF_ALL_LISTED:
        return {KIND: KINDS["attendance"]}
    return {KIND: KINDS["attendance"], STATUS: STATUSES[COUNTED]}


def batch_name(batch_id: int) -> str:
    """The option of one import."""
    return f"Import {batch_id}"


def rows_of_batch(batch_id: int, kind: str) -> dict[str, str]:
    """The filters that show the rows of one import, whenever its event was."""
    return {KIND: KINDS[kind], BATCH: batch_name(batch_id)}


def address_of(query: Mapping[str, str]) -> str:
    """The page with these filters, relative, so that it holds behind a prefix."""
    return f"zeilen?{urlencode(query)}"


def draw_link_behind(chart: Chart, actor: Actor) -> None:
    """From a chart to what it counts, for those who may see single rows."""
    from dashboard.app_pages import wording  # noqa: PLC0415 - it knows the pages that draw charts

    if not may(actor.role, Action.IMPORT):
        return
    if chart.source == RECORD:
        wording.draw_link("veranstaltungen", "Veranstaltungen hinter diesen Zahlen")
        return
    if chart.source in _OF_ROWS:
        wording.draw_link("zeilen", "Zeilen hinter diesen Zahlen", rows_behind(chart))
