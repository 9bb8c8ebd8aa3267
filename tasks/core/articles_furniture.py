"""Lines that recur across the pages of a host are its furniture: learned from a batch and what was stored before it."""

import polars as pl

from tasks.core.articles_lines import key, wording_hash
from tasks.core.records import FURNITURE
from tasks.core.urls import host_of

MIN_PAGES, MIN_SHARE = (
    5,
    0.3,
)  # sentences that a paper repeats in every article on a subject stand on fewer of its pages
LONGEST = 300


def learn(known: pl.DataFrame, recent: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """`known` (FURNITURE) and the lines that stand on at least five pages, and on three of ten, of a host.

    Pages are counted in `articles` (article_id, url, title, text) and `recent`, the host's last stored ones; an article
    in both is one page, and so are articles of one title, which are copies. Sorted by host and line.
    """
    names = ("article_id", "url", "title", "text")
    pages = pl.concat([recent.select(names), articles.select(names)], how="vertical_relaxed")
    pages = pages.drop_nulls("text").unique("article_id", keep="last", maintain_order=True)
    pages = pages.select(
        "text",
        page=pl.coalesce("title", "article_id"),
        host=pl.Series([host_of(url) for url in pages["url"]], dtype=pl.String),
    )
    lines = pages.with_columns(line=pl.col("text").str.split("\n")).explode("line").drop("text")
    lines = lines.filter(pl.col("line").str.len_chars().is_between(1, LONGEST)).with_columns(line=_key(pl.col("line")))
    counted = lines.group_by("host", "line").agg(pages=pl.col("page").n_unique().cast(pl.Int64))
    sizes = pages.group_by("host").agg(size=pl.col("page").n_unique())
    often = counted.filter(pl.col("pages") >= MIN_PAGES).join(sizes, on="host")
    often = often.filter(pl.col("pages") >= MIN_SHARE * pl.col("size")).join(known, on=["host", "line"], how="anti")
    return pl.concat([known, often.select(*FURNITURE)]).sort("host", "line")


def _key(line: pl.Expr) -> pl.Expr:
    """`articles_lines.key` for a column."""
    return line.str.replace_all(r"\d+", "0").str.replace_all(r"\s+", " ").str.strip_chars().str.to_lowercase()


def drop(articles: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """`articles` (url, title, text, text_hash and more) without the lines of `known` (FURNITURE); a text may become
    empty."""
    own = known.group_by("host").agg("line")
    lines: dict[str, frozenset[str]] = {host: frozenset(found) for host, found in own.iter_rows()}
    if not lines or articles.is_empty():
        return articles
    columns = articles.select("url", "title", "text", "text_hash").iter_rows()
    rows = [_without(title, text, text_hash, lines.get(host_of(url))) for url, title, text, text_hash in columns]
    return articles.with_columns(pl.DataFrame(rows, schema={"text": pl.String, "text_hash": pl.String}, orient="row"))


def _without(
    title: str | None, text: str | None, text_hash: str | None, known: frozenset[str] | None
) -> tuple[str | None, str | None]:
    if not known or text is None:
        return text, text_hash
    lines = text.split("\n")
    kept = [line for line in lines if len(line) > LONGEST or key(line) not in known]
    if len(kept) == len(lines):
        return text, text_hash
    rest = "\n".join(kept)
    return rest, wording_hash(title, rest)
