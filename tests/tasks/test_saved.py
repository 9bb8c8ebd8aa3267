"""Pages that are already on disk."""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tasks import archive, saved
from tasks.core import ledger
from tasks.core.ledger import Asked
from tasks.core.records import Discovery, Failure, Response, Source
from tasks.saved import IndexFileError

NOW = datetime(2026, 3, 1, tzinfo=UTC)
PLACE = Discovery("rss", "https://a.example/rss")
SOURCE = Source("a", "A", "https://www.a.example/", "en", "GB", "paper", "other", "UTC", (PLACE,))


def index(folder: Path, *lines: object) -> Path:
    path = folder / "index.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines) + "\n", encoding="utf8")
    return path


def test_plain_and_compressed_pages_with_what_their_index_says(tmp_path: Path) -> None:
    (tmp_path / "one.html").write_bytes(b"<p>one</p>")
    (tmp_path / "two.html.gz").write_bytes(gzip.compress(b"<p>two</p>"))
    lines = index(
        tmp_path,
        {"path": "one.html", "url": "https://a.example/1?utm_source=x", "fetched_at": "2026-02-01T10:00:00+09:00"},
        {"html_path": "two.html.gz", "url": None},
        {"path": "one.html", "url": "https://a.example/again"},
        {"path": "three.html", "url": "https://b.example/3"},
    )
    one, two, three = saved.pages(tmp_path, [lines], [SOURCE], NOW)
    assert isinstance(one.outcome, Response)
    assert (one.url, one.source_id, one.outcome.body) == ("https://a.example/1", "a", b"<p>one</p>")
    assert one.outcome.fetched_at == datetime(2026, 2, 1, 1, tzinfo=UTC)
    assert isinstance(two.outcome, Response)
    assert (two.url, two.source_id, two.outcome.body) == ("https://backfill.invalid/two.html.gz", None, b"<p>two</p>")
    assert isinstance(three.outcome, Failure)
    assert three.outcome.reason == "not_found"


def test_a_damaged_page_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "one.html.gz").write_bytes(gzip.compress(b"<p>one</p>")[:-9])
    (found,) = saved.pages(tmp_path, [index(tmp_path, {"path": "one.html.gz"})], [], NOW)
    assert isinstance(found.outcome, Failure)
    assert found.outcome.reason == "truncated"


def test_a_bad_index_is_named_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(IndexFileError, match=r"index\.jsonl: line 1: key 'path' is missing"):
        list(saved.pages(tmp_path, [index(tmp_path, {"url": "https://a.example/"})], [], NOW))
    with pytest.raises(IndexFileError, match=r"index\.jsonl: line 2: not a JSON object"):
        list(saved.pages(tmp_path, [index(tmp_path, {"path": "x"}, [1])], [], NOW))
    with pytest.raises(IndexFileError, match=r"none\.jsonl: cannot be read"):
        list(saved.pages(tmp_path, [tmp_path / "none.jsonl"], [], NOW))


def test_a_warc_file_gives_its_pages_up_to_the_damage(tmp_path: Path) -> None:
    def page(number: int, kind: str = "text/html") -> Asked:
        url = f"https://a.example/{number}"
        response = Response(url, url, 200, (("Content-Type", kind),), b"x" * 99, b"x" * 99, NOW)
        return Asked("a", "fetch", url, response)

    asked = [page(1), page(2, "image/png"), page(3)]
    rows = archive.write(asked, ledger.fetch_rows("run", asked), frozenset(), tmp_path, "w", NOW)
    path = tmp_path / rows["archive_file"][0]
    assert [a.url for a in saved.warc_file(path, [SOURCE], NOW)] == ["https://a.example/1", "https://a.example/3"]
    path.write_bytes(path.read_bytes()[: rows["archive_offset"][2] + 40])
    good, bad = saved.warc_file(path, [SOURCE], NOW)
    assert (good.url, good.source_id) == ("https://a.example/1", "a")
    assert isinstance(bad.outcome, Failure)
    assert bad.outcome.reason == "damaged_archive"
