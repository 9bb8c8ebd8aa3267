"""Whether an event happened, by the clause that tells it: planned, denied, claimed, or told as a fact.

The words are in sql/reference/event_modality.csv. `negated` forms stand right before the word that tells of the event
("did not visit"), `negated_after` right behind it ("방문하지 않았다").
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from tasks.core import events_cues
from tasks.core.claims_speakers import VERB_LAST
from tasks.core.events_sentences import PAIR, Sentence
from tasks.core.events_turns import follows_since, is_recalled, lies_ahead

ALLEGED = frozenset(
    {"arms_transfer", "troop_deployment", "military_cooperation", "labour", "cyber", "space_technology"}
)  # what third parties say that the two do
BEFORE, BEHIND = 60, 24  # characters in which a negation stands
WORDS_BETWEEN = r"(?:\s\w{1,6}){0,2}\s*"  # short words between a negation and its verb: "did not even once visit"
LETTERS_BETWEEN = r".{0,2}"  # the same where words are not set apart


def modality(sentence: Sentence, event_type: str, at: int, first: date | None, last: date | None) -> str:
    """happened, planned, claimed or denied, for the event whose cue stands at a character of the sentence.

    `first` and `last` are the days of the event that the sentence gives, None where it gives none. What lies ahead of
    the publication is planned; what lies behind it and has its day in the clause of the event is not, whatever words
    stand there. What is told not to have taken place is denied; what has not taken place since a day did so then.
    """
    published = sentence.published_on
    denied = _says(sentence, "denied", sentence.clause(at) if _is_apart(sentence, at) else None)
    if denied or _is_negated(sentence, at):
        is_last = not denied and any(day.first == first and follows_since(sentence, day) for day in sentence.days)
        return "happened" if is_last else "denied"
    if first and published and first > published:
        return "planned"
    if first is None or last is None or published is None or last >= published:
        if lies_ahead(sentence, at):
            return "planned"
        if (_says(sentence, "planned") and not is_recalled(sentence, at)) or _says(
            sentence, "conditional", sentence.clause(at)
        ):
            return "planned"
    elif not _is_dated(sentence, sentence.clause(at)) and _says(sentence, "planned", sentence.clause(at)):
        return "planned"
    return "claimed" if _is_claimed(sentence, event_type, at) else "happened"


def _is_claimed(sentence: Sentence, event_type: str, at: int) -> bool:
    """Whether words of a claim stand in the sentence, or of evidence for what is done in secret; for what is done in
    public only those of its own clause count."""
    if event_type in ALLEGED:
        return _says(sentence, "claimed") or _says(sentence, "evidence")
    start, end = sentence.clause(at)
    return _says(sentence, "claimed", (at, end) if sentence.language in VERB_LAST else (start, at))


def _says(sentence: Sentence, name: str, span: tuple[int, int] | None = None) -> bool:
    """Whether words of a modality stand in the sentence or a part of it, names of the two sides apart: "foreign
    intelligence" in the name of a Russian body is no claim."""
    start, end = span or (0, len(sentence.text))
    found = events_cues.says(sentence.language, name).finditer(sentence.text.lower(), start, end)
    own = list(_own(sentence))
    return any(not any(start <= m.start() and m.end() <= end for start, end in own) for m in found)


def _within(at: int, start: int, end: int) -> bool:
    return start <= at < end


def _own(sentence: Sentence) -> Iterator[tuple[int, int]]:
    return ((n.start - sentence.start, n.end - sentence.start) for n in sentence.named if n.side in PAIR)


def _is_dated(sentence: Sentence, clause: tuple[int, int]) -> bool:
    return any(_within(day.start - sentence.start, *clause) for day in sentence.days)


def _is_apart(sentence: Sentence, at: int) -> bool:
    """Whether a conjunction begins the clause and it names both sides: no other clause denies what it tells."""
    start, end = sentence.clause(at)
    joint = next((text for text in (sentence.text[a:b] for a, b in sentence.edges if b == start)), "")
    return joint.isalpha() and frozenset(n.side for n in sentence.inside((start, end))) >= PAIR


def _is_negated(sentence: Sentence, at: int) -> bool:
    text, (start, end) = sentence.text.lower(), sentence.clause(at)
    before, behind = _negations(sentence.language)
    is_before = before.search(text[max(start, at - BEFORE) : at]) is not None
    return is_before or behind.match(text[at : min(end, at + BEHIND)]) is not None


@cache
def _negations(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Negations at the end of what stands before a cue, and behind its first letters."""
    before, behind = (events_cues.says(language, name).pattern for name in ("negated", "negated_after"))
    unspaced = language in events_cues.UNSPACED
    return re.compile(f"{before}{LETTERS_BETWEEN if unspaced else WORDS_BETWEEN}$"), re.compile(
        rf"[^\s、，,]{{1,8}}{behind}"
    )
