"""Single rows of a query's result, for sentences and labels."""

from typing import Any

import pandas as pd


def rows_of(frame: pd.DataFrame) -> list[Any]:
    """The rows with their columns as attributes."""
    return list(frame.itertuples(index=False))


def largest(frame: pd.DataFrame, column: str) -> Any:
    """The first row with the largest value; at least one has to be known."""
    return rows_of(
        frame[frame[column].notna()].sort_values(column, ascending=False, kind="stable")
    )[0]


def smallest(frame: pd.DataFrame, column: str) -> Any:
    """The first row with the smallest value; at least one has to be known."""
    known = frame[frame[column].notna()]
    return rows_of(known.sort_values(column, kind="stable"))[0]
