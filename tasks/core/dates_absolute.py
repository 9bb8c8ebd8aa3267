"""Dates that the calendar places: days, months, years, their parts, and named days.

Every public function takes rows of one kind (dates_reading) and adds `first`, `last` (Date, null where the calendar has
no such day) and `precision`.
"""

import polars as pl

from tasks.core.dates_calendar import (
    YEAR_MONTHS,
    day_of_month,
    days,
    month_end,
    month_index,
    month_start,
    months_in,
    nth_week,
    nth_weekday,
)
from tasks.core.dates_feasts import feasts
from tasks.core.dates_nearest import (
    with_bare_day,
    with_nearest,
    with_season,
    with_yearless_day,
    with_yearless_month,
)
from tasks.core.dates_relative import exactly, precision_of

WEEK, HALF_MONTH, SEASON_MONTHS = 7, 15, 3
DECADE, CENTURY = 10, 100
FINAL, MOST = -1, 99
BRITISH_DAYS = 30
PART_OF_YEAR = ("quarter", "half")

anchor, weekday, index, of_year = pl.col("anchor"), pl.col("weekday"), pl.col("index"), pl.col("of_year")
ordinal, ordinal_unit, relative_unit = pl.col("ordinal"), pl.col("ordinal_unit"), pl.col("relative_unit")
inside_first, inside_last = pl.col("inside_first"), pl.col("inside_last")


def _months(part: pl.DataFrame, begins: pl.Expr, size: int, precision: str) -> pl.DataFrame:
    """So many months from the month with the index `begins` on."""
    return part.with_columns(index=begins).with_columns(
        first=month_start(index), last=month_end(index + size - 1), precision=pl.lit(precision)
    )


def feast(part: pl.DataFrame) -> pl.DataFrame:
    """A named day, of the year beside it or the nearest one; of days that share a name, the nearest."""
    wanted = part.with_columns(here=pl.coalesce(of_year, anchor.dt.year().cast(pl.Int64)))
    for name, years in {"before": -1, "this": 0, "after": 1}.items():
        dated = feasts().select(holiday_unit="feast", here=pl.col("year") - years, on="on").rename({"on": name})
        wanted = wanted.join(dated, on=["holiday_unit", "here"], how="left", maintain_order="left")
    chosen = with_nearest(wanted).with_columns(exact=pl.when(of_year.is_not_null()).then("this").otherwise("exact"))
    nearest = chosen.sort((pl.col("exact") - anchor).abs(), nulls_last=True).unique(
        "nth", keep="first", maintain_order=True
    )
    return exactly(nearest)


def day(part: pl.DataFrame) -> pl.DataFrame:
    """A day of a month of a known year, or of a month counted from the anchor.

    A date in the American order that lies far ahead is read the British way where that gives a day near the anchor.
    """
    written = _with_index(part).with_columns(exact=day_of_month(index, pl.col("day")))
    british = day_of_month(of_year * YEAR_MONTHS + pl.col("day") - 1, pl.col("month"))
    swapped = written.with_columns(british=pl.when(pl.col("day") <= YEAR_MONTHS).then(british))
    far = (pl.col("numeric_unit") == "mdy") & (pl.col("exact") > anchor + days(BRITISH_DAYS))
    near = (pl.col("british") - anchor).dt.total_days().abs() <= BRITISH_DAYS
    return exactly(swapped.with_columns(exact=pl.when(far & near).then("british").otherwise("exact")))


def yearless_day(part: pl.DataFrame) -> pl.DataFrame:
    """A day of a month without its year."""
    return exactly(with_yearless_day(part))


def bare_day(part: pl.DataFrame) -> pl.DataFrame:
    """A day without its month."""
    return exactly(with_bare_day(part))


def month(part: pl.DataFrame) -> pl.DataFrame:
    """A month, with or without its year."""
    return _months(_with_index(part), index, 1, "month")


def year(part: pl.DataFrame) -> pl.DataFrame:
    """A whole year."""
    return _months(part, pl.col("year") * YEAR_MONTHS, YEAR_MONTHS, "year")


def season(part: pl.DataFrame) -> pl.DataFrame:
    """The three months of a season."""
    return _months(with_season(part), index, SEASON_MONTHS, "range")


def decade(part: pl.DataFrame) -> pl.DataFrame:
    """Ten years: the decade named, in the century named beside it."""
    named = pl.col("decade") // DECADE * DECADE
    begins = pl.coalesce((pl.col("century") - 1) * CENTURY + named % CENTURY, named)
    return _months(part, begins * YEAR_MONTHS, DECADE * YEAR_MONTHS, "range")


def century(part: pl.DataFrame) -> pl.DataFrame:
    """A hundred years, as they are spoken of: the 20th century begins with 1900."""
    return _months(part, (pl.col("century") - 1) * CENTURY * YEAR_MONTHS, CENTURY * YEAR_MONTHS, "range")


def nth_of_period(part: pl.DataFrame) -> pl.DataFrame:
    """The nth weekday, day, week, month, quarter or half of a month or a year; precision "none" where it has none such.

    A quarter or half without its year is of the anchor's.
    """
    found = _with_nth(_with_period(part))
    half = (ordinal_unit == "half") & pl.col("in_month")
    middle, opening = inside_first + days(HALF_MONTH), ordinal == 1
    halved = found.with_columns(
        first=pl.when(half).then(pl.when(opening).then(inside_first).otherwise(middle)).otherwise("first"),
        last=pl.when(half).then(pl.when(opening).then(middle - days(1)).otherwise(inside_last)).otherwise("last"),
    )
    exists = ((pl.col("first") <= inside_last) & (ordinal.is_between(1, MOST) | (ordinal == FINAL))).fill_null(False)
    unit = pl.when(weekday.is_null()).then(ordinal_unit)
    precision = pl.when(half).then(pl.lit("range")).otherwise(precision_of(unit))
    return halved.with_columns(
        first=pl.when(exists).then("first"),
        last=pl.when(exists).then("last"),
        precision=pl.when(exists).then(precision).otherwise(pl.lit("none")),
    )


def _with_nth(part: pl.DataFrame) -> pl.DataFrame:
    """Adds `first` and `last` of the nth unit of the period inside_first..inside_last."""
    size = months_in(ordinal_unit)
    from_end = month_index(inside_last) - size + 1
    counted_day = pl.when(ordinal == FINAL).then(inside_last).otherwise(inside_first + days(ordinal - 1))
    counted = part.with_columns(
        index=pl.when(ordinal == FINAL).then(from_end).otherwise(month_index(inside_first) + (ordinal - 1) * size),
        exact=pl.when(weekday.is_not_null()).then(nth_weekday(inside_first, inside_last, ordinal, weekday))
        .when(ordinal_unit == "day").then(counted_day),
        week=pl.when(weekday.is_null() & (ordinal_unit == "week")).then(nth_week(inside_first, inside_last, ordinal)),
    )  # fmt: skip
    by_month = weekday.is_null() & size.is_not_null()
    return counted.with_columns(
        first=pl.when(by_month).then(month_start(index)).otherwise(pl.coalesce("week", "exact")),
        last=pl.when(by_month).then(month_end(index + size - 1))
        .otherwise(pl.coalesce(pl.col("week") + days(WEEK - 1), "exact")),
    )  # fmt: skip


def _with_period(part: pl.DataFrame) -> pl.DataFrame:
    """Adds `inside_first`, `inside_last`: the month or the year in which something is the nth; and `in_month`."""
    monthly = _with_index(part).with_columns(in_month=index.is_not_null())
    alone = of_year.is_null() & relative_unit.is_null() & ordinal_unit.is_in(PART_OF_YEAR)
    begins = pl.coalesce(of_year, pl.when(alone).then(anchor.dt.year().cast(pl.Int64))) * YEAR_MONTHS
    return monthly.with_columns(
        inside_first=pl.when("in_month").then(month_start(index)).otherwise(month_start(begins)),
        inside_last=pl.when("in_month").then(month_end(index)).otherwise(month_end(begins + YEAR_MONTHS - 1)),
    )


def _with_index(part: pl.DataFrame) -> pl.DataFrame:
    """Adds `index`, the month named or meant; null where there is none."""
    named = pl.col("month")
    shift = pl.when(relative_unit.is_null()).then("shift")
    bare = with_yearless_month(part.with_columns(shift=shift))["index"]
    counted = month_index(anchor) + pl.when(relative_unit == "month").then("relative")
    of_known_year = of_year * YEAR_MONTHS + named - 1
    return part.with_columns(bare=bare).with_columns(
        index=pl.when(named.is_null()).then(counted).otherwise(pl.coalesce(of_known_year, "bare"))
    )
