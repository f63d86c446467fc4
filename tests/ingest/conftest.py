"""The reference data and a fixed secret for all tests of the layer."""

from collections.abc import Callable

import pytest

from dashboard import paths
from dashboard.ingest.organisations import OrganisationRules
from dashboard.ingest.parse import Tools, parse_file
from dashboard.ingest.places import Gazetteer
from dashboard.ingest.questions import questions_from_file
from dashboard.ingest.schema import Choices, Kind, ParsedFile
from dashboard.privacy import Pseudonyms
from dashboard.settings import Limits
from tests.ingest.tables import as_csv, as_xlsx, table

Read = Callable[..., ParsedFile]


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer.from_files(paths.REFERENCE)


@pytest.fixture(scope="session")
def rules() -> OrganisationRules:
    return OrganisationRules.from_file(paths.REFERENCE / "organisation_types.csv")


@pytest.fixture(scope="session")
def tools(gazetteer: Gazetteer, rules: OrganisationRules) -> Tools:
    questions = questions_from_file(paths.REFERENCE / "questions.csv")
    return Tools(gazetteer, rules, questions, Pseudonyms(b"probe" * 8))


@pytest.fixture(scope="session")
def parse(tools: Tools) -> Callable[..., ParsedFile]:
    """``parse(content)``, with decisions by name: ``parse(content, organisers="leave_out")``."""

    def parse(content: bytes, *, kind: Kind | None = None, **decisions: str) -> ParsedFile:
        choices = Choices(decisions)
        return parse_file(content, limits=Limits(), kind=kind, choices=choices, tools=tools)

    return parse


@pytest.fixture
def read_bytes(tools: Tools) -> Read:
    """Parse the bytes of a file; ``kind`` null: as the file itself shows."""

    def read(
        content: bytes,
        *,
        kind: Kind | None = None,
        decisions: dict[str, str] | None = None,
        columns: dict[int, str] | None = None,
    ) -> ParsedFile:
        choices = Choices(decisions or {}, columns or {})
        return parse_file(content, limits=Limits(), kind=kind, choices=choices, tools=tools)

    return read


@pytest.fixture(params=["csv", "xlsx"])
def read(request: pytest.FixtureRequest, read_bytes: Read) -> Read:
    """Parse a table, written as CSV and as a workbook: the same test runs over both."""
    write = {"csv": as_csv, "xlsx": as_xlsx}[request.param]
    return lambda text, **settled: read_bytes(write(table(text)), **settled)
