"""What the words around a date say of it: `sql/reference/date_cues.csv`.

A cue's `side` is where its words stand: `before` and `after` touch the date, `next` does without a comma between,
`earlier` and `later` are anywhere in the sentence, `clause` between the commas around it (in languages whose verb comes
last, behind it), `end` in the date itself. In a word, `*` stands for any letters; alone, for any word.
"""

from functools import cache

import polars as pl

from tasks.core import dates_grammar, reference
from tasks.core.dates_lexer import is_spaced, is_suffixed
from tasks.core.dates_pattern import DIGIT

SENTENCE_END = r"[.!?。！？\n]"
OPENED = r"(?s)^.*(?:[.!?]\s|[。！？\n])"
CLOSED = r"^\s*(?:[.,;:!?)]|$)"
COMMA = ',;:—(«„“"，、；：「『'
LETTERS, WORD = r"[\p{L}\p{N}]*", r"[\p{L}\p{N}]+"
WEEKDAY_RULES = ("weekday", "unsure_weekday", "weekday_day")
UNANCHORED = ("before", "earlier", "clause", "end")
MOVED_RULES = ("count_ago", "count_from_story", "story")


def with_cues(halves: pl.DataFrame, language: str) -> pl.DataFrame:
    """Adds what the sentence says of each date (dates_grammar.halves), all Boolean.

    `ahead`: it looks forward; `past`: its verb looks back; `until`: a word such as "by" stands before the date; `gone`:
    a word that goes with the past only; `since`: "from" or "since"; `between`: "between", and `between_after`: its like
    behind the date; `recurs`: every such weekday is meant; `of_story`: it counts from the day the story told last;
    `in_place`: its words mean a date where they stand; `bare_number`: a number alone, which is no date but beside one;
    `amount`: what follows is counted; `this_year`: the language leaves out the current year only. Dates that are not in
    their place are left out, unless they are joined to others.
    """
    lead, tail = pl.col("lead"), pl.col("tail")
    does_not = _says(tail, language, "after", "not")
    in_year = language in reference.document("date_rules")["yearless"]["this_year"]
    recurring = _says(pl.col("rest"), language, "after", "recurs")
    clause = pl.col("clause")
    opened = halves.with_columns(opening=pl.col("lead").str.replace(OPENED, ""))
    spoken = opened.with_columns(clause=_clause(language), announced=_announced(language))
    cued = spoken.with_columns(subordinate=_subordinate(language)).with_columns(
        ahead=_ahead(language) | _says(clause, language, "clause", "future").fill_null(False),
        past=_says(clause, language, "clause", "past").fill_null(False),
        until=_says(lead, language, "before", "until") | _says(tail, language, "after", "until"),
        gone=_says(lead, language, "before", "gone") | _says(tail, language, "after", "gone"),
        since=_says(lead, language, "before", "since"),
        between=_says(lead, language, "before", "between"),
        between_after=_says(tail, language, "after", "between"),
        recurs=pl.col("rule").is_in(WEEKDAY_RULES) & (_says(lead, language, "before", "recurs") | recurring),
        of_story=_says(lead, language, "before", "story") | _says(pl.col("rest"), language, "next", "story"),
        bare_number=(pl.col("rule") == "fragment") & pl.col("surface").str.contains(f"^{DIGIT}") & ~does_not,
        amount=does_not,
        this_year=pl.lit(in_year),
    )
    placed = cued.with_columns(in_place=_in_place(language, does_not) & ~_counted_beside(language))
    joined = pl.col("joins").is_not_null()
    company = pl.col("in_place") | joined | joined.shift(-1, fill_value=False)
    return placed.filter(company).drop("opening", "clause", "announced", "subordinate", "rest")


def _announced(language: str) -> pl.Expr:
    """A word of the future stands before the date in its sentence."""
    told = _says(pl.col("lead"), language, "before", "past")
    return _says(pl.col("opening"), language, "earlier", "future") & ~told


def _subordinate(language: str) -> pl.Expr:
    """The subordinate clause in which a date stands whose sentence has announced something; else null."""
    begins = _cue(language, "clause", "ends")
    announcing = pl.when("announced").then("opening")
    return announcing.str.extract(f"(?s)^.*{begins}(.*)$") if begins else pl.lit(None, pl.String)


def _ahead(language: str) -> pl.Expr:
    lead, tail, subordinate = pl.col("lead"), pl.col("tail"), pl.col("subordinate")
    rest = tail.str.replace(rf"(?s){SENTENCE_END}.*$", "")
    looks_on = _says(subordinate, language, "clause", "future") | _says(subordinate, language, "earlier", "future")
    looks_back = (_says(subordinate, language, "clause", "past") & ~looks_on).fill_null(False)
    forward = (pl.col("announced") & ~looks_back) | _says(rest, language, "later", "future")
    return forward | _says(lead, language, "before", "future") | _says(tail, language, "after", "future")


def _clause(language: str) -> pl.Expr:
    """The words around a date whose tense counts, without those that only look like verbs; null for other dates.

    The clause ends where a reported or a second one begins; where the verb comes last, what stands before the date says
    nothing.
    """
    tensed = pl.when(pl.col("rule").is_in(dates_grammar.tensed()))
    rest = tensed.then("rest").str.replace(rf"(?s)({SENTENCE_END}).*$", "$1")
    after = rest.str.extract(rf"^[\s,，、)]*([^{COMMA}]*)")
    before = tensed.then("opening").str.extract(f"([^{COMMA}]*)$")
    ends, conjunction = _cue(language, "clause", "ends"), _conjunction(language)
    before = before.str.replace(f"(?s)^.*{ends}", "") if ends else before
    after = after.str.replace(f"(?s){ends}.*$", "") if ends else after
    after = after.str.replace(f"(?s){conjunction}.*$", "") if conjunction else after
    verb_last = language in reference.document("date_rules")["verb"]["last"]
    words = after if verb_last else pl.concat_str(before, pl.lit(" "), after)
    unlike = _cue(language, "clause", "not")
    return words.str.replace_all(unlike, " ") if unlike else words


@cache
def _conjunction(language: str) -> str | None:
    """The regular expression for an "and" right behind a date."""
    rows = reference.table("date_gaps").filter(language=language, joins="list")["forms"]
    words = [word for row in rows for word in row.split("|") if word.isalpha()]
    return rf"(?i)^(?:{'|'.join(words)})\s" if words else None


def _in_place(language: str, does_not: pl.Expr) -> pl.Expr:
    """What the rule of a date needs (dates_grammar.needs) is there."""
    lead, tail = pl.col("lead"), pl.col("tail")
    paren = lead.str.contains(r"[(（]$") & tail.str.contains(r"^[)）]")
    ends = tail.str.contains(CLOSED) | _says(tail, language, "after", "on")
    within = _says(lead, language, "before", "in") & ~_says(lead, language, "before", "not")
    needs = pl.col("rule").replace_strict(dates_grammar.needs(), default=None, return_dtype=pl.String)
    return (
        pl.when(needs == "in").then((within & ~does_not) | paren)
        .when(needs == "paren").then(paren)
        .when(needs == "within").then(_says(lead, language, "before", "within") & pl.col("ahead"))
        .when(needs == "on").then(_says(lead, language, "before", "on") & ends)
        .when(needs == "pair").then(pl.lit(False))
        .otherwise(pl.lit(True))
    )  # fmt: skip


def _counted_beside(language: str) -> pl.Expr:
    """The words count from an event that is named beside them: `the day before the talks`, `회담 사흘 뒤`."""
    rule, surface = pl.col("rule"), pl.col("surface")
    counts = rule.is_in(MOVED_RULES)
    if _cue(language, "end", "offset"):
        points_on = _says(surface, language, "end", "offset") & (counts | (rule == "relative"))
    else:
        points_on = counts & ((rule != "count_ago") | pl.col("later").is_not_null())
    eve, same_day = ((pl.col("same") < 0).fill_null(False), (pl.col("same") == 0).fill_null(False))
    alone = eve & _says(pl.col("lead"), language, "before", "alone")
    named_after = points_on & ~alone & _says(pl.col("rest"), language, "next", "offset")
    named_before = counts & ~same_day & _says(pl.col("lead"), language, "before", "offset")
    return (named_after | named_before) & ~pl.col("of_story")


def _says(text: pl.Expr, language: str, side: str, cue: str) -> pl.Expr:
    """Whether a text has one of the words of date_cues.csv; never where there are none."""
    pattern = _cue(language, side, cue)
    return text.str.contains(pattern) if pattern else pl.lit(False)


@cache
def _cue(language: str, side: str, cue: str) -> str | None:
    """The regular expression for the words of date_cues.csv on one side of a date; None where there are none."""
    rows = reference.table("date_cues").filter(language=language, side=side, cue=cue)["forms"]
    if rows.is_empty():
        return None
    spaced, suffixed = is_spaced(language), is_suffixed(language)
    begins = r"(?:^|[^\p{L}])" if spaced and not (suffixed and side == "clause") else ""
    words = _alternatives(rows[0].split("|"), begins if side in UNANCHORED else None)
    ends = r"(?:[^\p{L}]|$)" if spaced and not suffixed else ""
    shapes = {
        "before": rf"(?i){words}[\s(]*$",
        "earlier": rf"(?i){words}{ends}",
        "after": rf"(?i)^[\s,]*{words}{ends}",
        "next": rf"(?i)^\s*{words}{ends}",
        "later": rf"(?i){words}",
        "clause": rf"(?i){words}{ends}",
        "end": rf"(?i){words}$",
    }
    return shapes[side]


def _alternatives(forms: list[str], begins: str | None) -> str:
    """One regular expression for forms of date_cues.csv, with what stands before a word; None where it is anchored.

    Where it is not, a `*` in front is left out, as any letters may stand there: the engine is faster without it.
    """
    escaped = pl.Series("form", forms).str.escape_regex().replace(r"\*", WORD)
    starred = escaped.str.starts_with(r"\*") & (begins is not None)
    begun = escaped.filter(~starred).str.replace_all(r"\*", LETTERS, literal=True)
    ending = escaped.filter(starred).str.strip_prefix(r"\*").str.replace_all(r"\*", LETTERS, literal=True)
    groups = [f"{begins or ''}(?:{'|'.join(begun)})"] if len(begun) else []
    return f"(?:{'|'.join([*groups, *ending])})"
