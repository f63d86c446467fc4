"""EvaSys: numbers of options whose direction a person confirms."""

from dashboard.ingest.schema import Severity
from tests.ingest.feedback import as_csv, offered, parse, required, texts, values, versions

RAW, PLAIN = "evasys-raw-german.csv", "evasys-without_images-german.csv"
AGAIN = "scale:wuerden sie wieder an einem regionaldialog teilnehmen"
LEFT_IS_BEST = {"scale": "rating_reversed", AGAIN: "1-3-low"}


def test_the_direction_has_to_be_confirmed() -> None:
    parsed = parse(RAW)
    assert required(parsed) == ["scale", AGAIN]
    assert offered(parsed, "scale") == ["grade", "rating", "rating_reversed"]
    assert offered(parsed, AGAIN) == ["1-3-low", "1-3-high"]


def test_the_left_pole_as_the_best_is_turned_around() -> None:
    parsed = parse(RAW, decisions=LEFT_IS_BEST)
    assert required(parsed) == []
    assert values(parsed, "overall") == [5, 4, 5, 1]
    assert values(parsed, "would_come_again") == [3, 3, 1, 2]
    assert versions(parsed) == {
        "overall": 1,
        "content": 1,
        "exchange": 1,
        "would_come_again": 1,
        "free_text": 1,
    }


def test_zero_and_empty_are_no_answers() -> None:
    parsed = parse(RAW, decisions=LEFT_IS_BEST)
    assert values(parsed, "exchange") == [5, None, 2, 4]
    assert values(parsed, "content") == [4, 5, None, 3]
    assert not [each for each in parsed.problems if each.severity is Severity.ERROR]


def test_a_picture_of_handwriting_is_no_text() -> None:
    assert texts(parse(RAW)) == [None, None, None, "Schöner Ort"]


def test_numbers_of_questions_and_repeated_options_do_not_matter() -> None:
    headings = [column.heading for column in parse(RAW).columns]
    assert headings.count("Sonstiges") == 2
    assert headings[1].startswith("1.1 ")


def test_the_raw_data_is_known_without_pictures_too() -> None:
    assert parse(PLAIN, kind=None).source == "evasys"
    with_pictures, without = (parse(each, decisions=LEFT_IS_BEST) for each in (RAW, PLAIN))
    assert with_pictures.feedback == without.feedback


def test_options_for_yes_and_no_only() -> None:
    rows = [
        ["ID", "Inhalte", "Würden Sie wieder teilnehmen?", "Anmerkungen"],
        ["1", "2", "1", "[IMAGE]"],
        ["2", "1", "2", ""],
    ]
    key = "scale:wuerden sie wieder teilnehmen"
    content = as_csv(rows, delimiter=";", encoding="iso-8859-1")
    assert offered(parse(content), key)[:2] == ["1-2-low", "1-2-high"]
    decided = parse(content, decisions={key: "1-2-low", "scale": "rating"})
    assert values(decided, "would_come_again") == [3, 1]
    assert values(decided, "content") == [2, 1]


def test_numbered_questionnaires_typed_by_hand_are_not_taken_for_raw_data() -> None:
    text = "Bogen;Inhalte;Austausch\n1;1;2\n2;2;1\n3;3;2"
    assert parse(text, kind=None).source == "feedback_table"
