"""Numbers in texts, in digits and words, as intervals of values that remember how they are bounded."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

import polars as pl

from tasks.core import quantities_changes, reference
from tasks.core.quantities_grammar import Number, Token, numbers

QUANTITIES = pl.Schema(
    {
        "article_id": pl.String(),
        "start": pl.Int64(),
        "end": pl.Int64(),
        "surface": pl.String(),
        "value_low": pl.Float64(),
        "value_high": pl.Float64(),
        "bound": pl.String(),
        "role": pl.String(),
    }
)

DIGITS = r"(?<![\d.,])\d{1,3}(?:[.,'’ \u00a0\u202f]\d{3})+(?!\d)(?:[.,]\d{1,3})?|\d+(?:[.,]\d+)?"
WORD = r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)?"
NO_SPACES = frozenset({"ko", "zh", "ja"})
COMMA_DECIMALS = frozenset({"ru", "uk", "id", "vi"})
UNSPACED_THOUSANDS = frozenset({"en", "id", "vi", "ko", "zh", "ja"})
FULL_WIDTH = str.maketrans("０１２３４５６７８９，．", "0123456789,.")
HANGUL = re.compile("[가-힣]")
KOREAN_COUNTERS = frozenset("명개발척대살번달건곳문기량여")
ROUND_THOUSANDS = re.compile(r"\d{1,2} \d00|\d{1,3}(?: 000)+")
CUE_WINDOW = 24


@dataclass(frozen=True, slots=True)
class Quantity:
    """The values that `text[start:end]` and the words beside it allow; an open end is None. `role` is from or to where
    two quantities, one behind the other, tell a change."""

    start: int
    end: int
    low: float | None
    high: float | None
    bound: str
    role: str | None = None


def find(articles: pl.DataFrame) -> pl.DataFrame:
    """Every number of the texts, in text order: a frame of QUANTITIES.

    Takes article_id, language, text. A range ("10,000 to 12,000") is one row, a change ("from 34,000 to 11,000") is
    two, with the roles from and to; `role` is null elsewhere. `bound` is exact, about, at_least
    (value_high null), at_most (value_low null), range or vague ("dozens": at least two dozen). A language without a
    word table gives its digits only; a null text gives none.
    """
    rows = [
        (article_id, q.start, q.end, text[q.start : q.end], q.low, q.high, q.bound, q.role)
        for article_id, language, text in articles.select("article_id", "language", "text").iter_rows()
        for q in read(text or "", language or "")
    ]
    return pl.DataFrame(rows, schema=QUANTITIES, orient="row")


def read(text: str, language: str) -> list[Quantity]:
    """The quantities of one text."""
    plain = text.translate(FULL_WIDTH).lower()
    found = [n for n in numbers(tokens(plain, language), plain) if language != "ko" or _is_word(n, plain)]
    return list(_quantities(found, plain, language))


def _is_word(number: Number, text: str) -> bool:
    """Not part of a Korean word, as the 열 (ten) of 열병식; digits are always a number."""
    if any(character.isdecimal() for character in text[number.start : number.end]):
        return True
    before, after = text[number.start - 1 : number.start], text[number.end : number.end + 1]
    return not HANGUL.match(before) and (not HANGUL.match(after) or after in KOREAN_COUNTERS)


def tokens(text: str, language: str) -> Iterator[Token]:
    """Digits and number words, in text order; everything else in between ends a number."""
    words = _words(language)
    for match in _pattern(language).finditer(text):
        start, end, form = match.start(), match.end(), match[0]
        if form[0].isdecimal():
            yield from _digits(form, start, language)
        elif form in words:
            value, role, alone = words[form]
            yield Token(start, end, value, role, alone)


def _digits(form: str, start: int, language: str) -> Iterator[Token]:
    """One token, or one a group where spaces stand between groups of a language that writes none (KCNA's English does,
    which round numbers show: 17 000)."""
    parts = [(0, form)]
    if " " in form and language in UNSPACED_THOUSANDS and not ROUND_THOUSANDS.fullmatch(form):
        parts = [(m.start(), m[0]) for m in re.finditer(r"\S+", form)]
    for at, part in parts:
        yield Token(start + at, start + at + len(part), decimal(part, language), "digits", "exact")


def decimal(form: str, language: str) -> float:
    """The value of a number in digits by the language's use of point and comma: "1.200" is 1200 in id, 1.2 in en."""
    plain = re.sub(r"[\s'’]", "", form)
    separators = re.findall(r"[.,]", plain)
    if len(set(separators)) == 2:
        whole, _, part = plain.rpartition(separators[-1])
        return float(re.sub(r"[.,]", "", whole) + "." + part)
    if not separators:
        return float(plain)
    is_grouped = len(separators) > 1 or _is_thousands(plain, separators[0], language)
    return float(plain.replace(separators[0], "" if is_grouped else "."))


def _is_thousands(plain: str, separator: str, language: str) -> bool:
    whole, _, part = plain.partition(separator)
    if len(part) != 3 or whole == "0":
        return False
    if language in COMMA_DECIMALS:
        return separator == "." or part == "000" or len(whole) > 1
    return separator == ","


def _quantities(found: list[Number], text: str, language: str) -> Iterator[Quantity]:
    """Numbers as quantities: two make a range or a change where the words between them say so."""
    at = 0
    while at < len(found):
        first, second = found[at], found[at + 1] if at + 1 < len(found) else None
        pair = _pair(first, second, text, language) if second else ()
        yield from pair or [_single(first, text, language)]
        at += 2 if pair else 1


def _pair(first: Number, second: Number, text: str, language: str) -> tuple[Quantity, ...]:
    """A change as two quantities, a range as one; empty where two numbers are neither."""
    change = quantities_changes.read(first, second, text, language)
    if change:
        was, now = _single(change[0], text, language), _single(change[1], text, language, change[0].end)
        return replace(was, role="from"), replace(now, role="to")
    if _is_range(first, second, text, language):
        return (Quantity(first.start, second.end, first.scaled_like(second).value, second.value, "range"),)
    return ()


def _is_range(first: Number, second: Number, text: str, language: str) -> bool:
    between = text[first.end : second.start].strip()
    if first.is_vague or second.is_vague or first.scaled_like(second).value >= second.value:
        return False
    if between in forms(language, "between", "range"):
        return True
    before = text[max(0, first.start - CUE_WINDOW) : first.start]
    is_pair = between in forms(language, "between", "pair")
    return is_pair and _ends(before, forms(language, "before", "pair"), language) > 0


def _single(number: Number, text: str, language: str, low: int = 0) -> Quantity:
    """A number with the words that bound it; of those in front, only what stands behind `low`, where a change began:
    the "до" of "с 34 до 11" is no ceiling."""
    start, end, value = number.start, number.end, number.value
    if number.is_vague:
        return Quantity(start, end, 2 * value, None, "vague")
    before = text[max(low, start - CUE_WINDOW) : start]
    if low:
        before = quantities_changes.behind_join(before, language)
    after = text[end : end + CUE_WINDOW]
    standing = [(_longest(before, after, language, bound), bound) for bound in ("at_least", "at_most", "about")]
    length, bound = max(standing, key=lambda item: item[0])
    if not length:
        return Quantity(start, end, value, value, "exact")
    return Quantity(start, end, None if bound == "at_most" else value, None if bound == "at_least" else value, bound)


def _longest(before: str, after: str, language: str, bound: str) -> int:
    """Characters of the longest words of a bound beside a number, 0 for none: "no more than" is not "more than"."""
    behind = _begins(after, forms(language, "after", bound), language)
    return max(behind, _ends(before, forms(language, "before", bound), language))


def _ends(before: str, forms: tuple[str, ...], language: str) -> int:
    """Characters of the longest form at the end of what stands before a number, 0 for none."""
    plain = before.rstrip()
    if not plain.endswith(forms):
        return 0
    whole = (f for f in forms if language in NO_SPACES or not plain[: len(plain) - len(f)][-1:].isalpha())
    return max((len(form) for form in whole if plain.endswith(form)), default=0)


def _begins(after: str, forms: tuple[str, ...], language: str) -> int:
    """Characters of the longest form at the beginning of what stands behind a number, 0 for none."""
    plain = after.lstrip()
    if not plain.startswith(forms):
        return 0
    near = (f for f in forms if after.startswith(f) or (len(f) > 1 and plain.startswith(f)))
    return max((len(f) for f in near if language in NO_SPACES or not plain[len(f) : len(f) + 1].isalpha()), default=0)


@cache
def _words(language: str) -> dict[str, tuple[float, str, str]]:
    rows = reference.table("number_words").filter(language=language)
    return {row["form"]: (float(row["value"]), row["role"], row["alone"]) for row in rows.iter_rows(named=True)}


@cache
def forms(language: str, side: str, bound: str) -> tuple[str, ...]:
    """The words of quantity_cues.csv that stand on a side of a number and bound it so."""
    return tuple(reference.table("quantity_cues").filter(language=language, side=side, bound=bound)["form"])


@cache
def _pattern(language: str) -> re.Pattern[str]:
    return re.compile(f"{DIGITS}|{_alternatives(_words(language))}" if language in NO_SPACES else f"{DIGITS}|{WORD}")


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
