"""What is already on disk: archive > transform > load > publish, for saved pages and WARC files."""

import argparse
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from prefect import flow, get_run_logger, runtime
from prefect.client.schemas.objects import State

from flows import command
from flows.intake import batches, take_in
from tasks import artifacts, load, recall, runs, saved
from tasks.archive import archive, mark
from tasks.core import ledger, sources
from tasks.core.ledger import Asked
from tasks.core.prefilter import worth_reading
from tasks.core.records import Source
from tasks.core.tally import Tally, count_articles, count_requests, message
from tasks.publish import publish
from tasks.settings import Settings


def run_name() -> str:
    """`backfill pages 2026-11-24 06:00`."""
    chosen = runtime.flow_run.parameters
    return runs.name("backfill", Path(str(chosen.get("pages") or (chosen.get("warc") or ["?"])[0])).name)


@flow(name="backfill", flow_run_name=run_name)
def backfill(
    pages: Path | None = None,
    index: list[Path] | None = None,
    warc: list[Path] | None = None,
    prefilter: bool | None = None,
) -> State[None]:
    """Load saved pages and WARC files as if their responses had just been received.

    Args:
        pages: directory of saved pages (.html or .html.gz).
        index: JSON Lines files that name them, with `path`, `url` and `fetched_at`.
        warc: WARC files, for example of Common Crawl's CC-NEWS.
        prefilter: leave pages in which one of the two sides is not named unread; where left out, for WARC files only.
    """
    if bool(pages) != bool(index) or not (pages or warc):
        raise saved.IndexFileError("give pages with an index, or warc")
    settings, now = Settings(), datetime.now(UTC)
    known = sources.read(settings.sources)
    load.prepare(settings, known)
    tally, progress = Tally("backfill"), artifacts.Progress("backfill-progress")
    whole = 0 if warc else saved.count(index or [])  # how many pages a WARC file has is known when it is read
    with runs.recorded(settings, "backfill") as record:
        asked = _asked(pages, index, warc, known, now)
        if bool(warc) if prefilter is None else prefilter:
            asked = _sifted(asked, settings.pages_per_batch, tally)
        for number, batch in enumerate(batches(asked, settings.pages_per_batch), 1):
            if record.is_ended():
                break
            _load_batch(settings, record.run_id, batch, known, tally, f"batch-{number:04}")
            if whole:
                progress.at(tally.found / whole, f"{tally.found} of {whole} pages: {message([tally])}")
        state = record.end([tally])
        publish(settings)
        artifacts.show_sync(settings, record.run_id, "backfill", [tally])
    return state


def _asked(
    directory: Path | None, index: list[Path] | None, warc: list[Path] | None, known: Sequence[Source], now: datetime
) -> Iterator[Asked]:
    from_pages = saved.pages(directory, index or [], known, now) if directory else iter(())
    return chain(from_pages, *(saved.warc_file(path, known, now) for path in warc or []))


def _sifted(asked: Iterator[Asked], size: int, tally: Tally) -> Iterator[Asked]:
    """What may be relevant; the rest is counted, and nothing else is kept of it."""
    for batch in batches(asked, size):
        left = worth_reading(batch)
        tally.found += len(batch) - len(left)
        tally.skipped += len(batch) - len(left)
        yield from left


def _load_batch(
    settings: Settings, run_id: str, asked: list[Asked], known: Sequence[Source], tally: Tally, label: str
) -> None:
    digests = recall.digests(settings, [a.url for a in asked], saved.STAGE)
    fresh = [a for a in ledger.distinct(asked) if not ledger.is_known(a, digests)]
    failures, rows = ledger.failures(fresh), ledger.fetch_rows(run_id, fresh)
    fetches = archive(fresh, rows, digests, settings.archive, mark(run_id, label), datetime.now(UTC))
    taken = take_in(settings, run_id, label, ledger.pages(fresh), fetches, failures, known)
    tally.found += len(asked)
    tally.new += len(fresh)
    tally.unchanged += len(asked) - len(fresh)
    count_requests(tally, fresh, [*failures, *taken.made.failures])
    count_articles([tally], taken.made, taken.loaded.new, taken.loaded.updated, everyone=True)
    get_run_logger().info("%s: %s", label, message([tally]))


@command.with_settings
def main(arguments: Sequence[str] | None = None) -> int:
    """`python -m flows.backfill --pages DIR --index FILE ... | --warc FILE ...`; 0 where the run completed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=Path, metavar="DIR", help="directory of saved .html or .html.gz pages")
    parser.add_argument("--index", type=Path, nargs="+", metavar="FILE", help="JSON Lines: path, url, fetched_at")
    parser.add_argument("--warc", type=Path, nargs="+", metavar="FILE", help="WARC files")
    parser.add_argument(
        "--prefilter",
        action=argparse.BooleanOptionalAction,
        help="leave pages that do not name both sides unread (for WARC files: unless told otherwise)",
    )
    chosen = parser.parse_args(arguments)
    if bool(chosen.pages) != bool(chosen.index) or not (chosen.pages or chosen.warc):
        parser.error("give --pages DIR with --index FILE, or --warc FILE")
    return command.run(lambda: backfill(**vars(chosen), return_state=True), show=command.last_run)


if __name__ == "__main__":
    raise SystemExit(main())
