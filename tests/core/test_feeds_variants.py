"""What feed parsers' and validators' test collections are about, in cases of our own: bases, links, guids, dates,
encodings, old versions and broken XML."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tasks.core import feeds
from tasks.core.feeds import NotAFeedError
from tasks.core.feeds_dates import instant
from tasks.core.records import Candidate, Discovery, Response, Source

URL = "https://a.example/news/feed"
NOW = datetime(2026, 2, 24, 12, tzinfo=UTC)
SEOUL = ZoneInfo("Asia/Seoul")
NAMES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:atom="http://www.w3.org/2005/Atom" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
)


def read(body: str | bytes, content_type: str = "application/xml") -> tuple[Candidate, ...]:
    data, place = body if isinstance(body, bytes) else body.encode(), Discovery("rss", URL)
    source = Source(
        "a", "A", "https://a.example/", "ko", "KR", "paper", "ROK", "Asia/Seoul", (place,), full_text="feed"
    )
    response = Response(URL, URL, 200, (("Content-Type", content_type),), data, data, NOW)
    return feeds.read(response, place, source).candidates


def rss(*items: str, more: str = "") -> str:
    inner = "".join(f"<item>{item}</item>" for item in items)
    return f'<rss version="2.0" {NAMES} {more}><channel><title>t</title>{inner}</channel></rss>'


def atom(*entries: str, more: str = "") -> str:
    inner = "".join(f"<entry><title>One</title>{entry}</entry>" for entry in entries)
    return f'<feed xmlns="http://www.w3.org/2005/Atom" {more}><title>t</title>{inner}</feed>'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (atom('<link href="1.html"/>'), "https://a.example/news/1.html"),
        (atom('<link href="1.html"/>', more='xml:base="https://b.example/x/"'), "https://b.example/x/1.html"),
        (atom('<link href="1.html"/>', more='xml:base="/k/"'), "https://a.example/k/1.html"),
        (atom('<link xml:base="https://c.example/z/" href="1.html"/>'), "https://c.example/z/1.html"),
        (
            atom('<link xml:base="y/" href="1.html"/>', more='xml:base="https://b.example/x/"'),
            "https://b.example/x/y/1.html",
        ),
        (rss("<link>1.html</link>", more='xml:base="https://b.example/x/"'), "https://b.example/x/1.html"),
        (rss("<link>//b.example/1</link>"), "https://b.example/1"),
        (rss("<link>?id=7</link>"), "https://a.example/news/feed?id=7"),
    ],
)
def test_relative_links_have_the_nearest_base(body: str, expected: str) -> None:
    assert [c.url for c in read(body)] == [expected]


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ('<guid isPermaLink="false">https://cms.a.example/77</guid><link>/1</link>', "https://a.example/1"),
        ('<guid isPermaLink="false">https://cms.a.example/77</guid>', None),
        ('<guid isPermaLink="FALSE">https://cms.a.example/77</guid>', None),
        ('<guid isPermaLink="true">https://a.example/77</guid>', "https://a.example/77"),
        ("<guid>https://a.example/77</guid><link>/1</link>", "https://a.example/1"),
        ("<link>/1</link><guid>https://a.example/77</guid>", "https://a.example/1"),
        ("<link><![CDATA[ \n https://a.example/1?a=1&b=2 \n]]></link>", "https://a.example/1?a=1&b=2"),
        ("<link>https://a.example/1?a=1&amp;b=2</link>", "https://a.example/1?a=1&b=2"),
        ('<atom:link rel="self" href="/self"/><link>/1</link>', "https://a.example/1"),
        ('<source url="https://b.example/feed">B</source><link>/1</link>', "https://a.example/1"),
        ('<enclosure url="https://a.example/1.mp3" type="audio/mpeg"/><link>/1</link>', "https://a.example/1"),
        ("<link/><title>No link</title>", None),
    ],
)
def test_the_link_of_an_item(item: str, expected: str | None) -> None:
    assert [c.url for c in read(rss(item))] == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ('<link rel="self" href="/s"/><link rel="enclosure" href="/e"/><link rel="alternate" href="/1"/>', "1"),
        ('<link rel="alternate" type="application/pdf" href="/1.pdf"/><link type="text/html" href="/1"/>', "1"),
        ('<link href="/1"/><source><link href="https://b.example/"/></source>', "1"),
        ("<id>https://a.example/1</id>", "1"),
        ('<link rel="self" href="/s"/><id>tag:a.example,2026:1</id>', None),
    ],
)
def test_the_link_of_an_entry(entry: str, expected: str | None) -> None:
    assert [c.url for c in read(atom(entry))] == ([f"https://a.example/{expected}"] if expected else [])


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("<title><![CDATA[Salt & <i>timber</i>]]></title>", "Salt & timber"),
        ("<title>A&nbsp;ferry &mdash; late</title>", "A ferry — late"),
        ("<title>Two\x0b\x08 words</title>", "Two words"),
        ("<title>3 < 4</title>", "3 < 4"),
        ("<title>Ferry</title><media:content><media:title>Photo</media:title></media:content>", "Ferry"),
        ("<title/>", None),
    ],
)
def test_the_title_of_an_item(title: str, expected: str | None) -> None:
    assert [c.title for c in read(rss(f"{title}<link>/1</link>"))] == [expected]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ("<description>Short</description>", None),
        ("<description>Short</description><content:encoded><![CDATA[<p>Whole</p>]]></content:encoded>", "<p>Whole</p>"),
        ("<content:encoded>&lt;p&gt;Whole&lt;/p&gt;</content:encoded>", "<p>Whole</p>"),
        ("<description>Short</description><xhtml:body><xhtml:p>Whole</xhtml:p></xhtml:body>", "<p>Whole</p>"),
        ("<content:encoded>  </content:encoded>", None),
    ],
)
def test_the_text_of_an_item(parts: str, expected: str | None) -> None:
    assert [c.content for c in read(rss(f"<link>/1</link>{parts}"))] == [expected]


@pytest.mark.parametrize(
    ("dates", "published", "modified"),
    [
        ("<pubDate>Tue, 24 Feb 2026 09:00:00 +0900</pubDate><atom:updated>2026-02-24T05:00:00Z</atom:updated>", 0, 5),
        (
            "<dcterms:created>2026-02-24T01:00:00Z</dcterms:created><dcterms:issued>2026-02-24T02:00:00Z</dcterms:issued>"
            "<dcterms:modified>2026-02-24T05:00:00Z</dcterms:modified>",
            2,
            5,
        ),
        ("<dc:date>2026-02-24T09:00+09:00</dc:date>", 0, 0),
    ],
)
def test_the_dates_of_an_item(dates: str, published: int, modified: int) -> None:
    (found,) = read(rss(f"<link>/1</link>{dates}"))
    assert (found.published_at, found.modified_at) == (
        datetime(2026, 2, 24, published, tzinfo=UTC),
        datetime(2026, 2, 24, modified, tzinfo=UTC),
    )


RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="{}"><channel><title>t</title></channel>'
    "{}</rdf:RDF>"
)
ITEM = "<item><title>One</title><link>/1</link></item>"
NETSCAPE = '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">'


@pytest.mark.parametrize(
    "body",
    [
        RDF.format("http://my.netscape.com/rdf/simple/0.9/", ITEM),
        RDF.format("http://purl.org/rss/1.0/", ITEM),
        RDF.format("http://purl.org/rss/1.0/", '<item rdf:about="https://a.example/1"><title>One</title></item>'),
        f'<?xml version="1.0"?>{NETSCAPE}<rss version="0.91"><channel><title>t</title>{ITEM}</channel></rss>',
        f"<rss><channel><title>t</title>{ITEM}</channel></rss>",
        f'<rss version="2.0"><title>t</title>{ITEM}</rss>',
        f'<rss version="2.0" xmlns="http://backend.userland.com/rss2"><channel>{ITEM}</channel></rss>',
        '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title mode="escaped">One</title>'
        '<link rel="alternate" type="text/html" href="/1"/></entry></feed>',
        f'\n\n <?xml version="1.0"?>{rss(ITEM[6:-7])}',
        f'<b>Warning</b>: something in <b>x.php</b>\n<?xml version="1.0"?>{rss(ITEM[6:-7])}',
        f"{rss(ITEM[6:-7])}<script>count()</script><!-- 0.3 s -->",
        f'<rss version="2.0"><channel><title>t</title>{ITEM}',
        f"<RSS version='2.0'><CHANNEL>{ITEM.upper().replace('ONE', 'One')}</CHANNEL></RSS>",
    ],
)
def test_every_version_and_what_is_broken_but_readable(body: str) -> None:
    assert [(c.url, c.title) for c in read(body)] == [("https://a.example/1", "One")]


@pytest.mark.parametrize(
    ("title", "declared", "encoding"),
    [
        ("부산항 똠방각하", "euc-kr", "cp949"),
        ("港口镕", "gb2312", "gb18030"),
        ("港㈱", "shift_jis", "cp932"),
        ("Порт открыт", "windows-1251", "cp1251"),
        ("Порт открыт", "koi8-r", "koi8-r"),
        ("Порт открыт", "utf-16", "utf-16"),
        ("Порт открыт", "utf-16", "utf-16-le"),
        ("Порт открыт", "utf-8", "utf-8-sig"),
        ("Порт открыт", "windows-1251", "utf-8"),
        ("It’s late", "iso-8859-1", "cp1252"),
    ],
)
def test_characters_are_what_they_are_and_not_what_is_declared(title: str, declared: str, encoding: str) -> None:
    body = f'<?xml version="1.0" encoding="{declared}"?>{rss(f"<title>{title}</title><link>/1</link>")}'
    assert [c.title for c in read(body.encode(encoding))] == [title]
    assert [c.title for c in read(body.encode(encoding), "text/xml; charset=us-ascii")] == [title]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be", "utf-32"])
def test_entities_are_refused_in_any_encoding(encoding: str) -> None:
    body = f'<!DOCTYPE x [<!ENTITY e "boom">]>{rss("<title>&e;</title><link>/1</link>")}'
    with pytest.raises(NotAFeedError, match="entities"):
        read(body.encode(encoding))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tue, 24 Feb 26 09:00:00 GMT", "09:00"),
        ("24 Feb 2026 09:00 GMT", "09:00"),
        ("Tue,24 Feb 2026 9:00:00 GMT", "09:00"),
        ("tuesday, 24 february 2026 09:00:00 gmt", "09:00"),
        ("Mon, 24 Feb 2026 09:00:00 GMT", "09:00"),
        ("Tue, 24 Feb 2026 09:00:00 EST", "14:00"),
        ("Tue, 24 Feb 2026 09:00:00 PDT", "16:00"),
        ("Tue, 24 Feb 2026 09:00:00 +0000 (UTC)", "09:00"),
        ("Tue, 24 Feb 2026 18:00:00 +09:00", "09:00"),
        ("Tue, 24 Feb 2026 18:00:00 GMT+9", "09:00"),
        ("Tue, 24 Feb 2026 18:00:00", "09:00"),
        ("Tue Feb 24 18:00:00 2026", "09:00"),
        ("2026-02-24T09:00Z", "09:00"),
        ("2026-02-24T09:00:00,5Z", "09:00"),
        ("20260224T090000Z", "09:00"),
        ("20260224180000", "09:00"),
        ("2026-02-24 18:00:00.0", "09:00"),
        ("2026/02/24 18:00:00 +0900", "09:00"),
        ("2026-02-24T01:00:00-0800", "09:00"),
        ("2026. 02. 24. 18:00", None),
        ("2026.02.24 18:00", "09:00"),
        ("24.02.2026 18:00", "09:00"),
        ("24/02/2026, 18:00:30", "09:00"),
        ("2026년 2월 24일 18:00", "09:00"),
        ("2026年2月24日 18:00:00", "09:00"),
        ("2026-02-24 오후 6:00:00", "09:00"),
        ("2026-02-24 오전 10:00", "01:00"),
        ("2026-02-24 下午6:00", "09:00"),
        ("2026-02-24 午前12:30", "15:30"),
        ("24/02/2026 6:00 PM", "09:00"),
        ("Feb 24, 2026 6:00 p.m.", "09:00"),
        ("24/02/2026 06:00:00 CH", "09:00"),
        ("24/02/2026 12:30 PM KST", "03:30"),
        ("02/24/2026 18:00", "09:00"),
        ("02.24.2026 18:00", None),
        ("1771923600", "09:00"),
        ("1771923600000", "09:00"),
        ("Вт, 24 фев 2026 12:00:00 +0300", "09:00"),
        ("Вт, 24 мая 2026 12:00:00 +0300", "09:00"),
        ("24 февраля 2026 18:00", "09:00"),
        ("2026-02-24", None),
        ("2026-02-30T09:00:00Z", None),
        ("2026-02-24T99:00:00Z", None),
        ("6:00 PM", None),
        ("오후", None),
    ],
)
def test_dates_as_feeds_write_them(text: str, expected: str | None) -> None:
    found = instant(text, SEOUL)
    assert (f"{found:%H:%M}" if found else None) == expected


@pytest.mark.parametrize(
    ("text", "zone", "expected"),
    [
        ("Thu, 20 Jun 2024 08:10:00 CST", "Asia/Shanghai", "20 00:10"),
        ("2024-06-20 08:10 CST", "Asia/Taipei", "20 00:10"),
        ("Thu, 20 Jun 2024 08:10:00 +0800 CST", "Asia/Shanghai", "20 00:10"),
        ("Thu, 20 Jun 2024 08:10:00 CST", "America/Chicago", "20 14:10"),
        ("Thu, 20 Jun 2024 08:10:00 CST", "Europe/London", "20 14:10"),
        ("Thu, 20 Jun 2024 08:10:00 IST", "Asia/Jerusalem", "20 06:10"),
        ("Thu, 20 Jun 2024 08:10:00 IST", "Europe/Dublin", "20 07:10"),
        ("Thu, 20 Jun 2024 08:10:00 IST", "Asia/Kolkata", "20 02:40"),
        ("Thu, 20 Jun 2024 08:10:00 EST", "Australia/Sydney", "19 22:10"),
        ("Thu, 20 Jun 2024 08:10:00 EST", "America/New_York", "20 13:10"),
        ("Thu, 20 Jun 2024 08:10:00 GMT", "Europe/London", "20 08:10"),
    ],
)
def test_a_zone_name_is_that_of_the_outlet_where_it_has_one(text: str, zone: str, expected: str) -> None:
    found = instant(text, ZoneInfo(zone))
    assert found
    assert f"{found:%d %H:%M}" == expected
