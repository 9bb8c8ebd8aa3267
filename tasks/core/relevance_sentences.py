"""The clauses of an article in which both sides are named."""

from functools import cache

import polars as pl

from tasks.core import events_cues, reference, sentences
from tasks.core.entities_evidence import SIDES
from tasks.core.relevance_actors import BRIEF, actors
from tasks.core.relevance_weights import counted, linked, weighed

LINE = ["article_id", "sentence"]
LISTED = (
    r"^(?:[\s,、，·・ㆍ/&()（）'’-]|s\b|and|or|the|from|of|with|и|или|а также|та|і|й|와|과|및|和|及|与|與|や|と|"
    r"dan|và|et|y|und|la|le|l)*$"
)
OTHERS = (
    r"(?i)^(?:['’]s)?,? ?(?:and (?:several |many |some )?(?:others?\b|more\b)|among others|и др(?:\.|угие|угих|угими)|"
    r"та інш|など|等|dan lain|và các nước khác|et d'autres|u\. ?a\.)"
)
CLAUSE = r"[^;；]+"
ACT = 0.6  # weight from which a clause is asked what it tells of
OF_STATE = r"^(?:['’]s)? ?$"  # between a state and its leader
SEEN, NEAR = 16, 34
HEADING = 140  # characters of a heading, at most
STOPS = r"[.!?…。！？:,，;；»”\"]\s*$"
UNBROKEN = r"([^,:;、，：«»\"“”「」『』]*)"  # between a speaker and the word of saying


def joint(articles: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """One row a clause of the articles that name both sides, in order.

    article_id, sentence (0 the title, then from 1), start, size (bytes), ru, dprk, war (mentions of a side, of the
    other party to Russia's war), weight (0 to 1: how far it joins the two; 0 where it names one), pair (whether nothing
    divides the two), voice (whether the DPRK speaks), linked (whether it names one in a word for what is between two),
    is_heading (whether it has a line of its own without a full stop), is_entry (whether the article is as short as an
    entry of a chronology), acts (types of events it tells of, "position" where one of the two states something).
    """
    seen = actors(articles, mentions)
    named = seen.group_by("article_id").agg(pl.col("side").unique(), pl.col("war").any())
    ru, dprk = (pl.col("side").list.contains(side) for side in SIDES)
    both = named.filter(dprk & (ru | pl.col("war")))
    asked = articles.join(both, on="article_id", how="semi", maintain_order="left")
    lines = clauses(asked).join(
        asked.select("article_id", is_entry=entry(asked)), on="article_id", maintain_order="left"
    )
    joined = lines.join(counted(placed(seen, lines)), on=LINE, how="left", maintain_order="left")
    whole = joined.with_columns(
        pl.col("ru", "dprk", "war", "company", "guests", "weight").fill_null(0),
        pl.col("position", "voice", "union", "pair").fill_null(False),
    )
    return with_acts(linked(weighed(whole)))


def entry(articles: pl.DataFrame) -> pl.Expr:
    """Whether each article is short, and one paragraph where it has no title."""
    title = pl.col("title") if "title" in articles.columns else pl.lit(None, pl.String)
    is_short = pl.col("text").str.len_chars() <= BRIEF
    return is_short & (title.is_not_null() | ~pl.col("text").str.strip_chars().str.contains("\n"))


def clauses(articles: pl.DataFrame) -> pl.DataFrame:
    """Sentences, divided at semicolons: article_id, field, sentence, start, language, text, goes_on (whether a
    semicolon stands before it)."""
    columns = ["article_id", "field", "sentence", "start", "language", "text", "goes_on"]
    whole = sentences.split(articles).join(articles.select("article_id", "language"), on="article_id")
    parts = whole.with_columns(text=pl.col("text").str.extract_all(CLAUSE)).explode("text").drop_nulls("text")
    length = pl.col("text").str.len_chars().cast(pl.Int64) + 1
    offset = length.cum_sum().over("article_id", "start") - length
    body = parts.with_columns(field=pl.lit("text"), start=pl.col("start") + offset, goes_on=offset > 0).with_columns(
        sentence=pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("article_id")
    )
    if "title" not in articles.columns:
        return body.select(columns)
    titles = (
        articles.select("article_id", "language", text="title")
        .drop_nulls("text")
        .with_columns(
            field=pl.lit("title"), start=pl.lit(0, pl.Int64), sentence=pl.lit(0, pl.Int64), goes_on=pl.lit(False)
        )
    )
    return pl.concat([titles.select(columns), body.select(columns)])


def placed(seen: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """Mentions with the clause they stand in, in text order; `run` numbers those that only list marks divide, `others`
    is whether "and others" follows."""
    marks = lines.select("article_id", "field", "sentence", "language", "text", "start", begin="start").sort("start")
    found = seen.sort("start").join_asof(marks, on="start", by=["article_id", "field"], check_sortedness=False)
    ordered = found.drop_nulls("sentence").sort("article_id", "sentence", "start", maintain_order=True)
    last = pl.col("end").shift(1).over(LINE)
    between = pl.col("text").str.slice(last - pl.col("begin"), pl.max_horizontal(pl.col("start") - last, 0))
    told = ordered.with_columns(between=between, of_state=(between.str.contains(OF_STATE) & pl.col("person")))
    titled = pl.col("of_state").shift(-1).over(LINE).fill_null(False)  # "Russia's" before a name is part of the name
    named = told.with_columns(pl.col("person") | titled)
    alike = pl.col("person") == pl.col("person").shift(1).over(LINE)
    listed = (pl.col("between").str.to_lowercase().str.contains(LISTED) & (alike | pl.col("of_state"))).fill_null(False)
    after = pl.col("text").str.slice(pl.col("end") - pl.col("begin"), SEEN)
    runs = named.with_columns(run=(~listed).cum_sum().over(LINE), others=after.str.contains(OTHERS))
    return with_speakers(runs).drop("text", "begin", "between", "of_state", "language")


def with_speakers(found: pl.DataFrame) -> pl.DataFrame:
    """The mentions with `speaks`: whether a side says something, by a word of saying beside its name."""
    start, end = pl.col("start") - pl.col("begin"), pl.col("end") - pl.col("begin")
    first = pl.max_horizontal(start - NEAR, 0)
    before = pl.col("text").str.slice(first, start - first).str.extract(UNBROKEN + "$")
    after = pl.col("text").str.slice(end, NEAR).str.extract("^,?" + UNBROKEN)
    says = words_of_saying()
    asked = pl.col("side").is_in(SIDES) & pl.col("language").is_in(list(says))
    beside = found.filter(asked).with_columns(
        before.str.to_lowercase().alias("before"), after.str.to_lowercase().alias("after")
    )
    parts = [
        part.with_columns(speaks=pl.any_horizontal(pl.col("before", "after").str.contains(says[str(language)])))
        for (language,), part in beside.group_by("language", maintain_order=True)
    ]
    silent = found.filter(~asked.fill_null(False)).with_columns(speaks=pl.lit(False))
    return pl.concat([silent, *(part.drop("before", "after") for part in parts)])


@cache
def words_of_saying() -> dict[str, str]:
    """Language -> what states and persons do with words, votes included, as a regular expression."""
    rows = reference.table("relevance_cues").filter(role="says").select("language", "forms")
    return {
        language: f"(?:{events_cues.words(forms, language)}|{events_cues.says(language, 'statement').pattern})"
        for language, forms in rows.iter_rows()
    }


def with_acts(lines: pl.DataFrame) -> pl.DataFrame:
    """The clauses with `acts`, without their text."""
    rows = lines.with_row_index("row").with_columns(pl.col("row").cast(pl.UInt32))
    names = (pl.col("ru") > 0) | (pl.col("dprk") > 0)
    asked = (pl.col("weight") >= ACT) | ((pl.col("sentence") <= 1) & names)
    told = events_cues.matches(rows.filter(asked).select("row", "language", "text"))
    positions = rows.filter((pl.col("weight") >= ACT) & pl.col("position")).select("row", event_type=pl.lit("position"))
    types = pl.concat([told.select("row", "event_type"), positions])
    acts = types.group_by("row").agg(acts=pl.col("event_type").unique().sort())
    whole = rows.join(acts, on="row", how="left", maintain_order="left")
    is_heading = (pl.col("text").str.len_chars() <= HEADING) & ~pl.col("text").str.contains(STOPS)
    return whole.with_columns(size=pl.col("text").str.len_bytes(), is_heading=is_heading).drop(
        "row", "position", "text", "language"
    )
