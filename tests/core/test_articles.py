"""Pages and what extraction must make of them."""

import tomllib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tasks.core import articles
from tasks.core.records import ARTICLES, PAGES, Source, identifier

PAGE_FILES = sorted((Path(__file__).parents[1] / "pages").glob("*.toml"))
COMPARED = (
    "canonical_url", "title", "byline", "language", "published_on", "published_at", "published_precision",
    "published_from", "modified_at", "source_line", "source_url",
)  # fmt: skip
SOURCE = Source("a", "A", "https://a.example/", "en", "GB", "paper", "other", "UTC", ())
STORY = """<html><head><title>Two cranes arrive</title></head><body><h1>Two cranes arrive</h1>
<p>Two cranes arrived at the port on Monday and will be put to work next week, the harbour master said.</p>
<p>They replace machines that had stood on the quay since the old grain terminal was opened.</p></body></html>"""


def frame(*bodies: bytes | None, **values: Any) -> pl.DataFrame:
    common = {"url": "https://a.example/news/1", "fetched_at": datetime(2025, 1, 1, tzinfo=UTC), **values}
    return pl.DataFrame([common | {"body": body} for body in bodies], schema=PAGES)


def extract_one(body: str | bytes, **values: Any) -> dict[str, Any]:
    return articles.extract(frame(body.encode() if isinstance(body, str) else body, **values)).to_dicts()[0]


@pytest.mark.parametrize("file", PAGE_FILES, ids=lambda file: file.stem)
def test_saved_page_gives_its_article(file: Path) -> None:
    expected = tomllib.loads(file.read_text(encoding="utf8"))
    body = file.with_suffix(".html").read_text(encoding="utf8").encode(expected.get("encoding", "utf8"))
    sources = [replace(SOURCE, timezone=expected["timezone"])]
    found = articles.extract(frame(body, url=expected["url"], source_id="a"), sources=sources).to_dicts()[0]
    assert {name: found[name] for name in COMPARED} == {name: expected.get(name) for name in COMPARED}
    lines = found["text"].split("\n")
    assert (lines[0][: len(expected["starts"])], lines[-1][-len(expected["ends"]) :], len(lines)) == (
        expected["starts"],
        expected["ends"],
        expected["lines"],
    )
    assert found["failure"] is None
    assert found["article_id"] == identifier(expected["canonical_url"])


def test_rows_keep_the_order_and_the_schema() -> None:
    found = articles.extract(frame(STORY.encode(), b"", STORY.encode()))
    assert found.schema == pl.Schema(ARTICLES)
    assert found["failure"].to_list() == [None, "empty", None]


def test_no_pages_give_no_rows() -> None:
    assert articles.extract(frame()).schema == pl.Schema(ARTICLES)
    assert articles.extract(frame(), workers=2).height == 0


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (None, "empty"),
        (b" \n ", "empty"),
        (b"%PDF-1.7 \x00\x01", "binary"),
        (b"\x89PNG\r\n\x1a\n", "binary"),
        (b'{"title": "<b>no page</b>"}', "not_html"),
        (b"only words, no markup", "not_html"),
        (b"<html><body><a href='/'>Home</a></body></html>", "no_article"),
        (b"<p>" + b"word " * 2_100_000 + b"</p>", "too_large"),
        (b"<p>" + bytes(range(128, 256)) * 40, "undecodable"),
    ],
    ids=["none", "blank", "pdf", "png", "json", "plain", "menu", "large", "bytes"],
)
def test_what_is_no_article_has_a_reason(body: bytes | None, reason: str) -> None:
    found = articles.extract(frame(body)).to_dicts()[0]
    assert (found["failure"], found["text"], found["url"]) == (reason, None, "https://a.example/news/1")


def test_a_deep_page_does_not_break_the_batch() -> None:
    deep = b"<div>" * 100_000 + STORY.encode()
    found = articles.extract(frame(deep, STORY.encode()))
    assert found["failure"].to_list()[1] is None
    assert found.height == 2


def test_a_page_is_read_to_its_broken_end() -> None:
    cut = STORY[: STORY.index("They replace") + 60]
    assert extract_one(cut)["text"].startswith("Two cranes arrived at the port")


def test_nul_characters_are_dropped() -> None:
    assert "\x00" not in extract_one(STORY.replace("cranes arrived", "cra\x00nes arrived"))["text"]


def test_feed_is_believed_before_the_page() -> None:
    page = STORY.replace("<head>", '<head><meta property="article:published_time" content="2024-05-05T10:00:00Z">')
    at = datetime(2024, 5, 6, 1, 2, 3, tzinfo=UTC)
    found = extract_one(page, feed_published_at=at)
    assert (found["published_at"], found["published_from"], found["published_precision"]) == (at, "feed", "second")


@pytest.mark.parametrize(
    ("stamp", "url", "day", "came_from"),
    [
        ("2024-05-05T10:00:00Z", "https://a.example/x", "2024-05-05", "meta"),
        ("2031-05-05T10:00:00Z", "https://a.example/2024/05/04/x", "2024-05-04", "url"),
        ("1971-01-01T10:00:00Z", "https://a.example/2024/05/04/x", "2024-05-04", "url"),
        ("2024-05-05T10:00:00Z", "https://a.example/2024/05/04/x", "2024-05-05", "meta"),
        ("2024-08-05T10:00:00Z", "https://a.example/2024/05/04/x", "2024-05-04", "url"),
    ],
    ids=["meta", "future", "too early", "a day apart", "months apart"],
)
def test_claims_about_the_date_are_reconciled(stamp: str, url: str, day: str, came_from: str) -> None:
    page = STORY.replace("<head>", f'<head><meta property="article:published_time" content="{stamp}">')
    found = extract_one(page, url=url)
    assert (str(found["published_on"]), found["published_from"]) == (day, came_from)


@pytest.mark.parametrize(
    ("url", "written", "day"),
    [
        ("https://a.example/2024/05/04/x", "", "2024-05-04"),
        ("https://a.example/x", '<time datetime="2024-05-04T19:30:00-06:00">', "2024-05-04"),
        ("https://a.example/x", '<time datetime="2024-05-04 19:30:00">', "2024-05-04"),
        ("https://a.example/x", '<time datetime="2024-05-04 19:31:07">', "2024-05-05"),
    ],
    ids=["address", "offset", "local time", "another moment"],
)
def test_day_of_an_unknown_zone_is_the_one_the_outlet_shows(url: str, written: str, day: str) -> None:
    head = '<head><meta property="article:published_time" content="2024-05-05T01:30:00Z">'
    found = extract_one(STORY.replace("<head>", head).replace("<p>", f"{written}<p>", 1), url=url)
    assert (str(found["published_on"]), found["published_at"]) == (day, datetime(2024, 5, 5, 1, 30, tzinfo=UTC))


def test_midnight_is_a_day_and_no_instant() -> None:
    page = STORY.replace("<head>", '<head><meta property="article:published_time" content="2024-05-05T00:00:00+09:00">')
    found = extract_one(page)
    assert (str(found["published_on"]), found["published_at"], found["published_precision"]) == (
        "2024-05-05",
        None,
        "day",
    )


def test_workers_give_the_same_rows() -> None:
    pages = frame(STORY.encode(), b"", STORY.replace("Monday", "Friday").encode())
    assert articles.extract(pages, workers=2).equals(articles.extract(pages))


def story(above: str = "", below: str = "") -> str:
    """STORY with more between its headline and its text, or below its text."""
    return STORY.replace("</h1>", f"</h1>{above}").replace("</body>", f"{below}</body>")


@pytest.mark.parametrize(
    ("marked", "byline"),
    [
        ('<span class="byline">Mira Solberg</span>', "Mira Solberg"),
        ('<p class="article-byline">By Mira Solberg</p>', "Mira Solberg"),
        ('<span itemprop="author"><b>桑晚晴</b></span>', "桑晚晴"),
        ('<a rel="author" href="/m">Автор: Мира Сольберг</a>', "Мира Сольберг"),
        ('<div class="byline">Published 3 May 2024</div>', None),
        ('<div class="byline">what our readers say about it</div>', None),
        ('<div class="byline"></div>', None),
    ],
)
def test_the_author_that_a_page_marks(marked: str, byline: str | None) -> None:
    assert extract_one(story(above=marked))["byline"] == byline


@pytest.mark.parametrize("line", ["Mira Solberg 20 Jun 2024 02:10 GMT", "20.06.2024, 02:10 · Mira Solberg"])
def test_author_and_clock_below_the_headline_are_no_text(line: str) -> None:
    head = '<script type="application/ld+json">{"@type": "NewsArticle", "author": {"name": "Mira Solberg"}}</script>'
    page = story(above=f"{head}<p>{line}</p>")
    assert extract_one(page)["text"] == extract_one(STORY)["text"]


@pytest.mark.parametrize(
    "credit",
    [
        "(Pebble Wire)", "（轉載自《卵石通訊》，原文為簡體字）", "(조약돌통신 제공)", "По материалам Pebble Wire",
        "With files from Pebble Wire", "Dilansir dari Kabar Kerikil",
    ],
)  # fmt: skip
def test_the_credit_of_a_copy_is_its_source_line(credit: str) -> None:
    found = extract_one(story(below=f"<p>{credit}</p>"))
    assert (found["source_line"], found["text"]) == (credit, extract_one(STORY)["text"])


@pytest.mark.parametrize(
    "line", ["(He did not say when.)", "According to the port, work goes on until the winter ends."]
)
def test_a_last_sentence_is_no_credit(line: str) -> None:
    found = extract_one(story(below=f"<p>{line}</p>"))
    assert (found["source_line"], found["text"].split("\n")[-1]) == (None, line)


@pytest.mark.parametrize("word", ["関連記事", "смотрите также", "Read also", "Baca juga", "Читайте также"])
def test_an_article_goes_on_below_a_link_to_another(word: str) -> None:
    paragraphs = [
        f"<p>{n} new cranes were put to work at the quay, the harbour master said again.</p>" for n in range(9)
    ]
    paragraphs.insert(6, f'<p class="readalso">{word}: <a href="/2">The old cranes of the harbour</a></p>')
    text = extract_one(story(below="".join(paragraphs)))["text"]
    assert "8 new cranes" in text
    assert "old cranes" not in text
