"""Which pages may be relevant, told from their raw bytes: what it refuses need not be parsed."""

import html
import re
from collections.abc import Iterable, Iterator
from functools import cache

import polars as pl

from tasks.core import articles_encoding, reference
from tasks.core.entities_boundaries import PARTICLE, WORDS
from tasks.core.entities_evidence import SIDES, SOURCES
from tasks.core.lexicon import folded, lexicon
from tasks.core.relevance_actors import BOTH, WAR

SHORT = 4  # characters up to which a form in an alphabetic script must be a word
INLINE = (
    r"(?i)</?(?:a|abbr|b|bdi|cite|code|del|em|font|i|ins|mark|q|s|small|span|strong|sub|sup|time|u|wbr)"
    r"(?:[\s/][^<>]*)?>"
)
TAG = r"<(?:[/!?A-LN-Za-ln-z]|[Mm][^Ee<>])[^<>]*>"  # but meta, in which a title may stand
HANGUL = r"[가-힣]"
INVISIBLE = "[\u00ad\u200b-\u200f\u2060\ufeff]"
ESCAPE = re.compile(r"\\u(?!d[89a-f])([0-9a-f]{4})", re.IGNORECASE)


def may_be_relevant(pages: pl.DataFrame) -> pl.Series:
    """Whether each page of PAGES names both sides somewhere, scripts, meta elements and feed_title included.

    False means that `relevance.score` gives its article 0: a page that it refuses cannot be relevant. The page is read
    as `articles` reads it, whatever its encoding; character references and escapes in scripts count as what they stand
    for. False too where there is no body, or no encoding gives a text.
    """
    texts = (
        pl.DataFrame({"text": readable(pages)}, schema={"text": pl.String}).with_row_index("page").drop_nulls("text")
    )
    left = texts.with_columns(text=without_markup(pl.col("text")))
    for side in reversed(SIDES):
        left = left.filter(named(side))
    numbers = pl.Series("may_be_relevant", range(pages.height), dtype=left["page"].dtype)
    return numbers.is_in(left["page"].implode())


def readable(pages: pl.DataFrame) -> list[str | None]:
    """The characters of each page and of its title in the feed; null where there are none."""
    rows = pages.select("body", "content_type", "feed_title").iter_rows()
    return [unescaped(f"{title or ''}\n{text}") if text else None for text, title in decoded(rows)]


def decoded(rows: Iterable[tuple[bytes | None, str | None, str | None]]) -> Iterator[tuple[str | None, str | None]]:
    for body, content_type, title in rows:
        yield articles_encoding.decode(body, content_type) if body else None, title


def unescaped(text: str) -> str:
    """A page with its character references and its escapes in scripts read."""
    return ESCAPE.sub(lambda found: chr(int(found[1], 16)), html.unescape(text) if "&" in text else text)


def without_markup(text: pl.Expr) -> pl.Expr:
    """What stands between the tags and in meta elements, white space as one space, nothing invisible."""
    return (
        text.str.replace_all(INLINE, "")
        .str.replace_all(TAG, " ")
        .str.replace_all(INVISIBLE, "")
        .str.replace_all(r"\s+", " ")
    )


def named(side: str) -> pl.Expr:
    """Whether `text` has a form of one side."""
    long, words, initials = keys(side)
    found = folded(pl.col("text")).str.contains_any(long) | pl.col("text").str.contains(words)
    return found | (pl.col("text").str.contains(initials) & pl.col("text").str.contains(HANGUL)) if initials else found


@cache
def keys(side: str) -> tuple[list[str], str, str]:
    """What one side cannot be named without: folded forms, a pattern of short words, one of Hanja in headlines (or "").

    Not forms that count only where the side is named anyway; of forms that contain another one, only that.
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


def side_forms(side: str) -> pl.DataFrame:
    """The rows of the lexicon that can be the only sign of a side: its own names and offices, what both have in common,
    and, for Russia, the other party to its war."""
    counted = reference.table("relevance_entities").select(id="entity_id", counts_for="counts_for")
    traits = reference.table("entities").select(id="entity_id", side="side").join(counted, on="id", how="left")
    own = (pl.col("side") == side) | pl.col("counts_for").is_in([side, BOTH])
    war = (pl.col("counts_for") == WAR) & (side == "RU")
    names = lexicon().filter(pl.col("layer") == "name").join(traits, on="id")
    within = {"itself", side, *traits.filter(pl.col("side") == side)["id"]}
    independent = (
        pl.col("needs").is_null()
        | ~pl.col("needs").str.split("|").list.eval(pl.element().is_in(sorted(within))).list.all()
    )
    named = names.filter((own | war).fill_null(False) & ~pl.col("kind").is_in(SOURCES) & independent)
    holders = reference.roles().join(traits.filter(pl.col("side") == side), left_on="entity_id", right_on="id")
    offices = (
        lexicon()
        .filter(pl.col("layer") == "role")
        .join(holders.select("role_id"), left_on="id", right_on="role_id", how="semi")
    )
    return pl.concat([named, offices], how="diagonal")
