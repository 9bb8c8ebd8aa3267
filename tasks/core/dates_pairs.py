"""Dates that stand together: what the ends of a range and the members of a list say for each other."""

import polars as pl

from tasks.core.dates_calendar import WEEK_DAYS, YEAR_MONTHS, days
from tasks.core.dates_pattern import DIGIT

row, joins, month, day, year = pl.col("row"), pl.col("joins"), pl.col("month"), pl.col("day"), pl.col("year")
relative, relative_unit, weekday = pl.col("relative"), pl.col("relative_unit"), pl.col("weekday")
bare_number = pl.col("bare_number")
NUMBER_OF_MONTH = bare_number & (
    month.is_not_null() | (relative_unit == "month").fill_null(False) | pl.col("beside_day")
)
PLAUSIBLE_YEARS = (1800, 2100)
YEAR_RULES = ("bare_year", "year", "short_year")
_IS_YEAR = pl.col("rule").is_in(YEAR_RULES) & year.is_between(*PLAUSIBLE_YEARS)
_IS_SPAN_OF_YEARS = _IS_YEAR & _IS_YEAR.shift(1) & (year.shift(1) < year) & ~pl.col("amount")
IS_DATE = (pl.col("rule") != "fragment") | NUMBER_OF_MONTH


def shared(halves: pl.DataFrame) -> pl.DataFrame:
    """Halves (dates_reading.named, with dates_cues) with what their neighbours lend: `12-17 May` is May twice.

    Adds `chain` (halves joined to each other) and `is_range_end` (with the half before it, it is a range).
    """
    forward = _forward(_chained(halves))
    same = pl.col("recurs") == pl.col("recurs").shift(1)
    paired = forward.with_columns(is_range_end=pl.col("is_range_end") & same.fill_null(True))
    return _years(_relatives(_months(_short_months(_short_years(paired)))))


def _chained(halves: pl.DataFrame) -> pl.DataFrame:
    same = row == row.shift(1)
    number = bare_number | bare_number.shift(1)
    joined = same & ((joins == "range") | (joins == "list") | ((joins == "comma") & number))
    between = (joins == "list") & (pl.col("between").shift(1) | pl.col("between_after"))
    counted = pl.col("rule") == "count_within"
    linked = halves.with_columns(linked=joined.fill_null(False))
    return linked.with_columns(
        chain=(~pl.col("linked")).cum_sum(),
        is_range_end=pl.col("linked") & ((joins == "range") | between).fill_null(False) & ~counted & ~counted.shift(1),
    ).with_columns(
        is_range_end=pl.col("is_range_end") & ~pl.col("is_range_end").shift(1, fill_value=False),
        beside_day=_beside(pl.col("rule") == "day"),
    )


def _beside(what: pl.Expr) -> pl.Expr:
    """Something is so of the date joined to this one, before or after it."""
    before = pl.col("linked") & what.shift(1, fill_value=False)
    return before | (pl.col("linked") & what).shift(-1, fill_value=False)


def _forward(halves: pl.DataFrame) -> pl.DataFrame:
    """What stands before a chain is said of all of it; the ends of a range, and weekdays of a list, look the same way;
    the word between the ends ("to", "until") says nothing of the second."""
    ahead, until, end = pl.col("ahead"), pl.col("until"), pl.col("is_range_end")
    start = end.shift(-1, fill_value=False)
    in_place = pl.col("in_place") | (end & _IS_SPAN_OF_YEARS)
    both_days = pl.col("linked") & weekday.is_not_null() & weekday.shift(1).is_not_null()
    with_next = (start | both_days.shift(-1, fill_value=False)).fill_null(False)
    with_last = (end | both_days).fill_null(False)
    return halves.with_columns(
        in_place=in_place | (_in_chain(pl.when(in_place).then(True)) & (pl.col("rule") != "count_within")),
        recurs=_in_chain(pl.when("recurs").then(True)) & weekday.is_not_null(),
        ahead=ahead | (with_last & ahead.shift(1)) | (with_next & ahead.shift(-1)),
        until=pl.when(end).then(until.shift(1)).otherwise("until"),
    )


def _short_years(halves: pl.DataFrame) -> pl.DataFrame:
    """In `2014-18` the second number is a year."""
    year_alone = year.is_not_null() & month.is_null() & day.is_null()
    short = pl.col("linked") & bare_number & year_alone.shift(1) & (day > year.shift(1) % 100)
    return halves.with_columns(
        year=pl.when(short).then(year.shift(1) // 100 * 100 + day).otherwise("year"),
        day=pl.when(~short.fill_null(False)).then("day"),
        rule=pl.when(short).then(pl.lit("year")).otherwise("rule"),
    )


def _short_months(halves: pl.DataFrame) -> pl.DataFrame:
    """In `1至5月` the first number is a month, of the year that stands before it."""
    month_alone = month.is_not_null() & day.is_null()
    joined = (pl.col("linked") & month_alone).shift(-1, fill_value=False)
    short = (bare_number & joined & (day <= YEAR_MONTHS)).fill_null(False)
    touching = (row == row.shift(1)) & (pl.col("gap").str.strip_chars() == "")
    of_year = short & touching & month.shift(1).is_null() & day.shift(1).is_null()
    in_relative_year = of_year & (relative_unit.shift(1) == "year")
    return halves.with_columns(
        month=pl.when(short).then("day").otherwise("month"),
        day=pl.when(~short).then("day"),
        rule=pl.when(short).then(pl.lit("month")).otherwise("rule"),
        year=pl.when(of_year).then(pl.coalesce("year", year.shift(1))).otherwise("year"),
        relative=pl.when(in_relative_year).then(relative.shift(1)).otherwise("relative"),
        relative_unit=pl.when(in_relative_year).then(pl.lit("year")).otherwise("relative_unit"),
    )


def _months(halves: pl.DataFrame) -> pl.DataFrame:
    """A day without a month is of the month named before it in its chain, or after it where it ends in its number:
    `12 и 13 сентября`, but not `19日、10月`."""
    gives = month.is_not_null() | (relative_unit == "month")
    donors = halves.with_columns(at=pl.when(gives).then(pl.int_range(pl.len())))
    at = pl.col("at")
    ends_in_number = pl.col("surface").str.contains(f"{DIGIT}[a-z]{{0,2}}$")
    donor = pl.coalesce(_earlier(at), pl.when(ends_in_number).then(_later(at)))
    lone = day.is_not_null() & month.is_null() & relative_unit.is_null()
    given = donors.with_columns(donor=pl.when(lone).then(donor)).with_columns(lone=pl.col("donor").is_not_null())
    lent = {name: pl.col(name).gather("donor") for name in ("month", "relative", "relative_unit")}
    lent["year"] = pl.coalesce("year", pl.col("year").gather("donor"))
    return given.with_columns(pl.when("lone").then(lent[name]).otherwise(name).alias(name) for name in lent)


def _relatives(halves: pl.DataFrame) -> pl.DataFrame:
    """`May to June last year`, `next Monday to Friday`: the other end too is of last year, of next week."""
    unit = pl.when(weekday.is_not_null() & month.is_null()).then(pl.lit("week")).otherwise(pl.lit("year"))
    lacks = relative_unit.is_null() & year.is_null() & (weekday.is_not_null() | month.is_not_null())
    after = pl.col("linked").shift(-1, fill_value=False) & (relative_unit.shift(-1) == unit)
    before = pl.col("linked") & (relative_unit.shift(1) == unit)
    return halves.with_columns(
        relative=pl.when(lacks & after).then(relative.shift(-1))
        .when(lacks & before).then(relative.shift(1)).otherwise("relative"),
        relative_unit=pl.when(lacks & (after | before)).then(unit).otherwise("relative_unit"),
    )  # fmt: skip


def _years(halves: pl.DataFrame) -> pl.DataFrame:
    """A month without a year is of the year named after it in its chain, or else before it; ranges cross New Year."""
    after, before = _later(year), _earlier(year)
    lacks = year.is_null() & month.is_not_null() & relative_unit.is_null()
    end_month = pl.when(pl.col("is_range_end").shift(-1)).then(month.shift(-1))
    start_month = pl.when(pl.col("is_range_end")).then(month.shift(1))
    crossed = after - (month > end_month).fill_null(False).cast(pl.Int64)
    crosses = before + (month < start_month).fill_null(False).cast(pl.Int64)
    return halves.with_columns(year=pl.when(lacks).then(pl.coalesce(crossed, crosses)).otherwise("year"))


def _earlier(value: pl.Expr) -> pl.Expr:
    """The last value so far in the chain."""
    known = pl.when(value.is_not_null()).then("chain")
    return pl.when(known.forward_fill() == pl.col("chain")).then(value.forward_fill())


def _later(value: pl.Expr) -> pl.Expr:
    """The next value in the chain."""
    known = pl.when(value.is_not_null()).then("chain")
    return pl.when(known.backward_fill() == pl.col("chain")).then(value.backward_fill())


def _in_chain(flag: pl.Expr) -> pl.Expr:
    """The flag (true or null) is set somewhere in the chain."""
    return pl.coalesce(_earlier(flag), _later(flag), pl.lit(False))


def merged(halves: pl.DataFrame) -> pl.DataFrame:
    """Halves (dates_reading.resolved) with the two ends of each range made one."""
    begun = pl.col("is_range_end").shift(-1, fill_value=False) & IS_DATE & IS_DATE.shift(-1, fill_value=False)
    of_season = pl.col("season").is_not_null() & year.is_not_null() & pl.col("rule").shift(-1).is_in(YEAR_RULES)
    last = pl.when(of_season).then("last").otherwise(_last_after(pl.col("first")).shift(-1))
    ranged = halves.with_columns(begins=pl.when(begun).then(_first_before(last)))
    ranged = ranged.with_columns(whole=(pl.col("begins") <= last).fill_null(False))
    both = {
        "surface": pl.concat_str("surface", pl.col("gap", "surface").shift(-1)),
        "end": pl.col("end").shift(-1),
        "tail": pl.col("tail").shift(-1),
        "closes": pl.col("closes") | pl.col("closes").shift(-1),
        "first": pl.col("begins"),
        "last": last,
        "precision": pl.lit("range"),
        "rule": pl.lit("range"),
    }
    spare = pl.col("whole").shift(1, fill_value=False)
    joined = {name: pl.when("whole").then(value).otherwise(name) for name, value in both.items()}
    return ranged.with_columns(spare=spare, **joined).filter(~pl.col("spare"))


def _last_after(own_first: pl.Expr) -> pl.Expr:
    """The last day of each half; for the bare weekday at the end of a range whose first day is fixed, the next such day
    after it: `from tomorrow until Thursday`."""
    before = own_first.shift(1)
    fixed = relative_unit.shift(1).is_not_null() | month.shift(1).is_not_null()
    bare = weekday.is_not_null() & day.is_null() & relative_unit.is_null() & pl.col("shift").is_null()
    weeks = ((before - own_first).dt.total_days() + WEEK_DAYS - 1) // WEEK_DAYS
    moves = (bare & fixed & (own_first < before) & pl.col("is_range_end")).fill_null(False)
    return pl.when(moves).then(pl.col("last") + days(weeks * WEEK_DAYS)).otherwise("last")


def _first_before(last: pl.Expr) -> pl.Expr:
    """The first day of a range; one year, month or week back where none is named and it would lie after the last."""
    first = pl.col("first")
    back = (
        pl.when(month.is_not_null()).then(pl.lit("-1y"))
        .when(day.is_not_null()).then(pl.lit("-1mo"))
        .when(weekday.is_not_null()).then(pl.lit("-1w"))
        .otherwise(pl.lit("0d"))
    )  # fmt: skip
    open_ended = (first > last) & year.is_null() & relative_unit.is_null()
    return pl.when(open_ended).then(first.dt.offset_by(back)).otherwise(first)
