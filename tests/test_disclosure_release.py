"""Which cells of linked tables are hidden: by hand for small tables, and against an attacker."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.disclosure import WHOLE, Thresholds, Unit
from dashboard.disclosure_release import Cell, Distinct, Margin, Release, Size
from tests.charts.attacker import Knowledge, Secret, findings
from tests.charts.attacker import total as summed

FIVE = Thresholds(min_people=5, min_organisations=3)
YEAR = 2025
TOTAL = 3  # worth: no cell hides behind a total


def cell(name, value, time=YEAR, *, unit=Unit.PEOPLE, **more) -> Cell:
    return Cell((name,), value, time, unit, **more)


def margin(total, *parts) -> Margin:
    return Margin((total,), {(part,): 1.0 for part in parts})


def hidden(rules, *margins, thresholds=FIVE) -> set[str]:
    return {name for (name,) in Release([*rules, *margins], thresholds).hidden()}


def row(**values) -> list[Cell]:
    return [cell(name, value) for name, value in values.items()]


def of_total(value) -> Cell:
    return cell("total", value, worth=TOTAL)


def organisations(number) -> tuple[Size, ...]:
    return (Size("organisations", Unit.ORGANISATIONS, number),)


@pytest.mark.parametrize(
    ("unit", "fewest"), [(Unit.PEOPLE, 5), (Unit.ANSWERS, 5), (Unit.ORGANISATIONS, 3)]
)
def test_every_unit_has_its_threshold(unit, fewest):
    assert hidden([cell("a", fewest - 1, unit=unit), cell("b", fewest, unit=unit)]) == {"a"}


def test_few_are_hidden_and_the_smallest_other_with_them():
    assert hidden([of_total(37), *row(a=20, b=3, c=6, d=8)], margin("total", *"abcd")) == {"b", "c"}


def test_equal_candidates_are_taken_by_name():
    assert hidden([of_total(19), *row(a=3, c=8, b=8)], margin("total", *"abc")) == {"a", "b"}


def test_two_small_ones_that_leave_no_room_for_a_large_one_need_a_third():
    # Each of them is one at least, so that neither could be five.
    cells = [of_total(33), *row(a=20, b=3, c=2, d=8)]
    assert hidden(cells, margin("total", *"abcd")) == {"b", "c", "d"}
    assert hidden([of_total(27), *row(a=20, b=3, c=4)], margin("total", *"abc")) == {"b", "c"}


def test_without_a_published_total_nothing_can_be_subtracted():
    assert hidden(row(a=20, b=3)) == {"b"}


def test_zero_is_shown_and_hides_nobody():
    assert hidden([of_total(23), *row(a=20, b=3, c=0)], margin("total", *"abc")) == {"a", "b"}


def test_a_total_gives_way_to_no_cell():
    assert hidden([of_total(7), *row(a=3, b=4)], margin("total", "a", "b")) == {"a", "b"}
    assert hidden([of_total(5), *row(a=3, b=2)], margin("total", "a", "b")) == {"a", "b"}


def test_what_cannot_be_hidden_gives_nothing_else_up():
    # All six are one: that follows from their total and their number, whatever else is hidden.
    cells = [of_total(6), *row(**dict.fromkeys("abcdef", 1)), cell("whole", 9, WHOLE)]
    sums = [margin("total", *"abcdef"), margin("whole", "a", "x")]
    assert hidden([*cells, cell("x", 8, 2024)], *sums) == set("abcdef")


def test_what_no_table_shows_can_still_be_computed():
    # The whole series less its years gives the three who came on a day nobody knows.
    cells = [cell("whole", 13, WHOLE), cell("year", 10), cell("undated", 3, 0, is_shown=False)]
    assert hidden(cells, margin("whole", "year", "undated")) == {"undated", "whole"}


def test_the_whole_series_gives_way_before_a_year_does():
    cells = [cell("whole", 19, WHOLE), cell("a", 10, 2023), cell("b", 3, 2024), cell("c", 6, 2025)]
    assert hidden(cells, margin("whole", *"abc")) == {"b", "whole"}


def test_an_old_year_stays_as_it_is_when_a_new_one_comes():
    old = [cell("total", 23, 2024, worth=TOTAL), cell("a", 20, 2024), cell("b", 3, 2024)]
    new = [cell("c", 5, 2025), cell("whole", 28, WHOLE, worth=TOTAL)]
    sums = [margin("total", "a", "b"), margin("whole", "total", "c")]
    alone = hidden(old, sums[0])
    assert alone == hidden([*old, *new], *sums) - {"whole", "c"} == {"a", "b"}


def test_a_sum_over_several_tables_is_seen():
    # Groups of a year and its events have one total: a group less the shown events is exposed.
    cells = [of_total(40), *row(a=3, b=18, c=19), cell("d", 37), cell("e", 3)]
    found = hidden(cells, margin("total", *"abc"), margin("total", "d", "e"))
    assert found == {"a", "b", "d", "e"}


def test_a_lower_bound_helps_nobody_who_subtracts():
    # Four dialogues are four visits at least; with five in all the other one would be known.
    cells = [of_total(25), cell("a", 1), cell("b", 4, floor=4), cell("c", 9), cell("d", 11)]
    assert hidden(cells, margin("total", *"abcd")) == {"a", "b", "c"}


def test_few_organisations_are_few_as_well():
    cells = [
        of_total(60),
        cell("a", 20, sizes=organisations(1)),
        cell("b", 19, sizes=organisations(1)),
        cell("c", 21, sizes=organisations(9)),
    ]
    # One and one are two organisations; only with the third kind they are enough.
    assert hidden(cells, margin("total", *"abc")) == {"a", "b", "c"}


def test_a_group_of_equal_answers_hides_behind_one_that_is_not():
    def group(name, value, hiding) -> Cell:
        sizes = (Size("hiding", Unit.ANSWERS, hiding),)
        return cell(name, value, unit=Unit.ANSWERS, sizes=sizes)

    cells = [of_total(45), group("a", 12, 1), group("b", 9, 1), group("c", 24, 24)]
    # Two groups of equal answers together would still tell what everybody said.
    assert hidden(cells, margin("total", *"abc")) == {"a", "b", "c"}
    mixed = [of_total(45), group("a", 12, 1), group("b", 9, 9), group("c", 24, 24)]
    assert hidden(mixed, margin("total", *"abc")) == {"a", "b"}


def test_people_of_several_years_are_hidden_with_the_few_of_one():
    cells = [cell("whole", 22, WHOLE), cell("a", 18, 2024), cell("b", 3, 2025)]
    assert hidden([*cells, Distinct(("whole",), (("a",), ("b",)))]) == {"whole", "b"}
    many = [cell("whole", 22, WHOLE), cell("a", 18, 2024), cell("b", 9, 2025)]
    assert hidden([*many, Distinct(("whole",), (("a",), ("b",)))]) == set()


def test_weights_are_part_of_a_sum():
    cells = [cell("small", 3), cell("half", 1.5, unit=None, floor=0, worth=0)]
    assert hidden([*cells, Margin(("half",), {("small",): 0.5})]) == {"small", "half"}


def test_thresholds_can_be_raised():
    cells = [of_total(60), *row(a=11, b=19, c=30)]
    assert hidden(cells, margin("total", *"abc")) == set()
    assert hidden(cells, margin("total", *"abc"), thresholds=Thresholds(12, 12)) == {"a", "b"}


def test_the_order_of_cells_and_sums_does_not_matter():
    cells = [of_total(37), *row(a=20, b=3, c=6, d=8), cell("whole", 8, WHOLE), cell("e", 5, 2024)]
    sums = [margin("total", *"abcd"), margin("whole", "b", "e")]
    assert hidden(cells, *sums) == hidden(cells[::-1], *sums[::-1])


# --- against an attacker that does not know how cells are chosen -----------------------------

YEARS, GROUPS = ("2024", "2025", "undated"), ("a", "b", "c", "d")
PARENTS = {"north": ("a", "b"), "south": ("c", "d")}


def tables(counts):
    """Groups by years with all sums: of the years, of the groups, and of groups of groups."""
    values = dict(counts)
    for group in GROUPS:
        values["whole", group] = sum(counts[year, group] for year in YEARS)
    times = ("whole", *YEARS)
    rules = []
    for year in times:
        for parent, groups in PARENTS.items():
            values[year, parent] = sum(values[year, group] for group in groups)
            rules.append(margin((year, parent), *((year, group) for group in groups)))
        values[year, "total"] = sum(values[year, group] for group in GROUPS)
        rules.append(margin((year, "total"), *((year, parent) for parent in PARENTS)))
    for name in (*GROUPS, *PARENTS):
        rules.append(margin(("whole", name), *((year, name) for year in YEARS)))
    for (year, name), value in values.items():
        unit = None if name == "total" else Unit.PEOPLE
        shown, worth = year != "undated", TOTAL if name == "total" else 1
        rules.append(cell((year, name), value, year, unit=unit, is_shown=shown, worth=worth))
    return rules


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


@settings(max_examples=30)
@given(COUNTS)
def test_nothing_confidential_can_be_computed_by_subtracting(counts):
    attacked(counts, with_bounds=False)


@settings(max_examples=3)
@given(COUNTS)
def test_nothing_confidential_can_be_computed_from_bounds(counts):
    attacked(counts, with_bounds=True)


def attacked(counts, *, with_bounds):
    rules = tables(counts)
    cells = [each for each in rules if isinstance(each, Cell)]
    unseen = {name for (name,) in Release(rules, FIVE).hidden()}
    knowledge = learned(cells, lambda name: name not in unseen)
    public = learned(cells, lambda name: name[1] == "total" and name not in unseen)
    secrets = [
        Secret(str(name), parts_of(name), int(each.value), name[:1], 0 < each.value < 5)
        for each in cells
        for [name] in [each.key]
        if name in unseen and each.value and name[1] != "total"
    ]
    found = set(findings(knowledge, secrets, fewest=5, with_bounds=with_bounds))
    # What follows from the totals and from who was represented alone, no suppression can help.
    assert found <= set(findings(public, secrets, fewest=5, with_bounds=with_bounds))
    for each in cells:
        [name] = each.key
        assert name[1] == "total" or name in unseen or each.value == 0 or each.value >= 5


@settings(max_examples=40)
@given(COUNTS)
def test_nothing_is_hidden_where_nothing_is_small(counts):
    enough = {key: 0 if count < 3 else max(count, 5) for key, count in counts.items()}
    rules = tables(enough)
    shown = {each.key for each in rules if isinstance(each, Cell) and each.is_shown}
    assert not Release(rules, FIVE).hidden() & shown


@settings(max_examples=30)
@given(COUNTS)
def test_the_first_year_never_depends_on_the_second(counts):
    later = {key: 0 if key[0] == "2025" else count for key, count in counts.items()}
    first, second = (
        {name for (name,) in Release(tables(each), FIVE).hidden() if name[0] == "2024"}
        for each in (counts, later)
    )
    assert first == second


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
