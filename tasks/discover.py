"""What does a source announce?"""

import asyncio
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from tasks.core import feeds, feeds_gdelt
from tasks.core.feeds import Announced, NotAFeedError
from tasks.core.ledger import Asked
from tasks.core.records import Candidate, Discovery, Failure, Response, Source
from tasks.core.revisit import Past
from tasks.core.window import Window
from tasks.verb import verb
from tasks.web import Client

MAX_DOCUMENTS = 40
MAX_CHILDREN = 5
LEADS = frozenset({"home", "sitemap"})


@dataclass(frozen=True, slots=True)
class Discovered:
    """What one source announced, the documents that were asked for it, and what was wrong with their contents."""

    source: Source
    candidates: tuple[Candidate, ...]
    asked: tuple[Asked, ...]
    failures: tuple[Failure, ...] = ()


@dataclass(slots=True)
class Search:
    """A source's documents that are still to be asked, each with its depth, and what the others gave."""

    source: Source
    past: Past
    patience: float
    now: datetime
    window: Window | None
    queue: deque[tuple[Discovery, int]]
    seen: set[str] = field(default_factory=set)
    found: dict[str, Candidate] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)


@verb("discover {source.source_id}")
async def discover(
    source: Source,
    client: Client,
    past: Past | None = None,
    patience: float = 0.0,
    window: Window | None = None,
    max_documents: int = MAX_DOCUMENTS,
) -> Discovered:
    """Ask every discovery place of a source that is due, and the documents that these lead to.

    An unchanged document announces nothing; a bad one is a failure and the others go on. Sitemap indexes and home
    pages are followed one step, searches into ever smaller windows; where documents are left after `max_documents`,
    that is a failure too. With a `window`, only what may be of it is announced. See revisit.Polled for `patience`.
    """
    places = deque((place, 0) for place in _places(source, window))
    search = Search(source, past or Past(), patience, datetime.now(UTC), window, places)
    while search.queue and len(search.asked) < max_documents:
        place, depth = search.queue.popleft()
        if place.url not in search.seen:
            search.seen.add(place.url)
            announced = await _announced(search, place, client)
            search.found = {c.url: c for c in announced.candidates} | search.found
            is_followed = depth == 0 or place.kind == "gdelt"
            search.queue.extend((further, depth + 1) for further in announced.further if is_followed)
    if search.queue:
        detail = f"{len(search.queue)} documents were left unread after {len(search.asked)}"
        search.failures.append(Failure(source.url, source.source_id, "discover", "gap", detail, datetime.now(UTC)))
    return Discovered(source, tuple(search.found.values()), tuple(search.asked), tuple(search.failures))


@verb("discover {label}")
async def discover_batch(
    sources: Sequence[Source], client: Client, pasts: Sequence[Past], patience: float, label: str
) -> list[Discovered]:
    """`discover` for many sources at once, in one task run: a run of its own costs more than most feeds are to read."""
    found = (discover.fn(source, client, past, patience) for source, past in zip(sources, pasts, strict=True))
    return list(await asyncio.gather(*found))


def _places(source: Source, window: Window | None) -> Iterable[Discovery]:
    for place in source.discovery:
        yield feeds_gdelt.search(place, window) if place.kind == "gdelt" else place


async def _announced(search: Search, place: Discovery, client: Client) -> Announced:
    """What a place announces: where it is not due or has not changed, the documents that it led to before."""
    source, known = search.source, search.past.documents.get(place.url)
    is_whole = sum(p.kind in LEADS for p in source.discovery) > 1 and place.kind in LEADS  # whose children are whose?
    before = Announced(further=tuple(_children(search, place)))
    if known and not is_whole and not known.is_due(search.now, search.patience):
        return before
    conditions = known.validators if known and not is_whole else None
    delay = max(source.min_delay_seconds, feeds_gdelt.PAUSE_SECONDS if place.kind == "gdelt" else 0.0)
    outcome = await client.get(place.url, source.source_id, "discover", delay, conditions)
    read = _read(search, place, outcome) if isinstance(outcome, Response) and not outcome.is_unchanged else None
    listed = feeds.listed(read) if read else None
    search.asked.append(Asked(source.source_id, "discover", place.url, outcome, listed=listed))
    if isinstance(outcome, Response) and outcome.is_unchanged:
        return before
    return read or Announced()


def _read(search: Search, place: Discovery, response: Response) -> Announced | None:
    """What a document announces; None, and a failure, where it is none."""
    source_id, at = search.source.source_id, response.fetched_at
    try:
        announced = feeds.read(response, place, search.source, search.window)
    except NotAFeedError as error:
        search.failures.append(Failure(place.url, source_id, "discover", error.reason, str(error)[:300], at))
        return None
    if announced.missed:
        search.failures.append(Failure(place.url, source_id, "discover", "gap", announced.missed, at))
    if before := search.past.documents.get(place.url):
        missed = feeds.gap(place, source_id, announced.candidates, search.past.announced, before, at)
        search.failures += [missed] if missed else []
    return announced


def _children(search: Search, place: Discovery) -> Iterator[Discovery]:
    """The documents that a home page or sitemap index led to before, the last asked first."""
    if place.kind not in LEADS or place not in search.source.discovery:
        return
    own = tuple(p.url for p in search.source.discovery)
    searches = tuple(p.url for p in search.source.discovery if p.kind == "gdelt")
    others = [url for url in search.past.documents if url not in own and not url.startswith(searches)]
    others.sort(key=lambda url: search.past.documents[url].answered_at, reverse=True)
    for url in others[:MAX_CHILDREN]:
        yield Discovery("rss" if place.kind == "home" else "sitemap", url)
