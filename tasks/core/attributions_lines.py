"""Lists of sources that outlets set apart from their texts, such as "(Theo TASS, KCNA)": without an order."""

import re
from collections import defaultdict
from collections.abc import Iterator

import polars as pl

from tasks.core import entities
from tasks.core.attributions_sources import Source, named
from tasks.core.records import ATTRIBUTIONS

SEPARATORS = re.compile(r"[,;/、，；·]|\band\b|\bdan\b|\bvà\b|\bи\b")
LABEL = re.compile(r"sources?|sumber|nguồn|источник|джерело|출처|자료|来源|來源|出典", re.IGNORECASE)
QUOTED = re.compile(r"«[^»\n]{1,60}»|“[^”\n]{1,60}”|《[^》\n]{1,60}》|「[^」\n]{1,60}」")
LEAD = re.compile(
    r"^[\W_]*(?:[\w ]{1,20}:|(?:menurut|theo|according to|source|sumber|nguồn|источник)\b)?[\W_]*", re.IGNORECASE
)


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
    return (key, "source_line", None, None, source.entity_id, source.text, source.kind, 1, "source_line", None, None)


def _names(line: str, spans: list[tuple[int, int, str]]) -> Iterator[Source]:
    """Every part of a list of sources: the entity in it, or else its words, as an outlet."""
    known = named(spans, line)
    for part in _parts(LEAD.sub("", line, count=1)):
        words = part.strip(' \t\n()（）[].«»"“”')
        source = next((s for s in known if s.text in words), None)
        if source or (words and not LABEL.fullmatch(words)):
            yield source or Source(0, 0, "outlet", None, words)


def _parts(line: str) -> Iterator[str]:
    """The parts of a list; a name in quotation marks is one, whatever stands in it."""
    at = 0
    for quoted in QUOTED.finditer(line):
        yield from SEPARATORS.split(line[at : quoted.start()])
        yield quoted.group()
        at = quoted.end()
    yield from SEPARATORS.split(line[at:])
