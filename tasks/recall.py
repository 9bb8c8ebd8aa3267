"""What earlier runs left in DuckDB that a run must know."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

import polars as pl

from tasks.core import events, robots, stories
from tasks.core.records import Batch, Candidate, Relations, Seen, Source, Validators
from tasks.core.revisit import Known, Past, Polled
from tasks.core.robots import Robots
from tasks.core.urls import host_of
from tasks.settings import Settings
from tasks.store import Store

KNOWN_PAGES = """
    SELECT source_id, url, min(fetched_at) AS first_fetched_at, max(fetched_at) AS last_fetched_at,
           arg_max_null(failure, fetched_at) AS last_failure, arg_max(etag, fetched_at) AS etag,
           arg_max(last_modified, fetched_at) AS last_modified, arg_max(announced_at, fetched_at) AS announced_at,
           arg_max(digest, fetched_at) AS digest
    FROM fetches WHERE stage = 'fetch' AND list_contains($ids, source_id) GROUP BY source_id, url ORDER BY url"""
KNOWN_DOCUMENTS = """
    WITH answers AS (
        SELECT source_id, url, fetched_at, etag, last_modified, item_count, newest_item_at,
               coalesce(items_digest, digest) AS content, content IS DISTINCT FROM lag(content) OVER bodies AS is_change
        FROM fetches WHERE stage = 'discover' AND failure IS NULL AND list_contains($ids, source_id)
        AND fetched_at > (SELECT max(fetched_at) FROM fetches) - INTERVAL 14 DAY
        WINDOW bodies AS (PARTITION BY source_id, url, digest IS NULL ORDER BY fetched_at)
    )
    SELECT source_id, url, max(fetched_at) AS answered_at, epoch(max(fetched_at) - min(fetched_at)) AS observed,
           greatest(count(*) FILTER (is_change) - 1, 0) AS changes, arg_max(etag, fetched_at) AS etag,
           arg_max(last_modified, fetched_at) AS last_modified, arg_max(item_count, fetched_at) AS item_count,
           max(newest_item_at) AS newest_item_at
    FROM answers GROUP BY source_id, url"""
PENDING = """
    SELECT a.url, a.source_id, a.title, a.published_at, a.modified_at FROM announcements a
    ANTI JOIN (SELECT url FROM fetches WHERE stage = 'fetch') USING (url)
    WHERE list_contains($ids, a.source_id) ORDER BY a.announced_at DESC, a.published_at DESC, a.url"""
ROBOTS = "SELECT origin, body, failure, read_at, tried_at FROM robots"
DIGESTS = "SELECT DISTINCT url, digest FROM fetches SEMI JOIN asked USING (url, stage) WHERE digest IS NOT NULL"
ARCHIVED = """
    SELECT * FROM fetches WHERE archive_file IS NOT NULL AND failure IS NULL AND stage IN ('fetch', 'backfill')
    ORDER BY archive_file, archive_offset"""
HOST = r"lower(regexp_extract(url, '^\w+://(?:[^/?#@]*@)?([^/:?#]+)', 1))"
RECENT = 50
SEEN_ARTICLES = f"""
    SELECT article_id, url, title, text FROM articles SEMI JOIN (
        SELECT article_id FROM articles SEMI JOIN hosts ON {HOST} = hosts.host
        QUALIFY row_number() OVER (PARTITION BY {HOST} ORDER BY first_seen_at DESC, article_id) <= {RECENT}
    ) USING (article_id) ORDER BY article_id"""
SEEN_FURNITURE = "SELECT host, line, pages FROM furniture SEMI JOIN hosts USING (host) ORDER BY host, line"
RELATED = ("claims", "statements")
MENTION_TABLES = ("entity_mentions", "date_mentions", "attributions")
CANDIDATES = 20
# Candidates share a band of text within COPY_DAYS, or pairs of facts or words within STORY_DAYS; the best few of each
# article count, and keys that everybody has are left out, so that the work does not grow with the store. Whole stories
# are fetched.
NEAR = f"""
    WITH shared AS (
        SELECT n.article_id AS new_id, k.article_id, k.kind, count(*) OVER (PARTITION BY k.key, n.article_id) AS crowd
        FROM story_keys k JOIN new_keys n USING (key, kind)
        WHERE CASE kind WHEN 'text' THEN coalesce(abs(k.published_on - n.published_on), 0) <= {stories.COPY_DAYS}
                        ELSE abs(k.published_on - n.published_on) <= {stories.STORY_DAYS} END
    ), candidates AS (
        SELECT new_id, article_id, count(*) FILTER (kind = 'text') AS texts, count(*) FILTER (kind <> 'text') AS pairs
        FROM shared WHERE kind = 'text' OR crowd <= {stories.CROWDED} GROUP BY new_id, article_id
        HAVING texts > 0 OR pairs >= {stories.SHARED_PAIRS}
        QUALIFY row_number() OVER (PARTITION BY new_id ORDER BY texts DESC, pairs DESC, article_id) <= {CANDIDATES}
    ), near AS (
        SELECT DISTINCT story_id FROM story_articles SEMI JOIN candidates USING (article_id)
        UNION SELECT story_id FROM story_articles SEMI JOIN new_articles USING (article_id)
    )
    SELECT s.* FROM story_articles s SEMI JOIN near USING (story_id)"""
TEXTS = "SELECT a.* FROM articles a SEMI JOIN members USING (article_id) ANTI JOIN new_articles USING (article_id)"
MENTIONS = "SELECT m.* EXCLUDE (version) FROM {} m JOIN texts USING (article_id, version)"
EARLIER = """
    SELECT r.* EXCLUDE (version) FROM event_reports r SEMI JOIN new_articles USING (article_id)
    ORDER BY article_id, version, start, event_type"""
# The events that a report may be of: of its family, of days that overlap, and not of other people; those of earlier
# readings of its article, or whose id they have; and those that any of these were merged into, or that were into them.
EVENTS = """
    WITH peopled AS (
        SELECT DISTINCT event_id FROM (SELECT event_id, unnest(participants) AS entity_id FROM events)
        SEMI JOIN (FROM entities WHERE kind = 'person') USING (entity_id)
    ), near AS (
        SELECT e.event_id, e.merged_into
        FROM events e JOIN event_types f USING (event_type) JOIN event_keys k USING (family)
        LEFT JOIN peopled p ON p.event_id = e.event_id
        WHERE e.date_start <= k.date_end AND e.date_end >= k.date_start
            AND (len(k.people) = 0 OR p.event_id IS NULL OR list_has_any(e.participants, k.people))
        UNION
        SELECT e.event_id, e.merged_into
        FROM events e JOIN event_types f USING (event_type) JOIN event_keys k USING (family)
        WHERE e.date_start IS NULL AND k.date_start IS NULL AND list_has_all(e.participants, k.people)
        UNION
        SELECT event_id, merged_into FROM events SEMI JOIN event_keys USING (event_id)
        UNION
        SELECT event_id, merged_into FROM events SEMI JOIN earlier USING (event_id)
    ), ids AS (
        SELECT event_id FROM near UNION SELECT merged_into FROM near WHERE merged_into IS NOT NULL
    )
    SELECT e.* FROM events e WHERE e.event_id IN (FROM ids) OR e.merged_into IN (FROM ids) ORDER BY e.event_id"""


@dataclass(frozen=True, slots=True)
class Memory:
    """What earlier runs learned, by source: article addresses, discovery documents by address, and what was announced
    and not yet asked for, newest first; and each robots.txt by origin."""

    pages: dict[str, dict[str, Known]]
    documents: dict[str, dict[str, Polled]]
    pending: dict[str, list[Candidate]]
    robots: dict[str, Robots]

    @property
    def digests(self) -> frozenset[tuple[str, str]]:
        """(url, digest) of the last body of each known address."""
        return frozenset((u, k.digest) for urls in self.pages.values() for u, k in urls.items() if k.digest)

    def past(self, source_id: str) -> Past:
        """What discovery needs to know of one source."""
        announced = {*self.pages[source_id], *(candidate.url for candidate in self.pending[source_id])}
        return Past(self.documents[source_id], announced)


def digests(settings: Settings, urls: Sequence[str], stage: str) -> frozenset[tuple[str, str]]:
    """(url, digest) of every body that these addresses had at a stage."""
    asked = pl.DataFrame({"url": urls}, schema={"url": pl.String}).with_columns(stage=pl.lit(stage))
    with Store(settings.working, settings.lock_seconds) as store:
        rows = store.read_with(DIGESTS, asked=asked)
    return frozenset((url, digest) for url, digest in rows.iter_rows())


def archive_files(settings: Settings) -> frozenset[str]:
    """The archive files that some row of `fetches` names."""
    with Store(settings.working, settings.lock_seconds) as store:
        rows = store.read("SELECT DISTINCT archive_file FROM fetches WHERE archive_file IS NOT NULL")
    return frozenset(rows["archive_file"])


def settled_runs(settings: Settings) -> frozenset[str]:
    """The ids of the runs that have left nothing in the archive which is not loaded."""
    with Store(settings.working, settings.lock_seconds) as store:
        return frozenset(store.read("SELECT run_id FROM runs WHERE ended_at IS NOT NULL")["run_id"])


def archived_batches(settings: Settings) -> Iterator[tuple[str, pl.DataFrame]]:
    """The FETCHES rows of archived pages, in the order of their writing; a batch is a file or its parts."""
    with Store(settings.working, settings.lock_seconds) as store:
        rows = store.read(ARCHIVED)
    batch = pl.col("archive_file").str.replace(r"-\d\d\.warc\.gz$", "")
    for (name,), part in rows.group_by(batch, maintain_order=True):
        yield str(name), part


def memory(settings: Settings, sources: Sequence[Source]) -> Memory:
    """What a run must know of its sources before it asks them for anything."""
    ids = [source.source_id for source in sources]
    with Store(settings.working, settings.lock_seconds) as store:
        pages, documents, pending = (store.read(q, {"ids": ids}) for q in (KNOWN_PAGES, KNOWN_DOCUMENTS, PENDING))
        kept = store.read(ROBOTS)
    return Memory(
        pages=_known(pages, ids),
        documents=_polled(documents, ids),
        pending=_pending(pending, ids),
        robots=robots.from_rows(kept),
    )


def _pending(rows: pl.DataFrame, ids: Sequence[str]) -> dict[str, list[Candidate]]:
    pending: dict[str, list[Candidate]] = {source_id: [] for source_id in ids}
    for row in rows.iter_rows(named=True):
        pending[row["source_id"]].append(Candidate(**row))
    return pending


def _polled(rows: pl.DataFrame, ids: Sequence[str]) -> dict[str, dict[str, Polled]]:
    polled: dict[str, dict[str, Polled]] = {source_id: {} for source_id in ids}
    for row in rows.iter_rows(named=True):
        source_id, url = row.pop("source_id"), row.pop("url")
        validators = Validators(row["etag"], row["last_modified"])
        observed = timedelta(seconds=row["observed"])
        polled[source_id][url] = Polled(
            row["answered_at"], observed, row["changes"], validators, row["item_count"], row["newest_item_at"]
        )
    return polled


def _known(rows: pl.DataFrame, ids: Sequence[str]) -> dict[str, dict[str, Known]]:
    known: dict[str, dict[str, Known]] = {source_id: {} for source_id in ids}
    for row in rows.iter_rows(named=True):
        source_id, url = row.pop("source_id"), row.pop("url")
        validators = Validators(row.pop("etag"), row.pop("last_modified"))
        known[source_id][url] = Known(validators=validators, **row)
    return known


def seen(settings: Settings, urls: Sequence[str]) -> Seen:
    """What is known of the hosts of these addresses."""
    hosts = pl.DataFrame({"host": sorted({host_of(url) for url in urls})}, schema={"host": pl.String})
    with Store(settings.working, settings.lock_seconds) as store:
        return Seen(store.read_with(SEEN_FURNITURE, hosts=hosts), store.read_with(SEEN_ARTICLES, hosts=hosts))


def neighbours(settings: Settings, news: Batch) -> tuple[Batch, Relations]:
    """What the store knows that relevant articles of a batch may hang together with.

    The Batch holds the articles, in their newest version and with their mentions, of every story that one of `news`
    may belong to, without `news` themselves; the Relations hold their STORY_ARTICLES (also of `news` that were grouped
    before), STORY_KEYS and EVENT_REPORTS of `news`, the latter without an event yet, those of earlier readings with
    theirs, and the events that they may be of. The other frames of the Relations are empty.
    """
    reports = events.find(news.articles, news.entity_mentions, news.date_mentions)
    keys = stories.keys(news.articles, news.entity_mentions, news.date_mentions)
    ids = news.articles.select("article_id")
    with Store(settings.working, settings.lock_seconds) as store:
        members = store.read_with(NEAR, new_keys=keys, new_articles=ids)
        texts = store.read_with(TEXTS, members=members, new_articles=ids)
        numbered = texts.select("article_id", "version")
        named, dated, cited = (store.read_with(MENTIONS.format(name), texts=numbered) for name in MENTION_TABLES)
        earlier = store.read_with(EARLIER, new_articles=ids)
        known = store.read_with(EVENTS, event_keys=events.keys(reports), earlier=earlier)
        empty = {name: store.read(f"SELECT * FROM {name} LIMIT 0") for name in RELATED}
    near = frozenset(texts["article_id"])
    told = pl.concat([earlier, reports], how="diagonal_relaxed")
    relations = Relations(near, members, keys, known, told, **empty)
    return Batch(texts, named, dated, cited), relations
