"""One page becomes one row of ARTICLES, or the reason why it does not."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast
from zoneinfo import ZoneInfo

import trafilatura
from lxml import etree, html

from tasks.core import (
    articles_claims,
    articles_encoding,
    articles_language,
    articles_layouts,
    articles_lines,
    articles_metadata,
    articles_published,
    articles_stamps,
    articles_text,
)
from tasks.core.articles_lines import Lines
from tasks.core.articles_metadata import Metadata
from tasks.core.articles_published import Evidence, Known
from tasks.core.articles_text import Choice, Reading
from tasks.core.records import ArticleFailure, Layout, Source, identifier
from tasks.core.urls import canonical
from tasks.core.urls import clean as clean_url

Row = dict[str, Any]

MAX_BYTES = 10_000_000
MAX_FALLBACK = 1_500_000
MAX_ATTRIBUTES = 100
MAX_WORDS = 2_000
HUGE_TAG = re.compile(r"<([A-Za-z][\w:-]{0,40})[^<>]{4000,}")
MIN_TEXT = 40
MAX_LINKED = 0.5
SAME = 40
MAX_BROKEN = 0.01
MAGIC = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"RIFF",
    b"\x00\x00\x00",
    b"OggS",
    b"ID3",
)
DENSE = re.compile("[\u0370-\u052f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
FEW, LITTLE_TEXT, LITTLE_PROSE, SHORTER, DENSE_SHORTER = 150, 0.25, 0.4, 0.6, 0.15


class NoArticleError(Exception):
    """A page that gives no article, and why."""

    def __init__(self, reason: ArticleFailure) -> None:
        super().__init__(reason)
        self.reason: ArticleFailure = reason


def read(page: Mapping[str, Any], source: Source | None) -> Row:
    """The row of ARTICLES of a row of PAGES."""
    try:
        return article(page, source)
    except NoArticleError as error:
        return failed(page, error.reason)
    except MemoryError:
        return failed(page, "out_of_memory")
    except (etree.LxmlError, RecursionError):
        return failed(page, "crashed")


def article(page: Mapping[str, Any], source: Source | None) -> Row:
    """The row of a page. Raises NoArticleError where there is none."""
    tree = parse(page["body"], page["content_type"])
    found = articles_metadata.read(tree)
    title = articles_metadata.title(found, page["feed_title"])
    layout = articles_layouts.current(source, page)
    reading = articles_text.read(tree, [title or "", *found.titles])
    before = known(page, source)
    dates = articles_published.columns(evidence(tree, found, page, reading, layout, before.fetched_on), before)
    author = byline(tree, found)
    lines = by_layout(tree, layout, title, author) or in_general(reading, tree, found, page["url"], title, author)
    if is_too_short(lines.text):
        raise NoArticleError("no_article")
    if lines.text.count("\ufffd") > MAX_BROKEN * len(lines.text):
        raise NoArticleError("undecodable")
    return (
        identity(page, found.canonical)
        | {
            "title": title,
            "byline": author or lines.byline,
            "language": articles_language.detect(lines.text, found.language),
            "text": lines.text,
            "text_hash": articles_lines.wording_hash(title, lines.text),
            "source_line": lines.source_line,
            "source_url": clean_url(lines.source_url, page["url"] or "") if lines.source_url else None,
        }
        | dates
    )


def byline(tree: html.HtmlElement, found: Metadata) -> str | None:
    """Who wrote an article, by its metadata or else by the first name that it marks as an author's."""
    marked = (articles_lines.author(line) for line in articles_metadata.marked_bylines(tree))
    return articles_metadata.byline(found) or next(filter(None, marked), None)


def known(page: Mapping[str, Any], source: Source | None) -> Known:
    """What is known of a page's date before it is read."""
    fetched_on = page["fetched_at"].date() if page["fetched_at"] else None
    return Known(ZoneInfo(source.timezone), source.founded, fetched_on) if source else Known(fetched_on=fetched_on)


def evidence(
    tree: html.HtmlElement,
    found: Metadata,
    page: Mapping[str, Any],
    reading: Reading,
    layout: Layout | None,
    today: date | None,
) -> Evidence:
    """What a page says of its dates."""
    month_first = articles_stamps.is_month_first(found.language, page["url"])
    claimed = [claim.day(None) for claim in articles_claims.structured(found)]
    stamp = articles_stamps.beside(reading.blocks, reading.title, month_first, claimed, today)
    return Evidence(tree, found, page, stamp, articles_layouts.published(tree, layout))


def by_layout(tree: html.HtmlElement, layout: Layout | None, title: str | None, author: str | None) -> Lines | None:
    """The lines of the elements that the source names; None where too little stands there."""
    blocks = articles_layouts.content(tree, layout)
    lines = articles_lines.clean([block.text for block in blocks if block.link_share <= MAX_LINKED], title, author)
    if is_too_short(lines.text):
        return None
    return articles_lines.sources([block for block in blocks if block.link_share > MAX_LINKED], lines)


def in_general(
    reading: Reading, tree: html.HtmlElement, found: Metadata, url: str | None, title: str | None, author: str | None
) -> Lines:
    """The lines of any page."""
    choice = articles_text.choose(reading)
    lines = articles_lines.clean(text_of(choice, tree, found, url), title, author)
    return articles_lines.sources(choice.beside, lines)


def parse(body: bytes | None, content_type: str | None) -> html.HtmlElement:
    """The tree of a page. Raises NoArticleError for what is no page."""
    if body is None or not body.strip():
        raise NoArticleError("empty")
    if len(body) > MAX_BYTES:
        raise NoArticleError("too_large")
    if body.startswith(MAGIC):
        raise NoArticleError("binary")
    text = articles_encoding.decode(body, content_type)
    if text is None:
        raise NoArticleError("undecodable")
    if "<" not in text or text.lstrip()[:1] in ("{", "["):
        raise NoArticleError("not_html")
    text = HUGE_TAG.sub(without_attributes, text)
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    try:
        tree = html.document_fromstring(text.encode("utf-8", "ignore"), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        if getattr(error, "code", None) == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from None
        raise NoArticleError("not_html") from None
    for element in cast("list[html.HtmlElement]", tree.xpath(f"//*[count(@*) > {MAX_ATTRIBUTES}]")):
        element.attrib.clear()
    return tree


def without_attributes(tag: re.Match[str]) -> str:
    """A tag as it is, or bare where it has so many attributes that libxml2 would compare them for minutes."""
    return tag[0] if len(tag[0].split(maxsplit=MAX_WORDS)) <= MAX_WORDS else f"<{tag[1]} "


def text_of(choice: Choice, tree: html.HtmlElement, found: Metadata, url: str | None) -> list[str]:
    """The lines of the article: the chosen ones, or another reading of the page where they are too few of it."""
    lines = [block.text for block in choice.blocks]
    own = sum(map(len, lines))
    body = found.body
    if body and own < 0.5 * len(body) and (not lines or is_any_in(lines, body)):
        return [line for line in re.split(r"\n+|(?<=[.!?…»”\"])\s{2,}", plain(body)) if line.strip()]
    if own >= FEW and choice.text_share >= LITTLE_TEXT and choice.prose_share >= LITTLE_PROSE:
        return lines
    other = second_reading(tree, url)
    dense = len(DENSE.findall("".join(lines)[:500])) > 100
    return other if own < (DENSE_SHORTER if dense else SHORTER) * sum(map(len, other)) else lines


def is_any_in(lines: Sequence[str], body: str) -> bool:
    """Whether the beginning of one of the first lines stands in an articleBody, which is then of the same article."""
    whole = articles_lines.key(body)
    return any(articles_lines.key(line)[:SAME] in whole for line in lines[:3])


def plain(body: str) -> str:
    """An articleBody without the markup that some outlets leave in it."""
    return re.sub(r"<[^<>]{1,500}>", " ", body) if "<" in body else body


def second_reading(tree: html.HtmlElement, url: str | None) -> list[str]:
    """The lines that trafilatura finds; none where the page is too large for it."""
    if len(html.tostring(tree)) > MAX_FALLBACK:
        return []
    document = trafilatura.bare_extraction(tree, url=url, include_comments=False, fast=True)
    return (document.text or "").split("\n") if isinstance(document, trafilatura.settings.Document) else []


def is_too_short(text: str) -> bool:
    """Whether a text says too little for an article; a character of Chinese, Japanese or Korean counts for three."""
    return len(text) < MIN_TEXT and len(text) + 2 * len(DENSE.findall(text)) < MIN_TEXT


def identity(page: Mapping[str, Any], rel_canonical: str | None = None) -> Row:
    """The columns that say which article a page is."""
    address = canonical(page["url"] or "", rel_canonical) or page["url"] or ""
    return {
        "article_id": identifier(address),
        "url": page["url"],
        "canonical_url": address,
        "source_id": page["source_id"],
    }


def failed(page: Mapping[str, Any], reason: ArticleFailure) -> Row:
    """The row of a page that gave no article."""
    return identity(page) | {"failure": reason}
