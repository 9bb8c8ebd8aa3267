"""Every table anew from the archive, by the rules of today: archive > transform > load > publish. No network."""

import argparse
from collections.abc import Sequence

import polars as pl
from prefect import flow, get_run_logger
from prefect.client.schemas.objects import State

from flows import command
from flows.intake import take_in
from tasks import archive, artifacts, load, recall, runs
from tasks.core import ledger, sources
from tasks.core.tally import Tally, count_articles, count_requests, message
from tasks.publish import publish
from tasks.settings import Settings


@flow(name="rebuild", flow_run_name=lambda: runs.name("rebuild", "all"))
def rebuild() -> State[None]:
    """Replay the archived responses, batch by batch as they came, into a new file that takes the old one's place."""
    settings = Settings()
    known = sources.read(settings.sources)
    new = settings.model_copy(update={"database": "rebuilding.duckdb"})
    load.start_anew(settings, new, known)
    tally, newest, progress = Tally("rebuild"), dict[str, str](), artifacts.Progress("rebuild-progress")
    with runs.recorded(new, "rebuild") as record:
        others = record.living() | recall.settled_runs(new)
        for name in archive.unindexed(settings.archive, recall.archive_files(new), others):
            load.index(new, archive.index(settings.archive, name))
        batches = list(recall.archived_batches(new))
        whole = sum(rows.height for _, rows in batches)
        for file, rows in batches:
            if record.is_ended():
                return record.end([tally], left="the tables stay as they were")
            asked, lost = archive.read_back(settings.archive, rows)
            pages = ledger.pages(asked, frozenset(newest.items()))
            newest |= dict(rows.filter(pl.col("digest").is_not_null()).select("url", "digest").iter_rows())
            taken = take_in(new, rows["run_id"][0], file, pages, rows, lost, known)
            tally.found += rows.height
            count_requests(tally, asked, [*lost, *taken.made.failures])
            count_articles([tally], taken.made, taken.loaded.new, taken.loaded.updated, everyone=True)
            get_run_logger().info("%s: %s", file, message([tally]))
            progress.at(tally.found / whole, f"{tally.found} of {whole} responses: {message([tally])}")
        state = record.end([tally])
        load.take_place(settings, new)
        publish(settings)
        artifacts.show_sync(settings, record.run_id, "rebuild", [tally])
    return state


@command.with_settings
def main(arguments: Sequence[str] | None = None) -> int:
    """`python -m flows.rebuild`; 0 where the run completed."""
    argparse.ArgumentParser(description=__doc__).parse_args(arguments)
    return command.run(lambda: rebuild(return_state=True), show=command.last_run)


if __name__ == "__main__":
    raise SystemExit(main())
