"""Is an article new, changed or the same?"""

import polars as pl


def number(incoming: pl.DataFrame, stored: pl.DataFrame) -> pl.DataFrame:
    """`incoming` (article_id, text_hash, ...) with `version` and `first_seen_at`, without articles that did not change.

    `stored` is article_id, version, text_hash, first_seen_at of the newest versions; `incoming` has seen_at. Of two
    rows of one article the last one received counts. A first version is 1.
    """
    latest = incoming.sort("seen_at", maintain_order=True).unique("article_id", keep="last", maintain_order=True)
    known = stored.rename({"version": "old_version", "text_hash": "old_hash"})
    return (
        latest.join(known, on="article_id", how="left", maintain_order="left")
        .filter(pl.col("old_hash").is_null() | (pl.col("old_hash") != pl.col("text_hash")))
        .with_columns(
            version=(pl.col("old_version").fill_null(0) + 1).cast(pl.Int32),
            first_seen_at=pl.coalesce("first_seen_at", "seen_at"),
        )
        .drop("old_version", "old_hash")
    )
