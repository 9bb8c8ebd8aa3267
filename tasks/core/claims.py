"""Figures about a subject, and who gives them: "10,000 to 12,000 North Korean troops, according to the NIS"."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import polars as pl

from tasks.core import quantities, reference, sentences
from tasks.core.claims_speakers import Named, Source, claimant
from tasks.core.claims_subjects import CURRENCY, UNIT, Word, counted
from tasks.core.quantities import NO_SPACES, Quantity
from tasks.core.records import CLAIMS

SMALLEST = 2
BESIDE = 2  # characters between figure or noun and the country
LONGEST_SENTENCE = 2000
MEASURES = frozenset({"tonne", "barrel"})


@dataclass(slots=True)
class _Notes:
    """What was found in one text: entities, sources that are cited, and spans of dates."""

    named: list[Named] = field(default_factory=list)
    cited: list[Source] = field(default_factory=list)
    dated: list[tuple[int, int]] = field(default_factory=list)


def find(
    articles: pl.DataFrame, mentions: pl.DataFrame, date_mentions: pl.DataFrame, attributions: pl.DataFrame
) -> pl.DataFrame:
    """The figures that articles give about a subject of claim_subjects.csv: one row a figure, as CLAIMS, in text order.

    Takes article_id, language, text, and the mentions and attributions of the same articles. A range is one row;
    `value_high` is null where the words give only a floor ("more than a dozen", "thousands"), `value_low` where they
    give only a ceiling. `of_id` is the country whose troops, workers or shells are counted, where it stands beside
    them. The claimant is who says it in the same sentence: a person or a body before the medium that carries it; null
    where the outlet says it itself. Numbers that count nothing of the table give no row, nor do dates.
    """
    notes = _notes(mentions, date_mentions, attributions)
    rows = [
        row
        for article_id, language, text in articles.select("article_id", "language", "text").iter_rows()
        for row in _claims(article_id, language or "", text or "", notes[article_id])
    ]
    return pl.DataFrame(rows, schema=CLAIMS, orient="row")


def _notes(mentions: pl.DataFrame, date_mentions: pl.DataFrame, attributions: pl.DataFrame) -> dict[str, _Notes]:
    notes: dict[str, _Notes] = defaultdict(_Notes)
    kinds = dict(reference.table("entities").select("entity_id", "kind").iter_rows())
    texts = mentions.filter(field="text").select("article_id", "start", "end", "entity_id", "surface", "speaks_for")
    for key, start, end, entity_id, surface, speaks_for in texts.iter_rows():
        notes[key].named.append(Named(start, end, entity_id, surface, kinds.get(entity_id, ""), speaks_for))
    cited = attributions.filter(field="text").select(
        "article_id", "start", "end", "cited_id", "cited_text", "kind", "depth"
    )
    for key, *source in cited.iter_rows():
        notes[key].cited.append(Source(*source))
    for key, start, end in date_mentions.select("article_id", "start", "end").iter_rows():
        notes[key].dated.append((start, end))
    return notes


def _claims(article_id: str, language: str, text: str, notes: _Notes) -> Iterator[tuple[object, ...]]:
    spans = [span for span in sentences.spans(text, language) if span[1] - span[0] <= LONGEST_SENTENCE]
    found = _undated(text, language, notes.dated)
    for before, quantity, after in zip([None, *found], found, [*found[1:], None], strict=False):
        start, end = next(((s, e) for s, e in spans if s <= quantity.start < e), (0, 0))
        low = max(start, before.end) if before else start
        high = min(end, after.start) if after else end
        word = counted(text, quantity, (low, high), language) if _is_large(quantity) and low < high else None
        if word and word.subject and _is_whole(quantity, word):
            surface, of_id = text[quantity.start : quantity.end], _whose(text, quantity, word, language, notes.named)
            said_by = claimant(text, start, end, language, notes.named, notes.cited)
            values = (quantity.low, quantity.high, quantity.bound, word.unit)
            yield (article_id, quantity.start, quantity.end, surface, word.subject, of_id, *values, *said_by)


def _undated(text: str, language: str, dated: list[tuple[int, int]]) -> list[Quantity]:
    """The numbers that are no part of a date, nor stand right behind another number ("80 năm")."""
    found: list[Quantity] = []
    last = -2
    for quantity in quantities.read(text, language):
        if quantity.start > last + 1 and not any(a < quantity.end and quantity.start < b for a, b in dated):
            found.append(quantity)
        last = quantity.end
    return found


def _is_large(quantity: Quantity) -> bool:
    return max(quantity.low or 0, quantity.high or 0) >= SMALLEST


def _is_whole(quantity: Quantity, word: Word) -> bool:
    """Persons, shells and ships are counted; only money and measures have fractions."""
    return (
        word.rank in (CURRENCY, UNIT)
        or word.unit in MEASURES
        or not any((v or 0) % 1 for v in (quantity.low, quantity.high))
    )


def _whose(text: str, quantity: Quantity, word: Word, language: str, named: list[Named]) -> str | None:
    """The country named between figure and noun, right after both, or in front of both where no spaces part words."""
    low, high = min(quantity.start, word.start), max(quantity.end, word.end)
    before = low - BESIDE if language in NO_SPACES or word.start < quantity.start else low
    beside = (n for n in named if n.kind == "country" and not n.speaks_for)
    return next((n.entity_id for n in beside if before < n.end <= high or _follows(text, high, n)), None)


def _follows(text: str, end: int, country: Named) -> bool:
    return 0 <= country.start - end <= BESIDE and not text[end : country.start].strip()
