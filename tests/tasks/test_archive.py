"""Requests and answers in WARC files, and back."""

import gzip
import io
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from fastwarc.warc import ArchiveIterator

from tasks import archive, saved
from tasks.archive import ArchiveError
from tasks.core import ledger
from tasks.core.ledger import Asked, Place
from tasks.core.records import FETCHES, Candidate, Failure, Response

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOST = "https://a.example/статья?id="
RUN = "0f0f0f0f-1111-2222-3333-444444444444"
NAME = "2026/03/tumen-20260301T120000000000Z-444444444444-batch-00.warc.gz"
NONE: frozenset[tuple[str, str]] = frozenset()


def answer(number: int, body: bytes, coding: str | None = None, status: int = 200) -> Asked:
    url = f"{HOST}{number}"
    headers = [("Content-Type", "text/html; charset=koi8-r"), ("Transfer-Encoding", "chunked")]
    wire = gzip.compress(body) if coding else body
    headers += [("Content-Encoding", "gzip")] if coding else []
    response = Response(url, url, status, tuple(headers), wire, body, NOW, (("User-Agent", "tumen"),))
    return Asked("a", "fetch", url, response, Candidate(url, "a", "Title", NOW))


def written(
    folder: Path, asked: list[Asked], digests: frozenset[tuple[str, str]] = NONE, max_bytes: int = 10**9
) -> pl.DataFrame:
    return archive.write(
        asked, ledger.fetch_rows("run", asked), digests, folder, archive.mark(RUN, "batch"), NOW, max_bytes
    )


def place(rows: pl.DataFrame, number: int) -> Place:
    return Place(*rows.select(archive.PLACE).row(number))


def kinds(path: Path) -> list[str]:
    with path.open("rb") as file:
        return [record.headers["WARC-Type"] for record in ArchiveIterator(file, parse_http=False)]


def test_what_is_written_is_read_back_by_its_place(tmp_path: Path) -> None:
    bodies = [b"<p>one</p>", b"\x00\xff" * 50, b""]
    asked = [answer(0, bodies[0], "gzip"), answer(1, bodies[1]), answer(2, bodies[2])]
    rows = written(tmp_path, asked)
    assert rows.schema == FETCHES
    assert rows["archive_file"].unique().to_list() == [NAME]
    for number, body in enumerate(bodies):
        found = archive.read(tmp_path, place(rows, number), f"{HOST}{number}")
        assert (found.body, found.url, found.status, found.fetched_at) == (body, f"{HOST}{number}", 200, NOW)
    assert archive.read(tmp_path, place(rows, 0), HOST).wire == gzip.compress(bodies[0])


def test_requests_failures_and_known_bodies_are_kept_too(tmp_path: Path) -> None:
    known = answer(1, b"seen before")
    assert isinstance(known.outcome, Response)
    failure = Asked("a", "fetch", f"{HOST}3", Failure(f"{HOST}3", "a", "fetch", "timeout", "", NOW))
    asked = [answer(0, b"new"), known, answer(2, b"", status=304), failure]
    rows = written(tmp_path, asked, frozenset({(known.url, known.outcome.digest)}))
    assert kinds(tmp_path / NAME) == [
        "warcinfo",
        *("response", "request", "metadata"),
        *("revisit", "request", "metadata") * 2,
        "metadata",
    ]
    assert rows["archive_offset"].is_null().to_list() == [False, True, True, True]
    assert rows["failure"].to_list() == [None, None, None, "timeout"]


def test_a_page_cut_out_of_a_feed_is_a_resource(tmp_path: Path) -> None:
    body = "<html><p>полный текст</p></html>".encode()
    page = Response(HOST, HOST, 200, (("Content-Type", "text/html"),), body, body, NOW, made_from="https://a.example/f")
    rows = written(tmp_path, [Asked("a", "fetch", HOST, page)])
    assert kinds(tmp_path / NAME)[1] == "resource"
    assert archive.read(tmp_path, place(rows, 0), HOST).body == body


def test_an_empty_batch_writes_nothing(tmp_path: Path) -> None:
    assert written(tmp_path, []).is_empty()
    assert list(tmp_path.iterdir()) == []


def test_a_large_batch_goes_into_several_files(tmp_path: Path) -> None:
    rows = written(tmp_path, [answer(n, os.urandom(5000)) for n in range(4)], max_bytes=8000)
    assert rows["archive_file"].n_unique() == 2
    again, lost = archive.read_back(tmp_path, rows)
    assert (len(again), lost) == (4, [])


def test_damage_is_told_with_file_and_offset(tmp_path: Path) -> None:
    rows = written(tmp_path, [answer(0, b"one" * 100), answer(1, b"two" * 100)])
    first, second = place(rows, 0), place(rows, 1)
    path = tmp_path / NAME
    raw = bytearray(path.read_bytes())
    raw[second.offset + second.length // 2] ^= 0xFF
    path.write_bytes(raw)
    assert archive.read(tmp_path, first, HOST).body == b"one" * 100
    with pytest.raises(ArchiveError, match=f"at byte {second.offset}"):
        archive.read(tmp_path, second, HOST)
    with pytest.raises(ArchiveError, match=r"gone\.warc"):
        archive.read(tmp_path, Place("gone.warc", 0, 10), HOST)


def test_a_batch_is_read_back_as_it_was_asked(tmp_path: Path) -> None:
    asked = [answer(0, b"<p>1</p>")]
    rows = written(tmp_path, asked)
    again, lost = archive.read_back(tmp_path, rows)
    assert ledger.pages(again).equals(ledger.pages(asked))
    assert lost == []
    (tmp_path / NAME).unlink()
    again, lost = archive.read_back(tmp_path, rows)
    assert (again, [failure.reason for failure in lost]) == ([], ["damaged_archive"])


def test_the_index_can_be_made_again_from_the_file_alone(tmp_path: Path) -> None:
    known = answer(1, b"seen before")
    assert isinstance(known.outcome, Response)
    failure = Asked(None, "fetch", f"{HOST}3", Failure(f"{HOST}3", None, "fetch", "gone", "", NOW))
    rows = written(tmp_path, [answer(0, b"new"), known, failure], frozenset({(known.url, known.outcome.digest)}))
    assert archive.index(tmp_path, NAME).equals(rows)


def test_a_killed_run_loses_at_most_what_it_was_writing(tmp_path: Path) -> None:
    rows = written(tmp_path, [answer(0, b"one" * 100), answer(1, b"two" * 100)])
    whole = (tmp_path / NAME).read_bytes()
    (tmp_path / NAME).unlink()
    left = tmp_path / (NAME + ".open")
    left.write_bytes(whole[: place(rows, 1).offset + 50])
    assert archive.recover(tmp_path, [RUN]) == []
    assert archive.recover(tmp_path, ["another-run"]) == [NAME]
    assert archive.unindexed(tmp_path, frozenset(), [RUN]) == []
    assert archive.unindexed(tmp_path, frozenset(), ["another-run"]) == [NAME]
    assert archive.unindexed(tmp_path, frozenset({NAME}), []) == []
    assert archive.index(tmp_path, NAME).equals(rows.head(1))
    assert len(kinds(tmp_path / NAME)) == 4


def test_records_of_a_file_are_read_in_order(tmp_path: Path) -> None:
    written(tmp_path, [answer(0, b"one"), answer(1, b"two", "gzip")])
    assert [found.body for found in saved.read_file(tmp_path / NAME)] == [b"one", b"two"]
    plain = tmp_path / "plain.warc"
    plain.write_bytes(gzip.decompress((tmp_path / NAME).read_bytes()))
    assert [found.body for found in saved.read_file(plain)] == [b"one", b"two"]


def test_every_record_is_a_gzip_member_of_its_own(tmp_path: Path) -> None:
    rows = written(tmp_path, [answer(0, b"one")])
    at = place(rows, 0)
    member = (tmp_path / NAME).read_bytes()[at.offset : at.offset + at.length]
    (record,) = ArchiveIterator(io.BytesIO(gzip.decompress(member)))
    assert record.headers["WARC-Target-URI"] == f"{HOST}0"


def test_redirects_and_refusals_are_records_but_no_pages(tmp_path: Path) -> None:
    hop = Response(HOST, f"{HOST}old", 301, (("Location", "/9"),), b"moved", b"", NOW, (("User-Agent", "tumen"),))
    wall = Response(f"{HOST}9", f"{HOST}9", 403, (), b"prove that you are no robot", b"", NOW, cut="length")
    page = answer(1, b"<p>1</p>")
    assert isinstance(page.outcome, Response)
    refused = Failure(HOST, "a", "fetch", "blocked", "HTTP 403", NOW, (hop, wall))
    asked = [replace(page, outcome=replace(page.outcome, earlier=(hop,))), Asked("a", "fetch", HOST, refused)]
    rows = written(tmp_path, asked)
    assert kinds(tmp_path / NAME) == [
        "warcinfo",
        *("response", "request") * 2,
        "metadata",
        *("response", "request") * 2,
        "metadata",
    ]
    assert rows.select("status", "failure", "final_url").rows() == [
        (200, None, f"{HOST}1"),
        (403, "blocked", f"{HOST}9"),
    ]
    assert rows["digest"].is_null().to_list() == [False, True]
    assert archive.index(tmp_path, NAME).equals(rows)
    assert archive.read(tmp_path, place(rows, 0), HOST).body == b"<p>1</p>"
    assert [found.status for found in saved.read_file(tmp_path / NAME)] == [301, 200, 301]
    at = place(rows, 1)
    member = gzip.decompress((tmp_path / NAME).read_bytes()[at.offset : at.offset + at.length])
    assert b"WARC-Truncated: length" in member
    assert b"prove that you are no robot" in member
    with pytest.raises(ArchiveError):
        archive.read(tmp_path, at, HOST)


def test_a_request_to_which_nothing_was_said_is_a_record(tmp_path: Path) -> None:
    silence = Failure(HOST, "a", "fetch", "timeout", "", NOW, (), (HOST, (("Host", "a.example"),)))
    rows = written(tmp_path, [Asked("a", "fetch", HOST, silence)])
    assert kinds(tmp_path / NAME) == ["warcinfo", "request", "metadata"]
    assert rows.select("status", "failure", "archive_file").rows() == [(None, "timeout", None)]
    assert archive.index(tmp_path, NAME).equals(rows)
