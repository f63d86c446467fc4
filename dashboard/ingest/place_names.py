"""How written names of places are compared, and which names are known.

Two spellings are one name when they differ in case, umlauts (ä or ae, ß or ss), blanks, hyphens
and punctuation only. An opening bracket counts: „Mansfeld (Südharz)“ is a town, „Mansfeld-Südharz“
the district.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from dashboard.ingest.schema import Level

DISTRICT_NAME = "Landkreis Mansfeld-Südharz"

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_NO_WORD = re.compile(r"[^a-z0-9]+")
_ADMINISTRATIVE = (
    "stadt|gemeinde|einheitsgemeinde|stadtverwaltung|gemeindeverwaltung|kreisstadt|kernstadt"
    "|landeshauptstadt|hansestadt|gem|gde|eg|ehg"
)
_LEADING = re.compile(rf"^(?:(?:{_ADMINISTRATIVE})\b[.\s:]*(?:der\b|des\b)?\s*)+", re.I)
_TRAILING = re.compile(rf"(?:[\s,]+(?:{_ADMINISTRATIVE})\.?)+$", re.I)

# Cities and states (separated by blanks) that the gazetteer of the neighbourhood lacks.
_CITIES = (
    "Aachen Augsburg Bamberg Bautzen Bayreuth Berlin Bielefeld Bochum Bonn Brandenburg Braunschweig"
    " Bremen Bremerhaven Celle Chemnitz Cottbus Darmstadt Dortmund Dresden Duisburg Düsseldorf"
    " Eisenach Erfurt Erlangen Essen Flensburg Freiberg Fulda Fürth Gera Gießen Gotha Greifswald"
    " Goslar Görlitz Göttingen Gütersloh Hagen Hamburg Hamm Hanau Hannover Heidelberg Heilbronn"
    " Hildesheim Ilmenau Ingolstadt Jena Kaiserslautern Karlsruhe Kassel Kiel Koblenz Konstanz"
    " Krefeld Köln Leipzig Leverkusen Ludwigshafen Lübeck Lüneburg Mainz Mannheim Marburg"
    " Mönchengladbach Mühlhausen München Münster Neuss Neubrandenburg Nürnberg Oberhausen Oldenburg"
    " Osnabrück Paderborn Passau Pforzheim Pirna Plauen Potsdam Regensburg Reutlingen Rostock"
    " Saalfeld Saarbrücken Salzgitter Schwerin Siegen Solingen Stralsund Stuttgart Suhl Trier"
    " Tübingen Ulm Weimar Wiesbaden Wismar Wolfenbüttel Wolfsburg Wuppertal Würzburg Zwickau"
)
_CITIES_OF_TWO_WORDS = (
    "Bad Berka",
    "Bad Harzburg",
    "Bad Langensalza",
    "Frankfurt",
    "Frankfurt am Main",
    "Frankfurt (Oder)",
    "Freiburg im Breisgau",
    "Mülheim an der Ruhr",
)
_STATES = (
    "Baden-Württemberg Bayern Brandenburg Bremen Hessen Mecklenburg-Vorpommern Niedersachsen"
    " Nordrhein-Westfalen Rheinland-Pfalz Saarland Sachsen Schleswig-Holstein Thüringen"
)


@lru_cache(maxsize=20_000)
def learned_key(text: str) -> str:
    """The key under which a decision about a place or a column heading is remembered."""
    return " ".join(_fold(text).split())


@lru_cache(maxsize=20_000)
def name_key(text: str) -> str:
    """The key under which a name is looked up: letters, digits and opening brackets only."""
    return "(".join(_fold(part).replace(" ", "") for part in text.split("(")).rstrip("(")


@lru_cache(maxsize=20_000)
def bare_name(text: str) -> str:
    """The name without „Stadt“, „Gemeinde“ and their like; the text itself if nothing is left."""
    bare = _TRAILING.sub("", _LEADING.sub("", text)).strip(" ,;:-")
    return bare or text


def slug(text: str) -> str:
    """„Verbandsgemeinde Goldene Aue“ as ``goldene-aue``."""
    return learned_key(text.removeprefix("Verbandsgemeinde ")).replace(" ", "-")


def _fold(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_UMLAUTS)
    plain = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
    return _NO_WORD.sub(" ", plain)


@dataclass(frozen=True)
class Meaning:
    """What a known name stands for. ``target``: AGS, association id, name outside, or empty."""

    level: Level
    target: str
    name: str
    how: str
    written: str = ""
    """The known name itself: „Wettelrode“, where ``name`` is „Sangerhausen“."""


@dataclass(frozen=True)
class PostalCodes:
    """Which municipalities a postal code of the district names, today's first."""

    municipalities: dict[str, tuple[str, ...]]
    unique: frozenset[str]


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a reference file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def municipality_names(folder: Path) -> dict[str, str]:
    """AGS → name, by AGS."""
    return {row["ags"]: row["name"] for row in read_rows(folder / "municipalities.csv")}


def association_names(folder: Path) -> dict[str, str]:
    """Association id → name."""
    return {
        slug(row["association"]): row["association"]
        for row in read_rows(folder / "associations.csv")
        if row["level"] == "Verbandsgemeinde"
    }


def association_members(folder: Path) -> dict[str, frozenset[str]]:
    """Association id → AGS of its members."""
    return {
        slug(row["association"]): frozenset(row["member_ags"].split(";"))
        for row in read_rows(folder / "associations.csv")
        if row["level"] == "Verbandsgemeinde"
    }


def ambiguous_names(folder: Path) -> dict[str, tuple[str, ...]]:
    """Key → AGS of all municipalities of the district that the name may mean."""
    return {
        name_key(row["name"]): tuple(row["ags"].split(";"))
        for row in read_rows(folder / "ambiguous.csv")
        if ";" in row["ags"]
    }


def neighbouring_twins(folder: Path) -> dict[str, Meaning]:
    """Key → municipality of the neighbourhood that has the same name as a place of the district."""
    local = known_names(folder)
    return {
        key: replace(meaning, written=name)
        for name, meaning in _outside(read_rows(folder / "outside_municipalities.csv"))
        if local[key := name_key(name)].level is not Level.OUTSIDE
    }


def postal_codes(folder: Path) -> PostalCodes:
    """The postal codes of the district, present and former."""
    rows = read_rows(folder / "postal_codes.csv")
    codes = sorted({row["plz"] for row in rows})
    return PostalCodes(
        {
            code: tuple(
                row["ags"]
                for status in ("aktuell", "früher")
                for row in rows
                if row["plz"] == code and row["status"] == status
            )
            for code in codes
        },
        frozenset(row["plz"] for row in rows if row["eindeutig"] == "ja"),
    )


@lru_cache(maxsize=2)  # a tenth of a second at every opening of a workspace
def known_names(folder: Path) -> dict[str, Meaning]:
    """Every known name under its key. What comes first wins: the district before the world."""
    index: dict[str, Meaning] = {}
    without_brackets: dict[str, Meaning] = {}
    for name, unnamed in _all_names(folder):
        key = name_key(name)
        meaning = replace(unnamed, written=name)
        index.setdefault(key, meaning)
        if "(" in key:
            without_brackets.setdefault(key.replace("(", ""), meaning)
    for key, meaning in without_brackets.items():
        index.setdefault(key, meaning)
    return index


def _all_names(folder: Path) -> Iterator[tuple[str, Meaning]]:
    names = municipality_names(folder)
    for ags, name in names.items():
        yield name, Meaning(Level.MUNICIPALITY, ags, name, "name")
    for file, column, how in (
        ("aliases.csv", "alias", "alias"),
        ("localities.csv", "locality", "locality"),
    ):
        for row in read_rows(folder / file):
            yield (
                row[column],
                Meaning(Level.MUNICIPALITY, row["ags"], names[row["ags"]], how),
            )
    for row in read_rows(folder / "associations.csv"):
        yield row["alias"], _association(row, names)
    yield from _outside(read_rows(folder / "outside_municipalities.csv"))


def _association(row: dict[str, str], names: dict[str, str]) -> Meaning:
    if row["level"] == "Verbandsgemeinde":
        return Meaning(
            Level.ASSOCIATION, slug(row["association"]), row["association"], "association"
        )
    if row["level"] == "ehem. Verwaltungsgemeinschaft":
        ags = row["member_ags"]
        return Meaning(Level.MUNICIPALITY, ags, names[ags], "alias")
    return Meaning(Level.DISTRICT, "", DISTRICT_NAME, "district")


def _outside(rows: Iterable[dict[str, str]]) -> Iterator[tuple[str, Meaning]]:
    for row in rows:
        name, _, epithet = row["name"].partition(", ")
        meaning = _meaning_outside(name)
        yield name, meaning
        yield row["name"], meaning
        yield row["short_name"], meaning
        yield f"{row['short_name']} ({row['kreis']})", meaning
        if epithet and epithet != "Stadt":
            yield f"{epithet} {name}", meaning
        # „Harz“ alone is a region that reaches into the district.
        for form in ("Landkreis {}", "LK {}", "Lkr. {}", "Kreis {}", "Landratsamt {}"):
            yield form.format(row["kreis"]), _meaning_outside(f"Landkreis {row['kreis']}")
        if row["kreis"].endswith("kreis"):
            yield row["kreis"], _meaning_outside(row["kreis"])
    for city in (*_CITIES.split(), *_CITIES_OF_TWO_WORDS, *_STATES.split()):
        yield city, _meaning_outside(city)


def _meaning_outside(name: str) -> Meaning:
    return Meaning(Level.OUTSIDE, name, name, "outside")
