"""The figure set for its width: sizes of text, lines, labels, heights, greys."""

import re
from itertools import pairwise

import pytest

from dashboard.charts import theme
from dashboard.charts.catalogue import CATALOGUE
from dashboard.errors import WrongUsage
from dashboard.pictures import typeface
from dashboard.pictures.layout import lay_out
from dashboard.pictures.presets import PRESETS, find_preset

DRAWN = [chart.id for chart in CATALOGUE if chart.draw is not None]
# Longer than a page or a slide in any type; they are for the page-long appendix.
LONG = {"auswertung-gruppen", "wirkung-verlauf", "gemeinden-zuletzt", "gemeinden-einwohner"}


def points(size: float, drawing) -> float:
    return size * drawing.scale


@pytest.mark.parametrize("preset", ["spalte", "seite"])
@pytest.mark.parametrize("chart_id", sorted(set(DRAWN) - LONG))
def test_text_in_print_is_never_smaller_than_six_points(chart_id, preset, published) -> None:
    drawing = lay_out(published(chart_id).figure, PRESETS[preset])
    assert points(theme.TEXT_SIZE, drawing) >= PRESETS[preset].least_text_pt
    assert points(theme.SMALL_SIZE, drawing) >= 5.9


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("chart_id", DRAWN)
def test_a_picture_has_the_size_that_its_place_has(chart_id, preset, published) -> None:
    wanted = PRESETS[preset]
    drawing = lay_out(published(chart_id).figure, wanted)
    assert drawing.width_mm == pytest.approx(wanted.width_mm, rel=0.002)
    if wanted.height_mm:
        assert drawing.height_mm == pytest.approx(wanted.height_mm, rel=0.003)
    elif wanted.most_height_mm:
        assert drawing.height_mm <= wanted.most_height_mm + 0.1


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("chart_id", DRAWN)
def test_names_beside_rows_have_room_and_do_not_touch(chart_id, preset, published) -> None:
    drawing = lay_out(published(chart_id).figure, PRESETS[preset])
    layout = drawing.figure["layout"]
    names = layout["yaxis"].get("ticktext") or []
    if not names or layout["margin"]["l"] < theme.LABEL_MARGIN - 20:
        return
    plot = drawing.height - layout["margin"]["t"] - layout["margin"]["b"]
    low, high = layout["yaxis"]["range"]
    per_unit = plot / abs(high - low)
    for (name, place), (following, next_place) in pairwise(
        zip(names, layout["yaxis"]["tickvals"], strict=True)
    ):
        lines = (name.count("<br>") + following.count("<br>") + 2) / 2
        assert abs(next_place - place) * per_unit >= lines * theme.SMALL_SIZE * 1.3
    for line in "<br>".join(names).split("<br>"):
        plain = re.sub(r"<[^>]*>", "", line)
        assert typeface.width(plain, theme.TEXT_SIZE) <= layout["margin"]["l"] - 8, plain


def test_a_wide_picture_breaks_names_less_often_than_a_narrow_one(published) -> None:
    lines = {
        preset: sum(
            name.count("<br>") + 1
            for name in lay_out(published("gemeinden-herkunft").figure, PRESETS[preset]).figure[
                "layout"
            ]["yaxis"]["ticktext"]
        )
        for preset in ("spalte", "folie")
    }
    assert lines["folie"] == 9
    assert lines["spalte"] > 9


def test_a_name_keeps_its_hyphen_when_it_is_joined_again(published) -> None:
    drawing = lay_out(published("gemeinden-herkunft").figure, PRESETS["folie"])
    names = drawing.figure["layout"]["yaxis"]["ticktext"]
    assert "Verbandsgemeinde Mansfelder Grund-Helbra" in names


def test_lines_are_no_wider_than_their_room() -> None:
    text = "Quelle: Rückmeldungen der Teilnehmenden, SEG Mansfeld-Südharz. n = 121"
    lines = typeface.wrap(text, 150, 11)
    assert " ".join(lines) == text
    assert len(lines) > 2
    assert all(typeface.width(line, 11) <= 150 for line in lines)


def test_a_word_that_is_wider_than_the_room_stands_alone() -> None:
    assert typeface.wrap("a Donaudampfschifffahrtsgesellschaft b", 40, 11) == [
        "a",
        "Donaudampfschifffahrtsgesellschaft",
        "b",
    ]


def test_an_unknown_preset_is_refused_with_the_names_of_all() -> None:
    with pytest.raises(WrongUsage, match="spalte, seite, folie, web"):
        find_preset("plakat")


# --- greyscale -----------------------------------------------------------------------------------


def lightness(colour: str) -> float:
    """CIE L* of a colour like #1d5f80, 0 to 100."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    cubed = luminance ** (1 / 3) if luminance > 0.008856 else 7.787 * luminance + 16 / 116
    return 116 * cubed - 16


def test_lightness_is_that_of_the_standard() -> None:
    assert [round(lightness(c)) for c in ("#000000", "#777777", "#ffffff")] == [0, 50, 100]


def fills(trace: dict) -> list[tuple[str, str]]:
    """Colour and pattern of every bar of a trace."""
    marker = trace["marker"]
    count = len(trace["y"])
    shapes = marker.get("pattern", {}).get("shape") or ""
    return [
        (
            marker["color"] if isinstance(marker["color"], str) else marker["color"][place],
            shapes if isinstance(shapes, str) else shapes[place],
        )
        for place in range(count)
    ]


@pytest.mark.parametrize("chart_id", DRAWN)
def test_fills_that_touch_are_told_apart_in_grey(chart_id, published) -> None:
    figure = lay_out(published(chart_id).figure, PRESETS["seite"]).figure
    rows: dict[object, list[tuple[str, str, bool]]] = {}
    if figure["layout"].get("barmode") not in {"stack", "relative"}:
        return
    for trace in figure["data"]:
        if trace["type"] != "bar":
            continue
        has_line = bool(trace["marker"].get("line", {}).get("width"))
        for place, value, (colour, shape) in zip(trace["y"], trace["x"], fills(trace), strict=True):
            if value:
                rows.setdefault((place, trace.get("xaxis")), []).append((colour, shape, has_line))
    for row in rows.values():
        for (left, left_shape, left_line), (right, right_shape, right_line) in pairwise(row):
            assert (
                abs(lightness(left) - lightness(right)) >= 10
                or left_shape != right_shape
                or (left_line and right_line)
            ), (left, right)


def test_classes_of_maps_are_told_apart_in_grey() -> None:
    steps = [lightness(colour) for colour in theme.SEQUENCE]
    assert all(light - dark >= 12 for light, dark in pairwise(steps))
