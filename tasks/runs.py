"""A run's own record: its name, its row in DuckDB, and the state in which it ends."""

from collections.abc import Collection, Coroutine, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

import duckdb
import httpx
import polars as pl
from prefect import runtime
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import (
    FlowFilter,
    FlowFilterName,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.context import SyncClientContext
from prefect.exceptions import ObjectNotFound
from prefect.states import Cancelled, Completed, Crashed, Failed

from tasks import ending
from tasks.core.records import INSTANT
from tasks.core.tally import Tally, message
from tasks.ending import Ending
from tasks.settings import Settings
from tasks.store import Store, StoreError

T = TypeVar("T")

RUNS = pl.Schema(
    {
        "run_id": pl.String(),
        "flow": pl.String(),
        "name": pl.String(),
        "state": pl.String(),
        "message": pl.String(),
        "started_at": INSTANT,
        "ended_at": INSTANT,
    }
)
GOING = (StateType.PENDING, StateType.RUNNING, StateType.CANCELLING)
START = timedelta(minutes=2)
WRITERS = ("ingest", "backfill", "rebuild")  # the flows that are recorded
DEAD = "its process died; found by the next run"


def name(flow: str, subject: str) -> str:
    """A name that a person can read: `ingest yonhap_en 2026-11-24 06:00` (UTC)."""
    at = runtime.flow_run.scheduled_start_time or datetime.now(UTC)
    return f"{flow} {subject} {at:%Y-%m-%d %H:%M}"


@dataclass(frozen=True, slots=True)
class Record:
    """A run that is going on."""

    settings: Settings
    run_id: str
    ending: Ending

    def is_ended(self) -> bool:
        """Whether the run is to end before its next batch: a signal came, or somebody cancelled it."""
        return self.ending.signal is not None or self.is_cancelled()

    async def unless_ended(self, work: Coroutine[Any, Any, T]) -> T | None:
        """What the work gives; None where the run is to end before it, or a signal comes while it is done."""
        if self.is_ended():
            work.close()
            return None
        return await self.ending.unless_signalled(work)

    def is_cancelled(self) -> bool:
        """Whether somebody cancelled the run, in the UI or by the API."""
        state = _state(self.run_id)
        return bool(state and (state.is_cancelling() or state.is_cancelled()))

    def living(self) -> frozenset[str]:
        """The ids of the runs on this data whose process lives, this one among them."""
        return ending.living(self.settings.running) | {self.run_id}

    def settle(self, living: Collection[str]) -> None:
        """Note that nothing is left to load of what runs had archived that are not among the living."""
        with Store(self.settings.working, self.settings.lock_seconds) as store, store.transaction():
            left = set(store.read("SELECT run_id FROM runs WHERE ended_at IS NULL")["run_id"]) - {*living}
            now = datetime.now(UTC)
            store.update("runs", _rows([{"run_id": each, "ended_at": now} for each in sorted(left)]))

    def end(self, tallies: Sequence[Tally], left: str = "") -> State[None]:
        """Note how the run ended, and give the state that says so: failed only where every source was unreachable;
        where it was told to end, `left` says what was not done."""
        line = message(tallies)
        state = self._stopped(line, left) if self.is_ended() else _finished(tallies, line)
        counts = pl.DataFrame([{"run_id": self.run_id} | tally.row() for tally in tallies])
        row = {"run_id": self.run_id, "state": str(state.name).lower(), "message": line, "ended_at": datetime.now(UTC)}
        _note(self.settings, row, counts)
        return state

    def _stopped(self, line: str, left: str) -> State[None]:
        by = Cancelled if self.is_cancelled() else Crashed
        why = "cancelled" if by is Cancelled else f"ended by {self.ending.signal and self.ending.signal.name}"
        return by(message=", ".join(part for part in (why, left, line) if part))


@contextmanager
def recorded(settings: Settings, flow: str) -> Iterator[Record]:
    """Note in DuckDB that a run has begun; inside, a signal to end waits for the end of a batch (see Ending).

    Runs that have died are noted as crashed first, here and on the Prefect server. Where the block is left by an
    exception, the run is noted as failed or crashed, and as one that may have left something in the archive.
    """
    run_id = str(runtime.flow_run.id)
    with SyncClientContext.get_or_create(), Ending() as told, ending.held(settings.running, run_id):
        _begin(settings, run_id, flow)
        try:
            yield Record(settings, run_id, told)
        except BaseException as error:
            with suppress(StoreError, duckdb.Error):
                ended = "failed" if isinstance(error, Exception) else "crashed"
                row = {"run_id": run_id, "state": ended, "message": f"{type(error).__name__}: {error}"[:300]}
                _note(settings, row)
            raise


def bury_dead(settings: Settings, now: datetime) -> int:
    """Mark on the Prefect server as crashed what it takes for running although its process is gone, and what was
    handed to a worker and not begun for START; how many."""
    going = FlowRunFilterState(type=FlowRunFilterStateType(any_=[*GOING]))
    ours = FlowFilter(name=FlowFilterName(any_=[*WRITERS]))
    with get_client(sync_client=True) as client:
        found = client.read_flow_runs(flow_filter=ours, flow_run_filter=FlowRunFilter(state=going))
    living = ending.living(settings.running)
    dead = [str(run.id) for run in found if str(run.id) not in living and not _may_begin(run, now)]
    for run_id in dead:
        _bury(run_id)
    return len(dead)


def _may_begin(run: FlowRun, now: datetime) -> bool:
    return bool(run.state and run.state.is_pending() and now - run.state.timestamp < START)


def _begin(settings: Settings, run_id: str, flow: str) -> None:
    row: dict[str, Any] = {"run_id": run_id, "flow": flow, "name": str(runtime.flow_run.name), "state": "running"}
    row["started_at"] = datetime.now(UTC)
    with Store(settings.working, settings.lock_seconds) as store, store.transaction():
        running = store.read("SELECT run_id FROM runs WHERE state = 'running'")["run_id"]
        dead = sorted({*running} - ending.living(settings.running))
        store.update("runs", _rows([{"run_id": each, "state": "crashed", "message": DEAD} for each in dead]))
        store.merge("runs", _rows([row]))
    for each in dead:
        _bury(each)


def _bury(run_id: str) -> None:
    """Tell the Prefect server of a death that it has not noticed."""
    state = _state(run_id)
    if state and not state.is_final():
        with get_client(sync_client=True) as client:
            client.set_flow_run_state(UUID(run_id), Crashed(message=DEAD), force=True)


def _state(run_id: str) -> State[Any] | None:
    """The state of a run on the Prefect server; None where it knows no such run, or does not answer."""
    with suppress(ObjectNotFound, httpx.HTTPError), get_client(sync_client=True) as client:
        return client.read_flow_run(UUID(run_id)).state
    return None


def _finished(tallies: Sequence[Tally], line: str) -> State[None]:
    unreached = sum(not tally.is_reached for tally in tallies)
    if unreached and unreached == len(tallies):
        return Failed(message=f"no source could be reached: {line}")
    return Completed(name="Partly failed", message=line) if unreached else Completed(message=line)


def _note(settings: Settings, row: dict[str, Any], counts: pl.DataFrame | None = None) -> None:
    with Store(settings.working, settings.lock_seconds) as store, store.transaction():
        store.update("runs", _rows([row]))
        if counts is not None:
            store.merge("run_sources", counts)


def _rows(rows: Sequence[dict[str, Any]]) -> pl.DataFrame:
    names = rows[0] if rows else ("run_id", "state", "message")
    return pl.DataFrame(rows, schema={name: RUNS[name] for name in names})
