"""Editions: a report frozen with its pictures, rendered again, compared with today's data."""

import hashlib
import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata

from dashboard.errors import WarehouseDamaged
from dashboard.report.files import Progress, ReportFile, make_files, silent
from dashboard.report.frozen import freeze, thaw
from dashboard.report.look import Look
from dashboard.report.model import Kind, Report, Table
from dashboard.report.prints import Prints

_PROGRAMS = ("regionaldialog", "typst", "python-docx", "python-pptx", "openpyxl", "resvg_py")
# These change with the calendar, not with the data.
_OF_THE_DAY = {
    "Monate seitdem oder bis zum Abschluss",
    "Tage seitdem",
    "Monate seitdem",
}


@dataclass(frozen=True)
class Frozen:
    """What is stored of an edition: the content compressed, its hash, the hashes of its files."""

    content: bytes
    sha256: str
    files: dict[str, str]
    program: str


@dataclass(frozen=True)
class Rendered:
    """An edition made again. ``different``: files that are not byte for byte what they were."""

    files: tuple[ReportFile, ...]
    different: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """One figure that is not what the edition says; empty text: not there."""

    table: str
    row: str
    column: str
    before: str
    now: str


def frozen(report: Report, prints: Prints, look: Look, files: tuple[ReportFile, ...]) -> Frozen:
    """The edition of a report whose files have just been made."""
    content = freeze(report, prints, look)
    return Frozen(
        lzma.compress(content, preset=1),
        hashlib.sha256(content).hexdigest(),
        {file.path: file.sha256 for file in files},
        program(),
    )


def program() -> str:
    """Names and versions of what makes the files."""
    return ", ".join(f"{name} {_version(name)}" for name in _PROGRAMS)


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "(nicht installiert)"  # started from a checkout


def opened(content: bytes, sha256: str) -> tuple[Report, Prints, Look]:
    """An edition's content; raises ``WarehouseDamaged`` where it is not what was stored."""
    try:
        kept = lzma.decompress(content)
    except lzma.LZMAError:
        kept = b""
    if hashlib.sha256(kept).hexdigest() != sha256:
        raise WarehouseDamaged(
            "Der Inhalt der Ausgabe passt nicht mehr zu seiner Prüfsumme. Bitte die Datenbank aus "
            "der Sicherung zurückholen."
        )
    return thaw(kept)


def render_again(
    content: bytes, sha256: str, files: dict[str, str], progress: Progress = silent
) -> Rendered:
    """The files of an edition anew, held against the hashes of the first time."""
    made = make_files(*opened(content, sha256), progress)
    now = {file.path: file.sha256 for file in made}
    different = sorted(
        path for path in files.keys() | now.keys() if files.get(path) != now.get(path)
    )
    return Rendered(made, tuple(different))


def compare(edition: Report, today: Report) -> tuple[Change, ...]:
    """Every figure that today's data would write differently, in the order of the edition."""
    then, now = _by_key(edition), _by_key(today)
    return tuple(
        change
        for key in dict.fromkeys((*then, *now))
        for change in _changes(then.get(key), now.get(key))
    )


def _by_key(report: Report) -> dict[str, Table]:
    return {table.key: table for table in report.tables}


def _changes(then: Table | None, now: Table | None) -> Iterator[Change]:
    title = (then or now).title if then or now else ""  # type: ignore[union-attr]
    before, after = _cells(then), _cells(now)
    for row, column in dict.fromkeys((*before, *after)):
        old, new = before.get((row, column), ""), after.get((row, column), "")
        if old != new and column not in _OF_THE_DAY:
            yield Change(title, row, column, old, new)


def _cells(table: Table | None) -> dict[tuple[str, str], str]:
    """Row and column → text. A row is named by its texts and dates before the first number."""
    found: dict[tuple[str, str], str] = {}
    if table is None:
        return found
    names = _naming(table)
    seen: dict[str, int] = {}
    for cells in table.rows:
        name = ", ".join(cells[place].text for place in names)
        seen[name] = seen.get(name, 0) + 1
        row = name if seen[name] == 1 else f"{name} ({seen[name]})"
        for place, (column, cell) in enumerate(zip(table.columns, cells, strict=True)):
            if place not in names:
                found[row, column.heading] = cell.text
        if len(names) == len(cells):
            found[row, ""] = "vorhanden"
    return found


def _naming(table: Table) -> list[int]:
    """The columns that name a row: those of text and date up to the first of numbers."""
    found: list[int] = []
    for place, column in enumerate(table.columns):
        is_number = column.kind not in (Kind.TEXT, Kind.DATE)
        if is_number or (found and any(_is_value(row[place].kind) for row in table.rows)):
            break
        found.append(place)
    return found or [0]


def _is_value(kind: Kind) -> bool:
    return kind in (Kind.NUMBER, Kind.PERCENT, Kind.POINTS)
