"""Where the written forms of a table occur in texts, with the characters around them."""

import polars as pl

SPACES = {"\xa0": " ", "\u202f": " ", "\u2009": " ", "\u3000": " ", "\u2011": "-", "\u2010": "-", "’": "'", "ʼ": "'"}
SAME_LENGTH = SPACES | {"ё": "е", "Ё": "Е", "İ": "I"}


def folded(text: pl.Expr) -> pl.Expr:
    """Text in lower case with plain spaces, hyphens and apostrophes; as many characters as before."""
    return text.str.replace_many(SAME_LENGTH).str.to_lowercase()


def occurrences(texts: pl.DataFrame, forms: list[str]) -> pl.DataFrame:
    """Every place where one of the folded `forms` stands in `texts` (row, text).

    Returns row, start, end (characters), surface, folded (the form), before and after (up to 4 characters around it),
    in the order of row and start; overlapping places all come back.
    """
    patterns = pl.lit(pl.Series([forms], dtype=pl.List(pl.String))).first()
    found = (
        texts.with_columns(folded=folded(pl.col("text")))
        .with_columns(
            form=pl.col("folded").str.extract_many(patterns, overlapping=True),
            byte=pl.col("folded").str.find_many(patterns, overlapping=True),
        )
        .explode("form", "byte")
        .drop_nulls("form")
        .sort("row", "byte", maintain_order=True)
    )
    return found.with_columns(body=pl.col("folded").cast(pl.Binary)).with_columns(start=starts()).select(
        "row",
        "start",
        end=pl.col("start") + pl.col("form").str.len_chars().cast(pl.Int64),
        folded="form",
        surface=pl.col("text").str.slice(pl.col("start"), pl.col("form").str.len_chars()),
        before=around(pl.col("start") - 4, pl.min_horizontal(4, pl.col("start"))),
        after=around(pl.col("start") + pl.col("form").str.len_chars().cast(pl.Int64), 4),
    )


def around(offset: pl.Expr, length: pl.Expr | int) -> pl.Expr:
    """Characters of `text` from an offset, which may lie before its beginning."""
    return pl.col("text").str.slice(pl.max_horizontal(offset, 0), length)


def starts() -> pl.Expr:
    """Character offsets, counted from one match to the next so that long texts cost no more than short ones."""
    previous = pl.col("byte").shift(1).over("row").fill_null(0)
    gap = pl.col("body").bin.slice(previous, pl.col("byte") - previous).cast(pl.String).str.len_chars()
    return gap.cast(pl.Int64).cum_sum().over("row")
