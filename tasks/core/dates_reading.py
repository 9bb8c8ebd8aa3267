"""From the words of a date (dates_grammar) to its days: what its words mean together, and what kind of date it is."""

from collections.abc import Callable
from functools import reduce
from typing import NamedTuple

import polars as pl

from tasks.core import dates_absolute as absolute
from tasks.core import dates_relative as counted_from
from tasks.core.dates_calendar import YEAR_MONTHS
from tasks.core.dates_pattern import DIGIT

SHORT_YEARS, CENTURY, THIS_CENTURY = 100, 100, 2000
FIRST_OF_LAST_CENTURY = 69  # as POSIX reads a year of two digits
BARE_YEARS = (1800, 2200)  # what a number alone may mean
ORDERS = ("ymd", "dmy", "mdy", "dm", "md", "my", "dDm", "dDmy")
WORDS = (
    "surface",
    "gap",
    "lead",
    "tail",
    "parts",
    "article_id",
    "joins",
    "sentence",
)  # what no kind of date is read from
COUNTED_RULES = ("count_ago", "count_from_story", "count_within")

anchor, rule, count = pl.col("anchor"), pl.col("rule"), pl.col("count")
year, month, day, weekday = pl.col("year"), pl.col("month"), pl.col("day"), pl.col("weekday")
relative_unit = pl.col("relative_unit")
ordinal, ordinal_unit = pl.col("ordinal"), pl.col("ordinal_unit")


class Kind(NamedTuple):
    """A kind of date: dates for which `when` holds are given first, last and precision by `read`."""

    when: pl.Expr
    read: Callable[[pl.DataFrame], pl.DataFrame]


def named(halves: pl.DataFrame) -> pl.DataFrame:
    """Halves with their words made comparable: numeric dates as year, month and day; `relative` units of
    `relative_unit` from the anchor; `count` of `count_unit` (`by_day`: from a day); quarters and halves as ordinals of
    units."""
    part = {letter: _part(letter) for letter in "ymdD"}
    short = pl.col("count_role") == "shortyear"
    counting = pl.col("count").is_null() & pl.col("counted_unit").is_null()
    of_quarter, of_half = (pl.when(pl.col(unit).is_not_null()).then(pl.lit(unit)) for unit in ("quarter", "half"))
    unit_counted = pl.when(short).then(pl.lit("year")).otherwise(pl.lit("day"))
    return halves.with_columns(
        year=pl.coalesce("year", _whole_year(part["y"])),
        month=pl.coalesce("month", part["m"]),
        day=pl.coalesce("day", part["d"]),
        last_day=part["D"],
        relative_unit=pl.coalesce("deictic_unit", "same_unit", pl.when(counting).then("unit_unit")),
        relative=pl.coalesce("deictic", "same", "shift", pl.lit(0)),
        count=pl.when(short).then(count - THIS_CENTURY).otherwise(count).fill_null(1),
        count_unit=pl.coalesce("counted_unit", "unit_unit", unit_counted),
        sign=pl.coalesce("ago", "that", "hence", "later", "shift", pl.lit(1)),
        ordinal=pl.coalesce("ordinal", "quarter", "half"),
        ordinal_unit=pl.coalesce("ordinal_unit_unit", of_quarter, of_half),
        by_day=pl.lit(True),
    ).with_columns(_months_first())


def _part(letter: str) -> pl.Expr:
    places = {order: order.index(letter) for order in ORDERS if letter in order}
    place = pl.col("numeric_unit").replace_strict(places, default=None, return_dtype=pl.Int64)
    return pl.col("parts").list.get(place, null_on_oob=True)


def _whole_year(number: pl.Expr) -> pl.Expr:
    short = (number < SHORT_YEARS) & ~pl.col("surface").str.contains(f"{DIGIT}{{4}}")
    in_last = pl.when(number >= FIRST_OF_LAST_CENTURY).then(CENTURY).otherwise(0)
    return pl.when(short).then(number + THIS_CENTURY - in_last).otherwise(number)


def _months_first() -> list[pl.Expr]:
    """Where month and day cannot be as written in a numeric date, they stand the other way round; not behind a year."""
    swapped = (pl.col("numeric_unit") != "ymd") & (month > YEAR_MONTHS) & (day <= YEAR_MONTHS)
    return [
        pl.when(swapped).then(day).otherwise(month).alias("month"),
        pl.when(swapped).then(month).otherwise(day).alias("day"),
    ]


def resolved(halves: pl.DataFrame) -> pl.DataFrame:
    """Halves (after `named`) with first, last (Date, null where the words or the calendar give none) and precision.

    Precision "none" is that of a thing that is no date after all.
    """
    kinds = _kinds()
    which = reduce(
        lambda rest, n: pl.when(kinds[n].when).then(n).otherwise(rest), reversed(range(len(kinds))), pl.lit(-1)
    )
    known = halves.drop("first", "last", "precision", strict=False).with_columns(of_year=_of_year())
    narrow = known.drop(WORDS, strict=False).with_row_index("nth").with_columns(kind=which)
    parts = narrow.partition_by("kind", as_dict=True, include_key=False)
    read = [_answer(kinds[kind].read(part) if kind >= 0 else _no_date(part)) for (kind,), part in parts.items()]
    schema = {"nth": pl.UInt32, "first": pl.Date, "last": pl.Date, "precision": pl.String}
    answers = pl.concat([pl.DataFrame(schema=schema), *read]).sort("nth")
    return known.hstack(answers.drop("nth")).with_columns(_to_last_day())


def _to_last_day() -> list[pl.Expr]:
    """A numeric date may name two days of its month: `18-19/6`."""
    more = (pl.col("last_day") - day).cast(pl.Int64)
    lasts = ((pl.col("precision") == "day") & (more > 0)).fill_null(False)
    last = pl.col("first") + pl.duration(days=more)
    same_month = last.dt.month() == pl.col("first").dt.month()
    return [
        pl.when(lasts).then(pl.when(same_month).then(last)).otherwise("last").alias("last"),
        pl.when(lasts).then(pl.lit("range")).otherwise("precision").alias("precision"),
    ]


def _of_year() -> pl.Expr:
    """The year a date lies in, where its words name it or count to it from the anchor."""
    years_ago = (rule == "count_ago") & (pl.col("count_unit") == "year") & month.is_not_null()
    away = pl.when(years_ago).then(count * pl.col("sign")).when(relative_unit == "year").then("relative")
    return pl.coalesce(year, anchor.dt.year().cast(pl.Int64) + away)


def _answer(part: pl.DataFrame) -> pl.DataFrame:
    return part.select("nth", "first", "last", pl.col("precision").cast(pl.String))


def _kinds() -> list[Kind]:
    """The kinds of dates; a date is of the first kind that fits."""
    has_month, has_day, has_weekday = month.is_not_null(), day.is_not_null(), weekday.is_not_null()
    placed = pl.col("of_year").is_not_null() | (relative_unit == "month").fill_null(False)
    return [
        Kind(rule == "vague", _vague),
        Kind(pl.col("holiday_unit").is_not_null(), absolute.feast),
        Kind(has_month & ~month.is_between(1, YEAR_MONTHS), _no_date),
        Kind(ordinal.is_not_null() & (ordinal_unit.is_not_null() | has_weekday), absolute.nth_of_period),
        Kind(has_day & placed, absolute.day),
        Kind(has_day & has_month, absolute.yearless_day),
        Kind(has_day, absolute.bare_day),
        Kind(has_month, absolute.month),
        Kind(pl.col("season").is_not_null(), absolute.season),
        Kind(pl.col("decade").is_not_null(), absolute.decade),
        Kind(pl.col("century").is_not_null(), absolute.century),
        Kind((rule == "bare_year") & ~year.is_between(*BARE_YEARS), _no_date),
        Kind(year.is_not_null(), absolute.year),
        Kind(rule.is_in(COUNTED_RULES), counted_from.so_many_from),
        Kind(rule == "last_count", counted_from.the_last_so_many),
        Kind(pl.col("week_day").is_not_null(), counted_from.day_of_week),
        Kind(has_weekday & (relative_unit == "week"), counted_from.weekday_of_week),
        Kind(has_weekday & (relative_unit != "day").fill_null(True), counted_from.weekday),
        Kind(relative_unit == "lastweekend", counted_from.weekend),
        Kind(rule == "clock", counted_from.same_day),
        Kind(rule == "today_part", counted_from.day_beside),
        Kind(relative_unit.is_not_null(), counted_from.period),
    ]


def _vague(part: pl.DataFrame) -> pl.DataFrame:
    return _without_days(part, "vague")


def _no_date(part: pl.DataFrame) -> pl.DataFrame:
    return _without_days(part, "none")


def _without_days(part: pl.DataFrame, precision: str) -> pl.DataFrame:
    nothing = pl.lit(None, pl.Date)
    return part.with_columns(first=nothing, last=nothing, precision=pl.lit(precision))
