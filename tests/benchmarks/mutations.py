"""Files that no program would write: real formats cut, spliced, re-encoded, and plain noise."""

import random
from pathlib import Path

FILES = Path(__file__).resolve().parents[1] / "files"
_CODECS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "cp850", "mac_roman")
_TOKENS = (
    *(b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b'"', b";", b",", b"\t", b"\r\n", b"\r", b"\n\n"),
    *(b"=1+1", b"@SUM(A1)", b"<b>x</b>", b"sep=;\r\n", b"Name", b"Ort", b"E-Mail", b"Teilnahme"),
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


_CHANGES = (
    *(_cut, _behead, _flip, _insert, _splice),
    *(_shuffle_lines, _repeat_lines, _recode, _other_delimiter),
)
