"""Sets a figure for the width at which it is printed: lines, legend, labels and height.

The figure of the screen is drawn for the narrowest telephone. Here its frame (title, source, n)
is set anew with the real widths of the letters, names beside bars get the room that a wide
picture has, and a chart that is too tall is set in smaller type.
"""

import base64
import html
import json
import re
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from dashboard.charts import theme
from dashboard.pictures import typeface
from dashboard.pictures.presets import MM_PER_INCH, POINTS_PER_INCH, Preset

_EDGE = 10  # pixels between the edge of the picture and its text
_LINE = 1.3
_MARK_ROW = 18
_DEMO_MARK = "<b>Beispieldaten</b> – erfunden, nicht gemessen"
_GAP = 14  # between title and legend, and between the plot and the source below
_LEGEND_ROW = 20
_LEGEND_SYMBOL = 42
_SMALLER_BY = 0.25  # points: how finely the size of the text is tried
# How far a plot may be pressed together before the type gets smaller.
_TIGHTEST_BARS = 0.5
_TIGHTEST_MARKS = 0.82  # circles keep their size
_TIGHTEST_MAPS, _TIGHTEST_SMALL_MAPS = 0.58, 0.9
_TIGHTEST_FIELDS = 0.7  # lines in fields of their own
_TIGHTEST_WITH_WORDS = 1.0  # words stand between the rows
_MOST_PRESSED = 0.65  # of its height, for no other reason than a good one
_MOST_GROWTH_OF_MAP = 1.35
_BARE_AXIS = 12  # pixels below a plot without words there
_MOST_FOR_LABELS = 0.34  # of the width
_WIDE_MM = 160  # room for a name and a date beside each other
_BESIDE_LABEL = 20  # pixels to the edge of the picture and to the plot


@dataclass(frozen=True)
class Drawing:
    """What an engine draws: a figure as plain JSON, pixels of the figure, points per pixel."""

    figure: dict[str, Any]
    width: int
    height: int
    scale: float

    @property
    def width_mm(self) -> float:
        """On paper."""
        return self.width * self.scale / POINTS_PER_INCH * MM_PER_INCH

    @property
    def height_mm(self) -> float:
        """On paper."""
        return self.height * self.scale / POINTS_PER_INCH * MM_PER_INCH


def lay_out(figure: go.Figure, preset: Preset) -> Drawing:
    """A framed figure for a preset."""
    spec = plain(figure)
    text_pt = preset.text_pt
    while True:
        drawing = _at(spec, preset, text_pt)
        if _fits(drawing, preset):
            return _stretched(drawing, preset)
        text_pt -= _SMALLER_BY


def _fits(drawing: Drawing, preset: Preset) -> bool:
    if preset.most_height_mm is None:
        return True
    return _least_height(drawing) * drawing.scale <= _points(preset.most_height_mm)


def _points(mm: float) -> float:
    return mm / MM_PER_INCH * POINTS_PER_INCH


def _least_height(drawing: Drawing) -> float:
    """How low the picture may become without one row touching the next."""
    margin = drawing.figure["layout"]["margin"]
    plot: float = drawing.height - margin["t"] - margin["b"]
    least = max(_tightest(drawing.figure) * plot, _height_of_rows(drawing.figure))
    return drawing.height - plot + min(least, plot)


def _tightest(figure: dict[str, Any]) -> float:
    """The part of its height that the plot needs, rows apart."""
    layout = figure["layout"]
    if _is_map(layout):
        # A stated range: several small maps in one picture.
        return _TIGHTEST_SMALL_MAPS if "range" in layout["yaxis"] else _TIGHTEST_MAPS
    if "yaxis2" in layout:
        return _TIGHTEST_FIELDS
    if not layout.get("yaxis", {}).get("ticktext"):
        return _TIGHTEST_WITH_WORDS
    is_bars = all(trace["type"] == "bar" for trace in figure["data"])
    return _TIGHTEST_BARS if is_bars else _TIGHTEST_MARKS


def _is_map(layout: dict[str, Any]) -> bool:
    return "scaleanchor" in layout.get("yaxis", {})


def _height_of_rows(figure: dict[str, Any]) -> float:
    """Pixels of a plot in which no name beside a row touches the next; 0 without such names."""
    axis = figure["layout"].get("yaxis", {})
    names, places, span = axis.get("ticktext"), axis.get("tickvals"), axis.get("range")
    if not names or not places or not span or len(names) != len(places):
        return 0
    heights = [_name_height(name) for name in names]
    per_unit = max(
        (
            ((heights[place] + heights[place + 1]) / 2 + 2) / abs(places[place + 1] - places[place])
            for place in range(len(places) - 1)
            if places[place + 1] != places[place]
        ),
        default=heights[0],
    )
    return float(per_unit * abs(span[1] - span[0]))


def _name_height(name: str) -> float:
    lines = name.split("<br>")
    sizes = (theme.SMALL_SIZE if "font-size" in line else theme.TEXT_SIZE for line in lines)
    return sum(size * _LINE for size in sizes)


def _stretched(drawing: Drawing, preset: Preset) -> Drawing:
    """As low as it must be; as high as the canvas of the preset."""
    height = drawing.height
    if preset.height_mm is not None:
        height = round(_points(preset.height_mm) / drawing.scale)
    elif preset.most_height_mm is not None:
        height = min(height, int(_points(preset.most_height_mm) / drawing.scale))
        if preset.good_height_mm is not None:
            good = _points(preset.good_height_mm) / drawing.scale
            least = max(good, _least_height(drawing), _MOST_PRESSED * height)
            height = min(height, round(least))
    drawing.figure["layout"]["height"] = height
    return Drawing(drawing.figure, drawing.width, height, drawing.scale)


def _at(spec: dict[str, Any], preset: Preset, text_pt: float) -> Drawing:
    """The figure at the preset's width, its running text in this size."""
    figure = deepcopy(spec)
    layout = figure["layout"]
    scale = preset.scale(text_pt)
    width = round(preset.width_pt / scale)
    frame = layout.pop("meta")
    layout.pop("title", None)
    layout["annotations"] = [
        each for each in layout.get("annotations", []) if each.get("name") != "note"
    ]
    margin = layout["margin"]
    _set_family(layout)
    for trace in figure["data"]:
        if trace["type"] == "bar" and trace.get("textposition") == "outside":
            trace["constraintext"] = "none"  # else numbers shrink to the height of their bars
    if preset.width_mm >= _WIDE_MM:
        _join_lines_of_names(layout)
    _widen_labels(layout, width)
    plot = _plot_height(figure, frame, width)
    bottom = frame["bottom"] if _says_something_below(layout) else _BARE_AXIS
    title = typeface.wrap(frame["title"], width - 2 * _EDGE, theme.TITLE_SIZE, typeface.BOLD)
    note = typeface.wrap(frame["note"], width - 2 * _EDGE, theme.SMALL_SIZE)
    mark = _MARK_ROW if frame["is_demo"] else 0
    above = _EDGE + mark + _rows(title, theme.TITLE_SIZE) + _GAP
    below = _GAP + _rows(note, theme.SMALL_SIZE) + _EDGE
    legend = _legend(figure, width)
    margin["t"] = frame["top"] + above + legend
    margin["b"] = bottom + below
    height = round(plot) + margin["t"] + margin["b"]
    if mark:
        layout["annotations"].append(
            _below_top(_DEMO_MARK, margin, _EDGE, theme.SMALL_SIZE, theme.DEMO_INK)
        )
    layout["annotations"] += [
        _below_top(f"<b>{_marked(title)}</b>", margin, _EDGE + mark, theme.TITLE_SIZE, theme.INK),
        _edge_text(_marked(note), margin, theme.SMALL_SIZE, theme.SOFT_INK)
        | {"y": 0, "yanchor": "bottom", "yshift": _EDGE - margin["b"]},
    ]
    layout |= {"width": width, "height": height, "autosize": False}
    return Drawing(figure, width, height, scale)


def _plot_height(figure: dict[str, Any], frame: dict[str, Any], width: int) -> float:
    """Pixels: as on the screen, but rows with room for their names and maps in their shape."""
    layout = figure["layout"]
    drawn: float = frame["height"] - frame["top"] - frame["bottom"]
    if _is_map(layout):
        margin = layout["margin"]
        shape = _shape(figure)
        wanted = (width - margin["l"] - margin["r"]) * shape if shape else drawn
        return min(wanted, drawn * _MOST_GROWTH_OF_MAP)
    return max(drawn, _height_of_rows(figure))


def _shape(figure: dict[str, Any]) -> float:
    """Height by width of what a map shows; 0 when it shows nothing."""
    spans = []
    for name in ("y", "x"):
        stated = figure["layout"].get(f"{name}axis", {}).get("range")
        places = stated or [
            place
            for trace in figure["data"]
            for place in trace.get(name) or []
            if isinstance(place, int | float)
        ]
        spans.append(max(places) - min(places) if places else 0)
    return spans[0] / spans[1] if spans[1] else 0


def _says_something_below(layout: dict[str, Any]) -> bool:
    axis = layout.get("xaxis", {})
    is_bare = axis.get("showticklabels") is False or axis.get("visible") is False
    return bool(axis.get("title", {}).get("text")) or not is_bare


def _rows(lines: list[str], size: int) -> int:
    return round(len(lines) * size * _LINE)


def _marked(lines: list[str]) -> str:
    return "<br>".join(html.escape(line, quote=False) for line in lines)


def _below_top(
    text: str, margin: dict[str, Any], distance: int, size: int, colour: str
) -> dict[str, Any]:
    """A text at a distance from the upper edge of the picture, however high the plot is."""
    return _edge_text(text, margin, size, colour) | {
        "y": 1,
        "yanchor": "top",
        "yshift": margin["t"] - distance,
    }


def _edge_text(text: str, margin: dict[str, Any], size: int, colour: str) -> dict[str, Any]:
    """A text that starts at the left edge of the picture."""
    return {
        "text": text,
        "align": "left",
        "showarrow": False,
        "borderpad": 0,
        "font": {"size": size, "color": colour},
        "xref": "paper",
        "x": 0,
        "xanchor": "left",
        "xshift": _EDGE - margin["l"],
        "yref": "paper",
    }


def _set_family(layout: dict[str, Any]) -> None:
    family = {"family": f'"{typeface.FAMILY}"'}
    layout["font"] = layout.get("font", {}) | family
    template = layout["template"]["layout"]
    template["font"] = template["font"] | family


def _join_lines_of_names(layout: dict[str, Any]) -> None:
    """Name and what stands small below it in one line: there is room beside, not below."""
    axis, margin = layout.get("yaxis", {}), layout["margin"]
    names = axis.get("ticktext")
    if not names or not any("<br><span" in name for name in names):
        return
    axis["ticktext"] = [name.replace("<br>", " ") for name in names]
    margin["l"] = max(margin["l"], round(max(map(_plain_width, axis["ticktext"]))) + _BESIDE_LABEL)


def _widen_labels(layout: dict[str, Any], width: int) -> None:
    """Names beside rows broken anew, in the room that a picture of this width has for them."""
    names = layout.get("yaxis", {}).get("ticktext")
    margin = layout["margin"]
    if not names or margin["l"] != theme.LABEL_MARGIN:
        return
    # A name may have been broken behind its hyphen.
    whole = [re.sub(r"(?<=\w)-<br>", "-", name).replace("<br>", " ") for name in names]
    # What is set in type of its own stays as it is.
    longest = max((_plain_width(name) for name in whole if "<" not in name), default=0)
    room = max(min(longest, _MOST_FOR_LABELS * width), theme.LABEL_MARGIN - _BESIDE_LABEL)
    layout["yaxis"]["ticktext"] = [
        name if "<" in joined else "<br>".join(_broken(joined, room))
        for name, joined in zip(names, whole, strict=True)
    ]
    margin["l"] = round(room) + _BESIDE_LABEL


def _broken(escaped: str, room: float) -> list[str]:
    lines = typeface.wrap(html.unescape(escaped), room + 1, theme.TEXT_SIZE)
    return [html.escape(line, quote=False) for line in lines]


def _plain_width(marked: str, size: float = theme.TEXT_SIZE) -> float:
    return typeface.width(html.unescape(re.sub(r"<[^>]*>", "", marked)), size)


def _legend(figure: dict[str, Any], width: int) -> int:
    """Room for the legend; its entries stand beside each other as far as they fit."""
    layout = figure["layout"]
    named = [
        trace["name"]
        for trace in figure["data"]
        if trace.get("showlegend") is not False and trace.get("name")
    ]
    if layout.get("showlegend") is False or not named:
        return 0
    longest = max(_plain_width(name) for name in named)
    legend = layout.setdefault("legend", {})
    legend["entrywidth"] = int(longest) + 8
    legend["entrywidthmode"] = "pixels"
    margin = layout["margin"]
    room = width - margin["l"] - margin["r"]
    beside = max(1, int(room // (legend["entrywidth"] + _LEGEND_SYMBOL)))
    return 8 + _LEGEND_ROW * -(-len(named) // beside)


def plain(figure: go.Figure) -> dict[str, Any]:
    """The figure as JSON of lists, numbers and texts; both engines read exactly this."""
    decoded: dict[str, Any] = _decoded(json.loads(figure.to_json(validate=False)))
    return decoded


def _decoded(value: Any) -> Any:
    """Plotly's packed arrays as lists; the browser-less engine cannot read all of them."""
    if isinstance(value, dict):
        if "bdata" in value and "dtype" in value:
            packed = np.frombuffer(base64.b64decode(value["bdata"]), dtype=value["dtype"])
            if "shape" in value:
                packed = packed.reshape([int(size) for size in str(value["shape"]).split(",")])
            return _decoded(packed.tolist())
        return {key: _decoded(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_decoded(each) for each in value]
    if isinstance(value, float) and not np.isfinite(value):
        return None
    return value
