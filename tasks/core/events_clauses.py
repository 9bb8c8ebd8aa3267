"""Where the clauses of a sentence end: who and where is told in the clause of the event, not in the one beside it."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from tasks.core import reference
from tasks.core.events_cues import says, words

STOPS = r"[,:–](?!\d)|[;，；：、—()（）]"
BESIDE = 3  # characters between a name and the mark that joins it to the next
Name = tuple[int, int, str]


def edges(text: str, language: str, names: Sequence[Name]) -> Iterator[tuple[int, int]]:
    """The marks and conjunctions that end a clause, as (start, end) characters; names are (start, end, kind).

    The conjunctions are in sql/reference/event_clauses.csv. What joins two names of one kind ends no clause: "Lavrov
    and Choe visited Pyongyang" is one.
    """
    ends: dict[int, set[str]] = {}
    starts: dict[int, set[str]] = {}
    for start, end, kind in names:
        for gap in range(BESIDE + 1):
            ends.setdefault(end + gap, set()).add(kind)
            starts.setdefault(start - gap, set()).add(kind)
    for mark in _marks(language).finditer(text.lower()):
        if not ends.get(mark.start(), set()) & starts.get(mark.end(), set()):
            yield mark.span()


@cache
def _marks(language: str) -> re.Pattern[str]:
    rows = reference.table("event_clauses").filter(language=language)["forms"]
    return re.compile("|".join([STOPS, *(words(forms, language) for forms in rows)]))


def asides(text: str, language: str, marks: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The relative clauses between commas, each from its pronoun to the next comma or the end; what another mark ends
    is more than that. Takes the edges of the text."""
    pronoun = says(language, "relative")
    for place, (start, end) in enumerate(marks[1:], 1):
        first, last = marks[place - 1]
        if (
            text[first:last].strip() != ","
            or text[last:start].strip()
            or not pronoun.fullmatch(text[start:end].lower())
        ):
            continue
        stop = next((a for a, b in marks[place + 1 :] if not text[a:b].strip().isalpha()), len(text))
        if text[stop : stop + 1] in ("", ","):
            yield start, stop
