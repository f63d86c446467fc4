"""Tables as files that a German Excel opens as they are meant: the one place that writes them."""

import csv
import io
from collections.abc import Iterable

# What a spreadsheet would take for a formula at the beginning of a cell.
_FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r")


def to_csv(
    headings: Iterable[object], rows: Iterable[Iterable[object]], notes: Iterable[str] = ()
) -> bytes:
    """Semicolons, UTF-8 with BOM; the notes, one per line, stand below an empty line."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(harmless(heading) for heading in headings)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    writer.writerow([])
    writer.writerows([harmless(note)] for note in notes)
    return text.getvalue().encode("utf-8-sig")


def harmless(cell: object) -> str:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers."""
    text = str(cell)
    is_number = text.lstrip("+-−").replace(".", "").replace(",", "").isdigit()
    return f"'{text}" if text.startswith(_FORMULA_MARKS) and not is_number else text
