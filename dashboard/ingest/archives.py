"""Workbooks: what an .xlsx or .ods may unpack to, looked at before anything reads it.

The directory of an archive can lie about sizes, a single cell far to the lower right makes readers
reserve a table of that size, and one long text can be repeated a million times. All of it is
measured here, in bounded memory: a reader that runs out of memory takes the whole process along.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Literal

from dashboard import formatting
from dashboard.errors import FileUnusable
from dashboard.ingest.deadline import check_time
from dashboard.ingest.document import too_many_rows
from dashboard.settings import Limits

_CHUNK = 1 << 20
_HIGHEST_RATIO = 200  # ordinary lists stay below 30, bombs reach 1000
_HARMLESS_BYTES = 10 << 20  # small files may be as compressible as they like
_LOCAL_HEADER = 30
_LONGEST_TAG = 1 << 13
MOST_CELLS = 3_000_000  # 200.000 rows of 15 columns; a reader takes some 50 bytes for each

_INSIDE_TAG = rb"""[^<>"']*(?:(?:"[^"<]{0,4000}"|'[^'<]{0,4000}')[^<>"']*)*>"""
_XLSX_TAG = re.compile(rb"<(?:\w+:)?(row|c)(?=[\s/>])(%b)?" % _INSIDE_TAG)
_REFERENCE = re.compile(rb"""(?<![\w:])r\s*=\s*["']([^"']*)["']""")
_CELL = re.compile(rb"([A-Za-z]{1,3})([1-9]\d{0,6})")
_ROW = re.compile(rb"[1-9]\d{0,6}")
_IS_SHARED = re.compile(rb"""(?<![\w:])t\s*=\s*["']s["']""")
_SHARED_TEXT = re.compile(rb"<(?:\w+:)?si(?=[\s/>])")
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^<>]*)?>\s*(\d{1,9})\s*<")
_ODS_TAG = re.compile(
    rb"<(/?)table:(table|table-row|table-cell|covered-table-cell)(?=[\s/>])(%b)?" % _INSIDE_TAG
)
_ROWS_REPEATED = re.compile(rb"""table:number-rows-repeated\s*=\s*["']\s*\+?(\d{1,12})""")
_COLUMNS_REPEATED = re.compile(rb"""table:number-columns-repeated\s*=\s*["']\s*\+?(\d{1,12})""")

DAMAGED = (
    "Die Datei ist beschädigt und lässt sich nicht öffnen. "
    "Bitte in Excel oder LibreOffice öffnen, neu speichern und noch einmal hochladen."
)


def workbook_container(content: bytes, limits: Limits) -> Literal["xlsx", "ods"]:
    """Which workbook a ZIP archive holds; raises ``FileUnusable`` for any other or a dangerous one.

    Encrypted workbooks of LibreOffice are refused here; those of Excel are no ZIP archives.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
            container = _container(archive, entries)
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, EOFError, zlib.error):
        raise FileUnusable(DAMAGED) from None
    _check_declared(entries, len(content), limits)
    _check_inflated(content, entries, container, limits)
    return container


def _container(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Literal["xlsx", "ods"]:
    names = {entry.filename for entry in entries}
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileUnusable(
            "Die Datei ist mit einem Passwort geschützt. Bitte ohne Passwort speichern und noch "
            "einmal hochladen."
        )
    if "[Content_Types].xml" in names and any(name.startswith("xl/") for name in names):
        return "xlsx"
    if "[Content_Types].xml" in names:
        what = "ein Word-Dokument" if "word/document.xml" in names else "keine Excel-Tabelle"
        raise FileUnusable(
            f"Die Datei ist {what}. Bitte die Liste als Excel-Datei (.xlsx) oder CSV speichern."
        )
    if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
        mimetype = archive.read("mimetype").decode("ascii", "replace")
        if "opendocument.spreadsheet" in mimetype:
            _refuse_encrypted_ods(archive)
            return "ods"
        raise FileUnusable(
            "Die Datei ist ein LibreOffice-Dokument, aber keine Tabelle. Bitte die Liste als "
            ".ods, .xlsx oder CSV speichern."
        )
    raise FileUnusable(
        "Die Datei ist ein ZIP-Archiv und keine Tabelle. Bitte das Archiv entpacken und die Liste "
        "darin hochladen."
    )


def _refuse_encrypted_ods(archive: zipfile.ZipFile) -> None:
    if "META-INF/manifest.xml" not in archive.namelist():
        return
    with archive.open("META-INF/manifest.xml") as manifest:
        if b"encryption-data" in manifest.read(_CHUNK):
            raise FileUnusable(
                "Die Datei ist mit einem Passwort geschützt. Bitte ohne Passwort speichern und "
                "noch einmal hochladen."
            )


def _check_declared(entries: list[zipfile.ZipInfo], packed: int, limits: Limits) -> None:
    declared = sum(entry.file_size for entry in entries)
    if declared > limits.unpacked_bytes or (
        declared > _HARMLESS_BYTES and declared > packed * _HIGHEST_RATIO
    ):
        raise _too_large(limits)


def _check_inflated(
    content: bytes, entries: list[zipfile.ZipInfo], container: str, limits: Limits
) -> None:
    """Inflate once, to believe nothing that the directory says."""
    left = limits.unpacked_bytes
    longest_text = shared_cells = 0
    for entry in entries:
        # A workbook may keep its sheets in any entry, whatever its name.
        is_table = container == "xlsx" or entry.filename == "content.xml"
        extent = _OdsExtent(limits) if container == "ods" else _XlsxExtent(limits)
        for chunk in _inflate(content, entry):
            check_time()
            left -= len(chunk)
            if left < 0:
                raise _too_large(limits)
            if is_table:
                extent.feed(chunk)
        extent.close()
        if isinstance(extent, _XlsxExtent):
            shared_cells += extent.shared_cells
        if _holds_shared_texts(entry):
            longest_text = max([longest_text, *_shared_lengths(content, entry)])
    if longest_text * shared_cells > limits.unpacked_bytes:
        _check_shared_texts(content, entries, limits)


def _inflate(content: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    header = content[entry.header_offset : entry.header_offset + _LOCAL_HEADER]
    if len(header) < _LOCAL_HEADER:
        raise FileUnusable(DAMAGED)
    start = (
        entry.header_offset
        + _LOCAL_HEADER
        + int.from_bytes(header[26:28], "little")
        + int.from_bytes(header[28:30], "little")
    )
    packed = memoryview(content)[start : start + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        for at in range(0, len(packed), _CHUNK):
            yield bytes(packed[at : at + _CHUNK])
        return
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise FileUnusable(DAMAGED)
    inflater = zlib.decompressobj(-15)
    pending: bytes | memoryview = packed
    try:
        while pending and not inflater.eof:
            yield inflater.decompress(pending, _CHUNK)
            pending = inflater.unconsumed_tail
    except zlib.error:
        raise FileUnusable(DAMAGED) from None


@dataclass
class _Extent:
    """How far the cells of a sheet reach, found piece by piece."""

    limits: Limits
    cells: int = 0
    """Cells that a reader would reserve, over all tables."""
    _pending: bytes = b""
    _offset: int = 0
    """Where ``_pending`` begins."""

    def feed(self, chunk: bytes) -> None:
        """Read all tags that are complete for sure."""
        text = self._pending + chunk
        self._pending = text[self._read(text, len(text) - _LONGEST_TAG) :]
        self._offset += len(text) - len(self._pending)

    def close(self) -> None:
        """Read the rest."""
        self._read(self._pending, len(self._pending))
        self._end()

    def _read(self, text: bytes, until: int) -> int:
        """Read the tags that begin before ``until``; returns where reading goes on."""
        raise NotImplementedError

    def _end(self) -> None:
        raise NotImplementedError

    def _reaches(self, rows: int, columns: int) -> None:
        """Refuse a table whose lowest row times its rightmost column is out of all proportion."""
        if rows > self.limits.rows:
            raise FileUnusable(too_many_rows(self.limits))
        self.cells += rows * columns
        if self.cells > MOST_CELLS:
            raise too_far(rows, columns)


@dataclass
class _XlsxExtent(_Extent):
    """Up to the last cell with content; formatted empty cells do not count."""

    shared_cells: int = 0
    _row: int = 0
    _column: int = 0
    _rows: int = 0
    _columns: int = 0
    _filled: int = 0
    _numbers: dict[bytes, int] = field(default_factory=dict)

    def _read(self, text: bytes, until: int) -> int:
        end = max(until, 0)
        for tag in _XLSX_TAG.finditer(text):
            if tag.start() >= until:
                break
            inside = tag[2]
            if inside is None:
                raise FileUnusable(DAMAGED)
            reference = _REFERENCE.search(inside)
            if tag[1] == b"row":
                self._begin_row(reference[1] if reference else None)
            else:
                self._take_cell(reference[1] if reference else None, inside)
            end = max(end, tag.end())
        return end

    def _begin_row(self, number: bytes | None) -> None:
        if number is not None and not _ROW.fullmatch(number):
            raise FileUnusable(DAMAGED)
        self._row = int(number) if number else self._row + 1
        self._column = 0

    def _take_cell(self, reference: bytes | None, inside: bytes) -> None:
        if reference is None:
            self._column += 1
        else:
            match = _CELL.fullmatch(reference)
            if not match:
                raise FileUnusable(DAMAGED)
            self._column = self._number_of(match[1])
            self._row = int(match[2])
        if inside.endswith(b"/>"):
            return
        self._filled += 1
        self._rows = max(self._rows, self._row)
        self._columns = max(self._columns, self._column)
        self.shared_cells += bool(_IS_SHARED.search(inside))

    def _number_of(self, letters: bytes) -> int:
        """AB → 28."""
        if letters not in self._numbers:
            number = 0
            for letter in letters.upper():
                number = number * 26 + letter - 64
            self._numbers[letters] = number
        return self._numbers[letters]

    def _end(self) -> None:
        self._reaches(self._rows, self._columns)
        if self._filled > MOST_CELLS:
            raise too_far(self._rows, self._columns)


@dataclass
class _OdsExtent(_Extent):
    """Repeated empty cells and rows count only before content; repeated texts count each time."""

    _text: int = 0
    _rows: int = 0
    _columns: int = 0
    _empty_rows: int = 0
    _times: int = 0
    """How often the row at hand is repeated; 0: there is none."""
    _width: int = 0
    _empty: int = 0
    _row_text: int = 0
    _cell: tuple[int, int, bool] | None = None
    """The open cell: where its content begins, how often it is repeated, whether it counts."""

    def _read(self, text: bytes, until: int) -> int:
        end = max(until, 0)
        for tag in _ODS_TAG.finditer(text):
            if tag.start() >= until:
                break
            closes, name, inside = tag.groups()
            if inside is None:
                raise FileUnusable(DAMAGED)
            if name.endswith(b"cell"):
                if closes:
                    self._close_cell(self._offset + tag.start())
                else:
                    self._open_cell(inside, self._offset + tag.end())
            elif name == b"table":
                self._end()
            elif not closes:
                self._begin_row(inside)
            end = max(end, tag.end())
        return end

    def _begin_row(self, inside: bytes) -> None:
        self._end_row()
        repeated = _ROWS_REPEATED.search(inside)
        self._times = int(repeated[1]) if repeated else 1

    def _open_cell(self, inside: bytes, content_at: int) -> None:
        repeated = _COLUMNS_REPEATED.search(inside)
        times = int(repeated[1]) if repeated else 1
        counts = b"office:value-type" in inside
        self._row_text += times * len(inside) if counts else 0
        if inside.endswith(b"/>"):
            self._take(times, counts=counts)
        else:
            self._cell = (content_at, times, counts)

    def _close_cell(self, at: int) -> None:
        if self._cell is None:
            return
        content_at, times, counts = self._cell
        self._cell = None
        self._row_text += times * (at - content_at)
        self._take(times, counts=counts or at > content_at)

    def _take(self, times: int, *, counts: bool) -> None:
        if counts:
            self._width += self._empty + times
            self._empty = 0
        else:
            self._empty += times

    def _end_row(self) -> None:
        if self._width:
            self._rows += self._empty_rows + self._times
            self._empty_rows = 0
            self._columns = max(self._columns, self._width)
            self._text += self._row_text * self._times
            if self._text > self.limits.unpacked_bytes:
                raise _too_large(self.limits)
        else:
            self._empty_rows += self._times
        self._times = self._width = self._empty = self._row_text = 0

    def _end(self) -> None:
        self._end_row()
        self._reaches(self._rows, self._columns)
        self._rows = self._columns = self._empty_rows = 0


def _holds_shared_texts(entry: zipfile.ZipInfo) -> bool:
    return entry.filename.lower().endswith("sharedstrings.xml")


def _shared_lengths(content: bytes, entry: zipfile.ZipInfo) -> list[int]:
    """How long each shared text of a workbook is at most, in the order of their numbers."""
    starts: list[int] = []
    offset, pending = 0, b""
    for chunk in _inflate(content, entry):
        check_time()
        text = pending + chunk
        starts += [offset + tag.start() for tag in _SHARED_TEXT.finditer(text)]
        cut = max(text.rfind(b"<"), len(text) - _LONGEST_TAG)
        while starts and starts[-1] >= offset + cut:
            starts.pop()
        offset, pending = offset + cut, text[cut:]
    starts += [offset + tag.start() for tag in _SHARED_TEXT.finditer(pending)]
    ends = [*starts[1:], offset + len(pending)]
    return [end - start for start, end in zip(starts, ends, strict=True)]


def _check_shared_texts(content: bytes, entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Refuse cells that repeat long shared texts until they exceed what may be unpacked."""
    lengths = [
        length
        for entry in entries
        if _holds_shared_texts(entry)
        for length in _shared_lengths(content, entry)
    ]
    left = limits.unpacked_bytes
    for entry in entries:
        pending = b""
        for chunk in _inflate(content, entry):
            check_time()
            text = pending + chunk
            cut = max(text.rfind(b"<"), len(text) - _LONGEST_TAG)
            for value in _VALUE.finditer(text):
                number = int(value[1])
                left -= lengths[number] if number < len(lengths) else 0
            if left < 0:
                raise _too_large(limits)
            pending = text[cut:]


def too_far(rows: int, columns: int) -> FileUnusable:
    """The refusal of a table with more cells than a reader can hold."""
    return FileUnusable(
        f"Die Tabelle reicht über {formatting.whole(columns)} Spalten und "
        f"{formatting.whole(rows)} Zeilen; gelesen werden höchstens "
        f"{formatting.whole(MOST_CELLS)} Zellen. Bitte Inhalte weit rechts oder unten löschen."
    )


def _too_large(limits: Limits) -> FileUnusable:
    megabytes = formatting.whole(limits.unpacked_bytes // (1 << 20))
    return FileUnusable(
        f"Die Datei ist entpackt größer als {megabytes} MB oder verdächtig stark gepackt. "
        "Bitte nur das Blatt mit der Liste als neue Datei speichern."
    )
