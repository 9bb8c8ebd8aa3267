"""The DuckDB file behind one small interface: open and migrate, merge, replace, read, publish.

One process at a time may have a DuckDB file open for writing, and an open reader keeps the writer out. So flows write
the working file, and people read a copy that is put in its place whole.
"""

import hashlib
import os
import random
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

import duckdb
import polars as pl

READABLE_SINCE = "v1.2.0"  # people read the published copy with clients older than the one that writes it
SQL = Path(__file__).resolve().parents[1] / "sql"


class StoreError(RuntimeError):
    """The file cannot be used; the message says why and what to do."""


class Store:
    """An open working file, migrated to the newest tables and views.

    `with Store(path) as store:` waits up to `wait` seconds for another writer. Raises StoreError where the file is held
    longer, was made by a newer version, or is no DuckDB file.
    """

    def __init__(self, path: Path, wait: float = 120.0) -> None:
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = _connect(path, wait)
        try:
            self._connection.execute("SET TimeZone = 'UTC'")
            _migrate(self._connection, path)
        except BaseException:
            self._connection.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing."""
        self._connection.execute("BEGIN")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def read(self, query: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> pl.DataFrame:
        """The rows of one SELECT."""
        table = self._connection.sql(query, params=parameters).to_arrow_table()
        return cast(pl.DataFrame, pl.from_arrow(table))

    def read_with(self, query: str, **frames: pl.DataFrame) -> pl.DataFrame:
        """The rows of one SELECT that may name the given frames as tables."""
        for name, frame in frames.items():
            self._connection.register(name, frame.to_arrow())
        try:
            return self.read(query)
        finally:
            self._unregister(*frames)

    def merge(self, table: str, frame: pl.DataFrame) -> tuple[int, int]:
        """Insert rows with a new primary key, update those that differ; (inserted, updated).

        A frame may leave out columns that have no meaning for it; one row a key. Null equals null.
        """
        if frame.is_empty():
            return 0, 0
        keys = self._keys(table)
        others = [name for name in frame.columns if name not in keys]
        on = " AND ".join(f't."{key}" = f."{key}"' for key in keys)
        differs = " OR ".join(f't."{name}" IS DISTINCT FROM f."{name}"' for name in others) or "false"
        assign = ", ".join(f'"{name}" = f."{name}"' for name in others)
        update = f"WHEN MATCHED AND ({differs}) THEN UPDATE SET {assign}" if others else ""
        columns = ", ".join(f'"{name}"' for name in frame.columns)
        values = ", ".join(f'f."{name}"' for name in frame.columns)
        with self._registered(frame) as name:
            actions = self._connection.execute(
                f"MERGE INTO {table} t USING {name} f ON {on} {update} "
                f"WHEN NOT MATCHED THEN INSERT ({columns}) VALUES ({values}) RETURNING merge_action"
            ).fetchall()
        inserted = sum(action == "INSERT" for (action,) in actions)
        return inserted, len(actions) - inserted

    def update(self, table: str, frame: pl.DataFrame) -> None:
        """Set the columns of the frame in the rows whose primary key it names."""
        keys = self._keys(table)
        assign = ", ".join(f'"{name}" = f."{name}"' for name in frame.columns if name not in keys)
        match = " AND ".join(f't."{key}" = f."{key}"' for key in keys)
        with self._registered(frame) as name:
            self._connection.execute(f"UPDATE {table} t SET {assign} FROM {name} f WHERE {match}")

    def replace(self, table: str, frame: pl.DataFrame, owners: pl.DataFrame) -> None:
        """Put `frame` in the place of the rows that belong to `owners` (a frame of the columns that name an owner)."""
        match = " AND ".join(f't."{name}" = o."{name}"' for name in owners.columns)
        with self._registered(owners) as name:
            self._connection.execute(f"DELETE FROM {table} t USING {name} o WHERE {match}")
        self.insert(table, frame)

    def replace_all(self, table: str, frame: pl.DataFrame) -> None:
        """Make the table hold exactly the rows of the frame."""
        self._connection.execute(f"DELETE FROM {table}")
        self.insert(table, frame)

    def refresh(self, name: str) -> None:
        """Run `sql/refresh/<name>.sql`, which computes a table anew from others."""
        self._connection.execute((SQL / "refresh" / f"{name}.sql").read_text(encoding="utf8"))

    def insert(self, table: str, frame: pl.DataFrame) -> None:
        """Append the rows of a frame by column name."""
        if not frame.is_empty():
            with self._registered(frame) as name:
                self._connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM {name}")

    def copy_from(self, path: Path, table: str, where: str = "true") -> None:
        """Append the rows of the same table in another DuckDB file."""
        quoted = str(path).replace("'", "''")
        self._connection.execute(f"ATTACH IF NOT EXISTS '{quoted}' AS other (READ_ONLY)")
        self._connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM other.{table} WHERE {where}")

    def _keys(self, table: str) -> list[str]:
        found = self._connection.execute(
            "SELECT constraint_column_names FROM duckdb_constraints() "
            "WHERE table_name = ? AND constraint_type = 'PRIMARY KEY'",
            [table],
        ).fetchall()
        return list(found[0][0])

    @contextmanager
    def _registered(self, frame: pl.DataFrame) -> Iterator[str]:
        self._connection.register("frame_to_write", frame.to_arrow())
        try:
            yield "frame_to_write"
        finally:
            self._unregister("frame_to_write")

    def _unregister(self, *names: str) -> None:
        """Let frames go; after an error DuckDB refuses that, and the rollback does it: the error is what matters."""
        with suppress(duckdb.TransactionException):
            for name in names:
                self._connection.unregister(name)

    def checkpoint(self) -> None:
        """Fold the write-ahead log into the file, so that the file alone is the whole truth."""
        self._connection.execute("CHECKPOINT")


def publish(working: Path, published: Path, wait: float = 120.0) -> None:
    """Replace the file that people read by a copy of the working file, whole, in one rename.

    Those who have the old one open keep it; those who open it later see the new one. Nobody sees half of it.
    """
    temporary = published.with_name(f".{published.name}.{os.getpid()}")
    try:
        with Store(working, wait) as store:
            store.checkpoint()
            shutil.copyfile(working, temporary)
        with temporary.open("rb+") as copy:
            os.fsync(copy.fileno())
        temporary.replace(published)
    finally:
        temporary.unlink(missing_ok=True)


def _connect(path: Path, wait: float) -> duckdb.DuckDBPyConnection:
    deadline, pause = time.monotonic() + wait, 0.05
    while True:
        try:
            return duckdb.connect(path, config={"storage_compatibility_version": READABLE_SINCE})
        except duckdb.IOException as error:
            said = str(error).lower()
            if "lock" not in said:
                why = (
                    "cannot be written"
                    if "cannot open file" in said
                    else "not a DuckDB file that this version can read"
                )
                raise StoreError(f"{path}: {why}: {error}") from error
            if time.monotonic() + pause > deadline:
                raise StoreError(f"{path}: another process has had it open for {wait:.0f} s") from error
        except (duckdb.SerializationException, duckdb.InvalidInputException) as error:
            raise StoreError(f"{path}: not a DuckDB file that this version can read: {error}") from error
        time.sleep(pause * random.uniform(0.5, 1.5))
        pause = min(pause * 2, 2.0)


def _migrate(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    connection.execute(
        "CREATE TABLE IF NOT EXISTS schema_migrations (number INTEGER PRIMARY KEY, name VARCHAR NOT NULL, "
        "applied_at TIMESTAMPTZ NOT NULL DEFAULT now()); "
        "CREATE TABLE IF NOT EXISTS schema_views (digest VARCHAR NOT NULL)"
    )
    files = {int(file.name[:4]): file for file in sorted((SQL / "migrations").glob("*.sql"))}
    applied = {number for (number,) in connection.execute("SELECT number FROM schema_migrations").fetchall()}
    newest = max(applied, default=0)
    if newest > max(files):
        raise StoreError(
            f"{path}: made by a newer tumen (migration {newest}, this one knows {max(files)}); update the program"
        )
    for number, file in files.items():
        if number not in applied:
            _in_transaction(connection, file.read_text(encoding="utf8"), number, file.name)
    _refresh_views(connection)


def _in_transaction(connection: duckdb.DuckDBPyConnection, script: str, number: int, name: str) -> None:
    connection.execute("BEGIN")
    try:
        connection.execute(script)
        connection.execute("INSERT INTO schema_migrations (number, name) VALUES (?, ?)", [number, name])
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _refresh_views(connection: duckdb.DuckDBPyConnection) -> None:
    scripts = [file.read_text(encoding="utf8") for file in sorted((SQL / "views").glob("*.sql"))]
    digest = hashlib.sha256("\n".join(scripts).encode()).hexdigest()
    if connection.execute("SELECT digest FROM schema_views").fetchall() == [(digest,)]:
        return
    connection.execute("BEGIN")
    try:
        for script in scripts:
            connection.execute(script)
        connection.execute("DELETE FROM schema_views")
        connection.execute("INSERT INTO schema_views VALUES (?)", [digest])
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
