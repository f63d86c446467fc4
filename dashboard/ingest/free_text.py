"""What people wrote in their own words, without what would tell who they or others are."""

import csv
import re
from functools import lru_cache

from dashboard import paths

_CONTACT = re.compile(r"(?<![^@\s])[^@\s]+@[^@\s]+\.\w{2,}|(?:\+49|\b0)[\d\s/()-]{8,60}(?<=\d)")
_NAME = r"[A-ZÄÖÜ][a-zäöüß]+(?:-[A-ZÄÖÜ][a-zäöüß]+)?"
_TITLED = re.compile(
    rf"\b(?:[Hh]err(?:n|en)?|[Ff]rau|Dr\.|Prof\.|Mr\.?|Mrs\.?|Ms\.?)\s+(?:(?:Dr|Prof)\.\s+)*{_NAME}"
)
_TWO_WORDS = re.compile(rf"\b({_NAME})(?=\s+(?:(?:von|van|zu|de)\s+)?({_NAME})\b)")


def without_contacts(text: str) -> str:
    """The text with „[…]“ for e-mail addresses and telephone numbers."""
    return _CONTACT.sub("[…]", text)


def seems_to_name(text: str) -> bool:
    """Whether a text seems to name a person: „Frau Muster“, „mit Max Mustermann gesprochen“."""
    if _TITLED.search(text):
        return True
    return any(match[1].split("-")[0] in _given_names() for match in _TWO_WORDS.finditer(text))


@lru_cache(maxsize=1)
def _given_names() -> frozenset[str]:
    path = paths.REFERENCE / "given_names.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return frozenset(row["given_name"] for row in csv.DictReader(file))
