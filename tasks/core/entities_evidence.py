"""Which names count: those that need no support, and short or ambiguous ones that the article supports."""

import polars as pl
from polars._typing import AsofJoinStrategy

from tasks.core import reference
from tasks.core.lexicon import plain

SPAN = ["row", "start", "end"]
SIDES = ["RU", "DPRK"]
TITLE_ONLY = "title:"
LATER = 1 << 40  # what is named later counts as farther than whatever was named before,
ELSEWHERE = 1 << 41  # and another entity as farther than the entity itself
OTHER_NAME = r"^ (?:\p{Lu}[\p{Ll}']+-\p{L}|\p{Lu}\p{Ll}+ \p{Lu}\p{Ll})"
OTHER_GIVEN_NAME = r"[^.!?\n»”\")] (?:\p{Lu}\p{Ll}+|\p{Lu}\.) $"


def supported(found: pl.DataFrame, texts: pl.DataFrame) -> pl.DataFrame:
    """The names meant by `found` (layers name and decoy) as entity_id: leftmost-longest, and states inside names of bodies.

    A form with `needs` counts where the article has, outside such forms, one of what it needs: the entity itself,
    another one, anything of a side, or that in a title. Where one form may be several entities ("Kim"), it is the one
    named last before it, else the first one after it.
    """
    weak = found.filter(pl.col("needs").is_not_null())
    strong = found.filter(pl.col("needs").is_null()).with_columns(gap=pl.lit(-1, pl.Int64))
    known = evidence(longest(strong), weak)
    near = nearest(weak.filter(~part_of_other_name(weak, texts)), texts, known)
    names = longest(pl.concat([strong, near.select(strong.columns)])).filter(pl.col("layer") == "name")
    everything = pl.concat([names, longest(inner_states(strong, names))])
    return everything.unique([*SPAN, "id"], maintain_order=True).rename({"id": "entity_id"})


def longest(found: pl.DataFrame) -> pl.DataFrame:
    """The leftmost-longest of overlapping names; of names of the same characters those with the smallest gap."""
    line = pl.col("row").cast(pl.Int64) * (1 << 32)
    ordered = found.sort("row", "start", -pl.col("end"), "gap", maintain_order=True)
    reach = (line + pl.col("end")).cum_max().shift(1).fill_null(-1)
    new = ~pl.all_horizontal(pl.col(name) == pl.col(name).shift(1) for name in SPAN).fill_null(False)
    free = pl.when(new).then(line + pl.col("start") >= reach).forward_fill()
    least = pl.when(new).then("gap").forward_fill()
    return ordered.filter(free & (pl.col("gap") == least))


def inner_states(strong: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """States named inside the name of a body ("the Russian Foreign Ministry")."""
    bodies = names.filter(pl.col("kind") == "body").select("row", from_="start", to_="end").unique(maintain_order=True)
    states = strong.filter((pl.col("layer") == "name") & (pl.col("kind") == "country"))
    inside = states.sort("row", "start").join_asof(
        bodies.sort("row", "from_"), left_on="start", right_on="from_", by="row", check_sortedness=False
    )
    return inside.filter(pl.col("end") <= pl.col("to_")).select(strong.columns)


def evidence(names: pl.DataFrame, weak: pl.DataFrame) -> pl.DataFrame:
    """What the articles with weak forms name: article, key (entity, its side RU or DPRK, the state it speaks for), at."""
    traits = reference.table("entities").select(id="entity_id", side="side", state="speaks_for")
    concerned = names.filter(pl.col("layer") == "name").join(weak, on="article", how="semi")
    seen = concerned.select("article", "id", at=position()).join(traits, on="id", maintain_order="left")
    keys = [pl.col("id"), pl.when(pl.col("side").is_in(SIDES)).then("side"), pl.col("state")]
    listed = pl.concat([seen.select("article", "at", key=key) for key in keys])
    return listed.drop_nulls("key").sort("at")


def nearest(weak: pl.DataFrame, texts: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """The forms whose need is met, with `gap`: how far away, in an order that puts the likelier reading first."""
    fields = weak.with_row_index("nth").join(texts.select("row", "field"), on="row", maintain_order="left")
    asked = fields.with_columns(at=position(), key=pl.col("needs").str.split("|")).explode("key")
    asked = asked.filter(~pl.col("key").str.starts_with(TITLE_ONLY) | (pl.col("field") == "title"))
    itself = pl.col("key") == "itself"
    key = pl.when(itself).then("id").otherwise(pl.col("key").str.strip_prefix(TITLE_ONLY))
    asked = asked.with_columns(key=key, penalty=pl.when(itself).then(0).otherwise(ELSEWHERE)).sort("at")
    strategies: tuple[tuple[AsofJoinStrategy, str], ...] = (("backward", "back"), ("forward", "ahead"))
    for strategy, name in strategies:
        marks = known.with_columns(pl.col("at").alias(name))
        asked = asked.join_asof(marks, on="at", by=["article", "key"], strategy=strategy, check_sortedness=False)
    gap = pl.coalesce(pl.col("at") - pl.col("back"), pl.col("ahead") - pl.col("at") + LATER) + pl.col("penalty")
    met = asked.with_columns(gap=gap).drop_nulls("gap").sort("gap", maintain_order=True)
    return met.unique("nth", keep="first").sort("nth")


def position() -> pl.Expr:
    """Order of the characters of an article, title before text."""
    return pl.col("row").cast(pl.Int64) * (1 << 32) + pl.col("start")


def part_of_other_name(weak: pl.DataFrame, texts: pl.DataFrame) -> pl.Series:
    """Whether a form stands in somebody else's longer name ("Kim" in "Kim Dae-jung", "the South" in "the South Pole")."""
    wide = beside(weak, texts, 24)
    is_short = ~pl.col("alias").str.contains(r"[ -]")
    name = is_short & (pl.col("left").str.contains(OTHER_GIVEN_NAME) | pl.col("right").str.contains(OTHER_NAME))
    longer = ~is_short & pl.col("right").str.contains(r"^ \p{Lu}\p{Ll}")
    return wide.select((pl.col("field") == "text") & (name | longer)).to_series()


def beside(found: pl.DataFrame, texts: pl.DataFrame, width: int) -> pl.DataFrame:
    """Mentions with `left` and `right` (up to `width` characters on each side, spaces made plain) and `field`."""
    wide = found.join(texts.select("row", "field", "text"), on="row", how="left", maintain_order="left")
    begin = pl.max_horizontal(pl.col("start") - width, 0)
    left, right = (
        pl.col("text").str.slice(begin, pl.col("start") - begin),
        pl.col("text").str.slice(pl.col("end"), width),
    )
    return wide.with_columns(left=plain(left), right=plain(right)).drop("text")
