"""The section of the brief with a story a row: its headline, who had it first, and how far it went."""

from typing import Any

from tasks.core.brief_figures import INDEPENDENT
from tasks.core.brief_model import Cell, Desk, Row, Section, count

MOST = 40


def stories(desk: Desk) -> Section | None:
    """The stories of the week, those that most outlets carry first; copies and translations are with their original."""
    if desk.frames.get("relevant_articles") is None:
        return None
    told: dict[str, list[dict[str, Any]]] = {}
    for row in sorted(desk.rows.values(), key=lambda row: (row["reported_at"], row["article_id"])):
        if desk.week <= row["reported_on"] <= desk.until:
            told.setdefault(row["story_id"], []).append(row)
    found = sorted(told.values(), key=lambda rows: (-_outlets(rows), rows[0]["reported_at"], rows[0]["article_id"]))
    return Section(
        "stories",
        desk.words.say("note.stories"),
        desk.heads("headline", "first_report", "outlets", "independent_reports", "copies"),
        tuple(_story(rows, desk) for rows in found[:MOST]),
        "relevant_articles",
        len(found),
        opened=8,
    )


def _outlets(rows: list[dict[str, Any]]) -> int:
    return len({row["source_id"] for row in rows})


def _story(rows: list[dict[str, Any]], desk: Desk) -> Row:
    first = rows[0]
    languages = dict.fromkeys(desk.words.value("language", row["language"]) for row in rows if row["language"])
    outlets = {row["source_id"]: row["article_id"] for row in reversed(rows)}
    return (
        _headline(rows, desk),
        desk.source(first["article_id"]),
        Cell(str(len(outlets)), tuple(row["article_id"] for row in rows), ", ".join(languages)),
        count(row["article_id"] for row in rows if row["relation"] in INDEPENDENT),
        count(row["article_id"] for row in rows if row["relation"] not in INDEPENDENT),
    )


def _headline(rows: list[dict[str, Any]], desk: Desk) -> Cell:
    """The first headline; below it the first in the language of the page, where that is another."""
    first, own = rows[0], desk.words.say("code")
    title = first["title"] or desk.words.say("value.untitled")
    readable = next((row["title"] for row in rows if row["language"] == own and row["title"]), "")
    if first["language"] == own or not readable:
        return Cell(title, (first["article_id"],), language=first["language"])
    return Cell(title, (first["article_id"],), readable, own)
