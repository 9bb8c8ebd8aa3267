"""The main job: discover > fetch > archive > transform > load > publish, for the sources of sources.toml."""

import argparse
import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Annotated, Any

from prefect import flow, get_run_logger, runtime
from prefect.client.schemas.objects import State
from pydantic import Field

from flows import command
from flows.intake import Heard, Run, attributed, batches, heard, keep, resume
from tasks import alerts, artifacts, load, recall, runs
from tasks.core import ledger, sources
from tasks.core.ledger import Asked
from tasks.core.records import Source
from tasks.core.revisit import Habit, choose
from tasks.core.robots import Robots
from tasks.core.tally import Tally
from tasks.discover import Discovered, discover_batch
from tasks.fetch import fetch
from tasks.network import transport
from tasks.publish import publish
from tasks.settings import Settings
from tasks.web import Client

Group = Annotated[str | None, Field(examples=["korea", "russia"])]
Only = Annotated[list[str] | None, Field(min_length=1)]


def run_name() -> str:
    """`ingest yonhap_en 2026-11-24 06:00`: the group, the only source, or all."""
    chosen = runtime.flow_run.parameters
    return runs.name("ingest", " ".join(chosen.get("only") or [chosen.get("group") or "all"]))


@flow(name="ingest", flow_run_name=run_name, validate_parameters=True)
async def ingest(group: Group = None, only: Only = None) -> State[None]:
    """Ask the sources what is new, keep what they answer, and load it into DuckDB.

    Args:
        group: the sources of this group; all where it is left out.
        only: ids of single sources, instead of a group.
    """
    settings = Settings()
    everyone = sources.read(settings.sources)
    chosen = sources.choose(everyone, group, only)
    load.prepare(settings, everyone)
    with runs.recorded(settings, "ingest") as record:
        if left := resume(settings, record, everyone):
            get_run_logger().warning("an earlier run was killed: %d requests of its archive are loaded now", left)
        memory = recall.memory(settings, chosen)
        run = Run(settings, record.run_id, everyone, memory)
        async with open_client(settings, memory.robots) as client:
            for number, batch in enumerate(batches(chosen, settings.sources_per_batch), 1):
                label = f"batch-{number:03}"
                answers = await record.unless_ended(_ask(run, client, batch, label))
                if answers is None:
                    break
                keep(run, [run.begun[source.source_id] for source in batch], answers, label)
        tallies = list(run.tallies.values())
        state = record.end(tallies, left=f"{len(chosen) - len(tallies)} of {len(chosen)} sources left")
        before = alerts.troubled(settings)
        publish(settings)
        for told in alerts.tell(settings, before, tallies):
            get_run_logger().warning("%s", told)
        await artifacts.show(settings, run.run_id, "ingest", tallies)
    return state


async def _ask(run: Run, client: Client, batch: Sequence[Source], label: str) -> Heard:
    now = datetime.now(UTC)
    pasts = [run.memory.past(source.source_id) for source in batch]
    found = attributed(run.sources, await discover_batch(batch, client, pasts, run.settings.poll_patience, label))
    load.announce(run.settings, ledger.announcement_rows(chain.from_iterable(d.candidates for d in found), now))
    answers = await asyncio.gather(*(_fetch_chosen(run, client, discovered, now) for discovered in found))
    return heard(client, found, answers, now)


async def _fetch_chosen(run: Run, client: Client, discovered: Discovered, now: datetime) -> list[Asked]:
    source, settings = discovered.source, run.settings
    known = run.memory.pages[source.source_id]
    own = {c.url: c for c in discovered.candidates if c.source_id == source.source_id}
    announced = own | {c.url: c for c in run.memory.pending[source.source_id]} | own  # what a feed says now counts
    run.begun[source.source_id] = Tally(
        source.source_id, found=len(discovered.candidates), new=sum(url not in known for url in announced)
    )
    habit = Habit(
        timedelta(days=settings.revisit_days), timedelta(hours=settings.revisit_pause_hours), settings.revisit_backoff
    )
    requests = choose(source, list(announced.values()), known, now, habit)
    return await fetch(source, requests, client)


def open_client(settings: Settings, known: Mapping[str, Robots] | None = None) -> Client:
    """The client of a run, as the settings want it; `known` is each robots.txt that earlier runs read."""
    return Client(
        transport(settings.connect_to),
        contact=settings.contact,
        request_seconds=settings.request_seconds,
        max_body_bytes=settings.max_body_bytes,
        max_delay_seconds=settings.max_delay_seconds,
        respect_robots=settings.respect_robots,
        robots=known,
    )


@command.with_settings
def main(arguments: Sequence[str] | None = None) -> int:
    """`python -m flows.ingest [--group G | --only ID ...]`; 0 where the run completed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--group", help="the sources of one group")
    parser.add_argument("--only", nargs="+", metavar="ID", help="ids of single sources")
    chosen: dict[str, Any] = vars(parser.parse_args(arguments))
    return command.run(lambda: ingest(**chosen, return_state=True), show=command.last_run)


if __name__ == "__main__":
    raise SystemExit(main())
