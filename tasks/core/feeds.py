"""What a source announces: feeds, sitemaps, listing and home pages, search results, as candidates."""

import hashlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from tasks.core import feeds_gdelt, feeds_html, feeds_sitemap, feeds_xml
from tasks.core.feeds_dates import parse_date
from tasks.core.feeds_documents import Announced, Document, NotAFeedError, without_full_text
from tasks.core.records import Candidate, Discovery, DiscoveryKind, Failure, Listed, Response, Source
from tasks.core.revisit import Polled
from tasks.core.window import Window

__all__ = ["Announced", "NotAFeedError", "candidates", "gap", "listed", "parse_date", "read"]

MAX_LINKS = 2_000
FULL = 5  # of a document without dates: one with fewer items holds what is new, and need not reach back
SLACK = 1.2  # in mean times between two articles: so irregular they may be
READERS: dict[DiscoveryKind, Callable[[Document], Announced]] = {
    "rss": feeds_xml.read, "atom": feeds_xml.read, "json": feeds_xml.read, "sitemap": feeds_sitemap.read,
    "listing": feeds_html.listing, "home": feeds_html.home, "gdelt": feeds_gdelt.read,
}  # fmt: skip
WINDOWS: frozenset[DiscoveryKind] = frozenset({"rss", "atom", "json", "sitemap", "listing"})


def read(response: Response, place: Discovery, source: Source, window: Window | None = None) -> Announced:
    """What a discovery document announces, in its order, each address once: articles, and further documents.

    With a `window`, without what is known to lie outside of it. The articles' full texts are kept where the source's
    are to be read in its feed. An unchanged document announces nothing. Raises NotAFeedError where the document is no
    feed, sitemap, page or answer at all.
    """
    if response.is_unchanged:
        return Announced()
    kind = response.header("content-type")
    document = Document(response.body, kind, place, source, response.final_url, response.fetched_at, window)
    announced = _read(document)
    return announced if source.full_text == "feed" else without_full_text(announced)


def candidates(body: bytes, content_type: str | None, place: Discovery, source: Source) -> list[Candidate]:
    """The articles that a discovery document announces, with their full texts; see `read`."""
    return list(_read(Document(body, content_type, place, source, place.url)).candidates)


def listed(announced: Announced) -> Listed:
    """What a document lists, for comparison with what it listed before: addresses, and when each was modified."""
    items = [f"{c.url} {c.modified_at or ''}" for c in announced.candidates]
    items += [further.url for further in announced.further]
    newest = max((c.published_at for c in announced.candidates if c.published_at), default=None)
    return Listed(len(announced.candidates), hashlib.sha256("\n".join(sorted(items)).encode()).hexdigest(), newest)


def gap(
    place: Discovery, source_id: str, found: Sequence[Candidate], known: Collection[str], before: Polled, at: datetime
) -> Failure | None:
    """The failure that tells of a window that overflowed between its last answer and this one, received `at`.

    Then nothing of the earlier is left, it is as long as it was, and its oldest article is of a time after the newest
    that was seen, with room for a further one between them. `known` are the addresses that the source announced
    earlier. A document that was empty, or is shorter now, was cleared and did not overflow.
    """
    is_full = place.kind in WINDOWS and before.item_count and len(found) >= before.item_count
    if not is_full or any(candidate.url in known for candidate in found):
        return None
    stamps = [c.published_at for c in found if c.published_at]
    if not stamps or not before.newest_item_at:
        is_gap = len(found) >= FULL
    else:
        is_gap = _is_silent(stamps, len(found), before.newest_item_at, at - before.answered_at)
    oldest = f"; the oldest is of {min(stamps):%Y-%m-%d %H:%M} UTC" if stamps else ""
    detail = f"all {len(found)} items are new{oldest}"
    return Failure(place.url, source_id, "discover", "gap", detail, at) if is_gap else None


def _is_silent(stamps: Sequence[datetime], count: int, newest_before: datetime, pause: timedelta) -> bool:
    """Whether a document says nothing of a time in which, by its mean pace, something was published.

    What was published up to the last answer was in it: that is `pause` before the newest, however wrong its clock is.
    """
    oldest, newest = min(stamps), max(stamps)
    return oldest - max(newest_before, newest - pause) > SLACK * (newest - newest_before) / count


def _read(document: Document) -> Announced:
    announced = READERS[document.place.kind](document)
    window, unique = document.window, dict[str, Candidate]()
    for candidate in announced.candidates:
        if window and not window.may_hold(candidate):
            continue
        unique.setdefault(candidate.url, candidate)
        if len(unique) >= MAX_LINKS:
            break
    return replace(announced, candidates=tuple(unique.values()))
