"""Persons named by their office, and the titles that belong to a name."""

from functools import cache

import polars as pl

from tasks.core import excerpts, reference
from tasks.core.entities_boundaries import PARTICLE
from tasks.core.entities_evidence import SPAN, beside, longest

SEEN = 24
BESIDE = 2  # characters between an office and a name that belong together, at most
OF_ANOTHER_TIME = (
    r"(?i)(?:\b(?:former|ex|then|late|future|first|second|last|next|vice|deputy|acting)|бывш\p{L}+|экс|тогдашн\p{L}+|"
    r"перв\p{L}+|вице|колишн\p{L}+|mantan|cựu|ancien\p{L}*|전|前|元)[ -]?$"
)
SEAT = r"(?i)kreml|кремл"
ANOTHER_NAME = r"^,? (?:\p{Lu}\p{Ll}+|\p{Lu}\.)[ -]?\p{Lu}"


def with_persons(names: pl.DataFrame, phrases: pl.DataFrame, texts: pl.DataFrame) -> pl.DataFrame:
    """The names, and the persons meant by the offices in `phrases` (layer role).

    An office or a title beside the holder's own name ("Presiden Rusia Vladimir Putin") is part of that one mention. An
    office alone counts for whoever held it on the day of publication; where that is unknown, or the office is another
    time's ("former"), or somebody else's name follows, for nobody. "The master of the Kremlin" is no Kremlin.
    """
    held = outside_bodies(in_office(phrases, texts), names)
    names = names.join(seats_in(held), on=["row", "start", "end"], how="anti")
    persons, others = names.filter(pl.col("kind") == "person"), names.filter(pl.col("kind") != "person")
    titled = persons.with_columns(start=pl.col("start") - title_before(), end=pl.col("end") + title_after())
    pairs = beside_offices(titled, held)
    whole = pairs.group_by([*SPAN, "entity_id"]).agg(first=pl.col("from_").min(), last=pl.col("to_").max())
    joined = titled.join(whole, on=[*SPAN, "entity_id"], how="left", maintain_order="left").with_columns(
        start=pl.min_horizontal("start", "first"), end=pl.max_horizontal("end", "last")
    )
    moved = respelled(joined.select(names.columns), texts)
    taken = pairs.select("row", start="from_", end="to_")
    free = ~(pl.col("right").str.contains(ANOTHER_NAME) & (pl.col("field") == "text"))
    alone = held.join(taken, on=SPAN, how="anti").filter(free)
    return pl.concat([others, moved, alone.select(names.columns)])


def respelled(names: pl.DataFrame, texts: pl.DataFrame) -> pl.DataFrame:
    """Names whose start or end has moved, with the words that now stand between them."""
    length = pl.col("end") - pl.col("start")
    grown = pl.col("surface").str.len_chars() != length
    longer = names.filter(grown)
    worded = excerpts.cut(texts["text"], longer.select("start", nth="row", length=length))
    return pl.concat([names.filter(~grown), longer.with_columns(surface=worded)])


def in_office(phrases: pl.DataFrame, texts: pl.DataFrame) -> pl.DataFrame:
    """Each office with its holder on the day of publication as entity_id; without those that have none."""
    single = beside(longest(phrases.with_columns(gap=pl.lit(0, pl.Int64))), texts, SEEN)
    other = pl.col("left").str.contains(OF_ANOTHER_TIME)
    named = single.join(texts.select("row", "day"), on="row", maintain_order="left").filter(~other)
    held = named.join(reference.roles(), left_on="id", right_on="role_id", maintain_order="left")
    held = held.filter(pl.col("day").is_between(pl.col("from"), pl.col("to").fill_null(pl.date(9999, 1, 1))))
    return held.with_columns(kind=pl.lit("person"))


def outside_bodies(held: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """The offices without those that are the beginning of a body's name (ロシア大統領 in ロシア大統領府)."""
    bodies = names.filter(pl.col("kind") == "body").select("row", "start", until="end").unique(["row", "start"])
    joined = held.join(bodies, on=["row", "start"], how="left", maintain_order="left")
    return joined.filter(~(pl.col("until") > pl.col("end")).fill_null(False)).drop("until")


def seats_in(held: pl.DataFrame) -> pl.DataFrame:
    """row, start, end of the last and first words of the offices of heads of state that name a seat of power."""
    heads = held.filter(pl.col("id").str.starts_with("president_") & pl.col("surface").str.contains(SEAT))
    last = pl.col("surface").str.extract(r"(\S+)$").str.len_chars().cast(pl.Int64)
    first = pl.col("surface").str.extract(r"^(\S+)").str.len_chars().cast(pl.Int64)
    ends = heads.select("row", "end", start=pl.col("end") - last).select("row", "start", "end")
    return pl.concat([ends, heads.select("row", "start", end=pl.col("start") + first)])


def beside_offices(persons: pl.DataFrame, held: pl.DataFrame) -> pl.DataFrame:
    """Pairs of a name and an office of one person that overlap or stand side by side; from_ and to_ of the office."""
    offices = held.select("row", "entity_id", from_="start", to_="end")
    pairs = persons.select(*SPAN, "entity_id").join(offices, on=["row", "entity_id"])
    near = (pl.col("from_") <= pl.col("end") + BESIDE) & (pl.col("to_") >= pl.col("start") - BESIDE)
    return pairs.filter(near)


@cache
def titles(position: str) -> str:
    """Alternatives of the titles that stand before or after a name, folded, longest first."""
    rows = reference.table("titles").filter(pl.col("position") == position)["titles"].str.to_lowercase()
    found = {title.strip() for row in rows for title in row.split("|")}
    return "|".join(title.replace(".", r"\.") for title in sorted(found, key=lambda title: (-len(title), title)))


def title_before() -> pl.Expr:
    """How many characters before a name are a title ("President ")."""
    found = pl.col("before").str.extract(rf"(?:^|[^\p{{L}}])((?:(?:{titles('before')}) ){{1,2}})$")
    return found.str.len_chars().cast(pl.Int64).fill_null(0)


def title_after() -> pl.Expr:
    """How many characters after a name are a title (김정은 국무위원장, プーチン大統領)."""
    found = pl.col("after").str.extract(rf"^( ?(?:{titles('after')}))(?:(?:{PARTICLE})?(?:[^가-힣]|$))")
    return found.str.len_chars().cast(pl.Int64).fill_null(0)
