"""Where the sentences of a text begin and end, in eight languages.

The abbreviations after which a sentence goes on are in sql/reference/sentence_words.csv.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from operator import attrgetter
from typing import Protocol, TypeVar

import polars as pl

from tasks.core import reference

SENTENCES = {"article_id": pl.String, "start": pl.Int64, "end": pl.Int64, "text": pl.String}
CLOSERS = r"[\"”’»)\]）」』】]"
BREAK = re.compile(
    rf"\n|[。！？]+{CLOSERS}*|[.!?…]{{1,8}}{CLOSERS}{{0,3}}(?=\s|$)"
    r"|(?<=[a-zà-ỹа-яёіїєґ»”\"])\.(?=[A-ZА-ЯЁІЇЄ«])|(?<=[가-힣])\.(?=[가-힣])"
)
WORD_BEFORE = re.compile(r"[^\s(«\"“„]*$")
LONGEST_WORD = 24


class Marked(Protocol):
    """What stands somewhere in a text."""

    @property
    def start(self) -> int: ...


T = TypeVar("T", bound=Marked)


def beginning_in(marks: Sequence[T], start: int, end: int) -> Sequence[T]:
    """Those of the marks of a text, in text order, that begin from character `start` on and before `end`."""
    by_start = attrgetter("start")
    first = bisect_left(marks, start, key=by_start)
    return marks[first : bisect_left(marks, end, first, key=by_start)]


def split(articles: pl.DataFrame) -> pl.DataFrame:
    """The sentences of the articles' texts: article_id, start, end (characters), text, in text order.

    In: article_id, language (null where unknown), text. A new line always ends a sentence. Sentences carry no white
    space around them and are never empty; an article without text gives none.
    """
    rows = articles.select("article_id", "language", "text").drop_nulls("text")
    found = [(key, a, b, text[a:b]) for key, language, text in rows.iter_rows() for a, b in spans(text, language)]
    return pl.DataFrame(found, schema=SENTENCES, orient="row")


def spans(text: str, language: str | None) -> Iterator[tuple[int, int]]:
    """(start, end) of every sentence of one text."""
    start = 0
    for found in BREAK.finditer(text):
        if text[found.start()] == "\n" or _ends(text, found.start(), found.end(), language or "*"):
            yield from _trimmed(text, start, found.end())
            start = found.end()
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def _ends(text: str, mark: int, after: int, language: str) -> bool:
    """Whether the punctuation from `mark` to `after` ends a sentence."""
    following = text[after : after + 4].lstrip()
    if not following:
        return True
    closed = after - mark > 1 and re.match(CLOSERS, text[after - 1])
    if closed and following.startswith(_forms(language, "goes_on")):
        return False
    if text[mark] in "。！？":
        return True
    if following[0].islower() or following[0] in "—–-,;":
        return False
    return text[mark] != "." or bool(closed) or not _is_open(text, mark, language)


def _is_open(text: str, mark: int, language: str) -> bool:
    """Whether the full stop belongs to what stands before it: an abbreviation, an initial, a Korean date."""
    found = WORD_BEFORE.search(text, max(0, mark - LONGEST_WORD), mark)
    word = found.group() if found else ""
    if not word or (len(word) == 1 and word.isupper()):
        return True
    if word.isdigit():
        return language == "ko"
    return word in _forms(language, "open") or word in _forms("*", "open")


@cache
def _forms(language: str, role: str) -> tuple[str, ...]:
    rows = reference.table("sentence_words").filter(language=language, role=role)["forms"]
    return tuple(form for forms in rows for form in forms.split("|"))
