"""The brief: its words and its dates. What it says of whole tables is tried in tests/tasks/test_report.py."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from tasks.core import brief, reference
from tasks.core.brief_model import CHECKS, Cell, count, interval

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("start", "end", "precision", "words"),
    [
        (date(2026, 3, 2), date(2026, 3, 2), "day", "2026-03-02"),
        (date(2026, 3, 1), date(2026, 3, 31), "month", "2026-03"),
        (date(2026, 1, 1), date(2026, 12, 31), "year", "2026"),
        (date(2026, 3, 2), date(2026, 3, 5), "range", "2026-03-02 – 2026-03-05"),
        (None, None, "vague", "undated"),
    ],
)
def test_a_date_is_no_more_exact_than_it_is_known(
    start: date | None, end: date | None, precision: str, words: str
) -> None:
    assert interval(start, end, precision, "undated") == words


def test_every_string_that_is_said_is_in_the_table() -> None:
    words = brief.words()
    files = [*(ROOT / "tasks" / "pages").iterdir(), *(ROOT / "tasks" / "core").glob("brief*.py")]
    said = set(re.findall(r"""\bsay\(["']([a-z_.]+)["']""", "".join(file.read_text(encoding="utf8") for file in files)))
    assert len(said) > 20
    assert said - {"figure.", "section.", "none.", "glossary."} <= set(words.strings)
    for key in (write.__name__ for write in brief.SECTIONS):
        assert {f"section.{key}", f"note.{key}", f"none.{key}"} <= set(words.strings)
    with pytest.raises(KeyError):
        words.say("no.such.key")
    assert words.value("modality", "no_words_of_its_own") == "no words of its own"


def test_every_type_of_event_has_words() -> None:
    words = brief.words()
    assert {f"event_type.{each['id']}" for each in reference.document("event_types")["type"]} <= set(words.strings)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 6, 1), date(2026, 6, 7), "1 – 7 June 2026"),
        (date(2026, 6, 29), date(2026, 7, 5), "29 June – 5 July 2026"),
        (date(2026, 12, 28), date(2027, 1, 3), "28 December 2026 – 3 January 2027"),
    ],
)
def test_a_week_in_words_says_nothing_twice(first: date, last: date, words: str) -> None:
    assert brief.words().days(first, last) == words


def test_the_same_article_counts_once_and_stays_first() -> None:
    assert count(["b", "a", "b"]) == Cell("2", ("b", "a"))
    assert count([]) == Cell("0")


def test_nothing_gives_a_brief_that_says_so() -> None:
    made = brief.compose({"checks": pl.DataFrame(schema=CHECKS)}, date(2026, 3, 4), datetime(2026, 3, 9, tzinfo=UTC))
    assert [section.key for section in made.sections] == ["checks"]
    assert made.notices == (made.words.say("nothing"),)
    assert made.week == date(2026, 3, 2)
    assert dict(made.articles) == {}
