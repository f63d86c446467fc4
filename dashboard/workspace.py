"""What one process works with: the warehouse, the secret and the reference data, opened once."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from dashboard import paths
from dashboard.disclosure import Thresholds
from dashboard.ingest.organisations import OrganisationRules
from dashboard.ingest.places import Gazetteer
from dashboard.ingest.questions import questions_from_file
from dashboard.ingest.schema import Question
from dashboard.pictures.picture import Studio
from dashboard.privacy import Pseudonyms
from dashboard.settings import Limits, Settings
from dashboard.warehouse.connection import Warehouse
from dashboard.warehouse.reference import load_reference


def _utc_now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


@dataclass(frozen=True)
class Workspace:
    """Handed to every task. ``now`` gives UTC without a zone, as the warehouse keeps it."""

    warehouse: Warehouse
    pseudonyms: Pseudonyms
    gazetteer: Gazetteer
    rules: OrganisationRules
    questions: tuple[Question, ...]
    thresholds: Thresholds
    limits: Limits = field(default_factory=Limits)
    studio: Studio = field(default_factory=Studio)
    now: Callable[[], datetime] = _utc_now


def open_workspace(
    path: Path | None,
    secret: Path,
    *,
    settings: Settings,
    now: Callable[[], datetime] = _utc_now,
) -> Workspace:
    """Open a warehouse (``None``: in memory) and bring reference data and record up to date."""
    warehouse = Warehouse(path)
    with warehouse.writing() as cursor:
        load_reference(cursor)
    return Workspace(
        warehouse,
        Pseudonyms.from_file(secret),
        Gazetteer.from_files(paths.REFERENCE),
        OrganisationRules.from_file(paths.REFERENCE / "organisation_types.csv"),
        questions_from_file(paths.REFERENCE / "questions.csv"),
        Thresholds(settings.min_people, settings.min_organisations),
        studio=Studio(settings),
        now=now,
    )
