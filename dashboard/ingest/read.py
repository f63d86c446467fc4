"""From bytes to tables of text. Nothing is sniffed: a number stays the text it was."""

import re
import zlib
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from io import BytesIO
from zipfile import BadZipFile

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from dashboard import formatting
from dashboard.errors import FileUnusable
from dashboard.ingest.archives import workbook_container
from dashboard.ingest.deadline import check_time
from dashboard.ingest.decode import decode
from dashboard.ingest.delimited import DELIMITERS, MOST_LINES_OF_ROW, split_cells
from dashboard.ingest.document import (
    INVISIBLE_IN_CELL,
    Container,
    Document,
    Rows,
    Sheet,
    too_many_columns,
    too_many_rows,
)
from dashboard.ingest.extents import DAMAGED, MOST_CELLS, too_far
from dashboard.ingest.formulas import formula_notes
from dashboard.ingest.schema import Problem, Severity
from dashboard.settings import Limits

_SIGNATURES = (
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "Die Datei ist mit einem Passwort geschützt oder im alten Excel-Format (.xls) gespeichert. "
        "Bitte ohne Passwort als Excel-Arbeitsmappe (.xlsx) speichern.",
    ),
    (
        b"%PDF",
        "Die Datei ist ein PDF. Bitte die Liste als Excel-Datei (.xlsx) oder CSV aus dem Programm "
        "exportieren, aus dem sie stammt.",
    ),
    (
        (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"RIFF"),
        "Die Datei ist ein Bild. Bitte die Liste abtippen und als Excel-Datei (.xlsx) speichern.",
    ),
    (
        (b"{\\rtf", b"<html", b"<!doctype html", b"<?xml", b"<table", b"<!--"),
        "Die Datei ist ein Textdokument und keine Tabelle. Bitte die Liste als Excel-Datei (.xlsx) "
        "oder CSV speichern.",
    ),
    (
        (b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!"),
        "Die Datei ist ein Archiv. Bitte entpacken und die Liste darin hochladen.",
    ),
)
_BEGIN = 1 << 12
# Nobody writes so many blanks; every pattern that looks for a blank would try each of them.
_LONG_BLANK = 100
_BLANKS = re.compile(rf"\s{{{_LONG_BLANK},}}")
# Webex wraps times as ="…", pretix marks +49 … as text with an apostrophe.
_FORMULA_TEXT = re.compile(r'^="(.*)"$', re.S)
_MARKED_TEXT = re.compile(r"^'(?=[@+\-=|%])")


def read_document(content: bytes, limits: Limits) -> Document:
    """Read a CSV file, an .xlsx or an .ods; the extension is not asked, the bytes are.

    Raises ``FileUnusable`` with what to do when the bytes hold no table or exceed a limit.
    """
    if len(content) > limits.file_bytes:
        raise FileUnusable(
            f"Die Datei ist größer als {formatting.whole(limits.file_bytes // (1 << 20))} MB. "
            "Bitte nur die Liste selbst als neue Datei speichern."
        )
    if not content.strip(b"\x00\xff\xfe\xef\xbb\xbf \t\r\n"):
        raise FileUnusable("Die Datei ist leer. Bitte die richtige Datei auswählen.")
    begin = content[:_BEGIN].lstrip(b"\xef\xbb\xbf \r\n")
    for signature, sentence in _SIGNATURES:
        if begin.startswith(signature) or begin.lower().startswith(signature):
            raise FileUnusable(sentence)
    if content.startswith(b"PK\x03\x04"):
        return _read_workbook(content, limits)
    return _read_delimited(content, limits)


def _read_delimited(content: bytes, limits: Limits) -> Document:
    filled = content.rstrip(b"\x00\r\n\t ;,|")
    if max(filled.count(b"\n"), filled.count(b"\r")) > limits.rows * MOST_LINES_OF_ROW:
        raise FileUnusable(too_many_rows(limits))
    decoded = decode(content)
    rows, delimiter, problems = split_cells(decoded.text, limits)
    return Document(
        "csv",
        (_sheet("", rows, limits),),
        decoded.encoding,
        f"{decoded.encoding}, {DELIMITERS[delimiter]}",
        (*decoded.notes, *problems),
    )


def _read_workbook(content: bytes, limits: Limits) -> Document:
    container: Container = workbook_container(content, limits)
    try:
        sheets, notes = _sheets(content, limits)
        if container == "xlsx":
            notes += formula_notes(content)
    except PasswordError:
        raise FileUnusable(
            "Die Datei ist mit einem Passwort geschützt. Bitte ohne Passwort speichern und noch "
            "einmal hochladen."
        ) from None
    except (CalamineError, OverflowError) as problem:
        if "cell error" in str(problem):
            raise FileUnusable(
                "In der Tabelle steht ein Formelfehler wie „#ÜBERLAUF!“, der sich nicht lesen "
                "lässt. Bitte die Zelle leeren oder berichtigen und noch einmal hochladen."
            ) from None
        raise FileUnusable(DAMAGED) from None
    except (BadZipFile, EOFError, zlib.error):
        raise FileUnusable(DAMAGED) from None
    except BaseException as problem:
        # How the library says that it met something impossible; the class cannot be imported.
        if type(problem).__name__ != "PanicException":
            raise
        raise FileUnusable(DAMAGED) from None
    if not sheets:
        raise FileUnusable(
            "Die Arbeitsmappe enthält kein sichtbares Blatt mit Inhalt. Bitte die richtige Datei "
            "auswählen oder das Blatt einblenden."
        )
    how = "Excel" if container == "xlsx" else "LibreOffice"
    return Document(container, tuple(sheets), None, how, tuple(notes))


def _sheets(content: bytes, limits: Limits) -> tuple[list[Sheet], list[Problem]]:
    """The visible sheets with content, and what was repaired in them."""
    sheets: list[Sheet] = []
    notes: list[Problem] = []
    cells = height = 0
    workbook = CalamineWorkbook.from_filelike(BytesIO(content))
    for metadata in workbook.sheets_metadata:
        check_time()
        if metadata.typ is not SheetTypeEnum.WorkSheet:
            continue
        table = workbook.get_sheet_by_name(metadata.name)
        # Many sheets may be one and the same entry of the archive.
        last_row, last_column = table.total_height, table.total_width  # both counted from 0
        height += last_row + 1
        if height > limits.rows and cells:
            raise FileUnusable(too_many_rows(limits))
        cells += (last_row + 1) * (last_column + 1)
        if cells > MOST_CELLS:
            raise too_far(last_row + 1, last_column + 1)
        rows = [
            [_cell_text(value) for value in row] for row in table.to_python(skip_empty_area=False)
        ]
        if _fill_merged(rows, table.merged_cell_ranges or ()):
            notes.append(_merged_note(metadata.name))
        sheet = _sheet(metadata.name, rows, limits)
        if sheet.rows and metadata.visible is SheetVisibleEnum.Visible:
            sheets.append(sheet)
    return sheets, notes


def _cell_text(value: object) -> str:
    """The text as a German Excel shows it: whole numbers without decimals, dates TT.MM.JJJJ."""
    if isinstance(value, bool):
        return "WAHR" if value else "FALSCH"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value).replace(".", ",")
    if isinstance(value, date | time):
        return _moment_text(value)
    if isinstance(value, timedelta):
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return str(value)


def _moment_text(value: date | time) -> str:
    """A date without its time where that is midnight; seconds only where there are some."""
    clock = value if isinstance(value, time) else None
    if isinstance(value, datetime) and value.time() != time():
        clock = value.time()
    day = [] if isinstance(value, time) else [f"{value:%d.%m.%Y}"]
    return " ".join([*day, *([f"{clock:%H:%M:%S}".removesuffix(":00")] if clock else [])])


def _fill_merged(rows: Rows, ranges: Iterable[tuple[tuple[int, int], tuple[int, int]]]) -> bool:
    """Repeat the text of cells merged downwards: one organisation beside three persons."""
    filled = False
    for (top, left), (bottom, right) in ranges:
        check_time()
        if left != right or top >= len(rows) or left >= len(rows[top]) or not rows[top][left]:
            continue
        for row in rows[top + 1 : bottom + 1]:
            row[left] = rows[top][left]
            filled = True
    return filled


def _sheet(name: str, rows: Rows, limits: Limits) -> Sheet:
    """The rows with clean cells, without the empty rows and columns at the end."""
    cleaned = []
    for number, row in enumerate(rows, 1):
        check_time()
        longest = max(map(len, row), default=0)
        if longest > limits.cell_characters:
            raise FileUnusable(
                f"In Zeile {formatting.whole(number)} steht eine Zelle mit "
                f"{formatting.whole(longest)} Zeichen; gelesen werden höchstens "
                f"{formatting.whole(limits.cell_characters)}. Bitte die Zelle kürzen und prüfen, "
                "ob die Datei die richtige ist."
            )
        cleaned.append([_clean(cell) for cell in row])
    while cleaned and not any(cleaned[-1]):
        cleaned.pop()
    if len(cleaned) > limits.rows:
        raise FileUnusable(too_many_rows(limits))
    for row in cleaned:
        while row and not row[-1]:
            row.pop()
    width = max(map(len, cleaned), default=0)
    if width > limits.columns:
        raise too_many_columns(width, limits)
    return Sheet(name, cleaned)


def _clean(cell: str) -> str:
    cell = INVISIBLE_IN_CELL.sub("", cell).replace("\xa0", " ").strip()
    if len(cell) > _LONG_BLANK:
        cell = _BLANKS.sub(" ", cell)
    if cell.startswith(("=", "'")):
        unwrapped = _FORMULA_TEXT.match(cell)
        cell = unwrapped[1].strip() if unwrapped else _MARKED_TEXT.sub("", cell)
    return cell


def _merged_note(sheet: str) -> Problem:
    return Problem(
        None,
        None,
        None,
        Severity.NOTE,
        "merged_cells",
        f"Verbundene Zellen im Blatt „{sheet}“ gelten für alle Zeilen, die sie umfassen.",
    )
