"""For which place a picture is made: its width, the size of its text, the shape of its canvas."""

from dataclasses import dataclass

from dashboard.charts import theme
from dashboard.errors import WrongUsage

MM_PER_INCH = 25.4
POINTS_PER_INCH = 72
DPI = 300


@dataclass(frozen=True)
class Preset:
    """One place for pictures.

    ``text_pt`` is the size of the running text in the picture; where a chart is too tall for
    ``most_height_mm`` it is set smaller, down to ``least_text_pt``, and below that only where
    nothing else fits. ``height_mm``: the picture always has this height, filled or not.
    ``good_height_mm``: a taller chart is pressed together a little, its type unchanged.
    """

    key: str
    label: str
    width_mm: float
    text_pt: float
    least_text_pt: float
    height_mm: float | None = None
    most_height_mm: float | None = None
    good_height_mm: float | None = None
    in_pixels: bool = False

    @property
    def width_pt(self) -> float:
        """Points."""
        return self.width_mm / MM_PER_INCH * POINTS_PER_INCH

    def scale(self, text_pt: float) -> float:
        """Points for one pixel of the figure, when its running text has this size."""
        return text_pt / theme.TEXT_SIZE


# A page of A4 with margins leaves 24 cm in height: room for two pictures of a good height.
PRESETS: dict[str, Preset] = {
    preset.key: preset
    for preset in (
        Preset("spalte", "Spalte, 8,5 cm", 85, 8.5, 7, most_height_mm=240),
        Preset("seite", "Seitenbreite, 17 cm", 170, 9, 7.5, most_height_mm=240, good_height_mm=98),
        # The slide of PowerPoint: 13.333 × 7.5 inches.
        Preset("folie", "Folie, 16:9", 338.67, 16, 11, height_mm=190.5, most_height_mm=190.5),
        # 800 pixels of a screen, the text as large as in the dashboard.
        Preset("web", "Web, 800 Pixel", 800 / 96 * MM_PER_INCH, 9.75, 9.75, in_pixels=True),
    )
}


def find_preset(key: str) -> Preset:
    """One preset; raises ``WrongUsage`` with the names of all."""
    if key not in PRESETS:
        raise WrongUsage(f"Die Größe „{key}“ gibt es nicht. Möglich sind: {', '.join(PRESETS)}.")
    return PRESETS[key]
