"""What a change does to the headline figures: the same for an import and for a decision."""

from dataclasses import dataclass

import duckdb

from dashboard.period import Period


@dataclass(frozen=True)
class HeadlineMove:
    """One headline figure before and after; null where it has no value."""

    figure_id: str
    before: float | None
    after: float | None


def headline(cursor: duckdb.DuckDBPyConnection) -> dict[str, float | None]:
    """Figure → value over the whole series, as the overview defines them."""
    found = cursor.execute(
        "select figure_id, figure_value from headline_of($from_date, $to_date) order by position",
        dict(Period.whole().parameters),
    ).fetchall()
    return dict(found)


def moves(
    before: dict[str, float | None], after: dict[str, float | None]
) -> tuple[HeadlineMove, ...]:
    """Every figure, moved or not."""
    return tuple(HeadlineMove(key, before[key], after[key]) for key in after)
