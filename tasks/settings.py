"""Settings, read from the environment (`TUMEN_*`) inside a flow; nothing is read at import."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parents[1]


class Settings(BaseSettings):
    """One frozen set of settings for a run; a malformed variable raises pydantic's ValidationError, which names it."""

    model_config = SettingsConfigDict(env_prefix="TUMEN_", frozen=True)

    data: Path = Field(ROOT / "data", description="directory of the archive and of both DuckDB files")
    database: str = Field("working.duckdb", description="name of the DuckDB file that flows write, below data")
    sources: Path = Field(ROOT / "sql" / "reference" / "sources.toml", description="the sources to ingest")
    connect_to: dict[str, str] = Field(
        {}, description='where to connect instead of asking DNS, as JSON: {"*.test": "127.0.0.1:8080"}'
    )
    contact: str = Field("", description="address or URL in the User-Agent by which a newsroom can reach you")
    respect_robots: bool = Field(True, description="false only for hosts that are your own")
    max_delay_seconds: float = Field(60.0, ge=0, description="cap on the pause between two requests to one host")
    request_seconds: float = Field(30.0, gt=0, description="deadline of one whole response")
    max_body_bytes: int = Field(10_000_000, gt=0, description="cap on a body, on the wire and decoded")
    poll_patience: float = Field(
        0.25,
        ge=0,
        description="share of the mean time between a feed's changes for which it is not asked; 0: always asked",
    )
    revisit_days: float = Field(3.0, ge=0, description="how long a known article is asked whether it changed")
    revisit_pause_hours: float = Field(1.0, ge=0, description="shortest time between two such requests")
    revisit_backoff: float = Field(0.5, ge=0, description="share of an article's age between two of them")
    sources_per_batch: int = Field(10, gt=0, description="sources fetched before what they gave is loaded")
    pages_per_batch: int = Field(500, gt=0, description="pages extracted before they are loaded, in a backfill")
    extraction_workers: int = Field(2, ge=0, description="extraction processes; 0 extracts in the flow's process")
    relevance_threshold: float = Field(0.5, ge=0, le=1, description="score from which an article is relevant")
    alert_failed_share: float = Field(0.3, ge=0, le=1, description="share of a run's requests that may fail untold")
    lock_seconds: float = Field(120.0, ge=0, description="how long to wait for another writer")

    @property
    def working(self) -> Path:
        """The DuckDB file that flows write."""
        return self.data / self.database

    @property
    def published(self) -> Path:
        """The DuckDB file that people read; replaced whole after each run."""
        return self.data / "tumen.duckdb"

    @property
    def archive(self) -> Path:
        """The directory of WARC files."""
        return self.data / "archive"

    @property
    def running(self) -> Path:
        """The directory that has a locked file for each run whose process lives."""
        return self.data / "running"
