"""Dates in texts, as intervals of days that remember their words.

The words are read by dates_lexer, put together by dates_grammar, reckoned by dates_calendar and dates_reading; the
language is in sql/reference/date_*.csv and date_rules.toml.
"""

import polars as pl

from tasks.core import dates_grammar, dates_lexer, dates_reading, reference
from tasks.core.records import DATE_MENTIONS

STORY_RULES = ("story", "count_from_story")
STORY_PASSES = 3


def find(articles: pl.DataFrame) -> pl.DataFrame:
    """Every date mention in the articles' texts: a frame of DATE_MENTIONS, in text order.

    In: article_id, language, published_at (null where unknown), text, and published_on (the outlet's own day) where present.
    `date_start` and `date_end` are inclusive. Words that name no day, or that need the publication day where it is
    unknown, have precision "vague" and no days. Dates the calendar does not have are left out. `rule` names the rule
    of date_rules.toml; it ends in "!weekday" where the weekday written beside a date is another one. An article in a
    language without a word table gives its numeric dates only; one without text gives none.
    """
    texts = _texts(articles)
    found = [_halves(part, language) for (language,), part in texts.group_by("language", maintain_order=True)]
    if not found:
        return pl.DataFrame(schema=DATE_MENTIONS)
    halves = pl.concat(found).join(texts.select("row", "anchor", "article_id", "text"), on="row", maintain_order="left")
    named = dates_reading.named(halves.filter(_wanted()).sort("row", "start"))
    return _mentions(_from_story(_joined(_shared(named))))


def _texts(articles: pl.DataFrame) -> pl.DataFrame:
    published = pl.col("published_at").dt.date()
    anchor = pl.coalesce("published_on", published) if "published_on" in articles.columns else published
    known = pl.col("language").is_in(sorted(dates_lexer.languages()))
    return articles.select(
        "article_id", "text", row=pl.int_range(pl.len()), anchor=anchor, language=pl.when(known).then("language").otherwise(pl.lit("*"))
    ).drop_nulls("text")


def _halves(texts: pl.DataFrame, language: str) -> pl.DataFrame:
    words = dates_lexer.tokens(texts.select("row", "text"), language)
    found = dates_grammar.halves(words, language)
    sentence = pl.col("lead").str.replace(r"(?s)^.*[.!?。！？\n]\s", "")
    number = pl.col("surface").str.contains(r"^[0-9０-９]")
    return found.with_columns(
        ahead=sentence.str.contains(_cue(language, "before", "future")) | pl.col("tail").str.contains(_cue(language, "after", "future")),
        cue=pl.col("lead").str.contains(_cue(language, "before", "in")) & ~pl.col("tail").str.contains(_cue(language, "after", "not")),
        paren=pl.col("lead").str.contains(r"[(（]$") & pl.col("tail").str.contains(r"^[)）]"),
        fragment=(pl.col("rule") == "fragment") & number & ~pl.col("tail").str.contains(_cue(language, "after", "not")),
    )


def _cue(language: str, side: str, cue: str) -> str:
    """The regular expression for the words of date_cues.csv in the text before or after; one that never matches where there are none."""
    rows = reference.table("date_cues").filter(language=language, side=side, cue=cue)["forms"]
    if rows.is_empty():
        return r"[^\s\S]"
    words = "|".join(pl.select(pl.lit(rows[0]).str.split("|").list.eval(pl.element().str.escape_regex())).item())
    spaced = language not in reference.document("date_rules")["boundaries"]["none"]
    edge = r"[^\p{L}]" if spaced else ""
    if side == "after":
        return rf"(?i)^[\s,]*(?:{words})" + (rf"(?:{edge}|$)" if edge else "")
    anywhere = edge and rf"(?:{edge}|$)"
    return rf"(?i)(?:^|{edge})(?:{words})" + (anywhere if cue == "future" else r"[\s(]*$")


def _wanted() -> pl.Expr:
    """Rules that need a cue have it; the ends of ranges are looked at later."""
    return pl.lit(True)


def _shared(halves: pl.DataFrame) -> pl.DataFrame:
    """Halves with what the two ends of a range, or of a list, say for each other: `12-17 September` is September twice.

    Adds `is_left` and `is_right` (of a pair) and `pair` (range or list) on both.
    """
    before = pl.col("row") == pl.col("row").shift(1)
    loose = pl.col("fragment") != pl.col("fragment").shift(1)
    pair = pl.when(before & (pl.col("rule") != "fragment") | pl.col("fragment")).then("joins")
    joined = (pair == "range") | ((pair == "list") & (loose | pl.col("month").is_null()))
    joined &= ~(pl.col("fragment") & pl.col("fragment").shift(1)) & before
    halves = halves.with_columns(is_right=joined.fill_null(False))
    halves = halves.with_columns(is_right=pl.col("is_right") & ~pl.col("is_right").shift(1, fill_value=False))
    halves = halves.with_columns(is_left=pl.col("is_right").shift(-1, fill_value=False))
    halves = halves.with_columns(pair=pl.when("is_right").then("joins").when("is_left").then(pl.col("joins").shift(-1)))
    return _from_left(_from_right(halves))


def _from_left(halves: pl.DataFrame) -> pl.DataFrame:
    left = {name: pl.col(name).shift(1) for name in ("year", "month", "relative", "relative_unit", "day")}
    dayed = pl.col("is_right") & pl.col("day").is_not_null()
    in_year = dayed & pl.col("fragment") & left["day"].is_null() & left["month"].is_null() & left["year"].is_not_null()
    lent = dayed & pl.col("relative_unit").is_null() & left["relative_unit"].is_in(["month", "year"])
    return halves.with_columns(
        year=pl.when(in_year).then(left["year"] // 100 * 100 + pl.col("day"))
        .when(pl.col("is_right") & (dayed | pl.col("month").is_not_null())).then(pl.coalesce("year", left["year"]))
        .otherwise("year"),
        month=pl.when(dayed & ~in_year & left["day"].is_not_null()).then(pl.coalesce("month", left["month"])).otherwise("month"),
        day=pl.when(~in_year).then("day"),
        relative_unit=pl.when(lent).then(left["relative_unit"]).otherwise("relative_unit"),
        relative=pl.when(lent).then(left["relative"]).otherwise("relative"),
    )  # fmt: skip


def _from_right(halves: pl.DataFrame) -> pl.DataFrame:
    right = {name: pl.col(name).shift(-1) for name in ("year", "month", "relative", "relative_unit")}
    dated = pl.col("is_left") & (pl.col("day").is_not_null() | pl.col("month").is_not_null())
    lent = dated & pl.col("relative_unit").is_null() & pl.col("year").is_null() & (right["relative_unit"] == "year")
    return halves.with_columns(
        year=pl.when(dated).then(pl.coalesce("year", right["year"])).otherwise("year"),
        month=pl.when(dated).then(pl.coalesce("month", right["month"])).otherwise("month"),
        relative_unit=pl.when(lent).then(right["relative_unit"]).otherwise("relative_unit"),
        relative=pl.when(lent).then(right["relative"]).otherwise("relative"),
    )


def _joined(halves: pl.DataFrame) -> pl.DataFrame:
    """Halves resolved, the two ends of a range made one."""
    found = dates_reading.resolved(halves)
    found = found.with_columns(relation=pl.col("pair") == "range")
    last, first = pl.col("last").shift(-1), pl.col("first")
    unyeared = pl.col("year").is_null()
    earlier = pl.when(unyeared & (first > last)).then(first.dt.offset_by("-1y")).otherwise(first)
    whole = pl.col("is_left") & pl.col("relation") & (earlier <= last)
    found = found.with_columns(whole=whole.fill_null(False), earlier=earlier)
    spare = pl.col("whole").shift(1, fill_value=False)
    merged = found.with_columns(
        surface=pl.when("whole").then(pl.col("surface") + pl.col("gap").shift(-1) + pl.col("surface").shift(-1)).otherwise("surface"),
        end=pl.when("whole").then(pl.col("end").shift(-1)).otherwise("end"),
        first=pl.when("whole").then("earlier").otherwise("first"),
        last=pl.when("whole").then(last).otherwise("last"),
        precision=pl.when("whole").then(pl.lit("range")).otherwise("precision"),
        rule=pl.when("whole").then(pl.lit("range")).otherwise("rule"),
    )
    return merged.filter(~spare & _stands())


def _stands() -> pl.Expr:
    """Fragments stand only in pairs; rules that need a cue have it, or stand in a range."""
    needs = pl.col("rule").replace_strict(dates_grammar.needs(), default=None, return_dtype=pl.String)
    alone = pl.when(needs == "in").then(pl.col("cue") | pl.col("paren")).when(needs == "paren").then("paren").otherwise(True)
    listed = pl.col("fragment") & (pl.col("is_left") | pl.col("is_right")) & pl.col("month").is_not_null()
    return alone & ((pl.col("rule") != "fragment") | listed)


def _from_story(found: pl.DataFrame) -> pl.DataFrame:
    """Mentions that count from the last date of the story, or from the publication where none stands before them."""
    told = pl.col("rule").is_in(STORY_RULES)
    if not found.select(told.any()).item():
        return found
    found = found.with_columns(told=told, published=pl.col("anchor"), first=pl.when(~told).then("first"))
    for _ in range(STORY_PASSES):
        day_told = pl.when(pl.col("precision") == "day").then("first")
        last_day = day_told.shift(1).over("row").forward_fill().over("row")
        moved = found.with_columns(anchor=pl.coalesce(last_day, "published")).filter("told")
        found = pl.concat([found.filter(~pl.col("told")), dates_reading.resolved(moved)]).sort("row", "start")
    return found


def _mentions(found: pl.DataFrame) -> pl.DataFrame:
    absolute = pl.col("year").is_not_null()
    unanchored = pl.col("anchor").is_null() & ~absolute
    closed = pl.col("closes") & pl.col("tail").str.contains("^[)）]")
    differs = (pl.col("precision") == "day") & pl.col("day").is_not_null() & (pl.col("first").dt.weekday() != pl.col("weekday"))
    return (
        found.with_columns(precision=pl.when(pl.col("first").is_null() & unanchored).then(pl.lit("vague")).otherwise("precision"))
        .filter(pl.col("first").is_not_null() | (pl.col("precision") == "vague"))
        .select(
            "article_id",
            "start",
            pl.col("end") + closed.cast(pl.Int64),
            surface=pl.when(closed).then(pl.col("surface") + pl.col("tail").str.head(1)).otherwise("surface"),
            date_start="first",
            date_end="last",
            precision="precision",
            rule=pl.when(differs.fill_null(False)).then(pl.col("rule") + "!weekday").otherwise("rule"),
        )
        .cast(DATE_MENTIONS)
    )
