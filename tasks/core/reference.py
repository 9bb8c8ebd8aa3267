"""Where the reference data live: the files of `sql/reference`, read once a process."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from tasks.core import inflection
from tasks.core.reference_problems import ReferenceDataError, problems

DIRECTORY = Path(__file__).resolve().parents[2] / "sql" / "reference"
SCRIPTS = {"Hang": r"\p{Hangul}", "Jpan": r"[\p{Hiragana}\p{Katakana}]", "Hani": r"\p{Han}", "Cyrl": r"\p{Cyrillic}"}


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
    """The reference tables of the database: table name -> its rows. Raises ReferenceDataError where they contradict
    themselves."""
    if found := list(problems(table("entities"), table("aliases"), table("roles"))):
        raise ReferenceDataError("; ".join(found))
    return {
        "entities": table("entities"),
        "aliases": aliases(),
        "roles": roles(),
        "event_types": event_types(),
        "framing_terms": table("framing_terms"),
        "anniversaries": table("anniversaries").cast({"month": pl.Int32, "day": pl.Int32}),
    }


@cache
def inflected(name: str, column: str) -> pl.DataFrame:
    """`table(name)` with a row for each case form of `column`; `dictionary_form` instead of `inflection`."""
    return inflection.spelled(table(name), column, inflection.rules(table("inflections")))


@cache
def aliases() -> pl.DataFrame:
    """Written forms, case forms included: entity_id, alias, language, script, dictionary_form, match, needs."""
    forms = inflected("aliases", "alias").unique(["entity_id", "alias", "language"], keep="first", maintain_order=True)
    found = [pl.when(pl.col("alias").str.contains(pattern)).then(pl.lit(code)) for code, pattern in SCRIPTS.items()]
    columns = ("entity_id", "alias", "language", "script", "dictionary_form", "match", "needs")
    return forms.with_columns(script=pl.coalesce(*found, pl.lit("Latn"))).select(columns)


def roles() -> pl.DataFrame:
    """Who held which office when: role_id, entity_id, from, to (null while it lasts), both days included."""
    return table("roles").with_columns(pl.col("from", "to").str.to_date())


def event_types() -> pl.DataFrame:
    """Types of events: event_type, family, definition, plover, plover_mode, cameo_root."""
    names = ("event_type", "family", "definition", "plover", "plover_mode", "cameo_root")
    return pl.DataFrame(
        [
            {name: str(row[name]) if row.get(name) is not None else None for name in names}
            for row in ({"event_type": t.get("id"), **t} for t in document("event_types")["type"])
        ],
        schema=dict.fromkeys(names, pl.String),
    )
