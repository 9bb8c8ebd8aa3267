"""What contradicts itself in the reference tables of names: found before anything is matched by them."""

from collections.abc import Iterator

import polars as pl

ONE_NAME = ["entity_id", "alias", "language", "inflection"]
OTHER_NEEDS = ["itself", "RU", "DPRK"]


class ReferenceDataError(ValueError):
    """The reference tables contradict themselves; the message is one line that names the file and the first rows."""


def problems(entities: pl.DataFrame, aliases: pl.DataFrame, roles: pl.DataFrame) -> Iterator[str]:
    """What is wrong with the tables as they stand in `sql/reference`, one line each; nothing where all is well."""
    known, named = entities["entity_id"], aliases["entity_id"]
    countries = entities.filter(pl.col("kind") == "country")["entity_id"]
    needs = aliases.select(pl.col("needs").drop_nulls().str.split("|").explode()).to_series().unique()
    yield from told("entities.csv: is there twice", known.filter(known.is_duplicated()))
    yield from told("entities.csv: has no name in aliases.csv", known.filter(~known.is_in(named.implode())))
    spoken = entities["speaks_for"].drop_nulls()
    yield from told("entities.csv: speaks_for is no country", spoken.filter(~spoken.is_in(countries.implode())))
    yield from told("aliases.csv: belongs to no entity", named.filter(~named.is_in(known.implode())))
    twice = aliases.filter(pl.struct(ONE_NAME).is_duplicated())
    yield from told("aliases.csv: is there twice", twice["alias"])
    yield from told("aliases.csv: needs no entity", needs.filter(~needs.is_in([*known, *OTHER_NEEDS])))
    persons = entities.filter(pl.col("kind") == "person")["entity_id"]
    holders = roles["entity_id"]
    yield from told("roles.csv: is held by no person", holders.filter(~holders.is_in(persons.implode())))


def told(problem: str, values: pl.Series) -> Iterator[str]:
    """One line on a problem and the first values that have it."""
    if len(values):
        yield f"{problem}: {', '.join(map(str, values.unique(maintain_order=True).head(5)))}"
