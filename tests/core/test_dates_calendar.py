"""The calendar: month ends, ISO weeks, Easter, named days; reckoned against Python's own calendar where it has one."""

from datetime import date, timedelta

import polars as pl
import pytest

from tasks.core import dates_calendar as calendar
from tasks.core.dates_feasts import feasts


def value(expression: pl.Expr) -> date | None:
    found: date | None = pl.select(expression).item()
    return found


def index(year: int, month: int) -> pl.Expr:
    return pl.lit(year * 12 + month - 1, pl.Int64)


@pytest.mark.parametrize("year", [1, 1900, 2000, 2023, 2024, 9997])
def test_months_begin_and_end_where_they_do(year: int) -> None:
    for month in range(1, 13):
        assert value(calendar.month_start(index(year, month))) == date(year, month, 1)
        following = date(year + month // 12, month % 12 + 1, 1)
        assert value(calendar.month_end(index(year, month))) == following - timedelta(days=1)


@pytest.mark.parametrize(("year", "month"), [(0, 12), (-5, 1), (9999, 1), (100000, 1)])
def test_beyond_the_years_of_the_calendar_there_is_nothing(year: int, month: int) -> None:
    assert value(calendar.month_start(index(year, month))) is None


@pytest.mark.parametrize(
    ("year", "month", "day", "expected"),
    [
        (2024, 2, 29, date(2024, 2, 29)),
        (2023, 2, 29, None),
        (1900, 2, 29, None),
        (2000, 2, 29, date(2000, 2, 29)),
        (2024, 4, 31, None),
        (2024, 5, 0, None),
        (2024, 5, -1, None),
        (2024, 12, 31, date(2024, 12, 31)),
    ],
)
def test_days_of_months(year: int, month: int, day: int, expected: date | None) -> None:
    assert value(calendar.day_of_month(index(year, month), pl.lit(day, pl.Int64))) == expected


@pytest.mark.parametrize(
    ("nth", "weekday", "expected"),
    [
        (1, 1, date(2025, 9, 1)),
        (1, 7, date(2025, 9, 7)),
        (5, 2, date(2025, 9, 30)),
        (5, 3, None),
        (-1, 5, date(2025, 9, 26)),
    ],
)
def test_the_nth_weekday_of_september_2025(nth: int, weekday: int, expected: date | None) -> None:
    month = pl.lit(date(2025, 9, 1)), pl.lit(date(2025, 9, 30))
    assert value(calendar.nth_weekday(*month, pl.lit(nth, pl.Int64), pl.lit(weekday, pl.Int64))) == expected


@pytest.mark.parametrize("year", range(2015, 2030))
def test_weeks_of_years_are_those_of_iso_8601(year: int) -> None:
    whole = pl.lit(date(year, 1, 1)), pl.lit(date(year, 12, 31))
    assert value(calendar.nth_week(*whole, pl.lit(1, pl.Int64))) == date.fromisocalendar(year, 1, 1)
    assert value(calendar.nth_week(*whole, pl.lit(27, pl.Int64))) == date.fromisocalendar(year, 27, 1)
    last = date(year, 12, 28).isocalendar().week
    assert value(calendar.nth_week(*whole, pl.lit(-1, pl.Int64))) == date.fromisocalendar(year, last, 1)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
        (date(2024, 5, 15), -12, date(2023, 5, 15)),
        (date(2024, 12, 31), 2, date(2025, 2, 28)),
    ],
)
def test_so_many_months_on(day: date, months: int, expected: date) -> None:
    assert value(calendar.months_on(pl.lit(day), pl.lit(months, pl.Int64))) == expected


@pytest.mark.parametrize(
    ("year", "western", "orthodox"),
    [
        (2000, date(2000, 4, 23), date(2000, 4, 30)),
        (2016, date(2016, 3, 27), date(2016, 5, 1)),
        (2024, date(2024, 3, 31), date(2024, 5, 5)),
        (2025, date(2025, 4, 20), date(2025, 4, 20)),
        (2026, date(2026, 4, 5), date(2026, 4, 12)),
    ],
)
def test_easter(year: int, western: date, orthodox: date) -> None:
    assert value(calendar.easter(pl.lit(year, pl.Int64))) == western
    assert value(calendar.orthodox_easter(pl.lit(year, pl.Int64))) == orthodox


@pytest.mark.parametrize(
    ("feast", "year", "days"),
    [
        ("08-15", 1945, [date(1945, 8, 15)]),
        ("4 thu 11", 2024, [date(2024, 11, 28)]),
        ("-1 mon 5", 2025, [date(2025, 5, 26)]),
        ("easter +1", 2025, [date(2025, 4, 21)]),
        ("orthodox +0", 2024, [date(2024, 5, 5)]),
        ("moving lunar_new_year", 2025, [date(2025, 1, 29)]),
        ("05-09|07-27|09-03", 2025, [date(2025, 5, 9), date(2025, 7, 27), date(2025, 9, 3)]),
    ],
)
def test_named_days(feast: str, year: int, days: list[date]) -> None:
    assert sorted(feasts().filter(feast=feast, year=year)["on"]) == days
