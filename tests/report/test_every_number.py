"""Every number of the report of a demo year, read back from each file by another program."""

import io
import re

import openpyxl
import pypdf
import pytest
from docx import Document
from pptx import Presentation

from dashboard import tasks
from dashboard.demo_warehouse import DEMO_ACTOR
from dashboard.disclosure import Audience
from dashboard.report.look import Look
from dashboard.report.model import Facts, Figure, Kind, Paragraph, Report
from dashboard.report.pdf import to_pdf
from dashboard.report.slides import to_pptx
from dashboard.report.word import to_docx
from dashboard.report.workbook import sheet_names, to_xlsx
from dashboard.workspace import Workspace
from tests.report.conftest import compared_with_the_query, prints_of

YEAR = 2022
# So many signs may stand between a number and the one before it: a head on the next page, a footer.
NEXT = 300


@pytest.fixture(scope="module", params=[Audience.PUBLIC, Audience.INTERNAL], ids=lambda a: a.value)
def report(request: pytest.FixtureRequest, demo: Workspace) -> Report:
    return tasks.build_report(demo, DEMO_ACTOR, YEAR, request.param, agency="Muster")


def squeezed(text: str) -> str:
    """Without spaces and hyphens, which a page sets as it needs them."""
    return re.sub(r"[\s\u00ad\u2010-]", "", text)


def test_tables_hold_the_published_query(report, demo) -> None:
    assert compared_with_the_query(report, demo) > 200


def test_the_pdf_says_every_sentence_and_every_number_of_every_table(report) -> None:
    file = pypdf.PdfReader(io.BytesIO(to_pdf(report, prints_of(report), Look())))
    text = squeezed("".join(page.extract_text() for page in file.pages))
    for block in report.blocks:
        if isinstance(block, Paragraph):
            assert squeezed(block.text.rstrip(".")) in text
        if isinstance(block, Facts):
            assert all(squeezed(value) in text for _, value in block.entries)
    checked = 0
    for table in report.tables:
        # The title may stand in a sentence as well; the table follows the one with its source.
        head = squeezed(table.title + table.source)
        place = text.index(head) + len(head)
        between = NEXT + sum(len(column.heading) for column in table.columns)
        room = between
        for cell in (cell for row in table.rows for cell in row):
            room += len(cell.text)
            following = text[place : place + room]
            if cell.kind is Kind.TEXT:  # its lines stand between those of its neighbours
                assert all(each in following for each in re.findall(r"\d+", cell.text)), cell.text
            else:
                found = following.find(squeezed(cell.text))
                assert found >= 0, (table.title, cell.text, following)
                place, room = place + found + 1, between
            checked += 1
    assert checked > 200


def test_the_word_file_says_every_sentence_and_every_cell(report) -> None:
    document = Document(io.BytesIO(to_docx(report, prints_of(report), Look())))
    paragraphs = [squeezed(each.text) for each in document.paragraphs]
    for block in report.blocks:
        if isinstance(block, Paragraph):
            assert any(squeezed(block.text.rstrip(".")) in each for each in paragraphs)
    written = [[[cell.text for cell in row.cells] for row in each.rows] for each in document.tables]
    for table in report.tables:
        wanted = [[cell.text for cell in row] for row in table.rows]
        assert [[column.heading for column in table.columns], *wanted] in written


def test_the_workbook_holds_every_value(report) -> None:
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(report)))
    for table, name in zip(report.tables, sheet_names(report.tables), strict=True):
        shown = book[name].iter_rows(min_row=5, max_row=4 + len(table.rows))
        for cells, row in zip(shown, table.rows, strict=True):
            for excel, cell in zip(cells, row, strict=True):
                if cell.kind in (Kind.NUMBER, Kind.PERCENT, Kind.POINTS):
                    assert excel.value == pytest.approx(cell.value), table.title


def test_slides_show_the_numbers_of_the_tables(report) -> None:
    """Values of a chart that PowerPoint draws are those of the column that it names."""
    main = [figure for figure in report.figures if figure.native is not None]
    drawn = [
        shape.chart
        for slide in Presentation(io.BytesIO(to_pptx(report, Look()))).slides
        for shape in slide.shapes
        if shape.has_chart
    ]
    assert len(drawn) == len(main) > 4
    for chart, figure in zip(drawn, main, strict=True):
        known = values_of(figure)
        for series in chart.plots[0].series:
            shown = [value for value in series.values if value is not None]
            assert all(any(value == pytest.approx(each) for each in known) for value in shown), (
                figure.title
            )


def values_of(figure: Figure) -> list[float]:
    """Every number that is published for the chart."""
    assert figure.published is not None
    frame = figure.published.frame
    return [
        float(value) for column in frame.select_dtypes("number") for value in frame[column].dropna()
    ]
