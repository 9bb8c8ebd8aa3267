"""HTTP/1.1 of the usual kind; what is not usual is told apart."""

import h11
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.core.http1 import MAX_LINE, Chunked, MessageError, head, request

FIELDS = [(b"Host", b"a.example"), (b"Accept", b"*/*")]


def answer(*lines: str, status: str = "HTTP/1.1 200 OK") -> bytes:
    return "\r\n".join([status, *lines, "", ""]).encode("latin-1")


def test_a_request_is_its_line_and_its_fields() -> None:
    assert request(b"/a?b=1", FIELDS) == b"GET /a?b=1 HTTP/1.1\r\nHost: a.example\r\nAccept: */*\r\n\r\n"


@pytest.mark.parametrize(
    ("target", "field"),
    [
        (b"/a b", (b"A", b"1")),
        (b"/\r\nX: 1", (b"A", b"1")),
        (b"", (b"A", b"1")),
        (b"/", (b"A", b"1\r\nX: 2")),
        (b"/", (b"A", b"1\nX: 2")),
        (b"/", (b"A\r\nX", b"2")),
        (b"/", (b"A", b"1\r\n")),
        (b"/", (b"", b"1")),
        (b"/", (b"A ", b"1")),
        (b"/", (b"A", b"\0")),
    ],
)
def test_nothing_breaks_out_of_its_line(target: bytes, field: tuple[bytes, bytes]) -> None:
    with pytest.raises(MessageError):
        request(target, [field])


@pytest.mark.parametrize(
    ("data", "length", "is_last"),
    [
        (answer("Content-Length: 12"), 12, False),
        (answer("CONTENT-length:\t12  "), 12, False),
        (answer("Content-Length: 0", "Connection: Close"), 0, True),
        (answer("Content-Length: 7", "Connection: keep-alive"), 7, False),
        (answer("Transfer-Encoding: Chunked"), None, False),
        (answer("Content-Length: 12", status="HTTP/1.1 304 Not Modified"), 0, False),
        (answer(status="HTTP/1.1 204 "), 0, False),
        (answer("Content-Length: 1", status="HTTP/1.1 404"), 1, False),
    ],
)
def test_the_body_ends_where_the_head_says(data: bytes, length: int | None, is_last: bool) -> None:
    found = head(data)
    assert found is not None
    assert (found.length, found.is_last) == (length, is_last)


def test_fields_are_kept_as_they_came() -> None:
    found = head(answer("Content-Length: 0", "Set-Cookie: a=b; c", "set-cookie:  \xe9:  x ", "X-Empty:"))
    assert found is not None
    assert found.fields == [
        (b"Content-Length", b"0"),
        (b"Set-Cookie", b"a=b; c"),
        (b"set-cookie", b"\xe9:  x"),
        (b"X-Empty", b""),
    ]


@pytest.mark.parametrize(
    "data",
    [
        answer(),
        answer("Content-Length: 12", "Content-Length: 12"),
        answer("Content-Length: 12, 12"),
        answer("Content-Length: -1"),
        answer("Content-Length: +1"),
        answer("Content-Length: 0x1"),
        answer(f"Content-Length: {'9' * 19}"),
        answer("Content-Length: 12", "Transfer-Encoding: chunked"),
        answer("Transfer-Encoding: gzip, chunked"),
        answer("Transfer-Encoding: chunked", "Transfer-Encoding: chunked"),
        answer("Transfer-Encoding: chunked", status="HTTP/1.1 204 No"),
        answer("Content-Length: 1", status="HTTP/1.0 200 OK"),
        answer("Content-Length: 1", status="HTTP/1.1 103 Early"),
        answer("Content-Length: 1", status="HTTP/1.1 2000 OK"),
        answer("Content-Length: 1", "X: a", " folded"),
        answer("Content-Length : 1"),
        answer("Content-Length: 1", "no colon"),
        answer("Content-Length: 1", ": no name"),
        answer("Content-Length: 1", "X: a\0b"),
        answer("Content-Length: 1", "X: a\rb"),
        answer("Content-Length: 1").replace(b"\r\n", b"\n"),
        answer("Content-Length: 1") + b"x",
        answer("X:" + " " * 16_000 + "\0"),
        b"<html>",
        b"",
    ],
)
def test_what_is_unusual_is_left_to_others(data: bytes) -> None:
    assert head(data) is None


def read(*parts: bytes) -> tuple[bytes, bool, bytes]:
    body = Chunked()
    data = b"".join(body.feed(part) for part in parts)
    return data, body.is_over, body.rest


def test_a_chunked_body_is_its_data() -> None:
    whole = b"5\r\nhello\r\n0A ;a=b\r\n, harbour!\r\n0\r\nX-Trailer: 1\r\n\r\n"
    assert read(whole) == (b"hello, harbour!", True, b"")
    assert read(*(whole[at : at + 1] for at in range(len(whole)))) == (b"hello, harbour!", True, b"")
    assert read(whole, b"HTTP/1.1") == (b"hello, harbour!", True, b"HTTP/1.1")
    assert read(whole[:-2]) == (b"hello, harbour!", False, b"")
    assert read(b"5\r\nhel") == (b"hel", False, b"")


@pytest.mark.parametrize(
    "body",
    [
        b"zz\r\n",
        b"-5\r\n",
        b"\r\n",
        b" 5\r\nhello\r\n",
        b"5;a\nb\r\n",
        b"0x5\r\n",
        b"5\r\nhello5\r\n",
        b"5\r\nhello\n\n",
        b"f" * 17 + b"\r\n",
        b"0" * MAX_LINE,
        b"0\r\n" + b"X" * MAX_LINE,
        b"1\r\nx\r\n" * 30_000,
        (b"20;" + b"e" * 2_000 + b"\r\n" + b"x" * 32 + b"\r\n") * 60,
        b"0\r\n" + b"X: 1\r\n" * 20_000,
    ],
)
def test_what_is_no_chunked_body_is_refused(body: bytes) -> None:
    with pytest.raises(MessageError):
        read(body)


@settings(deadline=None, max_examples=50)
@given(chunks=st.lists(st.binary(min_size=1, max_size=300), max_size=8), cuts=st.lists(st.integers(1, 50), min_size=1))
def test_it_does_not_matter_how_the_bytes_come_in(chunks: list[bytes], cuts: list[int]) -> None:
    whole = b"".join(b"%x\r\n%b\r\n" % (len(chunk), chunk) for chunk in chunks) + b"0\r\n\r\n"
    parts, at = list[bytes](), 0
    while at < len(whole):
        size = cuts[len(parts) % len(cuts)]
        parts.append(whole[at : at + size])
        at += size
    assert read(*parts) == (b"".join(chunks), True, b"")


NAMES = st.sampled_from(
    ["Content-Length", "content-length", "Transfer-Encoding", "Connection", "X-A", "ETag", "X A", "", "X:"]
)
VALUES = st.sampled_from(
    ["5", "0", "05", "+5", "5, 5", "chunked", "Chunked", "gzip, chunked", "close", "keep-alive, x"]
)
ODD = st.text(st.characters(max_codepoint=255), max_size=8)
STATUSES = st.sampled_from(["HTTP/1.1 200 OK", "HTTP/1.1 404", "HTTP/1.1 304 x", "HTTP/1.0 200 OK", "HTTP/1.1 103 x"])
BODY = b"5\r\nhello\r\n0\r\n\r\n"


def by_h11(data: bytes) -> tuple[int, list[tuple[bytes, bytes]], bytes, bool]:
    """What h11 makes of an answer with BODY after it: status, fields, the body it reads, whether all went well."""
    http = h11.Connection(h11.CLIENT)
    http.send(h11.Request(method="GET", target="/", headers=[("Host", "a.example")]))
    http.send(h11.EndOfMessage())
    http.receive_data(data + BODY)
    response, body = http.next_event(), b""
    assert isinstance(response, h11.Response)
    while isinstance(event := http.next_event(), h11.Data):
        body += event.data
    return response.status_code, list(response.headers.raw_items()), body, isinstance(event, h11.EndOfMessage)


def lowered(fields: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    return [(name, value.lower()) for name, value in fields]


@settings(deadline=None, max_examples=300)
@given(STATUSES, st.lists(st.tuples(NAMES, VALUES | ODD), max_size=4))
def test_what_is_taken_for_usual_is_read_as_h11_reads_it(status: str, fields: list[tuple[str, str]]) -> None:
    data = answer(*(f"{name}: {value}" for name, value in fields), status=status)
    found = head(data)
    if found is None:
        return
    number, kept, body, is_whole = by_h11(data)
    assert (found.status, lowered(found.fields)) == (number, lowered(kept))  # h11 lowers some values
    expected = read(BODY)[0] if found.length is None else BODY[: found.length]
    if found.length is None or found.length <= len(BODY):
        assert (body, is_whole) == (expected, True)
