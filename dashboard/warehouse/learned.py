"""Decisions that people have made: what a written place or a column heading means."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb

from dashboard.ingest.places import LEARNED
from dashboard.ingest.schema import Level, Place, Question


@dataclass(frozen=True)
class PlaceDecision:
    """What a person has said a written place means."""

    place: Place
    decided_by: str
    decided_at: datetime


def place_decisions(cursor: duckdb.DuckDBPyConnection) -> dict[str, PlaceDecision]:
    """Alias key → decision, the latest one."""
    rows = cursor.execute(
        """
        select
            alias_key, written, level, target, decided_by, decided_at,
            coalesce(municipality.name, association.name)
        from place_alias
        left join municipality on municipality.ags = place_alias.target
        left join association on association.association_id = place_alias.target
        """
    ).fetchall()
    return {
        key: PlaceDecision(
            Place(
                written,
                Level(level),
                LEARNED,
                ags=target if level == Level.MUNICIPALITY else None,
                association_id=target if level == Level.ASSOCIATION else None,
                name=name or (target if level == Level.OUTSIDE else None),
            ),
            by,
            at,
        )
        for key, written, level, target, by, at, name in rows
    }


def learned_places(cursor: duckdb.DuckDBPyConnection) -> dict[str, Place]:
    """Alias key → place, as decided last."""
    return {key: decision.place for key, decision in place_decisions(cursor).items()}


def learn_place(
    cursor: duckdb.DuckDBPyConnection, key: str, place: Place, *, by: str, at: datetime
) -> None:
    """Remember what a written place means; a later decision replaces an earlier one."""
    target = (
        place.ags or place.association_id or (place.name if place.level is Level.OUTSIDE else None)
    )
    cursor.execute(
        "insert or replace into place_alias values (?, ?, ?, ?, ?, ?)",
        [key, place.text, place.level.value, target, by, at],
    )


def known_questions(
    cursor: duckdb.DuckDBPyConnection, catalogue: Sequence[Question]
) -> tuple[Question, ...]:
    """The catalogue, and after it the versions that earlier files have brought along."""
    listed = {(question.question_id, question.version) for question in catalogue}
    rows = cursor.execute(
        "select question_id, version, short_label, wording, dimension, kind, low, high, best, "
        "labels from question order by position, version"
    ).fetchall()
    stored = (
        Question(
            question_id,
            version,
            label,
            (wording,),
            dimension,
            kind,
            low,
            high,
            best,
            tuple(labels.split(";")) if labels else (),
        )
        for question_id, version, label, wording, dimension, kind, low, high, best, labels in rows
    )
    return (
        *catalogue,
        *(each for each in stored if (each.question_id, each.version) not in listed),
    )


def learned_questions(cursor: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, int]]:
    """Alias key of a column heading → question and version."""
    rows = cursor.execute("select alias_key, question_id, version from question_alias").fetchall()
    return {key: (question_id, version) for key, question_id, version in rows}


def learn_question(
    cursor: duckdb.DuckDBPyConnection,
    key: str,
    heading: str,
    question: tuple[str, int],
    *,
    by: str,
    at: datetime,
) -> None:
    """Remember which question a heading asks."""
    cursor.execute(
        "insert or replace into question_alias values (?, ?, ?, ?, ?, ?)",
        [key, heading, *question, by, at],
    )


def learned_organisations(cursor: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Organisation key → type, of every organisation that the warehouse knows."""
    return dict(
        cursor.execute("select organisation_key, organisation_type from organisation").fetchall()
    )


def learn_organisation(
    cursor: duckdb.DuckDBPyConnection, key: str, organisation_type: str, *, by: str, at: datetime
) -> int:
    """Remember the type of a known organisation, whatever becomes of its rows.

    Rows of earlier imports whose type no rule could tell get it as well; a type that a row already
    has stays as it was at that event. Returns how many of the changed rows count today.
    """
    cursor.execute(
        "update organisation set organisation_type = ?, batch_id = null, decided_by = ?, "
        "decided_at = ? where organisation_key = ?",
        [organisation_type, by, at, key],
    )
    changed = cursor.execute(
        "update attendance set organisation_type = ? "
        "where organisation_type in ('other', 'unknown') and organisation_id in "
        "(select organisation_id from organisation where organisation_key = ?) "
        "returning superseded_by",
        [organisation_type, key],
    ).fetchall()
    return sum(superseded_by is None for (superseded_by,) in changed)
