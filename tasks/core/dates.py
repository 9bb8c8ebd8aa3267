"""Dates in texts, as intervals of days that remember their words.

The words are read by dates_lexer, put together by dates_grammar, and reckoned by dates_reading, which knows from
dates_cues what stands around them and from dates_pairs what stands beside them. The languages are data:
sql/reference/date_*.csv and date_rules.toml.
"""

import polars as pl

from tasks.core import dates_cues, dates_grammar, dates_lexer, dates_pairs, dates_reading, dates_story
from tasks.core.records import DATE_MENTIONS

FIRST_YEAR, LAST_YEAR = 1000, 2200  # of the dates of news; 01.01.0001 stands for no date, 9999-12-31 for no end


def find(articles: pl.DataFrame) -> pl.DataFrame:
    """Every date mention in the articles' texts: a frame of DATE_MENTIONS, in text order.

    In: article_id, language, published_at (null where unknown), text, and published_on (the outlet's own day) where
    present. `date_start` and `date_end` are inclusive. Words that name no day, or that need the publication day where
    it is unknown, have precision "vague" and no days. Left out are dates the calendar does not have, those before 1000
    (1800 for a number alone) and after 2200, hours without a day, recurring weekdays, and days counted from an event
    (`the day after the talks`). `rule` names the rule of date_rules.toml; it ends in "!weekday" where the weekday
    written beside a date is another one. An article in a language without a word table gives its numeric dates only;
    one without text gives none.
    """
    texts = _texts(articles)
    found = [_halves(part, language) for (language,), part in texts.group_by("language", maintain_order=True)]
    if not found:
        return pl.DataFrame(schema=DATE_MENTIONS)
    halves = pl.concat(found).join(texts.select("row", "anchor", "article_id"), on="row", maintain_order="left")
    beside = dates_pairs.shared(dates_reading.named(halves.sort("row", "start")))
    merged = dates_pairs.merged(dates_reading.resolved(beside))
    standing = merged.filter(pl.col("in_place") & ~pl.col("recurs") & dates_pairs.IS_DATE & _of_news())
    return _mentions(dates_story.from_story(standing).filter(_of_news()))


def _texts(articles: pl.DataFrame) -> pl.DataFrame:
    published = pl.col("published_at").dt.date()
    anchor = pl.coalesce("published_on", published) if "published_on" in articles.columns else published
    known = pl.col("language").is_in(sorted(dates_lexer.languages()))
    language = pl.when(known).then("language").otherwise(pl.lit("*"))
    rows = articles.select("article_id", "text", row=pl.int_range(pl.len()), anchor=anchor, language=language)
    return rows.drop_nulls("text")


def _halves(texts: pl.DataFrame, language: str) -> pl.DataFrame:
    words = dates_lexer.tokens(texts.select("row", "text"), language)
    return dates_cues.with_cues(dates_grammar.halves(words, language), language)


def _of_news() -> pl.Expr:
    first, last = pl.col("first").dt.year(), pl.col("last").dt.year()
    return ((first >= FIRST_YEAR) & (last <= LAST_YEAR)).fill_null(True) & (pl.col("precision") != "none")


def _mentions(found: pl.DataFrame) -> pl.DataFrame:
    undated = pl.col("first").is_null()
    unanchored = undated & pl.col("anchor").is_null() & pl.col("year").is_null()
    closed = (pl.col("closes") & pl.col("tail").str.contains("^[)）]")).fill_null(False)
    one_day = (pl.col("precision") == "day") & (pl.col("day").is_not_null() | (pl.col("relative_unit") == "day"))
    differs = (one_day & (pl.col("first").dt.weekday() != pl.col("weekday"))).fill_null(False)
    surface = pl.when(closed).then(pl.col("surface") + pl.col("tail").str.head(1)).otherwise("surface")
    return (
        found.with_columns(precision=pl.when(unanchored).then(pl.lit("vague")).otherwise("precision"))
        .filter((pl.col("first") <= pl.col("last")) | (pl.col("precision") == "vague"))
        .select(
            "article_id",
            "start",
            pl.col("end") + closed.cast(pl.Int64),
            surface=surface,
            date_start="first",
            date_end="last",
            precision="precision",
            rule=pl.when(differs).then(pl.col("rule") + "!weekday").otherwise("rule"),
        )
        .cast(DATE_MENTIONS)
    )
