"""What earlier runs left in DuckDB that a run must know."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from tasks.core.records import Batch, Candidate, Relations, Source, Validators
from tasks.core.revisit import Known
from tasks.settings import Settings
from tasks.store import Store

KNOWN_PAGES = """
    SELECT source_id, url, min(fetched_at) AS first_fetched_at, max(fetched_at) AS last_fetched_at,
           arg_max_null(failure, fetched_at) AS last_failure, arg_max(etag, fetched_at) AS etag,
           arg_max(last_modified, fetched_at) AS last_modified, arg_max(announced_at, fetched_at) AS announced_at,
           arg_max(digest, fetched_at) AS digest
    FROM fetches WHERE stage = 'fetch' AND list_contains($ids, source_id) GROUP BY source_id, url ORDER BY url"""
KNOWN_DOCUMENTS = """
    SELECT url, arg_max(etag, fetched_at) AS etag, arg_max(last_modified, fetched_at) AS last_modified
    FROM fetches WHERE stage = 'discover' AND failure IS NULL AND list_contains($ids, source_id) GROUP BY url"""
PENDING = """
    SELECT a.url, a.source_id, a.title, a.published_at, a.modified_at FROM announcements a
    ANTI JOIN (SELECT url FROM fetches WHERE stage = 'fetch') USING (url)
    WHERE list_contains($ids, a.source_id) ORDER BY a.announced_at DESC, a.published_at DESC, a.url"""
DIGESTS = "SELECT DISTINCT url, digest FROM fetches SEMI JOIN asked USING (url, stage) WHERE digest IS NOT NULL"
ARCHIVED = """
    SELECT * FROM fetches WHERE archive_file IS NOT NULL AND stage <> 'discover'
    ORDER BY archive_file, archive_offset"""
NEAR = """
    SELECT article_id, version FROM articles WHERE is_relevant AND
    (published_on IS NULL OR published_on BETWEEN $first::DATE - $days::INTEGER AND $last::DATE + $days::INTEGER)"""
MENTION_TABLES = ("entity_mentions", "date_mentions", "attributions")


@dataclass(frozen=True, slots=True)
class Memory:
    """What earlier runs learned: article addresses by source, validators of discovery documents by address, and by
    source what was announced and not yet asked for, newest first."""

    pages: dict[str, dict[str, Known]]
    documents: dict[str, Validators]
    pending: dict[str, list[Candidate]]

    @property
    def digests(self) -> frozenset[tuple[str, str]]:
        """(url, digest) of the last body of each known address."""
        return frozenset((u, k.digest) for urls in self.pages.values() for u, k in urls.items() if k.digest)


def digests(settings: Settings, urls: Sequence[str], stage: str) -> frozenset[tuple[str, str]]:
    """(url, digest) of every body that these addresses had at a stage."""
    asked = pl.DataFrame({"url": urls}, schema={"url": pl.String}).with_columns(stage=pl.lit(stage))
    with Store(settings.working, settings.lock_seconds) as store:
        rows = store.read_with(DIGESTS, asked=asked)
    return frozenset((url, digest) for url, digest in rows.iter_rows())


def archived_batches(settings: Settings) -> Iterator[tuple[str, pl.DataFrame]]:
    """The FETCHES rows of archived pages, file by file in the order of their writing: a file is a batch."""
    with Store(settings.working, settings.lock_seconds) as store:
        rows = store.read(ARCHIVED)
    for (file,), part in rows.group_by("archive_file", maintain_order=True):
        yield str(file), part


def memory(settings: Settings, sources: Sequence[Source]) -> Memory:
    """What a run must know of its sources before it asks them for anything."""
    ids = [source.source_id for source in sources]
    with Store(settings.working, settings.lock_seconds) as store:
        pages, documents, pending = (store.read(q, {"ids": ids}) for q in (KNOWN_PAGES, KNOWN_DOCUMENTS, PENDING))
    return Memory(
        pages=_known(pages, ids),
        documents={url: Validators(etag, modified) for url, etag, modified in documents.iter_rows()},
        pending={i: [Candidate(**row) for row in pending.iter_rows(named=True) if row["source_id"] == i] for i in ids},
    )


def _known(rows: pl.DataFrame, ids: Sequence[str]) -> dict[str, dict[str, Known]]:
    known: dict[str, dict[str, Known]] = {source_id: {} for source_id in ids}
    for row in rows.iter_rows(named=True):
        source_id, url = row.pop("source_id"), row.pop("url")
        validators = Validators(row.pop("etag"), row.pop("last_modified"))
        known[source_id][url] = Known(validators=validators, **row)
    return known


def neighbours(settings: Settings, articles: pl.DataFrame, days: int = 14) -> tuple[Batch, Relations]:
    """The stored relevant articles published within `days` of the relevant ones of a batch, with their mentions, and
    the stories and events that they belong to (events of all times: an old one may be reported again)."""
    relevant = articles.filter("is_relevant")
    values = {"first": relevant["published_on"].min(), "last": relevant["published_on"].max(), "days": days}
    with Store(settings.working, settings.lock_seconds) as store:
        near = store.read(f"SELECT * FROM articles SEMI JOIN ({NEAR}) USING (article_id)", values)
        frames = {
            table: store.read(
                f"SELECT * EXCLUDE (version) FROM {table} SEMI JOIN ({NEAR}) USING (article_id, version)", values
            )
            for table in MENTION_TABLES
        }
        stories = store.read(f"SELECT * FROM story_articles SEMI JOIN ({NEAR}) USING (article_id)", values)
        events = store.read("SELECT * FROM events")
        reports = store.read("SELECT * EXCLUDE (version) FROM event_reports LIMIT 0")
    return Batch(near, **frames), Relations(stories, events, reports)
