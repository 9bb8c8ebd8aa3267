"""Who says it takes no part, but for claims, and what a sentence only looks back at is no event, in eight languages."""

from datetime import UTC, date, datetime

import polars as pl
import pytest

from tasks.core import dates, entities, events


def told(language: str, text: str, title: str | None = None) -> pl.DataFrame:
    row = {"article_id": "a", "language": language, "title": title, "text": text}
    schema = dict.fromkeys(row, pl.String)
    articles = pl.DataFrame([row], schema=schema).with_columns(published_at=pl.lit(datetime(2025, 6, 20, tzinfo=UTC)))
    return events.find(articles, entities.find(articles), dates.find(articles))


@pytest.mark.parametrize(
    ("language", "text", "source"),
    [
        ("en", "The White House said that North Korea had delivered shells to Russia.", "white_house"),
        ("en", "North Korea has shipped Russia more arms, the White House said.", "white_house"),
        ("en", "According to the NIS, North Korea sent soldiers to Russia.", "nis"),
        ("en", "Mark Rutte, the secretary general of NATO, said North Korean soldiers were in Russia.", "rutte"),
        ("ru", "Пентагон заявил, что КНДР поставила России снаряды.", "pentagon"),
        ("uk", "Білий дім заявив, що КНДР передала Росії снаряди.", "white_house"),
        ("ko", "국정원은 북한이 러시아에 병력을 파병했다고 밝혔다.", "nis"),
        ("id", "Gedung Putih mengatakan Korea Utara mengirim amunisi ke Rusia.", "white_house"),
        ("vi", "Nhà Trắng cho biết Triều Tiên đã chuyển giao đạn pháo cho Nga.", "white_house"),
        ("zh", "白宫表示，朝鲜向俄罗斯提供了炮弹。", "white_house"),
        ("ja", "ホワイトハウスは、北朝鮮がロシアに砲弾を供与したと発表した。", "white_house"),
    ],
)
def test_what_a_third_party_says_is_its_claim(language: str, text: str, source: str) -> None:
    found = told(language, text)
    assert found["modality"].to_list() == ["claimed"]
    assert source in found["participants"][0].to_list()


@pytest.mark.parametrize(
    ("text", "event_type", "kept"),
    [
        ("Shoigu met Kim Jong Un in Pyongyang and said that talks went well.", "talks", True),
        ("Shoigu said that he had visited North Korea.", "visit", True),
        ("Shoigu, who visited North Korea on June 4, said that trade grows.", "visit", True),
    ],
)
def test_a_minister_who_tells_of_others_takes_no_part(text: str, event_type: str, kept: bool) -> None:
    found = told("en", text).filter(event_type=event_type)
    assert ("shoigu" in found["participants"][0].to_list()) is kept


def test_what_a_state_tells_of_itself_is_no_claim() -> None:
    text = (
        "The U.S. Treasury said it imposed sanctions on firms in Russia that help North Korea, accusing them of fraud."
    )
    assert told("en", text)["modality"].to_list() == ["happened"]
    own = "Russian intelligence chief Naryshkin visited North Korea."
    assert told("en", own)["modality"].to_list() == ["happened"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "On the anniversary of the signing of the treaty with Russia, North Korea held a fair."),
        ("ru", "КНДР отметила годовщину подписания договора с Россией."),
        ("uk", "КНДР відзначила річницю підписання договору з Росією."),
        ("ko", "북한은 러시아와의 조약 체결 1주년을 기념했다."),
        ("id", "Korea Utara merayakan ulang tahun penandatanganan perjanjian dengan Rusia."),
        ("vi", "Triều Tiên đón một năm ngày ký hiệp ước với Nga."),
        ("zh", "朝鲜举行活动，纪念朝俄条约签署一周年，俄罗斯外交官出席。"),
        ("ja", "北朝鮮はロシアとの条約の署名1周年を祝った。"),
    ],
)
def test_the_anniversary_of_a_signing_is_no_signing(language: str, text: str) -> None:
    assert "agreement_treaty" not in told(language, text)["event_type"].to_list()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Kim Jong Un has not visited Russia since September 2023."),
        ("en", "No talks between Russia and North Korea have been held since May 2024."),
        ("ko", "김정은은 2023년 9월 이후 러시아를 방문하지 않았다."),
        ("id", "Kim Jong Un belum mengunjungi Rusia sejak September 2023."),
        ("vi", "Ông Kim Jong-un chưa thăm Nga kể từ tháng 9/2023."),
        ("zh", "金正恩自2023年9月以来没有访问俄罗斯。"),
        ("ja", "金正恩氏は2023年9月以来、ロシアを訪問していない。"),
    ],
)
def test_what_has_not_taken_place_since_did_so_then(language: str, text: str) -> None:
    ((modality, first),) = told(language, text).select("modality", "date_start").rows()
    assert (modality, first.year) in [("happened", 2023), ("happened", 2024)]


def test_the_last_time_before_is_not_the_day_of_the_first_since() -> None:
    found = told("en", "Putin visited North Korea on June 19, his first stay since July 2000.").row(0, named=True)
    assert found["date_start"] == found["date_end"] == date(2025, 6, 19)
    assert told("ko", "푸틴 대통령이 북한을 방문한 것은 2000년 이후 처음이다.").row(0, named=True)["date_start"]


def test_a_relative_clause_keeps_its_people_and_days() -> None:
    found = told("en", "Lavrov, who last visited Pyongyang in October 2023, met Choe Son Hui in Moscow on June 18.")
    visit, talks = (found.filter(event_type=name).row(0, named=True) for name in ("visit", "talks"))
    assert (visit["date_start"], visit["participants"]) == (date(2023, 10, 1), ["dprk", "lavrov"])
    assert (talks["date_start"], talks["place_id"]) == (date(2025, 6, 18), "moscow")
    assert set(talks["participants"]) >= {"choe_son_hui", "lavrov"}


@pytest.mark.parametrize(
    ("language", "title", "modality"),
    [
        ("en", "Lavrov to visit North Korea", "planned"),
        ("ja", "ラブロフ外相、北朝鮮訪問へ", "planned"),
        ("en", "Lavrov visits North Korea", "happened"),
    ],
)
def test_a_title_announces(language: str, title: str, modality: str) -> None:
    assert told(language, "…", title)["modality"].to_list() == [modality]


@pytest.mark.parametrize(
    "text",
    [
        "Russia and North Korea watched as the U.S. handed over missiles to Ukraine.",
        "Putin wrote to Kim Jong Un before his meeting with President Trump.",
        "Russia and North Korea follow the agreements reached at the recent talks.",
    ],
)
def test_what_is_with_others_or_told_in_passing_is_nothing_between_the_two(text: str) -> None:
    assert {"arms_transfer", "talks", "summit", "preparation"} & set(told("en", text)["event_type"]) == set()


@pytest.mark.parametrize(
    ("language", "text", "place"),
    [
        ("en", "Shoigu visited North Korea.", "dprk"),
        ("en", "Kim Jong Un received Shoigu.", "dprk"),
        ("en", "Shoigu was received by Kim Jong Un.", "dprk"),
        ("en", "Putin received Choe Son Hui.", "russia"),
        ("en", "Medvedev led a Russian delegation to North Korea.", "dprk"),
        ("ru", "Ким Чен Ын принял Шойгу.", "dprk"),
        ("uk", "Кім Чен Ин прийняв Шойгу.", "dprk"),
        ("ko", "김정은이 쇼이구를 접견했다.", "dprk"),
        ("id", "Shoigu diterima Kim Jong Un.", "dprk"),
        ("vi", "Ông Kim Jong-un đã tiếp ông Shoigu.", "dprk"),
        ("zh", "金正恩接见了绍伊古。", "dprk"),
        ("ja", "プーチン氏は崔善姫氏を出迎えた。", "russia"),
        ("en", "Putin met Choe Son Hui.", None),
    ],
)
def test_who_receives_is_at_home(language: str, text: str, place: str | None) -> None:
    found = told(language, text, "Russia, North Korea" if language == "en" else None)
    meetings = found.filter(
        pl.col("field") == "text", pl.col("event_type").is_in(["visit", "talks", "parliament_party"])
    )
    assert set(meetings["place_id"]) == {place}


def test_a_planned_visit_and_each_day_of_a_list_have_the_place_of_the_visit() -> None:
    assert told("en", "Kim Jong Un will visit Russia.")["place_id"].to_list() == ["russia"]
    twice = told("en", "Kim Jong Un has been to Russia twice, in April 2019 and on Sept. 12-17, 2023.")
    assert twice["place_id"].to_list() == ["russia", "russia"]
