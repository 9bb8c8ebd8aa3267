"""Frames into DuckDB: a whole batch in one transaction, so that a run that dies leaves whole batches."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from tasks.core import articles_furniture, outlet_names, reference, versions
from tasks.core.records import INSTANT, Batch, Failure, Relations, Source, identifier
from tasks.settings import Settings
from tasks.store import SQL, Store, StoreError
from tasks.verb import verb

ARTICLE_COLUMNS = [
    "article_id", "version", "url", "canonical_url", "source_id", "title", "byline", "language", "published_at",
    "published_on", "published_precision", "published_from", "published_doubt", "modified_at", "text", "text_hash",
    "source_line", "source_url", "first_seen_at", "last_changed_at", "is_relevant", "relevance_score",
    "relevance_reason",
]  # fmt: skip
VERSION_COLUMNS = [
    "article_id", "version", "seen_at", "fetch_id", "title", "text", "text_hash", "published_on", "modified_at",
    "changed",
]  # fmt: skip
HEIRS = SQL / "refresh" / "heirs.sql"
STORIES = SQL / "refresh" / "stories.sql"
TOUCHED = "SELECT DISTINCT story_id FROM story_articles SEMI JOIN ids USING (article_id)"
NUMBERED = "SELECT article_id, version FROM articles SEMI JOIN ids USING (article_id)"
STORED = """
    SELECT article_id, url, version, text_hash, first_seen_at, last_changed_at, title, text, published_on,
        published_from
    FROM articles SEMI JOIN ids USING (article_id)
"""


@dataclass(frozen=True, slots=True)
class Loaded:
    """Ids of the articles that are new to the table, and of those that got a new version."""

    new: frozenset[str] = frozenset()
    updated: frozenset[str] = frozenset()


def prepare(settings: Settings, sources: Sequence[Source]) -> None:
    """Make the working file if there is none, migrate it, and load the sources and the reference data."""
    with Store(settings.working, settings.lock_seconds) as store, store.transaction():
        store.merge("sources", source_rows(sources))
        store.replace_all("source_names", outlet_names.find(sources))
        for table, frame in reference.tables().items():
            store.replace_all(table, frame)


def start_anew(old: Settings, new: Settings, sources: Sequence[Source]) -> None:
    """An empty file with what cannot be made again: runs, requests, announcements, and failures before extraction."""
    new.working.unlink(missing_ok=True)
    prepare(new, sources)
    if not old.working.exists():
        return
    with Store(new.working, new.lock_seconds) as store, store.transaction():
        for table in ("runs", "run_sources", "announcements", "robots", "fetches"):
            store.copy_from(old.working, table)
        store.copy_from(old.working, "failures", "stage <> 'transform'")


def take_place(old: Settings, new: Settings) -> None:
    """Put the new file where the old one is. Raises StoreError where requests were written to the old one meanwhile."""
    count = "SELECT count(*) FROM fetches"
    with Store(new.working, new.lock_seconds) as store:
        store.checkpoint()
        copied = store.read(count).item()
    if not old.working.exists():
        new.working.replace(old.working)
        return
    with Store(old.working, old.lock_seconds) as store:
        if store.read(count).item() > copied:
            raise StoreError(f"{old.working}: another run wrote to it during the rebuild; run the rebuild again")
        new.working.replace(old.working)


def index(settings: Settings, fetches: pl.DataFrame) -> None:
    """Enter requests whose answers are in the archive and were not in the index."""
    with Store(settings.working, settings.lock_seconds) as store, store.transaction():
        store.merge("fetches", fetches)


def keep_robots(settings: Settings, robots: pl.DataFrame) -> None:
    """Remember ROBOTS for later runs."""
    with Store(settings.working, settings.lock_seconds) as store, store.transaction():
        store.merge("robots", robots)


def announce(settings: Settings, announcements: pl.DataFrame) -> None:
    """Remember what was announced before any of it is asked for, so that nothing announced is lost."""
    with Store(settings.working, settings.lock_seconds) as store, store.transaction():
        store.merge("announcements", announcements)


@verb("load {label}")
def load(
    settings: Settings, run_id: str, label: str, fetches: pl.DataFrame, batch: Batch, failures: Sequence[Failure]
) -> Loaded:
    """Write a batch: its requests (FETCHES), articles in new or changed versions with their mentions, and failures.

    Writing the same batch again changes nothing. Lines that were learned to be furniture are no change of a text. An
    article whose new version is not relevant leaves its story; what its earlier versions reported and claimed stays
    with those versions, and counts no longer.
    """
    received = pl.col("status").is_between(200, 299) & pl.col("failure").is_null()
    seen = fetches.filter(received).select("url", "fetch_id", seen_at="fetched_at")
    incoming = batch.articles.join(seen, on="url", how="left", maintain_order="left")
    with Store(settings.working, settings.lock_seconds) as store, store.transaction():
        stored = store.read_with(STORED, ids=incoming.select("article_id").unique())
        as_read_now = articles_furniture.drop(stored, batch.furniture).drop("url")  # what was learned since is no edit
        numbered = versions.number(incoming, as_read_now).with_columns(last_changed_at=pl.col("seen_at"))
        store.merge("fetches", fetches)
        store.merge("articles", numbered.select(ARTICLE_COLUMNS))
        store.merge("article_versions", numbered.select(VERSION_COLUMNS))
        owners = numbered.select("article_id", "version")
        for table in ("entity_mentions", "date_mentions", "attributions"):
            mentions = getattr(batch, table).join(owners, on="article_id")
            store.replace(table, mentions, owners)
        _leave_stories(store, numbered.filter(~pl.col("is_relevant")).select("article_id"))
        store.merge("furniture", batch.furniture)
        store.merge("failures", failure_rows(run_id, [*failures, *batch.failures]))
    is_new = pl.col("version") == 1
    return Loaded(frozenset(numbered.filter(is_new)["article_id"]), frozenset(numbered.filter(~is_new)["article_id"]))


@verb("load relations {label}")
def load_relations(settings: Settings, label: str, relations: Relations) -> None:
    """Write to which stories and events the articles of `relations.article_ids` belong and what they count, in the
    place of what was known of them, and how this changes the stories of others. Writing it again changes nothing."""
    ids = pl.DataFrame({"article_id": sorted(relations.article_ids)}, schema={"article_id": pl.String})
    with Store(settings.working, settings.lock_seconds) as store, store.transaction():
        numbered = store.read_with(NUMBERED, ids=ids)
        store.merge("story_articles", relations.story_articles)
        store.replace("story_keys", relations.story_keys, ids)
        store.merge("events", relations.events)
        for table in ("event_reports", "claims", "statements"):
            store.replace(table, getattr(relations, table).join(numbered, on="article_id"), numbered)
        store.refresh("event_merges")
        _count_stories(store, relations.story_articles.select("story_id").unique())


def _leave_stories(store: Store, gone: pl.DataFrame) -> None:
    """Take articles (article_id) out of their stories; where one was the original, the next takes its place."""
    touched = store.read_with(TOUCHED, ids=gone)
    if touched.is_empty():
        return
    for table in ("story_articles", "story_keys"):
        store.replace(table, pl.DataFrame(), gone)
    store.merge("story_articles", store.read_with(HEIRS.read_text(encoding="utf8"), touched=touched))
    _count_stories(store, touched)


def _count_stories(store: Store, touched: pl.DataFrame) -> None:
    store.replace("stories", store.read_with(STORIES.read_text(encoding="utf8"), touched=touched), touched)


def source_rows(sources: Sequence[Source]) -> pl.DataFrame:
    """One row a source, as in the table `sources`."""
    names = ("source_id", "name", "url", "language", "country", "kind", "side", "timezone", "note")
    rows = [{name: getattr(s, name) for name in names} | {"source_group": s.group} for s in sources]
    return pl.DataFrame(rows, schema=dict.fromkeys((*names, "source_group"), pl.String))


def failure_rows(run_id: str, failures: Sequence[Failure]) -> pl.DataFrame:
    """One row a failure, as in the table `failures`."""
    names = ("source_id", "url", "stage", "reason", "detail", "failed_at")
    rows = [
        {name: getattr(f, name) for name in names}
        | {"run_id": run_id, "failure_id": identifier(run_id, f.stage, f.url, f.reason)}
        for f in failures
    ]
    schema = dict.fromkeys(("failure_id", "run_id", *names), pl.String) | {"failed_at": INSTANT}
    return pl.DataFrame(rows, schema=schema).unique("failure_id", maintain_order=True)
