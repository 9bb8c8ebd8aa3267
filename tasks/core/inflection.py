"""Case forms of names in inflecting languages, by a table of which endings replace which."""

import re
from collections.abc import Mapping
from itertools import product, zip_longest

import polars as pl

FIXED = "."
NO_ENDING = "-"
GAP = re.compile(r"([ -])")

Cases = tuple[tuple[str, ...], ...]
Rules = Mapping[tuple[str, str], Mapping[str, Cases]]


def rules(table: pl.DataFrame) -> Rules:
    """(language, class) -> ending of the dictionary form -> for each case the endings that replace it.

    Takes language, class, ending and one column a case; `/` between alternatives, `-` for no ending.
    """
    found: dict[tuple[str, str], dict[str, Cases]] = {}
    for language, kind, ending, *cases in table.iter_rows():
        replaced = tuple(tuple(case.replace(NO_ENDING, "").split("/")) for case in cases if case)
        found.setdefault((language, kind), {})[ending or ""] = replaced
    return found


def word_cases(word: str, endings: Mapping[str, Cases]) -> Cases:
    """A word in each case, the longest of the endings deciding; nothing where it has none of them."""
    ending = next((word[i:] for i in range(len(word) + 1) if word[i:] in endings), None)
    if ending is None:
        return ()
    stem = word.removesuffix(ending)
    return tuple(tuple(stem + form for form in case) for case in endings[ending])


def forms(name: str, language: str, classes: str | None, known: Rules) -> list[str]:
    """All case forms of a name, itself first, each once; only itself where `classes` is empty.

    `classes` has one letter a word (hyphens divide words too), `.` for a word that stays as it is. Words stand in the
    same case. ValueError where the letters do not fit the words or the language has no such class.
    """
    if not classes:
        return [name]
    words, gaps = GAP.split(name)[::2], [*GAP.split(name)[1::2], ""]
    if len(words) != len(classes) or any((language, kind) not in known for kind in classes if kind != FIXED):
        raise ValueError(f"{name}: classes {classes!r} do not fit its words in {language!r}")
    cases = [word_cases(word, known.get((language, kind), {})) for word, kind in zip(words, classes, strict=True)]
    spelled = [name]
    for case in zip_longest(*cases):
        choices = [given or (word,) for word, given in zip(words, case, strict=True)]
        spelled += ["".join(map("".join, zip(choice, gaps, strict=True))) for choice in product(*choices)]
    return list(dict.fromkeys(spelled))


def spelled(table: pl.DataFrame, column: str, known: Rules) -> pl.DataFrame:
    """A table of names with `language` and `inflection`, one row a case form: `column` is the form, `dictionary_form`
    what stood in the table; `inflection` goes."""
    rows = [
        row | {column: form, "dictionary_form": row[column]}
        for row in table.iter_rows(named=True)
        for form in forms(row[column], row["language"], row["inflection"], known)
    ]
    return pl.DataFrame(rows, schema={**table.schema, "dictionary_form": pl.String}).drop("inflection")
