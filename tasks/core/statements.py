"""Who speaks: persons and bodies that say a sentence, in eight languages."""

import re
from collections.abc import Iterator

import polars as pl

from tasks.core import sentences
from tasks.core.claims_cues import cue
from tasks.core.claims_speakers import (
    FIRST_HAND,
    MEDIA,
    VERB_LAST,
    Named,
    Source,
    Span,
    Text,
    cited_in,
    is_subject,
    named_in,
    source_of,
)
from tasks.core.records import STATEMENTS

LONGEST_SENTENCE = 2000
IN_FRONT = re.compile(r"[^,;:—()\n，；：、]{0,40}")
BEHIND = {"ru": re.compile(r"[^,;:—()\n]{0,25}"), "uk": re.compile(r"[^,;:—()\n]{0,25}")}
RIGHT_BEHIND = re.compile(r"\s?")
PASSIVE = re.compile(r"\b(?:was|were|been|being|be|is|are|not|di|bị|được|was not|by)\s*$")
OBJECT = re.compile(r"^\s?(?:에게|에게서|을|를|と|を|に)")


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
    says = cue(text.language, "say")
    verbs = [match.span() for match in says.finditer(text.text, *span)] if says else []
    people = [name for name in text.inside(span)[0] if name.kind in FIRST_HAND]
    beside = [(max(n.start - v[1], v[0] - n.end), n.start, n) for n in people for v in verbs if _says(text, n, v)]
    return min(beside, key=lambda item: item[:2])[2].as_source() if beside else None


def _says(text: Text, name: Named, verb: Span) -> bool:
    if name.end <= verb[0]:
        between = text.text[name.end : verb[0]]
        if text.language in VERB_LAST:
            return is_subject(text, name) and not OBJECT.match(between)
        return bool(IN_FRONT.fullmatch(between)) and not PASSIVE.search(between)
    behind = BEHIND.get(text.language, RIGHT_BEHIND)
    return verb[1] <= name.start and bool(behind.fullmatch(text.text[verb[1] : name.start]))
