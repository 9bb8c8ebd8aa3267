"""GDELT's DOC 2.0 API, mode ArtList, as JSON: what the world's press was seen to publish in a window of time.

The API searches back to 2017 and gives at most 250 articles an answer; where an answer is full, both halves of its
window are asked. `seendate` is when GDELT saw an article, to the quarter of an hour, and no publication time. It wants
five seconds between two requests, and refuses in plain text. https://blog.gdeltproject.org/gdelt-doc-2-0-api-debuts/
"""

import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from tasks.core.feeds_documents import Announced, Document, Entry, NotAFeedError, to_candidates
from tasks.core.feeds_json import load
from tasks.core.records import Discovery
from tasks.core.window import Window

MOST = 250
PAUSE_SECONDS = 5.0
STAMP, STAMPS = "%Y%m%d%H%M%S", ("startdatetime", "enddatetime")
DAY, SHORTEST = timedelta(days=1), timedelta(minutes=15)
LONE_BACKSLASH = re.compile(rb'\\(?!["\\/bfnrtu])')
TOO_FAST = re.compile(r"limit requests|too many requests", re.I)


def search(place: Discovery, window: Window | None = None) -> Discovery:
    """The place whose address asks for a query's articles of a window; of the last day without one.

    A `maxrecords` that stands in the place's address already is kept.
    """
    own = dict(parse_qsl(urlsplit(place.url).query))
    most = str(min(int(own["maxrecords"]), MOST)) if own.get("maxrecords", "").isdecimal() else str(MOST)
    asked = {"query": place.query or "", "mode": "artlist", "format": "json", "maxrecords": most, "sort": "datedesc"}
    return _with(place, own | asked, window)


def read(document: Document) -> Announced:
    """The articles of an answer, and the halves of its window where it is full.

    Raises NotAFeedError with the API's own words where it refuses, which it does in plain text.
    """
    body = LONE_BACKSLASH.sub(rb"\\\\", document.body)  # titles are not escaped as JSON demands
    if not body.lstrip().startswith(b"{"):
        said = " ".join(body[:200].decode("utf-8", "replace").split())
        raise NotAFeedError(said or "no answer", "rate_limited" if TOO_FAST.search(said) else "not_a_feed")
    found = load(body).get("articles")
    articles = [a for a in found if isinstance(a, dict)] if isinstance(found, list) else []
    wanted = re.compile(document.place.link_pattern or "")
    links = [(str(a.get("url") or ""), str(a.get("title") or "")) for a in articles]
    entries = [Entry((link,), " ".join(title.split())) for link, title in links if wanted.search(link)]
    further, missed = _beyond(document, len(articles))
    return Announced(tuple(to_candidates(entries, document)), further, missed)


def _beyond(document: Document, count: int) -> tuple[tuple[Discovery, ...], str]:
    """The halves of the window of a full answer, or, where it can get no smaller, what is said of it."""
    place = document.place
    asked = dict(parse_qsl(urlsplit(place.url).query))
    window = _window(asked, document.fetched_at)
    if window is None or not 0 < int(asked.get("maxrecords", MOST)) <= count:
        return (), ""
    if window.end - window.start < 2 * SHORTEST:
        return (), f"more than {count} articles between {window.start:%Y-%m-%d %H:%M} and {window.end:%H:%M} UTC"
    asked.pop("timespan", None)
    return tuple(_with(place, asked, half) for half in window.halves()), ""


def _window(asked: dict[str, str], now: datetime | None) -> Window | None:
    """The window that was asked for; the last day where it was not named; None where it cannot be told."""
    if "startdatetime" not in asked:
        return Window(now - DAY, now) if now else None
    with suppress(KeyError, ValueError):
        start, end = (datetime.strptime(asked[name], STAMP).replace(tzinfo=UTC) for name in STAMPS)
        return Window(start, end)
    return None


def _with(place: Discovery, asked: dict[str, str], window: Window | None) -> Discovery:
    span = {"timespan": "1d"}
    if window:
        span = dict(zip(STAMPS, (_stamp(window.start), _stamp(window.end)), strict=True))
    url = urlunsplit(urlsplit(place.url)._replace(query=urlencode(asked | span)))
    return Discovery("gdelt", url, place.link_pattern, query=place.query)


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime(STAMP)
