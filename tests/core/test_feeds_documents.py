"""Feeds, sitemaps, pages and search results as outlets really write them."""

import gzip
import json
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.core import articles, feeds, feeds_gdelt, feeds_page, ledger
from tasks.core.feeds import Announced, NotAFeedError
from tasks.core.ledger import Asked
from tasks.core.records import Candidate, Discovery, DiscoveryKind, FullText, Response, Source
from tasks.core.revisit import Polled
from tasks.core.window import Window

NOW = datetime(2026, 2, 24, 12, tzinfo=UTC)
URL = "https://a.example/news/feed"
HEAD = '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" ' \
       'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>t</title>'  # fmt: skip


def source(place: Discovery, full_text: FullText = "feed") -> Source:
    return Source(
        "a", "A", "https://a.example/", "ko", "KR", "paper", "ROK", "Asia/Seoul", (place,), full_text=full_text
    )


def read(
    body: str | bytes, kind: DiscoveryKind = "rss", final_url: str = URL, full_text: FullText = "feed", **place: str
) -> Announced:
    where = Discovery(kind, URL, **place)
    data = body if isinstance(body, bytes) else body.encode()
    return feeds.read(Response(URL, final_url, 200, (), data, data, NOW), where, source(where, full_text))


def items(*inner: str) -> tuple[Candidate, ...]:
    return read(HEAD + "".join(f"<item>{item}</item>" for item in inner) + "</channel></rss>").candidates


def urls(announced: Announced) -> list[str]:
    return [candidate.url for candidate in announced.candidates]


def test_relative_links_are_those_of_the_address_that_answered() -> None:
    body = HEAD + "<item><link>9.html</link></item></channel></rss>"
    assert urls(read(body, final_url="https://b.example/x/feed")) == ["https://b.example/x/9.html"]


def test_a_guid_that_is_no_link_is_none_whatever_it_claims() -> None:
    assert [c.url for c in items("<guid>77</guid><link>/7</link>")] == ["https://a.example/7"]
    assert items("<guid>77</guid>", '<guid isPermaLink="true">a-77</guid>', "<guid>urn:uuid:7</guid>") == ()


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("https://www-a-example.cdn.ampproject.org/c/s/www.a.example/1?id=2", "https://www.a.example/1?id=2"),
        ("https://www.google.com/amp/s/a.example/1", "https://a.example/1"),
        (
            "https://www.google.com/url?rct=j&amp;url=https://a.example/1%3Futm_source%3Dx&amp;ct=ga",
            "https://a.example/1",
        ),
        ("  https://a.example/1?fbclid=77#top ", "https://a.example/1"),
        ("//a.example/1", "https://a.example/1"),
    ],
)
def test_links_out_of_their_wrappings(link: str, expected: str) -> None:
    assert [c.url for c in items(f"<link>{link}</link>")] == [expected]


def test_a_wrapper_around_nothing_is_no_link() -> None:
    assert items("<link>https://www.google.com/url?ct=ga</link>") == ()


def test_the_publication_goes_before_other_dates_and_an_unreadable_one_is_passed_over() -> None:
    first, second, third = items(
        "<link>/1</link><dc:date>2026-02-24T05:00:00Z</dc:date><pubDate>Tue, 24 Feb 2026 09:00:00 KST</pubDate>",
        "<link>/2</link><pubDate>last Tuesday</pubDate><dc:date>2026-02-24T05:00:00Z</dc:date>",
        "<link>/3</link><dc:date>2026-02-24</dc:date>",
    )
    assert first.published_at == datetime(2026, 2, 24, 0, tzinfo=UTC)
    assert second.published_at == datetime(2026, 2, 24, 5, tzinfo=UTC)
    assert third.published_at is None


def test_a_local_time_labelled_as_utc_is_found_out_by_what_would_be_of_the_future() -> None:
    stamps = ("Tue, 24 Feb 2026 20:30:00 GMT", "Tue, 24 Feb 2026 09:00:00 GMT", "Tue, 24 Feb 2026 09:00:00 +0900")
    wrong = items(*(f"<link>/{n}</link><pubDate>{stamp}</pubDate>" for n, stamp in enumerate(stamps)))
    assert [c.published_at.hour for c in wrong if c.published_at] == [11, 0, 0]
    right = items(*(f"<link>/{n}</link><pubDate>{stamp}</pubDate>" for n, stamp in enumerate(stamps[1:])))
    assert [c.published_at.hour for c in right if c.published_at] == [9, 0]


def test_invalid_xml_is_read_as_far_as_it_goes() -> None:
    body = HEAD + "<item><title>Salt & pepper <b></title><link>/1?a=1&b=2</link></item><item><link>/2</link></channel>"
    assert urls(read(body)) == ["https://a.example/1?a=1&b=2", "https://a.example/2"]


def test_characters_that_do_not_exist_are_replaced() -> None:
    body = (
        HEAD + "<item><title>a &#1114112; b &#x110000; c &#55296; d & e</title><link>/1</link></item></channel></rss>"
    )
    assert [c.title for c in read(body).candidates] == ["a \ufffd b \ufffd c \ufffd d & e"]


@settings(deadline=None)
@given(st.binary(max_size=300), st.integers(0, 900))
def test_no_damage_to_a_feed_is_a_crash(noise: bytes, at: int) -> None:
    item = "<item><title>T &#8217; &lt;b></title><link>/1</link><pubDate>x</pubDate></item>"
    whole = f"{HEAD}{item * 8}</channel></rss>".encode()
    for body in (whole[:at] + noise + whole[at:], whole[:at], noise):
        for kind in feeds.READERS:
            found: list[Candidate] = []
            with suppress(NotAFeedError):
                found += read(body, kind).candidates
            assert len(found) <= 10


def test_titles_lose_markup_and_keep_what_only_looks_like_it() -> None:
    titles = ("<![CDATA[A <i>fine</i>\n day]]>", "3 &lt; 4 &amp; 5 &gt; 2", "Ships &amp;amp; boats")
    assert [c.title for c in items(*(f"<title>{t}</title><link>/{n}</link>" for n, t in enumerate(titles)))] == [
        "A fine day",
        "3 < 4 & 5 > 2",
        "Ships & boats",
    ]


def test_full_text_is_kept_only_where_articles_are_read_in_the_feed() -> None:
    whole = "<content:encoded><![CDATA[<p>Whole</p>]]></content:encoded>"
    short = "<description>Short</description></item>"
    body = f"{HEAD}<item><link>/1</link>{whole}{short}<item><link>/2</link>{short}</channel></rss>"
    assert [(c.content, c.found_in) for c in read(body).candidates] == [("<p>Whole</p>", URL), (None, URL)]
    assert [c.content for c in read(body, full_text="page").candidates] == [None, None]


def test_atom_content_of_every_type() -> None:
    parts = ('type="html">&lt;p&gt;One&lt;/p&gt;', 'type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Two</p></div>',
             'type="text">3 &lt; 4')  # fmt: skip
    entries = "".join(f'<entry><link href="/{n}"/><content {part}</content></entry>' for n, part in enumerate(parts))
    found = read(f'<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title>{entries}</feed>', "atom")
    assert [c.content for c in found.candidates] == ["<p>One</p>", "<p>Two</p>", "<p>3 &lt; 4</p>"]


def test_a_json_feed_also_where_rss_was_expected() -> None:
    one = {
        "id": "1",
        "url": "/1",
        "title": "One",
        "content_html": "<p>Text</p>",
        "date_published": "2026-02-24T09:00:00+09:00",
    }
    two = {"id": "https://a.example/2", "content_text": "First\n\nSecond", "date_modified": "2026-02-24T10:00:00Z"}
    body = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "t", "items": [one, two, 3, {"id": 4}]})
    for kind in ("rss", "json"):
        first, second = read(body, kind).candidates
        assert (first.url, first.title, first.content) == ("https://a.example/1", "One", "<p>Text</p>")
        assert first.published_at == datetime(2026, 2, 24, tzinfo=UTC)
        assert (second.url, second.content) == ("https://a.example/2", "<p>First</p><p>Second</p>")
        assert second.modified_at == datetime(2026, 2, 24, 10, tzinfo=UTC)


@pytest.mark.parametrize("body", ["{", "[]", '{"items": []}', "{" * 5_000, '{"version": 1, "items": 2}', b"{\xff}"])
def test_json_that_is_no_feed_is_refused(body: str | bytes) -> None:
    with pytest.raises(NotAFeedError):
        read(body, "json")


def sitemap(*urls: str) -> str:
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{"".join(urls)}</urlset>'


def test_a_gzipped_sitemap_gives_its_newest_pages_first() -> None:
    body = sitemap(
        *(f"<url><loc>/{n}</loc><lastmod>2026-02-{n:02}</lastmod></url>" for n in (3, 9, 5)), "<url><loc>/0</loc></url>"
    )
    found = read(gzip.compress(body.encode()), "sitemap")
    assert urls(found) == [f"https://a.example/{n}" for n in (9, 5, 3, 0)]
    assert [c.published_at for c in found.candidates] == [None] * 4
    with pytest.raises(NotAFeedError, match="unpacked"):
        read(gzip.compress(body.encode())[:-20], "sitemap")


def test_an_index_leads_to_its_five_newest_sitemaps() -> None:
    children = "".join(f"<sitemap><loc>/s{n}.xml</loc><lastmod>2026-0{n}-01</lastmod></sitemap>" for n in range(1, 9))
    found = read(
        f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{children}</sitemapindex>', "sitemap"
    )
    assert found.candidates == ()
    assert found.further == tuple(Discovery("sitemap", f"https://a.example/s{n}.xml") for n in (8, 7, 6, 5, 4))


def test_with_a_window_an_index_leads_to_all_that_may_reach_into_it() -> None:
    stamps = [f"<lastmod>2026-0{n}-01</lastmod>" for n in range(1, 9)] + [""]
    children = "".join(f"<sitemap><loc>/s{n}.xml</loc>{stamp}</sitemap>" for n, stamp in enumerate(stamps, 1))
    body = f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{children}</sitemapindex>'.encode()
    place, march = Discovery("sitemap", URL), datetime(2026, 3, 1, tzinfo=UTC)
    response = Response(URL, URL, 200, (), body, body, NOW)
    found = feeds.read(response, place, source(place), Window(march, march + timedelta(days=31)))
    names = [further.url.removeprefix("https://a.example/") for further in found.further]
    assert names == [f"s{n}.xml" for n in (8, 7, 6, 5, 4, 3, 9)]


def test_with_a_window_only_what_may_be_of_it_is_announced() -> None:
    body = sitemap(
        *(f"<url><loc>/{n}</loc><lastmod>2026-02-{n:02}</lastmod></url>" for n in (3, 9, 15)),
        "<url><loc>/0</loc></url>",
    ).encode()
    place, response = Discovery("sitemap", URL), Response(URL, URL, 200, (), body, body, NOW)
    start = datetime(2026, 2, 9, tzinfo=UTC)
    found = feeds.read(response, place, source(place), Window(start, start + timedelta(days=1)))
    assert urls(found) == [f"https://a.example/{n}" for n in (15, 9, 0)]
    dated = HEAD + "".join(
        f"<item><link>/{n}</link><pubDate>{n} Feb 2026 00:00:00 GMT</pubDate></item>" for n in (8, 9, 10)
    )
    response = Response(URL, URL, 200, (), b"", f"{dated}</channel></rss>".encode(), NOW)
    place = Discovery("rss", URL)
    found = feeds.read(response, place, source(place), Window(start, start + timedelta(days=1)))
    assert urls(found) == ["https://a.example/9"]


def test_a_feed_may_stand_in_the_place_of_a_sitemap() -> None:
    assert urls(read(HEAD + "<item><link>/1</link></item></channel></rss>", "sitemap")) == ["https://a.example/1"]


PAGE = """<html><head><link rel="alternate" type="application/rss+xml" href="/rss"><link rel="ALTERNATE" href="/atom"
  type="application/atom+xml; charset=utf-8"><link rel="alternate" type="application/rss+xml" href="/comments/feed/">
  <link rel="alternate" hreflang="ko" href="/ko"></head><body><div class="news"><h2><a href="/n/1">One</a></h2>
  <a href="/n/2">Two</a></div><a href="/n/3">Three</a><a href="/about">About</a></body></html>"""


def test_a_home_page_names_its_feeds() -> None:
    feeds_named = (Discovery("rss", "https://a.example/rss"), Discovery("rss", "https://a.example/atom"))
    assert read(PAGE, "home") == Announced((), feeds_named)
    assert urls(read(PAGE, "home", link_pattern="/n/")) == [f"https://a.example/n/{n}" for n in (1, 2, 3)]
    with pytest.raises(NotAFeedError, match="names no feed"):
        read("<html><body>Welcome</body></html>", "home")


@pytest.mark.parametrize(
    ("xpath", "pattern", "expected"),
    [
        ("//div[@class='news']", "", "12"),
        ("//h2", "", "1"),
        ("//div//a/@href", "/n/2", "2"),
        ("//div//a", "/n/", "12"),
        ("//nothing", "", ""),
        ("string(//h2)", "", ""),
    ],
)
def test_a_listing_by_xpath_and_pattern(xpath: str, pattern: str, expected: str) -> None:
    found = read(PAGE, "listing", xpath=xpath, link_pattern=pattern)
    assert urls(found) == [f"https://a.example/n/{n}" for n in expected]


def gdelt(count: int, minute: int = 59) -> bytes:
    found = [
        {"url": f"https://p{n}.example/1", "title": "A , B", "seendate": f"20260224T10{minute:02}00Z"}
        for n in range(count)
    ]
    return json.dumps({"articles": found}).replace("A , B", "A \\, B").encode()


def searched(place: Discovery, body: bytes) -> Announced:
    return feeds.read(Response(place.url, place.url, 200, (), body, body, NOW), place, source(place))


def span(place: Discovery) -> tuple[str, str]:
    asked = parse_qs(urlsplit(place.url).query)
    return asked["startdatetime"][0], asked["enddatetime"][0]


def test_a_search_whose_answer_is_full_is_asked_again_by_halves() -> None:
    window = Window(datetime(2026, 2, 20, tzinfo=UTC), datetime(2026, 2, 25, tzinfo=UTC))
    place = feeds_gdelt.search(Discovery("gdelt", "https://api.example/doc", query="kim putin"), window)
    asked = parse_qs(urlsplit(place.url).query)
    assert (asked["query"], span(place)) == (["kim putin"], ("20260220000000", "20260225000000"))
    assert searched(place, gdelt(249)).further == ()
    full = searched(place, gdelt(250))
    assert (len(full.candidates), full.missed) == (250, "")
    assert full.candidates[0].published_at is None
    assert [span(half) for half in full.further] == [
        ("20260222120000", "20260225000000"),
        ("20260220000000", "20260222120000"),
    ]
    assert [half.query for half in full.further] == ["kim putin"] * 2


def test_a_search_that_is_full_and_cannot_be_halved_says_what_is_missed() -> None:
    window = Window(NOW - timedelta(minutes=29), NOW)
    place = feeds_gdelt.search(Discovery("gdelt", "https://api.example/doc?maxrecords=20", query="x"), window)
    assert searched(place, gdelt(19)) == replace(searched(place, gdelt(19)), further=(), missed="")
    full = searched(place, gdelt(20))
    assert (full.further, full.missed) == ((), "more than 20 articles between 2026-02-24 11:31 and 12:00 UTC")


def test_without_a_window_the_last_day_is_searched() -> None:
    place = feeds_gdelt.search(Discovery("gdelt", "https://api.example/doc", query="x"))
    assert parse_qs(urlsplit(place.url).query)["timespan"] == ["1d"]
    halves = searched(place, gdelt(250)).further
    assert [span(half) for half in halves] == [
        ("20260224000000", "20260224120000"),
        ("20260223120000", "20260224000000"),
    ]
    assert "timespan" not in halves[0].url


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("The words that were asked for are too short.\n", "not_a_feed"),
        ("<html><body>Bad gateway</body></html>", "not_a_feed"),
        ("Please limit requests to one\n every five seconds.", "rate_limited"),
        ("", "not_a_feed"),
        ("{broken", "not_a_feed"),
    ],
)
def test_a_search_that_is_refused_says_so_in_the_words_of_the_server(said: str, reason: str) -> None:
    with pytest.raises(NotAFeedError) as refusal:
        read(said, "gdelt")
    assert refusal.value.reason == reason
    assert str(refusal.value) in (" ".join(said.split()), "no answer", "no JSON")


def test_an_empty_search_announces_nothing() -> None:
    assert read("{}", "gdelt") == Announced()


def test_an_item_becomes_a_page_that_gives_the_article() -> None:
    sentences = "".join(
        f"<p>The ferry number {n} came in at noon and left again with timber and salt.</p>" for n in range(12)
    )
    item = Candidate("https://a.example/1", "a", "Salt & timber", NOW, content=sentences, found_in=URL)
    made = feeds_page.page(item, "en", NOW)
    assert made is not None
    assert (made.made_from, made.url, made.status) == (URL, item.url, 200)
    (row,) = articles.extract(ledger.pages([Asked("a", "fetch", item.url, made, item)])).iter_rows(named=True)
    assert (row["title"], row["published_at"], row["failure"]) == ("Salt & timber", NOW, None)
    assert row["text"].count("The ferry number") == 12
    assert feeds_page.page(Candidate("https://a.example/2", "a", found_in=URL), "en", NOW) is None


def window(*minutes: float) -> list[Candidate]:
    """Articles published so many minutes before now."""
    return [Candidate(f"https://a.example/{n}", "a", published_at=NOW - timedelta(minutes=n)) for n in minutes]


def missed(found: list[Candidate], count: int | None, newest: float | None, asked: float, *known: str) -> bool:
    """Whether a gap is told of a feed of `count` items, the newest of them published and all asked for so many minutes
    ago; all its addresses are other ones."""
    newest_at = None if newest is None else NOW - timedelta(minutes=newest)
    before = Polled(NOW - timedelta(minutes=asked), item_count=count, newest_item_at=newest_at)
    failure = feeds.gap(Discovery("rss", URL), "a", found, {"https://a.example/old", *known}, before, NOW)
    assert failure is None or (failure.reason, failure.stage, failure.url) == ("gap", "discover", URL)
    return failure is not None


def test_a_window_that_overflowed_is_a_gap_however_small_it_is() -> None:
    assert missed(window(*range(15)), 15, newest=30, asked=30)
    assert missed(window(1, 20, 40), 3, newest=300, asked=240)
    assert missed(window(1, 60), 2, newest=1000, asked=900)
    assert missed(window(*range(540, 555)), 15, newest=570, asked=30)  # a clock that is nine hours slow


@pytest.mark.parametrize(
    ("found", "count", "newest", "asked", "why"),
    [
        (window(1, 20, 40), 3, 60, 60, "the next would have been the last that was seen"),
        (window(1, 20, 40), 8, 300, 240, "it was cleared: it is shorter than it was"),
        (window(1, 20, 40), 0, None, 240, "it was empty"),
        (window(1, 20, 40), None, None, 240, "it was never read"),
        (window(5), 1, 1440, 1440, "a feed of one item tells nothing"),
        (window(18, 19, 20), 3, 1460, 30, "three at a time, once a day"),
        (window(5000, 6000, 7000), 3, 60, 30, "the same articles at new addresses"),
        ([], 3, 60, 30, "it is empty"),
    ],
)
def test_what_is_no_gap(
    found: list[Candidate], count: int | None, newest: float | None, asked: float, why: str
) -> None:
    assert not missed(found, count, newest, asked), why


def test_a_window_that_reaches_back_has_no_gap() -> None:
    found = window(*range(15))
    assert not missed(found, 15, 30, 30, found[-1].url)
    place, before = Discovery("gdelt", URL), Polled(NOW - timedelta(hours=1), item_count=15)
    assert feeds.gap(place, "a", found, {"https://a.example/old"}, before, NOW) is None


def test_without_dates_only_a_longer_list_tells_of_a_gap() -> None:
    undated = [Candidate(f"https://a.example/{n}", "a") for n in range(5)]
    assert missed(undated, 5, None, 30)
    assert missed(undated, 5, 60, 30)
    assert not missed(undated[:4], 4, None, 30)


def test_what_is_listed_changes_with_articles_and_not_with_bytes() -> None:
    def digest(build: str, *inner: str) -> str:
        head = HEAD + f"<lastBuildDate>{build}</lastBuildDate>"
        return feeds.listed(read(head + "".join(f"<item>{i}</item>" for i in inner) + "</channel></rss>")).items_digest

    one, two = "<link>/1</link><pubDate>Tue, 24 Feb 2026 09:00:00 GMT</pubDate>", "<link>/2</link>"
    assert digest("12:00", one, two) == digest("12:10", two, one)
    assert digest("12:00", one) != digest("12:00", one, two)
    edited = "<entry><link href='/1'/><updated>2026-02-24T0{}:00:00Z</updated></entry>"
    atom = "<feed xmlns='http://www.w3.org/2005/Atom'><title>t</title>{}</feed>"
    first, second = (feeds.listed(read(atom.format(edited.format(hour)), "atom")) for hour in (1, 2))
    assert first.items_digest != second.items_digest
    assert (first.item_count, first.newest_item_at) == (1, datetime(2026, 2, 24, 1, tzinfo=UTC))
    assert feeds.listed(Announced()).item_count == 0
