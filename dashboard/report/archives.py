"""The same content gives the same bytes: zip files and Office files without the clock in them."""

import io
import re
import zipfile
from collections.abc import Iterable
from datetime import datetime

_STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:(?:created|modified)>)")
_NESTED = (".xlsx", ".docx", ".pptx")
_FIRST_YEAR, _LAST_YEAR = 1980, 2107  # what a zip file can say


def steady(file: bytes, made_at: datetime) -> bytes:
    """An Office file (UTC) whose every date is ``made_at``, files inside it included."""
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        entries = [(entry.filename, archive.read(entry)) for entry in archive.infolist()]
    return zipped(
        ((name, _steady_part(name, content, made_at)) for name, content in entries),
        made_at,
    )


def _steady_part(name: str, content: bytes, made_at: datetime) -> bytes:
    if name == "docProps/core.xml":
        stamp = made_at.replace(microsecond=0).isoformat().encode() + b"Z"
        return _STAMP.sub(rb"\g<1>" + stamp + rb"\g<3>", content)
    if name.endswith(_NESTED):
        return steady(content, made_at)
    return content


def zipped(files: Iterable[tuple[str, bytes]], made_at: datetime) -> bytes:
    """A zip file with these entries in this order, all of the same date."""
    year = min(max(made_at.year, _FIRST_YEAR), _LAST_YEAR)
    date = (year, made_at.month, made_at.day, made_at.hour, made_at.minute, made_at.second)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            entry = zipfile.ZipInfo(name, date)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # the same on every system
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return made.getvalue()
