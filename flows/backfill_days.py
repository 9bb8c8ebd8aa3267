"""What was published before, as far as sources still announce it: a span of days is searched, fetched and loaded."""

import argparse
import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import chain, count
from typing import Annotated, Any

from prefect import flow, runtime
from prefect.client.schemas.objects import State
from pydantic import Field

from flows import command
from flows.ingest import open_client
from flows.intake import Heard, Run, attributed, batches, heard, keep
from tasks import artifacts, load, recall, runs
from tasks.core import sources, window
from tasks.core.records import Candidate, Source
from tasks.core.revisit import Request, missing
from tasks.core.tally import Tally
from tasks.core.window import Window
from tasks.discover import Discovered, discover
from tasks.fetch import fetch
from tasks.publish import publish
from tasks.runs import Record
from tasks.settings import Settings
from tasks.web import Client


@dataclass(frozen=True, slots=True)
class Span:
    """The window whose articles are wanted, and how much is asked for at most of each source."""

    window: Window
    max_documents: int
    max_articles: int


def run_name() -> str:
    """`backfill 2026-01-01 2026-11-24 06:00`: from the first day on."""
    return runs.name("backfill", str(runtime.flow_run.parameters.get("start")))


@flow(name="backfill-days", flow_run_name=run_name, validate_parameters=True)
async def backfill_days(
    start: date,
    end: date | None = None,
    group: str | None = None,
    only: list[str] | None = None,
    max_documents: Annotated[int, Field(ge=1, le=5_000)] = 200,
    max_articles: Annotated[int, Field(ge=1, le=50_000)] = 1_000,
) -> State[None]:
    """Fetch what sources still announce of a span of days.

    Searches (GDELT) and sitemaps reach back; feeds and listings give what of the days they still show. What was
    received before is not asked for again, so a run that was cut short can be repeated.

    Args:
        start: first day (UTC) of what was published.
        end: last day (UTC); today where it is left out.
        group: the sources of this group; all where it is left out.
        only: ids of single sources, instead of a group.
        max_documents: searches, sitemaps and feeds that are read of each source, at most; what is left is reported.
        max_articles: articles that are asked for of each source, at most.
    """
    settings = Settings()
    everyone = sources.read(settings.sources)
    span = Span(window.days(start, end, datetime.now(UTC).date()), max_documents, max_articles)
    chosen = sources.choose(everyone, group, only)
    load.prepare(settings, everyone)
    with runs.recorded(settings, "backfill") as record:
        memory = recall.memory(settings, everyone)
        run = Run(settings, record.run_id, everyone, memory)
        async with open_client(settings, memory.robots) as client:
            for number, batch in enumerate(batches(chosen, settings.sources_per_batch), 1):
                if not await _take_batch(run, record, client, batch, span, f"batch-{number:03}"):
                    break
        tallies = list(run.tallies.values())
        state = record.end(tallies, left="the span is to be asked for again")
        publish(settings)
        await artifacts.show(settings, run.run_id, "backfill", tallies)
    return state


async def _take_batch(
    run: Run, record: Record, client: Client, batch: Sequence[Source], span: Span, label: str
) -> bool:
    """Ask a batch of sources for all of the span, and keep it in rounds of as many articles as a usual run takes;
    whether it was not told to end."""
    found = await record.unless_ended(_discover(run, client, batch, span))
    if found is None:
        return False
    left = _requests(run, batch, found, span.max_articles)
    for number in count(1):
        answers = await record.unless_ended(_ask(run, client, found if number == 1 else [], left))
        if answers is None:
            return False
        keep(run, list(run.begun.values()), answers, f"{label}-{number:03}")
        left = {name: rest for name, requests in left.items() if (rest := requests[_size(run, name) :])}
        if not left:
            return True
    raise AssertionError("unreachable: rounds end when nothing is left")


async def _discover(run: Run, client: Client, batch: Sequence[Source], span: Span) -> list[Discovered]:
    asking = (discover(source, client, None, 0.0, span.window, span.max_documents) for source in batch)
    return attributed(run.sources, await asyncio.gather(*asking))


async def _ask(run: Run, client: Client, found: Sequence[Discovered], left: dict[str, list[Request]]) -> Heard:
    now, by_id = datetime.now(UTC), {source.source_id: source for source in run.sources}
    asking = (fetch(by_id[name], requests[: _size(run, name)], client) for name, requests in left.items())
    return heard(client, found, await asyncio.gather(*asking), now)


def _size(run: Run, source_id: str) -> int:
    """How many articles of a source are asked for in one round."""
    return next(source.max_articles for source in run.sources if source.source_id == source_id)


def _requests(run: Run, batch: Sequence[Source], found: Sequence[Discovered], most: int) -> dict[str, list[Request]]:
    """What of the announced is still to be received, by source."""
    by_id = {source.source_id: source for source in run.sources}
    announced: dict[str, dict[str, Candidate]] = {source.source_id: {} for source in batch}
    for candidate in chain.from_iterable(discovered.candidates for discovered in found):
        if by_id[candidate.source_id].full_text == "page" or candidate.content:
            announced.setdefault(candidate.source_id, {})[candidate.url] = candidate
    left: dict[str, list[Request]] = {}
    for owner, candidates in announced.items():
        requests = missing(list(candidates.values()), run.memory.pages[owner], most)
        tally = run.begun.setdefault(owner, Tally(owner))
        tally.found += len(candidates)
        tally.new += len(requests)
        if requests:
            left[owner] = requests
    return left


@command.with_settings
def main(arguments: Sequence[str] | None = None) -> int:
    """`python -m flows.backfill_days --from DAY [--to DAY] [--group G | --only ID ...]`; 0 where the run completed."""
    parser = argparse.ArgumentParser(description=__doc__)
    day: dict[str, Any] = {"type": date.fromisoformat, "metavar": "DAY"}
    parser.add_argument("--from", dest="start", required=True, help="first day, as 2026-01-31", **day)
    parser.add_argument("--to", dest="end", help="last day; today where it is left out", **day)
    parser.add_argument("--group", help="the sources of one group")
    parser.add_argument("--only", nargs="+", metavar="ID", help="ids of single sources")
    parser.add_argument("--max-documents", type=int, default=200, metavar="N", help="documents that are read of each")
    parser.add_argument("--max-articles", type=int, default=1_000, metavar="N", help="articles of each")
    given: dict[str, Any] = vars(parser.parse_args(arguments))
    return command.run(lambda: backfill_days(**given, return_state=True), show=command.last_run)


if __name__ == "__main__":
    raise SystemExit(main())
