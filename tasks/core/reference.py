"""Where the reference data live: the files of `sql/reference`, read once a process."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

DIRECTORY = Path(__file__).resolve().parents[2] / "sql" / "reference"


@cache
def table(name: str) -> pl.DataFrame:
    """`sql/reference/<name>.csv`, every column a String, an empty cell null."""
    return pl.read_csv(DIRECTORY / f"{name}.csv", infer_schema=False)


@cache
def document(name: str) -> dict[str, Any]:
    """`sql/reference/<name>.toml` as a dictionary."""
    return tomllib.loads((DIRECTORY / f"{name}.toml").read_text(encoding="utf8"))


@cache
def tables() -> dict[str, pl.DataFrame]:
    """The reference tables of the database: table name -> its rows."""
    return {
        "entities": table("entities"),
        "aliases": stored_aliases(),
        "event_types": event_types(),
        "framing_terms": table("framing_terms"),
        "anniversaries": table("anniversaries").cast({"month": pl.Int32, "day": pl.Int32}),
    }


def stored_aliases() -> pl.DataFrame:
    """The alias table as DuckDB keeps it."""
    return table("aliases").select("entity_id", "alias", "language", "match")


def event_types() -> pl.DataFrame:
    """Types of events: event_type, definition, plover, plover_mode, cameo_root."""
    names = ("event_type", "definition", "plover", "plover_mode", "cameo_root")
    return pl.DataFrame(
        [
            {name: str(row[name]) if row.get(name) is not None else None for name in names}
            for row in ({"event_type": t.get("id"), **t} for t in document("event_types")["type"])
        ],
        schema=dict.fromkeys(names, pl.String),
    )
