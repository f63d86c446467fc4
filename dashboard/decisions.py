"""Decisions about what earlier imports left open: looked at first, then stored.

``tasks`` checks the role and calls this; nothing else does.
"""

from collections.abc import Callable
from dataclasses import dataclass

import duckdb

from dashboard import labels
from dashboard.errors import WrongUsage
from dashboard.headline import HeadlineMove, headline, moves
from dashboard.ingest.places import parse_decision
from dashboard.warehouse.audit import log
from dashboard.warehouse.learned import learn_organisation
from dashboard.warehouse.review import settle_place
from dashboard.workspace import Workspace


@dataclass(frozen=True)
class Settled:
    """What a decision changes: rows of lists and the headline figures."""

    rows: int
    moves: tuple[HeadlineMove, ...]


def settle_written_place(
    workspace: Workspace, by: str, key: str, value: str, *, keep: bool
) -> Settled:
    """What a written place means, for all its rows; ``value`` as ``parse_decision`` takes it.

    Raises ``WrongUsage`` for a value that names no place.
    """
    place = workspace.gazetteer.named(parse_decision(value))
    now = workspace.now()

    def settle(cursor: duckdb.DuckDBPyConnection) -> int:
        return settle_place(cursor, key, place, by=by, at=now)

    return _settled(workspace, by, f"place {key}", value, settle, keep=keep)


def settle_organisation(
    workspace: Workspace, by: str, key: str, organisation_type: str, *, keep: bool
) -> Settled:
    """Which type an organisation is of, for all its rows; raises ``WrongUsage``."""
    if organisation_type not in labels.ORGANISATION_TYPES:
        raise WrongUsage(
            f"„{organisation_type}“ ist keine Art von Organisation. Möglich sind: "
            + ", ".join(labels.ORGANISATION_TYPES)
            + "."
        )
    now = workspace.now()

    def settle(cursor: duckdb.DuckDBPyConnection) -> int:
        return learn_organisation(cursor, key, organisation_type, by=by, at=now)

    return _settled(workspace, by, f"organisation {key}", organisation_type, settle, keep=keep)


def _settled(
    workspace: Workspace,
    by: str,
    subject: str,
    detail: str,
    settle: Callable[[duckdb.DuckDBPyConnection], int],
    *,
    keep: bool,
) -> Settled:
    with workspace.warehouse.writing(keep=keep) as cursor:
        before = headline(cursor)
        rows = settle(cursor)
        log(cursor, by, "decide", subject, at=workspace.now(), detail=detail)
        return Settled(rows, moves(before, headline(cursor)))
