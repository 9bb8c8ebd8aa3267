"""The words for a source's state."""

from datetime import UTC, datetime, timedelta

import pytest

from tasks.core.health import Observation, Page, classify, is_challenge, is_teaser, usual_gap

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TEXT = Page(text="The lighthouse was painted in the spring. It is white again.")
STUB = Page(text="The lighthouse was painted in the")
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("seen", "state", "reason"),
    [
        (Observation((None,), (TEXT,) * 3, 3, (NOW,)), "alive", ""),
        (Observation(("timeout", None), (TEXT,) * 3, 3, (NOW,)), "alive", ""),
        (Observation(("timeout", "dns")), "dead", "dns, timeout"),
        (Observation(("blocked", "timeout")), "blocked", "blocked, timeout"),
        (Observation(("challenge",)), "blocked", "challenge"),
        (Observation(("not_a_feed",)), "changed", "not_a_feed"),
        (Observation(("not_found",)), "changed", "not_found"),
        (Observation((None,), (Page("blocked"), Page("challenge"), TEXT), 3, (NOW,)), "blocked", "blocked, challenge"),
        (Observation((None,), (Page("connect"), Page("timeout"), TEXT), 3, (NOW,)), "dead", "connect, timeout"),
        (Observation((None,), (Page(), Page("not_found"), TEXT), 3, (NOW,)), "changed", "2 of 3 pages gave no article"),
        (Observation((None,), (Page(), TEXT, TEXT), 3, (NOW,)), "alive", ""),
        (Observation((None,), (STUB, STUB, TEXT), 3, (NOW,)), "teaser", "2 of 3 texts are cut"),
        (Observation((None,), (TEXT,), 3, (NOW,), has_gap=True), "gap", "everything announced is new"),
        (Observation((None,), (TEXT,), 3, (NOW - 8 * DAY,)), "silent", "nothing new since 2026-02-21"),
        (Observation((None,), (TEXT,), 4, tuple(NOW - n * 5 * DAY for n in range(2, 6))), "alive", ""),
        (Observation((None,), (TEXT,), 4, tuple(NOW - n * 5 * DAY for n in range(5, 9))), "silent", "nothing new"),
        (Observation((None,), (TEXT,), 3, known_new_at=NOW - 9 * DAY), "silent", "nothing new since 2026-02-20"),
        (Observation((None,), (TEXT,), 3), "alive", ""),
        (Observation((None,)), "silent", "it announces nothing"),
    ],
)
def test_what_was_seen_has_one_word(seen: Observation, state: str, reason: str) -> None:
    health = classify(seen, NOW)
    assert (health.state, health.reason[: len(reason)]) == (state, reason)


def test_a_challenge_page_is_told_from_an_article_that_speaks_of_one() -> None:
    assert is_challenge(b"<html><title>Just a moment...</title><script src='/cdn-cgi/challenge-platform/h/g'></script>")
    assert not is_challenge(b"<title>Harbour</title><p>Just a moment, said the harbour master.</p>")
    assert not is_challenge(b"<title>Just a moment</title>" + b"<p>Long text.</p>" * 10_000)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A short note that ends.", False),
        ("A short note that does not", True),
        ("A short note that trails off…", True),
        ("A short note that trails off...", True),
        ("등대를 새로 칠했다.”", False),
        ("灯塔重新粉刷", True),
        ("A long text without an end " * 60, False),
    ],
)
def test_teasers(text: str, expected: bool) -> None:
    assert is_teaser(text) is expected


def test_the_usual_gap_is_the_median() -> None:
    assert usual_gap([NOW, NOW - 2 * DAY, NOW - 3 * DAY, NOW - 13 * DAY]) == 2 * DAY
    assert usual_gap([NOW, NOW - DAY]) is None
