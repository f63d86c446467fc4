"""What a report says of data that were built for it, and that it says nothing else."""

import csv
import inspect
import io
import re
from collections.abc import Iterator
from datetime import date

import openpyxl
import pytest
from docx import Document

from dashboard import formatting, tasks
from dashboard.access import LOCAL_USER
from dashboard.charts.publish import publish_query
from dashboard.disclosure import Audience
from dashboard.errors import NotAllowed, WrongUsage
from dashboard.period import Period
from dashboard.report import content, gathering
from dashboard.report.editions import compare
from dashboard.report.look import Look
from dashboard.report.model import Bullets, Facts, Kind, Paragraph, Report
from dashboard.report.word import to_docx
from dashboard.report.workbook import csv_files, sheet_names, to_xlsx
from dashboard.warehouse.connection import Warehouse
from dashboard.workspace import Workspace
from tests.builders import EISLEBEN, HELBRA, people, person, questionnaire
from tests.charts.reading import rows
from tests.conftest import import_list, import_questionnaires, shipped_warehouse, store
from tests.report.conftest import compared_with_the_query, prints_of


def sentences(report: Report) -> list[str]:
    return [block.text for block in report.blocks if isinstance(block, Paragraph)]


def said(report: Report) -> str:
    """Everything that people read, tables included."""
    texts = [report.title, *sentences(report)]
    for block in report.blocks:
        if isinstance(block, Bullets):
            texts += block.items
        if isinstance(block, Facts):
            texts += [text for entry in block.entries for text in entry]
    for table in report.tables:
        texts += [table.title, *(cell.text for row in table.rows for cell in row)]
    texts += [figure.caption for figure in report.figures]
    return "\n".join(texts)


def store_the_year(warehouse: Warehouse) -> None:
    """Two dialogues of 2025: one well known, one of which little is known."""
    store(
        warehouse,
        "muster-1",
        title="Erster Musterdialog",
        held_on=date(2025, 5, 6),
        topics={"energy": 1.0},
        mode="in_person",
        number=10,
        venue="Musterhalle",
        ags=HELBRA,
    )
    second = {"title": "Zweiter Musterdialog", "held_on": date(2025, 9, 9), "number": 11}
    store(warehouse, "muster-2", **second)
    came = [
        person(f"person {n}", ags=EISLEBEN if n < 12 else HELBRA, organisation=f"Muster {n % 5}")
        for n in range(20)
    ]
    import_list(warehouse, "muster-1", tuple(came))
    answers = [{"overall": 5.0}] * 6 + [{"overall": 2.0}] * 4
    sheets = tuple(questionnaire(f"bogen {n}", each) for n, each in enumerate(answers))
    import_questionnaires(warehouse, "muster-1", sheets)


@pytest.fixture
def year(warehouse) -> None:
    """That year, in a warehouse to which the test adds."""
    store_the_year(warehouse)


@pytest.fixture(scope="module")
def over_the_year(workspace_over) -> Iterator[Workspace]:
    """That year, for tests that only read."""
    opened = shipped_warehouse()
    store_the_year(opened)
    yield workspace_over(opened)
    opened.close()


@pytest.fixture(scope="module")
def told(over_the_year) -> Report:
    """Its report."""
    return report_of(over_the_year)


def report_of(workspace: Workspace) -> Report:
    return tasks.build_report(workspace, LOCAL_USER, 2025, Audience.PUBLIC, agency="Muster")


def test_the_year_is_told_in_sentences_with_the_right_number(told) -> None:
    first = sentences(told)[0]
    assert first.startswith(
        "Im Jahr 2025 fanden zwei Regionaldialoge mit 20 Teilnahmen von 20 Personen statt. "
        "Vertreten waren 2 von 22 Gemeinden des Landkreises."
    )
    assert "Der Rücklauf der Fragebögen lag bei 50\u00a0%." in first


def test_one_dialogue_is_told_in_the_singular(add_event, build) -> None:
    add_event()
    assert sentences(build())[0] == (
        "Im Jahr 2025 fand ein Regionaldialog statt. Eine Teilnahmeliste liegt noch nicht vor."
    )


def facts_of(report: Report, heading: str) -> dict[str, str]:
    [chapter] = [each for each in report.chapters if each.key == "dialoge"]
    [section] = [each for each in chapter.sections if heading in each.heading]
    [facts] = [block for block in section.blocks if isinstance(block, Facts)]
    return dict(facts.entries)


def test_every_dialogue_of_the_year_has_its_facts(told) -> None:
    assert facts_of(told, "Erster Musterdialog") == {
        "Datum": "06.05.2025",
        "Ort": "Musterhalle, Helbra",
        "Form": "Präsenz",
        "Themen": "Energie",
        "Teilnahmen": "20",
        "Fragebögen": "10 (Rücklauf 50\u00a0%)",
        "Bewertung": "60\u00a0% Zustimmung beim Gesamteindruck (n = 10)",
    }


def test_what_is_unknown_stays_unknown(told) -> None:
    assert facts_of(told, "Zweiter Musterdialog") == {
        "Datum": "09.09.2025",
        "Ort": "nicht bekannt",
        "Form": "nicht bekannt",
        "Themen": "nicht eingetragen",
        "Teilnahmen": "nicht bekannt, eine Teilnahmeliste liegt nicht vor",
        "Fragebögen": "liegen nicht vor",
        "Bewertung": "nicht bekannt",
    }


def test_chapters_stand_in_the_order_of_the_contents(told) -> None:
    assert [chapter.heading for chapter in told.chapters] == [
        "Kennzahlen",
        "Die Dialoge des Jahres",
        "Themen",
        "Karte und Reichweite",
        "Beteiligung",
        "Auswertung der Rückmeldungen",
        "Was daraus wurde",
        "Ausblick",
        "Methode und Datenstand",
        "Anhang: Tabellen",
    ]


def test_no_text_shows_what_only_programs_say(told) -> None:
    text = said(told)
    assert not re.search(r"\b(nan|NaN|None|NaT|True|False)\b|<NA>|<br>|&amp;", text)


def test_a_year_without_a_dialogue_says_so_and_shows_no_zero(build) -> None:
    report = build(2031)
    nothing = "Für 2031 ist kein Regionaldialog eingetragen, der stattgefunden hat."
    assert sentences(report)[0] == nothing
    chapters = [chapter.key for chapter in report.chapters]
    assert chapters == ["kennzahlen", "dialoge", "wirkung", "ausblick", "methode", "anhang"]
    assert report.figures == ()
    assert report.tables == ()
    assert report.more_figures  # each says why it is empty, so that linked pictures stay true


def test_a_year_that_is_none_is_refused(build) -> None:
    with pytest.raises(WrongUsage, match="1 ist kein mögliches Berichtsjahr"):
        build(1)


def test_no_report_is_made_for_staff(workspace) -> None:
    with pytest.raises(WrongUsage, match="öffentlich oder intern"):
        tasks.build_report(workspace, LOCAL_USER, 2025, Audience.STAFF, agency="Muster")


def test_every_number_of_every_table_is_the_published_query(told, over_the_year) -> None:
    assert compared_with_the_query(told, over_the_year) > 100


def test_word_excel_and_csv_say_what_the_content_says(told) -> None:
    prints = prints_of(told)
    written = Document(io.BytesIO(to_docx(told, prints, Look()))).tables
    facts = [block for block in told.blocks if isinstance(block, Facts)]
    texts = [[[cell.text for cell in row.cells] for row in table.rows] for table in written]
    assert len(texts) == len(told.tables) + len(facts)
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(told)))
    files = dict(csv_files(told))
    for table, name in zip(told.tables, sheet_names(told.tables), strict=True):
        wanted = [[cell.text for cell in row] for row in table.rows]
        assert [[column.heading for column in table.columns], *wanted] in texts
        lines = csv.reader(
            files[f"{table.key}.csv"].decode("utf-8-sig").splitlines(), delimiter=";"
        )
        assert [[text.lstrip("'") for text in row] for row in list(lines)[1 : len(wanted) + 1]] == [
            [text.lstrip("'") for text in row] for row in wanted
        ]
        shown = list(book[name].iter_rows(min_row=5, max_row=4 + len(table.rows)))
        for cells, row in zip(shown, table.rows, strict=True):
            for excel, cell in zip(cells, row, strict=True):
                if cell.kind is Kind.DATE:
                    assert excel.value.date().isoformat() == cell.value
                elif cell.kind is Kind.TEXT:
                    assert (excel.value or "") == cell.text
                else:
                    assert excel.value == pytest.approx(cell.value)


def test_headline_figures_are_those_of_the_query(told, over_the_year) -> None:
    frame = publish_query(
        over_the_year.warehouse,
        "overview.headline",
        Period.of_year(2025),
        audience=Audience.PUBLIC,
        thresholds=over_the_year.thresholds,
    )
    [table] = [each for each in told.tables if each.key == "kennzahlen"]
    assert [row[1].value for row in table.rows] == rows(frame, "figure_value")


def test_data_of_another_year_leave_the_report_as_it_was(
    year, build, add_event, add_attendance, add_feedback
) -> None:
    before = build()
    add_event("muster-3", title="Späterer Dialog", held_on=date(2026, 1, 7), number=12)
    following = build()
    add_attendance("muster-3", *people(30, prefix="anders", organisation="Probe AG"))
    add_feedback("muster-3", *(questionnaire(f"spät {n}", {"overall": 1.0}) for n in range(20)))
    after = build()
    assert compare(before, after) == ()
    # The list alone moves nothing but the state of the data, not even the outlook.
    assert [each for each in sentences(after) if "Datenstand" not in each] == [
        each for each in sentences(following) if "Datenstand" not in each
    ]


def test_a_chart_that_is_not_for_the_audience_is_left_out_of_a_sensible_chapter(
    over_the_year, monkeypatch
) -> None:
    original = tasks.publish

    def refusing(warehouse, chart, *rest, **more):
        if chart.id.startswith(("beteiligung-", "gemeinden-", "verwaltungen-")):
            raise NotAllowed("nicht öffentlich")
        return original(warehouse, chart, *rest, **more)

    monkeypatch.setattr(tasks, "publish", refusing)
    report = report_of(over_the_year)
    keys = {figure.key for figure in report.all_figures} | {each.key for each in report.tables}
    assert not [key for key in keys if key.startswith(("beteiligung-", "gemeinden-"))]
    for key in ("reichweite", "beteiligung"):
        [chapter] = [each for each in report.chapters if each.key == key]
        assert list(chapter.walk()), f"{key} must not be a heading alone"


def test_comments_of_management_stand_in_the_report_without_names(year, build, workspace) -> None:
    tasks.comment_chart(
        workspace, LOCAL_USER, "themen-wann", Period.of_year(2025), "Gut so.\n\nWeiter <b>so</b>!"
    )
    [chapter] = [each for each in build().chapters if each.key == "kommentare"]
    [section] = chapter.sections
    assert section.heading == "Zu „Themen der einzelnen Dialoge“"
    texts = [block.text for block in section.blocks if isinstance(block, Paragraph)]
    assert texts[:2] == ["Gut so.", "Weiter <b>so</b>!"]
    assert texts[2].startswith("Geschrieben am 05.03.2026, 13:00 Uhr. Datenstand:")
    assert LOCAL_USER.name not in " ".join(texts)


def test_the_following_year_is_named_without_saying_more_than_is_entered(
    year, build, add_event
) -> None:
    assert "Für 2026 ist kein Dialog eingetragen." in sentences(build())
    add_event("muster-4", title="Künftiger", held_on=date(2026, 6, 1), status="planned", number=12)
    assert "Für 2026 ist eingetragen: 12. Regionaldialog „Künftiger“ (01.06.2026)." in sentences(
        build()
    )


def test_definitions_cover_every_chart_that_is_shown(told) -> None:
    report = told
    named = {definition.name for definition in report.definitions}
    assert {"Dialoge", "Teilnahmen", "Rücklauf", "Themen der einzelnen Dialoge"} <= named
    assert all(definition.text for definition in report.definitions)


def test_the_data_state_says_what_the_report_rests_on(told) -> None:
    state = dict(told.data_state)
    assert state["Dialoge"] == "2"
    assert state["davon mit Teilnahmeliste"] == "1"
    assert state["davon mit Rückmeldungen"] == "1"
    assert state["Kreis"] == "öffentlich"
    assert state["Erstellt"] == formatting.moment(told.made_at)


def test_build_report_queries_nothing_itself() -> None:
    # The content is made of what it is handed: it knows neither warehouse nor SQL.
    for module in (content, gathering):
        source = inspect.getsource(module)
        assert "warehouse" not in source.lower()
        assert "select " not in source
