"""robots.txt by RFC 9309: what protego leaves to its caller."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from protego import Protego

from tasks.core.records import FetchFailure

AGENT = "tumen"
MAX_BYTES = 500 * 1024
KEPT = timedelta(hours=24)
KEPT_FAILURE = timedelta(minutes=10)
AGENT_LINE = re.compile(r"^([ \t]*user[- ]?agent[ \t:]*)([a-z_-]+).*", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True)
class Robots:
    """A robots.txt as it was read: its body, or why it could not be read (then nothing may be asked)."""

    body: bytes
    failure: FetchFailure | None
    read_at: datetime

    def is_stale(self, now: datetime) -> bool:
        """Whether it has to be read again: after a day, after ten minutes where it could not be read."""
        return now - self.read_at > (KEPT_FAILURE if self.failure else KEPT)

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


def _text(body: bytes) -> str:
    """The first 500 KiB in whole lines; agents cut to their product token, which protego compares as a whole."""
    if len(body) > MAX_BYTES:
        body = body[:MAX_BYTES].rpartition(b"\n")[0]
    return AGENT_LINE.sub(r"\1\2", body.decode("utf-8-sig", "replace"))
