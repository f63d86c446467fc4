"""Decisions that people have made: what a written place or a column heading means."""

from collections.abc import Sequence
from datetime import datetime

import duckdb

from dashboard.ingest.schema import Level, Place, Question


def learned_places(cursor: duckdb.DuckDBPyConnection) -> dict[str, Place]:
    """Alias key → place, as decided last."""
    rows = cursor.execute(
        """
        select alias_key, written, level, target, coalesce(municipality.name, association.name)
        from place_alias
        left join municipality on municipality.ags = place_alias.target
        left join association on association.association_id = place_alias.target
        """
    ).fetchall()
    return {
        key: Place(
            written,
            Level(level),
            "learned",
            ags=target if level == Level.MUNICIPALITY else None,
            association_id=target if level == Level.ASSOCIATION else None,
            name=name or (target if level == Level.OUTSIDE else None),
        )
        for key, written, level, target, name in rows
    }


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
