"""Responses in WARC files, and back."""

import gzip
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from tasks import archive
from tasks.archive import ArchiveError
from tasks.core import ledger
from tasks.core.ledger import Asked, Place
from tasks.core.records import Candidate, Response

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
URL = "https://a.example/статья?id=1"


def response(body: bytes, coding: str | None = None) -> Response:
    headers = [("Content-Type", "text/html; charset=koi8-r"), ("Transfer-Encoding", "chunked")]
    wire = body
    if coding == "gzip":
        headers.append(("Content-Encoding", "gzip"))
        wire = gzip.compress(body)
    return Response(URL, URL, 200, tuple(headers), wire, body, NOW)


def test_what_is_written_is_read_back_by_its_place(tmp_path: Path) -> None:
    bodies = [b"<p>one</p>", b"\x00\xff" * 50, b""]
    places = archive.write([response(bodies[0], "gzip"), *map(response, bodies[1:])], tmp_path, "batch", NOW)
    assert len({place.file for place in places}) == 1
    assert places[0].file == "2026/03/tumen-20260301T120000000000Z-batch.warc.gz"
    for place, body in zip(places, bodies, strict=True):
        found = archive.read(tmp_path, place, URL)
        assert (found.body, found.url, found.status, found.fetched_at) == (body, URL, 200, NOW)
    assert archive.read(tmp_path, places[0], URL).wire == gzip.compress(bodies[0])


def test_an_empty_batch_writes_nothing(tmp_path: Path) -> None:
    assert archive.write([], tmp_path, "batch", NOW) == []
    assert list(tmp_path.iterdir()) == []


def test_nothing_unfinished_stays(tmp_path: Path) -> None:
    archive.write([response(b"x")], tmp_path, "batch", NOW)
    assert [path.suffixes for path in tmp_path.rglob("*") if path.is_file()] == [[".warc", ".gz"]]


def test_damage_is_told_with_file_and_offset(tmp_path: Path) -> None:
    (first, second) = archive.write([response(b"one" * 100), response(b"two" * 100)], tmp_path, "batch", NOW)
    path = tmp_path / first.file
    raw = bytearray(path.read_bytes())
    raw[second.offset + second.length // 2] ^= 0xFF
    path.write_bytes(raw)
    assert archive.read(tmp_path, first, URL).body == b"one" * 100
    with pytest.raises(ArchiveError, match=f"at byte {second.offset}"):
        archive.read(tmp_path, second, URL)
    with pytest.raises(ArchiveError, match=r"gone\.warc"):
        archive.read(tmp_path, Place("gone.warc", 0, 10), URL)


def test_a_batch_is_read_back_as_it_was_asked(tmp_path: Path) -> None:
    asked = [Asked("a", "fetch", URL, response(b"<p>1</p>"), Candidate(URL, "a", "Title", NOW))]
    places = archive.write(ledger.received(asked), tmp_path, "batch", NOW)
    rows = ledger.fetch_rows("run", asked, places)
    again, lost = archive.read_back(tmp_path, rows)
    assert ledger.pages(again).equals(ledger.pages(asked))
    assert lost == []
    (tmp_path / places[0].file).unlink()
    again, lost = archive.read_back(tmp_path, rows)
    assert (again, [failure.reason for failure in lost]) == ([], ["damaged_archive"])


def test_records_of_a_file_are_read_in_order(tmp_path: Path) -> None:
    places = archive.write([response(b"one"), response(b"two", "gzip")], tmp_path, "batch", NOW)
    assert [found.body for found in archive.read_file(tmp_path / places[0].file)] == [b"one", b"two"]


def test_rows_without_a_place_are_never_asked_for(tmp_path: Path) -> None:
    assert archive.read_back(tmp_path, pl.DataFrame(schema=ledger.FETCHES)) == ([], [])
