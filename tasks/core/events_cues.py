"""Words that tell of events: sql/reference/event_cues.csv and event_modality.csv as regular expressions.

A form is words in lower case; `*` ends a word that may go on, `..` stands for up to 40 characters of one clause.
Roles: a `sole` form tells of its type alone, an `act` together with an `object` of the same type in the sentence, or
in the one before ("The treaty was long. The Duma ratified it."); a `mask` holds plain words that look like the others
and mean something else: a ceasefire is no weapon. A `to_person` form tells of its type where a person is named right
behind it ("received Lavrov").
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice

import polars as pl

from tasks.core import reference

MOST = 6  # events of one type in a sentence
SOLE = -1  # the gap of a form that needs no object
OBJECTS = 40  # objects of one type in a sentence that are looked at
UNSPACED = frozenset({"ko", "zh", "ja"})
CLAUSE_GAP = r"[^,，;；.。!?\n]{0,40}?"
TOKEN = re.compile(r"[()|]|\.\.|\s+|[^\s()|.]+|\.")
FOUND = {"row": pl.UInt32, "event_type": pl.String, "at": pl.Int64, "gap": pl.Int64}
Roles = dict[str, str]


def matches(texts: pl.DataFrame) -> pl.DataFrame:
    """Which types of events the words of `texts` (row, language, text, and where present before, the text of the
    sentence before) tell of: row, event_type, at, gap.

    `at` is the character at which an act or sole form stands, a row for each; `gap` how many characters lie between an
    act and its nearest object, SOLE for a sole form, null where the object stands in `before`. No cue, or a language
    without any: no row.
    """
    texts = texts if "before" in texts.columns else texts.with_columns(before=pl.lit(""))
    parts = texts.group_by("language", maintain_order=True)
    found = [_told(part, str(language), types) for (language,), part in parts if (types := _types(str(language)))]
    return pl.concat(found).sort("row", "at", maintain_order=True) if found else pl.DataFrame(schema=FOUND)


def _told(texts: pl.DataFrame, language: str, types: dict[str, Roles]) -> pl.DataFrame:
    folded = texts.select("row", _folded("text", language), _folded("before", language))
    likely = folded.select("row", "text", "before", *(_is_likely(roles).alias(name) for name, roles in types.items()))
    rows = [
        (row["row"], name, at, gap)
        for row in likely.iter_rows(named=True)
        for name in types
        if row[name]
        for at, gap in _standing(row["text"], row["before"], language, name)
    ]
    return pl.DataFrame(rows, schema=FOUND, orient="row")


def _folded(column: str, language: str) -> pl.Expr:
    lower = pl.col(column).str.to_lowercase()
    for form in _masked(language):
        lower = lower.str.replace_all(form, "·" * len(form), literal=True)
    return lower.alias(column)


def _is_likely(roles: Roles) -> pl.Expr:
    """Whether a text has a form that tells of the type alone, or an act that needs an object."""
    return pl.any_horizontal(pl.col("text").str.contains(roles[role]) for role in ("sole", "act") if role in roles)


def _standing(text: str, before: str, language: str, event_type: str) -> Iterator[tuple[int, int | None]]:
    """Where the words of a type stand in a text, and how far their object is."""
    cues = _compiled(language)[event_type]
    for found in islice(cues.sole.finditer(text), MOST):
        yield found.start(), SOLE
    objects = [found.span() for found in islice(cues.thing.finditer(text), OBJECTS)]
    if not objects and not cues.thing.search(before):
        return
    for found in islice(cues.act.finditer(text), MOST):
        gaps = (max(start - found.end(), found.start() - end, 0) for start, end in objects)
        yield found.start(), min(gaps, default=None)


@dataclass(frozen=True, slots=True)
class Cues:
    """The words of one type in one language; a pattern that never matches where there are none."""

    sole: re.Pattern[str]
    act: re.Pattern[str]
    thing: re.Pattern[str]


@cache
def _compiled(language: str) -> dict[str, Cues]:
    roles = ("sole", "act", "object")
    return {
        name: Cues(*(re.compile(forms.get(role, r"(?!)")) for role in roles))
        for name, forms in _types(language).items()
    }


@cache
def to_person(language: str) -> list[tuple[str, re.Pattern[str]]]:
    """Event types with the words that tell of them before the name of a person."""
    types = _types(language).items()
    return [(name, re.compile(roles["to_person"] + r"\s")) for name, roles in types if "to_person" in roles]


@cache
def says(language: str, modality: str) -> re.Pattern[str]:
    """The words of a modality in a language; a pattern that never matches where there are none."""
    rows = reference.table("event_modality").filter(language=language, modality=modality)["forms"]
    return re.compile(words(rows[0], language) if len(rows) else r"(?!)")


@cache
def _types(language: str) -> dict[str, Roles]:
    """Event type -> role -> regular expression."""
    types: dict[str, Roles] = {}
    rows = reference.table("event_cues").filter(pl.col("role") != "mask", language=language)
    for _, event_type, role, forms in rows.iter_rows():
        types.setdefault(event_type, {})[role] = words(forms, language)
    return types


@cache
def _masked(language: str) -> list[str]:
    rows = reference.table("event_cues").filter(language=language, role="mask")["forms"]
    return [form for forms in rows for form in forms.split("|")]


def words(forms: str, language: str) -> str:
    """Forms (`a|b c*`) as one regular expression, in the syntax that Python and Rust share."""
    return "(?:" + "".join(_piece(piece, language) for piece in TOKEN.findall(forms)) + ")"


def _piece(piece: str, language: str) -> str:
    if piece in "()|":
        return "(?:" if piece == "(" else piece
    if piece == "..":
        return CLAUSE_GAP
    if piece.isspace():
        return r"\s?" if language in UNSPACED else r"\s"
    literal = re.sub(r"[.^$+?{}\[\]\\]", r"\\\g<0>", piece.lower()).replace("*", r"\w*")
    if language in UNSPACED:
        return literal
    before = r"\b" if piece[0].isalnum() else ""
    after = r"\b" if piece[-1].isalnum() or piece[-1] == "*" else ""
    return before + literal + after
