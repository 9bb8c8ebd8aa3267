"""What the Prefect UI shows of a run: its sources counted, what is new with links, how far long work has got."""

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

import polars as pl
from prefect import runtime
from prefect.artifacts import (
    acreate_markdown_artifact,
    acreate_table_artifact,
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)

from tasks.core.markdown import escaped, link, table
from tasks.core.tally import Tally, message, total
from tasks.settings import Settings
from tasks.store import Store

MOST = 25  # rows of a table of the summary
FIRST = ("source_id", "loaded", "updated", "relevant", "failed", "reasons")  # columns that are seen without scrolling
NEWEST = """
    SELECT a.published_at, a.source_id, a.language, a.title, a.url, v.version
    FROM article_versions v JOIN fetches f USING (fetch_id) JOIN articles a USING (article_id)
    WHERE f.run_id = ? AND a.is_relevant ORDER BY a.published_at DESC NULLS LAST, a.url
"""
FAILED = "SELECT source_id, stage, reason, url, detail FROM failures WHERE run_id = ? ORDER BY reason, source_id, url"


async def show(settings: Settings, run_id: str, flow: str, tallies: Sequence[Tally]) -> None:
    """Put the table of a run's sources and its summary into the UI."""
    counts, summary = _artifacts(settings, run_id, flow, tallies, [*tallies, total(tallies)])
    await acreate_table_artifact(**counts)
    await acreate_markdown_artifact(**summary)


def show_sync(settings: Settings, run_id: str, flow: str, tallies: Sequence[Tally]) -> None:
    """The same from a flow that is not asynchronous."""
    counts, summary = _artifacts(settings, run_id, flow, tallies, tallies)
    create_table_artifact(**counts)
    create_markdown_artifact(**summary)


class Progress:
    """A bar in the UI on long work of a flow that is not asynchronous; it appears with the first step."""

    def __init__(self, key: str) -> None:
        self._key = key
        self._id: UUID | None = None

    def at(self, share: float, line: str) -> None:
        """Show that a share of the work (0 to 1) is done, and what came of it."""
        percent = round(100 * min(share, 1.0), 1)
        if self._id is None:
            self._id = cast(UUID, create_progress_artifact(percent, key=self._key, description=line))
        else:
            update_progress_artifact(self._id, percent, description=line)


def summary(title: str, tallies: Sequence[Tally], newest: pl.DataFrame, failed: pl.DataFrame) -> str:
    """The run in Markdown: one line, then what is new and relevant, and what failed, with links."""
    parts = [f"# {escaped(title)}", message(tallies)]
    parts += _section("New and relevant", ("published (UTC)", "source", "article"), newest, _article)
    parts += _section("Failures", ("source", "stage", "reason", "address"), failed, _failure)
    return "\n\n".join([*parts, ""])


def _section(heading: str, head: Sequence[str], rows: pl.DataFrame, cells: Any) -> list[str]:
    if rows.is_empty():
        return [f"## {heading}: none"]
    more = [f"and {rows.height - MOST} more"] if rows.height > MOST else []
    return [f"## {heading}: {rows.height}", table(head, map(cells, rows.head(MOST).iter_rows(named=True))), *more]


def _article(row: dict[str, Any]) -> tuple[str, str, str]:
    at = f"{row['published_at']:%Y-%m-%d %H:%M}" if row["published_at"] else "unknown"
    edited = f" (version {row['version']})" if row["version"] > 1 else ""
    return at, escaped(f"{row['source_id']}, {row['language']}"), link(row["title"] or "", row["url"]) + edited


def _failure(row: dict[str, Any]) -> tuple[str, str, str, str]:
    return escaped(row["source_id"] or ""), row["stage"], escaped(row["reason"]), link(row["url"], row["url"])


def _artifacts(
    settings: Settings, run_id: str, flow: str, tallies: Sequence[Tally], shown: Sequence[Tally]
) -> tuple[dict[str, Any], dict[str, Any]]:
    with Store(settings.working, settings.lock_seconds) as store:
        newest, failed = (store.read(query, [run_id]) for query in (NEWEST, FAILED))
    line, title = message(tallies), str(runtime.flow_run.name or flow)
    rows = [{name: row[name] for name in dict.fromkeys((*FIRST, *row))} for row in (tally.row() for tally in shown)]
    return (
        {"table": rows, "key": f"{flow}-sources", "description": f"**{line}**"},
        {"markdown": summary(title, tallies, newest, failed), "key": f"{flow}-summary", "description": line},
    )
