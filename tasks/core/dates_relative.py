"""Dates counted from the anchor day: its weeks and months, and so many days, weeks, months or years from it.

Every public function takes rows of one kind (dates_reading) and adds `first`, `last` (Date, null where there is no
anchor) and `precision`.
"""

import polars as pl

from tasks.core.dates_calendar import days, monday, month_end, month_index, month_start, months_in, months_on
from tasks.core.dates_nearest import with_weekday

WEEK, WEEKEND = 7, 5
WEEKLY_UNITS = ("week", "weekend")
COUNTED_BY_DAY = ("week", "month")
OWN_PRECISION = ("day", "week", "month", "quarter", "half", "year")

anchor, shift, relative = pl.col("anchor"), pl.col("shift"), pl.col("relative")
count, count_unit, sign = pl.col("count"), pl.col("count_unit"), pl.col("sign")


def exactly(part: pl.DataFrame) -> pl.DataFrame:
    """The day in `exact`."""
    return part.with_columns(first="exact", last="exact", precision=pl.lit("day"))


def precision_of(unit: pl.Expr) -> pl.Expr:
    """A unit's own precision; "day" where there is no unit, "range" for weekends, decades, centuries."""
    own = pl.when(unit.is_in(OWN_PRECISION)).then(unit).otherwise(pl.lit("range"))
    return pl.when(unit.is_null()).then(pl.lit("day")).otherwise(own)


def same_day(part: pl.DataFrame) -> pl.DataFrame:
    """The anchor day itself."""
    return exactly(part.with_columns(exact=anchor))


def day_beside(part: pl.DataFrame) -> pl.DataFrame:
    """The day before the anchor, itself, or the day after: `last night`, `this morning`."""
    return exactly(part.with_columns(exact=anchor + days(shift.clip(-1, 1))))


def weekday(part: pl.DataFrame) -> pl.DataFrame:
    """`Monday`, `last Monday`."""
    return exactly(with_weekday(part))


def day_of_week(part: pl.DataFrame) -> pl.DataFrame:
    """A day counted from the Monday of the anchor's week."""
    return exactly(part.with_columns(exact=monday(anchor) + days(pl.col("week_day"))))


def weekday_of_week(part: pl.DataFrame) -> pl.DataFrame:
    """`Monday last week`."""
    return exactly(part.with_columns(exact=monday(anchor) + days(relative * WEEK + pl.col("weekday") - 1)))


def weekend(part: pl.DataFrame) -> pl.DataFrame:
    """The weekend begun last, or the coming one where the sentence looks forward."""
    week = monday(pl.when(pl.col("ahead")).then(anchor).otherwise(anchor - days(WEEKEND)))
    return part.with_columns(first=week + days(WEEKEND), last=week + days(WEEK - 1), precision=pl.lit("range"))


def period(part: pl.DataFrame) -> pl.DataFrame:
    """`last month`: the `relative_unit` that lies `relative` units after the anchor's own."""
    return _period(part, pl.col("relative_unit"), relative)


def so_many_from(part: pl.DataFrame) -> pl.DataFrame:
    """`three weeks ago`: the day, or the whole week, month or year, that lies so many units before or after the anchor.

    Weeks and months counted from a day of the story (`by_day`) give a day.
    """
    number = count * sign
    to_day = (pl.col("rule") == "count_from_story") & count_unit.is_in(COUNTED_BY_DAY) & pl.col("by_day")
    weeks = pl.when(count_unit == "week").then(number * WEEK).otherwise(0)
    moved = part.with_columns(there=months_on(anchor, pl.when(count_unit == "month").then(number).otherwise(0)))
    whole = _period(moved.with_columns(there=pl.col("there") + days(weeks)), count_unit, number)
    return whole.with_columns(
        first=pl.when(to_day).then("there").otherwise("first"),
        last=pl.when(to_day).then("there").otherwise("last"),
        precision=pl.when(to_day).then(pl.lit("day")).otherwise("precision"),
    )


def the_last_so_many(part: pl.DataFrame) -> pl.DataFrame:
    """`the last three weeks`, `the next two days`: from the anchor back or on, without the anchor itself."""
    length = count * pl.when(count_unit == "week").then(WEEK).otherwise(1)
    way = pl.when(sign == 0).then(-1).otherwise(sign)
    sized = part.with_columns(size=months_in(count_unit), length=length * way, way=way)
    size, back = pl.col("size"), pl.col("way") < 0
    by_month = months_on(anchor, size * count * pl.col("way"))
    far = sized.with_columns(far=pl.when(size.is_null()).then(anchor + days(pl.col("length"))).otherwise(by_month))
    return far.with_columns(
        first=pl.when(back).then("far").otherwise(anchor + days(1)),
        last=pl.when(back).then(anchor - days(1)).otherwise("far"),
        precision=pl.lit("range"),
    )


def _period(part: pl.DataFrame, unit: pl.Expr, number: pl.Expr) -> pl.DataFrame:
    """The unit (day, week, weekend, month .. century) that lies `number` units after the anchor's own."""
    sized = part.with_columns(number=number, size=months_in(unit), weekly=unit.is_in(WEEKLY_UNITS))
    size, weekly, nth = pl.col("size"), pl.col("weekly"), pl.col("number")
    there = sized.with_columns(
        week=monday(anchor) + days(nth * WEEK),
        exact=anchor + days(nth),
        index=(month_index(anchor) // size + nth) * size,
    )
    week, index = pl.col("week"), pl.col("index")
    begins = pl.when(unit == "weekend").then(week + days(WEEKEND)).when(weekly).then(week)
    ends = pl.when(weekly).then(week + days(WEEK - 1))
    return there.with_columns(
        first=begins.when(size.is_null()).then("exact").otherwise(month_start(index)),
        last=ends.when(size.is_null()).then("exact").otherwise(month_end(index + size - 1)),
        precision=precision_of(unit),
    )
