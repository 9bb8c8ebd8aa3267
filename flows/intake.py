"""What every flow does with pages once they are archived: transform > load > relate."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from tasks import archive, recall
from tasks.core import ledger
from tasks.core.records import Batch, Failure, Source
from tasks.load import Loaded, load, load_relations
from tasks.runs import Record
from tasks.settings import Settings
from tasks.transform import relate, transform


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
