"""From bytes to text: whatever Excel, a meeting tool or an old program saved.

Nobody is asked to „save it as UTF-8“. What had to be guessed or repaired becomes a problem that
the preview shows.
"""

import re
from dataclasses import dataclass

from dashboard.errors import FileUnusable
from dashboard.ingest.deadline import check_time
from dashboard.ingest.document import INVISIBLE
from dashboard.ingest.schema import Problem, Severity

_BOMS = (
    (b"\xff\xfe\x00\x00", "utf-32-le", "UTF-32"),
    (b"\x00\x00\xfe\xff", "utf-32-be", "UTF-32"),
    (b"\xef\xbb\xbf", "utf-8", "UTF-8"),
    (b"\xff\xfe", "utf-16-le", "UTF-16"),
    (b"\xfe\xff", "utf-16-be", "UTF-16"),
)
_CONTROLS = bytes(range(9)) + bytes(range(14, 32))
_SAMPLE = 1 << 16
# A text holds a stray control character or two, a picture has one in every ten bytes.
_MOST_CONTROLS = 10
_HIGHEST_CONTROL_SHARE = 0.01

# German letters as the single-byte encodings of Windows, old Macs and DOS write them.
_SINGLE_BYTE = (
    ("cp1252", "Windows-1252", b"\xe4\xf6\xfc\xc4\xd6\xdc\xdf"),
    ("mac_roman", "Mac Roman", b"\x8a\x9a\x9f\x80\x85\x86\xa7"),
    ("cp850", "DOS (CP850)", b"\x84\x94\x81\x8e\x99\x9a\xe1"),
)
# „MÃ¼ller“: UTF-8 that was read as Windows-1252 and saved once more.
_TWICE_ENCODED = re.compile("Ã[\u0080-\u00bfŸ„–œŒž€]")

_NO_TABLE = (
    "Die Datei ist keine Tabelle. Bitte die Liste in dem Programm, aus dem sie stammt, als "
    "Excel-Datei (.xlsx) oder CSV speichern."
)


@dataclass(frozen=True)
class Decoded:
    """The text of a file and the encoding it was read as, as a German reader knows it."""

    text: str
    encoding: str
    notes: tuple[Problem, ...] = ()


def decode(content: bytes) -> Decoded:
    """Read the bytes of a text file; raises ``FileUnusable`` if they are no text."""
    for mark, codec, label in _BOMS:
        if content.startswith(mark):
            body = content[len(mark) :]
            return _eight_bits(body, label) if label == "UTF-8" else _wide(body, codec, label)
    unmarked = _utf16_without_mark(content)
    if unmarked:
        return _wide(content, unmarked, "UTF-16")
    sample = content[:_SAMPLE]
    controls = sum(byte in _CONTROLS for byte in sample)
    if controls > max(_MOST_CONTROLS, len(sample) * _HIGHEST_CONTROL_SHARE):
        raise FileUnusable(_NO_TABLE)
    return _eight_bits(content, "")


def _utf16_without_mark(content: bytes) -> str | None:
    """The byte order if every second byte is NUL, as in German text."""
    sample = content[:_SAMPLE]
    half = len(sample) // 2
    if half and sample[1::2].count(0) > half * 0.7 > sample[0::2].count(0):
        return "utf-16-le"
    if half and sample[0::2].count(0) > half * 0.7 > sample[1::2].count(0):
        return "utf-16-be"
    return None


def _wide(body: bytes, codec: str, label: str) -> Decoded:
    """Two or four bytes for each character."""
    notes: tuple[Problem, ...] = ()
    odd = len(body) % (4 if label == "UTF-32" else 2)
    if odd:
        body = body[:-odd]
        notes = (
            _warning(
                "truncated",
                "Die Datei ist am Ende abgeschnitten. Bitte mit dem Original vergleichen, ob "
                "Zeilen fehlen.",
            ),
        )
    return _cleaned(body.decode(codec, "replace"), label, notes)


def _eight_bits(body: bytes, label: str) -> Decoded:
    # Up to a million lines without content at the end cost memory and say nothing.
    last = body.find(b"\n", len(body.rstrip(b"\r\n\t ;,|")))
    body = body if last < 0 else body[: last + 1]
    try:
        return _cleaned(body.decode("utf-8"), label or "UTF-8", ())
    except UnicodeDecodeError:
        return _line_by_line(body)


def _line_by_line(body: bytes) -> Decoded:
    """Lines that are UTF-8 and lines that are not, in one file: pasted together by somebody."""
    codec, label = _single_byte_codec(body)
    lines: list[str] = []
    unicode_lines = other_lines = 0
    for line in body.split(b"\n"):
        check_time()
        try:
            lines.append(line.decode("utf-8"))
            unicode_lines += not line.isascii()
        except UnicodeDecodeError:
            lines.append(line.decode(codec, "replace"))
            other_lines += 1
    notes: tuple[Problem, ...] = ()
    if unicode_lines:
        label = f"UTF-8 und {label} gemischt"
        notes = (
            _warning(
                "encoding_mixed",
                f"Die Datei mischt Zeichensätze ({label}). Alle Zeilen wurden gelesen; bitte die "
                "Umlaute in der Vorschau prüfen.",
            ),
        )
    return _cleaned("\n".join(lines), label, notes)


def _single_byte_codec(body: bytes) -> tuple[str, str]:
    """The encoding under which the bytes show the most German letters next to other letters."""
    votes = [
        (len(re.findall(b"(?<=[A-Za-z])[%b]|[%b](?=[a-z])" % (letters, letters), body)), -rank)
        for rank, (_, _, letters) in enumerate(_SINGLE_BYTE)
    ]
    codec, label, _ = _SINGLE_BYTE[-max(votes)[1]]
    return codec, label


def _cleaned(text: str, label: str, notes: tuple[Problem, ...]) -> Decoded:
    """Without invisible characters that make two equal names differ; twice-encoded lines undone."""
    text, nuisances = INVISIBLE.subn("", text)
    if nuisances:
        notes += (
            Problem(
                None,
                None,
                None,
                Severity.NOTE,
                "controls_removed",
                "Unsichtbare Steuerzeichen wurden entfernt.",
            ),
        )
    if _TWICE_ENCODED.search(text):
        repaired = "\n".join(map(_decoded_once_more, text.split("\n")))
        if repaired != text:
            text = repaired
            notes += (
                _warning(
                    "encoding_repaired",
                    "Zerstörte Umlaute („Ã¼“ statt „ü“) wurden repariert. Bitte die Namen in der "
                    "Vorschau prüfen.",
                ),
            )
    return Decoded(text, label, notes)


def _decoded_once_more(line: str) -> str:
    try:
        return line.encode("cp1252").decode("utf-8") if _TWICE_ENCODED.search(line) else line
    except UnicodeError:
        return line


def _warning(code: str, message: str) -> Problem:
    return Problem(None, None, None, Severity.WARNING, code, message)
