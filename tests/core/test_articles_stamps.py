"""Dates as pages show them beside a headline."""

from datetime import UTC, date, datetime, time
from typing import Any

import polars as pl
import pytest

from tasks.core import articles
from tasks.core.articles_stamps import Stamp, dates, is_month_first, of_line
from tasks.core.records import PAGES

DAY = date(2024, 3, 12)  # a Tuesday
TEXT = "<p>The pilot boat was moored to the north quay, and its crew went home for the rest of the week.</p>" * 3


@pytest.mark.parametrize(
    "line",
    [
        "12 March 2024", "March 12, 2024", "Mar. 12, 2024", "12th of March, 2024", "12-Mar-2024", "2024-03-12",
        "2024/3/12", "12.03.2024", "12.3.24", "12. März 2024", "12 марта 2024 г.", "12 березня 2024", "2024년 3월 12일",
        "2024.03.12.", "2024年3月12日", "12 Maret 2024", "ngày 12 tháng 3 năm 2024", "12 tháng 3, 2024",
        "12 de marzo de 2024", "12 mars 2024", "12 marca 2024", "12/03/2024", "Juche 113 (2024).3.12",
    ],
)  # fmt: skip
def test_whole_dates(line: str) -> None:
    assert [stamp.day for _, _, stamp in dates(line)] == [DAY]


@pytest.mark.parametrize(
    "line", ["March 2024", "12 March", "31.02.2024", "version 1.2.3.2024", "10.12.2024.5", "2024-13-01", "12:03:2024"]
)
def test_what_is_no_whole_date(line: str) -> None:
    assert list(dates(line)) == []


@pytest.mark.parametrize(
    ("line", "clock"),
    [
        ("12.03.2024, 18:05 Uhr", time(18, 5)),
        ("12 марта 2024 в 7:30", time(7, 30)),
        ("March 12, 2024 | 6:05 PM", time(18, 5)),
        ("March 12, 2024 12:10 a.m.", time(0, 10)),
        ("2024-03-12T10:10:52+01:00", time(10, 10)),
        ("12.03.2024, 00:00", None),
        ("12.03.2024, 4 comments", None),
    ],
)
def test_the_time_beside_a_date(line: str, clock: time | None) -> None:
    assert of_line(line)[0].clock == clock


@pytest.mark.parametrize(
    ("line", "is_contradicted"),
    [
        ("Tuesday, 12 March 2024", False), ("Monday, 12 March 2024", True), ("вторник, 12 марта 2024", False),
        ("Понедельник, 12.03.2024", True), ("2024年3月12日（火）", False), ("2024年3月12日（月）", True),
        ("2024년 3월 12일 화요일", False), ("2024.03.12 (월)", True), ("2024年3月12日 星期二", False),
        ("2024年3月12日星期一", True),
        ("Selasa, 12 Maret 2024", False), ("Senin, 12/3/2024", True), ("Thứ hai, ngày 12 tháng 3 năm 2024", True),
        ("неділя, 12 березня 2024", True), ("2024년 3월 12 일", False), ("12 March 2024", False),
    ],
)  # fmt: skip
def test_a_weekday_may_contradict_its_date(line: str, is_contradicted: bool) -> None:
    assert of_line(line)[0].is_contradicted == is_contradicted


def test_lines_that_are_more_than_a_date_and_days_of_changes_are_left_out() -> None:
    assert of_line("Published 12 March 2024, updated 14 March 2024")[0].day == DAY
    assert of_line("Updated: 12 March 2024") == []
    assert of_line("Обновлено 12.03.2024") == []
    assert (
        of_line("The harbour master said on 12 March 2024 that the crane would be sold to a yard in the south.") == []
    )
    assert of_line("no date at all") == []


def test_a_link_does_not_make_a_line_more_than_a_date() -> None:
    line = "12 March 2024 | The news of the harbour, its ships, its cranes and all who work there"
    assert of_line(line) == []
    assert of_line(line, linked=60) != []


@pytest.mark.parametrize(
    ("language", "url", "expected"),
    [
        ("en", "https://a.example/1", True), ("en-US", None, True), ("en-GB", "https://a.example/1", False),
        ("en", "https://a.co.uk/1", False), ("en", "https://a.io/1", True), ("ru", "https://a.example/1", False),
        (None, "https://a.example/1", False),
    ],
)  # fmt: skip
def test_month_or_day_first(language: str | None, url: str | None, expected: bool) -> None:
    assert is_month_first(language, url) == expected
    stamp = of_line("3/12/2024", expected)[0]
    assert (stamp.day, stamp.other) == ((DAY, date(2024, 12, 3)) if expected else (date(2024, 12, 3), DAY))


def test_two_readings_are_decided_by_what_metadata_say() -> None:
    stamp = Stamp(date(2024, 12, 3), DAY)
    assert stamp.nearest([date(2024, 3, 13)]).day == DAY
    assert stamp.nearest([date(2024, 12, 1)]) == stamp
    assert stamp.nearest([]) == stamp


def found(beside: str, url: str = "https://a.example/1", head: str = "", **more: Any) -> dict[str, Any]:
    page = f"<html lang=en><head><title>Pilot boat moored</title>{head}</head><body>{beside}{TEXT}</body></html>"
    row = {"url": url, "body": page.encode(), "fetched_at": datetime(2025, 1, 1, tzinfo=UTC)} | more
    return articles.extract(pl.DataFrame([row], schema=PAGES)).to_dicts()[0]


def published(stamp: str) -> str:
    return f'<meta property="article:published_time" content="{stamp}">'


@pytest.mark.parametrize(
    ("beside", "head", "day", "came_from"),
    [
        ("<h1>Pilot boat moored</h1><p>12 March 2024</p>", "", DAY, "text"),
        ("<p>12 March 2024</p><h1>Pilot boat moored</h1>", "", DAY, "text"),
        ("<h1>Pilot boat moored</h1><p>12 March 2024</p>", published("2024-03-13T02:00:00Z"), DAY, "meta"),
        ("<h1>Pilot boat moored</h1><p>12 March 2024</p>", published("2024-02-01"), DAY, "text"),
        ("<h1>Pilot boat moored</h1><p>Updated 12 March 2024</p>", published("2024-02-01"), date(2024, 2, 1), "meta"),
        ("<h1>Pilot boat moored</h1><figcaption>12 March 2024</figcaption>", published("2024-02-01"),
         date(2024, 2, 1), "meta"),
        ("<h1>Pilot boat moored</h1><p>Dates: 14 March 2024, 12 March 2024</p>", published("2024-03-12"), DAY, "meta"),
    ],
    ids=["below", "above", "local day", "template's date", "a change", "a caption", "two dates"],
)  # fmt: skip
def test_the_date_that_is_shown_decides(beside: str, head: str, day: date, came_from: str) -> None:
    row = found(beside, head=head)
    assert (row["published_on"], row["published_from"]) == (day, came_from)


def test_the_day_of_the_masthead_is_not_the_article_s() -> None:
    masthead, fetched = "<p>Wednesday, 25 March 2026</p>", datetime(2026, 3, 25, 9, tzinfo=UTC)
    row = found(f"{masthead}<h1>Pilot boat moored</h1>", head=published("2024-03-12"), fetched_at=fetched)
    assert row["published_on"] == DAY
    assert found(f"{masthead}<h1>Pilot boat moored</h1><p>12.03.2024</p>", fetched_at=fetched)["published_on"] == DAY


def test_address_and_metadata_together_outvote_it() -> None:
    beside = "<h1>Pilot boat moored</h1><p>14 March 2024</p>"
    row = found(beside, "https://a.example/2024/03/12/boat", published("2024-03-12T10:00:00Z"))
    assert row["published_on"] == DAY


def test_a_contradicting_weekday_is_flagged() -> None:
    row = found("<h1>Pilot boat moored</h1><p>Monday, 12 March 2024</p>")
    assert (row["published_on"], row["published_doubt"]) == (DAY, "weekday")
    assert found("<h1>Pilot boat moored</h1><p>Tuesday, 12 March 2024</p>")["published_doubt"] is None


def test_refused_dates_leave_their_reason() -> None:
    row = found("<h1>Pilot boat moored</h1><p>12 March 2024</p>", head=published("2031-01-01"))
    assert (row["published_on"], row["published_doubt"]) == (DAY, None)
    row = found("<h1>Pilot boat moored</h1>", "https://a.example/2024/03/12/x", published("2031-01-01"))
    assert (row["published_on"], row["published_doubt"]) == (DAY, None)
    row = found("<h1>Pilot boat moored</h1>", head=published("2031-01-01"))
    assert (row["published_on"], row["published_doubt"]) == (None, "future")
    row = found(
        "<h1>Pilot boat moored</h1>", head=published("1971-01-01"), feed_published_at=datetime(2031, 1, 1, tzinfo=UTC)
    )
    assert (row["published_on"], row["published_doubt"]) == (None, "future, too_early")
