"""Pages as discovery documents: the links of a listing, and the feeds that a home page names."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from lxml import etree, html

from tasks.core.feeds_documents import Announced, Document, Entry, NotAFeedError, first_link, to_candidates
from tasks.core.records import Discovery

MAX_FEEDS = 3
FEED_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json", "application/json"}
)
COMMENTS = re.compile(r"/comments?(?:/|\b)", re.I)


def listing(document: Document) -> Announced:
    """The links of a page that its xpath chooses and that fit its pattern, in order. Raises NotAFeedError."""
    root, base = _page(document)
    return Announced(tuple(to_candidates(_entries(root, base, document), document)))


def home(document: Document) -> Announced:
    """The feeds that a page names as its alternates, at most three, comments left out; articles too where the place
    has a pattern or an xpath. Raises NotAFeedError where the page names no feed and has neither."""
    root, base = _page(document)
    place = document.place
    feeds = dict.fromkeys(link for href in _alternates(root) if (link := first_link((href,), base)))
    has_listing = bool(place.link_pattern or place.xpath)
    if not feeds and not has_listing:
        raise NotAFeedError("the page names no feed")
    found = to_candidates(_entries(root, base, document), document) if has_listing else []
    return Announced(tuple(found), tuple(Discovery("rss", link) for link in list(feeds)[:MAX_FEEDS]))


def _page(document: Document) -> tuple[html.HtmlElement, str]:
    charset = re.search(r"charset=[\"']?([\w-]+)", document.content_type or "", re.I)
    try:
        parser = html.HTMLParser(encoding=charset[1] if charset else None)
        root: html.HtmlElement = html.document_fromstring(document.body, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, LookupError, ValueError):
        raise NotAFeedError("no HTML page") from None
    return root, _joined(document.base, root.base or "")


def _entries(root: html.HtmlElement, base: str, document: Document) -> Iterator[Entry]:
    wanted = re.compile(document.place.link_pattern or "")
    chosen = root.xpath(document.place.xpath) if document.place.xpath else root.iter("a", "area")
    for href, title in _anchors(chosen if not isinstance(chosen, str | float | bool) else []):
        link = first_link((_joined(base, href),), base)
        if link and wanted.search(link):
            yield Entry((link,), title)


def _anchors(chosen: Iterator[object]) -> Iterator[tuple[str, str | None]]:
    for found in chosen:
        if isinstance(found, str):
            yield found, None
        elif isinstance(found, html.HtmlElement):
            for anchor in [found] if found.get("href") else found.iterdescendants("a"):
                if anchor.get("href"):
                    yield anchor.get("href", ""), " ".join(anchor.text_content().split()) or None


def _alternates(root: html.HtmlElement) -> Iterator[str]:
    for link in root.iter("link"):
        is_alternate = "alternate" in (link.get("rel") or "").lower().split()
        kind = (link.get("type") or "").partition(";")[0].strip().lower()
        href = (link.get("href") or "").strip()
        if href and is_alternate and kind in FEED_TYPES and not COMMENTS.search(href):
            yield href


def _joined(base: str, link: str) -> str:
    try:
        return urljoin(base, link)
    except ValueError:
        return base
