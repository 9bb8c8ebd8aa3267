"""A run's own record: its row in DuckDB, and what the Prefect UI shows of it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import polars as pl
from prefect import runtime
from prefect.artifacts import (
    acreate_markdown_artifact,
    acreate_table_artifact,
    create_markdown_artifact,
    create_table_artifact,
)
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from tasks.core.records import INSTANT
from tasks.core.tally import Tally, message, total
from tasks.settings import Settings
from tasks.store import Store

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


def name(flow: str, subject: str) -> str:
    """A name that a person can read: `ingest yonhap_en 2026-11-24 06:00` (UTC)."""
    at = runtime.flow_run.scheduled_start_time or datetime.now(UTC)
    return f"{flow} {subject} {at:%Y-%m-%d %H:%M}"


def begin(settings: Settings, flow: str) -> str:
    """Note in DuckDB that a run has begun; its id."""
    run_id, run_name = str(runtime.flow_run.id), str(runtime.flow_run.name)
    row = {"run_id": run_id, "flow": flow, "name": run_name, "state": "running", "started_at": datetime.now(UTC)}
    with Store(settings.working, settings.lock_seconds) as store, store.transaction():
        store.merge("runs", pl.DataFrame([row], schema={key: RUNS[key] for key in row}))
    return run_id


def end(settings: Settings, run_id: str, tallies: Sequence[Tally]) -> State[None]:
    """Note how the run ended, and give the state that says so: failed only where every source was unreachable."""
    unreached = sum(not tally.is_reached for tally in tallies)
    state = "completed" if not unreached else "failed" if unreached == len(tallies) else "partly failed"
    line = message(list(tallies))
    row = {"run_id": run_id, "state": state, "message": line, "ended_at": datetime.now(UTC)}
    counts = pl.DataFrame([{"run_id": run_id} | tally.row() for tally in tallies])
    with Store(settings.working, settings.lock_seconds) as store, store.transaction():
        store.update("runs", pl.DataFrame([row], schema={key: RUNS[key] for key in row}))
        store.merge("run_sources", counts)
    if state == "failed":
        return Failed(message=f"no source could be reached: {line}")
    return Completed(message=line) if state == "completed" else Completed(name="Partly failed", message=line)


async def show(flow: str, tallies: Sequence[Tally]) -> None:
    """Put the run's table and its summary into the UI."""
    table, markdown = _artifacts(flow, tallies, [*tallies, total(tallies)])
    await acreate_table_artifact(**table)
    await acreate_markdown_artifact(**markdown)


def show_sync(flow: str, tallies: Sequence[Tally]) -> None:
    """The same from a flow that is not asynchronous."""
    table, markdown = _artifacts(flow, tallies, tallies)
    create_table_artifact(**table)
    create_markdown_artifact(**markdown)


def _artifacts(flow: str, tallies: Sequence[Tally], shown: Sequence[Tally]) -> tuple[dict[str, Any], dict[str, Any]]:
    line, rows = message(list(tallies)), [tally.row() for tally in shown]
    return (
        {"table": rows, "key": f"{flow}-sources", "description": f"**{line}**"},
        {"markdown": summary(flow, tallies), "key": f"{flow}-summary", "description": line},
    )


def summary(flow: str, tallies: Sequence[Tally]) -> str:
    """The run in Markdown: one line, then the sources with news or trouble."""
    head = f"# {runtime.flow_run.name or flow}\n\n{message(list(tallies))}\n"
    news = [f"- **{t.source_id}**: {t.loaded} new, {t.updated} updated" for t in tallies if t.loaded or t.updated]
    trouble = [f"- **{t.source_id}**: {t.row()['reasons']}" for t in tallies if t.failed]
    parts = [head]
    parts += ["\n## New and updated\n", *news] if news else ["\nNothing new.\n"]
    parts += ["\n## Failures by reason\n", *trouble] if trouble else []
    return "\n".join(parts)
