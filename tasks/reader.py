"""The copy that people read: queries on it, and its export."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import duckdb
import polars as pl

from tasks.store import StoreError

NESTED = re.compile(r"\b(?:STRUCT|MAP|UNION)\(|\[\d+\]|\]\[|(?:INTERVAL|BLOB|BIT|TIME ZONE)\[\]$")  # types of DuckDB
AS_WRITTEN = {"INTERVAL", "BLOB", "BIT", "TIME WITH TIME ZONE"}  # types that Polars does not have


def read_published(published: Path, query: str) -> pl.DataFrame:
    """The rows of one SELECT on the published copy, which is only read. Raises StoreError where there is none, or
    where DuckDB cannot run the query."""
    return read_several(published, {"": query})[""]


def read_several(published: Path, queries: Mapping[str, str]) -> dict[str, pl.DataFrame]:
    """The same for several, all on one and the same copy, by name."""
    with _published(published) as connection:
        try:
            return {
                name: cast(pl.DataFrame, pl.from_arrow(connection.sql(query).to_arrow_table()))
                for name, query in queries.items()
            }
        except duckdb.Error as error:
            raise StoreError(str(error)) from error


def read_flat(published: Path, statement: str) -> pl.DataFrame:
    """The answer to any statement on the published copy, for people: a second column of one name is numbered, and what
    is neither a scalar nor a list of scalars is text: JSON, or as DuckDB writes it. Raises StoreError like
    read_published."""
    with _published(published) as connection:
        try:
            answer = connection.sql(statement)
            if not answer:  # nothing but a comment
                return pl.DataFrame()
            numbered = answer.select("*").set_alias("numbered")
            told = (_told(*column) for column in zip(numbered.columns, map(str, numbered.types), strict=True))
            return cast(pl.DataFrame, pl.from_arrow(numbered.project(", ".join(told)).to_arrow_table()))
        except duckdb.Error as error:
            raise StoreError(str(error)) from error


def _told(name: str, kind: str) -> str:
    """The SQL of a column as a scalar or a list of scalars."""
    column = '"{}"'.format(name.replace('"', '""'))
    if NESTED.search(kind):
        return f"to_json({column})::VARCHAR AS {column}"
    return f"{column}::VARCHAR AS {column}" if kind in AS_WRITTEN else column


def export(published: Path, directory: Path) -> list[str]:
    """Write every table and view as Parquet and CSV into a directory; their names. A list is a JSON array in CSV."""
    directory.mkdir(parents=True, exist_ok=True)
    with _published(published) as connection:
        names = [
            str(name)
            for (name,) in connection.execute(
                "SELECT table_name FROM information_schema.tables WHERE table_name NOT LIKE 'schema_%' ORDER BY 1"
            ).fetchall()
        ]
        for name in names:
            target = str(directory / name).replace("'", "''")
            connection.execute(f"COPY (FROM {name}) TO '{target}.parquet' (FORMAT parquet)")
            flat = _flat(connection, f"'{target}.parquet'")  # not the view again, which promises no order of rows
            connection.execute(f"COPY ({flat}) TO '{target}.csv' (FORMAT csv, HEADER)")
    return names


def _flat(connection: duckdb.DuckDBPyConnection, relation: str) -> str:
    """A SELECT of all rows with lists as JSON: CSV has no lists."""
    kinds = connection.execute(f"DESCRIBE FROM {relation}").fetchall()
    lists = ", ".join(
        f'to_json("{column}")::VARCHAR AS "{column}"' for column, kind, *_ in kinds if kind.endswith("[]")
    )
    return f"SELECT * REPLACE ({lists}) FROM {relation}" if lists else f"FROM {relation}"


@contextmanager
def _published(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    if not path.exists():
        raise StoreError(f"{path}: nothing has been published yet; run `make run` or `make ingest` first")
    connection = duckdb.connect(path, read_only=True)
    try:
        connection.execute("SET TimeZone = 'UTC'")
        yield connection
    finally:
        connection.close()
