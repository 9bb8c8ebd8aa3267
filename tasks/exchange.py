"""One HTTP request and its response, bounded in bytes and in time."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin, urlsplit, urlunsplit

import httpx

from tasks.core.coding import CodingError, decode
from tasks.core.records import FetchFailure, Response
from tasks.core.urls import without_secrets
from tasks.network import BUDGET, Budget, BudgetSpentError, ForbiddenAddressError, NameNotFoundError

HEAD_BYTES = 256 * 1024  # interim answers included
FEW_PIECES, SMALL_PIECE = 1_000, 32  # parsing a chunk costs the same whether it carries a byte or a page


class RefusedError(Exception):
    """A request that ended in an expected failure; `Client.get` makes a Failure of it."""

    def __init__(self, reason: FetchFailure, detail: str = "") -> None:
        super().__init__(reason)
        self.reason, self.detail = reason, detail


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds for a whole response, and bytes of its body, on the wire and decoded."""

    seconds: float
    body_bytes: int


def address(url: str, base: str = "") -> str:
    """A web address, made absolute by `base`, without credentials.

    Raises RefusedError: forbidden_scheme where it is not of the web, bad_redirect where it cannot be read.
    """
    try:
        parts = urlsplit(urljoin(base, url.strip()))
        is_web = parts.scheme in ("http", "https")
        clean = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, parts.query, ""))
        if is_web and httpx.URL(clean).host and parts.port != 0:  # reading the port raises where it is none
            return clean
    except (ValueError, httpx.InvalidURL):
        is_web = True
    raise RefusedError("bad_redirect" if is_web else "forbidden_scheme", without_secrets(url))


async def exchange(
    transport: httpx.AsyncBaseTransport, url: str, headers: Mapping[str, str], limits: Limits, now: datetime
) -> Response:
    """What a server answers to a GET; the body is read where the status is a success, else it is empty.

    `now` becomes fetched_at. Raises RefusedError for whatever the server or the network do wrong. The transport is
    used without httpx's client, which would add cookies, redirects and credentials of its own.
    """
    try:
        request = httpx.Request(
            "GET", url, headers=headers, extensions={"timeout": httpx.Timeout(limits.seconds).as_dict()}
        )
        async with asyncio.timeout(limits.seconds):
            budget = Budget(HEAD_BYTES)
            BUDGET.set(budget)
            answer = await transport.handle_async_request(request)
            budget.left = 2 * limits.body_bytes
            try:
                wire = await _read(answer, limits.body_bytes) if answer.is_success else b""
            finally:
                await answer.aclose()
        body = decode(wire, answer.headers.get("content-encoding"), limits.body_bytes)
    except CodingError as error:
        raise RefusedError(error.reason, str(error)) from None
    except (TimeoutError, httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
        raise _refusal(error) from None
    return Response(
        url, str(request.url), answer.status_code, tuple(answer.headers.multi_items()), wire, body, now,
        tuple(request.headers.multi_items()),
    )  # fmt: skip


async def _read(answer: httpx.Response, limit: int) -> bytes:
    declared = answer.headers.get("content-length", "")
    if declared.isdecimal() and int(declared[:20]) > limit:
        raise RefusedError("too_large", f"more than {limit} bytes announced")
    wire, pieces = bytearray(), 0
    try:
        async for piece in answer.aiter_raw():
            wire += piece
            pieces += 1
            if len(wire) > limit:
                raise RefusedError("too_large", f"more than {limit} bytes")
            if pieces > FEW_PIECES + len(wire) // SMALL_PIECE:
                raise RefusedError("protocol", "a body in tiny chunks")
    except (httpx.ReadError, httpx.RemoteProtocolError) as error:
        raise _broken(error) from None
    return bytes(wire)


def _broken(error: httpx.HTTPError) -> RefusedError:
    if isinstance(error.__cause__, BudgetSpentError):
        return RefusedError("too_large", "more than twice the bytes of a body")
    has_ended = isinstance(error, httpx.ReadError) or "peer closed" in str(error)
    return RefusedError("truncated" if has_ended else "protocol", "the body broke off")


def _refusal(error: BaseException) -> RefusedError:
    """The failure that an exception of the HTTP stack stands for; its text is left out, as it may hold the address."""
    chain: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and link not in chain:
        chain.append(link)
        link = link.__cause__ or link.__context__
    detail = type(error).__name__
    if any(isinstance(link, ForbiddenAddressError) for link in chain):
        return RefusedError("forbidden_address", detail)
    if any(isinstance(link, NameNotFoundError) for link in chain):
        return RefusedError("dns", detail)
    if any(isinstance(link, TimeoutError | httpx.TimeoutException) for link in chain):
        return RefusedError("timeout", detail)
    if any("ssl" in type(link).__module__ for link in chain):
        return RefusedError("tls", detail)
    return RefusedError("connect" if isinstance(error, httpx.ConnectError) else "protocol", detail)
