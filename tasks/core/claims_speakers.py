"""Who says what a sentence says."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter, itemgetter

import polars as pl

from tasks.core import reference
from tasks.core.claims_cues import cue
from tasks.core.sentences import beginning_in

TITLE = 24  # characters between a body and the name of who speaks for it
REACH = 60  # characters between a verb of saying and its subject
OFFICE = re.compile("[一-鿿]{0,4}(?:长|長|人|秘书|秘書|主席)")  # 情报总局局长布达诺夫
MARKED = 12  # characters between a name and the particle that makes it the subject: a title may stand there
VERB_LAST = {"ko": "은는이가도", "ja": "はがも"}
SUBJECT_FIRST = {"id": "kata|ujar|tutur|lapor|imbuh|ucap", "vi": "theo", "zh": "据|據"}  # but for these words
BREAKS = re.compile(r"[;:\n；]")
QUOTING = {"ko": re.compile("고 |[을를] "), "ja": re.compile("と|を")}
IN_FRONT = re.compile(r"(?:,[^,;:—()\n]{1,60},)?[^,;:—()\n，；：、]{0,40}")
BEHIND = {"ru": re.compile(r"[^,;:—()\n]{0,25}"), "uk": re.compile(r"[^,;:—()\n]{0,25}")}
RIGHT_BEHIND = re.compile(r"\s?")
PASSIVE = re.compile(r"\b(?:was|were|been|being|be|is|are|not|di|bị|được|was not|by)\s*$")
OBJECT = re.compile(r"^\s?(?:에게|에게서|을|를|と|を|に)")
FIRST_HAND = frozenset({"person", "body"})
SPEAKERS = FIRST_HAND | {"news_agency", "outlet", "company"}
MEDIA = frozenset({"news_agency", "outlet", "media", "state_media"})
Span = tuple[int, int]
Claimant = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Named:
    """An entity mention in the text."""

    start: int
    end: int
    entity_id: str
    surface: str
    kind: str
    speaks_for: str | None

    def as_source(self) -> "Source":
        """Itself as one that is cited by the outlet."""
        return Source(self.start, self.end, self.entity_id, self.surface, self.kind, 1)


@dataclass(frozen=True, slots=True)
class Source:
    """A cited source; `depth` 2 is cited by one who is cited."""

    start: int
    end: int
    entity_id: str | None
    text: str
    kind: str
    depth: int


@dataclass(frozen=True, slots=True)
class Text:
    """A text with its sentences, who is named and cited in it, in text order, and in which sentences figures stand."""

    text: str
    language: str
    spans: Sequence[Span]
    named: Sequence[Named]
    cited: Sequence[Source]
    figured: frozenset[int] = frozenset()

    def inside(self, span: Span) -> tuple[list[Named], list[Source]]:
        """Who is named and cited in a sentence."""
        near = (n for n in beginning_in(self.named, *span) if n.end <= span[1])
        named = [n for n in near if n.speaks_for or n.kind in SPEAKERS]
        return named, [s for s in beginning_in(self.cited, *span) if s.end <= span[1]]

    def is_figured(self, at: int) -> bool:
        """Whether a character stands in a sentence with a figure."""
        place = bisect_right(self.spans, at, key=itemgetter(0)) - 1
        return place in self.figured and at < self.spans[place][1]


def named_in(mentions: pl.DataFrame) -> dict[str, list[Named]]:
    """article_id -> who and what is named in its text."""
    kinds = dict(reference.table("entities").select("entity_id", "kind").iter_rows())
    found: dict[str, list[Named]] = defaultdict(list)
    texts = mentions.filter(field="text").select("article_id", "start", "end", "entity_id", "surface", "speaks_for")
    for key, start, end, entity_id, surface, speaks_for in texts.iter_rows():
        found[key].append(Named(start, end, entity_id, surface, kinds.get(entity_id, ""), speaks_for))
    return found


def cited_in(attributions: pl.DataFrame) -> dict[str, list[Source]]:
    """article_id -> who is cited in its text."""
    found: dict[str, list[Source]] = defaultdict(list)
    names = ("article_id", "start", "end", "cited_id", "cited_text", "kind", "depth")
    for key, *source in attributions.filter(field="text").select(names).iter_rows():
        found[key].append(Source(*source))
    for sources in found.values():
        sources.sort(key=attrgetter("start"))
    return found


def claimant(text: Text, place: int) -> Claimant:
    """Who says the sentence in a place of `text.spans`, as entity_id and words; (None, None) where it is the outlet.

    A cited person, body or document comes first, then whoever stands beside a verb of saying, then who gives the figure
    in the next sentence ("The number was named by ..."), then the last medium of the chain of citations, then whom the
    sentence before names where this one only says "he said", then the only source of the paragraph.
    """
    span = text.spans[place]
    named, sources = text.inside(span)
    found = _first_hand(text, place) or _taken_up(text, place + 1)
    if found:
        return found
    if sources:
        best = max(sources, key=lambda source: source.depth)
        return best.entity_id, best.text
    return _continued(text, place, named) or _of_paragraph(text, span)


def source_of(text: Text, place: int) -> Source | None:
    """The person, body or document that is cited for the sentence in a place of `text.spans`; None where none is."""
    named, sources = text.inside(text.spans[place])
    first_hand = [source for source in sources if source.kind not in MEDIA]
    if not first_hand:
        return None
    best = max(first_hand, key=lambda source: source.depth)
    person = _holder(text.text, best, named)
    return person.as_source() if person else best


def _first_hand(text: Text, place: int) -> Claimant | None:
    """Who is cited for a sentence or is its subject; a medium only where nobody is cited."""
    found = source_of(text, place)
    if found:
        return found.entity_id, found.text
    named, sources = text.inside(text.spans[place])
    subject = _subject(text, text.spans[place], named)
    return (subject.entity_id, subject.surface) if subject and not (sources and subject.kind in MEDIA) else None


def _taken_up(text: Text, place: int) -> Claimant | None:
    """Who gives the figure by the next sentence, where that speaks of it and gives none itself."""
    if place >= len(text.spans) or place in text.figured or not _refers(text, text.spans[place]):
        return None
    span = text.spans[place]
    named, sources = text.inside(span)
    owners = [n for n in named if n.kind in FIRST_HAND]
    owner = (owners[-1].entity_id, owners[-1].surface) if owners and not sources else None
    return _first_hand(text, place) or owner


def _refers(text: Text, span: Span) -> bool:
    """Whether a sentence speaks of what the one before says: "Such a figure", or a verb of saying without object."""
    refers, says = cue(text.language, "refer"), cue(text.language, "speak")
    if refers and refers.search(text.text, *span):
        return True
    objects = QUOTING.get(text.language)
    return bool(objects and says and says.search(text.text, *span) and not objects.search(text.text, *span))


def _continued(text: Text, place: int, named: list[Named]) -> Claimant | None:
    """The person of the sentence before, where this one has a verb of saying and nobody who could be its subject."""
    says = cue(text.language, "speak")
    if not place or named or not says or not says.search(text.text, *text.spans[place]):
        return None
    before, _ = text.inside(text.spans[place - 1])
    people = {n.entity_id: n for n in before if n.kind in FIRST_HAND}
    only = next(iter(people.values())) if len(people) == 1 else None
    return (only.entity_id, only.surface) if only else None


def _holder(text: str, source: Source, named: Sequence[Named]) -> Named | None:
    """The person whose office the cited body is: "Security Council Secretary Shoigu", in one mention or in two."""
    for person in named:
        if source.kind != "body" or person.kind != "person":
            continue
        if person.start <= source.start and source.end <= person.end:
            return person
        gap = person.start - source.end
        if source.start - person.end in (0, 1) or OFFICE.fullmatch(text, source.end, max(source.end, person.start)):
            return person
        if 0 < gap <= TITLE and text[source.end] == " ":
            return None if "," in text[source.end : person.start] else person
    return None


def _of_paragraph(text: Text, span: Span) -> Claimant:
    """The only source of the paragraph, but for sources of other sentences with figures, who give those."""
    low, high = text.text.rfind("\n", 0, span[0]) + 1, text.text.find("\n", span[1])
    high = high if high >= 0 else len(text.text)
    near = beginning_in(text.cited, low, high)
    inside = [s for s in near if s.end <= high]
    own = partial(filter, lambda s: span[0] <= s.start < span[1] or not text.is_figured(s.start))
    names = _two(s for s in own(inside) if s.kind not in MEDIA) or _two(own(inside))
    only = next(iter(names.values())) if len(names) == 1 else None
    return (only.entity_id, only.text) if only else (None, None)


def _two(sources: Iterable[Source]) -> dict[str, Source]:
    """The first two of the names under which they are cited, each with its last source so far."""
    names: dict[str, Source] = {}
    for source in sources:
        names[source.entity_id or source.text] = source
        if len(names) > 1:
            break
    return names


def _subject(text: Text, span: Span, named: list[Named]) -> Named | None:
    """Who stands nearest to a verb of saying, or is the subject of a sentence that ends with one. Of several verbs with
    a subject each, media ("..., Yonhap reported") and seats of power come last."""
    says = cue(text.language, "speak")
    verbs = [(m.start(), m.end()) for m in says.finditer(text.text, *span)] if says else []
    nearest = (
        min(_reached(text, verb, named), key=lambda item: (item[0], item[1].start), default=None) for verb in verbs
    )
    found = [(n.kind in MEDIA or bool(n.speaks_for), gap, n.start, n) for gap, n in filter(None, nearest)]
    return min(found, key=lambda item: item[:3])[3] if found else None


def is_subject(text: str, language: str, end: int) -> bool:
    """Whether a particle marks the name that ends at a character, or the title behind it, as a subject, in languages
    that have such particles."""
    particles = VERB_LAST.get(language)
    behind = re.split("[、 ]", text[end : end + MARKED])[0]
    return bool(particles) and any(character in (particles or "") for character in behind)


def says(text: str, language: str, name: Span, verb: Span) -> bool:
    """Whether a name is the subject of a verb of saying: in front of it in the same clause, or right behind it."""
    if name[1] <= verb[0]:
        between = text[name[1] : verb[0]]
        if language in VERB_LAST:
            return is_subject(text, language, name[1]) and not OBJECT.match(between)
        return bool(IN_FRONT.fullmatch(between)) and not PASSIVE.search(between)
    behind = BEHIND.get(language, RIGHT_BEHIND)
    return verb[1] <= name[0] and bool(behind.fullmatch(text[verb[1] : name[0]]))


def _reached(text: Text, verb: Span, named: list[Named]) -> Iterator[tuple[int, Named]]:
    """The names that a verb may have as its subject, with their distance; none for a marked subject in front of it."""
    inverting = SUBJECT_FIRST.get(text.language)
    inverts = inverting is None or re.match(inverting, text.text[verb[0] : verb[1]], re.IGNORECASE)
    for name in named if inverts else [n for n in named if n.start < verb[0]]:
        gap = max(name.start - verb[1], verb[0] - name.end)
        if name.end <= verb[0] and is_subject(text.text, text.language, name.end):
            yield 0, name
        elif gap <= REACH and (gap < 0 or not BREAKS.search(text.text, *sorted((name.end, verb[0])))):
            yield gap + 1, name
