"""Which addresses are asked for, and when again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tasks.core.records import Candidate, Discovery, Source, Validators
from tasks.core.revisit import Habit, Known, Polled, choose, missing

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HABIT = Habit(window=timedelta(days=3), pause=timedelta(hours=1), backoff=0.5)
TAGGED = Validators(etag='"1"')
PLACE = Discovery("rss", "https://a.example/feed")
SOURCE = Source("s", "S", "https://a.example/", "en", "GB", "paper", "other", "Europe/London", (PLACE,))


def known(first_hours_ago: float, last_hours_ago: float, failure: str | None = None) -> Known:
    first, last = NOW - timedelta(hours=first_hours_ago), NOW - timedelta(hours=last_hours_ago)
    return Known(first, last, failure, TAGGED)


def asked(announced: list[Candidate], state: dict[str, Known], limit: int = 10) -> list[str]:
    source = replace(SOURCE, max_articles=limit)
    return [r.candidate.url for r in choose(source, announced, state, NOW, HABIT)]


def test_new_addresses_come_first_and_are_limited() -> None:
    announced = [Candidate(f"https://a.example/{n}", "s") for n in range(4)]
    assert asked(announced, {"https://a.example/9": known(2, 2)}, limit=2) == [
        "https://a.example/0",
        "https://a.example/1",
        "https://a.example/9",
    ]


def test_a_known_address_is_asked_ever_more_rarely_and_then_no_more() -> None:
    for first, last, due in ((0.5, 0.5, False), (1, 1, True), (20, 8, True), (20, 5, False), (80, 40, False)):
        assert (asked([], {"https://a.example/x": known(first, last)}) != []) is due, (first, last)


def test_a_known_address_keeps_its_validators() -> None:
    (request,) = choose(SOURCE, [], {"https://a.example/x": known(2, 2)}, NOW, HABIT)
    assert request.validators == TAGGED


def test_what_is_gone_is_not_asked_again_but_what_failed_otherwise_is() -> None:
    state = {f"https://a.example/{reason}": known(2, 2, reason) for reason in ("gone", "not_found", "timeout")}
    assert asked([], state) == ["https://a.example/timeout"]


def test_an_address_announced_as_modified_is_asked_at_once() -> None:
    url = "https://a.example/x"
    fresh = Candidate(url, "s", modified_at=NOW)
    assert asked([fresh], {url: known(100, 0.1)}) == [url]
    seen = Known(NOW - timedelta(hours=100), NOW, None, TAGGED, announced_at=NOW)
    assert asked([fresh], {url: seen}) == []


def test_articles_of_a_full_feed_are_taken_while_the_feed_lists_them() -> None:
    source = replace(SOURCE, full_text="feed", max_articles=1)
    listed = [Candidate(f"https://a.example/{n}", "s", content="<p>Text</p>") for n in range(3)]
    state = {"https://a.example/0": known(2, 2), "https://a.example/9": known(2, 2)}
    chosen = [r.candidate for r in choose(source, [*listed, Candidate("https://a.example/8", "s")], state, NOW, HABIT)]
    assert [c.url[-1] for c in chosen] == ["1", "2", "8", "0"]
    assert chosen[-1].content == "<p>Text</p>"


@pytest.mark.parametrize(
    ("observed_hours", "changes", "answered_hours_ago", "patience", "is_due"),
    [
        (96, 8, 2.9, 0.25, False),  # changes twice a day: rests three hours
        (96, 8, 3.0, 0.25, True),
        (96, 96, 0.3, 0.25, True),  # changes every hour: rests a quarter of one
        (300, 0, 5.9, 0.25, False),  # never seen to change: six hours are the longest rest
        (300, 0, 6.0, 0.25, True),
        (0, 0, 0.0, 0.25, True),  # asked only once
        (96, 8, 0.0, 0.0, True),
    ],
)
def test_a_document_rests_by_its_habit(
    observed_hours: float, changes: int, answered_hours_ago: float, patience: float, is_due: bool
) -> None:
    answered = NOW - timedelta(hours=answered_hours_ago)
    assert Polled(answered, timedelta(hours=observed_hours), changes).is_due(NOW, patience) is is_due


def test_what_is_missing_was_never_received_and_is_not_gone() -> None:
    urls = [f"https://a.example/{name}" for name in ("new", "had", "gone", "late", "newer")]
    state = {urls[1]: known(2, 2), urls[2]: known(2, 2, "gone"), urls[3]: known(2, 2, "timeout")}
    announced = [Candidate(url, "s") for url in urls]
    found = [request.candidate.url.rpartition("/")[2] for request in missing(announced, state, 10)]
    assert found == ["new", "late", "newer"]
    assert len(missing(announced, state, 2)) == 2
