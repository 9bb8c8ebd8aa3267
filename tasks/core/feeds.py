"""What a source announces: feeds, sitemaps, listing and home pages, search results, as candidates."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime

from tasks.core import feeds_gdelt, feeds_html, feeds_sitemap, feeds_xml
from tasks.core.feeds_dates import parse_date
from tasks.core.feeds_documents import Announced, Document, NotAFeedError, without_full_text
from tasks.core.records import Candidate, Discovery, DiscoveryKind, Failure, Response, Source

__all__ = ["Announced", "NotAFeedError", "candidates", "gap", "parse_date", "read"]

MAX_LINKS = 2_000
FULL = 10  # a feed with fewer items holds what is new, and is not expected to reach back to what we know
READERS: dict[DiscoveryKind, Callable[[Document], Announced]] = {
    "rss": feeds_xml.read, "atom": feeds_xml.read, "json": feeds_xml.read, "sitemap": feeds_sitemap.read,
    "listing": feeds_html.listing, "home": feeds_html.home, "gdelt": feeds_gdelt.read,
}  # fmt: skip
WINDOWS: frozenset[DiscoveryKind] = frozenset({"rss", "atom", "json", "sitemap", "listing"})


def read(response: Response, place: Discovery, source: Source) -> Announced:
    """What a discovery document announces, in its order, each address once: articles, and further documents.

    The articles' full texts are kept where the source's are to be read in its feed. An unchanged document announces
    nothing. Raises NotAFeedError where the document is no feed, sitemap, page or answer at all.
    """
    if response.is_unchanged:
        return Announced()
    kind = response.header("content-type")
    document = Document(response.body, kind, place, source, response.final_url, response.fetched_at)
    announced = _read(document)
    return announced if source.full_text == "feed" else without_full_text(announced)


def candidates(body: bytes, content_type: str | None, place: Discovery, source: Source) -> list[Candidate]:
    """The articles that a discovery document announces, with their full texts; see `read`."""
    return list(_read(Document(body, content_type, place, source, place.url)).candidates)


def gap(
    place: Discovery, source_id: str, found: Sequence[Candidate], known: Collection[str], at: datetime
) -> Failure | None:
    """The failure that tells of a window that overflowed: a full document of which nothing was announced before.

    `known` are the addresses that the source announced earlier; without any there is nothing to miss.
    """
    is_window = place.kind in WINDOWS and len(found) >= FULL
    if not is_window or not known or any(candidate.url in known for candidate in found):
        return None
    oldest = min((c.published_at for c in found if c.published_at), default=None)
    detail = f"all {len(found)} items are new" + (f"; the oldest is of {oldest:%Y-%m-%d %H:%M} UTC" if oldest else "")
    return Failure(place.url, source_id, "discover", "gap", detail, at)


def _read(document: Document) -> Announced:
    announced = READERS[document.place.kind](document)
    unique: dict[str, Candidate] = {}
    for candidate in announced.candidates:
        unique.setdefault(candidate.url, candidate)
        if len(unique) >= MAX_LINKS:
            break
    return replace(announced, candidates=tuple(unique.values()))
