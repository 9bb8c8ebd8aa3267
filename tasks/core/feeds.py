"""What a source announces: feeds, news sitemaps and listing pages, as candidates."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from io import BytesIO
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

import feedparser
from lxml import etree, html

from tasks.core.records import Candidate, Discovery, Source
from tasks.core.sources import local_zone
from tasks.core.urls import clean

MAX_LINKS = 2_000

ZONES = {
    "KST": 9, "JST": 9, "MSK": 3, "MSD": 4, "VLAT": 10, "YAKT": 9, "IRKT": 8, "KRAT": 7, "WIB": 7, "WITA": 8, "WIT": 9,
    "ICT": 7, "HKT": 8, "SGT": 8, "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2, "EET": 2, "EEST": 3, "BST": 1, "IST": 5.5,
    "AEST": 10, "AEDT": 11,
}  # fmt: skip


class NotAFeedError(ValueError):
    """The document is not of the kind that the source's discovery announces."""


def candidates(body: bytes, content_type: str | None, place: Discovery, source: Source) -> list[Candidate]:
    """The articles that a discovery document announces, in its order, each address once.

    Raises NotAFeedError where the document is no feed, sitemap or page at all; an empty one gives an empty list.
    """
    read = {"rss": _feed, "atom": _feed, "sitemap": _sitemap, "listing": _listing}[place.kind]
    unique: dict[str, Candidate] = {}
    for candidate in read(body, content_type, place, source):
        unique.setdefault(candidate.url, candidate)
        if len(unique) >= MAX_LINKS:
            break
    return list(unique.values())


def parse_date(text: str | None, zone: ZoneInfo) -> datetime | None:
    """An instant from an RFC 822 or ISO 8601 date; one without an offset is in `zone`. None where it is neither.

    Zone names that feeds use (KST, JST, MSK, ...) are read by a table: parsers take them for UTC.
    """
    if not text or not text.strip():
        return None
    words = text.strip().rstrip(")").replace("(", " ").split()
    name = words[-1].upper()
    if len(words) > 1 and name in ZONES:
        offset = timedelta(hours=ZONES[name])
        bare = parse_date(" ".join([*words[:-1], "+0000"] if "," in text else words[:-1]), ZoneInfo("UTC"))
        return bare - offset if bare else None
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            found = read(text.strip())
        except (ValueError, TypeError, IndexError):
            continue
        return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
    return None


def _instant(text: str | None, zone: ZoneInfo) -> datetime | None:
    """A publication instant; a bare day is no instant, and midnight would be an invention."""
    return parse_date(text, zone) if text and ":" in text else None


def _feed(body: bytes, content_type: str | None, place: Discovery, source: Source) -> Iterator[Candidate]:
    if re.search(rb"<!ENTITY", body[:100_000]):
        raise NotAFeedError("it declares XML entities")
    headers = {"content-type": content_type} if content_type else {}
    parsed = feedparser.parse(BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    if not parsed.get("version"):
        raise NotAFeedError("no RSS or Atom")
    zone = local_zone(source)
    for entry in parsed.entries:
        link = next((clean(url, place.url) for url in _entry_links(entry) if clean(url, place.url)), None)
        if link:
            stamp, changed = dict.get(entry, "published"), dict.get(entry, "updated")
            published = _instant(stamp or changed, zone)
            yield Candidate(link, source.source_id, entry.get("title"), published, parse_date(changed, zone))


def _entry_links(entry: feedparser.FeedParserDict) -> Iterator[str]:
    if entry.get("link"):
        yield entry["link"]
    if entry.get("guidislink", True) and str(entry.get("id", "")).startswith("http"):
        yield entry["id"]


def _sitemap(body: bytes, content_type: str | None, place: Discovery, source: Source) -> Iterator[Candidate]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None or etree.QName(root).localname != "urlset":
        raise NotAFeedError("no sitemap")
    zone = local_zone(source)
    for url in root:
        if not isinstance(url.tag, str):
            continue
        values = {etree.QName(e).localname: (e.text or "").strip() for e in url.iter() if isinstance(e.tag, str)}
        link = clean(values.get("loc", ""), place.url) if values.get("loc") else None
        if link:
            published = _instant(values.get("publication_date"), zone)
            yield Candidate(
                link, source.source_id, values.get("title") or None, published, parse_date(values.get("lastmod"), zone)
            )


def _listing(body: bytes, content_type: str | None, place: Discovery, source: Source) -> Iterator[Candidate]:
    charset = re.search(r"charset=([\w-]+)", content_type or "", re.I)
    try:
        parser = html.HTMLParser(encoding=charset[1] if charset else None)
        root: html.HtmlElement = html.document_fromstring(body, parser=parser)
    except (etree.ParserError, LookupError, ValueError):
        raise NotAFeedError("no HTML page") from None
    base = urljoin(place.url, root.base or "")
    wanted = re.compile(place.link_pattern or "")
    for anchor in root.iter("a"):
        link = clean(anchor.get("href") or "", base) if anchor.get("href") else None
        if link and wanted.search(link):
            yield Candidate(link, source.source_id, " ".join(anchor.text_content().split()) or None)
