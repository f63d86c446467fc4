"""Draws in Chrome, Chromium or Edge through kaleido, one browser for all pictures."""

import asyncio
import atexit
import json
import logging
import os
import signal
import subprocess
import threading
import warnings
from collections.abc import Coroutine, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeVar

import plotly

from dashboard.errors import PictureError
from dashboard.pictures import typeface
from dashboard.pictures.engine import SECONDS_PER_PICTURE, WITHOUT_BROWSER
from dashboard.pictures.layout import Drawing

_PLOTLY_JS = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
# Nobody listens there: whatever the browser wants from a network fails at once.
_NO_NETWORK = "127.0.0.1:9"

Result = TypeVar("Result")


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
                answer = self._run(call, self._seconds + SECONDS_PER_PICTURE * len(drawings))
            except TimeoutError:
                self._kill()
                raise self._too_late() from None
            except Exception as problem:
                # A page that is in an unknown state draws no more.
                self._kill()
                raise PictureError(
                    "Der Browser konnte ein Bild nicht zeichnen. Bitte noch einmal versuchen; "
                    f"hilft das nicht, ohne Browser zeichnen lassen ({WITHOUT_BROWSER})."
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
                f"berichtigen oder ohne Browser zeichnen lassen ({WITHOUT_BROWSER})."
            )
        _quiet("choreographer", "kaleido")
        self._loop = asyncio.new_event_loop()
        self._loop.set_exception_handler(_note)
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
                f"zeichnen lassen ({WITHOUT_BROWSER})."
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
            f"({WITHOUT_BROWSER})."
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


def _note(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """What kaleido leaves behind when its browser is killed; we have said why ourselves."""
    logging.getLogger(__name__).debug("%s", context.get("message"))


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
