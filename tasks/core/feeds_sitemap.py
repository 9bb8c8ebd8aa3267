"""Sitemaps, news sitemaps and their indexes (sitemaps.org), plain or gzipped; a feed may stand in their place."""

from datetime import UTC, datetime

from lxml import etree

from tasks.core import coding, feeds_xml
from tasks.core.feeds_dates import parse_date
from tasks.core.feeds_documents import Announced, Document, Entry, NotAFeedError, first_link, to_candidates
from tasks.core.records import Candidate, Discovery

MAX_BYTES = 50_000_000  # what the protocol allows
MAX_CHILDREN = 5
FEEDS = frozenset({"rss", "feed", "RDF"})
LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


def read(document: Document) -> Announced:
    """The pages of a sitemap, newest first where they are dated, or the newest sitemaps of an index: five, or with a
    window all that may reach into it.

    Raises NotAFeedError where it is neither.
    """
    root = _root(_unpacked(document.body))
    kind = etree.QName(root).localname
    if kind in FEEDS:
        return feeds_xml.read(document)
    if kind == "sitemapindex":
        return Announced(further=_children(root, document))
    if kind != "urlset":
        raise NotAFeedError("no sitemap")
    entries = (_entry(_values(url)) for url in root if isinstance(url.tag, str))
    return Announced(tuple(sorted(to_candidates(entries, document), key=_stamp, reverse=True)))


def _unpacked(body: bytes) -> bytes:
    if not body.startswith(coding.GZIP_MAGIC):
        return body
    try:
        return coding.decode(body, "gzip", MAX_BYTES)
    except coding.CodingError as error:
        raise NotAFeedError(f"a gzip file that cannot be unpacked: {error}") from None


def _root(body: bytes) -> "etree._Element":
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(body.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        raise NotAFeedError("no XML")
    return root


def _values(element: "etree._Element") -> dict[str, str]:
    """The text of the element's descendants by their names, the first of each."""
    values: dict[str, str] = {}
    for inner in element.iter():
        if isinstance(inner.tag, str):
            values.setdefault(etree.QName(inner).localname, " ".join((inner.text or "").split()))
    return values


def _entry(values: dict[str, str]) -> Entry:
    published = values.get("publication_date")
    links, stamps = (values.get("loc", ""),), (published,) if published else ()
    # a sitemap's lastmod is no publication time, but what changes when the page does
    return Entry(links, values.get("title"), stamps, values.get("lastmod"))


def _stamp(candidate: Candidate) -> datetime:
    return candidate.published_at or candidate.modified_at or LONG_AGO


def _children(root: "etree._Element", document: Document) -> tuple[Discovery, ...]:
    found = [_values(child) for child in root if isinstance(child.tag, str)]
    dated = [(parse_date(v.get("lastmod"), document.zone) or LONG_AGO, v.get("loc", "")) for v in found]
    window = document.window
    newest = sorted(dated, key=lambda pair: pair[0], reverse=True)
    reaching = (loc for at, loc in newest if not window or at == LONG_AGO or window.may_reach(at))
    links = dict.fromkeys(link for loc in reaching if (link := first_link((loc,), document.base)))
    return tuple(Discovery("sitemap", link) for link in list(links)[: None if window else MAX_CHILDREN])
