"""Dates in texts, as intervals of days that remember their words.

The words are read by dates_lexer, put together by dates_grammar, and reckoned by dates_reading, which knows from
dates_cues what stands around them and from dates_pairs what stands beside them. The languages are data:
sql/reference/date_*.csv and date_rules.toml.
"""

import polars as pl

from tasks.core import dates_cues, dates_grammar, dates_lexer, dates_pairs, dates_reading
from tasks.core.records import DATE_MENTIONS

STORY_RULES = ("story", "count_from_story", "date_of_story", "clock")
STORY_PASSES, STORY_DAYS = 3, 14
FINE_UNITS = ("day", "week", "weekend")


def find(articles: pl.DataFrame) -> pl.DataFrame:
    """Every date mention in the articles' texts: a frame of DATE_MENTIONS, in text order.

    In: article_id, language, published_at (null where unknown), text, and published_on (the outlet's own day) where
    present. `date_start` and `date_end` are inclusive. Words that name no day, or that need the publication day where
    it is unknown, have precision "vague" and no days. Dates the calendar does not have are left out. `rule` names the
    rule of date_rules.toml; it ends in "!weekday" where the weekday written beside a date is another one. An article in
    a language without a word table gives its numeric dates only; one without text gives none.
    """
    texts = _texts(articles)
    found = [_halves(part, language) for (language,), part in texts.group_by("language", maintain_order=True)]
    if not found:
        return pl.DataFrame(schema=DATE_MENTIONS)
    halves = pl.concat(found).join(texts.select("row", "anchor", "article_id"), on="row", maintain_order="left")
    beside = dates_pairs.shared(dates_reading.named(halves.sort("row", "start")))
    merged = dates_pairs.merged(dates_reading.resolved(beside))
    standing = merged.filter(pl.col("in_place") & dates_pairs.IS_DATE & (pl.col("precision") != "none"))
    return _mentions(_from_story(standing))


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


def _from_story(found: pl.DataFrame) -> pl.DataFrame:
    """Mentions that count from the last date of the story, or from the publication where none stands before them."""
    told = pl.col("rule").is_in(STORY_RULES)
    if not found.select(told.any()).item():
        return found
    found = found.with_columns(told=told, published="anchor", first=pl.when(~told).then("first"))
    for _ in range(STORY_PASSES):
        known = found["first"]
        moved = found.with_columns(anchor=pl.coalesce(_story_day(), "published")).filter("told")
        parts = [found.filter(~pl.col("told")), dates_reading.resolved(moved)]
        found = pl.concat(parts, how="diagonal").sort("row", "start")
        if found["first"].equals(known):
            break
    return found


def _story_day() -> pl.Expr:
    """The last day named before a mention; for months and years, the start of the last date named outright.

    The day before is that of the publication, unless a day near to it has been named.
    """
    fine = pl.col("rule").is_in(["clock", "count_from_story"]) | pl.col("relative_unit").is_in(FINE_UNITS)
    last_day = _last_before(pl.when(pl.col("precision") == "day").then("first"))
    eve = (pl.col("relative_unit") == "day") & (pl.col("relative") < 0)
    far = (last_day - pl.col("published")).dt.total_days().abs() > STORY_DAYS
    last_day = pl.when(~(eve & far).fill_null(False)).then(last_day)
    return pl.when(fine).then(last_day).otherwise(_last_before(pl.when(~pl.col("told")).then("first")))


def _last_before(dates: pl.Expr) -> pl.Expr:
    """The last of these dates before each mention in the same text."""
    rows = pl.when(dates.is_not_null()).then("row")
    same = rows.shift(1).forward_fill() == pl.col("row")
    return pl.when(same).then(dates.shift(1).forward_fill())


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
