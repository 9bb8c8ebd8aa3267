"""Capitals as places or as governments, and seats of power."""

import polars as pl

from tasks.core import reference
from tasks.core.entities_evidence import beside

SEEN = 48
SEATS = ["kremlin"]
DATELINE = r"(?:^|\n)[ (\[]{0,2}$"
AFTER_DATELINE = r"^(?:[,.:(=/-]| [(=/—-])"


def spoken(names: pl.DataFrame, texts: pl.DataFrame) -> pl.DataFrame:
    """Names with `speaks_for`; a capital that stands for its government becomes that state.

    A body of a state ("the Kremlin") stays itself and speaks for it; where its building is meant it is no mention.
    """
    states = reference.table("entities").select("entity_id", state="speaks_for")
    told = names.join(states, on="entity_id", how="left", maintain_order="left").with_row_index("nth")
    seat = pl.col("entity_id").is_in(SEATS)
    cities = told.filter(pl.col("state").is_not_null() & ((pl.col("kind") == "place") | seat))
    places = located_names(cities, texts)["nth"]
    is_city, located = pl.col("kind") == "place", pl.col("nth").is_in(places.implode())
    return (
        told.filter(is_city | ~located)
        .with_columns(
            entity_id=pl.when(is_city & ~located).then(pl.coalesce("state", "entity_id")).otherwise("entity_id"),
            speaks_for=pl.when(~located).then("state"),
        )
        .drop("nth", "state")
    )


def located_names(cities: pl.DataFrame, texts: pl.DataFrame) -> pl.DataFrame:
    """The names that are meant as places, by the cues of metonym_cues.toml and by datelines."""
    wide = beside(cities, texts, SEEN).with_columns(cues=cue_language())
    found, is_city = [wide.clear()], pl.col("kind") == "place"
    for (language,), part in wide.group_by("cues"):
        cues = reference.document("metonym_cues")[str(language)]
        found.append(part.filter(is_city).filter(placed(cues)))
        found.append(part.filter(~is_city).filter(housed(cues)))
    return pl.concat(found)


def placed(cues: dict[str, str]) -> pl.Expr:
    """The cues of one language for capitals over `left` and `right`; an empty cue never holds."""
    left, right = pl.col("left"), pl.col("right")
    dateline = left.str.contains(DATELINE) & right.str.contains(AFTER_DATELINE) & (pl.col("field") == "text")
    told = holds(left, cues["before"]) | holds(right.str.to_lowercase(), cues["after"])
    unless = holds(right, cues["unless_after"]) | holds(left, cues["unless_before"])
    return dateline | ((told | (cues["default"] == "place")) & ~unless)


def housed(cues: dict[str, str]) -> pl.Expr:
    """The cues of one language for a seat of power as a building."""
    inside = holds(pl.col("left"), cues["seat_in"]) if cues["seat_in"] else pl.lit(True)
    return holds(pl.col("left"), cues["seat"]) | (inside & holds(pl.col("right"), cues["seat_after"]))


def holds(text: pl.Expr, cue: str) -> pl.Expr:
    return text.str.contains(cue) if cue else pl.lit(False)


def cue_language() -> pl.Expr:
    """The language whose cues apply: the article's, where it has any and its script fits the name."""
    written, surface = pl.col("written"), pl.col("surface")
    known = sorted(reference.document("metonym_cues"))
    return (
        pl.when(surface.str.contains(r"\p{Hangul}"))
        .then(pl.lit("ko"))
        .when(surface.str.contains(r"\p{Cyrillic}"))
        .then(pl.when(written == "uk").then(pl.lit("uk")).otherwise(pl.lit("ru")))
        .when(surface.str.contains(r"[\p{Han}\p{Katakana}]"))
        .then(pl.when(written == "ja").then(pl.lit("ja")).otherwise(pl.lit("zh")))
        .when(written.is_in(known) & ~written.is_in(["ko", "ru", "uk", "ja", "zh"]))
        .then(written)
        .otherwise(pl.lit("en"))
    )
