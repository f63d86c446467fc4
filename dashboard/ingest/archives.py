"""Workbooks: what an .xlsx or .ods may unpack to, looked at before anything reads it.

The directory of an archive can lie about sizes, a single cell far to the lower right makes readers
reserve a table of that size, and one long text can be repeated a million times. All of it is
measured here, in bounded memory: a reader that runs out of memory takes the whole process along.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Literal

from dashboard.errors import FileUnusable
from dashboard.ingest.deadline import check_time
from dashboard.ingest.extents import DAMAGED, LONGEST_TAG, OdsExtent, XlsxExtent, too_large
from dashboard.settings import Limits

_CHUNK = 1 << 20
_HIGHEST_RATIO = 200  # ordinary lists stay below 30, bombs reach 1000
_HARMLESS_BYTES = 10 << 20  # small files may be as compressible as they like
_LOCAL_HEADER = 30

_SHARED_TEXT = re.compile(rb"<(?:\w+:)?si(?=[\s/>])")
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^<>]*)?>\s*(\d{1,9})\s*<")


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
        raise too_large(limits)


def _check_inflated(
    content: bytes, entries: list[zipfile.ZipInfo], container: str, limits: Limits
) -> None:
    """Inflate once, to believe nothing that the directory says."""
    left = limits.unpacked_bytes
    longest_text = shared_cells = 0
    for entry in entries:
        # A workbook may keep its sheets in any entry, whatever its name.
        is_table = container == "xlsx" or entry.filename == "content.xml"
        extent = OdsExtent(limits) if container == "ods" else XlsxExtent(limits)
        for chunk in _inflate(content, entry):
            check_time()
            left -= len(chunk)
            if left < 0:
                raise too_large(limits)
            if is_table:
                extent.feed(chunk)
        extent.close()
        if isinstance(extent, XlsxExtent):
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
        cut = max(text.rfind(b"<"), len(text) - LONGEST_TAG)
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
            cut = max(text.rfind(b"<"), len(text) - LONGEST_TAG)
            for value in _VALUE.finditer(text):
                number = int(value[1])
                left -= lengths[number] if number < len(lengths) else 0
            if left < 0:
                raise too_large(limits)
            pending = text[cut:]
