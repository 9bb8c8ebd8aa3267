"""The sentences of an article in which both sides are named, and in what company."""

import polars as pl

from tasks.core import events_cues, reference, sentences
from tasks.core.entities_evidence import SIDES, SOURCES

DATELINE = 12  # characters of a text in which a place is a dateline
LINE = ["article_id", "sentence"]
LIST = 3  # states from which names divided by list marks only are a list ("Russia, China and North Korea")
LISTED = (
    r"^(?:[\s,、，·・ㆍ/&()（）'’-]|s\b|and|or|the|и|или|а также|та|і|й|와|과|및|和|及|与|與|や|と|"
    r"dan|và|et|y|und|la|le|l)*$"
)
CLAUSE = r"[^;；]+"
ACT = 0.6  # weight from which a sentence is asked what it tells of
OF_STATE = r"^(?:['’]s)? ?$"  # between a state and its leader
WAR, WEIGHT_OF_WAR = "ukraine", 0.8
SHARED = ["tumen_road_bridge", "friendship_bridge", "treaty_2000", "treaty_1961", "csp_treaty"]
WEIGHT_OF_LIST, WEIGHT_IN_COMPANY = 0.4, (1.0, 1.0, 0.6, 0.25)  # by the number of other states


def joint(articles: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """One row a clause of the articles that name both sides: article_id, sentence (0 the title, then from 1), start,
    ru, dprk (mentions of a side), weight (0 to 1: how far it joins the two; 0 where it names one), acts (types of
    events it tells of, where it joins them)."""
    seen = actors(mentions)
    named = seen.group_by("article_id").agg(pl.col("side").unique(), war=(pl.col("state") == WAR).any())
    ru, dprk = (pl.col("side").list.contains(side) for side in SIDES)
    both = named.filter(dprk & (ru | pl.col("war")))
    lines = clauses(articles.join(both, on="article_id", how="semi", maintain_order="left"))
    joined = lines.join(counted(placed(seen, lines)), on=LINE, how="left", maintain_order="left")
    return with_acts(weighed(joined.with_columns(pl.col("ru", "dprk", "war", "weight").fill_null(0))))


def actors(mentions: pl.DataFrame) -> pl.DataFrame:
    """Mentions that stand for a side or a state: article_id, field, start, end, side, state, person.

    Neither agencies as sources nor the place in a dateline; what the two have in common counts for both.
    """
    traits = reference.table("entities").select("entity_id", "kind", "side", seat="speaks_for")
    known = mentions.join(traits, on="entity_id", maintain_order="left")
    dateline = (pl.col("kind") == "place") & (pl.col("field") == "text") & (pl.col("start") <= DATELINE)
    state = pl.when(pl.col("kind") == "country").then("entity_id").otherwise(pl.coalesce("speaks_for", "seat"))
    acting = known.filter(~pl.col("kind").is_in(SOURCES) & ~dateline)
    columns = ["article_id", "entity_id", "field", "start", "end", "side"]
    plain = acting.select(*columns, state=state, person=pl.col("kind") == "person")
    shared = plain.filter(pl.col("entity_id").is_in(SHARED))
    parts = [plain, *(shared.with_columns(side=pl.lit(side)) for side in SIDES)]
    return pl.concat(parts).drop("entity_id")


def clauses(articles: pl.DataFrame) -> pl.DataFrame:
    """Sentences, divided at semicolons: article_id, field, sentence, start, end, language, text."""
    columns = ["article_id", "field", "sentence", "start", "language", "text"]
    whole = sentences.split(articles).join(articles.select("article_id", "language", "text"), on="article_id")
    cut = whole.with_columns(text=pl.col("text").str.slice(pl.col("start"), pl.col("end") - pl.col("start")))
    parts = cut.with_columns(text=pl.col("text").str.extract_all(CLAUSE)).explode("text").drop_nulls("text")
    length = pl.col("text").str.len_chars().cast(pl.Int64) + 1
    offset = length.cum_sum().over("article_id", "start") - length
    body = parts.with_columns(field=pl.lit("text"), start=pl.col("start") + offset).with_columns(
        sentence=pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("article_id")
    )
    if "title" not in articles.columns:
        return body.select(columns)
    titles = (
        articles.select("article_id", "language", text="title")
        .drop_nulls("text")
        .with_columns(field=pl.lit("title"), start=pl.lit(0, pl.Int64), sentence=pl.lit(0, pl.Int64))
    )
    return pl.concat([titles.select(columns), body.select(columns)])


def placed(seen: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """Mentions with the clause they stand in, in text order; `run` numbers those that only list marks divide."""
    marks = lines.select("article_id", "field", "sentence", "text", "start", begin="start").sort("start")
    found = seen.sort("start").join_asof(marks, on="start", by=["article_id", "field"], check_sortedness=False)
    ordered = found.drop_nulls("sentence").sort("article_id", "sentence", "start", maintain_order=True)
    last = pl.col("end").shift(1).over(LINE)
    between = pl.col("text").str.slice(last - pl.col("begin"), pl.max_horizontal(pl.col("start") - last, 0))
    alike = pl.col("person") == pl.col("person").shift(1).over(LINE)
    marks_only = between.str.to_lowercase().str.contains(LISTED) & (alike | between.str.contains(OF_STATE))
    listed = marks_only.fill_null(False)
    return ordered.with_columns(run=(~listed).cum_sum().over(LINE)).drop("text", "begin")


def counted(found: pl.DataFrame) -> pl.DataFrame:
    """Each clause with ru, dprk, war (mentions of the other party to Russia's war) and weight."""
    state = pl.coalesce(pl.when(pl.col("side").is_in(SIDES)).then("side"), "state")
    in_list = state.drop_nulls().n_unique().over([*LINE, "run"]) >= LIST
    alone = pl.when(~in_list & pl.col("side").is_in(SIDES)).then("side")
    counts = (
        found.with_columns(alone=alone)
        .group_by(LINE, maintain_order=True)
        .agg(
            ru=(pl.col("side") == "RU").sum(),
            dprk=(pl.col("side") == "DPRK").sum(),
            alone=pl.col("alone").drop_nulls().n_unique(),
            war=(pl.col("state") == WAR).sum(),
            others=pl.col("state").filter(pl.col("side") == "other").drop_nulls().n_unique(),
        )
    )
    return counts.with_columns(weight=weight()).drop("alone", "others")


def weight() -> pl.Expr:
    """How far a clause joins the two: less in the company of other states, less where one only stands in a list."""
    company = pl.lit(pl.Series([WEIGHT_IN_COMPANY], dtype=pl.List(pl.Float64))).first()
    by_company = company.list.get(pl.min_horizontal("others", pl.lit(len(WEIGHT_IN_COMPANY) - 1)))
    listed = pl.when(pl.col("alone") < len(SIDES)).then(WEIGHT_OF_LIST).otherwise(1.0)
    return pl.when((pl.col("ru") > 0) & (pl.col("dprk") > 0)).then(pl.min_horizontal(by_company, listed)).otherwise(0.0)


def with_acts(lines: pl.DataFrame) -> pl.DataFrame:
    """The clauses with `acts`, without their text."""
    rows = lines.with_row_index("row").with_columns(pl.col("row").cast(pl.UInt32))
    told = events_cues.matches(rows.filter(pl.col("weight") >= ACT).select("row", "language", "text"))
    acts = told.group_by("row").agg(acts=pl.col("event_type").unique().sort())
    return rows.join(acts, on="row", how="left", maintain_order="left").drop("row", "war", "text", "language")


def weighed(lines: pl.DataFrame) -> pl.DataFrame:
    """The clauses with what the words around the names change: DPRK troops or arms in the war against Ukraine join the
    two, whether Russia is named or not; sport does so no more than a list."""
    joins = (pl.col("dprk") > 0) & ((pl.col("ru") > 0) | (pl.col("war") > 0))
    fights = (pl.col("ru") == 0) & tells("war")
    weight = (
        pl.when(fights)
        .then(WEIGHT_OF_WAR)
        .when(tells("sport"))
        .then(pl.min_horizontal("weight", pl.lit(WEIGHT_OF_LIST)))
        .otherwise("weight")
    )
    parts = [lines.filter(~joins), lines.filter(joins).with_columns(weight=weight)]
    return pl.concat(parts).sort("article_id", "sentence", maintain_order=True)


def tells(role: str) -> pl.Expr:
    """Whether a clause has a word of one role of relevance_cues, in its own language."""
    lower, found = pl.col("text").str.to_lowercase(), pl.lit(False)
    for language, _, forms in reference.table("relevance_cues").filter(role=role).iter_rows():
        told = lower.str.contains(events_cues.words(forms, language))
        found = pl.when(pl.col("language") == language).then(told).otherwise(found)
    return found
