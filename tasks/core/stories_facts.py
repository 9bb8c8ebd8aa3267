"""What an article states in any language alike: who and what is named, dates and numbers, in their order."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from itertools import combinations

import polars as pl

from tasks.core import quantities, reference
from tasks.core.stories_text import stable_hash

Fact = tuple[str, float]
LONGEST = 120  # facts of an article that are compared; one with more is a chronicle
FACTS_IN_KEYS = 8
SMALLEST_NUMBER = 5
SMALL_NUMBERS = range(100)


def find(articles: pl.DataFrame, mentions: pl.DataFrame, date_mentions: pl.DataFrame) -> dict[str, tuple[Fact, ...]]:
    """article_id -> its facts in text order as (name, weight), repetitions included; empty where there are none.

    Weights say how much a common fact proves (sql/reference/story_weights.csv): the two countries prove little.
    """
    found: dict[str, list[tuple[int, str, float]]] = {key: [] for key in articles["article_id"]}
    for key, start, name, weight in _all(articles, mentions, date_mentions).iter_rows():
        found[key].append((start, name, weight))
    return {key: tuple((name, weight) for _, name, weight in sorted(facts)[:LONGEST]) for key, facts in found.items()}


def keys(facts_of: Mapping[str, tuple[Fact, ...]]) -> pl.DataFrame:
    """article_id, key: one row a pair of the article's weightiest facts, of what `find` gives."""
    rows = [
        (article_id, stable_hash("facts", *pair))
        for article_id, facts in facts_of.items()
        for pair in combinations(_weightiest(facts), 2)
    ]
    return pl.DataFrame(rows, schema={"article_id": pl.String, "key": pl.UInt64}, orient="row")


def _weightiest(facts: tuple[Fact, ...]) -> list[str]:
    """The facts that prove most, of equal ones the first named, in alphabetical order."""
    weights = dict(facts)
    return sorted(sorted(weights, key=lambda name: -weights[name])[:FACTS_IN_KEYS])


def _all(articles: pl.DataFrame, mentions: pl.DataFrame, date_mentions: pl.DataFrame) -> pl.DataFrame:
    """article_id, start, name, weight."""
    ids = articles.select("article_id")
    named = _entities(mentions.join(ids, on="article_id", how="semi"))
    dated = date_mentions.join(ids, on="article_id", how="semi")
    return pl.concat([named, _dates(dated), _numbers(articles, dated)])


def _entities(mentions: pl.DataFrame) -> pl.DataFrame:
    kinds = reference.table("entities").select("entity_id", "kind")
    return (
        mentions.filter(field="text")
        .join(kinds, on="entity_id")
        .select(
            "article_id",
            "start",
            name="entity_id",
            weight=pl.col("entity_id")
            .replace_strict(weights(), default=None, return_dtype=pl.Float64)
            .fill_null(pl.col("kind").replace_strict(weights(), default=1.0, return_dtype=pl.Float64)),
        )
    )


def _dates(date_mentions: pl.DataFrame) -> pl.DataFrame:
    is_year = pl.col("precision") == "year"
    return date_mentions.drop_nulls("date_start").select(
        "article_id",
        "start",
        name=pl.format("{}/{}", "date_start", "date_end"),
        weight=pl.when(is_year).then(weights()["year"]).otherwise(weights()["date"]),
    )


def _numbers(articles: pl.DataFrame, date_mentions: pl.DataFrame) -> pl.DataFrame:
    """Numbers that are no part of a date; small whole ones are left out, they say little."""
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for key, start, end in date_mentions.select("article_id", "start", "end").iter_rows():
        spans[key].append((start, end))
    found = (
        quantities.find(articles)
        .unpivot(["value_low", "value_high"], index=["article_id", "start", "end"], value_name="value")
        .drop_nulls("value")
        .unique(["article_id", "start", "value"], maintain_order=True)
    )
    large = found.filter((pl.col("value") >= SMALLEST_NUMBER) | (pl.col("value") % 1 != 0))
    rows = [
        (key, start, f"{value:g}", weights()["small_number" if value in SMALL_NUMBERS else "number"])
        for key, start, end, value in large.select("article_id", "start", "end", "value").iter_rows()
        if not any(a < end and start < b for a, b in spans[key])
    ]
    schema = {"article_id": pl.String, "start": pl.Int64, "name": pl.String, "weight": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


@cache
def weights() -> dict[str, float]:
    """How much a common fact proves, by entity or by kind."""
    return {fact: float(weight) for fact, weight, _ in reference.table("story_weights").iter_rows()}
