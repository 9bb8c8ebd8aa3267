"""When an article was published: the claims of feed, page, address and text, reconciled by rule."""

import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import htmldate
from lxml import html

from tasks.core.articles_claims import Claim, localised, modifications, parse, structured, url_day
from tasks.core.articles_metadata import Metadata
from tasks.core.articles_stamps import Stamp
from tasks.core.records import PublicationDoubt

EARLIEST = date(1995, 1, 1)
FAR = date(2100, 1, 1)
MAX_SEARCHED = 3_000_000  # htmldate copies the tree
TOLERANCE = timedelta(days=1)  # clocks and zones differ; more than a day ahead is an error


@dataclass(frozen=True, slots=True)
class Known:
    """What is known before a page is read: the outlet's zone and when it was founded, and which day it is."""

    zone: ZoneInfo | None = None
    founded: date | None = None
    fetched_on: date | None = None

    @property
    def latest(self) -> date:
        return self.fetched_on + TOLERANCE if self.fetched_on else date.max

    def doubt(self, claim: Claim) -> PublicationDoubt | None:
        """Why a claim cannot be; None where it can."""
        day = claim.day(self.zone)
        if day > self.latest:
            return "future"
        if self.founded and day < self.founded:
            return "before_founding"
        return "too_early" if day < EARLIEST else None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a page says of its dates: by the source's own layout, in metadata, and beside the headline."""

    tree: html.HtmlElement
    found: Metadata
    page: Mapping[str, Any]
    stamp: Stamp | None = None
    layout: datetime | date | None = None


def columns(evidence: Evidence, known: Known) -> dict[str, datetime | date | str | None]:
    """The columns of the publication date, null where nothing believable is said; and modified_at.

    `published_doubt` says which claims were refused, and whether the page writes another weekday beside the date.
    """
    changed = next((c for c in modifications(evidence.found) if known.doubt(c) is None), None)
    result: dict[str, Any] = {"modified_at": changed.instant(known.zone) if changed else None}
    doubts: list[str] = []
    for claim in claims(evidence, known):
        if refused := known.doubt(claim):
            doubts.append(refused)
            continue
        result |= accepted(claim, known.zone)
        break
    stamp = evidence.stamp
    if stamp and stamp.is_contradicted and stamp.day == result.get("published_on"):
        doubts.append("weekday")
    return result | {"published_doubt": ", ".join(dict.fromkeys(doubts)) or None}


def accepted(claim: Claim, zone: ZoneInfo | None) -> dict[str, datetime | date | str | None]:
    """A claim as columns."""
    instant = claim.instant(zone)
    precision = "day" if instant is None else "second" if instant.second else "minute"
    return {
        "published_at": instant,
        "published_on": claim.day(zone),
        "published_precision": precision,
        "published_from": claim.source,
    }


def claims(evidence: Evidence, known: Known) -> Iterator[Claim]:
    """What is said of the publication, the most trusted first; the page's text is only searched when asked for."""
    page, times = evidence.page, evidence.found.times
    if evidence.layout:
        yield Claim(evidence.layout, "layout")
    if page["feed_published_at"]:
        yield Claim(page["feed_published_at"], "feed")
    address, stamp = url_day(page["url"]), evidence.stamp
    shown = [day for day in (stamp.day if stamp else None, address) if day]
    made = [localised(claim, times, shown) for claim in structured(evidence.found)]
    if not any(claim.day(None) == address for claim in made[:1]):
        made = reconciled(made, stamp, known.zone)
    if address and not any(abs(claim.day(None) - address) <= TOLERANCE for claim in made):
        yield Claim(address, "url")
    yield from made
    if len(set(times)) == 1 and (only := parse(times[0])):
        yield Claim(only, "time")
    if len(page["body"]) <= MAX_SEARCHED and (day := searched(evidence.tree, page["url"], known.latest)):
        yield Claim(day, "text")


def reconciled(made: Sequence[Claim], stamp: Stamp | None, zone: ZoneInfo | None) -> list[Claim]:
    """The claims of metadata, with the date that readers are shown.

    That date decides between claims, and against all of them: a page's metadata are often those of its template or of
    its draft. Only an instant that falls beside it, in a zone that is known, stands; and the caller does not ask where
    the first of them is also the day of the address.
    """
    if stamp is None:
        return list(made)
    same = [claim for claim in made if claim.day(zone) == stamp.day]
    if same:
        return [*same, *(claim for claim in made if claim not in same)]
    if made and zone and made[0].instant(None) and abs(made[0].day(zone) - stamp.day) <= TOLERANCE:
        return list(made)
    return [Claim(stamp.value, "text"), *made]


def searched(tree: html.HtmlElement, url: str | None, latest: date) -> date | None:
    """The day that htmldate finds in the page; None where it finds none or gives up."""
    found = _searched(tree, url, latest, thoroughly=False)
    return found or _searched(tree, url, latest, thoroughly=True)  # twenty times slower, and seldom needed


def _searched(tree: html.HtmlElement, url: str | None, latest: date, thoroughly: bool) -> date | None:
    latest = min(latest, FAR)
    try:
        with warnings.catch_warnings(action="ignore"):  # of dateutil, about names of zones that it does not know
            day = htmldate.find_date(
                tree, extensive_search=thoroughly, original_date=True, url=url, max_date=latest.isoformat()
            )
    except (ValueError, TypeError, OverflowError, RecursionError):
        return None
    return date.fromisoformat(day) if day else None
