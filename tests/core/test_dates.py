"""What the date normaliser promises of every text: offsets, bad input, the story, the publication day."""

from datetime import UTC, date, datetime
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.core import dates
from tasks.core.records import DATE_MENTIONS
from tests.core.dated import WEDNESDAY, Text, found, found_in, frame

LANGUAGES = ("en", "ru", "ko", "id", "vi", "zh", "ja", "uk", "fr", "de")
SCRAPS = (
    "5", "12", "2024", "May", "May 5", "September", "12-17", "/", "-", "(", ")", ",", " to ", " and ", "last", "week",
    "ago", "three", "Monday", "the first", " of ", "9월", "3일", "부터", "지난", "三月", "十五日", "上周一",
    "２０２４年", "в мае", "с 5 по 8", "прошлом году", "ngày 5", "tháng 9", "tanggal 5", "lalu", "\x01", "\x02",
    "\u00a0", "é", "\U0001f600", "\n", ". ",
)  # fmt: skip
Days = tuple[str, date | None, date | None]


def spans(text: str, language: str = "en", published: date | None = WEDNESDAY) -> list[Days]:
    return [(m.surface, m.first, m.last) for m in found(text, language, published)]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.sampled_from(SCRAPS), max_size=12), min_size=1, max_size=8), st.sampled_from(LANGUAGES))
def test_every_mention_is_a_piece_of_its_text_and_an_interval(scraps: list[list[str]], language: str) -> None:
    texts = [Text(separator.join(words), language) for words in scraps for separator in ("", " ")]
    for text, mentions in zip(texts, found_in(texts), strict=True):
        assert all(0 <= m.start < m.end <= len(text.text or "") for m in mentions)
        assert all(before.end <= after.start for before, after in pairwise(mentions))
        assert all((m.precision == "vague") == (m.first is None) == (m.last is None) for m in mentions)
        assert all(m.first <= m.last for m in mentions if m.first and m.last)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.text(max_size=80), min_size=1, max_size=5), st.sampled_from(LANGUAGES), st.none() | st.dates())
def test_any_text_gives_a_frame(texts: list[str], language: str, published: date | None) -> None:
    mentions = dates.find(frame(Text(text, language, published) for text in texts))
    assert mentions.schema == DATE_MENTIONS
    assert set(mentions["article_id"]) <= {str(n) for n in range(len(texts))}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("On 30 February 2024 nothing happened.", "en"),
        ("On 31 April 2024 nothing happened.", "en"),
        ("On 29 February 2023 nothing happened.", "en"),
        ("The form says 2024-13-01.", "en"),
        ("The form says 45.13.2024.", "en"),
        ("The form says 00.05.2024.", "en"),
        ("The form says 0000-05-01.", "en"),
        ("30 февраля 2024 года ничего не было.", "ru"),
        ("2024년 2월 30일", "ko"),
        ("2024年13月1日", "zh"),
        ("2024年2月30日", "ja"),
        ("the 7th Monday of May 2024", "en"),
    ],
)
def test_days_the_calendar_does_not_have_are_left_out(text: str, language: str) -> None:
    assert [m for m in found(text, language) if m.precision == "day"] == []


def test_the_29th_of_february() -> None:
    assert spans("He was born on 29 February 2024.") == [("29 February 2024", date(2024, 2, 29), date(2024, 2, 29))]
    assert spans("He was born on 29 February.") == [("29 February", date(2024, 2, 29), date(2024, 2, 29))]


def test_a_contradictory_range_stays_two_dates() -> None:
    assert spans("It ran from 8 May 2024 to 5 May 2024.") == [
        ("8 May 2024", date(2024, 5, 8), date(2024, 5, 8)),
        ("5 May 2024", date(2024, 5, 5), date(2024, 5, 5)),
    ]


def test_without_a_publication_day_absolute_dates_resolve_and_relative_ones_are_vague() -> None:
    mentions = found("He came on 5 May 2024, left last week, and returns on Monday or on 9 June.", published=None)
    assert [(m.surface, m.first, m.precision) for m in mentions] == [
        ("5 May 2024", date(2024, 5, 5), "day"),
        ("last week", None, "vague"),
        ("Monday", None, "vague"),
        ("9 June", None, "vague"),
    ]


def test_a_weekday_that_is_another_one_is_flagged() -> None:
    right, wrong = found("It was Wednesday, 5 March 2025, not Friday, 7 February 2024.")
    assert (right.rule, right.first) == ("day_month_year", date(2025, 3, 5))
    assert (wrong.rule, wrong.first) == ("day_month_year!weekday", date(2024, 2, 7))


def test_the_outlets_own_day_is_the_anchor() -> None:
    articles = frame([Text("He came yesterday.")]).with_columns(published_on=date(2025, 3, 13))
    assert dates.find(articles)["date_start"].to_list() == [date(2025, 3, 12)]


def test_the_outlets_day_may_be_unknown_for_some() -> None:
    articles = frame([Text("He came yesterday.")] * 2).with_columns(published_on=pl.Series([None, date(2025, 3, 14)]))
    assert dates.find(articles)["date_start"].to_list() == [date(2025, 3, 11), date(2025, 3, 13)]


@pytest.mark.parametrize(
    ("text", "language", "days"),
    [
        ("He landed on 3 March. The next day he spoke. The next day he left.", "en", [3, 4, 5]),
        ("They met on 3 March; a week later they met again.", "en", [3, 10]),
        ("Он прибыл 3 марта. На следующий день он выступил.", "ru", [3, 4]),
        ("3月3日、到着した。翌日、帰国した。", "ja", [3, 4]),
        ("3월 3일 도착해 이튿날 떠났다.", "ko", [3, 4]),
    ],
)
def test_the_story_counts_from_the_last_day_it_named(text: str, language: str, days: list[int]) -> None:
    assert [m.first and m.first.day for m in found(text, language)] == days


def test_one_text_does_not_tell_another_its_story() -> None:
    first, second = found_in([Text("He came on 3 May 2024."), Text("On the same day he left.")])
    assert [m.first for m in first] == [date(2024, 5, 3)]
    assert [m.first for m in second] == [date(2025, 3, 12)]


@pytest.mark.parametrize(
    ("published", "text", "first"),
    [
        (date(2024, 1, 5), "The talks were held on December 20.", date(2023, 12, 20)),
        (date(2024, 12, 20), "The talks are on January 5.", date(2025, 1, 5)),
        (date(2024, 3, 1), "The talks were held on November 2.", date(2023, 11, 2)),
        (date(2024, 3, 1), "The talks will be held on November 2.", date(2024, 11, 2)),
        (date(2024, 3, 1), "The order is due by November 2.", date(2024, 11, 2)),
        (date(2024, 3, 1), "Five members, who leave on November 2, were thanked.", date(2024, 11, 2)),
        (date(2024, 3, 1), "Five members, who left on November 2, were thanked.", date(2023, 11, 2)),
        (date(2023, 9, 13), "The file is dated 12/09/2023.", date(2023, 9, 12)),
        (date(2023, 12, 13), "The file is dated 12/09/2023.", date(2023, 12, 9)),
        (date(2023, 12, 13), "The file is dated 25/12/2022.", date(2022, 12, 25)),
    ],
)
def test_what_a_date_leaves_out_comes_from_the_publication(published: date, text: str, first: date) -> None:
    assert [m.first for m in found(text, published=published)] == [first]


@pytest.mark.parametrize(
    ("text", "language", "first"),
    [
        ("他07年以后没有来过。", "zh", date(2007, 1, 1)),
        ("他7年后回来。", "zh", date(2032, 1, 1)),
        ("08年前に建てられた。", "ja", date(2008, 1, 1)),
        ("8年前に建てられた。", "ja", date(2017, 1, 1)),
    ],
)
def test_a_year_with_a_leading_zero_is_no_number_of_years(text: str, language: str, first: date) -> None:
    assert [m.first for m in found(text, language)] == [first]


@pytest.mark.parametrize(
    ("text", "language", "first"),
    [
        ("It will be the first visit since they met in December.", "en", date(2024, 12, 1)),
        ("It will be the first visit, which is planned for December.", "en", date(2025, 12, 1)),
        ("Министр посетит завод, который будет открыт в декабре.", "ru", date(2025, 12, 1)),
        ("Министр будет на заводе, который построили в декабре.", "ru", date(2024, 12, 1)),
        ("Міністр буде на заводі, який збудували в грудні.", "uk", date(2024, 12, 1)),
        ("Ông sẽ thăm nhà máy mà họ đã xây hồi tháng 12.", "vi", date(2024, 12, 1)),
    ],
)
def test_a_subordinate_clause_of_the_past_does_not_look_forward(text: str, language: str, first: date) -> None:
    assert [m.first for m in found(text, language)] == [first]


def test_an_unknown_language_gives_its_numeric_dates_only() -> None:
    text = "Godkänt 2024-05-03 (3 maj), Monday, yesterday."
    assert spans(text, "sv") == [("2024-05-03", date(2024, 5, 3), date(2024, 5, 3))]
    assert [m.surface for m in found_in([Text(text, None)])[0]] == ["2024-05-03"]


def test_articles_without_text_or_dates_give_nothing() -> None:
    assert dates.find(frame([])).to_dict(as_series=False) == {name: [] for name in DATE_MENTIONS}
    assert found_in([Text(None), Text(""), Text("No date here."), Text(None, None, None)]) == [[], [], [], []]


def test_mentions_come_in_the_order_of_the_articles_and_their_texts() -> None:
    articles = frame([Text("On Monday and on 5 May 2024."), Text("5 мая и 6 мая.", "ru"), Text("On Tuesday.")])
    mentions = dates.find(articles)
    assert mentions["article_id"].to_list() == ["0", "0", "1", "1", "2"]
    assert mentions["start"].to_list() == [3, 17, 0, 8, 3]


def test_a_long_paragraph() -> None:
    sentence = "The train left Hasan on 9 March 2024 and came back with 45 cars. "
    mentions = found(sentence * 1600)
    assert len(sentence * 1600) > 100_000
    assert [m.start for m in mentions] == [24 + n * len(sentence) for n in range(1600)]


def test_long_rows_of_words_that_make_no_date() -> None:
    texts = [Text("May " * 25_000), Text("5 " * 50_000), Text("二" * 50_000, "zh"), Text("первый " * 15_000, "ru")]
    assert found_in(texts) == [[], [], [], []]


def test_runs_of_digits_and_marks_grow_no_more_than_they_should() -> None:
    units = ("1", "1-", "1/", "1.", "1,", "1 ", "12 May ", "2024-", "二〇", "第1", "5 и ", "(", "1\x01")
    short, long = (found_in([Text(unit * size, name) for unit in units for name in LANGUAGES]) for size in (300, 3000))
    assert all(len(more) <= 10 * max(len(few), 1) + 10 for few, more in zip(short, long, strict=True))


def test_the_publication_instant_counts_in_utc_where_the_outlets_day_is_not_known() -> None:
    articles = frame([Text("today")]).with_columns(published_at=datetime(2025, 3, 12, 23, 30, tzinfo=UTC))
    assert dates.find(articles)["date_start"].to_list() == [date(2025, 3, 12)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("published", [date(1, 1, 1), WEDNESDAY, date(9999, 12, 31)])
def test_no_year_makes_it_stumble(language: str, published: date) -> None:
    years = ("0000", "0001", "0999", "1000", "1799", "1800", "2199", "2200", "2201", "9999")
    shapes = (
        "01.01.{}",
        "{}-12-31",
        "12/31/{}",
        "{}年1月1日",
        "{}년 1월 1일",
        "1 мая {} года",
        "1 May {}",
        "năm {}",
        "{}",
    )
    beside = (
        " last year, yesterday, a century ago, next week, Monday, three days later, на следующий день, 전날, 五年前"
    )
    texts = [Text(shape.format(year) + beside, language, published) for shape in shapes for year in years]
    days = [day for mentions in found_in(texts) for m in mentions for day in (m.first, m.last) if day]
    assert all(1000 <= day.year <= 2200 for day in days)


@pytest.mark.parametrize(
    ("text", "language", "surfaces"),
    [
        ("The page says 01.01.0001.", "en", []),
        ("Обновлено 01.01.0001", "ru", []),
        ("It is valid until 9999-12-31.", "en", []),
        ("更新于0001年1月1日", "zh", []),
        ("Лічильник зупинився на 1100.", "uk", []),
        ("Around 1392 sappers came, in 1392 trucks.", "en", []),
        ("The fortress was built in 1392.", "en", []),
        ("It burned down on 5 December 1391.", "en", ["5 December 1391"]),
        ("Крепость построена до 1700 года.", "ru", ["1700 года"]),
        ("The port was founded in 1860.", "en", ["1860"]),
    ],
)
def test_years_outside_the_range_of_news_are_no_dates(text: str, language: str, surfaces: list[str]) -> None:
    assert [m.surface for m in found(text, language)] == surfaces
