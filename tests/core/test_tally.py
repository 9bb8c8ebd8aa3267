"""What a run says of itself."""

from datetime import UTC, datetime

from tasks.core.ledger import Asked
from tasks.core.records import Failure, Response
from tasks.core.tally import Tally, count_requests, message, total

AT = datetime(2026, 3, 1, tzinfo=UTC)


def response(status: int) -> Response:
    return Response("https://a.example/1", "https://a.example/1", status, (), b"", b"", AT)


def test_requests_and_failures_are_counted() -> None:
    missing = Failure("https://a.example/2", "a", "fetch", "not_found")
    asked = [
        Asked("a", "discover", "https://a.example/rss", response(200)),
        Asked("a", "fetch", "https://a.example/1", response(200)),
        Asked("a", "fetch", "https://a.example/3", response(304)),
        Asked("a", "fetch", "https://a.example/2", missing),
    ]
    tally = Tally("a")
    count_requests(tally, asked, [missing])
    assert (tally.fetched, tally.unchanged, tally.failed, tally.is_reached) == (1, 1, 1, True)
    assert tally.row()["reasons"] == "not_found 1"


def test_a_source_none_of_whose_places_answers_is_unreachable() -> None:
    dead = Failure("https://a.example/rss", "a", "discover", "dns")
    tally = Tally("a")
    count_requests(tally, [Asked("a", "discover", "https://a.example/rss", dead)], [dead])
    assert not tally.is_reached
    assert message([tally, Tally("b", loaded=2, relevant=1)]) == (
        "2 new, 0 updated, 1 relevant, 1 failed, 1 source unreachable (a)"
    )


def test_pages_that_were_skipped_are_told() -> None:
    assert message([Tally("a", found=9, skipped=7, loaded=2)]) == "2 new, 0 updated, 0 relevant, 7 skipped unread"


def test_a_round_without_places_says_nothing_of_a_source_and_its_robots_are_no_pages() -> None:
    dead = Failure("https://a.example/rss", "a", "discover", "dns")
    tally = Tally("a")
    count_requests(tally, [Asked("a", "discover", "https://a.example/rss", dead)], [dead])
    robots = Asked("a", "robots", "https://a.example/robots.txt", response(404))
    count_requests(tally, [robots, Asked("a", "fetch", "https://a.example/1", response(200))], [])
    assert (tally.is_reached, tally.fetched, tally.failed) == (False, 1, 1)


def test_totals() -> None:
    whole = total([Tally("a", found=2, loaded=1), Tally("b", found=3, updated=1)])
    assert (whole.found, whole.loaded, whole.updated, whole.source_id) == (5, 1, 1, "all")
