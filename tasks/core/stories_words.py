"""The words by which reports of one event in one language know each other: names, numbers, long words, by weight."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from math import log, sqrt

import polars as pl

from tasks.core import reference
from tasks.core.stories_facts import weights
from tasks.core.stories_text import stable_hash

TOKEN = re.compile(
    r"\d+(?:[.,]\d+)*|[\u30a0-\u30ff]{2,}|[\u3400-\u9fff\uf900-\ufaff]{2,}|[\uac00-\ud7a3]{2,}"
    r"|[^\W\d_\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7a3]+"
)
OPENS = re.compile(r"(?:^|[.!?:;…\n。！？])[\s\"'“”‘’«»„()\[\]–—-]*$")
BEHIND = 8  # characters in which the end of the sentence before is looked for
NAME, NUMBER, DIGIT, CHARACTERS = 4.0, 3.0, 0.5, 1.0
SHORTEST, USUAL = 5, 8  # letters of a word that says something, and of one that weighs 1
IN_TITLE = 2  # how many times more a word of the headline counts
STEM, HANGUL_STEM = 6, 3
WORDS_IN_KEYS = 7
LONGEST = 12000  # characters of a text that are read: reports tell what matters first


@dataclass(frozen=True, slots=True)
class Words:
    """The weights of an article's words, and the length of that vector."""

    weights: Mapping[str, float]
    norm: float

    def like(self, other: "Words") -> float:
        """The cosine of two vectors, 0 to 1; 0 where one has no words."""
        small, large = sorted((self.weights, other.weights), key=len)
        common = sum(weight * large[word] for word, weight in small.items() if word in large)
        return common / (self.norm * other.norm) if common else 0.0


def find(articles: pl.DataFrame, mentions: pl.DataFrame) -> dict[str, Words]:
    """article_id -> its words; takes article_id, text (title where present), and the entity mentions of the articles.

    A name that is an entity weighs as much as story_weights.csv lets it prove: the two leaders stand in every article.
    """
    known = _entities(articles, mentions)
    titles = articles["title"] if "title" in articles.columns else pl.Series([None] * articles.height, dtype=pl.String)
    rows = zip(articles["article_id"], titles, articles["text"], strict=True)
    return {key: _words(title or "", (text or "")[:LONGEST], known.get(key, {})) for key, title, text in rows}


def keys(words_of: Mapping[str, Words]) -> pl.DataFrame:
    """article_id, key: one row a pair of the article's weightiest words."""
    rows = [
        (article_id, stable_hash("words", *pair))
        for article_id, words in words_of.items()
        for pair in combinations(_weightiest(words), 2)
    ]
    return pl.DataFrame(rows, schema={"article_id": pl.String, "key": pl.UInt64}, orient="row")


def _weightiest(words: Words) -> list[str]:
    return sorted(sorted(words.weights, key=lambda word: (-words.weights[word], word))[:WORDS_IN_KEYS])


def _words(title: str, text: str, known: Mapping[str, float]) -> Words:
    counts: dict[str, int] = {}
    worth: dict[str, float] = {}
    for part, times in ((title, 1 + IN_TITLE), (text, 1)):
        for stem, weight in _weighed(part):
            counts[stem] = counts.get(stem, 0) + times
            worth[stem] = max(worth.get(stem, 0.0), weight)
    found = {stem: (1 + log(counts[stem])) * min(weight, known.get(stem, weight)) for stem, weight in worth.items()}
    return Words(found, sqrt(sum(weight * weight for weight in found.values())))


def _weighed(text: str) -> Iterator[tuple[str, float]]:
    """Stems with their weights; a capital that opens no sentence makes a name."""
    for match in TOKEN.finditer(text):
        word = match[0]
        if word[0].isdecimal():
            yield word, NUMBER if len(word) > 1 else DIGIT
        elif word[0] >= "\u3040":
            yield from _characters(word)
        elif (
            word[0].isupper()
            and len(word) > 1
            and not OPENS.search(text, max(0, match.start() - BEHIND), match.start())
        ):
            yield _stem(word), NAME
        elif len(word) >= SHORTEST:
            yield _stem(word), len(word) / USUAL


def _characters(word: str) -> Iterator[tuple[str, float]]:
    """Katakana runs, which are names; the first syllables of a Korean word; pairs of Chinese characters."""
    if "\u30a0" <= word[0] <= "\u30ff":
        yield word, NAME
    elif word[0] >= "\uac00":
        yield word[:HANGUL_STEM], CHARACTERS
    else:
        yield from ((word[at : at + 2], CHARACTERS) for at in range(len(word) - 1))


def _stem(word: str) -> str:
    plain = word.lower()
    return plain[:STEM] if len(plain) > STEM else plain[: max(4, len(plain) - 1)]


def _entities(articles: pl.DataFrame, mentions: pl.DataFrame) -> dict[str, dict[str, float]]:
    """article_id -> stem -> the most that it may weigh, by the entity that it names."""
    worth = _worth()
    found: dict[str, dict[str, float]] = {}
    own = mentions.join(articles.select("article_id"), on="article_id", how="semi")
    for key, surface, entity_id in own.select("article_id", "surface", "entity_id").unique().iter_rows():
        stems = found.setdefault(key, {})
        for stem, _ in _weighed(surface):
            stems[stem] = min(stems.get(stem, NAME), worth.get(entity_id, 1.0) * NAME)
    return found


@cache
def _worth() -> dict[str, float]:
    rows: Iterable[tuple[str, str]] = reference.table("entities").select("entity_id", "kind").iter_rows()
    return {entity_id: weights().get(entity_id, weights().get(kind, 1.0)) for entity_id, kind in rows}
