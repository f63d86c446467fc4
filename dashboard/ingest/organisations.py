"""What kind of organisation a name belongs to, and where it is at home if the name says so."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from dashboard.ingest.places import UNDECIDED, Gazetteer
from dashboard.ingest.schema import Place

OTHER = "other"
UNKNOWN = "unknown"

# An administration may name any place; of a municipal company only a whole municipality counts.
_ADMINISTRATION = re.compile(
    r"^(?:die\s+)?(?:stadt|gemeinde|einheitsgemeinde|stadtverwaltung|gemeindeverwaltung|ortschaft"
    r"|ortsteil|rathaus|(?:ober|orts)?bürgermeister(?:in)?(?:\s+der)?)\b[\s:]*(?=\S)",
    re.I,
)
_OFFICE = re.compile(
    r"(?:landkreis|lk|lkr|kreisverwaltung|landratsamt|verbandsgemeinde|vg)\b", re.I
)
_COMPANY = re.compile(
    r"^(?:stadtwerke?|städtische\s+\w+|kommunale?\s+\w+|wohnungs(?:bau)?gesellschaft|wbg|swg"
    r"|kommunalservice|stadtentwicklungsgesellschaft)\b[\s:]*(?:der\s+)?(?=\S)",
    re.I,
)
_LEGAL_FORM = re.compile(r"[\s,]+(?:g?gmbh|mbh|ag|ug|kg|eg|e\.\s?v\.?|& co\.?)(?=\s|$)", re.I)
_DEPARTMENT = re.compile(r"\s*[,;]\s*|\s+[–-]\s+")
# How a place has to be known. A company called „Berlin“ says nothing about its home.
_LOCAL_NAMES = frozenset({"name", "alias", "association", "district"})
_WHOLE_NAMES = _LOCAL_NAMES | {"outside"}
_ANY_NAME = _WHOLE_NAMES | {"locality", "locality_form"}


def organisation_key(name: str) -> str:
    """Two spellings of one organisation that differ in case and blanks only are the same."""
    return " ".join(name.casefold().split())


@dataclass(frozen=True)
class _Rule:
    organisation_type: str
    pattern: re.Pattern[str]


class OrganisationRules:
    """Ordered rules: the first that fits decides."""

    def __init__(self, *, names: tuple[_Rule, ...], domains: tuple[_Rule, ...]) -> None:
        self._names = names
        self._domains = domains
        self._type_once = lru_cache(maxsize=20_000)(self._type)

    @classmethod
    def from_file(cls, path: Path) -> "OrganisationRules":
        """Read the rules; their order in the file is the order in which they are asked."""
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        rules = {
            part: tuple(
                _Rule(row["organisation_type"], re.compile(row["pattern"], re.I))
                for row in rows
                if row["applies_to"] == part
            )
            for part in ("name", "domain")
        }
        return cls(names=rules["name"], domains=rules["domain"])

    def type_of(self, name: str, email: str = "") -> str:
        """The type by name, else by the domain of the address.

        ``other`` for a name that no rule knows, ``unknown`` without any hint.
        """
        return self._type_once(" ".join(name.split()), email.rpartition("@")[2].lower())

    def place_of(self, name: str, gazetteer: Gazetteer) -> Place | None:
        """Where the organisation is at home, if its name says so for certain; else null."""
        name = " ".join(name.split())
        office = _DEPARTMENT.split(name)[0]
        for text, allowed in _readings(name, office):
            place = gazetteer.resolve(text)
            if place.level not in UNDECIDED and place.how in allowed:
                return replace(place, text=name, how="organisation")
        return None

    def _type(self, name: str, domain: str) -> str:
        rules = [rule for rule in self._names if name and rule.pattern.search(name)]
        rules += [rule for rule in self._domains if domain and rule.pattern.search(domain)]
        if rules:
            return rules[0].organisation_type
        return OTHER if re.search(r"\w", name) else UNKNOWN


def _readings(name: str, office: str) -> Iterator[tuple[str, frozenset[str]]]:
    """The parts of a name that may be a place, each with how it has to be known."""
    yield name, _LOCAL_NAMES
    if _OFFICE.match(office):
        yield office, _WHOLE_NAMES
    for prefix, text, allowed in (
        (_ADMINISTRATION, office, _ANY_NAME),
        (_COMPANY, _LEGAL_FORM.sub("", name), _WHOLE_NAMES),
    ):
        rest = prefix.sub("", text, count=1)
        if rest and rest != text:
            yield rest, allowed
