"""The report as a Word file that an editor goes on with.

Real headings, captions with numbering fields, tables with header rows, pictures with alternative
texts, a table of contents, and at the end the main charts once more as charts that Word edits.
python-docx has no calls for some of this; the XML is that of ISO/IEC 29500.
"""

import io
import zlib
from collections.abc import Collection, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_BREAK
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph as WordParagraph
from lxml import etree
from pptx.chart.chart import Chart
from pptx.oxml import parse_xml as parse_chart

from dashboard import formatting
from dashboard.charts import theme
from dashboard.report import office
from dashboard.report.archives import steady
from dashboard.report.look import Look
from dashboard.report.model import (
    Block,
    Bullets,
    Facts,
    Figure,
    Kind,
    NativeChart,
    Paragraph,
    Report,
    Section,
    Style,
    Table,
)
from dashboard.report.pdf import fitting
from dashboard.report.prints import Prints
from dashboard.report.widths import column_widths
from dashboard.report.word_document import (
    colour_of,
    embed_fonts,
    field_end,
    field_start,
    opened_document,
    set_language,
    set_page,
    set_properties,
    set_styles,
)

_EMU_PER_MM = 36000
_TEXT_WIDTH, _TEXT_HEIGHT, _LANDSCAPE_WIDTH = 162.0, 195.0, 253.0
_TABLE_SIZE, _LANDSCAPE_TABLE_SIZE = 9.0, 8.0
_CHART_URI = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_NUMERIC = (Kind.NUMBER, Kind.PERCENT, Kind.POINTS, Kind.DATE)
_STAYS_TOGETHER = 17  # rows with the head: a table of so many is not broken over pages
_APPENDIX_OF_CHARTS = "Diagramme zum Bearbeiten"


def to_docx(report: Report, prints: Prints, look: Look) -> bytes:
    """The whole report; The same content gives the same bytes.

    With a template of the agency its styles, page and heads stay. Raises ``FileUnusable`` for a
    template that is no Word file.
    """
    writer = _Writer(report, prints, look)
    return steady(writer.written(), report.made_at)


class _Writer:
    """Writes one document from top to bottom; numbers of captions and ids count on."""

    def __init__(self, report: Report, prints: Prints, look: Look) -> None:
        self._report = report
        self._prints = prints
        self._look = look
        self._document = opened_document(look)
        self._numbers = {"Abbildung": 0, "Tabelle": 0}
        self._ids = 1000
        self._styles: set[str | None] = set()

    def written(self) -> bytes:
        document, report = self._document, self._report
        if self._look.word_template is None:
            set_styles(document, self._look)
            set_page(document, report)
            embed_fonts(document)
        set_language(document)
        set_properties(document, report)
        self._styles = {each.name for each in document.styles}
        self._cover()
        self._contents(_outline(report))
        for chapter in report.chapters:
            if chapter.landscape:
                self._turn(landscape=True)
            self._section(chapter, 1)
        self._native_charts()
        made = io.BytesIO()
        document.save(made)
        return made.getvalue()

    # --- frame -------------------------------------------------------------------------------

    def _cover(self) -> None:
        document, report = self._document, self._report
        if self._look.logo is not None and self._look.logo.ending != "svg":
            drawn = document.add_picture(io.BytesIO(self._look.logo.content), height=Mm(18))
            self._describe(drawn._inline, f"Logo: {report.agency}", "Logo")
        else:
            self._paragraph(report.agency, "Subtitle")
        for _ in range(6):
            document.add_paragraph()
        self._paragraph("Regionaldialog", "Subtitle")
        self._paragraph(report.title, "Title")
        for mark in report.marks:
            run = self._paragraph(mark).runs[0]
            run.bold = True
            run.font.size = Pt(13)
            run.font.color.rgb = colour_of(theme.DEMO_INK)
        as_of = "keine Daten" if report.as_of is None else formatting.moment(report.as_of)
        self._paragraph(f"Datenstand: {as_of}")
        self._paragraph(f"Erstellt: {formatting.moment(report.made_at)}")
        self._document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def _contents(self, headings: list[tuple[int, str, str]]) -> None:
        """A field that Word fills anew; until then it shows the headings without page numbers."""
        self._paragraph("Inhalt", "TOC Heading" if self._has("TOC Heading") else None)
        for place, (level, heading, anchor) in enumerate(headings):
            line = self._document.add_paragraph(
                style=f"toc {level}" if self._has(f"toc {level}") else None
            )
            if place == 0:
                field_start(line, r'TOC \o "1-2" \h \z \u')
            line._p.append(
                parse_xml(
                    f'<w:hyperlink {nsdecls("w")} w:anchor="{anchor}" w:history="1">'
                    f'<w:r><w:t xml:space="preserve">{escape(heading)}</w:t></w:r></w:hyperlink>'
                )
            )
            if place == len(headings) - 1:
                field_end(line)
        self._document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def _turn(self, *, landscape: bool) -> None:
        section = self._document.add_section(WD_SECTION.NEW_PAGE)
        section.different_first_page_header_footer = False  # only the cover has no foot
        is_turned = section.orientation == WD_ORIENT.LANDSCAPE
        if is_turned is not landscape:
            section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
            width, height = section.page_width, section.page_height
            section.page_width, section.page_height = height, width

    def _section(self, section: Section, level: int) -> None:
        self._heading(section.heading, level, _anchor(section.key))
        for block, shown in section.with_pictures():
            if shown is not None and isinstance(block, Paragraph):
                self._text_about(block, shown)
            else:
                self._block(block, landscape=section.landscape)
        for part in section.sections:
            self._section(part, level + 1)

    def _heading(self, text: str, level: int, anchor: str) -> None:
        self._mark(self._document.add_heading(text, level), anchor)

    def _mark(self, paragraph: WordParagraph, bookmark: str) -> None:
        """A bookmark around what stands in the paragraph so far."""
        self._ids += 1
        name = escape(bookmark[:40], {'"': "&quot;"})
        paragraph._p.insert(
            0 if paragraph._p.pPr is None else 1,
            parse_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="{self._ids}" w:name="{name}"/>'),
        )
        paragraph._p.append(parse_xml(f'<w:bookmarkEnd {nsdecls("w")} w:id="{self._ids}"/>'))

    # --- blocks ------------------------------------------------------------------------------

    def _block(self, block: Block, *, landscape: bool) -> None:
        match block:
            case Paragraph():
                self._running_text(block)
            case Bullets():
                for item in block.items:
                    self._paragraph(item, "List Bullet")
            case Facts():
                self._facts(block)
            case Table():
                self._table(block, landscape=landscape)
            case Figure():
                self._figure(block)

    def _running_text(self, block: Paragraph) -> None:
        if block.style is Style.QUOTE:
            self._paragraph(block.text, "Quote")
            return
        paragraph = self._paragraph(block.text)
        paragraph.paragraph_format.keep_with_next = block.text.endswith(":")
        if block.style is Style.LEAD:
            paragraph.runs[0].font.size = Pt(12.5)
        elif block.style is Style.SMALL:
            paragraph.runs[0].font.size = Pt(8.5)
            paragraph.runs[0].font.color.rgb = colour_of(theme.SOFT_INK)

    def _text_about(self, block: Paragraph, figure: Figure) -> None:
        """Running text that names the number of the picture below, before its full stop."""
        paragraph = self._paragraph(f"{block.text.removesuffix('.')} (")
        field_start(paragraph, rf"REF {_bookmark(figure)} \h")
        paragraph.add_run(f"Abbildung {self._numbers['Abbildung'] + 1}")
        field_end(paragraph)
        paragraph.add_run(").")

    def _facts(self, block: Facts) -> None:
        rows = [("Angabe", block.title), *block.entries]
        self._add_table(block.title, (44.0, _TEXT_WIDTH - 44.0), rows, size=10, bold_first=True)

    def _table(self, block: Table, *, landscape: bool) -> None:
        room, size = (
            (_LANDSCAPE_WIDTH, _LANDSCAPE_TABLE_SIZE) if landscape else (_TEXT_WIDTH, _TABLE_SIZE)
        )
        self._caption("Tabelle", block.title, keep_next=True)
        if block.source:
            source = self._paragraph(block.source)
            source.paragraph_format.keep_with_next = True
            source.runs[0].font.size = Pt(7.5)
            source.runs[0].font.color.rgb = colour_of(theme.SOFT_INK)
        headings = tuple(column.heading for column in block.columns)
        texts = [tuple(cell.text for cell in row) for row in block.rows]
        right = {place for place, column in enumerate(block.columns) if column.kind in _NUMERIC}
        widths = column_widths(block, room, size)
        self._add_table(block.title, widths, [headings, *texts], size=size, right=right)

    def _add_table(
        self,
        title: str,
        widths: Sequence[float],
        rows: Sequence[Sequence[str]],
        *,
        size: float,
        right: Collection[int] = (),
        bold_first: bool = False,
    ) -> None:
        """As one piece of XML: python-docx searches all cells for each one and takes minutes."""
        stays = len(rows) <= _STAYS_TOGETHER
        body = "".join(
            _row_xml(
                row,
                widths,
                size=size,
                right=right,
                bold_first=bold_first,
                is_head=place == 0,
                keep=stays and place < len(rows) - 1,
            )
            for place, row in enumerate(rows)
        )
        grid = "".join(f'<w:gridCol w:w="{_twips(width)}"/>' for width in widths)
        style = '<w:tblStyle w:val="TableNormal"/>' if self._has("Normal Table") else ""
        table = parse_xml(
            f"<w:tbl {nsdecls('w')}><w:tblPr>{style}"
            f'<w:tblW w:w="{_twips(sum(widths))}" w:type="dxa"/>{_BORDERS}'
            '<w:tblLayout w:type="fixed"/>'
            '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/>'
            '</w:tblCellMar><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" '
            'w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
            f"<w:tblCaption w:val={quoteattr(title)}/></w:tblPr>"
            f"<w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"
        )
        self._document.element.body.insert_element_before(table, "w:sectPr")
        self._document.add_paragraph()

    def _figure(self, block: Figure) -> None:
        picture = self._prints.picture(block)
        width = fitting(picture, _TEXT_WIDTH, _TEXT_HEIGHT)
        drawn = self._document.add_picture(io.BytesIO(self._prints.png(block)), width=Mm(width))
        self._describe(drawn._inline, block.alt, block.title)
        self._document.paragraphs[-1].paragraph_format.keep_with_next = True
        self._caption("Abbildung", block.caption, bookmark=_bookmark(block))

    def _describe(self, inline: Any, alt: str, name: str) -> None:
        """The alternative text, for which python-docx has no call."""
        properties = inline.docPr
        self._ids += 1
        properties.set("id", str(self._ids))
        properties.set("name", name)
        properties.set("descr", alt)

    def _caption(
        self, word: str, text: str, *, keep_next: bool = False, bookmark: str | None = None
    ) -> None:
        self._numbers[word] += 1
        caption = self._paragraph(f"{word} ", "Caption")
        field_start(caption, rf"SEQ {word} \* ARABIC")
        caption.add_run(str(self._numbers[word]))
        field_end(caption)
        if bookmark is not None:
            self._mark(caption, bookmark)
        caption.add_run(f": {text}")
        caption.paragraph_format.keep_with_next = keep_next

    def _paragraph(self, text: str, style: str | None = None) -> WordParagraph:
        known = style if style is not None and self._has(style) else None
        return self._document.add_paragraph(text, style=known)

    def _has(self, style: str) -> bool:
        return style in self._styles

    # --- charts that Word edits --------------------------------------------------------------

    def _native_charts(self) -> None:
        figures = self._report.native_figures
        if not figures:
            return
        self._turn(landscape=False)
        self._heading(_APPENDIX_OF_CHARTS, 1, _anchor("diagramme"))
        self._paragraph(
            "Die wichtigsten Diagramme noch einmal als Diagramme von Word: Rechtsklick, „Daten "
            "bearbeiten“. Die Zahlen sind dieselben wie in den Bildern."
        )
        for number, figure in enumerate(figures, start=1):
            if figure.native is not None:
                self._native_chart(figure, figure.native, number)

    def _native_chart(self, figure: Figure, chart: NativeChart, number: int) -> None:
        relation = _add_chart_part(self._document, chart, number)
        width = round(_TEXT_WIDTH * _EMU_PER_MM)
        height = round(min(office.height_mm(chart), _TEXT_HEIGHT) * _EMU_PER_MM)
        self._ids += 1
        alt = escape(figure.alt, {'"': "&quot;"})
        name = escape(figure.title, {'"': "&quot;"})
        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        paragraph.add_run()._r.append(
            parse_xml(
                f"<w:drawing {nsdecls('w', 'wp', 'a', 'r')}>"
                '<wp:inline distT="0" distB="0" distL="0" distR="0">'
                f'<wp:extent cx="{width}" cy="{height}"/>'
                f'<wp:docPr id="{self._ids}" name="{name}" descr="{alt}"/>'
                f'<a:graphic><a:graphicData uri="{_CHART_URI}">'
                f'<c:chart xmlns:c="{_CHART_URI}" r:id="{relation}"/>'
                "</a:graphicData></a:graphic></wp:inline></w:drawing>"
            )
        )
        self._caption("Abbildung", f"{figure.caption}, zum Bearbeiten")


def _bookmark(figure: Figure) -> str:
    return f"_Ref_{zlib.crc32(figure.key.encode()):08x}"


def _anchor(key: str) -> str:
    """The bookmark of a heading: Word allows few signs in it and forty of them."""
    return f"_Toc_{zlib.crc32(key.encode()):08x}"


def _outline(report: Report) -> list[tuple[int, str, str]]:
    """Level, heading and bookmark of what the table of contents lists."""
    found = []
    for chapter in report.chapters:
        found.append((1, chapter.heading, _anchor(chapter.key)))
        found += [(2, part.heading, _anchor(part.key)) for part in chapter.sections]
    if report.native_figures:
        found.append((1, _APPENDIX_OF_CHARTS, _anchor("diagramme")))
    return found


_BORDERS = (
    "<w:tblBorders>"
    + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{theme.GRID[1:]}"/>'
        for side in ("top", "bottom", "insideH")
    )
    + "</w:tblBorders>"
)


def _row_xml(
    row: Sequence[str],
    widths: Sequence[float],
    *,
    size: float,
    right: Collection[int],
    bold_first: bool,
    is_head: bool,
    keep: bool,
) -> str:
    """One row that no page break cuts; the head is repeated and known to a screen reader."""
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{_twips(width)}" w:type="dxa"/></w:tcPr>'
        f'<w:p><w:pPr>{"<w:keepNext/>" if keep else ""}<w:spacing w:before="20" w:after="20"/>'
        f"{_RIGHT if place in right else ''}</w:pPr>"
        f"<w:r><w:rPr>{'<w:b/>' if is_head or (bold_first and place == 0) else ''}"
        f'<w:sz w:val="{round(size * 2)}"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p></w:tc>'
        for place, (text, width) in enumerate(zip(row, widths, strict=True))
    )
    head = "<w:tblHeader/>" if is_head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{cells}</w:tr>"


_RIGHT = '<w:jc w:val="right"/>'


def _twips(millimetres: float) -> int:
    """Twentieths of a point."""
    return round(millimetres / 25.4 * 1440)


def _add_chart_part(document: WordDocument, chart: NativeChart, number: int) -> str:
    """Chart and workbook as parts of the document; returns the relation by which it is shown."""
    data = office.chart_data(chart)
    element = parse_chart(data.xml_bytes(office.chart_type(chart)))
    office.dress(Chart(element, None), chart, size=9)
    package = document.part.package
    workbook = Part(
        PackURI(f"/word/embeddings/Diagramm{number}.xlsx"),
        CONTENT_TYPE.SML_SHEET,
        data.xlsx_blob,
        package,
    )
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), CONTENT_TYPE.DML_CHART, b"", package)
    external = element._add_externalData()
    external.rId = part.relate_to(workbook, RELATIONSHIP_TYPE.PACKAGE)
    part._blob = etree.tostring(element, xml_declaration=True, encoding="UTF-8", standalone=True)
    return str(document.part.relate_to(part, RELATIONSHIP_TYPE.CHART))
