"""Whether an article is about relations between Russia and the DPRK, and why.

The story's own words decide: where both sides are named together (title, lead, body), in how much of it, whether alone
or in a list of states, and whether the clause tells of something between them.
"""

import polars as pl

from tasks.core import relevance_sentences
from tasks.core.entities_evidence import SIDES
from tasks.core.records import RELEVANCE

TITLE, LEAD, LEAD_UNTITLED, APART, BODY, SHARE, ACT = 0.5, 0.35, 0.42, 0.15, 0.1, 0.25, 0.1
LEAD_CLAUSES, LEAD_CHARACTERS = 2, 400
BODY_CLAUSES = 3
FEW = 0.5  # weight below which the two are only listed together


def score(articles: pl.DataFrame, mentions: pl.DataFrame, threshold: float = 0.5) -> pl.DataFrame:
    """One row an article, in order: RELEVANCE. Takes article_id, language, text (title where present), ENTITY_MENTIONS.

    The score lies in [0, 1], is 0 where the story does not name both sides, and is rounded to two digits; `is_relevant`
    is whether it reaches `threshold`. `reason` says in words what was found.
    """
    found = features(relevance_sentences.joint(articles, mentions))
    named = sides(mentions)
    frame = articles.select("article_id").join(found, on="article_id", how="left", maintain_order="left")
    whole = frame.join(named, on="article_id", how="left", maintain_order="left")
    scored = whole.with_columns(score=value().round(2))
    return scored.select("article_id", "score", is_relevant=pl.col("score") >= threshold, reason=reason()).cast(
        RELEVANCE
    )


def sides(mentions: pl.DataFrame) -> pl.DataFrame:
    """Which of the two sides an article names: article_id, names_ru, names_dprk."""
    seen = relevance_sentences.actors(mentions)
    ru, dprk = (pl.col("side") == side for side in SIDES)
    return seen.group_by("article_id").agg(names_ru=ru.any(), names_dprk=dprk.any())


def features(clauses: pl.DataFrame) -> pl.DataFrame:
    """One row an article that names both sides: how far title, lead and body join them, and what they tell of."""
    is_title, is_body = pl.col("sentence") == 0, pl.col("sentence") > LEAD_CLAUSES
    is_lead = pl.col("sentence").is_between(1, LEAD_CLAUSES) & (pl.col("start") < LEAD_CHARACTERS)
    early = is_title | is_lead
    weight = pl.col("weight")
    return clauses.group_by("article_id", maintain_order=True).agg(
        title=weight.filter(is_title).max().fill_null(0.0),
        lead=weight.filter(is_lead).max().fill_null(0.0),
        body=weight.filter(is_body).sum(),
        has_title=is_title.any(),
        titled=(pl.col("ru") + pl.col("dprk")).filter(is_title).sum() > 0,
        early=(pl.col("ru").filter(early).sum() > 0) & (pl.col("dprk").filter(early).sum() > 0),
        joined=(weight.filter(~is_title) > 0).sum(),
        weights=weight.filter(~is_title).sum(),
        clauses=(~is_title).sum(),
        acts=pl.col("acts").drop_nulls().explode().drop_nulls().unique().sort(),
    )


def value() -> pl.Expr:
    """The score of an article's features."""
    share = pl.col("weights") / pl.max_horizontal("clauses", pl.lit(1))
    apart = pl.col("early") & (pl.col("title") == 0) & (pl.col("titled") | (pl.col("lead") == 0))
    total = (
        TITLE * pl.col("title")
        + pl.when("has_title").then(LEAD).otherwise(LEAD_UNTITLED) * pl.col("lead")
        + APART * apart.cast(pl.Float64)
        + BODY * pl.min_horizontal("body", pl.lit(BODY_CLAUSES))
        + SHARE * share
        + ACT * (pl.col("acts").list.len() > 0).cast(pl.Float64)
    )
    return pl.when(total <= 1).then(total).when(total > 1).then(1.0).otherwise(0.0)


def reason() -> pl.Expr:
    """What was found, in words."""
    place = (
        pl.when(pl.col("title") >= FEW)
        .then(pl.lit("together in the title"))
        .when(pl.col("lead") >= FEW)
        .then(pl.lit("together in the lead"))
        .when(pl.max_horizontal("title", "lead") > 0)
        .then(pl.lit("listed together with others at the beginning"))
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
