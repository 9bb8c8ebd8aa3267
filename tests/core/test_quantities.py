"""Numbers in eight languages, in digits and words."""

import polars as pl
import pytest

from tasks.core import quantities
from tasks.core.quantities import QUANTITIES, decimal, read

Found = list[tuple[str, float | None, float | None, str]]


def found(text: str, language: str) -> Found:
    return [(text[q.start : q.end], q.low, q.high, q.bound) for q in read(text, language)]


def one(text: str, language: str) -> tuple[float | None, float | None, str]:
    ((_, low, high, bound),) = found(text, language)
    return low, high, bound


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "1,000 crates", 1000), ("en", "1.5 million", 1_500_000), ("en", "two hundred and fifty", 250),
        ("en", "a dozen", 12),
        ("en", "half a million", 500_000), ("en", "fifteen hundred", 1500), ("en", "twenty-five", 25),
        ("en", "3.2", 3.2),
        ("ru", "одиннадцать тысяч", 11_000), ("ru", "1,5 тысячи", 1500), ("ru", "полторы тысячи", 1500),
        ("ru", "4 700", 4700),
        ("ru", "двести пятьдесят", 250), ("ru", "12 тыс. человек", 12_000), ("ru", "10.000", 10_000),
        ("ru", "2 млн", 2_000_000),
        ("uk", "п'ять тисяч", 5000), ("uk", "одинадцять тисяч", 11_000), ("uk", "1,5 млн", 1_500_000),
        ("ko", "1만2천명", 12_000), ("ko", "1만 2천 명", 12_000), ("ko", "1만2000명", 12_000), ("ko", "열두 명", 12),
        ("ko", "1천200", 1200), ("ko", "십만 명", 100_000), ("ko", "3억5천만", 350_000_000),
        ("ko", "이십만 명", 200_000),
        ("zh", "1.2万", 12_000), ("zh", "一万二千名", 12_000), ("zh", "三百五十", 350), ("zh", "两千", 2000),
        ("ja", "1万2000人", 12_000), ("ja", "三千人", 3000), ("ja", "１２００人", 1200),
        ("id", "1.000", 1000), ("id", "1,5 juta", 1_500_000), ("id", "seribu lima ratus", 1500),
        ("id", "dua belas", 12),
        ("id", "dua puluh lima ribu", 25_000), ("id", "setengah juta", 500_000),
        ("vi", "1,2 triệu", 1_200_000), ("vi", "12.000", 12_000), ("vi", "mười hai nghìn", 12_000),
        ("vi", "hai mươi lăm", 25),
        ("xx", "12 000", 12_000),
    ],
)  # fmt: skip
def test_values(language: str, text: str, value: float) -> None:
    assert one(text, language) == (value, value, "exact")


@pytest.mark.parametrize(
    ("language", "text", "low", "high"),
    [
        ("en", "10,000 to 12,000", 10_000, 12_000), ("en", "10 to 12 thousand", 10_000, 12_000),
        ("en", "between 9 and 10", 9, 10),
        ("en", "10,000-12,000", 10_000, 12_000), ("ru", "от 10 до 12 тысяч", 10_000, 12_000),
        ("ru", "между 9 и 10", 9, 10),
        ("uk", "від 10 до 12 тисяч", 10_000, 12_000), ("ko", "1만 명에서 1만2천 명", 10_000, 12_000),
        ("ko", "1만~1만2천", 10_000, 12_000),
        ("zh", "1万至1.2万", 10_000, 12_000), ("ja", "1万から1万2千", 10_000, 12_000),
        ("id", "10.000 hingga 12.000", 10_000, 12_000),
        ("id", "antara 9 dan 10", 9, 10), ("vi", "10.000 đến 12.000", 10_000, 12_000), ("vi", "giữa 9 và 10", 9, 10),
    ],
)  # fmt: skip
def test_ranges(language: str, text: str, low: float, high: float) -> None:
    assert one(text, language) == (low, high, "range")


@pytest.mark.parametrize(
    ("language", "text", "low", "high", "bound"),
    [
        ("en", "more than a dozen", 12, None, "at_least"), ("en", "at least 600", 600, None, "at_least"),
        ("en", "600 or more", 600, None, "at_least"), ("en", "fewer than 600", None, 600, "at_most"),
        ("en", "no more than 500", None, 500, "at_most"), ("en", "not less than 500", 500, None, "at_least"),
        ("id", "tidak lebih dari 500", None, 500, "at_most"), ("vi", "không dưới 500", 500, None, "at_least"),
        ("zh", "不超过500", None, 500, "at_most"), ("ru", "не менее 500", 500, None, "at_least"),
        ("en", "about 600", 600, 600, "about"), ("en", "dozens", 24, None, "vague"),
        ("en", "tens of thousands", 20_000, None, "vague"),
        ("en", "several thousand", 2000, None, "vague"), ("ru", "более десятка", 10, None, "at_least"),
        ("ru", "до 12 тысяч", None, 12_000, "at_most"), ("ru", "около 1,5 тысячи", 1500, 1500, "about"),
        ("ru", "тысячи", 2000, None, "vague"),
        ("ru", "десятки тысяч", 20_000, None, "vague"), ("uk", "понад 12 тисяч", 12_000, None, "at_least"),
        ("ko", "1만여 명", 10_000, None, "at_least"), ("ko", "600명 이상", 600, None, "at_least"),
        ("ko", "약 600명", 600, 600, "about"),
        ("ko", "수천 명", 2000, None, "vague"), ("zh", "600多名", 600, None, "at_least"),
        ("zh", "约600人", 600, 600, "about"),
        ("zh", "数千名", 2000, None, "vague"), ("ja", "6000人以上", 6000, None, "at_least"),
        ("ja", "約6000人", 6000, 6000, "about"),
        ("ja", "数千人", 2000, None, "vague"), ("id", "lebih dari selusin", 12, None, "at_least"),
        ("id", "sekitar 12.000", 12_000, 12_000, "about"), ("id", "puluhan ribu", 20_000, None, "vague"),
        ("vi", "hơn 600", 600, None, "at_least"), ("vi", "hàng nghìn", 2000, None, "vague"),
        ("vi", "khoảng 600", 600, 600, "about"),
    ],
)  # fmt: skip
def test_bounds(language: str, text: str, low: float | None, high: float | None, bound: str) -> None:
    assert one(text, language) == (low, high, bound)


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [("1.000", "en", 1.0), ("1.000", "id", 1000.0), ("1,234", "ru", 1.234), ("12,500", "ru", 12500.0),
     ("1,234.5", "en", 1234.5),
     ("1.234,5", "vi", 1234.5), ("0,125", "id", 0.125), ("0.125", "en", 0.125), ("1.234.567", "id", 1234567.0)],
)  # fmt: skip
def test_point_and_comma_by_language(text: str, language: str, value: float) -> None:
    assert decimal(text, language) == value


@pytest.mark.parametrize(
    ("language", "text", "was", "now"),
    [
        ("en", "It rose from about 10,000 to more than 12,000.", (10_000, 10_000, "about"), (12_000, None, "at_least")),
        ("en", "Trade grew from $34 million to $50 million.", (34e6, 34e6, "exact"), (50e6, 50e6, "exact")),
        ("ru", "с 34 до 11 тысяч", (34_000, 34_000, "exact"), (11_000, 11_000, "exact")),
        ("ru", "выросло с 10 тыс. до 12 тыс.", (10_000, 10_000, "exact"), (12_000, 12_000, "exact")),
        ("uk", "з 34 тисяч осіб до 11 тисяч", (34_000, 34_000, "exact"), (11_000, 11_000, "exact")),
        ("ko", "1만 명에서 1만2천 명으로", (10_000, 10_000, "exact"), (12_000, 12_000, "exact")),
        ("zh", "从1万增至1.2万人", (10_000, 10_000, "exact"), (12_000, 12_000, "exact")),
        ("ja", "1万人から1万2千人に増えた", (10_000, 10_000, "exact"), (12_000, 12_000, "exact")),
        ("id", "naik dari 10 ribu ke 12 ribu", (10_000, 10_000, "exact"), (12_000, 12_000, "exact")),
        ("vi", "tăng từ 10.000 lên 12.000", (10_000, 10_000, "exact"), (12_000, 12_000, "exact")),
    ],
)
def test_changes(language: str, text: str, was: tuple[float, float, str], now: tuple[float, float, str]) -> None:
    rows = [(q.low, q.high, q.bound, q.role) for q in read(text, language)]
    assert rows == [(*was, "from"), (*now, "to")]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "from 10,000 to 12,000 soldiers"), ("ru", "с 10 до 12 тысяч солдат"), ("ko", "1만명에서 1만2천명 사이"),
        ("zh", "从1万到1.2万人"), ("ja", "1万人から1万2千人の兵士"), ("id", "dari 10.000 hingga 12.000 tentara"),
        ("vi", "từ 10.000 đến 12.000 binh sĩ"), ("en", "They marched with 300 men to 200 others"),
    ],
)  # fmt: skip
def test_what_is_no_change(language: str, text: str) -> None:
    assert {q.role for q in read(text, language)} == {None}


def test_numbers_side_by_side_stay_apart() -> None:
    assert [value for _, value, _, _ in found("600 700, twenty thirty, 34,000 to 11,000", "en")] == [
        600,
        700,
        20,
        30,
        34000,
        11000,
    ]


def test_words_that_look_like_numbers() -> None:
    assert found("하지만 천연 백화점", "ko") == []
    assert found("several soldiers and a bridge", "en") == []


def test_nothing_gives_nothing() -> None:
    frame = pl.DataFrame({"article_id": ["a", "b"], "language": ["en", None], "text": [None, "no number"]})
    assert quantities.find(frame).is_empty()
    assert quantities.find(frame).schema == QUANTITIES


@pytest.mark.parametrize("piece", ["1 ", "1,", "thousand ", "тысяч ", "1" * 40 + " ", "一万", "² ", "٣ "])
def test_hostile_numbers_give_finite_values(piece: str) -> None:
    for language in ("en", "ru", "zh", "xx"):
        for q in read(piece * 400, language):
            assert all(value is None or value < float("inf") for value in (q.low, q.high))
