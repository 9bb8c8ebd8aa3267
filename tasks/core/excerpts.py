"""Pieces of texts by their characters, each in the same time however long its text."""

import polars as pl

BLOCK = 4096  # bytes within which characters are counted
LONGEST = 256  # characters of a piece


def cut(texts: pl.Series, places: pl.DataFrame) -> pl.Series:
    """text[start : start + length] for each row of `places` (nth of the `texts`, start, length, in characters).

    A piece ends with its text, and after 256 characters at the latest.
    """
    blocks = divided(texts)
    origins = blocks.filter(pl.col("byte") == 0)["first"]
    found = places.select(pl.col("start").cast(pl.Int64) + origins.gather(places["nth"]), "length")
    at = blocks["first"].search_sorted(found["start"], side="right").cast(pl.Int64) - 1
    within = found.with_columns(blocks.select("first", "text")[at])
    return within.select(pl.col("text").str.slice(pl.col("start") - pl.col("first"), pl.col("length"))).to_series()


def divided(texts: pl.Series) -> pl.DataFrame:
    """The texts in blocks: byte (of the text), first (its first character, counted through all texts, with one more
    between two of them), text (with the characters that follow)."""
    bodies = texts.cast(pl.Binary).rechunk()
    rows = bodies.to_frame("body").select(nth=pl.int_range(pl.len()), size=pl.col("body").bin.size().cast(pl.Int64))
    steps = rows.with_columns(byte=pl.int_ranges(0, pl.max_horizontal("size", 1), BLOCK)).explode("byte")
    begun = steps.with_columns(body=bodies.gather(steps["nth"])).with_columns(byte=beginning(pl.col("byte")))
    ends = (pl.col("nth") != pl.col("nth").shift(-1)).fill_null(True)
    told = begun.with_columns(ends=ends, until=pl.when(ends).then("size").otherwise(pl.col("byte").shift(-1)))
    length = between(pl.col("byte"), pl.col("until")).str.len_chars().cast(pl.Int64) + pl.col("ends")
    with_rest = between(pl.col("byte"), beginning(pl.col("until") + 4 * LONGEST))
    return told.select("byte", first=length.cum_sum() - length, text=with_rest)


def between(first: pl.Expr, last: pl.Expr) -> pl.Expr:
    """The characters of `body` from one byte to another."""
    return pl.col("body").bin.slice(first, last - first).cast(pl.String)


def beginning(index: pl.Expr) -> pl.Expr:
    """The byte from `index` on at which a character of `body` begins."""
    moved = [pl.when(~continues(byte_at(index + k))).then(index + k) for k in range(3)]
    return pl.coalesce(*moved, index + 3)


def byte_at(index: pl.Expr) -> pl.Expr:
    """The byte of `body` at an index, 32 (a space) beyond its ends."""
    inner = pl.col("body").bin.get(pl.max_horizontal(index, 0), null_on_oob=True)
    return pl.when(index >= 0).then(inner).fill_null(32)


def continues(byte: pl.Expr) -> pl.Expr:
    """Whether a byte is inside a character."""
    return byte.is_between(0x80, 0xBF)
