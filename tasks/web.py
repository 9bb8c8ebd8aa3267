"""The polite HTTP client: one per run, shared by everything that asks a server for something."""

import asyncio
import logging
import random
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from types import TracebackType
from typing import Self
from urllib.parse import urljoin, urlsplit, urlunsplit

import httpx
from protego import Protego

from tasks.core.coding import CodingError, decode
from tasks.core.records import Failure, FetchFailure, Outcome, Response, Validators
from tasks.core.urls import host_of, without_secrets
from tasks.network import ForbiddenAddress, NameNotFound

ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5"
MAX_REDIRECTS = 5
PASSING: frozenset[FetchFailure] = frozenset({"connect", "timeout", "protocol", "truncated"})
ROBOTS_BYTES = 500 * 1024
REFUSALS: dict[int, FetchFailure] = {
    401: "blocked", 402: "blocked", 403: "blocked", 404: "not_found", 410: "gone", 429: "rate_limited",
    451: "blocked", 503: "rate_limited",
}  # fmt: skip


class Refused(Exception):
    """A request that ended in an expected failure; never leaves this module."""

    def __init__(self, reason: FetchFailure, detail: str = "") -> None:
        super().__init__(reason)
        self.reason, self.detail = reason, detail


@dataclass(slots=True)
class Host:
    """What this run knows of one host: its queue, when it may be asked again, its robots.txt."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    not_before: float = 0.0
    robots: Protego | FetchFailure | None = None


class Client:
    """`async with Client(...) as client: outcome = await client.get(url)`; a bad site is a Failure, never an exception.

    One request at a time a host, with a pause between two; robots.txt is kept to; redirects are followed by hand, at
    most five, each hop checked; bodies are capped in bytes and each response has a deadline.
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
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._agent = "tumen/0.1" + (f" (+{contact})" if contact else "")
        self._client = httpx.AsyncClient(
            transport=transport,
            trust_env=False,
            timeout=request_seconds,
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        )
        self._request_seconds, self._max_body, self._max_delay = request_seconds, max_body_bytes, max_delay_seconds
        self._respect_robots, self._retries, self._now = respect_robots, retries, now
        self._hosts: defaultdict[str, Host] = defaultdict(Host)

    async def __aenter__(self) -> Self:
        for name in ("httpx", "httpcore"):
            logging.getLogger(name).setLevel(logging.WARNING)  # they log whole addresses, secrets included
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.aclose()

    async def get(
        self, url: str, source_id: str, stage: str, delay: float = 1.0, validators: Validators | None = None
    ) -> Outcome:
        """The response (also 304) or a Failure with a reason of records.FetchFailure. `delay` is seconds between two
        requests to the host; a Crawl-delay that is longer wins."""
        try:
            return await self._follow(url, delay, validators or Validators())
        except Refused as refusal:
            at = self._now()
            return Failure(without_secrets(url), source_id, stage, refusal.reason, refusal.detail[:300], at)

    async def _follow(self, url: str, delay: float, validators: Validators) -> Response:
        hop = url
        for _ in range(MAX_REDIRECTS + 1):
            if urlsplit(hop).scheme not in ("http", "https") or not host_of(hop):
                raise Refused("forbidden_scheme", without_secrets(hop))
            allowed_delay = await self._robots_delay(hop, delay)
            response = await self._polite(hop, allowed_delay, validators, self._max_body)
            target = response.header("location")
            if response.status not in (301, 302, 303, 307, 308):
                return self._accepted(response, url)
            if not target:
                raise Refused("bad_redirect", "no Location")
            try:
                hop = urljoin(hop, target)
            except ValueError:
                raise Refused("bad_redirect", "a Location that is no address") from None
        raise Refused("too_many_redirects", f"more than {MAX_REDIRECTS}")

    def _accepted(self, response: Response, url: str) -> Response:
        if response.status != 304 and not 200 <= response.status < 300:
            default: FetchFailure = "server_error" if response.status >= 500 else "http_error"
            raise Refused(REFUSALS.get(response.status, default), f"HTTP {response.status}")
        return Response(
            url, response.final_url, response.status, response.headers, response.wire, response.body,
            response.fetched_at, response.request_headers,
        )  # fmt: skip

    async def _robots_delay(self, url: str, delay: float) -> float:
        if not self._respect_robots:
            return delay
        host = self._hosts[urlsplit(url).netloc]
        async with host.turn:
            if host.robots is None:
                host.robots = await self._read_robots(url)
        if isinstance(host.robots, str):
            raise Refused(host.robots, "robots.txt could not be read")
        if not host.robots.can_fetch(url, self._agent):
            raise Refused("robots", "robots.txt disallows it")
        return min(max(delay, float(host.robots.crawl_delay(self._agent) or 0)), self._max_delay)

    async def _read_robots(self, url: str) -> Protego | FetchFailure:
        parts = urlsplit(url)
        hop = urlunsplit((parts.scheme, parts.netloc, "/robots.txt", "", ""))
        for _ in range(MAX_REDIRECTS):
            try:
                response = await self._request(hop, Validators(), ROBOTS_BYTES * 4)
            except Refused as refusal:
                return refusal.reason
            if response.status in (301, 302, 303, 307, 308) and response.header("location"):
                hop = urljoin(hop, response.header("location") or "")
                continue
            if response.status >= 500:
                return "robots"
            body = response.body[:ROBOTS_BYTES] if 200 <= response.status < 300 else b""
            return Protego.parse(body.decode("utf-8", "replace"))
        return Protego.parse("")

    async def _polite(self, url: str, delay: float, validators: Validators, limit: int) -> Response:
        host = self._hosts[urlsplit(url).netloc]
        async with host.turn:
            for attempts_left in reversed(range(self._retries + 1)):
                try:
                    response = await self._in_turn(host, url, delay, validators, limit)
                except Refused as refusal:
                    if not attempts_left or refusal.reason not in PASSING:
                        raise
                    continue
                if response.status not in (429, 502, 503, 504) or not attempts_left:
                    return response
            raise AssertionError("unreachable: the last attempt returns or raises")

    async def _in_turn(self, host: Host, url: str, delay: float, validators: Validators, limit: int) -> Response:
        pause = host.not_before - time.monotonic()
        if pause > self._max_delay:
            raise Refused("rate_limited", "the host asked us to come back later")
        await asyncio.sleep(max(0.0, pause))
        try:
            response = await self._request(url, validators, limit)
        finally:
            host.not_before = time.monotonic() + delay * random.uniform(1.0, 1.2)
        if response.status in (429, 503):
            host.not_before = time.monotonic() + max(delay, self._retry_after(response))
        return response

    def _retry_after(self, response: Response) -> float:
        value = response.header("retry-after") or ""
        if value.strip().isdigit():
            return float(value)
        with suppress(ValueError, TypeError):
            when = parsedate_to_datetime(value)
            return max(0.0, (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp() - self._now().timestamp())
        return self._max_delay

    async def _request(self, url: str, validators: Validators, limit: int) -> Response:
        headers = {"User-Agent": self._agent, "Accept": ACCEPT, "Accept-Encoding": "gzip, deflate, br, zstd"}
        if validators.etag:
            headers["If-None-Match"] = validators.etag
        if validators.last_modified:
            headers["If-Modified-Since"] = validators.last_modified
        try:
            async with asyncio.timeout(self._request_seconds), self._client.stream("GET", url, headers=headers) as answer:
                wire = await _read(answer, limit)
                body = decode(wire, answer.headers.get("content-encoding"), limit)
                return Response(
                    url, str(answer.url), answer.status_code, tuple(answer.headers.multi_items()), wire, body,
                    self._now(), tuple(answer.request.headers.multi_items()),
                )  # fmt: skip
        except CodingError as error:
            raise Refused(error.reason, str(error)) from None
        except (TimeoutError, httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError, ValueError) as error:
            raise _refusal(error) from None


async def _read(answer: httpx.Response, limit: int) -> bytes:
    wire = bytearray()
    async for chunk in answer.aiter_raw():
        wire += chunk
        if len(wire) > limit:
            raise Refused("too_large", f"more than {limit} bytes")
    return bytes(wire)


def _refusal(error: BaseException) -> Refused:
    """The failure that an exception of the HTTP stack stands for; its text is left out, as it may hold the address."""
    chain: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and link not in chain:
        chain.append(link)
        link = link.__cause__ or link.__context__
    detail = type(error).__name__
    if any(isinstance(link, ForbiddenAddress) for link in chain):
        return Refused("forbidden_address", detail)
    if any(isinstance(link, NameNotFound) for link in chain):
        return Refused("dns", detail)
    if any(isinstance(link, TimeoutError | httpx.TimeoutException) for link in chain):
        return Refused("timeout", detail)
    if any("ssl" in type(link).__module__ for link in chain):
        return Refused("tls", detail)
    return Refused("connect" if isinstance(error, httpx.ConnectError) else "protocol", detail)
