"""Who says what a sentence says."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from tasks.core import reference
from tasks.core.quantities import NO_SPACES

TITLE = 24  # characters between a body and the name of who speaks for it
REACH = 60  # characters between a verb of saying and its subject
SPEAKERS = frozenset({"person", "body", "news_agency", "outlet", "company"})
MEDIA = frozenset({"news_agency", "outlet", "media", "state_media"})


@dataclass(frozen=True, slots=True)
class Named:
    """An entity mention in the text."""

    start: int
    end: int
    entity_id: str
    surface: str
    kind: str
    speaks_for: str | None


@dataclass(frozen=True, slots=True)
class Source:
    """A cited source; `depth` 2 is cited by one who is cited."""

    start: int
    end: int
    entity_id: str | None
    text: str
    kind: str
    depth: int


def claimant(
    text: str, start: int, end: int, language: str, named: Sequence[Named], cited: Sequence[Source]
) -> tuple[str | None, str | None]:
    """Who says the sentence from `start` to `end`, as entity_id and words; (None, None) where it is the outlet.

    A cited person, body or document comes first, then whoever stands beside a verb of saying, then the last medium of
    the chain of citations, then the only source of the paragraph.
    """
    sources = [source for source in cited if start <= source.start and source.end <= end]
    first_hand = [source for source in sources if source.kind not in MEDIA]
    if first_hand:
        best = max(first_hand, key=lambda source: source.depth)
        person = _holder(text, best, named)
        return (person.entity_id, person.surface) if person else (best.entity_id, best.text)
    speaker = _speaker(text, start, end, language, named)
    if speaker and not (sources and speaker.kind in MEDIA):
        return speaker.entity_id, speaker.surface
    if sources:
        best = max(sources, key=lambda source: source.depth)
        return best.entity_id, best.text
    return _of_paragraph(text, start, end, cited)


def _holder(text: str, source: Source, named: Sequence[Named]) -> Named | None:
    """The person named right behind a body whose office they hold: "Security Council Secretary Shoigu"."""
    for person in named:
        gap = person.start - source.end
        if source.kind == "body" and person.kind == "person" and 0 < gap <= TITLE and text[source.end] == " ":
            return None if "," in text[source.end : person.start] else person
    return None


def _of_paragraph(text: str, start: int, end: int, cited: Sequence[Source]) -> tuple[str | None, str | None]:
    low, high = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    inside = [s for s in cited if low <= s.start and (high < 0 or s.end <= high)]
    first_hand = [source for source in inside if source.kind not in MEDIA] or inside
    names = {(source.entity_id or source.text): source for source in first_hand}
    only = next(iter(names.values())) if len(names) == 1 else None
    return (only.entity_id, only.text) if only else (None, None)


def _speaker(text: str, start: int, end: int, language: str, named: Sequence[Named]) -> Named | None:
    """The entity nearest to a verb of saying; persons and bodies before media."""
    verbs = [(m.start(), m.end()) for m in pattern.finditer(text, start, end)] if (pattern := _verbs(language)) else []
    found = [
        (n.kind in MEDIA, gap, n.start, n)
        for n in named
        if start <= n.start and n.end <= end and n.kind in SPEAKERS
        for gap in (max(n.start - after, at - n.end) for at, after in verbs)
        if gap <= REACH
    ]
    return min(found, key=lambda item: item[:3])[3] if found else None


@cache
def _verbs(language: str) -> re.Pattern[str] | None:
    rows = reference.table("attribution_cues").filter(language=language, relation="words", cue="speak")["pattern"]
    forms = sorted({form.strip() for forms in rows for form in forms.split("|") if form.strip()}, key=len, reverse=True)
    bound = "" if language in NO_SPACES else r"\b"
    tails = [re.escape(form.rstrip("*")) + (r"\w*" if form.endswith("*") and bound else "") for form in forms]
    return re.compile(f"{bound}(?:{'|'.join(tails)})" + bound, re.IGNORECASE) if tails else None
