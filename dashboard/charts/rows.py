"""Single rows of a query's result, for sentences and labels."""

from typing import Any

import pandas as pd

from dashboard import formatting
from dashboard.disclosure import SUPPRESSED


def rows_of(frame: pd.DataFrame) -> list[Any]:
    """The rows with their columns as attributes."""
    return list(frame.itertuples(index=False))


def base_of(frame: pd.DataFrame, columns: list[str], one: str, many: str) -> str:
    """„n = 35 Teilnahmen“: the sum of the shown cells; says so where others are hidden."""
    total = formatting.count(int(frame[columns].sum().sum()), one, many)
    is_partial = SUPPRESSED in frame and (frame[columns].isna().any(axis=1) & frame[SUPPRESSED])
    return f"n = {total}{', ohne verborgene' if pd.Series(is_partial).any() else ''}"


def largest(frame: pd.DataFrame, column: str) -> Any:
    """The first row with the largest value; at least one has to be known."""
    return rows_of(
        frame[frame[column].notna()].sort_values(column, ascending=False, kind="stable")
    )[0]


def smallest(frame: pd.DataFrame, column: str) -> Any:
    """The first row with the smallest value; at least one has to be known."""
    known = frame[frame[column].notna()]
    return rows_of(known.sort_values(column, kind="stable"))[0]
