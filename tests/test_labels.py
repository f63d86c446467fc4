"""Whatever a screen may have to name has a German word."""

import typing
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard import labels
from dashboard.ingest import columns, meeting_tables, question_columns, registration_forms
from dashboard.ingest.asked import INTENTION
from dashboard.ingest.parse import parse_file
from dashboard.ingest.schema import Choices, Level, Severity, Status
from dashboard.ingest.source import Tools
from dashboard.ingest.sources import SOURCES, eventbrite, pretix_columns
from dashboard.privacy import Pseudonyms
from dashboard.settings import Limits

FILES = sorted(
    path for path in (Path(__file__).parent / "files").glob("*/*") if path.name != "expected.csv"
)
# „name“ becomes the full name or the last name before anybody sees it.
NAMED = (
    set(columns.HEADINGS)
    | set(meeting_tables.ENGLISH)
    | set(meeting_tables.GERMAN)
    | set(pretix_columns.HEADINGS)
    | set(eventbrite._HEADINGS)
    | {
        f"{layer}{field}"
        for layer in eventbrite._LAYERS
        if layer
        for field in ("place", "postcode")
    }
    | {question_columns.QUESTION, question_columns.RESPONDENT, question_columns.ID}
    | {registration_forms.ACCOUNT_EMAIL, registration_forms.ACCOUNT_NAME, INTENTION}
) - {"name"}


@pytest.fixture(scope="module")
def tools(reference: tuple[typing.Any, ...]) -> Tools:
    return Tools(*reference, Pseudonyms(b"probe" * 8))


def test_every_field_that_a_heading_may_mean_has_a_label() -> None:
    assert sorted(NAMED - labels.COLUMN_FIELDS.keys()) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_column_of_every_format_has_a_label(path: Path, tools: Tools) -> None:
    parsed = parse_file(
        path.read_bytes(), limits=Limits(), kind=None, choices=Choices(), tools=tools
    )
    fields = {column.field for column in parsed.columns if column.field}
    assert fields <= labels.COLUMN_FIELDS.keys()
    assert parsed.source in {source.name for source in SOURCES}


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (Level, labels.LEVELS),
        (Severity, labels.PROBLEM_SEVERITIES),
        (Status, labels.ATTENDANCE_STATUSES),
    ],
)
def test_every_fixed_value_has_a_label(values: Callable[[], object], words: dict[str, str]) -> None:
    assert {value.value for value in values} == words.keys()  # type: ignore[attr-defined]
