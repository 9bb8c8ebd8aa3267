"""From the words of a date (dates_grammar) to its days: what kind of date it is, and how that kind is reckoned."""

from collections.abc import Callable
from functools import reduce
from typing import NamedTuple

import polars as pl

from tasks.core.dates_calendar import (
    YEAR_MONTHS,
    day_of_month,
    days,
    monday,
    month_end,
    month_index,
    month_start,
    months_in,
    months_on,
    nth_week,
    nth_weekday,
)
from tasks.core.dates_feasts import feasts
from tasks.core.dates_nearest import (
    with_bare_day,
    with_nearest,
    with_season,
    with_weekday,
    with_yearless_day,
    with_yearless_month,
)

SHORT_YEARS, THIS_CENTURY = 100, 2000
WEEK, WEEKEND, HALF_MONTH = 7, 5, 15
DECADE, CENTURY = 10, 100
FINAL = -1
COUNTED_RULES = ("count_ago", "count_from_story", "count_within")
OWN_PRECISION = ("day", "week", "month", "quarter", "half", "year")

anchor, rule = pl.col("anchor"), pl.col("rule")
year, month, day, weekday = pl.col("year"), pl.col("month"), pl.col("day"), pl.col("weekday")
shift, count, count_unit, sign = pl.col("shift"), pl.col("count"), pl.col("count_unit"), pl.col("sign")
ordinal, ordinal_unit = pl.col("ordinal"), pl.col("ordinal_unit")
relative, relative_unit, of_year = pl.col("relative"), pl.col("relative_unit"), pl.col("of_year")


class Kind(NamedTuple):
    """A kind of date: dates for which `when` holds are given first, last and precision by `read`."""

    when: pl.Expr
    read: Callable[[pl.DataFrame], pl.DataFrame]


def named(halves: pl.DataFrame) -> pl.DataFrame:
    """Halves with their words made comparable: numeric dates as year, month and day; `relative` units of
    `relative_unit` from the anchor; `count` of `count_unit`; quarters and halves as ordinals of units."""
    order = pl.col("numeric_unit")
    part = {letter: _part(order, letter) for letter in "ymd"}
    short = pl.col("count_role") == "shortyear"
    counting = pl.col("count").is_null() & pl.col("counted_unit").is_null()
    return halves.with_columns(
        year=pl.coalesce("year", _whole_year(part["y"])),
        month=pl.coalesce("month", part["m"]),
        day=pl.coalesce("day", part["d"]),
        relative_unit=pl.coalesce("deictic_unit", "same_unit", pl.when(counting).then("unit_unit")),
        relative=pl.coalesce("deictic", "same", "shift", pl.lit(0)),
        count=pl.when(short).then(count - THIS_CENTURY).otherwise(count).fill_null(1),
        count_unit=pl.coalesce("counted_unit", "unit_unit", pl.when(short).then(pl.lit("year")).otherwise(pl.lit("day"))),
        sign=pl.coalesce("ago", "that", "hence", "shift", pl.lit(1)),
        ordinal=pl.coalesce("ordinal", "quarter", "half"),
        ordinal_unit=pl.coalesce(
            "ordinal_unit_unit",
            pl.when(pl.col("quarter").is_not_null()).then(pl.lit("quarter")),
            pl.when(pl.col("half").is_not_null()).then(pl.lit("half")),
        ),
    ).with_columns(_months_first())


def _part(order: pl.Expr, letter: str) -> pl.Expr:
    places = {name: name.index(letter) for name in ("ymd", "dmy", "mdy", "dm", "md", "my", "ym") if letter in name}
    return pl.col("parts").list.get(order.replace_strict(places, default=None, return_dtype=pl.Int64), null_on_oob=True)


def _whole_year(number: pl.Expr) -> pl.Expr:
    return pl.when(number < SHORT_YEARS).then(number + THIS_CENTURY).otherwise(number)


def _months_first() -> list[pl.Expr]:
    """Where month and day cannot be as written in a numeric date, they stand the other way round."""
    swapped = pl.col("numeric_unit").is_not_null() & (month > YEAR_MONTHS) & (day <= YEAR_MONTHS)
    return [
        pl.when(swapped).then(day).otherwise(month).alias("month"),
        pl.when(swapped).then(month).otherwise(day).alias("day"),
    ]


def resolved(halves: pl.DataFrame) -> pl.DataFrame:
    """Halves (after `named`) with first, last (Date, null where the words or the calendar give none) and precision.

    Precision "none" is a thing that is no date after all.
    """
    kinds = _kinds()
    which = reduce(lambda rest, n: pl.when(kinds[n].when).then(n).otherwise(rest), reversed(range(len(kinds))), pl.lit(-1))
    known = halves.drop("first", "last", "precision", strict=False).with_columns(
        of_year=pl.coalesce(year, pl.when(relative_unit == "year").then(anchor.dt.year().cast(pl.Int64) + relative))
    )
    numbered = known.with_row_index("nth").with_columns(kind=which)
    parts = numbered.partition_by("kind", as_dict=True)
    read = [_answer(kinds[kind].read(part) if kind >= 0 else part) for (kind,), part in parts.items()]
    schema = {"nth": pl.UInt32, "first": pl.Date, "last": pl.Date, "precision": pl.String}
    answers = pl.concat([pl.DataFrame(schema=schema), *read]).sort("nth")
    return known.hstack(answers.drop("nth"))


def _answer(part: pl.DataFrame) -> pl.DataFrame:
    given = part if "precision" in part.columns else _without_days(part, "none")
    return given.select("nth", "first", "last", pl.col("precision").cast(pl.String))


def _without_days(part: pl.DataFrame, precision: str) -> pl.DataFrame:
    nothing = pl.lit(None, pl.Date)
    return part.with_columns(first=nothing, last=nothing, precision=pl.lit(precision))


def _kinds() -> list[Kind]:
    """The kinds of dates; a date is of the first kind that fits."""
    has_month, in_month = month.is_not_null(), (relative_unit == "month").fill_null(False)
    anywhere = of_year.is_not_null() | in_month
    return [
        Kind(rule == "vague", lambda part: _without_days(part, "vague")),
        Kind(pl.col("holiday_unit").is_not_null(), _feast),
        Kind(has_month & ~month.is_between(1, YEAR_MONTHS), lambda part: _without_days(part, "none")),
        Kind(ordinal.is_not_null() & (ordinal_unit.is_not_null() | weekday.is_not_null()), _ordinal),
        Kind(day.is_not_null() & anywhere, _day),
        Kind(day.is_not_null() & has_month, lambda part: _exactly(with_yearless_day(part))),
        Kind(day.is_not_null(), lambda part: _exactly(with_bare_day(part))),
        Kind(has_month, _month),
        Kind(pl.col("season").is_not_null(), lambda part: _months(with_season(part), 3, "range")),
        Kind(pl.col("decade").is_not_null(), _decade),
        Kind(pl.col("century").is_not_null(), _century),
        Kind(year.is_not_null(), lambda part: _months(part.with_columns(index=year * YEAR_MONTHS), YEAR_MONTHS, "year")),
        Kind(rule.is_in(COUNTED_RULES), _counted),
        Kind(rule == "last_count", _last_count),
        Kind(pl.col("week_day").is_not_null(), _week_day),
        Kind(weekday.is_not_null() & (relative_unit == "week"), _weekday_of_week),
        Kind(weekday.is_not_null(), lambda part: _exactly(with_weekday(part))),
        Kind(rule == "clock", lambda part: _exactly(part.with_columns(exact=anchor))),
        Kind(rule == "today_part", lambda part: _exactly(part.with_columns(exact=anchor + days(shift.clip(-1, 1))))),
        Kind(relative_unit.is_not_null(), lambda part: _period(part, relative_unit, relative)),
    ]


def _exactly(part: pl.DataFrame) -> pl.DataFrame:
    return part.with_columns(first="exact", last="exact", precision=pl.lit("day"))


def _months(part: pl.DataFrame, size: int, precision: str) -> pl.DataFrame:
    """So many months from the month `index` on."""
    index = pl.col("index")
    return part.with_columns(first=month_start(index), last=month_end(index + size - 1), precision=pl.lit(precision))


def _feast(part: pl.DataFrame) -> pl.DataFrame:
    wanted = part.with_columns(here=pl.coalesce(of_year, anchor.dt.year().cast(pl.Int64)))
    for name, years in {"before": -1, "this": 0, "after": 1}.items():
        dated = feasts().select(holiday_unit="rule", here=pl.col("year") - years, on="on").rename({"on": name})
        wanted = wanted.join(dated, on=["holiday_unit", "here"], how="left", maintain_order="left")
    chosen = with_nearest(wanted)
    return _exactly(chosen.with_columns(exact=pl.when(of_year.is_not_null()).then("this").otherwise("exact")))


def _with_index(part: pl.DataFrame) -> pl.DataFrame:
    """Adds `index`, the month named or meant."""
    bare = with_yearless_month(part.with_columns(shift=pl.when(relative_unit.is_null()).then("shift")))
    in_month = month_index(anchor) + pl.when(relative_unit == "month").then(relative)
    return part.with_columns(bare["index"].alias("bare")).with_columns(
        index=pl.when(month.is_null()).then(in_month).otherwise(pl.coalesce(of_year * YEAR_MONTHS + month - 1, "bare"))
    )


def _day(part: pl.DataFrame) -> pl.DataFrame:
    return _exactly(_with_index(part).with_columns(exact=day_of_month(pl.col("index"), day)))


def _month(part: pl.DataFrame) -> pl.DataFrame:
    return _months(_with_index(part), 1, "month")


def _ordinal(part: pl.DataFrame) -> pl.DataFrame:
    """The nth weekday, week, day, month, quarter or half of a month or a year."""
    inside = _with_container(part)
    size = months_in(ordinal_unit)
    parts = inside.with_columns(
        index=pl.when(ordinal == FINAL).then(month_index(pl.col("to")) - size + 1)
        .otherwise(month_index(pl.col("from")) + (ordinal - 1) * size),
        week=nth_week(pl.col("from"), pl.col("to"), ordinal),
        exact=pl.coalesce(nth_weekday(pl.col("from"), pl.col("to"), ordinal, weekday), _nth_day()),
    )  # fmt: skip
    first = pl.when(ordinal_unit == "week").then("week").when(size.is_null()).then("exact").otherwise("nth_first")
    week_end, half = pl.col("week") + days(WEEK - 1), (ordinal_unit == "half") & pl.col("in_month")
    found = parts.with_columns(nth_first=month_start(pl.col("index")), nth_last=month_end(pl.col("index") + size - 1))
    found = found.with_columns(
        first=first,
        last=pl.when(ordinal_unit == "week").then(week_end).when(size.is_null()).then("exact").otherwise("nth_last"),
    )
    halved = found.with_columns(
        first=pl.when(half & (ordinal != 1)).then(pl.col("from") + days(HALF_MONTH)).when(half).then("from").otherwise("first"),
        last=pl.when(half & (ordinal == 1)).then(pl.col("from") + days(HALF_MONTH - 1)).when(half).then("to").otherwise("last"),
    )
    within = ((pl.col("first") <= pl.col("to")) & (ordinal.is_between(1, 99) | (ordinal == FINAL))).fill_null(False)
    return halved.with_columns(
        first=pl.when(within).then("first"),
        last=pl.when(within).then("last"),
        precision=pl.when(~within).then(pl.lit("none")).when(half).then(pl.lit("range")).otherwise(_precision(ordinal_unit)),
    )


def _nth_day() -> pl.Expr:
    counted = pl.when(ordinal == FINAL).then("to").otherwise(pl.col("from") + days(ordinal - 1))
    return pl.when(ordinal_unit == "day").then(counted)


def _with_container(part: pl.DataFrame) -> pl.DataFrame:
    """Adds `from`, `to`: the month or the year in which something is the nth; and `in_month`."""
    monthly = _with_index(part).with_columns(in_month=pl.col("index").is_not_null())
    index, in_month = pl.col("index"), pl.col("in_month")
    alone = of_year.is_null() & relative_unit.is_null() & ordinal_unit.is_in(["quarter", "half"])
    begins = pl.coalesce(of_year, pl.when(alone).then(anchor.dt.year().cast(pl.Int64))) * YEAR_MONTHS
    return monthly.with_columns(
        **{
            "from": pl.when(in_month).then(month_start(index)).otherwise(month_start(begins)),
            "to": pl.when(in_month).then(month_end(index)).otherwise(month_end(begins + YEAR_MONTHS - 1)),
        }
    )


def _decade(part: pl.DataFrame) -> pl.DataFrame:
    """Ten years: the decade named, in the century named beside it."""
    own = pl.col("decade") // DECADE * DECADE
    of_century = (pl.col("century") - 1) * CENTURY + pl.col("decade") % CENTURY // DECADE * DECADE
    begins = pl.coalesce(of_century, own) * YEAR_MONTHS
    return _months(part.with_columns(index=begins), DECADE * YEAR_MONTHS, "range")


def _century(part: pl.DataFrame) -> pl.DataFrame:
    begins = (pl.col("century") - 1) * CENTURY * YEAR_MONTHS
    return _months(part.with_columns(index=begins), CENTURY * YEAR_MONTHS, "range")


def _counted(part: pl.DataFrame) -> pl.DataFrame:
    """So many units before or after the anchor: the day, or the whole week, month or year that lies there."""
    return _period(part, count_unit, count * sign)


def _last_count(part: pl.DataFrame) -> pl.DataFrame:
    """The last or next so many days, weeks, months or years: from the anchor back or on, without the anchor itself."""
    length = count * pl.when(count_unit == "week").then(WEEK).otherwise(1)
    sized = part.with_columns(size=months_in(count_unit), length=length, back=sign < 0)
    size, back = pl.col("size"), pl.col("back")
    there = sized.with_columns(there_days=anchor + days(pl.col("length") * sign), there=months_on(anchor, size * count * sign))
    far = pl.when(size.is_null()).then("there_days").otherwise("there")
    return there.with_columns(far=far).with_columns(
        first=pl.when(back).then("far").otherwise(anchor + days(1)),
        last=pl.when(back).then(anchor - days(1)).otherwise("far"),
        precision=pl.lit("range"),
    )


def _week_day(part: pl.DataFrame) -> pl.DataFrame:
    return _exactly(part.with_columns(exact=monday(anchor) + days(pl.col("week_day"))))


def _weekday_of_week(part: pl.DataFrame) -> pl.DataFrame:
    return _exactly(part.with_columns(exact=monday(anchor) + days(relative * WEEK + weekday - 1)))


def _period(part: pl.DataFrame, unit: pl.Expr, number: pl.Expr) -> pl.DataFrame:
    """The unit (day, week, weekend, month .. century) that lies `number` units after the anchor's own."""
    there = part.with_columns(number=number, size=months_in(unit), weekly=unit.is_in(["week", "weekend"]))
    size, weekly, nth = pl.col("size"), pl.col("weekly"), pl.col("number")
    there = there.with_columns(
        week=monday(anchor) + days(nth * WEEK), exact=anchor + days(nth), index=(month_index(anchor) // size + nth) * size
    )
    week = pl.col("week")
    first = pl.when(unit == "weekend").then(week + days(WEEKEND)).when(weekly).then(week)
    return there.with_columns(
        first=first.when(size.is_null()).then("exact").otherwise(month_start(pl.col("index"))),
        last=pl.when(weekly).then(week + days(WEEK - 1)).when(size.is_null()).then("exact")
        .otherwise(month_end(pl.col("index") + size - 1)),
        precision=_precision(unit),
    )  # fmt: skip


def _precision(unit: pl.Expr) -> pl.Expr:
    """A unit's own precision; days where there is no unit (the nth weekday), ranges for weekends, decades, centuries."""
    return pl.when(unit.is_null()).then(pl.lit("day")).when(unit.is_in(OWN_PRECISION)).then(unit).otherwise(pl.lit("range"))
