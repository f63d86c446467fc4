"""The Word document around the text: template, styles, page, typeface, language, fields."""

import io
import uuid
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph
from lxml import etree

from dashboard.charts import theme
from dashboard.errors import FileUnusable
from dashboard.pictures import typeface
from dashboard.report.look import Look
from dashboard.report.model import (
    Report,
)

_FONT_TABLE = "/word/fontTable.xml"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def opened_document(look: Look) -> WordDocument:
    """An empty document, from the agency's template where there is one; raises ``FileUnusable``."""
    if look.word_template is None:
        return Document()
    try:
        document = Document(io.BytesIO(look.word_template))
    except Exception:  # whatever python-docx meets in a foreign file
        raise FileUnusable(
            "Die Word-Vorlage lässt sich nicht lesen. Bitte eine Datei im Format .docx angeben "
            "(Einstellung REGIONALDIALOG_WORD_TEMPLATE)."
        ) from None
    _empty(document)
    return document


def _empty(document: WordDocument) -> None:
    """Take the text out of a template; its last section with page and heads stays."""
    body = document.element.body
    for child in list(body):
        if child.tag != qn("w:sectPr"):
            body.remove(child)


def set_styles(document: WordDocument, look: Look) -> None:
    """Typeface, sizes and colours of every style that the report uses."""
    styles = document.styles
    ink, heading = colour_of(theme.INK), colour_of(look.heading)
    for name, size, colour, bold, before, after in (
        ("Normal", 10.5, ink, False, 0, 6),
        ("Title", 34, heading, True, 6, 10),
        ("Subtitle", 14, colour_of(theme.SOFT_INK), False, 0, 4),
        ("Heading 1", 20, heading, True, 26, 8),
        ("Heading 2", 14, heading, True, 16, 6),
        ("Heading 3", 11.5, heading, True, 12, 4),
        ("TOC Heading", 20, heading, True, 0, 8),
        ("Caption", 9, colour_of(theme.SOFT_INK), False, 4, 8),
        ("Quote", 10.5, ink, False, 4, 8),
        ("List Bullet", 10.5, ink, False, 0, 4),
    ):
        style = styles[name]
        style.font.name = typeface.FAMILY
        style.font.size = Pt(size)
        style.font.color.rgb = colour
        style.font.bold = bold
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(after)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for side in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(side), typeface.FAMILY)
        for themed in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(themed), None)
    styles["Quote"].font.italic = True
    for level in (1, 2):
        style = styles.add_style(f"toc {level}", 1)
        style.base_style = styles["Normal"]
        style.font.bold = level == 1
        style.paragraph_format.left_indent = Mm(5 * (level - 1))
        style.paragraph_format.space_after = Pt(2)
    title = styles["Title"].element.get_or_add_pPr()
    for border in title.findall(qn("w:pBdr")):
        title.remove(border)
    # Hyphenation as in the PDF.
    document.settings.element.append(parse_xml(f"<w:autoHyphenation {nsdecls('w')}/>"))


def set_page(document: WordDocument, report: Report) -> None:
    """A4 with margins, and a foot with marks, title and page number."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(24)
    section.top_margin, section.bottom_margin = Mm(24), Mm(24)
    section.different_first_page_header_footer = True
    footer = section.footer.paragraphs[0]
    for mark in report.marks:
        run = footer.add_run(f"{mark} · ")
        run.bold = True
        run.font.color.rgb = colour_of(theme.DEMO_INK)
    footer.add_run(f"{report.full_title}, {report.agency} · Seite ")
    field_start(footer, "PAGE")
    footer.add_run("1")
    field_end(footer)
    for run in footer.runs:
        run.font.size = Pt(8)
    footer.paragraph_format.space_before = Pt(4)


def embed_fonts(document: WordDocument) -> None:
    """Our typeface inside the file (ISO/IEC 29500-4, 17.8.1: its head is XORed with a key)."""
    table = next(
        part for part in document.part.package.iter_parts() if part.partname == _FONT_TABLE
    )
    faces = []
    for number, (tag, face) in enumerate(
        (
            ("embedRegular", typeface.REGULAR),
            ("embedBold", typeface.BOLD),
            ("embedItalic", typeface.ITALIC),
            ("embedBoldItalic", typeface.BOLD_ITALIC),
        ),
        start=1,
    ):
        content = face.path.read_bytes()
        key = uuid.uuid5(uuid.NAMESPACE_URL, face.file_name)
        mask = bytes(reversed(key.bytes))
        head = bytes(each ^ mask[place % 16] for place, each in enumerate(content[:32]))
        part = Part(
            PackURI(f"/word/fonts/font{number}.odttf"),
            "application/vnd.openxmlformats-officedocument.obfuscatedFont",
            head + content[32:],
            document.part.package,
        )
        relation = table.relate_to(part, f"{_RELATIONSHIPS}/font")
        faces.append(f'<w:{tag} r:id="{relation}" w:fontKey="{{{str(key).upper()}}}"/>')
    entry = (
        f'<w:font {nsdecls("w", "r")} w:name="{typeface.FAMILY}"><w:charset w:val="00"/>'
        f'<w:family w:val="swiss"/><w:pitch w:val="variable"/>{"".join(faces)}</w:font>'
    )
    fonts = etree.fromstring(table.blob)
    fonts.append(etree.fromstring(entry))
    table._blob = etree.tostring(fonts, xml_declaration=True, encoding="UTF-8", standalone=True)
    settings = document.settings.element
    settings.insert(_place_of_embedding(settings), _with_namespace("<w:embedTrueTypeFonts />"))


def _place_of_embedding(settings: Any) -> int:
    """The order of the schema: behind what may stand before it."""
    before = {
        qn(f"w:{name}") for name in ("writeProtection", "view", "zoom", "removePersonalInformation")
    }
    return sum(1 for each in settings if each.tag in before)


def set_language(document: WordDocument) -> None:
    """German, so that spelling and hyphenation fit."""
    defaults = document.styles.element.find(qn("w:docDefaults"))
    if defaults is None:
        return
    for properties in defaults.iter(qn("w:rPr")):
        for old in properties.findall(qn("w:lang")):
            properties.remove(old)
        properties.append(
            parse_xml(f'<w:lang {nsdecls("w")} w:val="de-DE" w:eastAsia="de-DE" w:bidi="ar-SA"/>')
        )


def set_properties(document: WordDocument, report: Report) -> None:
    """What programs read about the file; dated by the report, not by the clock."""
    properties = document.core_properties
    made = report.made_at.replace(microsecond=0)
    properties.title = report.full_title
    properties.author = report.agency
    properties.last_modified_by = report.agency
    properties.subject = f"Jahresbericht der Dialogreihe, {report.year}"
    properties.keywords = ", ".join(("Regionaldialog", str(report.year), *report.marks))
    properties.comments = ". ".join(report.marks)
    properties.category = ""
    properties.language = "de-DE"
    properties.revision = 1
    properties.created = properties.modified = made


def colour_of(code: str) -> RGBColor:
    """„#1d5f80“ as Word takes it."""
    return RGBColor.from_string(code[1:].upper())


def field_start(paragraph: WordParagraph, instruction: str) -> None:
    """Begin a field (page, number, contents); what follows is its result until ``field_end``."""
    for element in (
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
    ):
        paragraph.add_run()._r.append(_with_namespace(element))


def field_end(paragraph: WordParagraph) -> None:
    """End the field."""
    paragraph.add_run()._r.append(_with_namespace('<w:fldChar w:fldCharType="end"/>'))


def _with_namespace(element: str) -> Any:
    name, rest = element[1:].split(" ", 1)
    return parse_xml(f"<{name} {nsdecls('w')} {rest}")
