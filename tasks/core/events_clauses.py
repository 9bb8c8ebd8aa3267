"""The clause in which the words of an event stand: who and where is told there, and not in the clause beside it."""

import re
from functools import cache

from tasks.core import reference
from tasks.core.events_cues import words
from tasks.core.events_sentences import MEDIA, Named, Sentence

STOPS = r"[,:–](?!\d)|[;，；：、—()（）]"
BESIDE = 3  # characters between a name and the mark that joins it to the next
PLACES = frozenset({"place", "country"})


def clause(sentence: Sentence, at: int) -> tuple[int, int]:
    """Where the clause around a character of the sentence begins and ends, in characters of its text.

    Marks and conjunctions end a clause (sql/reference/event_clauses.csv), but not between two names of one kind:
    "Lavrov and Choe visited Pyongyang" is one clause.
    """
    start, end = 0, len(sentence.text)
    for mark in _marks(sentence.language).finditer(sentence.text.lower()):
        if mark.end() <= at and not _joins(sentence, *mark.span()):
            start = mark.end()
        elif mark.start() > at and not _joins(sentence, *mark.span()):
            end = mark.start()
            break
    return start, end


def inside(sentence: Sentence, span: tuple[int, int]) -> tuple[Named, ...]:
    """Who and what is named in a part of the sentence, media apart."""
    start, end = (sentence.start + edge for edge in span)
    return tuple(n for n in sentence.named if start <= n.start < end and n.kind not in MEDIA)


def _joins(sentence: Sentence, start: int, end: int) -> bool:
    before = [n.kind for n in sentence.named if 0 <= sentence.start + start - n.end <= BESIDE]
    after = [n.kind for n in sentence.named if 0 <= n.start - sentence.start - end <= BESIDE]
    return bool(frozenset(before) & frozenset(after))


@cache
def _marks(language: str) -> re.Pattern[str]:
    rows = reference.table("event_clauses").filter(language=language)["forms"]
    return re.compile("|".join([STOPS, *(words(forms, language) for forms in rows)]))
