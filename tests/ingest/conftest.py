"""The reference data and a fixed secret for all tests of the layer."""

import pytest

from dashboard import paths
from dashboard.ingest.organisations import OrganisationRules
from dashboard.ingest.places import Gazetteer


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer.from_files(paths.REFERENCE)


@pytest.fixture(scope="session")
def rules() -> OrganisationRules:
    return OrganisationRules.from_file(paths.REFERENCE / "organisation_types.csv")
