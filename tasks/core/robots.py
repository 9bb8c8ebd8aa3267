"""robots.txt by RFC 9309: what protego leaves to its caller."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property

import polars as pl
from protego import Protego

from tasks.core.records import ROBOTS, FetchFailure

AGENT = "tumen"
MAX_BYTES = 500 * 1024
KEPT = timedelta(hours=24)
KEPT_FAILURE = timedelta(minutes=10)
KEPT_IN_TROUBLE = timedelta(days=30)
AGENT_LINE = re.compile(r"^([ \t]*user[- ]?agent[ \t:]*)([a-z_-]+).*", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True)
class Robots:
    """A robots.txt as it was read: its body, or why it could not be read (then nothing may be asked).

    `tried_at` is when it could not be read again; the older copy is used meanwhile.
    """

    body: bytes
    failure: FetchFailure | None
    read_at: datetime
    tried_at: datetime | None = None

    def is_stale(self, now: datetime) -> bool:
        """Whether it has to be read again: after a day, after ten minutes where it could not be read."""
        is_in_trouble = self.failure is not None or self.tried_at is not None
        return now - (self.tried_at or self.read_at) > (KEPT_FAILURE if is_in_trouble else KEPT)

    def after(self, known: "Robots | None") -> "Robots":
        """What holds when this was read after `known`: an older copy, for a month, where this one is a failure."""
        is_of_use = known is not None and known.failure is None and self.read_at - known.read_at <= KEPT_IN_TROUBLE
        return replace(known, tried_at=self.read_at) if known and is_of_use and self.failure else self

    def allows(self, url: str) -> bool:
        """Whether an address may be asked for; never where robots.txt could not be read."""
        return self.failure is None and bool(self._rules.can_fetch(url, AGENT))

    @property
    def delay(self) -> float:
        """Seconds between two requests by Crawl-delay or Request-rate; 0 where it says nothing."""
        rate = self._rules.request_rate(AGENT)
        return max(self._rules.crawl_delay(AGENT) or 0.0, rate.seconds / rate.requests if rate else 0.0)

    @cached_property
    def _rules(self) -> Protego:
        return Protego.parse(_text(self.body))


def to_rows(robots: Mapping[str, Robots]) -> pl.DataFrame:
    """ROBOTS, a row an origin: what a later run begins with."""
    rows = [(origin, r.body[:MAX_BYTES], r.failure, r.read_at, r.tried_at) for origin, r in robots.items()]
    return pl.DataFrame(rows, schema=ROBOTS, orient="row")


def from_rows(rows: pl.DataFrame) -> dict[str, Robots]:
    """The robots.txt of each origin, from ROBOTS."""
    return {origin: Robots(*kept) for origin, *kept in rows.iter_rows()}


def _text(body: bytes) -> str:
    """The first 500 KiB in whole lines; agents cut to their product token, which protego compares as a whole."""
    if len(body) > MAX_BYTES:
        body = body[:MAX_BYTES].rpartition(b"\n")[0]
    return AGENT_LINE.sub(r"\1\2", body.decode("utf-8-sig", "replace"))
