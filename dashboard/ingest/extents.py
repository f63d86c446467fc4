"""How far the cells of a workbook reach, and how much text they repeat, before a reader sees them.

The sheet is read as bytes, piece by piece. What a reader would reserve memory for is refused here,
and so is every cell that is written in a way that only one of the two would understand.
"""

import re
from dataclasses import dataclass, field

from dashboard import formatting
from dashboard.errors import FileUnusable
from dashboard.ingest.document import too_many_rows
from dashboard.settings import Limits

LONGEST_TAG = 1 << 16
MOST_CELLS = 3_000_000  # 200.000 rows of 15 columns; a reader takes some 50 bytes for each

_INSIDE_TAG = rb"""[^<>"']*(?:(?:"[^"<]{0,32000}"|'[^'<]{0,32000}')[^<>"']*)*>"""
_XLSX_TAG = re.compile(rb"<(?:\w+:)?(row|c)(?=[\s/>])(%b)?" % _INSIDE_TAG)
# Cells as programs write them, to be read many at a time; and any cell at all.
_PLAIN_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})([1-9]\d{0,6})"(?: [a-z]+="[^"<>]{0,100}"){0,5}>(?=<)(?!</c>)'
)
_PLAIN_EMPTY_CELL = re.compile(
    rb'<c r="[A-Z]{1,3}[1-9]\d{0,6}"(?: [a-z]+="[^"<>]{0,100}"){0,5}(?: ?/>|></c>)'
)
_END_OF_CELL = re.compile(rb"</(?:\w+:)?c\s*>")
_ANY_CELL = re.compile(rb"<(?:\w+:)?c(?=[\s/>])")
_ANY_ROW = re.compile(rb"<(?:\w+:)?row(?=[\s/>])")
_REFERENCE = re.compile(rb"""(?<![\w:])r\s*=\s*["']([^"']*)["']""")
_CELL = re.compile(rb"([A-Za-z]{1,3})([1-9]\d{0,6})")
_ROW = re.compile(rb"[1-9]\d{0,6}")
_IS_SHARED = re.compile(rb"""(?<![\w:])t\s*=\s*["']s["']""")
_ODS_TAG = re.compile(
    rb"<(/?)table:(table|table-row|table-cell|covered-table-cell)(?=[\s/>])(%b)?" % _INSIDE_TAG
)
_ROWS_REPEATED = re.compile(rb"""table:number-rows-repeated\s*=\s*["']\s*\+?(\d{1,12})""")
_COLUMNS_REPEATED = re.compile(rb"""table:number-columns-repeated\s*=\s*["']\s*\+?(\d{1,12})""")

DAMAGED = (
    "Die Datei ist beschädigt und lässt sich nicht öffnen. "
    "Bitte in Excel oder LibreOffice öffnen, neu speichern und noch einmal hochladen."
)


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
        self._pending = text[self._read(text, len(text) - LONGEST_TAG) :]
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
class XlsxExtent(_Extent):
    """Up to the last cell with content; formatted empty cells do not count."""

    shared_cells: int = 0
    _row: int = 0
    _column: int = 0
    _rows: int = 0
    _columns: int = 0
    _filled: int = 0
    _numbers: dict[bytes, int] = field(default_factory=dict)

    def _read(self, text: bytes, until: int) -> int:
        if self._filled > MOST_CELLS:
            raise too_far(self._rows, self._columns)
        plain = text.rfind(b"<", 0, max(until, 0))
        if plain > 0 and self._read_plain(text[:plain]):
            return plain
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
                is_empty = inside.endswith(b"/>") or _END_OF_CELL.match(text, tag.end())
                self._take_cell(reference[1] if reference else None, inside, bool(is_empty))
            end = max(end, tag.end())
        return end

    def _read_plain(self, text: bytes) -> bool:
        """Read all cells at once; false if they are written in a way that needs a closer look."""
        cells = _PLAIN_CELL.findall(text)
        if len(_ANY_CELL.findall(text)) != len(cells) + len(_PLAIN_EMPTY_CELL.findall(text)):
            return False
        rows = max((int(row) for row in {row for _, row in cells}), default=0)
        columns = max(map(self._number_of, {letters for letters, _ in cells}), default=0)
        self._rows, self._columns = max(self._rows, rows), max(self._columns, columns)
        # Rows without a number may follow.
        self._row = max(self._row, rows) + len(_ANY_ROW.findall(text))
        self._column = max(self._column, columns)
        self._filled += len(cells)
        self.shared_cells += text.count(b' t="s"')
        return True

    def _begin_row(self, number: bytes | None) -> None:
        if number is not None and not _ROW.fullmatch(number):
            raise FileUnusable(DAMAGED)
        self._row = int(number) if number else self._row + 1
        self._column = 0

    def _take_cell(self, reference: bytes | None, inside: bytes, is_empty: bool) -> None:
        if reference is None:
            self._column += 1
        else:
            match = _CELL.fullmatch(reference)
            if not match:
                raise FileUnusable(DAMAGED)
            self._column = self._number_of(match[1])
            self._row = int(match[2])
        if is_empty:
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
class OdsExtent(_Extent):
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
                raise too_large(self.limits)
        else:
            self._empty_rows += self._times
        self._times = self._width = self._empty = self._row_text = 0

    def _end(self) -> None:
        self._end_row()
        self._reaches(self._rows, self._columns)
        self._rows = self._columns = self._empty_rows = 0


def too_far(rows: int, columns: int) -> FileUnusable:
    """The refusal of a table with more cells than a reader can hold."""
    return FileUnusable(
        f"Die Tabelle reicht über {formatting.whole(columns)} Spalten und "
        f"{formatting.whole(rows)} Zeilen; gelesen werden höchstens "
        f"{formatting.whole(MOST_CELLS)} Zellen. Bitte Inhalte weit rechts oder unten löschen."
    )


def too_large(limits: Limits) -> FileUnusable:
    """The refusal of a file that unpacks to more than allowed."""
    megabytes = formatting.whole(limits.unpacked_bytes // (1 << 20))
    return FileUnusable(
        f"Die Datei ist entpackt größer als {megabytes} MB oder verdächtig stark gepackt. "
        "Bitte nur das Blatt mit der Liste als neue Datei speichern."
    )
