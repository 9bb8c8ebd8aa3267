"""The newsroom keeps its own promises: what it says of itself is what it serves."""

import asyncio
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tasks.core.feeds import candidates
from tasks.core.records import Failure, Response, Source, Validators
from tasks.core.sources import parse
from tasks.core.urls import clean
from tasks.network import transport
from tasks.web import Client
from tests.newsroom.server import Newsroom
from tests.newsroom.world import Article, World, load, paragraphs

SOURCES = parse((Path(__file__).parents[1] / "newsroom" / "sources.toml").read_text("utf-8"))
DISALLOWED = "/gaya-hidup/"


@pytest.fixture(scope="module")
def world() -> World:
    return load()


@pytest.fixture
def newsroom() -> Iterator[Newsroom]:
    with Newsroom(day=0) as newsroom:
        yield newsroom


def announced(newsroom: Newsroom, source: Source, documents: list[Response]) -> set[str]:
    """The addresses that the documents of a source's discovery places announce."""
    return {
        candidate.url
        for place, document in zip(source.discovery, documents, strict=True)
        for candidate in candidates(document.body, document.header("content-type"), place, source)
    }


async def ask(newsroom: Newsroom, known: dict[str, Validators]) -> dict[str, Response | Failure]:
    """Everything that the newsroom's sources announce, and their discovery documents, by address."""

    async def source_pages(source: Source, client: Client) -> dict[str, Response | Failure]:
        documents = [await client.get(place.url, source.source_id, "discover", 0) for place in source.discovery]
        assert all(isinstance(document, Response) for document in documents)
        urls = announced(newsroom, source, [document for document in documents if isinstance(document, Response)])
        return {url: await client.get(url, source.source_id, "fetch", 0, known.get(url)) for url in sorted(urls)}

    async with Client(transport(newsroom.overrides), max_delay_seconds=0) as client:
        pages = await asyncio.gather(*(source_pages(source, client) for source in SOURCES))
    return {url: outcome for found in pages for url, outcome in found.items()}


def test_the_world_is_large_and_mixed_enough(world: World) -> None:
    articles = world.on(1)
    relevant = sum(article.labels.relevant for article in articles)
    assert len(world.outlets) >= 12
    assert {article.outlet.language for article in articles} == {"en", "ru", "ko", "id", "vi", "zh", "ja", "uk"}
    assert {article.outlet.id for article in articles} == set(world.outlets)
    assert len(articles) >= 150
    assert relevant >= 60
    assert 0.5 < 1 - relevant / len(articles) < 0.7


def test_the_furniture_varies(world: World) -> None:
    outlets = world.outlets.values()
    assert {kind for outlet in outlets for kind in outlet.discovery} == {"rss", "atom", "sitemap", "listing"}
    assert {outlet.encoding for outlet in outlets} >= {"utf-8", "windows-1251", "euc-kr", "gb18030", "shift_jis"}
    assert {outlet.compression for outlet in outlets} == {"gzip", "br", "identity"}
    assert {outlet.metadata for outlet in outlets} == {"json_ld", "opengraph", "microdata", "time", "none"}
    assert {outlet.charset for outlet in outlets} == {"header", "meta", "both", "nowhere"}
    assert {outlet.framing for outlet in outlets} == {"length", "chunked", "close"}


def test_slugs_are_unique_and_copies_carry_their_original(world: World) -> None:
    slugs = Counter(article.slug for article in world.articles)
    by_slug = {article.slug: article for article in world.articles}
    copies = [article for article in world.articles if article.copy_of]
    assert slugs.most_common(1)[0][1] == 1
    assert len(copies) >= 10
    for copy in copies:
        original = by_slug[copy.copy_of]
        assert (copy.text, copy.labels.relation) == (original.text, "copy"), copy.slug
        assert copy.outlet.id != original.outlet.id, copy.slug
        assert copy.published > original.published, copy.slug
        assert (copy.labels.story, copy.labels.events) == (original.labels.story, original.labels.events), copy.slug


def _complaints(article: Article) -> Iterator[str]:
    labels = article.labels
    if not all(re.fullmatch(r"rk-\d{8}-\d+", event) for event in labels.events):
        yield "an event id is malformed"
    if not all(re.fullmatch(r"[a-z0-9_]+", entity) for entity in labels.entities + labels.cites):
        yield "an entity id is malformed"
    if labels.relation not in ("", "original", "copy", "translation", "rewrite"):
        yield f"relation {labels.relation}"
    if labels.events and not labels.relevant:
        yield "an event without relevance"
    for surface, start, end in labels.dates:
        if surface not in article.text and surface not in article.title:
            yield f"the date {surface} does not stand in it"
        if date.fromisoformat(start) > date.fromisoformat(end):
            yield f"the date {surface} ends before it begins"
    if article.published.utcoffset() != article.published.astimezone(ZoneInfo(article.outlet.zone)).utcoffset():
        yield "an offset that its zone did not have then"
    if article.published.tzinfo is None or article.day not in (0, 1):
        yield "published or day is malformed"


def test_labels_are_consistent(world: World) -> None:
    complaints = [(article.slug, complaint) for article in world.articles for complaint in _complaints(article)]
    assert complaints == []


def test_day_1_has_what_day_0_had_and_what_changed(world: World) -> None:
    before = {article.url: (article.title, article.text) for article in world.on(0)}
    after = {article.url: (article.title, article.text) for article in world.on(1)}
    changed = {article.url for article in world.changed()}
    assert set(before) < set(after)
    assert {url for url, content in after.items() if before.get(url) != content} == changed
    assert sum(article.modified is not None for article in world.on(1)) >= 10


def test_sources_agree_with_outlets(world: World) -> None:
    assert [source.source_id for source in SOURCES] == list(world.outlets)
    for source in SOURCES:
        outlet = world.outlets[source.source_id]
        assert source.url == f"http://{outlet.host}/"
        assert (source.name, source.language, source.country) == (outlet.name, outlet.language, outlet.country)
        assert (source.kind, source.side, source.timezone) == (outlet.kind, outlet.side, outlet.zone)
        assert tuple(place.kind for place in source.discovery) == outlet.discovery


def test_every_address_survives_cleaning(world: World) -> None:
    assert [article.url for article in world.articles if clean(article.url) != article.url] == []


def test_discovery_finds_every_article_and_pages_hold_their_text(newsroom: Newsroom) -> None:
    pages = asyncio.run(ask(newsroom, {}))
    published = {article.url: article for article in newsroom.world.on(0)}
    assert set(pages) == set(published)
    refused = {url for url, outcome in pages.items() if isinstance(outcome, Failure)}
    assert refused == {url for url in published if DISALLOWED in url}
    assert not any(published[url].labels.relevant for url in refused)
    for url, outcome in pages.items():
        if isinstance(outcome, Response):
            text = _unescaped(outcome.body.decode(published[url].outlet.encoding))
            assert published[url].title in text, url
            assert all(paragraph in text for paragraph in paragraphs(published[url])), url


def _unescaped(text: str) -> str:
    return (
        re.sub(r"&#(\d+);", lambda m: chr(int(m[1])), text)
        .replace("&quot;", '"')
        .replace("&#x27;", "'")
        .replace("&amp;", "&")
    )


def test_known_pages_are_304_and_a_day_later_only_edited_ones_are_not(newsroom: Newsroom) -> None:
    first = asyncio.run(ask(newsroom, {}))
    known = {url: outcome.validators for url, outcome in first.items() if isinstance(outcome, Response)}
    assert Counter((request.host, request.path) for request in newsroom.requests).most_common(1)[0][1] == 1
    again = asyncio.run(ask(newsroom, known))
    has_validators = {url for url, validators in known.items() if validators != Validators()}
    assert {url for url, outcome in again.items() if _status(outcome) == 304} == has_validators
    newsroom.set_day(1)
    later = asyncio.run(ask(newsroom, known))
    moving = {article.url for article in newsroom.world.on(1) if article.outlet.latest}
    changed = {article.url for article in newsroom.world.changed() if DISALLOWED not in article.url}
    without = set(known) - has_validators
    assert {url for url, outcome in later.items() if _status(outcome) == 200} - without - moving == (
        changed - without - moving
    )
    assert sum(request.status == 304 and request.is_conditional for request in newsroom.requests) > 150


def _status(outcome: Response | Failure) -> int | None:
    return outcome.status if isinstance(outcome, Response) else None


def test_unknown_hosts_and_addresses_are_not_found(newsroom: Newsroom) -> None:
    async def get(url: str) -> Response | Failure:
        async with Client(transport(newsroom.overrides)) as client:
            return await client.get(url, "x", "fetch", 0)

    for url in ("http://nobody.example/", "http://song-biec.example/nothing"):
        outcome = asyncio.run(get(url))
        assert isinstance(outcome, Failure)
        assert outcome.reason == "not_found"
