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
# How far rows may move together before the type gets smaller.
_TIGHTEST = 0.82
_TIGHTEST_TWO_LINES = 0.95
_MOST_FOR_LABELS = 0.34  # of the width


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
    layout = drawing.figure["layout"]
    margin = layout["margin"]
    plot: float = drawing.height - margin["t"] - margin["b"]
    return drawing.height - plot * (1 - _tightest(layout))


def _tightest(layout: dict[str, Any]) -> float:
    if layout.get("xaxis", {}).get("scaleanchor") or layout.get("yaxis", {}).get("scaleanchor"):
        return 0.7  # a map only gets smaller
    names = layout.get("yaxis", {}).get("ticktext") or []
    return _TIGHTEST_TWO_LINES if any("<br>" in name for name in names) else _TIGHTEST


def _stretched(drawing: Drawing, preset: Preset) -> Drawing:
    """As low as it must be; as high as the canvas of the preset."""
    height = drawing.height
    if preset.height_mm is not None:
        height = round(_points(preset.height_mm) / drawing.scale)
    elif preset.most_height_mm is not None:
        height = min(height, int(_points(preset.most_height_mm) / drawing.scale))
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
    _widen_labels(layout, width)
    title = typeface.wrap(frame["title"], width - 2 * _EDGE, theme.TITLE_SIZE, typeface.BOLD)
    note = typeface.wrap(frame["note"], width - 2 * _EDGE, theme.SMALL_SIZE)
    mark = _MARK_ROW if frame["is_demo"] else 0
    above = _EDGE + mark + _rows(title, theme.TITLE_SIZE) + _GAP
    below = _GAP + _rows(note, theme.SMALL_SIZE) + _EDGE
    legend = _legend(figure, width)
    margin["t"] = frame["top"] + above + legend
    margin["b"] = frame["bottom"] + below
    height = frame["height"] + above + legend + below
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


def _widen_labels(layout: dict[str, Any], width: int) -> None:
    """Names beside rows on fewer lines where the picture is wide enough."""
    names = layout.get("yaxis", {}).get("ticktext")
    margin = layout["margin"]
    if not names or margin["l"] != theme.LABEL_MARGIN:
        return
    whole = [re.sub(r"\s+", " ", name.replace("<br>", " ")) for name in names]
    if any("<" in name for name in whole):  # set in type of its own
        return
    longest = max(_plain_width(name) for name in whole)
    most = _MOST_FOR_LABELS * width - 14
    room = min(longest, most)
    if room + 14 > theme.LABEL_MARGIN:
        layout["yaxis"]["ticktext"] = [
            "<br>".join(typeface.wrap(name, room + 1, theme.TEXT_SIZE)) for name in whole
        ]
        margin["l"] = round(room) + 14


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
