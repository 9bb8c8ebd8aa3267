"""Addresses: cleaned, masked, and the one that identifies an article."""

import pytest

from tasks.core.urls import canonical, clean, host_of, without_secrets


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTPS://News.Example:443/a?utm_source=x&id=3#top", "https://news.example/a?id=3"),
        ("https://news.example/a?a=1;b=2&utm_source=x", "https://news.example/a?a=1;b=2"),
        ("https://news.example/a?q=%E6%9C%9D+x&&utm%5Fsource=x&empty=", "https://news.example/a?q=%E6%9C%9D+x&&empty="),
        ("http://user:pw@news.example/", "http://news.example/"),
        ("http://news.example:8080", "http://news.example:8080/"),
        ("//news.example/a b", "https://news.example/a%20b"),
        ("mailto:a@news.example", None),
        ("http://[::1", None),
        ("http:///a", None),
    ],
)
def test_clean(url: str, expected: str | None) -> None:
    assert clean(url, "https://base.example/x/") == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://m.news.example/a/1/?utm_source=x#top", "https://news.example/a/1"),
        ("https://news.example/a/1/amp/", "https://news.example/a/1"),
        ("https://news.example/amp/a/1", "https://news.example/a/1"),
        ("https://news.example/a.amp.html", "https://news.example/a.html"),
        ("https://amp.news.example/a", "https://news.example/a"),
        ("https://news.example/a?amp=1&id=3", "https://news.example/a?id=3"),
        ("https://m.co.kr/a", "https://m.co.kr/a"),
        ("https://news.example/camp", "https://news.example/camp"),
        ("https://news.example", "https://news.example/"),
        ("javascript:void(0)", None),
    ],
)
def test_canonical_form_of_an_address(url: str, expected: str | None) -> None:
    assert canonical(url) == expected
    if expected:
        assert canonical(expected) == expected


@pytest.mark.parametrize(
    ("url", "claimed", "expected"),
    [
        ("https://m.news.example/2024/x", "/2024/x-long", "https://news.example/2024/x-long"),
        ("https://news.example/2024/x", "https://www.news.example/2024/x-long", "https://www.news.example/2024/x-long"),
        ("https://news.example/2024/x", "https://news.example/", "https://news.example/2024/x"),
        ("https://news.example/2024/x", "https://news.example/2024", "https://news.example/2024/x"),
        ("https://news.example/2024/x", "https://other.example/2024/x", "https://news.example/2024/x"),
        ("https://a.co.kr/2024/x", "https://b.co.kr/2024/x", "https://a.co.kr/2024/x"),
        ("https://one.blogspot.com/2024/x", "https://two.blogspot.com/2024/x", "https://one.blogspot.com/2024/x"),
        ("https://one.blogspot.co.id/x/y", "https://two.blogspot.co.id/x/z", "https://one.blogspot.co.id/x/y"),
        ("https://one.github.io/x/y", "https://www.one.github.io/x/z", "https://www.one.github.io/x/z"),
        ("https://news.example/view?id=3", "https://news.example/view", "https://news.example/view?id=3"),
        ("https://news.example/2024/x", "http://[", "https://news.example/2024/x"),
        ("https://news.example/2024/x", "", "https://news.example/2024/x"),
    ],
)
def test_the_pages_own_word_counts_only_where_plausible(url: str, claimed: str, expected: str) -> None:
    assert canonical(url, claimed) == expected


def test_secrets_are_masked() -> None:
    assert without_secrets("https://u:p@a.example/x?token=abc&id=1") == "https://a.example/x?token=***&id=1"
    assert without_secrets("https://a.example/x?id=1#f") == "https://a.example/x?id=1"
    assert without_secrets("http://[") == "(an address that cannot be read)"


def test_host() -> None:
    assert (host_of("https://News.Example:8/x"), host_of("no address"), host_of("http://[")) == ("news.example", "", "")
