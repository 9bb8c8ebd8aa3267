"""The head of the brief: the week in a few sentences, and its headline figures against the weeks before."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

import polars as pl

from tasks.core.brief_model import WEEKS, Cell, Desk, Figure, Section, count

INDEPENDENT = ("original", "related")  # relations of an article to its story that are reports of its own


def lead(desk: Desk) -> Iterator[str]:
    """Sentences: how much was written, what was new, what was unusual. None where the week has no articles."""
    rows = _of_week(desk)
    if not rows:
        return
    independent = len([row for row in rows if row["relation"] in INDEPENDENT])
    numbers = {"articles": len(rows), "independent": independent, "copies": len(rows) - independent}
    for key, column in (("outlets", "source_id"), ("languages", "language"), ("stories", "story_id")):
        numbers[key] = len({row[column] for row in rows})
    yield desk.words.say("lead.coverage", **{key: desk.words.number(key, n) for key, n in numbers.items()})
    if (events := _new_events(desk)) is not None and events.height:
        alone = events.filter(pl.col("independent") == 1).height
        single = desk.words.number("single", alone) if alone else desk.words.say("single.none")
        told = desk.words.number("events", events.height)
        yield desk.words.say("lead.events", events=told, single=single)
    yield from _unusual(desk)


def _unusual(desk: Desk) -> Iterator[str]:
    change = desk.frames.get("weekly_change")
    if change is None:
        return
    week = change.filter((pl.col("week") == desk.week) & (pl.col("stories") > 0))
    for key, found in (("lead.new", pl.col("is_new")), ("lead.unusual", ~pl.col("is_new") & (pl.col("z") > 3))):
        if types := week.filter(found)["event_type"].to_list():
            yield desk.words.say(key, types=", ".join(desk.words.value("event_type", each).lower() for each in types))


def figures(desk: Desk, sections: Iterable[Section]) -> Iterator[Figure]:
    """The numbers of the week, each with its median of the twelve weeks before where we were there to see them."""
    rows = _of_week(desk)
    first_of = {key: _firsts(rows, key) for key in ("story_id", "source_id")}
    yield Figure("articles", count((row["article_id"] for row in rows), _usual(desk, "article_id")))
    yield Figure("stories", count(first_of["story_id"], _usual(desk, "story_id")))
    yield Figure("independent", count(row["article_id"] for row in rows if row["relation"] in INDEPENDENT))
    yield Figure("outlets", count(first_of["source_id"], _usual(desk, "source_id")))
    yield from _event_figures(desk)
    there = {section.key for section in sections}
    for key, figure in (("health", "trouble"), ("checks", "violations")):
        if key in there:
            yield Figure(figure, Cell(str(_trouble(desk, key)), anchor=key))


def _of_week(desk: Desk) -> list[dict[str, Any]]:
    return sorted(
        (row for row in desk.rows.values() if desk.week <= row["reported_on"] <= desk.until),
        key=lambda row: (row["reported_at"], row["article_id"]),
    )


def _firsts(rows: list[dict[str, Any]], key: str) -> list[str]:
    """The first article of each story, or outlet."""
    found: dict[str, str] = {}
    for row in rows:
        found.setdefault(row[key], row["article_id"])
    return list(found.values())


def _usual(desk: Desk, key: str) -> str:
    """The median of the twelve weeks before; "" where the oldest article is younger than those."""
    since = desk.week - timedelta(weeks=WEEKS)
    if min((row["reported_on"] for row in desk.rows.values()), default=desk.week) >= since:
        return ""
    weeks: dict[date, set[str]] = {since + timedelta(weeks=n): set() for n in range(WEEKS)}
    for row in desk.rows.values():
        monday = row["reported_on"] - timedelta(days=row["reported_on"].weekday())
        if monday in weeks:
            weeks[monday].add(row[key])
    median = pl.Series([len(found) for found in weeks.values()]).median()
    return desk.words.say("value.usual", usual=median)


def _new_events(desk: Desk) -> pl.DataFrame | None:
    frame = desk.frames.get("timeline")
    if frame is None:
        return None
    return frame.filter(pl.col("first_reported_at").cast(pl.Date).is_between(desk.week, desk.until))


def _event_figures(desk: Desk) -> Iterator[Figure]:
    if (new := _new_events(desk)) is not None:
        for figure, events in (("events", new), ("single", new.filter(pl.col("independent") == 1))):
            yield Figure(figure, Cell(str(events.height), tuple(dict.fromkeys(events["first_article_id"]))))
    if (frame := desk.frames.get("edited_reports")) is not None:
        ids = frame.filter(pl.col("seen_at").cast(pl.Date).is_between(desk.week, desk.until))["article_id"]
        yield Figure("edited", count(ids))


def _trouble(desk: Desk, key: str) -> int:
    if key == "health":
        return desk.frames["source_health"].filter(pl.col("state") != "alive").height
    return desk.frames["checks"].filter(pl.col("violations") > 0).height
