"""An httpx transport that connects only to addresses that were checked after resolution."""

import asyncio
import socket
import ssl
from collections.abc import Iterable

import httpcore
import httpx

from tasks.core.addresses import connect_to, is_public

MAX_CONNECTIONS = 50


class ForbiddenAddress(httpcore.ConnectError):
    """The name resolves only to addresses that are not public."""


class NameNotFound(httpcore.ConnectError):
    """The name does not resolve."""


class CheckedBackend(httpcore.AsyncNetworkBackend):
    """Resolves once, refuses what is not public, connects to the very address it checked (no DNS rebinding).

    `overrides` maps host patterns to "host:port"; what it names is connected to unchecked (the newsroom on loopback).
    """

    def __init__(self, overrides: dict[str, str]) -> None:
        self._overrides = overrides
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        target = connect_to(host, port, self._overrides)
        addresses, port = ([target[0]], target[1]) if target else (await _public_addresses(host, port), port)
        for address in addresses[:-1]:
            try:
                return await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return await self._inner.connect_tcp(addresses[-1], port, timeout, local_address, socket_options)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


async def _public_addresses(host: str, port: int) -> list[str]:
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NameNotFound(f"{host} does not resolve") from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    public = [address for address in addresses if is_public(address)]
    if not public:
        raise ForbiddenAddress(f"{host} is not on a public address")
    return public


def transport(overrides: dict[str, str]) -> httpx.AsyncHTTPTransport:
    """An HTTP/1.1 transport over the checked backend, with at most 50 connections and verified certificates."""
    checked = httpx.AsyncHTTPTransport(trust_env=False)
    checked._pool = httpcore.AsyncConnectionPool(
        ssl_context=ssl.create_default_context(),
        max_connections=MAX_CONNECTIONS,
        max_keepalive_connections=MAX_CONNECTIONS,
        keepalive_expiry=15.0,
        network_backend=CheckedBackend(overrides),
    )
    return checked
