"""What discovery documents announce."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tasks.core.feeds import NotAFeedError, candidates, parse_date
from tasks.core.records import Discovery, DiscoveryKind, Source

SEOUL = ZoneInfo("Asia/Seoul")


def read(body: str, kind: DiscoveryKind, pattern: str | None = None) -> list[tuple[str, str | None, datetime | None]]:
    place = Discovery(kind, "https://a.example/news/feed", pattern)
    source = Source("a", "A", "https://a.example/", "ko", "KR", "paper", "ROK", "Asia/Seoul", (place,))
    return [(c.url, c.title, c.published_at) for c in candidates(body.encode(), None, place, source)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tue, 24 Feb 2026 09:00:00 KST", datetime(2026, 2, 24, 0, tzinfo=UTC)),
        ("Tue, 24 Feb 2026 09:00:00 +0300", datetime(2026, 2, 24, 6, tzinfo=UTC)),
        ("Tue, 24 Feb 2026 09:00:00 MSK", datetime(2026, 2, 24, 6, tzinfo=UTC)),
        ("Tue, 24 Feb 2026 09:00:00 GMT", datetime(2026, 2, 24, 9, tzinfo=UTC)),
        ("2026-02-24T09:00:00+09:00", datetime(2026, 2, 24, 0, tzinfo=UTC)),
        ("2026-02-24 09:00:00", datetime(2026, 2, 24, 0, tzinfo=UTC)),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates_with_and_without_zones(text: str, expected: datetime | None) -> None:
    assert parse_date(text, SEOUL) == expected


def test_rss_with_relative_links_tracking_and_a_guid() -> None:
    body = """<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>
    <item><title>One &amp; only</title><link>/a/1?utm_source=rss&amp;id=7</link>
      <pubDate>Tue, 24 Feb 2026 09:00:00 KST</pubDate></item>
    <item><title>Two</title><guid>https://a.example/a/2</guid></item>
    <item><title>Neither</title><guid isPermaLink="false">x-77</guid></item>
    <item><title>Again</title><link>https://a.example/a/1?id=7</link></item></channel></rss>"""
    assert read(body, "rss") == [
        ("https://a.example/a/1?id=7", "One & only", datetime(2026, 2, 24, tzinfo=UTC)),
        ("https://a.example/a/2", "Two", None),
    ]


def test_atom_prefers_the_publication_to_the_update() -> None:
    body = """<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><entry><title>One</title>
    <link href="https://a.example/1"/><published>2026-02-24T09:00:00+09:00</published>
    <updated>2026-02-25T09:00:00+09:00</updated></entry></feed>"""
    assert read(body, "atom") == [("https://a.example/1", "One", datetime(2026, 2, 24, tzinfo=UTC))]


def test_a_news_sitemap() -> None:
    body = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
      xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://a.example/1</loc>
      <news:news><news:publication_date>2026-02-24T09:00:00+09:00</news:publication_date>
      <news:title>One</news:title></news:news></url><url><loc>https://a.example/2</loc><news:news>
      <news:publication_date>2026-02-24</news:publication_date></news:news></url></urlset>"""
    assert read(body, "sitemap") == [
        ("https://a.example/1", "One", datetime(2026, 2, 24, tzinfo=UTC)),
        ("https://a.example/2", None, None),
    ]


def test_a_listing_gives_the_links_that_fit_its_pattern() -> None:
    body = """<html><base href="/news/"><body><a href="a-12.html"> One
      <b>more</b></a><a href="/about">About</a><a href="mailto:x@a.example">Mail</a></body></html>"""
    assert read(body, "listing", r"/a-\d+\.html$") == [("https://a.example/news/a-12.html", "One more", None)]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("<html><body>Moved</body></html>", "rss"),
        ('<!DOCTYPE x [<!ENTITY e "boom">]><rss version="2.0"><channel><title>&e;</title></channel></rss>', "rss"),
        ("<html/>", "sitemap"),
        ("", "listing"),
        ("", "sitemap"),
    ],
)
def test_what_is_no_feed_is_refused(body: str, kind: DiscoveryKind) -> None:
    with pytest.raises(NotAFeedError):
        read(body, kind, "x")


def test_an_empty_feed_announces_nothing() -> None:
    assert read('<rss version="2.0"><channel><title>t</title></channel></rss>', "rss") == []
