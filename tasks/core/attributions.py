"""Who cites whom: edges from the one that cites to the one that is cited, one a hop, with the words it was read from.

The language is in sql/reference/attribution_cues.csv (attributions_cues) and attribution_sources.csv
(attributions_sources).
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import polars as pl

from tasks.core import attributions_lines, outlet_names, sentences
from tasks.core.attributions_cues import LETTERS, SLOT, Cue, M, cues
from tasks.core.attributions_sources import Masked, Source, kinds, mask, named
from tasks.core.records import ATTRIBUTIONS

OUTLET, GOVERNING = 0, -1
HEAD = 200  # characters in which a dateline stands
LONGEST_SENTENCE = 2000
NEUTRAL = "\x05"


@dataclass(frozen=True, slots=True)
class Edge:
    """One citation: `citing` is None for the outlet."""

    citing: Source | None
    cited: Source
    depth: int
    cue: str


def find(articles: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """The citations in the articles: one row an edge, as ATTRIBUTIONS, in text order.

    In: article_id, language, text, where present title, source_id and source_line (a line such as "(Theo TASS, KCNA)"
    that the outlet set apart: its names are an unordered list, their edges have field "source_line" and no characters),
    and the entity mentions of the same articles. `citing_id` and `citing_text` are null for the outlet itself;
    `cited_id` is null where the one cited is not in the table (`cited_text` has the words, `cited_key` the bare name:
    outlet_names). What a person says is speech, no citation; a person is cited (depth 2) only by a medium that quotes.
    An outlet never cites itself: the agency of the dateline is the outlet where `source_id` is unknown. A language
    without cues, or an article without text, gives no row, nor does what is no sentence (more than 2,000 characters).
    """
    spans: dict[tuple[str, str], list[tuple[int, int, str]]] = defaultdict(list)
    for row in mentions.select("article_id", "field", "start", "end", "entity_id").iter_rows():
        spans[row[0], row[1]].append(row[2:])
    rows = [row for article in _texts(articles) for row in _rows(article, spans)]
    found = pl.DataFrame(rows, schema=ATTRIBUTIONS, orient="row")
    return pl.concat([found, attributions_lines.find(articles)]) if "source_line" in articles.columns else found


def _texts(articles: pl.DataFrame) -> Iterator[dict[str, str | None]]:
    missing = [name for name in ("source_id", "title") if name not in articles.columns]
    texts = articles.with_columns(pl.lit(None, pl.String).alias(name) for name in missing)
    return texts.select("article_id", "language", "source_id", "title", "text").iter_rows(named=True)


def _rows(
    article: dict[str, str | None], spans: dict[tuple[str, str], list[tuple[int, int, str]]]
) -> Iterator[tuple[object, ...]]:
    language, key = article["language"] or "", article["article_id"] or ""
    own = _own(article["source_id"])
    for field in ("text", "title"):
        text = article[field]
        if text and cues(language):
            sources = named(spans.get((key, field), ()), text)
            edges, own = _edges(text, sources, language, own, is_title=field == "title")
            for edge in edges:
                if edge.cited.entity_id not in own or edge.cited.entity_id is None:
                    yield _row(key, field, edge if edge.citing and edge.citing.entity_id not in own else _direct(edge))


def _own(source_id: str | None) -> frozenset[str]:
    """The media of the entity table that an outlet's id names: tass for tass_en."""
    return frozenset(e for e in kinds() if source_id and (source_id == e or source_id.startswith(e + "_")))


def _direct(edge: Edge) -> Edge:
    return replace(edge, citing=None, depth=1)


def _row(key: str, field: str, edge: Edge) -> tuple[object, ...]:
    citing, cited = edge.citing, edge.cited
    names = (citing and citing.entity_id, citing and citing.text, cited.entity_id, cited.text)
    return (key, field, *names, outlet_names.key(cited.text), cited.kind, edge.depth, edge.cue, cited.start, cited.end)


def _edges(
    text: str, sources: Sequence[Source], language: str, own: frozenset[str], is_title: bool
) -> tuple[list[Edge], frozenset[str]]:
    """The edges of one text, and the entities that are the outlet itself."""
    dateline = None if is_title else _dateline(text, sources, language)
    found: list[Edge] = []
    if dateline:
        sources = [source for source in sources if source is not dateline]
        if own and dateline.entity_id not in own:
            found.append(Edge(None, dateline, 1, "dateline"))
        elif dateline.entity_id:
            own |= {dateline.entity_id}
    spans = [(0, len(text))] if is_title else list(sentences.spans(text, language))
    at = 0
    for start, end in spans:
        while at < len(sources) and sources[at].start < start:
            at += 1
        inside = []
        while at < len(sources) and sources[at].end <= end:
            inside.append(sources[at])
            at += 1
        if end - start <= LONGEST_SENTENCE:
            found += _cited(mask(text, start, end, inside, language), language, is_last=end == spans[-1][1])
    return found, own


def _dateline(text: str, sources: Sequence[Source], language: str) -> Source | None:
    """The agency that signs the first line, and whose text this is."""
    first = [source for source in sources if source.end <= HEAD]
    if not first:
        return None
    head = mask(text, 0, min(HEAD, len(text)), first, language)
    signed = (cue.regex.search(head.text) for cue in cues(language) if cue.relation == "dateline")
    return next((head.source_at(_letter(match.span(1), head)) for match in signed if match), None)


def _letter(span: tuple[int, int], masked: Masked) -> int:
    found = SLOT.search(masked.text, *span)
    return found.start() if found else span[0]


def _cited(masked: Masked, language: str, is_last: bool) -> list[Edge]:
    """The edges of one sentence, each source at its deepest place."""
    if not masked.sources:
        return []
    for cue in cues(language):
        if cue.relation == "none":
            masked = _without(masked, cue)
    edges: dict[tuple[int, int | None], Edge] = {}
    for cue in cues(language):
        if cue.pairs or (cue.relation == "tail" and is_last):
            for edge in _read(cue, masked):
                edges.setdefault((edge.cited.start, edge.citing.start if edge.citing else None), edge)
    deep = {start for start, citing in edges if citing is not None}
    return [
        edge for (start, citing), edge in sorted(edges.items(), key=_place) if citing is not None or start not in deep
    ]


def _place(item: tuple[tuple[int, int | None], Edge]) -> tuple[int, int]:
    return item[0][0], item[1].depth


def _without(masked: Masked, cue: Cue) -> Masked:
    """The sentence without the sources of a cue that is no citation."""
    found = [m.span(1) for m in cue.regex.finditer(masked.text)]
    if not found:
        return masked
    letters = [m.start() for m in SLOT.finditer(masked.text)]
    credited = [at for at in letters if any(start <= at < end for start, end in found)]
    kept = tuple(source for at, source in zip(_positions(masked), masked.sources, strict=True) if at not in credited)
    return Masked("".join(NEUTRAL if at in credited else c for at, c in enumerate(masked.text)), kept, masked.original)


def _positions(masked: Masked) -> list[int]:
    return [at for at, c in enumerate(masked.text) if c in LETTERS.values()]


def _read(cue: Cue, masked: Masked) -> Iterator[Edge]:
    pairs = cue.pairs or ((OUTLET, 1),)
    for match in cue.regex.finditer(masked.text):
        slots = [group for group in range(1, match.re.groups + 1) if match.group(group) is not None]
        for citing_slot, cited_slot in pairs:
            if cited_slot > len(slots):
                continue
            citing = _citing(citing_slot, slots, match, masked)
            if citing_slot == GOVERNING and citing is not None:
                yield Edge(None, citing, 1, cue.name)
            for cited in _listed(match.span(slots[cited_slot - 1]), masked):
                if citing is None or cited.entity_id is None or cited.entity_id != citing.entity_id:
                    yield Edge(citing, cited, 2 if citing else 1, cue.name)


def _citing(slot: int, slots: list[int], match: re.Match[str], masked: Masked) -> Source | None:
    """The source of a slot; for the governing medium the last before the cue, or else the first after it."""
    if slot == OUTLET:
        return None
    if slot != GOVERNING:
        return next(_listed(match.span(slots[slot - 1]), masked), None)
    before = masked.text.rfind(M, 0, match.start(1))
    after = masked.text.find(M, match.end(1))
    at = before if before >= 0 else after
    return masked.source_at(at) if at >= 0 else None


def _listed(span: tuple[int, int], masked: Masked) -> Iterator[Source]:
    """The sources in a slot, each entity once; an unnamed source within a body is cited as that body."""
    seen: set[str] = set()
    for found in SLOT.finditer(masked.text, *span):
        first = masked.source_at(found.start())
        last = masked.source_at(found.end() - 1)
        source = first
        if first is not last:
            body, unnamed = (first, last) if first.entity_id else (last, first)
            words = masked.original[first.start : last.end]
            source = Source(first.start, last.end, unnamed.kind, body.entity_id, words)
        if source.entity_id not in seen:
            yield source
        if source.entity_id:
            seen.add(source.entity_id)
