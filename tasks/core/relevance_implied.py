"""Who of the two sides a short text means by a name that no table has: persons by the style of their names, the North
beside Russia."""

import re
from functools import cache

import polars as pl

from tasks.core import reference
from tasks.core.entities_evidence import SIDES

SPANS = {"article_id": pl.String, "field": pl.String, "start": pl.Int64, "end": pl.Int64, "side": pl.String}
NORTH = r"(?:^|[^fn] |[^io]n |[\"“(])([Tt]he North)(?:['’]s\b|[,.;:)]| [a-z0-9]|$)"  # not "the peoples of the North"
OVERLAP = (pl.col("start") < pl.col("known_end")) & (pl.col("known_start") < pl.col("end"))


def implied(articles: pl.DataFrame, named: pl.DataFrame) -> pl.DataFrame:
    """Mentions of a side that no table knows: article_id, field, start, end, side.

    "Pak Hyok Nam" is a name of the DPRK, "Oleg Vasnetsov" one of Russia. Only in articles that name the other side
    (`named`: article_id, field, start, end, side, state, the mentions of entities), not in such as name a state whose
    people are called alike (name_styles, `unless`), nor where an entity is named by the same words. A Russian counts,
    as the North does, only where there is no title: many a Russian acts for somebody else. The table has the names as
    English writes them.
    """
    has_title = "title" in articles.columns
    texts = articles.select("article_id", "text", title="title" if has_title else pl.lit(None, pl.String))
    untitled = texts.filter(pl.col("title").is_null())
    found = [standing(texts, field, "DPRK", persons("DPRK")) for field in ("title", "text")]
    found += [standing(untitled, "text", "DPRK", NORTH), standing(untitled, "text", "RU", persons("RU"))]
    rivals = named.select("article_id", "state").drop_nulls().unique().join(alike(), on="state").drop("state")
    other = pl.col("side").replace_strict(dict(zip(SIDES, reversed(SIDES), strict=True)), default=None)
    beside = named.select("article_id", side=other).drop_nulls().unique()
    strange = (
        pl.concat(found)
        .join(beside, on=["article_id", "side"], how="semi")
        .join(rivals, on=["article_id", "side"], how="anti")
    )
    known = named.select("article_id", "field", known_start="start", known_end="end")
    covered = strange.join(known, on=["article_id", "field"]).filter(OVERLAP)
    return strange.join(covered, on=list(SPANS), how="anti")


def standing(texts: pl.DataFrame, field: str, side: str, pattern: str) -> pl.DataFrame:
    """Where the first group of a pattern stands in one column of the texts, as a mention of the side."""
    likely = texts.select("article_id", field).filter(pl.col(field).str.contains(pattern))
    sought = re.compile(pattern)
    rows = [(key, field, *found.span(1), side) for key, text in likely.iter_rows() for found in sought.finditer(text)]
    return pl.DataFrame(rows, schema=SPANS, orient="row")


@cache
def signs(side: str) -> str:
    """Everything that may imply a side, as a pattern."""
    return f"{persons(side)}|{NORTH}" if side == "DPRK" else persons(side)


@cache
def keys(side: str) -> list[str]:
    """Of what may imply a side, what must stand in a text: as letters, quicker to look for than the pattern."""
    part = {name: forms.split("|") for name, forms in parts(side).items()}
    if side == "RU":
        return [f"{given} " for given in part["given"]]
    return ["he North", *(f"{family} {given}" for family in part["family"] for given in part["given"])]


@cache
def persons(side: str) -> str:
    """Names in the style of a side as a pattern with one group, in the syntax that Python and Rust share."""
    part = parts(side)
    if side == "RU":
        return rf"\b((?:{part['given']}) (?:[A-Z]\. )?[A-Z][a-z]{{1,14}}(?:{part['family']}))\b"
    given, apart = part["given"], rf"(?:{part['family']}) (?:{part['given']})"
    return rf"\b({apart} (?:{given})|(?:{part['distinct']}) (?:{given})-(?:{given.lower()}))\b"


@cache
def parts(side: str) -> dict[str, str]:
    """Part of a name -> its forms."""
    rows = reference.table("name_styles").filter(side=side).select("part", "forms")
    return dict(rows.iter_rows())


@cache
def alike() -> pl.DataFrame:
    """state, side: where the state is named, the style does not tell the side."""
    rows = [(state, side) for side in SIDES for state in parts(side)["unless"].split("|")]
    return pl.DataFrame(rows, schema={"state": pl.String, "side": pl.String}, orient="row")
