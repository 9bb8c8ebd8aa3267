"""docs/data-dictionary.md from the comments in sql/: what every table, column and view means."""

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

import polars as pl

from flows.command import refuse
from tasks.core.records import ArticleFailure, FetchFailure
from tasks.settings import ROOT
from tasks.store import Store

PAGE = ROOT / "docs" / "data-dictionary.md"
TABLES = (
    "SELECT table_name AS name, comment FROM duckdb_tables() WHERE NOT internal AND name NOT LIKE 'schema_%' ORDER BY 1"
)
VIEWS = "SELECT view_name AS name, comment FROM duckdb_views() WHERE NOT internal ORDER BY 1"
COLUMNS = """
    SELECT table_name AS name, column_name AS "column", data_type AS type, comment
    FROM duckdb_columns() WHERE NOT internal ORDER BY table_name, column_index"""
HEAD = """# Data dictionary

Made by `make docs` from the comments in `sql/`; `make test` refuses a page that is out of date.
Instants end in `_at` and are UTC, calendar days end in `_on`, offsets count characters (code points) from 0.
"""


def page(path: Path) -> str:
    """The page in Markdown for the tables and views of a working file, which is made where there is none.

    Raises ValueError where a table, a view or a column of a table has no comment.
    """
    with Store(path) as store:
        tables, views, columns = store.read(TABLES), store.read(VIEWS), store.read(COLUMNS)
    bare = [*tables.filter(pl.col("comment").is_null())["name"], *views.filter(pl.col("comment").is_null())["name"]]
    bare += [f"{row['name']}.{row['column']}" for row in _uncommented(columns, tables)]
    if bare:
        raise ValueError(f"no comment in sql/ on: {', '.join(bare)}")
    parts = [HEAD, "\n# Tables\n", *_sections(tables, columns), "\n# Views\n", *_sections(views, columns), _reasons()]
    return "".join(parts)


def _uncommented(columns: pl.DataFrame, tables: pl.DataFrame) -> list[dict[str, str]]:
    return columns.filter(pl.col("comment").is_null() & pl.col("name").is_in(tables["name"].to_list())).to_dicts()


def _sections(relations: pl.DataFrame, columns: pl.DataFrame) -> list[str]:
    parts = []
    for name, comment in relations.select("name", "comment").iter_rows():
        own = columns.filter(pl.col("name") == name)
        rows = [f"| `{c}` | {t} | {m or ''} |" for c, t, m in own.select("column", "type", "comment").iter_rows()]
        parts.append(
            "\n".join([f"\n## {name}\n", comment, "", "| column | type | meaning |", "|---|---|---|", *rows, ""])
        )
    return parts


def _reasons() -> str:
    fetching, extracting = ", ".join(sorted(get_args(FetchFailure))), ", ".join(sorted(get_args(ArticleFailure)))
    return f"\n# Reasons of failure\n\nAsking: {fetching}.\n\nReading a page: {extracting}.\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """`python -m flows.dictionary [--check]`; 1 where the page is out of date or a comment is missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only say whether the page is up to date")
    chosen = parser.parse_args(arguments)
    try:
        with tempfile.TemporaryDirectory() as folder:
            text = page(Path(folder) / "empty.duckdb")
    except ValueError as error:
        return refuse(str(error), code=1)
    if chosen.check:
        return _check(text)
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(text, encoding="utf8")
    return 0


def _check(text: str) -> int:
    if PAGE.exists() and PAGE.read_text(encoding="utf8") == text:
        return 0
    return refuse("docs/data-dictionary.md is out of date: run `make docs`", code=1)


if __name__ == "__main__":
    raise SystemExit(main())
