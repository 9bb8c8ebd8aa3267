"""One HTTP/1.1 connection: its bytes as they come in, a request, and the answer to it."""

import asyncio
from collections.abc import AsyncIterator, Callable

import h11
import httpx

from tasks.core import http1

MAX_INTERIM = 20  # 1xx answers to one request
HIGH_WATER = 256 * 1024
EARLY_END = "peer closed connection without sending complete message body"


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
        with memoryview(self._waiting) as waiting:
            data = bytes(waiting[:count])
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
