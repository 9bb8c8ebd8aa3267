"""The written forms of the reference tables, case forms included, ready for matching."""

from functools import cache

import polars as pl

from tasks.core import reference

SAME_LENGTH = {
    "\xa0": " ", "\u202f": " ", "\u2009": " ", "\u3000": " ", "\u2010": "-", "\u2011": "-", "–": "-", "’": "'",
    "ʼ": "'", "ё": "е", "Ё": "Е", "İ": "I",
}  # fmt: skip
RESIDENT = r"^在\p{Han}$"  # 在中 is "in China" in Japanese; in Chinese 在 is a preposition before any word
GLUED = r"^\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+[ -]\p{L}\p{Ll}+$"


def plain(text: pl.Expr) -> pl.Expr:
    """Text with plain spaces, hyphens and apostrophes, ё as е: as many characters as before."""
    return text.str.replace_many(SAME_LENGTH)


def folded(text: pl.Expr) -> pl.Expr:
    """Plain text in lower case: as many characters as before."""
    return plain(text).str.to_lowercase()


@cache
def lexicon() -> pl.DataFrame:
    """Every form that texts are searched for.

    form (folded), layer (name, role, decoy), id (entity, office, null), kind (of the entity), match, language (only of
    forms that count in their language alone), needs, and of the written form: alias, glued (a DPRK name, known even
    where agencies glue words to it).
    """
    entities = reference.table("entities").select("entity_id", "kind", "side")
    names = reference.aliases().join(entities, on="entity_id", maintain_order="left").rename({"entity_id": "id"})
    is_glued = (pl.col("kind") == "person") & (pl.col("side") == "DPRK") & pl.col("alias").str.contains(GLUED)
    roles = reference.inflected("role_words", "words").rename({"role_id": "id", "words": "alias"})
    decoys = reference.inflected("decoys", "decoy").rename({"decoy": "alias"})
    layers = [
        names.with_columns(layer=pl.lit("name"), glued=is_glued),
        roles.with_columns(layer=pl.lit("role"), glued=pl.lit(False)),
        decoys.with_columns(layer=pl.lit("decoy"), glued=pl.lit(False)),
    ]
    bound = pl.col("match").is_in(["own", "inner", "headline"]) | pl.col("alias").str.contains(RESIDENT)
    columns = ["form", "layer", "id", "kind", "match", "language", "needs", "alias", "glued"]
    everything = pl.concat(layers, how="diagonal").with_columns(
        form=folded(pl.col("alias")), language=pl.when(bound).then("language")
    )
    return everything.select(columns).unique(maintain_order=True)
