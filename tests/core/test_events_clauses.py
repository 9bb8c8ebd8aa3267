"""Two pieces of news in one sentence are not one event: who comes and whose the place is stand in one clause."""

from datetime import UTC, datetime

import polars as pl
import pytest

from tasks.core import dates, entities, events

BETWEEN = {"visit", "summit", "talks", "preparation", "arms_transfer", "parliament_party"}


def types(language: str, text: str) -> set[str]:
    """The types of events that a text tells of, with the mentions that the pipeline finds in it."""
    row = {"article_id": "a", "language": language, "title": None, "text": text}
    schema = dict.fromkeys(row, pl.String)
    articles = pl.DataFrame([row], schema=schema).with_columns(published_at=pl.lit(datetime(2025, 6, 20, tzinfo=UTC)))
    return set(events.find(articles, entities.find(articles), dates.find(articles))["event_type"])


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Putin flew to Sochi; North Korea had a dry summer."),
        ("en", "Putin flew to Sochi, and North Korea had a dry summer."),
        ("en", "Putin visited Astana while North Korea celebrated its harvest."),
        ("en", "Kim Jong Un visited a dairy farm in Wonsan, and Russia opened a new port in the Baltic."),
        ("en", "Lavrov met the Chinese minister in Beijing, but North Korea was silent."),
        ("en", "Russia fired missiles at Kyiv, and North Korea had a dry summer."),
        ("en", "Putin arrived in Kazan as North Korea held a football match."),
        ("ru", "Путин прилетел в Сочи, а в КНДР стояло сухое лето."),
        ("ru", "Путин посетил Астану, пока в КНДР убирали рис."),
        ("ru", "Ким Чен Ын посетил ферму в Вонсане, а Россия открыла новый порт на Балтике."),
        ("ru", "Лавров прибыл с визитом в Пекин, а Северная Корея отметила праздник."),
        ("uk", "Путін прилетів до Сочі, а в КНДР стояло сухе літо."),
        ("uk", "Кім Чен Ин відвідав ферму у Вонсані, а Росія відкрила нову школу."),
        ("uk", "Лавров прибув з візитом до Пекіна, а Північна Корея відзначила свято."),
        ("ko", "푸틴 대통령은 소치로 떠났고 북한에서는 여름 가뭄이 이어졌다."),
        ("ko", "김정은 위원장은 원산의 목장을 방문했고 러시아는 새 학교를 열었다."),
        ("ko", "라브로프 장관은 베이징을 방문했으며 북한은 명절을 쇠었다."),
        ("id", "Putin terbang ke Sochi, sementara Korea Utara mengalami musim panas yang kering."),
        ("id", "Putin mengunjungi Astana, sedangkan Korea Utara memanen padi."),
        ("id", "Kim Jong Un mengunjungi peternakan di Wonsan dan Rusia membuka sekolah baru."),
        ("vi", "Ông Putin tới thăm Sochi, còn Triều Tiên trải qua một mùa hè khô hạn."),
        ("vi", "Ông Kim Jong-un đến thăm một trang trại ở Wonsan, còn Nga mở một trường học mới."),
        ("vi", "Ông Lavrov thăm Bắc Kinh trong khi Triều Tiên đón lễ."),
        ("zh", "普京前往索契，朝鲜的夏天很干燥。"),
        ("zh", "金正恩访问了元山的一家农场，而俄罗斯新建了一所学校。"),
        ("zh", "拉夫罗夫访问北京，朝鲜则庆祝节日。"),
        ("ja", "プーチン大統領はソチを訪問し、北朝鮮では乾いた夏が続いた。"),
        ("ja", "金正恩総書記は元山の農場を訪れ、ロシアは新しい学校を開いた。"),
        ("ja", "ラブロフ外相は北京を訪問し、北朝鮮は祝日を迎えた。"),
    ],
)
def test_what_stands_in_two_clauses_is_nothing_between_the_two(language: str, text: str) -> None:
    assert types(language, text) & BETWEEN == set()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Putin flew to Pyongyang, and Russia had a dry summer."),
        ("en", "Lavrov and Choe Son Hui visited Wonsan in North Korea."),
        ("en", "During a visit to North Korea, Lavrov praised the harvest."),
        ("ru", "Путин прилетел в Пхеньян, а в России стояло сухое лето."),
        ("uk", "Шойгу прилетів до Пхеньяна, а в Росії стояло сухе літо."),
        ("ko", "푸틴 대통령은 평양에 도착했고 러시아에서는 가뭄이 이어졌다."),
        ("id", "Putin terbang ke Pyongyang, sementara Rusia mengalami musim panas yang kering."),
        ("vi", "Ông Putin tới thăm Bình Nhưỡng, còn nước Nga trải qua một mùa hè khô hạn."),
        ("zh", "普京抵达平壤，俄罗斯的夏天很干燥。"),
        ("ja", "プーチン大統領は平壌を訪問し、ロシアでは乾いた夏が続いた。"),
    ],
)
def test_the_host_may_have_a_clause_of_its_own_too(language: str, text: str) -> None:
    assert types(language, text) == {"visit"}
