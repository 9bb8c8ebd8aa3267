"""Where a source says that its pages have text and date; where nothing stands there, pages are read in general."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from lxml import etree, html

from tasks.core import articles_blocks, articles_claims, articles_stamps
from tasks.core.articles_blocks import Block
from tasks.core.records import Layout, Source


def current(source: Source | None, page: Mapping[str, Any]) -> Layout | None:
    """The layout that held on the day on which a page was fetched; None where the source names none for it."""
    if source is None or page["fetched_at"] is None:
        return None
    day = page["fetched_at"].date()
    return next((one for one in source.layouts if one.valid_until is None or day <= one.valid_until), None)


def content(tree: html.HtmlElement, layout: Layout | None) -> list[Block]:
    """The blocks of the elements that hold the text, in the page's order; none where there are none."""
    if layout is None or layout.content is None:
        return []
    elements = [found for found in chosen(tree, layout.content) if isinstance(found, html.HtmlElement)]
    inside = {inner for element in elements for inner in element.iterdescendants()}
    return [block for one in elements if one not in inside for block in articles_blocks.read(one)[1]]


def published(tree: html.HtmlElement, layout: Layout | None) -> datetime | date | None:
    """The date that the layout points at; None where nothing that can be read stands there."""
    if layout is None or layout.published is None:
        return None
    for found in chosen(tree, layout.published):
        written = " ".join((found.text_content() if isinstance(found, html.HtmlElement) else str(found)).split())
        if value := articles_claims.parse(written):
            return value
        if stamps := articles_stamps.of_line(written[: articles_stamps.LONGEST]):
            return stamps[0].value
    return None


def chosen(tree: html.HtmlElement, expression: str) -> list[Any]:
    """What an XPath chooses, as a list."""
    found = compiled(expression)(tree)
    return found if isinstance(found, list) else [found]


@cache
def compiled(expression: str) -> etree.XPath:
    return etree.XPath(expression)
