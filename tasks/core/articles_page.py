"""One page becomes one row of ARTICLES, or the reason why it does not."""

import hashlib
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import htmldate
import trafilatura
from lxml import etree, html

from tasks.core import articles_language
from tasks.core.records import ArticleFailure, identifier
from tasks.core.urls import clean

MAX_BYTES = 10_000_000


def read(page: dict[str, Any], zone: str | None = None) -> dict[str, Any]:
    """The row of ARTICLES of a row of PAGES. `zone` is the outlet's IANA time zone."""
    body = page["body"] or b""
    reason = refusal(body)
    if reason:
        return failed(page, reason)
    try:
        tree = trafilatura.load_html(body)
    except (etree.LxmlError, ValueError):
        return failed(page, "not_html")
    document = trafilatura.bare_extraction(tree, url=page["url"], with_metadata=False, include_comments=False)
    text = (document.text or "").strip() if document else ""
    if not text:
        return failed(page, "no_article")
    title = page["feed_title"] or " ".join(tree.xpath("string((//h1|//title)[1])").split()) or None
    return blank(page) | {
        "title": title,
        "language": articles_language.detect(text),
        "text": text,
        "text_hash": hashlib.sha256(f"{title}\x1f{text}".encode()).hexdigest(),
    } | published(tree, page, ZoneInfo(zone) if zone else None)


def refusal(body: bytes) -> ArticleFailure | None:
    """Why a body is no page at all, by its first bytes and its size."""
    head = body[:1024].lstrip()
    if not head:
        return "empty"
    if len(body) > MAX_BYTES:
        return "too_large"
    if head.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8", b"GIF8", b"PK\x03\x04")):
        return "binary"
    return "not_html" if b"<" not in body else None


def published(tree: Any, page: dict[str, Any], zone: ZoneInfo | None) -> dict[str, Any]:
    """The columns of the publication date."""
    feed: datetime | None = page["feed_published_at"]
    if feed:
        on = feed.astimezone(zone or UTC).date()
        return {"published_at": feed, "published_on": on, "published_precision": "second", "published_from": "feed"}
    latest = page["fetched_at"]
    found = htmldate.find_date(tree, original_date=True, url=page["url"], max_date=latest.date().isoformat())
    if not found:
        return {}
    return {"published_on": date.fromisoformat(found), "published_precision": "day", "published_from": "meta"}


def blank(page: dict[str, Any]) -> dict[str, Any]:
    """A row with the page's identity and nothing else."""
    canonical = clean(page["url"]) or page["url"]
    return {
        "article_id": identifier(canonical),
        "url": page["url"],
        "canonical_url": canonical,
        "source_id": page["source_id"],
    }


def failed(page: dict[str, Any], reason: ArticleFailure) -> dict[str, Any]:
    """The row of a page that gave no article."""
    return blank(page) | {"failure": reason}
