"""Draws without a browser: Plotly in QuickJS, in this process."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from dashboard.errors import PictureError
from dashboard.pictures import typeface
from dashboard.pictures.engine import SECONDS_PER_PICTURE
from dashboard.pictures.layout import Drawing

_SCRIPT = Path(__file__).with_name("builtin_engine.js")
# Of the typeface, in ems: what a browser calls the box of its text.
_ASCENT, _DESCENT = 1.024, 0.4

Result = TypeVar("Result")


class BuiltinEngine:
    """Plotly in QuickJS, in this process, on a thread of its own (QuickJS knows no other)."""

    def __init__(self, *, seconds: float = 20) -> None:
        """``seconds``: the time for one picture."""
        self.name = "ohne Browser (QuickJS)"
        self._seconds = seconds
        self._thread = ThreadPoolExecutor(1, "pictures")
        self._engine: Any = None

    def start(self) -> None:
        """See ``Engine``."""
        self._result(self._begin, self._seconds)

    def draw(self, drawings: Sequence[Drawing]) -> list[str]:
        """See ``Engine``."""
        return self._result(
            lambda: [self._draw(each) for each in drawings],
            self._seconds + SECONDS_PER_PICTURE * len(drawings),
        )

    def _result(self, work: Callable[[], Result], seconds: float) -> Result:
        try:
            # QuickJS has no time limit for scripts that call Python, and these do.
            return self._thread.submit(work).result(seconds)
        except TimeoutError:
            self._thread.shutdown(wait=False, cancel_futures=True)
            self._thread, self._engine = ThreadPoolExecutor(1, "pictures"), None
            raise PictureError(
                "Ein Bild wurde ohne Browser nicht rechtzeitig fertig. Bitte Chrome, Chromium "
                "oder Edge installieren und noch einmal versuchen."
            ) from None

    def close(self) -> None:
        """See ``Engine``."""
        self._thread.submit(self._forget).result()

    def _forget(self) -> None:
        self._engine = None

    def _draw(self, drawing: Drawing) -> str:
        self._begin()
        figure = drawing.figure
        try:
            return str(
                self._engine.render_svg(
                    figure["data"], figure["layout"], width=drawing.width, height=drawing.height
                )
            )
        except Exception as problem:
            self._engine = None
            raise PictureError(
                "Ein Bild ließ sich ohne Browser nicht zeichnen. Bitte Chrome, Chromium oder Edge "
                "installieren und noch einmal versuchen."
            ) from problem

    def _begin(self) -> None:
        if self._engine is not None:
            return
        from mirage.engine import MirageEngine  # noqa: PLC0415 - optional

        typeface.check_files()
        engine = MirageEngine()
        # Its own measuring takes whatever font the machine has.
        engine.context.add_callable("_measureTextRaw", _measured)
        engine.context.eval(_SCRIPT.read_text(encoding="utf-8"))
        self._engine = engine


def _measured(text: str, family: str, size: str, weight: str = "") -> str:  # noqa: ARG001
    """„width,height,ascent,descent“ in pixels, as the engine asks for it."""
    pixels = float(size)
    is_bold = weight in {"bold", "bolder"} or (weight.isdigit() and int(weight) >= 600)
    wide = typeface.width(text, pixels, typeface.BOLD if is_bold else typeface.REGULAR)
    return f"{wide},{(_ASCENT + _DESCENT) * pixels},{_ASCENT * pixels},{_DESCENT * pixels}"
