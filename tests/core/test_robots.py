from datetime import UTC, datetime, timedelta

import pytest

from tasks.core.robots import MAX_BYTES, Robots, from_rows, to_rows

NOW = datetime(2026, 1, 1, tzinfo=UTC)
PAGE = "http://song-biec.example/the-gioi/cau.htm?page=2"


def robots(text: str | bytes) -> Robots:
    return Robots(text if isinstance(text, bytes) else text.encode(), None, NOW)


@pytest.mark.parametrize(
    ("text", "is_allowed"),
    [
        ("", True),
        ("User-agent: *\nDisallow:\n", True),
        ("User-agent: *\nDisallow: /\n", False),
        ("\ufeffUser-agent: *\nDisallow: /\n", False),
        ("user-agent:*\rdisallow:/the-gioi\r", False),
        ("User-agent: *\nDisallow: /the-gioi/\nAllow: /the-gioi/cau\n", True),
        ("User-agent: *\nDisallow: /*?page=\n", False),
        ("User-agent: *\nDisallow: /*.htm$\n", True),
        ("User-agent: *\nDisallow: /THE-GIOI/\n", True),
        ("User-agent: *\nAllow: /\n\nUser-agent: tumen\nDisallow: /\n", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Tumen\nDisallow: /x\n", True),
        ("User-agent: *\nAllow: /\n\nUser-agent: Tumen News Bot\nDisallow: /\n", False),
        ("User-agent: *\nAllow: /\n\nUser-agent: tumen/1.4 (+mailto:x)\nDisallow: /\n", False),
        ("User-agent: *\nAllow: /\n\nUser-agent: tumenbot\nDisallow: /\n", True),
        ("User-agent: GPTBot\nUser-agent: CCBot\nDisallow: /\n", True),
        ("<!DOCTYPE html><p>Disallow: /</p>", True),
        ("Disallow: /\n", True),
        (b"\xff\xfe\x00\x01 \x80 Disallow", True),
    ],
)
def test_rules_are_read_as_the_standard_has_it(text: str | bytes, is_allowed: bool) -> None:
    assert robots(text).allows(PAGE) is is_allowed


def test_robots_txt_itself_is_always_allowed() -> None:
    assert robots("User-agent: *\nDisallow: /\n").allows("http://song-biec.example/robots.txt")


def test_escaped_and_plain_paths_are_the_same() -> None:
    rules = robots("User-agent: *\nDisallow: /要闻/\n")
    assert not rules.allows("http://biwan-xinbao.example/%E8%A6%81%E9%97%BB/a.shtml")


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("", 0.0),
        ("User-agent: *\nCrawl-delay: 2.5\n", 2.5),
        ("User-agent: *\nCrawl-delay: -1\n", 0.0),
        ("User-agent: *\nCrawl-delay: nan\n", 0.0),
        ("User-agent: *\nCrawl-delay: soon\n", 0.0),
        ("User-agent: Yeti\nCrawl-delay: 30\n", 0.0),
        ("User-agent: *\nRequest-rate: 1/10\n", 10.0),
        ("User-agent: *\nRequest-rate: 0/10\n", 0.0),
        ("User-agent: *\nCrawl-delay: 3\nRequest-rate: 2/1m\n", 30.0),
    ],
)
def test_the_longer_of_both_delays_counts(text: str, seconds: float) -> None:
    assert robots(text).delay == seconds


def test_rules_within_500_kilobytes_count_and_half_a_line_does_not() -> None:
    start = b"User-agent: *\nDisallow: /x\n"
    filler = b"#" * (MAX_BYTES - len(start) - len(b"\nDisallow: /")) + b"\nDisallow: /y\n"
    assert not robots(start + filler).allows("http://a.example/x")
    assert robots(start + filler).allows("http://a.example/y")
    assert robots(start + filler).allows("http://a.example/z")


def test_what_could_not_be_read_allows_nothing() -> None:
    assert not Robots(b"", "timeout", NOW).allows(PAGE)
    assert Robots(b"", "timeout", NOW).delay == 0.0


def test_a_robots_txt_is_kept_for_a_day_and_a_failure_for_minutes() -> None:
    assert not robots("").is_stale(NOW + timedelta(hours=24))
    assert robots("").is_stale(NOW + timedelta(hours=25))
    assert not Robots(b"", "robots", NOW).is_stale(NOW + timedelta(minutes=9))
    assert Robots(b"", "robots", NOW).is_stale(NOW + timedelta(minutes=11))


def test_an_older_copy_holds_for_a_month_while_the_server_is_in_trouble() -> None:
    known, trouble = robots("User-agent: *\nDisallow: /x\n"), NOW + timedelta(days=2)
    kept = Robots(b"", "server_error", trouble).after(known)
    assert (kept.body, kept.failure, kept.read_at, kept.tried_at) == (known.body, None, NOW, trouble)
    assert not kept.is_stale(trouble + timedelta(minutes=9))
    assert kept.is_stale(trouble + timedelta(minutes=11))
    too_late = Robots(b"", "timeout", NOW + timedelta(days=31))
    assert too_late.after(kept) is too_late
    again = Robots(b"", None, trouble)
    assert again.after(kept) is again
    assert too_late.after(None) is too_late
    assert too_late.after(Robots(b"", "timeout", trouble)) is too_late


def test_what_was_read_is_kept_between_runs() -> None:
    long = Robots(b"#" * MAX_BYTES + b"\nDisallow: /", None, NOW, NOW)
    known = {"https://a.example": robots("Disallow: /"), "http://b.example:81": Robots(b"", "dns", NOW), "c": long}
    kept = from_rows(to_rows(known))
    assert {name: known[name] for name in known if name != "c"} == {name: kept[name] for name in kept if name != "c"}
    assert (len(kept["c"].body), kept["c"].tried_at) == (MAX_BYTES, NOW)
    assert from_rows(to_rows({})) == {}
