"""Ask the published tables: a view, one of the questions of sql/questions, or any SELECT; at a terminal, one by one."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from flows import client, table
from flows.command import refuse, with_settings
from tasks import reader
from tasks.settings import Settings
from tasks.store import SQL, StoreError

CATALOGUE = """
    SELECT view_name AS name, coalesce(comment, '') AS answers FROM duckdb_views() WHERE NOT internal
    UNION ALL SELECT table_name, coalesce(comment, '') FROM duckdb_tables() WHERE NOT internal ORDER BY ALL"""


class UnknownQuestionError(ValueError):
    """Nothing has the name that was asked for; the message says what can be asked."""


def questions() -> dict[str, Path]:
    """The ready queries by number and by name: `3`, `agency_reliance` -> sql/questions/03_agency_reliance.sql."""
    found: dict[str, Path] = {}
    for path in sorted((SQL / "questions").glob("*.sql")):
        number, _, name = path.stem.partition("_")
        found |= {number.lstrip("0"): path, name: path, path.stem: path}
    return found


def statement(asked: str, names: Sequence[str]) -> str:
    """The SQL for what was asked: a SELECT as it is, a table or view whole, a question from its file."""
    if len(asked.split()) > 1:
        return asked
    if asked in names:
        return f'SELECT * FROM "{asked}"'  # noqa: S608  a name of the catalogue
    if path := questions().get(asked):
        return path.read_text(encoding="utf8")
    raise UnknownQuestionError(f"nothing is called {asked!r}; without a name, all that can be asked is listed")


def answer(published: Path, asked: str | None) -> pl.DataFrame:
    """The rows of the answer, or the catalogue where nothing was asked. Raises StoreError or UnknownQuestionError."""
    catalogue = reader.read_published(published, CATALOGUE)
    if asked:
        return reader.read_flat(published, statement(asked, catalogue["name"].to_list()))
    ready = [(path.stem, _first_line(path)) for path in sorted((SQL / "questions").glob("*.sql"))]
    asked_often = pl.DataFrame(ready, schema=catalogue.schema, orient="row")
    return pl.concat([catalogue.filter(~pl.col("name").str.starts_with("schema_")), asked_often])


def _first_line(path: Path) -> str:
    return path.read_text(encoding="utf8").partition("\n")[0].removeprefix("--").strip()


@with_settings
def main(arguments: Sequence[str] | None = None) -> int:
    """`python -m flows.ask [NAME|NUMBER|SELECT] [--csv] [--rows N]`; 2 where it cannot be answered.

    Without anything asked, what can be asked is listed, and at a terminal a client is opened.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("asked", nargs="?", help="a view or table, a question's number or name, or a SELECT")
    parser.add_argument("--csv", action="store_true", help="comma-separated values, whole")
    parser.add_argument("--rows", type=int, default=40, help="rows to print (40)")
    chosen = parser.parse_args(arguments)
    published = Settings().published
    try:
        rows = answer(published, chosen.asked)
    except (StoreError, UnknownQuestionError) as error:
        return refuse(str(error))
    if chosen.asked:
        print(_csv(rows) if chosen.csv else table.text(rows, chosen.rows))  # noqa: T201
        return 0
    print(table.text(rows, rows.height))  # noqa: T201
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return 0
    return client.open_client(published, lambda asked: told(published, asked, chosen.rows), client.places())


def told(published: Path, asked: str, limit: int) -> str:
    """The answer as text, or in a line why there is none."""
    try:
        return table.text(answer(published, asked), limit)
    except (StoreError, UnknownQuestionError) as error:
        return f"tumen: {error}"


def _csv(rows: pl.DataFrame) -> str:
    lists = [name for name, kind in rows.schema.items() if kind == pl.List]
    flat = rows.with_columns(pl.col(name).cast(pl.List(pl.String)).list.join("|") for name in lists)
    return flat.write_csv().removesuffix("\n")


if __name__ == "__main__":
    raise SystemExit(main())
