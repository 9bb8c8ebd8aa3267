"""Date words that stand together, read by the rules of `sql/reference/date_rules.toml`."""

import re
from dataclasses import dataclass
from functools import cache

import polars as pl

from tasks.core import dates_lexer, reference

SLOTS = (
    "year", "month", "day", "weekday", "week_day", "count", "ordinal", "season", "quarter", "half", "decade", "century",
    "shift", "deictic", "same", "ago", "that", "hence", "later",
)  # fmt: skip
UNITS = ("unit", "ordinal_unit", "deictic", "same", "holiday", "counted")
VALUES = (*SLOTS, *(f"{name}_unit" for name in UNITS), "numeric_unit", "numeric_word", "count_role")
ORDINALS = ("ordinal", "nth", "rank")
SHIFTS, AFTERS = ("shift", "last", "lasting"), ("shift_after", "lasting", "lasting_after")
BEHIND = (*AFTERS, "ago", "later", "that")
MONTHS = ("month", "unsure_month")
DAYS_AND_WEEKS = ("day", "week", "weekend")
SLOT_OF_ROLE = {
    "unsure_month": "month", "unsure_weekday": "weekday", "bareyear": "year", "shortyear": "year", "counted": "count",
    "unsure_numeric": "numeric", "period_part": "deictic", "shift_after": "shift", "last": "shift", "lasting": "shift",
    "across": "later", "lasting_after": "shift",
}  # fmt: skip
COUNTABLE = ("day", "shortyear")
NUMBERS = ("number", "digits")
OWN_ROLES = ("bareyear", "holiday", "digits")
COMMAS = (",", "、", "，")
LONGEST_GAP = 48  # bytes


@dataclass(frozen=True, slots=True)
class Half:
    """A date read in a row of roles: words first..last, by the rule, and what each word is in it."""

    first: int
    last: int
    rule: str
    slots: tuple[str, ...]


@cache
def letters() -> dict[str, str]:
    """One character for every role of the reference tables, for the regular expressions of the rules."""
    roles = {*reference.table("date_words")["role"], *OWN_ROLES} - {"numeral"}
    return {role: chr(0x100 + n) for n, role in enumerate(sorted(roles))}


@cache
def _grammar() -> re.Pattern[str]:
    rules = reference.document("date_rules")["rule"]
    alternatives = [(rule["name"], "|".join(map(_compiled, rule["patterns"]))) for rule in rules]
    return re.compile("|".join(f"(?P<{name}>{body})" for name, body in alternatives))


@cache
def _numbers() -> dict[str, str]:
    return {rule["name"]: rule["number"] for rule in reference.document("date_rules")["rule"] if "number" in rule}


@cache
def needs() -> dict[str, str]:
    """Rules that mean a date only in a certain place (dates_cues), and which."""
    return {rule["name"]: rule["needs"] for rule in reference.document("date_rules")["rule"] if "needs" in rule}


@cache
def tensed() -> list[str]:
    """Rules whose dates lie where the verb of their clause says."""
    return [rule["name"] for rule in reference.document("date_rules")["rule"] if rule.get("tense")]


def _compiled(pattern: str) -> str:
    groups = reference.document("date_rules")["groups"]

    def word(match: re.Match[str]) -> str:
        name = match[0]
        if name in groups:
            return "(?:" + "|".join(_compiled(entry) for entry in groups[name]) + ")"
        return letters()[name]

    grouped = re.sub(r"\w+(?:\|\w+)+", lambda match: f"(?:{match[0]})", pattern)
    optional = grouped.replace("[", "(?:").replace("]", ")?")
    return re.sub(r"[A-Za-z_]+", word, optional).replace(" ", "")


def read(roles: str) -> list[Half]:
    """The dates in a row of role letters, left to right, none overlapping another."""
    names = {letter: role for role, letter in letters().items()}
    halves = []
    for match in _grammar().finditer(roles):
        rule = str(match.lastgroup)
        found = [names[letter] for letter in match[0]]
        halves.append(Half(match.start(), match.end() - 1, rule, tuple(_slots(found, _numbers().get(rule, "day")))))
    return halves


def _slots(found: list[str], number: str) -> list[str]:
    """What each word is, by its role and by what numbers mean in the rule."""
    if number == "last":
        at = found.index("last")
        found, number = [*found[:at], "ordinal", *found[at + 1 :]], "ordinal"
    around = zip(["", *found], [*found[1:], ""], strict=False)
    return [_slot(role, beside, number) for role, beside in zip(found, around, strict=True)]


def _slot(role: str, beside: tuple[str, str], number: str) -> str:
    if role in (*NUMBERS, *ORDINALS) or (number == "count" and role in COUNTABLE):
        return number
    is_relative = beside[0] in SHIFTS or beside[1] in AFTERS
    if role == "unit" and number == "ordinal" and not is_relative and set(beside) & set(ORDINALS):
        return "ordinal_unit"
    return SLOT_OF_ROLE.get(role, role)


def halves(tokens: pl.DataFrame, language: str) -> pl.DataFrame:
    """The dates in the tokens of one language (see dates_lexer.tokens): one row a date, in text order.

    Out: row, start, end, surface, rule, one Int64 column for each of SLOTS, one String column `<name>_unit` for each
    of UNITS, parts, numeric_unit, count_role, lead, tail, rest (dates_lexer.surrounded), sentence (its number), gap
    (before the first word), closes (a parenthesis is open at its end), joins (how it is joined to the date before it:
    range, list, comma, or null).
    """
    pieces = _pieces(tokens.with_columns(pl.col("gap").fill_null("")), language)
    rows = pieces.group_by("piece", maintain_order=True).agg(roles=pl.col("letter").str.join())
    distinct = rows.select(pl.col("roles").unique(maintain_order=True)).with_row_index("reading")
    which = rows.join(distinct, on="roles", maintain_order="left").select("piece", "reading")
    spread = pieces.join(which, on="piece", maintain_order="left")
    readings = _readings(distinct["roles"])
    found = _gathered(spread.join(readings, on=["reading", "place"], how="inner", maintain_order="left"))
    parts = tokens["parts"].gather(found["numeric_word"])
    surrounded = dates_lexer.surrounded(found, tokens, pl.col("rule").is_in(tensed()))
    return surrounded.with_columns(parts).drop("word", "last_word", "numeric_word")


def _pieces(tokens: pl.DataFrame, language: str) -> pl.DataFrame:
    """Tokens with a meaning, in pieces: rows of words that stand close together.

    `piece` numbers them, `joins` says what joins a token to the one before, `place` is its own place in its piece, and
    `is_last` whether the piece ends with it.
    """
    stop = pl.col("role").is_null() | (pl.col("role") == "none")
    short = pl.when(pl.col("gap").str.len_bytes() <= LONGEST_GAP).then("gap")
    joined = (
        tokens.with_columns(form=short.str.strip_chars().str.to_lowercase(), stop=stop)
        .join(_gaps(language), on="form", how="left", maintain_order="left")
        .with_columns(joins=pl.when(pl.col("form") == "").then(pl.lit("close")).otherwise("joins"))
    )
    same = (pl.col("row") == pl.col("row").shift(1)) & ~pl.col("stop").shift(1, fill_value=True) & ~_parted()
    joined = joined.with_columns(joins=pl.when(same).then("joins")).filter(~pl.col("stop"))
    begun = joined.with_columns(begins=pl.col("joins").fill_null("") != "close", at=pl.int_range(pl.len()))
    return begun.with_columns(
        letter=pl.col("role").replace_strict(letters(), return_dtype=pl.String),
        piece=pl.col("begins").cum_sum(),
        place=pl.col("at") - pl.when("begins").then("at").forward_fill(),
        is_last=pl.col("begins").shift(-1, fill_value=True),
    )


def _parted() -> pl.Expr:
    """A comma parts a word from the adverb behind it, a weekday from a relative month or year, and a month from an
    ordinal; "in" parts an ordinal from a month: `in the month, after it`; `last year, Monday`; `the first in May, the
    second in June`."""
    role, before, unit = pl.col("role"), pl.col("role").shift(1), pl.col("unit").shift(1)
    comma = pl.col("gap").str.contains(f"[{''.join(COMMAS)}]")
    longer = before.is_in(["unit", "deictic"]) & ~unit.is_in(DAYS_AND_WEEKS)
    weekday = role.is_in(["weekday", "unsure_weekday"]) & (longer | before.is_in(AFTERS))
    numbered = (role == "ordinal") & before.is_in(MONTHS)
    counted = (before == "ordinal") & role.is_in(MONTHS) & (pl.col("gap").str.strip_chars() == "in")
    return ((comma & (role.is_in(BEHIND) | weekday | numbered)) | counted).fill_null(False)


def _gaps(language: str) -> pl.DataFrame:
    table = reference.table("date_gaps").select("language", "joins", form=pl.col("forms").str.split("|"))
    rows = pl.concat([table.filter(language=name) for name in (language, "*")]).drop("language")
    return rows.explode("form").unique("form", keep="first")


def _readings(roles: pl.Series) -> pl.DataFrame:
    """What each word is in each row of roles: reading (the row's number), place, nth date of the row, rule, slot."""
    rows = [
        (reading, place, nth, found.rule, slot)
        for reading, row in enumerate(roles)
        for nth, found in enumerate(read(row))
        for place, slot in zip(range(found.first, found.last + 1), found.slots, strict=True)
    ]
    schema = {"reading": pl.UInt32, "place": pl.Int64, "nth": pl.Int64, "rule": pl.String, "slot": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _gathered(spread: pl.DataFrame) -> pl.DataFrame:
    """One row a date; of two words in one slot the first counts."""
    goes_on = (pl.col("piece") == pl.col("piece").shift(1)) & (pl.col("nth") == pl.col("nth").shift(1))
    marked = spread.with_columns(goes_on=goes_on.fill_null(False))
    marked = marked.with_columns(alone=~(pl.col("goes_on") | pl.col("goes_on").shift(-1, fill_value=False)))
    single = _slotted(marked.filter("alone"), pl.lit(True))
    several = _slotted(marked.filter(~pl.col("alone")), pl.struct("piece", "nth", "slot").is_first_distinct())
    joined = several.group_by("piece", "nth", "rule", maintain_order=True).agg(
        pl.col("row", "word", "start", "gap", "joins", "place", "sentence").first(),
        pl.col("end", "is_last", "last_place", "last_word").last(),
        pl.col("surface").str.join(),
        pl.col("closes").any(),
        pl.col(*VALUES).max(),
    )
    found = pl.concat([joined, single.select(joined.columns)]).sort("word")
    return _in_company(found.with_columns(joins=_joins()))


def _slotted(words: pl.DataFrame, counts: pl.Expr) -> pl.DataFrame:
    """The words of dates with a column for each of VALUES, null but for the word it is of, where that word `counts`."""
    slot, unit = pl.col("slot"), pl.col("unit")
    first = words.with_columns(slot=pl.when(counts).then("slot"))
    units = {f"{name}_unit": pl.when(slot == name).then(unit) for name in UNITS}
    return first.with_columns(
        **{name: pl.when(slot == name).then("number") for name in SLOTS},
        **units | {"counted_unit": pl.when(pl.col("role") == "counted").then(unit)},
        numeric_unit=pl.when(slot == "numeric").then(unit),
        numeric_word=pl.when(slot == "numeric").then("word"),
        count_role=pl.when(slot == "count").then("role"),
        closes=pl.col("goes_on") & pl.col("gap").str.contains("[(（]"),
        surface=pl.when("goes_on").then(pl.col("gap") + pl.col("surface")).otherwise("surface"),
        last_place="place",
        last_word="word",
    )


def _in_company(found: pl.DataFrame) -> pl.DataFrame:
    """Dates without the fragments that stand alone."""
    joined = pl.col("joins").is_not_null()
    company = joined | joined.shift(-1, fill_value=False)
    spare = ("piece", "nth", "place", "last_place", "is_last")
    return found.filter((pl.col("rule") != "fragment") | company).drop(spare)


def _joins() -> pl.Expr:
    """How a date is joined to the one before it, where no word stands between them."""
    piece, ended = pl.col("piece"), pl.col("last_place").shift(1, fill_value=-1)
    comma = pl.col("gap").str.strip_chars().is_in(COMMAS)
    in_piece = (piece == piece.shift(1)) & (pl.col("place") == ended + 1) & comma
    next_piece = (piece == piece.shift(1) + 1) & (pl.col("place") == 0) & pl.col("is_last").shift(1)
    return pl.when(in_piece).then(pl.lit("comma")).when(next_piece).then("joins")
