"""Words beside the one that tells of an event that turn it: what lies ahead, what is only recalled.

The words are in sql/reference/event_modality.csv: those of `ahead`, `since`, `recalled` and
`anniversary` stand before, those of `..._after` behind.
"""

import re
from functools import cache

from tasks.core import events_cues
from tasks.core.events_sentences import TITLE, Day, Sentence

REACH = 30  # characters between an anniversary and what it is of
NEAR = 16  # characters in which the other words stand beside an event or a day
ALONE = 4  # characters between "since" and a mere day
FEW_WORDS = r"(?:\s[\w’'-]{1,14}){0,2}\s*$"
FEW_LETTERS = r"[^\s,，、。]{0,8}$"
TO_COME = re.compile(r"(?:^|(\w+)\s)[Tt]o\s((?:[a-z]+\s)?)$")


def lies_ahead(sentence: Sentence, at: int) -> bool:
    """Whether the event at a character is still to come: "ahead of the talks", or "to visit" in an English headline."""
    title = sentence.number == TITLE and (_is_infinitive(sentence, at) or _stands(sentence, "headline", at))
    return title or _stands(sentence, "ahead", at)


def _is_infinitive(sentence: Sentence, at: int) -> bool:
    found = TO_COME.search(sentence.text[:at]) if sentence.language == "en" else None
    if not found or found[2].startswith("have "):
        return False
    return not events_cues.says("en", "going_on").fullmatch((found[1] or "").lower())


def is_recalled(sentence: Sentence, at: int, words: str = "recalled") -> bool:
    """Whether it is told as what has been, by `earlier` ("the recent talks") or `recalled` words ("after talks")."""
    return _stands(sentence, words, at)


def is_receiver(sentence: Sentence, start: int) -> bool:
    """Whether the name at a character is whom something is given to, by the word before it or its ending."""
    text, language = sentence.text.lower(), sentence.language
    to, inside = (events_cues.says(language, role).pattern for role in ("receiver", "inside"))
    before = text[max(0, start - NEAR) : start]
    form = events_cues.says(language, "receiver_form").match(text, start)
    given = re.search(rf"{to}\s$", before) is not None
    return given or (form is not None and re.search(rf"{inside}\s$", before) is None)


def is_commemorated(sentence: Sentence, at: int) -> bool:
    """Whether an anniversary of the event is meant: "the 70th anniversary of the signing"."""
    text, (start, end) = sentence.text.lower(), sentence.clause(at)
    before, behind = _anniversary(sentence.language)
    return before.search(text[max(start, at - REACH) : at]) is not None or (
        behind.match(text[at : min(end, at + NEAR)]) is not None
    )


def follows_since(sentence: Sentence, day: Day) -> bool:
    """Whether a day is the last time before a time without: "has not visited since April"."""
    text, start, end = sentence.text.lower(), day.start - sentence.start, day.end - sentence.start
    before, behind = _beside(sentence.language, "since")
    return before.search(text[max(0, start - NEAR) : start]) is not None or (
        behind.match(text[end : end + NEAR]) is not None
    )


def is_last_before(sentence: Sentence, day: Day) -> bool:
    """Whether a day is the last time before a first: "the first since 2000"."""
    first = events_cues.says(sentence.language, "first").search(sentence.text.lower())
    return first is not None and follows_since(sentence, day)


def is_of_another(sentence: Sentence, day: Day, at: int) -> bool:
    """Whether a day stands in another clause, of what was before or after: "the first since the treaty of May"."""
    start, end = sentence.clause(day.start - sentence.start)
    joint = next((sentence.text[a:b] for a, b in sentence.edges if b == start), "")
    alone = day.start - sentence.start - start <= ALONE  # "running since December"
    apart = events_cues.says(sentence.language, "subordinate").fullmatch(joint.lower()) is not None
    return apart and not alone and not start <= at < end


def _stands(sentence: Sentence, name: str, at: int) -> bool:
    text, (start, end) = sentence.text.lower(), sentence.clause(at)
    before, behind = _beside(sentence.language, name)
    found = before.search(text[max(start, at - REACH) : at]) or behind.match(text[at : min(end, at + NEAR)])
    return found is not None


@cache
def _beside(language: str, name: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    before, behind = (events_cues.says(language, role).pattern for role in (name, f"{name}_after"))
    between = FEW_LETTERS if language in events_cues.UNSPACED else FEW_WORDS
    return re.compile(before + between), re.compile(r"[^,，、。]{0,8}?" + behind)


@cache
def _anniversary(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    before, behind = (events_cues.says(language, role).pattern for role in ("anniversary", "anniversary_after"))
    return re.compile(before + r"[^,;:，；：()（）]*$"), re.compile(r"[^,，、。；;]{0,10}?" + behind)
