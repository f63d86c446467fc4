"""The settings of the web server and the colours of the theme."""

import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from dashboard import paths
from dashboard.charts import theme
from dashboard.settings import Limits

CONFIG = tomllib.loads(
    (Path(__file__).resolve().parents[1] / ".streamlit" / "config.toml").read_text(encoding="utf-8")
)


def luminance(colour: str) -> float:
    """Relative luminance after WCAG 2.2, from a colour such as #1d5f80."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_of_black_on_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("text", ["textColor", "linkColor"])
@pytest.mark.parametrize("ground", ["backgroundColor", "secondaryBackgroundColor"])
def test_text_is_legible_on_every_ground(mode: str, text: str, ground: str) -> None:
    theme = CONFIG["theme"][mode]
    for colours in (theme, theme["sidebar"]):
        assert contrast(theme[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_borders_and_buttons_stand_out(mode: str) -> None:
    theme = CONFIG["theme"][mode]
    assert contrast(theme["borderColor"], theme["backgroundColor"]) >= 3
    assert contrast(theme["primaryColor"], theme["backgroundColor"]) >= 3
    assert contrast(theme["primaryColor"], "#ffffff") >= 4.4, "white text on a button"


def own_colours(mode: str) -> dict[str, str]:
    """The variables of the style sheet: name → colour in the light or the dark scheme."""
    sheet = (paths.STATIC / "regionaldialog.css").read_text(encoding="utf-8")
    pairs = re.findall(r"--rd-([a-z-]+): light-dark\((#\w{6}), (#\w{6})\)", sheet)
    assert len(pairs) == sheet.count("light-dark(#")
    return {name: {"light": light, "dark": dark}[mode] for name, light, dark in pairs}


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(
    ("colour", "grounds", "least"),
    [
        ("text", ["page", "soft", "demo-back"], 4.5),
        ("soft-text", ["page", "soft"], 4.5),
        ("accent", ["page", "soft"], 4.5),  # links, what is chosen, the ring of the focus
        ("done", ["page", "soft"], 4.5),
        ("error", ["page", "soft"], 4.5),
        ("warning", ["page", "soft"], 4.5),
        ("border", ["page"], 3),
        ("demo-line", ["page", "demo-back"], 3),
    ],
)
def test_own_colours_stand_out(mode: str, colour: str, grounds: list[str], least: float) -> None:
    colours = own_colours(mode)
    for ground in grounds:
        assert contrast(colours[colour], colours[ground]) >= least, ground


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_own_colours_fit_the_theme(mode: str) -> None:
    colours, settings = own_colours(mode), CONFIG["theme"][mode]
    assert colours["page"] == settings["backgroundColor"]
    assert colours["soft"] == settings["secondaryBackgroundColor"]
    assert colours["text"] == settings["textColor"]
    # The ring around an entry of the menu and around a main button.
    assert contrast(colours["accent"], settings["sidebar"]["backgroundColor"]) >= 3


FILLS = [
    *theme.SEQUENCE,
    *(theme.ACCENT, theme.ACCENT_LIGHT, theme.CONTRAST, theme.CONTRAST_LIGHT, theme.NEUTRAL),
]


@pytest.mark.parametrize("fill", FILLS)
def test_words_on_a_fill_are_legible(fill: str) -> None:
    assert contrast(theme.ink_on(fill), fill) >= 4.5


def test_words_beside_a_chart_are_legible() -> None:
    for ink in (theme.INK, theme.SOFT_INK, theme.DEMO_INK):
        assert contrast(ink, theme.PAPER) >= 4.5


def test_neighbouring_steps_are_told_apart_without_seeing_colours() -> None:
    """By their lightness, by a pattern or by a line between them that stands out from both."""
    steps = [theme.step_colour(goodness) for goodness in (1.0, 0.75, 0.5, 0.25, 0.0)]
    for (fill, pattern), (following, other_pattern) in pairwise(steps):
        by_line = min(contrast(theme.SEPARATOR, each) for each in (fill, following)) >= 3
        assert contrast(fill, following) >= 3 or pattern != other_pattern or by_line


def test_bars_and_patterns_stand_out_from_the_paper() -> None:
    assert contrast(theme.ACCENT, theme.PAPER) >= 3
    assert contrast(theme.CONTRAST, theme.PAPER) >= 3
    assert contrast(theme.SOFT_INK, theme.PAPER) >= 3  # lines around areas, dots, crosses
    # Light fills carry a line.
    for fill in (theme.ACCENT_LIGHT, theme.NEUTRAL):
        assert contrast(theme.SEPARATOR, fill) >= 3
    # Hatching over a fill is seen.
    assert contrast(theme.SOFT_INK, theme.CONTRAST_LIGHT) >= 3


def test_every_fill_that_needs_a_line_is_known_as_pale() -> None:
    assert {fill for fill in FILLS if contrast(fill, theme.PAPER) < 3} == theme.PALE


def test_the_server_takes_no_more_than_the_import_does() -> None:
    assert CONFIG["server"]["maxUploadSize"] * 1024 * 1024 == Limits().file_bytes


def test_nothing_is_reported_to_others() -> None:
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert CONFIG["client"]["showErrorLinks"] is False
    assert CONFIG["server"]["address"] == "127.0.0.1"


def test_no_detail_and_no_bulk_export_reaches_the_screen() -> None:
    assert CONFIG["client"]["showErrorDetails"] == "none"
    assert CONFIG["client"]["disableDataExport"] is True
