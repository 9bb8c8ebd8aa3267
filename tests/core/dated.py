"""What `dates.find` finds in texts, for the tests of the date normaliser."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import NamedTuple

import polars as pl

from tasks.core import dates
from tasks.core.records import INSTANT

ARTICLES = pl.Schema({"article_id": pl.String(), "language": pl.String(), "published_at": INSTANT, "text": pl.String()})
WEDNESDAY = date(2025, 3, 12)


class Found(NamedTuple):
    """A mention: where it stands, its words, its days and precision, and the rule that read it."""

    start: int
    end: int
    surface: str
    first: date | None
    last: date | None
    precision: str
    rule: str


class Text(NamedTuple):
    """A text to look for dates in."""

    text: str | None
    language: str | None = "en"
    published: date | None = WEDNESDAY


def frame(texts: Iterable[Text]) -> pl.DataFrame:
    """Articles with the ids "0", "1", ..., published at noon UTC."""
    rows = [(str(n), language, noon(published), text) for n, (text, language, published) in enumerate(texts)]
    return pl.DataFrame(rows, schema=ARTICLES, orient="row")


def noon(day: date | None) -> datetime | None:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC) if day else None


def found_in(texts: list[Text]) -> list[list[Found]]:
    """The mentions in each of the texts, in order; every one of them is a piece of its text."""
    mentions: list[list[Found]] = [[] for _ in texts]
    for article_id, *row in dates.find(frame(texts)).iter_rows():
        mention = Found(*row)
        assert (texts[int(article_id)].text or "")[mention.start : mention.end] == mention.surface
        mentions[int(article_id)].append(mention)
    return mentions


def found(text: str, language: str | None = "en", published: date | None = WEDNESDAY) -> list[Found]:
    """The mentions in one text."""
    return found_in([Text(text, language, published)])[0]
