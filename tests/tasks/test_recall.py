"""What a run is told of earlier ones."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl

from tasks import load, recall
from tasks.core import robots
from tasks.core.records import FETCHES, Discovery, Source, Validators
from tasks.core.revisit import Polled
from tasks.core.robots import Robots
from tasks.settings import Settings
from tasks.store import Store

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
FEED = "https://a.example/feed"
SOURCE = Source(
    "a", "A", "https://a.example/", "en", "GB", "paper", "other", "Europe/London", (Discovery("rss", FEED),)
)


def test_how_often_a_document_changed_is_read_from_its_digests(tmp_path: Path) -> None:
    answers = [  # hours ago, status, failure, digest
        (400, 200, None, "z"), (40, 200, None, "a"), (30, 304, None, None), (20, 200, None, "a"), (15, 200, None, "b"),
        (10, 304, None, None), (5, 200, None, "a"), (4, 304, None, None), (1, None, "timeout", None),
    ]  # fmt: skip
    rows = [
        {"fetch_id": str(hours), "run_id": "r", "source_id": "a", "stage": "discover", "url": FEED, "status": status,
         "fetched_at": NOW - timedelta(hours=hours), "failure": failure, "digest": digest, "etag": digest}
        for hours, status, failure, digest in answers
    ]  # fmt: skip
    settings = Settings(data=tmp_path)
    with Store(settings.working) as store:
        store.insert("fetches", pl.DataFrame(rows, schema=FETCHES))
    past = recall.memory(settings, [SOURCE]).past("a")
    answered = NOW - timedelta(hours=4)
    assert past.documents == {FEED: Polled(answered, timedelta(hours=36), 2, Validators("a"))}


def test_a_document_whose_bytes_alone_change_has_not_changed(tmp_path: Path) -> None:
    answers = [(30, "one", 3), (20, "one", 3), (10, "two", 4), (5, "two", 2), (2, None, None)]
    rows = [
        {"fetch_id": str(hours), "run_id": "r", "source_id": "a", "stage": "discover", "url": FEED, "status": 200,
         "fetched_at": NOW - timedelta(hours=hours), "digest": str(hours), "items_digest": content, "item_count": count,
         "newest_item_at": NOW - timedelta(hours=hours) if count else None}
        for hours, content, count in answers
    ]  # fmt: skip
    settings = Settings(data=tmp_path)
    with Store(settings.working) as store:
        store.insert("fetches", pl.DataFrame(rows, schema=FETCHES))
    (polled,) = recall.memory(settings, [SOURCE]).past("a").documents.values()
    assert (polled.changes, polled.item_count, polled.newest_item_at) == (2, 2, NOW - timedelta(hours=5))


def test_nothing_is_known_of_a_source_that_was_never_asked(tmp_path: Path) -> None:
    past = recall.memory(Settings(data=tmp_path), [SOURCE]).past("a")
    assert (dict(past.documents), set(past.announced)) == ({}, set())


def test_robots_are_remembered(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    known = {"https://a.example": Robots(b"\xff# ", None, NOW), "https://b.example": Robots(b"", "timeout", NOW)}
    load.keep_robots(settings, robots.to_rows(known))
    later = known | {"https://b.example": Robots(b"", None, NOW + timedelta(hours=1))}
    load.keep_robots(settings, robots.to_rows(later))
    assert recall.memory(settings, [SOURCE]).robots == later
