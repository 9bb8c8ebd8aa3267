"""Sentences with what is named in them: whom, where and when, and whether both sides of the pair are there."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

import polars as pl

from tasks.core import reference, sentences
from tasks.core.events_clauses import asides, edges
from tasks.core.events_cues import words
from tasks.core.sentences import beginning_in

PAIR = frozenset({"RU", "DPRK"})
MEDIA = frozenset({"news_agency", "outlet"})
ACTORS = frozenset({"person", "body", "country", "company", "vessel", "document", "project"})
WORDY = frozenset({"wpk", "wpk_cmc", "united_russia", "security_council_ru"})  # made of words that tell of events
BOTH, WAR = "both", "war"
TITLE = -1
LONG_SENTENCE = 2000  # characters; what is longer is no sentence
LONGEST = timedelta(days=1500)  # centuries and decades are no dates of an event
GAP = 4  # characters of white space between sentences
DATED = frozenset({"day", "range", "month"})
HERE = re.compile(r"\bhere\b")
SEMICOLON = re.compile(r"[;；]\s*(?=\S)")
WIRE = r"日(?:综合|綜合|专|專)?外?[电電](?:报道|報導|讯|訊)?(?:[\s）)（(]|$)"  # and no telephone or telegram
DATELINE = re.compile(
    r"[^\n]{0,60}?(?:\([^()=\n]{1,20}=[^()=\n]{2,15}\)|\([^)\n]{2,30}\)\s{0,3}(?:--|—|–|-|[^=\n]{0,25}=)|"
    r"/[^/\n]{2,20}/\.?|】|" + WIRE + ")"
)


@dataclass(frozen=True, slots=True)
class Named:
    """An entity mention; `side` is RU, DPRK or other."""

    start: int
    end: int
    entity_id: str
    kind: str
    side: str


@dataclass(frozen=True, slots=True)
class Day:
    """A date mention with its interval of days."""

    start: int
    end: int
    first: date
    last: date
    precision: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the text (numbered from 0) or the title (-1), with its mentions; `here` is the dateline's place,
    `opens` whether a new line stands before it, `edges` the marks between its clauses, `asides` the relative clauses
    between commas."""

    article_id: str
    language: str
    number: int
    start: int
    end: int
    text: str
    published_on: date | None
    here: str | None
    named: tuple[Named, ...]
    days: tuple[Day, ...]
    opens: bool = False
    edges: tuple[tuple[int, int], ...] = ()
    asides: tuple[tuple[int, int], ...] = ()

    @property
    def field(self) -> str:
        return "title" if self.number == TITLE else "text"

    @property
    def sides(self) -> frozenset[str]:
        """The sides of the pair that are named, media apart; what both made names both, "here" the dateline's side."""
        counted = [_counts_for().get(n.entity_id, n.side) for n in self.named if n.kind not in MEDIA]
        if BOTH in counted:
            return PAIR
        named = frozenset(counted)
        here = _entities()[self.here][1] if self.here and HERE.search(self.text) else None
        return (named | {here}) & PAIR if here else named & PAIR

    @property
    def is_of_war(self) -> bool:
        """Whether Ukraine is named, one of its places or bodies: there the DPRK's soldiers and arms are Russia's."""
        return any(is_at_war(n) for n in self.named)

    @property
    def here_named(self) -> Named | None:
        """The dateline's place where the sentence says "here", or names no place itself."""
        told = HERE.search(self.text) or not any(n.kind in ("place", "country") for n in self.named)
        return Named(self.start, self.start, self.here, *_entities()[self.here]) if self.here and told else None

    @property
    def is_dated(self) -> bool:
        """Whether it gives a day, or a few, or a month."""
        return any(day.precision in DATED for day in self.days)

    @property
    def cue_text(self) -> str:
        """The text in which words tell of events: names that are made of such words (a Workers' Party) are blanks."""
        text = self.text
        for n in self.named:
            if n.kind in MEDIA or n.entity_id in WORDY:
                start, end = n.start - self.start, n.end - self.start
                text = text[:start] + " " * (end - start) + text[end:]
        return text

    def clause(self, at: int) -> tuple[int, int]:
        """Where the clause around a character of the text begins and ends."""
        place = bisect_right(self.edges, (at, at))
        if place and self.edges[place - 1][1] > at:  # the character stands in the mark itself
            place -= 1
        start = self.edges[place - 1][1] if place else 0
        return start, self.edges[place][0] if place < len(self.edges) else len(self.text)

    def inside(self, span: tuple[int, int]) -> tuple[Named, ...]:
        """Who and what is named in a part of the text, media apart."""
        start, end = (self.start + edge for edge in span)
        return tuple(n for n in self.named if start <= n.start < end and n.kind not in MEDIA)

    def around(self, at: int) -> "Sentence":
        """What the sentence tells at a character: the relative clause that it stands in, with the one whom it is of;
        or else all that stands in no relative clause that a comma ends."""
        if not self.asides:
            return self
        aside = next((span for span in self.asides if span[0] <= at < span[1]), None)
        spans = [aside] if aside else [span for span in self.asides if span[1] < len(self.text)]
        named = tuple(n for n in self.named if _stands_in(n.start - self.start, spans) is bool(aside))
        days = tuple(day for day in self.days if _stands_in(day.start - self.start, spans) is bool(aside))
        if aside:
            before = [n for n in self.named if n.end <= self.start + aside[0] and n.kind in ACTORS]
            person = next((n for n in reversed(before) if n.kind == "person"), None)
            whose = (n for n in before if n.start >= person.start) if person else before[-1:]
            named, days = (*whose, *named), days or self.days
        return replace(self, named=named, days=days)

    def ids(self, kinds: frozenset[str]) -> frozenset[str]:
        """The entities of some kinds."""
        return frozenset(n.entity_id for n in self.named if n.kind in kinds)


def _stands_in(at: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in spans)


@cache
def _counts_for() -> dict[str, str]:
    """Entity -> the side that it counts for beside its own, "both" or "war" (relevance_entities.csv)."""
    return dict(reference.table("relevance_entities").iter_rows())


def is_at_war(name: Named) -> bool:
    """Whether somebody or something belongs to the other party to Russia's war."""
    return _counts_for().get(name.entity_id) == WAR


@cache
def _entities() -> dict[str, tuple[str, str]]:
    rows = reference.table("entities").select("entity_id", "kind", "side").iter_rows()
    return {entity_id: (kind, side) for entity_id, kind, side in rows}


def told(articles: pl.DataFrame, mentions: pl.DataFrame, days: pl.DataFrame) -> Iterator[list[Sentence]]:
    """The sentences of each article, its title first where it has one; articles without text give an empty list."""
    named = _named(mentions)
    dated: dict[str, list[Day]] = defaultdict(list)
    known = days.filter(pl.col("date_end") - pl.col("date_start") <= pl.lit(LONGEST))
    for key, *row in known.select("article_id", "start", "end", "date_start", "date_end", "precision").iter_rows():
        dated[key].append(Day(*row))
    for key, language, title, text, published_on in _columns(articles).iter_rows():
        yield list(_article(key, language or "", title, text, published_on, named, dated[key]))


def _named(mentions: pl.DataFrame) -> dict[tuple[str, str], list[Named]]:
    found: dict[tuple[str, str], list[Named]] = defaultdict(list)
    for key, field, start, end, entity_id in mentions.select(
        "article_id", "field", "start", "end", "entity_id"
    ).iter_rows():
        if entity_id in _entities():
            found[key, field].append(Named(start, end, entity_id, *_entities()[entity_id]))
    return found


def _columns(articles: pl.DataFrame) -> pl.DataFrame:
    title = pl.col("title") if "title" in articles.columns else pl.lit(None, pl.String).alias("title")
    day = pl.col("published_at").dt.date()
    published = pl.coalesce("published_on", day) if "published_on" in articles.columns else day
    return articles.select("article_id", "language", title, "text", published_on=published)


def _article(
    key: str, language: str, title: str | None, text: str | None, published_on: date | None,
    named: dict[tuple[str, str], list[Named]], days: Sequence[Day],
) -> Iterator[Sentence]:  # fmt: skip
    if title and text:
        inside = tuple(named.get((key, "title"), ()))
        marks = _edges(title, 0, language, inside)
        yield Sentence(
            key, language, TITLE, 0, len(title), title, published_on, None, inside, (), opens=True, edges=marks
        )
    dateline = DATELINE.match(text or "")
    signed = dateline.end() if dateline else 0
    mentions = named.get((key, "text"), [])
    here = next((n.entity_id for n in mentions if n.end <= signed and n.kind == "place"), None)
    for number, (start, end) in enumerate(_clauses(text or "", language)):
        near = beginning_in(mentions, max(start, signed), end)
        words_of = (text or "")[start:end]
        inside = (*near, *_projects(words_of, start, language, near))
        when = tuple(beginning_in(days, max(start, signed), end))
        opens = "\n" in (text or "")[max(0, start - GAP) : start]
        marks = _edges(words_of, start, language, inside)
        yield Sentence(
            key, language, number, start, end, words_of, published_on, here, inside, when, opens, marks,
            tuple(asides(words_of, language, marks)),
        )  # fmt: skip


def _edges(text: str, start: int, language: str, named: Sequence[Named]) -> tuple[tuple[int, int], ...]:
    return tuple(edges(text, language, [(n.start - start, n.end - start, n.kind) for n in named]))


def _projects(text: str, start: int, language: str, named: Sequence[Named]) -> Iterator[Named]:
    """What is told by a place and a word: a bridge where the border river is named is the bridge over it."""
    known = {n.entity_id for n in named}
    for entity_id, place_id, forms in _project_words(language):
        found = forms.search(text.lower()) if place_id in known and entity_id not in known else None
        if found:
            yield Named(start + found.start(), start + found.end(), entity_id, *_entities()[entity_id])


@cache
def _project_words(language: str) -> list[tuple[str, str, re.Pattern[str]]]:
    rows = reference.table("event_projects").filter(language=language).select("entity_id", "place_id", "forms")
    return [(project, place, re.compile(words(forms, language))) for project, place, forms in rows.iter_rows()]


def sites(projects: frozenset[str]) -> list[str]:
    """Where projects are, by event_projects.csv."""
    rows = reference.table("event_projects").select("entity_id", "place_id").unique().sort("entity_id", "place_id")
    return [place for project, place in rows.iter_rows() if project in projects]


def _clauses(text: str, language: str) -> Iterator[tuple[int, int]]:
    """Sentences, cut at semicolons (a list of the day's news is not one event) and where they do not end."""
    for start, end in sentences.spans(text, language):
        at = start
        for mark in SEMICOLON.finditer(text, start, end):
            yield from _cut(at, mark.start() + 1)
            at = mark.end()
        yield from _cut(at, end)


def _cut(start: int, end: int) -> Iterator[tuple[int, int]]:
    yield from ((at, min(at + LONG_SENTENCE, end)) for at in range(start, end, LONG_SENTENCE))
