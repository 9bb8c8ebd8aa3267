"""A discovery document and what it announces: what every reader of feeds, sitemaps and pages takes and gives."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

from tasks.core.feeds_dates import as_local, instant, is_ahead, parse_date, says_universal
from tasks.core.records import Candidate, Discovery, FetchFailure, Source
from tasks.core.sources import local_zone
from tasks.core.urls import clean
from tasks.core.window import Window

WRAPPED = ("www.google.com/url", "news.google.com/url", "l.facebook.com/l.php", "vk.com/away.php")


class NotAFeedError(ValueError):
    """The document is not of the kind that the source's discovery announces, or the server says why it gives none."""

    def __init__(self, detail: str, reason: FetchFailure = "not_a_feed") -> None:
        super().__init__(detail)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Document:
    """A discovery document as it was received; `base` is the address that answered, after redirects. Where there is a
    `window`, only what may be of it is wanted."""

    body: bytes
    content_type: str | None
    place: Discovery
    source: Source
    base: str
    fetched_at: datetime | None = None
    window: Window | None = None

    @property
    def zone(self) -> ZoneInfo:
        return local_zone(self.source)


@dataclass(frozen=True, slots=True)
class Announced:
    """The articles that a document announces, each address once, and further documents that announce more; `missed`
    says what it should have announced and could not."""

    candidates: tuple[Candidate, ...] = ()
    further: tuple[Discovery, ...] = ()
    missed: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One announcement as it is written; `links` and dates of publication in the order of trust, dates as text."""

    links: tuple[str, ...]
    title: str | None = None
    published: tuple[str, ...] = ()
    modified: str | None = None
    content: str | None = None


def to_candidates(entries: Iterable[Entry], document: Document) -> list[Candidate]:
    """The entries that have a usable link, in order. A local time that is labelled as UTC is found out by entries that
    would be of the future; then all dates of the document with that label are read as local."""
    read = [(entry, link) for entry in entries if (link := first_link(entry.links, document.base))]
    dated = [(entry, link, *_published(entry, document.zone)) for entry, link in read]
    has_wrong_label = any(is_universal and is_ahead(at, document.fetched_at) for _, _, at, is_universal in dated)
    return [
        Candidate(
            url=link,
            source_id=document.source.source_id,
            title=entry.title or None,
            published_at=as_local(at, document.zone) if at and is_universal and has_wrong_label else at,
            modified_at=parse_date(entry.modified, document.zone),
            content=entry.content or None,
            found_in=document.place.url,
        )
        for entry, link, at, is_universal in dated
    ]


def first_link(links: Iterable[str], base: str) -> str | None:
    """The first link that is an address of the web: absolute, clean, out of AMP caches and redirecting wrappers."""
    return next(
        (found for link in links if link.strip() and (found := clean(link, base)) and (found := _bare(found))), None
    )


def without_full_text(announced: Announced) -> Announced:
    """The same without the articles' texts."""
    return replace(announced, candidates=tuple(replace(c, content=None) for c in announced.candidates))


def _published(entry: Entry, zone: ZoneInfo) -> tuple[datetime | None, bool]:
    """The first date that can be read, and whether it is labelled as UTC."""
    for text in entry.published:
        if found := instant(text, zone):
            return found, says_universal(text)
    return None, False


def _bare(url: str) -> str | None:
    parts = urlsplit(url)
    host, path = parts.netloc.lower(), parts.path
    if host + path in WRAPPED:
        return clean(
            next(
                (parse_qs(parts.query)[name][0] for name in ("url", "q", "u", "to") if name in parse_qs(parts.query)),
                "",
            )
        )
    if host.endswith(".cdn.ampproject.org"):
        path = path.removeprefix("/c").removeprefix("/v").removeprefix("/i")
    elif host in ("www.google.com", "google.com") and path.startswith("/amp/"):
        path = path.removeprefix("/amp")
    else:
        return url
    scheme, rest = ("https", path.removeprefix("/s/")) if path.startswith("/s/") else ("http", path.lstrip("/"))
    return clean(f"{scheme}://{rest}" + (f"?{parts.query}" if parts.query else ""))
