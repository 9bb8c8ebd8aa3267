"""The DuckDB file: tables, merging, readers and the writer."""

import subprocess
import sys
from pathlib import Path

import duckdb
import polars as pl
import pytest

from tasks import reader, store
from tasks.store import Store, StoreError

SOURCE = {
    "source_id": "a", "name": "A", "url": "https://a.example/", "language": "en", "country": "GB", "kind": "paper",
    "side": "other", "timezone": "UTC", "source_group": "world", "note": None,
}  # fmt: skip


def sources(*changes: dict[str, str]) -> pl.DataFrame:
    return pl.DataFrame([SOURCE | change for change in changes], schema=dict.fromkeys(SOURCE, pl.String))


def test_every_table_and_column_has_a_comment(tmp_path: Path) -> None:
    with Store(tmp_path / "w.duckdb") as opened:
        bare = opened.read(
            "SELECT table_name || '.' || column_name AS name FROM duckdb_columns() JOIN duckdb_tables() "
            "USING (table_name) WHERE NOT duckdb_columns.internal AND duckdb_columns.comment IS NULL "
            "AND table_name NOT LIKE 'schema_%'"
        )
        tables = opened.read("SELECT table_name FROM duckdb_tables() WHERE comment IS NULL AND NOT internal")
    assert bare["name"].to_list() == []
    assert all(name.startswith("schema_") for name in tables["table_name"])


def test_merging_inserts_updates_and_leaves_alone(tmp_path: Path) -> None:
    with Store(tmp_path / "w.duckdb") as opened:
        assert opened.merge("sources", sources({}, {"source_id": "b"})) == (2, 0)
        assert opened.merge("sources", sources({}, {"source_id": "b", "name": "B"}, {"source_id": "c"})) == (1, 1)
        assert opened.merge("sources", sources({}, {"source_id": "b", "name": "B"})) == (0, 0)
        assert opened.read("SELECT name FROM sources ORDER BY source_id")["name"].to_list() == ["A", "B", "A"]


def fail_halfway(opened: Store) -> None:
    with opened.transaction():
        opened.insert("sources", sources({}))
        print(1 / 0)


def test_a_transaction_is_all_or_nothing(tmp_path: Path) -> None:
    with Store(tmp_path / "w.duckdb") as opened:
        with pytest.raises(ZeroDivisionError):
            fail_halfway(opened)
        assert opened.read("SELECT count(*) FROM sources").item() == 0


def test_an_error_within_a_transaction_is_told_as_it_is_and_undone(tmp_path: Path) -> None:
    with Store(tmp_path / "w.duckdb") as opened:
        for write in (opened.insert, opened.merge):
            with pytest.raises(duckdb.ConstraintException, match="duplicate key"), opened.transaction():
                write("sources", sources({}, {}))
        with pytest.raises(duckdb.ConversionException), opened.transaction():
            opened.read_with("SELECT name::INTEGER FROM frame", frame=sources({}))
        assert opened.merge("sources", sources({})) == (1, 0)
        joined = opened.read_with("SELECT source_id FROM sources SEMI JOIN frame USING (name)", frame=sources({}))
        assert joined.height == 1


def test_opening_again_migrates_nothing(tmp_path: Path) -> None:
    for _ in range(2):
        with Store(tmp_path / "w.duckdb") as opened:
            applied = opened.read("SELECT applied_at FROM schema_migrations")
    with Store(tmp_path / "w.duckdb") as opened:
        assert opened.read("SELECT applied_at FROM schema_migrations").equals(applied)


def test_a_file_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    Store(path).__exit__(None, None, None)
    connection = duckdb.connect(path)
    connection.execute("INSERT INTO schema_migrations (number, name) VALUES (9999, 'later')")
    connection.close()
    with pytest.raises(StoreError, match="made by a newer tumen"):
        Store(path)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    path.write_bytes(b"not a database, by any means" * 400)
    with pytest.raises(StoreError, match="not a DuckDB file"):
        Store(path)


def test_another_writer_is_waited_for_and_then_named(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    Store(path).__exit__(None, None, None)
    script = (
        "import sys, duckdb; c = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.read(); c.close()"
    )
    command = [sys.executable, "-c", script, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"open\n"
        with pytest.raises(StoreError, match="another process has had it open"):
            Store(path, wait=0.2)
    with Store(path, wait=5) as opened:
        assert opened.read("SELECT 1").item() == 1


def test_a_reader_keeps_the_old_copy_while_a_new_one_is_published(tmp_path: Path) -> None:
    working, published = tmp_path / "w.duckdb", tmp_path / "p.duckdb"
    with Store(working) as opened:
        opened.merge("sources", sources({}))
    store.publish(working, published)
    held = duckdb.connect(published, read_only=True)
    with Store(working) as opened:
        opened.merge("sources", sources({"source_id": "b"}))
    store.publish(working, published)
    assert held.execute("SELECT count(*) FROM sources").fetchall() == [(1,)]
    held.close()
    assert reader.read_published(published, "SELECT count(*) FROM sources").item() == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["p.duckdb", "w.duckdb"]


def test_the_published_copy_cannot_be_written_through_its_reader(tmp_path: Path) -> None:
    working, published = tmp_path / "w.duckdb", tmp_path / "p.duckdb"
    Store(working).__exit__(None, None, None)
    store.publish(working, published)
    with pytest.raises(StoreError, match="read-only"):
        reader.read_published(published, "INSERT INTO schema_views VALUES ('x') RETURNING *")
    with pytest.raises(StoreError, match="nothing has been published yet"):
        reader.read_published(tmp_path / "none.duckdb", "SELECT 1")


def test_export_writes_parquet_and_csv(tmp_path: Path) -> None:
    working, published = tmp_path / "w.duckdb", tmp_path / "p.duckdb"
    with Store(working) as opened:
        opened.merge("sources", sources({}))
    store.publish(working, published)
    names = reader.export(published, tmp_path / "it's here")
    assert {"sources", "articles", "timeline"} <= set(names)
    assert pl.read_parquet(tmp_path / "it's here" / "sources.parquet")["source_id"].to_list() == ["a"]
    assert (tmp_path / "it's here" / "sources.csv").read_text(encoding="utf8").splitlines()[1].startswith("a,A,")
