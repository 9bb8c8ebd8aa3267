"""Sections of the brief that count: coverage, citations, the week against its baseline, sources, checks."""

from datetime import timedelta
from typing import Any

import polars as pl

from tasks.core import brief_charts
from tasks.core.brief_model import WEEKS, Cell, Desk, Row, Section, count, minute

COLUMNS = 8
PERIOD = 26
MOST = 40
STATES = ("covered", "failed", "silent", "not watched")


def checks(desk: Desk) -> Section | None:
    """Violations of the checks of the data; a section without rows where all hold."""
    frame = desk.frames.get("checks")
    if frame is None:
        return None
    violated = frame.filter(pl.col("violations") > 0).sort("kind", "name", descending=[True, False])
    return Section(
        "checks",
        desk.words.say("note.checks", held=frame.height - violated.height, total=frame.height),
        desk.heads("check", "kind", "violations", "example"),
        tuple(_check(row, desk) for row in violated.iter_rows(named=True)),
        "",
        violated.height,
        opened=violated.height,
    )


def _check(row: dict[str, Any], desk: Desk) -> Row:
    known = tuple(each for each in row["article_ids"] if each in desk.rows)
    return (
        Cell(row["name"].replace("_", " "), detail=row["claim"]),
        Cell(desk.words.value("kind", row["kind"])),
        Cell(str(row["violations"]), known),
        Cell(row["example"]),
    )


def weekly_change(desk: Desk) -> Section | None:
    """The stories of the week by type of event, and how many are usual."""
    change = desk.frames.get("weekly_change")
    if change is None:
        return None
    known = change.filter((pl.col("week") == desk.week) & ((pl.col("stories") > 0) | (pl.col("usual") > 0)))
    found = known.sort("z", "event_type", descending=[True, False])
    before = _before(desk)
    return Section(
        "weekly_change",
        desk.words.say("note.weekly_change"),
        desk.heads("event_type", "stories", "usual", "deviation"),
        tuple(_change(row, before, desk) for row in found.iter_rows(named=True)),
        "weekly_change",
        found.height,
        brief_charts.weekly_change(found, desk),
        shape="plain",
    )


def _before(desk: Desk) -> dict[str, list[str]]:
    """The articles of the twelve weeks before, by type of event."""
    reports, events = desk.frames.get("reports"), desk.frames.get("timeline")
    if reports is None or events is None:
        return {}
    since = desk.week - timedelta(weeks=WEEKS)
    grouped = (
        reports.filter(pl.col("reported_on").is_between(since, desk.week, closed="left"))
        .join(events.select("event_id", "event_type"), on="event_id")
        .sort("reported_at", "article_id")
        .group_by("event_type", maintain_order=True)
        .agg(pl.col("article_id").unique(maintain_order=True))
    )
    return dict(zip(grouped["event_type"], grouped["article_id"].to_list(), strict=True))


def _change(row: dict[str, Any], before: dict[str, list[str]], desk: Desk) -> Row:
    note = "value.first_in_twelve_weeks" if row["is_new"] else "value.unusual" if (row["z"] or 0) > 3 else ""
    return (
        Cell(desk.words.value("event_type", row["event_type"]), tag=desk.words.say(note) if note else ""),
        Cell(str(row["stories"]), tuple(row["article_ids"])),
        Cell(f"{row['usual']:g}", tuple(before.get(row["event_type"], []))),
        Cell(f"{row['z'] or 0:+.1f}"),
    )


def languages(desk: Desk) -> Section | None:
    """Relevant articles by week and language; empty weeks say why they are empty."""
    frame = desk.frames.get("coverage_by_language")
    if frame is None:
        return None
    rank = pl.col("state").replace_strict(STATES, range(len(STATES)), default=len(STATES), return_dtype=pl.Int64)
    merged = frame.group_by("week", "language").agg(
        pl.col("article_ids").explode().drop_nulls(), pl.col("state").sort_by(rank).first()
    )
    unknown = desk.words.value("coverage", "not watched")
    return _coverage("languages", "language", merged, "coverage_by_language", unknown, desk)


def sides(desk: Desk) -> Section | None:
    """Relevant articles by week and side."""
    frame = desk.frames.get("relevant_articles")
    if frame is None:
        return None
    by_week = frame.sort("reported_at", "article_id").group_by(
        pl.col("reported_on").dt.truncate("1w").alias("week"), "side", maintain_order=True
    )
    found = by_week.agg(pl.col("article_id").alias("article_ids"), pl.lit("covered").alias("state"))
    return _coverage("sides", "side", found, "relevant_articles", "0", desk)


def _coverage(key: str, group: str, frame: pl.DataFrame, view: str, absent: str, desk: Desk) -> Section:
    """A row a group and a column a week; `absent` stands where the frame has no row."""
    since = desk.week - timedelta(weeks=PERIOD - 1)
    period = frame.filter(pl.col("week").is_between(since, desk.week))
    weeks = [desk.week - timedelta(weeks=n) for n in range(COLUMNS)]
    cells = {(row[group], row["week"]): row for row in period.iter_rows(named=True)}
    most_first = sorted(period[group].unique(), key=lambda g: (-_articles(period, group, g), g))
    groups = {g: desk.words.value(group, g) for g in most_first}
    return Section(
        key,
        desk.words.say(f"note.{key}"),
        (*desk.heads(group), *(desk.words.day(week) for week in weeks)),
        tuple(
            (Cell(name), *(_cell(cells.get((g, week)), absent, desk) for week in weeks)) for g, name in groups.items()
        ),
        view,
        len(groups),
        brief_charts.coverage(key, groups, period.rename({group: "group"}), since, desk),
        shape="matrix",
    )


def _articles(frame: pl.DataFrame, group: str, value: str) -> int:
    return int(frame.filter(pl.col(group) == value)["article_ids"].list.len().sum())


def _cell(row: dict[str, Any] | None, absent: str, desk: Desk) -> Cell:
    if row is None:
        return Cell(absent)
    if not row["article_ids"]:
        return Cell(desk.words.value("coverage", row["state"]))
    return count(row["article_ids"])


def citations(desk: Desk) -> Section | None:
    """Who cites whom, in how many articles, and in how many of them directly."""
    frame = desk.frames.get("citations")
    if frame is None:
        return None
    found = (
        desk.recent(frame, "reported_on")
        .filter(pl.col("citing") != pl.col("cited"))
        .sort("reported_on", "article_id", "depth")
        .group_by("citing", "cited", maintain_order=True)
        .agg(
            pl.col("article_id").unique(maintain_order=True).alias("article_ids"),
            pl.col("article_id").filter(pl.col("depth") == 1).unique(maintain_order=True).alias("direct_ids"),
        )
        .sort(pl.col("article_ids").list.len(), "citing", "cited", descending=[True, False, False])
    )
    return Section(
        "citations",
        desk.words.say("note.citations"),
        desk.heads("citing", "cited", "articles", "direct"),
        tuple(
            (
                Cell(desk.who([r["citing"]])),
                Cell(desk.who([r["cited"]])),
                count(r["article_ids"]),
                count(r["direct_ids"]),
            )
            for r in found.head(MOST).iter_rows(named=True)
        ),
        "agency_reliance",
        found.height,
        brief_charts.citations(found, desk),
        shape="plain",
    )


def chains(desk: Desk) -> Section | None:
    """Outlets that cite one that cites another."""
    frame = desk.frames.get("citation_chains")
    if frame is None:
        return None
    found = (
        desk.recent(frame, "reported_at")
        .filter(pl.col("hops") > 1)
        .sort("reported_at", "article_id")
        .group_by("chain", maintain_order=True)
        .agg(pl.col("article_id").unique(maintain_order=True).alias("article_ids"))
        .sort(pl.col("article_ids").list.len(), descending=True, maintain_order=True)
    )
    rows = tuple(
        (Cell(" ← ".join(desk.who([each]) for each in row["chain"])), count(row["article_ids"]))
        for row in found.head(MOST).iter_rows(named=True)
    )
    heads = desk.heads("chain", "articles")
    return Section("chains", desk.words.say("note.chains"), heads, rows, "citation_chains", found.height, shape="plain")


def health(desk: Desk) -> Section | None:
    """How the sources are, those in trouble first."""
    frame = desk.frames.get("source_health")
    if frame is None:
        return None
    found = frame.sort(pl.col("state") == "alive", "state", "source_id")
    written: dict[str, list[str]] = {}
    for article_id, row in desk.rows.items():
        if desk.since <= row["reported_on"] <= desk.until:
            written.setdefault(row["source_id"], []).append(article_id)
    counts = found.group_by("state", maintain_order=True).len().iter_rows()
    states = ", ".join(f"{number} {desk.words.value('health', state)}" for state, number in counts)
    return Section(
        "health",
        desk.words.say("note.health", states=states and f"{states}."),
        desk.heads("source", "state", "last_answer", "last_new", "articles"),
        tuple(_source(row, written.get(row["source_id"], []), desk) for row in found.iter_rows(named=True)),
        "source_health",
        found.height,
        opened=found.filter(pl.col("state") != "alive").height,
    )


def _source(row: dict[str, Any], own: list[str], desk: Desk) -> Row:
    never = desk.words.say("value.never")
    return (
        Cell(row["name"], detail=row["source_id"]),
        Cell(desk.words.value("health", row["state"]), detail=row["reason"] or ""),
        Cell(minute(row["last_answer_at"]) or never),
        Cell(minute(row["last_new_at"]) or never),
        count(own),
    )
