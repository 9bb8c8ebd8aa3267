"""Case forms of names in inflecting languages, from the table `inflections`: which endings replace which."""

import re
from functools import cache
from itertools import product

from tasks.core import reference

FIXED = "."
SEPARATORS = re.compile(r"([ -])")


@cache
def endings() -> dict[tuple[str, str], dict[str, tuple[str, ...]]]:
    """(language, class) -> ending of the dictionary form -> the endings that replace it."""
    table: dict[tuple[str, str], dict[str, tuple[str, ...]]] = {}
    for language, kind, ending, forms in reference.table("inflections").iter_rows():
        table.setdefault((language, kind), {})[ending or ""] = tuple((forms or "").split("|")) if forms else ()
    return table


def word_forms(word: str, language: str, kind: str) -> tuple[str, ...]:
    """A word in its dictionary form and its other cases, the longest ending of its class deciding; KeyError for no class."""
    rules = {} if kind == FIXED else endings()[language, kind]
    ending = next((word[i:] for i in range(len(word) + 1) if word[i:] in rules), None)
    if ending is None:
        return (word,)
    stem = word.removesuffix(ending)
    return (word, *(stem + form for form in rules[ending]))


def forms(name: str, language: str, classes: str | None) -> list[str]:
    """All case forms of a name, itself first; `classes` has one letter a word (hyphens divide words), `.` for no change.

    Words of one case change together, so that a name of two words does not give the product of their forms:
    the n-th forms go together, and where a word has more forms than its neighbour, every mixture of those is given.
    ValueError where the letters do not fit the words.
    """
    if not classes:
        return [name]
    parts = SEPARATORS.split(name)
    words, gaps = parts[::2], [*parts[1::2], ""]
    if len(words) != len(classes):
        raise ValueError(f"{name}: {len(words)} words, classes {classes!r}")
    options = [word_forms(word, language, kind) for word, kind in zip(words, classes, strict=True)]
    base, oblique = options_of(options)
    spelled = ["".join(w + g for w, g in zip(choice, gaps, strict=True)) for choice in (base, *product(*oblique))]
    return list(dict.fromkeys(spelled))


def options_of(options: list[tuple[str, ...]]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """The dictionary forms, and for each word its oblique forms (itself where it never changes)."""
    return tuple(o[0] for o in options), [o[1:] or o for o in options]
