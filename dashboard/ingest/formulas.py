"""Formulas in a workbook that nobody has calculated: programs write them without their result."""

import re
import zipfile
from io import BytesIO

from dashboard import formatting
from dashboard.ingest.schema import Problem, Severity

_UNCALCULATED = re.compile(
    rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3}\d{1,7})"[^>]*>\s*'
    rb"<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)


def formula_notes(content: bytes) -> list[Problem]:
    """A warning that names the first formula without a result in an .xlsx; else nothing.

    The archive has to be checked for bombs before.
    """
    found: list[str] = []
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/"):
                found += [match[1].decode() for match in _UNCALCULATED.finditer(archive.read(name))]
    if not found:
        return []
    cells = formatting.count(len(found), "Zelle", "Zellen")
    return [
        Problem(
            None,
            None,
            None,
            Severity.WARNING,
            "formulas_uncalculated",
            f"In {cells} (zum Beispiel {found[0]}) fehlt das Ergebnis einer Formel; sie gelten als "
            "leer. Bitte die Datei in Excel öffnen, speichern und noch einmal einlesen.",
        )
    ]
