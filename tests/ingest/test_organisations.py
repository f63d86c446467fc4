"""Organisations: what kind they are and where they are at home."""

import csv

import pytest

from dashboard import paths
from dashboard.ingest.organisations import OrganisationRules
from dashboard.ingest.places import Gazetteer
from dashboard.ingest.schema import Level

TYPES = {
    "municipality",
    "municipal_company",
    "company",
    "politics",
    "association",
    "research_education",
    "state_federal",
    "district",
    "citizen",
    "other",
    "unknown",
}


@pytest.mark.parametrize(
    ("name", "organisation_type"),
    [
        ("Stadt Hettstedt", "municipality"),
        ("Gemeinde Südharz", "municipality"),
        ("Verbandsgemeinde Goldene Aue", "municipality"),
        ("Stadt Sangerhausen, Bauamt", "municipality"),
        ("Stadtwerke Sangerhausen GmbH", "municipal_company"),
        ("Wohnungsbaugesellschaft der Lutherstadt Eisleben mbH", "municipal_company"),
        ("Abwasserzweckverband Südharz", "municipal_company"),
        ("KME Mansfeld GmbH", "company"),
        ("Agrargenossenschaft Edersleben eG", "company"),
        ("Tischlerei Linke", "company"),
        ("Muster AG", "company"),
        ("SPD-Fraktion im Kreistag", "politics"),
        ("Bündnis 90/Die Grünen", "politics"),
        ("Heimatverein Wettelrode e.V.", "association"),
        ("Förderverein Grundschule Wippra", "association"),
        ("IHK Halle-Dessau", "association"),
        ("Hochschule Merseburg", "research_education"),
        ("Grundschule Wippra", "research_education"),
        ("Ministerium für Infrastruktur und Digitales", "state_federal"),
        ("Agentur für Arbeit Sangerhausen", "state_federal"),
        ("Landkreis Mansfeld-Südharz", "district"),
        ("privat", "citizen"),
        ("Arbeitskreis Radwege", "other"),
        ("", "unknown"),
        (" - ", "unknown"),
    ],
)
def test_the_name_says_what_kind_it_is(
    name: str, organisation_type: str, rules: OrganisationRules
) -> None:
    assert rules.type_of(name) == organisation_type


def test_the_address_decides_only_where_the_name_is_silent(rules: OrganisationRules) -> None:
    assert rules.type_of("", "info@mail.sangerhausen.de") == "municipality"
    assert rules.type_of("", "person@example.org") == "unknown"
    assert rules.type_of("Muster GmbH", "info@sangerhausen.de") == "company"


def test_every_rule_gives_a_known_type() -> None:
    with (paths.REFERENCE / "organisation_types.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["organisation_type"] for row in rows} <= TYPES
    assert {row["applies_to"] for row in rows} == {"name", "domain"}


@pytest.mark.parametrize(
    ("name", "level", "place"),
    [
        ("Stadt Hettstedt", Level.MUNICIPALITY, "Hettstedt"),
        ("Gemeinde Südharz", Level.MUNICIPALITY, "Südharz"),
        ("Stadt Sangerhausen, Bauamt", Level.MUNICIPALITY, "Sangerhausen"),
        ("Stadtwerke Sangerhausen GmbH", Level.MUNICIPALITY, "Sangerhausen"),
        ("Wohnungsbaugesellschaft der Lutherstadt Eisleben mbH", Level.MUNICIPALITY, None),
        ("Ortschaft Riestedt", Level.MUNICIPALITY, "Sangerhausen"),
        ("Verbandsgemeinde Goldene Aue", Level.ASSOCIATION, "Verbandsgemeinde Goldene Aue"),
        ("Landkreis Mansfeld-Südharz", Level.DISTRICT, "Landkreis Mansfeld-Südharz"),
        ("Landkreis Mansfeld-Südharz, Amt 61", Level.DISTRICT, "Landkreis Mansfeld-Südharz"),
        ("Stadt Halle (Saale)", Level.OUTSIDE, "Halle (Saale)"),
    ],
)
def test_the_name_says_where_it_is_at_home(
    name: str, level: Level, place: str | None, rules: OrganisationRules, gazetteer: Gazetteer
) -> None:
    found = rules.place_of(name, gazetteer)
    assert found is not None
    assert (found.level, found.how) == (level, "organisation")
    assert found.name == (place or "Lutherstadt Eisleben")


@pytest.mark.parametrize(
    "name",
    [
        "",
        "KME Mansfeld GmbH",
        "Mansfeld AG",
        "Sparkasse Mansfeld-Südharz",
        "Hochschule Merseburg",
        "Berlin",
        "Gemeinde Oberröblingen",
        "Stadtwerke",
        "Heimatverein Wettelrode e.V.",
    ],
)
def test_a_name_that_is_not_certain_says_nothing(
    name: str, rules: OrganisationRules, gazetteer: Gazetteer
) -> None:
    assert rules.place_of(name, gazetteer) is None
