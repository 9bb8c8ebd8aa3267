"""Lists of sources that outlets set apart from their texts, such as "(Theo TASS, KCNA)": without an order."""

import re
from collections import defaultdict
from collections.abc import Iterator

import polars as pl

from tasks.core import entities, outlet_names
from tasks.core.attributions_sources import Source, named
from tasks.core.records import ATTRIBUTIONS

SEPARATORS = re.compile(r"[,;/、，；·]")
CONJUNCTION = re.compile(r"(\b(?:and|dan|và|и|і|та)\b)")
LABEL = re.compile(r"sources?|sumber|nguồn|источник|джерело|출처|자료|来源|來源|出典", re.IGNORECASE)
WHOLE = re.compile(r"https?://[^\s,;]+|«[^»\n]{1,60}»|“[^”\n]{1,60}”|《[^》\n]{1,60}》|「[^」\n]{1,60}」")
BEFORE = r"[^\w@«“《「]*"
LABELS = r"(?:[\w ]{1,20}[:：](?!//)|(?:menurut|theo|according to|source|sumber|nguồn|источник)\b)"
LEAD = re.compile(rf"^{BEFORE}{LABELS}?{BEFORE}", re.IGNORECASE)
EDGES = ' \t\n()（）[].«»"“”《》「」:：'


def find(articles: pl.DataFrame) -> pl.DataFrame:
    """The names in the lines that outlets set apart as their sources: ATTRIBUTIONS without characters.

    In: article_id, language, source_line (null or empty where there is none).
    """
    lines = articles.select("article_id", "language", text="source_line").drop_nulls("text")
    lines = lines.filter(pl.col("text").str.strip_chars() != "")
    found = entities.find(lines).filter(pl.col("field") == "text") if lines.height else pl.DataFrame()
    spans: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for row in found.select("article_id", "start", "end", "entity_id").iter_rows() if lines.height else ():
        spans[row[0]].append(row[1:])
    rows = [_line_row(key, source) for key, _, line in lines.iter_rows() for source in _names(line, spans[key])]
    return pl.DataFrame(rows, schema=ATTRIBUTIONS, orient="row").unique(maintain_order=True)


def _line_row(key: str, source: Source) -> tuple[object, ...]:
    named = (source.entity_id, source.text, outlet_names.key(source.text), source.kind)
    return (key, "source_line", None, None, *named, 1, "source_line", None, None)


def _names(line: str, spans: list[tuple[int, int, str]]) -> Iterator[Source]:
    """Every part of a list of sources: the entity in it, or else its words without frames, as an outlet."""
    known = named(spans, line)
    for part in _parts(LEAD.sub("", line, count=1), [source.text for source in known]):
        words = part.strip(EDGES)
        source = next((s for s in known if s.text in words), None)
        bare = outlet_names.unframed(words).strip(EDGES)
        if source or (bare and not LABEL.fullmatch(bare)):
            yield source or Source(0, 0, "outlet", None, bare)


def _parts(line: str, known: list[str]) -> Iterator[str]:
    """The parts of a list; a name in quotation marks or an address is one, whatever stands in it."""
    at = 0
    for whole in WHOLE.finditer(line):
        yield from _listed(line[at : whole.start()], known)
        yield whole.group()
        at = whole.end()
    yield from _listed(line[at:], known)


def _listed(line: str, known: list[str]) -> Iterator[str]:
    """The parts between commas and conjunctions; "и" is within a name where what follows opens like none (Сопка и
    порт), unless a known one ends before it."""
    for part in SEPARATORS.split(line):
        first, *more = CONJUNCTION.split(part)
        for conjunction, after in zip(more[::2], more[1::2], strict=True):
            if after.strip()[:1].islower() and not outlet_names.opens_with_kind(after) and not _ends(first, known):
                first += conjunction + after
            else:
                yield first
                first = after
        yield first


def _ends(words: str, known: list[str]) -> bool:
    return words.strip(EDGES).endswith(tuple(known))
