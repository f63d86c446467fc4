"""Charts as pictures: SVG from one engine, PNG and PDF from that SVG.

So all formats are the same picture. Nothing here asks for data or calls a network.
"""

import struct
import threading
import zlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self

import typst

from dashboard import paths
from dashboard.errors import PictureError
from dashboard.pictures import svg, typeface
from dashboard.pictures.engine import Engine
from dashboard.pictures.engines import choose_engine
from dashboard.pictures.layout import Drawing, lay_out
from dashboard.pictures.presets import DPI, MM_PER_INCH, Preset
from dashboard.settings import Settings

if TYPE_CHECKING:
    from dashboard.charts.publish import Published

# Figures that go to the engine at once: few enough that progress shows, many enough that it pays.
_BATCH = 12


@dataclass(frozen=True)
class Picture:
    """The master picture of one chart in one preset, and what it is about.

    ``alt`` is the chart's sentence; ``note`` its source, n and as-of date as the picture shows
    them. ``as_of``: UTC without a zone; null in an empty warehouse.
    """

    svg: str
    width_mm: float
    height_mm: float
    title: str
    alt: str
    note: str
    as_of: datetime | None
    is_demo: bool
    file_stem: str
    preset: Preset

    def png(self, dpi: int = DPI) -> bytes:
        """See ``png``."""
        return png(self, dpi)

    def pdf(self) -> bytes:
        """See ``pdf``."""
        return pdf(self)


class Studio:
    """Makes pictures; one per process or export, because its engine takes seconds to start.

    Nothing starts before the first picture. Threads may share it; they wait for each other.
    """

    def __init__(self, settings: Settings | None = None, *, engine: Engine | None = None) -> None:
        """Draws with the given engine, else with the one that ``choose_engine`` finds."""
        self._settings = settings
        self._engine = engine
        self._lock = threading.Lock()
        self._starting: Future[None] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the engine back; the next picture starts another."""
        with suppress(PictureError):
            self._started()
        with self._lock:
            if self._engine is not None:
                self._engine.close()

    @property
    def engine(self) -> Engine:
        """What draws; raises ``PictureError`` where nothing can."""
        with self._lock:
            if self._engine is None:
                self._engine = choose_engine(self._settings or Settings())
            return self._engine

    def start(self) -> None:
        """Start the engine beside what comes next; whether it fails shows at the first picture.

        Raises ``PictureError`` where a font is missing.
        """
        typeface.check_files()
        worker = ThreadPoolExecutor(1, "start of pictures")
        self._starting = worker.submit(self._start_engine)
        worker.shutdown(wait=False)

    def _start_engine(self) -> None:
        self.engine.start()

    def _started(self) -> None:
        starting, self._starting = self._starting, None
        if starting is not None:
            starting.result()

    def picture(self, published: "Published", preset: Preset) -> Picture:
        """One chart; raises ``PictureError``."""
        return self.pictures([(published, preset)])[0]

    def pictures(
        self,
        wanted: Sequence[tuple["Published", Preset]],
        *,
        progress: Callable[[int, int], None] | None = None,
    ) -> list[Picture]:
        """Many charts in one go, in their order; all or, with ``PictureError``, none.

        ``progress`` is told how many of how many are done.
        """
        done: list[Picture] = []
        for picture in self.drawn(wanted):
            done.append(picture)
            if progress is not None:
                progress(len(done), len(wanted))
        return done

    def drawn(self, wanted: Sequence[tuple["Published", Preset]]) -> Iterator[Picture]:
        """Many charts, each as soon as it is ready; the engine goes on while the caller works."""
        typeface.check_files()
        drawings = [_drawing(published, preset) for published, preset in wanted]
        self._started()
        batches = [slice(start, start + _BATCH) for start in range(0, len(wanted), _BATCH)]
        with ThreadPoolExecutor(1, "drawing") as worker:
            coming = [worker.submit(self.engine.draw, drawings[batch]) for batch in batches[:1]]
            for place, batch in enumerate(batches):
                texts = coming[place].result()
                # Only now, so that an engine that fails is not asked again.
                coming += [
                    worker.submit(self.engine.draw, drawings[following])
                    for following in batches[place + 1 : place + 2]
                ]
                for (published, preset), drawing, text in zip(
                    wanted[batch], drawings[batch], texts, strict=True
                ):
                    yield _picture(published, preset, drawing, text)


def _drawing(published: "Published", preset: Preset) -> Drawing:
    if published.figure is None:
        raise PictureError(
            f"„{published.chart.title}“ ist eine Tabelle und hat kein Bild. "
            "Bitte die Tabelle als CSV oder HTML verwenden."
        )
    return lay_out(published.figure, preset)


def _picture(published: "Published", preset: Preset, drawing: Drawing, drawn: str) -> Picture:
    about = svg.About(
        published.title,
        published.sentence,
        published.source_note,
        published.as_of,
        published.is_demo,
    )
    width_mm = preset.width_mm
    height_mm = preset.height_mm or width_mm * drawing.height / drawing.width
    finished = svg.finish(
        drawn,
        about,
        # Two sizes of one chart may stand in one page as well.
        key=f"{published.chart.id}-{preset.key}",
        size=(drawing.width, drawing.height),
        width=str(drawing.width) if preset.in_pixels else f"{width_mm:g}mm",
        height=str(drawing.height) if preset.in_pixels else f"{round(height_mm, 2):g}mm",
    )
    return Picture(
        finished,
        width_mm,
        height_mm,
        about.title,
        about.description,
        about.source,
        about.as_of,
        about.is_demo,
        f"{published.file_stem}-{preset.key}",
        preset,
    )


def png(picture: Picture, dpi: int = DPI) -> bytes:
    """Pixels for this resolution, with what the picture is about; raises ``PictureError``.

    Drawn by resvg, as it is part of typst: the same pixels as from a package of its own in a
    quarter of the time.
    """
    return _with_chunks(_compiled(picture, "png", dpi=dpi), _about_chunks(picture, dpi))


def _about_chunks(picture: Picture, dpi: int) -> list[tuple[bytes, bytes]]:
    per_metre = round(dpi / MM_PER_INCH * 1000)
    said = {
        "Title": picture.title,
        "Description": picture.alt,
        "Source": picture.note,
        "Comment": "Beispieldaten (erfunden)" if picture.is_demo else "",
        "Creation Time": picture.as_of.isoformat(timespec="seconds") + "Z" if picture.as_of else "",
    }
    return [
        (b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1)),
        *(
            # keyword, not compressed, language, no translated keyword, text in UTF-8
            (b"iTXt", keyword.encode() + b"\0\0\0de\0\0" + text.encode())
            for keyword, text in said.items()
            if text
        ),
    ]


def _with_chunks(file: bytes, chunks: list[tuple[bytes, bytes]]) -> bytes:
    """The PNG with chunks after its head; reading and writing all pixels anew would take longer."""
    head_ends = 8 + 4 + 4 + 13 + 4  # signature, then length, name, content and check sum of IHDR
    added = b"".join(
        struct.pack(">I", len(content))
        + name
        + content
        + struct.pack(">I", zlib.crc32(name + content))
        for name, content in chunks
    )
    return file[:head_ends] + added + file[head_ends:]


# Texts come as inputs, never as code.
_PAGE = b"""
#let given = sys.inputs
#set document(
  title: given.title, description: given.alt, author: given.author, keywords: (given.subject,),
)
#set page(width: float(given.width) * 1mm, height: float(given.height) * 1mm, margin: 0pt,
  fill: white)
#set text(lang: "de", region: "DE", font: given.family, fallback: false)
#image(bytes(given.picture), format: "svg", alt: given.alt, width: 100%, height: 100%)
"""


def pdf(picture: Picture) -> bytes:
    """One page with the picture: PDF/UA-1 and PDF/A-2a, the sentence as alternative text.

    Raises ``PictureError``.
    """
    return _compiled(picture, "pdf", standards=["ua-1", "a-2a"])


def _compiled(
    picture: Picture,
    form: Literal["pdf", "png"],
    *,
    dpi: int = DPI,
    standards: list[Literal["ua-1", "a-2a"]] | None = None,
) -> bytes:
    typeface.check_files()
    made = picture.as_of or datetime(1970, 1, 1)  # noqa: DTZ001 - the warehouse keeps no zone
    compiler = typst.Compiler(font_paths=_fonts(str(paths.FONTS)))
    try:
        page = compiler.compile(
            _PAGE,
            format=form,
            ppi=float(dpi),
            sys_inputs={
                "title": picture.title,
                "alt": picture.alt,
                "author": picture.note,
                "subject": "Beispieldaten (erfunden)" if picture.is_demo else "Regionaldialog",
                "width": f"{picture.width_mm:.3f}",
                "height": f"{picture.height_mm:.3f}",
                "family": typeface.FAMILY,
                "picture": picture.svg,
            },
            pdf_standards=[*(standards or [])],
            timestamp=made.replace(microsecond=0, tzinfo=UTC),
        )
    except typst.TypstError as problem:
        raise PictureError(
            f"Aus dem Bild „{picture.title}“ wurde kein {form.upper()} ({problem.message}). "
            "Bitte als SVG speichern und den Fehler melden."
        ) from problem
    if not isinstance(page, bytes):
        raise PictureError(f"Aus dem Bild „{picture.title}“ wurde kein {form.upper()}.")
    return page


@lru_cache(maxsize=2)
def _fonts(folder: str) -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]
    )
