"""Figures about a subject, and who gives them: "10,000 to 12,000 North Korean troops, according to the NIS"."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from operator import itemgetter

import polars as pl

from tasks.core import quantities, sentences
from tasks.core.claims_cues import cue
from tasks.core.claims_owners import whose
from tasks.core.claims_speakers import Named, Source, Span, Text, cited_in, claimant, named_in
from tasks.core.claims_subjects import CURRENCY, MEASURES, UNIT, Word, counted, is_bare
from tasks.core.quantities import Quantity
from tasks.core.records import CLAIMS

SMALLEST = 2
FIRST_YEAR = 1800  # before which a number is a count rather than a year
SMALLEST_SUM = 10_000  # of money, in any currency
PRICE = 30  # characters around a sum in which "ticket" stands
LONGEST_SENTENCE = 2000


@dataclass(frozen=True, slots=True)
class _Counted:
    """What the number in a sentence (its place) counts, and whose."""

    place: int
    word: Word
    of_id: str | None


def find(
    articles: pl.DataFrame, mentions: pl.DataFrame, date_mentions: pl.DataFrame, attributions: pl.DataFrame
) -> pl.DataFrame:
    """The figures that articles give about a subject of claim_subjects.csv: one row a figure, as CLAIMS, in text order.

    Takes article_id, language, text, and the mentions and attributions of the same articles. A range is one row, a
    change ("from 34,000 to 11,000") is two, with the roles from and to; `value_high` is null where the words give only
    a floor ("more than a dozen", "thousands"), `value_low` where they give only a ceiling. `of_id` is the country whose
    troops, workers or shells are counted, where it stands beside them or sends them. The claimant is who says it in the
    same sentence or takes it up in the next: a person or a body before the medium that carries it; null where the
    outlet says it itself. Numbers that count nothing of the table give no row, nor do dates, prices, pages and
    telephone numbers.
    """
    named, cited, dated = named_in(mentions), cited_in(attributions), _dated(date_mentions)
    rows = [
        (key, *row)
        for key, language, text in articles.select("article_id", "language", "text").iter_rows()
        for row in _claims(language or "", text or "", (named[key], cited[key], dated[key]))
    ]
    return pl.DataFrame(rows, schema=CLAIMS, orient="row")


def _dated(date_mentions: pl.DataFrame) -> dict[str, list[Span]]:
    """article_id -> the spans of its dates."""
    found: dict[str, list[Span]] = defaultdict(list)
    of_our_time = pl.col("date_start").is_null() | (pl.col("date_start").dt.year() >= FIRST_YEAR)
    for key, start, end in date_mentions.filter(of_our_time).select("article_id", "start", "end").iter_rows():
        found[key].append((start, end))
    return found


def _claims(
    language: str, text: str, notes: tuple[list[Named], list[Source], list[Span]]
) -> Iterator[tuple[object, ...]]:
    named, cited, dated = notes
    found = _undated(text, language, dated)
    spans = [span for span in sentences.spans(text, language) if span[1] - span[0] <= LONGEST_SENTENCE]
    places = [_place(spans, quantity) for quantity in found]
    whole = Text(text, language, spans, named, cited, frozenset(at for at in places if at is not None))
    last: _Counted | None = None
    for at, (quantity, place) in enumerate(zip(found, places, strict=True)):
        if place is None or not _is_large(quantity):
            continue
        counts = _counted(whole, place, at, found, last)
        if counts:
            last = counts
            values = (quantity.low, quantity.high, quantity.bound, quantity.role, counts.word.unit)
            surface = text[quantity.start : quantity.end]
            what = (counts.word.subject, counts.of_id)
            yield (quantity.start, quantity.end, surface, *what, *values, *claimant(whole, place))


def _counted(text: Text, place: int, at: int, found: list[Quantity], last: _Counted | None) -> _Counted | None:
    """What a number counts, and whose. Of a change, what was and what is are one thing, said beside either."""
    quantity = found[at]
    counts = _own(text, place, at, found) or _beside(text, place, at, found, last)
    if quantity.role == "from" and not counts and found[at + 1 : at + 2] and found[at + 1].role == "to":
        return _own(text, place, at + 1, found)
    if quantity.role == "to" and last and found[at - 1].role == "from" and place == last.place:
        return counts or last
    return counts


def _span(text: Text, place: int, at: int, found: list[Quantity]) -> tuple[int, int]:
    """Where the words stand that belong to a number: its sentence, from the number before to the next."""
    start, end = text.spans[place]
    low = max(start, found[at - 1].end if at else 0)
    return low, min(end, found[at + 1].start if at + 1 < len(found) else len(text.text))


def _own(text: Text, place: int, at: int, found: list[Quantity]) -> _Counted | None:
    word, quantity = _word(text, place, at, found), found[at]
    if word and word.subject and _is_whole(quantity, word) and not _is_price(text.text, quantity, word, text.language):
        return _Counted(place, word, whose(text, text.spans[place], quantity, word))
    return None


def _word(text: Text, place: int, at: int, found: list[Quantity]) -> Word | None:
    low, high = _span(text, place, at, found)
    return counted(text.text, found[at], (low, high), text.language) if low < high else None


def _beside(text: Text, place: int, at: int, found: list[Quantity], last: _Counted | None) -> _Counted | None:
    """What the last number counted, where a number stands beside it without a noun."""
    quantity = found[at]
    if not last or last.word.unit != "person" or quantity.low != int(quantity.low or 0.5):
        return None
    if _word(text, place, at, found):
        return None
    says = cue(text.language, "speak")
    is_said = bool(says and place == last.place + 1 and says.search(text.text, *text.spans[place]))
    low, high = _span(text, place, at, found)
    is_near = low < high and (place == last.place or is_said)
    is_beside = is_near and is_bare(text.text, quantity, (low, high), text.language)
    return _Counted(place, last.word, last.of_id) if is_beside else None


def _place(spans: list[Span], quantity: Quantity) -> int | None:
    """Which of the sentences a number stands in."""
    at = bisect_right(spans, quantity.start, key=itemgetter(0)) - 1
    return at if at >= 0 and quantity.start < spans[at][1] else None


def _undated(text: str, language: str, dated: list[Span]) -> list[Quantity]:
    """The numbers that are no part of a date, nor stand right behind another number ("80 năm")."""
    found: list[Quantity] = []
    dates = sorted(dated)
    reached = list(accumulate((end for _, end in dates), max, initial=0))
    last = -2
    for quantity in quantities.read(text, language):
        before = bisect_left(dates, quantity.end, key=itemgetter(0))
        if quantity.start > last + 1 and reached[before] <= quantity.start:
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


def _is_price(text: str, quantity: Quantity, word: Word, language: str) -> bool:
    """What a ticket or a month's work costs is no claim about the two countries."""
    if word.rank != CURRENCY:
        return False
    prices = cue(language, "price")
    near = text[max(0, quantity.start - PRICE) : quantity.end + PRICE]
    return max(quantity.low or 0, quantity.high or 0) < SMALLEST_SUM or bool(prices and prices.search(near))
