"""What leaves the house with a chart: the same numbers everywhere, marked, escaped, allowed."""

import csv
import io
import re
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from urllib.parse import quote

import pytest

from dashboard.charts.catalogue import CATALOGUE, OF_MUNICIPALITY, find_chart, find_dataset
from dashboard.charts.chart import MAP_NOTE
from dashboard.charts.publish import publish, publish_query
from dashboard.disclosure import Audience
from dashboard.errors import NotAllowed, NotFound
from dashboard.ingest.schema import Status
from dashboard.period import Period
from dashboard.warehouse import query
from dashboard.warehouse.events import Topic, store_topic
from tests.builders import outside, people, person, questionnaire
from tests.charts.reading import (
    MAPS_ALIKE,
    THRESHOLDS,
    YEAR,
    all_published,
    drawn_texts,
    names,
    note,
    opened,
    plain,
    rows,
    text,
)
from tests.conftest import import_list, import_questionnaires, store

IDS = [chart.id for chart in CATALOGUE]
DRAWN = [chart.id for chart in CATALOGUE if chart.draw is not None]
DRAWN_ONCE = [chart_id for chart_id in DRAWN if chart_id not in MAPS_ALIKE]
MAPS = [chart.id for chart in CATALOGUE if "-karte-" in chart.id or chart.id == "gemeinden-jahre"]
PERIODS = [Period.whole(), *(Period.of_year(year) for year in range(2021, 2025))]


# --- the table is the query ------------------------------------------------------------------


def exactly(value: float | Decimal) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(repr(float(value)))


def rounded(value: float | Decimal, digits: int) -> str:
    """German digits: dots between thousands, a decimal comma."""
    exact = exactly(value).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return f"{exact:,.{digits}f}".translate(str.maketrans(",.", ".,"))


def number(value: float) -> str:
    return rounded(value, 0 if float(value).is_integer() else 1)


def percent(value: float) -> str:
    return "unter 1 %" if 0 < value < 0.005 else f"{rounded(exactly(value) * 100, 0)} %"


def points(value: float) -> str:
    whole = int(rounded(abs(exactly(value)) * 100, 0))
    sign = "±" if whole == 0 else "+" if value > 0 else "−"
    return f"{sign}{whole} {'Punkt' if whole == 1 else 'Punkte'}"


def day(value) -> str:
    return f"{value.day:02}.{value.month:02}.{value.year}"


def quarter(value) -> str:
    return f"{(value.month + 2) // 3}. Quartal {value.year}"


COUNTS = (
    *("dialogues", "attendances", "people", "population", "agenda_items", "events", "base"),
    *("registered", "withdrawn", "no_show", "first_time", "returning_people", "not_told"),
    *("organisations", "responses", "answers", "answered", "not_stated", "answered_before"),
    *("dialogues_since", "median", "dialogues_here", "events_with_list", "persons", "out_of"),
    *("still_open", "invited", "visitors", "recognised", "topic_dialogues"),
    *("agreeing", "attended"),
    *("texts", "texts_coded", "talks", "talks_held"),
    *("dialogues_since", "median"),
    *("outcomes", "with_due", "overdue", "days_overdue", "months", "waiting_months"),
    *("suggestions", "reached", "received"),
    *("older_events", "newer_events", "half_events", "mentions"),
)
SHARES = ("share", "topic_share", "show_up_rate", "response_rate", "agreement", "agreement_before")
SHARES += ("answer_rate", "text_share", "talk_share")
WRITTEN = {
    **dict.fromkeys(COUNTS, number),
    **dict.fromkeys(SHARES, percent),
    "per_1000": lambda value: rounded(value, 2),
    "district_per_1000": lambda value: rounded(value, 2),
    "per_event": lambda value: rounded(value, 1),
    "change": points,
    "mean": lambda value: rounded(value, 1),
    "asked_year": str,
    "held_on": day,
    "last_held_on": day,
    "received_on": day,
    "last_update_on": day,
    **dict.fromkeys(("planned_on", "last_on", "starts_on", "ends_on"), day),
    "held_year": str,
    "quarter_start": quarter,
    "figure_value": number,
}
# Where a null or a zero has words of its own.
NULLS = {
    "held_on": "Datum unbekannt",
    "last_held_on": "–",
    "received_on": "Datum unbekannt",
    "last_update_on": "noch keine",
    "waiting_months": "–",
    "organisations": "–",
    **dict.fromkeys(("planned_on", "ends_on"), "–"),
    "last_on": "Datum unbekannt",
    "held_year": "ohne Datum",
    "quarter_start": "ohne Datum",
}
NAMES = {
    *("short_title", "title", "topic_label", "municipality_name", "administration_name"),
    *("topics", "short_label", "step_label", "association_name", "place_name", "last_event"),
    *("figure_id", "is_held", "mode", "missing_fact", "level", "organisation_type"),
    *("attended_mode", "is_represented", "stage", "visitor", "standing"),
    *("code_label", "description", "quote", "question_label", "note", "tendency"),
    "attended_mode",
    # Words and dates of outcomes, counted by hand in test_outcomes.py.
    *("kind", "status", "raised_at", "ended", "due", "last_message", "responsible"),
    *("municipality_names", "note", "source", "taken_up_at", "reason"),
    *("topic_id", "date_basis", "timeline_state", "raised_way", "raised_title", "figure_before"),
    *("overall_version", "note_kind", "note_label", "note_text"),
}


def expected(name: str, row: dict[str, object], cells: frozenset[str]) -> str:
    value = row[name]
    if value is None and name in cells and row.get("suppressed"):
        return "·"
    if value is None:
        return NULLS.get(name, "k. A.")
    if name == "topic_share" and value == 0:
        return "nur Tagesordnung"
    if row.get("figure_id") == "response_rate" and name == "figure_value":
        return percent(value)
    return WRITTEN[name](value)


@pytest.mark.parametrize("audience", [Audience.STAFF, Audience.PUBLIC])
@pytest.mark.parametrize("chart", CATALOGUE, ids=lambda chart: chart.id)
def test_every_number_of_the_table_is_the_one_of_the_query(chart, audience, demo_warehouse):
    if audience is Audience.PUBLIC and chart.data.audience is not Audience.PUBLIC:
        return  # refused, see below
    seen = 0
    for period in PERIODS if audience is Audience.STAFF else PERIODS[:1]:
        same = {"audience": audience, "thresholds": THRESHOLDS}
        table = publish(demo_warehouse, replace(chart, draw=None), period, **same).table
        frame = publish_query(demo_warehouse, chart.query, period, **same)
        assert len(table) == len(frame)
        assert list(table) == [column.heading for column in chart.columns]
        records = [
            dict(zip(frame.columns, row, strict=True)) for row in rows(frame, *frame.columns)
        ]
        for column in chart.columns:
            # Words made of several cells are tested beside their chart.
            is_made_up = column.text_of_row is not None and column.name != "figure_value"
            if column.name in NAMES or is_made_up:
                continue
            cells = table[column.heading].to_list()
            assert cells == [expected(column.name, row, chart.data.cells) for row in records]
            seen += len(cells)
    assert seen > 0 or chart.id in {"uebersicht-fehlt", "gespraeche-chronik"}


@pytest.mark.parametrize("chart", CATALOGUE, ids=lambda chart: chart.id)
def test_names_stand_in_the_table_as_they_are(chart, demo_charts):
    shown = demo_charts[chart.id]
    for column in chart.columns:
        if column.name in NAMES and column.name.endswith(("title", "label", "_name")):
            plain_names = [
                ("k. A.", "–", "ohne Thema") if value is None else (value,)
                for value in rows(shown.frame, column.name)
            ]
            cells = shown.table[column.heading].to_list()
            assert all(cell in allowed for cell, allowed in zip(cells, plain_names, strict=True))


def test_the_table_of_the_public_hides_something(demo_warehouse):
    for chart_id in ("gemeinden-karte-teilnahmen", "beteiligung-organisationstyp"):
        shown = publish(
            demo_warehouse,
            find_chart(chart_id),
            Period.whole(),
            audience=Audience.PUBLIC,
            thresholds=THRESHOLDS,
        )
        assert "·" in shown.table["Teilnahmen"].to_list()
        assert shown.frame["suppressed"].any()


# --- the picture -----------------------------------------------------------------------------


@pytest.mark.parametrize("chart_id", DRAWN)
def test_a_picture_says_what_it_is_from_where_and_of_when(chart_id, demo_charts):
    shown = demo_charts[chart_id]
    title = text(shown.figure.layout.title.text)
    assert f"{shown.chart.title}, alle Jahre" in title.replace("\xa0", " ")
    assert "Beispieldaten" in title
    below = note(shown)
    assert below == shown.source_note.replace("\xa0", " ") or below == shown.source_note
    assert below.startswith("Beispieldaten (erfunden). Quelle: ")
    assert shown.chart.source in below
    assert shown.n in below
    assert shown.n.startswith("n ")
    assert re.search(r"Datenstand: \d\d\.\d\d\.\d{4}, \d\d:\d\d Uhr", below)


@pytest.mark.parametrize("chart_id", DRAWN_ONCE)
def test_real_data_are_not_called_invented(chart_id, one_of_each):
    shown = one_of_each[chart_id]
    assert not [each for each in drawn_texts(shown) if "BEISPIEL" in each.upper()]
    assert shown.is_demo is False
    assert shown.file_stem == f"{chart_id}-2025"
    assert "Datenstand: 01.01.2099, 12:00 Uhr" in note(shown)
    of_series = {"beteiligung-treue", "gemeinden-zuletzt"}
    when = "ganze Reihe bis Ende 2025" if chart_id in of_series else "2025"
    assert text(shown.figure.layout.title.text) == f"<b>{shown.chart.title}, {when}</b>"


@pytest.mark.parametrize("chart_id", MAPS)
def test_every_map_carries_the_note_of_its_boundaries(chart_id, demo_charts):
    assert MAP_NOTE in note(demo_charts[chart_id])
    assert MAP_NOTE in demo_charts[chart_id].csv().decode("utf-8-sig")


def test_only_maps_carry_it():
    assert [chart.id for chart in CATALOGUE if MAP_NOTE in chart.notes] == MAPS
    assert len(MAPS) == 9


def test_files_of_the_demo_are_named_so(demo_charts):
    assert demo_charts["themen-wann"].file_stem == "beispieldaten-themen-wann-alle-jahre"


# --- the file --------------------------------------------------------------------------------


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.mark.parametrize("chart_id", IDS)
def test_a_german_excel_opens_the_file(chart_id, demo_charts):
    shown = demo_charts[chart_id]
    content = shown.csv()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\n") == content.count(b"\r\n") > 3
    lines = read(content)
    assert lines[0] == list(shown.table)
    rows_read, below = lines[1 : len(shown.table) + 1], lines[len(shown.table) + 1 :]
    assert rows_read == [list(row) for row in shown.table.itertuples(index=False, name=None)]
    notes = [[remark] for remark in shown.remarks]
    assert below == [[], [shown.title], [shown.source_note], *notes]


def test_decimals_have_a_comma(demo_charts):
    lines = read(demo_charts["gemeinden-karte-je-1000"].csv())
    assert lines[0][-1] == "Teilnahmen je 1.000 Einw."
    assert all(re.fullmatch(r"\d+,\d\d", line[-1]) for line in lines[1:-3])


@pytest.mark.parametrize("place", ["=1+1", "@x", "+49", "-Muster", "=HYPERLINK(A1)", "\tMuster"])
def test_no_cell_is_a_formula(shown, add_event, add_attendance, place):
    add_event()
    add_attendance("muster-1", person("anna", place=outside(place)))
    chart = shown("gemeinden-herkunft")
    assert chart.table["Ort"].to_list() == [place]
    [_, line, *_] = read(chart.csv())
    assert line[1] == (place if place == "+49" else f"'{place}")
    assert not line[1].startswith(("=", "@", "-", "\t"))


def test_titles_and_changes_are_no_formulas(shown, add_event, add_attendance):
    add_event(title="=SUMME(A1)")
    add_attendance("muster-1", *people(3))
    lines = read(shown("beteiligung-veranstaltungen").csv())
    assert lines[1] == ["Regionaldialog", "'=SUMME(A1)", "06.05.2025", "3"]


def test_separators_and_line_breaks_stay_in_their_cell(shown, add_event):
    add_event(title='Muster; "Probe"\nzweite Zeile')
    lines = read(shown("beteiligung-veranstaltungen").csv())
    assert lines[1][1] == 'Muster; "Probe"\nzweite Zeile'
    assert lines[1][3] == "k. A."


# --- names are text --------------------------------------------------------------------------

WILD = '<b>Muster</b> & *fett* <a href="https://muster.example">hier</a>'


@pytest.fixture(scope="module")
def wild_names():
    """All charts of a warehouse whose event, topic and place are called like markup."""
    with opened() as warehouse:
        with warehouse.writing() as cursor:
            store_topic(cursor, Topic("muster-topic", WILD, "Muster"), is_new=True)
        store(warehouse, title=WILD, venue=WILD, topics={"muster-topic": 1.0})
        visitors = people(6, place=outside(WILD))
        import_list(warehouse, "muster-1", (*visitors, person("no", status=Status.NO_SHOW)))
        sheets = tuple(questionnaire(f"b {n}") for n in range(5))
        import_questionnaires(warehouse, "muster-1", sheets)
        yield all_published(warehouse, IDS)


@pytest.mark.parametrize("chart_id", DRAWN_ONCE)
def test_markup_in_a_name_is_not_drawn_as_markup(chart_id, wild_names):
    texts = drawn_texts(wild_names[chart_id])
    assert not [each for each in texts if "<a" in each or "<b>Muster" in each]
    assert not [each for each in texts if "&amp;amp;" in each]


@pytest.mark.parametrize(
    ("chart_id", "where"),
    [
        ("themen-wann", "hover"),
        ("themen-wann", "names"),
        ("themen-jahr-veranstaltungen", "hover"),
        ("themen-jahr-veranstaltungen", "names"),
        ("beteiligung-veranstaltungen", "hover"),
        ("beteiligung-erstmals", "hover"),
        ("beteiligung-anmeldung", "hover"),
        ("gemeinden-herkunft", "names"),
    ],
)
def test_markup_in_a_name_is_read_as_text(chart_id, where, wild_names):
    chart = wild_names[chart_id]
    found = names(chart) if where == "names" else map(text, chart.figure.data[0].hovertext)
    assert any(WILD in each for each in found)


def test_the_table_holds_a_name_as_it_is(wild_names):
    assert wild_names["gemeinden-herkunft"].table["Ort"].to_list() == [WILD]
    assert wild_names["uebersicht-kalender"].table["Titel"].to_list() == [WILD]
    assert WILD in wild_names["themen-jahr-veranstaltungen"].sentence


# --- the catalogue ---------------------------------------------------------------------------


def test_ids_are_unique_and_fit_into_an_address():
    assert len(set(IDS)) == len(IDS)
    assert all(
        re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", each) and quote(each) == each for each in IDS
    )
    titles = [chart.title for chart in CATALOGUE]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("chart", CATALOGUE, ids=lambda chart: chart.id)
def test_a_chart_shows_columns_of_its_query(chart):
    columns = set(query.load(chart.query).columns)
    assert {column.name for column in chart.columns} <= columns
    assert chart.data.cells <= columns
    for protection in chart.data.protections:
        named = {*protection.key, protection.column, protection.internal} - {""}
        assert named <= columns
        # Either the release decides, or it is never for the public.
        assert bool(protection.table) != bool(protection.internal)
    assert find_chart(chart.id) is chart


def test_charts_of_one_query_follow_the_same_rules():
    for chart in CATALOGUE:
        assert find_dataset(chart.query) == chart.data


def test_every_query_is_published_or_about_the_operation():
    published = {chart.query for chart in (*CATALOGUE, *OF_MUNICIPALITY)}
    assert set(query.names()) - published == {
        "imports.attendance_rows",
        "imports.batches",
        "imports.questionnaire_rows",
        "report.comments",
    }


@pytest.mark.parametrize("name", sorted({chart.query for chart in CATALOGUE}))
def test_every_published_query_can_be_had(name, demo_warehouse):
    frame = publish_query(
        demo_warehouse, name, YEAR, audience=Audience.STAFF, thresholds=THRESHOLDS
    )
    assert [column for column in frame if column != "suppressed"] == list(query.load(name).columns)


def test_an_unknown_chart_is_not_found():
    with pytest.raises(NotFound, match="„muster-diagramm“ gibt es nicht"):
        find_chart("muster-diagramm")


@pytest.mark.parametrize("name", ["muster.abfrage", "imports.batches", "views.10_in_period", ""])
def test_other_queries_are_not_found(name, demo_warehouse):
    with pytest.raises(NotFound, match="wird nicht veröffentlicht"):
        publish_query(demo_warehouse, name, YEAR, audience=Audience.STAFF, thresholds=THRESHOLDS)


@pytest.mark.parametrize("chart", CATALOGUE, ids=lambda chart: chart.id)
@pytest.mark.parametrize("audience", list(Audience))
def test_what_is_internal_is_not_for_the_public(chart, audience, demo_warehouse):
    drawless = replace(chart, draw=None)
    same = {"audience": audience, "thresholds": THRESHOLDS}
    if chart.data.audience is Audience.INTERNAL and audience is Audience.PUBLIC:
        with pytest.raises(NotAllowed, match="nicht öffentlich"):
            publish(demo_warehouse, drawless, YEAR, **same)
        with pytest.raises(NotAllowed, match="nicht öffentlich"):
            publish_query(demo_warehouse, chart.query, YEAR, **same)
    else:
        shown = publish(demo_warehouse, drawless, YEAR, **same)
        assert shown.chart.id == chart.id
        assert shown.figure is None


def test_some_charts_are_internal():
    internal = [chart.id for chart in CATALOGUE if chart.data.audience is Audience.INTERNAL]
    assert internal == [
        "gemeinden-herkunft",
        "beteiligung-trichter",
        "beteiligung-konzentration",
        "beteiligung-erstmals",
        "beteiligung-treue",
        "vorschlaege-liste",
    ]


def test_an_empty_chart_is_published_with_words_alone(nothing):
    shown = nothing["beteiligung-veranstaltungen"]
    assert shown.table.empty
    assert list(shown.table) == ["Dialog", "Titel", "Datum", "Teilnahmen"]
    assert shown.sentence == "In diesem Zeitraum hat kein Dialog stattgefunden."
    assert "n =" not in shown.source_note
    assert plain(shown.frame.size) == 0
