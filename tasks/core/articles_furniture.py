"""Lines that recur across the pages of one host are its furniture. What a batch shows is added to what is known."""

from collections.abc import Mapping

import polars as pl

from tasks.core.articles_lines import key
from tasks.core.records import identifier
from tasks.core.urls import host_of

FURNITURE = pl.Schema({"host": pl.String(), "line_hash": pl.String(), "pages": pl.Int64()})
MIN_PAGES = 5
LONGEST = 300


def line_hash(line: str) -> str:
    """The hash under which a line is kept."""
    return identifier(key(line))


def learn(known: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """`known` (host, line_hash, pages) with the lines of `articles` (article_id, url, text) counted in.

    A line counts once an article. Only lines that stand on two pages or more come back, sorted by host and hash; the
    caller keeps the result, and must not pass the same pages again.
    """
    rows = [
        {"host": host_of(url), "line_hash": line_hash(line), "article_id": article_id}
        for article_id, url, text in articles.select("article_id", "url", "text").iter_rows()
        for line in (text or "").split("\n")
        if 0 < len(line) <= LONGEST
    ]
    seen = pl.DataFrame(rows, schema={"host": pl.String, "line_hash": pl.String, "article_id": pl.String})
    counted = seen.unique().group_by("host", "line_hash").agg(pages=pl.len().cast(pl.Int64))
    total = pl.concat([known.select(*FURNITURE), counted.select(*FURNITURE)]).group_by("host", "line_hash")
    return total.agg(pl.col("pages").sum()).filter(pl.col("pages") > 1).sort("host", "line_hash")


def by_host(known: pl.DataFrame | None) -> Mapping[str, frozenset[str]]:
    """The hashes of the lines that are furniture, by host."""
    if known is None or known.is_empty():
        return {}
    often = known.filter(pl.col("pages") >= MIN_PAGES).group_by("host").agg("line_hash")
    return {host: frozenset(hashes) for host, hashes in often.iter_rows()}
