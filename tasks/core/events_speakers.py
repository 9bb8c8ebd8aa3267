"""Who in a sentence has part in its event, and who only says it."""

from functools import cache
from re import Pattern, compile

from tasks.core import events_cues
from tasks.core.claims_cues import cue
from tasks.core.claims_speakers import says
from tasks.core.events_sentences import PAIR, Named, Sentence

OFFICES = frozenset({"body", "country"})
SPEAKERS = OFFICES | {"person"}
NEAR = 24  # characters between "according to" and the name, at most


def sources(sentence: Sentence) -> tuple[Named, ...]:
    """Bodies of any side, and persons and countries of neither, that stand beside a verb of saying or are cited.

    Persons of the two sides are left out: who speaks at a meeting is also one who meets.
    """
    candidates = [n for n in sentence.named if n.kind in SPEAKERS and (n.side not in PAIR or n.kind == "body")]
    verb = cue(sentence.language, "speak")
    verbs = [match.span() for match in verb.finditer(sentence.text)] if verb and candidates else []
    return tuple(n for n in candidates if _is_cited(sentence, n) or any(_says(sentence, n, at) for at in verbs))


def subjects(sentence: Sentence, at: int) -> tuple[Named, ...]:
    """Who and what an event at a character is about: all that the sentence names, but for a relative clause that names
    somebody ("..., who last visited Pyongyang in 2000") what that clause names and the name before it."""
    start, end = sentence.clause(at)
    joint = next((sentence.text[a:b] for a, b in sentence.edges if b == start), "")
    inside = [n for n in sentence.named if start <= n.start - sentence.start < end]
    if not inside or not events_cues.says(sentence.language, "relative").fullmatch(joint.lower()):
        return sentence.named
    before = [n for n in sentence.named if n.end - sentence.start <= start and n.kind in SPEAKERS]
    last = max(before, key=lambda n: n.end, default=None)
    return (*(n for n in before if last and n.end > last.start), *inside)


def _says(sentence: Sentence, name: Named, verb: tuple[int, int]) -> bool:
    start, end = name.start - sentence.start, name.end - sentence.start
    beside = sentence.clause(start)[0] <= verb[0] or sentence.language in ("ko", "ja")
    return beside and says(sentence.text, sentence.language, (start, end), verb)


def _is_cited(sentence: Sentence, name: Named) -> bool:
    """Whether "according to" stands before a name, or its like right behind it."""
    start, end = name.start - sentence.start, name.end - sentence.start
    before, behind = _cited(sentence.language)
    text = sentence.text.lower()
    return (
        before.search(text[max(0, start - NEAR) : start]) is not None
        or behind.match(text[end : end + NEAR]) is not None
    )


@cache
def _cited(language: str) -> tuple[Pattern[str], Pattern[str]]:
    """What stands before a source up to its name, and what stands behind it."""
    before, behind = (events_cues.says(language, role).pattern for role in ("source", "source_after"))
    return compile(before + r"[^,;:.()\n]*$"), compile(r"[^\s,、，]{0,8}\s?" + behind)
