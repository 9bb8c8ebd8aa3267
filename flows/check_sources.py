"""Is every source alive? Asks its discovery places and a few article pages, prints a table, and changes nothing."""

import argparse
import asyncio
from collections.abc import Sequence
from typing import Any

import polars as pl
from prefect import flow, runtime
from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows import command
from flows.ingest import open_client
from tasks import recall, runs
from tasks.check import Checkup, check, message, sample, show, unconditional
from tasks.core import sources
from tasks.core.records import Source
from tasks.core.revisit import Past
from tasks.discover import discover
from tasks.fetch import fetch
from tasks.settings import Settings
from tasks.web import Client


def run_name() -> str:
    """`check korea 2026-11-24 06:00`: the group, or all."""
    return runs.name("check", str(runtime.flow_run.parameters.get("group") or "all"))


@flow(name="check-sources", flow_run_name=run_name)
async def check_sources(group: str | None = None) -> State[list[Checkup]]:
    """Say of each source whether it is alive, dead, blocked, changed, a teaser, silent, or had a gap.

    Args:
        group: the sources of this group; all where it is left out.
    """
    settings = Settings()
    chosen = sources.choose(sources.read(settings.sources), group)
    memory = recall.memory(settings, chosen) if settings.working.exists() else None
    async with open_client(settings, memory.robots if memory else None) as client:
        checkups = await asyncio.gather(*(_checked(source, client, memory) for source in chosen))
    await show(str(runtime.flow_run.name), checkups)
    return Completed(message=message(checkups), data=list(checkups))


async def _checked(source: Source, client: Client, memory: recall.Memory | None) -> Checkup:
    past = unconditional(memory.past(source.source_id)) if memory else Past()
    found = await discover(source, client, past)
    pages = await fetch(source, sample(found.candidates), client)
    known = memory.pages[source.source_id].values() if memory else ()
    last_new_at = max((page.first_fetched_at for page in known), default=None)
    return check(source, found.candidates, found.asked, found.failures, pages, last_new_at)


def table(checkups: Sequence[Checkup]) -> str:
    """A row a source, sources in trouble first, and the states counted."""
    rows = sorted(
        (c.row() for c in checkups), key=lambda row: (row["state"] == "ALIVE", row["state"], row["source_id"])
    )
    with pl.Config(tbl_rows=-1, tbl_cols=-1, tbl_width_chars=160, fmt_str_lengths=60, tbl_hide_dataframe_shape=True):
        return f"{pl.DataFrame(rows)}\n{message(checkups)}"


@command.with_settings
def main(arguments: Sequence[str] | None = None) -> int:
    """`python -m flows.check_sources [--group G]`; 0 where all sources were asked, whatever they answered."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--group", help="the sources of one group")
    chosen: dict[str, Any] = vars(parser.parse_args(arguments))
    checkups: list[Checkup] = []

    async def start() -> State[Any]:
        state: State[Any] = await check_sources(**chosen, return_state=True)
        if state.is_completed():
            checkups.extend(await state.aresult())
        return state

    return command.run(start, show=lambda: table(checkups))


if __name__ == "__main__":
    raise SystemExit(main())
