"""Runs that are cancelled, killed, or not alone: real server, real processes, one store."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from prefect.client.orchestration import get_client
from prefect.states import Cancelling

from flows.ingest import ingest
from tasks.settings import Settings
from tasks.store import Store
from tests.flows.conftest import ROOT, environment
from tests.newsroom.server import Newsroom
from tests.newsroom.settings import environment as newsroom_settings

SOURCES = ["song_biec", "meridian_ledger", "harbor_lantern"]


@pytest.fixture
def data(tmp_path: Path, prefect_server: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data directory on which runs load one source after the other."""
    with Newsroom(day=0) as newsroom:
        changed = {"TUMEN_DATA": str(tmp_path), "TUMEN_SOURCES_PER_BATCH": "1", "TUMEN_EXTRACTION_WORKERS": "0"}
        for name, value in (newsroom_settings(newsroom) | changed).items():
            monkeypatch.setenv(name, value)
        yield tmp_path


async def ingested(only: list[str]) -> Any:
    return await ingest(only=only, return_state=True)


def stored(query: str) -> pl.DataFrame:
    with Store(Settings().working) as store:
        return store.read(query)


def archived(data: Path) -> set[str]:
    return {str(path.relative_to(data / "archive")) for path in data.rglob("*.warc.gz")}


def started(server: tuple[Path, int], only: list[str]) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "flows.ingest", "--only", *only]
    return subprocess.Popen(command, cwd=ROOT, env=environment(*server), stdout=subprocess.DEVNULL)


async def cancelled_after_a_batch(data: Path) -> Any:
    """Cancel a run as the UI does, as soon as the answers of its first batch are in the archive."""

    async def cancel() -> None:
        while not archived(data):  # noqa: ASYNC110  a file of another library's making cannot be awaited
            await asyncio.sleep(0.01)
        (run_id,) = stored("SELECT run_id FROM runs")["run_id"]
        async with get_client() as client:
            await client.set_flow_run_state(run_id, Cancelling())

    run = asyncio.ensure_future(ingested(SOURCES))
    await cancel()
    return await run


def test_a_cancelled_run_ends_between_two_batches_and_the_next_does_the_rest(data: Path) -> None:
    state = asyncio.run(cancelled_after_a_batch(data))
    assert state.is_cancelled()
    left = [f"cancelled, {number} of 3 sources left" for number in (1, 2)]
    assert str(state.message).startswith(tuple(left))
    assert set(stored("SELECT DISTINCT archive_file FROM fetches")["archive_file"].drop_nulls()) == archived(data)
    begun = stored("SELECT source_id FROM run_sources")["source_id"].to_list()
    assert set(stored("SELECT DISTINCT source_id FROM articles")["source_id"]) == set(begun)
    assert asyncio.run(ingested(SOURCES)).is_completed()
    assert set(stored("SELECT DISTINCT source_id FROM articles")["source_id"]) == set(SOURCES)
    assert stored("SELECT state FROM runs ORDER BY started_at")["state"].to_list() == ["cancelled", "completed"]


def test_a_killed_run_is_found_by_the_next_which_loads_what_it_had_received(
    data: Path, prefect_server: tuple[Path, int]
) -> None:
    killed = started(prefect_server, SOURCES)
    while not archived(data) and killed.poll() is None:
        time.sleep(0.01)
    killed.kill()
    killed.wait()
    received = archived(data)
    torn = next(data.rglob("*.warc.gz"))
    with torn.rename(torn.with_name(f"{torn.name}.open")).open("ab") as file:
        file.write(b"\x1f\x8b\x08 half a record")
    assert asyncio.run(ingested(SOURCES[-1:])).is_completed()
    assert received <= set(stored("SELECT DISTINCT archive_file FROM fetches")["archive_file"])
    assert list(data.rglob("*.open")) == []
    assert SOURCES[0] in set(stored("SELECT DISTINCT source_id FROM articles")["source_id"])
    runs = stored("SELECT run_id, name, state, ended_at IS NULL AS is_open FROM runs ORDER BY started_at")
    assert runs["state"].to_list() == ["crashed", "completed"]
    assert runs["is_open"].to_list() == [False, False]

    async def on_server() -> Any:
        async with get_client() as client:
            return (await client.read_flow_run(runs["run_id"][0])).state

    state = asyncio.run(on_server())
    assert state.is_crashed()
    assert state.message == "its process died; found by the next run"


def test_two_runs_at_once_both_complete(data: Path, prefect_server: tuple[Path, int]) -> None:
    both = [started(prefect_server, SOURCES[:1]), started(prefect_server, SOURCES[1:])]
    assert [run.wait(120) for run in both] == [0, 0]
    assert set(stored("SELECT DISTINCT source_id FROM articles")["source_id"]) == set(SOURCES)
    assert stored("SELECT state FROM runs")["state"].to_list() == ["completed", "completed"]
    assert list((data / "running").iterdir()) == []
