"""When an article was published: the claims of feed, page, address and text, reconciled by rule."""

import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

import htmldate
from lxml import html

from tasks.core.articles_metadata import Metadata, text

EARLIEST = date(1995, 1, 1)
LARGEST_OFFSET = timedelta(hours=14)
FAR = date(2100, 1, 1)
MAX_SEARCHED = 3_000_000  # htmldate copies the tree
TOLERANCE = timedelta(days=1)  # clocks and zones differ; more than a day ahead is an error
PUBLISHED = (
    "article:published_time", "og:article:published_time", "article:published", "og:published_time", "datepublished",
    "parsely-pub-date", "sailthru.date", "publishdate", "publish-date", "pubdate", "publication_date",
    "dc.date.issued", "dcterms.created", "dcterms.issued", "dc.date", "dcterms.date", "date",
    "cxenseparse:recs:publishtime",
)  # fmt: skip
MODIFIED = ("article:modified_time", "og:updated_time", "article:modified", "datemodified", "last-modified")
URL_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)([/_-]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")
SHORT_ISO = re.compile(r"^(\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:\.\d{1,6})?)\d*\s*(Z|[+-]\d\d):?(\d\d)?$")

From = Literal["feed", "json_ld", "meta", "url", "time", "text"]


@dataclass(frozen=True, slots=True)
class Claim:
    """One place's word for a moment: an instant, or a local time or a day alone."""

    value: datetime | date
    source: From

    def day(self, zone: ZoneInfo | None) -> date:
        """The calendar day at the outlet; where its zone is unknown, the day as it is written."""
        if not isinstance(self.value, datetime):
            return self.value
        return (self.value.astimezone(zone) if zone and self.value.tzinfo else self.value).date()

    def instant(self, zone: ZoneInfo | None) -> datetime | None:
        """The moment; None where only the day is known, or a local time in an unknown zone. Midnight is no moment."""
        if not isinstance(self.value, datetime) or self.value.time() == time(0):
            return None
        local = self.value if self.value.tzinfo else (self.value.replace(tzinfo=zone) if zone else None)
        return local.astimezone(UTC) if local else None


def columns(
    tree: html.HtmlElement, found: Metadata, page: Mapping[str, Any], zone: ZoneInfo | None
) -> dict[str, datetime | date | str | None]:
    """The columns of the publication date, null where nothing believable is said; and modified_at."""
    latest = (page["fetched_at"] + TOLERANCE).date() if page["fetched_at"] else date.max
    changed = next((c for c in modifications(found) if EARLIEST <= c.day(zone) <= latest), None)
    result: dict[str, Any] = {"modified_at": changed.instant(zone) if changed else None}
    for claim in claims(tree, found, page, latest):
        day = claim.day(zone)
        if EARLIEST <= day <= latest:
            instant = claim.instant(zone)
            precision = "day" if instant is None else "second" if instant.second else "minute"
            names = ("published_at", "published_on", "published_precision", "published_from")
            return result | dict(zip(names, (instant, day, precision, claim.source), strict=True))
    return result


def claims(tree: html.HtmlElement, found: Metadata, page: Mapping[str, Any], latest: date) -> Iterator[Claim]:
    """What is said of the publication, the most trusted first; the page's text is only searched when asked for."""
    if page["feed_published_at"]:
        yield Claim(page["feed_published_at"], "feed")
    address = url_day(page["url"])
    structured = [Claim(v, "json_ld") for item in found.articles() if (v := parse(text(item.get("datePublished"))))]
    structured += [Claim(v, "meta") for name in PUBLISHED if (v := parse(found.meta.get(name, "")))]
    structured = [Claim(localised(claim.value, found.times, address), claim.source) for claim in structured]
    if address and not any(abs(claim.day(None) - address) <= TOLERANCE for claim in structured):
        yield Claim(address, "url")
    yield from structured
    if len(set(found.times)) == 1 and (only := parse(found.times[0])):
        yield Claim(only, "time")
    if len(page["body"]) <= MAX_SEARCHED and (day := searched(tree, page["url"], latest)):
        yield Claim(day, "text")


def searched(tree: html.HtmlElement, url: str | None, latest: date) -> date | None:
    """The day that htmldate finds in the page; None where it finds none or gives up."""
    try:
        with warnings.catch_warnings(action="ignore"):  # of dateutil, about names of zones that it does not know
            day = htmldate.find_date(tree, original_date=True, url=url, max_date=min(latest, FAR).isoformat())
    except (ValueError, TypeError, OverflowError, RecursionError):
        return None
    return date.fromisoformat(day) if day else None


def localised(value: datetime | date, times: list[str], address: date | None) -> datetime | date:
    """A moment in UTC as the outlet itself tells it: with the offset that its time elements or its address show."""
    if not isinstance(value, datetime) or value.time() == time(0) or value.tzinfo is None or value.utcoffset():
        return value
    for written in times[:20]:
        local = parse(written)
        if isinstance(local, datetime) and (offset := _offset(local, value)):
            return value.astimezone(timezone(offset))
    if address and address != value.date():
        for hours in (-8, 9) if address < value.date() else (9, -8):
            if (shifted := value.astimezone(timezone(timedelta(hours=hours)))).date() == address:
                return shifted
    return value


def _offset(local: datetime, value: datetime) -> timedelta | None:
    """The offset by which a written time is the same moment; None where it is another, or in UTC too."""
    if local.tzinfo:
        return local.utcoffset() if abs(local - value) < timedelta(minutes=1) else None
    difference = local - value.replace(tzinfo=None)
    is_offset = abs(difference) <= LARGEST_OFFSET and not difference % timedelta(minutes=15)
    return difference if is_offset and difference else None


def modifications(found: Metadata) -> Iterator[Claim]:
    """What is said of the last change."""
    for item in found.articles():
        if value := parse(text(item.get("dateModified"))):
            yield Claim(value, "json_ld")
    for name in MODIFIED:
        if value := parse(found.meta.get(name, "")):
            yield Claim(value, "meta")


def url_day(url: str | None) -> date | None:
    """The day that stands in an address."""
    match = URL_DAY.search(url or "")
    try:
        return date(int(match[1]), int(match[3]), int(match[4])) if match else None
    except ValueError:
        return None


def parse(value: str) -> datetime | date | None:
    """A moment or a day from ISO 8601 or RFC 822; None where it is neither."""
    value = value.strip()
    if len(value) < 8 or len(value) > 60:
        return None
    if match := SHORT_ISO.match(value):
        offset = "+00:00" if match[2] == "Z" else f"{match[2]}:{match[3] or '00'}"
        value = match[1].replace(" ", "T") + offset
    for read in (date.fromisoformat, datetime.fromisoformat, parsedate_to_datetime):
        try:
            return read(value)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    try:
        return date.fromisoformat(value[:10].replace("/", "-").replace(".", "-"))
    except ValueError:
        return None
