"""The polite HTTP client: one per run, shared by everything that asks a server for something."""

import asyncio
import logging
import random
import re
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Self
from urllib.parse import quote, urlsplit

import httpx

from tasks.core.ledger import Asked
from tasks.core.records import Failure, FetchFailure, Outcome, Response, Validators
from tasks.core.revisit import NO_VALIDATORS
from tasks.core.robots import AGENT, MAX_BYTES, Robots
from tasks.core.urls import host_of, without_secrets
from tasks.exchange import Limits, RefusedError, address, beginning, exchange

ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5"
URL_MARKS = "/:;@?=&#%+,.~!$'*() "
ACCEPT_ENCODING = "gzip, deflate, br, zstd"
MAX_IN_FLIGHT = 50
MAX_REDIRECTS = 5
REDIRECTS = frozenset({301, 302, 303, 307, 308})
PAGES = frozenset({200, 203})
PASSING: frozenset[FetchFailure] = frozenset({"connect", "timeout", "protocol", "truncated"})
BUSY = frozenset({429, 502, 503, 504})
REFUSALS: dict[int, FetchFailure] = {
    202: "blocked",  # how one large bot filter answers with its challenge
    401: "blocked", 402: "blocked", 403: "blocked", 404: "not_found", 410: "gone", 429: "rate_limited",
    451: "blocked", 503: "rate_limited",
}  # fmt: skip


@dataclass(slots=True)
class Host:
    """What a run knows of one host: its queue, when it may be asked again, how often in a row it was too busy."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    not_before: float = 0.0
    busy: int = 0


@dataclass(frozen=True, slots=True)
class Errand:
    """For whom something is asked, and how; `trail` collects every answer on the way, in order."""

    source_id: str
    delay: float
    validators: Validators
    limits: Limits
    trail: list[Response] = field(default_factory=list)


class Client:
    """`async with Client(...) as client: outcome = await client.get(url)`; a bad site is a Failure, never an exception.

    One request at a time a host, with a pause between two, and at most fifty in all; robots.txt is kept to; redirects
    are followed by hand, at most five, each hop checked; bodies are capped in bytes and each response has a deadline.
    `robots` holds each robots.txt by origin, for a later run to begin with, and `robots_asked` the requests that were
    made for them.
    """

    def __init__(
        self,
        transport: httpx.AsyncBaseTransport,
        *,
        contact: str = "",
        request_seconds: float = 30.0,
        max_body_bytes: int = 10_000_000,
        max_delay_seconds: float = 60.0,
        respect_robots: bool = True,
        retries: int = 1,
        robots: Mapping[str, Robots] | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.robots = dict(robots or {})
        self.robots_asked: list[Asked] = []
        self._transport = transport
        agent = f"{AGENT}/0.1" + (f" (+{quote(contact, safe=URL_MARKS)})" if contact else "")
        self._base = httpx.Headers({"User-Agent": agent, "Accept": ACCEPT, "Accept-Encoding": ACCEPT_ENCODING})
        self._limits = Limits(request_seconds, max_body_bytes)
        self._max_delay, self._respect_robots, self._retries = max_delay_seconds, respect_robots, retries
        self._now = now
        self._slots = asyncio.Semaphore(MAX_IN_FLIGHT)
        self._hosts: defaultdict[str, Host] = defaultdict(Host)

    async def __aenter__(self) -> Self:
        logging.getLogger("httpx").setLevel(logging.WARNING)  # it logs whole addresses, secrets included
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._transport.aclose()

    async def get(
        self, url: str, source_id: str, stage: str, delay: float = 1.0, validators: Validators | None = None
    ) -> Outcome:
        """The response (also 304, where validators were given) or a Failure with a reason of records.FetchFailure.

        `delay` is seconds between two requests to the host; a Crawl-delay that is longer wins.
        """
        errand = Errand(source_id, delay, validators or NO_VALIDATORS, self._limits)
        try:
            response = await self._follow(url, errand)
        except RefusedError as refusal:
            return self._failure(url, stage, refusal, errand)
        return _whole(response, url, errand.trail)

    def _failure(self, url: str, stage: str, refusal: RefusedError, errand: Errand) -> Failure:
        answers = tuple(beginning(answer, answer.cut) for answer in errand.trail)
        told = (refusal.reason, refusal.detail[:300], self._now(), answers, refusal.unanswered)
        return Failure(without_secrets(url), errand.source_id, stage, *told)

    async def _follow(self, url: str, errand: Errand) -> Response:
        hop = address(url)
        for _ in range(MAX_REDIRECTS + 1):
            response = await self._polite(hop, errand)
            if response.status not in REDIRECTS:
                return _accepted(response, errand.validators)
            hop = _next_hop(response)
        raise RefusedError("too_many_redirects", f"more than {MAX_REDIRECTS}")

    async def _polite(self, url: str, errand: Errand) -> Response:
        host = self._hosts[host_of(url)]
        async with host.turn:
            robots = await self._read_robots(host, url, errand) if self._respect_robots else None
            if robots and not robots.allows(url):
                raise RefusedError(robots.failure or "robots", "by robots.txt")
            return await self._attempts(host, url, max(errand.delay, robots.delay if robots else 0.0), errand)

    async def _read_robots(self, host: Host, url: str, errand: Errand) -> Robots:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        known = self.robots.get(origin)
        if known is None or known.is_stale(self._now()):
            limits = replace(self._limits, body_bytes=MAX_BYTES * 4)
            own = Errand(errand.source_id, errand.delay, NO_VALIDATORS, limits)
            answer = await self._ask_robots(host, f"{origin}/robots.txt", own)
            known = self.robots[origin] = answer.after(known)
        return known

    async def _ask_robots(self, host: Host, url: str, errand: Errand) -> Robots:
        """By RFC 9309: a server in trouble means that nothing may be asked, and no robots.txt that all may be."""
        hop = url
        try:
            for _ in range(MAX_REDIRECTS + 1):
                response = await self._attempts(host, hop, errand.delay, errand)
                if response.status not in REDIRECTS:
                    break
                hop = _next_hop(response)
            if response.status >= 500 or response.status == 429:
                raise RefusedError(REFUSALS.get(response.status, "server_error"), f"HTTP {response.status}")
        except RefusedError as refusal:
            self._note_robots(url, errand, self._failure(url, "robots", refusal, errand))
            return Robots(b"", "robots" if refusal.reason == "server_error" else refusal.reason, self._now())
        self._note_robots(url, errand, _whole(response, url, errand.trail))
        return Robots(response.body, None, self._now())

    def _note_robots(self, url: str, errand: Errand, outcome: Outcome) -> None:
        self.robots_asked.append(Asked(errand.source_id, "robots", url, outcome))

    async def _attempts(self, host: Host, url: str, pause: float, errand: Errand) -> Response:
        """The answer after at most `retries` further attempts; the caller holds the host's turn."""
        for attempts_left in reversed(range(self._retries + 1)):
            try:
                response = await self._attempt(host, url, pause, errand)
            except RefusedError as refusal:
                errand.trail.extend([refusal.answer] if refusal.answer else [])
                if not attempts_left or refusal.reason not in PASSING:
                    raise
                continue
            errand.trail.append(response)
            if response.status not in BUSY or not attempts_left:
                return response
        raise AssertionError("unreachable: the last attempt returns or raises")

    async def _attempt(self, host: Host, url: str, pause: float, errand: Errand) -> Response:
        wait = host.not_before - time.monotonic()
        if wait > self._max_delay:
            raise RefusedError("rate_limited", "the host asked us to come back later")
        if wait > 0:
            await asyncio.sleep(wait)
        pause = min(pause * random.uniform(1.0, 1.2), self._max_delay)
        headers = self._headers(errand.validators)
        try:
            async with self._slots:
                response = await exchange(self._transport, url, headers, errand.limits, self._now())
        finally:
            host.not_before = time.monotonic() + pause
        host.busy = host.busy + 1 if response.status in (429, 503) else 0
        if host.busy:
            asked = retry_after(response.header("retry-after"), self._now())
            backoff = min(max(pause, 1.0) * 2**host.busy, self._max_delay)
            host.not_before = time.monotonic() + max(pause, backoff if asked is None else asked)
        return response

    def _headers(self, validators: Validators) -> httpx.Headers:
        if validators == NO_VALIDATORS:
            return self._base
        headers = self._base.copy()
        for name, value in (("If-None-Match", validators.etag), ("If-Modified-Since", validators.last_modified)):
            if value and value.isascii():
                headers[name] = value
        return headers


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for, as a number or as a date; None where it says neither."""
    text = (value or "").strip()
    if re.fullmatch(r"[0-9]+", text):
        return float(text)
    with suppress(ValueError, TypeError, IndexError, OverflowError):
        when = parsedate_to_datetime(text)
        return max(0.0, ((when if when.tzinfo else when.replace(tzinfo=UTC)) - now).total_seconds())
    return None


def _whole(response: Response, url: str, trail: list[Response]) -> Response:
    """The answer to what was asked for first, with the answers that led to it."""
    earlier = tuple(answer for answer in trail if answer is not response)
    return replace(response, url=url, earlier=earlier) if earlier or response.url != url else response


def _accepted(response: Response, validators: Validators) -> Response:
    status = response.status
    if status in PAGES or (status == 304 and validators != NO_VALIDATORS):
        return response
    default: FetchFailure = "server_error" if 500 <= status < 600 else "http_error"
    raise RefusedError(REFUSALS.get(status, default), f"HTTP {status}")


def _next_hop(response: Response) -> str:
    target = response.header("location")
    if not target:
        raise RefusedError("bad_redirect", "no Location")
    return address(target, response.final_url)
