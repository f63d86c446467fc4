"""The invented files: the same everywhere, plausible, and about nobody real."""

import csv
import hashlib
import io
import os
import re
import subprocess
import sys
from collections import Counter
from functools import cache
from itertools import pairwise
from statistics import mean

import pytest

from dashboard import paths
from dashboard.demo import DemoFile, demo_files, demo_notes, demo_outcomes, demo_suggestions
from dashboard.ingest.organisations import OrganisationRules
from dashboard.ingest.places import Gazetteer
from dashboard.ingest.questions import asked_by, questions_from_file
from dashboard.ingest.scales import Scale, scale_of
from dashboard.ingest.schema import Kind, Level

HELD = tuple(f"rd-{number:02}" for number in range(1, 9))
ENCODING = {"rd-02": ("utf-8", ","), "rd-04": ("utf-8-sig", ";")}
WINDOWS = ("cp1252", ";")
FEW_QUESTIONNAIRES = "rd-04"
FILES = demo_files()


@cache
def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def file_of(event_id, kind) -> DemoFile:
    [file] = [file for file in FILES if (file.event_id, file.kind) == (event_id, kind)]
    return file


def lines(event_id, kind):
    encoding, delimiter = ENCODING.get(event_id, WINDOWS) if kind is Kind.ATTENDANCE else WINDOWS
    text = file_of(event_id, kind).content.decode(encoding)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def listed(event_id):
    """Surname, first name, organisation, place, postal code, e-mail and, mostly, ja or nein."""
    rows = lines(event_id, Kind.ATTENDANCE)
    header = next(index for index, row in enumerate(rows) if row[1] == "Vorname")
    return rows[header + 1 :]


def attended(event_id):
    return [row for row in listed(event_id) if row[6:] != ["nein"]]


def questionnaires(event_id):
    header, *rows = lines(event_id, Kind.FEEDBACK)
    return [dict(zip(header, row, strict=True)) for row in rows]


def ratings(event_ids, wording):
    return [
        int(value)
        for event_id in event_ids
        for row in questionnaires(event_id)
        for heading, value in row.items()
        if wording in heading and value.isdigit()
    ]


def municipality_of(row):
    """What the recipe means by organisation and place of a row; empty: nobody can tell."""
    meant = {
        (organisation["name"], place): organisation["municipality"]
        for organisation in read(paths.DEMO / "organisations.csv")
        for place in organisation["places"].split("|")
    }
    return meant[row[2], row[3]]


def municipalities_that_came(event_ids):
    return Counter(municipality_of(row) for event_id in event_ids for row in attended(event_id))


def digest():
    return hashlib.sha256(b"".join(file.content for file in demo_files())).hexdigest()


def test_two_calls_give_the_same_bytes():
    assert demo_files() == demo_files()


@pytest.mark.parametrize("hash_seed", ["0", "4711"])
def test_another_process_with_another_hash_order_gives_the_same_bytes(hash_seed):
    program = (
        "import hashlib; from dashboard.demo import demo_files; "
        "print(hashlib.sha256(b''.join(file.content for file in demo_files())).hexdigest())"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"PYTHONHASHSEED": hash_seed},
        cwd=paths.DATA.parent,
        capture_output=True,
        text=True,
        check=True,
    )

    assert run.stdout.strip() == digest()


def test_every_held_dialogue_has_a_list_and_questionnaires_under_a_name_of_its_own():
    files = demo_files()

    assert [(file.event_id, file.kind) for file in files] == [
        (event_id, kind) for event_id in HELD for kind in (Kind.ATTENDANCE, Kind.FEEDBACK)
    ]
    assert all(file.name.startswith("Beispiel") for file in files)
    assert len({file.name for file in files}) == 16


@pytest.mark.parametrize("event_id", HELD)
def test_between_20_and_60_people_come(event_id):
    assert 20 <= len(attended(event_id)) <= 60


@pytest.mark.parametrize("event_id", HELD[1:])
def test_between_10_and_20_percent_of_the_registered_stay_away(event_id):
    assert 0.1 <= 1 - len(attended(event_id)) / len(listed(event_id)) <= 0.2


def test_the_list_of_the_first_dialogue_holds_only_those_who_came():
    assert {len(row) for row in listed("rd-01")} == {6}


def test_the_dialogues_slowly_grow_and_most_people_come_to_the_online_one():
    numbers = {event_id: len(attended(event_id)) for event_id in HELD}
    in_person = [numbers[event_id] for event_id in HELD if event_id not in ("rd-01", "rd-02")]

    assert max(numbers, key=numbers.__getitem__) == "rd-02"
    assert in_person[-1] > in_person[0]
    assert all(later >= earlier - 5 for earlier, later in pairwise(in_person))


def test_a_core_of_people_keeps_coming_and_every_dialogue_sees_new_faces():
    came = Counter(tuple(row[:2]) for event_id in HELD for row in attended(event_id))
    seen: set[tuple[str, ...]] = set()

    for event_id in HELD:
        here = {tuple(row[:2]) for row in attended(event_id)}
        assert len(here - seen) >= 4
        seen |= here
    assert 20 <= sum(times >= 4 for times in came.values()) <= 35


def test_the_same_organisations_come_back():
    came = Counter(name for event in HELD for name in {row[2] for row in attended(event)})

    assert came["Stadt Sangerhausen"] == came["Stadt Hettstedt"] == 8
    assert sum(times >= 3 for times in came.values()) >= 15


def test_some_municipalities_are_never_reached_but_their_association_is():
    came = municipalities_that_came(HELD)
    every = {row["name"] for row in read(paths.REFERENCE / "municipalities.csv")}

    assert every - set(came) == {
        "Bornstedt",
        "Brücken-Hackpfüffel",
        "Edersleben",
        "Hergisdorf",
        "Wimmelburg",
    }
    assert came["Verbandsgemeinde Goldene Aue"] > 1
    assert came["Verbandsgemeinde Mansfelder Grund-Helbra"] > 1


def test_some_municipalities_have_not_come_since_2022():
    lately = municipalities_that_came(HELD[5:])

    for municipality in ("Ahlsdorf", "Arnstein", "Benndorf", "Kelbra (Kyffhäuser)"):
        assert municipality in municipalities_that_came(HELD[:5])
        assert municipality not in lately


@pytest.mark.parametrize(
    ("event_id", "host"),
    [("rd-03", "Lutherstadt Eisleben"), ("rd-05", "Sangerhausen"), ("rd-07", "Allstedt")],
)
def test_more_people_come_from_the_municipality_of_the_venue(event_id, host):
    elsewhere = [
        municipalities_that_came([other])[host]
        for other in HELD
        if other not in (event_id, "rd-08")
    ]

    assert municipalities_that_came([event_id])[host] > mean(elsewhere)


def test_people_come_from_outside_the_district():
    came = municipalities_that_came(HELD)

    assert all(came[town] for town in ("Halle (Saale)", "Magdeburg", "Leipzig", "Nordhausen"))


def test_every_written_place_means_what_the_recipe_says_but_for_two_people():
    gazetteer = Gazetteer.from_files(paths.REFERENCE)
    unknown = []

    for row in (row for event_id in HELD for row in listed(event_id)):
        organisation, written, postal_code = row[2:5]
        place = gazetteer.resolve(written or organisation, postal_code)
        if place.level is Level.UNKNOWN:
            unknown.append(written)
        else:
            assert place.name == municipality_of(row)

    assert sorted(unknown) == ["Musterstadt am Probesee", "siehe Rückseite"]


def test_every_organisation_is_recognised_as_what_the_recipe_says():
    rules = OrganisationRules.from_file(paths.REFERENCE / "organisation_types.csv")
    organisations = read(paths.DEMO / "organisations.csv")
    labelled = {row["organisation_type"] for row in read(paths.DEMO / "respondent_types.csv")}

    for row in organisations:
        assert (row["name"], rules.type_of(row["name"])) == (row["name"], row["organisation_type"])
    assert {row["organisation_type"] for row in organisations} == labelled


def test_postal_codes_belong_to_the_municipality():
    codes = {(row["plz"], row["name"]) for row in read(paths.REFERENCE / "postal_codes.csv")}
    names = {row["name"] for row in read(paths.REFERENCE / "municipalities.csv")}

    for row in read(paths.DEMO / "organisations.csv"):
        if row["municipality"] in names:
            assert (row["postal_code"], row["municipality"]) in codes


def test_a_title_row_names_the_date_only_where_the_record_states_it():
    assert lines("rd-03", Kind.ATTENDANCE)[0][0].endswith("27.04.2022")
    assert lines("rd-06", Kind.ATTENDANCE)[0][0] == "Teilnehmerliste 6. Regionaldialog: Energie"
    assert not re.search(rb"\d\d\.\d\d\.|20\d\d", file_of("rd-06", Kind.ATTENDANCE).content)


@pytest.mark.parametrize("event_id", HELD)
def test_between_30_and_70_percent_of_those_who_came_answer_but_for_one_dialogue(event_id):
    rate = len(questionnaires(event_id)) / len(attended(event_id))

    if event_id == FEW_QUESTIONNAIRES:
        assert len(questionnaires(event_id)) == 4
    else:
        assert 0.3 <= rate <= 0.7


def test_ratings_spread_and_people_find_the_organisation_better_than_the_use():
    organisation, usefulness = ratings(HELD, "die Organisation"), ratings(HELD, "Wie nützlich")

    assert set(usefulness) == {1, 2, 3, 4, 5}
    assert mean(organisation) > mean(usefulness) + 0.4


def test_exchange_is_better_in_2023_than_in_2022_and_worst_online():
    in_2022 = ratings(("rd-02", "rd-03", "rd-04", "rd-05"), "zum Austausch")

    assert mean(ratings(["rd-07"], "zum Austausch")) > mean(in_2022) + 0.4
    assert min(HELD, key=lambda event: mean(ratings([event], "zum Austausch"))) == "rd-02"


def test_some_answers_are_missing_in_both_ways():
    cells = Counter(
        value for event in HELD for row in questionnaires(event) for value in row.values()
    )

    assert cells["k. A."] >= 10
    assert cells[""] >= 10


def test_a_dozen_free_texts_are_written_and_no_text_holds_a_name():
    texts = [
        row["Was möchten Sie uns noch mitteilen?"]
        for event in HELD
        for row in questionnaires(event)
    ]
    written = [text for text in texts if text]
    names = {row["surname"] for row in read(paths.DEMO / "people.csv")}

    assert 12 <= len(written) == len(set(written))
    assert not names & {word for text in written for word in re.findall(r"\w+", text)}


def test_every_email_address_is_at_an_example_domain():
    addresses = [row[5] for event in HELD for row in listed(event) if row[5]]
    everything = b"".join(file.content for file in demo_files())

    assert all(re.fullmatch(r"[a-z.]+@[a-z-]+\.example", address) for address in addresses)
    assert everything.count(b"@") == len(addresses) > 200


def test_no_surname_of_the_public_record_is_used():
    speakers = {
        word
        for row in read(paths.RECORD / "agenda.csv")
        for name in row["speaker"].split(";")
        for word in re.split(r"[\s-]+", name)[1:]
        if word
    }
    used = {row["surname"] for row in read(paths.DEMO / "people.csv")}

    assert {"Wachholz", "Mertens"} <= speakers
    assert not used & speakers
    assert all(re.match("Muster|Beispiel|Probe", surname) for surname in used)


@pytest.mark.parametrize(
    "row", read(paths.DEMO / "questions.csv"), ids=lambda row: row["question_id"]
)
def test_every_heading_asks_its_question_and_says_which_end_is_best(row):
    catalogue = questions_from_file(paths.REFERENCE / "questions.csv")
    asked = asked_by(row["heading"], catalogue, {})

    assert asked is not None
    assert asked.question_id == row["question_id"]
    if "(1 = " in row["heading"]:
        assert scale_of(row["heading"], titles="", answers=["1", "5"]) is Scale.RATING
    else:
        assert asked.version == 1


def test_every_invented_outcome_update_and_suggestion_says_that_it_is_one():
    updates = [update.message for outcome in demo_outcomes() for update in outcome.updates]
    titles = [outcome.title for outcome in demo_outcomes()]
    titles += [version.title for versions in demo_suggestions() for version in versions]
    assert len(titles) == 15
    assert len(updates) == len(read(paths.DEMO / "outcome_updates.csv")) == 6
    assert not [each for each in titles if not each.startswith("Beispiel: ")]
    assert not [each for each in updates if not each.startswith("Beispielmeldung: ")]


def test_nothing_is_invented_about_outcomes_of_the_record():
    known = {row["title_de"] for row in read(paths.RECORD / "outcomes.csv")}
    assert not known & {outcome.title for outcome in demo_outcomes()}


def test_suggestions_of_every_status_occur_and_one_has_a_history():
    versions = demo_suggestions()
    assert {each[-1].status for each in versions} == {"proposed", "planned", "covered", "declined"}
    assert [len(each) for each in versions if len(each) > 1] == [2]


def test_every_invented_note_says_that_it_is_one():
    notes = demo_notes()

    assert {note.kind for note in notes} == {"online_only", "funding"}
    assert all(note.label.startswith("Beispiel: ") for note in notes)
    assert all((note.text or "").startswith("Erfunden: ") for note in notes)
