"""The weekly brief as data: sections of cells, each number with the articles behind it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, Literal

import polars as pl

WEEKS = 12  # as the baseline of weekly_change
CHECKS = pl.Schema(
    {
        "name": pl.String(),
        "kind": pl.String(),
        "claim": pl.String(),
        "violations": pl.Int64(),
        "example": pl.String(),
        "article_ids": pl.List(pl.String()),
    }
)

Frames = Mapping[str, pl.DataFrame]


@dataclass(frozen=True, slots=True)
class Cell:
    """Words or a number; the articles or the place of the page (`anchor`) it stands for; a `tag` that marks it; more
    words below it in `detail`, which is in `language`."""

    text: str
    articles: tuple[str, ...] = ()
    detail: str = ""
    language: str | None = None
    anchor: str = ""
    tag: str = ""


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A table with its chart (a Vega-Lite specification, None where there is nothing to draw). `view` is where all
    `total` rows can be asked for. The first `opened` rows are seen at once, the others when they are asked for.

    On a narrow screen a row of a list becomes a card; a matrix is read across and a plain table is narrow anyway.
    """

    key: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    view: str
    total: int
    chart: dict[str, Any] | None = None
    shape: Literal["list", "matrix", "plain"] = "list"
    opened: int = 10


@dataclass(frozen=True, slots=True)
class Article:
    """An article as the page lists it. `url` is None where it is no web address."""

    number: int
    title: str
    language: str | None
    outlet: str
    reported: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Figure:
    """A headline figure."""

    key: str
    cell: Cell


@dataclass(frozen=True, slots=True)
class Brief:
    """All that a page says. `lead` tells the week in a few sentences. `articles` holds every article a cell points to,
    by id, numbered from 1, the newest first; `lists` numbers every set of two or more of them."""

    week: date
    heading: str
    made: str
    lead: tuple[str, ...]
    notices: tuple[str, ...]
    figures: tuple[Figure, ...]
    sections: tuple[Section, ...]
    articles: Mapping[str, Article]
    lists: Mapping[tuple[str, ...], int]
    words: "Words"


@dataclass(frozen=True)
class Words:
    """The strings of the page in one language, by key."""

    strings: Mapping[str, str]

    def say(self, key: str, **values: object) -> str:
        """The string of a key; KeyError where the table lacks it."""
        return self.strings[key].format(**values)

    def number(self, key: str, number: int) -> str:
        """A number with its noun: `1 article`, `3 articles`."""
        return self.say(f"{key}.{'one' if number == 1 else 'other'}", n=number)

    def days(self, first: date, last: date) -> str:
        """Two days as an interval in words, without saying twice what they share: `30 June – 6 July 2025`."""
        parts = [str(first.day)]
        parts += [self.say(f"month.{first.month}")] if (first.year, first.month) != (last.year, last.month) else []
        parts += [str(first.year)] if first.year != last.year else []
        return f"{' '.join(parts)} – {last.day} {self.say(f'month.{last.month}')} {last.year}"

    def day(self, day: date) -> str:
        """A day of a year that is known: `7 Jun`."""
        return f"{day.day} {self.say(f'month.{day.month}')[:3]}"

    def value(self, group: str, value: str | None) -> str:
        """A value of the tables in the words of the page; itself with spaces where it has none of its own."""
        return "" if value is None else self.strings.get(f"{group}.{value}", value.replace("_", " "))


@dataclass(frozen=True)
class Desk:
    """What the sections are written from: the frames (a view that is not there is left out), the Monday of the week
    and the words."""

    frames: Frames
    week: date
    words: Words
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def since(self) -> date:
        """First day of the twelve weeks that end with this one."""
        return self.week - timedelta(weeks=WEEKS - 1)

    @property
    def until(self) -> date:
        """Sunday of the week."""
        return self.week + timedelta(days=6)

    @cached_property
    def rows(self) -> dict[str, dict[str, Any]]:
        """The rows of relevant_articles by id."""
        frame = self.frames.get("relevant_articles")
        return {} if frame is None else {row["article_id"]: row for row in frame.iter_rows(named=True)}

    def who(self, ids: Iterable[str | None]) -> str:
        """Names of entities and outlets, as a list in words; an id that has none stands for itself."""
        return ", ".join(self.names.get(i, i.replace("_", " ")) for i in ids if i)

    def reported(self, article_id: str) -> str:
        """When an article was published, as exactly as that is known; "" for an article that is not there."""
        row = self.rows.get(article_id)
        if row is None:
            return ""
        return str(row["reported_on"]) if row["reported_precision"] == "day" else minute(row["reported_at"])

    def source(self, article_id: str, detail: str = "") -> Cell:
        """The outlet of an article, linked to it, and when it was published."""
        row = self.rows.get(article_id, {})
        return Cell(str(row.get("source_name", "?")), (article_id,), detail or self.reported(article_id))

    def recent(self, frame: pl.DataFrame, column: str) -> pl.DataFrame:
        """The rows of the twelve weeks, by a day or an instant."""
        return frame.filter(pl.col(column).cast(pl.Date).is_between(self.since, self.until))

    def heads(self, *keys: str) -> tuple[str, ...]:
        """Headings of columns."""
        return tuple(self.words.say(f"column.{key}") for key in keys)


def count(ids: Iterable[str], detail: str = "") -> Cell:
    """How many different articles, linked to them in the order given."""
    distinct = tuple(dict.fromkeys(ids))
    return Cell(str(len(distinct)), distinct, detail)


def minute(at: datetime | None) -> str:
    """An instant to the minute; "" for none."""
    return f"{at:%Y-%m-%d %H:%M}" if at else ""


def interval(start: date | None, end: date | None, precision: str, undated: str) -> str:
    """A date no more exact than it is known: `2026-11-24`, `2026-11`, `2026`, or first and last day."""
    if start is None or end is None:
        return undated
    if precision == "year" and (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return str(start.year) if start.year == end.year else f"{start.year} – {end.year}"
    if precision == "month" and start.day == 1 and (start.year, start.month) == (end.year, end.month):
        return f"{start:%Y-%m}"
    return str(start) if start == end else f"{start} – {end}"
