"""Where the forms of the lexicon occur in texts, with the characters around them.

Positions are bytes of the folded text until the words are known: characters are counted only for what is left.
"""

import polars as pl

from tasks.core import excerpts
from tasks.core.excerpts import beginning, between, byte_at, continues
from tasks.core.lexicon import folded

WINDOW = 32  # bytes seen on each side of a form
AROUND = 48  # characters
SHORT = 6  # bytes of the forms that turn up inside words all the time


def occurrences(texts: pl.DataFrame, lexicon: pl.DataFrame) -> pl.DataFrame:
    """Every place where a form of the lexicon stands in `texts` (row, article, language, text), overlapping ones too.

    The columns of the lexicon, and row, article, written (the text's language), start, end (characters), surface,
    before and after (about ten characters or more on each side, folded), around (up to 48 characters on each side, and
    what stands between). In the order of row and start, longer forms first. Forms in alphabetic scripts that stand
    inside a longer word are left out.
    """
    texts = texts.select("row", "article", "text", written="language").rechunk()  # or gathering would copy the texts
    bodies = texts.select(folded(pl.col("text"))).to_series().rechunk()
    hits = matches(bodies, lexicon["form"].unique().sort())
    hits = within(hits, bodies.cast(pl.Binary)).filter(~inside_ascii())
    words = hits.join(lexicon, on="form", maintain_order="left").filter(~inside_word())
    found = words.sort("nth", "byte", -pl.col("stop"), maintain_order=True)
    length = pl.col("form").str.len_chars().cast(pl.Int64)
    placed = found.with_columns(before=window_before(), after=window_after(), start=starts(), length=length).drop(
        "body"
    )
    begin = pl.max_horizontal(pl.col("start") - AROUND, 0)
    around = excerpts.cut(
        texts["text"], placed.select("nth", start=begin, length=pl.col("start") + pl.col("length") + AROUND - begin)
    )
    whole = placed.with_columns(texts.drop("text")[placed["nth"]], around=around)
    return whole.select(
        *lexicon.columns,
        "row",
        "article",
        "written",
        "start",
        "before",
        "after",
        "around",
        surface=pl.col("around").str.slice(pl.min_horizontal("start", AROUND), "length"),
        end=pl.col("start") + pl.col("length"),
    )


def matches(bodies: pl.Series, forms: pl.Series) -> pl.DataFrame:
    """nth (of `bodies`), form, byte, stop of every form in every body."""
    patterns = pl.lit(forms.implode()).first()
    found = bodies.to_frame("body").select(
        nth=pl.int_range(pl.len()),
        form=pl.col("body").str.extract_many(patterns, overlapping=True),
        byte=pl.col("body").str.find_many(patterns, overlapping=True).cast(pl.List(pl.Int64)),
    )
    hits = found.explode("form", "byte").drop_nulls("form")
    return hits.with_columns(stop=pl.col("byte") + pl.col("form").str.len_bytes().cast(pl.Int64))


def within(hits: pl.DataFrame, bodies: pl.Series) -> pl.DataFrame:
    """The hits with the whole `body` of each, gathered: to explode beside the bodies would copy them for each hit."""
    return hits.with_columns(body=bodies.gather(hits["nth"]))


def inside_ascii() -> pl.Expr:
    """Whether a short ASCII form stands inside an ASCII word: most of what short forms match, so it goes first."""
    short = (pl.col("stop") - pl.col("byte") <= SHORT) & (byte_at(pl.col("byte")) < 0x80)
    return short & (ascii_word(byte_at(pl.col("byte") - 1)) | ascii_word(byte_at(pl.col("stop"))))


def inside_word() -> pl.Expr:
    """Whether letters or digits go on before or after a form that is matched by whole words.

    A DPRK name may be glued to small letters ("ComradeKim Jong Unreceived"), but not to digits.
    """
    before, after = byte_at(pl.col("byte") - 1), byte_at(pl.col("stop"))
    second, third = byte_at(pl.col("byte") - 2), byte_at(pl.col("byte") - 3)
    letter_before = ascii_word(before) | (continues(before) & (letter(second) | letter(third, second))) | (before == 64)
    inside = letter_before | ascii_word(after) | letter(after) | letter(after, byte_at(pl.col("stop") + 1))
    digit = before.is_between(48, 57) | after.is_between(48, 57) | (before == 95) | (after == 95)
    return pl.col("match").is_in(["word", "own", "inner"]) & pl.when("glued").then(digit).otherwise(inside)


def ascii_word(byte: pl.Expr) -> pl.Expr:
    return byte.is_between(97, 122) | byte.is_between(48, 57) | (byte == 95)


def letter(lead: pl.Expr, second: pl.Expr | None = None) -> pl.Expr:
    """Whether a lead byte begins a Latin or Cyrillic letter or an accent: U+00C0-036F and U+0400-052F, or, with the
    second byte, U+1E00-1EFF (Vietnamese)."""
    if second is not None:
        return (lead == 0xE1) & second.is_between(0xB8, 0xBB)
    return lead.is_between(0xC3, 0xCD) | lead.is_between(0xD0, 0xD4)


def window_before() -> pl.Expr:
    """Characters before the form, cut where one begins."""
    first = pl.max_horizontal(pl.col("byte") - WINDOW, 0)
    return between(beginning(first), pl.col("byte"))


def window_after() -> pl.Expr:
    """Characters after the form, cut where one ends."""
    last = pl.col("stop") + WINDOW
    moved = [pl.when(~continues(byte_at(last - k))).then(last - k) for k in range(3)]
    return between(pl.col("stop"), pl.coalesce(*moved, last - 3))


def starts() -> pl.Expr:
    """Character offsets, counted from one form to the next so that long texts cost no more than short ones."""
    first = (pl.col("nth") != pl.col("nth").shift(1)).fill_null(True)
    previous = pl.when(first).then(0).otherwise(pl.col("byte").shift(1))
    gap = between(previous, pl.col("byte")).str.len_chars().cast(pl.Int64)
    total = gap.cum_sum()
    return total - pl.when(first).then(total - gap).forward_fill()
