"""The reference tables of the date normaliser: what a linguist may write in them, and what would be a slip."""

import re
from collections import Counter

import polars as pl
import pytest

from tasks.core import dates_cues, dates_feasts, dates_grammar, dates_lexer, reference
from tasks.core.dates_calendar import UNIT_MONTHS
from tasks.core.dates_pattern import expression

LANGUAGES = ("en", "ru", "ko", "id", "vi", "zh", "ja", "uk", "fr", "de")
ROLES = {
    "month", "unsure_month", "weekday", "unsure_weekday", "week_day", "number", "numeral", "several", "counted",
    "ordinal", "nth", "rank", "day", "unit", "century", "year", "shortyear", "decade", "shift", "shift_after", "last",
    "lasting", "ago", "hence", "that", "same", "deictic", "period_part", "part", "daypart", "clock", "time", "season",
    "quarter", "half", "vague", "none", "numeric", "unsure_numeric", "later", "across", "lasting_after",
}  # fmt: skip
UNITS = {"day", "week", "weekend", "lastweekend", *UNIT_MONTHS}
NAMED_VALUES = {
    "unit": UNITS,
    "part": {"early", "mid", "late"},
    "vague": {"past", "future"},
    "numeric": {"ymd", "dmy", "mdy", "dm", "md", "my", "dDm", "dDmy"},
    "unsure_numeric": {"dmy", "dm", "md"},
}
RANGES = {"month": (1, 12), "unsure_month": (1, 12), "weekday": (1, 7), "unsure_weekday": (1, 7), "season": (1, 4),
          "quarter": (1, 4), "half": (1, 2), "number": (1, 99), "numeral": (1, 31), "week_day": (-14, 20)}  # fmt: skip
WORDLESS = ("several", "none", "daypart", "time", "clock")
COUNTING = ("deictic", "same", "counted", "period_part")
COUNTED_UNIT = re.compile(r"([a-z]+) (-?\d+|#)")
TABLES = ("date_words", "date_cues", "date_gaps", "date_days", "date_moving")


def words() -> list[dict[str, str]]:
    return reference.table("date_words").to_dicts()


@pytest.mark.parametrize("name", TABLES)
def test_no_cell_is_blank_or_has_spaces_around_it(name: str) -> None:
    table = reference.table(name)
    optional = ["value", *LANGUAGES] if name in ("date_words", "date_days") else []
    assert table.drop(optional, strict=False).null_count().sum_horizontal().item() == 0
    cells = [cell for column in table.get_columns() for cell in column.drop_nulls()]
    forms = [form for cell in cells for form in cell.split("|")]
    assert [form for form in forms if form != form.strip() or not form] == []


def patterns() -> str:
    """All patterns of all rules and groups."""
    rules = reference.document("date_rules")
    lists = [*(rule["patterns"] for rule in rules["rule"]), *rules["groups"].values()]
    return " ".join(pattern for several in lists for pattern in several)


def test_every_role_is_known_and_used_by_a_rule() -> None:
    assert {row["role"] for row in words()} == ROLES
    assert ROLES - set(re.findall(r"\w+", patterns())) == {"numeral", "none"}


def test_every_name_in_a_rule_is_a_role_or_a_group() -> None:
    rules = reference.document("date_rules")
    assert set(re.findall(r"\w+", patterns())) <= {*dates_grammar.letters(), *rules["groups"]}


def test_rules_say_only_what_the_code_reads() -> None:
    rules = reference.document("date_rules")["rule"]
    assert {key for rule in rules for key in rule} <= {"name", "patterns", "number", "needs", "tense"}
    assert {rule.get("number", "day") for rule in rules} == {"day", "count", "ordinal", "last"}
    assert set(dates_grammar.needs().values()) == {"in", "paren", "within", "on", "pair"}
    assert [name for name, n in Counter(rule["name"] for rule in rules).items() if n > 1] == []


def test_values_are_of_their_role() -> None:
    assert [row for row in words() if not is_of_role(row["role"], row["value"])] == []


def is_of_role(role: str, value: str | None) -> bool:
    if role in WORDLESS or value is None:
        return role in WORDLESS and value is None
    if role in NAMED_VALUES:
        return value in NAMED_VALUES[role]
    if role in COUNTING:
        counted = COUNTED_UNIT.fullmatch(value)
        return counted is not None and counted[1] in UNITS
    if role in RANGES and value != "#":
        return RANGES[role][0] <= int(value) <= RANGES[role][1]
    return re.fullmatch(r"#|@|\+?-?\d+", value) is not None


@pytest.mark.parametrize("language", [*LANGUAGES, "*"])
def test_no_form_stands_twice_in_a_language(language: str) -> None:
    rows = [row for row in words() if row["language"] == language]
    days = reference.table("date_days")
    named = days[language].drop_nulls().to_list() if language in days.columns else []
    forms = Counter(form for cell in [*(row["forms"] for row in rows), *named] for form in cell.split("|"))
    assert [form for form, n in forms.items() if n > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_names_all_months_weekdays_and_units(language: str) -> None:
    rows = [row for row in words() if row["language"] == language]
    months = {row["value"] for row in rows if row["role"] in ("month", "unsure_month")}
    assert months >= {str(n) for n in range(1, 13)} or "#" in months
    assert {row["value"] for row in rows if row["role"] == "weekday"} >= {str(n) for n in range(1, 8)}
    assert {row["role"] for row in rows} >= {
        "year",
        "decade",
        "century",
        "same",
        "deictic",
        "season",
        "part",
        "daypart",
        "vague",
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_is_found_as_a_whole(language: str) -> None:
    written = [
        form.replace("#", "7").replace("%", "112").replace("@", "2024")
        for form in dates_lexer.vocabulary(language)["form"]
    ]
    texts = pl.DataFrame({"row": range(len(written)), "text": written})
    first = dates_lexer.tokens(texts, language).unique("row", keep="first", maintain_order=True)
    assert [form for form, word in zip(written, first["surface"], strict=True) if form != word] == []
    assert first.filter(pl.col("role").is_null())["surface"].to_list() == []


def test_cues_and_gaps_are_of_known_kinds() -> None:
    cues = reference.table("date_cues").select("side", "cue").unique().rows()
    both = {"before", "after"}
    sides = {"future": {*both, "earlier", "later", "clause"}, "until": both, "between": both, "on": both, "gone": both}
    sides |= {"in": {"before"}, "within": {"before"}, "since": {"before"}, "recurs": both, "ends": {"clause"}}
    sides |= {"past": {"before", "clause"}, "not": {*both, "clause"}}
    sides |= {"offset": {"before", "next", "end"}, "story": {"before", "next"}, "alone": {"before"}}
    assert all(side in sides[cue] for side, cue in cues)
    assert reference.table("date_cues").select("language", "side", "cue").is_duplicated().any() is False
    assert set(reference.table("date_gaps")["joins"]) == {"close", "range", "list"}


@pytest.mark.parametrize("language", [*LANGUAGES, "*"])
def test_no_gap_means_two_things(language: str) -> None:
    rows = reference.table("date_gaps").filter(language=language)["forms"]
    forms = Counter(form for cell in rows for form in cell.split("|"))
    assert [form for form, n in forms.items() if n > 1] == []


def test_every_named_day_falls_on_a_day_of_most_years() -> None:
    rules = reference.table("date_days")["rule"].unique()
    years = (
        dates_feasts.feasts()
        .filter(pl.col("year").is_between(2015, 2026))
        .group_by("feast")
        .agg(pl.col("year").n_unique())
    )
    assert set(years.filter(pl.col("year") == 12)["feast"]) == set(rules)


def test_a_language_without_cues_needs_none() -> None:
    halves = dates_grammar.halves(dates_lexer.tokens(pl.DataFrame({"row": [0], "text": ["2024-05-03"]}), "*"), "*")
    assert dates_cues.with_cues(halves, "*")["in_place"].to_list() == [True]


def test_the_pattern_of_no_form_finds_numbers() -> None:
    assert re.findall(expression([], spaced=True), "a 12 b 3.5") == ["12", "3.5"]
