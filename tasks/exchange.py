"""One HTTP request and its response, bounded in bytes and in time."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin, urlsplit, urlunsplit

import httpx

from tasks.core.coding import CodingError, decode
from tasks.core.records import FetchFailure, Response
from tasks.core.urls import without_secrets
from tasks.network import ForbiddenAddressError, NameNotFoundError

FEW_PIECES, SMALL_PIECE = 20_000, 64  # parsing a chunk costs the same whether it carries a byte or a page

Headers = tuple[tuple[str, str], ...]


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
        has_place = bool(parts.hostname) and parts.port != 0  # reading the port raises where it is none
    except ValueError:
        raise RefusedError("bad_redirect", without_secrets(url)) from None
    if parts.scheme not in ("http", "https"):
        raise RefusedError("forbidden_scheme", without_secrets(url))
    if not has_place:
        raise RefusedError("bad_redirect", without_secrets(url))
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, parts.query, ""))


async def exchange(
    transport: httpx.AsyncBaseTransport, url: str, headers: httpx.Headers, limits: Limits, now: datetime
) -> Response:
    """What a server answers to a GET; the body is read where the status is a success, else it is empty.

    `now` becomes fetched_at. Raises RefusedError for whatever the server or the network do wrong. The transport is
    used without httpx's client, which would add cookies, redirects and credentials of its own.
    """
    try:
        request = httpx.Request("GET", url, headers=headers)
        async with asyncio.timeout(limits.seconds):
            answer = await transport.handle_async_request(request)
            received, stream = _pairs(answer.headers), answer.stream
            assert isinstance(stream, httpx.AsyncByteStream)
            try:
                length = _value(received, "content-length")
                wire = await _read(stream, length, limits.body_bytes) if answer.is_success else b""
            finally:
                await stream.aclose()
        body = decode(wire, _value(received, "content-encoding"), limits.body_bytes)
    except CodingError as error:
        raise RefusedError(error.reason, str(error)) from None
    except httpx.InvalidURL:
        raise RefusedError("bad_redirect", without_secrets(url)) from None
    except (TimeoutError, httpx.HTTPError, OSError, ValueError) as error:
        raise _refusal(error) from None
    return Response(url, str(request.url), answer.status_code, received, wire, body, now, _pairs(request.headers))


def _value(headers: Headers, name: str) -> str:
    """All values of a header, joined by commas."""
    return ", ".join(value for key, value in headers if key.lower() == name)


def _pairs(headers: httpx.Headers) -> Headers:
    """Names and values byte for byte, as the archive keeps them."""
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in headers.raw)


async def _read(stream: httpx.AsyncByteStream, declared: str, limit: int) -> bytes:
    if declared.isdecimal() and int(declared[:20]) > limit:
        raise RefusedError("too_large", f"more than {limit} bytes announced")
    wire, pieces = bytearray(), 0
    try:
        async for piece in stream:
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
