"""The newsroom's articles, through the real stages into a store: its timeline against tests/newsroom/chronology.csv.

A row of the table is an event of the chronology as the articles tell it: the types under which it may stand, the days
that they give, who or what it is of (where the day alone does not tell it from others), the first article, and on how
many independent words it rests.
"""

import csv
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tasks import load, recall, transform
from tasks.core import sources
from tasks.core.records import FETCHES, INSTANT, PAGES, Source
from tasks.settings import Settings
from tasks.store import SQL, Store
from tests.newsroom import world
from tests.newsroom.render import page

HERE = Path(world.__file__).parent
SEEN = datetime(2025, 12, 30, tzinfo=UTC)
BATCH = 4
MISSED = {
    "rk-20241023-2": "Austin's claim and the HUR's of one day, in one article, are two words for one event",
    "rk-20241107-1": "the losses of which Zelensky spoke are named only in the sentence before",
    "rk-20241214-1": "of the month and a day in it that one article gives, the day is told: 'the president' is nobody",
    "rk-20241227-1": "the capture of the day before is told, not the death of which the NIS spoke on the day",
}
Row = dict[str, Any]


def expected() -> list[Row]:
    with (HERE / "chronology.csv").open(encoding="utf8") as file:
        return list(csv.DictReader(file))


def pages(source: Source) -> pl.DataFrame:
    """The pages of a source's relevant articles, as fetched on newsroom day 1."""
    published = [a for a in world.load().of(source.source_id, 1) if a.labels.relevant]
    rows = [
        {
            "url": article.url,
            "body": page(article, published, published).encode(article.outlet.encoding, "xmlcharrefreplace"),
            "content_type": f"text/html; charset={article.outlet.meta_charset or article.outlet.encoding}",
            "fetched_at": SEEN, "source_id": source.source_id, "feed_title": None,
            "feed_published_at": article.published.astimezone(UTC),
        }
        for article in published
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=PAGES)


def take_in(settings: Settings, batch: list[Source], everyone: list[Source]) -> None:
    """Load a batch of pages as the flows do."""
    fetched = pl.concat([pages(source) for source in batch])
    seen = recall.seen(settings, fetched["url"].to_list())
    made = transform.transform.fn(fetched, seen, everyone, "batch", 1, settings.relevance_threshold)
    requests = made.articles.select(
        "url", "source_id", fetch_id=pl.format("f-{}", "article_id"), run_id=pl.lit("r"), stage=pl.lit("fetch"),
        fetched_at=pl.lit(SEEN).cast(INSTANT), status=pl.lit(200),
    )  # fmt: skip
    fetches = pl.concat([pl.DataFrame(schema=FETCHES), requests], how="diagonal_relaxed")
    loaded = load.load.fn(settings, "r", "batch", fetches, made, [])
    news = made.only((loaded.new | loaded.updated) & made.relevant_ids)
    known = recall.neighbours(settings, news)
    load.load_relations.fn(settings, "batch", transform.relate.fn(news, known, "batch"))


@pytest.fixture(scope="module")
def working(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The newsroom's store."""
    settings = Settings(data=tmp_path_factory.mktemp("chronology"))
    everyone = list(sources.parse((HERE / "sources.toml").read_text("utf-8")))
    load.prepare(settings, everyone)
    for at in range(0, len(everyone), BATCH):
        take_in(settings, everyone[at : at + BATCH], everyone)
    return settings.working


@pytest.fixture(scope="module")
def timeline(working: Path) -> list[Row]:
    slugs = {article.url: article.slug for article in world.load().articles}
    with Store(working) as store:
        rows = store.read("SELECT t.*, a.url FROM timeline t JOIN articles a ON a.article_id = t.first_article_id")
    return [row | {"first": slugs[row["url"]]} for row in rows.iter_rows(named=True)]


def told(row: Row, timeline: list[Row]) -> list[Row]:
    """The events of the timeline that can be that of a row of the table, whatever their days."""
    first, last = date.fromisoformat(row["date_start"]), date.fromisoformat(row["date_end"])
    return [
        event
        for event in timeline
        if event["event_type"] in row["event_types"].split("|")
        and event["date_start"] is not None
        and event["date_start"] <= last
        and event["date_end"] >= first
        and (not row["of"] or row["of"] in event["participants"])
    ]


def complaint(row: Row, timeline: list[Row]) -> str | None:
    """What is wrong with an event of the table in the timeline; None where it stands there once and as expected."""
    events = [
        e
        for e in told(row, timeline)
        if f"{e['date_start']} {e['date_end']}" == f"{row['date_start']} {row['date_end']}"
    ]
    if len(events) != 1:
        return f"{len(events)} times in the timeline"
    event = events[0]
    if (event["first"], event["independent"]) != (row["first"], int(row["independent"])):
        return f"first {event['first']}, independent {event['independent']}: {event['origins']}"
    return None


def test_every_event_that_the_newsroom_reports_is_in_the_timeline_once(timeline: list[Row]) -> None:
    found = {row["event_id"]: complaint(row, timeline) for row in expected()}
    wrong = {event_id: said for event_id, said in found.items() if said and event_id not in MISSED}
    assert wrong == {}
    assert all(found[event_id] for event_id in MISSED), "an event of MISSED is right now"


def test_the_table_has_every_event_that_an_article_is_labelled_with() -> None:
    labelled = {event for article in world.load().articles for event in article.labels.events}
    assert {row["event_id"] for row in expected()} == labelled


def test_the_treaty_and_the_bridge_of_one_day_are_two_agreements(timeline: list[Row]) -> None:
    day = date(2024, 6, 19)
    agreed = [e for e in timeline if e["event_type"] == "agreement_treaty" and e["date_start"] == e["date_end"] == day]
    assert sorted("tumen_road_bridge" in e["participants"] for e in agreed) == [False, True]


def test_a_plan_is_not_the_event_that_came_of_it(timeline: list[Row]) -> None:
    sappers = [e for e in timeline if e["event_type"] == "troop_deployment" and e["date_start"] == date(2025, 6, 17)]
    assert [e["modality"] for e in sappers] == ["planned"]
    assert {e["modality"] for e in timeline if e["event_type"] == "preparation"} == {"planned"}


def test_who_was_put_under_sanctions_is_found_though_the_next_paragraph_names_it(working: Path) -> None:
    with Store(working) as store:
        found = store.read(next((SQL / "questions").glob("18_*.sql")).read_text(encoding="utf8"))
    assert found.select("entity_id", "designated_on", "appears", "source_id").rows() == [
        ("gudzon_shipping", date(2018, 8, 21), "after", "meridian_ledger"),
        ("patriot_vessel", date(2018, 8, 21), "after", "meridian_ledger"),
        ("primorye_maritime", date(2018, 8, 21), "after", "meridian_ledger"),
        ("verus", date(2023, 8, 16), "after", "yunling_wanxun"),
    ]
