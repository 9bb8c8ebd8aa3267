"""What every flow does with answers once it has them: archive > transform > load > relate."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain, islice
from typing import TypeVar

import polars as pl
from prefect import get_run_logger

from tasks import archive, recall
from tasks.core import ledger, robots, sources
from tasks.core.ledger import Asked
from tasks.core.records import Batch, Failure, Source
from tasks.core.robots import Robots
from tasks.core.tally import Tally, count_articles, count_requests, message
from tasks.discover import Discovered
from tasks.load import Loaded, keep_robots, load, load_relations
from tasks.runs import Record
from tasks.settings import Settings
from tasks.transform import relate, transform
from tasks.web import Client

T = TypeVar("T")


@dataclass(slots=True)
class Run:
    """What the steps of one run that asks sources share; `digests` (url, digest) are the bodies that are known."""

    settings: Settings
    run_id: str
    sources: Sequence[Source]
    memory: recall.Memory
    digests: frozenset[tuple[str, str]] = field(init=False)
    begun: dict[str, Tally] = field(default_factory=dict)  # of sources that were asked
    tallies: dict[str, Tally] = field(default_factory=dict)  # of those whose answers are loaded

    def __post_init__(self) -> None:
        self.digests = self.memory.digests


@dataclass(frozen=True, slots=True)
class Heard:
    """What a batch of sources answered."""

    began_at: datetime
    asked: Sequence[Asked]
    failures: Sequence[Failure]
    robots: Mapping[str, Robots]


def attributed(known: Sequence[Source], found: Sequence[Discovered]) -> list[Discovered]:
    """The same, but what a search found on the site of another source is announced for that one: it asks for it, in
    its own time and at its own pace."""
    sites = sources.sites(known)
    return [d if all(p.kind != "gdelt" for p in d.source.discovery) else _attributed(d, sites) for d in found]


def _attributed(discovered: Discovered, sites: sources.Sites) -> Discovered:
    own = (replace(c, source_id=sources.owner(c.url, sites) or c.source_id) for c in discovered.candidates)
    return replace(discovered, candidates=tuple(own))


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """The items in lists of `size`, the last one shorter; taken as they are wanted."""
    left = iter(items)
    while batch := list(islice(left, size)):
        yield batch


def heard(client: Client, found: Sequence[Discovered], answers: Sequence[Sequence[Asked]], began_at: datetime) -> Heard:
    """All that was asked for: discovery documents, articles, and each robots.txt since the last batch."""
    asked = ledger.distinct(chain(client.robots_asked, *(d.asked for d in found), *answers))
    client.robots_asked.clear()
    failures = [*ledger.failures(asked), *chain.from_iterable(d.failures for d in found)]
    return Heard(began_at, asked, failures, dict(client.robots))


def keep(run: Run, tallies: Sequence[Tally], answers: Heard, label: str) -> None:
    """Archive and load what was answered, and count it into the tallies of the sources that it was asked for."""
    asked, failures = answers.asked, answers.failures
    rows, name = ledger.fetch_rows(run.run_id, asked), archive.mark(run.run_id, label)
    fetches = archive.archive(asked, rows, run.digests, run.settings.archive, name, answers.began_at)
    pages = ledger.pages(asked, run.digests)
    taken = take_in(run.settings, run.run_id, label, pages, fetches, failures, run.sources)
    keep_robots(run.settings, robots.to_rows(answers.robots))
    run.tallies |= {tally.source_id: tally for tally in tallies}
    for tally in tallies:
        own = [a for a in asked if a.source_id == tally.source_id]
        failed = [f for f in (*failures, *taken.made.failures) if f.source_id == tally.source_id]
        count_requests(tally, own, failed, run.digests)
    count_articles(tallies, taken.made, taken.loaded.new, taken.loaded.updated)
    get_run_logger().info("%s: %s", label, message(tallies))


def resume(settings: Settings, record: Record, sources: Sequence[Source]) -> int:
    """Load what a run that was killed had archived and not yet loaded; how many requests that were."""
    living, count = record.living(), 0
    others = living | recall.settled_runs(settings)
    archive.recover(settings.archive, others)
    for name in archive.unindexed(settings.archive, recall.archive_files(settings), others):
        rows = archive.index(settings.archive, name)
        has_page = pl.col("archive_file").is_not_null() & pl.col("failure").is_null()
        pages = rows.filter(has_page, pl.col("stage").is_in(ledger.PAGE_STAGES))
        asked, lost = archive.read_back(settings.archive, pages)
        take_in(settings, record.run_id, name, ledger.pages(asked), rows, lost, sources)
        count += rows.height
    record.settle(living)
    return count


@dataclass(frozen=True, slots=True)
class Taken:
    """What a batch of pages gave, and what of it was new to the tables."""

    made: Batch
    loaded: Loaded


def take_in(
    settings: Settings,
    run_id: str,
    label: str,
    pages: pl.DataFrame,
    fetches: pl.DataFrame,
    failures: Sequence[Failure],
    sources: Sequence[Source],
) -> Taken:
    """Make articles of PAGES, load them with their FETCHES and failures, and find their stories and events."""
    seen = recall.seen(settings, pages["url"].to_list())
    made = transform(pages, seen, sources, label, settings.extraction_workers, settings.relevance_threshold)
    loaded = load(settings, run_id, label, fetches, made, failures)
    news = made.only((loaded.new | loaded.updated) & made.relevant_ids)
    if not news.articles.is_empty():
        known = recall.neighbours(settings, news)
        load_relations(settings, label, relate(news, known, label))
    return Taken(made, loaded)
