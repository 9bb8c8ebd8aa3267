"""HTTP content codings undone, bounded and with their end checked.

httpx passes a truncated gzip silently, drops a second gzip member and unpacks a bomb whole; these functions do not.
"""

import zlib
from collections.abc import Callable
from typing import Literal

import brotli
import zstandard

STEP = 65_536
ZSTD_STEP = 256  # a zstd block of 4 bytes may become 128 KiB, and the decoder unpacks all blocks it is given
ZSTD_WINDOW = 2**23  # RFC 9659: no larger window in HTTP
GZIP_MAGIC = b"\x1f\x8b"
MAX_CODINGS = 3
MAX_MEMBERS = 100  # each further member costs a copy of the rest
PLAIN = frozenset({"identity", "none", "utf-8"})  # the last two are no codings, but servers say so


class CodingError(ValueError):
    """A body that cannot be decoded, and which of the three reasons it has."""

    def __init__(self, reason: Literal["too_large", "truncated", "bad_encoding"], detail: str) -> None:
        super().__init__(detail)
        self.reason: Literal["too_large", "truncated", "bad_encoding"] = reason


def decode(wire: bytes, content_encoding: str | None, limit: int) -> bytes:
    """`wire` with the codings of a Content-Encoding header undone, the last one first; at most `limit` bytes.

    Raises CodingError: too_large beyond the limit at any stage, truncated where a stream has no end, bad_encoding
    where it is damaged, unknown, or stacked more than three deep.
    """
    codings = [name.strip().lower() for name in (content_encoding or "").split(",") if name.strip()]
    codings = [name for name in codings if name not in PLAIN]
    if len(codings) > MAX_CODINGS:
        raise CodingError("bad_encoding", f"{len(codings)} stacked content codings")
    for name in reversed(codings if wire else []):
        decoder = DECODERS.get(name)
        if decoder is None:
            raise CodingError("bad_encoding", f"unknown content coding {name[:20]!r}")
        wire = decoder(wire, limit)
    return wire


def _inflate(wire: bytes, limit: int, wbits: int) -> tuple[bytes, bytes]:
    """One zlib, gzip or raw stream, decoded to at most `limit` bytes, and what follows it."""
    stream = zlib.decompressobj(wbits)
    try:
        out = stream.decompress(wire, limit + 1)
    except zlib.error as error:
        raise CodingError("bad_encoding", str(error)) from None
    if len(out) > limit:
        raise CodingError("too_large", "more bytes decoded than are allowed")
    if not stream.eof:
        raise CodingError("truncated", "compressed stream has no end")
    return out, stream.unused_data


def _gzip(wire: bytes, limit: int) -> bytes:
    """All members; what follows the last one and is none is left out, as browsers do."""
    out = bytearray()
    for _ in range(MAX_MEMBERS):
        member, wire = _inflate(wire, limit - len(out), 16 + zlib.MAX_WBITS)
        out += member
        if not wire.startswith(GZIP_MAGIC):
            return bytes(out)
    raise CodingError("bad_encoding", f"more than {MAX_MEMBERS} gzip members")


def _deflate(wire: bytes, limit: int) -> bytes:
    """Servers mean either zlib (by the standard) or a raw deflate stream (by habit)."""
    has_zlib_header = len(wire) >= 2 and wire[0] & 0x0F == 8 and int.from_bytes(wire[:2], "big") % 31 == 0
    return _inflate(wire, limit, zlib.MAX_WBITS if has_zlib_header else -zlib.MAX_WBITS)[0]


def _brotli(wire: bytes, limit: int) -> bytes:
    stream, out, data = brotli.Decompressor(), bytearray(), wire
    try:
        while data or not stream.can_accept_more_data():
            out += stream.process(data, output_buffer_limit=STEP)
            data = b""
            if len(out) > limit:
                raise CodingError("too_large", "more bytes decoded than are allowed")
    except brotli.error as error:
        raise CodingError("bad_encoding", str(error)) from None
    if not stream.is_finished():
        raise CodingError("truncated", "brotli stream has no end")
    return bytes(out)


def _zstd(wire: bytes, limit: int) -> bytes:
    """All frames; the decoder is fed in small pieces because it unpacks whatever it is given."""
    decompressor = zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW)
    out, stream = bytearray(), decompressor.decompressobj(write_size=STEP)
    try:
        for at in range(0, len(wire), ZSTD_STEP):
            piece = wire[at : at + ZSTD_STEP]
            while piece:
                stream = decompressor.decompressobj(write_size=STEP) if stream.eof else stream
                out += stream.decompress(piece)
                piece = stream.unused_data
                if len(out) > limit:
                    raise CodingError("too_large", "more bytes decoded than are allowed")
    except zstandard.ZstdError as error:
        raise CodingError("bad_encoding", str(error)) from None
    if not stream.eof:
        raise CodingError("truncated", "zstd stream has no end")
    return bytes(out)


DECODERS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
