"""How a report looks: the agency's logo and colour, read once and checked."""

from dataclasses import dataclass
from pathlib import Path

from dashboard.charts import theme
from dashboard.errors import FileUnusable
from dashboard.settings import Settings

_LEAST_CONTRAST = 4.5  # WCAG 1.4.3, for headings in the colour on white
_LOGOS = {".svg": "svg", ".png": "png", ".jpg": "jpg", ".jpeg": "jpg"}


@dataclass(frozen=True)
class Logo:
    """A picture of the agency; ``ending`` is svg, png or jpg."""

    content: bytes
    ending: str


@dataclass(frozen=True)
class Look:
    """``colour`` for areas and lines, ``heading`` for text: the colour where it is dark enough."""

    colour: str = theme.ACCENT
    logo: Logo | None = None
    word_template: bytes | None = None

    @property
    def heading(self) -> str:
        """The colour, or ink where it could not be read on white."""
        return self.colour if contrast_on_white(self.colour) >= _LEAST_CONTRAST else theme.INK


def look_of(settings: Settings) -> Look:
    """Raises ``FileUnusable`` for a logo or a template that cannot be used."""
    template = settings.word_template
    return Look(
        settings.agency_colour,
        None if settings.agency_logo is None else _logo(settings.agency_logo),
        None if template is None else _read(template, "Die Word-Vorlage", "WORD_TEMPLATE"),
    )


def _logo(path: Path) -> Logo:
    ending = _LOGOS.get(path.suffix.lower())
    if ending is None:
        raise FileUnusable(
            f"Das Logo {path} ist weder SVG noch PNG oder JPEG. Bitte eine solche Datei in "
            "REGIONALDIALOG_AGENCY_LOGO angeben."
        )
    return Logo(_read(path, "Das Logo", "AGENCY_LOGO"), ending)


def _read(path: Path, what: str, setting: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise FileUnusable(
            f"{what} {path} lässt sich nicht öffnen ({problem.strerror}). "
            f"Bitte die Einstellung REGIONALDIALOG_{setting} prüfen."
        ) from None


def contrast_on_white(colour: str) -> float:
    """The contrast ratio of WCAG 2.2 between a colour (``#1d5f80``) and white."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels
    ]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)
