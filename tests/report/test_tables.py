"""German texts become typed cells only where they say nothing but the value."""

import pandas as pd
import pytest

from dashboard.report.model import Cell, Kind
from dashboard.report.tables import cell_of, clean, typed_table


@pytest.mark.parametrize(
    ("text", "value", "kind", "digits"),
    [
        ("1.234", 1234, Kind.NUMBER, 0),
        ("0,80", 0.7963, Kind.NUMBER, 2),
        ("35,0", 35.0, Kind.NUMBER, 1),
        ("86 %", 0.8636, Kind.PERCENT, 0),
        ("unter 1 %", 0.001, Kind.PERCENT, 0),
        ("+5 Punkte", 0.05, Kind.POINTS, 0),
    ],
)
def test_a_number_keeps_its_value_behind_its_german_text(text, value, kind, digits) -> None:
    cell = cell_of(text, value)
    assert (cell.text, cell.kind, cell.digits) == (text, kind, digits)
    assert cell.value == pytest.approx(value * 100 if kind is Kind.POINTS else value)


def test_a_day_is_a_date() -> None:
    assert cell_of("05.03.2026", pd.Timestamp("2026-03-05")) == Cell(
        "05.03.2026", "2026-03-05", Kind.DATE
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [("·", None), ("k. A.", float("nan")), ("4 (eher zufrieden)", 4.0), ("ja", True), ("7", "7")],
)
def test_a_text_that_says_more_or_less_than_the_value_stays_text(text, value) -> None:
    assert cell_of(text, value) == Cell(text)


def test_unknown_and_hidden_cells_do_not_change_the_kind_of_a_column() -> None:
    rows = [(Cell("1", 1.0, Kind.NUMBER),), (Cell("·"),), (Cell("k. A."),), (Cell("–"),)]
    assert typed_table("x", "X", ("Wert",), rows).columns[0].kind is Kind.NUMBER
    mixed = [*rows, (Cell("keine"),)]
    assert typed_table("x", "X", ("Wert",), mixed).columns[0].kind is Kind.TEXT


def test_what_no_file_can_hold_is_taken_out() -> None:
    assert clean("a\x00b\x0bc\ud800d\ne") == "abcd\ne"
