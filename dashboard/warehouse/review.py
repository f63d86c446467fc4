"""What waits for a person, over all imports: places and organisations that no rule could settle.

One decision holds for all rows with the same text, also in earlier imports and in files to come.
"""

from dataclasses import dataclass, replace
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
    found: dict[str, WrittenPlace] = {}
    rows = cursor.execute(
        "select place_text, count(*), count(distinct event_id) from current_attendance "
        "where place_text is not null group by place_text order by count(*) desc, place_text"
    ).fetchall()
    for written, count, events in rows:
        key = learned_key(written)
        known = found.get(key, WrittenPlace(key, written, 0, 0, decisions.get(key)))
        found[key] = replace(known, rows=known.rows + count, events=max(known.events, events))
    return tuple(
        sorted(found.values(), key=lambda each: (each.decided is not None, -each.rows, each.key))
    )


def settle_place(
    cursor: duckdb.DuckDBPyConnection, key: str, place: Place, *, by: str, at: datetime
) -> int:
    """Say what a written place means, for all rows that have it; returns how many there are."""
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
        """,
        {
            "level": place.level.value,
            "ags": place.ags,
            "association_id": place.association_id,
            "outside_name": place.name if place.level is Level.OUTSIDE else None,
            "texts": texts,
        },
    ).fetchone()
    return int(changed[0]) if changed else 0


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
