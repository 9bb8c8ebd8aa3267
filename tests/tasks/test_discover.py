"""What is asked to learn what is new, and what comes of it."""

import asyncio
import time
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import httpx

from tasks.core.records import Candidate, Discovery, Response, Source, Validators
from tasks.core.revisit import Past, Polled, Request
from tasks.core.urls import host_of
from tasks.discover import Discovered, discover
from tasks.fetch import fetch
from tasks.web import Client

NOW = datetime.now(UTC)
HOST = "https://a.example"
INDEX = '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>/s1.xml</loc></sitemap></sitemapindex>'


class Site:
    """A host that answers by path, with 304 where an ETag is sent back, and remembers its requests."""

    def __init__(self, documents: Mapping[str, str]) -> None:
        self.documents, self.asked = dict(documents), list[str]()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/robots.txt":
            return httpx.Response(404)
        self.asked.append(request.url.path)
        if request.headers.get("if-none-match") == '"1"':
            return httpx.Response(304)
        body = self.documents.get(request.url.path)
        return (
            httpx.Response(404) if body is None else httpx.Response(200, content=body.encode(), headers={"ETag": '"1"'})
        )

    def discover(
        self, source: Source, past: Past | None = None, patience: float = 0.0, max_delay_seconds: float = 60.0
    ) -> Discovered:
        async def run() -> Discovered:
            async with Client(httpx.MockTransport(self), max_delay_seconds=max_delay_seconds) as client:
                return await discover.fn(source, client, past, patience)

        return asyncio.run(run())


def source(*places: Discovery) -> Source:
    return Source("a", "A", HOST, "en", "GB", "paper", "other", "Europe/London", places, min_delay_seconds=0)


def rss(*numbers: int) -> str:
    items = "".join(f"<item><link>/{n}</link></item>" for n in numbers)
    return f'<rss version="2.0"><channel><title>t</title>{items}</channel></rss>'


def sitemap(*numbers: int) -> str:
    urls = "".join(f"<url><loc>/{n}</loc></url>" for n in numbers)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'


def past(*paths: str, hours_ago: float = 5, announced: tuple[int, ...] = ()) -> Past:
    """Documents that changed every ten hours and answered some hours ago."""
    polled = Polled(NOW - timedelta(hours=hours_ago), timedelta(hours=100), 10, Validators('"1"'))
    return Past({HOST + path: polled for path in paths}, {f"{HOST}/{n}" for n in announced})


def found(discovered: Discovered) -> list[str]:
    return [candidate.url.removeprefix(HOST) for candidate in discovered.candidates]


def test_an_index_is_followed_one_step() -> None:
    deeper = INDEX.replace("s1", "s2")
    site = Site({"/index.xml": INDEX, "/s1.xml": deeper, "/s2.xml": sitemap(1)})
    discovered = site.discover(source(Discovery("sitemap", f"{HOST}/index.xml")))
    assert (site.asked, found(discovered)) == (["/index.xml", "/s1.xml"], [])
    site.documents["/s1.xml"] = sitemap(1, 2)
    assert found(site.discover(source(Discovery("sitemap", f"{HOST}/index.xml")))) == ["/1", "/2"]


def test_an_unchanged_index_still_leads_to_the_sitemaps_that_it_led_to() -> None:
    site = Site({"/index.xml": INDEX, "/s1.xml": sitemap(1)})
    place = source(Discovery("sitemap", f"{HOST}/index.xml"))
    site.discover(place, past("/index.xml", "/s1.xml"))
    assert site.asked == ["/index.xml", "/s1.xml"]


def test_a_home_page_leads_to_its_feeds_and_a_bad_document_leaves_the_others() -> None:
    home = '<html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head><body></body></html>'
    site = Site({"/": home, "/feed": rss(1), "/other": "<html>Moved</html>"})
    discovered = site.discover(source(Discovery("rss", f"{HOST}/other"), Discovery("home", f"{HOST}/")))
    assert found(discovered) == ["/1"]
    assert [(f.url, f.reason) for f in discovered.failures] == [(f"{HOST}/other", "not_a_feed")]
    assert [a.url for a in discovered.asked] == [f"{HOST}/other", f"{HOST}/", f"{HOST}/feed"]


def test_a_document_that_is_not_due_is_not_asked() -> None:
    site, place = Site({"/feed": rss(1)}), source(Discovery("rss", f"{HOST}/feed"))
    assert site.discover(place, past("/feed", hours_ago=2), patience=0.25).asked == ()
    assert site.asked == []
    assert len(site.discover(place, past("/feed", hours_ago=3), patience=0.25).asked) == 1


def test_a_window_that_overflowed_is_a_gap() -> None:
    site, place = Site({"/feed": rss(*range(20, 40))}), source(Discovery("rss", f"{HOST}/feed"))
    known = past(announced=(1, 2))
    unread = Past({f"{HOST}/feed": Polled(NOW - timedelta(hours=1), item_count=20)}, known.announced)
    assert [f.reason for f in site.discover(place, unread).failures] == ["gap"]
    assert site.discover(place, Past({}, known.announced)).failures == ()
    assert site.discover(place, Past(unread.documents, {f"{HOST}/39"})).failures == ()


def test_searches_are_followed_for_forty_documents_at_most() -> None:
    class Endless(Site):
        def __call__(self, request: httpx.Request) -> httpx.Response:
            if request.url.path == "/robots.txt":
                return httpx.Response(404)
            self.asked.append(str(request.url))
            seen = NOW - timedelta(minutes=15 * len(self.asked))
            one = {"url": f"{HOST}/{len(self.asked)}", "title": "t", "seendate": f"{seen:%Y%m%dT%H%M%SZ}"}
            return httpx.Response(200, json={"articles": [one] * 250})

    site = Endless({})
    discovered = site.discover(source(Discovery("gdelt", f"{HOST}/doc", query="x")), max_delay_seconds=0.0)
    assert (len(site.asked), len(discovered.candidates)) == (40, 40)
    (left,) = discovered.failures
    assert (left.reason, left.detail.endswith("were left unread after 40")) == ("gap", True)


def test_a_search_that_refuses_says_why_and_keeps_its_pause() -> None:
    site = Site({"/doc": "Please limit requests to one every five seconds."})
    started = time.monotonic()
    places = [Discovery("gdelt", f"{HOST}/doc", query=query) for query in ("x", "y")]
    discovered = site.discover(source(*places), max_delay_seconds=0.05)
    assert time.monotonic() - started >= 0.05
    assert {(f.reason, f.detail) for f in discovered.failures} == {
        ("rate_limited", "Please limit requests to one every five seconds.")
    }


def test_a_host_that_refuses_is_left_and_the_others_are_not() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        return httpx.Response(403 if request.url.host == "wall.example" else 404)

    hosts = ("wall.example", "open.example")
    requests = [Request(Candidate(f"https://{host}/{n}", "a")) for n in range(6) for host in hosts]

    async def run() -> Counter[str]:
        async with Client(httpx.MockTransport(handler), max_delay_seconds=0) as client:
            return Counter(host_of(a.url) for a in await fetch.fn(source(), requests, client))

    assert asyncio.run(run()) == {"wall.example": 3, "open.example": 6}


def test_articles_of_a_full_feed_are_made_without_asking_the_site() -> None:
    body = (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>t</title><item>'
        "<link>/1</link><title>One</title><content:encoded>&lt;p&gt;Whole&lt;/p&gt;</content:encoded></item>"
        "<item><link>/2</link></item></channel></rss>"
    )
    place = Discovery("rss", f"{HOST}/feed")
    one = Source("a", "A", HOST, "en", "GB", "paper", "other", "Europe/London", (place,), full_text="feed")
    site = Site({"/feed": body})
    requests = [Request(candidate) for candidate in site.discover(one).candidates]

    async def run() -> list[object]:
        async with Client(httpx.MockTransport(site)) as client:
            return [asked.outcome for asked in await fetch.fn(one, requests, client)]

    made, missing = asyncio.run(run())
    assert site.asked == ["/feed"]
    assert isinstance(made, Response)
    assert (made.made_from, b"<p>Whole</p>" in made.body) == (f"{HOST}/feed", True)
    assert getattr(missing, "reason", None) == "empty_feed"
