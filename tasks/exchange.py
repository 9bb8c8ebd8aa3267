"""One HTTP request and its response, bounded in bytes and in time."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urljoin, urlsplit, urlunsplit

import httpx

from tasks.core.coding import CodingError, decode
from tasks.core.records import Cut, FetchFailure, Response
from tasks.core.urls import without_secrets
from tasks.network import ForbiddenAddressError, NameNotFoundError

FEW_PIECES, SMALL_PIECE = 20_000, 64  # parsing a chunk costs the same whether it carries a byte or a page
REFUSED_BYTES, REFUSED_PIECES, REFUSED_SECONDS = 100_000, 1_000, 2.0  # of a body that is read for the archive only
CUTS: dict[FetchFailure, Cut] = {"too_large": "length", "timeout": "time", "truncated": "disconnect"}

Headers = tuple[tuple[str, str], ...]


class RefusedError(Exception):
    """A request that ended in an expected failure; `Client.get` makes a Failure of it.

    `answer` is what the server had said until then, where it had said anything; else `unanswered` is the address and
    the headers of the request, where it was sent.
    """

    unanswered: tuple[str, Headers] | None = None

    def __init__(self, reason: FetchFailure, detail: str = "", answer: Response | None = None) -> None:
        super().__init__(reason)
        self.reason, self.detail, self.answer = reason, detail, answer


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds for a whole response, and bytes of its body, on the wire and decoded."""

    seconds: float
    body_bytes: int


FAILURES = (CodingError, RefusedError, TimeoutError, httpx.HTTPError, httpx.InvalidURL, OSError, ValueError)


class Get(httpx.Request):
    """A request without a body; httpx's own takes twice as long to make, for what only other methods need."""

    def __init__(self, url: str, headers: httpx.Headers) -> None:
        self.method, self.url, self.extensions = "GET", httpx.URL(url), {}
        self.headers = httpx.Headers([(b"Host", self.url.netloc), *headers.raw])
        self.stream = httpx.ByteStream(b"")


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
    """What a server answers to a GET; the body is whole where the status is a success, else its beginning.

    `now` becomes fetched_at. Raises RefusedError for whatever the server or the network do wrong. The transport is
    used without httpx's client, which would add cookies, redirects and credentials of its own.
    """
    wire, request, found = bytearray(), None, None
    try:
        request = Get(url, headers)
        async with asyncio.timeout(limits.seconds):
            found = await transport.handle_async_request(request)
            is_whole = await _read_body(found, limits.body_bytes, wire)
        coding = found.headers.get("content-encoding")
        body = decode(bytes(wire), coding, limits.body_bytes) if found.is_success else b""
    except FAILURES as error:
        refusal = _refusal(error, url)
        if request and found:
            refusal.answer = beginning(
                _response(url, request, found, wire, now), CUTS.get(refusal.reason, "unspecified")
            )
        elif request and request.extensions.get("is_sent"):
            refusal.unanswered = (str(request.url), _pairs(request.headers))
        raise refusal from None
    return _response(url, request, found, wire, now, body, None if is_whole else "unspecified")


def _response(
    url: str,
    request: httpx.Request,
    found: httpx.Response,
    wire: bytearray,
    now: datetime,
    body: bytes = b"",
    cut: Cut | None = None,
) -> Response:
    asked, said = _pairs(request.headers), _pairs(found.headers)
    return Response(url, str(request.url), found.status_code, said, bytes(wire), body, now, asked, cut=cut)


def beginning(answer: Response, cut: Cut | None) -> Response:
    """An answer that is not accepted, as it is archived: the first bytes of what came in, and no body."""
    wire = answer.wire[:REFUSED_BYTES]
    return replace(answer, wire=wire, body=b"", cut="length" if len(answer.wire) > REFUSED_BYTES else cut)


def _pairs(headers: httpx.Headers) -> Headers:
    """Names and values byte for byte, as the archive keeps them."""
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in headers.raw)


async def _read_body(found: httpx.Response, limit: int, wire: bytearray) -> bool:
    """Read into `wire` what the server sends; whether it is all. Raises RefusedError where a success is none."""
    stream = found.stream
    assert isinstance(stream, httpx.AsyncByteStream)
    try:
        if not found.is_success:
            return await _glance(stream, wire)
        await _read(stream, found.headers.get("content-length", ""), limit, wire)
        return True
    finally:
        await stream.aclose()


async def _read(stream: httpx.AsyncByteStream, declared: str, limit: int, wire: bytearray) -> None:
    if declared.isdecimal() and int(declared[:20]) > limit:
        raise RefusedError("too_large", f"more than {limit} bytes announced")
    pieces = 0
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


async def _glance(stream: httpx.AsyncByteStream, wire: bytearray) -> bool:
    """What comes in soon of a body that decides nothing, whatever is wrong with it; whether it is all."""
    pieces = 0
    with suppress(TimeoutError, httpx.HTTPError, OSError):
        async with asyncio.timeout(REFUSED_SECONDS):
            async for piece in stream:
                wire += piece
                pieces += 1
                if len(wire) > REFUSED_BYTES or pieces > REFUSED_PIECES:
                    del wire[REFUSED_BYTES:]
                    return False
            return True
    return False


def _broken(error: httpx.HTTPError) -> RefusedError:
    has_ended = isinstance(error, httpx.ReadError) or "peer closed" in str(error)
    return RefusedError("truncated" if has_ended else "protocol", "the body broke off")


def _refusal(error: BaseException, url: str) -> RefusedError:
    """The failure that an exception of the HTTP stack stands for; its text is left out, as it may hold the address."""
    if isinstance(error, RefusedError):
        return error
    if isinstance(error, CodingError):
        return RefusedError(error.reason, str(error))
    if isinstance(error, httpx.InvalidURL):
        return RefusedError("bad_redirect", without_secrets(url))
    chain = _chain(error)
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


def _chain(error: BaseException) -> list[BaseException]:
    """An exception and what caused it."""
    chain: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and link not in chain:
        chain.append(link)
        link = link.__cause__ or link.__context__
    return chain
