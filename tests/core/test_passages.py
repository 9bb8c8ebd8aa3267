"""Passages as agencies write them, read by everything in the order of the pipeline: their events, citations, figures.

passage_cases.tsv: what is told, each part separated by "; ", or `-`. An event is type, modality, first day (`-` where
the passage gives none) and place; a citation who cites (`-` for the outlet) and who or what kind of source is cited; a
figure its subject, lowest and highest value, bound and claimant.
"""

from collections import defaultdict
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tasks.core import attributions, claims, dates, entities, events

CASES = pl.read_csv(
    Path(__file__).with_name("passage_cases.tsv"), separator="\t", infer_schema=False, quote_char=None
).with_row_index("article_id")
Told = dict[str, set[str]]


@pytest.fixture(scope="module")
def told() -> dict[str, Told]:
    """What is read in all passages at once: article_id -> kind -> what is told, written as in the table."""
    day = pl.col("published").str.to_date()
    articles = CASES.select(
        pl.col("article_id").cast(pl.String),
        "language",
        "text",
        published_on=day,
        published_at=day.cast(pl.Datetime("us")).dt.replace_time_zone("UTC"),
    )
    mentions, days = entities.find(articles), dates.find(articles)
    cited = attributions.find(articles, mentions)
    rows = {
        "events": map(event, events.find(articles, mentions, days).to_dicts()),
        "citations": map(citation, cited.to_dicts()),
        "claims": map(figure, claims.find(articles, mentions, days, cited).to_dicts()),
    }
    found: dict[str, Told] = defaultdict(lambda: defaultdict(set))
    for kind, items in rows.items():
        for article_id, words in items:
            found[article_id][kind].add(words)
    return found


def event(row: dict[str, Any]) -> tuple[str, str]:
    first = "-" if row["precision"] == "recent" else row["date_start"] or "-"
    return row["article_id"], f"{row['event_type']} {row['modality']} {first} {row['place_id'] or '-'}"


def citation(row: dict[str, Any]) -> tuple[str, str]:
    return row["article_id"], f"{row['citing_id'] or '-'} {row['cited_id'] or row['kind']}"


def figure(row: dict[str, Any]) -> tuple[str, str]:
    low, high = ("-" if row[name] is None else f"{row[name]:.0f}" for name in ("value_low", "value_high"))
    return row["article_id"], f"{row['subject']} {low} {high} {row['bound']} {row['claimant_id'] or '-'}"


@pytest.mark.parametrize("case", CASES.to_dicts(), ids=lambda case: f"{case['language']}-{case['article_id']}")
@pytest.mark.parametrize("kind", ["events", "citations", "claims"])
def test_a_passage_tells_what_its_words_say(case: dict[str, Any], kind: str, told: dict[str, Told]) -> None:
    expected = set() if case[kind] == "-" else set(case[kind].split("; "))
    assert told[str(case["article_id"])][kind] == expected
