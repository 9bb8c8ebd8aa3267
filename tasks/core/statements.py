"""Who speaks: persons and bodies that say a sentence, in eight languages."""

from collections.abc import Iterator

import polars as pl

from tasks.core import sentences
from tasks.core.claims_cues import cue
from tasks.core.claims_speakers import (
    FIRST_HAND,
    MEDIA,
    Named,
    Source,
    Span,
    Text,
    cited_in,
    named_in,
    says,
    source_of,
)
from tasks.core.records import STATEMENTS

LONGEST_SENTENCE = 2000


def find(articles: pl.DataFrame, mentions: pl.DataFrame, attributions: pl.DataFrame) -> pl.DataFrame:
    """The sentences that a person or a body says, or is said to say: one row a sentence, as STATEMENTS, in text order.

    Takes article_id, language, text, and the mentions and attributions of the same articles. The speaker stands beside
    a verb of saying or is cited; media speak for nobody here. A language without verbs of saying gives citations only,
    an article without text gives none.
    """
    named, cited = named_in(mentions), cited_in(attributions)
    rows = [
        (key, *row)
        for key, language, text in articles.select("article_id", "language", "text").iter_rows()
        for row in _statements(language or "", text or "", named[key], cited[key])
    ]
    return pl.DataFrame(rows, schema=STATEMENTS, orient="row")


def _statements(
    language: str, text: str, named: list[Named], cited: list[Source]
) -> Iterator[tuple[int, int, str | None, str]]:
    spans = [span for span in sentences.spans(text, language) if span[1] - span[0] <= LONGEST_SENTENCE]
    whole = Text(text, language, spans, named, cited)
    for place, span in enumerate(spans):
        said_by = source_of(whole, place) or _subject(whole, span)
        if said_by and said_by.kind not in MEDIA:
            yield (*span, said_by.entity_id, said_by.text)


def _subject(text: Text, span: Span) -> Source | None:
    """The person or body right beside a verb of saying: in front of it in the same clause, or right behind it."""
    verb = cue(text.language, "say")
    verbs = [match.span() for match in verb.finditer(text.text, *span)] if verb else []
    people = [name for name in text.inside(span)[0] if name.kind in FIRST_HAND]
    beside = [
        (max(n.start - v[1], v[0] - n.end), n.start, n)
        for n in people
        for v in verbs
        if says(text.text, text.language, (n.start, n.end), v)
    ]
    return min(beside, key=lambda item: item[:2])[2].as_source() if beside else None
