"""Words of dates: where they stand in the texts, and what each of them means by itself.

The vocabulary is `sql/reference/date_words.csv` and `date_days.csv`. In a form, `#` stands for a number of one or two
digits (or a numeral of the language where it has rows with the role `numeral`), `%` for one of three digits, and `@`
for a year of four. A form with a capital in it is found only so, or all in capitals; any other in every case. A
language's own row goes before a row of every language (`*`).
"""

from functools import cache

import polars as pl

from tasks.core import reference
from tasks.core.dates_pattern import DIGIT, KANJI, expression

MARK, REPLACED = "\x01", "\x02"
KANJI_DIGITS = dict(zip(KANJI, "000123456789", strict=True))
WIDE_DIGITS = {chr(0xFF10 + n): str(n) for n in range(10)}
LEAD, TAIL, REST = 120, 60, 120
SENTENCE_END = r"""(?:[.!?…]["”»’)\]]*\s|[。！？]["」』”）]*|\n)\s*"""
FIRST_YEAR, LAST_YEAR = 1000, 2199
EDGES = ("digit_first", "letter_first", "digit_last", "word_last")
LEAD_WORDS, VOID_WORDS, EDGE_LENGTH = 6, 2, 3


@cache
def languages() -> frozenset[str]:
    """The languages that have words in the reference table."""
    return frozenset(reference.table("date_words")["language"]) - {"*"}


def is_spaced(language: str) -> bool:
    """Whether the language puts spaces between words."""
    return language not in reference.document("date_rules")["boundaries"]["none"]


def is_suffixed(language: str) -> bool:
    """Whether endings are written to the words without a space."""
    return language in reference.document("date_rules")["boundaries"]["before"]


@cache
def vocabulary(language: str) -> pl.DataFrame:
    """One row a form of the language and of all languages: role, value, form."""
    table = reference.table("date_words").select("language", "role", "value", form=pl.col("forms").str.split("|"))
    words = pl.concat([table.filter(language=name) for name in (language, "*")]).drop("language")
    rows = pl.concat([words, _feasts(language)]).explode("form").drop_nulls("form")
    every = pl.concat([rows, _spelled(rows)]).with_columns(role=pl.col("role").replace("numeral", "number"))
    capital = every.filter(pl.col("form").str.contains(r"\p{Lu}")).with_columns(pl.col("form").str.to_uppercase())
    return pl.concat([every, capital]).unique("form", keep="first", maintain_order=True)


def _feasts(language: str) -> pl.DataFrame:
    named = reference.table("date_days")
    forms = pl.col(language).str.split("|") if language in named.columns else pl.lit(None, pl.List(pl.String))
    return named.select(role=pl.lit("holiday"), value=pl.col("rule"), form=forms)


def _spelled(rows: pl.DataFrame) -> pl.DataFrame:
    """The forms with one number, with every numeral of the language in its place."""
    numerals = rows.filter(role="numeral").select(numeral="form", number="value")
    single = rows.filter((pl.col("form").str.count_matches("#") == 1) & ~pl.col("role").str.ends_with("numeric"))
    base = pl.col("value").str.extract(r"^\+(-?\d+)$").cast(pl.Int64)
    counted = (base + pl.col("number").cast(pl.Int64)).cast(pl.String)
    return single.join(numerals, how="cross").select(
        "role",
        value=pl.coalesce(counted, pl.col("value").str.replace("#", pl.col("number"), literal=True)),
        form=pl.col("form").str.replace("#", pl.col("numeral"), literal=True),
    )


@cache
def pattern(language: str) -> str:
    """The regular expression that finds the longest word of the language's vocabulary, or a number."""
    return expression(vocabulary(language)["form"], is_spaced(language))


def tokens(texts: pl.DataFrame, language: str) -> pl.DataFrame:
    """The date words of texts (row, text) in one language, in text order.

    Out: row, word (their number in the frame), start, end (characters), surface, role (null for what only looks like a
    word), number Int64, unit (a word of the table: day, week, ...), parts (the numbers of a numeric date, their order
    in `unit`), gap (the text since the word before), tail (some characters of the text to the next word), sentence (a
    number that grows with every sentence of the frame).
    """
    return _bounded(_meaning(_cut(texts, language), language), language).with_columns(word=pl.int_range(pl.len()))


def surrounded(dates: pl.DataFrame, words: pl.DataFrame, followed: pl.Expr) -> pl.DataFrame:
    """Dates (row, word, last_word: places in `words`, the tokens) with `lead`, `tail` and `rest`, the text around them.

    `lead` goes back and `rest` goes on over several words; `tail` goes on through what only looks like words. `rest` is
    empty but for the dates that are `followed`.
    """
    around = dates.with_columns(_lead(dates, words).alias("lead"), _tail(dates, words).alias("tail"))
    some = dates.filter(followed)
    rests = pl.lit(_rest(some, words)).gather(followed.cast(pl.Int64).cum_sum() - 1, null_on_oob=True)
    return around.with_columns(rest=pl.when(followed).then(rests).otherwise(pl.lit("")))


def _lead(dates: pl.DataFrame, words: pl.DataFrame) -> pl.Series:
    gap = words["gap"].str.tail(LEAD)
    led = dates.select("row", "word", text=gap.gather(dates["word"]))
    for back in range(1, LEAD_WORDS + 1):
        at = (dates["word"] - back).clip(lower_bound=0)
        led = led.with_columns(before=words["row"].gather(at), gap=gap.gather(at), surface=words["surface"].gather(at))
        same = (pl.col("before") == pl.col("row")) & (pl.col("word") >= back)
        longer = pl.concat_str("gap", "surface", "text").str.tail(LEAD)
        led = led.with_columns(text=pl.when(same).then(longer).otherwise("text"))
    return led["text"]


def _rest(dates: pl.DataFrame, words: pl.DataFrame) -> pl.Series:
    """What follows each date, on over the words behind it."""
    row, surface, tail = words["row"], words["surface"], words["tail"]
    rest = dates.select("row", text=tail.gather(dates["last_word"]))
    for ahead in range(1, LEAD_WORDS + 1):
        place = dates["last_word"] + ahead
        at = place.clip(upper_bound=len(words) - 1)
        rest = rest.with_columns(after=row.gather(at), surface=surface.gather(at), tail=tail.gather(at), place=place)
        same = (pl.col("after") == pl.col("row")) & (pl.col("place") < len(words))
        longer = pl.concat_str("text", "surface", "tail").str.head(REST)
        rest = rest.with_columns(text=pl.when(same).then(longer).otherwise("text"))
    return rest["text"]


def _tail(dates: pl.DataFrame, words: pl.DataFrame) -> pl.Series:
    tail = words["tail"].gather(dates["last_word"]).str.head(TAIL)
    tailed = dates.select("row", text=tail, void=pl.lit(True))
    for ahead in range(1, VOID_WORDS + 1):
        there = (dates["last_word"] + ahead).to_frame("at").with_columns(real=pl.col("at") < len(words))
        at = there["at"].clip(upper_bound=len(words) - 1)
        after = words.select("row", "surface", "tail", is_void=pl.col("role").is_null())[at]
        tailed = tailed.with_columns(
            void=pl.col("void") & there["real"] & after["is_void"] & (after["row"] == pl.col("row")),
            longer=pl.concat_str("text", after["surface"], after["tail"]).str.head(TAIL),
        ).with_columns(text=pl.when("void").then("longer").otherwise("text"))
    return tailed["text"]


def _cut(texts: pl.DataFrame, language: str) -> pl.DataFrame:
    """The matches of the language's pattern: row, start, end, surface, and gap and tail around them."""
    marked = pl.col("text").str.replace_all(MARK, REPLACED, literal=True)
    marked = marked.str.replace_all(pattern(language), MARK + "${0}" + MARK)
    size, pieces = pl.col("text").str.len_chars().cast(pl.Int64), pl.col("surface").list.len().cast(pl.Int64)
    split = texts.select("row", size=size.cum_sum() - size, surface=marked.str.split(MARK))
    split = split.with_columns(nth=pieces.cum_sum() - pieces).explode("surface")
    size = pl.col("surface").str.len_chars().cast(pl.Int64)
    ends = split.with_columns(
        start=size.cum_sum() - size - pl.col("size"),
        end=size.cum_sum() - pl.col("size"),
        odd=(pl.int_range(pl.len()) - pl.col("nth")) % 2 == 1,
        gap=pl.col("surface").shift(1),
        tail=pl.col("surface").shift(-1).str.head(REST),
    )
    sentence = pl.col("gap").str.count_matches(SENTENCE_END).cum_sum().cast(pl.Int64)
    return ends.filter("odd").select("row", "start", "end", "surface", "gap", "tail", sentence=sentence)


def _meaning(found: pl.DataFrame, language: str) -> pl.DataFrame:
    """Adds role, number, unit, parts and EDGES.

    A word is looked up as it is, in small letters, and by the shape of its numbers.
    """
    kanji_year = pl.col("surface").str.contains(f"^[{KANJI}]{{4}}")
    plain = pl.col("surface").str.replace_many(WIDE_DIGITS)
    plain = pl.when(kanji_year).then(plain.str.replace_many(KANJI_DIGITS)).otherwise(plain)
    one_space = plain.str.replace_all(r"\s+", " " if is_spaced(language) else "")
    known = found.select(pl.col("surface").unique()).with_columns(plain=one_space)
    shape = pl.col("plain").str.replace_all("[0-9]{4}", "@").str.replace_all("[0-9]{3}", "%")
    known = known.with_columns(shape=shape.str.replace_all("[0-9]{1,2}", "#"))
    ways = [
        pl.col(name).str.to_lowercase() if lower else pl.col(name)
        for name in ("plain", "shape")
        for lower in (False, True)
    ]
    words = vocabulary(language)
    for nth, way in enumerate(ways):
        entries = words.rename({"form": f"form{nth}", "role": f"role{nth}", "value": f"value{nth}"})
        known = known.with_columns(way.alias(f"form{nth}")).join(entries, on=f"form{nth}", how="left")
    first = [pl.coalesce(f"{name}{nth}" for nth in range(len(ways))).alias(name) for name in ("role", "value")]
    return found.join(_values(known.with_columns(first)), on="surface", how="left", maintain_order="left")


def _values(known: pl.DataFrame) -> pl.DataFrame:
    """What a word stands for: its number (a `#` or `@` of the value is the number written, `+1900` is added to it).

    A year of two digits that begins with 0 is no number of years.
    """
    written = pl.col("plain").str.extract("([0-9]{1,4})").cast(pl.Int64)
    own = pl.col("value").str.extract(r"(-?[0-9]+)$").cast(pl.Int64)
    is_number, is_year = pl.col("shape") == "#", pl.col("shape") == "@"
    number = (
        pl.when(pl.col("value").str.starts_with("+")).then(written + own)
        .when(pl.col("value").str.contains("[#@]$")).then(written)
        .when(is_number).then(written)
        .when(is_year & written.is_between(FIRST_YEAR, LAST_YEAR)).then(written)
        .otherwise(own)
    )  # fmt: skip
    role = (
        pl.when(is_number).then(pl.lit("digits"))
        .when(is_year).then(pl.lit("bareyear"))
        .when((pl.col("role") == "shortyear") & pl.col("plain").str.starts_with("0")).then(pl.lit("year"))
        .otherwise(pl.col("role"))
    )  # fmt: skip
    digits = pl.col("plain").str.extract_all("[0-9]+").list.eval(pl.element().cast(pl.Int64))
    parts = pl.when(pl.col("role").str.ends_with("numeric")).then(digits)
    unit = pl.when(pl.col("role") == "holiday").then("value").otherwise(pl.col("value").str.extract("^([A-Za-z]+)"))
    return known.select("surface", role=role, number=number, unit=unit, parts=parts, **_edges())


def _edges() -> dict[str, pl.Expr]:
    """What a word begins and ends with."""
    first, last = pl.col("surface").str.head(1), pl.col("surface").str.tail(1)
    letter, word = r"\p{L}", r"[\p{L}\p{N}]"
    found = (first.str.contains(DIGIT), first.str.contains(letter), last.str.contains(DIGIT), last.str.contains(word))
    return dict(zip(EDGES, found, strict=True))


def _bounded(found: pl.DataFrame, language: str) -> pl.DataFrame:
    """Words in the middle of other words, and numbers in longer numbers, mean nothing: their role becomes null."""
    digit_first, digit_last = pl.col("digit_first"), pl.col("digit_last")
    gap, tail = pl.col("gap").str.tail(EDGE_LENGTH), pl.col("tail").str.head(EDGE_LENGTH)
    adjoins = (pl.col("row") == pl.col("row").shift(1)) & (pl.col("gap") == "") & digit_last.shift(1)
    inside = digit_first & (adjoins | gap.str.contains(r"[0-9][-–./]?$|[$€£№#]\s?$"))
    inside |= digit_last & tail.str.contains(r"^[-/]?[0-9]")
    if is_spaced(language):
        inside |= digit_first & gap.str.contains(r"\p{L}[-–.]?$")
        inside |= pl.col("letter_first") & gap.str.contains(r"[\p{L}\p{N}]$")
        inside |= _runs_on(language, tail)
    return found.with_columns(role=pl.when(~inside.fill_null(False)).then("role")).drop(EDGES)


def _runs_on(language: str, tail: pl.Expr) -> pl.Expr:
    """The word goes on behind its form."""
    goes_on = pl.col("word_last") & tail.str.contains(r"^[\p{L}\p{N}]")
    if not is_suffixed(language):
        return goes_on
    endings = "|".join(reference.document("date_rules")["boundaries"]["endings"][language])
    return goes_on & (pl.col("surface").str.len_chars() == 1) & ~tail.str.contains(f"^(?:{endings})")
