"""Fill patterns drawn out as lines and dots.

SVG repeats a small tile for a pattern. Most programs that print leave a hair of white between two
tiles, so that a hatched bar looks like a grid; some that import SVG leave the pattern out.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.recordingPen import RecordingPen
from fontTools.svgLib.path import parse_path

SVG = "http://www.w3.org/2000/svg"
_PATTERN, _PATH, _GROUP = f"{{{SVG}}}pattern", f"{{{SVG}}}path", f"{{{SVG}}}g"
_FILL = re.compile(r"""fill:\s*url\(\s*['"]?#([^)'"]+)['"]?\s*\)""")
_SCALE = re.compile(r"scale\(([\d.]+)\)")

_SAME = 0.02  # of the tile: lines so near each other are one

Box = tuple[float, float, float, float]
Point = tuple[float, float]


@dataclass(frozen=True)
class _Lines:
    """Straight lines a·x + b·y = c + k·spacing for every whole k."""

    a: int
    b: int
    c: float
    spacing: float

    def within(self, box: Box) -> Iterator[str]:
        """Path data of every line that crosses the box, from edge to edge."""
        left, top, right, bottom = box
        corners = [self.a * x + self.b * y for x in (left, right) for y in (top, bottom)]
        first = math.ceil((min(corners) - self.c) / self.spacing)
        last = math.floor((max(corners) - self.c) / self.spacing)
        for number in range(first, last + 1):
            level = self.c + number * self.spacing
            if self.b == 0:
                yield _line((level / self.a, top), (level / self.a, bottom))
            elif self.a == 0:
                yield _line((left, level / self.b), (right, level / self.b))
            else:
                low, high = sorted((level - self.b * y) / self.a for y in (top, bottom))
                ends = (max(left, low), min(right, high))
                yield _line(*((x, (level - self.a * x) / self.b) for x in ends))


@dataclass(frozen=True)
class _Pattern:
    """What Plotly's tile shows: a ground, and lines or dots over it. Lengths in pixels."""

    ground: str
    ground_opacity: str
    ink: str
    opacity: str
    size: float
    thickness: float
    lines: tuple[_Lines, ...]
    dot: Point | None

    def drawn(self, box: Box) -> str:
        """Path data for a box."""
        if self.dot is None:
            return "".join(each for lines in self.lines for each in lines.within(box))
        left, top, right, bottom = box
        x, y = self.dot
        columns = range(math.floor((left - x) / self.size), math.ceil((right - x) / self.size) + 1)
        rows = range(math.floor((top - y) / self.size), math.ceil((bottom - y) / self.size) + 1)
        # A line of no length with round ends is a dot.
        return "".join(
            f"M{_number(x + column * self.size)},{_number(y + row * self.size)}h0.01"
            for row in rows
            for column in columns
        )


def draw_out(root: ET.Element) -> None:
    """Replace every element that a pattern fills by its ground, its lines and its outline."""
    patterns = {str(each.get("id")): _read(each) for each in root.iter(_PATTERN)}
    if not patterns:
        return
    count = 0
    for parent in list(root.iter()):
        for place, element in enumerate(list(parent)):
            found = _FILL.search(element.get("style", ""))
            if found is None or found[1] not in patterns or element.tag != _PATH:
                continue
            count += 1
            parent[place] = _hatched(element, patterns[found[1]], f"hatching-{count}")
    for parent in list(root.iter()):
        for element in list(parent):
            if element.tag == _PATTERN:
                parent.remove(element)


def _hatched(element: ET.Element, pattern: _Pattern, key: str) -> ET.Element:
    shape, style = element.get("d", ""), element.get("style", "")
    group = ET.Element(_GROUP)
    for name in ("transform", "clip-path"):
        if (value := element.attrib.pop(name, None)) is not None:
            group.set(name, value)
    ET.SubElement(
        group, _PATH, {"d": shape, "fill": pattern.ground, "fill-opacity": pattern.ground_opacity}
    )
    clip = ET.SubElement(group, f"{{{SVG}}}clipPath", {"id": key})
    ET.SubElement(clip, _PATH, {"d": shape})
    ET.SubElement(
        group,
        _PATH,
        {
            "d": pattern.drawn(_bounds(shape)),
            "clip-path": f"url(#{key})",
            "fill": "none",
            "stroke": pattern.ink,
            "stroke-opacity": pattern.opacity,
            "stroke-width": _number(pattern.thickness),
            "stroke-linecap": "butt" if pattern.dot is None else "round",
        },
    )
    element.set("style", _FILL.sub("fill:none", style))
    group.append(element)
    return group


def _bounds(shape: str) -> Box:
    pen = BoundsPen(None)
    parse_path(shape, pen)
    return pen.bounds or (0, 0, 0, 0)


def _read(pattern: ET.Element) -> _Pattern:
    scaled = _SCALE.search(pattern.get("patternTransform", ""))
    scale = float(scaled[1]) if scaled else 1.0
    size = _length(pattern.get("width")) * scale
    ground = _child(pattern, "rect")
    path, circle = _child(pattern, "path"), _child(pattern, "circle")
    ink = circle if path.get("d") is None else path
    dot = None
    if path.get("d") is None and circle.get("r"):
        dot = (_length(circle.get("cx")) * scale, _length(circle.get("cy")) * scale)
    return _Pattern(
        ground.get("fill", "none"),
        ground.get("fill-opacity", "1"),
        ink.get("stroke", ink.get("fill", "none")),
        ink.get("opacity", "1"),
        size,
        (2 * _length(circle.get("r")) if dot else _length(path.get("stroke-width"))) * scale,
        tuple(_families(path.get("d", ""), size, scale)),
        dot,
    )


def _child(pattern: ET.Element, name: str) -> ET.Element:
    found = pattern.find(f"{{{SVG}}}{name}")
    return ET.Element("none") if found is None else found


def _families(tile: str, size: float, scale: float) -> Iterator[_Lines]:
    """The lines of a tile, continued over its edges: each direction and offset once."""
    pen = RecordingPen()
    parse_path(tile, pen)
    seen: list[tuple[int, int, float]] = []
    start: Point = (0, 0)
    for command, points in pen.value:
        if command == "lineTo":
            (x, y), (to_x, to_y) = start, points[0]
            a, b = _direction(to_x - x, to_y - y)
            offset = (a * x + b * y) * scale % size
            apart = [abs(offset - other) for *known, other in seen if known == [a, b]]
            if not any(min(each, size - each) < _SAME * size for each in apart):
                seen.append((a, b, offset))
                yield _Lines(a, b, offset, size)
        if points:
            start = points[0]


def _direction(dx: float, dy: float) -> tuple[int, int]:
    """Of the lines that Plotly has: upright, flat and in both diagonals."""
    if abs(dx) < 0.01:
        return 1, 0
    if abs(dy) < 0.01:
        return 0, 1
    return (1, 1) if dx * dy < 0 else (1, -1)


def _length(text: str | None) -> float:
    return float((text or "0").removesuffix("px"))


def _line(start: Point, end: Point) -> str:
    return f"M{_number(start[0])},{_number(start[1])}L{_number(end[0])},{_number(end[1])}"


def _number(value: float) -> str:
    return f"{round(value, 2) + 0.0:g}"
