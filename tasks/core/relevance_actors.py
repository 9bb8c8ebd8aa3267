"""Who of the two sides, and who else, an article names: the mentions that say something about relevance."""

import polars as pl

from tasks.core import reference
from tasks.core.entities_evidence import SIDES, SOURCES

DATELINE = 12  # characters of a text before which a place may be a dateline
SEEN = 40
SENT = r"^(?:[.:(=＝/]|\s[(=＝/—–-]|[—–]\s|\d|共同|時事|電|电|, (?:\d|\p{L}+\.? \d|.{0,30}(?:\(|--|—|–|/)))"
BOTH, WAR = "both", "war"


def actors(articles: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """Mentions that stand for a side or a state: article_id, field, start, end, side, state, person, war.

    Neither agencies as sources nor the place in a dateline. What the two have in common (relevance_entities) counts for
    both; `war` is whether somebody or something belongs to the other party to Russia's war.
    """
    traits = reference.table("entities").select("entity_id", "kind", "side", seat="speaks_for")
    known = mentions.join(traits, on="entity_id", maintain_order="left").join(
        reference.table("relevance_entities"), on="entity_id", how="left", maintain_order="left"
    )
    acting = known.filter(~pl.col("kind").is_in(SOURCES) & ~dateline(articles, known))
    state = pl.when(pl.col("kind") == "country").then("entity_id").otherwise(pl.coalesce("speaks_for", "seat"))
    counted = pl.col("counts_for")
    columns = ["article_id", "field", "start", "end"]
    plain = acting.select(
        *columns,
        "counts_for",
        side=pl.when(counted.is_in(SIDES)).then(counted).otherwise("side"),
        state=state,
        person=pl.col("kind") == "person",
        war=(counted == WAR).fill_null(False),
    )
    shared = plain.filter(pl.col("counts_for") == BOTH)
    return pl.concat([plain, *(shared.with_columns(side=pl.lit(side)) for side in SIDES)]).drop("counts_for")


def dateline(articles: pl.DataFrame, mentions: pl.DataFrame) -> pl.Series:
    """Whether each mention is the place at the beginning of a text from which it was sent."""
    places = mentions.with_row_index("nth").filter(
        (pl.col("kind") == "place") & (pl.col("field") == "text") & (pl.col("start") <= DATELINE)
    )
    texts = articles.select("article_id", "text")
    after = pl.col("text").str.slice(pl.col("end"), SEEN)
    sent = places.join(texts, on="article_id").filter(after.str.contains(SENT))["nth"]
    return pl.int_range(mentions.height, eager=True).is_in(sent.cast(pl.Int64).implode())
