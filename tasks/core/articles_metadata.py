"""What a page says of itself: JSON-LD, meta elements, links, the title and time elements."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from lxml import etree, html

ARTICLE = re.compile(r"article|posting|reportage|webpage|videoobject|recipe|creativework", re.I)
MAX_JSON = 2_000_000
MAX_ITEMS = 2_000
CUT = re.compile(r"\s+[|\-–—»·_]\s+|\s*[|]\s*|_")
MARKED = etree.XPath("//*[@itemprop='author' or @rel='author' or contains(@class, 'byline')]")
MAX_BYLINE = 80
NO_NAME = re.compile(r"^https?:|@|^(?:admin|redaktion|editor|staff)$", re.I)


@dataclass(slots=True)
class Metadata:
    """The claims of a page, as it makes them; empty where it makes none."""

    language: str | None = None
    canonical: str | None = None
    headings: list[str] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    items: list[Mapping[str, Any]] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    title_element: str = ""

    @property
    def titles(self) -> list[str]:
        """What the page calls itself, the surest first."""
        names = [self.meta.get(key, "") for key in ("og:title", "twitter:title", "title", "dc.title")]
        headlines = [text(item.get("headline")) for item in self.articles()]
        return [name for name in (*headlines, *names, self.title_element) if name]

    def articles(self) -> Iterator[Mapping[str, Any]]:
        """JSON-LD items that describe an article, news articles before web pages."""
        found = [item for item in self.items if ARTICLE.search(text(item.get("@type")))]
        yield from sorted(found, key=lambda item: "rticle" not in text(item.get("@type")))

    @property
    def body(self) -> str:
        """The longest articleBody of JSON-LD."""
        return max((text(item.get("articleBody")) for item in self.items), key=len, default="")


def read(tree: html.HtmlElement) -> Metadata:
    """The claims of a page."""
    found = Metadata(language=tree.get("lang") or tree.get("xml:lang"))
    for element in tree.iter("meta", "link", "script", "time", "title", "h1"):
        match element.tag:
            case "meta":
                key = element.get("property") or element.get("name") or element.get("itemprop")
                if key and (content := element.get("content")):
                    found.meta.setdefault(key.strip().lower(), " ".join(content.split()))
            case "link" if (element.get("rel") or "").lower() == "canonical":
                found.canonical = found.canonical or element.get("href")
            case "script" if "ld+json" in (element.get("type") or ""):
                found.items.extend(items(element.text or ""))
            case "time":
                found.times.append(element.get("datetime") or element.text or "")
            case "h1":
                found.headings.append(" ".join("".join(element.itertext()).split()))
            case "title":
                found.title_element = found.title_element or " ".join((element.text or "").split())
    return found


def items(script: str) -> list[Mapping[str, Any]]:
    """All objects of a JSON-LD script, nested ones behind the one that holds them; none where it is broken or huge."""
    if len(script) > MAX_JSON:
        return []
    try:
        todo: list[Any] = [json.loads(script.strip().removesuffix(";"), strict=False)]
    except (ValueError, RecursionError):
        return []
    found: list[Mapping[str, Any]] = []
    while todo and len(found) < MAX_ITEMS:
        value = todo.pop(0)
        if isinstance(value, dict):
            found.append(value)
            todo.extend(inner for inner in value.values() if isinstance(inner, dict | list))
        elif isinstance(value, list):
            todo.extend(value[:MAX_ITEMS])
    return found


def text(value: Any) -> str:
    """A JSON value as one line of text; empty where it is none."""
    if isinstance(value, list):
        return text(value[0]) if value else ""
    return value.strip() if isinstance(value, str) else ""


def title(found: Metadata, feed_title: str | None) -> str | None:
    """The headline: what the page's own heading and its metadata agree on, without the outlet's name."""
    headings = [heading for heading in found.headings if heading]
    for name in found.titles:
        for heading in headings:
            if heading == name or (len(heading) > 12 and name.startswith(heading)):
                return heading
    if feed_title and feed_title.strip():
        return " ".join(feed_title.split())
    name = next(iter(found.titles), "") or next(iter(headings), "")
    return shortened(name, found.meta.get("og:site_name", "")) or None


def shortened(name: str, site: str) -> str:
    """A title without the outlet's name behind it."""
    if site and name.endswith(site) and len(name) > len(site) + 5:
        return CUT.sub("", name[: -len(site)][::-1], count=1)[::-1].strip(" |-–—»·_")
    parts = CUT.split(name)
    return parts[0] if len(parts[0]) >= 0.6 * len(name) else name


def byline(found: Metadata) -> str | None:
    """The names of the authors, joined by commas."""
    names = list(names_of(item.get("author") for item in found.articles()))
    names = names or [found.meta.get("author", ""), found.meta.get("article:author", "")]
    kept = [name for name in dict.fromkeys(names) if 1 < len(name) < 80 and not NO_NAME.search(name)]
    return ", ".join(kept[:5]) or None


def marked_bylines(tree: html.HtmlElement) -> Iterator[str]:
    """The short texts of elements that are marked as the author's, in the order of the page."""
    for element in cast("list[html.HtmlElement]", MARKED(tree)):
        line = " ".join("".join(element.itertext()).split())
        if line and len(line) <= MAX_BYLINE:
            yield line


def names_of(authors: Iterable[Any]) -> Iterator[str]:
    """The names in values of JSON-LD's `author`."""
    for author in authors:
        if isinstance(author, list):
            yield from names_of(author)
        elif isinstance(author, dict):
            yield " ".join(text(author.get("name")).split())
        else:
            yield " ".join(text(author).split())
