"""What every engine can do: figures in, SVG out."""

from collections.abc import Sequence
from typing import Protocol

from dashboard.pictures.layout import Drawing

WITHOUT_BROWSER = "REGIONALDIALOG_PICTURE_ENGINE=builtin"
SECONDS_PER_PICTURE = 2.0  # after the first, for which an engine may have to start


class Engine(Protocol):
    """Draws figures; raises ``PictureError``. May be called from any thread."""

    name: str

    def start(self) -> None:
        """Get ready to draw; ``draw`` does it by itself."""

    def draw(self, drawings: Sequence[Drawing]) -> list[str]:
        """One SVG per figure, as Plotly writes it."""

    def close(self) -> None:
        """Give back what the engine holds; it may be used again."""
