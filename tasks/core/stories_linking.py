"""Two articles compared: copy, translation, rewrite, or nothing to do with each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import Literal

from tasks.core.stories_facts import Fact
from tasks.core.stories_words import Words

COPY = 0.4  # share of common shingles
COPIED_SHINGLES = 12  # of a text that is a copy whatever its headline
EXCERPT = 0.8  # share of the shorter text that the longer one holds
EXCERPT_SHINGLES = 30
RELATED, RETOLD = 0.45, 0.5  # weighted share of common facts
FACTS_WEIGHT = 5.5  # common facts below this prove nothing: short texts about the same people share as much
SAME_ORDER = 0.765
ALIKE = 0.65  # cosine of the weighted words of two reports of one event


@dataclass(frozen=True, slots=True)
class Member:
    """An article as it is compared: when, in which language, with which facts in order, and which words."""

    article_id: str
    source_id: str | None
    language: str
    at: datetime
    facts: tuple[Fact, ...]
    words: Words
    shingles: frozenset[int]


@dataclass(frozen=True, slots=True)
class Link:
    """What one article is to the other, whichever came first; `similarity` from 0 to 1."""

    relation: Literal["copy", "translation", "rewrite", "related"]
    similarity: float | None


def compare(one: Member, other: Member) -> Link | None:
    """The link between two articles; None where they are different stories.

    An outlet copies itself (an updated page under a new address) but does not rewrite itself: what it tells again in
    other words is news.
    """
    words = _overlap(one.shingles, other.shingles)
    if (words >= COPY and _says_enough(one, other)) or _is_excerpt(one.shingles, other.shingles):
        return Link("copy", round(words, 3))
    if one.source_id and one.source_id == other.source_id:
        return None
    return _retold(one, other) or _alike(one, other)


def _says_enough(one: Member, other: Member) -> bool:
    """Whether equal words can be no accident: "All photos (18)" stands under any headline."""
    return min(len(one.shingles), len(other.shingles)) >= COPIED_SHINGLES or one.words.like(other.words) >= ALIKE


def _retold(one: Member, other: Member) -> Link | None:
    """Whether one tells the facts of the other: a translation in the order of its original, a rewrite in its own."""
    share, common = common_facts(one.facts, other.facts)
    if share < RELATED or common < FACTS_WEIGHT:
        return None
    if share < RETOLD:
        return Link("related", round(share, 3))
    is_translation = one.language != other.language and same_order(one.facts, other.facts) >= SAME_ORDER
    return Link("translation" if is_translation else "rewrite", round(share, 3))


def _alike(one: Member, other: Member) -> Link | None:
    """Whether both name whom and what the other names, in one language: reports of one event, each on its own."""
    likeness = one.words.like(other.words) if one.language == other.language else 0.0
    return Link("related", round(likeness, 3)) if likeness >= ALIKE else None


def common_facts(one: Sequence[Fact], other: Sequence[Fact]) -> tuple[float, float]:
    """The weight of the facts that both state, as a share of all that either states, and as it is."""
    first, second = dict(one), dict(other)
    common = sum(weight for name, weight in first.items() if name in second)
    return (common / (sum(first.values()) + sum(second.values()) - common) if common else 0.0), common


def same_order(one: Sequence[Fact], other: Sequence[Fact]) -> float:
    """How much two texts tell the same facts in the same order, 0 to 1: the mean of `in_order`, which word order within
    a sentence disturbs, and `concordance`, which repetitions escape."""
    return (in_order(one, other) + concordance(one, other)) / 2


def concordance(one: Sequence[Fact], other: Sequence[Fact]) -> float:
    """The share of the pairs of common facts that both name first in the same order; 0 where there is no pair."""
    places = {name: place for place, (name, _) in reversed(list(enumerate(other)))}
    common = [places[name] for name in dict(one) if name in places]
    pairs = list(combinations(common, 2))
    return sum(first < second for first, second in pairs) / len(pairs) if pairs else 0.0


def in_order(one: Sequence[Fact], other: Sequence[Fact]) -> float:
    """The weight of the longest common subsequence of facts, as a share of the lighter sequence (0 for empty ones)."""
    lighter = min(sum(weight for _, weight in facts) for facts in (one, other))
    if not lighter:
        return 0.0
    row = [0.0] * (len(other) + 1)
    for name, weight in one:
        diagonal = 0.0
        for place, (opposite, _) in enumerate(other, 1):
            above = row[place]
            row[place] = max(above, row[place - 1], diagonal + weight if name == opposite else 0.0)
            diagonal = above
    return row[-1] / lighter


def _overlap(one: frozenset[int], other: frozenset[int]) -> float:
    common = len(one & other)
    return common / (len(one) + len(other) - common) if common else 0.0


def _is_excerpt(one: frozenset[int], other: frozenset[int]) -> bool:
    shorter = min(len(one), len(other))
    return shorter >= EXCERPT_SHINGLES and len(one & other) / shorter >= EXCERPT
