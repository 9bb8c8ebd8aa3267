"""An httpx transport that connects only to addresses that were checked after resolution."""

import asyncio
import socket
import ssl
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial
from typing import Any

import httpcore
import httpx

from tasks.core.addresses import connect_to, is_public

MAX_CONNECTIONS = 50
MAX_HOSTS = 4 * MAX_CONNECTIONS

Resolve = Callable[[str, int], Awaitable[list[str]]]


class ForbiddenAddressError(httpcore.ConnectError):
    """The name resolves only to addresses that are not public."""


class NameNotFoundError(httpcore.ConnectError):
    """The name does not resolve."""


def resolver() -> Resolve:
    """The system's resolver, with threads of its own: names that hang must not keep the others waiting."""
    threads = ThreadPoolExecutor(MAX_CONNECTIONS, "resolver")

    async def resolve(host: str, port: int) -> list[str]:
        ask = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
        found = await asyncio.get_running_loop().run_in_executor(threads, ask)
        return [str(entry[4][0]) for entry in found]

    return resolve


class BudgetSpentError(httpcore.RemoteProtocolError):
    """The server sent more bytes than the request at hand may cost."""


@dataclass(slots=True)
class Budget:
    """Bytes that may still be read for a request: a flood of interim answers or chunk headers never becomes a body."""

    left: int


BUDGET: ContextVar[Budget | None] = ContextVar("BUDGET", default=None)


class BudgetedStream(httpcore.AsyncNetworkStream):
    """A connection that raises BudgetSpentError when the Budget of the context is spent."""

    def __init__(self, inner: httpcore.AsyncNetworkStream) -> None:
        self._inner = inner

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109  # httpcore's name
        data = await self._inner.read(max_bytes, timeout)
        if budget := BUDGET.get():
            budget.left -= len(data)
            if budget.left < 0:
                raise BudgetSpentError("more bytes than one response may have")
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109
        await self._inner.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._inner.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> httpcore.AsyncNetworkStream:
        return BudgetedStream(await self._inner.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class CheckedBackend(httpcore.AsyncNetworkBackend):
    """Resolves once, refuses what is not public, connects to the very address it checked (no DNS rebinding).

    `overrides` maps host patterns to "host:port"; what it names is connected to unchecked (the newsroom on loopback).
    """

    def __init__(
        self, overrides: dict[str, str], resolve: Resolve, inner: httpcore.AsyncNetworkBackend | None = None
    ) -> None:
        self._overrides, self._resolve = overrides, resolve
        self._inner = inner or httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  # the name is httpcore's
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        target = connect_to(host, port, self._overrides)
        addresses, port = ([target[0]], target[1]) if target else (await self._public(host, port), port)
        share = timeout and timeout / len(addresses)
        for address in addresses[:-1]:
            try:
                found = await self._inner.connect_tcp(address, port, share, local_address, socket_options)
                return BudgetedStream(found)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return BudgetedStream(await self._inner.connect_tcp(addresses[-1], port, share, local_address, socket_options))

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def _public(self, host: str, port: int) -> list[str]:
        try:
            found = await self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise NameNotFoundError(f"{host} does not resolve") from error
        public = [address for address in dict.fromkeys(found) if is_public(address)]
        if not public:
            raise ForbiddenAddressError(f"{host} is not on a public address")
        return public


class HostTransport(httpx.AsyncBaseTransport):
    """One connection for each host in turn, over the checked backend.

    A pool for all of them looks at every connection for every request, which costs more than the request itself.
    """

    def __init__(self, backend: CheckedBackend) -> None:
        self._backend, self._context = backend, ssl.create_default_context()
        self._transports: OrderedDict[tuple[str, str, int | None], httpx.AsyncHTTPTransport] = OrderedDict()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        origin = (request.url.scheme, request.url.host, request.url.port)
        chosen = self._transports.get(origin) or self._new()
        self._transports[origin] = chosen
        self._transports.move_to_end(origin)
        await self._close_idle()
        return await chosen.handle_async_request(request)

    async def aclose(self) -> None:
        for transport in self._transports.values():
            await transport.aclose()
        self._transports.clear()

    def _new(self) -> httpx.AsyncHTTPTransport:
        transport = httpx.AsyncHTTPTransport(verify=self._context, trust_env=False)
        transport._pool = httpcore.AsyncConnectionPool(
            ssl_context=self._context, max_connections=1, keepalive_expiry=15.0, network_backend=self._backend
        )
        return transport

    async def _close_idle(self) -> None:
        """The transport that was used longest ago, when there are too many; later ones in turn where it is at work."""
        if len(self._transports) > MAX_HOSTS:
            origin, oldest = self._transports.popitem(last=False)
            pool = oldest._pool
            if all(connection.is_idle() or connection.is_closed() for connection in pool.connections):
                await oldest.aclose()
            else:
                self._transports[origin] = oldest


def transport(overrides: dict[str, str], resolve: Resolve | None = None) -> httpx.AsyncBaseTransport:
    """An HTTP/1.1 transport over the checked backend, with verified certificates."""
    return HostTransport(CheckedBackend(overrides, resolve or resolver()))
