"""Intervals against published and independently computed values."""

import pytest

from dashboard.errors import WrongUsage
from dashboard.intervals import beyond_chance, bounds, difference, wilson


@pytest.mark.parametrize(
    ("positive", "n", "low", "high"),
    [
        # Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
        # 14 of 18: 55 to 91 percent, the example of the evaluation rules.
        (14, 18, 0.5479, 0.9100),
    ],
)
def test_the_wilson_interval_is_the_published_one(positive, n, low, high):
    assert wilson(positive / n, n) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        # Newcombe, Statistics in Medicine 17 (1998) 873-890, table II, method 10.
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((10, 10), (0, 10), 0.6075, 1.0000),
    ],
)
def test_the_interval_of_a_difference_is_the_published_one(first, second, low, high):
    found = difference(first[0] / first[1], first[1], second[0] / second[1], second[1])
    assert found == pytest.approx((low, high), abs=5e-5)


def test_the_same_share_twice_is_no_change():
    assert not beyond_chance(0.8, 20, 0.8, 25)


def test_few_answers_prove_little_and_many_prove_more():
    assert not beyond_chance(0.8, 10, 0.6, 10)
    assert beyond_chance(0.8, 100, 0.6, 100)
    assert beyond_chance(0.6, 100, 0.8, 100)


@pytest.mark.parametrize(
    ("case", "low", "high"),
    [
        # 14 of 18 positive, 30 attended: 12 silent, so 14/30 to 26/30, which is 47 to 87 percent.
        ((14, 18, 30), 14 / 30, 26 / 30),
        ((0, 0, 10), 0.0, 1.0),  # nobody answered: nothing is known
        ((7, 10, 10), 0.7, 0.7),  # everybody answered: nothing is open
        ((0, 5, 20), 0.0, 0.75),
        ((5, 5, 20), 0.25, 1.0),
    ],
)
def test_the_bounds_hold_whatever_the_silent_think(case, low, high):
    assert bounds(*case) == pytest.approx((low, high))


def test_the_bounds_are_those_of_every_possible_opinion_of_the_silent():
    positive, answered, attended = 3, 5, 9
    possible = [(positive + more) / attended for more in range(attended - answered + 1)]
    assert bounds(positive, answered, attended) == (min(possible), max(possible))


@pytest.mark.parametrize("case", [(5, 4, 9), (-1, 4, 9), (3, 10, 9), (0, 0, 0)])
def test_impossible_numbers_have_no_bounds(case):
    with pytest.raises(WrongUsage, match="gibt es nicht"):
        bounds(*case)
