"""RSS 0.9 to 2.0 and Atom, whatever a source calls them; a JSON Feed at such a place is read as one."""

import re
import sys
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from typing import Any

import feedparser

from tasks.core import feeds_json
from tasks.core.feeds_documents import Announced, Document, Entry, NotAFeedError, to_candidates
from tasks.core.feeds_page import paragraphs

PUBLISHED = ("published", "created", "updated")
HEAD = 100_000
CHARACTER = re.compile(rb"&#([xX][0-9a-fA-F]{1,20}|[0-9]{1,20});?")
PARSER_ERRORS = (ValueError, LookupError, AttributeError, TypeError, AssertionError, RecursionError)
TAG = re.compile(r"</?[a-zA-Z][^<>]{0,1000}>")


def read(document: Document) -> Announced:
    """The items of a feed, in its order. Raises NotAFeedError where it is none, or declares XML entities."""
    if feeds_json.is_json(document.body):
        return feeds_json.read(document)
    if re.search(rb"<!ENTITY", document.body[:HEAD]):
        raise NotAFeedError("it declares XML entities")
    parsed = _parse(document)
    if not parsed.get("version"):
        raise NotAFeedError("no RSS, Atom or JSON Feed")
    return Announced(tuple(to_candidates((_entry(item) for item in parsed.entries), document)))


def _parse(document: Document) -> feedparser.FeedParserDict:
    headers = {"content-type": document.content_type} if document.content_type else {}
    body = BytesIO(CHARACTER.sub(_possible, document.body.lstrip()))
    try:
        return feedparser.parse(body, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    except PARSER_ERRORS as error:
        raise NotAFeedError(f"the parser gave up: {type(error).__name__}: {error}") from None


def _possible(reference: re.Match[bytes]) -> bytes:
    """A character reference, or the replacement character where there is no such character: feedparser raises."""
    digits = reference[1]
    number = int(digits[1:], 16) if digits[:1] in b"xX" else int(digits)
    return reference[0] if number < 0xD800 or 0xE000 <= number <= sys.maxunicode else b"&#xFFFD;"


def _entry(item: feedparser.FeedParserDict) -> Entry:
    return Entry(
        links=tuple(_links(item)),
        title=_title(item),
        # dict.get: feedparser's own answers for one date with another
        published=tuple(stamp for name in PUBLISHED if (stamp := dict.get(item, name))),
        modified=dict.get(item, "updated"),
        content=_content(item),
    )


def _links(item: feedparser.FeedParserDict) -> Iterator[str]:
    guid = str(item.get("id", ""))
    is_permalink = bool(item.get("guidislink", True))
    link = str(item.get("link", ""))
    yield str(item.get("feedburner_origlink", ""))
    if not (is_permalink and link == guid):  # feedparser puts a guid in the place of a link that is missing
        yield link
    yield from (str(other.get("href", "")) for other in item.get("links", []) if other.get("rel") == "alternate")
    if is_permalink and guid.startswith(("http://", "https://")):
        yield guid


def _title(item: feedparser.FeedParserDict) -> str | None:
    """The title in one line, without tags, and without the entities of titles that were escaped twice."""
    text = unescape(TAG.sub("", str(item.get("title") or "")))
    return " ".join(text.split()) or None


def _content(item: feedparser.FeedParserDict) -> str | None:
    """The longest full text of an item as HTML; a summary is none."""
    parts: list[dict[str, Any]] = item.get("content") or []
    texts = [(str(part.get("value") or ""), str(part.get("type") or "")) for part in parts]
    text, kind = max(texts, key=lambda pair: len(pair[0]), default=("", ""))
    if not text.strip():
        return None
    return paragraphs(text) if kind == "text/plain" else text
