"""Where a visit goes: whose place it is, who receives, and what is only left behind."""

import re
from collections.abc import Iterable
from functools import cache

from tasks.core import events_cues
from tasks.core.events_meetings import PERSON
from tasks.core.events_sentences import PAIR, Named, Sentence

PLACES = frozenset({"place", "country"})
NEAR = 24  # characters between a place and the word that makes it one that is left
DELEGATION = re.compile(
    r" ?(?:[가-힣一-鿿ァ-ヿ]{0,4}"
    r"(?:大学|大學|대학교?|動物園|动物园|동물원|水族館|博物館|博物馆|劇場|剧院|극장|市|州|주|시) ?)?"
    r"の?(?:代表[団团團]|訪問団|대표단)"
)  # behind a place: whose delegation it is, not where something takes place


def host(sentence: Sentence, at: int) -> Named | None:
    """The place of one side that somebody of the other comes to, by the clause of the cue; None where there is none.

    The visitor is named in that clause, or else nobody of the host's side is: then he is named beside it. Where the
    clause names no place, it is the dateline's ("left here").
    """
    near = sentence.inside(sentence.clause(at))
    places = [n for n in near if n.kind in PLACES and not sends(sentence, n)]
    if not places:
        return sentence.here_named
    places = [n for n in places if not is_left(sentence, n)] or places
    people = persons(near) or persons(sentence.named)
    abroad = [n for n in places if n.kind == "place" and n.side in PAIR - people]
    places = abroad if len(people) == 1 and abroad else places
    place = min(places, key=lambda n: abs(n.start - sentence.start - at))
    if place.side not in PAIR:
        return None
    visitors = any(n.side in PAIR - {place.side} for n in near)
    hosts = any(n.side == place.side and n.kind not in PLACES for n in near)
    return place if visitors or not hosts else None


def visited(sentence: Sentence, at: int, country: Named) -> str:
    """The side whose country is visited: the other one, where the clause names it and only persons of one side."""
    near = sentence.inside(sentence.clause(at))
    people = {n.side for n in near if n.kind in PERSON and n.side in PAIR}
    others = [n.side for n in near if n.kind == "country" and n.side in PAIR - people]
    return others[0] if len(people) == 1 and others else country.side


def receiver(sentence: Sentence, at: int) -> str | None:
    """The side of whoever receives somebody, where the cue is such a word: named before it, or behind a passive."""
    text, language = sentence.text.lower(), sentence.language
    near = [n for n in sentence.inside(sentence.clause(at)) if n.kind in PERSON and n.side in PAIR]
    if events_cues.says(language, "received").match(text, at):
        return next((n.side for n in near if n.start - sentence.start > at), None)
    if events_cues.says(language, "receives").match(text, at) is None:
        return None
    before = [n.side for n in near if n.end - sentence.start <= at]
    return (before[0] if language in events_cues.UNSPACED else before[-1]) if before else None


def is_left(sentence: Sentence, place: Named) -> bool:
    """Whether a place is where somebody sets out from ("left Pyongyang for Moscow"), beside one of the other side."""
    people = persons(sentence.named)
    if people and place.side not in people:
        return False  # a guest leaves where he has been
    others = any(n.side in PAIR - {place.side} for n in sentence.named if n.kind in PLACES)
    start, end = place.start - sentence.start, place.end - sentence.start
    before, behind = _left(sentence.language)
    text = sentence.text.lower()
    left = before.search(text[max(0, start - NEAR) : start]) or behind.match(text[end : end + NEAR])
    return others and left is not None


@cache
def _left(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands right before a place that is left, and right behind one."""
    before, behind = (events_cues.says(language, role).pattern for role in ("left", "left_after"))
    return re.compile(before + r"\W{0,3}$"), re.compile(r"\W{0,3}" + behind)


def sends(sentence: Sentence, place: Named) -> bool:
    """Whether a place is where a delegation is from ("モスクワ大学の代表団")."""
    return DELEGATION.match(sentence.text, place.end - sentence.start) is not None


def persons(names: Iterable[Named]) -> frozenset[str]:
    """The sides of the pair of which persons are named."""
    return frozenset(n.side for n in names if n.kind == "person" and n.side in PAIR)
