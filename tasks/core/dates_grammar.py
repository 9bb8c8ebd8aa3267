"""Date words that stand together, read by the rules of `sql/reference/date_rules.toml`."""

import re
from dataclasses import dataclass
from functools import cache
from itertools import count

import polars as pl

from tasks.core import reference

SLOTS = (
    "year", "month", "day", "weekday", "count", "ordinal", "season", "quarter", "half", "decade",
    "shift", "deictic", "same", "ago", "that", "hence",
)  # fmt: skip
UNITS = ("unit", "ordinal_unit", "deictic", "same", "holiday", "counted")
SLOT_OF_ROLE = {"unsure_month": "month", "unsure_weekday": "weekday", "bareyear": "year", "shortyear": "year", "counted": "count",
                "unsure_numeric": "numeric"}  # fmt: skip
RANGE_ENDS = ("fragment",)


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
    roles = {*reference.table("date_words")["role"], "bareyear", "holiday", "number"} - {"numeral"}
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
    """Which rules need a cue before their words, and which."""
    return {rule["name"]: rule["needs"] for rule in reference.document("date_rules")["rule"] if "needs" in rule}


def _compiled(pattern: str) -> str:
    groups = reference.document("date_rules")["groups"]

    def word(match: re.Match[str]) -> str:
        name = match[0]
        if name in groups:
            return "(?:" + "|".join(_compiled(entry) for entry in groups[name]) + ")"
        return letters()[name]

    spaced = re.sub(r"[A-Za-z_|]+", lambda m: f"(?:{m[0]})" if "|" in m[0] else m[0], pattern)
    optional = spaced.replace("[", "(?:").replace("]", ")?")
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
    slots = []
    for role, before in zip(found, ["", *found], strict=False):
        if role in ("number", "ordinal") or (number == "count" and role in ("day", "shortyear")):
            slots.append("ordinal" if role == "ordinal" and number == "ordinal" else number)
        elif role == "unit" and before == "ordinal":
            slots.append("ordinal_unit")
        else:
            slots.append(SLOT_OF_ROLE.get(role, role))
    return slots


def halves(tokens: pl.DataFrame, language: str) -> pl.DataFrame:
    """The dates in the tokens of one language (see dates_lexer.tokens): one row a date, in text order.

    Out: row, start, end, rule, one Int64 column for each of SLOTS, one String column `<name>_unit` for each of UNITS,
    parts, numeric_unit, lead, tail, gap (before the first word), joins (how it is joined to the date before: range, list, or null).
    """
    pieces = _pieces(tokens.with_columns(pl.col("gap").fill_null("")), language)
    rows = pieces.group_by("piece", maintain_order=True).agg(roles=pl.col("letter").str.join())
    readings = _readings(rows["roles"].unique())
    spread = (
        pieces.join(rows, on="piece", maintain_order="left")
        .join(readings, on=["roles", "place"], how="inner", maintain_order="left")
    )
    return _gathered(spread)


def _pieces(tokens: pl.DataFrame, language: str) -> pl.DataFrame:
    """Tokens with a meaning; `piece` numbers the rows of words that stand close together, `joins` says what joins a piece to the one before."""
    gaps = reference.table("date_gaps").filter(pl.col("language").is_in([language, "*"]))
    gaps = gaps.select("joins", form=pl.col("forms").str.split("|")).explode("form").unique("form", keep="last")
    joined = (
        tokens.with_columns(form=pl.col("gap").str.strip_chars().str.to_lowercase(), stop=pl.col("role").is_null() | (pl.col("role") == "none"))
        .join(gaps, on="form", how="left", maintain_order="left")
        .with_columns(joins=pl.when(pl.col("form") == "").then(pl.lit("close")).otherwise("joins"))
    )
    same = (pl.col("row") == pl.col("row").shift(1)) & ~pl.col("stop").shift(1, fill_value=True)
    joined = joined.with_columns(joins=pl.when(same).then("joins")).filter(~pl.col("stop"))
    return joined.with_columns(
        letter=pl.col("role").replace_strict(letters(), return_dtype=pl.String),
        piece=(pl.col("joins").fill_null("") != "close").cum_sum(),
    ).with_columns(place=pl.int_range(pl.len()).over("piece"), last=pl.len().over("piece") - 1)


def _readings(roles: pl.Series) -> pl.DataFrame:
    rows = [
        (row, place, nth, found.rule, slot)
        for row in roles
        for nth, found in zip(count(), read(row), strict=False)
        for place, slot in zip(range(found.first, found.last + 1), found.slots, strict=True)
    ]
    schema = {"roles": pl.String, "place": pl.Int64, "nth": pl.Int64, "rule": pl.String, "slot": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _gathered(spread: pl.DataFrame) -> pl.DataFrame:
    slot = pl.col("slot")
    numbers = [pl.col("number").filter(slot == name).first().alias(name) for name in SLOTS]
    units = [
        pl.col("unit").filter((slot == name) if name != "counted" else (pl.col("role") == "counted")).first().alias(f"{name}_unit")
        for name in UNITS
    ]
    numeric = slot == "numeric"
    found = spread.group_by("piece", "nth", "rule", maintain_order=True).agg(
        pl.col("row", "start", "lead", "gap", "joins", "place").first(),
        pl.col("end", "tail").last(),
        surface=(pl.col("gap") + pl.col("surface")).str.join().str.slice(pl.col("gap").first().str.len_chars()),
        last_place=pl.col("place").last(),
        last=pl.col("last").first(),
        parts=pl.col("parts").filter(numeric).first(),
        numeric_unit=pl.col("unit").filter(numeric).first(),
        closes=pl.col("gap").str.contains("[(（]").slice(1).any(),
        daypart=(slot == "daypart").any(),
        several=(slot == "several").any(),
        day_as_count=pl.col("role").filter(slot == "count").first(),
        *numbers,
        *units,
    )
    adjoining = (pl.col("place") == 0) & (pl.col("last_place") == pl.col("last")).shift(1, fill_value=False)
    adjoining &= pl.col("piece") == pl.col("piece").shift(1) + 1
    return found.with_columns(joins=pl.when(adjoining).then("joins"))
