"""Pages become articles, mentions, attributions, stories and events. The table of contents of the middle."""

from collections.abc import Sequence

import polars as pl

from tasks.core import (
    articles,
    articles_furniture,
    attributions,
    claims,
    dates,
    entities,
    events,
    relevance,
    statements,
    stories,
)
from tasks.core.records import Batch, Failure, Relations, Seen, Source
from tasks.verb import verb


@verb("transform {label}")
def transform(
    pages: pl.DataFrame, seen: Seen, sources: Sequence[Source], label: str, workers: int, threshold: float
) -> Batch:
    """What a batch of pages says: one article or one failure a page (two pages of one address count once)."""
    extracted = articles.extract(pages, sources=sources, workers=workers)
    furniture = articles_furniture.learn(seen.furniture, seen.articles, extracted)
    extracted = articles.without_furniture(extracted, furniture)
    found = extracted.filter(pl.col("failure").is_null()).drop("failure")
    found = found.unique("article_id", keep="last", maintain_order=True)
    entity_mentions = entities.find(found)
    scores = relevance.score(found, entity_mentions, threshold=threshold)
    return Batch(
        articles=found.join(renamed(scores), on="article_id", maintain_order="left"),
        entity_mentions=entity_mentions,
        date_mentions=dates.find(found),
        attributions=attributions.find(found, entity_mentions),
        failures=failures(extracted, pages),
        furniture=furniture,
    )


@verb("relate {label}")
def relate(news: Batch, known: tuple[Batch, Relations], label: str) -> Relations:
    """How the relevant articles of a batch hang together with each other and with what `recall.neighbours` gave: their
    stories, and what has changed in those of others; the events that they report; what they count; who speaks in
    them."""
    near, before = known
    grouped = stories.group(
        joined(near.articles, news.articles),
        joined(near.entity_mentions, news.entity_mentions),
        joined(near.date_mentions, news.date_mentions),
        before.story_articles,
        joined(near.attributions, news.attributions),
    )
    merged, numbered = events.merge(before.event_reports, before.events)
    return Relations(
        article_ids=frozenset(news.articles["article_id"]),
        story_articles=grouped.join(before.story_articles, on=grouped.columns, how="anti", nulls_equal=True),
        story_keys=before.story_keys,
        events=merged,
        event_reports=numbered,
        claims=claims.find(news.articles, news.entity_mentions, news.date_mentions, news.attributions),
        statements=statements.find(news.articles, news.entity_mentions, news.attributions),
    )


def joined(old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """The rows of both, in the columns that both have."""
    names = [name for name in new.columns if name in old.columns]
    return pl.concat([old.select(names), new.select(names)], how="vertical_relaxed")


def renamed(scores: pl.DataFrame) -> pl.DataFrame:
    """Relevance under the names of the table `articles`."""
    return scores.rename({"score": "relevance_score", "reason": "relevance_reason"})


def failures(extracted: pl.DataFrame, pages: pl.DataFrame) -> tuple[Failure, ...]:
    """The pages that gave no article, as failures of the stage `transform`."""
    rows = extracted.select("url", "source_id", "failure").with_columns(pages["fetched_at"])
    failed = rows.filter(pl.col("failure").is_not_null())
    return tuple(
        Failure(url, source_id, "transform", reason, failed_at=at) for url, source_id, reason, at in failed.iter_rows()
    )
