"""Connections to addresses that were checked after resolution, and an httpx transport over them."""

import asyncio
import socket
import ssl
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from functools import cache, partial
from threading import Thread
from typing import Any

import httpx

from tasks.connection import Connection, Wire
from tasks.core.addresses import connect_to, is_public

MAX_IDLE = 200
ELSEWHERE_SECONDS = 5.0  # for an address of a host that has others

Resolve = Callable[[str, int], Awaitable[list[str]]]
Origin = tuple[str, str, int]


class ForbiddenAddressError(OSError):
    """The name resolves only to addresses that are not public."""


class NameNotFoundError(OSError):
    """The name does not resolve."""


def resolver() -> Resolve:
    """The system's resolver, a thread a name: names that hang keep neither the others nor the end of the process
    waiting."""

    async def resolve(host: str, port: int) -> list[str]:
        ask = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
        return [str(entry[4][0]) for entry in await asyncio.wrap_future(_abandonable(ask))]

    return resolve


def _abandonable(ask: Callable[[], Any]) -> "Future[Any]":
    """What a thread will have found; an executor's threads would be waited for at the end of the process."""
    outcome: Future[Any] = Future()
    outcome.set_running_or_notify_cancel()

    def work() -> None:
        try:
            outcome.set_result(ask())
        except Exception as error:  # noqa: BLE001  raised where the outcome is awaited
            outcome.set_exception(error)

    Thread(target=work, name="resolver", daemon=True).start()
    return outcome


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
