"""Settings from the environment (``REGIONALDIALOG_…``), each with a default that works."""

from pathlib import Path
from typing import Literal

from platformdirs import user_data_path
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Limits(BaseSettings):
    """Bounds on one uploaded file; every refusal names the bound that it met."""

    model_config = SettingsConfigDict(env_prefix="REGIONALDIALOG_LIMIT_", frozen=True)

    file_bytes: int = Field(default=20 * 1024 * 1024, gt=0)
    unpacked_bytes: int = Field(default=200 * 1024 * 1024, gt=0)
    rows: int = Field(default=200_000, gt=0)
    columns: int = Field(default=200, gt=0)
    cell_characters: int = Field(default=32_767, gt=0)
    """What a cell of Excel may hold."""
    seconds: int = Field(default=60, gt=0)


class Settings(BaseSettings):
    """Where the runtime files live and which warehouse is used."""

    model_config = SettingsConfigDict(env_prefix="REGIONALDIALOG_", frozen=True)

    home: Path = Field(default_factory=lambda: user_data_path("regionaldialog", appauthor=False))
    demo: bool = False
    min_people: int = Field(default=5, ge=5)
    min_organisations: int = Field(default=3, ge=3)

    # The look of the yearly report: name, logo (SVG, PNG or JPEG) and colours of the agency, and a
    # Word file whose styles the report takes over.
    agency: str = "SEG Mansfeld-Südharz"
    agency_logo: Path | None = None
    agency_colour: str = Field(default="#1d5f80", pattern=r"^#[0-9a-fA-F]{6}$")
    word_template: Path | None = None

    # How charts become pictures: with a browser where one is found, or always without.
    picture_engine: Literal["auto", "browser", "builtin"] = "auto"
    # The browser for it; empty: the Chrome, Chromium or Edge of this machine.
    browser: str = ""
    picture_seconds: float = Field(default=20, gt=0)

    # Whom to tell about barriers: name, telephone, e-mail; empty until the agency says it.
    accessibility_contact: str = ""

    @property
    def folder(self) -> Path:
        """The folder of the warehouse in use; the demo has one of its own and never mixes."""
        return self.home / "demo" if self.demo else self.home

    @property
    def warehouse(self) -> Path:
        """The DuckDB file."""
        return self.folder / "warehouse.duckdb"

    @property
    def secret(self) -> Path:
        """The key of the pseudonyms: beside the warehouse, never inside it."""
        return self.folder / "pseudonym.key"
