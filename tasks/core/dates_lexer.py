"""Words of dates: where they stand in the texts, and what each of them means by itself.

The vocabulary is `sql/reference/date_words.csv` and `date_days.csv`. In a form, `#` stands for a number of one or two
digits (or a numeral of the language where it has rows with the role `numeral`) and `@` for a year of four digits. A
form that begins with a capital is found only so, or all in capitals; any other in every case.
"""

import re
from functools import cache

import polars as pl

from tasks.core import reference

MARK = "\x01"
DIGIT = "[0-9０-９]"
KANJI_DIGITS = dict(zip("〇零○一二三四五六七八九", "000123456789", strict=True))
WIDE_DIGITS = {chr(0xFF10 + n): str(n) for n in range(10)}
PLAIN_NUMBER = f"{DIGIT}+(?:[.,:]{DIGIT}+)*"
LEAD = 60
FIRST_YEAR, LAST_YEAR = 1000, 2199


@cache
def languages() -> frozenset[str]:
    """The languages that have words in the reference table."""
    return frozenset(reference.table("date_words")["language"]) - {"*"}


@cache
def vocabulary(language: str) -> pl.DataFrame:
    """One row a form of the language and of all languages: form, role, value (longest first, one row a form)."""
    words = reference.table("date_words").filter(pl.col("language").is_in([language, "*"]))
    rows = pl.concat([words.select("role", "value", form=pl.col("forms").str.split("|")), _days(language)])
    rows = rows.explode("form").drop_nulls("form")
    numerals = dict(rows.filter(role="numeral").select("form", "value").iter_rows())
    spelled = [
        {"role": role, "value": (value or "").replace("#", number), "form": form.replace("#", numeral)}
        for role, value, form in rows.filter(pl.col("form").str.contains("#", literal=True)).iter_rows()
        for numeral, number in numerals.items()
        if form.count("#") == 1 and role != "numeric"
    ]
    extra = pl.DataFrame(spelled, schema=rows.schema)
    every = pl.concat([rows, extra]).with_columns(role=pl.col("role").replace("numeral", "number"))
    capital = every.filter(pl.col("form").str.contains(r"^\p{Lu}")).with_columns(pl.col("form").str.to_uppercase())
    return pl.concat([every, capital]).unique("form", keep="first", maintain_order=True)


def _days(language: str) -> pl.DataFrame:
    days = reference.table("date_days")
    forms = pl.col(language).str.split("|") if language in days.columns else pl.lit(None, pl.List(pl.String))
    return days.select(role=pl.lit("holiday"), value=pl.col("rule"), form=forms)


@cache
def pattern(language: str) -> str:
    """The regular expression that finds one word of the language's vocabulary, or a number."""
    forms = sorted(vocabulary(language)["form"], key=lambda form: (-len(re.sub(r"[#@]", "", form)) - 9 * ("#" in form or "@" in form), form))
    return "|".join([*map(_expression, forms), PLAIN_NUMBER])


def _expression(form: str) -> str:
    body = re.escape(form).replace(r"\#", DIGIT + "{1,2}").replace("@", f"(?:{DIGIT}{{4}}|[〇零○一二三四五六七八九]{{4}})")
    body = body.replace(r"\ ", r"\s{1,3}")
    begins = r"(?-u:\b)" if form[0].isascii() and form[0].isalpha() else ""
    ends = r"(?-u:\b)" if form[-1].isascii() and form[-1].isalpha() else ""
    return begins + (body if form[0].isupper() else f"(?i:{body})") + ends


def tokens(articles: pl.DataFrame, language: str) -> pl.DataFrame:
    """The date words of articles (row, text) in one language, in text order.

    Out: row, start, end (characters), surface, role, number Int64, unit (a word of the table: day, week, ...), parts
    (the numbers of a numeric date, day order in `unit`), gap (the text since the word before), lead (the characters before it),
    tail (the characters after it).
    """
    marked = pl.col("text").str.replace_all(MARK, "\x02", literal=True).str.replace_all(pattern(language), MARK + "${0}" + MARK)
    pieces = (
        articles.select("row", surface=marked.str.split(MARK))
        .explode("surface")
        .with_columns(size=pl.col("surface").str.len_chars().cast(pl.Int64))
        .with_columns(end=pl.col("size").cum_sum().over("row"), odd=pl.int_range(pl.len()).over("row") % 2 == 1)
        .with_columns(gap=pl.col("surface").shift(1), tail=pl.col("surface").shift(-1).str.head(LEAD))
    )
    found = pieces.filter("odd").with_columns(start=pl.col("end") - pl.col("size")).drop("odd", "size")
    return _bounded(_meaning(_lead(found), language), language)


def _lead(found: pl.DataFrame) -> pl.DataFrame:
    same_row = pl.col("row") == pl.col("row").shift(1)
    before = pl.when(same_row).then(pl.col("gap").shift(1).str.tail(LEAD) + pl.col("surface").shift(1)).otherwise(pl.lit(""))
    return found.with_columns(lead=pl.concat_str(before, pl.col("gap").str.tail(LEAD)).str.tail(LEAD))


def _meaning(found: pl.DataFrame, language: str) -> pl.DataFrame:
    kanji_year = pl.col("surface").str.contains("^[〇零○一二三四五六七八九]{4}")
    plain = pl.col("surface").str.replace_many(WIDE_DIGITS)
    plain = pl.when(kanji_year).then(plain.str.replace_many(KANJI_DIGITS)).otherwise(plain)
    surfaces = found.select(pl.col("surface").unique()).with_columns(plain=plain.str.replace_all(r"\s+", " "))
    shape = pl.col("plain").str.replace_all("[0-9]{4}", "@").str.replace_all("[0-9]{1,2}", "#")
    words = vocabulary(language)
    known = (
        surfaces.with_columns(form=shape, lower=shape.str.to_lowercase())
        .join(words, on="form", how="left")
        .join(words.rename({"form": "lower"}), on="lower", how="left", suffix="_lower")
        .with_columns(role=pl.coalesce("role", "role_lower"), value=pl.coalesce("value", "value_lower"))
    )
    return found.join(_values(known), on="surface", how="left", maintain_order="left")


def _values(known: pl.DataFrame) -> pl.DataFrame:
    """What a word stands for: its number (a `#` or `@` of the value is the number written, `+1900` is added to it)."""
    written = pl.col("plain").str.extract("([0-9]{1,4})").cast(pl.Int64)
    own = pl.col("value").str.extract(r"(-?[0-9]+)$").cast(pl.Int64)
    number = (
        pl.when(pl.col("value").str.starts_with("+")).then(written + own)
        .when(pl.col("value").str.contains("[#@]$")).then(written)
        .when(pl.col("form") == "#").then(written)
        .when((pl.col("form") == "@") & written.is_between(FIRST_YEAR, LAST_YEAR)).then(written)
        .otherwise(own)
    )  # fmt: skip
    role = (
        pl.when(pl.col("form") == "#").then(pl.lit("number"))
        .when(pl.col("form") == "@").then(pl.lit("bareyear"))
        .otherwise(pl.col("role"))
    )  # fmt: skip
    parts = pl.when(pl.col("role").str.ends_with("numeric")).then(
        pl.col("plain").str.extract_all("[0-9]+").list.eval(pl.element().cast(pl.Int64))
    )
    unit = pl.when(pl.col("role") == "holiday").then(pl.col("value")).otherwise(pl.col("value").str.extract("^([a-z]+)"))
    return known.select("surface", role=role, number=number, unit=unit, parts=parts)


def _bounded(found: pl.DataFrame, language: str) -> pl.DataFrame:
    """Words in the middle of other words mean nothing: their role becomes null."""
    bounds = reference.document("date_rules")["boundaries"]
    first, last = pl.col("surface").str.head(1), pl.col("surface").str.tail(1)
    digit_inside = first.str.contains(DIGIT) & pl.col("gap").str.contains(r"[\p{L}0-9][-–.]?$|[$€£№#]\s?$")
    inside = digit_inside if language not in bounds["none"] else pl.lit(False)
    if language not in bounds["none"]:
        inside |= first.str.contains(r"\p{L}") & pl.col("gap").str.contains(r"[\p{L}\p{N}]$")
        if language not in bounds["before"]:
            inside |= last.str.contains(r"[\p{L}\p{N}]") & pl.col("tail").str.contains(r"^[\p{L}\p{N}]")
    return found.with_columns(role=pl.when(~inside).then("role"))
