"""What hostile and broken servers say, byte for byte, and what has to come of it.

`FIXED` maps a behaviour's name to the expected outcome ("page", or a reason of records.FetchFailure) and to the answers
to the first, second, ... request; the last one is repeated. The connection is closed after each.
"""

import gzip
import random
import zlib
from functools import cache

import brotli
import zstandard

MARK = "This is the right page."
PAGE = f"<!DOCTYPE html><html><body><h1>Harbour</h1><p>{MARK}</p></body></html>".encode()
BOMB_BYTES = 256_000_000
NOISE = random.Random(1).randbytes(50_000)


def ok(body: bytes = PAGE, *headers: str) -> bytes:
    """A faultless response with further header lines."""
    lines = ["HTTP/1.1 200 OK", "Content-Type: text/html", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode("latin-1") + body


def head(*lines: str, status: str = "HTTP/1.1 200 OK") -> bytes:
    """A status line and headers."""
    return "\r\n".join([status, *lines, "", ""]).encode("latin-1")


def status(code: int, *headers: str) -> bytes:
    """A short answer with a status of its own."""
    return head(*headers, "Content-Length: 2", status=f"HTTP/1.1 {code} Oh") + b"no"


def moved(location: str, code: int = 302) -> bytes:
    """A redirect."""
    return status(code, f"Location: {location}")


def coded(coding: str, body: bytes) -> bytes:
    """A body with a content coding."""
    return ok(body, f"Content-Encoding: {coding}")


def chunks(*lines: bytes) -> bytes:
    """A chunked response, its chunks as they are given."""
    return head("Content-Type: text/html", "Transfer-Encoding: chunked") + b"".join(lines)


@cache
def gzip_bomb() -> bytes:
    """Zeros that gzip folds to a thousandth."""
    packer, block = zlib.compressobj(1, zlib.DEFLATED, 31), bytes(1_000_000)
    return b"".join(packer.compress(block) for _ in range(BOMB_BYTES // len(block))) + packer.flush()


CHUNK = b"%x\r\n%b\r\n" % (len(PAGE), PAGE)
END = b"0\r\n\r\n"
RAW_DEFLATE = zlib.compressobj(wbits=-15)
LONG_PAGE = PAGE + NOISE.hex().encode()
GZIP, BROTLI, ZSTD = gzip.compress(LONG_PAGE), brotli.compress(LONG_PAGE), zstandard.compress(LONG_PAGE)

LENGTHS: dict[str, tuple[str, tuple[bytes, ...]]] = {
    "plain": ("page", (ok(),)),
    "length-missing": ("page", (head("Content-Type: text/html") + PAGE,)),
    "length-too-long": ("truncated", (head("Content-Length: 9000") + PAGE,)),
    "length-too-short-gzip": ("truncated", (head("Content-Encoding: gzip", "Content-Length: 90") + GZIP,)),
    "length-negative": ("protocol", (head("Content-Length: -1") + PAGE,)),
    "length-in-words": ("protocol", (head("Content-Length: many") + PAGE,)),
    "length-huge": ("too_large", (head("Content-Length: 999999999999999999") + PAGE,)),
    "length-with-a-sign": ("protocol", (head(f"Content-Length: +{len(PAGE)}") + PAGE,)),
    "length-in-hexadecimal": ("protocol", (head("Content-Length: 0x10") + PAGE,)),
    "length-and-close": ("page", (ok(PAGE, "Connection: close"),)),
    "length-absurd": ("protocol", (head(f"Content-Length: {'9' * 400}") + PAGE,)),
    "length-twice-equal": ("page", (ok(PAGE, f"Content-Length: {len(PAGE)}"),)),
    "length-twice-different": ("protocol", (ok(PAGE, "Content-Length: 7"),)),
    "length-and-chunked": ("page", (head("Content-Length: 3", "Transfer-Encoding: chunked") + CHUNK + END,)),
    "chunked": ("page", (chunks(CHUNK, END),)),
    "chunk-extensions": ("page", (chunks(b"%x;a=b\r\n%b\r\n" % (len(PAGE), PAGE), b"0\r\nX-Trailer: 1\r\n\r\n"),)),
    "chunk-size-garbage": ("protocol", (chunks(b"zz\r\n", PAGE),)),
    "chunk-size-negative": ("protocol", (chunks(b"-5\r\n", PAGE),)),
    "chunk-size-huge": ("truncated", (chunks(b"ffffffffffff\r\n", PAGE),)),
    "chunk-size-endless": ("protocol", (chunks(b"0" * 200_000),)),
    "chunked-and-smuggled": ("page", (chunks(CHUNK, END) + ok(b"<p>a smuggled page</p>"),)),
    "chunk-size-with-prefix": ("protocol", (chunks(b"0x5\r\nhello\r\n", END),)),
    "chunked-twice": ("protocol", (head("Transfer-Encoding: chunked, chunked") + CHUNK + END,)),
    "chunk-without-end": ("truncated", (chunks(CHUNK),)),
    "chunk-overrun": ("protocol", (chunks(b"5\r\n" + PAGE + b"\r\n", END),)),
    "transfer-coding-unknown": ("protocol", (head("Transfer-Encoding: banana") + PAGE,)),
    "empty-answer": ("protocol", (b"",)),
    "second-answer-smuggled": ("page", (ok() + ok(b"<p>a smuggled page</p>"),)),
}

HEADS: dict[str, tuple[str, tuple[bytes, ...]]] = {
    "header-name-illegal": ("protocol", (head("Bad Header: 1") + PAGE,)),
    "header-with-nul": ("protocol", (head("X-Nul: a\0b") + PAGE,)),
    "header-without-colon": ("protocol", (head("no colon here") + PAGE,)),
    "header-without-name": ("protocol", (head(": value") + PAGE,)),
    "header-folded": ("page", (ok(PAGE, "X-Folded: a", "\tb"),)),
    "header-in-latin-1": ("page", (ok(PAGE, "X-Name: caf\xe9", 'ETag: "\xe9"'),)),
    "header-of-a-megabyte": ("protocol", (head("X-Long: " + "x" * 1_000_000) + PAGE,)),
    "headers-by-the-thousand": ("page", (ok(PAGE, *(f"X-{n}: {n}" for n in range(2_000))),)),
    "bare-newlines": ("page", (ok().replace(b"\r\n", b"\n"),)),
    "http-1.0": ("page", (head("Content-Type: text/html", status="HTTP/1.0 200 OK") + PAGE,)),
    "http-0.9": ("protocol", (PAGE,)),
    "http-2-preface": ("protocol", (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",)),
    "status-999": ("http_error", (status(999),)),
    "status-000": ("protocol", (status(0),)),
    "status-without-reason": ("page", (ok().replace(b"200 OK", b"200"),)),
    "not-found-in-a-bomb": (
        "not_found",
        (head("Content-Encoding: gzip", status="HTTP/1.1 404 No") + gzip.compress(bytes(50_000_000), 9),),
    ),
    "status-in-words": ("protocol", (head(status="HTTP/1.1 fine OK") + PAGE,)),
    "early-hints": ("page", (head("Link: </a.css>; rel=preload", status="HTTP/1.1 103 Early Hints") + ok(),)),
    "switching-protocols": ("protocol", (head("Upgrade: banana", status="HTTP/1.1 101 Switching Protocols"),)),
    "not-modified-unasked": ("http_error", (head("Content-Length: 0", status="HTTP/1.1 304 Not Modified"),)),
    "partial-content-unasked": ("http_error", (status(206, "Content-Range: bytes 0-1/900"),)),
    "no-content": ("http_error", (head(status="HTTP/1.1 204 No Content"),)),
    "multiple-choices": ("http_error", (status(300),)),
    "cookie-of-60-kilobytes": ("page", (ok(PAGE, f"Set-Cookie: a={'b' * 60_000}"),)),
    "cookies-by-the-hundred": ("page", (ok(PAGE, *(f"Set-Cookie: c{n}=1; Domain=.test" for n in range(500))),)),
    "charset-rot13": ("page", (ok().replace(b"text/html", b"text/html; charset=rot13"),)),
    "charset-unknown": ("page", (ok().replace(b"text/html", b"text/html; charset=\xff\xfe;;="),)),
    "content-type-missing": ("page", (head(f"Content-Length: {len(PAGE)}") + PAGE,)),
    "challenge": ("blocked", (status(202, "x-challenge: 1"),)),
    "unauthorized": ("blocked", (status(401, "WWW-Authenticate: Basic"),)),
    "forbidden": ("blocked", (status(403),)),
    "for-legal-reasons": ("blocked", (status(451),)),
    "not-found": ("not_found", (status(404),)),
    "gone": ("gone", (status(410),)),
    "broken-server": ("server_error", (status(500),)),
    "busy-once": ("page", (status(503, "Retry-After: 0"), ok())),
    "busy-until-a-past-date": ("page", (status(429, "Retry-After: Wed, 21 Oct 2015 07:28:00 GMT"), ok())),
    "busy-for-a-day": ("rate_limited", (status(429, "Retry-After: 86400"), ok())),
    "busy-for-ever": ("rate_limited", (status(429, f"Retry-After: {'9' * 400}"), ok())),
    "busy-until-the-year-9999": ("rate_limited", (status(503, "Retry-After: Fri, 31 Dec 9999 23:59:59 GMT"),)),
    "busy-until-superscript-two": ("page", (status(503, "Retry-After: \xb2"), ok())),
    "gateway-once": ("page", (status(502), ok())),
}

CODINGS: dict[str, tuple[str, tuple[bytes, ...]]] = {
    "gzip-bomb": ("too_large", ()),
    "brotli-bomb": ("too_large", ()),
    "zstd-bomb": ("too_large", ()),
    "deflate-bomb": ("too_large", ()),
    "gzip-in-gzip-bomb": ("too_large", ()),
    "gzip-truncated": ("truncated", (coded("gzip", GZIP[:-100]),)),
    "gzip-without-trailer": ("truncated", (coded("gzip", GZIP[:-4]),)),
    "brotli-truncated": ("truncated", (coded("br", BROTLI[:-100]),)),
    "zstd-truncated": ("truncated", (coded("zstd", ZSTD[:-100]),)),
    "gzip-corrupt": ("bad_encoding", (coded("gzip", GZIP[:-8] + b"\0" * 8),)),
    "brotli-corrupt": ("bad_encoding", (coded("br", b"\xff" + BROTLI),)),
    "zstd-corrupt": ("bad_encoding", (coded("zstd", b"\xff" + ZSTD),)),
    "zstd-window-of-128-megabytes": ("bad_encoding", (coded("zstd", b"\x28\xb5\x2f\xfd\x00\x88\x01\x00\x00"),)),
    "gzip-that-is-none": ("bad_encoding", (coded("gzip", PAGE),)),
    "gzip-of-two-members": ("page", (coded("gzip", gzip.compress(PAGE[:50]) + gzip.compress(PAGE[50:])),)),
    "gzip-of-a-million-members": ("bad_encoding", (coded("gzip", gzip.compress(b"") * 400_000),)),
    "gzip-with-garbage-after": ("page", (coded("gzip", GZIP + b"garbage"),)),
    "zstd-of-two-frames": ("page", (coded("zstd", zstandard.compress(PAGE[:50]) + zstandard.compress(PAGE[50:])),)),
    "deflate-raw": ("page", (coded("deflate", RAW_DEFLATE.compress(PAGE) + RAW_DEFLATE.flush()),)),
    "deflate-zlib": ("page", (coded("deflate", zlib.compress(PAGE)),)),
    "coding-unknown": ("bad_encoding", (coded("banana", PAGE),)),
    "coding-none": ("page", (coded("none", PAGE),)),
    "codings-stacked": ("page", (coded("gzip, br", brotli.compress(GZIP)),)),
    "codings-stacked-too-high": ("bad_encoding", (coded("gzip, gzip, gzip, gzip", GZIP),)),
}

FIXED = LENGTHS | HEADS | {name: fixed for name, fixed in CODINGS.items() if fixed[1]}


@cache
def bomb(name: str) -> bytes:
    """The response of one of the bombs of CODINGS."""
    if name == "gzip-bomb":
        return coded("gzip", gzip_bomb())
    if name == "gzip-in-gzip-bomb":
        return coded("gzip, gzip", gzip.compress(gzip_bomb()))
    zeros = bytes(BOMB_BYTES)
    if name == "brotli-bomb":
        return coded("br", brotli.compress(zeros, quality=1))
    return (
        coded("zstd", zstandard.compress(zeros)) if name == "zstd-bomb" else coded("deflate", zlib.compress(zeros, 1))
    )
