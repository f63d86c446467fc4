"""Every name of the reference data in every form, exact and with each typing error.

A form is right when it means what the reference data says, asked when it waits for a person. It
must never resolve to another place. All typing errors of all forms are 357,000; every eighth is
tried here, starting at another one for each text.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import pytest

from dashboard import paths
from dashboard.ingest.place_names import (
    ambiguous_names,
    bare_name,
    known_names,
    municipality_names,
    name_key,
    read_rows,
    slug,
)
from dashboard.ingest.places import UNDECIDED, Gazetteer
from dashboard.ingest.schema import Level

SPELLED_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"}
)
KEYBOARD = ("1234567890ß", "qwertzuiopü", "asdfghjklöä", "yxcvbnm")
EVERY = 8
# In the district twice, or in the district and a municipality next to it.
MEAN_SEVERAL = {"oberroeblingen", "roeblingen", "hedersleben", "riethnordhausen"}


@dataclass(frozen=True)
class Named:
    """A name of the reference data and what it means."""

    name: str
    level: Level
    target: str


class Reference:
    """The names of the reference data, by file."""

    @cached_property
    def municipalities(self) -> dict[str, str]:
        return municipality_names(paths.REFERENCE)

    @cached_property
    def localities(self) -> list[Named]:
        return self._of_municipalities("localities.csv", "locality")

    @cached_property
    def aliases(self) -> list[Named]:
        return self._of_municipalities("aliases.csv", "alias")

    @cached_property
    def towns(self) -> list[Named]:
        return [Named(name, Level.MUNICIPALITY, ags) for ags, name in self.municipalities.items()]

    @cached_property
    def associations(self) -> list[Named]:
        return [
            Named(row["alias"], *self._association(row))
            for row in read_rows(paths.REFERENCE / "associations.csv")
        ]

    @cached_property
    def postcodes(self) -> dict[str, list[str]]:
        found = defaultdict[str, list[str]](list)
        for row in read_rows(paths.REFERENCE / "postal_codes.csv"):
            found[row["ags"]].append(row["plz"])
        return found

    @cached_property
    def known(self) -> set[str]:
        return set(known_names(paths.REFERENCE)) | set(ambiguous_names(paths.REFERENCE))

    def is_known(self, text: str) -> bool:
        """Whether a typing error has made another known name of it: „Helbra“, „Kelbra“."""
        return not {name_key(text), name_key(bare_name(text))}.isdisjoint(self.known)

    def _of_municipalities(self, file: str, column: str) -> list[Named]:
        rows = read_rows(paths.REFERENCE / file)
        return [Named(row[column], Level.MUNICIPALITY, row["ags"]) for row in rows]

    def _association(self, row: dict[str, str]) -> tuple[Level, str]:
        if row["level"] == "Verbandsgemeinde":
            return Level.ASSOCIATION, slug(row["association"])
        if row["level"] == "ehem. Verwaltungsgemeinschaft":
            return Level.MUNICIPALITY, row["member_ags"]
        return Level.DISTRICT, ""


REFERENCE = Reference()


def verdict(gazetteer: Gazetteer, text: str, meant: Named) -> str:
    place = gazetteer.resolve(text)
    if place.level in UNDECIDED:
        return "asked"
    target = place.ags or place.association_id or ""
    return "right" if (place.level, target) == (meant.level, meant.target) else "wrong"


def exact_forms() -> Iterator[tuple[str, str, Named]]:
    """Form, text and what it means: every name in every form."""
    every = (
        *REFERENCE.towns,
        *REFERENCE.localities,
        *REFERENCE.aliases,
        *REFERENCE.associations,
    )
    for named in every:
        yield "Name", named.name, named
        yield "Stadt Name", f"Stadt {named.name}", named
        yield "Gemeinde Name", f"Gemeinde {named.name}", named
        yield "UPPER CASE", named.name.upper(), named
        yield "lower case", named.name.lower(), named
        yield "ae oe ue ss", named.name.translate(SPELLED_OUT), named
        for code in REFERENCE.postcodes.get(named.target, ()):
            yield "PLZ Name", f"{code} {named.name}", named
    for locality in REFERENCE.localities:
        for container in (*REFERENCE.towns, *REFERENCE.aliases):
            if container.target == locality.target:
                yield "Name OT Locality", f"{container.name} OT {locality.name}", locality
                yield "Locality (Name)", f"{locality.name} ({container.name})", locality


def forms_to_mistype() -> Iterator[tuple[str, str, Named]]:
    """The forms with the official names; aliases and associations as they stand."""
    for named in (*REFERENCE.aliases, *REFERENCE.associations):
        yield "Name", named.name, named
    for named in (*REFERENCE.towns, *REFERENCE.localities):
        yield "Name", named.name, named
        yield "Stadt Name", f"Stadt {named.name}", named
        yield "Gemeinde Name", f"Gemeinde {named.name}", named
        for code in REFERENCE.postcodes[named.target]:
            yield "PLZ Name", f"{code} {named.name}", named
    for locality in REFERENCE.localities:
        town = REFERENCE.municipalities[locality.target]
        yield "Name OT Locality", f"{town} OT {locality.name}", locality
        yield "Locality (Name)", f"{locality.name} ({town})", locality


def neighbours(letter: str) -> Iterator[str]:
    """The keys around a letter on a German keyboard."""
    for row, keys in enumerate(KEYBOARD):
        at = keys.find(letter.lower())
        if at < 0:
            continue
        for near in KEYBOARD[max(row - 1, 0) : row + 2]:
            for key in near[max(at - 1, 0) : at + 2]:
                if key != letter.lower():
                    yield key.upper() if letter.isupper() else key


def typing_errors(text: str) -> list[str]:
    """Each letter left out, doubled, swapped with the next, replaced by a key beside it."""
    found = set[str]()
    for at, letter in enumerate(text):
        before, after = text[:at], text[at + 1 :]
        found.add(before + after)
        found.add(before + letter + text[at:])
        found.add(before + after[:1] + letter + after[1:])
        found.update(before + key + after for key in neighbours(letter))
    return sorted(found - {text})


def test_every_exact_form_is_right_unless_the_name_means_several_places(
    gazetteer: Gazetteer,
) -> None:
    counts = defaultdict[str, Counter[str]](Counter)
    not_right = set[str]()
    for form, text, meant in exact_forms():
        outcome = verdict(gazetteer, text, meant)
        counts[form][outcome] += 1
        if outcome != "right":
            not_right.add(name_key(bare_name(text)).partition("(")[0])
    single = Counter(right=607, asked=5)
    assert counts == {
        "Name": single,
        "Stadt Name": single,
        "Gemeinde Name": single,
        "UPPER CASE": single,
        "lower case": single,
        "ae oe ue ss": single,
        "PLZ Name": Counter(right=1357),
        "Name OT Locality": Counter(right=4459),
        "Locality (Name)": Counter(right=4458, asked=1),
    }
    assert not_right == MEAN_SEVERAL


def test_no_typing_error_resolves_to_another_place(gazetteer: Gazetteer) -> None:
    counts = defaultdict[str, Counter[str]](Counter)
    wrong = []
    for number, (form, text, meant) in enumerate(forms_to_mistype()):
        for typed in typing_errors(text)[number % EVERY :: EVERY]:
            if REFERENCE.is_known(typed):
                continue
            outcome = verdict(gazetteer, typed, meant)
            counts[form][outcome] += 1
            if outcome == "wrong":
                wrong.append((form, typed, text, gazetteer.resolve(typed).name))
    assert wrong == []
    assert counts.keys() == {form for form, _, _ in exact_forms()} - {
        "UPPER CASE",
        "lower case",
        "ae oe ue ss",
    }
    assert sum(each.total() for each in counts.values()) > 40_000
    # The municipality or its only postal code is enough to tell.
    assert counts["Name OT Locality"]["right"] > counts["Name OT Locality"].total() / 3
    assert counts["PLZ Name"]["right"] > counts["PLZ Name"].total() / 4


def outside_forms(row: dict[str, str]) -> Iterator[str]:
    short = row["short_name"]
    yield from (row["name"], row["name"].partition(", ")[0], short, short.upper(), short.lower())
    yield from (f"Stadt {short}", f"Gemeinde {short}", f"{short} ({row['kreis']})")
    yield from (short.translate(SPELLED_OUT), f"{short} OT Musterdorf", f"{short}, {row['kreis']}")


def test_a_municipality_elsewhere_never_lies_in_the_district(gazetteer: Gazetteer) -> None:
    counts = Counter[str]()
    open_names = set[str]()
    for row in read_rows(paths.REFERENCE / "outside_municipalities.csv"):
        for text in outside_forms(row):
            place = gazetteer.resolve(text)
            outcome = "asked" if place.level in UNDECIDED else place.level.value
            counts[outcome] += 1
            if outcome == "asked":
                open_names.add(name_key(row["short_name"]))
    assert counts.keys() == {"outside", "asked"}
    assert open_names == {"hedersleben", "riethnordhausen"}


def test_no_typing_error_brings_a_municipality_from_elsewhere_into_the_district(
    gazetteer: Gazetteer,
) -> None:
    brought = []
    for number, row in enumerate(read_rows(paths.REFERENCE / "outside_municipalities.csv")):
        for typed in typing_errors(row["short_name"])[number % EVERY :: EVERY]:
            place = gazetteer.resolve(typed)
            if place.level in (Level.MUNICIPALITY, Level.ASSOCIATION, Level.DISTRICT):
                brought.append((typed, row["short_name"], place.name))
    assert [each for each in brought if not REFERENCE.is_known(each[0])] == []


@pytest.mark.parametrize(
    ("text", "postcode"),
    [
        ("06562 Sangerhausen", ""),
        ("Sangerhausen", "06562"),
        ("96526 Sangerhausen", ""),
        ("06537 Helbra", ""),
        ("06528 Gotha", ""),
        ("S0dharz/Mansfeld", ""),
    ],
)
def test_what_may_be_a_slip_of_the_code_or_of_the_name_is_asked(
    text: str, postcode: str, gazetteer: Gazetteer
) -> None:
    place = gazetteer.resolve(text, postcode)
    assert place.level in (Level.AMBIGUOUS, Level.PROPOSAL)
    assert len(place.candidates) > 1
