"""Responses into WARC files before anything is made of them, and back out again by their place."""

import gzip
import io
import os
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType
from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.core.coding import CodingError, decode
from tasks.core.ledger import Asked, Place, candidate_of
from tasks.core.records import Failure, Response

MAX_DECODED = 100_000_000
STEP = 1 << 20
GZIP_MAGIC = b"\x1f\x8b"
HOP_BY_HOP = frozenset({"transfer-encoding", "connection", "keep-alive"})


class ArchiveError(RuntimeError):
    """A record that is not where the index says, or is damaged; the message names file and offset."""


@task(task_run_name="archive {label}", cache_policy=NO_CACHE)
def archive(responses: Sequence[Response], directory: Path, label: str, now: datetime) -> list[Place]:
    """Write the responses of a batch to a new WARC 1.1 file; one place for each, in order."""
    return write(responses, directory, label, now)


def write(responses: Sequence[Response], directory: Path, label: str, now: datetime) -> list[Place]:
    """Write responses to a new WARC file, one gzip member a record; one place for each, in order.

    The file has the suffix `.open` until all of it is on disk. Its name is made of the time and the label, never of an
    address. An empty batch writes nothing.
    """
    if not responses:
        return []
    name = f"{now.astimezone(UTC):%Y/%m/tumen-%Y%m%dT%H%M%S%fZ}-{label}.warc.gz"
    path = directory / name
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + ".open")
    places = []
    with unfinished.open("xb") as file:
        for response in responses:
            member = gzip.compress(_record(response), compresslevel=6, mtime=0)
            places.append(Place(name, file.tell(), len(member)))
            file.write(member)
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(path)
    _sync_directory(path.parent)
    return places


def read(directory: Path, place: Place, url: str) -> Response:
    """The response that lies at a place, as it was received from `url`.

    Raises ArchiveError where the file is missing, shorter, damaged, or holds something else there.
    """
    where = f"{place.file} at byte {place.offset}"
    try:
        with (directory / place.file).open("rb") as file:
            file.seek(place.offset)
            member = file.read(place.length)
        records = list(_responses(io.BytesIO(member)))
    except (OSError, EOFError, ValueError) as error:
        raise ArchiveError(f"{where}: {error}") from error
    if len(records) != 1:
        raise ArchiveError(f"{where}: {len(records)} response records instead of one")
    return replace(records[0], url=url)


def read_file(path: Path) -> Iterator[Response]:
    """The HTTP responses of any WARC file, in order, content codings undone; other records are passed over.

    Raises OSError or ValueError at damage or at a torn last record, after the records before it.
    """
    with path.open("rb") as file:
        if file.peek(2)[:2] != GZIP_MAGIC:
            yield from _responses(file)
            return
        for member in _members(file):
            yield from _responses(io.BytesIO(member))


def _members(file: io.BufferedReader) -> Iterator[bytes]:
    """What the gzip members of a file hold, one by one: WARC readers pass silently over a torn or damaged one."""
    rest = file.read(STEP)
    while rest:
        stream, out = zlib.decompressobj(16 + zlib.MAX_WBITS), bytearray()
        while not stream.eof:
            if not rest and not (rest := file.read(STEP)):
                raise ValueError("the last record is torn")
            try:
                out += stream.decompress(rest, MAX_DECODED)
            except zlib.error as error:
                raise ValueError(str(error)) from None
            if len(out) >= MAX_DECODED:
                raise ValueError(f"a record of more than {MAX_DECODED} bytes")
            rest = stream.unused_data
        yield bytes(out)
        rest = rest or file.read(STEP)


def read_back(directory: Path, rows: pl.DataFrame) -> tuple[list[Asked], list[Failure]]:
    """The archived responses of FETCHES rows, in their order, and those that cannot be read any more."""
    asked, lost = [], []
    for row in rows.iter_rows(named=True):
        place = Place(row["archive_file"], row["archive_offset"], row["archive_length"])
        try:
            response = read(directory, place, row["url"])
        except (ArchiveError, CodingError) as error:
            detail, at = str(error)[:300], row["fetched_at"]
            lost.append(Failure(row["url"], row["source_id"], "archive", "damaged_archive", detail, at))
            continue
        received = replace(response, fetched_at=row["fetched_at"])
        asked.append(Asked(row["source_id"], row["stage"], row["url"], received, candidate_of(row)))
    return asked, lost


def _record(response: Response) -> bytes:
    headers = [(k, v) for k, v in response.headers if k.lower() not in HOP_BY_HOP]
    head = "".join(f"{key}: {value}\r\n" for key, value in headers)
    block = f"HTTP/1.1 {response.status} \r\n{head}\r\n".encode("latin-1", "replace") + response.wire
    record = WarcRecord()
    record.init_headers(record_type=WarcRecordType.response)
    record.headers.set("WARC-Target-URI", response.final_url)
    record.headers.set("WARC-Date", f"{response.fetched_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}")
    record.headers.set("Content-Type", "application/http; msgtype=response")
    record.set_bytes_content(block)
    out = io.BytesIO()
    record.write(out, checksum_data=True)
    return out.getvalue()


def _responses(stream: io.BufferedReader | io.BytesIO) -> Iterator[Response]:
    records: Iterable[WarcRecord] = ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=True)
    for record in records:
        if not record.is_http or record.http_headers is None:
            continue
        headers = record.http_headers.to_tuples()
        wire = record.reader.read()
        coding = record.http_headers.get("content-encoding")
        url = (record.headers.get("WARC-Target-URI") or "").strip("<>")
        status = record.http_headers.status_code or 0
        at = datetime.fromisoformat(record.headers.get("WARC-Date") or "")
        yield Response(url, url, status, headers, wire, decode(wire, coding, MAX_DECODED), at)


def _sync_directory(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
