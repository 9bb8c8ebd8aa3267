"""Pages become articles: text, title, byline, language, and when they were published."""

import polars as pl

from tasks.core import articles_page
from tasks.core.records import ARTICLES


def extract(
    pages: pl.DataFrame,
    *,
    sources: pl.DataFrame | None = None,
    workers: int = 0,
    furniture: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """One row of ARTICLES for each row of `pages` (PAGES), in order; `failure` says why a page gave no article.

    `sources` is source_id, timezone (IANA) and language of the outlets.
    """
    zones = dict(sources.select("source_id", "timezone").iter_rows()) if sources is not None else {}
    rows = [articles_page.read(page, zones.get(page["source_id"])) for page in pages.iter_rows(named=True)]
    return pl.DataFrame(rows, schema=ARTICLES)
