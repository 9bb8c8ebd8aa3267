"""Which day or month is meant where the words leave out its year or its month.

The functions take a frame with `anchor` (Date), `ahead` (the sentence looks forward), `until` (a word such as "by" or
"until" stands before the date), `gone` (the words around it go with the past only), `this_year` (in this language a
date without a year lies in the current one) and add a column. News looks back: the past reading is the normal one.
"""

import polars as pl

from tasks.core.dates_calendar import WEEK_DAYS, YEAR_MONTHS, day_of_month, days, monday, month_index

NEAR_DAYS, FORWARD_DAYS = 60, 300
THIS_YEAR_DAYS, JUST_PAST_DAYS = 240, 45
NEAR_DAYS_IN_MONTH = 10
NEAR_MONTHS, FORWARD_MONTHS, THIS_YEAR_MONTHS = 2, 9, 8
LEAP_CYCLE = (1, 2, 3, 4)

anchor, weekday, shift = pl.col("anchor"), pl.col("weekday"), pl.col("shift")
ahead, until, this_year = pl.col("ahead"), pl.col("until"), pl.col("this_year")
past, future = pl.col("past"), pl.col("future")


def _by_weekday(otherwise: pl.Expr) -> pl.Expr:
    """The reading that agrees with the weekday beside the date, if one alone does."""
    fits_past, fits_future = past.dt.weekday() == weekday, future.dt.weekday() == weekday
    return (
        pl.when(fits_past & ~fits_future.fill_null(False)).then(past)
        .when(fits_future & ~fits_past.fill_null(False)).then(future)
        .otherwise(otherwise)
    )  # fmt: skip


def with_yearless_day(frame: pl.DataFrame) -> pl.DataFrame:
    """Adds `exact`: a day of a month (`month`, `day`) of an unnamed year. 29 February goes to a leap year."""
    month, day = pl.col("month"), pl.col("day")
    years = frame.with_columns(here=month_index(anchor) // YEAR_MONTHS * YEAR_MONTHS + month - 1)
    here = pl.col("here")
    near = years.with_columns(
        this=day_of_month(here, day),
        before=pl.coalesce(day_of_month(here - years_back * YEAR_MONTHS, day) for years_back in LEAP_CYCLE),
        after=pl.coalesce(day_of_month(here + years_on * YEAR_MONTHS, day) for years_on in LEAP_CYCLE),
    )
    return with_nearest(near)


def with_nearest(frame: pl.DataFrame) -> pl.DataFrame:
    """Adds `exact`, chosen among the same feast `before`, in `this` and `after` the anchor's year (Dates)."""
    this = pl.col("this")
    ordered = frame.with_columns(
        past=pl.when(this <= anchor).then(this).otherwise("before"),
        future=pl.when(this > anchor).then(this).otherwise("after"),
    ).with_columns(wait=(future - anchor).dt.total_days(), age=(anchor - past).dt.total_days())
    wait, age = pl.col("wait"), pl.col("age")
    forward = (
        (wait <= NEAR_DAYS)
        | (ahead & (wait <= FORWARD_DAYS))
        | (until & (wait < age))
        | (this_year & (future.dt.year() == anchor.dt.year()) & (wait < THIS_YEAR_DAYS) & (age > JUST_PAST_DAYS))
    )
    forward = (forward & ~pl.col("gone")) | past.is_null()
    return ordered.with_columns(exact=_by_weekday(pl.when(forward).then(future).otherwise(past)))


def with_bare_day(frame: pl.DataFrame) -> pl.DataFrame:
    """Adds `exact`: a day without its month, the last such day, or the next where it is near or the words say so."""
    here, day = pl.col("here"), pl.col("day")
    near = frame.with_columns(here=month_index(anchor)).with_columns(
        this=day_of_month(here, day),
        before=pl.coalesce(day_of_month(here - months, day) for months in (1, 2)),
        after=pl.coalesce(day_of_month(here + months, day) for months in (1, 2)),
    )
    this = pl.col("this")
    ordered = near.with_columns(
        past=pl.when(this <= anchor).then(this).otherwise("before"),
        future=pl.when(this > anchor).then(this).otherwise("after"),
    )
    wait = (future - anchor).dt.total_days()
    forward = (wait <= NEAR_DAYS_IN_MONTH) | ahead | until
    forward &= (past != anchor) & ~pl.col("gone")
    chosen = _by_weekday(pl.when(forward).then(future).otherwise(past))
    return ordered.with_columns(
        exact=pl.when(shift == 0).then(this)
        .when(shift >= 1).then(future)
        .when(shift < 0).then(past)
        .otherwise(chosen)
    )  # fmt: skip


def with_yearless_month(frame: pl.DataFrame) -> pl.DataFrame:
    """Adds `index`: a month of an unnamed year, with `shift`: last (-1), this (0), next (1), or bare (null)."""
    current = frame.with_columns(here=month_index(anchor)).with_columns(
        back=(pl.col("here") - pl.col("month") + 1) % YEAR_MONTHS
    )
    here, back = pl.col("here"), pl.col("back")
    wait, gone = YEAR_MONTHS - back, here - back
    in_year = pl.col("month") - 1 > here % YEAR_MONTHS
    forward = (back > 0) & (
        (wait <= NEAR_MONTHS)
        | (ahead & (wait <= FORWARD_MONTHS))
        | (until & (wait < back))
        | (this_year & in_year & (wait <= THIS_YEAR_MONTHS) & (back > 1))
    )
    forward &= ~pl.col("gone")
    return current.with_columns(
        index=pl.when(shift <= -1).then(pl.when(back == 0).then(gone - YEAR_MONTHS).otherwise(gone))
        .when(shift == 0).then(here // YEAR_MONTHS * YEAR_MONTHS + pl.col("month") - 1)
        .when(shift >= 1).then(gone + YEAR_MONTHS)
        .when(forward).then(gone + YEAR_MONTHS)
        .otherwise(gone)
    )  # fmt: skip


def with_weekday(frame: pl.DataFrame) -> pl.DataFrame:
    """Adds `exact`: a weekday, the last one (today counts) or the next where the sentence looks forward.

    What is called last or next is never today.
    """
    counted = frame.with_columns(back=(anchor.dt.weekday() - weekday) % WEEK_DAYS)
    back = pl.col("back")
    gone, strictly = anchor - days(back), pl.when(back == 0).then(WEEK_DAYS).otherwise(back)
    forward = (back > 0) & (ahead | (until & (WEEK_DAYS - back < back))) & ~pl.col("gone")
    return counted.with_columns(
        exact=pl.when(shift <= -1).then(anchor - days(strictly - (shift + 1) * WEEK_DAYS))
        .when(shift == 0).then(monday(anchor) + days(weekday - 1))
        .when(shift >= 1).then(gone + days(shift * WEEK_DAYS))
        .when(forward).then(gone + days(WEEK_DAYS))
        .otherwise(gone)
    )  # fmt: skip


def with_season(frame: pl.DataFrame) -> pl.DataFrame:
    """Adds `index`: the first month of spring (1) .. winter (4) of `of_year`, or of the season last begun.

    The winter of a year begins in its December. `shift` is read as in with_yearless_month.
    """
    here, of_year = month_index(anchor), pl.col("of_year")
    begun = frame.with_columns(
        offset=pl.col("season") * 3 - 1,
        begun=here - (here - pl.col("season") * 3 + 1) % YEAR_MONTHS,
    ).with_columns(current=(here - pl.col("begun")) < 3)
    last, current = pl.col("begun"), pl.col("current")
    return begun.with_columns(
        index=pl.when(of_year.is_not_null()).then(of_year * YEAR_MONTHS + pl.col("offset"))
        .when((shift <= -1) & current).then(last - YEAR_MONTHS)
        .when((shift == 0) & ~current).then(here // YEAR_MONTHS * YEAR_MONTHS + pl.col("offset"))
        .when((shift >= 1) | ((ahead | until) & ~current)).then(last + YEAR_MONTHS)
        .otherwise(last)
    )  # fmt: skip
