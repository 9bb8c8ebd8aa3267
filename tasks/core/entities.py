"""Who and what is named in an article, and where: entity mentions with their characters."""

import polars as pl

from tasks.core.entities_boundaries import standing
from tasks.core.entities_evidence import supported
from tasks.core.entities_matching import occurrences
from tasks.core.entities_metonyms import spoken
from tasks.core.entities_roles import with_persons
from tasks.core.lexicon import lexicon
from tasks.core.records import ENTITY_MENTIONS

ONE_NAME = ["article_id", "field", "start", "end", "entity_id"]


def find(articles: pl.DataFrame, forms: pl.DataFrame | None = None) -> pl.DataFrame:
    """Mentions of the entities of `sql/reference`: one row a mention, as ENTITY_MENTIONS, in text order, title first.

    Takes article_id, language and text, and title and published_at (or published_on) where present. `entity_id` is who
    is meant: short forms ("Kim", "the North") only where the article introduces them, offices ("the Russian president")
    by who held them on the day of publication, a capital as a place or as its government. `speaks_for` is the state for
    which a capital or a seat of power stands ("Moscow said", "the Kremlin"), null elsewhere. No mention: no row.
    `forms` are the forms to look for, in the columns of `lexicon.lexicon`; all of it by default.
    """
    texts = fields(articles)
    found = standing(occurrences(texts, lexicon() if forms is None else forms))
    is_role = pl.col("layer") == "role"
    names = supported(found.filter(~is_role), texts)
    mentions = spoken(with_persons(names, found.filter(is_role), texts), texts)
    return written(mentions.join(texts.select("row", "article_id", "field"), on="row"))


def written(mentions: pl.DataFrame) -> pl.DataFrame:
    """The mentions as ENTITY_MENTIONS, in text order, each name once."""
    ordered = mentions.sort("row", "start", -pl.col("end"), "entity_id")
    ordered = ordered.unique(ONE_NAME, keep="first", maintain_order=True)
    return ordered.select(pl.col(name).cast(dtype) for name, dtype in ENTITY_MENTIONS.items())


def fields(articles: pl.DataFrame) -> pl.DataFrame:
    """One row a text: row, article (its number), article_id, language, day (null if unknown), field (title, text) and
    text."""
    names = [name for name in ("title", "text") if name in articles.columns]
    days = [pl.col(name).cast(pl.Date) for name in ("published_on", "published_at") if name in articles.columns]
    day = pl.coalesce(*days, pl.lit(None, pl.Date)).alias("day")
    numbered = articles.with_columns(day).with_columns(article=pl.int_range(pl.len(), dtype=pl.Int64))
    index = ["article", "article_id", "language", "day"]
    long = numbered.unpivot(on=names, index=index, variable_name="field", value_name="body")
    ordered = long.rename({"body": "text"}).drop_nulls("text").sort("article", maintain_order=True)
    return ordered.with_row_index("row").rechunk()
