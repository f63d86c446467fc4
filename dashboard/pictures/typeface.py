"""The one typeface of all pictures, from files of this project: its faces, widths and glyphs.

Nothing is taken from the machine. A picture drawn with another font would break its lines
elsewhere, and nobody would notice before the print.
"""

import base64
import io
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont, TTLibError

from dashboard import paths
from dashboard.errors import PictureError

FAMILY = "Source Sans 3"


@dataclass(frozen=True)
class Face:
    """One file of the typeface."""

    file_name: str
    weight: int = 400
    is_italic: bool = False

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return paths.FONTS / self.file_name


REGULAR = Face("SourceSans3-Regular.ttf")
BOLD = Face("SourceSans3-Bold.ttf", 700)
ITALIC = Face("SourceSans3-Italic.ttf", is_italic=True)
BOLD_ITALIC = Face("SourceSans3-BoldItalic.ttf", 700, is_italic=True)
# Pictures need four; the half bold one is for headings of documents.
FACES = (REGULAR, BOLD, ITALIC, BOLD_ITALIC)
SEMIBOLD = Face("SourceSans3-SemiBold.ttf", 600)

_BOLD_FROM = 600
# What pictures usually say. The part of a face with these glyphs is made once per process.
_USUAL = (
    "".join(map(chr, range(0x20, 0x7F)))
    + "\u00a0ÄÖÜäöüßẞÀÁÂÈÉÊÇàáâçèéêëíîïñóôöúûøšžŠŽłğşč"
    + "§°²³·×±½©«»‚‘’„“”–—−…•€≤≥≠←→↑↓"
)


def face_of(*, weight: int, is_italic: bool) -> Face:
    """The face for a weight and a slope."""
    wanted = BOLD.weight if weight >= _BOLD_FROM else REGULAR.weight
    return next(face for face in FACES if face.weight == wanted and face.is_italic == is_italic)


def check_files() -> None:
    """Raise ``PictureError`` unless every face is there and can be read."""
    for face in (*FACES, SEMIBOLD):
        _changed(face)


def font_files() -> list[str]:
    """Every file, for programs that take fonts by their path."""
    check_files()
    return [str(face.path) for face in (*FACES, SEMIBOLD)]


def glyphs(face: Face) -> frozenset[int]:
    """The characters that a face can write."""
    return frozenset(_metrics(face, _changed(face))[1])


def width(text: str, size: float, face: Face = REGULAR) -> float:
    """How wide a line is at this size, in the unit of the size."""
    per_em, widths = _metrics(face, _changed(face))
    unknown = widths.get(ord("n"), per_em // 2)
    return sum(widths.get(ord(sign), unknown) for sign in text) * size / per_em


def wrap(text: str, room: float, size: float, face: Face = REGULAR) -> list[str]:
    """Lines no wider than the room; a word that is wider stands on a line of its own."""
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, size, face) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return [line for line in lines if line] or [""]


def embedded(face: Face, text: str) -> str:
    """A rule that brings the face's glyphs for a text along, inside the picture."""
    wanted = set(text)
    usual = wanted <= set(_USUAL)
    part = _part(face, _changed(face), _USUAL if usual else "".join(sorted(wanted)))
    style = "italic" if face.is_italic else "normal"
    return (
        f'@font-face{{font-family:"{FAMILY}";font-weight:{face.weight};font-style:{style};'
        f"src:url(data:font/woff;base64,{part})}}"
    )


def _changed(face: Face) -> float:
    """When the file was last changed: caches go by it, so that a removed file is noticed."""
    try:
        return face.path.stat().st_mtime
    except OSError:
        raise PictureError(
            f"Die Schriftdatei {face.file_name} fehlt im Ordner {paths.FONTS}. Ohne sie entsteht "
            "kein Bild, weil eine Ersatzschrift anders umbricht. Bitte das Programm neu "
            "installieren."
        ) from None


@lru_cache(maxsize=16)
def _metrics(face: Face, changed: float) -> tuple[int, dict[int, int]]:  # noqa: ARG001
    """Units per em, and the width of every character in units."""
    try:
        with TTFont(face.path) as font:
            widths = font["hmtx"].metrics
            return font["head"].unitsPerEm, {
                code: widths[name][0] for code, name in font.getBestCmap().items()
            }
    except (TTLibError, KeyError):
        raise PictureError(
            f"Die Schriftdatei {face.path} ist beschädigt. Bitte das Programm neu installieren."
        ) from None


@lru_cache(maxsize=32)
def _part(face: Face, changed: float, text: str) -> str:  # noqa: ARG001
    """Base64 of a WOFF file with the glyphs of the text."""
    options = subset.Options()
    options.layout_features = ["ccmp", "kern", "mark"]
    options.hinting = False
    options.name_IDs = [0, 1, 2, 13, 14]
    options.drop_tables += ["STAT", "DSIG"]
    # Reading only what is looked at takes a third of the time.
    with TTFont(face.path, lazy=True) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(text=text)
        subsetter.subset(font)
        font.flavor = "woff"
        # The same font gives the same bytes on every day.
        font.recalcTimestamp = False
        file = io.BytesIO()
        font.save(file)
    return base64.b64encode(file.getvalue()).decode("ascii")
