"""Requests and what came of them as WARC 1.1 records, and back.

Bodies are kept as received (content codings on, chunking undone). Beside the last answer to a request stands a
`metadata` record with the row of `fetches` that belongs to it, so that the index can be made again from the files
alone; redirects and refusals stand before it.
"""

import base64
import gzip
import hashlib
import io
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO, Any

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from tasks.core.coding import decode
from tasks.core.records import Response

MAX_DECODED = 100_000_000
STEP = 1 << 20
GZIP_MAGIC = b"\x1f\x8b"
HOP_BY_HOP = frozenset({"transfer-encoding", "connection", "keep-alive"})
IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
ROW_TYPE = "application/json"


class DamageError(ValueError):
    """A record is torn or damaged; `offset` is where it begins, and what stands before it is whole."""

    def __init__(self, offset: int, reason: str) -> None:
        super().__init__(f"at byte {offset}: {reason}")
        self.offset = offset


@dataclass(frozen=True, slots=True)
class Member:
    """A gzip member of a WARC file: its place in the file, and the one record it holds."""

    offset: int
    length: int
    content: bytes


def info_record(now: datetime) -> bytes:
    """The record with which a file begins, as a gzip member."""
    fields = b"software: tumen\r\nformat: WARC File Format 1.1\r\n"
    return _member(_new(WarcRecordType.warcinfo, None, now, "application/warc-fields"), fields)


def answer_records(response: Response, *, is_known: bool) -> tuple[bytes, bytes, str]:
    """A response, or a revisit where its body is known or the server sent none; its request; the id of the first.

    Each is one gzip member. A page that was cut out of a feed is a `resource`; a body that is not whole says so.
    """
    if response.made_from:
        kind, mime, block = WarcRecordType.resource, "text/html; charset=utf-8", response.body
    else:
        kind, mime = WarcRecordType.response, "application/http; msgtype=response"
        block = _head(f"HTTP/1.1 {response.status} ", response.headers)
    is_revisit = (is_known or response.is_unchanged) and not response.made_from
    answer = _new(WarcRecordType.revisit if is_revisit else kind, response.final_url, response.fetched_at, mime)
    if is_revisit:
        answer.headers.set("WARC-Profile", NOT_MODIFIED if response.is_unchanged else IDENTICAL)
    if not response.made_from:
        block += b"" if is_revisit else response.wire
    if not response.is_unchanged:
        digest = base64.b32encode(hashlib.sha1(response.wire, usedforsecurity=False).digest()).decode()
        answer.headers.set("WARC-Payload-Digest", f"sha1:{digest}")
    if response.cut:
        answer.headers.set("WARC-Truncated", response.cut)
    record_id = answer.record_id or ""
    request = request_record(response.final_url, response.request_headers, response.fetched_at, record_id)
    return _member(answer, block), request, record_id


def request_record(url: str, headers: tuple[tuple[str, str], ...], at: datetime, answer_id: str | None) -> bytes:
    """A request beside its answer; alone where there was none."""
    record = _new(WarcRecordType.request, url, at, "application/http; msgtype=request")
    if answer_id:
        record.headers.set("WARC-Concurrent-To", answer_id)
    return _member(record, _head(f"GET {url} HTTP/1.1", headers))


def row_record(row: Mapping[str, Any], answer_id: str | None) -> bytes:
    """A row of `fetches` (without its place) beside the answer it belongs to; alone where there was no answer."""
    record = _new(WarcRecordType.metadata, row["url"], row["fetched_at"], ROW_TYPE)
    if answer_id:
        record.headers.set("WARC-Concurrent-To", answer_id)
    return _member(record, json.dumps(dict(row), default=str, ensure_ascii=False).encode())


def members(file: IO[bytes]) -> Iterator[Member]:
    """The gzip members of a file, in order. Raises DamageError at a torn or damaged one."""
    offset, rest = 0, file.read(STEP)
    while rest:
        stream, out, length = zlib.decompressobj(16 + zlib.MAX_WBITS), bytearray(), 0
        while not stream.eof:
            if not rest and not (rest := file.read(STEP)):
                raise DamageError(offset, "the last record is torn")
            try:
                out += stream.decompress(rest, MAX_DECODED)
            except zlib.error as error:
                raise DamageError(offset, str(error)) from None
            if len(out) >= MAX_DECODED:
                raise DamageError(offset, f"a record of more than {MAX_DECODED} bytes")
            length += len(rest) - len(stream.unused_data)
            rest = stream.unused_data
        yield Member(offset, length, bytes(out))
        offset, rest = offset + length, rest or file.read(STEP)


def responses(stream: IO[bytes]) -> Iterator[Response]:
    """The HTTP responses and resources of uncompressed WARC data, in order, content codings undone; those that were
    cut off are left out."""
    kinds = WarcRecordType.response | WarcRecordType.resource
    for record in ArchiveIterator(stream, record_types=kinds, parse_http=True):
        is_read = record.record_type == WarcRecordType.resource or (record.is_http and record.http_headers is not None)
        if is_read and not record.headers.get("WARC-Truncated"):
            yield _response(record)


def row_of(content: bytes) -> tuple[str, dict[str, Any] | None, str | None]:
    """Of one record: its id, the row that it holds (None where it holds none), and the id of the answer beside it."""
    for record in ArchiveIterator(io.BytesIO(content), parse_http=False):
        beside = record.headers.get("WARC-Concurrent-To")
        is_row = record.record_type == WarcRecordType.metadata and record.headers.get("Content-Type") == ROW_TYPE
        return record.record_id or "", json.loads(record.reader.read()) if is_row else None, beside
    raise ValueError("no WARC record")


def _response(record: WarcRecord) -> Response:
    url = (record.headers.get("WARC-Target-URI") or "").strip("<>")
    at = datetime.fromisoformat(record.headers.get("WARC-Date") or "")
    body = record.reader.read()
    if record.record_type == WarcRecordType.resource:
        headers = (("Content-Type", record.headers.get("Content-Type") or "text/html"),)
        return Response(url, url, 200, headers, body, body, at, made_from=url)
    coding, status = record.http_headers.get("content-encoding"), record.http_headers.status_code or 0
    decoded = decode(body, coding, MAX_DECODED)
    return Response(url, url, status, tuple(record.http_headers.to_tuples()), body, decoded, at)


def _new(kind: WarcRecordType, url: str | None, at: datetime, mime: str) -> WarcRecord:
    record = WarcRecord()
    record.init_headers(record_type=kind)
    if url:
        record.headers.set("WARC-Target-URI", url)
    record.headers.set("WARC-Date", f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}")
    record.headers.set("Content-Type", mime)
    return record


def _head(first: str, headers: tuple[tuple[str, str], ...]) -> bytes:
    kept = "".join(f"{key}: {value}\r\n" for key, value in headers if key.lower() not in HOP_BY_HOP)
    return f"{first}\r\n{kept}\r\n".encode("latin-1", "replace")


def _member(record: WarcRecord, block: bytes) -> bytes:
    record.set_bytes_content(block)
    out = io.BytesIO()
    record.write(out, checksum_data=True)
    return gzip.compress(out.getvalue(), compresslevel=6, mtime=0)
