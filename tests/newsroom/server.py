"""The newsroom: one HTTP/1.1 server on loopback that plays every outlet, chosen by the Host header."""

import asyncio
import gzip
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from time import monotonic
from types import TracebackType
from typing import Self

import brotli

from tests.newsroom import gdelt
from tests.newsroom.feeds import DOCUMENTS
from tests.newsroom.listener import Listener
from tests.newsroom.render import front_page, page
from tests.newsroom.world import FIRST_DAY, Article, Outlet, World, load

REASONS = {200: "OK", 304: "Not Modified", 404: "Not Found", 405: "Method Not Allowed"}


@dataclass(frozen=True, slots=True)
class Request:
    """A request as the server saw it; `began` and `ended`, when the answer was ready, are monotonic seconds."""

    host: str
    path: str
    status: int
    is_conditional: bool
    agent: str
    began: float
    ended: float


@dataclass(frozen=True, slots=True)
class Document:
    """What lies at an address on a day, before content codings."""

    content_type: str
    body: bytes
    touched: datetime | None = None


Head = dict[str, str]


class Newsroom:
    """`with Newsroom(day=0) as newsroom:` serves from a thread; `overrides` is what the fetcher's connect_to needs.

    It takes `pause` seconds to answer; `requests` is its log.
    """

    def __init__(self, day: int = 0, port: int = 0, world: World | None = None, pause: float = 0.0) -> None:
        self.world, self._pause = world or load(), pause
        self.requests: list[Request] = []
        self._hosts = {outlet.host: outlet for outlet in self.world.outlets.values()}
        self._documents: dict[tuple[str, str], Document] = {}
        self._listener = Listener(self._converse, port)
        self.set_day(day)

    @property
    def port(self) -> int:
        return self._listener.port

    @property
    def overrides(self) -> dict[str, str]:
        return {"*.example": f"127.0.0.1:{self.port}"}

    def set_day(self, day: int) -> None:
        """Move the newsroom's clock: day 1 has new articles, and edited ones."""
        documents: dict[tuple[str, str], Document] = {}
        for outlet in self.world.outlets.values():
            archive, articles = self.world.of(outlet.id, 0), self.world.of(outlet.id, day)
            documents |= {(outlet.host, path): document for path, document in _published(outlet, archive, articles)}
        self.day, self._documents = day, documents

    def __enter__(self) -> Self:
        self._listener.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.stop()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await self._answer(reader, writer):
            pass

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        text = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        began = monotonic()
        await asyncio.sleep(self._pause)
        (method, path), head = _request_head(text)
        host = head.get("host", "").partition(":")[0].lower()
        status, headers, body = self._response(method, host, path, head)
        framing = self._hosts[host].framing if host in self._hosts else "length"
        is_last = (framing == "close" and bool(body)) or head.get("connection", "").lower() == "close"
        headers += [("Date", format_datetime(FIRST_DAY + timedelta(days=self.day))), *_framing(framing, body, status)]
        lines = [f"HTTP/1.1 {status} {REASONS[status]}", *(f"{name}: {value}" for name, value in headers)]
        lines += ["Connection: close"] if is_last else []
        sent = _chunked(body) if framing == "chunked" and body else body
        ended = monotonic()
        writer.write("\r\n".join([*lines, "", ""]).encode("latin-1") + sent)
        is_conditional = "if-none-match" in head or "if-modified-since" in head
        agent = head.get("user-agent", "")
        self.requests.append(Request(host, path, status, is_conditional, agent, began, ended))
        await writer.drain()
        return not is_last

    def _response(self, method: str, host: str, path: str, head: Head) -> tuple[int, list[tuple[str, str]], bytes]:
        if host == gdelt.HOST and path.startswith(gdelt.PATH):
            content_type, found = gdelt.answer(path, self.world.on(self.day))
            return 200, [("Content-Type", content_type)], found
        outlet, document = self._hosts.get(host), self._documents.get((host, path.partition("#")[0]))
        if document is None and outlet and outlet.tracking:
            document = self._documents.get((host, path.removesuffix(outlet.tracking)))
        if outlet is None or document is None:
            return 404, [("Content-Type", "text/html")], b"<h1>404</h1>"
        if method not in ("GET", "HEAD"):
            return 405, [("Allow", "GET, HEAD")], b""
        headers = list(_validators(outlet, document))
        if _is_fresh(head, dict(headers)):
            return 304, headers, b""
        body, coding = _encoded(outlet, document.body, head.get("accept-encoding", ""))
        headers += [("Content-Type", document.content_type), ("Vary", "Accept-Encoding")]
        headers += [("Content-Encoding", coding)] if coding else []
        return 200, headers, body if method == "GET" else b""


def _request_head(text: str) -> tuple[tuple[str, str], Head]:
    first, *lines = text.split("\r\n")
    method, path = ([*first.split(" "), ""])[:2]
    pairs = (line.partition(":") for line in lines if line)
    return (method, path), {name.strip().lower(): value.strip() for name, _, value in pairs}


def _published(
    outlet: Outlet, archive: tuple[Article, ...], articles: tuple[Article, ...]
) -> Iterator[tuple[str, Document]]:
    """Every address of an outlet, and what lies there."""
    prefix, label = f"http://{outlet.host}", outlet.meta_charset or outlet.encoding
    html = "text/html" + (f"; charset={label}" if outlet.charset in ("header", "both") else "")
    newest = max((article.touched for article in articles), default=None)
    for article in articles:
        text = page(article, archive, articles)
        yield article.url.removeprefix(prefix), Document(html, _bytes(text, outlet.encoding), article.touched)
    for kind in (f"/{kind}.xml" for kind in outlet.discovery if kind != "listing"):
        content_type, write = DOCUMENTS[kind]
        encoding = "utf-8" if kind == "/sitemap.xml" else outlet.encoding
        yield kind, Document(content_type, _bytes(write(outlet, articles), encoding), newest)
    yield "/", Document(html, _bytes(front_page(outlet, articles), outlet.encoding), newest)
    if outlet.robots is not None:
        yield "/robots.txt", Document("text/plain", outlet.robots.encode(), FIRST_DAY)


def _bytes(text: str, encoding: str) -> bytes:
    return text.encode(encoding, "xmlcharrefreplace")


def _validators(outlet: Outlet, document: Document) -> Iterator[tuple[str, str]]:
    tag = f'"{hashlib.sha256(document.body).hexdigest()[:20]}"'
    if outlet.validators in ("both", "etag", "weak_etag"):
        yield "ETag", f"W/{tag}" if outlet.validators == "weak_etag" else tag
    if outlet.validators in ("both", "last_modified") and document.touched:
        yield "Last-Modified", format_datetime(document.touched.astimezone(FIRST_DAY.tzinfo), usegmt=True)


def _is_fresh(head: Head, validators: Head) -> bool:
    """Whether a conditional request may be answered with 304; If-None-Match goes before If-Modified-Since."""
    tags = head.get("if-none-match")
    if tags is not None:
        return bool(validators.get("ETag")) and validators["ETag"] in (tag.strip() for tag in tags.split(","))
    since, changed = head.get("if-modified-since"), validators.get("Last-Modified")
    return bool(since and changed) and parsedate_to_datetime(changed or "") <= parsedate_to_datetime(since or "")


def _encoded(outlet: Outlet, body: bytes, accepted: str) -> tuple[bytes, str]:
    if outlet.compression not in accepted.replace(" ", "").split(","):
        return body, ""
    coded: bytes = gzip.compress(body, mtime=0) if outlet.compression == "gzip" else brotli.compress(body, quality=5)
    return coded, outlet.compression


def _framing(framing: str, body: bytes, status: int) -> list[tuple[str, str]]:
    if status == 304 or (framing == "close" and body):
        return []
    if framing == "chunked" and body:
        return [("Transfer-Encoding", "chunked")]
    return [("Content-Length", str(len(body)))]


def _chunked(body: bytes, size: int = 4096) -> bytes:
    chunks = (body[at : at + size] for at in range(0, len(body), size))
    return b"".join(b"%x\r\n%b\r\n" % (len(chunk), chunk) for chunk in chunks) + b"0\r\n\r\n"
