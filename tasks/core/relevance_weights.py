"""How far a clause joins the two sides, by the company in which it names them and by the words around them."""

import polars as pl

from tasks.core import events_cues, reference
from tasks.core.entities_evidence import SIDES

LINE = ["article_id", "sentence"]
LIST = 3  # states from which names divided by list marks only are a list ("Russia, China and North Korea")
FEW = 2  # mentions of others that do not hide that a short text is about the two
WHOLE = 0.8  # weight that joins the two fully
WEIGHT_OF_WAR, WEIGHT_OF_LIST, WEIGHT_OF_PAIR, WEIGHT_OF_UNION, WEIGHT_OF_COUNCIL = 0.8, 0.4, 0.7, 1.0, 0.8
WEIGHT_IN_COMPANY = (1.0, 1.0, 0.7, 0.3)  # by the number of other states, or lists of such


def counted(found: pl.DataFrame) -> pl.DataFrame:
    """Each clause with ru, dprk, war (mentions of the other party to Russia's war), union (whether the two and one more
    are listed), company (other states), guests (mentions of states and people beside the two and the
    other party to the war), position (whether a side
    speaks), voice (whether the DPRK does) and weight. Takes placed mentions."""
    is_side = pl.col("side").is_in(SIDES)
    run = [*LINE, "run"]
    state = pl.coalesce(pl.when(is_side).then("side"), "state")
    told = found.with_columns(states=state.drop_nulls().n_unique().over(run), side_in_run=is_side.any().over(run))
    sides = pl.col("side").filter(is_side).n_unique().over(run)
    more = pl.col("others").any().over(run) & (pl.col("states") > sides)
    in_list = (pl.col("states") >= LIST) | ((pl.col("states") == LIST - 1) & more)
    is_whole = sides == len(SIDES)
    span = [*LINE, "start", "end"]
    one_word = (is_side.all() & (pl.col("side").n_unique() == len(SIDES))).over(span)  # 북러, Russia-DPRK as one form
    counts = (
        told.with_columns(
            alone=pl.when((~in_list | one_word) & is_side).then("side"),
            company=pl.when(pl.col("side_in_run"))
            .then("state")
            .otherwise(pl.col("state").drop_nulls().first().over(run)),
            union=is_whole & (pl.col("states") == LIST) & ~more,
            pair=(is_whole & ~in_list) | one_word,
        )
        .group_by(LINE, maintain_order=True)
        .agg(
            ru=(pl.col("side") == "RU").sum(),
            dprk=(pl.col("side") == "DPRK").sum(),
            alone=pl.col("alone").drop_nulls().n_unique(),
            war=pl.col("war").sum(),
            company=pl.col("company").filter(pl.col("side") == "other").drop_nulls().n_unique(),
            guests=(
                (pl.col("side") == "other") & (pl.col("person") | pl.col("state").is_not_null()) & ~pl.col("war")
            ).sum(),
            union=pl.col("union").any(),
            pair=pl.col("pair").any(),
            position=(pl.col("speaks") & is_side).any(),
            voice=(pl.col("speaks") & (pl.col("side") == "DPRK")).any(),
        )
    )
    return counts.with_columns(weight=weight()).drop("alone")


def weight() -> pl.Expr:
    """How far a clause joins the two: less in the company of other states, less where one only stands in a list."""
    known = pl.lit(pl.Series([WEIGHT_IN_COMPANY], dtype=pl.List(pl.Float64))).first()
    by_company = known.list.get(pl.min_horizontal("company", pl.lit(len(WEIGHT_IN_COMPANY) - 1)))
    paired = pl.when("pair").then(pl.max_horizontal(by_company, pl.lit(WEIGHT_OF_PAIR))).otherwise(by_company)
    listed = pl.when(pl.col("alone") < len(SIDES)).then(WEIGHT_OF_LIST).otherwise(1.0)
    return pl.when((pl.col("ru") > 0) & (pl.col("dprk") > 0)).then(pl.min_horizontal(paired, listed)).otherwise(0.0)


def weighed(lines: pl.DataFrame) -> pl.DataFrame:
    """The clauses with what the words around the names change.

    DPRK troops or arms in the war against Ukraine join the two, whether Russia is named or not; so does what Russia
    does about the DPRK in the Security Council, named beside it, and a union of the two with a third; sport, weather
    and what concerns many countries do so no more than a list. In a short article the war may be named beside them.
    """
    near_war = beside("war") & pl.col("is_entry") & (pl.col("ru") == 0)
    joins = (pl.col("dprk") > 0) & ((pl.col("ru") > 0) | (pl.col("war") > 0) | near_war)
    moves = (pl.col("ru") > 0) & (pl.col("dprk") == 0) & beside("dprk")
    weight = (
        pl.when((pl.col("ru") == 0) & (tells("war") | (pl.col("voice") & (pl.col("war") > 0))))
        .then(WEIGHT_OF_WAR)
        .when("moves")
        .then(pl.when(tells("council") & tells("moves")).then(WEIGHT_OF_COUNCIL).otherwise(0.0))
        .when(pl.col("union") & tells("union"))
        .then(WEIGHT_OF_UNION)
        .when((tells("sport") & ~tells("fixture")) | tells("weather") | tells("many"))
        .then(pl.min_horizontal("weight", pl.lit(WEIGHT_OF_LIST)))
        .otherwise("weight")
    )
    marked = lines.with_columns(moves=moves, asked=joins | moves)
    parts = [marked.filter(~pl.col("asked")), marked.filter("asked").with_columns(weight=weight)]
    return pl.concat(parts).sort("article_id", "sentence", maintain_order=True).drop("union", "moves", "asked")


def beside(column: str) -> pl.Expr:
    """Whether the clause before or after one has such mentions."""
    near = (pl.col(column).shift(step).over("article_id").fill_null(0) > 0 for step in (1, -1))
    return pl.any_horizontal(near)


def linked(lines: pl.DataFrame) -> pl.DataFrame:
    """The clauses with `linked`: whether one of a short article names one of the two with a word for two ("both sides",
    "her counterpart"); or, where nobody else is named, for a tie of states ("relations", "a delegation"), or for what
    one gives or tells the other ("a letter"), where a semicolon goes on from it or the clause names both."""
    names = (pl.col("ru") > 0) | (pl.col("dprk") > 0)
    joins = pl.col("weight") >= WHOLE
    guests, divided = (pl.col(name).sum().over("article_id") for name in ("guests", "goes_on"))
    asked = pl.col("is_entry") & ((names & (pl.col("guests") == 0)) | joins)
    marked = lines.with_columns(asked=asked, all_guests=guests, is_divided=divided > 0)
    between = tells("link") & ((pl.col("all_guests") <= FEW) | joins)
    given = (tells("tie") | (tells("deal") & (pl.col("is_divided") | joins))) & (pl.col("all_guests") == 0)
    parts = [
        marked.filter(~pl.col("asked")).with_columns(linked=pl.lit(False)),
        marked.filter("asked").with_columns(linked=between | given),
    ]
    whole = pl.concat(parts).sort("article_id", "sentence", maintain_order=True)
    return whole.drop("company", "guests", "all_guests", "goes_on", "asked", "is_divided")


def tells(role: str) -> pl.Expr:
    """Whether a clause has a word of one role of relevance_cues, in its own language."""
    lower, found = pl.col("text").str.to_lowercase(), pl.lit(False)
    for language, _, forms in reference.table("relevance_cues").filter(role=role).iter_rows():
        told = lower.str.contains(events_cues.words(forms, language))
        found = pl.when(pl.col("language") == language).then(told).otherwise(found)
    return found
