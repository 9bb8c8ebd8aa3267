"""What the words around a date say of it: `sql/reference/date_cues.csv`."""

from functools import cache

import polars as pl

from tasks.core import dates_grammar, reference
from tasks.core.dates_lexer import is_spaced, is_suffixed
from tasks.core.dates_pattern import DIGIT

SENTENCE_END = r"[.!?。！？\n]"
CLOSED = r"^\s*(?:[.,;:!?)]|$)"


def with_cues(halves: pl.DataFrame, language: str) -> pl.DataFrame:
    """Adds what the sentence says of each date (dates_grammar.halves), all Boolean.

    `ahead`: it looks forward; `until`: a word such as "by" stands before the date; `gone`: a word that goes with the
    past only; `between`: "between", and `between_after`: its like behind the date; `in_place`: its words mean a date
    where they stand; `bare_number`: a number alone, which is no date but beside one; `amount`: what follows is counted;
    `this_year`: the language leaves out the current year only. Dates that are not in their place are left out, unless
    they are joined to others.
    """
    lead, tail = pl.col("lead"), pl.col("tail")
    does_not = _says(tail, language, "after", "not")
    in_year = language in reference.document("date_rules")["yearless"]["this_year"]
    cued = halves.with_columns(
        ahead=_ahead(language),
        until=_says(lead, language, "before", "until") | _says(tail, language, "after", "until"),
        gone=_says(lead, language, "before", "gone") | _says(tail, language, "after", "gone"),
        between=_says(lead, language, "before", "between"),
        between_after=_says(tail, language, "after", "between"),
        bare_number=(pl.col("rule") == "fragment") & pl.col("surface").str.contains(f"^{DIGIT}") & ~does_not,
        amount=does_not,
        this_year=pl.lit(in_year),
    ).with_columns(in_place=_in_place(language, does_not))
    joined = pl.col("joins").is_not_null()
    return cued.filter(pl.col("in_place") | joined | joined.shift(-1, fill_value=False))


def _ahead(language: str) -> pl.Expr:
    lead, tail = pl.col("lead"), pl.col("tail")
    sentence = lead.str.replace(rf"(?s)^.*{SENTENCE_END}\s", "")
    rest = tail.str.replace(rf"(?s){SENTENCE_END}.*$", "")
    forward = _says(sentence, language, "earlier", "future") & ~_says(lead, language, "before", "past")
    forward |= _says(tail, language, "after", "future")
    return forward | _says(rest, language, "later", "future")


def _in_place(language: str, does_not: pl.Expr) -> pl.Expr:
    """What the rule of a date needs (dates_grammar.needs) is there."""
    lead, tail = pl.col("lead"), pl.col("tail")
    paren = lead.str.contains(r"[(（]$") & tail.str.contains(r"^[)）]")
    ends = tail.str.contains(CLOSED) | _says(tail, language, "after", "on")
    needs = pl.col("rule").replace_strict(dates_grammar.needs(), default=None, return_dtype=pl.String)
    return (
        pl.when(needs == "in").then((_says(lead, language, "before", "in") & ~does_not) | paren)
        .when(needs == "paren").then(paren)
        .when(needs == "within").then(_says(lead, language, "before", "within") & pl.col("ahead"))
        .when(needs == "on").then(_says(lead, language, "before", "on") & ends)
        .when(needs == "pair").then(pl.lit(False))
        .otherwise(pl.lit(True))
    )  # fmt: skip


def _says(text: pl.Expr, language: str, side: str, cue: str) -> pl.Expr:
    """Whether a text has one of the words of date_cues.csv; never where there are none."""
    pattern = _cue(language, side, cue)
    return text.str.contains(pattern) if pattern else pl.lit(False)


@cache
def _cue(language: str, side: str, cue: str) -> str | None:
    """The regular expression for the words of date_cues.csv on one side of a date; None where there are none.

    `before` and `after` touch the date, `earlier` and `later` are anywhere in the sentence.
    """
    rows = reference.table("date_cues").filter(language=language, side=side, cue=cue)["forms"]
    if rows.is_empty():
        return None
    escaped = pl.Series("form", rows[0].split("|")).str.escape_regex()
    words = "(?:" + "|".join(escaped) + ")"
    begins = r"(?:^|[^\p{L}])" if is_spaced(language) else ""
    ends = r"(?:[^\p{L}]|$)" if is_spaced(language) and not is_suffixed(language) else ""
    shapes = {
        "before": rf"(?i){begins}{words}[\s(]*$",
        "earlier": rf"(?i){begins}{words}{ends}",
        "after": rf"(?i)^[\s,]*{words}{ends}",
        "later": rf"(?i){words}",
    }
    return shapes[side]
