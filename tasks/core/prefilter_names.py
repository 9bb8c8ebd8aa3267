"""The names without which a page cannot name a side: what `prefilter` looks for."""

import re
from functools import cache

import polars as pl

from tasks.core import reference
from tasks.core.entities_boundaries import PARTICLE, WORDS, standing
from tasks.core.entities_evidence import SIDES, SOURCES
from tasks.core.entities_matching import occurrences
from tasks.core.lexicon import folded, lexicon
from tasks.core.relevance_actors import BOTH, WAR
from tasks.core.relevance_implied import keys as implying
from tasks.core.relevance_implied import signs

SHORT = 4  # characters up to which a form in an alphabetic script must be a word
HANGUL = r"[가-힣]"


def named(side: str) -> pl.Expr:
    """Whether `text` has the characters of a form of one side: quick, and true of more than names the side."""
    long, words, initials = keys(side)
    text = pl.col("text")
    found = folded(text).str.contains_any(long) | text.str.contains(words) | text.str.contains_any(implying(side))
    return found | (pl.col("text").str.contains(initials) & pl.col("text").str.contains(HANGUL)) if initials else found


def naming_both(texts: pl.DataFrame) -> pl.DataFrame:
    """The `page` of those of `texts` (page, text) in which a form of each side stands as a word, with what it
    needs, or one side and what implies the other."""
    rows = texts.with_row_index("row").with_columns(article="page", language=pl.lit(None, pl.String))
    found = occurrences(rows, sought())
    is_word = pl.col("match").is_in(WORDS)
    kept = ["article", "id", "needs"]
    stand = pl.concat([standing(found.filter(is_word)).select(kept), found.filter(~is_word).select(kept)]).unique()
    given = stand.select("article", needs="id").unique()
    asked = stand.with_columns(pl.col("needs").str.split("|")).explode("needs")
    each: dict[str, pl.Series] = {}
    for side, other in zip(SIDES, reversed(SIDES), strict=True):
        own = asked.join(side_forms(side).select("id").unique(), on="id", how="semi")
        free = own.filter(pl.col("needs").is_null() | (pl.col("needs") == other))  # the other side is sought anyway
        met = own.join(given, on=["article", "needs"], how="semi")
        each[side] = pl.concat([free["article"], met["article"]]).unique()
    ru, dprk = (pl.col("page").is_in(each[side].implode()) for side in SIDES)
    russian, korean = (pl.col("text").str.contains(signs(side)) for side in SIDES)
    half = [texts.filter(ru & ~dprk).filter(korean), texts.filter(dprk & ~ru).filter(russian)]
    return pl.concat([texts.filter(ru & dprk), *half]).select("page").unique()


@cache
def sought() -> pl.DataFrame:
    """The lexicon of both sides and of what their forms need, in any language and anywhere in a sentence."""
    forms = pl.concat([side_forms(side) for side in SIDES]).unique()
    needed = forms.select(pl.col("needs").drop_nulls().str.split("|").explode()).to_series().unique()
    others = lexicon().filter(pl.col("id").is_in(needed.implode()) & (pl.col("layer") == "name"))
    match = pl.when(pl.col("match").is_in(WORDS)).then(pl.lit("word")).otherwise("match")
    everything = pl.concat([forms.select(others.columns), others])
    return everything.with_columns(match=match, language=pl.lit(None, pl.String)).unique(maintain_order=True)


@cache
def keys(side: str) -> tuple[list[str], str, str]:
    """What one side cannot be named without: folded forms, a pattern of short words, one of Hanja in headlines (or "").

    Of forms that contain another one, only that.
    """
    forms = side_forms(side)
    is_short = pl.col("form").str.len_chars() <= SHORT
    groups = {
        "word": is_short & pl.col("match").is_in(WORDS),
        "particle": is_short & (pl.col("match") == "particle"),
        "headline": pl.col("match") == "headline",
    }
    long = forms.filter(~pl.any_horizontal(groups.values()))["form"].unique()
    inner = long.to_frame().select(
        n=pl.col("form").str.extract_many(pl.lit(long).implode(), overlapping=True).list.len()
    )
    words, korean, hanja = (forms.filter(group)["alias"].unique().sort() for group in groups.values())
    patterns = [
        rf"(?:^|[^\p{{L}}\p{{N}}_])(?:{'|'.join(map(word, words))})(?:[^\p{{L}}]|$)",
        *([rf"(?:^|[^가-힣])(?:{'|'.join(korean)})(?:{PARTICLE})?(?:[^가-힣]|$)"] if len(korean) else []),
    ]
    return long.filter(inner["n"] == 1).sort().to_list(), "|".join(patterns), "|".join(hanja)


def word(alias: str) -> str:
    """A short form as a pattern: as it is where it has no small letter, else with the letters after the first in any
    case."""
    first, rest = re.escape(alias[0]), re.escape(alias[1:])
    return re.escape(alias) if alias.upper() == alias else rf"{first}(?i:{rest})"


@cache
def side_forms(side: str) -> pl.DataFrame:
    """The rows of the lexicon that can be the only sign of a side: its own names and offices, what both have in common,
    and, for Russia, the other party to its war. Not forms that count only where the side is named anyway."""
    counted = reference.table("relevance_entities").select(id="entity_id", counts_for="counts_for")
    traits = reference.table("entities").select(id="entity_id", side="side").join(counted, on="id", how="left")
    own = (pl.col("side") == side) | pl.col("counts_for").is_in([side, BOTH])
    war = (pl.col("counts_for") == WAR) & (side == "RU")
    names = lexicon().filter(pl.col("layer") == "name").join(traits, on="id")
    within = sorted({"itself", side, *traits.filter(pl.col("side") == side)["id"]})
    inward = pl.col("needs").str.split("|").list.eval(pl.element().is_in(within)).list.all()
    independent = pl.col("needs").is_null() | ~inward
    cited = pl.col("kind").is_in(SOURCES) & (side != "DPRK")  # what the DPRK's press prints may be the DPRK's own act
    sole = names.filter((own | war).fill_null(False) & ~cited & independent)
    holders = reference.roles().join(traits.filter(pl.col("side") == side), left_on="entity_id", right_on="id")
    roles = lexicon().filter(pl.col("layer") == "role")
    offices = roles.join(holders.select("role_id"), left_on="id", right_on="role_id", how="semi")
    return pl.concat([sole.select(offices.columns), offices])
