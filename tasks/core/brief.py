"""The weekly brief: frames of the published views -> what the page says. The page itself is tasks/report.py."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta

import polars as pl

from tasks.core import brief_counts, brief_events, brief_figures, brief_stories, reference
from tasks.core.brief_model import Article, Brief, Desk, Figure, Frames, Section, Words, minute

VIEWS = (
    "relevant_articles", "reports", "origins", "timeline", "weekly_change", "coverage_by_language", "citations",
    "citation_chains", "two_capitals", "single_source_events", "edited_reports", "source_health", "entities", "sources",
)  # fmt: skip
SECTIONS: tuple[Callable[[Desk], Section | None], ...] = (
    brief_stories.stories,
    brief_events.timeline,
    brief_counts.weekly_change,
    brief_events.capitals,
    brief_events.single,
    brief_counts.languages,
    brief_counts.sides,
    brief_counts.citations,
    brief_counts.chains,
    brief_events.edited,
    brief_counts.health,
    brief_counts.checks,
)
WITHOUT_ARTICLES = (brief_counts.health, brief_counts.checks)  # the others would only say that there is nothing


def words(language: str = "en") -> Words:
    """The strings of the page in a language of report_strings.csv."""
    table = reference.table("report_strings")
    return Words(dict(zip(table["key"], table[language].fill_null(""), strict=True)))


def compose(frames: Frames, day: date, made_at: datetime) -> Brief:
    """The brief on the week of a day, made of the rows of VIEWS and of `checks` (brief_model.CHECKS), by name.

    A view that is not there is left out with its section. Where the week has no relevant article, the newest week that
    has any is shown, and a notice says so.
    """
    asked = day - timedelta(days=day.weekday())
    week = _week(frames, asked)
    desk = Desk(frames, week, words(), _names(frames))
    writers = SECTIONS if desk.rows else WITHOUT_ARTICLES
    sections = tuple(section for write in writers if (section := write(desk)))
    figures = tuple(brief_figures.figures(desk, sections))
    lists = dict.fromkeys(ids for ids in _linked(sections, figures) if ids)
    return Brief(
        week=week,
        heading=desk.words.say("week", days=desk.words.days(week, desk.until)),
        made=desk.words.say("made", made=minute(made_at), newest=_newest(desk)),
        lead=tuple(brief_figures.lead(desk)),
        notices=tuple(_notices(desk, asked, made_at)),
        figures=figures,
        sections=sections,
        articles=_articles({article for ids in lists for article in ids}, desk),
        lists={ids: number for number, ids in enumerate((each for each in lists if len(each) > 1), 1)},
        words=desk.words,
    )


def _week(frames: Frames, asked: date) -> date:
    """The Monday asked for where the week has relevant articles, else of the newest week before it that has, else of
    the newest at all."""
    frame = frames.get("relevant_articles")
    if frame is None or frame.is_empty():
        return asked
    mondays: list[date] = frame.select(pl.col("reported_on").dt.truncate("1w").unique().sort())["reported_on"].to_list()
    return next((monday for monday in reversed(mondays) if monday <= asked), mondays[-1])


def _names(frames: Frames) -> dict[str, str]:
    """Names by id; and by themselves in small letters, as those are cited that have no id."""
    found: dict[str, str] = {}
    for view, key in (("sources", "source_id"), ("entities", "entity_id")):
        if (frame := frames.get(view)) is not None:
            found |= {name.lower(): name for name in frame["name"]} | dict(zip(frame[key], frame["name"], strict=True))
    return found


def _newest(desk: Desk) -> str:
    newest = max(desk.rows.values(), key=lambda row: row["reported_at"], default=None)
    return desk.reported(newest["article_id"]) if newest else desk.words.say("value.never")


def _notices(desk: Desk, asked: date, made_at: datetime) -> Iterator[str]:
    if not desk.rows:
        yield desk.words.say("nothing")
    elif desk.week != asked:
        yield desk.words.say("older_week", asked=desk.words.days(asked, asked + timedelta(days=6)))
    if desk.until >= made_at.date():
        yield desk.words.say("so_far")


def _linked(sections: Iterable[Section], figures: Iterable[Figure]) -> Iterator[tuple[str, ...]]:
    yield from (figure.cell.articles for figure in figures)
    yield from (cell.articles for section in sections for row in section.rows for cell in row)


def _articles(ids: set[str], desk: Desk) -> dict[str, Article]:
    known = sorted((desk.rows[each] for each in ids if each in desk.rows), key=lambda row: row["article_id"])
    known.sort(key=lambda row: row["reported_at"], reverse=True)
    return {
        row["article_id"]: Article(
            number,
            row["title"] or desk.words.say("value.untitled"),
            row["language"],
            row["source_name"],
            desk.reported(row["article_id"]),
            row["url"] if row["url"].lower().startswith(("http://", "https://")) else None,
        )
        for number, row in enumerate(known, 1)
    }
