"""A run of few pages profits from what earlier runs learned of the furniture of a host."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from tasks import recall
from tasks.core.records import FETCHES, PAGES, Batch
from tasks.load import Loaded, load
from tasks.settings import Settings
from tasks.store import Store
from tasks.transform import transform

BEGIN = datetime(2025, 3, 1, tzinfo=UTC)
NOTICE = "Our readers pay for this paper, and so can you from only 3 crowns a week."
ANIMALS = ("seal", "heron", "otter", "gull", "tern", "crab", "eider", "plover", "smelt", "whelk")


def body(number: int, notice: str = NOTICE, more: str = "") -> bytes:
    animal = ANIMALS[number % len(ANIMALS)]
    paragraphs = (
        f"A {animal} was seen in the harbour on Monday for the first time in many years, the warden said.",
        f"The {animal} stayed near the old quay for an hour and then swam back to the open sea. {more}",
        f"Anybody who sees a {animal} again is asked to ring the warden of the harbour, day or night.",
        notice,
    )
    lines = "".join(f"<p>{text}</p>" for text in paragraphs)
    return f"<html><head><title>A {animal} comes by</title></head><body><h1>A {animal} comes by</h1>{lines}".encode()


def pages(bodies: Sequence[tuple[int, bytes]], day: int, host: str) -> pl.DataFrame:
    at = BEGIN + timedelta(days=day)
    rows = [
        {"url": f"https://{host}/news/{n}", "body": body, "fetched_at": at + timedelta(minutes=n)} for n, body in bodies
    ]
    return pl.DataFrame(rows, schema=PAGES)


def take_in(
    settings: Settings, numbers: Sequence[int], day: int, more: str = "", host: str = "a.example"
) -> tuple[Batch, Loaded]:
    """A day's pages through transform and load."""
    batch = pages([(number, body(number, more=more)) for number in numbers], day, host)
    made = transform.fn(batch, recall.seen(settings, batch["url"].to_list()), [], "test", 0, 0.5)
    fetches = [
        {"fetch_id": f"{row['url']} {day}", "run_id": "r", "stage": "fetch", "status": 200} | row
        for row in batch.select("url", "fetched_at").iter_rows(named=True)
    ]
    return made, load.fn(settings, "r", "test", pl.DataFrame(fetches, schema=FETCHES), made, [])


def ask(settings: Settings, query: str) -> pl.DataFrame:
    with Store(settings.working) as store:
        return store.read(query)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path)


def test_few_pages_a_run_teach_what_the_next_run_drops(settings: Settings) -> None:
    for day, numbers in enumerate(((0, 1), (2, 3))):
        made, _ = take_in(settings, numbers, day)
        assert all(NOTICE in text for text in made.articles["text"])
    for number in (4, 5):
        made, _ = take_in(settings, [number], number)
        assert not any(NOTICE in text for text in made.articles["text"])
    assert ask(settings, "SELECT host, pages FROM furniture").rows() == [("a.example", 5)]


def test_another_host_is_not_concerned(settings: Settings) -> None:
    take_in(settings, range(6), 0)
    made, _ = take_in(settings, [7], 1, host="b.example")
    assert NOTICE in made.articles["text"][0]


def test_a_line_learned_since_is_no_edit_of_an_article(settings: Settings) -> None:
    take_in(settings, [0, 1], 0)
    take_in(settings, [2, 3, 4, 5], 1)
    assert take_in(settings, [0, 1], 2)[1] == Loaded()
    _, loaded = take_in(settings, [1], 3, more="It was 90 centimetres long.")
    assert len(loaded.updated) == 1
    assert ask(settings, "SELECT changed FROM article_versions WHERE version = 2").rows() == [("numbers, text",)]


def test_reading_a_page_again_does_not_count_twice(settings: Settings) -> None:
    for day in range(3):
        take_in(settings, [0, 1], day)
    assert ask(settings, "SELECT * FROM furniture").is_empty()


def test_the_same_batches_give_the_same_tables(tmp_path: Path) -> None:
    found = []
    for name in ("first", "again"):
        settings = Settings(data=tmp_path / name)
        for day, numbers in enumerate(([0, 1, 2], [3, 4, 5], [2, 6])):
            take_in(settings, numbers, day)
        tables = ("articles", "article_versions", "furniture")
        found.append([ask(settings, f"SELECT * FROM {table} ORDER BY ALL") for table in tables])
    assert all(one.equals(other) for one, other in zip(*found, strict=True))
    assert not found[0][2].is_empty()
