"""From a loaded batch to stories, events and claims in the tables, batch after batch."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from tasks import load, recall, transform
from tasks.core import attributions, dates, entities, relevance
from tasks.core.records import ARTICLES, FETCHES, INSTANT, Batch, Discovery, Source, identifier
from tasks.settings import Settings
from tasks.store import SQL, Store

AT = datetime(2025, 6, 18, 6, tzinfo=UTC)
WIRE = (
    "Shoigu told reporters in Pyongyang on 17 June 2025 that 1,000 sappers and 5,000 builders would leave for Kursk. "
    "He had come to Pyongyang on 4 June 2025 as well, where Kim Jong Un received him for 120 minutes. "
    "Gerasimov had spoken of the North Korean soldiers on 26 April 2025, TASS noted."
)
INDONESIAN = (
    "Shoigu mengatakan kepada wartawan di Pyongyang pada 17 Juni 2025 bahwa 1.000 penjinak ranjau dan 5.000 pekerja "
    "akan berangkat ke Kursk. Ia juga datang ke Pyongyang pada 4 Juni 2025, dan Kim Jong Un menerimanya selama 120 "
    "menit. Gerasimov berbicara tentang prajurit Korea Utara pada 26 April 2025, tulis TASS."
)
LETTER = (
    "Kim Jong Un sent Vladimir Putin a letter on 12 June 2025, KCNA reported. Russia and North Korea marked the day."
)
Item = tuple[str, str, str, datetime]
FIRST: list[Item] = [("wire", "en", WIRE, AT), ("letter", "en", LETTER, AT - timedelta(days=5))]
SECOND: list[Item] = [
    ("early", "en", WIRE + " More follows.", AT - timedelta(hours=1)),
    ("translation", "id", INDONESIAN, AT + timedelta(hours=2)),
]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A working file with the reference tables and the outlets of the articles."""
    found = Settings(data=tmp_path)
    load.prepare(found, [outlet(key) for key, *_ in [*FIRST, *SECOND]])
    return found


def outlet(key: str) -> Source:
    place = Discovery("rss", f"https://{key}.example/rss")
    return Source(key, key, f"https://{key}.example/", "en", "GB", "paper", "other", "UTC", (place,))


def batch(items: Sequence[Item], irrelevant: Sequence[str] = ()) -> Batch:
    """What transform makes of pages with these texts; the outlet is named like the article. All are relevant but the
    articles that are named."""
    rows = [
        {
            "article_id": key, "url": f"https://{key}.example/", "canonical_url": f"https://{key}.example/",
            "source_id": key, "language": language, "published_at": at, "published_on": at.date(),
            "published_precision": "second", "published_from": "meta", "title": f"Title of {key}", "text": text,
            "text_hash": identifier(text),
        }
        for key, language, text, at in items
    ]  # fmt: skip
    articles = pl.DataFrame(rows, schema={name: kind for name, kind in ARTICLES.items() if name != "failure"})
    mentions = entities.find(articles)
    is_relevant = ~pl.col("article_id").is_in(list(irrelevant))
    scores = relevance.score(articles, mentions).with_columns(is_relevant=is_relevant)
    return Batch(
        articles=articles.join(transform.renamed(scores), on="article_id", maintain_order="left"),
        entity_mentions=mentions,
        date_mentions=dates.find(articles),
        attributions=attributions.find(articles, mentions),
    )


def take_in(settings: Settings, items: Sequence[Item], irrelevant: Sequence[str] = ()) -> None:
    """Load a batch as the flows do."""
    made = batch(items, irrelevant)
    requests = made.articles.select(
        "url", "source_id", fetch_id=pl.format("f-{}", "text_hash"), run_id=pl.lit("r"), stage=pl.lit("fetch"),
        fetched_at=pl.lit(AT + timedelta(days=1)).cast(INSTANT), status=pl.lit(200), digest="text_hash",
        archive_file=pl.lit("a.warc.gz"), archive_offset=pl.lit(0), archive_length=pl.lit(9),
    )  # fmt: skip
    fetches = pl.concat([pl.DataFrame(schema=FETCHES), requests], how="diagonal_relaxed")
    loaded = load.load.fn(settings, "r", "batch", fetches, made, [])
    news = made.only((loaded.new | loaded.updated) & made.relevant_ids)
    if not news.articles.is_empty():
        known = recall.neighbours(settings, news)
        load.load_relations.fn(settings, "batch", transform.relate.fn(news, known, "batch"))


def read(settings: Settings, query: str) -> list[tuple[object, ...]]:
    with Store(settings.working) as store:
        return store.read(query).rows()


def story_ids(settings: Settings) -> dict[str, str]:
    with Store(settings.working) as store:
        return dict(store.read("SELECT article_id, story_id FROM story_articles").iter_rows())


RELATIONS = "SELECT article_id, relation FROM story_articles ORDER BY article_id"
STORIES = "SELECT original_article_id, title, articles, independent FROM stories ORDER BY articles DESC"


def test_a_later_batch_joins_the_stories_of_an_earlier_one(settings: Settings) -> None:
    take_in(settings, FIRST)
    before = story_ids(settings)
    take_in(settings, SECOND)
    after = story_ids(settings)
    assert after.items() >= before.items()
    assert after["early"] == after["translation"] == before["wire"] != before["letter"]
    assert read(settings, RELATIONS) == [
        ("early", "original"), ("letter", "original"), ("translation", "translation"), ("wire", "copy"),
    ]  # fmt: skip
    assert read(settings, STORIES) == [("early", "Title of early", 3, 1), ("letter", "Title of letter", 1, 1)]


SPAN = (
    "Builders have joined the two halves of the Tumangang road bridge near Khasan, {} reported. Governor Kozhemyako "
    "and a manager of TonnelYuzhStroy saw the last span lowered. Lorries of Russia and North Korea should cross soon."
)
SPAN_AGAIN = (
    "The last span at Khasan hangs over the river between Russia and North Korea, according to {}. Kozhemyako watched "
    "with the engineers of TonnelYuzhStroy. Customs halls are still missing at the Tumangang end, a driver complained."
)


@pytest.mark.parametrize(("first", "second", "independent"), [("KCNA", "KCNA", 1), ("KCNA", "TASS", 2)])
def test_a_story_rests_on_as_many_words_as_it_has_last_sources(
    settings: Settings, first: str, second: str, independent: int
) -> None:
    take_in(settings, [("a", "en", SPAN.format(first), AT)])
    take_in(settings, [("b", "en", SPAN_AGAIN.format(second), AT + timedelta(hours=3))])
    assert read(settings, RELATIONS) == [("a", "original"), ("b", "related")]
    assert read(settings, STORIES) == [("a", "Title of a", 2, independent)]


def test_who_is_cited_becomes_the_original_of_a_known_story(settings: Settings) -> None:
    take_in(settings, [("a", "en", SPAN.format("KCNA"), AT)])
    take_in(settings, [("kcna", "en", SPAN.format("a correspondent"), AT + timedelta(hours=3))])
    assert read(settings, RELATIONS) == [("a", "copy"), ("kcna", "original")]
    assert read(settings, STORIES) == [("kcna", "Title of kcna", 2, 1)]


def test_two_batches_give_what_one_gives(settings: Settings, tmp_path: Path) -> None:
    whole = settings.model_copy(update={"database": "whole.duckdb"})
    load.prepare(whole, [])
    take_in(whole, [*FIRST, *SECOND])
    take_in(settings, FIRST)
    take_in(settings, SECOND)
    tables = {
        "story_articles": "SELECT article_id, relation, similarity",
        "story_keys": "SELECT *",
        "event_reports": "SELECT * EXCLUDE (event_id)",
        "claims": "SELECT *",
    }
    for table, columns in tables.items():
        query = f"{columns} FROM {table} ORDER BY ALL"
        assert read(settings, query) == read(whole, query)
        assert read(settings, query) != []


def test_the_same_batch_again_changes_nothing(settings: Settings) -> None:
    take_in(settings, FIRST)
    made = batch(FIRST)
    tables = ("story_articles", "story_keys", "stories", "event_reports", "claims", "events")
    before = {table: read(settings, f"FROM {table} ORDER BY ALL") for table in tables}
    again = transform.relate.fn(made, recall.neighbours(settings, made), "again")
    load.load_relations.fn(settings, "again", again)
    assert {table: read(settings, f"FROM {table} ORDER BY ALL") for table in tables} == before


def test_a_changed_text_keeps_its_story_and_replaces_its_keys(settings: Settings) -> None:
    take_in(settings, [*FIRST, *SECOND])
    (story,) = read(settings, "SELECT story_id FROM story_articles WHERE article_id = 'translation'")
    take_in(settings, [("translation", "id", "Rusia dan Korea Utara bertemu.", AT + timedelta(hours=2))])
    assert read(settings, "SELECT story_id FROM story_articles WHERE article_id = 'translation'") == [story]
    assert read(settings, "SELECT count(DISTINCT key) FROM story_keys WHERE article_id = 'translation'") == [
        (24 + 1 + 15,)
    ]
    assert read(settings, "SELECT version, count(*) FROM claims WHERE article_id = 'translation' GROUP BY ALL") == [
        (1, 2)
    ]


def test_a_changed_text_stays_with_its_event_though_that_has_other_days_now(settings: Settings) -> None:
    take_in(settings, [("letter", "en", LETTER, AT - timedelta(days=5))])
    (event,) = read(settings, "SELECT event_id FROM event_reports")
    with Store(settings.working) as store, store.transaction():
        store.update(
            "events",
            store.read("SELECT event_id, date_start + 40 AS date_start, date_end + 40 AS date_end FROM events"),
        )
    take_in(settings, [("letter", "en", "Corrected. " + LETTER, AT - timedelta(days=5))])
    assert read(settings, "SELECT event_id, version FROM event_reports ORDER BY version") == [(*event, 1), (*event, 2)]
    assert read(settings, "SELECT count(*) FROM events") == [(1,)]


SHOWN = [
    f"SELECT DISTINCT article_id FROM {view}"
    for view in ("relevant_articles", "reports", "figures", "citations", "event_figures", "story_keys")
]


def test_an_article_that_is_no_longer_relevant_counts_no_longer(settings: Settings) -> None:
    take_in(settings, [*FIRST, *SECOND])
    known = story_ids(settings)
    take_in(settings, [("early", "en", "Nothing of that is true.", AT - timedelta(hours=1))], ["early"])
    assert story_ids(settings) == {key: story for key, story in known.items() if key != "early"}
    assert read(settings, STORIES) == [("wire", "Title of wire", 2, 1), ("letter", "Title of letter", 1, 1)]
    for query in SHOWN:
        assert ("early",) not in read(settings, query)
    for table in ("event_reports", "claims", "statements"):  # what its first version said is still there
        assert read(settings, f"SELECT DISTINCT version FROM {table} WHERE article_id = 'early'") == [(1,)]
    traced = "SELECT DISTINCT t.article_id, is_counted FROM events e, LATERAL (FROM trace(e.event_id)) t ORDER BY ALL"
    assert {("early", False), ("wire", True)} <= set(read(settings, traced))
    assert ("early", True) not in read(settings, traced)
    for check in ("stories_hold_together", "relevance_decides", "keys_have_articles", "relevant_articles_have_stories"):
        assert read(settings, (SQL / "checks" / f"{check}.sql").read_text(encoding="utf8")) == []
    take_in(settings, [("early", "en", WIRE + " More follows after all.", AT - timedelta(hours=1))])
    assert story_ids(settings) == known


def test_a_corrected_day_of_publication_is_read_again(settings: Settings) -> None:
    text = "Kim Jong Un sent Vladimir Putin a letter yesterday, the outlet said."
    take_in(settings, [("a", "en", text, AT)])
    take_in(settings, [("a", "en", text, AT - timedelta(days=1))])
    assert read(settings, "SELECT version, published_on, changed FROM article_versions ORDER BY version") == [
        (1, AT.date(), None), (2, (AT - timedelta(days=1)).date(), "dates"),
    ]  # fmt: skip
    assert read(settings, "SELECT version, date_start FROM date_mentions") == [
        (1, (AT - timedelta(days=1)).date()), (2, (AT - timedelta(days=2)).date()),
    ]  # fmt: skip
    assert read(settings, "SELECT old_published_on, new_published_on FROM edited_reports") == [
        (AT.date(), (AT - timedelta(days=1)).date())
    ]


def test_neighbours_are_whole_stories_without_the_news(settings: Settings) -> None:
    take_in(settings, [*FIRST, *SECOND])
    news = batch([("late", "en", WIRE, AT + timedelta(hours=3))])
    near, known = recall.neighbours(settings, news)
    assert set(near.articles["article_id"]) == {"early", "translation", "wire"}
    assert set(known.story_articles["article_id"]) == {"early", "translation", "wire"}
    assert set(near.entity_mentions["article_id"]) == {"early", "translation", "wire"}
    nothing, none = recall.neighbours(settings, batch([("far", "en", "A quite different text.", AT)]))
    assert nothing.articles.is_empty()
    assert none.story_articles.is_empty()


def test_only_events_that_reports_may_be_of_are_read(settings: Settings) -> None:
    take_in(settings, FIRST)
    told = {str(row[0]) for row in read(settings, "SELECT event_id FROM events")}
    _, near = recall.neighbours(settings, batch([("late", "en", LETTER, AT)]))
    assert near.event_reports["event_type"].to_list() == ["message_exchange"]
    assert near.events["event_type"].to_list() == ["message_exchange"]
    assert set(near.events["event_id"]) < told
    _, far = recall.neighbours(settings, batch([("far", "en", LETTER.replace("2025", "2019"), AT)]))
    assert far.events.is_empty()


def test_everything_leads_back_to_its_characters(settings: Settings) -> None:
    take_in(settings, FIRST)
    take_in(settings, SECOND)
    with Store(settings.working) as store:
        for check in sorted((SQL / "checks").glob("*.sql")):
            assert store.read(check.read_text(encoding="utf8")).rows() == [], check.stem
        events = store.read("SELECT DISTINCT event_id FROM event_reports")["event_id"].to_list()
        found = pl.concat([store.read(f"FROM trace('{event}')") for event in events])
        reports = store.read('SELECT article_id, start, "end" FROM event_reports')
    assert "letter" in found["article_id"]
    assert sorted(found.select("article_id", "start", "end").iter_rows()) == sorted(reports.iter_rows())
    assert all(quote for quote in found["quote"])
