"""The commands that a person types, apart from the flows themselves."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import polars as pl
import pytest

from flows import ask, backfill, client, dictionary, export, ingest, report, serve
from tasks import store
from tasks.core.records import INSTANT
from tasks.settings import ROOT
from tasks.store import Store


@pytest.fixture
def published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty published copy that the settings point to."""
    monkeypatch.setenv("TUMEN_DATA", str(tmp_path))
    Store(tmp_path / "working.duckdb").__exit__(None, None, None)
    store.publish(tmp_path / "working.duckdb", tmp_path / "tumen.duckdb")
    return tmp_path / "tumen.duckdb"


def test_without_a_name_all_that_can_be_asked_is_listed(published: Path) -> None:
    listed = ask.answer(published, None)
    assert {"timeline", "first_reports", "agency_reliance", "coverage_by_language", "source_health"} <= set(
        listed["name"]
    )
    assert not listed["name"].str.starts_with("schema_").any()
    assert listed["answers"].str.len_chars().min() > 10  # type: ignore[operator]


def test_every_view_and_every_question_runs(published: Path) -> None:
    asked = [*ask.questions(), *ask.answer(published, None)["name"]]
    assert len(asked) > 25
    for name in asked:
        assert isinstance(ask.answer(published, name), pl.DataFrame), name


def test_any_select_is_answered(published: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask.main(["SELECT 1 AS one, ['a', 'b'] AS two", "--csv"]) == 0
    assert capsys.readouterr().out == "one,two\n1,a|b\n"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("TIMESTAMPTZ '2026-03-04 12:00Z' - TIMESTAMPTZ '2026-03-02 08:00Z' AS late", "2 days 04:00:00"),
        ("{'article_id': '01e5', 'start': 3} AS place", '{"article_id":"01e5","start":3}'),
        ("list({'start': 3}) AS places", '[{"start":3}]'),
        ("[[1, 2], [3]] AS groups", "[[1,2],[3]]"),
        ("MAP {'tass': 4} AS counts", '{"tass":4}'),
        ("'\\xFF'::BLOB AS body", "\\xFF"),
        ("1 AS one, 2 AS one", "2"),
    ],
)
def test_what_no_flat_table_holds_is_told_as_text(
    published: Path, capsys: pytest.CaptureFixture[str], asked: str, told: str
) -> None:
    assert ask.main([f"SELECT {asked}"]) == 0
    assert told in capsys.readouterr().out
    assert ask.answer(published, f"SELECT {asked}").row(0)[-1] in (told, 2)
    assert ask.main([f"SELECT {asked}", "--csv"]) == 0
    assert capsys.readouterr().out.count("\n") == 2


def test_a_comment_alone_has_no_answer(published: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask.main(["-- nothing asked"]) == 0
    assert "0 of 0 rows" in capsys.readouterr().out


def test_statements_end_with_a_semicolon_and_names_with_their_line() -> None:
    typed = ["timeline", "", "SELECT 1", "  AS one;", "12;", "FROM events", ".quit", "LIMIT 1;", "exit", "timeline"]
    assert list(client.statements(typed)) == [
        "timeline",
        "SELECT 1\n  AS one",
        "12",
        "FROM events\n.quit\nLIMIT 1",
    ]


@pytest.mark.parametrize(("name", "option"), [("duckdb", "-readonly"), ("harlequin", "--read-only")])
def test_a_client_that_is_there_is_used_for_reading_only(tmp_path: Path, name: str, option: str) -> None:
    program = tmp_path / name
    program.touch(mode=0o755)
    told = client.command(tmp_path / "tumen.duckdb", str(tmp_path))
    assert told is not None
    assert (told[0], told[1], told[-1]) == (str(program), option, str(tmp_path / "tumen.duckdb"))
    program.unlink()
    assert client.command(tmp_path / "tumen.duckdb", str(tmp_path)) is None


def at_a_terminal(places: Path, typed: str) -> str:
    """What is shown at a terminal where this is typed to a client; our own answers in capitals."""
    program = (
        "import sys, pathlib, flows.client as c; c.open_client(pathlib.Path('tumen.duckdb'), str.upper, sys.argv[1])"
    )
    screen, terminal = pty.openpty()
    command = [sys.executable, "-c", program, str(places)]
    asking = subprocess.Popen(command, cwd=ROOT, stdin=terminal, stdout=terminal, stderr=terminal)
    os.close(terminal)
    os.write(screen, typed.encode())
    shown = b""
    with suppress(OSError):  # the terminal is gone when the client is
        while part := os.read(screen, 65536):
            shown += part
    os.close(screen)
    assert asking.wait(60) == 0
    return shown.decode()


def test_at_a_terminal_questions_are_asked_one_by_one(tmp_path: Path) -> None:
    shown = at_a_terminal(tmp_path, "select 6 * 7 as\n answer;\ntimeline\n.quit\n")
    assert "SELECT 6 * 7 AS" in shown
    assert "TIMELINE" in shown
    assert ".QUIT" not in shown


def test_an_installed_client_is_handed_the_terminal(tmp_path: Path) -> None:
    program = tmp_path / "harlequin"
    program.write_text('#!/bin/sh\necho "opened $*"\n', encoding="utf8")
    program.chmod(0o755)
    assert "opened --read-only tumen.duckdb" in at_a_terminal(tmp_path, "")


def test_what_cannot_be_answered_at_the_prompt_is_a_line(published: Path) -> None:
    assert ask.told(published, "no_such_view", 9).startswith("tumen: nothing is called 'no_such_view'")
    assert "42" in ask.told(published, "SELECT 6 * 7", 9)


@pytest.mark.parametrize("asked", ["no_such_view", "SELECT no_such_column FROM articles"])
def test_what_cannot_be_answered_is_one_refusal(
    published: Path, capsys: pytest.CaptureFixture[str], asked: str
) -> None:
    assert ask.main([asked]) == 2
    assert capsys.readouterr().err.startswith("tumen: ")


def test_asking_before_anything_is_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TUMEN_DATA", str(tmp_path))
    for main in (ask.main, export.main):
        assert main([]) == 2
        assert "nothing has been published yet" in capsys.readouterr().err


AWKWARD = 'He said: "so, be it"\r\nпотом; 그 뒤\n\n,𝄞,end'


def test_what_is_exported_is_read_elsewhere_as_it_was(
    published: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = {"article_id": "01e5", "version": 1, "field": "text", "start": AWKWARD.index("said"), "end": 7}
    at = datetime(2026, 3, 2, 8, tzinfo=UTC)
    version = {"article_id": "01e5", "version": 1, "seen_at": at, "title": "", "text": AWKWARD, "text_hash": "h"}
    event = {"event_id": "e", "event_type": "visit", "precision": "vague", "modality": "happened"}
    with Store(tmp_path / "working.duckdb") as opened:
        opened.insert("article_versions", pl.DataFrame([version]).cast({"seen_at": INSTANT}))
        opened.insert("entity_mentions", pl.DataFrame([place | {"surface": "said", "entity_id": "tass"}]))
        opened.insert("events", pl.DataFrame([event | {"participants": ['a, "b"', "c]", ""]}]))
    store.publish(tmp_path / "working.duckdb", published)
    assert export.main(["--to", str(tmp_path / "out")]) == 0
    assert "each as .parquet and .csv" in capsys.readouterr().out
    exported = sorted((tmp_path / "out").glob("*.parquet"))
    assert {"articles", "timeline", "two_capitals"} <= {whole.stem for whole in exported}
    for whole in exported:
        assert same(pl.read_parquet(whole), pl.read_csv(whole.with_suffix(".csv"), infer_schema=False)), whole.stem
    texts = pl.read_csv(tmp_path / "out" / "article_versions.csv", infer_schema=False)
    assert texts["text"].to_list() == [AWKWARD]
    (found,) = pl.read_csv(tmp_path / "out" / "entity_mentions.csv").to_dicts()
    assert texts["text"].item()[found["start"] : found["end"]] == "said"


def same(whole: pl.DataFrame, flat: pl.DataFrame) -> bool:
    """Whether a CSV file of strings tells what the Parquet file does: rows in order, strings as they are, lists as
    JSON."""
    lists = [name for name, kind in whole.schema.items() if kind == pl.List]
    texts = [name for name, kind in whole.schema.items() if kind == pl.String]
    told = [[None if each is None else json.loads(each) for each in flat[name]] for name in lists]
    return (
        whole.columns == flat.columns
        and whole.height == flat.height
        and told == [whole[name].to_list() for name in lists]
        and whole.select(texts).fill_null("").equals(flat.select(texts).fill_null(""))
    )


def test_the_data_dictionary_is_complete(tmp_path: Path) -> None:
    page = dictionary.page(tmp_path / "empty.duckdb")
    for table in ("articles", "events", "timeline"):
        assert f"\n## {table}\n" in page


def test_an_uncommented_column_is_refused(tmp_path: Path) -> None:
    with Store(tmp_path / "w.duckdb") as opened:
        opened.read("SELECT 1")
    connection = duckdb.connect(tmp_path / "w.duckdb")
    connection.execute("CREATE TABLE t (a INTEGER); COMMENT ON TABLE t IS 'x'")
    connection.close()
    with pytest.raises(ValueError, match=r"no comment in sql/ on: t\.a"):
        dictionary.page(tmp_path / "w.duckdb")


@pytest.mark.parametrize(
    ("setting", "value", "complaint"),
    [
        ("TUMEN_SOURCES", "/nowhere/sources.toml", "no such file"),
        ("TUMEN_REQUEST_SECONDS", "soon", "settings: request_seconds"),
        ("TUMEN_CONNECT_TO", "*.test", "connect_to"),
        ("TUMEN_REQEST_SECONDS", "3", "there is no TUMEN_REQEST_SECONDS"),
    ],
)
def test_a_bad_setting_is_one_line(
    setting: str, value: str, complaint: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(setting, value)
    assert ingest.main([]) == 2
    lines = [line for line in capsys.readouterr().err.splitlines() if line.startswith("tumen:")]
    assert len(lines) == 1
    assert complaint in lines[0]


def test_a_backfill_says_what_it_needs(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        backfill.main(["--pages", "somewhere"])
    assert "give --pages DIR with --index FILE" in capsys.readouterr().err


@pytest.mark.parametrize("main", [ask.main, backfill.main, export.main, ingest.main, report.main, serve.main])
def test_no_command_begins_with_a_bad_setting(
    main: Callable[[Sequence[str] | None], int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TUMEN_LOCK_SECONDS", "long")
    assert main([]) == 2
    assert capsys.readouterr().err.startswith("tumen: settings: lock_seconds: ")
