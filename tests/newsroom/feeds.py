"""What an outlet announces: RSS 2.0, Atom, a news sitemap, robots.txt."""

from collections.abc import Callable, Sequence
from email.utils import format_datetime
from html import escape
from zoneinfo import ZoneInfo

from tests.newsroom.world import Article, Outlet, paragraphs


def rss(outlet: Outlet, articles: Sequence[Article]) -> str:
    """RSS 2.0; it says nothing of edits."""
    items = "\n".join(_rss_item(outlet, article) for article in articles)
    return (
        f'<?xml version="1.0" encoding="{outlet.encoding}"?>\n<rss version="2.0"><channel>\n'
        f"<title>{escape(outlet.name)}</title><link>http://{outlet.host}/</link><language>{outlet.language}</language>\n"
        f"<description>{escape(outlet.words['newsletter'])}</description>\n{items}\n</channel></rss>\n"
    )


def _rss_item(outlet: Outlet, article: Article) -> str:
    guid = f'<guid isPermaLink="false">{outlet.id}-{article.slug}</guid>'
    if outlet.guid == "permalink":
        guid = f"<guid>{escape(article.url)}</guid>"
    stamp = format_datetime(article.published.astimezone(ZoneInfo(outlet.zone)))
    if outlet.zone_name:
        stamp = f"{stamp.rpartition(' ')[0]} {outlet.zone_name}"
    lead = escape(next(paragraphs(article)), quote=False)
    return (
        f"<item><title><![CDATA[{article.title}]]></title><link>{escape(article.url + outlet.tracking)}</link>{guid}"
        f"<pubDate>{stamp}</pubDate><description><![CDATA[<p>{lead}</p>]]></description></item>"
    )


def atom(outlet: Outlet, articles: Sequence[Article]) -> str:
    """Atom 1.0; `updated` moves when an article is edited."""
    newest = max((article.touched for article in articles), default=None)
    entries = "\n".join(_atom_entry(outlet, article) for article in articles)
    return (
        f'<?xml version="1.0" encoding="{outlet.encoding}"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"<title>{escape(outlet.name)}</title><id>http://{outlet.host}/</id>"
        f"<updated>{newest.isoformat() if newest else ''}</updated>\n{entries}\n</feed>\n"
    )


def _atom_entry(outlet: Outlet, article: Article) -> str:
    zone = ZoneInfo(outlet.zone)
    path = article.url.removeprefix(f"http://{outlet.host}")
    return (
        f'<entry><title>{escape(article.title)}</title><link rel="alternate" href="{escape(path)}"/>'
        f"<id>tag:{outlet.host},2025:{article.slug}</id><published>{article.published.astimezone(zone).isoformat()}"
        f"</published><updated>{article.touched.astimezone(zone).isoformat()}</updated>"
        f"<author><name>{escape(article.author or outlet.name)}</name></author></entry>"
    )


def sitemap(outlet: Outlet, articles: Sequence[Article]) -> str:
    """A news sitemap; `lastmod` moves when an article is edited."""
    zone = ZoneInfo(outlet.zone)
    urls = "\n".join(
        f"<url><loc>{escape(a.url)}</loc><lastmod>{a.touched.astimezone(zone).isoformat()}</lastmod><news:news>"
        f"<news:publication><news:name>{escape(outlet.name)}</news:name><news:language>{outlet.language}</news:language>"
        f"</news:publication><news:publication_date>{a.published.astimezone(zone).isoformat()}</news:publication_date>"
        f"<news:title>{escape(a.title)}</news:title></news:news></url>"
        for a in articles
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">\n{urls}\n</urlset>\n'
    )


DOCUMENTS: dict[str, tuple[str, Callable[[Outlet, Sequence[Article]], str]]] = {
    "/rss.xml": ("application/rss+xml", rss),
    "/atom.xml": ("application/atom+xml", atom),
    "/sitemap.xml": ("application/xml", sitemap),
}
