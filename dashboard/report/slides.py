"""The main charts as slides: the finding as title, a chart to edit, the source in the notes."""

import io
import re
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.oxml.ns import qn
from pptx.util import Emu, Mm, Pt

from dashboard import formatting
from dashboard.charts import theme
from dashboard.pictures import typeface
from dashboard.report import office
from dashboard.report.archives import steady
from dashboard.report.look import Look
from dashboard.report.model import Figure, NativeChart, Report

_WIDTH, _HEIGHT = 338.67, 190.5  # millimetres, 16:9
_MARGIN = 16.0
_LONGEST_TITLE = 125
_TITLE_LAYOUT, _CHART_LAYOUT = 0, 5
# Not behind „z. B.“, and not the point of „7. Regionaldialog“.
_SENTENCE_END = re.compile(r"(?<!\b[A-Za-z])[.](?=\s+(?!Regionaldialog)[A-ZÄÖÜ„0-9])")
_PARTS = ("; ", ": ", " (")


def to_pptx(report: Report, look: Look) -> bytes:
    """One slide per main chart after a cover; the same content gives the same bytes."""
    slides = Presentation()
    _widen(slides)
    _set_theme(slides, look)
    _set_properties(slides, report)
    _cover(slides, report, look)
    figures = [(each, each.native) for each in report.native_figures if each.native is not None]
    for figure, chart in figures:
        _chart_slide(slides, report, figure, chart)
    if not figures:
        _silent_slide(slides, report)
    made = io.BytesIO()
    slides.save(made)
    return steady(made.getvalue(), report.made_at)


def finding(sentence: str) -> str:
    """A sentence as title of a slide: the first one, cut only where it can be cut."""
    first = _SENTENCE_END.split(sentence, maxsplit=1)[0].rstrip(".")
    for mark in _PARTS:
        if len(first) > _LONGEST_TITLE and mark in first:
            shorter = first.rpartition(mark)[0] if mark == "; " else first.partition(mark)[0]
            first = shorter if len(shorter) > 20 else first
    if len(first) <= _LONGEST_TITLE:
        return first
    words = first[: _LONGEST_TITLE - 1].rpartition(" ")[0]
    return f"{words.rstrip(' ,;:')} …"


def _widen(slides: Any) -> None:
    """The library's own layouts are 4:3: everything in them moves with the width."""
    ratio = Mm(_WIDTH) / slides.slide_width
    high = Mm(_HEIGHT) / slides.slide_height
    slides.slide_width, slides.slide_height = Mm(_WIDTH), Mm(_HEIGHT)
    for shapes in (
        slides.slide_master.shapes,
        *(layout.shapes for layout in slides.slide_layouts),
    ):
        for shape in shapes:
            # A shape without a place of its own takes that of the master.
            if shape._element.find(f".//{qn('a:xfrm')}") is None:
                continue
            shape.left, shape.width = (
                Emu(round(shape.left * ratio)),
                Emu(round(shape.width * ratio)),
            )
            shape.top, shape.height = Emu(round(shape.top * high)), Emu(round(shape.height * high))


def _times(length: int, ratio: float) -> Emu:
    return Emu(round(length * ratio))


def _set_theme(slides: Any, look: Look) -> None:
    """Our typeface and colours in the theme, so that new slides have them too."""
    part = next(
        relation.target_part
        for relation in slides.slide_master.part.rels.values()
        if relation.reltype.endswith("/theme")
    )
    text = part.blob.decode()
    text = re.sub(
        r'(<a:(?:major|minor)Font>\s*<a:latin typeface=")[^"]*', rf"\g<1>{typeface.FAMILY}", text
    )
    colours = (look.colour, theme.CONTRAST, theme.ACCENT_LIGHT, theme.NEUTRAL)
    for number, colour in enumerate(colours, start=1):
        text = re.sub(
            rf"(<a:accent{number}>)\s*<a:srgbClr val=\"[0-9A-Fa-f]{{6}}\"/>",
            rf'\g<1><a:srgbClr val="{colour[1:].upper()}"/>',
            text,
        )
    part._blob = text.encode()


def _set_properties(slides: Any, report: Report) -> None:
    properties = slides.core_properties
    properties.title = report.full_title
    properties.author = properties.last_modified_by = report.agency
    properties.subject = f"Jahresbericht der Dialogreihe, {report.year}"
    properties.keywords = ", ".join(("Regionaldialog", str(report.year), *report.marks))
    properties.comments = ". ".join(report.marks)
    properties.language = "de-DE"
    properties.revision = 1
    properties.created = properties.modified = report.made_at.replace(microsecond=0)


def _cover(slides: Any, report: Report, look: Look) -> None:
    slide = slides.slides.add_slide(slides.slide_layouts[_TITLE_LAYOUT])
    title, below = slide.shapes.title, slide.placeholders[1]
    _write(title, report.full_title, size=40, colour=look.heading, bold=True)
    as_of = "keine Daten" if report.as_of is None else formatting.moment(report.as_of)
    lines = [report.agency, f"Datenstand: {as_of}", *report.marks]
    _write(below, "\n".join(lines), size=18, colour=theme.SOFT_INK)
    _footer(slide, report)
    _notes(slide, f"{report.full_title}. {' '.join(report.marks)}".strip())


def _chart_slide(slides: Any, report: Report, figure: Figure, chart: NativeChart) -> None:
    slide = slides.slides.add_slide(slides.slide_layouts[_CHART_LAYOUT])
    _place_title(slide, finding(figure.sentence))
    top, bottom = 40.0, _HEIGHT - 24
    height = min(bottom - top, office.height_mm(chart) * 1.5)
    frame = slide.shapes.add_chart(
        office.chart_type(chart),
        Mm(_MARGIN),
        Mm(top),
        Mm(_WIDTH - 2 * _MARGIN),
        Mm(height),
        office.chart_data(chart),
    )
    rows = len(chart.categories)
    office.dress(frame.chart, chart, size=16 if rows <= 8 else 13 if rows <= 14 else 10)
    properties = frame._element.nvGraphicFramePr.cNvPr
    properties.set("descr", figure.alt)
    properties.set("name", figure.title)
    box = slide.shapes.add_textbox(Mm(_MARGIN), Mm(_HEIGHT - 23), Mm(_WIDTH - 2 * _MARGIN), Mm(8))
    _write(box, f"{figure.caption}. Angegeben: {chart.axis_title}.", size=11, colour=theme.SOFT_INK)
    _footer(slide, report)
    _notes(slide, f"{figure.sentence}\n{figure.source}")


def _silent_slide(slides: Any, report: Report) -> None:
    slide = slides.slides.add_slide(slides.slide_layouts[_CHART_LAYOUT])
    _place_title(slide, f"Für {report.year} gibt es keine Zahlen, die ein Diagramm zeigen könnte")
    _footer(slide, report)
    _notes(slide, "Ohne Daten entsteht kein Diagramm.")


def _place_title(slide: Any, text: str) -> None:
    title = slide.shapes.title
    title.left, title.top = Mm(_MARGIN), Mm(10)
    title.width, title.height = Mm(_WIDTH - 2 * _MARGIN), Mm(26)
    _write(title, text, size=26 if len(text) <= 80 else 22, colour=theme.INK, bold=True)


def _footer(slide: Any, report: Report) -> None:
    box = slide.shapes.add_textbox(Mm(_MARGIN), Mm(_HEIGHT - 14), Mm(_WIDTH - 2 * _MARGIN), Mm(8))
    frame = box.text_frame
    frame.word_wrap = True
    paragraph = frame.paragraphs[0]
    for mark in report.marks:
        run = paragraph.add_run()
        run.text = f"{mark} · "
        run.font.size, run.font.bold = Pt(11), True
        run.font.color.rgb = RGBColor.from_string(theme.DEMO_INK[1:])
    run = paragraph.add_run()
    run.text = f"{report.full_title}, {report.agency}"
    run.font.size = Pt(11)
    run.font.color.rgb = RGBColor.from_string(theme.SOFT_INK[1:])


def _notes(slide: Any, text: str) -> None:
    slide.notes_slide.notes_text_frame.text = text


def _write(shape: Any, text: str, *, size: float, colour: str, bold: bool = False) -> None:
    frame = shape.text_frame
    frame.word_wrap = True
    frame.text = text
    for paragraph in frame.paragraphs:
        paragraph.alignment = 1  # left
        for run in paragraph.runs:
            run.font.size, run.font.bold = Pt(size), bold
            run.font.color.rgb = RGBColor.from_string(colour[1:].upper())
            run._r.get_or_add_rPr().set("lang", "de-DE")
