"""Which occurrences are words of the text: boundaries and capitals, by the match mode of each form."""

import polars as pl

from tasks.core.lexicon import RESIDENT

WORDS = ["word", "own", "inner"]
PREFIX = "대주반친전재한구신북남서각양미중러조로일우방"
PARTICLE = (
    "은|는|이|가|을|를|의|에|에서|에서는|에게|에선|에는|에도|에만|으로|로|와|과|도|만|부터|까지|보다|처럼|이나|나|라는|란|"
    "측|당국|정부|정권|행|발|시|시내|항|군|인민|중앙|외무성|사람|인|제|산|식"
)
INITIALS = "北美中日韓露俄英佛獨"
DETACHED = "대방주친반탈"
DAYS = "〇一二三四五六七八九十廿今明昨毎每曜翌同休祝平連当後元初某"


def standing(found: pl.DataFrame) -> pl.DataFrame:
    """The occurrences that are written as their forms are and stand where their match mode lets them, in their order.

    Modes: word, own and inner (whole words; the last two in their language only, `inner` not where a sentence begins),
    start and compound (beginning of a Korean word),
    particle (Korean word, or one with a particle), headline (one Hanja in a Korean headline), part (anywhere).
    """
    own = pl.col("language").is_null() | (pl.col("language") == pl.col("written")).fill_null(False)
    opens = (pl.col("match") == "inner") & pl.col("before").str.contains(r"(?:^|[.!?:\n\"“«]\s?)$")
    numbered = found.filter(own & ~opens).with_row_index("order")
    is_word = pl.col("match").is_in(WORDS)
    same = pl.col("surface") == pl.col("alias")
    parts = [numbered.filter(is_word & same), numbered.filter(is_word & ~same).filter(capitals())]
    return pl.concat([*parts, numbered.filter(~is_word).filter(fits())]).sort("order").drop("order")


def fits() -> pl.Expr:
    """Whether the characters around a form without word boundaries of its own let it be a word."""
    mode, before, after = pl.col("match"), pl.col("before"), pl.col("after")
    begins = before.str.contains(rf"(?:^|[^가-힣]|(?:^|[^가-힣])[{PREFIX}])$")
    alone = before.str.contains(r"(?:^|[^가-힣])$")
    ends = after.str.contains(rf"^(?:{PARTICLE})?(?:[^가-힣]|$)")
    return (
        pl.when(mode == "start")
        .then(begins)
        .when(mode == "compound")
        .then(alone)
        .when(mode == "particle")
        .then(alone & ends)
        .when(mode == "headline")
        .then(initial())
        .otherwise(katakana() & ~day() & ~compound() & ~minister())
    )


def initial() -> pl.Expr:
    """One Hanja for a state: beside Hangul, another such Hanja or a mark, and neither a date nor "during" (中)."""
    before, after = pl.col("before"), pl.col("after")
    left = before.str.contains(rf"(?:^|[^\p{{Han}}\p{{N}}가-힣]|[{INITIALS}]|(?:^|[^가-힣])[{DETACHED}])$")
    right = after.str.contains(rf"^(?:[^\p{{Han}}]|[{INITIALS}]|$)")
    during = (pl.col("form") == "中") & after.str.contains(r"^(?:[\s.!?\])]|$)") & ~before.str.contains("^$")
    return left & right & ~during


def katakana() -> pl.Expr:
    """Katakana begins where no Katakana precedes; a form of two also ends there (タス in タスマニア)."""
    kana = r"[\p{Katakana}ー]"
    first, short = pl.col("form").str.contains("^" + kana), pl.col("form").str.contains(rf"^{kana}{{1,2}}$")
    inside = (first & pl.col("before").str.contains(kana + "$")) | (short & pl.col("after").str.contains("^" + kana))
    return ~inside


def day() -> pl.Expr:
    """Whether 日 of 日朝 and the like is a day of the month or of the week: 14日朝, 毎日朝食, 20日俄方."""
    before = rf"(?:(?:^|\P{{N}})\p{{N}}{{1,2}} ?|[{DAYS}]|[^以]前)$"
    return pl.col("form").str.contains(r"^日[^本]$") & pl.col("before").str.contains(before)


def compound() -> pl.Expr:
    """Whether 在 ends another word: 滞在中, 存在中."""
    return pl.col("form").str.contains(RESIDENT) & pl.col("before").str.contains("[存現滞所実不介健顕潜散点内自]$")


def minister() -> pl.Expr:
    """Whether the 部 that ends a ministry's name begins another word: 国防部长 is its minister."""
    return pl.col("form").str.contains("部$") & pl.col("after").str.contains("^[长長署队隊分门門]")


def capitals() -> pl.Expr:
    """Whether a form that is not written as in the table may be: one without small letters may not, in others the first
    and the last word keep their capitals."""
    alias, surface = pl.col("alias"), pl.col("surface")
    initial, last = r"^\p{Lu}", r"(?:^|[\s-])\p{Lu}[^\s-]*$"
    exact = ~alias.str.contains(r"\p{Ll}") & alias.str.contains(r"\p{Lu}")
    kept = [~alias.str.contains(p) | surface.str.contains(p) for p in (initial, last)]
    return ~exact & pl.all_horizontal(kept)
