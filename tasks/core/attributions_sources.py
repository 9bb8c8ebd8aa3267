"""Possible sources in a sentence: entities of the table, and words such as "satellite imagery" or "two officials"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from tasks.core import reference
from tasks.core.attributions_cues import LETTERS, PLAIN, UNSPACED

ENTITIES = {"news_agency": "M", "outlet": "M", "body": "B", "person": "P"}
LETTER_OF_KIND = ENTITIES | {
    "state_media": "M",
    "media": "M",
    "anonymous": "A",
    "document": "A",
    "satellite_imagery": "A",
}
NAME = r"(?-i:[A-ZА-ЯЁІЇЄĐ][\w'’&-]*(?: [A-ZА-ЯЁІЇЄĐ][\w'’&-]*){0,3})"
QUOTED = r"[«\"“„][^»\"”\n]{1,60}[»\"”]"
ADDRESS = r"(?<![\w@./-])(?:https?://)?(?:[a-z0-9-]{1,63}\.){1,3}(?:com|org|net|info|news|[a-z]{2})(?![\w@-]|\.\w)|(?<!\w)@[a-z]\w{2,30}"
RESIDUE = re.compile(r"\s+(?:\.{1,3}(?=\s)\s*)*")  # full stops with spaces around them are left-overs of removed markup
TITLE_GAP = re.compile(r"[\s.«\"“„(（]{0,8}")
ENDING = re.compile(r"[^\W\d_]{0,4}(?!\w)")


@dataclass(frozen=True, slots=True)
class Source:
    """Who may be cited, at which characters of the text; `entity_id` is None where the table does not have it."""

    start: int
    end: int
    kind: str
    entity_id: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Masked:
    """A sentence in lower case with a letter for each source, and the sources in the order of their letters."""

    text: str
    sources: tuple[Source, ...]
    original: str

    def source_at(self, position: int) -> Source:
        """The source whose letter stands at a position of the masked text."""
        return self.sources[sum(self.text.count(letter, 0, position) for letter in LETTERS.values())]


@cache
def kinds() -> dict[str, str]:
    """Entity id -> kind, of the entities that can be a source."""
    table = reference.table("entities").select("entity_id", "kind")
    return {entity_id: kind for entity_id, kind in table.iter_rows() if kind in ENTITIES}


def named(mentions: Sequence[tuple[int, int, str]], text: str) -> list[Source]:
    """The mentions (start, end, entity_id) that can be a source, in text order, overlapping ones once."""
    known, found, reach = kinds(), [], -1
    for start, end, entity_id in sorted(mentions):
        if entity_id in known and start >= reach:
            found.append(Source(start, end, known[entity_id], entity_id, text[start:end]))
            reach = end
    return found


def mask(text: str, start: int, end: int, named_sources: Sequence[Source], language: str) -> Masked:
    """The sentence text[start:end], masked; `named_sources` are those that lie in it."""
    sources = sorted([*named_sources, *_described(text, start, end, named_sources, language)], key=lambda s: s.start)
    pieces, at = [], start
    for source in sources:
        pieces += [_plain(text[at : source.start]), LETTERS[LETTER_OF_KIND[source.kind]]]
        at = source.end if language in UNSPACED else _word_end(text, source.end)
    return Masked(RESIDUE.sub(" ", "".join([*pieces, _plain(text[at:end])])), tuple(sources), text)


def _plain(text: str) -> str:
    return text.translate(PLAIN).lower()


def _word_end(text: str, at: int) -> int:
    """Where a name with its inflection ends."""
    found = ENDING.match(text, at)
    return found.end() if found else at


def _described(text: str, start: int, end: int, taken: Sequence[Source], language: str) -> list[Source]:
    """Sources without a name; words such as "state media" stand for nothing more where the medium's name follows."""
    pattern = _descriptions(language)
    found = pattern.finditer(text, start, end) if pattern else ()
    described = (Source(*m.span(), str(m.lastgroup), None, m.group()) for m in found)
    return [source for source in described if not any(_repeats(source, name, text) for name in taken)]


def _repeats(source: Source, name: Source, text: str) -> bool:
    overlaps = source.start < name.end and name.start < source.end
    both_media = LETTER_OF_KIND[source.kind] == LETTER_OF_KIND[name.kind] == "M"
    return overlaps or (both_media and TITLE_GAP.fullmatch(text, source.end, name.start) is not None)


@cache
def _descriptions(language: str) -> re.Pattern[str] | None:
    """The words for sources without a name, one group a kind; None for a language without any."""
    rows = reference.table("attribution_sources").filter(language=language)
    edges = ("", "") if language in UNSPACED else (r"(?<!\w)", r"(?!\w)")
    groups = [f"(?P<{kind}>{_forms(forms)})" for _, kind, forms in rows.iter_rows() if kind != "outlet"]
    outlets = [ADDRESS, *map(_forms, rows.filter(kind="outlet")["forms"])]
    joined = "|".join([*groups, f"(?P<outlet>{'|'.join(outlets)})"]) if groups else ""
    return re.compile(f"{edges[0]}(?:{joined}){edges[1]}", re.IGNORECASE) if joined else None


def _forms(forms: str) -> str:
    return re.sub(r"\b[NQ]\b", lambda m: NAME if m.group() == "N" else QUOTED, forms.replace("*", r"\w*"))
