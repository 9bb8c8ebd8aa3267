"""GDELT's DOC 2.0 API, mode ArtList, as JSON: what the world's press was seen to publish in a window of time.

The API searches the last three months and gives at most 250 articles an answer, newest first; a full answer is
followed by one for what lies before its oldest article. `seendate` is when GDELT saw an article, to the quarter of an
hour, and no publication time. https://blog.gdeltproject.org/gdelt-doc-2-0-api-debuts/
"""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from tasks.core.feeds_documents import Announced, Document, Entry, NotAFeedError, to_candidates
from tasks.core.feeds_json import load
from tasks.core.records import Discovery

PAGE = 250
STAMP = "%Y%m%d%H%M%S"
DAY = timedelta(days=1)
LONE_BACKSLASH = re.compile(rb'\\(?!["\\/bfnrtu])')


def search(place: Discovery, start: datetime | None = None, end: datetime | None = None) -> Discovery:
    """The place whose address asks for a query's articles between two instants; of the last day without them."""
    window = {"startdatetime": _stamp(start), "enddatetime": _stamp(end)} if start and end else {"timespan": "1d"}
    size = str(PAGE)
    asked = {"query": place.query or "", "mode": "artlist", "format": "json", "maxrecords": size, "sort": "datedesc"}
    return Discovery("gdelt", _with(place.url, asked | window), place.link_pattern, query=place.query)


def read(document: Document) -> Announced:
    """The articles of an answer, and the place of the answer before it where this one is full.

    Raises NotAFeedError where the API refuses the query, which it does in plain text.
    """
    body = LONE_BACKSLASH.sub(rb"\\\\", document.body)  # titles are not escaped as JSON demands
    if not body.lstrip().startswith(b"{"):
        raise NotAFeedError(body[:200].decode("utf-8", "replace").strip() or "no answer")
    found = load(body).get("articles")
    articles = [a for a in found if isinstance(a, dict)] if isinstance(found, list) else []
    wanted = re.compile(document.place.link_pattern or "")
    links = [(str(a.get("url") or ""), str(a.get("title") or "")) for a in articles]
    entries = [Entry((link,), " ".join(title.split())) for link, title in links if wanted.search(link)]
    seen = [at for a in articles if (at := _seen(a.get("seendate")))]
    return Announced(tuple(to_candidates(entries, document)), _before(document.place, seen))


def _before(place: Discovery, seen: list[datetime]) -> tuple[Discovery, ...]:
    """The same search for what lies before a full answer; none where the window can get no smaller."""
    if len(seen) < PAGE:
        return ()
    asked = dict(parse_qsl(urlsplit(place.url).query))
    start, end = asked.get("startdatetime", _stamp(max(seen) - DAY)), _stamp(min(seen))
    if end <= start or end == asked.get("enddatetime"):
        return ()
    asked.pop("timespan", None)
    base = urlunsplit(urlsplit(place.url)._replace(query=""))
    url = _with(base, asked | {"startdatetime": start, "enddatetime": end})
    return (Discovery("gdelt", url, place.link_pattern, query=place.query),)


def _with(url: str, asked: dict[str, str]) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(query=urlencode(dict(parse_qsl(parts.query)) | asked)))


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime(STAMP)


def _seen(text: object) -> datetime | None:
    try:
        return datetime.strptime(re.sub(r"[TZ]", "", str(text)), STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None
