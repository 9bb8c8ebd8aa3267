"""Calendar arithmetic on expressions. Months are counted from year 0: `year * 12 + month - 1` is a month's index.

A day that the calendar does not have comes out null. Expressions that are used more than once should be columns:
Polars copies them into every place in which they stand.
"""

import polars as pl

FIRST_MONTH, LAST_MONTH = 12, 9998 * 12
YEAR_MONTHS, WEEK_DAYS = 12, 7
THURSDAY, FRIDAY, SATURDAY = 4, 5, 6
UNIT_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}


def days(number: pl.Expr | int) -> pl.Expr:
    """A duration of so many days."""
    return pl.duration(days=number)


def month_index(day: pl.Expr) -> pl.Expr:
    """The index of the month in which a day lies."""
    return day.dt.year().cast(pl.Int64) * YEAR_MONTHS + day.dt.month() - 1


def month_start(index: pl.Expr) -> pl.Expr:
    """The first day of a month."""
    inside = pl.when(index.is_between(FIRST_MONTH, LAST_MONTH)).then(index)
    return pl.date(inside // YEAR_MONTHS, inside % YEAR_MONTHS + 1, 1)


def month_end(index: pl.Expr) -> pl.Expr:
    """The last day of a month."""
    return month_start(index + 1) - days(1)


def day_of_month(index: pl.Expr, number: pl.Expr) -> pl.Expr:
    """A day of a month, null where the month is shorter."""
    exists = (number >= 1) & (number <= month_end(index).dt.day())
    return month_start(index) + days(pl.when(exists).then(number - 1))


def months_on(day: pl.Expr, months: pl.Expr) -> pl.Expr:
    """The same day of the month so many months later, or the last day of a shorter month."""
    index = month_index(day) + months
    return pl.min_horizontal(month_start(index) + days(day.dt.day() - 1), month_end(index))


def monday(day: pl.Expr) -> pl.Expr:
    """The Monday of a day's week."""
    return day - days(day.dt.weekday() - 1)


def nth_weekday(first: pl.Expr, last: pl.Expr, nth: pl.Expr, weekday: pl.Expr) -> pl.Expr:
    """The nth Monday (1) .. Sunday (7) of the period first..last, the last one where nth is -1; null beyond its end."""
    from_start = first + days((weekday - first.dt.weekday()) % WEEK_DAYS + (nth - 1) * WEEK_DAYS)
    from_end = last - days((last.dt.weekday() - weekday) % WEEK_DAYS)
    return pl.when(nth == -1).then(from_end).when(from_start <= last).then(from_start)


def nth_week(first: pl.Expr, last: pl.Expr, nth: pl.Expr) -> pl.Expr:
    """The Monday of the nth week of a period, by ISO 8601: the week belongs where its Thursday lies."""
    return nth_weekday(first, last, nth, pl.lit(THURSDAY)) - days(THURSDAY - 1)


def months_in(unit: pl.Expr) -> pl.Expr:
    """How many months a unit has, null for days and weeks."""
    return unit.replace_strict(UNIT_MONTHS, default=None, return_dtype=pl.Int64)


def easter(year: pl.Expr) -> pl.Expr:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm in Meeus, Astronomical Algorithms, ch. 8)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    m = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    n = h + m - 7 * ((a + 11 * h + 22 * m) // 451) + 114
    return pl.date(year, n // 31, n % 31 + 1)


def orthodox_easter(year: pl.Expr) -> pl.Expr:
    """Easter Sunday of the Julian calendar, as a day of the Gregorian one; for 1900 to 2099."""
    d = (19 * (year % 19) + 15) % 30
    e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
    n = d + e + 114
    in_period = pl.when(year.is_between(1900, 2099)).then(year)
    return pl.date(in_period, n // 31, n % 31 + 1) + days(13)
