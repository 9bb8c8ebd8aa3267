"""HTTP/1.1 as most servers speak it, written and read strictly (RFC 9112); what is unusual is left to h11, which costs
ten times as much."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

MAX_HEAD = 16 * 1024
MAX_LINE = 4 * 1024  # the size of a chunk, with its extensions
MAX_OVERHEAD = 100_000  # bytes of chunk sizes and extensions that may outweigh the data

FIELD = rb"[!#$%&'*+.^_`|~0-9A-Za-z-]++:[ \t]*+[\t -~\x80-\xff]*+\r\n"
REQUEST = re.compile(rb"GET [!-~]++ HTTP/1\.1\r\n(?:" + FIELD + rb")++\r\n")
HEAD = re.compile(rb"HTTP/1\.1 ([2-9][0-9]{2})(?: [\t -~\x80-\xff]*+)?\r\n((?:" + FIELD + rb")*+)\r\n")
PAIR = re.compile(rb"([^:]++):[ \t]*+([^\r]*+)\r\n")
LENGTH = re.compile(rb"[0-9]{1,18}")
CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,16})[ \t]*+(?:;[\t -~\x80-\xff]*+)?")
BODILESS = frozenset({204, 304})
FRAMING = (b"content-length", b"transfer-encoding", b"connection")

Fields = list[tuple[bytes, bytes]]


class MessageError(ValueError):
    """Bytes that are no message."""


@dataclass(frozen=True, slots=True)
class Head:
    """The head of an answer: `size` is its length in bytes, `length` that of the body that follows, None for a chunked
    one; `is_last` where the server will close the connection."""

    status: int
    fields: Fields
    size: int
    length: int | None
    is_last: bool


def request(target: bytes, fields: Sequence[tuple[bytes, bytes]]) -> bytes:
    """A GET request without a body. Raises MessageError where a part would break out of its line."""
    message = b"".join((b"GET %b HTTP/1.1\r\n" % target, *(b"%b: %b\r\n" % field for field in fields), b"\r\n"))
    if not REQUEST.fullmatch(message) or message.count(b"\n") != len(fields) + 2:
        raise MessageError("a request that is none")
    return message


def head(data: bytes) -> Head | None:
    """The head of an answer that ends in an empty line; None where it is not of the usual kind.

    Usual is a final status, fields one a line, and a body whose end is told once: by one Content-Length, by "chunked",
    or by a status that has none.
    """
    found = HEAD.fullmatch(data)
    if not found:
        return None
    status, fields = int(found[1]), [(name, value.rstrip()) for name, value in PAIR.findall(found[2])]
    lengths, codings, connection = (_values(fields, name) for name in FRAMING)
    is_bodiless = status in BODILESS
    is_told_twice = len(lengths) + len(codings) > 1 or (is_bodiless and codings)
    is_odd = any(not LENGTH.fullmatch(value) for value in lengths) or any(value != b"chunked" for value in codings)
    if is_told_twice or is_odd or not (lengths or codings or is_bodiless):
        return None
    length = 0 if is_bodiless else int(lengths[0]) if lengths else None
    return Head(status, fields, len(data), length, any(b"close" in value for value in connection))


def _values(fields: Fields, name: bytes) -> list[bytes]:
    return [value.lower() for key, value in fields if len(key) == len(name) and key.lower() == name]


class Chunked:
    """A chunked body: `feed` takes what came in and gives the data in it; `rest` is what came in after its end."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._expects: Literal["size", "data", "end of data", "trailer", "nothing"] = "size"
        self._left = self._data = self._overhead = 0

    @property
    def is_over(self) -> bool:
        return self._expects == "nothing"

    @property
    def rest(self) -> bytes:
        return bytes(self._buffer) if self.is_over else b""

    def feed(self, received: bytes) -> bytes:
        """The data in what came in. Raises MessageError where it is no chunked body, or one of little but sizes."""
        self._buffer += received
        pieces, at = [], 0
        while not self.is_over:
            if self._expects == "data":
                pieces.append(self._buffer[at : at + self._left])
                at += len(pieces[-1])
                self._took(len(pieces[-1]))
            if self._expects == "data" or (end := self._end_of_line(at)) is None:
                break
            self._read_line(at, end)
            at = end + 2
        del self._buffer[:at]
        return b"".join(pieces)

    def _took(self, count: int) -> None:
        self._left -= count
        self._data += count
        if not self._left:
            self._expects = "end of data"

    def _end_of_line(self, at: int) -> int | None:
        """Where the line ends that begins at `at`; None where it has not come in yet."""
        most = 2 if self._expects == "end of data" else MAX_LINE
        end = self._buffer.find(b"\r\n", at, at + most)
        if end < 0 and len(self._buffer) - at >= most:
            raise MessageError("a line that does not end where it should")
        return end if end >= 0 else None

    def _read_line(self, start: int, end: int) -> None:
        self._overhead += end + 2 - start
        if self._overhead > MAX_OVERHEAD and self._overhead > self._data:
            raise MessageError("a body of little but chunk sizes")
        if self._expects == "size":
            size = CHUNK_SIZE.fullmatch(self._buffer, start, end)
            if not size:
                raise MessageError("a chunk without a size")
            self._left = int(size[1], 16)
            self._expects = "data" if self._left else "trailer"
        elif self._expects == "end of data":
            self._expects = "size"
        elif start == end:
            self._expects = "nothing"
