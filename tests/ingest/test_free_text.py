"""Free text: contacts go, names are pointed out."""

import csv

import pytest

from dashboard import paths
from dashboard.ingest.free_text import seems_to_name, without_contacts


@pytest.mark.parametrize(
    "text",
    [
        "Frau Muster war nett",
        "Danke an Herrn Beispiel!",
        "Dr. Probe sprach zu leise",
        "Ich habe mit Max Mustermann gesprochen.",
        "Anna-Lena von Muster moderierte gut",
        "Thanks to Mr. Muster",
    ],
)
def test_what_seems_to_name_a_person(text: str) -> None:
    assert seems_to_name(text)


@pytest.mark.parametrize(
    "text",
    [
        "Mehr Zeit für Fragen",
        "Die Frauen im Ehrenamt kamen zu kurz",
        "Raum Sangerhausen war zu kalt",
        "Mansfelder Land und Südharz",
        "gute Moderation, danke!",
        "",
    ],
)
def test_what_names_nobody(text: str) -> None:
    assert not seems_to_name(text)


def test_contacts_are_replaced() -> None:
    assert without_contacts("max@muster.example oder 03464 1234567") == "[…] oder […]"
    assert without_contacts("am 12.10.2022 um 17 Uhr") == "am 12.10.2022 um 17 Uhr"


def test_the_list_of_given_names_has_each_name_once() -> None:
    with (paths.REFERENCE / "given_names.csv").open(encoding="utf-8", newline="") as file:
        names = [row["given_name"] for row in csv.DictReader(file)]
    assert len(names) == len(set(names)) > 150
    assert not {"Mark", "Ernst", "August", "Rose", "Heide"} & set(names)
