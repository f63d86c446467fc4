"""Places: every name of the gazetteer in the spellings people use, and what must stay open."""

import random
import time
from collections import Counter
from collections.abc import Iterator

import pytest

from dashboard import paths
from dashboard.errors import WrongUsage
from dashboard.ingest.place_names import (
    ambiguous_names,
    bare_name,
    known_names,
    municipality_names,
    name_key,
    read_rows,
)
from dashboard.ingest.places import UNDECIDED, Gazetteer, learned_key, parse_decision
from dashboard.ingest.schema import Level, Place

MUNICIPALITIES = municipality_names(paths.REFERENCE)
LOCALITIES = [
    (row["locality"], row["ags"]) for row in read_rows(paths.REFERENCE / "localities.csv")
]
ALIASES = [(row["alias"], row["ags"]) for row in read_rows(paths.REFERENCE / "aliases.csv")]
POSTCODES = {
    row["ags"]: row["postal_codes"] for row in read_rows(paths.REFERENCE / "municipalities.csv")
}
SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe"})


def spellings() -> Iterator[tuple[str, str, str]]:
    """Form, text and the AGS it means, over the whole gazetteer."""
    for name, ags in [*((name, ags) for ags, name in MUNICIPALITIES.items()), *LOCALITIES]:
        yield "name", name, ags
        yield "stadt", f"Stadt {name}", ags
        yield "gemeinde", f"Gemeinde {name}", ags
        yield "upper", name.upper(), ags
        yield "spelled out", name.translate(SPELLED_OUT), ags
        yield "postcode", f"{POSTCODES[ags]} {name}", ags
    for alias, ags in ALIASES:
        yield "alias", alias, ags
        yield "alias upper", alias.upper(), ags
    for locality, ags in LOCALITIES:
        yield "part", f"{MUNICIPALITIES[ags]} OT {locality}", ags
        yield "part", f"{MUNICIPALITIES[ags]}, OT {locality}", ags
        yield "part", f"{MUNICIPALITIES[ags]} Ortsteil {locality}", ags
        yield "brackets", f"{locality} ({MUNICIPALITIES[ags]})", ags
        yield "compound", f"{MUNICIPALITIES[ags]}-{locality}", ags
        yield "list", f"{locality}, {MUNICIPALITIES[ags]}", ags


def verdict(place: Place, ags: str) -> str:
    if place.level in UNDECIDED:
        return "asked"
    return "right" if place.ags == ags else "wrong"


def test_no_spelling_of_a_known_name_resolves_wrongly(gazetteer: Gazetteer) -> None:
    verdicts = Counter(verdict(gazetteer.resolve(text), ags) for _, text, ags in spellings())
    # These mean several places in the district, or a municipality next to it as well.
    asked = {text for _, text, _ in spellings() if gazetteer.resolve(text).level in UNDECIDED}
    assert {name_key(bare_name(text)) for text in asked} == {
        "oberroeblingen",
        "roeblingen",
        "hedersleben",
        "riethnordhausen",
    }
    assert verdicts == Counter(right=len(list(spellings())) - 19, asked=19)


def test_no_slip_of_the_pen_resolves_to_another_place(gazetteer: Gazetteer) -> None:
    known = set(known_names(paths.REFERENCE)) | set(ambiguous_names(paths.REFERENCE))
    pen = random.Random(1)
    wrong = []
    outcomes = Counter[str]()
    for form, text, ags in spellings():
        if form not in ("name", "alias", "part", "brackets", "stadt"):
            continue
        for typed in slips(text, pen):
            outcome = verdict(gazetteer.resolve(typed), ags)
            outcomes[outcome] += 1
            if outcome == "wrong" and name_key(typed) not in known:
                wrong.append((typed, text, gazetteer.resolve(typed).name))
    assert wrong == []
    assert outcomes["asked"] > outcomes["wrong"]


def slips(text: str, pen: random.Random) -> Iterator[str]:
    """One letter changed, lost, doubled and swapped."""
    for _ in range(2):
        at = pen.randrange(len(text))
        yield text[:at] + pen.choice("abdehiklmnorstu") + text[at + 1 :]
        yield text[:at] + text[at + 1 :]
        yield text[:at] + text[at] + text[at:]
        yield text[:at] + text[at : at + 2][::-1] + text[at + 2 :]


@pytest.mark.parametrize(
    "row", read_rows(paths.REFERENCE / "associations.csv"), ids=lambda row: str(row["alias"])
)
def test_every_association_is_known(row: dict[str, str], gazetteer: Gazetteer) -> None:
    place = gazetteer.resolve(row["alias"])
    expected = {
        "Verbandsgemeinde": Level.ASSOCIATION,
        "Landkreis": Level.DISTRICT,
        "ehem. Landkreis": Level.DISTRICT,
        "ehem. Verwaltungsgemeinschaft": Level.MUNICIPALITY,
    }[row["level"]]
    assert place.level is expected
    if expected is Level.ASSOCIATION:
        assert place.name == row["association"]
    if expected is Level.MUNICIPALITY:
        assert place.ags == row["member_ags"]


@pytest.mark.parametrize(
    ("text", "ags", "how"),
    [
        ("Heiligenthal", "15087165", "locality"),
        ("Riestedt", "15087370", "locality"),
        ("Sangerhausen OT Wettelrode", "15087370", "locality_form"),
        ("Riestedt (Sangerhausen)", "15087370", "locality_form"),
        ("Luth. Eisleben", "15087130", "alias"),
        ("Südharz", "15087412", "name"),
        ("Mansfeld (Südharz)", "15087275", "alias"),
        ("Helbra", "15087205", "name"),
        ("Kelbra", "15087250", "alias"),
        ("D-06526 Sangerhausen", "15087370", "name"),
        ("6526 Sangerhausen", "15087370", "name"),
        ("Markt 1, 06526 Sangerhausen", "15087370", "name"),
        ("Berga (Mansfeld-Südharz)", "15087055", "locality_form"),
        ("VG Goldene Aue, Kelbra", "15087250", "locality_form"),
        ("Sangerhausen-Süd", "15087370", "name"),
    ],
)
def test_what_people_write_means_a_municipality(
    text: str, ags: str, how: str, gazetteer: Gazetteer
) -> None:
    place = gazetteer.resolve(text)
    assert (place.level, place.ags, place.how) == (Level.MUNICIPALITY, ags, how)
    assert place.text == text


@pytest.mark.parametrize(
    ("text", "level", "name"),
    [
        ("VG Goldene Aue", Level.ASSOCIATION, "Verbandsgemeinde Goldene Aue"),
        ("Landkreis Mansfeld-Südharz", Level.DISTRICT, "Landkreis Mansfeld-Südharz"),
        ("LK MSH", Level.DISTRICT, "Landkreis Mansfeld-Südharz"),
        ("Mansfeld-Südharz", Level.DISTRICT, "Landkreis Mansfeld-Südharz"),
        ("Halle (Saale)", Level.OUTSIDE, "Halle (Saale)"),
        ("Halle", Level.OUTSIDE, "Halle (Saale)"),
        ("Magdeburg", Level.OUTSIDE, "Magdeburg"),
        ("Leipzig", Level.OUTSIDE, "Leipzig"),
        ("Nordhausen", Level.OUTSIDE, "Nordhausen"),
        ("Querfurt OT Leimbach", Level.OUTSIDE, "Querfurt"),
        ("Saalekreis", Level.OUTSIDE, "Saalekreis"),
        ("Musterhausen", Level.UNKNOWN, None),
        ("", Level.UNKNOWN, None),
    ],
)
def test_what_people_write_means_something_wider(
    text: str, level: Level, name: str | None, gazetteer: Gazetteer
) -> None:
    place = gazetteer.resolve(text)
    assert (place.level, place.name, place.ags) == (level, name, None)


@pytest.mark.parametrize(
    ("text", "level", "values"),
    [
        ("Oberröblingen", Level.AMBIGUOUS, ("15087370", "15087386")),
        ("Lutherstadt", Level.AMBIGUOUS, ("15087130", "15087275")),
        ("Neue Siedlung", Level.AMBIGUOUS, ("15087165", "15087386")),
        ("Roßla (Sangerhausen)", Level.AMBIGUOUS, ("15087412", "15087370")),
        ("Walbeck (Börde)", Level.PROPOSAL, ("15087220", "outside:Walbeck (Börde)")),
    ],
)
def test_two_meanings_wait_for_a_person(
    text: str, level: Level, values: tuple[str, ...], gazetteer: Gazetteer
) -> None:
    place = gazetteer.resolve(text)
    assert place.level is level
    assert tuple(candidate.value for candidate in place.candidates) == values


def test_a_misspelling_is_proposed_and_never_resolved(gazetteer: Gazetteer) -> None:
    place = gazetteer.resolve("Sangerhasen")
    assert place.level is Level.PROPOSAL
    assert place.ags is None
    assert place.candidates[0].value == "15087370"


def test_the_postal_code_breaks_a_tie(gazetteer: Gazetteer) -> None:
    assert gazetteer.resolve("Oberröblingen", "06526").ags == "15087370"
    assert gazetteer.resolve("Oberröblingen", "06317").ags == "15087386"


def test_a_postal_code_alone_resolves_only_where_it_names_one_municipality(
    gazetteer: Gazetteer,
) -> None:
    assert gazetteer.resolve("", "06526").ags == "15087370"
    shared = gazetteer.resolve("", "06295")
    assert shared.level is Level.AMBIGUOUS
    assert [candidate.value for candidate in shared.candidates][:2] == ["15087130", "15087075"]


def test_a_postal_code_from_elsewhere_beats_an_equal_local_name(gazetteer: Gazetteer) -> None:
    place = gazetteer.resolve("Blankenheim", "53945")
    assert (place.level, place.name) == (Level.OUTSIDE, "Blankenheim (PLZ 53945)")
    assert gazetteer.resolve("53945 Blankenheim").level is Level.OUTSIDE


def test_a_learned_decision_comes_first_except_against_a_foreign_postal_code(
    gazetteer: Gazetteer,
) -> None:
    learned = {learned_key("Walbeck (Börde)"): parse_decision("15087220")}
    place = gazetteer.resolve("walbeck, börde", learned=learned)
    assert (place.ags, place.name, place.how) == ("15087220", "Hettstedt", "learned")
    assert gazetteer.resolve("Walbeck (Börde)", "39356", learned).level is Level.OUTSIDE


def test_a_decision_about_a_contradiction_holds_for_place_and_code_together(
    gazetteer: Gazetteer,
) -> None:
    place = gazetteer.resolve("Sangerhausen", "06562")
    assert place.text == "06562 Sangerhausen"
    assert [each.value for each in place.candidates] == [
        "15087370",
        "outside:Sangerhausen (PLZ 06562)",
    ]
    for answer, level in (
        ("15087370", Level.MUNICIPALITY),
        ("outside:Sangerhausen (PLZ 06562)", Level.OUTSIDE),
    ):
        learned = {learned_key(place.text): parse_decision(answer)}
        decided = gazetteer.resolve("Sangerhausen", "06562", learned)
        assert (decided.level, decided.text) == (level, "06562 Sangerhausen")
        assert gazetteer.resolve("06562 Sangerhausen", learned=learned).level is level
        assert gazetteer.resolve("Sangerhausen", learned=learned).ags == "15087370"


def test_a_name_on_both_sides_of_the_border_is_settled_by_its_code_or_its_container(
    gazetteer: Gazetteer,
) -> None:
    assert gazetteer.resolve("Hedersleben").level is Level.AMBIGUOUS
    for text in ("06295 Hedersleben", "Lutherstadt Eisleben OT Hedersleben"):
        assert gazetteer.resolve(text).ags == "15087130"
    for text in ("06458 Hedersleben", "Hedersleben (Harz)", "Hedersleben, Landkreis Harz"):
        assert gazetteer.resolve(text).level is Level.OUTSIDE


@pytest.mark.parametrize(
    ("value", "level"),
    [
        ("15087370", Level.MUNICIPALITY),
        ("association:goldene-aue", Level.ASSOCIATION),
        ("district", Level.DISTRICT),
        ("outside:Halle (Saale)", Level.OUTSIDE),
        ("unknown", Level.UNKNOWN),
    ],
)
def test_a_decision_names_a_place(value: str, level: Level, gazetteer: Gazetteer) -> None:
    place = gazetteer.named(parse_decision(value))
    assert (place.level, place.how) == (level, "learned")
    assert (place.name is None) == (level is Level.UNKNOWN)


@pytest.mark.parametrize("value", ["", "Sangerhausen", "1508737", "association:", "outside: "])
def test_a_decision_that_names_no_place_is_refused(value: str) -> None:
    with pytest.raises(WrongUsage, match="keine Antwort"):
        parse_decision(value)


@pytest.mark.parametrize(
    "text", ["(" * 150, "(a " * 60, "OT " * 60, "a-" * 90, "Helbra, " * 20, "Helbra (" * 20]
)
def test_a_text_made_to_be_hard_to_read_is_answered_at_once(
    text: str, gazetteer: Gazetteer
) -> None:
    begun = time.perf_counter()
    assert gazetteer.resolve(text).level is not Level.OUTSIDE
    assert gazetteer.resolve(text * 100).level is Level.UNKNOWN
    assert time.perf_counter() - begun < 1


def test_a_municipality_that_does_not_exist_is_refused(gazetteer: Gazetteer) -> None:
    with pytest.raises(WrongUsage, match="15087999"):
        gazetteer.named(parse_decision("15087999"))
