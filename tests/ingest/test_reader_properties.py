"""Whatever bytes come in: rows that add up or a sentence for people, and never a part stored."""

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard import tasks
from dashboard.access import LOCAL_USER
from dashboard.errors import DashboardError
from dashboard.imports import ImportRequest
from dashboard.ingest.columns import PERSON_FIELDS
from dashboard.ingest.parse import parse_file
from dashboard.ingest.read import read_document
from dashboard.ingest.schema import Choices, Kind, ParsedFile
from dashboard.ingest.source import Tools
from dashboard.ingest.values import email_of
from dashboard.settings import Limits, Settings
from dashboard.workspace import Workspace, open_workspace
from tests.benchmarks.mutations import mutated, originals

SAMPLES = originals()
QUICK = settings(
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
BROKEN = st.integers(0, 2**32).map(lambda seed: mutated(random.Random(seed), SAMPLES))
PERSON = re.compile(r"\w+ (?:Muster|Beispiel|Probe)\w*|(?:Muster|Beispiel|Probe)\w*, \w+")
KIND = st.sampled_from([None, Kind.ATTENDANCE, Kind.FEEDBACK])


def read(content: bytes, kind: Kind | None, tools: Tools) -> ParsedFile | None:
    """The rows, or null for a refusal with a German sentence; anything else fails the test."""
    try:
        return parse_file(content, limits=Limits(), kind=kind, choices=Choices(), tools=tools)
    except DashboardError as refusal:
        sentence = str(refusal)
    assert sentence.endswith("."), sentence
    assert "Traceback" not in sentence
    return None


def adds_up(parsed: ParsedFile) -> None:
    rows = parsed.attendance if parsed.kind is Kind.ATTENDANCE else parsed.feedback
    assert rows
    assert len(rows) <= Limits().rows
    assert len({row.row_key for row in rows}) == len(rows)
    assert all(row.row >= 1 for row in rows)
    assert 0 <= parsed.left_out <= parsed.rows_read
    assert parsed.rows_read == len(rows) + parsed.merged + parsed.left_out


@pytest.mark.parametrize("content", SAMPLES)
def test_what_is_read_holds_no_address_and_no_name_of_the_file(
    tools: Tools, content: bytes
) -> None:
    parsed = read(content, None, tools)
    assert parsed is not None
    shown = repr(parsed)
    rows = [row for sheet in read_document(content, Limits()).sheets for row in sheet.rows]
    assert not [cell for row in rows for cell in row if email_of(cell) and cell in shown]
    persons = [column for column in parsed.columns if column.field in PERSON_FIELDS]
    assert not [column for column in persons if column.examples]
    at = [column.index for column in persons]
    named = {row[index] for row in rows for index in at if index < len(row)}
    # The invented people of the samples have one of these last names.
    assert not [cell for cell in named if PERSON.fullmatch(cell) and cell in shown]


@given(content=st.binary(max_size=2000), kind=KIND)
@settings(QUICK, max_examples=200)
def test_any_bytes_end_in_rows_or_in_a_sentence(
    tools: Tools, content: bytes, kind: Kind | None
) -> None:
    parsed = read(content, kind, tools)
    if parsed:
        adds_up(parsed)


@given(content=BROKEN, kind=KIND)
@settings(QUICK, max_examples=300)
def test_broken_exports_end_in_rows_that_add_up_or_in_a_sentence(
    tools: Tools, content: bytes, kind: Kind | None
) -> None:
    parsed = read(content, kind, tools)
    if parsed:
        adds_up(parsed)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder: Path = tmp_path_factory.mktemp("secret")
    opened = open_workspace(None, folder / "pseudonym.key", settings=Settings())
    yield opened
    opened.warehouse.close()


def stored(workspace: Workspace) -> list[int]:
    """Rows of every table that an import writes."""
    tables = (
        *("import_batch", "attendance", "organisation", "feedback_response", "feedback_answer"),
        *("batch_sighting", "place_alias", "question_alias", "question", "audit_log"),
    )
    with workspace.warehouse.cursor() as cursor:
        return [
            row[0]
            for table in tables
            for row in cursor.execute(f"select count(*) from {table}").fetchall()
        ]


@given(content=BROKEN, keep=st.booleans())
@settings(QUICK, max_examples=80)
def test_a_file_is_stored_whole_or_not_at_all(
    workspace: Workspace, content: bytes, keep: bool
) -> None:
    before = stored(workspace)
    request = ImportRequest("datei", content, event_id="rd-08")
    try:
        if keep:
            report = tasks.commit_import(workspace, LOCAL_USER, request)
        else:
            report = tasks.preview_import(workspace, LOCAL_USER, request)
    except DashboardError:
        assert stored(workspace) == before
        return
    if not keep or report.already_imported:
        assert stored(workspace) == before
        return
    with workspace.warehouse.cursor() as cursor:
        [(new, changed)] = cursor.execute(
            "select rows_new, rows_changed from import_batch where batch_id = ?", [report.batch_id]
        ).fetchall()
    rows = report.parsed.attendance or report.parsed.feedback
    assert report.counts is not None
    assert (new, changed) == (report.counts.new, report.counts.changed)
    assert report.counts.new + report.counts.changed + report.counts.same == len(rows)
