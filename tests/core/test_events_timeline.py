"""Entries of timelines as research institutes write them, in the present tense: type and month against
timeline_cases.tsv.

Columns: published_on (the entry's day, where the text has none), events (type:month, alternatives parted by commas, in
brackets what may be told too), text. All rows were looked at when the rules were written.
"""

import csv
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tasks.core import dates, entities, events
from tasks.core.records import INSTANT

CASES = Path(__file__).with_name("timeline_cases.tsv")
SCHEMA = dict.fromkeys(("article_id", "language", "title", "text"), pl.String) | {"published_at": INSTANT}
Row = dict[str, Any]


def cases() -> list[dict[str, str]]:
    with CASES.open(encoding="utf8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def found(rows: list[dict[str, str]]) -> list[list[Row]]:
    """The events of each entry."""
    at = [datetime.fromisoformat(row["published_on"]).replace(hour=9, tzinfo=UTC) for row in rows]
    texts = [(str(n), "en", None, row["text"], day) for n, (row, day) in enumerate(zip(rows, at, strict=True))]
    articles = pl.DataFrame(texts, schema=pl.Schema(SCHEMA), orient="row")
    told = events.find(articles, entities.find(articles), dates.find(articles))
    return [list(told.filter(article_id=str(n)).iter_rows(named=True)) for n in range(len(rows))]


def take(left: list[Row], alternatives: str) -> bool:
    """Take out of the events one of a type in a month."""
    for one in alternatives.split(","):
        event_type, month = one.split(":")
        for event in left:
            days = str(event["date_start"])[:7], str(event["date_end"])[:7]
            if event["event_type"] == event_type and days[0] <= month <= days[1]:
                left.remove(event)
                return True
    return False


def shares(rows: list[dict[str, str]]) -> tuple[float, float]:
    """Precision and recall of type and month."""
    right = true = told = 0
    for row, left in zip(rows, found(rows), strict=True):
        for word in row["events"].split():
            if word.startswith("("):
                take(left, word.strip("()"))
            else:
                true += 1
                right += take(left, word)
        told += len(left)
    return right / (right + told), right / true


@pytest.mark.parametrize(("first", "precision", "recall"), [(0, 0.92, 0.94), (1, 0.9, 0.93)])
def test_entries_of_a_timeline(first: int, precision: float, recall: float) -> None:
    got = shares(cases()[first::2])
    assert got[0] >= precision
    assert got[1] >= recall
