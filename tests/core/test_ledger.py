"""The record of requests, and the pages that came of them."""

from dataclasses import replace
from datetime import UTC, datetime

from tasks.core import ledger
from tasks.core.ledger import Asked
from tasks.core.records import FETCHES, PAGES, Candidate, Failure, Response

AT = datetime(2026, 3, 1, tzinfo=UTC)
CANDIDATE = Candidate("https://a.example/1", "a", "Title", AT, AT)


def response(url: str, body: bytes, status: int = 200) -> Response:
    return Response(url, url, status, (("ETag", '"1"'), ("Content-Type", "text/html")), body, body, AT)


def asked() -> list[Asked]:
    return [
        Asked("a", "discover", "https://a.example/rss", response("https://a.example/rss", b"<rss/>")),
        Asked("a", "fetch", "https://a.example/1", response("https://a.example/1", b"<p>1</p>"), CANDIDATE),
        Asked("a", "fetch", "https://a.example/2", response("https://a.example/2", b"", 304)),
        Asked("a", "fetch", "https://a.example/3", Failure("https://a.example/3", "a", "fetch", "gone", "", AT)),
    ]


def test_each_request_is_a_row() -> None:
    rows = ledger.fetch_rows("run", asked())
    assert rows.schema == FETCHES
    assert rows["status"].to_list() == [200, 200, 304, None]
    assert rows["failure"].to_list() == [None, None, None, "gone"]
    assert rows["fetch_id"].n_unique() == 4


def test_only_changed_article_responses_become_pages() -> None:
    pages = ledger.pages(asked())
    assert pages.schema == PAGES
    assert pages.select("url", "feed_title", "feed_published_at").rows() == [("https://a.example/1", "Title", AT)]
    digest = response("https://a.example/1", b"<p>1</p>").digest
    assert ledger.pages(asked(), frozenset({("https://a.example/1", digest)})).is_empty()


def test_the_same_request_made_twice_is_one() -> None:
    assert [a.url for a in ledger.distinct([*asked(), *asked()])] == [a.url for a in asked()]


def test_failures_are_kept() -> None:
    assert [f.reason for f in ledger.failures(asked())] == ["gone"]


def test_announcements_are_one_row_an_address() -> None:
    rows = ledger.announcement_rows([CANDIDATE, CANDIDATE], AT)
    assert rows.select("source_id", "url", "announced_at").rows() == [("a", "https://a.example/1", AT)]


def test_a_failure_tells_of_the_last_answer_and_is_no_page() -> None:
    hop, wall = response("https://a.example/4", b"", 302), response("https://a.example/wall", b"", 403)
    refused = Failure("https://a.example/4", "a", "fetch", "blocked", "HTTP 403", AT, (hop, wall))
    robots = Asked("a", "robots", "https://a.example/robots.txt", response("https://a.example/robots.txt", b"User"))
    page = Asked("a", "fetch", "https://a.example/5", replace(response("https://a.example/5", b"5"), earlier=(hop,)))
    every = [Asked("a", "fetch", "https://a.example/4", refused), robots, page]
    rows = ledger.fetch_rows("run", every)
    assert rows.select("status", "failure", "final_url").rows() == [
        (403, "blocked", "https://a.example/wall"),
        (200, None, "https://a.example/robots.txt"),
        (200, None, "https://a.example/5"),
    ]
    assert rows["digest"].is_null().to_list() == [True, False, False]
    assert ledger.pages(every)["url"].to_list() == ["https://a.example/5"]
    assert [len(a.answers) for a in every] == [2, 1, 2]
    assert "https://a.example/wall" not in repr(refused)
