"""Whether an article is about relations between Russia and the DPRK, and why."""

import polars as pl

from tasks.core import reference
from tasks.core.records import RELEVANCE


def score(articles: pl.DataFrame, mentions: pl.DataFrame, threshold: float = 0.5) -> pl.DataFrame:
    """One row an article, in order: RELEVANCE. Takes article_id and text, and ENTITY_MENTIONS of these articles.

    The score lies in [0, 1]; is_relevant is whether it reaches `threshold`; an article that names one side only scores 0.
    """
    sides = reference.table("entities").select("entity_id", "side")
    seen = mentions.join(sides, on="entity_id")
    is_title, is_lead = pl.col("field") == "title", (pl.col("field") == "text") & (pl.col("start") < 400)
    counts = seen.group_by("article_id").agg(
        *(
            pl.when((pl.col("side") == side) & where).then(1).otherwise(0).sum().alias(f"{side}_{name}")
            for side in ("RU", "DPRK")
            for name, where in (("title", is_title), ("lead", is_lead), ("all", pl.lit(True)))
        )
    )
    frame = articles.select("article_id").join(counts, on="article_id", how="left", maintain_order="left").fill_null(0)
    both = {name: pl.min_horizontal(f"RU_{name}", f"DPRK_{name}") for name in ("title", "lead", "all")}
    points = 0.35 * (both["title"] > 0) + 0.3 * (both["lead"] > 0) + 0.1 * both["all"].clip(0, 3.5)
    value = pl.when(both["all"] > 0).then(points.clip(0, 1)).otherwise(0.0)
    reason = pl.format("Russia named {} times, the DPRK {} times", pl.col("RU_all"), pl.col("DPRK_all"))
    return frame.select("article_id", score=value, is_relevant=value >= threshold, reason=reason).cast(RELEVANCE)
