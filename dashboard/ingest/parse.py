"""The entry to the layer: one file in, rows with all problems and decisions out."""

from dashboard.ingest.deadline import check_time, time_limit
from dashboard.ingest.read import read_document
from dashboard.ingest.recognise import recognise
from dashboard.ingest.schema import Choices, Kind, ParsedFile
from dashboard.ingest.source import Tools
from dashboard.settings import Limits

__all__ = ["Tools", "parse_file"]


def parse_file(
    content: bytes, *, limits: Limits, kind: Kind | None, choices: Choices, tools: Tools
) -> ParsedFile:
    """Read, recognise and parse one file; ``kind`` null: as the file itself shows.

    Raises ``FileUnusable`` when nothing in the file can be used, and ``WrongUsage`` for a decision
    that names nothing.
    """
    with time_limit(limits):
        document = read_document(content, limits)
        check_time()
        recognised = recognise(document, kind=kind, choices=choices, tools=tools)
        check_time()
        return recognised.source.parse(recognised, tools, choices)
