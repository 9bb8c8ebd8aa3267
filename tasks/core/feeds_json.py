"""JSON Feed 1.x (jsonfeed.org/version/1.1)."""

import json
from typing import Any

from tasks.core.feeds_documents import Announced, Document, Entry, NotAFeedError, to_candidates
from tasks.core.feeds_page import paragraphs

VERSION = "jsonfeed.org/version/1"


def is_json(body: bytes) -> bool:
    """Whether a document begins as a JSON object does."""
    return body.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"


def read(document: Document) -> Announced:
    """The items of a JSON Feed, in its order. Raises NotAFeedError where it is none."""
    feed = load(document.body)
    if VERSION not in str(feed.get("version")):
        raise NotAFeedError("no JSON Feed")
    items = feed.get("items")
    entries = [_entry(item) for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    return Announced(tuple(to_candidates(entries, document)))


def load(body: bytes) -> dict[str, Any]:
    """The object of a JSON document; stray control characters are forgiven. Raises NotAFeedError."""
    try:
        found = json.loads(body.decode("utf-8-sig"), strict=False)
    except (ValueError, RecursionError):
        raise NotAFeedError("no JSON") from None
    if not isinstance(found, dict):
        raise NotAFeedError("no JSON object")
    return found


def _entry(item: dict[str, Any]) -> Entry:
    identity = _text(item, "id")
    links = (
        _text(item, "url"),
        identity if identity.startswith(("http://", "https://")) else "",
        _text(item, "external_url"),
    )
    published, modified = _text(item, "date_published"), _text(item, "date_modified")
    return Entry(
        links=links,
        title=" ".join(_text(item, "title").split()),
        published=(published, modified),
        modified=modified,
        content=_text(item, "content_html") or paragraphs(_text(item, "content_text")),
    )


def _text(item: dict[str, Any], name: str) -> str:
    value = item.get(name)
    return value if isinstance(value, str) else ""
