"""Queries are files: the path is the name, the comment says what a row is.

A comment has the form of ``queries/README.md``: a sentence, what one row is, the parameters and
the result columns with their unit. ``tests/test_queries.py`` holds it against DuckDB.
"""

from dataclasses import dataclass
from functools import cache

import duckdb

from dashboard import paths
from dashboard.errors import NotFound, WrongUsage

_NOT_PUBLISHED = {"migrations", "views"}


@dataclass(frozen=True)
class Query:
    """One SELECT with what its comment says about it."""

    name: str
    sql: str
    parameters: frozenset[str]
    sentence: str
    described_parameters: tuple[str, ...]
    columns: dict[str, str]
    """Result column → unit or meaning, in the order of the comment."""


def names() -> tuple[str, ...]:
    """All query names, sorted."""
    return tuple(
        f"{path.parent.name}.{path.stem}"
        for path in sorted(paths.QUERIES.glob("*/*.sql"))
        if path.parent.name not in _NOT_PUBLISHED
    )


@cache
def load(name: str) -> Query:
    """Read one query; raises ``NotFound`` for an unknown name."""
    if name not in names():
        raise NotFound(
            f"Die Abfrage „{name}“ gibt es nicht. "
            "„regionaldialog charts“ zeigt, welche Abfragen es gibt."
        )
    sql = (paths.QUERIES / f"{name.replace('.', '/')}.sql").read_text("utf-8")
    statements = duckdb.extract_statements(sql)
    if len(statements) != 1:
        raise ValueError(f"{name}: one SELECT per file")
    comment = [line[2:].strip() for line in sql.splitlines() if line.startswith("--")]
    described = [line.split(maxsplit=1) for line in comment[1:] if "  " in line]
    return Query(
        name,
        sql,
        frozenset(statements[0].named_parameters),
        comment[0],
        tuple(word[0][1:] for word in described if word[0].startswith("$")),
        {word[0]: word[1].strip() for word in described if not word[0].startswith("$")},
    )


def check_parameters(query: Query, given: set[str]) -> None:
    """Raise ``WrongUsage`` that names what is missing or unknown."""
    if missing := query.parameters - given:
        raise WrongUsage(f"Der Abfrage „{query.name}“ fehlt: {', '.join(sorted(missing))}.")
    if unknown := given - query.parameters:
        raise WrongUsage(f"Die Abfrage „{query.name}“ kennt nicht: {', '.join(sorted(unknown))}.")
