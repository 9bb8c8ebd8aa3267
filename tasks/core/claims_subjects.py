"""What a number counts: the words of sql/reference/claim_subjects.csv around it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tasks.core import reference
from tasks.core.claims_cues import cue
from tasks.core.quantities import NO_SPACES, Quantity, forms

AFTER, BEFORE = 60, 45  # characters in which the noun stands
AFTER_DENSE, BEFORE_DENSE = 18, 16  # in Korean, Chinese and Japanese
NEAR = 4  # characters between a number and its unit
FATE = 24  # characters between a verb of killing and the number
JOINED = 3  # characters between a noun and its number: 병력 약 1만 명
CURRENCY, CASUALTY, NOUN, UNIT, PERSONS, NONE = 0, 1, 2, 3, 8, 9
STOPS = re.compile(r"[,;:()\n、，；。（）—]|(?<=\D)\.(?=\s)")
BREAKS = re.compile(r"[;:()\n；。（）—]")
MEASURES = frozenset({"tonne", "barrel"})
CLAUSE_ENDS = ("고 ", "며 ")
VERB_LAST = frozenset({"ko", "ja"})
PART = re.compile(r"중 |가운데|[고며] |うち|[、,]")
ORDINAL = ("제", "第", "№")
DIALLED = re.compile(r"[-–]\d| \d\d[ -]\d\d\b")
DIALLED_BEFORE = re.compile(r"\+|\d[-–]$")
PLACE = 14  # characters in front of a number in which "page" or "flight" stands
FIRST_WORD = re.compile(r" *([^\W\d_]+)")
ADJECTIVE = re.compile(r"(?:[ыи][хмей]|ми) +[а-яёіїєґ]+(?:ий|ей|ов|ев|ів|ых|их)\b")  # военных учений
LABELLED = re.compile(r"[\w,] [A-ZА-ЯЁЇІЄҐ][\w’'-]+ $")
LABEL = 25  # characters in which its word stands
PARTED = frozenset({"en", "id", "vi"})
YEAR = re.compile(r"(?:19[5-9]|20[0-4])\d")
GLUED = re.compile(r"-?[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Word:
    """A row of the table as it stands at `start` to `end`; the smaller the rank, the more it decides."""

    start: int
    end: int
    subject: str | None
    unit: str
    rank: int


def counted(text: str, quantity: Quantity, span: tuple[int, int], language: str) -> Word | None:
    """The word that says what the quantity counts, its unit filled in; None where it counts nothing of the table.

    Words after it come before words in front of it; both stand in `span` (the sentence, up to the next number), before
    the next clause. A word in front counts only where no other noun follows the number ("losses reached 4,700.").
    """
    if not _is_count(text, quantity, language):
        return None
    low, high = _window(text, quantity, span, language)
    after = list(words(text, quantity.end, high, language))
    ahead = [w for w in words(text, low, quantity.start, language) if w.rank in (CURRENCY, CASUALTY, NOUN)]
    units = [w for w in after if w.start - quantity.end <= NEAR and w.rank not in (CASUALTY, NOUN)]
    units += [w for w in ahead if w.rank == CURRENCY and quantity.start - w.end <= 1]
    unit = units[0] if units else None
    if unit and unit.rank in (CURRENCY, NONE):
        return unit if unit.rank == CURRENCY else None
    is_closed = _is_closed(text, quantity, unit, language)
    joined = [w for w in ahead if is_closed and language in NO_SPACES and _is_joined(text, w, quantity, language)]
    first, second = (after, joined) if language == "zh" else (joined, after)
    found = _decided(first) or _decided(second) or (_decided(ahead[::-1]) if is_closed else None)
    if found is None or (found.unit in MEASURES and not unit):
        return unit if unit and unit.rank == UNIT else None
    if found.rank == NOUN and found.unit == "person":
        fates = (w for w in ahead[::-1] if _is_fate(text, w, quantity))
        suffered = (w for w in after if language in VERB_LAST and _is_suffered(text, w, quantity))
        found = next(fates, None) or next(suffered, found)
    is_measure = unit is not None and unit.rank == UNIT and found.unit != "person"
    return Word(found.start, found.end, found.subject, unit.unit if unit and is_measure else found.unit, found.rank)


def is_bare(text: str, quantity: Quantity, span: tuple[int, int], language: str) -> bool:
    """Whether a number stands without a noun of its own, as in "Kyiv counts 3,000 dead. Seoul stops at 1,100"."""
    if not _is_count(text, quantity, language):
        return False
    after = list(words(text, quantity.end, min(span[1], quantity.end + NEAR + 1), language))
    if after:
        end = after[0].end
        return after[0].rank == PERSONS and (language in NO_SPACES or not FIRST_WORD.match(text, end))
    return not FIRST_WORD.match(text, quantity.end) and not text.startswith("%", quantity.end)


def _is_joined(text: str, word: Word, quantity: Quantity, language: str) -> bool:
    """Right in front of the number, and not the verb of a clause that has just ended: 숨지고 1000여 명이."""
    between = text[word.end : quantity.start].strip()
    return (len(between) < JOINED or between in bounds(language)) and not text.startswith(CLAUSE_ENDS, word.end)


@cache
def bounds(language: str) -> frozenset[str]:
    """The words that stand in front of a number and bound it: 최소."""
    return frozenset(form for bound in ("at_least", "at_most", "about") for form in forms(language, "before", bound))


def _is_fate(text: str, word: Word, quantity: Quantity) -> bool:
    """Whether persons counted behind it are counted as killed or wounded: "killed 600 soldiers"."""
    between = text[word.end : quantity.start]
    return word.rank == CASUALTY and len(between) <= FATE and not STOPS.search(between)


def _is_suffered(text: str, word: Word, quantity: Quantity) -> bool:
    """The same where the verb comes last: 병사 2명을 생포했다; not of those who are only the whole: 1만명 중 사망자."""
    return word.rank == CASUALTY and not PART.search(text, quantity.end, word.end)


def _is_closed(text: str, quantity: Quantity, unit: Word | None, language: str) -> bool:
    """Whether nothing but a counter, an "and", the "to" of a change or the end of the clause follows the number."""
    if unit or language in NO_SPACES:
        return unit is not None or quantity.role == "from"
    after = FIRST_WORD.match(text, quantity.end)
    bounds = ("pair", "range", "change", "changed")
    joins = [form for bound in bounds for form in forms(language, "between", bound)]
    return not after or after[1].lower() in joins


def words(text: str, start: int, end: int, language: str) -> Iterator[Word]:
    """The table's words between two characters, in text order, the longest of overlapping ones."""
    pattern, rows = _table(language)
    if pattern is not None:
        for match in pattern.finditer(text, start, end):
            subject, unit, rank = rows[(match.lastindex or 1) - 1]
            if rank != NOUN or not ADJECTIVE.match(text, match.end() - 2):
                yield Word(match.start(), match.end(), subject, unit, rank)


def _decided(found: list[Word]) -> Word | None:
    """The word of the lowest rank, of equal ones the nearest; killed beside wounded makes casualties."""
    nouns = [word for word in found if word.rank in (CASUALTY, NOUN)]
    if not nouns:
        return None
    best = min(nouns, key=lambda word: word.rank)
    if {"killed", "wounded"} <= {word.subject for word in nouns}:
        return Word(best.start, best.end, "casualties", best.unit, best.rank)
    return best


def _is_count(text: str, quantity: Quantity, language: str) -> bool:
    """Not part of a name, an ordinal or a telephone number, nor of an address: the 20 of "Hwasong-20", "page 20"; and
    no year, in languages that part thousands."""
    if language in PARTED and YEAR.fullmatch(text, quantity.start, quantity.end):
        return False
    if DIALLED.match(text, quantity.end) or DIALLED_BEFORE.search(text, max(0, quantity.start - 3), quantity.start):
        return False
    place = cue(language, "place")
    if place and place.search(text[max(0, quantity.start - PLACE) : quantity.start].rstrip(" №#")):
        return False
    before = text[max(0, quantity.start - 2) : quantity.start]
    if before.endswith(ORDINAL) or (len(before) == 2 and before[1] in "-–" and before[0].isalpha()):
        return False
    return language in NO_SPACES or not (GLUED.match(text, quantity.end) or _is_label(text, quantity, language))


def _is_label(text: str, quantity: Quantity, language: str) -> bool:
    """The 731 of "Unit 731": a capital stands in front and no noun of the table behind."""
    labelled = LABELLED.search(text, max(0, quantity.start - LABEL), quantity.start)
    nouns = words(text, quantity.end, min(len(text), quantity.end + LABEL), language)
    return bool(labelled) and all(word.rank in (CASUALTY, NONE) for word in nouns)


def _window(text: str, quantity: Quantity, span: tuple[int, int], language: str) -> tuple[int, int]:
    before, after = (BEFORE_DENSE, AFTER_DENSE) if language in NO_SPACES else (BEFORE, AFTER)
    low, high = max(span[0], quantity.start - before), min(span[1], quantity.end + after)
    stop = STOPS.search(text, quantity.end + text.startswith(".", quantity.end), high)
    breaks = [match.end() for match in BREAKS.finditer(text, low, quantity.start)]
    return max([low, *breaks]), stop.start() if stop else high


@cache
def _table(language: str) -> tuple[re.Pattern[str] | None, list[tuple[str | None, str, int]]]:
    rows = reference.table("claim_subjects").filter(language=language).rows(named=True)
    ordered = sorted(rows, key=lambda row: -len(row["form"]))
    groups = "|".join(f"({_form(row['form'], language)})" for row in ordered)
    pattern = re.compile(groups, re.IGNORECASE) if ordered else None
    return pattern, [(row["subject"], row["unit"], int(row["rank"])) for row in ordered]


def _form(form: str, language: str) -> str:
    plain = re.escape(form).replace(r"\*", r"\w*")
    return plain if language in NO_SPACES or not form[0].isalpha() else rf"\b{plain}\b"
