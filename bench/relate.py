"""What it costs to relate 1,000 articles to the stories and events of a store: `python -m bench.relate [articles ...]`.

The store holds 10,000 or 100,000 articles: some thousands that are made of the newsroom's sentences, days and numbers
and go through the real stages, and copies of their rows, each with a story of its own and events of other days. Prints
seconds of the processor and of the clock for each step, and how many times the first store's the others' are.
"""

import random
import shutil
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import polars as pl

from tasks import load, recall, transform
from tasks.core.records import FETCHES, INSTANT, Batch
from tasks.settings import ROOT, Settings
from tasks.store import Store
from tests.newsroom import world
from tests.tasks.test_relate import batch

PLACE = ROOT / "data" / "relate_cost"
SIZES = (10_000, 100_000)
MADE, BATCH = 2_000, 1_000
BEGIN, DAYS = datetime(2024, 1, 1, tzinfo=UTC), 540
COPIED = (3, 300)  # of the first 300 new articles, each third is copied by the next
WORDS = 60
ENDINGS = ("", "", "a", "ne", "ko", "iv")
COPIES = {
    "articles": "t.article_id || '-' || k AS article_id, t.url || k AS url",
    "article_versions": "t.article_id || '-' || k AS article_id",
    "entity_mentions": "t.article_id || '-' || k AS article_id",
    "date_mentions": "t.article_id || '-' || k AS article_id",
    "attributions": "t.article_id || '-' || k AS article_id",
    "story_keys": "t.article_id || '-' || k AS article_id",
    "story_articles": "t.article_id || '-' || k AS article_id, t.story_id || '-' || k AS story_id",
    "event_reports": "t.article_id || '-' || k AS article_id, t.event_id || '-' || k AS event_id",
    "events": "t.event_id || '-' || k AS event_id, t.merged_into || '-' || k AS merged_into, "
    "t.date_start + moved AS date_start, t.date_end + moved AS date_end",
}


def articles(count: int, name: str, begin: datetime, days: int) -> Iterator[tuple[str, str, str, datetime]]:
    """Articles of two of the newsroom's sentences and invented ones, published within so many days."""
    sentences: dict[str, list[str]] = defaultdict(list)
    for article in world.load().articles:
        if article.labels.relevant:
            sentences[article.outlet.language] += world.paragraphs(article)
    languages = [*sentences, *("en" for _ in sentences)]
    for number in range(count):
        language = random.choice(languages)
        at = begin + timedelta(minutes=random.randrange(days * 1440))
        first, second = random.choices(sentences[language], k=2)
        day = (at - timedelta(days=random.randrange(9))).strftime("%-d %B %Y")
        who = "".join(random.choice("bdfgklmnprstvz") + random.choice("aeiou") for _ in range(2)).capitalize()
        told = f"On {day} {random.randrange(20, 9000)} people met {who} there."
        rest = " ".join(random.choice(second.split()) + random.choice(ENDINGS) for _ in range(WORDS))
        yield f"{name}{number}", language, f"{first} {told} {second} {rest}.", at


def enter(settings: Settings, made: Batch) -> None:
    """Load articles as the flows do."""
    requests = made.articles.select(
        "url", "source_id", fetch_id=pl.format("f-{}", "article_id"), run_id=pl.lit("r"), stage=pl.lit("fetch"),
        fetched_at=pl.lit(BEGIN + timedelta(days=2 * DAYS)).cast(INSTANT), status=pl.lit(200),
    )  # fmt: skip
    fetches = pl.concat([pl.DataFrame(schema=FETCHES), requests], how="diagonal_relaxed")
    load.load.fn(settings, "r", "bench", fetches, made, [])


def relate(settings: Settings, news: Batch) -> list[tuple[str, float, float]]:
    """Relate a batch; the seconds of the processor and of the clock that each step took."""
    marks = [(time.process_time(), time.perf_counter())]
    known = recall.neighbours(settings, news)
    marks.append((time.process_time(), time.perf_counter()))
    found = transform.relate.fn(news, known, "bench")
    marks.append((time.process_time(), time.perf_counter()))
    load.load_relations.fn(settings, "bench", found)
    marks.append((time.process_time(), time.perf_counter()))
    steps = zip(
        ("recall", "relate", "load", "whole"),
        [*pairwise(marks), (marks[0], marks[-1])],
        strict=True,
    )
    return [(step, after[0] - before[0], after[1] - before[1]) for step, (before, after) in steps]


def fill(settings: Settings, size: int) -> None:
    """A store of so many articles with their stories and events."""
    load.prepare(settings, [])
    for at in range(0, MADE, BATCH):
        made = batch(list(articles(BATCH, f"old{at}-", BEGIN, DAYS)))
        enter(settings, made)
        relate(settings, made)
    with Store(settings.working, settings.lock_seconds) as store:
        for table, columns in COPIES.items():
            store._connection.execute(
                f"INSERT INTO {table} BY NAME SELECT t.* REPLACE ({columns}) FROM {table} t, "
                f"(SELECT k, (hash(k) % {DAYS})::INTEGER - {DAYS // 2} AS moved FROM range(1, {size // MADE}) n(k))"
            )
        store.checkpoint()


def news() -> Batch:
    """The articles of two days at the end, some of them copies of others."""
    made = list(articles(BATCH, "new", BEGIN + timedelta(days=DAYS), 2))
    step, until = COPIED
    for at in range(0, until, step):
        key, language, _, when = made[at + 1]
        made[at + 1] = (key, language, made[at][2] + " More follows.", when)
    return batch(made)


def main() -> None:
    """Measure and print."""
    sizes = [int(size) for size in sys.argv[1:]] or SIZES
    first: dict[str, tuple[float, float]] = {}
    for size in sizes:
        random.seed(size)
        shutil.rmtree(PLACE, ignore_errors=True)
        settings = Settings(data=PLACE)
        fill(settings, size)
        random.seed(1)
        made = news()
        enter(settings, made)
        for step, processor, clock in relate(settings, made):
            base = first.setdefault(step, (processor, clock))
            ratios = f"{processor / base[0]:5.1f} {clock / base[1]:5.1f} times"
            print(f"{size:7} articles {step:7} processor {processor:6.2f} s, clock {clock:6.2f} s {ratios}", flush=True)
    shutil.rmtree(PLACE, ignore_errors=True)


if __name__ == "__main__":
    main()
