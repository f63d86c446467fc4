"""Numbers and dates as a German reader expects them."""

from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest

from dashboard import formatting

MISSING = [None, float("nan"), np.nan, pd.NA, pd.NaT]


@pytest.mark.parametrize("value", MISSING, ids=repr)
def test_what_is_missing_is_said_and_never_a_number(value: object) -> None:
    assert formatting.is_missing(value)
    assert formatting.whole(value) == "k. A."
    assert formatting.decimal(value) == "k. A."
    assert formatting.percent(value) == "k. A."
    assert formatting.day(value) == "Datum unbekannt"


@pytest.mark.parametrize("value", [0, 0.0, "", "nan", False, date(2026, 3, 5)], ids=repr)
def test_zero_and_text_are_not_missing(value: object) -> None:
    assert not formatting.is_missing(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (7, "7"), (1234, "1.234"), (12345678, "12.345.678"), (-1500, "-1.500")],
)
def test_whole_numbers_have_a_point_between_thousands(value: int, text: str) -> None:
    assert formatting.whole(value) == text
    assert formatting.whole(np.int64(value)) == text
    assert formatting.whole(float(value)) == text


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (1.5, 1, "1,5"),
        (2, 1, "2,0"),
        (1234.56, 1, "1.234,6"),
        (3.14159, 2, "3,14"),
        (0.04, 1, "0,0"),
        (1999.9, 0, "2.000"),
    ],
)
def test_decimals_have_a_comma_and_always_as_many_digits(
    value: float, digits: int, text: str
) -> None:
    assert formatting.decimal(value, digits) == text


@pytest.mark.parametrize(
    ("share", "digits", "text"),
    [
        (0, 0, "0 %"),
        (0.56, 0, "56 %"),
        (1, 0, "100 %"),
        (0.1234, 1, "12,3 %"),
        (12.5, 0, "1.250 %"),
    ],
)
def test_shares_are_read_as_percent_with_a_gap_before_the_sign(
    share: float, digits: int, text: str
) -> None:
    assert formatting.percent(share, digits) in (text, text.replace(" ", "\u00a0"))


@pytest.mark.parametrize(
    "value",
    [date(2026, 3, 5), datetime.fromisoformat("2026-03-05T17:30"), pd.Timestamp("2026-03-05")],
    ids=lambda value: type(value).__name__,
)
def test_a_day_is_written_with_leading_zeros_whatever_brings_it(value: object) -> None:
    assert formatting.day(value) == "05.03.2026"


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        ("2026-03-05T13:30", "05.03.2026, 14:30 Uhr"),
        ("2026-07-05T13:30", "05.07.2026, 15:30 Uhr"),
        ("2026-12-31T23:30", "01.01.2027, 00:30 Uhr"),
    ],
)
def test_a_moment_of_the_warehouse_is_shown_in_german_time(moment: str, text: str) -> None:
    assert formatting.moment(datetime.fromisoformat(moment)) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0 Personen"), (1, "1 Person"), (2, "2 Personen"), (1000, "1.000 Personen")],
)
def test_one_is_not_many(number: int, text: str) -> None:
    assert formatting.count(number, "Person", "Personen") == text


@pytest.mark.parametrize(
    ("names", "text"),
    [
        ([], ""),
        (["Berga"], "Berga"),
        (["Berga", "Helbra"], "Berga und Helbra"),
        (["Berga", "Helbra", "Kelbra"], "Berga, Helbra und Kelbra"),
        (list("ABCDE"), "A, B, C, D und E"),
        (list("ABCDEFG"), "A, B, C, D, E und 2 weitere"),
    ],
)
def test_a_list_of_names_is_a_part_of_a_sentence(names: list[str], text: str) -> None:
    assert formatting.listing(names) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(12, "12"), (12.0, "12"), (12.5, "12,5"), (1234.5, "1.234,5"), (None, "k. A.")],
)
def test_a_number_has_decimals_only_where_there_are_some(value: object, text: str) -> None:
    assert formatting.number(value) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.05, "+5 Punkte"),
        (0.01, "+1 Punkt"),
        (-0.12, "−12 Punkte"),
        (0.0, "±0 Punkte"),
        (-0.001, "±0 Punkte"),
        (None, "k. A."),
    ],
)
def test_a_change_of_a_share_is_said_in_points_with_its_sign(share: object, text: str) -> None:
    assert formatting.points(share) == text


@pytest.mark.parametrize(
    ("share", "digits", "text"),
    [(0.004, 0, "unter 1 %"), (0.0004, 1, "unter 0,1 %"), (0, 0, "0 %")],
)
def test_little_is_not_nothing(share: float, digits: int, text: str) -> None:
    assert formatting.percent(share, digits).replace("\u00a0", " ") == text


def test_a_text_stays_as_it_is() -> None:
    assert (formatting.text("Helbra"), formatting.text(""), formatting.text(None)) == (
        "Helbra",
        "",
        "k. A.",
    )


@pytest.mark.parametrize(
    ("known", "written"),
    [
        ("2026-05-31", "31.05.2026"),
        ("2026-05", "Mai 2026"),
        ("2026", "2026"),
        ("2026-13", "2026-13"),
        ("im Frühling", "im Frühling"),
        (None, "k. A."),
    ],
)
def test_a_date_is_written_as_far_as_it_is_known(known: object, written: str) -> None:
    assert formatting.when(known) == written
