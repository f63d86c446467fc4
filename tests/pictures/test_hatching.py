"""Patterns as lines and dots: where Plotly's tile has them, without a seam, in the outline."""

import io
import math
import re
from xml.etree import ElementTree as ET

import pytest
import resvg_py
from PIL import Image

from dashboard.charts.catalogue import CATALOGUE
from dashboard.pictures import hatching

SVG = "{http://www.w3.org/2000/svg}"
GROUND = (180, 83, 15)
DIAGONAL = 8.485281374238571  # Plotly's tile for lines with a distance of 6

SLASH = "M-2.12,2.12l4.24,-4.24M0,8.485281374238571L8.485281374238571,0M6.36,10.6l4.24,-4.24"


def hatched(tile: str, size: float, *, scale: str = "") -> ET.Element:
    """A bar of 90 × 30 pixels that a pattern fills, drawn out."""
    root = ET.fromstring(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="100" height="40"><defs>'
        f'<pattern id="p" width="{size}px" height="{size}px" patternUnits="userSpaceOnUse" '
        f'patternTransform="{scale}"><rect width="{size}px" height="{size}px" '
        f'fill="rgb(180, 83, 15)" fill-opacity="1"/>{tile}</pattern></defs>'
        '<g><path transform="translate(5,5)" d="M0,0V30H90V0Z" '
        "style=\"fill: url('#p'); stroke: black\"/></g></svg>"
    )
    hatching.draw_out(root)
    return root


def lines_of(root: ET.Element) -> str:
    [drawn] = [each for each in root.iter(f"{SVG}path") if each.get("stroke") == "white"]
    return drawn.get("d", "")


def path(shape: str) -> str:
    return f'<path d="{shape}" stroke="white" stroke-width="1.2px" opacity="0.5"/>'


def test_a_diagonal_becomes_one_long_line_per_distance() -> None:
    shape = lines_of(hatched(path(SLASH), DIAGONAL))
    ends = re.findall(r"M([\d.]+),([\d.]+)L([\d.]+),([\d.]+)", shape)
    assert len(ends) == math.floor(120 / DIAGONAL) + 1
    for end in ends:
        x0, y0, x1, y1 = map(float, end)
        assert x0 + y0 == pytest.approx(x1 + y1, abs=0.02)
        # On a line of the tile, which goes through its corner.
        assert (x0 + y0) / DIAGONAL == pytest.approx(round((x0 + y0) / DIAGONAL), abs=0.01)
        assert 0 <= min(x0, x1) <= max(x0, x1) <= 90
        assert 0 <= min(y0, y1) <= max(y0, y1) <= 30


def test_crossed_lines_have_both_directions() -> None:
    shape = lines_of(hatched(path(SLASH + "M0,0L8.485281374238571,8.485281374238571"), DIAGONAL))
    sums, differences = 0, 0
    for end in re.findall(r"M([\d.]+),([\d.]+)L([\d.]+),([\d.]+)", shape):
        x0, y0, x1, y1 = map(float, end)
        sums += x0 + y0 == pytest.approx(x1 + y1, abs=0.02)
        differences += x0 - y0 == pytest.approx(x1 - y1, abs=0.02)
    assert sums > 10
    assert differences > 10


@pytest.mark.parametrize(("tile", "count"), [("M3,0V6", 15), ("M0,3H6", 5)])
def test_upright_and_flat_lines_are_counted(tile, count) -> None:
    assert lines_of(hatched(path(tile), 6)).count("M") == count


def test_dots_stand_at_the_middle_of_every_tile_and_a_small_pattern_is_smaller() -> None:
    circle = '<circle cx="3" cy="3" r="1.5" fill="white" opacity="0.5"/>'
    shape = lines_of(hatched(circle, 6))
    dots = {(float(x) % 6, float(y) % 6) for x, y in re.findall(r"M(-?[\d.]+),(-?[\d.]+)h", shape)}
    assert dots == {(3.0, 3.0)}
    assert lines_of(hatched(circle, 6, scale="scale(0.5)")).count("M") > 3 * shape.count("M")


def test_the_outline_stays_on_top_and_everything_moves_together() -> None:
    root = hatched(path(SLASH), DIAGONAL)
    [group] = [each for each in root.iter(f"{SVG}g") if each.get("transform")]
    ground, clip, lines, outline = list(group)
    assert ground.get("fill") == "rgb(180, 83, 15)"
    assert lines.get("clip-path") == f"url(#{clip.get('id')})"
    assert "fill:none" in outline.get("style", "").replace(" ", "")
    assert outline.get("transform") is None
    assert not list(root.iter(f"{SVG}pattern"))


@pytest.mark.parametrize("zoom", [1.0, 3.125, 3.7])
def test_no_seam_runs_through_a_bar(zoom) -> None:
    """With a tile there are rows and columns in which no pixel has the colour of the bar."""
    drawn = resvg_py.svg_to_bytes(
        svg_string=ET.tostring(hatched(path(SLASH), DIAGONAL), encoding="unicode"),
        zoom=zoom,
        background="white",
    )
    picture = Image.open(io.BytesIO(bytes(drawn))).convert("RGB")
    bar = picture.crop(tuple(round(each * zoom) for each in (8, 8, 92, 32)))
    columns = [bar.crop((x, 0, x + 1, bar.height)) for x in range(bar.width)]
    rows = [bar.crop((0, y, bar.width, y + 1)) for y in range(bar.height)]
    for line in (*rows, *columns):
        assert GROUND in {colour for _, colour in line.getcolors()}


def test_no_picture_of_the_catalogue_has_a_pattern(drawn) -> None:
    hatched_ones = 0
    for chart in CATALOGUE:
        if chart.draw is not None:
            svg = drawn(chart.id).svg
            assert "<pattern" not in svg, chart.id
            hatched_ones += "stroke-linecap" in svg
    assert hatched_ones > 3


def test_what_is_filled_plainly_is_left_alone() -> None:
    root = ET.fromstring(
        '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0,0H9" style="fill:red"/></svg>'
    )
    before = ET.tostring(root)
    hatching.draw_out(root)
    assert ET.tostring(root) == before
