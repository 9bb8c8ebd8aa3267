"""Whatever the bytes are, a page gives one row: an article or a reason."""

from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasks.core import articles, articles_workers
from tasks.core.records import PAGES, ArticleFailure

SAVED = [file.read_bytes() for file in sorted((Path(__file__).parents[1] / "pages").glob("*.html"))]
QUICK = settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def check(body: bytes) -> None:
    page = {"url": "https://a.example/1", "body": body, "fetched_at": datetime(2025, 1, 1, tzinfo=UTC)}
    row = articles.extract(pl.DataFrame([page], schema=PAGES)).to_dicts()[0]
    if row["failure"] is None:
        assert row["text"].strip() == row["text"] != ""
        assert "\x00" not in row["text"]
    else:
        assert row["failure"] in get_args(ArticleFailure)
        assert row["text"] is None


@given(st.binary(max_size=2_000))
@QUICK
def test_any_bytes(body: bytes) -> None:
    check(body)


@given(st.sampled_from(SAVED), st.lists(st.tuples(st.integers(0, 4_000), st.binary(max_size=40)), max_size=6))
@QUICK
def test_damaged_pages(body: bytes, cuts: list[tuple[int, bytes]]) -> None:
    for at, piece in cuts:
        body = body[:at] + piece + body[at + len(piece) // 2 :]
    check(body)


@given(
    st.sampled_from(SAVED), st.integers(0, 3_000), st.sampled_from([b"<div>", b"<a href='", b"<!--", b"&#x", b"<td>"])
)
@QUICK
def test_pages_with_a_repeated_piece(body: bytes, at: int, piece: bytes) -> None:
    check(body[:at] + piece * 500 + body[at:])


def test_a_tag_with_very_many_attributes() -> None:
    check(b"<div " + b" ".join(b"a%d=1" % n for n in range(20_000)) + b">" + SAVED[0])


def test_a_page_that_takes_too_long_is_given_up() -> None:
    page = dict.fromkeys(PAGES) | {"url": "https://a.example/1", "body": SAVED[0]}
    slow = [(page | {"body": b"<p>" + b"slow and <b>long</b> words. " * 200_000}, None)]
    rows = articles_workers.run([*slow, (page, None)], workers=1, seconds=0.4)
    assert rows[0]["failure"] == "timeout"
    assert len(rows) == 2


def test_a_page_that_ends_its_process_is_counted_and_the_next_is_read() -> None:
    page = dict.fromkeys(PAGES) | {"url": "https://a.example/1", "body": SAVED[0]}
    deadly = page | {"fetched_at": "no moment at all"}
    rows = articles_workers.run([(deadly, None), (page, None)], workers=1)
    assert [row.get("failure") for row in rows] == ["crashed", None]


def test_a_page_that_wants_too_much_memory_is_counted_and_the_next_is_read() -> None:
    page = dict.fromkeys(PAGES) | {"url": "https://a.example/1", "body": SAVED[0]}
    greedy = [
        page | {"body": b"<html><body><p>" + b"<b>x</b>" * 400_000},
        page | {"body": b"<html><body><p>" + b"many words " * 800_000},
    ]
    rows = articles_workers.run([(greedy[0], None), (page, None), (greedy[1], None), (page, None)], 1, 60, megabytes=40)
    assert [row.get("failure") for row in rows] == ["out_of_memory", None, "out_of_memory", None]
    assert rows[1] == rows[3]


def test_five_hundred_megabytes_are_enough_for_a_page_of_ten() -> None:
    page = dict.fromkeys(PAGES) | {"url": "https://a.example/1", "body": SAVED[0] + b"<p>" + b"one word. " * 900_000}
    assert articles_workers.run([(page, None)], workers=1, seconds=60)[0].get("failure") is None
