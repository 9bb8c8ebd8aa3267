"""The charts of the brief as Vega-Lite specifications. The page sets their colours; nothing rests on those."""

import math
from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

import altair as alt
import polars as pl

from tasks.core.brief_model import Desk

EDGES = 24
LINE = 24  # pixels
LEFT, RIGHT, GAP = 0.34, 0.66, 0.01  # of the width: where names end and begin, and how far lines keep from them
EMPTY: dict[str, dict[str, Any]] = {
    "failed": {"shape": "cross", "angle": 45, "size": 60},
    "silent": {"shape": "circle", "size": 25},
}
MODALITIES = ("happened", "planned", "claimed", "denied")
SHAPES = ("circle", "square", "triangle-up", "cross")


def timeline(events: pl.DataFrame, desk: Desk) -> dict[str, Any] | None:
    """Marks by day and type of event, each a link to its row; None for no rows. `row` is the row in the table."""
    if events.is_empty():
        return None
    rows = events.select(
        pl.col("date_start").cast(pl.String).alias("day"),
        _say("event_type", "event_type", desk).alias("type"),
        _say("modality", "modality", desk).alias("modality"),
        "independent",
        pl.col("quote").fill_null("").str.slice(0, 160),
        _row("timeline"),
    )
    domain = [desk.words.value("modality", each) for each in MODALITIES]
    chart = (
        alt.Chart(rows)
        .mark_point(strokeWidth=2)
        .encode(
            x=alt.X("day:T", scale=_period(desk.since, desk.until), title=None, axis=_days()),
            y=alt.Y("type:N", title=None),
            size=alt.Size("independent:Q", scale=alt.Scale(range=[50, 350]), legend=None),
            shape=alt.Shape("modality:N", scale=alt.Scale(domain=domain, range=list(SHAPES)), title=None),
            tooltip=_told(
                desk, when="day:N", what="type:N", modality="modality:N", independent="independent:Q", quote="quote:N"
            ),
            href="href:N",
        )
    )
    return _spec(chart, "timeline", desk, rows["type"].n_unique())


def weekly_change(change: pl.DataFrame, desk: Desk) -> dict[str, Any] | None:
    """A bar for this week and a stroke for the usual number, by type of event; None for no rows."""
    if change.is_empty():
        return None
    types = _say("event_type", "event_type", desk).alias("type")
    rows = change.with_row_index("row").select(types, "stories", "usual", _row("weekly_change"))
    tooltip = _told(desk, event_type="type:N", stories="stories:Q", usual="usual:Q")
    base = alt.Chart(rows).encode(y=alt.Y("type:N", sort=None, title=None), tooltip=tooltip, href="href:N")
    most = max(1, math.ceil(rows.select(pl.max_horizontal("stories", "usual").max()).item()))
    whole = alt.Axis(title=None, format="d", values=list(range(0, most + 1, math.ceil(most / 8))))
    bars = base.mark_bar(height={"band": 0.5}).encode(x=alt.X("stories:Q", axis=whole))
    usual = base.mark_tick(thickness=3, height={"band": 0.9}).encode(x=alt.X("usual:Q", axis=whole))
    return _spec(alt.layer(bars, usual), "weekly_change", desk, rows.height)


def coverage(
    key: str, groups: Mapping[str, str], frame: pl.DataFrame, since: date, desk: Desk
) -> dict[str, Any] | None:
    """Discs by week and group, crosses where nobody answered, rings where there was nothing; None for no rows.

    `groups` are the values of the column `group` and their words, from the top down.
    """
    if frame.is_empty():
        return None
    order = {group: number for number, group in enumerate(groups)}
    rows = frame.with_columns(row=pl.col("group").replace_strict(order, return_dtype=pl.Int64)).select(
        pl.col("week").cast(pl.String),
        _row(key),
        pl.col("group").replace_strict(groups, return_dtype=pl.String),
        pl.col("article_ids").list.len().alias("articles"),
        "state",
    )
    encoded = {
        "x": alt.X("week:T", scale=_period(since, desk.week), title=None, axis=_days()),
        "y": alt.Y("group:N", title=None, sort=list(groups.values())),
        "tooltip": _told(desk, week="week:N", group="group:N", articles="articles:Q"),
        "href": "href:N",
    }
    covered = rows.filter(pl.col("articles") > 0)
    size = alt.Size("articles:Q", scale=alt.Scale(range=[20, 500], domainMin=0), legend=None)
    layers = [alt.Chart(covered).mark_circle(opacity=0.9).encode(size=size, **encoded)]
    for state, mark in EMPTY.items():
        empty = rows.filter((pl.col("state") == state) & (pl.col("articles") == 0))
        layers += [] if empty.is_empty() else [alt.Chart(empty).mark_point(**mark).encode(**encoded)]
    return _spec(alt.layer(*layers), key, desk, rows["group"].n_unique())


def citations(edges: pl.DataFrame, desk: Desk) -> dict[str, Any] | None:
    """Lines from who cites, on the left, to who is cited, on the right; None for no rows."""
    if edges.is_empty():
        return None
    rows = (
        edges.head(EDGES)
        .with_row_index("row")
        .select(
            pl.col("citing").map_elements(lambda i: desk.who([i]), return_dtype=pl.String),
            pl.col("cited").map_elements(lambda i: desk.who([i]), return_dtype=pl.String),
            pl.col("article_ids").list.len().alias("articles"),
            _row("citations"),
        )
    )
    places = {side: _places(rows, side) for side in ("citing", "cited")}
    lines = rows.with_columns(
        pl.lit(LEFT + GAP).alias("from"),
        pl.lit(RIGHT - GAP).alias("to"),
        pl.col("citing").replace_strict(places["citing"], return_dtype=pl.Float64).alias("left"),
        pl.col("cited").replace_strict(places["cited"], return_dtype=pl.Float64).alias("right"),
    )
    y: dict[str, Any] = {"axis": None, "scale": alt.Scale(domain=[-0.02, 1.02], nice=False, zero=False, reverse=True)}
    drawn = (
        alt.Chart(lines)
        .mark_rule(opacity=0.75)
        .encode(
            x=_across("from"),
            x2="to:Q",
            y=alt.Y("left:Q", **y),
            y2="right:Q",
            strokeWidth=alt.StrokeWidth("articles:Q", scale=alt.Scale(range=[1, 7], domainMin=1), legend=None),
            tooltip=_told(desk, citing="citing:N", cited="cited:N", articles="articles:Q"),
            href="href:N",
        )
    )
    names = [_names(places["citing"], LEFT, "right", y), _names(places["cited"], RIGHT, "left", y)]
    return _spec(alt.layer(drawn, *names), "citations", desk, max(len(found) for found in places.values()))


def _places(rows: pl.DataFrame, side: str) -> dict[str, float]:
    """Heights from 0 to 1, by name: those with most articles first."""
    order = rows.group_by(side).agg(pl.col("articles").sum()).sort("articles", side, descending=[True, False])[side]
    return {name: (number + 0.5) / len(order) for number, name in enumerate(order)}


def _names(places: dict[str, float], x: float, align: Literal["left", "right"], y: dict[str, Any]) -> Any:
    rows = pl.DataFrame({"name": list(places), "y": list(places.values()), "x": [x] * len(places)})
    limit = alt.ExprRef(f"width * {LEFT}")
    marks = alt.Chart(rows).mark_text(align=align, baseline="middle", limit=limit, fontSize=12)
    return marks.encode(x=_across("x"), y=alt.Y("y:Q", **y), text="name:N")


def _across(column: str) -> alt.X:
    return alt.X(f"{column}:Q", axis=None, scale=alt.Scale(domain=[0, 1], nice=False))


def _period(first: date, last: date) -> alt.Scale:
    days = [alt.DateTime(year=day.year, month=day.month, date=day.day, utc=True) for day in (first, last)]
    return alt.Scale(type="utc", domain=days)


def _days() -> alt.Axis:
    return alt.Axis(format="%-d %b", labelOverlap="greedy", tickCount=8)


def _row(section: str) -> pl.Expr:
    """Where on the page the row of a table stands that a mark tells of."""
    return pl.format("#{}-{}", pl.lit(section), pl.col("row") + 1).alias("href")


def _told(desk: Desk, **fields: str) -> list[alt.Tooltip]:
    return [alt.Tooltip(field, title=desk.words.say(f"column.{key}")) for key, field in fields.items()]


def _say(column: str, group: str, desk: Desk) -> pl.Expr:
    return pl.col(column).map_elements(lambda value: desk.words.value(group, value), return_dtype=pl.String)


def _spec(chart: Any, key: str, desk: Desk, lines: int) -> dict[str, Any]:
    spec: dict[str, Any] = chart.properties(
        width="container",
        height=LINE * lines,
        autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
        description=desk.words.say(f"chart.{key}"),
    ).to_dict()
    return {name: value for name, value in spec.items() if name not in ("$schema", "config")}
