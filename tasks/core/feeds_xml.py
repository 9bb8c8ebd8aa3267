"""RSS 0.9 to 2.0 and Atom, whatever a source calls them; a JSON Feed at such a place is read as one."""

import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from html import unescape
from io import BytesIO
from typing import Any

import feedparser

from tasks.core import articles_encoding, feeds_json
from tasks.core.feeds_documents import Announced, Document, Entry, NotAFeedError, to_candidates
from tasks.core.feeds_page import paragraphs

PUBLISHED = ("published", "created", "updated")
CHARACTER = re.compile(rb"&#([xX][0-9a-fA-F]{1,20}|[0-9]{1,20});?")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
DECLARATION = re.compile(r"<\?xml\b[^>]{0,200}\?>")
DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]{0,500}>", re.I)
WIDE = (b"<\0", b"\0<", b"\0\0")  # UTF-16 or UTF-32 without a mark
UTF_8 = {"content-type": "application/xml; charset=utf-8"}
PARSER_ERRORS = (ValueError, LookupError, AttributeError, TypeError, AssertionError, RecursionError)
TAG = re.compile(r"</?[a-zA-Z][^<>]{0,1000}>")


def read(document: Document) -> Announced:
    """The items of a feed, in its order. Raises NotAFeedError where it is none, or declares XML entities."""
    if feeds_json.is_json(document.body):
        return feeds_json.read(document)
    text = _text(_narrow(document.body), document.content_type)
    if "<!ENTITY" in text:
        raise NotAFeedError("it declares XML entities")
    parsed = _parse(DOCTYPE.sub("", DECLARATION.sub("", text, count=1), count=1).lstrip())
    if not parsed.get("version"):
        raise NotAFeedError("no RSS, Atom or JSON Feed")
    return Announced(tuple(to_candidates((_entry(item) for item in parsed.entries), document)))


def _text(body: bytes, content_type: str | None) -> str:
    """The characters of a feed: as marked, as UTF-8 or as declared, where that fits; else as a page's are found out."""
    is_marked = body.startswith(tuple(mark for mark, _ in articles_encoding.MARKS))
    for encoding in () if is_marked else ("utf-8", *articles_encoding.declared_names(body, content_type)):
        with suppress(UnicodeDecodeError):
            return CONTROL.sub("", body.decode(encoding))
    return articles_encoding.decode(body, content_type) or ""


def _narrow(body: bytes) -> bytes:
    """The same in UTF-8 where it is in UTF-16 or UTF-32 and does not say so."""
    if not body.startswith(WIDE):
        return body
    order = "be" if body.startswith(b"\0") else "le"
    is_wide = body[:4].count(0) == 3
    return body.decode(f"utf-{32 if is_wide else 16}-{order}", "replace").encode("utf-8", "replace")


def _parse(text: str) -> feedparser.FeedParserDict:
    body = BytesIO(CHARACTER.sub(_possible, text.encode("utf-8", "replace")))
    try:
        return feedparser.parse(body, response_headers=UTF_8, sanitize_html=False, resolve_relative_uris=False)
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
