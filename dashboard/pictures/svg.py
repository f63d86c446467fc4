"""From what an engine drew to the master picture: our size, our typeface, titles, no leftovers.

Raises ``PictureError`` for a letter that our typeface cannot write and for any other typeface: a
program that shows the picture would take another font without a word.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree as ET

from dashboard.errors import PictureError
from dashboard.pictures import hatching, typeface
from dashboard.pictures.typeface import Face

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
DC = "http://purl.org/dc/elements/1.1/"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

for _prefix, _uri in (("", SVG), ("xlink", XLINK), ("rdf", RDF), ("dc", DC)):
    ET.register_namespace(_prefix, _uri)

_REFERENCE = re.compile(r"""url\(\s*['"]?[^)'"#]*#([^)'"]+)['"]?\s*\)""")
_HREFS = (f"{{{XLINK}}}href", "href")
_DROPPED = {"class", "pointer-events", "cursor"}
_DROPPED_STYLES = {"pointer-events", "cursor", "font-family", "-webkit-tap-highlight-color"}
_KEPT_EMPTY = {"g", "defs", "clipPath"}
_BOLD = {"bold": 700, "bolder": 700, "normal": 400, "lighter": 400}


@dataclass(frozen=True)
class About:
    """What a picture says of itself, beside what it shows. ``as_of``: UTC without a zone."""

    title: str
    description: str
    source: str
    as_of: datetime | None
    is_demo: bool

    @property
    def subject(self) -> str:
        """The mark of invented data."""
        return "Beispieldaten (erfunden)" if self.is_demo else "Regionaldialog"


def finish(
    drawn: str, about: About, *, key: str, size: tuple[int, int], width: str, height: str
) -> str:
    """The master picture; ``key`` starts its names, so that two can stand in one page.

    ``size``: pixels of what was drawn. ``width`` and ``height`` with their unit, as the picture
    is to be placed.
    """
    try:
        root = ET.fromstring(drawn)  # noqa: S314 - our own engine wrote it
    except ET.ParseError as problem:
        raise PictureError(
            f"Das gezeichnete Bild ist kein lesbares SVG ({problem}). Bitte noch einmal versuchen."
        ) from None
    _check_letters(root)
    hatching.draw_out(root)
    _rename(root, key)
    for element in root.iter():
        _tidy(element)
    _drop_empty(root)
    faces = _used(root)
    # One engine leaves it out, and then the picture would be cut instead of scaled.
    root.set("viewBox", f"0 0 {size[0]} {size[1]}")
    root.set("width", width)
    root.set("height", height)
    root.set("role", "img")
    root.set("aria-labelledby", f"{key}-title {key}-desc")
    root.set(_XML_LANG, "de")
    root.set("font-family", f"'{typeface.FAMILY}'")
    style = ET.Element(f"{{{SVG}}}style")
    style.text = "".join(typeface.embedded(face, text) for face, text in faces.items())
    root[:0] = [*_titles(about, key), _metadata(about), style]
    return ET.tostring(root, encoding="unicode")


def texts(root: ET.Element) -> Iterator[tuple[str, Face]]:
    """Every piece of text and the face in which it stands."""
    yield from _texts(root, 400, False, in_text=False)


def _texts(
    element: ET.Element, weight: int, is_italic: bool, *, in_text: bool
) -> Iterator[tuple[str, Face]]:
    style = _style(element)
    stated = style.get("font-weight") or element.get("font-weight")
    if stated:
        weight = int(stated) if stated.isdigit() else _BOLD.get(stated, weight)
    slope = style.get("font-style") or element.get("font-style")
    if slope:
        is_italic = slope in {"italic", "oblique"}
    in_text = in_text or element.tag == f"{{{SVG}}}text"
    face = typeface.face_of(weight=weight, is_italic=is_italic)
    if in_text and element.text and element.text.strip():
        yield element.text, face
    for child in element:
        yield from _texts(child, weight, is_italic, in_text=in_text)
        if in_text and child.tail and child.tail.strip():
            yield child.tail, face


def _used(root: ET.Element) -> dict[Face, str]:
    """The faces of the picture and what stands in each, in a fixed order."""
    letters: dict[Face, set[str]] = {}
    for text, face in texts(root):
        letters.setdefault(face, set()).update(text)
    return {face: "".join(sorted(letters[face])) for face in typeface.FACES if face in letters}


def _check_letters(root: ET.Element) -> None:
    known = {face: typeface.glyphs(face) for face in typeface.FACES}
    for text, face in texts(root):
        missing = {sign for sign in text if ord(sign) not in known[face]} - set("\n\t")
        if missing:
            signs = ", ".join(f"„{sign}“ (U+{ord(sign):04X})" for sign in sorted(missing))
            raise PictureError(
                f"Die Schrift der Bilder hat kein Zeichen für {signs}, es steht in „{text[:80]}“. "
                "Bitte dort ein anderes Zeichen schreiben; eine Ersatzschrift wird nicht genommen."
            )
    for element in root.iter():
        family = _style(element).get("font-family") or element.get("font-family")
        if family and family.strip("\"' ") != typeface.FAMILY:
            raise PictureError(
                f"Im Bild steht die fremde Schrift „{family}“. Erlaubt ist nur {typeface.FAMILY}, "
                "die mit dem Programm kommt."
            )


def _style(element: ET.Element) -> dict[str, str]:
    parts = (part.partition(":") for part in element.get("style", "").split(";"))
    return {name.strip(): value.strip() for name, mark, value in parts if mark}


def _rename(root: ET.Element, key: str) -> None:
    """Numbers for the chance names that Plotly makes: one chart gives the same bytes each time."""
    names: dict[str, str] = {}
    for element in root.iter():
        if (old := element.get("id")) is not None:
            names[old] = f"{key}-{len(names) + 1}"
            element.set("id", names[old])

    def renamed(found: re.Match[str]) -> str:
        return f"url(#{names.get(found[1], found[1])})"

    for element in root.iter():
        for name, value in element.attrib.items():
            if "url(" in value:
                element.set(name, _REFERENCE.sub(renamed, value))
            elif name in _HREFS and value.startswith("#"):
                element.set(name, f"#{names.get(value[1:], value[1:])}")


def _tidy(element: ET.Element) -> None:
    for name in list(element.attrib):
        if name in _DROPPED or name.startswith("data-"):
            del element.attrib[name]
    if "style" in element.attrib:
        kept = {
            name: value
            for name, value in _style(element).items()
            if name not in _DROPPED_STYLES and value
        }
        element.set("style", ";".join(f"{name}:{value}" for name, value in kept.items()))
        if not kept:
            del element.attrib["style"]
    element.attrib.pop("font-family", None)


def _drop_empty(element: ET.Element) -> None:
    for child in list(element):
        _drop_empty(child)
        name = child.tag.rpartition("}")[2]
        if name in _KEPT_EMPTY and len(child) == 0 and (name != "clipPath"):
            element.remove(child)


def _titles(about: About, key: str) -> list[ET.Element]:
    title = ET.Element(f"{{{SVG}}}title", {"id": f"{key}-title"})
    title.text = about.title
    description = ET.Element(f"{{{SVG}}}desc", {"id": f"{key}-desc"})
    description.text = about.description
    return [title, description]


def _metadata(about: About) -> ET.Element:
    """Dublin Core, as picture archives and layout programs read it."""
    metadata = ET.Element(f"{{{SVG}}}metadata")
    rdf = ET.SubElement(metadata, f"{{{RDF}}}RDF")
    work = ET.SubElement(rdf, f"{{{RDF}}}Description", {f"{{{RDF}}}about": ""})
    said = {
        "title": about.title,
        "description": about.description,
        "source": about.source,
        "subject": about.subject,
        "date": about.as_of.isoformat(timespec="seconds") + "Z" if about.as_of else "",
        "format": "image/svg+xml",
        "language": "de",
    }
    for name, value in said.items():
        if value:
            ET.SubElement(work, f"{{{DC}}}{name}").text = value
    return metadata
