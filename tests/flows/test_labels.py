"""A run over the newsroom against what is true of its articles by construction.

Text, title, author, day and relevance are exact; the floors of the rest are what the rules reach.
"""

import asyncio
from collections.abc import Iterable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from flows.ingest import ingest
from tasks import reader
from tasks.settings import Settings
from tests.newsroom.server import Newsroom
from tests.newsroom.settings import environment
from tests.newsroom.world import Article

Pairs = set[tuple[Any, ...]]


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory, prefect_server: object) -> Iterator[dict[str, pl.DataFrame]]:
    """What a run over the first day stored, each table with the address of its article."""
    data = tmp_path_factory.mktemp("labels")
    with Newsroom(day=0) as newsroom, pytest.MonkeyPatch.context() as patch:
        for name, value in (environment(newsroom) | {"TUMEN_DATA": str(data)}).items():
            patch.setenv(name, value)
        asyncio.run(ingest())
        path = Settings().published
        names = ("entity_mentions", "date_mentions", "attributions")
        linked = {name: f"SELECT a.url, t.* FROM {name} t JOIN articles a USING (article_id)" for name in names}
        linked["articles"] = "SELECT * FROM articles LEFT JOIN story_articles USING (article_id)"
        yield {name: reader.read_published(path, query) for name, query in linked.items()}


@pytest.fixture(scope="module")
def labelled(tables: dict[str, pl.DataFrame]) -> list[Article]:
    """The articles that were loaded, as they were written."""
    loaded = set(tables["articles"]["url"])
    return [article for article in Newsroom(day=0).world.on(0) if article.url in loaded]


def told(tables: dict[str, pl.DataFrame], name: str, *columns: str) -> Pairs:
    return set(tables[name].select("url", *columns).drop_nulls().iter_rows())


def shares(found: Pairs, true: Pairs) -> tuple[float, float]:
    """Precision and recall."""
    return len(found & true) / len(found), len(found & true) / len(true)


def words(text: str) -> str:
    return " ".join(text.split())


def test_the_day_of_publication(tables: dict[str, pl.DataFrame], labelled: Iterable[Article]) -> None:
    true = {(a.url, a.published.astimezone(ZoneInfo(a.outlet.zone)).date()) for a in labelled}
    assert told(tables, "articles", "published_on") ^ true == set()


def test_the_instant_of_publication(tables: dict[str, pl.DataFrame], labelled: Iterable[Article]) -> None:
    assert told(tables, "articles", "published_at") - {(a.url, a.published) for a in labelled} == set()


def test_the_text(tables: dict[str, pl.DataFrame], labelled: Iterable[Article]) -> None:
    found = {(url, words(text)) for url, text in told(tables, "articles", "text")}
    assert found ^ {(a.url, words(a.text)) for a in labelled} == set()


def test_the_title(tables: dict[str, pl.DataFrame], labelled: Iterable[Article]) -> None:
    found = {(url, words(title)) for url, title in told(tables, "articles", "title")}
    assert found ^ {(a.url, words(a.title)) for a in labelled} == set()


def test_the_author(tables: dict[str, pl.DataFrame], labelled: Iterable[Article]) -> None:
    assert told(tables, "articles", "byline") ^ {(a.url, a.author) for a in labelled if a.author} == set()


def test_relevance(tables: dict[str, pl.DataFrame], labelled: Iterable[Article]) -> None:
    assert told(tables, "articles", "is_relevant") ^ {(a.url, a.labels.relevant) for a in labelled} == set()


def test_entities(tables: dict[str, pl.DataFrame], labelled: Iterable[Article]) -> None:
    true = {(a.url, name) for a in labelled for name in a.labels.entities}
    _, recall = shares(told(tables, "entity_mentions", "entity_id"), true)
    assert recall >= 0.94


def test_dates(tables: dict[str, pl.DataFrame], labelled: Iterable[Article]) -> None:
    found = {(u, str(a), str(b)) for u, a, b in told(tables, "date_mentions", "date_start", "date_end")}
    true = {(a.url, start, end) for a in labelled for _, start, end in a.labels.dates}
    _, recall = shares(found, true)
    assert recall >= 0.98


def test_who_cites_whom(tables: dict[str, pl.DataFrame], labelled: Iterable[Article]) -> None:
    relevant = [a for a in labelled if a.labels.relevant]
    found = {pair for pair in told(tables, "attributions", "cited_id") if pair[0] in {a.url for a in relevant}}
    precision, recall = shares(found, {(a.url, name) for a in relevant for name in a.labels.cites})
    assert precision >= 0.9
    assert recall >= 0.9


def test_stories(tables: dict[str, pl.DataFrame], labelled: Iterable[Article]) -> None:
    def joined(stories: dict[str, str]) -> Pairs:
        return {(a, b) for a in stories for b in stories if a < b and stories[a] == stories[b]}

    written = {a.url: a.labels.story for a in labelled if a.labels.story}
    found = {url: story for url, story in told(tables, "articles", "story_id") if url in written}
    precision, recall = shares(joined(found), joined(written))
    assert precision >= 0.98
    assert recall >= 0.9
