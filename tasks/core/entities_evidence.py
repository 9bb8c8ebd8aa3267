"""Which names count: those that need no support, and short or ambiguous ones that the article supports."""

import re
from functools import cache
from typing import Literal

import polars as pl

from tasks.core import reference
from tasks.core.entities_matching import AROUND
from tasks.core.lexicon import plain

SPAN = ["row", "start", "end"]
SIDES = ["RU", "DPRK"]
SOURCES = ["news_agency", "outlet"]  # a Russian agency that is cited does not make a story Russian
LATER = 1 << 40  # what is named later counts as farther than whatever was named before,
ELSEWHERE = 1 << 41  # and another entity as farther than the entity itself
WAYS: tuple[tuple[Literal["backward", "forward"], str], ...] = (("backward", "back"), ("forward", "ahead"))
HYPHENATED = r"^(?: \p{Lu}[\p{L}']+-\p{L}|-\p{Cyrillic})"
TWO_NAMES = r"^ \p{Lu}\p{Ll}+ \p{Lu}\p{Ll}"
OFFICER = r"^ (?:Secretary|Chairman|Chairwoman|Chief|Head|Speaker|Deputy|Director)\b"
OTHER_GIVEN_NAME = r"[^.!?\n»”\")] (?:\p{Lu}\p{Ll}+|\p{Lu}\.) $"

INTRODUCED = r"^(?:,? \(?(?:aged )?[1-9]\d(?:[),]| (?:лет|года?|рок|tahun|tuổi))|, an? \p{Lu})"  # "Kim, 25, ..."
INTRODUCING = r"\b(?:sur)?named $|\b[1-9]\d(?:-year-old|-летн\p{L}+) $"


def supported(found: pl.DataFrame, texts: pl.DataFrame) -> pl.DataFrame:
    """The names meant by `found` (layers name and decoy) as entity_id: leftmost-longest, and states in names of bodies.

    A form with `needs` counts where the article has, outside such forms, one of what it needs: the entity itself,
    another one, or anything of a side. Where one form may be several entities ("Kim"), it is the one named last before
    it, else the first one after it.
    """
    weak = found.filter(pl.col("needs").is_not_null())
    strong = found.filter(pl.col("needs").is_null()).with_columns(gap=pl.lit(-1, pl.Int64))
    known = evidence(longest(strong), weak)
    is_other = part_of_other_name(weak, texts)
    near = nearest(weak.filter(~is_other), texts, known, weak.filter(is_other))
    names = longest(pl.concat([strong, near.select(strong.columns)])).filter(pl.col("layer") == "name")
    everything = pl.concat([names, longest(inner_states(strong, names))])
    return everything.unique([*SPAN, "id"], maintain_order=True).rename({"id": "entity_id"})


def longest(found: pl.DataFrame) -> pl.DataFrame:
    """The leftmost-longest of overlapping names; of names of the same characters those with the smallest gap."""
    ordered = found.sort("row", "start", -pl.col("end"), "gap", maintain_order=True)
    new = ~pl.all_horizontal(pl.col(name) == pl.col(name).shift(1) for name in SPAN).fill_null(False)
    left = ordered.filter(pl.col("gap") == pl.when(new).then("gap").forward_fill())
    while not (marked := left.with_columns(free=clear("end")))["free"].all():
        kept = marked.with_columns(kept=pl.when("free").then("end").otherwise(0))
        left = kept.filter(pl.col("free") | clear("kept")).drop("free", "kept")
    return left


def clear(end: str) -> pl.Expr:
    """Whether a name begins at or after the furthest `end` of all names before it; the first of the same characters
    decides."""
    line = pl.col("row").cast(pl.Int64) * (1 << 32)
    reach = (line + pl.col(end)).cum_max().shift(1).fill_null(-1)
    new = ~pl.all_horizontal(pl.col(name) == pl.col(name).shift(1) for name in SPAN).fill_null(False)
    return pl.when(new).then(line + pl.col("start") >= reach).forward_fill()


def inner_states(strong: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """States named inside the name of a body or a document ("the Russian Foreign Ministry", 북러조약)."""
    bodies = (
        names.filter(pl.col("kind").is_in(["body", "document"]))
        .select("row", from_="start", to_="end")
        .unique(maintain_order=True)
    )
    states = strong.filter((pl.col("layer") == "name") & (pl.col("kind") == "country"))
    inside = states.sort("row", "start").join_asof(
        bodies.sort("row", "from_"), left_on="start", right_on="from_", by="row", check_sortedness=False
    )
    return inside.filter(pl.col("end") <= pl.col("to_")).select(strong.columns)


def evidence(names: pl.DataFrame, weak: pl.DataFrame) -> pl.DataFrame:
    """What articles with weak forms name: article, key (entity, its side RU or DPRK, the state it speaks for), at."""
    traits = reference.table("entities").select(id="entity_id", side="side", state="speaks_for")
    concerned = names.filter(pl.col("layer") == "name").join(weak, on="article", how="semi")
    seen = concerned.select("article", "id", "kind", at=position()).join(traits, on="id", maintain_order="left")
    keys = [
        pl.col("id"),
        pl.when(pl.col("side").is_in(SIDES) & ~pl.col("kind").is_in(SOURCES)).then("side"),
        pl.col("state"),
    ]
    listed = pl.concat([seen.select("article", "at", key=key) for key in keys])
    return listed.drop_nulls("key").sort("at")


def nearest(weak: pl.DataFrame, texts: pl.DataFrame, known: pl.DataFrame, rivals: pl.DataFrame) -> pl.DataFrame:
    """The forms whose need is met, with `gap`: how far away, in an order that puts the likelier reading first.

    Where the article has a form as part of somebody else's name (`rivals`), it stands only for what is named in full.
    """
    asked = weak.with_row_index("nth").with_columns(at=position(), key=pl.col("needs").str.split("|")).explode("key")
    itself = pl.col("key") == "itself"
    rival = rivals.select("article", "form").unique().with_columns(rival=pl.lit(True))
    asked = asked.join(rival, on=["article", "form"], how="left", maintain_order="left")
    asked = asked.filter(itself | pl.col("rival").is_null()).drop("rival")
    penalty = pl.when(itself).then(0).otherwise(ELSEWHERE)
    asked = asked.with_columns(key=pl.when(itself).then("id").otherwise("key"), penalty=penalty).sort("at")
    for strategy, name in WAYS:
        marks = known.with_columns(pl.col("at").alias(name))
        asked = asked.join_asof(marks, on="at", by=["article", "key"], strategy=strategy, check_sortedness=False)
    gap = pl.coalesce(pl.col("at") - pl.col("back"), pl.col("ahead") - pl.col("at") + LATER) + pl.col("penalty")
    met = asked.with_columns(gap=gap).drop_nulls("gap").sort("gap", maintain_order=True)
    return met.unique("nth", keep="first").sort("nth")


def position() -> pl.Expr:
    """Order of the characters of an article, title before text."""
    return pl.col("row").cast(pl.Int64) * (1 << 32) + pl.col("start")


def part_of_other_name(weak: pl.DataFrame, texts: pl.DataFrame) -> pl.Series:
    """Whether a form stands in somebody else's name ("Kim" in "Kim Dae-jung", "the South" in "the South Pole"), or is
    introduced as a person yet unknown, where several have it ("Kim, 25, a cook", "Chef Kim")."""
    wide, right, in_text = beside(weak, texts, 24), pl.col("right"), pl.col("field") == "text"
    is_short = ~pl.col("alias").str.contains(r"[ -]")
    named = right.str.contains(HYPHENATED) | (in_text & right.str.contains(TWO_NAMES))
    shared = (pl.col("kind") == "person") & (pl.col("id").n_unique().over("row", "start") > 1)
    titled = pl.col("left").str.contains(before_name("before")) & ~shared  # "Foreign Minister Ivanov"
    surname = in_text & pl.col("left").str.contains(OTHER_GIVEN_NAME) & ~titled
    longer = in_text & ~is_short & right.str.contains(r"^ \p{Lu}\p{Ll}") & ~right.str.contains(OFFICER)
    new = in_text & (
        right.str.contains(INTRODUCED) | pl.col("left").str.contains(f"{INTRODUCING}|{before_name('other')}")
    )
    return wide.select((is_short & (named | surname | (new & shared))) | longer).to_series()


@cache
def before_name(position: str) -> str:
    """The titles of one position of the table (before: offices, other: what people are without one) as they stand
    before a name, as a regular expression."""
    rows = reference.table("titles").filter(position=position)["titles"]
    found = sorted({re.escape(title) for forms in rows for title in forms.split("|")})
    return rf"(?i)(?:^|[^\p{{L}}-])(?:{'|'.join(found)}) $"


def beside(found: pl.DataFrame, texts: pl.DataFrame, width: int) -> pl.DataFrame:
    """Occurrences with `left` and `right` (up to `width` characters on each side, 48 at most, spaces made plain) and
    `field`."""
    first = pl.min_horizontal("start", AROUND)
    left = pl.col("around").str.slice(pl.max_horizontal(first - width, 0), pl.min_horizontal(first, width))
    right = pl.col("around").str.slice(first + pl.col("end") - pl.col("start"), width)
    fields = texts.select("field")[found["row"]]  # rows are numbered by position
    return found.with_columns(fields, left=plain(left), right=plain(right))
