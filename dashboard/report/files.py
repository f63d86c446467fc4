"""All files of a report: made in memory, then written to a folder as a whole or not at all."""

import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dashboard import formatting, spreadsheet
from dashboard.errors import DashboardError
from dashboard.pictures.picture import Studio
from dashboard.pictures.presets import PRESETS
from dashboard.report.look import Look
from dashboard.report.model import Report
from dashboard.report.pdf import to_pdf
from dashboard.report.prints import Prints
from dashboard.report.slides import to_pptx
from dashboard.report.word import to_docx
from dashboard.report.workbook import csv_files, to_xlsx

FIGURES, TABLES = "abbildungen", "tabellen"
_PRESET = "seite"
_FORMATS = 4  # PDF, Word, PowerPoint, Excel

# What is being done, how many steps are done, of how many.
Progress = Callable[[str, int, int], None]


class NotWritten(DashboardError):
    """The files could not be written; nothing half-written stays."""

    exit_code = 3
    code = "not_written"


@dataclass(frozen=True)
class ReportFile:
    """One file; ``path`` inside the folder of the report, with „/“."""

    path: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The check sum of its content."""
        return hashlib.sha256(self.content).hexdigest()


def silent(_what: str, _done: int, _total: int) -> None:
    """Tells nobody."""


def draw(report: Report, studio: Studio, progress: Progress = silent) -> Prints:
    """The picture of every figure; raises ``PictureError``."""
    figures = [each for each in report.all_figures if each.published is not None]
    wanted = [(each.published, PRESETS[_PRESET]) for each in figures if each.published is not None]
    prints = Prints({})
    progress("Bilder werden gezeichnet", 0, len(wanted))
    for done, (figure, picture) in enumerate(
        zip(figures, studio.drawn(wanted), strict=True), start=1
    ):
        prints.add(figure, picture)
        progress("Bilder werden gezeichnet", done, len(wanted))
    return prints


def make_files(
    report: Report, prints: Prints, look: Look, progress: Progress = silent
) -> tuple[ReportFile, ...]:
    """Every file of the report, the same bytes for the same content."""
    figures = report.all_figures
    total = _FORMATS + len(figures)
    for figure in figures:
        prints.begin(figure)
    stem = report.file_stem
    found: list[ReportFile] = []
    formats: tuple[tuple[str, str, Callable[[], bytes]], ...] = (
        ("PDF wird gesetzt", "pdf", lambda: to_pdf(report, prints, look)),
        ("Word-Datei entsteht", "docx", lambda: to_docx(report, prints, look)),
        ("Folien entstehen", "pptx", lambda: to_pptx(report, look)),
        ("Excel-Datei entsteht", "xlsx", lambda: to_xlsx(report)),
    )
    for place, (what, ending, make) in enumerate(formats):
        progress(what, place, total)
        found.append(ReportFile(f"{stem}.{ending}", make()))
    found += [ReportFile(f"{TABLES}/{name}", content) for name, content in csv_files(report)]
    for place, figure in enumerate(figures, start=_FORMATS):
        progress("Abbildungen werden gespeichert", place, total)
        path = f"{FIGURES}/{figure_stem(report, figure.key)}"
        found += [
            ReportFile(f"{path}.svg", prints.picture(figure).svg.encode()),
            ReportFile(f"{path}.png", prints.png(figure)),
            ReportFile(f"{path}.pdf", prints.pdf(figure)),
        ]
    found.append(ReportFile(f"{FIGURES}/abbildungen.csv", _figures_csv(report)))
    progress("Fertig", total, total)
    return tuple(found)


def figure_stem(report: Report, key: str) -> str:
    """The name of a picture: the same at every export, so that a linked picture renews itself."""
    return f"{report.part_prefix}{key}"


def _figures_csv(report: Report) -> bytes:
    as_of = "" if report.as_of is None else formatting.moment(report.as_of)
    rows = (
        (
            figure_stem(report, figure.key),
            figure.title,
            figure.sentence,
            figure.n,
            figure.source,
            as_of,
            "im Bericht" if figure in report.figures else "nur als Bild",
        )
        for figure in report.all_figures
    )
    headings = ("Datei", "Titel", "Satz", "n", "Quelle", "Datenstand", "Verwendung")
    return spreadsheet.to_csv(headings, rows, (report.full_title, *report.marks))


def write(files: tuple[ReportFile, ...], folder: Path) -> None:
    """Write into a new folder beside the wanted one, then put everything in its place.

    A file that is there already is replaced in one step: whoever has a picture linked sees the old
    one or the new one. Raises ``NotWritten``; then the folder is as it was.
    """
    folder = folder.absolute()
    is_new = not folder.exists()
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-"))
    except OSError as problem:
        raise _not_written(folder, problem) from None
    try:
        for file in files:
            path = beside / file.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.content)
        beside.chmod(0o755)  # as any new folder; a temporary one is private
        if is_new:
            beside.rename(folder)
        else:
            _move_into(folder, beside, files)
    except OSError as problem:
        raise _not_written(folder, problem) from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _move_into(folder: Path, beside: Path, files: tuple[ReportFile, ...]) -> None:
    for name in _folders(files):
        (folder / name).mkdir(exist_ok=True)
    for file in files:
        os.replace(beside / file.path, folder / file.path)  # noqa: PTH105 - atomic on all systems


def _folders(files: tuple[ReportFile, ...]) -> Iterator[str]:
    yield from sorted({name for file in files if (name := file.path.rpartition("/")[0])})


def _not_written(folder: Path, problem: OSError) -> NotWritten:
    if problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return NotWritten(
            f"Der Bericht passt nicht auf den Datenträger von {folder}: Der Platz ist voll. "
            "Bitte Platz schaffen oder mit --out einen anderen Ordner angeben. "
            "Es ist nichts Halbfertiges geblieben."
        )
    return NotWritten(
        f"In den Ordner {folder} lässt sich nicht schreiben ({problem.strerror}). "
        "Bitte einen anderen angeben; es ist nichts Halbfertiges geblieben. Ist eine der Dateien "
        "noch in Word, Excel oder PowerPoint geöffnet, bitte erst dort schließen."
    )
