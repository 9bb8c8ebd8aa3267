"""Sections of the brief with an event, or an article, a row."""

from typing import Any

import polars as pl

from tasks.core import brief_charts
from tasks.core.brief_model import Cell, Desk, Row, Section, count, interval, minute

MOST = 60
OPENED = 8
LONG = 72  # hours, from which on they are counted in days


def timeline(desk: Desk) -> Section | None:
    """What happened, who had it first, and on how many independent words it rests."""
    events, reports, origins = (desk.frames.get(name) for name in ("timeline", "reports", "origins"))
    if events is None or reports is None or origins is None:
        return None
    found = desk.recent(events, "first_reported_at").sort(
        "first_reported_at", "event_id", descending=[True, False], nulls_last=True
    )
    telling = _lists(reports.sort("reported_at", "article_id"), "article_id")
    speaking = _lists(origins.sort("first_reported_at", "origin"), "first_article_id")
    return Section(
        "timeline",
        desk.words.say("note.timeline"),
        desk.heads("when", "what", "modality", "who", "first_report", "independent", "articles"),
        tuple(_event(row, telling, speaking, desk) for row in found.head(MOST).iter_rows(named=True)),
        "timeline",
        found.height,
        brief_charts.timeline(_drawn(found, desk), desk),
        opened=max(OPENED, found.filter(pl.col("first_reported_at").cast(pl.Date) >= desk.week).height),
    )


def _drawn(events: pl.DataFrame, desk: Desk) -> pl.DataFrame:
    """The rows of the table that happened within the twelve weeks, with their numbers."""
    return events.head(MOST).with_row_index("row").filter(pl.col("date_start").is_between(desk.since, desk.until))


def _event(row: dict[str, Any], telling: dict[str, list[str]], speaking: dict[str, list[str]], desk: Desk) -> Row:
    is_new = row["first_reported_at"].date() >= desk.week
    return (
        _when(row, desk),
        _what(row, desk, desk.words.say("value.new") if is_new else ""),
        Cell(desk.words.value("modality", row["modality"])),
        Cell(desk.who(row["participants"] or [])),
        desk.source(row["first_article_id"]),
        Cell(
            str(row["independent"]), tuple(dict.fromkeys(speaking.get(row["event_id"], []))), desk.who(row["origins"])
        ),
        count(telling.get(row["event_id"], [])),
    )


def single(desk: Desk) -> Section | None:
    """What rests on one word alone."""
    events, told = desk.frames.get("single_source_events"), desk.frames.get("timeline")
    if events is None or told is None:
        return None
    recent = desk.recent(told, "first_reported_at").select("event_id", "precision")
    found = events.join(recent, on="event_id", maintain_order="left")
    return Section(
        "single",
        desk.words.say("note.single"),
        desk.heads("when", "what", "origin", "first_report", "outlets", "articles"),
        tuple(_single(row, desk) for row in found.head(MOST).iter_rows(named=True)),
        "single_source_events",
        found.height,
        opened=OPENED,
    )


def _single(row: dict[str, Any], desk: Desk) -> Row:
    return (
        _when(row, desk),
        _what(row, desk),
        Cell(desk.who([row["origin"]]), detail=desk.words.value("side", row["origin_side"])),
        desk.source(row["first_article_id"]),
        Cell(str(row["outlets"]), tuple(row["article_ids"])),
        count(row["article_ids"]),
    )


def capitals(desk: Desk) -> Section | None:
    """What Moscow said of an event beside what Pyongyang said."""
    events, told = desk.frames.get("two_capitals"), desk.frames.get("timeline")
    if events is None or told is None:
        return None
    wanted = ("event_id", "first_reported_at", "first_article_id", "precision", "quote")
    firsts = desk.recent(told, "first_reported_at").select(wanted)
    found = events.join(firsts, on="event_id").sort("first_reported_at", "event_id", descending=[True, False])
    spoken = found.filter(pl.col("confirmed_by") != "neither")
    return Section(
        "capitals",
        desk.words.say("note.capitals", neither=found.height - spoken.height),
        desk.heads("when", "what", "confirmed_by", "moscow", "pyongyang"),
        tuple(_capital_row(row, desk) for row in spoken.head(MOST).iter_rows(named=True)),
        "two_capitals",
        spoken.height,
        opened=OPENED,
    )


def _capital_row(row: dict[str, Any], desk: Desk) -> Row:
    return (
        _when(row, desk),
        _what(row, desk),
        Cell(desk.words.value("confirmed_by", row["confirmed_by"]), detail=_lag(row["pyongyang_hours_later"], desk)),
        _capital(row, "moscow", desk),
        _capital(row, "pyongyang", desk),
    )


def _what(row: dict[str, Any], desk: Desk, tag: str = "") -> Cell:
    """The type of an event, and the sentence of its first report below."""
    language = desk.rows.get(row["first_article_id"], {}).get("language")
    return Cell(desk.words.value("event_type", row["event_type"]), (), row["quote"] or "", language, tag=tag)


def _capital(row: dict[str, Any], city: str, desk: Desk) -> Cell:
    """How many articles have its voice; who was the first of them, and what this capital alone gave."""
    ids, figures, alone = (row[f"{city}_article_ids"], row[f"{city}_figures"], row[f"named_by_{city}_only"])
    if not ids:
        return Cell("0")
    told = [desk.words.say("value.first", outlet=desk.source(ids[0]).text, at=desk.reported(ids[0]))]
    told += [f"{desk.words.say('value.figures')}: {', '.join(figures)}"] if figures else []
    told += [f"{desk.words.say('value.only_here')}: {desk.who(alone)}"] if alone else []
    return count(ids, "; ".join(told))


def _lag(hours: float | None, desk: Desk) -> str:
    if not hours:
        return ""
    size = abs(hours)
    unit = "hours" if size < LONG else "days"
    order = "later" if hours > 0 else "earlier"
    return desk.words.say(f"value.{unit}_{order}", hours=f"{size:.1f}", days=f"{size / 24:.0f}")


def edited(desk: Desk) -> Section | None:
    """What was changed after publication."""
    reports = desk.frames.get("edited_reports")
    if reports is None:
        return None
    since = reports.filter(pl.col("seen_at").cast(pl.Date) >= desk.since)
    found = since.sort("seen_at", "article_id", "version", descending=[True, False, True])
    return Section(
        "edited",
        desk.words.say("note.edited"),
        desk.heads("article", "source", "changed", "figures", "names"),
        tuple(_edit(row, desk) for row in found.head(MOST).iter_rows(named=True)),
        "edited_reports",
        found.height,
        opened=OPENED,
    )


def _edit(row: dict[str, Any], desk: Desk) -> Row:
    untitled = desk.words.say("value.untitled")
    before = f"{desk.words.say('value.before')}: {row['old_title'] or untitled}" if row["is_retitled"] else ""
    return (
        Cell(
            row["new_title"] or untitled,
            (row["article_id"],),
            before,
            desk.rows.get(row["article_id"], {}).get("language"),
        ),
        Cell(desk.who([row["source_id"]])),
        Cell(minute(row["seen_at"])),
        Cell(_change(row["figures_removed"], row["figures_added"])),
        Cell(_change([desk.who([n]) for n in row["names_removed"]], [desk.who([n]) for n in row["names_added"]])),
    )


def _change(removed: list[str], added: list[str]) -> str:
    return ", ".join([*(f"−{each}" for each in removed), *(f"+{each}" for each in added)])


def _when(row: dict[str, Any], desk: Desk) -> Cell:
    undated = desk.words.say("value.undated")
    return Cell(interval(row["date_start"], row["date_end"], row["precision"], undated))


def _lists(frame: pl.DataFrame, column: str) -> dict[str, list[str]]:
    grouped = frame.group_by("event_id", maintain_order=True).agg(column)
    return dict(zip(grouped["event_id"], grouped[column].to_list(), strict=True))
