"""A server that misbehaves in a hundred ways, one way for each host name: `<behaviour>.test`."""

import asyncio
import socket
import ssl
import struct
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Self

from tests.newsroom.hostile_bytes import CODINGS, FIXED, PAGE, bomb, chunks, head, moved, ok, status
from tests.newsroom.listener import Listener

FILLER = b"x" * 65_536
TLS_HANDSHAKE = b"\x16"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as the server saw it; `began` is monotonic seconds."""

    host: str
    path: str
    lines: tuple[str, ...]
    began: float


@dataclass(frozen=True, slots=True)
class Talk:
    """One request and the means to answer it; `number` counts the host's requests but for robots.txt, from 0."""

    path: str
    number: int
    writer: asyncio.StreamWriter

    async def say(self, *parts: bytes) -> None:
        for part in parts:
            self.writer.write(part)
            await self.writer.drain()

    async def hang(self) -> None:
        await self.writer.wait_closed()

    async def drip(self, data: bytes, pause: float = 0.05) -> None:
        while not self.writer.is_closing():
            await self.say(data)
            await asyncio.sleep(pause)


Answer = Callable[[Talk], Awaitable[None]]


async def _fixed(talk: Talk, answers: tuple[bytes, ...]) -> None:
    await talk.say(answers[min(talk.number, len(answers) - 1)])


async def _paths(talk: Talk, answers: dict[str, bytes]) -> None:
    await talk.say(answers.get(talk.path, status(404)))


async def _bomb(talk: Talk, name: str) -> None:
    await talk.say(bomb(name))


async def _then_hang(talk: Talk, said: bytes) -> None:
    await talk.say(said)
    await talk.hang()


async def _endless(talk: Talk, start: bytes, more: bytes, pause: float = 0.0) -> None:
    await talk.say(start)
    await talk.drip(more, pause)


async def _reset(talk: Talk, said: bytes) -> None:
    await talk.say(said)
    connection = talk.writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    talk.writer.transport.abort()


def _chain(hops: int) -> dict[str, bytes]:
    return {"/": moved("/1")} | {f"/{n}": moved(f"/{n + 1}") for n in range(1, hops)} | {f"/{hops}": ok()}


def _robots(body: bytes) -> dict[str, bytes]:
    return {"/robots.txt": ok(body), "/": ok(), "/page": ok()}


LENGTH_HEAD = head("Content-Type: text/html", f"Content-Length: {len(PAGE)}")
CHUNKED_FILLER = b"10000\r\n" + FILLER + b"\r\n"
LONG_EXTENSION = b"20;" + b"e" * 2_000 + b"\r\n" + b"x" * 32 + b"\r\n"

TIMES: dict[str, tuple[str, Answer]] = {
    "hang-before-head": ("timeout", Talk.hang),
    "hang-in-head": ("timeout", partial(_then_hang, said=b"HTTP/1.1 200 OK\r\nContent-")),
    "hang-after-head": ("timeout", partial(_then_hang, said=LENGTH_HEAD)),
    "hang-in-body": ("timeout", partial(_then_hang, said=LENGTH_HEAD + PAGE[:30])),
    "hang-in-chunk": ("timeout", partial(_then_hang, said=chunks(b"ff\r\nabc"))),
    "drip-head": ("timeout", partial(_endless, start=b"HTTP/1.1 200 OK\r\nX-Slow: ", more=b"x", pause=0.05)),
    "drip-body": ("timeout", partial(_endless, start=head("Content-Length: 100000"), more=b"x", pause=0.05)),
    "drip-chunks": ("timeout", partial(_endless, start=chunks(), more=b"1\r\nx\r\n", pause=0.05)),
    "interim-answers-drip": (
        "protocol", partial(_endless, start=b"", more=b"HTTP/1.1 100 Continue\r\n\r\n", pause=0.001),
    ),
    "interim-answers-in-a-flood": ("protocol", partial(_endless, start=b"", more=b"HTTP/1.1 103 Early\r\n\r\n" * 500)),
    "headers-for-ever": ("protocol", partial(_endless, start=b"HTTP/1.1 200 OK\r\n", more=b"X-A: " + FILLER + b"\r\n")),
    "body-for-ever": ("too_large", partial(_endless, start=head("Content-Type: text/html"), more=FILLER)),
    "chunks-for-ever": ("too_large", partial(_endless, start=chunks(), more=CHUNKED_FILLER)),
    "chunks-of-one-byte-in-a-flood": ("protocol", partial(_endless, start=chunks(), more=b"1\r\nx\r\n" * 10_000)),
    "chunk-extensions-in-a-flood": (
        "protocol", partial(_endless, start=chunks(), more=LONG_EXTENSION * 30),
    ),
    "trailers-for-ever": ("protocol", partial(_endless, start=chunks(b"0\r\n"), more=b"X-A: " + FILLER + b"\r\n")),
    "gzip-for-ever": ("too_large", partial(_endless, start=head("Content-Encoding: gzip"), more=FILLER)),
    "redirect-with-body-for-ever": (
        "not_found", partial(_endless, start=head("Location: //not-found.test/", status="HTTP/1.1 302 F"), more=FILLER),
    ),
    "forbidden-with-body-for-ever": (
        "blocked", partial(_endless, start=head("Content-Type: text/html", status="HTTP/1.1 403 No"), more=FILLER),
    ),
    "forbidden-in-tiny-chunks-for-ever": (
        "blocked", partial(_endless, start=chunks().replace(b"200 OK", b"403 No"), more=b"1\r\nx\r\n" * 10_000),
    ),
    "not-found-and-then-hangs": (
        "not_found", partial(_then_hang, said=head("Content-Length: 900", status="HTTP/1.1 404 No") + b"no"),
    ),
    "reset-before-head": ("protocol", partial(_reset, said=b"")),
    "reset-in-body": ("truncated", partial(_reset, said=LENGTH_HEAD + PAGE[:30])),
}  # fmt: skip

REDIRECTS: dict[str, tuple[str, dict[str, bytes]]] = {
    "redirect-loop": ("too_many_redirects", {"/": moved("/")}),
    "redirect-circle": ("too_many_redirects", {"/": moved("/a"), "/a": moved("/")}),
    "redirect-5-times": ("page", _chain(5)),
    "redirect-6-times": ("too_many_redirects", _chain(6)),
    "redirect-308": ("page", {"/": moved("/b", 308), "/b": ok()}),
    "redirect-relative": ("page", {"/": moved("?b=1"), "/?b=1": ok()}),
    "redirect-to-other-host": ("page", {"/": moved("//plain.test/")}),
    "redirect-with-credentials": ("page", {"/": moved("http://user:secret@plain.test/")}),
    "redirect-without-location": ("bad_redirect", {"/": status(302)}),
    "redirect-to-nonsense": ("bad_redirect", {"/": moved("http://[::1/")}),
    "redirect-to-no-host": ("page", {"/": moved("http:///b"), "/b": ok()}),
    "redirect-to-bad-port": ("bad_redirect", {"/": moved("http://plain.test:99999/")}),
    "redirect-to-file": ("forbidden_scheme", {"/": moved("file:///etc/passwd")}),
    "redirect-to-data": ("forbidden_scheme", {"/": moved("data:text/html,x")}),
    "redirect-to-javascript": ("forbidden_scheme", {"/": moved("javascript:alert(1)")}),
    "redirect-to-ftp": ("forbidden_scheme", {"/": moved("ftp://plain.test/")}),
    "redirect-to-gopher": ("forbidden_scheme", {"/": moved("gopher://127.0.0.1:6379/_x")}),
    "redirect-to-metadata": ("forbidden_address", {"/": moved("http://169.254.169.254/latest/meta-data/")}),
    "redirect-to-loopback": ("forbidden_address", {"/": moved("http://127.0.0.1/")}),
    "redirect-to-short-loopback": ("forbidden_address", {"/": moved("http://127.1/")}),
    "redirect-to-decimal-loopback": ("forbidden_address", {"/": moved("http://2130706433/")}),
    "redirect-to-hex-loopback": ("forbidden_address", {"/": moved("http://0x7f000001/")}),
    "redirect-to-localhost": ("forbidden_address", {"/": moved("http://localhost:8080/")}),
    "redirect-to-zero": ("forbidden_address", {"/": moved("http://0.0.0.0/")}),
    "redirect-to-private": ("forbidden_address", {"/": moved("http://10.0.0.1/")}),
    "redirect-to-loopback-6": ("forbidden_address", {"/": moved("http://[::1]/")}),
    "redirect-to-mapped": ("forbidden_address", {"/": moved("http://[::ffff:127.0.0.1]/")}),
    "redirect-to-nat64": ("forbidden_address", {"/": moved("http://[64:ff9b::a9fe:a9fe]/")}),
    "redirect-to-6to4": ("forbidden_address", {"/": moved("http://[2002:7f00:1::]/")}),
    "redirect-to-link-local-6": ("forbidden_address", {"/": moved("http://[fe80::1]/")}),
    "redirect-to-multicast": ("forbidden_address", {"/": moved("http://239.255.255.250:1900/")}),
    "robots-absent": ("page", {"/": ok()}),
    "robots-disallows": ("robots", _robots(b"User-agent: *\nDisallow: /\n")),
    "robots-names-us": ("robots", _robots(b"User-agent: *\nAllow: /\n\nUser-agent: Tumen/2.0 bot\nDisallow: /\n")),
    "robots-with-byte-order-mark": ("robots", _robots(b"\xef\xbb\xbfUser-agent: *\nDisallow: /\n")),
    "robots-is-a-page": ("page", _robots(PAGE)),
    "robots-is-noise": ("page", _robots(bytes(range(256)) * 100)),
    "robots-forbidden": ("page", {"/robots.txt": status(403), "/": ok()}),
    "robots-broken": ("robots", {"/robots.txt": status(500), "/": ok()}),
    "robots-busy": ("rate_limited", {"/robots.txt": status(429, "Retry-After: 999"), "/": ok()}),
    "robots-truncated": ("truncated", {"/robots.txt": head("Content-Length: 999") + b"User", "/": ok()}),
    "robots-redirects": ("page", {"/robots.txt": moved("http://robots-absent.test/x"), "/": ok()}),
    "robots-redirects-for-ever": ("page", {"/robots.txt": moved("/robots.txt"), "/": ok()}),
    "robots-redirects-inside": ("forbidden_address", {"/robots.txt": moved("http://169.254.169.254/"), "/": ok()}),
    "robots-of-a-thousand-stars": ("page", _robots(b"User-agent: *\n" + b"Disallow: /" + b"*a" * 3_000 + b"$\n")),
    "robots-of-600-kilobytes": ("robots", _robots(b"User-agent: *\nDisallow: /\n" + b"# filler\n" * 66_000)),
    "robots-of-3-megabytes": ("too_large", _robots(b"# filler\n" * 340_000)),
}  # fmt: skip

BEHAVIOURS: dict[str, tuple[str, Answer]] = {
    **{name: (expected, partial(_fixed, answers=answers)) for name, (expected, answers) in FIXED.items()},
    **{name: (expected, partial(_bomb, name=name)) for name, (expected, answers) in CODINGS.items() if not answers},
    **{name: (expected, partial(_paths, answers=answers)) for name, (expected, answers) in REDIRECTS.items()},
    **TIMES,
}
ADDRESSES = {f"http://{name}.test/": expected for name, (expected, _) in BEHAVIOURS.items()} | {
    "https://plain.test/": "tls",
    "https://self-signed.tls.test/": "tls",
    "http://no-one-listens.closed.test/": "connect",
}


class Hostile:
    """`with Hostile() as hostile:` serves from a thread; `requests` is what was asked, but for what robots.txt was."""

    def __init__(self) -> None:
        self.requests: list[Asked] = []
        self._numbers: Counter[str] = Counter()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(Path(__file__).with_name("self_signed.pem"))
        self._listeners = (Listener(self._converse), Listener(self._converse, tls=context))

    @property
    def overrides(self) -> dict[str, str]:
        plain, secure = self._listeners
        return {
            "*.tls.test": f"127.0.0.1:{secure.port}",
            "*.closed.test": "127.0.0.1:1",
            "*.test": f"127.0.0.1:{plain.port}",
        }

    def __enter__(self) -> Self:
        for name in (name for name, (_, answers) in CODINGS.items() if not answers):
            bomb(name)  # made before anyone waits for it
        for listener in self._listeners:
            listener.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for listener in self._listeners:
            listener.stop()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first = await reader.readexactly(1)
        if first == TLS_HANDSHAKE:
            writer.write(status(400))
            return
        lines = (first + await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        path = lines[0].split(" ")[1]
        host = next((line.partition(":")[2].strip() for line in lines if line.lower().startswith("host:")), "")
        name = host.removesuffix(".test")
        self.requests.append(Asked(host, path, tuple(lines), monotonic()))
        if path == "/robots.txt" and not name.startswith("robots-"):
            writer.write(status(404))
        elif name in BEHAVIOURS:
            number = self._numbers[name]
            self._numbers[name] += 1
            await BEHAVIOURS[name][1](Talk(path, number, writer))
