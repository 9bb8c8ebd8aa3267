"""Is an article new, changed or the same, and what changed in it?"""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Literal

import polars as pl

Change = Literal["title", "numbers", "dates", "text"]

NUMBER = re.compile(r"\d+(?:[.,\u00a0 ]\d{3})*(?:[.,]\d+)?")
DAY = re.compile(
    r"\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\b\d{4}[./-]\d{1,2}[./-]\d{1,2}\b|\d{1,4}\s?[年년]|\d{1,2}\s?[月월]|\d{1,2}\s?[日일]"
)

OLD = ("version", "text_hash", "title", "text", "published_on", "published_from")


@dataclass(frozen=True, slots=True)
class Wording:
    """What is compared of a version."""

    title: str | None
    text: str
    published_on: date | None = None


def changes(old: Wording, new: Wording) -> tuple[Change, ...]:
    """What differs between two versions, in the order title, numbers, dates, text; nothing where they are equal.

    `numbers` are figures outside dates, `dates` the day of publication and dates written in figures, `text` any other
    change of words. Space and the order of paragraphs do not count; changed names are found in entity_mentions.
    """
    found: list[Change] = []
    if _words(old.title or "") != _words(new.title or ""):
        found.append("title")
    if _numbers(old.text) != _numbers(new.text):
        found.append("numbers")
    if old.published_on != new.published_on or Counter(DAY.findall(old.text)) != Counter(DAY.findall(new.text)):
        found.append("dates")
    if _words(_without_figures(old.text)) != _words(_without_figures(new.text)):
        found.append("text")
    return tuple(found)


def number(incoming: pl.DataFrame, stored: pl.DataFrame) -> pl.DataFrame:
    """`incoming` with `version`, `first_seen_at` and `changed`, without articles that did not change.

    `incoming` is article_id, text_hash, seen_at, title, text, published_on, published_from, published_doubt and more;
    `stored` is article_id, version, text_hash, first_seen_at, last_changed_at, title, text, published_on and
    published_from of the newest versions. Of two rows of one article the last one received counts; one that was
    received before the newest version does not take its place. A first version is 1, and its `changed` is null; else it
    is as "title, numbers". The same words under another day of publication are a version, changed in "dates", where the
    same place of the page says it (`published_from`) and nothing speaks against it (`published_doubt`): dates in the
    text count from that day.
    """
    latest = incoming.sort("seen_at", maintain_order=True).unique("article_id", keep="last", maintain_order=True)
    old_names = {name: f"old_{name}" for name in OLD}
    joined = latest.join(stored.rename(old_names), on="article_id", how="left", maintain_order="left")
    is_reworded = pl.col("old_text_hash") != pl.col("text_hash")
    is_changed = (is_reworded | _is_redated()) & ~(pl.col("seen_at") < pl.col("last_changed_at"))
    fresh = joined.filter(pl.col("old_text_hash").is_null() | is_changed.fill_null(True))
    return fresh.with_columns(
        pl.Series("changed", _described(fresh), dtype=pl.String),
        version=(pl.col("old_version").fill_null(0) + 1).cast(pl.Int32),
        first_seen_at=pl.coalesce("first_seen_at", "seen_at"),
    ).drop(*old_names.values(), "last_changed_at")


def _is_redated() -> pl.Expr:
    is_same_place = pl.col("published_from") == pl.col("old_published_from")
    is_other_day = pl.col("published_on") != pl.col("old_published_on")
    return (is_same_place & is_other_day).fill_null(False) & pl.col("published_doubt").is_null()


def _described(fresh: pl.DataFrame) -> list[str | None]:
    columns = ("old_text", "old_title", "old_published_on", "title", "text", "published_on")
    return [
        None if old is None else ", ".join(changes(Wording(old_title, old, old_on), Wording(title, text, on))) or "text"
        for old, old_title, old_on, title, text, on in fresh.select(columns).iter_rows()
    ]


def _numbers(text: str) -> Counter[str]:
    return Counter(NUMBER.findall(DAY.sub(" ", text)))


def _without_figures(text: str) -> str:
    return NUMBER.sub(" ", DAY.sub(" ", text))


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()))
