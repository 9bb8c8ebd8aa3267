"""Which addresses are asked for, and when again."""

from datetime import UTC, datetime, timedelta

from tasks.core.records import Candidate, Validators
from tasks.core.revisit import Habit, Known, choose

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HABIT = Habit(window=timedelta(days=3), pause=timedelta(hours=1), backoff=0.5)
TAGGED = Validators(etag='"1"')


def known(first_hours_ago: float, last_hours_ago: float, failure: str | None = None) -> Known:
    first, last = NOW - timedelta(hours=first_hours_ago), NOW - timedelta(hours=last_hours_ago)
    return Known(first, last, failure, TAGGED)


def asked(announced: list[Candidate], state: dict[str, Known], limit: int = 10) -> list[str]:
    return [r.candidate.url for r in choose("s", announced, state, NOW, HABIT, limit)]


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
    (request,) = choose("s", [], {"https://a.example/x": known(2, 2)}, NOW, HABIT, 10)
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
