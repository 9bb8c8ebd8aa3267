"""Whether an event is told as planned, denied, claimed or a fact, by the words of its clause."""

from datetime import UTC, date, datetime

import polars as pl
import pytest

from tasks.core import dates, entities, events

PUBLISHED = date(2024, 12, 5)


def told(text: str, language: str = "en") -> list[tuple[str, str]]:
    """Type and modality of the events of a text, its dates found as in the pipeline."""
    at = datetime(PUBLISHED.year, PUBLISHED.month, PUBLISHED.day, 9, tzinfo=UTC)
    row = {"article_id": "a", "language": language, "title": None, "text": text, "published_at": at}
    articles = pl.DataFrame([row], schema_overrides={"title": pl.String})
    found = events.find(articles, entities.find(articles), dates.find(articles))
    return found.select("event_type", "modality").rows()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Kim Jong Un did not visit Russia on Nov. 20."),
        ("en", "Kim Jong Un cancelled his visit to Russia on Nov. 20."),
        ("ko", "김정은은 11월 20일 러시아를 방문하지 않았다."),
        ("ja", "金正恩氏は11月20日、ロシアを訪問しなかった。"),
        ("zh", "金正恩11月20日没有访问俄罗斯。"),
        ("ru", "Ким Чен Ын не посетил Россию 20 ноября."),
        ("uk", "Кім Чен Ин не відвідав Росію 20 листопада."),
        ("id", "Kim Jong Un tidak mengunjungi Rusia pada 20 November."),
        ("vi", "Ông Kim Jong Un không thăm Nga ngày 20/11."),
    ],
)
def test_what_did_not_take_place_is_denied(language: str, text: str) -> None:
    assert told(text, language) == [("visit", "denied")]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "On Tuesday Shoigu said North Korea would send soldiers to Russia."),
        ("en", "If North Korea sends soldiers to Russia, Seoul is going to answer."),
        ("ru", "В Курскую область поедут тысяча сапёров из КНДР, сказал Шойгу во вторник."),
        ("ja", "北朝鮮が工兵1000人をロシアに派遣すると、ショイグ氏が火曜日に平壌で述べた。"),
    ],
)
def test_the_day_of_an_announcement_makes_no_plan_a_fact(language: str, text: str) -> None:
    assert told(text, language) == [("troop_deployment", "planned")]


def test_a_denial_of_something_else_denies_nothing() -> None:
    joined = "Russia denied on Tuesday that it was pressured, and Kim Jong Un visited Moscow on Wednesday."
    assert told(joined) == [("visit", "happened")]
    assert told("Russia has not commented on the visit of Kim Jong Un to Moscow on Nov. 20.") == [("visit", "happened")]
    assert told("North Korea denied that it had sent soldiers and arms to Russia.")[0][1] == "denied"


def test_the_name_of_a_body_is_no_claim() -> None:
    text = "Foreign Intelligence Service director Naryshkin visited North Korea on Nov. 20."
    assert told(text) == [("visit", "happened")]


def test_a_date_before_all_others_is_no_error() -> None:
    first = date(1, 1, 1)
    row = {"article_id": "a", "language": "en", "title": None, "text": "Lavrov visited North Korea on 01.01.0001. "
           "Later Lavrov visited Pyongyang, TASS reported on 4 December.",
           "published_at": datetime(2024, 12, 5, tzinfo=UTC)}  # fmt: skip
    articles = pl.DataFrame([row], schema_overrides={"title": pl.String})
    days = dates.find(articles)
    early = days.head(1).with_columns(
        start=pl.lit(30, days.schema["start"]), end=pl.lit(40, days.schema["end"]),
        date_start=pl.lit(first), date_end=pl.lit(first), precision=pl.lit("day"),
    )  # fmt: skip
    found = events.find(articles, entities.find(articles), pl.concat([early, days]))
    assert first in found["date_start"].to_list()
