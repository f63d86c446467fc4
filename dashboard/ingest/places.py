"""What a written place means: a municipality, an association, the district, or elsewhere.

Only what is certain is resolved. A name that means two places is ambiguous, a spelling that is
only near a known name is a proposal; both wait for a person, who decides once for all files.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from rapidfuzz import process
from rapidfuzz.distance import OSA

from dashboard.errors import WrongUsage
from dashboard.ingest import place_names
from dashboard.ingest.place_names import DISTRICT_NAME, Meaning, bare_name, learned_key, name_key
from dashboard.ingest.schema import Candidate, Level, Place

__all__ = ["LEARNED", "UNDECIDED", "Gazetteer", "learned_key", "parse_decision"]

LEARNED = "learned"  # ``Place.how`` of what a person has decided
_CONTRADICTION = "contradiction"  # ``Place.how`` where place and postal code say different things
UNDECIDED = frozenset({Level.AMBIGUOUS, Level.PROPOSAL, Level.UNKNOWN})
_LOCAL = frozenset({Level.MUNICIPALITY, Level.ASSOCIATION, Level.DISTRICT})
_NOTHING_LEARNED: Mapping[str, Place] = MappingProxyType({})
_SHORTEST_NEAR = 4  # letters: „MSH“ is no misspelt „MGH“
_SHORTEST_WITH_TWO_SLIPS = 8
_MOST_SLIPS = 2
_LONGEST_TEXT = 200  # letters; whatever is longer is no place
_MOST_BRACKETS = 3  # each doubles the ways to read a text

_POSTCODE = re.compile(
    r"(?:^|(?<=[\s,;(]))(?:D\s?-\s?|DE\s?-\s?|PLZ:?\s*)?(\d{5}|(?<=^)[1-9]\d{3})(?!\d)"
)
_PART_OF = re.compile(
    r"[\s,;(/–-]*\b(?:OT|O\.\s?T\.?|Ortsteil|Ortst\.?|Stadtteil)(?=[\s.:])[\s.:]*(?:von\s+)?", re.I
)
_NEAR_TOWN = re.compile(r"\s+(?:bei|b\.)\s*", re.I)
_SEPARATOR = re.compile(r"(?:\s*[,;/]\s*|\s+[–-]\s+)(?![^(]*\))")  # not inside brackets
# „Markt 1“, „Musterweg 12 a“; a digit inside a word is a slip: „S0dharz“.
_HOUSE_NUMBER = re.compile(r"\b\d+(?:\s?[A-Za-z])?\b")
# Words that say nothing about which place is meant.
_IDLE = ("sachsenanhalt", "st", "lsa", "deutschland", "germany", "de", "stadt", "gemeinde", "ot")
_QUARTERS = ("nord", "sued", "ost", "west", "mitte", "zentrum", "altstadt", "neustadt")


@dataclass(frozen=True)
class _Reading:
    """What a text may mean. Resolved only if ``certain`` and of one meaning."""

    meanings: tuple[Meaning, ...]
    certain: bool = True

    @property
    def outside(self) -> bool:
        """Whether the text names a place outside the district in the first place."""
        return self.meanings[0].level is Level.OUTSIDE

    def only(self, *, outside: bool) -> "_Reading":
        """What the text may mean on one side of the district's border; itself if nothing."""
        kept = [each for each in self.meanings if (each.level is Level.OUTSIDE) == outside]
        return replace(self, meanings=tuple(kept)) if kept else self


class Gazetteer:
    """The names of the district and its surroundings; ``resolve`` is remembered per text."""

    def __init__(
        self,
        *,
        names: Mapping[str, Meaning],
        ambiguous: Mapping[str, tuple[str, ...]],
        twins: Mapping[str, Meaning],
        municipalities: Mapping[str, str],
        associations: Mapping[str, str],
        members: Mapping[str, frozenset[str]],
        postal_codes: place_names.PostalCodes,
    ) -> None:
        self.municipalities = municipalities
        """AGS → name."""
        self.associations = associations
        """Association id → name."""
        self._names = names
        self._ambiguous = ambiguous
        self._twins = twins
        self._members = members
        self._codes = postal_codes
        self._keys_by_length = {
            length: tuple(key for key in names if abs(len(key) - length) <= _MOST_SLIPS)
            for length in range(max(map(len, names)) + _MOST_SLIPS + 1)
        }
        self._resolve_once = lru_cache(maxsize=50_000)(self._resolve)

    @classmethod
    def from_files(cls, folder: Path) -> "Gazetteer":
        """Read the reference data in ``data/reference``."""
        return cls(
            names=place_names.known_names(folder),
            ambiguous=place_names.ambiguous_names(folder),
            twins=place_names.neighbouring_twins(folder),
            municipalities=place_names.municipality_names(folder),
            associations=place_names.association_names(folder),
            members=place_names.association_members(folder),
            postal_codes=place_names.postal_codes(folder),
        )

    def resolve(
        self, text: str, postcode: str = "", learned: Mapping[str, Place] = _NOTHING_LEARNED
    ) -> Place:
        """The place that a text and, where given, a postal code mean.

        What people have decided comes first, yet a postal code from elsewhere beats every local
        name. ``Place.text`` is the text as written, or the postal code where there is no text, or
        both where they contradict each other: what is decided then holds for the two together.
        """
        text, postcode = " ".join(text.split()), postcode.strip()
        if learned:
            written = text or postcode
            both = _together(text, postcode)
            if decided := learned.get(learned_key(both)):
                return self.named(replace(decided, text=both, how=LEARNED))
            decided = learned.get(learned_key(written))
            if decided and not (decided.level in _LOCAL and self.is_foreign(postcode)):
                return self.named(replace(decided, text=written, how=LEARNED))
        if len(text) > _LONGEST_TEXT:
            return Place(text, Level.UNKNOWN, "none")
        return self._resolve_once(text, postcode)

    def is_foreign(self, postcode: str) -> bool:
        """Whether a complete postal code lies outside the district."""
        return bool(re.fullmatch(r"\d{5}", postcode)) and postcode not in self._codes.municipalities

    def disagrees(self, place: Place, postcode: str) -> bool:
        """Whether a postal code of the district belongs to other municipalities than the place."""
        known = self._codes.municipalities.get(postcode)
        return known is not None and place.ags is not None and place.ags not in known

    def named(self, place: Place) -> Place:
        """The place with its name; raises ``WrongUsage`` if there is no such AGS or association."""
        if place.level is Level.MUNICIPALITY:
            name = self.municipalities.get(place.ags or "")
        elif place.level is Level.ASSOCIATION:
            name = self.associations.get(place.association_id or "")
        else:
            return place
        if name is None:
            raise WrongUsage(
                f"„{place.ags or place.association_id}“ ist weder der Schlüssel einer Gemeinde "
                "noch einer Verbandsgemeinde des Landkreises. Bitte einen anderen Ort wählen."
            )
        return replace(place, name=name)

    def _resolve(self, written: str, postcode: str) -> Place:
        text, embedded = _split_postcode(written)
        place = self._resolve_code(text, postcode or embedded)
        if place.how == _CONTRADICTION and postcode:
            return replace(place, text=_together(written, postcode))
        return replace(place, text=written or postcode)

    def _resolve_code(self, text: str, code: str) -> Place:
        reading = self._read(text)
        if self.is_foreign(code):
            if reading and not reading.outside and self._is_slip_of_code(code, reading):
                elsewhere = self._elsewhere(text, code, reading).name or ""
                meanings = (*reading.only(outside=False).meanings, _outside(elsewhere))
                return self._open(Level.AMBIGUOUS, meanings, _CONTRADICTION)
            return self._elsewhere(text, code, reading)
        if reading is None:
            return self._unread(text, code)
        return self._read_with_code(text, code, reading)

    def _read_with_code(self, text: str, code: str, reading: _Reading) -> Place:
        municipalities = self._codes.municipalities.get(code, ())
        first = reading.meanings[0]
        if reading.certain and len(reading.meanings) == 1:
            rivals = self._rivals(text, code, first)
            if rivals:
                return self._open(Level.AMBIGUOUS, (*rivals, first), _CONTRADICTION)
            return _place(first)
        fitting = [meaning for meaning in reading.meanings if meaning.target in municipalities]
        if len(fitting) == 1:
            return replace(_place(fitting[0]), how="postcode")
        if reading.certain or len(reading.meanings) > 1:
            return self._open(Level.AMBIGUOUS, reading.meanings, first.how)
        return self._open(Level.PROPOSAL, (first, _outside(text)), "near")

    def _rivals(self, text: str, code: str, read: Meaning) -> Sequence[Meaning]:
        """What the postal code says instead, where it does not belong to what was read.

        „06537 Helbra“ is one slip from Kelbra, where the code belongs.
        """
        municipalities = self._codes.municipalities.get(code, ())
        if not municipalities or not set(self._within(read)).isdisjoint(municipalities):
            return ()
        if read.level is Level.OUTSIDE and code in self._codes.unique:
            return (self._municipality(municipalities[0]),)
        return [each for each in self._one_slip_from(text) if each.target in municipalities]

    def _is_slip_of_code(self, code: str, reading: _Reading) -> bool:
        """Whether one wrong digit tells the code from one of the place that was read."""
        meant = {
            ags for meaning in reading.only(outside=False).meanings for ags in self._within(meaning)
        }
        return any(
            not meant.isdisjoint(municipalities) and OSA.distance(code, known) == 1
            for known, municipalities in self._codes.municipalities.items()
        )

    def _elsewhere(self, text: str, code: str, reading: _Reading | None) -> Place:
        if reading and reading.outside:
            name = reading.meanings[0].name
        elif reading:
            name = f"{bare_name(text)} (PLZ {code})"
        else:
            name = bare_name(text) or f"PLZ {code}"
        return Place(text, Level.OUTSIDE, "postcode", name=name)

    def _unread(self, text: str, code: str) -> Place:
        municipalities = self._codes.municipalities.get(code, ())
        if code in self._codes.unique:
            return replace(_place(self._municipality(municipalities[0])), how="postcode")
        near = self._near(text)
        if near:
            near.sort(key=lambda meaning: meaning.target not in municipalities)
            return self._open(Level.PROPOSAL, near, "near")
        if municipalities:
            return self._open(
                Level.AMBIGUOUS, [self._municipality(ags) for ags in municipalities], "postcode"
            )
        return Place(text, Level.UNKNOWN, "none")

    def _near(self, text: str) -> list[Meaning]:
        """Known names that are spelled alike, nearest first, one per place."""
        key = name_key(bare_name(text))
        if len(key) < _SHORTEST_NEAR:
            return []
        near = [
            self._names[known]
            for known, slips, _ in process.extract(
                key,
                self._keys_by_length.get(len(key), ()),
                scorer=OSA.distance,
                score_cutoff=_MOST_SLIPS,
                limit=None,
            )
            # Two slips and another beginning are another name: Musterhausen, Osterhausen.
            if slips <= 1 or (len(key) >= _SHORTEST_WITH_TWO_SLIPS and known[:2] == key[:2])
        ]
        return list(_distinct(near))[:5]

    def _read(self, text: str) -> _Reading | None:
        """What the text says by itself; null if no part of it is known."""
        if not text:
            return None
        direct = self._read_plain(text)
        if direct:
            return direct
        for form in (self._read_part, self._read_list, self._read_compound, self._read_brackets):
            reading = form(text)
            if reading:
                return self._doubted(text, reading)
        return None

    def _doubted(self, text: str, reading: _Reading) -> _Reading:
        """A reading part by part, unless the whole is one slip from a name of another place."""
        if not reading.certain:
            return reading
        every = _distinct((*reading.meanings, *self._one_slip_from(text)))
        known = _distinct(reading.meanings)
        return (
            replace(reading, meanings=every, certain=False) if len(every) > len(known) else reading
        )

    def _one_slip_from(self, text: str) -> Sequence[Meaning]:
        """Known names with one letter more, less, changed or swapped; one per place."""
        key = name_key(bare_name(text))
        keys = self._keys_by_length.get(len(key), ())
        near = process.extract(key, keys, scorer=OSA.distance, score_cutoff=1, limit=None)
        return _distinct(self._names[known] for known, _, _ in near)

    def _known(self, text: str) -> _Reading | None:
        key = name_key(text)
        if key in self._ambiguous:
            return _Reading(
                tuple(
                    replace(self._municipality(ags), how="locality", written=text)
                    for ags in self._ambiguous[key]
                )
            )
        meaning = self._names.get(key)
        if not meaning:
            return None
        return _Reading((meaning, self._twins[key]) if key in self._twins else (meaning,))

    def _read_part(self, text: str) -> _Reading | None:
        """„Sangerhausen OT Wettelrode“: the locality decides if it lies in the municipality."""
        container_text, *parts = _PART_OF.split(text, maxsplit=1)
        if not parts:
            return None
        container, part = self._read(container_text), self._read(parts[0].strip(" )"))
        if container and part:
            if container.outside:
                return container
            return self._combine([container, part])
        if container:
            return container
        if part and container_text:
            return replace(part, certain=False)
        return part

    def _read_list(self, text: str) -> _Reading | None:
        """„Riestedt, Sangerhausen“, „Bornstedt bei Eisleben“; streets and countries are skipped."""
        town, *others = _NEAR_TOWN.split(text, maxsplit=1)
        parts = (
            [town, *others]
            if others
            else [
                part
                for part in _SEPARATOR.split(text)
                if part and name_key(part) not in _IDLE and not _HOUSE_NUMBER.search(part)
            ]
        )
        if parts in ([text], []):
            return None
        readings = [self._read(part) for part in parts]
        known = [reading for reading in readings if reading]
        if not known:
            return None
        if others and len(known) == len(parts):
            if known[1].outside:
                return replace(known[0], certain=False)
            return known[0].only(outside=False)
        combined = self._combine(known)
        return combined if len(known) == len(parts) else replace(combined, certain=False)

    def _read_compound(self, text: str) -> _Reading | None:
        """„Eisleben-Helfta“, „Sangerhausen Riestedt“, „Leipzig-Connewitz“."""
        for gap in re.finditer(r"[\s–-]+", text):
            left, right = self._read_plain(text[: gap.start()]), text[gap.end() :]
            if left is None or not left.certain or len(left.meanings) > 1:
                continue
            if left.outside:
                if "-" in gap[0] and self._read_plain(right) is None:
                    return left
                continue
            if name_key(right) in _QUARTERS:
                return left
            part = self._read_plain(right)
            if part:
                combined = self._combine([left, part])
                if combined.certain and len(combined.meanings) == 1:
                    return combined
        return None

    def _read_brackets(self, text: str) -> _Reading | None:
        """„Riestedt (Sangerhausen)“, „Berga (Mansfeld-Südharz)“; unknown brackets leave a doubt."""
        if text.count("(") > _MOST_BRACKETS:
            return None
        doubtful: _Reading | None = None
        for bracket in re.finditer(r"\s*\(", text):
            outer_text = text[: bracket.start()]
            inner_text = text[bracket.end() :].rstrip().removesuffix(")")
            if ")" in inner_text.partition("(")[0]:
                continue  # this bracket ends in the middle: „Stolberg (Harz) (Südharz)“
            outer, inner = self._read(outer_text), self._read(inner_text)
            if outer and (name_key(inner_text) in _IDLE or (outer.outside and not inner)):
                return outer
            if outer and inner:
                return self._combine([outer, inner])
            doubtful = doubtful or outer or inner
        return replace(doubtful, certain=False) if doubtful else None

    def _read_plain(self, text: str) -> _Reading | None:
        return self._known(text) or self._known(bare_name(text))

    def _combine(self, readings: Sequence[_Reading]) -> _Reading:
        """What several parts of one text mean together; a contradiction stays open."""
        sides = [{each.level is Level.OUTSIDE for each in reading.meanings} for reading in readings]
        if {True} in sides or {False} in sides:
            # „Hedersleben“ may lie on both sides of the border; the other part tells on which.
            readings = [reading.only(outside={False} not in sides) for reading in readings]
        every = tuple(meaning for reading in readings for meaning in reading.meanings)
        outside = [meaning for meaning in every if meaning.level is Level.OUTSIDE]
        if len(outside) == len(every):
            return _Reading((outside[0],))  # „Quedlinburg, Landkreis Harz“: a town and its district
        if outside:
            return _Reading(_distinct(every), certain=False)
        shared = set(self.municipalities)
        for reading in readings:
            shared &= {ags for meaning in reading.meanings for ags in self._within(meaning)}
        certain = all(reading.certain for reading in readings)
        narrowest = [meaning for meaning in every if meaning.level is Level.MUNICIPALITY]
        if narrowest:
            fitting = [meaning for meaning in narrowest if meaning.target in shared]
            meanings = _distinct(fitting or narrowest)
            return _Reading(
                tuple(replace(meaning, how="locality_form") for meaning in meanings),
                certain=certain and bool(fitting),
            )
        associations = [meaning for meaning in every if meaning.level is Level.ASSOCIATION]
        return _Reading(_distinct(associations or every), certain=certain)

    def _within(self, meaning: Meaning) -> Iterable[str]:
        if meaning.level is Level.MUNICIPALITY:
            return (meaning.target,)
        if meaning.level is Level.ASSOCIATION:
            return self._members[meaning.target]
        return () if meaning.level is Level.OUTSIDE else self.municipalities

    def _municipality(self, ags: str) -> Meaning:
        name = self.municipalities[ags]
        return Meaning(Level.MUNICIPALITY, ags, name, "name", name)

    def _open(self, level: Level, meanings: Sequence[Meaning], how: str) -> Place:
        return Place("", level, how, candidates=tuple(_candidate(each) for each in meanings))


def parse_decision(value: str) -> Place:
    """The place that ``--decide place:KEY=VALUE`` names; ``text`` and names stay empty.

    Values: an AGS, ``association:<id>``, ``district``, ``outside:<name>`` or ``unknown``. Raises
    ``WrongUsage`` for anything else.
    """
    kind, _, target = value.strip().partition(":")
    if re.fullmatch(r"\d{8}", kind) and not target:
        return Place("", Level.MUNICIPALITY, LEARNED, ags=kind)
    if kind == "association" and target:
        return Place("", Level.ASSOCIATION, LEARNED, association_id=target)
    if kind == "outside" and target.strip():
        return Place("", Level.OUTSIDE, LEARNED, name=target.strip())
    if value.strip() == "district":
        return Place("", Level.DISTRICT, LEARNED, name=DISTRICT_NAME)
    if value.strip() == "unknown":
        return Place("", Level.UNKNOWN, LEARNED)
    raise WrongUsage(
        f"„{value}“ ist keine Antwort auf die Frage nach einem Ort. Möglich sind ein achtstelliger "
        "Gemeindeschlüssel, „association:…“, „district“, „outside:…“ und „unknown“."
    )


def _split_postcode(text: str) -> tuple[str, str]:
    """The text without its postal code, and the code; a lost leading zero is put back.

    What stands before a code in the middle is a street: „Markt 1, 06526 Sangerhausen“.
    """
    match = _POSTCODE.search(text)
    if not match:
        return text, ""
    before, after = text[: match.start()].strip(" ,;(-"), text[match.end() :].strip(" ,;-")
    if after.endswith(")") and "(" not in after:
        after = after.strip(" ,;)-")
    return after or before, match[1].zfill(5)


def _together(text: str, postcode: str) -> str:
    """„06562 Sangerhausen“, the code once."""
    return text if postcode in text else f"{postcode} {text}".strip()


def _outside(name: str) -> Meaning:
    return Meaning(Level.OUTSIDE, name, name, "outside", name)


def _place(meaning: Meaning) -> Place:
    return Place(
        "",
        meaning.level,
        meaning.how,
        ags=meaning.target if meaning.level is Level.MUNICIPALITY else None,
        association_id=meaning.target if meaning.level is Level.ASSOCIATION else None,
        name=meaning.name,
    )


def _distinct(meanings: Iterable[Meaning]) -> tuple[Meaning, ...]:
    found: dict[tuple[Level, str], Meaning] = {}
    for meaning in meanings:
        found.setdefault((meaning.level, meaning.target), meaning)
    return tuple(found.values())


def _candidate(meaning: Meaning) -> Candidate:
    value = {
        Level.MUNICIPALITY: meaning.target,
        Level.ASSOCIATION: f"association:{meaning.target}",
        Level.OUTSIDE: f"outside:{meaning.name}",
    }.get(meaning.level, "district")
    if meaning.level is Level.OUTSIDE:
        return Candidate(value, f"{meaning.name} (außerhalb des Landkreises)")
    if meaning.written and name_key(meaning.written) != name_key(meaning.name):
        return Candidate(value, f"{meaning.name} („{meaning.written}“)")
    return Candidate(value, meaning.name)
