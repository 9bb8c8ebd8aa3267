"""Dates that count from a day of the story: `the next day`, `three days later`.

A story's day is a day, or for long counts a month or a year, that the text has named before. It is told `near` where it
stands in the sentence of the date or in the one before (for hours, two before). What would lie after the publication,
with nothing in the sentence to announce it, is left without days.
"""

import polars as pl

from tasks.core import dates_reading
from tasks.core.dates_calendar import days

STORY_RULES = ("story", "count_from_story", "date_of_story", "clock")
PASSES, STORY_DAYS = 3, 14
NEAR_SENTENCES, HOUR_SENTENCES = 1, 2
UNIT_DAYS = {"week": 7, "month": 30, "year": 365, "decade": 3650, "century": 36500}
BY_DAY, BY_MONTH = ("day", "week", "weekend"), ("month", "quarter", "half")

rule, sign, relative = pl.col("rule"), pl.col("sign"), pl.col("relative")
published, ahead, past = pl.col("published"), pl.col("ahead"), pl.col("past")
day, month, any_date = pl.col("story_day"), pl.col("story_month"), pl.col("story_date")
COUNTED = rule.is_in(["count_from_story", "count_ago"])
EVE = ~COUNTED & (pl.col("relative_unit") == "day").fill_null(False) & (relative < 0)
FORWARD = pl.when(COUNTED).then(sign > 0).otherwise(relative > 0).fill_null(False)
UNIT = pl.when(COUNTED).then("count_unit").otherwise("relative_unit")


def from_story(found: pl.DataFrame) -> pl.DataFrame:
    """Mentions (after dates_pairs.merged) with those of them that count from the story resolved.

    Out: their `first`, `last`, `precision` and `anchor`, the day they count from: the story's, or that of the
    publication where none has been told. Those that look back on what came after an untold day are "vague".
    """
    told = _told()
    if not found.select(told.any()).item():
        return found
    loose = rule == "count_ago"
    found = found.with_columns(told=told, loose=loose, published="anchor", first=pl.when(~told).then("first"))
    for _ in range(PASSES):
        known = found["first"]
        counted = _sure(dates_reading.resolved(_anchored(found).filter("told")))
        parts = [found.filter(~pl.col("told")), counted.select(found.columns)]
        found = pl.concat(parts).sort("row", "start")
        if found["first"].equals(known):
            break
    return found


def _told() -> pl.Expr:
    """What counts from the story: `later` may, where the sentence does not look forward."""
    later = pl.col("later").is_not_null() | ((sign > 0) & pl.col("shift").is_not_null())
    return rule.is_in(STORY_RULES) | ((rule == "count_ago") & later & ~ahead)


def _anchored(found: pl.DataFrame) -> pl.DataFrame:
    """Mentions with the `anchor` they count from, `of_told`, whether it is the story's, and `by_day`, whether it is a
    day."""
    based = _with_told(found).with_columns(story=_story()).with_columns(story=_usable())
    of_story, by_month = pl.col("story").is_not_null(), COUNTED & UNIT.is_in(BY_MONTH)
    return based.with_columns(
        anchor=pl.coalesce("story", pl.when(_from_publication()).then("published")),
        of_told=of_story,
        by_day=~(by_month & pl.col("month_is_last")),
        rule=pl.when(pl.col("loose") & of_story).then(pl.lit("count_from_story")).otherwise(rule),
    )


def _with_told(found: pl.DataFrame) -> pl.DataFrame:
    """Adds what the text has told before each mention: story_day, told_day (neither a day before nor behind "since"),
    story_month, story_date (named outright), and whether it is_day, month_is_last and near."""
    precision, first = pl.col("precision"), pl.col("first")
    since = pl.col("gone") | pl.col("since")
    is_day, is_month = precision == "day", precision == "month"
    where = pl.when(first.is_not_null()).then("sentence")
    dated = found.with_columns(
        story_day=_last_before(pl.when(is_day).then(first)),
        told_day=_last_before(pl.when(is_day & ~EVE & ~since).then(first)),
        story_month=_last_before(pl.when(is_month).then(first)),
        story_date=_last_before(pl.when(~pl.col("told")).then(first)),
        is_day=_last_before(pl.when(first.is_not_null()).then(is_day)).fill_null(False),
        day_at=_last_before(pl.when(is_day).then(where)),
        month_at=_last_before(pl.when(is_month).then(where)),
    )
    nearby = pl.when(rule == "clock").then(HOUR_SENTENCES).otherwise(NEAR_SENTENCES)
    age = pl.col("sentence") - pl.max_horizontal("day_at", "month_at")
    later_month = (pl.col("month_at") > pl.col("day_at")) | (day.is_null() & month.is_not_null())
    return dated.with_columns(near=(age <= nearby).fill_null(False), month_is_last=later_month.fill_null(False))


def _story() -> pl.Expr:
    """The day, or the start of the month or year, that the story told last and that is fine enough to count from.

    The day before does not count from another day before.
    """
    month_is_last = pl.col("month_is_last")
    by_day = pl.when(~(COUNTED & month_is_last)).then(day)
    by_month = pl.when(month_is_last).then(month).otherwise(day)
    return (
        pl.when(EVE).then("told_day")
        .when(UNIT.is_in(BY_DAY)).then(by_day)
        .when(COUNTED & UNIT.is_in(BY_MONTH)).then(by_month)
        .when(rule == "clock").then(pl.when("is_day").then(day))
        .otherwise(any_date)
    )  # fmt: skip


def _usable() -> pl.Expr:
    """The story's day where the words count from it: `later` needs a past verb, or a day told near and an end before
    the publication; the day before needs a day told near or near to the publication."""
    story = pl.col("story")
    recent = (story - published).dt.total_days().abs() <= STORY_DAYS
    free = pl.col("loose") & ~past & ~pl.col("of_story")
    beyond = story + days(pl.col("count") * sign * _length()) > published
    lacks = (EVE & ~pl.col("near") & ~recent) | ((free | (rule == "clock")) & ~pl.col("near")) | (free & beyond)
    return pl.when(~lacks.fill_null(False)).then(story)


def _length() -> pl.Expr:
    """About how many days the unit counted has."""
    return pl.col("count_unit").replace_strict(UNIT_DAYS, default=1, return_dtype=pl.Int64)


def _from_publication() -> pl.Expr:
    """Where nothing has been told, days "later" that nothing announces do not count from the publication."""
    later = past | pl.col("of_story") | ((rule == "count_from_story") & ~ahead)
    return ~(FORWARD & later) & (rule != "clock")


def _sure(counted: pl.DataFrame) -> pl.DataFrame:
    """Counted mentions; what would come to pass after the publication, unannounced, has no days, nor has what counts
    from an untold day; an hour without a day is no date (precision "none")."""
    after = FORWARD & ~ahead & ((pl.col("anchor") <= published) | past) & (pl.col("first") > published)
    guessed = (after & pl.col("of_told")) | (pl.col("anchor").is_null() & published.is_not_null())
    guessed = guessed.fill_null(False)
    unsure = pl.when(rule == "clock").then(pl.lit("none")).otherwise(pl.lit("vague"))
    return counted.with_columns(
        first=pl.when(~guessed).then("first"),
        last=pl.when(~guessed).then("last"),
        precision=pl.when(guessed).then(unsure).otherwise("precision"),
    )


def _last_before(values: pl.Expr) -> pl.Expr:
    """The last of these values before each mention in the same text."""
    rows = pl.when(values.is_not_null()).then("row")
    same = rows.shift(1).forward_fill() == pl.col("row")
    return pl.when(same).then(values.shift(1).forward_fill())
