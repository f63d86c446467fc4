"""What waits for a person, over all imports: places and organisations that no rule could settle.

One decision holds for all rows with the same text, also in earlier imports and in files to come.
"""

from dataclasses import dataclass
from datetime import datetime

import duckdb

from dashboard.ingest.places import learned_key
from dashboard.ingest.schema import Level, Place
from dashboard.warehouse.learned import PlaceDecision, learn_place, place_decisions


@dataclass(frozen=True)
class WrittenPlace:
    """One place as it was written. ``decided`` null: nobody has said yet what it means."""

    key: str
    written: str
    rows: int
    events: int
    decided: PlaceDecision | None = None


@dataclass(frozen=True)
class UnclearOrganisation:
    """One organisation whose type no rule knows; ``rows`` counts its rows in all lists."""

    key: str
    name: str
    organisation_type: str
    rows: int


def written_places(cursor: duckdb.DuckDBPyConnection) -> tuple[WrittenPlace, ...]:
    """Places that a person has to settle or has settled, the open ones and the frequent ones first.

    A decision of which no row is left is not listed; it holds for files to come all the same.
    """
    decisions = place_decisions(cursor)
    # The spelling that most rows have comes first; of equally frequent ones not the capitals.
    rows = cursor.execute(
        "select place_text, count(*), list(distinct event_id) from current_attendance "
        "where place_text is not null group by place_text order by count(*) desc, place_text desc"
    ).fetchall()
    spellings: dict[str, list[tuple[str, int, list[str]]]] = {}
    for written, count, events in rows:
        spellings.setdefault(learned_key(written), []).append((written, count, events))
    found = [
        WrittenPlace(
            key,
            spelled[0][0],
            sum(count for _, count, _ in spelled),
            len({event for _, _, events in spelled for event in events}),
            decisions.get(key),
        )
        for key, spelled in spellings.items()
    ]
    return tuple(sorted(found, key=lambda each: (each.decided is not None, -each.rows, each.key)))


def settle_place(
    cursor: duckdb.DuckDBPyConnection, key: str, place: Place, *, by: str, at: datetime
) -> int:
    """Say what a written place means, for all rows that have it.

    Returns how many of them count today; those that a later file has replaced change as well.
    """
    texts = [
        text
        for (text,) in cursor.execute(
            "select distinct place_text from attendance where place_text is not null"
        ).fetchall()
        if learned_key(text) == key
    ]
    learn_place(cursor, key, place, by=by, at=at)
    changed = cursor.execute(
        """
        update attendance set
            level = $level,
            ags = $ags,
            association_id = $association_id,
            outside_name = $outside_name
        where place_text in (select unnest($texts))
        returning superseded_by
        """,
        {
            "level": place.level.value,
            "ags": place.ags,
            "association_id": place.association_id,
            "outside_name": place.name if place.level is Level.OUTSIDE else None,
            "texts": texts,
        },
    ).fetchall()
    return sum(superseded_by is None for (superseded_by,) in changed)


def unclear_organisations(cursor: duckdb.DuckDBPyConnection) -> tuple[UnclearOrganisation, ...]:
    """Organisations of type „other“ that nobody has confirmed, the frequent ones first."""
    rows = cursor.execute(
        """
        select organisation_key, organisation.name, organisation.organisation_type, count(*)
        from organisation
        inner join current_attendance using (organisation_id)
        where organisation.organisation_type in ('other', 'unknown')
            and organisation.decided_at is null
        group by organisation_key, organisation.name, organisation.organisation_type
        order by count(*) desc, organisation_key
        """
    ).fetchall()
    return tuple(UnclearOrganisation(*row) for row in rows)
