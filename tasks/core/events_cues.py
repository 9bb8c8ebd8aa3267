"""Words that tell of events: sql/reference/event_cues.csv and event_modality.csv as regular expressions.

A form is words in lower case; `*` ends a word that may go on, `..` stands for up to 40 characters of one clause.
Roles: a `sole` form tells of its type alone, an `act` together with an `object` of the same type in the sentence; a
`mask` holds plain words that look like the others and mean something else: a ceasefire is no weapon.
"""

import re
from functools import cache

import polars as pl

from tasks.core import reference

UNSPACED = frozenset({"ko", "zh", "ja"})
CLAUSE_GAP = r"[^,，;；.。!?\n]{0,40}?"
TOKEN = re.compile(r"[()|]|\.\.|\s+|[^\s()|.]+|\.")
FOUND = {"row": pl.UInt32, "event_type": pl.String, "at": pl.Int64}


def matches(texts: pl.DataFrame) -> pl.DataFrame:
    """Which types of events the words of `texts` (row, language, text) tell of: row, event_type, at.

    `at` is the character at which the first act or sole form stands. No cue, or a language without any: no row.
    """
    parts = texts.group_by("language", maintain_order=True)
    found = [_told(part, str(language), types) for (language,), part in parts if (types := _types(str(language)))]
    return pl.concat(found).sort("row", "at", maintain_order=True) if found else pl.DataFrame(schema=FOUND)


def _told(texts: pl.DataFrame, language: str, types: dict[str, dict[str, str]]) -> pl.DataFrame:
    lower = pl.col("text").str.to_lowercase()
    for form in _masked(language):
        lower = lower.str.replace_all(form, "·" * len(form), literal=True)
    folded = texts.select(pl.col("row").cast(pl.UInt32), folded=lower)
    bytes_of = folded.select("row", "folded", *(_byte(roles).alias(name) for name, roles in types.items()))
    long = bytes_of.unpivot(on=list(types), index=["row", "folded"], variable_name="event_type", value_name="byte")
    before = pl.col("folded").cast(pl.Binary).bin.slice(0, pl.col("byte")).cast(pl.String)
    return long.drop_nulls("byte").select("row", "event_type", at=before.str.len_chars().cast(pl.Int64))


def _byte(roles: dict[str, str]) -> pl.Expr:
    """Where the words of one type begin in `folded`; null where they do not tell of it."""
    sole, act = (
        pl.col("folded").str.find(roles[role]) if role in roles else pl.lit(None, pl.UInt32) for role in ("sole", "act")
    )
    together = pl.col("folded").str.contains(roles["object"]) if "object" in roles else pl.lit(False)
    return pl.coalesce(sole, pl.when(together).then(act)).cast(pl.Int64)


@cache
def says(language: str, modality: str) -> re.Pattern[str]:
    """The words of a modality in a language; a pattern that never matches where there are none."""
    rows = reference.table("event_modality").filter(language=language, modality=modality)["forms"]
    return re.compile(words(rows[0], language) if len(rows) else r"(?!)")


@cache
def _types(language: str) -> dict[str, dict[str, str]]:
    """Event type -> role -> regular expression."""
    types: dict[str, dict[str, str]] = {}
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
