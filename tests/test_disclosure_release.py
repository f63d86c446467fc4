"""Which cells of linked tables are hidden: by hand for small tables, and against an attacker."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.disclosure import Thresholds, Unit
from dashboard.disclosure_release import TOTAL, Cell, Margin, Release
from tests.charts.attacker import Knowledge, Secret, findings
from tests.charts.attacker import total as summed

FIVE = Thresholds(min_people=5, min_organisations=3)
ONE = Fraction(1)


def cell(name, value, *, worth=1, floor=1, shown=True, secret=True, **sizes) -> Cell:
    """A count of people; ``secret=False``: no number of it is confidential."""
    units = {"organisations": Unit.ORGANISATIONS}
    own = (("people", Unit.PEOPLE, value),) if secret else ()
    more = tuple((key, units.get(key, Unit.PEOPLE), number) for key, number in sizes.items())
    return Cell((name,), Fraction(value), own + more, Fraction(floor), shown, worth)


def margin(total, *parts) -> Margin:
    return Margin((total,), tuple(((part,), ONE) for part in parts))


def hidden(cells, *margins, thresholds=FIVE) -> set[str]:
    return {name for (name,) in Release(cells, margins, thresholds).hidden()}


def row(**values) -> list[Cell]:
    return [cell(name, value) for name, value in values.items()]


def of_total(value) -> Cell:
    return cell("total", value, worth=TOTAL)


def test_few_are_hidden_and_the_smallest_other_with_them():
    cells = [of_total(37), *row(a=20, b=3, c=6, d=8)]
    assert hidden(cells, margin("total", *"abcd")) == {"b", "c"}


def test_two_small_ones_that_are_enough_together_need_no_third():
    cells = [of_total(25), *row(a=20, b=3, c=2)]
    assert hidden(cells, margin("total", *"abc")) == {"b", "c"}


def test_two_small_ones_that_are_few_together_need_a_third():
    cells = [of_total(33), *row(a=20, b=1, c=2, d=10)]
    assert hidden(cells, margin("total", *"abcd")) == {"b", "c", "d"}


def test_without_a_published_total_nothing_can_be_subtracted():
    assert hidden(row(a=20, b=3)) == {"b"}


def test_zero_is_shown_and_hides_nobody():
    cells = [of_total(23), *row(a=20, b=3, c=0)]
    assert hidden(cells, margin("total", *"abc")) == {"a", "b"}


def test_a_total_gives_way_to_no_cell():
    cells = [of_total(3 + 4), *row(a=3, b=4)]
    assert hidden(cells, margin("total", "a", "b")) == {"a", "b"}


def test_a_total_of_few_takes_another_total_with_it():
    cells = [
        cell("series", 33, worth=TOTAL + 1),
        cell("one", 3, worth=TOTAL),
        cell("two", 10, worth=TOTAL),
        cell("three", 20, worth=TOTAL),
    ]
    assert hidden(cells, margin("series", "one", "two", "three")) == {"one", "two"}


def test_what_no_table_shows_can_still_be_computed():
    # The whole series less its years gives the three who came on a day nobody knows.
    cells = [
        cell("whole", 13, worth=0),
        cell("year", 10),
        cell("undated", 3, shown=False),
    ]
    assert hidden(cells, margin("whole", "year", "undated")) == {"undated", "whole"}


def test_the_whole_series_gives_way_before_a_year_does():
    cells = [cell("whole", 19, worth=0), *row(one=10, two=3, three=6)]
    assert hidden(cells, margin("whole", "one", "two", "three")) == {"two", "whole"}


def test_a_sum_over_several_tables_is_seen():
    # The association less its members gives the office, the level less the others as well.
    cells = [
        cell("association", 18, worth=0),
        *row(office=3, helbra=15, town=40),
        cell("level", 55),
        of_total(58),
    ]
    found = hidden(
        cells,
        margin("association", "office", "helbra"),
        margin("level", "helbra", "town"),
        margin("total", "level", "office"),
    )
    assert "office" in found
    assert {"association", "helbra"} & found
    assert "level" in found


def test_two_names_of_one_number_are_hidden_together():
    cells = [cell("whole", 3, worth=0), *row(year=3)]
    assert hidden(cells, margin("whole", "year")) == {"whole", "year"}
    told = [cell("whole", 9, worth=0, secret=False), cell("year", 9, heads=2)]
    assert hidden(told, margin("whole", "year")) == {"whole", "year"}


def test_a_lower_bound_helps_nobody_who_subtracts():
    # Four dialogues are four visits at least; one and four make five, and all would be known.
    bounded = [of_total(25), cell("a", 1), cell("b", 4, floor=4), cell("c", 9), cell("d", 11)]
    assert hidden(bounded, margin("total", *"abcd")) == {"a", "b", "c"}
    free = [of_total(25), cell("a", 1), cell("b", 4), cell("c", 9), cell("d", 11)]
    assert hidden(free, margin("total", *"abcd")) == {"a", "b"}


def test_one_from_each_of_as_many_places_as_people_cannot_be_helped():
    cells = [of_total(6), *row(**dict.fromkeys("abcdef", 1))]
    release = Release(cells, [margin("total", *"abcdef")], FIVE)
    assert {name for (name,) in release.hidden()} == set("abcdef")
    assert len(release.exposed(release.hidden())) == 6


def test_few_organisations_are_few_as_well():
    cells = [
        of_total(60),
        cell("a", 20, organisations=1),
        cell("b", 19, organisations=1),
        cell("c", 21, organisations=9),
    ]
    # One and one are two organisations; only with the third kind they are enough.
    assert hidden(cells, margin("total", *"abc")) == {"a", "b", "c"}


def test_weights_are_part_of_a_sum():
    cells = [cell("small", 3, worth=TOTAL), cell("half", 2, secret=False, worth=2)]
    cells[1] = Cell(("half",), Fraction(3, 2), floor=Fraction(0), worth=2)
    topic = Margin(("half",), ((("small",), Fraction(1, 2)),))
    assert hidden(cells, topic) == {"small", "half"}


def test_thresholds_can_be_raised():
    cells = [of_total(60), *row(a=11, b=19, c=30)]
    assert hidden(cells, margin("total", *"abc")) == set()
    assert hidden(cells, margin("total", *"abc"), thresholds=Thresholds(12, 12)) == {"a", "b"}


def test_the_order_of_cells_and_sums_does_not_matter():
    cells = [of_total(37), *row(a=20, b=3, c=6, d=8), cell("whole", 8, worth=0), cell("e", 5)]
    sums = [margin("total", *"abcd"), margin("whole", "b", "e")]
    assert hidden(cells, *sums) == hidden(cells[::-1], *sums[::-1])


def test_the_check_finds_what_was_shown_too_much():
    cells = [of_total(37), *row(a=20, b=3, c=6, d=8)]
    release = Release(cells, [margin("total", *"abcd")], FIVE)
    assert release.exposed(release.hidden()) == frozenset()
    assert release.exposed({("b",)}) == {frozenset({("b",)})}
    assert frozenset({("b",)}) in release.exposed(())


# --- against an attacker that does not know how cells are chosen -----------------------------

YEARS, GROUPS = ("2024", "2025", "undated"), ("a", "b", "c", "d")
PARENTS = {"north": ("a", "b"), "south": ("c", "d")}


def tables(counts):
    """Groups by years with all sums: of the years, of the groups, and of groups of groups."""
    cells, margins = [], []
    for year in YEARS:
        for group in GROUPS:
            shown = year != "undated"
            cells.append(cell((year, group), counts[year, group], shown=shown))
    for group in GROUPS:
        value = sum(counts[year, group] for year in YEARS)
        cells.append(cell(("whole", group), value, worth=0))
        margins.append(margin(("whole", group), *((year, group) for year in YEARS)))
    for year in ("whole", *YEARS):
        own = {
            group: counts[year, group]
            if year != "whole"
            else sum(counts[each, group] for each in YEARS)
            for group in GROUPS
        }
        for parent, groups in PARENTS.items():
            value = sum(own[group] for group in groups)
            cells.append(
                cell((year, parent), value, shown=year != "undated", worth=int(year != "whole"))
            )
            margins.append(margin((year, parent), *((year, group) for group in groups)))
        value = sum(own.values())
        cells.append(cell((year, "total"), value, worth=TOTAL, secret=False))
        margins.append(margin((year, "total"), *((year, parent) for parent in PARENTS)))
    for parent in PARENTS:
        margins.append(margin(("whole", parent), *((year, parent) for year in YEARS)))
    return cells, margins


def parts_of(name):
    year, group = name
    years = YEARS if year == "whole" else (year,)
    groups = GROUPS if group == "total" else PARENTS.get(group, (group,))
    return tuple(product(years, groups))


def learned(cells, is_shown):
    """All that is shown; every hidden cell is one at least."""
    knowledge = Knowledge()
    for each in cells:
        [name] = each.key
        if not each.value or is_shown(name):
            knowledge.learn(summed(parts_of(name)), each.value)
        else:
            knowledge.learn_bound(summed(parts_of(name)), 1)
    return knowledge


COUNTS = st.fixed_dictionaries(
    dict.fromkeys(product(YEARS, GROUPS), st.sampled_from([0, 0, 1, 2, 3, 4, 5, 6, 7, 9, 12, 20]))
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(COUNTS)
def test_nothing_confidential_can_be_computed_by_subtracting(counts):
    attacked(counts, with_bounds=False)


@settings(max_examples=8, deadline=None, derandomize=True)
@given(COUNTS)
def test_nothing_confidential_can_be_computed_from_bounds(counts):
    attacked(counts, with_bounds=True)


def attacked(counts, *, with_bounds):
    cells, margins = tables(counts)
    unseen = {name for (name,) in Release(cells, margins, FIVE).hidden()}
    knowledge = learned(cells, lambda name: name not in unseen)
    public = learned(cells, lambda name: name[1] == "total")
    secrets = [
        Secret(str(name), parts_of(name), int(each.value), name[:1], 0 < each.value < 5)
        for each in cells
        for [name] in [each.key]
        if name in unseen and each.value
    ]
    found = set(findings(knowledge, secrets, fewest=5, with_bounds=with_bounds))
    # What follows from the totals and from who was represented alone, no suppression can help.
    assert found <= set(findings(public, secrets, fewest=5, with_bounds=with_bounds))
    for each in cells:
        [name] = each.key
        assert name[1] == "total" or name in unseen or each.value == 0 or each.value >= 5


@settings(max_examples=40, deadline=None, derandomize=True)
@given(COUNTS)
def test_nothing_is_hidden_where_nothing_is_small(counts):
    enough = {key: 0 if count < 3 else max(count, 5) for key, count in counts.items()}
    cells, margins = tables(enough)
    shown = {each.key for each in cells if each.is_shown}
    assert not Release(cells, margins, FIVE).hidden() & shown


@pytest.mark.parametrize(
    ("equations", "target", "settled"),
    [
        ([("ab", 5), ("b", 2)], "a", True),
        ([("ab", 5), ("bc", 4)], "a", False),
        ([("ab", 5), ("bc", 4), ("ac", 3)], "a", True),
        ([("ab", 5)], "ab", True),
        ([("ab", 5)], "abc", False),
    ],
)
def test_the_attacker_subtracts(equations, target, settled):
    knowledge = Knowledge()
    for parts, value in equations:
        knowledge.learn(summed(parts), value)
    assert knowledge.settles(summed(target)) is settled


def test_the_attacker_bounds():
    knowledge = Knowledge()
    knowledge.learn(summed("abc"), 7)
    knowledge.learn(summed("c"), 2)
    assert knowledge.range_of(summed("a")) == (0, 5)
    knowledge.learn_bound(summed("b"), 4)
    assert knowledge.range_of(summed("a")) == (0, 1)
    knowledge.learn_bound(summed("a"), 1)
    assert knowledge.range_of(summed("a")) == (1, 1)
    assert knowledge.range_of(summed("ab")) == (5, 5)
    assert knowledge.range_of(summed("z")) == (0, None)
