"""What draws a figure as SVG: a browser through kaleido, or Plotly in QuickJS without one.

Both measure text with the same font files; in the charts that the tests compare, texts lie within
three pixels of each other. The browser is the default where there is one: it is Plotly's real home,
with every kind of trace. Without one the other takes over; it starts at once and is as fast for a
report of fifty pictures.
"""

import asyncio
import atexit
import json
import logging
import os
import signal
import subprocess
import threading
import warnings
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol, TypeVar

import plotly

from dashboard.errors import PictureError
from dashboard.pictures import typeface
from dashboard.pictures.layout import Drawing
from dashboard.settings import Settings

_PLOTLY_JS = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
# Nobody listens there: whatever the browser wants from a network fails at once.
_NO_NETWORK = "127.0.0.1:9"
_SECONDS_PER_PICTURE = 2.0
_WITHOUT_BROWSER = "REGIONALDIALOG_PICTURE_ENGINE=builtin"

Result = TypeVar("Result")


class Engine(Protocol):
    """Draws figures; raises ``PictureError``. May be called from any thread."""

    name: str

    def start(self) -> None:
        """Get ready to draw; ``draw`` does it by itself."""

    def draw(self, drawings: Sequence[Drawing]) -> list[str]:
        """One SVG per figure, as Plotly writes it."""

    def close(self) -> None:
        """Give back what the engine holds; it may be used again."""


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
                f"({_WITHOUT_BROWSER})."
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


class BrowserEngine:
    """One browser for all pictures, started at the first and kept.

    Figures go to it in batches and are drawn on one page that holds our fonts, so that a picture
    costs no start of a program and no reload. A browser that does not answer in time is killed
    with all its processes; the next picture starts another.
    """

    def __init__(self, browser: Path, *, seconds: float = 20) -> None:
        """``seconds``: the time to start, and the time for a first picture."""
        self.name = f"Browser ({browser})"
        self._browser = browser
        self._seconds = seconds
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._kaleido: Any = None

    def start(self) -> None:
        """See ``Engine``."""
        with self._lock:
            if self._kaleido is None:
                self._start()

    def draw(self, drawings: Sequence[Drawing]) -> list[str]:
        """See ``Engine``."""
        if not drawings:
            return []
        with self._lock:
            if self._kaleido is None:
                self._start()
            figures = [
                each.figure | {"width": each.width, "height": each.height} for each in drawings
            ]
            call = self._kaleido.calc_fig({"data": [], "figures": figures}, {"format": "svg"})
            try:
                answer = self._run(call, self._seconds + _SECONDS_PER_PICTURE * len(drawings))
            except TimeoutError:
                self._kill()
                raise self._too_late() from None
            except Exception as problem:
                # A page that is in an unknown state draws no more.
                self._kill()
                raise PictureError(
                    "Der Browser konnte ein Bild nicht zeichnen. Bitte noch einmal versuchen; "
                    f"hilft das nicht, ohne Browser zeichnen lassen ({_WITHOUT_BROWSER})."
                ) from problem
            return [str(svg) for svg in json.loads(answer)]

    def close(self) -> None:
        """See ``Engine``."""
        with self._lock:
            self._kill()

    def _start(self) -> None:
        from kaleido import Kaleido  # noqa: PLC0415 - slow to import, and only here

        typeface.check_files()
        if not self._browser.is_file():
            raise PictureError(
                f"Den Browser {self._browser} gibt es nicht. Bitte REGIONALDIALOG_BROWSER "
                f"berichtigen oder ohne Browser zeichnen lassen ({_WITHOUT_BROWSER})."
            )
        _quiet("choreographer", "kaleido")
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(
            target=_serve, args=(self._loop,), name="pictures", daemon=True
        )
        self._thread.start()
        atexit.register(self._kill)

        async def opened() -> Any:
            self._kaleido = Kaleido(
                n=1,
                timeout=None,
                page_generator=_Page(),
                path=str(self._browser),
                proxy_server=_NO_NETWORK,
                enable_extensions=False,
            )
            await self._kaleido.open()

        try:
            self._run(opened(), self._seconds)
        except TimeoutError:
            self._kill()
            raise self._too_late() from None
        except Exception as problem:
            self._kill()
            raise PictureError(
                f"Der Browser {self._browser} startet nicht. Bitte ihn prüfen oder ohne Browser "
                f"zeichnen lassen ({_WITHOUT_BROWSER})."
            ) from problem

    def _run(self, call: Coroutine[Any, Any, Result], seconds: float) -> Result:
        assert self._loop is not None  # noqa: S101 - started before
        future: Future[Result] = asyncio.run_coroutine_threadsafe(call, self._loop)
        try:
            return future.result(seconds)
        except TimeoutError:
            future.cancel()
            raise

    def _too_late(self) -> PictureError:
        return PictureError(
            f"Der Browser {self._browser} hat nicht rechtzeitig geantwortet und wurde beendet. "
            "Bitte noch einmal versuchen; hilft das nicht, ohne Browser zeichnen lassen "
            f"({_WITHOUT_BROWSER})."
        )

    def _kill(self) -> None:
        """End the browser with all its processes; asking it to close may wait for ever."""
        browser, loop, thread = self._kaleido, self._loop, self._thread
        self._kaleido = self._loop = self._thread = None
        atexit.unregister(self._kill)
        if browser is not None and (process := getattr(browser, "subprocess", None)) is not None:
            # Else our own end keeps the pipe open, and its reader is waited for in vain.
            browser._channel.close()  # there is no public way
            _kill_group(process)
        if loop is None or thread is None:
            return
        if browser is not None:
            try:
                asyncio.run_coroutine_threadsafe(_closed(browser), loop).result(5)
            except Exception as problem:
                logging.getLogger(__name__).debug("closing a killed browser: %s", problem)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)


async def _closed(browser: Any) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about folders that the dead browser left
        await asyncio.wait_for(browser.close(), 3)


def _serve(loop: asyncio.AbstractEventLoop) -> None:
    """Run the loop until it is stopped, then leave nothing of it behind."""
    asyncio.set_event_loop(loop)
    try:
        loop.run_forever()
        waiting = asyncio.all_tasks(loop)
        for task in waiting:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*waiting, return_exceptions=True))
    finally:
        loop.close()


def _kill_group(process: "subprocess.Popen[bytes]") -> None:
    if os.name == "posix":
        try:
            os.killpg(process.pid, signal.SIGKILL)  # started as the leader of a group of its own
        except (ProcessLookupError, PermissionError):
            process.kill()
    else:
        subprocess.run(  # noqa: S603
            ["taskkill", "/F", "/T", "/PID", str(process.pid)],  # noqa: S607 - part of Windows
            capture_output=True,
            check=False,
        )
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        logging.getLogger(__name__).warning("browser %s does not end", process.pid)


def _quiet(*loggers: str) -> None:
    """Their messages in English are about what is said here in German."""
    for name in loggers:
        logging.getLogger(name).setLevel(logging.CRITICAL)


class _Page:
    """The page on which the browser draws: Plotly, our fonts, and the function kaleido calls."""

    def generate_index(self) -> str:
        """HTML; kaleido writes it to a file."""
        faces = "".join(
            f'@font-face{{font-family:"{typeface.FAMILY}";font-weight:{face.weight};'
            f"font-style:{'italic' if face.is_italic else 'normal'};"
            f'src:url("{face.path.as_uri()}")}}'
            for face in typeface.FACES
        )
        return (
            '<!DOCTYPE html><html lang="de"><head><meta charset="utf-8">'
            f"<style>{faces}</style>"
            f'<script charset="utf-8" src="{_PLOTLY_JS.as_uri()}"></script>'
            f"<script>{_DRAW_ALL}</script></head><body></body></html>"
        )


# kaleido calls ``kaleido_scopes.plotly`` of its page; this one draws a batch instead of a figure.
_DRAW_ALL = """
window.kaleido_scopes = {
  plotly: async (request) => {
    try {
      await Promise.all([...document.fonts].map((face) => face.load()));
      const drawn = [];
      for (const { data, layout, width, height } of request.data.figures) {
        drawn.push(await Plotly.toImage(
          { data, layout, config: { staticPlot: true } },
          { format: "svg", width, height, imageDataOnly: true },
        ));
      }
      return { code: 0, message: null, format: "svg", result: JSON.stringify(drawn) };
    } catch (problem) {
      return { code: 525, message: String(problem?.message ?? problem), format: "svg" };
    }
  },
};
"""


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
            self._seconds + _SECONDS_PER_PICTURE * len(drawings),
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
        # Plotly warns about what it replaces; without a console every warning is an error.
        engine.context.eval(_CONSOLE)
        self._engine = engine


_CONSOLE = """
globalThis.console = globalThis.console || {};
for (const name of ["log", "info", "warn", "error", "trace"]) console[name] = () => {};
"""
# Of the typeface, in ems: what a browser calls the box of its text.
_ASCENT, _DESCENT = 1.024, 0.4


def _measured(text: str, family: str, size: str, weight: str = "") -> str:  # noqa: ARG001
    """„width,height,ascent,descent“ in pixels, as the engine asks for it."""
    pixels = float(size)
    is_bold = weight in {"bold", "bolder"} or (weight.isdigit() and int(weight) >= 600)
    wide = typeface.width(text, pixels, typeface.BOLD if is_bold else typeface.REGULAR)
    return f"{wide},{(_ASCENT + _DESCENT) * pixels},{_ASCENT * pixels},{_DESCENT * pixels}"
