"""Meetings of the two: who meets whom, by the names beside the word that tells of it."""

import re
from collections.abc import Iterable
from functools import cache

from tasks.core import events_cues
from tasks.core.events_sentences import PAIR, Named, Sentence

RUSSIAN_LEADERS = frozenset({"putin"})
KOREAN_LEADERS = frozenset({"kim_jong_un", "kim_jong_il"})
PERSON = frozenset({"person"})
MEETING = frozenset({"talks", "summit"})
PARTNERS = frozenset({"person", "country"})
ROW = PARTNERS | {"place"}
JOINED = 12  # characters between names in a row
TITLE_BEFORE = 24  # characters of a title before a name
JOINT = re.compile(r"(?:[\s\-–·・ㆍ/、,]|and|и|та|і|dan|và|와|과|與|与|和|と|との|과의|와의|['’]s?)*")
Types = dict[str, list[int]]


def choose_meeting(found: Types, sentence: Sentence, context: tuple[Sentence, ...]) -> None:
    """Talks of the two leaders are a summit, and a summit of others is talks."""
    if not {"talks", "summit"} & found.keys():
        return
    nearby = sentence.ids(PERSON).union(*(s.ids(PERSON) for s in context))
    strangers = any(n.kind == "person" and n.side not in PAIR for n in sentence.named)
    leaders = nearby & RUSSIAN_LEADERS and nearby & KOREAN_LEADERS and not strangers
    both = _is_of_leaders(sentence, (found.get("talks") or found.get("summit") or [0])[0])
    was_summit = "summit" in found
    at = found.pop("summit", found.get("talks", []))
    if both or (was_summit and leaders):
        found.pop("talks", None)
        found["summit"] = at


def both_talk(sentence: Sentence, context: tuple[Sentence, ...]) -> bool:
    """Whether both sides are named; or one, on a day, and somebody of the other in the sentence before."""
    if sentence.sides >= PAIR:
        return True
    before = [s for s in context if s.number == sentence.number - 1]
    others = PAIR - sentence.sides
    return sentence.is_dated and any(n.kind == "person" and n.side in others for s in before for n in s.named)


def is_of_others(sentence: Sentence, at: int) -> bool:
    """Whether those named right beside a meeting are not the two: "Trump-Putin talks", "a meeting with Xi"."""
    before, marked = _named_before(sentence, at)
    met = _sides([*(before if marked else []), *_named_behind(sentence, at, "with")])
    meeting = _sides([*([] if marked else before), *_named_behind(sentence, at, "between")])
    if met:
        return not met & PAIR
    return bool(meeting - PAIR) and not meeting >= PAIR


def in_rows(sentence: Sentence) -> list[list[Named]]:
    """The countries of a sentence in rows that only list marks divide."""
    rows: list[list[Named]] = []
    for name in (n for n in sentence.named if n.kind == "country"):
        last = rows[-1][-1] if rows else None
        between = sentence.text[last.end - sentence.start : name.start - sentence.start] if last else ""
        if last and JOINT.fullmatch(between):
            rows[-1].append(name)
        else:
            rows.append([name])
    return rows


def _sides(names: Iterable[Named]) -> frozenset[str]:
    return frozenset(n.side for n in names if n.kind in PARTNERS)


def _named_before(sentence: Sentence, at: int) -> tuple[list[Named], bool]:
    """The names in a row right before a character, and whether a particle says that they are met ("푸틴과 회담")."""
    row: list[Named] = []
    edge, marked = sentence.start + at, False
    for name in reversed([n for n in sentence.named if n.end <= edge and n.kind in ROW]):
        between = sentence.text[name.end - sentence.start : edge - sentence.start]
        if len(between) > JOINED or not JOINT.fullmatch(between):
            break
        marked = marked or (not row and _met(sentence.language).search(between) is not None)
        if not (name.kind == "country" and row and row[-1].kind == "place"):  # "China's Beijing" is where
            row.append(name)
        edge = name.start
    return row, marked


def _named_behind(sentence: Sentence, at: int, joint: str) -> list[Named]:
    """The names in a row behind "talks with" or "a meeting between"."""
    found = _joint(sentence.language, joint).match(sentence.text.lower(), at)
    edge, row = (sentence.start + found.end() if found else 0), list[Named]()
    for name in (n for n in sentence.named if found and n.start >= edge and n.kind in PARTNERS):
        between = sentence.text[edge - sentence.start : name.start - sentence.start]
        if not (JOINT.fullmatch(between) if row else len(between) <= TITLE_BEFORE):
            break
        row.append(name)
        edge = name.end
    return row


@cache
def _joint(language: str, name: str) -> re.Pattern[str]:
    return re.compile(r"\w+(?:\s\w+)?\s" + events_cues.says(language, name).pattern + r"\s")


@cache
def _met(language: str) -> re.Pattern[str]:
    return re.compile(events_cues.says(language, "with_after").pattern)


def _is_of_leaders(sentence: Sentence, at: int) -> bool:
    """Whether both leaders are named, and in the clause of the cue where anybody else of the two sides is too."""
    people = {n.entity_id for n in sentence.named if n.kind == "person" and n.side in PAIR}
    if people - RUSSIAN_LEADERS - KOREAN_LEADERS:
        people = {n.entity_id for n in sentence.inside(sentence.clause(at))}
    return bool(people & RUSSIAN_LEADERS and people & KOREAN_LEADERS)
