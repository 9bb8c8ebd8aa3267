"""Connections to addresses that were checked after resolution, and an httpx transport over them."""

import asyncio
import socket
import ssl
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial

import h11
import httpx

from tasks.core import http1
from tasks.core.addresses import connect_to, is_public

MAX_IDLE = 200
MAX_INTERIM = 20  # 1xx answers to one request
ELSEWHERE_SECONDS = 5.0  # for an address of a host that has others
HIGH_WATER = 256 * 1024
EARLY_END = "peer closed connection without sending complete message body"

Resolve = Callable[[str, int], Awaitable[list[str]]]
Origin = tuple[str, str, int]


class ForbiddenAddressError(OSError):
    """The name resolves only to addresses that are not public."""


class NameNotFoundError(OSError):
    """The name does not resolve."""


def resolver() -> Resolve:
    """The system's resolver, with threads of its own: names that hang must not keep the others waiting."""
    threads = ThreadPoolExecutor(50, "resolver")

    async def resolve(host: str, port: int) -> list[str]:
        ask = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
        found = await asyncio.get_running_loop().run_in_executor(threads, ask)
        return [str(entry[4][0]) for entry in found]

    return resolve


class Wire(asyncio.Protocol):
    """The bytes of a connection as they come in; reading pauses while enough of them wait."""

    transport: asyncio.Transport

    def __init__(self) -> None:
        self._waiting = bytearray()
        self._is_over = False
        self._error: Exception | None = None
        self._reader: asyncio.Future[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self._waiting += data
        if len(self._waiting) > HIGH_WATER:
            self.transport.pause_reading()
        self._wake()

    def connection_lost(self, error: Exception | None) -> None:
        self._is_over, self._error = True, error
        self._wake()

    @property
    def is_quiet(self) -> bool:
        """Open, and nothing came in that was not asked for."""
        return not self._is_over and not self._waiting and not self.transport.is_closing()

    async def read(self) -> bytes:
        """What came in since; empty at the end. Raises ReadError where the connection broke."""
        if not self._waiting:
            await self._more(0)
        return self.take(len(self._waiting))

    async def read_head(self, most: int) -> bytes | None:
        """All up to the first empty line; None where that is not within `most` bytes, or does not end as it should."""
        while (end := self._waiting.find(b"\r\n\r\n", 0, most)) < 0:
            waiting = len(self._waiting)
            is_odd = waiting >= most or self._waiting.find(b"\n\n") >= 0
            if is_odd or not await self._more(waiting):
                return None
        return self.take(end + 4)

    def put_back(self, data: bytes) -> None:
        self._waiting[:0] = data

    def take(self, count: int) -> bytes:
        """The first bytes of what has come in."""
        data = bytes(self._waiting[:count])
        del self._waiting[:count]
        self.transport.resume_reading()
        return data

    async def _more(self, known: int) -> bool:
        """Wait until more bytes wait than are known; false at the end. Raises ReadError where the connection broke."""
        while len(self._waiting) <= known and not self._is_over:
            self._reader = asyncio.get_running_loop().create_future()
            await self._reader
        if len(self._waiting) <= known and self._error:
            raise httpx.ReadError("the connection broke") from self._error
        return len(self._waiting) > known

    def _wake(self) -> None:
        if self._reader and not self._reader.done():
            self._reader.set_result(None)


class Connection(httpx.AsyncByteStream):
    """One HTTP/1.1 connection; it is the body of the answer at hand, and goes to `keep` when that was read whole."""

    def __init__(self, wire: Wire, keep: Callable[["Connection"], None]) -> None:
        self._wire, self._keep = wire, keep
        self._body: AsyncIterator[bytes] = self._counted(0)
        self._is_whole = False  # the body of the answer was read to its end, and the server goes on

    @property
    def is_ready(self) -> bool:
        """Whether another request may be sent; not where the server sent more than was asked for."""
        return self._wire.is_quiet

    async def ask(self, request: httpx.Request) -> httpx.Response:
        """Send a request without a body and read the answer's head."""
        self._is_whole = False
        self._wire.transport.write(http1.request(request.url.raw_path, request.headers.raw))
        request.extensions["is_sent"] = True
        data = await self._wire.read_head(http1.MAX_HEAD)
        head = http1.head(data) if data else None
        if head is None:
            self._wire.put_back(data or b"")
            return await self._ask_h11(request)
        self._body = self._chunked(head.is_last) if head.length is None else self._counted(head.length, head.is_last)
        return httpx.Response(head.status, headers=head.fields, stream=self)

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._body

    async def aclose(self) -> None:
        if self._is_whole and self.is_ready:
            self._keep(self)
        else:
            self.abort()

    def abort(self) -> None:
        self._wire.transport.abort()

    async def _counted(self, length: int, is_last: bool = False) -> AsyncIterator[bytes]:
        left = length
        while left:
            if not (data := await self._wire.read()):
                raise httpx.RemoteProtocolError(EARLY_END)
            if len(data) > left:
                yield data[:left]
                return
            left -= len(data)
            self._is_whole = not left and not is_last
            yield data
        self._is_whole = not is_last

    async def _chunked(self, is_last: bool) -> AsyncIterator[bytes]:
        body = http1.Chunked()
        while not body.is_over:
            if not (received := await self._wire.read()):
                raise httpx.RemoteProtocolError(EARLY_END)
            try:
                data = body.feed(received)
            except http1.MessageError as error:
                raise httpx.RemoteProtocolError(str(error)) from error
            self._is_whole = body.is_over and not body.rest and not is_last
            if data:
                yield data

    async def _ask_h11(self, request: httpx.Request) -> httpx.Response:
        """The answer to a request that was sent, by the parser that knows all that servers may say."""
        http = h11.Connection(h11.CLIENT)
        http.send(h11.Request(method=request.method, target=request.url.raw_path, headers=request.headers.raw))
        http.send(h11.EndOfMessage())
        for _ in range(MAX_INTERIM):
            event = await self._event(http)
            if isinstance(event, h11.Response):
                self._body = self._by_h11(http)
                return httpx.Response(event.status_code, headers=event.headers.raw_items(), stream=self)
        raise httpx.RemoteProtocolError("no answer but interim ones")

    async def _by_h11(self, http: h11.Connection) -> AsyncIterator[bytes]:
        while isinstance(event := await self._event(http), h11.Data):
            yield bytes(event.data)
        is_done = http.our_state is http.their_state is h11.DONE
        self._is_whole = is_done and not http.trailing_data[0]

    async def _event(self, http: h11.Connection) -> object:
        try:
            while (event := http.next_event()) is h11.NEED_DATA:
                http.receive_data(await self._wire.read())
        except h11.RemoteProtocolError as error:
            raise httpx.RemoteProtocolError(str(error)) from error
        return event


class CheckedTransport(httpx.AsyncBaseTransport):
    """HTTP/1.1 to checked addresses: resolved once, refused where not public, and connected to the very address that
    was checked (no DNS rebinding); certificates are verified.

    `overrides` maps host patterns to "host:port"; what it names is connected to unchecked (the newsroom on loopback).
    httpx's own transport looks at all its connections for every request, loses an answer's boundaries where a server
    sends two, and takes interim answers without end; this one keeps one idle connection a host.
    """

    def __init__(self, overrides: dict[str, str], resolve: Resolve) -> None:
        self._overrides, self._resolve = overrides, resolve
        self._context = cache(ssl.create_default_context)
        self._idle: OrderedDict[Origin, Connection] = OrderedDict()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        origin = url.scheme, url.host, url.port or {"http": 80, "https": 443}[url.scheme]
        known = self._idle.pop(origin, None)
        connection = known if known and known.is_ready else await self._connect(origin)
        try:
            return await connection.ask(request)
        except BaseException:
            connection.abort()
            raise

    async def aclose(self) -> None:
        for connection in self._idle.values():
            connection.abort()
        self._idle.clear()
        await asyncio.sleep(0)  # the loop closes sockets in its next round

    async def _connect(self, origin: Origin) -> Connection:
        scheme, host, port = origin
        target = connect_to(host, port, self._overrides)
        addresses, port = ([target[0]], target[1]) if target else (await self._public(host, port), port)
        context, name = (self._context(), host) if scheme == "https" else (None, None)
        for address in addresses:
            is_last = address == addresses[-1]
            try:
                async with asyncio.timeout(None if is_last else ELSEWHERE_SECONDS):
                    _, wire = await asyncio.get_running_loop().create_connection(
                        Wire, address, port, ssl=context, server_hostname=name
                    )
                return Connection(wire, partial(self._keep, origin))
            except OSError as error:
                if is_last:
                    raise httpx.ConnectError("no connection") from error
        raise AssertionError("unreachable: the last address connects or raises")

    def _keep(self, origin: Origin, connection: Connection) -> None:
        self._idle[origin] = connection
        if len(self._idle) > MAX_IDLE:
            self._idle.popitem(last=False)[1].abort()

    async def _public(self, host: str, port: int) -> list[str]:
        try:
            found = await self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise NameNotFoundError(f"{host} does not resolve") from error
        public = [address for address in dict.fromkeys(found) if is_public(address)]
        if not public:
            raise ForbiddenAddressError(f"{host} is not on a public address")
        return public


def transport(overrides: dict[str, str], resolve: Resolve | None = None) -> CheckedTransport:
    """The transport of a run, over the system's resolver."""
    return CheckedTransport(overrides, resolve or resolver())
