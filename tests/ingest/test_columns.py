"""Headings: the same word in every dress, and no field for a word that means none."""

import pytest

from dashboard.ingest.columns import HEADINGS, NOT_READ, PERSON_FIELDS, compact, field_of


@pytest.mark.parametrize(
    ("heading", "field"),
    [(heading, field) for field, headings in HEADINGS.items() for heading in headings],
)
def test_every_listed_heading_means_its_field_in_any_case_and_with_any_decoration(
    heading: str, field: str
) -> None:
    assert field_of(heading) == field
    for dressed in (
        heading.upper(),
        f"{heading}:",
        f" {heading} *",
        f"{heading} (bitte ausfüllen)",
    ):
        assert field_of(dressed) == field


def test_no_heading_is_listed_for_two_fields() -> None:
    listed = [compact(heading) for headings in HEADINGS.values() for heading in headings]
    twice = {heading for heading in listed if listed.count(heading) > 1}
    fields = {
        heading: {field for field, names in HEADINGS.items() if heading in map(compact, names)}
        for heading in twice
    }
    assert {heading: found for heading, found in fields.items() if len(found) > 1} == {}


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Teilnehmer*in", "full_name"),
        ("Teilnehmer:innen", "full_name"),
        ("TeilnehmerInnen", "full_name"),
        ("Ansprechpartner/-in", "full_name"),
        ("Firma / Institution", "organisation"),
        ("Verein, Firma oder Behörde", "organisation"),
        ("Ihre Einrichtung", "organisation"),
        ("Bitte Ihren Wohnort", "place"),
        ("3.) Wohnort", "place"),
        ("Frage 4: PLZ", "postcode"),
        ("Straße und Hausnummer", NOT_READ),
    ],
)
def test_a_heading_is_undressed_until_its_word_is_found(heading: str, field: str) -> None:
    assert field_of(heading) == field


@pytest.mark.parametrize(
    "heading",
    ["", " ", "Farbe", "Name / Ort", "Ortszuschlag", "Namenstag", "Helbra", "06526", "ja"],
)
def test_a_heading_that_means_nothing_or_two_things_has_no_field(heading: str) -> None:
    assert field_of(heading) is None


def test_what_names_a_person_is_known_as_such() -> None:
    assert {field_of(text) for text in ("Nachname", "Vorname", "Teilnehmer", "E-Mail")} == set(
        PERSON_FIELDS
    )
