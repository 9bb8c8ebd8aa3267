"""Article pages and front pages with the furniture that real ones have."""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import cache
from html import escape
from string import Template
from zoneinfo import ZoneInfo

from tests.newsroom.world import HERE, Article, Outlet, paragraphs

RELATED = 4


@cache
def template(name: str) -> Template:
    """templates/<name>.html."""
    return Template((HERE / "templates" / f"{name}.html").read_text("utf-8"))


def page(article: Article, archive: Sequence[Article], newest: Sequence[Article]) -> str:
    """The page of an article, which links to older ones of `archive`, and to the `newest` where its outlet does so.

    Both are newest first; pages change with their article only, except those that link to the newest.
    """
    outlet, words = article.outlet, article.outlet.words
    older = [other for other in archive if other.published < article.published][:RELATED]
    latest = [other for other in newest if other.slug != article.slug][:RELATED] if outlet.latest else []
    frame = _frame(outlet)
    return template(outlet.template).substitute(
        title=escape(article.title),
        section=escape(article.section),
        byline=_byline(article),
        date_line=_date_line(article),
        metadata=METADATA[outlet.metadata](article),
        body="\n".join(_body(article, older)),
        related_word=escape(words["related"]),
        related=links(older),
        sidebar=frame.pop("sidebar") + links(latest),
        **frame,
    )


def front_page(outlet: Outlet, articles: Sequence[Article]) -> str:
    """The page that lists an outlet's articles, newest first, among links that lead to none."""
    items = "\n".join(
        f'<div class="item"><h3><a href="{_path(a)}">{escape(a.title)}</a></h3><span>{_date_line(a)}</span></div>'
        for a in articles
    )
    feeds = "".join(
        f'<link rel="alternate" type="application/{kind}+xml" href="/{kind}.xml" title="{escape(outlet.name)}">\n'
        for kind in outlet.discovery
        if kind in ("rss", "atom")
    )
    return template("front").substitute(_frame(outlet), items=items, feeds=feeds)


def links(articles: Sequence[Article]) -> str:
    """List items that link to articles."""
    return "".join(f'<li><a href="{_path(article)}">{escape(article.title)}</a></li>' for article in articles)


def _frame(outlet: Outlet) -> dict[str, str]:
    charset = outlet.meta_charset or outlet.encoding
    meta = f'<meta charset="{charset}">\n' if outlet.metadata != "none" else (
        f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">\n'
    )  # fmt: skip
    names = ("popular", "comments", "newsletter", "cookies", "footer", "ad", "source")
    return {f"{name}_word" if name == "popular" else name: escape(outlet.words[name]) for name in names} | {
        "lang": outlet.language,
        "name": escape(outlet.name),
        "charset": meta if outlet.charset in ("meta", "both") else "",
        "menu": "".join(f'<li><a href="/menu/{n}/">{escape(label)}</a></li>' for n, label in enumerate(outlet.menu, 1)),
        "sidebar": "".join(f'<li><a href="/s/{n}/">{escape(a)}</a></li>' for n, a in enumerate(outlet.sidebar, 1)),
    }


def _path(article: Article) -> str:
    return escape(article.url.removeprefix(f"http://{article.outlet.host}"))


def _byline(article: Article) -> str:
    is_marked = article.outlet.metadata == "microdata"
    name = escape(article.author)
    if not name:
        return ""
    return f'<span itemprop="author">{name}</span> ' if is_marked else f'<span class="byline">{name}</span> '


def _local(article: Article, stamp: datetime) -> str:
    return stamp.astimezone(ZoneInfo(article.outlet.zone)).isoformat()


def _date_line(article: Article) -> str:
    line = f"{article.published.astimezone(ZoneInfo(article.outlet.zone)):{article.outlet.date_line}}"
    if article.outlet.metadata == "time":
        return f'<time datetime="{_local(article, article.published)}">{line}</time>'
    return line


def _body(article: Article, older: Sequence[Article]) -> Iterator[str]:
    words, inserts = article.outlet.words, article.outlet.inserts
    for number, text in enumerate(paragraphs(article), 1):
        yield f"<p>{escape(text, quote=False)}</p>"
        if number == 1 and "photo" in inserts:
            caption = f"<figcaption>{escape(words['photo'])}</figcaption>"
            yield f'<figure><img src="/img/{article.slug}.jpg" alt="">{caption}</figure>'
        if number == 2 and "read_also" in inserts and older:
            link = f'<a href="{_path(older[0])}">{escape(older[0].title)}</a>'
            yield f'<p class="readalso"><strong>{escape(words["read_also"])}:</strong> {link}</p>'
        if number == 3 and "ad" in inserts:
            yield f'<div class="ads"><p>{escape(words["ad"])}</p></div>'
        if number == 3 and "newsletter" in inserts:
            yield f'<div class="newsletter-signup"><p>{escape(words["newsletter"])}</p><input type="email"></div>'


def _json_ld(article: Article) -> str:
    record = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "mainEntityOfPage": article.url,
        "datePublished": _local(article, article.published),
        "dateModified": _local(article, article.touched),
        "author": [{"@type": "Person", "name": article.author}] if article.author else [],
        "publisher": {"@type": "Organization", "name": article.outlet.name},
    }
    text = json.dumps(record, ensure_ascii=False).replace("</", "<\\/")
    return f'<link rel="canonical" href="{escape(article.url)}">\n<script type="application/ld+json">{text}</script>'


def _opengraph(article: Article) -> str:
    names = {
        "og:type": "article",
        "og:title": article.title,
        "og:url": article.url,
        "og:site_name": article.outlet.name,
        "og:description": next(paragraphs(article)),
        "article:published_time": _local(article, article.published),
        "article:section": article.section,
    }
    if article.modified:
        names["article:modified_time"] = _local(article, article.modified)
    metas = "\n".join(f'<meta property="{name}" content="{escape(value)}">' for name, value in names.items())
    author = f'\n<meta name="author" content="{escape(article.author)}">' if article.author else ""
    return f'<link rel="canonical" href="{escape(article.url)}">\n{metas}{author}'


def _microdata(article: Article) -> str:
    published, touched = _local(article, article.published), _local(article, article.touched)
    return (
        f'<meta itemprop="datePublished" content="{published}">\n<meta itemprop="dateModified" content="{touched}">\n'
        f'<link rel="canonical" href="{escape(article.url)}">'
    )


METADATA: dict[str, Callable[[Article], str]] = {
    "json_ld": _json_ld,
    "opengraph": _opengraph,
    "microdata": _microdata,
    "time": lambda article: f'<link rel="canonical" href="{escape(article.url)}">',
    "none": lambda article: "",
}
