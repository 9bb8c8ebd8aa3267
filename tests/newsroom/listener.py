"""A TCP server on loopback, in a thread of its own."""

import asyncio
import ssl
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress

Converse = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class Listener:
    """Hands every connection to `converse`, closes it after, and all of them on `stop`; port 0 takes a free one."""

    def __init__(self, converse: Converse, port: int = 0, tls: ssl.SSLContext | None = None) -> None:
        self.port = port
        self._converse, self._tls = converse, tls
        self._writers: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="listener", daemon=True)

    def start(self) -> None:
        """Listen; returns when connections are accepted."""
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()
        self.port = self._server.sockets[0].getsockname()[1]

    def stop(self) -> None:
        """Close every connection and end the thread."""
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def close_connections(self) -> None:
        """Break every connection that is open, and go on listening."""
        for writer in list(self._writers):
            self._loop.call_soon_threadsafe(writer.transport.abort)

    async def _listen(self) -> asyncio.Server:
        return await asyncio.start_server(self._connected, "127.0.0.1", self.port, ssl=self._tls, backlog=256)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        with suppress(OSError, EOFError, asyncio.LimitOverrunError):
            await self._converse(reader, writer)
        self._writers.discard(writer)
        writer.close()

    async def _close(self) -> None:
        self._server.close()
        for writer in self._writers:
            writer.transport.abort()
        await asyncio.gather(*asyncio.all_tasks() - {asyncio.current_task()}, return_exceptions=True)
