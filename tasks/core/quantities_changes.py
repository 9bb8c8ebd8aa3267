"""A change told by two numbers: "from 34,000 to 11,000" is what was and what is, no range."""

import re
from functools import cache

from tasks.core import reference
from tasks.core.quantities_grammar import Number

NO_SPACES = frozenset({"ko", "zh", "ja"})
NEAR = 48  # characters around a pair in which its verb stands
LONGEST = 48  # characters between two numbers of one change
ENDS = re.compile(r"[.!?;\n。！？；]\s")
TENFOLD = 10


def read(first: Number, second: Number, text: str, language: str) -> tuple[Number, Number] | None:
    """What was and what is, where two numbers of a lower-case text tell a change; None elsewhere.

    A fall needs its "from" and "to" alone; a rise, which a range looks like, a verb or particle of change too. "From 34
    to 11 thousand" is read in thousands.
    """
    between = text[first.end : second.start]
    if first.is_vague or second.is_vague or len(between) > LONGEST:
        return None
    joined = _joined(between, language)
    if joined is None or not _opens(text[max(0, first.start - NEAR) : first.start], language):
        return None
    before = _scaled(first, second) if _is_bare(between, language) else first
    if before.value == second.value:
        return None
    is_told = joined == "changed" or _is_told(first, second, text, language)
    return (before, second) if is_told or before.value > second.value else None


def behind_join(between: str, language: str) -> str:
    """What stands behind the words that join two numbers of a change."""
    forms = (*_forms("between", "changed", language), *_forms("between", "change", language))
    joins = (between.find(form) + len(form) for form in sorted(forms, key=len, reverse=True) if form in between)
    return between[next(joins, 0) :]


def _scaled(first: Number, second: Number) -> Number:
    count = second.value / second.scale
    if first.scale == 1 < second.scale and first.value <= TENFOLD * count:
        return Number(first.start, first.end, first.value * second.scale, False, second.scale)
    return first


def _opens(before: str, language: str) -> bool:
    pattern = _pattern("before", "change", language)
    return pattern is None or pattern.search(before) is not None


def _joined(between: str, language: str) -> str | None:
    """The bound of the words between two numbers: change, changed, or None where they join none."""
    for bound in ("changed", "change"):
        pattern = _pattern("between", bound, language)
        if pattern is not None and pattern.fullmatch(between):
            return bound
    return None


def _is_bare(between: str, language: str) -> bool:
    return between.strip(" .") in _forms("between", "change", language) + _forms("between", "changed", language)


def _is_told(first: Number, second: Number, text: str, language: str) -> bool:
    """Whether a verb of change stands in the clause, or a particle of change behind the second number."""
    behind = _pattern("after", "changed", language)
    if behind is not None and behind.match(text, second.end):
        return True
    verbs = _pattern("near", "changed", language)
    ahead = ENDS.split(text[max(0, first.start - NEAR) : first.start])[-1]
    after = ENDS.split(text[second.end : second.end + NEAR], maxsplit=1)[0]
    return verbs is not None and any(verbs.search(part) for part in (ahead, after))


@cache
def _pattern(side: str, bound: str, language: str) -> re.Pattern[str] | None:
    """The words of a side as they may stand there: with a counter, and with up to two words in between."""
    forms = "|".join(map(re.escape, sorted(_forms(side, bound, language), key=len, reverse=True)))
    if not forms:
        return None
    dense = {
        "before": rf"(?:{forms})[^\d，。、；,]{{0,8}}$",
        "between": rf"\s?[^\W\d]{{0,3}}?\s?(?:{forms})\s?[^\W\d]{{0,3}}\s?",
        "after": rf"\s?[^\W\d]{{0,2}}?(?:{forms})",
    }
    spaced = {
        "before": rf"(?<!\w)(?:{forms})\s+(?:[^\W\d]+\s+){{0,3}}[$€£¥₩]?$",
        "between": rf"\.?\s*(?:[^\W\d]+[\s,]+){{0,2}}?(?:{forms})\s+(?:[^\W\d]+\s+){{0,3}}[$€£¥₩]?",
        "near": rf"(?<!\w)(?:{forms})",
    }
    shape = (dense if language in NO_SPACES else spaced).get(side)
    return re.compile(shape) if shape else None


def _forms(side: str, bound: str, language: str) -> tuple[str, ...]:
    return tuple(reference.table("quantity_cues").filter(language=language, side=side, bound=bound)["form"])
