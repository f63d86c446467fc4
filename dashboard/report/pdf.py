"""The report as PDF: typeset by typst, PDF/UA-1 and PDF/A-2a at once.

Tags, bookmarks, language, hyphenation and embedded fonts come from typst, which refuses to write a
file that breaks either standard by its own checks; nothing certifies that they are all there are.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, cast

import typst

from dashboard import formatting, paths
from dashboard.charts import theme
from dashboard.errors import PictureError
from dashboard.pictures import typeface
from dashboard.pictures.picture import Picture
from dashboard.report.look import Look
from dashboard.report.model import (
    Block,
    Bullets,
    Facts,
    Figure,
    Paragraph,
    Report,
    Section,
    Table,
)
from dashboard.report.prints import Prints
from dashboard.report.widths import column_widths

_TEMPLATE = paths.PACKAGE / "report" / "templates" / "report.typ"
# Millimetres of the text on an upright page, and the most of its height that a picture may take.
_TEXT_WIDTH, _TEXT_HEIGHT = 162.0, 205.0
_LANDSCAPE_WIDTH = 257.0
_TABLE_SIZE, _LANDSCAPE_TABLE_SIZE = 9.0, 8.0  # points


def to_pdf(report: Report, prints: Prints, look: Look) -> bytes:
    """The whole report; The same content gives the same bytes.

    Raises ``PictureError`` where a font is missing or the page cannot be set.
    """
    typeface.check_files()
    files: dict[str, bytes] = {"main.typ": _TEMPLATE.read_bytes()}
    for figure in report.figures:
        files[_file(figure)] = prints.picture(figure).svg.encode()
    if look.logo is not None:
        files[f"logo.{look.logo.ending}"] = look.logo.content
    files["report.json"] = json.dumps(_data(report, prints, look), ensure_ascii=False).encode()
    try:
        made = typst.compile(
            cast(Any, files),  # a dict of files: it takes one, though its types do not say so
            format="pdf",
            font_paths=[str(paths.FONTS)],
            ignore_system_fonts=True,
            pdf_standards=["ua-1", "a-2a"],
            timestamp=_date(report).replace(tzinfo=UTC),
        )
    except typst.TypstError as problem:
        raise PictureError(
            f"Aus dem Bericht wurde kein PDF ({problem.message}). Bitte Logo und Farben in den "
            "Einstellungen prüfen; bleibt es dabei, den Fehler melden."
        ) from problem
    return bytes(made)


def _date(report: Report) -> datetime:
    return report.made_at.replace(microsecond=0)


def _file(figure: Figure) -> str:
    return f"{figure.key}.svg"


def _data(report: Report, prints: Prints, look: Look) -> dict[str, Any]:
    date = _date(report)
    as_of = "keine Daten" if report.as_of is None else formatting.moment(report.as_of)
    marks = list(report.marks)
    return {
        "title": report.title,
        "full_title": report.full_title,
        "agency": report.agency,
        "description": ". ".join([*marks, f"Jahresbericht der Dialogreihe, {report.year}"]) + ".",
        "keywords": ["Regionaldialog", "Jahresbericht", str(report.year), *marks],
        "date": [date.year, date.month, date.day, date.hour, date.minute, date.second],
        "marks": marks,
        "cover": [
            report.agency,
            f"Datenstand: {as_of}",
            f"Erstellt: {formatting.moment(report.made_at)}",
        ],
        "logo": None if look.logo is None else f"logo.{look.logo.ending}",
        "look": {
            "font": typeface.FAMILY,
            "colour": look.colour,
            "heading": look.heading,
            "ink": theme.INK,
            "soft": theme.SOFT_INK,
            "grid": theme.GRID,
            "demo": theme.DEMO_INK,
        },
        "chapters": [_section(chapter, prints) for chapter in report.chapters],
    }


def _section(section: Section, prints: Prints) -> dict[str, Any]:
    return {
        "heading": section.heading,
        "landscape": section.landscape,
        "blocks": list(_blocks(section, prints)),
        "sections": [_section(part, prints) for part in section.sections],
    }


def _blocks(section: Section, prints: Prints) -> Iterator[dict[str, Any]]:
    """``shown``: the picture that a paragraph is about."""
    for block, shown in section.with_pictures():
        made = _block(block, prints, landscape=section.landscape)
        if shown is not None:
            made["shown"] = _file(shown)
        yield made


def _block(block: Block, prints: Prints, *, landscape: bool) -> dict[str, Any]:
    match block:
        case Paragraph():
            return {"type": "paragraph", "text": block.text, "style": block.style.value}
        case Bullets():
            return {"type": "bullets", "items": list(block.items)}
        case Facts():
            entries = [list(entry) for entry in block.entries]
            return {"type": "facts", "title": block.title, "entries": entries}
        case Table():
            room, size = (
                (_LANDSCAPE_WIDTH, _LANDSCAPE_TABLE_SIZE)
                if landscape
                else (_TEXT_WIDTH, _TABLE_SIZE)
            )
            return {
                "type": "table",
                "size": size,
                "title": block.title,
                "columns": [
                    {"heading": column.heading, "kind": column.kind.value}
                    for column in block.columns
                ],
                "widths": column_widths(block, room, size),
                "rows": [[cell.text for cell in row] for row in block.rows],
                "source": block.source,
            }
        case Figure():
            picture = prints.picture(block)
            return {
                "type": "figure",
                "file": _file(block),
                "caption": block.caption,
                "alt": block.alt,
                "width": fitting(picture, _TEXT_WIDTH, _TEXT_HEIGHT),
            }


def fitting(picture: Picture, width: float, height: float) -> float:
    """Millimetres: as wide as there is room, narrower where it would be too tall."""
    return round(min(width, picture.width_mm, height * picture.width_mm / picture.height_mm), 2)
