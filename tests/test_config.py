"""The settings of the web server and the colours of the theme."""

import tomllib
from pathlib import Path

import pytest

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


def test_the_server_takes_no_more_than_the_import_does() -> None:
    assert CONFIG["server"]["maxUploadSize"] * 1024 * 1024 == Limits().file_bytes


def test_nothing_is_reported_to_others() -> None:
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert CONFIG["client"]["showErrorLinks"] is False
    assert CONFIG["server"]["address"] == "127.0.0.1"


def test_no_detail_and_no_bulk_export_reaches_the_screen() -> None:
    assert CONFIG["client"]["showErrorDetails"] == "none"
    assert CONFIG["client"]["disableDataExport"] is True
