"""Citation cues: the patterns of sql/reference/attribution_cues.csv as regular expressions over masked sentences.

A masked sentence is in lower case and plain punctuation, with every possible source written as one letter: M (a
medium: agency, outlet, state media), B (a ministry or another body), A (an unnamed source, a document, satellite
imagery), P (a person).
Patterns are read so:

    X          any of M, B and A, or a list of them       [say]      the words of that name (relation `words`)
    ..         up to 40 characters of one clause          word*      a word that begins so
    …          up to 160 characters                       (a|b)?     may be missing; \\( and \\) are parentheses
    ~          up to two words

A relation names slots in the order in which they stand: `O>1` the outlet cites the first, `1>2` the first cites the
second, `S>1` the medium that governs the sentence cites the first. `none` is no citation (a photo credit),
`dateline` and `tail` name an agency whose text this is.
"""

import re
from dataclasses import dataclass
from functools import cache

from tasks.core import reference

LETTERS = {"M": "\x01", "B": "\x02", "A": "\x03", "P": "\x04"}
M, B, A, P = LETTERS.values()
UNSPACED = frozenset({"ko", "zh", "ja"})

PLAIN = str.maketrans(
    dict.fromkeys("«»“”„‟《》「」『』‹›", '"')
    | dict.fromkeys("‘’ʼ′", "'")
    | dict(zip("（）【】［］，；：。！？＝／İ", "()[][],;:.!?=/i", strict=True))
    | dict.fromkeys(map(chr, range(9)), " ")
)
QUOTE = "[\"']?"
WITHIN = r"(?:in|at|from|within|of|в|из|у|з|di|dari|trong|tại|của)"
INSIDER = f"{A} (?:{WITHIN} (?:\\w+ ){{0,2}})?{B}|{B} ?{A}"  # an unnamed source in a body
SLOTS = {
    "X": f"(?:{INSIDER}|{M}|[{B}{A}](?! ?{P}))",
    "M": M,
    "B": f"(?:{INSIDER}|{B}(?! ?{P}))",
    "A": f"(?:{INSIDER}|{A}(?! ?{P}))",
    "P": P,
}
NAMED = f"(?:{QUOTE} ?\\({QUOTE}[{M}{B}]{QUOTE}\\))?"
AND = "(?: (?:and|и|та|і|й|dan|và|et|y|und) | ?(?:和|與|与|及|와|과|や|と|및) ?)"
COMMA = f"(?: ?(?:[,/;]|、|·) ?(?:and |и |та |dan |và )?(?={QUOTE}{M}))"
CLAUSE_GAP = f"[^,;:.!?\n{M}{B}{A}{P}]{{0,40}}?"
SENTENCE_GAP = "[^;\n]{0,160}?"
TOKEN = re.compile(r"…|\.\.|\[[^\]]+\]|\\.|[()|?^$]|[^\s()|?^$…\[\]\\]+")
SLOT = re.compile(f"{INSIDER}|[{M}{B}{A}{P}]")


@dataclass(frozen=True, slots=True)
class Cue:
    """A pattern and what it says: pairs (citing, cited) of slot numbers, 0 the outlet and -1 the governing medium."""

    name: str
    relation: str
    pairs: tuple[tuple[int, int], ...]
    regex: re.Pattern[str]


@cache
def cues(language: str) -> tuple[Cue, ...]:
    """The patterns of a language, in the order of the file; none for a language that is not in it."""
    rows = reference.table("attribution_cues").filter(language=language)
    words = {row["cue"]: row["pattern"] for row in rows.filter(relation="words").iter_rows(named=True)}
    return tuple(
        Cue(name, relation, _pairs(relation), re.compile(_regex(pattern, language, words)))
        for _, name, relation, pattern, _ in rows.iter_rows()
        if relation != "words"
    )


def _pairs(relation: str) -> tuple[tuple[int, int], ...]:
    numbers = {"O": 0, "S": -1}
    pairs = (pair.split(">") for pair in relation.split() if ">" in pair)
    return tuple((numbers.get(citing, citing.isdigit() and int(citing)), int(cited)) for citing, cited in pairs)


def _regex(pattern: str, language: str, words: dict[str, str]) -> str:
    parts: list[str] = []
    for piece in TOKEN.findall(pattern):
        regex = _piece(piece, language, words)
        glued = not parts or piece in ")|?$" or parts[-1] in ("(?:", "|", "^")
        parts.append(regex if glued else " ?" + regex)
    return "".join(parts)


def _piece(piece: str, language: str, words: dict[str, str]) -> str:
    if piece in ("(", ")", "|", "?", "^", "$"):
        return "(?:" if piece == "(" else piece
    if piece == "..":
        return CLAUSE_GAP
    if piece == "…":
        return SENTENCE_GAP
    if piece == "~":
        return r"(?:\w+ ){0,2}"
    if piece in SLOTS:
        return f"{QUOTE}({_list(SLOTS[piece])}){QUOTE}"
    if piece.startswith("[") and piece[1:-1] in words:
        return f"(?:{'|'.join(_phrase(form, language) for form in words[piece[1:-1]].split('|'))})"
    return piece.translate(PLAIN) if piece[0] in "[\\" else _phrase(piece, language)


def _list(one: str) -> str:
    return f"{one}{NAMED}(?:{QUOTE}(?:{COMMA}|{AND}){QUOTE}{one}{NAMED}){{0,8}}"


def _phrase(form: str, language: str) -> str:
    """Words as a regular expression: at word edges where the language has any, a star for any ending."""
    literal = re.escape(form.translate(PLAIN).lower()).replace(r"\*", r"\w*").replace(r"\.\.", CLAUSE_GAP)
    if language in UNSPACED:
        return literal.replace(r"\ ", " ?")
    before = r"(?<!\w)" if form[0].isalpha() else ""
    after = r"(?!\w)" if form[-1].isalpha() else ""
    return before + literal + after
