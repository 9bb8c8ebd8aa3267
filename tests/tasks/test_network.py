"""The transport against real sockets: whom it connects to, and what it makes of a connection that stays open."""

import asyncio
import subprocess
import sys
from collections.abc import Callable

import pytest

from tasks.core.records import Failure, Response
from tasks.network import Resolve, resolver, transport
from tasks.settings import ROOT
from tasks.web import Client
from tests.newsroom.hostile_bytes import ok
from tests.newsroom.listener import Listener


def resolving(*answers: list[str]) -> tuple[Resolve, list[str]]:
    """A resolver that gives the answers in turn, and the names that it was asked for."""
    asked: list[str] = []

    async def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        found = answers[min(len(asked), len(answers)) - 1]
        if not found:
            raise OSError("no such name")
        return found

    return resolve, asked


def outcomes(urls: list[str], overrides: dict[str, str], resolve: Resolve | None = None) -> list[str]:
    """The body of each page, or the reason of its failure."""

    async def run() -> list[str]:
        client = Client(transport(overrides, resolve), request_seconds=2.0, respect_robots=False, retries=0)
        async with client:
            found = [await client.get(url, "x", "fetch", 0.0) for url in urls]
        return [o.body.decode() if isinstance(o, Response) else o.reason for o in found]

    return asyncio.run(run())


def serving(answer: Callable[[int], bytes]) -> tuple[Listener, list[int]]:
    """A server that keeps connections open, and to which connection, by number, each request came."""
    connections: list[int] = []
    opened = iter(range(1_000))

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        number = next(opened)
        while True:
            await reader.readuntil(b"\r\n\r\n")
            connections.append(number)
            writer.write(answer(len(connections)))

    return Listener(converse), connections


@pytest.mark.parametrize(
    "found", [["127.0.0.1"], ["10.0.0.1", "::1"], ["169.254.169.254"], ["fe80::1%eth0"], ["nonsense"]]
)
def test_names_on_addresses_that_are_not_public_are_refused(found: list[str]) -> None:
    resolve, asked = resolving(found)
    assert outcomes(["http://rebound.test/"], {}, resolve) == ["forbidden_address"]
    assert asked == ["rebound.test"]


def test_names_that_do_not_resolve_are_a_failure() -> None:
    resolve, _ = resolving([])
    assert outcomes(["http://nowhere.test/"], {}, resolve) == ["dns"]


def test_a_name_that_turns_to_loopback_after_the_check_is_not_followed() -> None:
    listener, connections = serving(lambda n: ok(b"inside"))
    listener.start()
    resolve, asked = resolving(["2001:4860:4860::8888"], ["127.0.0.1"])
    url = f"http://rebound.test:{listener.port}/"
    first, second = outcomes([url, url], {}, resolve)
    listener.stop()
    assert first in ("connect", "timeout")
    assert second == "forbidden_address"
    assert asked == ["rebound.test", "rebound.test"]
    assert connections == []


def test_overrides_are_connected_to_without_asking_for_the_name() -> None:
    listener, _ = serving(lambda n: ok(b"newsroom"))
    listener.start()
    resolve, asked = resolving([])
    assert outcomes(["http://a.test/"], {"*.test": f"127.0.0.1:{listener.port}"}, resolve) == ["newsroom"]
    listener.stop()
    assert asked == []


def test_a_connection_is_used_again() -> None:
    listener, connections = serving(lambda n: ok(str(n).encode()))
    listener.start()
    overrides = {"*.test": f"127.0.0.1:{listener.port}"}
    assert outcomes(["http://a.test/", "http://a.test/2", "http://b.test/"], overrides) == ["1", "2", "3"]
    listener.stop()
    assert connections == [0, 0, 1]


def test_an_answer_that_was_not_asked_for_is_not_taken_for_the_next_page() -> None:
    listener, connections = serving(lambda n: ok(str(n).encode()) + ok(b"smuggled"))
    listener.start()
    overrides = {"*.test": f"127.0.0.1:{listener.port}"}
    assert outcomes(["http://a.test/", "http://a.test/2"], overrides) == ["1", "2"]
    listener.stop()
    assert connections == [0, 1]


def test_a_connection_that_the_server_closed_meanwhile_is_not_used() -> None:
    listener, connections = serving(lambda n: ok(str(n).encode()))

    async def run() -> list[bytes]:
        async with Client(transport({"*": f"127.0.0.1:{listener.port}"}), respect_robots=False, retries=0) as client:
            first = await client.get("http://a.test/", "x", "fetch", 0.0)
            listener.close_connections()
            await asyncio.sleep(0.05)
            second = await client.get("http://a.test/", "x", "fetch", 0.0)
        return [o.body for o in (first, second) if not isinstance(o, Failure)]

    listener.start()
    assert asyncio.run(run()) == [b"1", b"2"]
    listener.stop()
    assert connections == [0, 1]


def test_a_request_that_was_sent_and_not_answered_is_told_of() -> None:
    listener, _ = serving(lambda n: b"")

    async def run() -> list[Failure]:
        overrides = {"a.test": f"127.0.0.1:{listener.port}", "b.test": "127.0.0.1:1"}
        async with Client(transport(overrides), request_seconds=0.3, respect_robots=False, retries=0) as client:
            found = [await client.get(f"http://{host}/x?key=1", "x", "fetch", 0.0) for host in ("a.test", "b.test")]
        return [outcome for outcome in found if isinstance(outcome, Failure)]

    listener.start()
    silent, closed = asyncio.run(run())
    listener.stop()
    assert (silent.reason, closed.reason, closed.unanswered) == ("timeout", "connect", None)
    assert silent.unanswered is not None
    url, headers = silent.unanswered
    assert (url, headers[0]) == ("http://a.test/x?key=1", ("Host", "a.test"))
    assert "key=1" not in repr(silent)


async def looked_up(host: str) -> list[str]:
    return await resolver()(host, 80)


def test_the_systems_resolver_finds_addresses_and_says_where_there_is_none() -> None:
    assert "127.0.0.1" in asyncio.run(looked_up("127.0.0.1"))
    with pytest.raises(OSError, match=r"\w"):
        asyncio.run(looked_up("no name"))


HANGING = """
import asyncio, socket, threading
socket.getaddrinfo = lambda *asked, **options: threading.Event().wait()
from tasks.network import resolver

async def main():
    await asyncio.wait_for(resolver()("slow.example", 80), 0.01)

try:
    asyncio.run(main())
except TimeoutError:
    print("given up")
"""


def test_a_name_that_is_still_looked_up_does_not_keep_the_process_alive() -> None:
    ended = subprocess.run([sys.executable, "-c", HANGING], cwd=ROOT, capture_output=True, timeout=60, check=True)
    assert (ended.stdout, ended.stderr) == (b"given up\n", b"")
