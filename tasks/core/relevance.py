"""Whether an article is about relations between Russia and the DPRK, and why.

The story's own words decide: where both sides are named together (title, lead, body), in how much of it, whether alone
or in a list of states, and whether the clause tells of something between them.
"""

import polars as pl

from tasks.core import relevance_sentences
from tasks.core.entities_evidence import SIDES
from tasks.core.records import RELEVANCE
from tasks.core.relevance_actors import actors
from tasks.core.relevance_weights import WHOLE

TITLE, LEAD, LEAD_UNTITLED, LEAD_OF_ENTRY, APART, BODY, SHARE, ACT = 0.5, 0.35, 0.42, 0.5, 0.15, 0.1, 0.25, 0.1
CONTINUED = 0.5  # a title that names one side and a first clause that goes on with the other
LEAD_BY_RANK = (1.0, 1.0, 0.7, 0.4)  # of the first, second ... clause that is no caption
CAPTION, LEAD_CHARACTERS = 60, 600  # bytes of a clause, characters of a text
BODY_CLAUSES, ENTRY_CLAUSES = 3, 4
SECTION, SECTION_CLAUSES = 0.3, 4  # a heading in the text that joins the two, clauses after it in which it goes on
VOICE, DEFENCE, DEFENCE_SHARE = 0.4, 3, 0.2  # the DPRK speaks, of Russia and its war, in so many clauses at least
FEW = 0.5  # weight below which the two are only listed together


def score(articles: pl.DataFrame, mentions: pl.DataFrame, threshold: float = 0.5) -> pl.DataFrame:
    """One row an article, in order: RELEVANCE. Takes article_id, language, text (title where present), ENTITY_MENTIONS.

    The score lies in [0, 1], is 0 where the story does not name both sides, and is rounded to two digits; `is_relevant`
    is whether it reaches `threshold`. `reason` says in words what was found.
    """
    articles = untitled(articles)
    found = features(relevance_sentences.joint(articles, mentions))
    named = sides(actors(articles, mentions))
    frame = articles.select("article_id").join(found, on="article_id", how="left", maintain_order="left")
    whole = frame.join(named, on="article_id", how="left", maintain_order="left")
    scored = whole.with_columns(score=value().round(2))
    return scored.select("article_id", "score", is_relevant=pl.col("score") >= threshold, reason=reason()).cast(
        RELEVANCE
    )


def untitled(articles: pl.DataFrame) -> pl.DataFrame:
    """The articles, without titles that are empty or only repeat the text."""
    if "title" not in articles.columns:
        return articles
    title, text = (pl.col(name).str.strip_chars() for name in ("title", "text"))
    return articles.with_columns(title=pl.when((title == "") | (title == text)).then(None).otherwise("title"))


def sides(seen: pl.DataFrame) -> pl.DataFrame:
    """Which of the two sides an article names: article_id, names_ru, names_dprk. Takes actors."""
    ru, dprk = (pl.col("side") == side for side in SIDES)
    return seen.group_by("article_id").agg(names_ru=ru.any(), names_dprk=dprk.any())


def features(clauses: pl.DataFrame) -> pl.DataFrame:
    """One row an article that names both sides: how far title, lead and body join them, and what they tell of."""
    is_title, names = pl.col("sentence") == 0, (pl.col("ru") > 0) | (pl.col("dprk") > 0)
    whole = pl.col("weight") >= WHOLE
    begun = (~is_title & (pl.col("size") >= CAPTION)).cum_max().over("article_id")
    rank = begun.cast(pl.Int64).cum_sum().over("article_id")
    early = ~is_title & (pl.col("start") < LEAD_CHARACTERS) & (rank <= len(LEAD_BY_RANK))
    by_rank = pl.lit(pl.Series([LEAD_BY_RANK], dtype=pl.List(pl.Float64))).first()
    share = pl.when(early).then(by_rank.list.get(pl.max_horizontal(rank - 1, 0), null_on_oob=True)).otherwise(0.0)
    few = (~is_title).sum() <= ENTRY_CLAUSES
    entry = pl.col("is_entry") & (few & ((is_title & names).any() | ~is_title.any())).over("article_id")
    linked = entry & ~is_title & (pl.col("linked") | (whole & (rank <= 1)))
    ranked = clauses.with_columns(is_title=is_title, is_entry=entry, linked=linked).with_columns(
        share=pl.when("linked").then(1.0).otherwise(share)
    )
    return ranked.group_by("article_id", maintain_order=True).agg(*places(), *amounts())


def places() -> list[pl.Expr]:
    """How far title, lead and body join the two; whether title and first clause name one each."""
    weight, is_title, share = pl.col("weight"), pl.col("is_title"), pl.col("share")
    first, begins = pl.col("sentence") == 1, is_title | (share == 1)
    ru, dprk = (pl.col(side) > 0 for side in ("ru", "dprk"))
    crossed = [(a & is_title).any() & (b & first).any() for a, b in ((ru, dprk), (dprk, ru))]
    return [
        weight.filter(is_title).max().fill_null(0.0).alias("title"),
        (weight * share).filter(~is_title).max().fill_null(0.0).alias("lead"),
        (weight * (1 - share)).filter(~is_title).sum().alias("body"),
        is_title.any().alias("has_title"),
        pl.col("is_entry").first(),
        (is_title & (ru | dprk)).any().alias("titled"),
        ((ru & begins).any() & (dprk & begins).any()).alias("early"),
        pl.any_horizontal(crossed).alias("crossed"),
        pl.col("linked").any().alias("linked"),
        sectioned().alias("section"),
    ]


def sectioned() -> pl.Expr:
    """Whether a heading within the text joins the two by an act, and what follows does so again."""
    joins = pl.col("weight") >= WHOLE
    goes_on = pl.any_horizontal(joins.shift(-step).fill_null(False) for step in range(1, SECTION_CLAUSES + 1))
    return (~pl.col("is_title") & pl.col("is_heading") & joins & (pl.col("acts").list.len() > 0) & goes_on).any()


def amounts() -> list[pl.Expr]:
    """In how many clauses the two are joined, and what these tell of."""
    weight, is_title = pl.col("weight"), pl.col("is_title")
    return [
        (weight.filter(~is_title) > 0).sum().alias("joined"),
        weight.filter(~is_title).sum().alias("weights"),
        weight.filter(~is_title & pl.col("linked")).max().fill_null(0.0).alias("most"),
        (~is_title).sum().alias("clauses"),
        (~is_title & ((pl.col("ru") > 0) | (pl.col("war") > 0))).sum().alias("about_ru"),
        (pl.col("voice") & (pl.col("sentence") <= 1)).any().alias("voice"),
        (pl.col("pair") & (weight > FEW)).any().alias("paired"),
        told(weight > 0).alias("acts"),
        told(is_title | (pl.col("sentence") == 1)).alias("begins_with"),
    ]


def told(where: pl.Expr) -> pl.Expr:
    """The types of events that some of the clauses tell of."""
    return pl.col("acts").filter(where).drop_nulls().explode(empty_as_null=False).unique().sort()


def value() -> pl.Expr:
    """The score of an article's features."""
    share = pl.max_horizontal(pl.col("weights") / pl.max_horizontal("clauses", pl.lit(1)), "most")
    apart = pl.col("early") & (pl.col("title") == 0) & (pl.col("titled") | (pl.col("lead") == 0))
    continued = apart & pl.col("crossed") & (pl.col("lead") == 0) & (pl.col("begins_with").list.len() > 0)
    joined = pl.col("linked") & pl.col("names_ru") & (pl.max_horizontal("title", "lead", "weights") == 0)
    total = (
        TITLE * pl.col("title")
        + pl.when("has_title").then(LEAD).when("is_entry").then(LEAD_OF_ENTRY).otherwise(LEAD_UNTITLED) * pl.col("lead")
        + pl.when(continued | joined).then(CONTINUED).when(apart).then(APART).otherwise(0.0)
        + VOICE * defends().cast(pl.Float64)
        + SECTION * pl.col("section").cast(pl.Float64)
        + BODY * pl.min_horizontal("body", pl.lit(BODY_CLAUSES))
        + SHARE * share
        + ACT * ((pl.col("acts").list.len() > 0) | pl.col("paired")).cast(pl.Float64)
    )
    return pl.when(total <= 1).then(total).when(total > 1).then(1.0).otherwise(0.0)


def defends() -> pl.Expr:
    """Whether the DPRK speaks, and of Russia and its war in much of what it says."""
    much = pl.max_horizontal(pl.lit(DEFENCE), DEFENCE_SHARE * pl.col("clauses"))
    return pl.col("voice") & (pl.col("about_ru") >= much) & (pl.max_horizontal("title", "lead") == 0)


def reason() -> pl.Expr:
    """What was found, in words."""
    place = (
        pl.when(pl.col("title") >= FEW)
        .then(pl.lit("together in the title"))
        .when(pl.col("lead") >= FEW)
        .then(pl.lit("together in the lead"))
        .when(pl.max_horizontal("title", "lead") > 0)
        .then(pl.lit("listed together with others at the beginning"))
        .when(defends())
        .then(pl.lit("the DPRK speaks of Russia and its war"))
        .when("section")
        .then(pl.lit("together in a heading of the text"))
        .when("linked")
        .then(pl.lit("in a short text, linked"))
        .when("early")
        .then(pl.lit("both at the beginning, apart"))
        .when(pl.col("joined") > 0)
        .then(pl.lit("together in the body only"))
        .otherwise(pl.lit("never together"))
    )
    amount = pl.format("{} of {} clauses name both", "joined", "clauses")
    acts = pl.when(pl.col("acts").list.len() > 0).then(pl.format(": {}", pl.col("acts").list.join(", ")))
    one = (
        pl.when("names_ru")
        .then(pl.lit("names Russia's side only"))
        .when("names_dprk")
        .then(pl.lit("names the DPRK's side only"))
    )
    found = pl.format("{}; {}{}", place, amount, acts.fill_null(pl.lit("")))
    return pl.coalesce(pl.when(pl.col("joined").is_not_null()).then(found), one, pl.lit("names neither side"))
