"""What the words around a date say of it: `sql/reference/date_cues.csv`."""

from functools import cache

import polars as pl

from tasks.core import reference
from tasks.core.dates_lexer import DIGIT, is_spaced

NEVER = r"[^\s\S]"
SENTENCE_END = r"[.!?。！？\n]"
CLOSED = r"^\s*(?:[.,;:!?)]|$)"


def with_cues(halves: pl.DataFrame, language: str) -> pl.DataFrame:
    """Adds what the sentence says of each date (dates_grammar.halves), all Boolean.

    `ahead`: it looks forward; `until`: a word such as "by" stands before the date; `cue`: a preposition does; `within`:
    one that counts on from the day; `on_day`: it stands where a bare ordinal is a day; `between`: "between" stands
    before it, or its like behind it; `paren`: it fills parentheses; `bare_number`: a number alone, which is no date
    but beside one; `this_year`: the language leaves out the current year only.
    """
    lead, tail = pl.col("lead"), pl.col("tail")
    sentence = lead.str.replace(rf"(?s)^.*{SENTENCE_END}\s", "")
    rest = tail.str.replace(rf"(?s){SENTENCE_END}.*$", "")
    does_not = tail.str.contains(_cue(language, "after", "not"))
    forward = sentence.str.contains(_cue(language, "earlier", "future")) & ~lead.str.contains(_cue(language, "before", "past"))
    forward |= tail.str.contains(_cue(language, "after", "future")) | rest.str.contains(_cue(language, "later", "future"))
    ends = tail.str.contains(CLOSED) | tail.str.contains(_cue(language, "after", "on"))
    own = pl.col("surface").str.contains(f"^{DIGIT}")
    in_year = language in reference.document("date_rules")["yearless"]["this_year"]
    return halves.with_columns(
        ahead=forward,
        until=lead.str.contains(_cue(language, "before", "until")) | tail.str.contains(_cue(language, "after", "until")),
        cue=lead.str.contains(_cue(language, "before", "in")) & ~does_not,
        within=lead.str.contains(_cue(language, "before", "within")),
        on_day=lead.str.contains(_cue(language, "before", "on")) & ends,
        between=lead.str.contains(_cue(language, "before", "between")),
        between_after=tail.str.contains(_cue(language, "after", "between")),
        paren=lead.str.contains(r"[(（]$") & tail.str.contains(r"^[)）]"),
        bare_number=(pl.col("rule") == "fragment") & own & ~does_not,
        this_year=pl.lit(in_year),
    )


@cache
def _cue(language: str, side: str, cue: str) -> str:
    """The regular expression for the words of date_cues.csv on one side of a date; one that never matches where there
    are none. `before` and `after` touch the date, `earlier` and `later` are anywhere in the sentence."""
    rows = reference.table("date_cues").filter(language=language, side=side, cue=cue)["forms"]
    if rows.is_empty():
        return NEVER
    escaped = pl.Series("form", rows[0].split("|")).str.escape_regex()
    words = "(?:" + "|".join(escaped) + ")"
    begins, ends = (r"(?:^|[^\p{L}])", r"(?:[^\p{L}]|$)") if is_spaced(language) else ("", "")
    shapes = {
        "before": rf"(?i){begins}{words}[\s(]*$",
        "earlier": rf"(?i){begins}{words}{ends}",
        "after": rf"(?i)^[\s,]*{words}{ends}",
        "later": rf"(?i){words}",
    }
    return shapes[side]
