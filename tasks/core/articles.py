"""Pages become articles: text, title, byline, language, and when they were published."""

from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl

from tasks.core import articles_furniture, articles_page, articles_workers
from tasks.core.records import ARTICLES, Source


def extract(pages: pl.DataFrame, *, sources: Sequence[Source] = (), workers: int = 0) -> pl.DataFrame:
    """One row of ARTICLES for each row of `pages` (PAGES), in order; `failure` says why a page gave no article.

    `sources` are the outlets, each with its time zone; days of a page of none of them are those it writes itself.
    With `workers`, pages are read by so many processes, which are replaced when a page kills them, takes more than ten
    seconds or too much memory; without, in this one, where nothing can stop a page but the limits on its size.
    """
    jobs = list(_jobs(pages, sources))
    if workers > 0:
        rows = articles_workers.run(jobs, workers)
    else:
        rows = [articles_page.read(page, source) for page, source in jobs]
    return pl.DataFrame(rows, schema=ARTICLES)


def without_furniture(extracted: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """ARTICLES without the lines of `known` (FURNITURE). A page of which too little is left gave `no_article`."""
    rows = [
        articles_page.failed(row, "no_article")
        if row["text"] is not None and articles_page.is_too_short(row["text"])
        else row
        for row in articles_furniture.drop(extracted, known).iter_rows(named=True)
    ]
    return pl.DataFrame(rows, schema=ARTICLES)


def _jobs(pages: pl.DataFrame, sources: Sequence[Source]) -> Iterator[tuple[dict[str, Any], Source | None]]:
    known = {source.source_id: source for source in sources}
    for page in pages.iter_rows(named=True):
        yield page, known.get(page["source_id"])
