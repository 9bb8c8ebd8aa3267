"""Date words that stand together, read by the rules of `sql/reference/date_rules.toml`."""

import re
from dataclasses import dataclass
from functools import cache

import polars as pl

from tasks.core import reference

SLOTS = (
    "year", "month", "day", "weekday", "week_day", "count", "ordinal", "season", "quarter", "half", "decade", "century",
    "shift", "deictic", "same", "ago", "that", "hence",
)  # fmt: skip
UNITS = ("unit", "ordinal_unit", "deictic", "same", "holiday", "counted")
ORDINALS = ("ordinal", "nth")
SLOT_OF_ROLE = {
    "unsure_month": "month", "unsure_weekday": "weekday", "bareyear": "year", "shortyear": "year", "counted": "count",
    "unsure_numeric": "numeric", "period_part": "deictic", "shift_after": "shift",
}  # fmt: skip
COUNTABLE = ("day", "shortyear")
NUMBERS = ("number", "digits")
OWN_ROLES = ("bareyear", "holiday", "digits")
COMMAS = (",", "、", "，")


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
        at = found.index("shift")
        found, number = [*found[:at], "ordinal", *found[at + 1 :]], "ordinal"
    around = zip(["", *found], [*found[1:], ""], strict=False)
    return [_slot(role, beside, number) for role, beside in zip(found, around, strict=True)]


def _slot(role: str, beside: tuple[str, str], number: str) -> str:
    if role in (*NUMBERS, *ORDINALS) or (number == "count" and role in COUNTABLE):
        return number
    if role == "unit" and number == "ordinal" and not {"shift", "shift_after"} & set(beside) and set(beside) & set(ORDINALS):
        return "ordinal_unit"
    return SLOT_OF_ROLE.get(role, role)


def halves(tokens: pl.DataFrame, language: str) -> pl.DataFrame:
    """The dates in the tokens of one language (see dates_lexer.tokens): one row a date, in text order.

    Out: row, start, end, surface, rule, one Int64 column for each of SLOTS, one String column `<name>_unit` for each of
    UNITS, parts, numeric_unit, count_role, lead, tail, gap (before the first word), closes (a parenthesis is open at its
    end), joins (how it is joined to the date before it: range, list, comma, or null).
    """
    pieces = _pieces(tokens.with_columns(pl.col("gap").fill_null("")), language)
    rows = pieces.group_by("piece", maintain_order=True).agg(roles=pl.col("letter").str.join())
    readings = _readings(rows["roles"].unique())
    spread = pieces.join(rows, on="piece", maintain_order="left")
    return _gathered(spread.join(readings, on=["roles", "place"], how="inner", maintain_order="left"))


def _pieces(tokens: pl.DataFrame, language: str) -> pl.DataFrame:
    """Tokens with a meaning, in pieces: rows of words that stand close together.

    `piece` numbers them, `joins` says what joins a token to the one before, `place` and `piece_end` are its own and the
    last place in its piece.
    """
    stop = pl.col("role").is_null() | (pl.col("role") == "none")
    joined = (
        tokens.with_columns(form=pl.col("gap").str.strip_chars().str.to_lowercase(), stop=stop)
        .join(_gaps(language), on="form", how="left", maintain_order="left")
        .with_columns(joins=pl.when(pl.col("form") == "").then(pl.lit("close")).otherwise("joins"))
    )
    same = (pl.col("row") == pl.col("row").shift(1)) & ~pl.col("stop").shift(1, fill_value=True)
    joined = joined.with_columns(joins=pl.when(same).then("joins")).filter(~pl.col("stop"))
    return joined.with_columns(
        letter=pl.col("role").replace_strict(letters(), return_dtype=pl.String),
        piece=(pl.col("joins").fill_null("") != "close").cum_sum(),
    ).with_columns(place=pl.int_range(pl.len()).over("piece"), piece_end=pl.len().over("piece") - 1)


def _gaps(language: str) -> pl.DataFrame:
    table = reference.table("date_gaps").select("language", "joins", form=pl.col("forms").str.split("|"))
    rows = pl.concat([table.filter(language=name) for name in (language, "*")]).drop("language")
    return rows.explode("form").unique("form", keep="first")


def _readings(roles: pl.Series) -> pl.DataFrame:
    rows = [
        (row, place, nth, found.rule, slot)
        for row in roles
        for nth, found in enumerate(read(row))
        for place, slot in zip(range(found.first, found.last + 1), found.slots, strict=True)
    ]
    schema = {"roles": pl.String, "place": pl.Int64, "nth": pl.Int64, "rule": pl.String, "slot": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _gathered(spread: pl.DataFrame) -> pl.DataFrame:
    slot = pl.col("slot")
    numbers = [pl.col("number").filter(slot == name).first().alias(name) for name in SLOTS]
    holds = {name: slot == name for name in UNITS} | {"counted": pl.col("role") == "counted"}
    units = [pl.col("unit").filter(holds[name]).first().alias(f"{name}_unit") for name in UNITS]
    found = spread.group_by("piece", "nth", "rule", maintain_order=True).agg(
        pl.col("row", "start", "lead", "gap", "joins", "place").first(),
        pl.col("end", "tail").last(),
        surface=(pl.col("gap") + pl.col("surface")).str.join().str.slice(pl.col("gap").first().str.len_chars()),
        last_place=pl.col("place").last(),
        piece_end=pl.col("piece_end").first(),
        parts=pl.col("parts").filter(slot == "numeric").first(),
        numeric_unit=pl.col("unit").filter(slot == "numeric").first(),
        closes=pl.col("gap").str.contains("[(（]").slice(1).any(),
        count_role=pl.col("role").filter(slot == "count").first(),
        *numbers,
        *units,
    )
    spare = ("piece", "nth", "place", "last_place", "piece_end")
    return found.with_columns(joins=_joins()).drop(spare)


def _joins() -> pl.Expr:
    """How a date is joined to the one before it, where no word stands between them."""
    ended, piece = pl.col("last_place").shift(1, fill_value=-1), pl.col("piece")
    comma = pl.col("gap").str.strip_chars().is_in(COMMAS)
    in_piece = (piece == piece.shift(1)) & (pl.col("place") == ended + 1) & comma
    next_piece = (piece == piece.shift(1) + 1) & (pl.col("place") == 0) & (ended == pl.col("piece_end").shift(1))
    return pl.when(in_piece).then(pl.lit("comma")).when(next_piece).then("joins")
