"""Single cells: what can be read is read, everything else is null and never a guess."""

from datetime import date

import pytest

from dashboard.ingest.schema import Status
from dashboard.ingest.values import (
    MODE_WORDS,
    STATUS_WORDS,
    date_of,
    email_of,
    is_blank,
    minutes_of,
    mode_of,
    postcode_of,
    status_of,
    without_dates,
    yes_or_no,
)


@pytest.mark.parametrize(
    "text",
    ["", " ", "-", "–", "/", "?", "…"[:0], "k.A.", "K. A.", "keine Angabe", "n/a", "weiß nicht"],
)
def test_no_answer_has_many_forms(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["0", "x", "✓", "😊", "nein", "kA9", "Kabel"])
def test_a_tick_a_smiley_and_a_zero_are_answers(text: str) -> None:
    assert not is_blank(text)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        *(
            (word, True)
            for word in ("ja", "J", "X", "xx", "✔", "☒", "+", "1", "OK", "true", "gez.")
        ),
        *((word, True) for word in ("9:58", "05.03.2026 09:58", "2026-03-05T09:58", "05.03.2026")),
        *((word, False) for word in ("nein", "N", "0", "-", "–", "☐", "✗", "FALSCH", "no")),
        *((word, None) for word in ("", "vielleicht", "jain", "2", "10", "Anna")),
    ],
)
def test_yes_and_no(text: str, answer: bool | None) -> None:
    assert yes_or_no(text) is answer


@pytest.mark.parametrize(("word", "status"), STATUS_WORDS.items())
def test_every_word_for_a_status_is_known_in_any_case(word: str, status: Status) -> None:
    assert status_of(word) is status_of(f" {word.upper()}. ") is status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("storniert am 3.3.", Status.WITHDRAWN),
        ("abgesagt am 03.03.2026", Status.WITHDRAWN),
        ("kam am Ende doch", None),
        ("nicht", None),
        ("angemeldet?", Status.REGISTERED),
        ("", None),
    ],
)
def test_a_status_with_its_day(text: str, status: Status | None) -> None:
    assert status_of(text) is status


@pytest.mark.parametrize(("word", "mode"), MODE_WORDS.items())
def test_every_word_for_a_mode_is_known_in_any_case(word: str, mode: str) -> None:
    assert mode_of(word.upper()) == mode


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("75", 75),
        ("75,4", 75),
        ("75.6", 76),
        ("75 min", 75),
        ("1:15", 75),
        ("01:15:40", 76),
        ("1 Std. 15 Min.", 75),
        ("1h 15m", 75),
        ("1,5 Stunden", 90),
        ("1 Std. 15 Min. 20 Sek.", 75),
        ("45 s", 1),
        ("0", 0),
        ("lange", None),
        ("-5", None),
        ("1:75", None),
        ("75 Äpfel", None),
        ("ca. 75 min", None),
        ("", None),
    ],
)
def test_a_duration_in_whole_minutes(text: str, minutes: int | None) -> None:
    assert minutes_of(text) == minutes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("06526", "06526"),
        (" 06526 ", "06526"),
        ("6526", "06526"),
        ("6526,0", "06526"),
        ("D-06526", "06526"),
        ("D 06526", "06526"),
        ("53945", "53945"),
        ("0652", None),
        ("652", None),
        ("065266", None),
        ("06526 Sangerhausen", None),
        ("O6526", None),
        ("", None),
    ],
)
def test_a_postal_code_has_five_digits_and_only_a_lost_zero_comes_back(
    text: str, code: str | None
) -> None:
    assert postcode_of(text) == code


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("anna@muster.example", "anna@muster.example"),
        ("Anna Muster <anna@muster.example>", "anna@muster.example"),
        ("mailto:anna@muster.example", "anna@muster.example"),
        ("anna.b+c@post.muster.example", "anna.b+c@post.muster.example"),
        ("anna@muster", None),
        ("anna(at)muster.example", None),
        ("anna@muster.example; bo@muster.example", None),
        ("", None),
    ],
)
def test_one_address_in_a_cell(text: str, address: str | None) -> None:
    assert email_of(text) == address


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("05.03.2026", date(2026, 3, 5)),
        ("5.3.26", date(2026, 3, 5)),
        ("5. März 2026", date(2026, 3, 5)),
        ("am 5. MÄRZ 2026 in Helbra", date(2026, 3, 5)),
        ("2026-03-05T09:58", date(2026, 3, 5)),
        ("31.02.2026", None),
        ("März 2026", None),
        ("03464 1234567", None),
        ("Nr. 5.3", None),
        ("", None),
    ],
)
def test_a_date_as_germans_and_machines_write_it(text: str, day: date | None) -> None:
    assert date_of(text) == day


def test_a_title_without_its_dates() -> None:
    assert (
        without_dates("8. Dialog am 20.02.2024 (2024-02-20), 5. März 2026") == "8. Dialog am ( ),"
    )
