"""Every query and view says in its comment what it is; DuckDB says whether that is true."""

import re
from pathlib import Path

import duckdb
import pytest

from dashboard import paths
from dashboard.errors import NotFound, WrongUsage
from dashboard.period import Period
from dashboard.warehouse import query
from dashboard.warehouse.connection import Warehouse

VIEWS = sorted((paths.QUERIES / "views").glob("*.sql"))
_STAR = re.compile(r"^select\s+(distinct\s+)?(\w+\.)?\*", re.MULTILINE)

RIGHT = """-- How many municipalities begin with a letter.
--
-- One row per municipality, by key.
--
-- $from_date  date, inclusive
--
-- ags  official key
-- place_name  German
select ags, name as place_name
from municipality
where $from_date <= current_date
order by ags
"""


@pytest.fixture(scope="module")
def tables():
    """A warehouse without data: the tables and views are enough to ask for columns."""
    opened = Warehouse()
    yield opened
    opened.close()


def complaints(warehouse: Warehouse, name: str) -> list[str]:
    """What the comment and the shape of a query get wrong; an empty list is a good query."""
    wanted = query.load(name)
    [statement] = duckdb.extract_statements(wanted.sql)
    used = {key: Period.whole().parameters[key] for key in statement.named_parameters}
    with warehouse.cursor() as cursor:
        columns = [column[0] for column in cursor.execute(wanted.sql, used).description]
    comment = "\n".join(line for line in wanted.sql.splitlines() if line.startswith("--"))
    last_step = wanted.sql[wanted.sql.rindex("\nselect") + 1 :]
    rules = {
        "is a SELECT": statement.type == duckdb.StatementType.SELECT,
        "parameters": sorted(wanted.described_parameters) == sorted(statement.named_parameters),
        "columns": list(wanted.columns) == columns,
        "column without a meaning": all(wanted.columns.values()),
        "sentence": re.fullmatch(r"[A-Z].*[.?:,\w]", wanted.sentence) is not None,
        "row": re.search(r"^-- One row per \w+", comment, re.MULTILINE) is not None,
        "full stop": re.search(r"^-- (?!\$)(?!\w+  ).*\.$", comment, re.MULTILINE) is not None,
        "star": _STAR.search(last_step) is None,
        "order": re.search(r"^order by\b", last_step, re.MULTILINE) is not None,
        "name": re.fullmatch(r"[a-z]+\.[a-z]+(_[a-z]+)*", name) is not None,
        "column names": all(re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)*", each) for each in columns),
        "lower case": re.search(r"\b(SELECT|FROM|WHERE|JOIN)\b", wanted.sql) is None,
    }
    return [rule for rule, is_kept in rules.items() if not is_kept]


@pytest.mark.parametrize("name", query.names())
def test_the_comment_of_a_query_says_what_duckdb_says(name, tables):
    assert complaints(tables, name) == []


def test_every_file_outside_views_and_migrations_is_a_query():
    files = {
        ".".join(path.relative_to(paths.QUERIES).with_suffix("").parts)
        for path in paths.QUERIES.rglob("*.sql")
    }
    internal = {name for name in files if name.startswith(("views.", "migrations."))}
    assert set(query.names()) == files - internal
    assert len(query.names()) == len(set(query.names()))


@pytest.fixture
def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Put a query „probe.places“ in place of all others: ``planted(sql)``."""
    monkeypatch.setattr(paths, "QUERIES", tmp_path)
    query.load.cache_clear()
    (tmp_path / "probe").mkdir()
    yield lambda sql: (tmp_path / "probe" / "places.sql").write_text(sql, "utf-8")
    query.load.cache_clear()


def test_a_right_comment_is_found_right(planted, tables):
    planted(RIGHT)
    assert complaints(tables, "probe.places") == []


@pytest.mark.parametrize(
    ("before", "after", "complaint"),
    [
        ("-- $from_date  date, inclusive\n", "", "parameters"),
        ("-- $from_date  date", "-- $to_date  date", "parameters"),
        ("-- place_name  German\n", "", "columns"),
        ("-- place_name  German", "-- place_name  German\n-- persons  people", "columns"),
        ("select ags, name as place_name", "select name as place_name, ags", "columns"),
        ("-- One row per municipality, by key.", "-- Municipalities, by key.", "row"),
        ("-- How many municipalities begin with a letter.", "--", "sentence"),
        ("\norder by ags", "", "order"),
        ("select ags, name as place_name\nfrom", "select *\nfrom", "star"),
        ("select ags, name as place_name\nfrom", "select municipality.*\nfrom", "star"),
        ("name as place_name", 'name as "Place Name"', "column names"),
        ("from municipality", "FROM municipality", "lower case"),
    ],
)
def test_a_wrong_comment_is_found(planted, tables, before, after, complaint):
    assert RIGHT.count(before) == 1
    planted(RIGHT.replace(before, after))
    assert complaint in complaints(tables, "probe.places")


def test_a_file_with_two_statements_is_refused(planted):
    planted(RIGHT.rstrip() + ";\nselect 1 as one order by one\n")
    with pytest.raises(ValueError, match=r"probe\.places: one SELECT per file"):
        query.load("probe.places")


@pytest.mark.parametrize("path", VIEWS, ids=lambda path: path.stem)
def test_a_view_is_described_and_named_as_its_file(path):
    lines = path.read_text("utf-8").splitlines()
    comment = [line[2:].strip() for line in lines if line.startswith("--")]
    kind, name = re.search(
        r"^create or replace (view|macro) (\w+)", "\n".join(lines), re.MULTILINE
    ).groups()
    assert path.stem == f"{path.stem[:2]}_{name}"
    assert path.stem[:2].isdigit()
    assert " ".join(comment)[0].isupper()
    assert " ".join(comment).endswith((".", "answer"))
    assert kind == "macro" or any(line.startswith("One row per ") for line in comment)


def test_views_build_on_earlier_views_only():
    names = [re.sub(r"^\d+_", "", path.stem) for path in VIEWS]
    for place, path in enumerate(VIEWS):
        text = path.read_text("utf-8")
        assert not [later for later in names[place + 1 :] if re.search(rf"\b{later}\b", text)]


def test_an_unknown_query_is_not_found():
    with pytest.raises(NotFound, match=r"„probe\.places“"):
        query.load("probe.places")


@pytest.mark.parametrize("name", ["views.10_in_period", "migrations.0001_tables"])
def test_views_and_migrations_are_not_queries(name):
    with pytest.raises(NotFound):
        query.load(name)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"from_date"}, "fehlt: to_date"),
        (set(), "fehlt: from_date, to_date"),
        ({"from_date", "to_date", "year"}, "kennt nicht: year"),
    ],
)
def test_wrong_parameters_fail_by_name(given, message, tables):
    with pytest.raises(WrongUsage, match=message):
        tables.frame("topics.by_year", **dict.fromkeys(given))
