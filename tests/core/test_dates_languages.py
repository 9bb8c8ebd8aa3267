"""Date expressions in every language: sentences of our own in date_cases.tsv, each with what must be found in it.

A sentence marks its dates with [ ]; `expected` gives, for each, its interval and precision, `vague`, or `none` for what
the calendar does not have. `?` behind an expectation stands for a date that is not marked, but found all the same.
"""

import csv
import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.core.dated import Found, Text, found_in

CASES = Path(__file__).with_name("date_cases.tsv").read_text(encoding="utf8")
ROWS = list(csv.DictReader(CASES.splitlines(), delimiter="\t"))
NAMES = [f"{nth} {row['language']}" for nth, row in enumerate(ROWS)]


@pytest.fixture(scope="module")
def mentions() -> dict[str, list[Found]]:
    """All sentences at once, as they come in a batch of articles."""
    texts = [Text(re.sub(r"[\[\]]", "", r["text"]), r["language"], date.fromisoformat(r["published"])) for r in ROWS]
    return dict(zip(NAMES, found_in(texts), strict=True))


@pytest.mark.parametrize(("name", "row"), list(zip(NAMES, ROWS, strict=True)), ids=NAMES)
def test_what_a_sentence_says(name: str, row: dict[str, str], mentions: dict[str, list[Found]]) -> None:
    expected = [words for words in row["expected"].split("; ") if words not in ("", "none")]
    assert [(m.first, m.last, m.precision) for m in mentions[name]] == [
        interval(words.rstrip("?")) for words in expected
    ]
    named = [mention for mention, words in zip(mentions[name], expected, strict=True) if not words.endswith("?")]
    spans = marked(row["text"]) if "none" not in row["expected"] else []
    assert len(named) == len(spans)
    assert all(m.start < end and start < m.end for m, (start, end) in zip(named, spans, strict=True))


@pytest.mark.parametrize("language", ["en", "ru", "ko", "id", "vi", "zh", "ja", "uk", "fr", "de"])
def test_every_language_has_cases(language: str) -> None:
    assert sum(row["language"] == language for row in ROWS) >= 5


def interval(words: str) -> tuple[date | None, date | None, str]:
    """`2024-06..2024-07 range` as first day, last day and precision."""
    if words == "vague":
        return None, None, "vague"
    days, precision = words.split(" ")
    first, _, last = days.partition("..")
    return begins(first), ends(last or first), precision


def begins(day: str) -> date:
    return date.fromisoformat(day + "-01-01"[len(day) - len("2025") :])


def ends(day: str) -> date:
    if len(day) == len("2025"):
        return date(int(day), 12, 31)
    first = begins(day)
    return first if len(day) > len("2025-03") else (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def marked(text: str) -> list[tuple[int, int]]:
    """Where the [ ] of a sentence begin and end, once they are taken away."""
    found = re.finditer(r"\[([^\]]*)\]", text)
    return [(m.start() - 2 * n, m.start() - 2 * n + len(m[1])) for n, m in enumerate(found)]
