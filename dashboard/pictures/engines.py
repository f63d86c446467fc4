"""What draws a figure as SVG: a browser through kaleido, or Plotly in QuickJS without one.

Both measure text with the same font files; the tests compare all charts, and texts lie within
three pixels of each other. The browser is the default where there is one: it is Plotly's real home,
with every kind of trace. Without one the other takes over; it starts at once and is as fast for a
report of fifty pictures.
"""

import os
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from dashboard.errors import PictureError
from dashboard.pictures.browser_engine import BrowserEngine
from dashboard.pictures.builtin_engine import BuiltinEngine
from dashboard.pictures.engine import WITHOUT_BROWSER, Engine
from dashboard.pictures.layout import Drawing
from dashboard.settings import Settings


def find_browser() -> Path | None:
    """The Chrome, Chromium or Edge that kaleido would take."""
    from choreographer.browsers.chromium import Chromium  # noqa: PLC0415 - slow to import

    named = os.environ.get("BROWSER_PATH")
    found = named or Chromium.find_browser(skip_local=False)
    return Path(found) if found else None


def choose_engine(settings: Settings) -> Engine:
    """The engine that the settings name, else the best that this machine has.

    Raises ``PictureError`` where there is none.
    """
    if settings.picture_engine != "builtin":
        browser = Path(settings.browser) if settings.browser else find_browser()
        if browser is not None:
            return BrowserEngine(browser, seconds=settings.picture_seconds)
        if settings.picture_engine == "browser":
            raise PictureError(
                "Für Bilder soll ein Browser zeichnen, es ist aber keiner da. Bitte Chrome, "
                "Chromium oder Edge installieren oder ohne Browser zeichnen lassen "
                f"({WITHOUT_BROWSER})."
            )
    if find_spec("mirage") is not None:
        return BuiltinEngine(seconds=settings.picture_seconds)
    raise PictureError(
        "Auf diesem Rechner kann nichts Bilder zeichnen. Bitte Chrome, Chromium oder Edge "
        "installieren; liegt er an einem ungewöhnlichen Ort, REGIONALDIALOG_BROWSER setzen."
    )


@dataclass(frozen=True)
class Examined:
    """Whether an engine of this machine draws; ``complaint`` says why it does not."""

    name: str
    complaint: str = ""


def examine(settings: Settings) -> list[Examined]:
    """Every engine that could draw here, each tried with a small figure."""
    browser = Path(settings.browser) if settings.browser else find_browser()
    engines: list[Engine] = []
    if browser is not None:
        engines.append(BrowserEngine(browser, seconds=settings.picture_seconds))
    if find_spec("mirage") is not None:
        engines.append(BuiltinEngine(seconds=settings.picture_seconds))
    return [Examined(engine.name, _complaint(engine)) for engine in engines]


def _complaint(engine: Engine) -> str:
    try:
        drawn = engine.draw(
            [Drawing({"data": [], "layout": {"title": {"text": "n"}}}, 100, 100, 1)]
        )
    except PictureError as problem:
        return str(problem)
    finally:
        engine.close()
    return "" if "<svg" in drawn[0] else "Das gezeichnete Bild ist kein SVG."
