"""Whose troops, workers or shells are counted."""

from tasks.core.claims_cues import cue
from tasks.core.claims_speakers import VERB_LAST, Named, Span, Text
from tasks.core.claims_subjects import CURRENCY, Word
from tasks.core.quantities import NO_SPACES, Quantity
from tasks.core.sentences import beginning_in

BESIDE = 3  # characters between figure or noun and the country
BETWEEN = 12  # the same with a preposition
LONGEST_NAME = 200
PAUSES = frozenset(",;:，、；：.。")  # between a country and what is not its
MARKED = 2  # characters in which the particle of a subject stands


def whose(text: Text, span: Span, quantity: Quantity, word: Word) -> str | None:
    """The country whose they are: named between figure and noun, right after both ("workers from the DPRK"), in front
    of both where no spaces part words, or as who sends them; None where it is none of these, and for money."""
    if word.rank == CURRENCY:  # US dollars are not the United States'
        return None
    low, high = min(quantity.start, word.start), max(quantity.end, word.end)
    before = low - BESIDE if text.language in NO_SPACES or word.start < quantity.start else low
    near = beginning_in(text.named, before - LONGEST_NAME, high + BETWEEN + 1)
    countries = (n for n in near if n.kind == "country" and not n.speaks_for)
    beside = next((n for n in countries if _leads(text, before, low, high, n) or _follows(text, high, n)), None)
    if beside:
        return beside.entity_id
    return _sender(text, span, low)


def _leads(text: Text, before: int, low: int, high: int, country: Named) -> bool:
    return before < country.end <= high and PAUSES.isdisjoint(text.text[country.end : low])


def _follows(text: Text, end: int, country: Named) -> bool:
    between = text.text[end : country.start].strip() if 0 <= country.start - end <= BETWEEN else None
    prepositions = cue(text.language, "of")
    is_of = bool(between and prepositions and prepositions.fullmatch(between))
    return is_of or (between == "" and country.start - end <= BESIDE)


def _sender(text: Text, span: Span, start: int) -> str | None:
    """The country, or its capital, that stands as the subject of a verb of sending, in front of the figure."""
    sends = cue(text.language, "send")
    verbs = [m.start() for m in sends.finditer(text.text, *span)] if sends else []
    before = (n for n in beginning_in(text.named, span[0], start) if n.end <= start)
    states = [n for n in before if n.kind == "country" or n.speaks_for]
    if not verbs or not states:
        return None
    particles = VERB_LAST.get(text.language)
    if particles:
        states = [n for n in states if any(c in particles for c in text.text[n.end : n.end + MARKED])]
        subject = next(iter(states), None)
    else:
        subject = next((n for n in reversed(states) if any(n.end <= verb <= start for verb in verbs)), None)
    return (subject.speaks_for or subject.entity_id) if subject else None
