"""What the files say, read by others than those who wrote them."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import datetime
from xml.etree import ElementTree

import openpyxl
import pdfua
import pikepdf
import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree
from pptx import Presentation

from dashboard.disclosure import Audience
from dashboard.errors import FileUnusable
from dashboard.report.look import Logo, Look, contrast_on_white
from dashboard.report.model import INTERNAL_MARK, Paragraph, Section
from dashboard.report.pdf import to_pdf
from dashboard.report.slides import finding, to_pptx
from dashboard.report.word import to_docx
from dashboard.report.workbook import csv_files, sheet_names, to_xlsx
from tests.report.conftest import HOSTILE, SVG, prints_of, small_report

REPORT = small_report()
PRINTS = prints_of(REPORT)
DAY = datetime.fromisoformat("2026-03-05")
LONG = "Langes Wort " * 8
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return to_pdf(REPORT, PRINTS, Look())


@pytest.fixture(scope="module")
def docx() -> bytes:
    return to_docx(REPORT, PRINTS, Look())


@pytest.fixture(scope="module")
def pptx() -> bytes:
    return to_pptx(REPORT, Look())


@pytest.fixture(scope="module")
def xlsx() -> bytes:
    return to_xlsx(REPORT)


# --- PDF -------------------------------------------------------------------------------------


def elements(file: pikepdf.Pdf) -> list[pikepdf.Object]:
    """Every element of the structure tree, in reading order."""
    found: list[pikepdf.Object] = []

    def walk(node: pikepdf.Object) -> None:
        if isinstance(node, pikepdf.Array):
            for child in node:
                walk(child)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node and "/P" in node:
                found.append(node)
            if "/K" in node:
                walk(node.K)

    walk(file.Root.StructTreeRoot.K)
    return found


def test_the_pdf_is_tagged_and_says_its_standards_and_language(pdf) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        assert bool(file.Root.MarkInfo.Marked)
        assert str(file.Root.Lang).startswith("de")
        assert bool(file.Root.ViewerPreferences.DisplayDocTitle)
        with file.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
            assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("2", "A")
            assert about["dc:title"] == "Regionaldialog: Jahresbericht 2025"
            assert "Beispieldaten (erfunden)" in about["dc:description"]
        tags = [str(each.S) for each in elements(file)]
        for tag in ("/H1", "/H2", "/TOC", "/Table", "/THead", "/TH", "/Figure", "/Caption", "/L"):
            assert tag in tags


def test_every_picture_of_the_pdf_has_its_alternative_text(pdf) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        texts = [str(each.Alt) for each in elements(file) if str(each.S) == "/Figure"]
    assert texts == [f"Alternativtext {HOSTILE}", "Noch ein Alternativtext"]


def test_every_font_of_the_pdf_is_embedded(pdf) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        described = [
            each.FontDescriptor
            for each in file.objects
            if isinstance(each, pikepdf.Dictionary) and "/FontDescriptor" in each
        ]
        assert described
        assert all("/FontFile2" in each or "/FontFile3" in each for each in described)
        assert all("SourceSans3" in str(each.FontName) for each in described)


def test_the_pdf_has_bookmarks_for_chapters_and_their_parts(pdf) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as file, file.open_outline() as outline:
        titles = [each.title for each in outline.root]
        parts = [child.title for each in outline.root for child in each.children]
    assert titles == ["Inhalt", "Erstes Kapitel", "Anhang: Tabellen"]
    assert parts == [f"Teil {HOSTILE}"]


def test_pdfua_finds_nothing_wrong(pdf, tmp_path) -> None:
    path = tmp_path / "bericht.pdf"
    path.write_bytes(pdf)
    report = pdfua.validate(path)
    assert [(each.rule_id, each.message) for each in report.findings] == []


def test_the_same_report_gives_the_same_bytes(pdf, docx, pptx, xlsx) -> None:
    again = small_report()
    prints = prints_of(again)
    assert to_pdf(again, prints, Look()) == pdf
    assert to_docx(again, prints, Look()) == docx
    assert to_pptx(again, Look()) == pptx
    assert to_xlsx(again) == xlsx


def test_a_logo_and_a_pale_colour_of_the_agency_are_taken(pdf) -> None:
    look = Look("#f0e040", Logo(SVG.encode(), "svg"))
    assert contrast_on_white("#f0e040") < 4.5
    assert look.heading == "#1f2a30"
    with pikepdf.open(io.BytesIO(to_pdf(REPORT, PRINTS, look))) as file:
        texts = [str(each.Alt) for each in elements(file) if str(each.S) == "/Figure"]
    assert texts[0] == "Logo: Muster-Agentur"


# --- Word ------------------------------------------------------------------------------------


def test_every_picture_and_chart_of_the_word_file_is_described(docx) -> None:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        root = ElementTree.fromstring(archive.read("word/document.xml"))
    described = [each.get("descr") for each in root.iter() if each.tag.endswith("}docPr")]
    alt = [f"Alternativtext {HOSTILE}", "Noch ein Alternativtext"]
    assert described == [*alt, *alt]  # as pictures, then as charts to edit
    ids = [each.get("id") for each in root.iter() if each.tag.endswith("}docPr")]
    assert len(set(ids)) == len(ids)


def test_headings_of_the_word_file_stand_in_order(docx) -> None:
    found = [
        (int(each.style.name[-1]), each.text)
        for each in Document(io.BytesIO(docx)).paragraphs
        if each.style.name.startswith("Heading ")
    ]
    assert found == [
        (1, "Erstes Kapitel"),
        (2, f"Teil {HOSTILE}"),
        (1, "Anhang: Tabellen"),
        (1, "Diagramme zum Bearbeiten"),
    ]


def test_tables_of_the_word_file_repeat_their_head_and_break_no_row(docx) -> None:
    tables = Document(io.BytesIO(docx)).tables
    assert len(tables) == 3
    for table in tables:
        heads = [row._tr.find(f".//{W}tblHeader") is not None for row in table.rows]
        assert heads == [True] + [False] * (len(heads) - 1)
        assert all(row._tr.find(f".//{W}cantSplit") is not None for row in table.rows)
    assert [cell.text for cell in tables[1].rows[1].cells][:3] == [HOSTILE, "1.234", "56 %"]


def test_captions_of_the_word_file_number_themselves(docx) -> None:
    captions = [
        each for each in Document(io.BytesIO(docx)).paragraphs if each.style.name == "Caption"
    ]
    fields = [re.findall(r"SEQ (\w+)", etree.tostring(each._p).decode()) for each in captions]
    words = ["Abbildung", "Tabelle", "Abbildung", "Tabelle", "Abbildung", "Abbildung"]
    assert fields == [[word] for word in words]
    assert captions[0].text.endswith("1: Musterbild (n = 7 Teilnahmen)")


def test_a_sentence_of_the_word_file_names_the_picture_below_it() -> None:
    report = small_report()
    figure = report.figures[0]
    chapter = Section("kapitel", "Kapitel", (Paragraph("Es waren 3."), figure))
    small = replace(report, chapters=(chapter,))
    document = Document(io.BytesIO(to_docx(small, prints_of(small), Look())))
    [sentence] = [each for each in document.paragraphs if each.text.startswith("Es waren 3")]
    assert sentence.text == "Es waren 3 (Abbildung 1)."
    [field] = [each for each in sentence._p.iter(qn("w:instrText")) if "REF" in each.text]
    name = field.text.split()[1]
    [mark] = [
        each
        for each in document.element.iter(qn("w:bookmarkStart"))
        if each.get(qn("w:name")) == name
    ]
    caption = "".join(each.text for each in mark.getparent().iter(qn("w:t")))
    assert caption.startswith("Abbildung 1: ")


def test_the_table_of_contents_is_a_field_that_leads_to_bookmarks(docx) -> None:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        text = archive.read("word/document.xml").decode()
    assert 'TOC \\o "1-2"' in text
    anchors = set(re.findall(r'w:anchor="([^"]+)"', text))
    assert anchors
    assert anchors <= set(re.findall(r'w:bookmarkStart [^>]*w:name="([^"]+)"', text))


def test_charts_of_the_word_file_carry_a_workbook_with_their_numbers(docx) -> None:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        charts = [name for name in archive.namelist() if name.startswith("word/charts/chart")]
        assert charts == ["word/charts/chart1.xml", "word/charts/chart2.xml"]
        root = ElementTree.fromstring(archive.read(charts[0]))
        book = openpyxl.load_workbook(io.BytesIO(archive.read("word/embeddings/Diagramm1.xlsx")))
    values = [each.text for each in root.iter() if each.tag.endswith("}v")]
    assert "7.0" in values
    assert "0" not in values[2:]  # the hidden one is no zero
    assert list(book.active.values) == [(None, "Teilnahmen"), ("Helbra", 7), (HOSTILE, None)]


def test_the_word_file_speaks_german_and_brings_its_font(docx) -> None:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        assert 'w:val="de-DE"' in archive.read("word/styles.xml").decode()
        assert "embedRegular" in archive.read("word/fontTable.xml").decode()
        assert "word/fonts/font1.odttf" in archive.namelist()


def test_a_template_of_the_agency_keeps_its_styles_and_loses_its_text() -> None:
    template = Document()
    template.add_paragraph("Alter Text")
    template.styles["Heading 1"].font.name = "Musterschrift"
    kept = io.BytesIO()
    template.save(kept)
    made = Document(io.BytesIO(to_docx(REPORT, PRINTS, Look(word_template=kept.getvalue()))))
    assert made.styles["Heading 1"].font.name == "Musterschrift"
    assert "Alter Text" not in [each.text for each in made.paragraphs]
    assert "Erstes Kapitel" in [each.text for each in made.paragraphs]


def test_a_template_that_is_no_word_file_is_refused() -> None:
    with pytest.raises(FileUnusable, match="Die Word-Vorlage lässt sich nicht lesen"):
        to_docx(REPORT, PRINTS, Look(word_template=b"kein Word"))


# --- PowerPoint ------------------------------------------------------------------------------


def test_every_slide_says_the_finding_shows_the_chart_and_notes_the_source(pptx) -> None:
    slides = list(Presentation(io.BytesIO(pptx)).slides)
    assert [each.shapes.title.text for each in slides] == [
        "Regionaldialog: Jahresbericht 2025",
        "Der Befund",
        "Halb und halb",
    ]
    for slide in slides[1:]:
        [chart] = [shape for shape in slide.shapes if shape.has_chart]
        assert chart._element.nvGraphicFramePr.cNvPr.get("descr")
        assert "Quelle: Probe." in slide.notes_slide.notes_text_frame.text
        texts = " ".join(shape.text for shape in slide.shapes if shape.has_text_frame)
        assert "Beispieldaten (erfunden)" in texts
    values = slides[1].shapes[1].chart.plots[0].series[0].values
    assert list(values) == [7.0, None]


@pytest.mark.parametrize(
    ("sentence", "title"),
    [
        ("Ein kurzer Satz.", "Ein kurzer Satz"),
        ("Beim 7. Regionaldialog kamen 35. Mehr dazu.", "Beim 7. Regionaldialog kamen 35"),
        ("Am 19.09.2023 kam z. B. jeder. Sonst nie.", "Am 19.09.2023 kam z. B. jeder"),
        (f"{LONG}und Schluss; {'noch ein Teil ' * 5}.", f"{LONG}und Schluss"),
    ],
)  # fmt: skip
def test_a_finding_is_cut_only_where_it_can_be_cut(sentence, title) -> None:
    assert finding(sentence) == title


def test_a_finding_without_any_place_to_cut_ends_at_a_word() -> None:
    title = finding("Wort " * 60)
    assert len(title) <= 125
    assert title.endswith("Wort …")


# --- Excel and CSV ---------------------------------------------------------------------------


def test_cells_of_the_workbook_are_typed_and_formatted(xlsx) -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx))
    sheet = book[sheet_names(REPORT.tables)[0]]
    row = sheet[5]
    assert [cell.value for cell in row[1:]] == [1234, 0.5604, 5, DAY]
    assert [cell.number_format for cell in row[1:]][:2] == ["#,##0", "0 %"]
    assert row[4].is_date
    assert [cell.value for cell in sheet[6]] == ["=1+1", "·", "k. A.", "–", "k. A."]
    assert [cell.data_type for cell in sheet[6]] == ["s"] * 5
    assert sheet.freeze_panes == "A5"


def test_the_workbook_lists_its_sheets_and_holds_definitions_and_data_state(xlsx) -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx))
    assert book.sheetnames[0] == "Inhalt"
    assert book.sheetnames[-2:] == ["Definitionen", "Datenstand"]
    assert [cell.value for cell in book["Definitionen"][5]] == [
        "Teilnahmen",
        "Wer da war.",
        "Ab fünf.",
        "Probe",
    ]
    assert [cell.value for cell in book["Datenstand"][6]] == ["Datenstand", "05.03.2026"]
    assert "Beispieldaten (erfunden)" in book["Inhalt"]["A2"].value
    assert all(len(name) <= 31 for name in book.sheetnames)


def test_csv_opens_in_a_german_excel_and_holds_no_formula() -> None:
    files = dict(csv_files(REPORT))
    text = files["beispieldaten-muster.csv"].decode("utf-8-sig")
    assert text.splitlines()[0] == "Name;Anzahl;Anteil;Veränderung;Tag"
    assert "'=1+1;·" in text
    assert "Beispieldaten (erfunden)" in text


# --- everywhere ------------------------------------------------------------------------------


def metadata_of(file: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return archive.read("docProps/core.xml").decode()


def test_invented_data_are_marked_inside_every_office_file(docx, pptx, xlsx) -> None:
    for file in (docx, pptx, xlsx):
        assert "Beispieldaten (erfunden)" in metadata_of(file)


def test_real_data_carry_no_mark_and_an_internal_report_says_so() -> None:
    report = small_report(is_demo=False, audience=Audience.INTERNAL)
    assert report.marks == (INTERNAL_MARK,)
    assert report.file_stem == "jahresbericht-2025-intern"
    made = to_docx(report, prints_of(report), Look())
    assert "Beispieldaten" not in metadata_of(made)
    assert INTERNAL_MARK in [each.text for each in Document(io.BytesIO(made)).paragraphs]
    footers = Document(io.BytesIO(made)).sections[0].footer.paragraphs
    assert INTERNAL_MARK in footers[0].text


def test_every_page_of_the_word_file_but_the_cover_carries_the_marks(docx) -> None:
    sections = Document(io.BytesIO(docx)).sections
    assert [each.different_first_page_header_footer for each in sections] == [True, False, False]
    assert all("Beispieldaten (erfunden)" in each.footer.paragraphs[0].text for each in sections)


def test_every_sheet_of_the_workbook_carries_the_marks_when_it_is_printed(xlsx) -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx))
    assert all("Beispieldaten (erfunden)" in sheet.oddFooter.left.text for sheet in book)


def test_every_page_of_the_pdf_carries_the_marks(pdf) -> None:
    # In this colour (theme.DEMO_INK) nothing but the mark is written.
    amber = [pytest.approx(each, abs=0.002) for each in (0x7A / 255, 0x52 / 255, 0.0)]
    with pikepdf.open(io.BytesIO(pdf)) as file:
        assert len(file.pages) > 5
        for page in file.pages:
            fills = [
                [float(each) for each in operands]
                for operands, operator in pikepdf.parse_content_stream(page)
                if str(operator) in ("rg", "sc", "scn") and len(operands) == 3
            ]
            assert amber in fills
