from datetime import UTC, datetime
from functools import cache
from typing import Any

import polars as pl
import pytest

from tasks.core import entities
from tasks.core.records import ENTITY_MENTIONS

DAY = datetime(2025, 3, 1, tzinfo=UTC)
Found = list[tuple[str, str, str | None]]


IN_EVERY_LANGUAGE = [
    ("en", "Choi Son Hui flew to Vladivostok with Sergey Shoygu.", {"choe_son_hui", "vladivostok", "shoigu"}),
    ("de", "Schoigu sprach in Nordkorea über Russlands Pläne.", {"shoigu", "dprk", "russia"}),
    ("ru", "Ким Чен Ыну вручили письмо от Владимира Путина.", {"kim_jong_un", "putin"}),
    ("ru", "О сотрудничестве с Северной Кореей говорили в Госдуме.", {"dprk", "state_duma"}),
    ("uk", "Про це Путіну розповіли у Північній Кореї.", {"putin", "dprk"}),
    ("ko", "뿌찐대통령은 로씨야련방에서 김정은동지를 맞이하였다.", {"putin", "russia", "kim_jong_un"}),
    ("ko", "북한에서는 러시아와의 협력을 말한다.", {"dprk", "russia"}),
    ("id", "Korea Utara dan AS membahas surat Lavrov.", {"dprk", "usa", "lavrov"}),
    ("vi", "Nga và Triều Tiên ký thỏa thuận.", {"russia", "dprk"}),
    ("zh", "金正恩会见绍伊古，朝俄关系升温。", {"kim_jong_un", "shoigu", "dprk", "russia"}),
    ("ja", "プーチン大統領は北朝鮮を訪問した。", {"putin", "dprk"}),
    ("ja", "日朝協議で在韓米軍と在中邦人が話題になった。", {"japan", "dprk", "south_korea", "usa", "china"}),
    ("zh", "19日朝鲜宣布，20日俄罗斯回应。", {"dprk", "russia"}),
    ("ko", "북한산 무기와 북한산 석탄이 나왔다.", {"dprk"}),
    ("ja", "モスクワ動物園の代表団が平壌を訪れた。", {"moscow_zoo", "pyongyang"}),
    ("zh", "朝鮮國防省的聲明由國際文傳電訊社刊登。", {"mnd_dprk", "dprk", "interfax"}),
    ("zh", "俄罗斯联邦委员会批准了条约。", {"federation_council", "russia"}),
    ("id", "Dewan Federasi Rusia meratifikasi perjanjian itu.", {"federation_council", "russia"}),
    ("vi", "Hội đồng Liên bang Nga đã phê chuẩn hiệp ước.", {"federation_council", "russia"}),
    ("uk", "Єдина Росія привітала гостей.", {"united_russia", "russia"}),
    ("fr", "La Corée du Nord et les soldats russes.", {"dprk", "russia"}),
    ("ru", "Поезд ходит между Хасаном и Туманганом.", {"khasan", "tumangang"}),
    ("uk", "Американська розвідка і Рада національної безпеки США мовчать.", {"us_intel", "nsc_us", "usa"}),
    ("ko", "미 정보당국과 백악관 국가안보회의는 말하지 않았다.", {"us_intel", "nsc_us"}),
    ("en", "It breaks resolution 2375 of the Council.", {"unscr_2375"}),
    ("ru", "Это нарушает резолюцию 2375.", {"unscr_2375"}),
    ("uk", "Будують автомобільний міст через Туманну.", {"tumen_road_bridge"}),
    ("vi", "Hai nước xây cầu đường bộ qua sông Tumen.", {"tumen_road_bridge"}),
    ("id", "Kedua negara membangun jembatan di atas Sungai Tumen.", {"tumen_road_bridge"}),
    ("zh", "两国修建图们江公路桥。", {"tumen_road_bridge"}),
    ("ja", "両国は豆満江の道路橋を建設する。", {"tumen_road_bridge"}),
    ("en", "NK troops reached Russia.", {"dprk", "russia"}),
    ("en", "Foreign Minister Ivanov stops in Pyongyang.", {"igor_ivanov", "pyongyang"}),
    ("en", "Alexei Ivanov stops in Pyongyang.", {"pyongyang"}),
    ("en", "South Korean Defense Minister Kim is in Russia.", {"south_korea", "russia"}),
]

LOOKALIKES = [
    ("vi", "Tình hình trên bán đảo Triều Tiên vẫn căng thẳng.", "dprk"),
    ("vi", "Chiến tranh Triều Tiên kết thúc năm 1953.", "dprk"),
    ("vi", "Bà Nga và chị Nga mở quán ở phố cổ.", "russia"),
    ("ko", "조선일보는 조선시대 유물을 소개했다.", "dprk"),
    ("ko", "NH증권은 북미 전력시장과 북중미 노선을 분석했다.", "dprk"),
    ("ko", "조선업 수주가 늘었다.", "dprk"),
    ("ko", "인도·태평양 지역의 날씨를 전했다.", "pyongyang"),
    ("ko", "회의 中 정전이 됐다.", "china"),
    ("zh", "白俄罗斯代表团抵达台北。", "russia"),
    ("zh", "台北和河北的天气很好。", "dprk"),
    ("zh", "朝鲜半岛的局势。", "dprk"),
    ("ja", "北～西日本で雨が強まる見込み。", "dprk"),
    ("ja", "西日本と東日本で大雨。", "japan"),
    ("ja", "タスマニアの森を歩く。", "tass"),
    ("id", "Pak Budi dan Pak Kim Hendra mengantre di RT 05.", "pak_jong_chon"),
    ("id", "Warga RT 05 menemui anggota DPR.", "rt"),
    ("id", "Warga RT 05 menemui anggota DPR.", "donetsk_pr"),
    ("id", "Ia bekerja sama, as always, antara dua kota.", "antara"),
    ("en", "It was as simple as that; trust us.", "usa"),
    ("en", "RF signals and NK cells were measured.", "russia"),
    ("en", "NK Maribor lost in Russia.", "dprk"),
    ("en", "RF signals and NK cells were measured.", "dprk"),
    ("en", "North American and South American teams met.", "usa"),
    ("en", "The Korean Peninsula needs calm.", "dprk"),
    ("en", "The 44th General Assembly of the Olympic Council opened.", "unga"),
    ("en", "Tourists photographed the Kremlin wall.", "kremlin"),
    ("en", "Anti-Japanese songs were sung.", "japan"),
    ("ko", "러시아워에 열차가 붐볐다.", "russia"),
    ("ko", "북한산에서 등산객이 북한강을 내려다봤다.", "dprk"),
    ("zh", "孩子们在玩俄罗斯方块。", "russia"),
    ("zh", "沙拉里有朝鲜蓟。", "dprk"),
    ("zh", "朝鮮通信使與朝鮮時代的瓷器。", "dprk"),
    ("ja", "朝鮮王朝の器と朝鮮アザミ。", "dprk"),
    ("vi", "Bộ phim kể về triều đại Triều Tiên.", "dprk"),
    ("en", "She won the Kremlin Cup twice.", "kremlin"),
    ("ja", "14日朝までに雪が積もる。", "dprk"),
    ("ja", "明日朝も毎日朝食の後も寒い。", "japan"),
    ("zh", "十四日朝方代表抵达。", "japan"),
    ("zh", "货运在中断后恢复。", "china"),
    ("zh", "据说在韩战时他还小。", "south_korea"),
    ("zh", "据说在日内瓦会谈。", "japan"),
    ("ja", "一行は平壌に滞在中だ。", "china"),
    ("ru", "Восточный ветер принёс дождь.", "vostochny_cosmodrome"),
    ("ru", "Восточный экономический форум открылся.", "vostochny_cosmodrome"),
    ("ru", "Спутник вышел на орбиту.", "sputnik"),
    ("ru", "Суда прошли Южно-Китайское море.", "china"),
    ("ru", "Об этом сообщает агентство «Москва».", "moscow"),
    ("ru", "Гость «Эха Москвы» спорил с ведущим.", "moscow"),
    ("zh", "俄罗斯国防部长率团抵达平壤。", "mod_ru"),
]

CHAINS = [
    ("en", "Russian Security Council Secretary Sergei Shoigu arrived.", {"russia", "security_council_ru", "shoigu"}),
    (
        "ru",
        "Секретарь Совета безопасности РФ Сергей Шойгу прибыл с визитом.",
        {"russia", "security_council_ru", "shoigu"},
    ),
    ("ru", "Секретарь Совбеза России Шойгу прибыл с визитом.", {"russia", "security_council_ru", "shoigu"}),
    ("uk", "Секретар Ради безпеки РФ Сергій Шойгу прибув із візитом.", {"russia", "security_council_ru", "shoigu"}),
    ("ko", "러시아 국가안보회의 서기 세르게이 쇼이구가 도착했다.", {"russia", "security_council_ru", "shoigu"}),
    ("ko", "세르게이 쇼이구 러시아 국가안보회의 서기가 도착했다.", {"russia", "security_council_ru", "shoigu"}),
    ("id", "Sekretaris Dewan Keamanan Rusia Sergei Shoigu tiba.", {"russia", "security_council_ru", "shoigu"}),
    ("vi", "Thư ký Hội đồng An ninh Nga Sergei Shoigu đã đến.", {"russia", "security_council_ru", "shoigu"}),
    ("zh", "俄罗斯联邦安全会议秘书绍伊古抵达。", {"russia", "security_council_ru", "shoigu"}),
    ("ja", "ロシアのショイグ安全保障会議書記が到着した。", {"russia", "security_council_ru", "shoigu"}),
    ("en", "Kremlin spokesman Dmitry Peskov spoke.", {"kremlin", "peskov"}),
    ("ru", "Пресс-секретарь Кремля Дмитрий Песков ответил.", {"kremlin", "peskov"}),
    ("uk", "Речник Кремля Дмитро Пєсков відповів.", {"kremlin", "peskov"}),
    ("ko", "드미트리 페스코프 크렘린궁 대변인이 말했다.", {"kremlin", "peskov"}),
    ("id", "Juru bicara Kremlin Dmitry Peskov menjawab.", {"kremlin", "peskov"}),
    ("vi", "Người phát ngôn Điện Kremlin Dmitry Peskov trả lời.", {"kremlin", "peskov"}),
    ("zh", "克里姆林宫发言人佩斯科夫回应。", {"kremlin", "peskov"}),
    ("ja", "ロシア大統領府のペスコフ報道官が述べた。", {"kremlin", "peskov", "russia"}),
    ("en", "State Duma Speaker Vyacheslav Volodin came.", {"state_duma", "volodin"}),
    ("ru", "Председатель Госдумы РФ Вячеслав Володин приехал.", {"russia", "state_duma", "volodin"}),
    ("uk", "Спікер Держдуми РФ В'ячеслав Володін приїхав.", {"russia", "state_duma", "volodin"}),
    ("ko", "뱌체슬라프 볼로딘 러시아 하원의장이 왔다.", {"russia", "state_duma", "volodin"}),
    ("zh", "俄罗斯国家杜马主席沃洛金到访。", {"russia", "state_duma", "volodin"}),
    ("ja", "ロシア下院のウォロジン議長が訪れた。", {"russia", "state_duma", "volodin"}),
    ("vi", "Chủ tịch Duma Quốc gia Nga Vyacheslav Volodin đến thăm.", {"russia", "state_duma", "volodin"}),
    ("id", "Ketua Duma Negara Rusia Vyacheslav Volodin berkunjung.", {"russia", "state_duma", "volodin"}),
    ("en", "North Korean Foreign Minister Choe Son Hui spoke.", {"choe_son_hui", "dprk"}),
    ("ru", "Глава МИД КНДР Цой Сон Хи выступила.", {"choe_son_hui", "dprk", "mfa_dprk"}),
    ("uk", "Міністерка закордонних справ КНДР Чхве Сон Хі виступила.", {"choe_son_hui", "dprk"}),
    ("ko", "북한 최선희 외무상이 말했다.", {"choe_son_hui", "dprk"}),
    ("ko", "최선희 북한 외무상이 말했다.", {"choe_son_hui", "dprk"}),
    ("id", "Menteri Luar Negeri Korea Utara Choe Son Hui berbicara.", {"choe_son_hui", "dprk"}),
    ("vi", "Ngoại trưởng Triều Tiên Choe Son Hui phát biểu.", {"choe_son_hui", "dprk"}),
    ("zh", "朝鲜外务相崔善姬发表讲话。", {"choe_son_hui", "dprk"}),
    ("ja", "北朝鮮の崔善姫外相が述べた。", {"choe_son_hui", "dprk"}),
    ("en", "Russian Defence Minister Andrei Belousov visited.", {"belousov", "russia"}),
    ("ru", "Министр обороны РФ Андрей Белоусов посетил.", {"belousov", "russia"}),
    ("uk", "Міністр оборони РФ Андрій Бєлоусов відвідав.", {"belousov", "russia"}),
    ("ko", "안드레이 벨로우소프 러시아 국방장관이 방문했다.", {"belousov", "russia"}),
    ("zh", "俄罗斯国防部长别洛乌索夫访问。", {"belousov", "russia"}),
    ("ja", "ロシアのベロウソフ国防相が訪れた。", {"belousov", "russia"}),
    ("id", "Menteri Pertahanan Rusia Andrei Belousov berkunjung.", {"belousov", "russia"}),
    ("vi", "Bộ trưởng Quốc phòng Nga Andrei Belousov thăm.", {"belousov", "russia"}),
]

KREMLINS = [
    ("en", "Talks were held in the Kremlin on Monday.", "According to a source in the Kremlin, talks went well."),
    ("en", "Putin received her in Kremlin, Moscow.", "The Kremlin denied it."),
    ("en", "Visitors toured the Kremlin and the zoo.", "Reporters asked the Kremlin about the zoo."),
    ("ru", "В Кремле прошла церемония.", "В Кремле заявили, что визит готовится."),
    ("uk", "Зустріч відбулася в Кремлі.", "У Кремлі відреагували на заяву."),
    ("ko", "푸틴은 크렘린궁에서 최선희를 접견했다.", "크렘린궁은 부인했다."),
    ("zh", "普京在克里姆林宫会见崔善姬。", "克里姆林宫表示欢迎。"),
    ("ja", "プーチン氏はクレムリンで会談した。", "クレムリンは否定した。"),
    ("vi", "Ông Putin tiếp khách tại Điện Kremlin.", "Điện Kremlin cho biết như vậy."),
    ("id", "Putin menerima tamu di Kremlin.", "Kremlin membantah."),
    ("fr", "Poutine l'a reçu au Kremlin.", "Le Kremlin a démenti."),
    ("de", "Putin empfing ihn im Kreml.", "Der Kreml wies das zurück."),
]

PLACES = [
    ("en", "Pyongyang, July 2 (KCNA) -- A delegation left.", "pyongyang"),
    ("en", "They landed in Moscow at night.", "moscow"),
    ("en", "His second visit to Pyongyang was short.", "pyongyang"),
    ("ru", "В Москве прошёл дождь.", "moscow"),
    ("ru", "Самолёт вылетел из Пхеньяна.", "pyongyang"),
    ("uk", "У Москві випав сніг.", "moscow"),
    ("ko", "(서울=한글통신) 홍길동 기자 = 비가 왔다.", "seoul"),
    ("ko", "대표단은 평양에서 만났다.", "pyongyang"),
    ("ja", "代表団は平壌で会った。", "pyongyang"),
    ("zh", "代表团抵达莫斯科。", "moscow"),
    ("id", "Mereka tiba di Moskow.", "moscow"),
    ("vi", "Họ đã đến Bình Nhưỡng.", "pyongyang"),
    ("fr", "Ils sont arrivés à Moscou.", "moscow"),
]

GOVERNMENTS = [
    ("en", "Moscow said it would answer.", "Moscow", "russia"),
    ("en", "Relations between Moscow and Pyongyang are warm.", "Pyongyang", "dprk"),
    ("ru", "Пхеньян отказался от переговоров.", "Пхеньян", "dprk"),
    ("ru", "В Пхеньяне заявили о протесте.", "Пхеньяне", "dprk"),
    ("uk", "Москва звинуватила Київ.", "Москва", "russia"),
    ("ko", "평양은 침묵했다.", "평양", "dprk"),
    ("zh", "平壤表示抗议。", "平壤", "dprk"),
    ("ja", "平壌は強く反発した。", "平壌", "dprk"),
    ("id", "Moskow menolak tuduhan itu.", "Moskow", "russia"),
    ("fr", "Moscou accuse Kiev.", "Moscou", "russia"),
]


def frame(*rows: dict[str, Any]) -> pl.DataFrame:
    schema = pl.Schema(
        {
            "article_id": pl.String(),
            "language": pl.String(),
            "published_at": pl.Datetime("us", "UTC"),
            "title": pl.String(),
            "text": pl.String(),
        }
    )
    numbered = [{"article_id": str(n), "language": "en", "text": ""} | row for n, row in enumerate(rows)]
    return pl.DataFrame(numbered, schema=schema)


def mentions(text: str, language: str | None = "en", day: str = "2025-03-01", **more: Any) -> pl.DataFrame:
    published = datetime.fromisoformat(day).replace(tzinfo=UTC)
    return entities.find(frame({"language": language, "text": text, "published_at": published, **more}))


@cache
def together() -> pl.DataFrame:
    """Mentions of the texts of the tables above, found at once; article_id is language and text."""
    texts = {
        (language, text)
        for table in (IN_EVERY_LANGUAGE, LOOKALIKES, CHAINS, PLACES, GOVERNMENTS)
        for language, text, *_ in table
    }
    texts |= {(language, text) for language, *both in KREMLINS for text in both}
    rows = [
        {"article_id": f"{language} {text}", "language": language, "text": text, "published_at": DAY}
        for language, text in texts
    ]
    return entities.find(frame(*rows))


def one(language: str, text: str) -> pl.DataFrame:
    return together().filter(article_id=f"{language} {text}")


def named(text: str, language: str | None = "en", **more: Any) -> Found:
    return mentions(text, language, **more).select("surface", "entity_id", "speaks_for").rows()


def ids(text: str, language: str | None = "en", **more: Any) -> set[str]:
    return set(mentions(text, language, **more)["entity_id"])


@pytest.mark.parametrize(("language", "text", "expected"), IN_EVERY_LANGUAGE)
def test_names_are_found_in_every_language(language: str, text: str, expected: set[str]) -> None:
    assert set(one(language, text)["entity_id"]) == expected


@pytest.mark.parametrize(("language", "text", "absent"), LOOKALIKES)
def test_what_only_looks_like_a_name_is_none(language: str, text: str, absent: str) -> None:
    assert absent not in set(one(language, text)["entity_id"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Democratic People's Republic of Korea sent a team.", {"dprk"}),
        ("Chosun Ilbo and Belarus: nothing else.", {"chosun_ilbo", "belarus"}),
        ("The destroyer Choe Hyon left the port.", {"choe_hyon"}),
        ("Officials of the February 8 Vinalon Complex in North Korea.", {"dprk"}),
    ],
)
def test_the_longest_name_counts(text: str, expected: set[str]) -> None:
    assert ids(text) == expected


def test_belarus_is_not_russia_in_chinese() -> None:
    assert ids("白俄罗斯和俄罗斯签署文件。", "zh") == {"belarus", "russia"}


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ko", "北·러 밀착에 韓美 긴장", {"dprk", "russia", "south_korea", "usa"}),
        ("ko", "북러 조약과 북중 무역", {"dprk", "russia", "china", "csp_treaty"}),
        ("ko", "방북한 대표단, 대러 수출 논의", {"dprk", "russia"}),
        ("zh", "俄朝会谈，美朝对话", {"russia", "dprk", "usa"}),
        ("ja", "日朝協議と中ロ会談", {"japan", "dprk", "china", "russia"}),
    ],
)
def test_states_of_one_syllable_are_named_in_headlines(language: str, text: str, expected: set[str]) -> None:
    assert ids("본문" if language == "ko" else "正文", language, title=text) == expected


def test_one_hanja_is_a_state_in_korean_only() -> None:
    assert "dprk" in ids("北, 또 발사", "ko")
    assert "dprk" not in ids("北, 风很大", "zh")


@pytest.mark.parametrize(
    ("language", "text", "surface"),
    [
        ("en", "ComradeKim Jong Unreceived a letter.", "Kim Jong Un"),
        ("ru", "Владимир\xa0Путин приехал.", "Владимир\xa0Путин"),
        ("fr", "Corée\u202fdu\u202fNord", "Corée\u202fdu\u202fNord"),
        ("en", "Kim Jong–un left.", "Kim Jong–un"),
        ("en", "KIM JONG UN LEFT.", "KIM JONG UN"),
    ],
)
def test_names_are_found_however_they_are_set(language: str, text: str, surface: str) -> None:
    assert surface in [row[0] for row in named(text, language)]


def test_offsets_count_characters() -> None:
    text = "😀 İzmir’de ‘北’ 그리고 북한은 러시아와, Ёнхап и Россия — été Kim Jong Un."
    found = mentions(text, "ko")
    assert found.height >= 4
    for surface, start, end in found.select("surface", "start", "end").iter_rows():
        assert text[start:end] == surface


def test_title_and_text_are_told_apart() -> None:
    found = mentions("Putin spoke.", title="Kim Jong Un waits")
    assert found.select("field", "start", "entity_id").rows() == [("title", 0, "kim_jong_un"), ("text", 0, "putin")]


# short forms


def test_a_surname_is_whoever_the_article_introduced_last() -> None:
    text = "Kim Yo Jong spoke first. Kim was brief. Kim Jong Un followed. Kim smiled at Choe Son Hui, and Choe bowed."
    rows = named(text)
    assert [entity for surface, entity, _ in rows if surface == "Kim"] == ["kim_yo_jong", "kim_jong_un"]
    assert [entity for surface, entity, _ in rows if surface == "Choe"] == ["choe_son_hui"]


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [
        ("en", "Kim Jong Un spoke. Kim, 25, a cook, laughed.", 1),
        ("en", "Kim Jong Un spoke. Kim, a Seoul cook, laughed.", 1),
        ("en", "Kim Jong Un spoke. A resident surnamed Kim laughed.", 1),
        ("en", "Kim Jong Un spoke. Kim, a keen fan, laughed, and Kim, who came late, left.", 3),
        ("en", "Kim Jong Un spoke. Chef Kim laughed, and the 25-year-old Kim sang.", 1),
        ("en", "Kim Jong Un spoke. Then Chairman Kim and a sick-faced Kim left.", 3),
        ("en", "Russia waits. The actress Kim laughed.", 0),
        ("ru", "Ким Чен Ын выступил. Ким, 25 лет, засмеялся.", 1),
        ("ru", "Ким Чен Ын выступил. Шеф-повар Ким и 25-летний Ким засмеялись.", 1),
        ("id", "Kim Jong Un berbicara. Kim (25), juru masak, tertawa.", 1),
        ("vi", "Kim Jong Un phát biểu. Kim, 25 tuổi, cười.", 1),
    ],
)
def test_a_surname_with_an_age_or_an_origin_is_somebody_new(language: str, text: str, count: int) -> None:
    found = mentions(text, language)
    assert found.filter(pl.col("entity_id") == "kim_jong_un").height == count


def test_the_age_of_somebody_whose_surname_is_his_own_is_his() -> None:
    assert [surface for surface, _, _ in named("Alexander Kozlov came. Kozlov, 61, spoke.")][-1] == "Kozlov"


def test_a_surname_before_the_full_name_is_its_bearer() -> None:
    assert ids("Alexander Kozlov arrived in the evening.", title="Kozlov in North Korea") >= {"kozlov"}


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("Kozlov won the tournament in Spain.", "kozlov"),
        ("Kim Dae-jung met North Korean guests. Kim was moved.", "kim_jong_un"),
        ("The north wind and the South Pole.", "dprk"),
        ("A Security Council met in the city hall.", "unsc"),
        ("No one knew; No was the answer, and Choe left.", "no_kwang_chol"),
        ("Xi is a Greek letter.", "xi_jinping"),
    ],
)
def test_a_short_form_alone_is_nobody(text: str, absent: str) -> None:
    assert absent not in ids(text)


def test_a_headline_kim_beside_the_state_is_its_leader() -> None:
    assert "kim_jong_un" in ids("A visit is near.", title="North Korea's Kim to travel")
    assert "kim_jong_un" in ids("", title="Putin and Kim agree on a bridge")


@pytest.mark.parametrize(
    ("language", "text", "entity"),
    [
        ("en", "The Security Council Secretary Sergei Shoigu came from Russia.", "security_council_ru"),
        ("en", "The UN met; the Security Council voted on sanctions.", "unsc"),
        ("ru", "Совбез ООН проголосовал, заявил Совбез.", "unsc"),
        ("ru", "Секретарь Совета безопасности РФ прибыл, сообщили в Совбезе.", "security_council_ru"),
        ("vi", "Hội đồng Bảo an họp hôm nay.", "unsc"),
        ("vi", "Thư ký Hội đồng An ninh Nga tới thăm.", "security_council_ru"),
    ],
)
def test_the_two_security_councils_are_told_apart(language: str, text: str, entity: str) -> None:
    other = {"unsc": "security_council_ru", "security_council_ru": "unsc"}[entity]
    found = ids(text, language)
    assert entity in found
    assert other not in found


def test_the_north_needs_korea() -> None:
    assert "dprk" in [
        e for s, e, _ in named("North Korea fired. Seoul said the North would regret it.") if s == "the North"
    ]
    assert named("They moved to the North of the island.") == []


def test_the_indonesian_mister_is_no_korean() -> None:
    rows = named("Kim Jong Un tiba. Bapak Kim dan Tuan Kim tersenyum.", "id")
    assert [entity for surface, entity, _ in rows] == ["kim_jong_un"] * 3


# offices and titles


def test_title_country_and_name_are_one_mention_of_the_person_and_one_of_the_country() -> None:
    assert named("Presiden Rusia Vladimir Putin tiba.", "id") == [
        ("Presiden Rusia Vladimir Putin", "putin", None),
        ("Rusia", "russia", None),
    ]


@pytest.mark.parametrize(("language", "text", "expected"), CHAINS)
def test_body_title_and_name_are_all_found(language: str, text: str, expected: set[str]) -> None:
    assert set(one(language, text)["entity_id"]) == expected


def test_a_name_that_a_dropped_one_overlaps_is_found() -> None:
    text = "Секретарь Совета безопасности РФ Сергей Шойгу прибыл."
    assert ("РФ", "russia", None) in named(text, "ru")


@pytest.mark.parametrize(
    ("language", "text", "surface"),
    [
        ("en", "They met President Putin.", "President Putin"),
        ("ko", "푸틴 대통령은 웃었다.", "푸틴 대통령"),
        ("ja", "金正恩総書記が話した。", "金正恩総書記"),
        ("vi", "Gặp Tổng thống Putin hôm qua.", "Tổng thống Putin"),
    ],
)
def test_a_title_belongs_to_the_mention(language: str, text: str, surface: str) -> None:
    assert named(text, language)[0][0] == surface


@pytest.mark.parametrize(
    ("day", "entity"),
    [("2023-07-01", "shoigu"), ("2024-06-01", "belousov"), ("2012-01-01", None), ("1999-01-01", None)],
)
def test_an_office_is_who_held_it_on_the_day(day: str, entity: str | None) -> None:
    found = ids("The Russian defence minister arrived.", day=day)
    assert found == {"russia"} | ({entity} if entity else set())


def test_an_office_without_a_known_day_is_nobody() -> None:
    found = entities.find(frame({"text": "The Russian defence minister arrived."}))
    assert set(found["entity_id"]) == {"russia"}


@pytest.mark.parametrize(
    "text",
    [
        "The former Russian president arrived.",
        "Russian President Boris Yeltsin arrived.",
        "A vice president of Russian Railways arrived.",
    ],
)
def test_an_office_of_another_time_or_person_is_not_the_present_holder(text: str) -> None:
    assert "putin" not in ids(text)


def test_the_master_of_the_kremlin_is_a_person() -> None:
    assert ids("Хозяин Кремля молчал.", "ru") == {"putin"}


# capitals and seats of power


@pytest.mark.parametrize(("language", "text", "entity"), PLACES)
def test_a_capital_is_a_place_where_something_happens(language: str, text: str, entity: str) -> None:
    rows = one(language, text).filter(entity_id=entity)
    assert rows["speaks_for"].to_list() == [None]


@pytest.mark.parametrize(("language", "text", "surface", "state"), GOVERNMENTS)
def test_a_capital_is_its_government_where_it_acts(language: str, text: str, surface: str, state: str) -> None:
    assert (surface, state, state) in one(language, text).select("surface", "entity_id", "speaks_for").rows()


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("The Kremlin said so.", "en", ("Kremlin", "kremlin", "russia")),
        ("Кремль ответил.", "ru", ("Кремль", "kremlin", "russia")),
        ("청와대는 답하지 않았다.", "ko", ("청와대", "blue_house", "south_korea")),
    ],
)
def test_a_seat_of_power_speaks_for_its_state(text: str, language: str, expected: tuple[str, str, str]) -> None:
    assert expected in named(text, language)


@pytest.mark.parametrize(("language", "building", "government"), KREMLINS)
def test_the_kremlin_as_a_building_is_no_mention(language: str, building: str, government: str) -> None:
    assert "kremlin" not in set(one(language, building)["entity_id"])
    assert "kremlin" in set(one(language, government)["entity_id"])


def test_a_state_inside_the_name_of_a_body_is_named_too() -> None:
    assert named("The Russian Foreign Ministry protested.") == [
        ("Russian Foreign Ministry", "mfa_ru", "russia"),
        ("Russian", "russia", None),
    ]


def test_a_place_of_the_war_is_on_its_side() -> None:
    assert ids("Sappers cleared fields in the Kursk Region.") == {"kursk"}


# bad input


@pytest.mark.parametrize("text", ["", " ", "\x00\ufeff", "a" * 10_000, "Kim " * 3_000, "北" * 2_000, "’" * 500])
def test_odd_texts_give_a_result(text: str) -> None:
    found = mentions(text, None)
    assert found.schema == ENTITY_MENTIONS


def test_nothing_gives_nothing() -> None:
    assert entities.find(frame()).is_empty()
    bare = pl.DataFrame({"article_id": ["a"], "language": [None], "text": [None]}, schema_overrides={"text": pl.String})
    assert entities.find(bare.cast({"language": pl.String})).schema == ENTITY_MENTIONS


def test_articles_do_not_share_what_they_introduce() -> None:
    found = entities.find(frame({"text": "Kim Yo Jong spoke."}, {"text": "Kim smiled."}))
    assert found.select("article_id", "entity_id").rows() == [("0", "kim_yo_jong")]
