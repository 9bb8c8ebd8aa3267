"""A source that changed its layout: each page is read as its outlet's pages were on the day on which it was fetched."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tasks.core import articles, articles_layouts
from tasks.core.records import PAGES, Layout
from tasks.core.sources import choose, read
from tests.newsroom import render
from tests.newsroom.world import Article, load, paragraphs

OUTLET = "yantarnaya_khronika"
(SOURCE,) = choose(read(Path(__file__).parents[1] / "newsroom" / "sources.toml"), only=[OUTLET])
OLD, NEW = datetime(2024, 8, 31, 12, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC)
CHANGED = datetime(2024, 9, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def article() -> Article:
    """One of the outlet's articles, as if it had been published before the relaunch."""
    return replace(load().of(OUTLET, 0)[0], published=datetime(2024, 8, 12, 9, 30, tzinfo=UTC))


def in_template(article: Article, name: str) -> str:
    return render.page(replace(article, outlet=replace(article.outlet, template=name)), [], [])


def extracted(page: str, fetched_at: datetime, source: Any = SOURCE) -> dict[str, Any]:
    body = page.encode("windows-1251", "xmlcharrefreplace")
    row = {
        "url": "http://yantarnaya-khronika.example/x",
        "body": body,
        "content_type": "text/html; charset=windows-1251",
    }
    pages = pl.DataFrame([row | {"fetched_at": fetched_at, "source_id": OUTLET}], schema=PAGES)
    return articles.extract(pages, sources=[source]).to_dicts()[0]


@pytest.mark.parametrize(("template", "fetched_at"), [("broadsheet", OLD), ("tables", NEW)], ids=["old", "new"])
def test_a_page_is_read_by_the_layout_of_its_day(article: Article, template: str, fetched_at: datetime) -> None:
    found = extracted(in_template(article, template), fetched_at)
    assert found["text"].split("\n") == list(paragraphs(article))
    assert (found["published_on"], found["published_from"]) == (date(2024, 8, 12), "layout")
    assert found["published_at"] == article.published


@pytest.mark.parametrize(("template", "fetched_at"), [("broadsheet", CHANGED), ("tables", OLD)], ids=["old", "new"])
def test_where_the_layout_finds_nothing_pages_are_read_in_general(
    article: Article, template: str, fetched_at: datetime
) -> None:
    found = extracted(in_template(article, template), fetched_at)
    assert found["text"].split("\n") == list(paragraphs(article))
    assert (found["published_on"], found["published_from"]) == (date(2024, 8, 12), "text")


def test_after_the_last_layout_has_ended_pages_are_read_in_general(article: Article) -> None:
    ended = replace(SOURCE, layouts=SOURCE.layouts[:1])
    assert articles_layouts.current(ended, {"fetched_at": OLD}) == SOURCE.layouts[0]
    assert articles_layouts.current(ended, {"fetched_at": CHANGED}) is None
    assert extracted(in_template(article, "broadsheet"), NEW, ended)["published_from"] == "text"


def test_elements_within_elements_are_read_once(article: Article) -> None:
    page = in_template(article, "tables")
    twice = replace(SOURCE, layouts=(Layout("//div[@class='text'] | //div[@class='text']/p"),))
    assert extracted(page, NEW, twice)["text"] == extracted(page, NEW)["text"]


@pytest.mark.parametrize("content", ["string(//h1)", "//h1", "//nothing", "count(//p)"])
def test_what_holds_no_text_is_passed_over(article: Article, content: str) -> None:
    odd = replace(SOURCE, layouts=(Layout(content, "count(//p)"),))
    found = extracted(in_template(article, "tables"), NEW, odd)
    assert found["text"].split("\n") == list(paragraphs(article))
    assert found["published_from"] == "text"


def test_a_day_before_the_outlet_was_founded_is_refused(article: Article) -> None:
    young = replace(SOURCE, founded=date(2025, 1, 1), layouts=())
    found = extracted(in_template(article, "tables"), NEW, young)
    assert (found["published_on"], found["published_doubt"]) == (None, "before_founding")
