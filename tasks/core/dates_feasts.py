"""Named days: on which day of each year a rule of `sql/reference/date_days.csv` falls.

A rule is `MM-DD`; `N weekday M`, the Nth such weekday of month M (-1: the last); `easter +N` or `orthodox +N`, days
from Easter Sunday of the Western or the Eastern churches; or `moving NAME`, whose days stand in `date_moving.csv`.
`|` stands between days that bear the same name, of which the nearest is meant.
"""

from functools import cache

import polars as pl

from tasks.core import reference
from tasks.core.dates_calendar import (
    YEAR_MONTHS,
    day_of_month,
    days,
    easter,
    month_end,
    month_start,
    nth_weekday,
    orthodox_easter,
)

FIRST_YEAR, LAST_YEAR = 1800, 2200
WEEKDAYS = {"mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6, "sun": 7}

rule, year = pl.col("rule"), pl.col("year")


@cache
def feasts() -> pl.DataFrame:
    """Every rule in every year: feast (the rule as it is written), year, on (Date; no row without such a day)."""
    written = reference.table("date_days").select(feast=pl.col("rule").unique())
    rules = written.with_columns(rule=pl.col("feast").str.split("|")).explode("rule")
    years = pl.DataFrame({"year": range(FIRST_YEAR, LAST_YEAR + 1)}, schema={"year": pl.Int64})
    moving = reference.table("date_moving").select(
        rule=pl.lit("moving ") + pl.col("name"),
        on=pl.col("on").str.to_date("%Y-%m-%d"),
    )
    moving = moving.with_columns(year=pl.col("on").dt.year().cast(pl.Int64)).select("rule", "year", "on")
    reckoned = (
        rules.select(pl.col("rule").unique()).join(years, how="cross").with_columns(on=_reckoned()).drop_nulls("on")
    )
    days_of_rule = pl.concat([reckoned.select("rule", "year", "on"), moving]).unique()
    return rules.join(days_of_rule, on="rule").select("feast", "year", "on")


def _reckoned() -> pl.Expr:
    fixed = rule.str.extract_groups(r"^(\d\d)-(\d\d)$")
    month, day = (fixed.struct[part].cast(pl.Int64) for part in (0, 1))
    nth = rule.str.extract_groups(r"^(-?\d) ([a-z]{3}) (\d+)$")
    of_month = year * YEAR_MONTHS + nth.struct[2].cast(pl.Int64) - 1
    weekday = nth.struct[1].replace_strict(WEEKDAYS, default=None, return_dtype=pl.Int64)
    after = rule.str.extract(r"^(?:easter|orthodox) \+(\d+)$").cast(pl.Int64)
    return pl.coalesce(
        day_of_month(year * YEAR_MONTHS + month - 1, day),
        nth_weekday(month_start(of_month), month_end(of_month), nth.struct[0].cast(pl.Int64), weekday),
        pl.when(rule.str.starts_with("easter")).then(easter(year) + days(after)),
        pl.when(rule.str.starts_with("orthodox")).then(orthodox_easter(year) + days(after)),
    )
