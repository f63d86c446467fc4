"""Files that no program would write: real formats cut, spliced, re-encoded, and plain noise."""

import io
import random
import re
import zipfile
from pathlib import Path

FILES = Path(__file__).resolve().parents[1] / "files"
_CODECS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "cp850", "mac_roman")
_TOKENS = (
    *(b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b'"', b";", b",", b"\t", b"\r\n", b"\r", b"\n\n"),
    *(b"=1+1", b"@SUM(A1)", b"<b>x</b>", b"sep=;\r\n", b"Name", b"Ort", b"E-Mail", b"Teilnahme"),
    *(b"9" * 400, b"1e400", b"-5", b"31.12.9999 23:59", b"9999-12-31 23:59:59", b'="x"', b"((("),
    *(b'r="AAAAA1"', b'r="A1048576"', b't="s"', b't="e"', b"&x;", b"<v>", b"</row>", b"]]>"),
    *(b"\xe2\x80\x8f", b"\xf0\x9f\x98\x80", b"1. Summary\n", b"99999999999", b"31.02.2026"),
)


def originals() -> tuple[bytes, ...]:
    """Every sample file, in the order of its name."""
    paths = sorted(path for path in FILES.rglob("*") if path.is_file())
    return tuple(path.read_bytes() for path in paths if path.name != "expected.csv")


def mutated(rng: random.Random, samples: tuple[bytes, ...]) -> bytes:
    """One input: mostly a sample with one to four changes, sometimes noise."""
    if rng.random() < 0.1:
        return rng.randbytes(rng.randrange(400))
    content = rng.choice(samples)
    for _ in range(rng.randint(1, 4)):
        content = rng.choice(_CHANGES)(rng, content, samples)
    return content


def _cut(rng: random.Random, content: bytes, _: tuple[bytes, ...]) -> bytes:
    return content[: rng.randrange(len(content) + 1)]


def _behead(rng: random.Random, content: bytes, _: tuple[bytes, ...]) -> bytes:
    return content[rng.randrange(len(content) + 1) :]


def _flip(rng: random.Random, content: bytes, _: tuple[bytes, ...]) -> bytes:
    changed = bytearray(content)
    for _place in range(rng.randint(1, 12) if changed else 0):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def _insert(rng: random.Random, content: bytes, _: tuple[bytes, ...]) -> bytes:
    at = rng.randrange(len(content) + 1)
    return content[:at] + rng.choice(_TOKENS) * rng.choice((1, 1, 2, 50)) + content[at:]


def _splice(rng: random.Random, content: bytes, samples: tuple[bytes, ...]) -> bytes:
    other = rng.choice(samples)
    return content[: rng.randrange(len(content) + 1)] + other[rng.randrange(len(other) + 1) :]


def _shuffle_lines(rng: random.Random, content: bytes, _: tuple[bytes, ...]) -> bytes:
    lines = content.splitlines(keepends=True)
    rng.shuffle(lines)
    return b"".join(lines)


def _repeat_lines(rng: random.Random, content: bytes, _: tuple[bytes, ...]) -> bytes:
    lines = content.splitlines(keepends=True)
    return b"".join(line * rng.choice((0, 1, 1, 1, 2, 5)) for line in lines)


def _recode(rng: random.Random, content: bytes, _: tuple[bytes, ...]) -> bytes:
    text = content.decode(rng.choice(_CODECS), "replace")
    return text.encode(rng.choice(_CODECS), "replace")


def _other_delimiter(rng: random.Random, content: bytes, _: tuple[bytes, ...]) -> bytes:
    return content.replace(rng.choice((b";", b",", b"\t")), rng.choice((b";", b",", b"\t", b"|")))


def _swap_columns(rng: random.Random, content: bytes, _: tuple[bytes, ...]) -> bytes:
    delimiter = rng.choice((b";", b",", b"\t"))
    order = rng.sample(range(20), 20)
    lines = []
    for line in content.split(b"\n"):
        cells = line.split(delimiter)
        lines.append(delimiter.join(cells[at] for at in order if at < len(cells)))
    return b"\n".join(lines)


def _replace_cells(rng: random.Random, content: bytes, _: tuple[bytes, ...]) -> bytes:
    cells = re.split(rb"([;,\t\r\n]+)", content)
    for _cell in range(rng.randint(1, 6)):
        cells[rng.randrange(len(cells))] = rng.choice(_TOKENS)
    return b"".join(cells)


def _inside(rng: random.Random, content: bytes, samples: tuple[bytes, ...]) -> bytes:
    """A workbook with one of its entries changed; other files stay as they are."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = {name: archive.read(name) for name in archive.namelist()}
    except Exception:  # whatever an earlier change has made of the archive
        return content
    if not entries:
        return content
    tables = [name for name in entries if "sheet" in name or name == "content.xml"]
    name = rng.choice(tables or sorted(entries))
    texts = tuple(entries.values())
    entries[name] = rng.choice(_CHANGES_INSIDE)(rng, entries[name], texts)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, text in entries.items():
            archive.writestr(entry, text)
    return buffer.getvalue()


def _shuffle_tags(rng: random.Random, content: bytes, _: tuple[bytes, ...]) -> bytes:
    """Tags taken out, doubled, or with another number."""
    parts = re.split(rb"(?=<)", content)
    for _part in range(rng.randint(1, 5)):
        at = rng.randrange(len(parts))
        number = str(rng.choice((0, 1, -1, 7, 300, 70_000, 2_000_000, 5_000_000_000))).encode()
        parts[at] = rng.choice(
            (b"", parts[at] * 2, re.sub(rb"\d+", number, parts[at]), rng.choice(_TOKENS))
        )
    return b"".join(parts)


_CHANGES_INSIDE = (_shuffle_tags, _shuffle_tags, _flip, _insert, _cut, _splice)
_CHANGES = (
    *(_cut, _behead, _flip, _insert, _splice),
    *(_shuffle_lines, _repeat_lines, _recode, _other_delimiter),
    *(_swap_columns, _replace_cells, _inside, _inside),
)
