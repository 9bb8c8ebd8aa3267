"""Who and what is named in an article, and where: entity mentions with their characters."""

from functools import cache

import polars as pl

from tasks.core import reference
from tasks.core.entities_matching import folded, occurrences
from tasks.core.records import ENTITY_MENTIONS

LETTER = r"[\p{L}\p{N}_]"


def find(articles: pl.DataFrame) -> pl.DataFrame:
    """Mentions of the entities of `sql/reference`: one row a mention, as ENTITY_MENTIONS.

    Takes article_id, language and text, and title where present. `entity_id` is who is meant; `speaks_for` is the state
    for which a city or a seat of power stands ("Moscow said", "the Kremlin"), null elsewhere. No mention: no row.
    """
    texts = fields(articles)
    found = occurrences(texts, patterns()).join(aliases(), on="folded", how="inner", maintain_order="left")
    chosen = longest(found.filter(bounded(), cased()))
    return resolved(chosen).join(texts.drop("text"), on="row").select(
        pl.col(name).cast(dtype) for name, dtype in ENTITY_MENTIONS.items()
    )


def fields(articles: pl.DataFrame) -> pl.DataFrame:
    """One row a text: row, article_id, language, field (title, text), text."""
    names = [name for name in ("title", "text") if name in articles.columns]
    long = articles.select("article_id", "language", *names).unpivot(
        on=names, index=["article_id", "language"], variable_name="field", value_name="body"
    )
    return long.rename({"body": "text"}).drop_nulls("text").with_row_index("row")


@cache
def aliases() -> pl.DataFrame:
    """The alias table with the folded form, one row a form and entity; cities give way to the state they stand for."""
    table = reference.table("aliases").with_columns(folded=folded(pl.col("alias")))
    kinds = reference.table("entities").select("entity_id", "kind", "side")
    table = table.join(kinds, on="entity_id").unique(["entity_id", "folded"], maintain_order=True)
    return table.select("entity_id", "kind", "alias", "folded", "match", "form")


@cache
def patterns() -> list[str]:
    return aliases()["folded"].unique().sort().to_list()


def bounded() -> pl.Expr:
    """Whether a word ends where the form does; Cyrillic forms may have up to three letters more."""
    words = pl.col("match") != "substring"
    ending = pl.when(pl.col("folded").str.contains(r"\p{Cyrillic}{3}")).then(
        pl.col("after").str.contains(r"^\p{Cyrillic}{0,3}(?:[^\p{L}\p{N}_]|$)")
    ).otherwise(~pl.col("after").str.contains("^" + LETTER))
    return ~words | (~pl.col("before").str.contains(LETTER + "$") & ending)


def cased() -> pl.Expr:
    """Names begin with a capital where their script has any; abbreviations keep theirs."""
    capital = pl.col("alias").str.contains(r"^\p{Lu}")
    return pl.when(pl.col("match") == "word_cs").then(pl.col("surface") == pl.col("alias")).otherwise(
        ~capital | pl.col("surface").str.contains(r"^\P{Ll}")
    )


def longest(found: pl.DataFrame) -> pl.DataFrame:
    """The leftmost-longest of overlapping mentions."""
    ordered = found.sort("row", "start", pl.col("end") * -1, maintain_order=True)
    reach = pl.col("end").cum_max().shift(1).over("row").fill_null(-1)
    first = (pl.col("start") == pl.col("start").shift(1).over("row")) & (pl.col("end") == pl.col("end").shift(1).over("row"))
    same = first.fill_null(False)
    return ordered.with_columns(same=same).filter((pl.col("start") >= reach) | same)


def resolved(chosen: pl.DataFrame) -> pl.DataFrame:
    """Cities as place or as government."""
    spans = ["row", "start", "end"]
    dateline = pl.col("after").str.contains(r"^(?:, |\.? ?\(|=)") & ((pl.col("start") < 40) | pl.col("before").str.contains(r"\n$"))
    place = dateline | pl.col("before").str.contains(r"(?i)\b(?:in|to|at|rom|в|из)\s$")
    twin = pl.col("kind").n_unique().over(spans) > 1
    keep = ~twin | pl.when(place).then(pl.col("kind") == "place").otherwise(pl.col("kind") == "country")
    stands = twin & (pl.col("kind") == "country")
    speaks = pl.when(stands).then(pl.col("entity_id")).when(pl.col("entity_id") == "kremlin").then(pl.lit("russia"))
    return chosen.with_columns(speaks_for=speaks).filter(keep)
