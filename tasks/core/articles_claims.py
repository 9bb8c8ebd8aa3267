"""What a page claims about when it was published and changed, each claim as it was made."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Literal
from zoneinfo import ZoneInfo

from tasks.core.articles_metadata import Metadata, text

LARGEST_OFFSET = timedelta(hours=14)
MAX_TIMES = 20
PUBLISHED = (
    "article:published_time", "og:article:published_time", "article:published", "og:published_time", "datepublished",
    "parsely-pub-date", "sailthru.date", "publishdate", "publish-date", "pubdate", "publication_date",
    "dc.date.issued", "dcterms.created", "dcterms.issued", "dc.date", "dcterms.date", "date",
    "cxenseparse:recs:publishtime",
)  # fmt: skip
MODIFIED = ("article:modified_time", "og:updated_time", "article:modified", "datemodified", "last-modified")
URL_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)([/_-]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")
SHORT_ISO = re.compile(r"^(\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:\.\d{1,6})?)\d*\s*(Z|[+-]\d\d):?(\d\d)?$")


From = Literal["layout", "feed", "json_ld", "meta", "url", "time", "text"]


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


def structured(found: Metadata) -> list[Claim]:
    """What metadata say of the publication, the most trusted first."""
    claims = [Claim(v, "json_ld") for item in found.articles() if (v := parse(text(item.get("datePublished"))))]
    return claims + [Claim(v, "meta") for name in PUBLISHED if (v := parse(found.meta.get(name, "")))]


def modifications(found: Metadata) -> Iterator[Claim]:
    """What is said of the last change."""
    for item in found.articles():
        if value := parse(text(item.get("dateModified"))):
            yield Claim(value, "json_ld")
    for name in MODIFIED:
        if value := parse(found.meta.get(name, "")):
            yield Claim(value, "meta")


def localised(claim: Claim, times: Sequence[str], shown: Sequence[date]) -> Claim:
    """A moment in UTC as the outlet itself tells it: with the offset that its time elements show, or one by which it
    falls on a day that is shown."""
    value = claim.value
    if not isinstance(value, datetime) or value.time() == time(0) or value.tzinfo is None or value.utcoffset():
        return claim
    for written in times[:MAX_TIMES]:
        local = parse(written)
        if isinstance(local, datetime) and (offset := _offset(local, value)):
            return Claim(value.astimezone(timezone(offset)), claim.source)
    for day in shown:
        for hours in (-8, 9):
            shifted = value.astimezone(timezone(timedelta(hours=hours)))
            if day != value.date() and shifted.date() == day:
                return Claim(shifted, claim.source)
    return claim


def _offset(local: datetime, value: datetime) -> timedelta | None:
    """The offset by which a written time is the same moment; None where it is another, or in UTC too."""
    if local.tzinfo:
        return local.utcoffset() if abs(local - value) < timedelta(minutes=1) else None
    difference = local - value.replace(tzinfo=None)
    is_offset = abs(difference) <= LARGEST_OFFSET and not difference % timedelta(minutes=15)
    return difference if is_offset and difference else None


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
