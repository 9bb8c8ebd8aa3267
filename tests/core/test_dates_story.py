"""Dates that count from what the text has told, in every language: sentences of our own."""

from datetime import date

import pytest

from tests.core.dated import found

AUTUMN = date(2024, 11, 20)
APPROVED_AND_SIGNED = [
    ("en", "Parliament approved it on 6 March. The president signed it three days later."),
    ("ru", "Дума одобрила договор 6 марта. Через три дня президент подписал закон."),
    ("ru", "Дума одобрила договор 6 марта, а президент подписал закон тремя днями позже."),
    ("ru", "Договор одобрен 6 марта. Через три дня после этого он вступил в силу."),
    ("uk", "Рада схвалила угоду 6 березня. Через три дні президент підписав закон."),
    ("uk", "Рада схвалила угоду 6 березня, а президент підписав закон трьома днями пізніше."),
    ("id", "Parlemen menyetujuinya pada 6 Maret. Presiden meneken naskah itu tiga hari kemudian."),
    ("vi", "Quốc hội thông qua ngày 6/3. Ba ngày sau, tổng thống ký luật."),
    ("vi", "Quốc hội thông qua ngày 6/3. Ba ngày sau đó, tổng thống ký luật."),
    ("ko", "의회는 6일 승인했다. 대통령은 사흘 뒤 서명했다."),
    ("ko", "의회는 6일 승인했다. 대통령은 그로부터 사흘 뒤 서명했다."),
    ("zh", "议会6日批准。三天后，总统签署了法律。"),
    ("ja", "議会は6日に承認した。大統領は3日後に署名した。"),
    ("ja", "議会は6日に承認した。大統領はその3日後に署名した。"),
]
ANNOUNCED = [
    ("en", "The talks were agreed on 6 March. They will be held three days from now."),
    ("ru", "О переговорах договорились 6 марта. Они пройдут через три дня."),
    ("ru", "О переговорах договорились 6 марта. Через три дня министр прилетит в столицу."),
    ("uk", "Про зустріч домовилися 6 березня. Через три дні міністр прилетить до столиці."),
    ("id", "Pertemuan disepakati pada 6 Maret. Menteri akan tiba tiga hari lagi."),
    ("vi", "Hai bên đồng ý ngày 6/3. Ba ngày nữa, bộ trưởng sẽ tới thăm."),
    ("vi", "Hai bên đồng ý ngày 6/3. Ba ngày sau, bộ trưởng sẽ tới thăm."),
    ("ko", "양측은 6일 합의했다. 장관은 사흘 뒤 방문할 예정이다."),
    ("zh", "双方6日达成一致。部长将于三天后访问。"),
    ("ja", "双方は6日に合意した。大臣は3日後に訪問する予定だ。"),
]
COUNTED_FROM_AN_EVENT = [
    ("en", "He landed the day before the summit and left the day after they signed."),
    ("ru", "Он прилетел накануне саммита и улетел через два дня после визита."),
    ("ru", "На следующий день после встречи он улетел. Это было на три дня раньше срока."),
    ("ru", "Накануне подписания договора он выступил."),
    ("uk", "Він прилетів напередодні зустрічі й полетів через два дні після візиту."),
    ("id", "Sehari sebelum delegasi tiba ia berpidato, tiga hari setelah pertemuan ia pulang."),
    ("vi", "Một ngày trước khi đoàn tới, ông gửi điện mừng."),
    ("vi", "Hai tháng sau chuyến thăm, hai bên ký thỏa thuận."),
    ("vi", "Ông về nước trong tháng sau cuộc gặp."),
    ("ko", "정상회담 전날 도착해 회담 사흘 뒤 떠났다."),
    ("ko", "그는 도착한 지 이틀 뒤 떠났다."),
    ("zh", "会谈前一天他抵达，签署三天后离开。"),
    ("zh", "这是他访问的第二天。"),
    ("ja", "会談の前日に到着し、調印の3日後に出発した。"),
]
DAY_BEFORE = [
    ("en", "The soldier died on 6 September. He had been captured the day before."),
    ("ru", "6 сентября солдат, которого накануне взяли в плен, умер."),
    ("ru", "Солдат умер 6 сентября. Накануне его взяли в плен."),
    ("uk", "6 вересня солдат, якого напередодні взяли в полон, помер."),
    ("id", "Prajurit itu meninggal pada 6 September. Sehari sebelumnya ia ditangkap."),
    ("vi", "Người lính chết ngày 6/9. Hôm trước, anh bị bắt."),
    ("ko", "9월 6일 병사가 숨졌다. 전날 붙잡힌 병사였다."),
    ("zh", "9月6日士兵死亡。前一天他被俘。"),
    ("ja", "9月6日、兵士が死亡した。前日に捕らえられていた。"),
]
OF_THE_STORY_OR_NONE = [
    ("en", "Three days later he died."),
    ("en", "The next day he left."),
    ("en", "A week later “the man” hurt her."),
    ("ru", "Через три дня он умер."),
    ("uk", "Через три дні він помер."),
    ("ko", "사흘 뒤 그는 숨졌다."),
    ("ja", "3日後に死亡した。"),
    ("zh", "三天后他去世了。"),
    ("vi", "Ba ngày sau, ông đã qua đời."),
]


@pytest.mark.parametrize(("language", "text"), APPROVED_AND_SIGNED)
def test_days_later_count_from_the_day_of_the_sentence_before(language: str, text: str) -> None:
    assert [m.first for m in found(text, language)] == [date(2025, 3, 6), date(2025, 3, 9)]


@pytest.mark.parametrize(("language", "text"), ANNOUNCED)
def test_what_is_announced_counts_from_the_publication(language: str, text: str) -> None:
    assert [m.first for m in found(text, language)] == [date(2025, 3, 6), date(2025, 3, 15)]


@pytest.mark.parametrize(("language", "text"), COUNTED_FROM_AN_EVENT)
def test_what_counts_from_an_event_has_no_day(language: str, text: str) -> None:
    assert found(text, language) == []


@pytest.mark.parametrize(("language", "text"), DAY_BEFORE)
def test_the_day_before_is_that_of_the_story_told_near(language: str, text: str) -> None:
    assert [m.first for m in found(text, language, AUTUMN)] == [date(2024, 9, 6), date(2024, 9, 5)]


@pytest.mark.parametrize(
    ("language", "text"),
    [("ru", "Накануне прошли переговоры."), ("uk", "Напередодні пройшли переговори."), ("ko", "전날 회담이 열렸다.")],
)
def test_the_day_before_nothing_told_is_yesterday(language: str, text: str) -> None:
    assert [m.first for m in found(text, language)] == [date(2025, 3, 11)]


def test_the_day_before_a_day_told_far_away_is_yesterday() -> None:
    text = "6 сентября он прибыл. Его встретили. Шёл дождь. Накануне министры вновь встретились."
    assert [m.first for m in found(text, "ru", AUTUMN)] == [date(2024, 9, 6), date(2024, 11, 19)]


@pytest.mark.parametrize(("language", "text"), OF_THE_STORY_OR_NONE)
def test_what_looks_back_on_a_later_day_of_no_story_is_vague(language: str, text: str) -> None:
    assert [(m.first, m.precision) for m in found(text, language)] == [(None, "vague")]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "They met in September 2024. A month later the minister flew there."),
        ("ru", "Они встретились в сентябре 2024 года. Месяц спустя министр полетел туда."),
        ("uk", "Вони зустрілися у вересні 2024 року. Через місяць міністр полетів туди."),
        ("id", "Mereka bertemu pada September 2024. Sebulan kemudian menteri terbang ke sana."),
        ("vi", "Hai ông gặp nhau tháng 9 năm ngoái. Một tháng sau đó, bộ trưởng tới thăm."),
        ("ko", "두 사람은 2024년 9월에 만났다. 한 달 뒤 장관이 방문했다."),
        ("zh", "两人2024年9月会面。一个月后，部长访问了那里。"),
        ("ja", "二人は2024年9月に会談した。1カ月後に大臣が訪問した。"),
    ],
)
def test_a_month_is_the_storys_day_for_months(language: str, text: str) -> None:
    mentions = [(m.first, m.last, m.precision) for m in found(text, language)]
    assert mentions == [
        (date(2024, 9, 1), date(2024, 9, 30), "month"),
        (date(2024, 10, 1), date(2024, 10, 31), "month"),
    ]


def test_days_do_not_count_from_a_month() -> None:
    text = "He spoke on 3 May 2024. They met in September 2024. Three days later he left."
    assert [m.first for m in found(text)] == [date(2024, 5, 3), date(2024, 9, 1), None]


def test_a_month_named_in_passing_does_not_hide_the_day() -> None:
    text = "He met the minister on 3 March, the first since December. Six days later he left."
    assert [m.first for m in found(text)] == [date(2025, 3, 3), date(2024, 12, 1), date(2025, 3, 9)]


def test_a_past_day_of_the_story_is_no_day_to_come() -> None:
    text = "The agency reported on Wednesday. The minister confirmed the news a day later."
    assert [m.first for m in found(text)] == [date(2025, 3, 12), None]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Kapal berangkat pukul 06.30 dan 15.00.", []),
        ("Perpustakaan buka sampai pukul 21 setiap hari.", []),
        ("Kapal berlayar dari 3 hingga 7 Maret. Kapal tambahan berangkat pukul 06.30.", [3]),
        ("Kebakaran terjadi pada Senin (10/3). Api padam pukul 06.30.", [10, 10]),
        ("Rapat digelar Senin pukul 10.00.", [10]),
    ],
)
def test_an_hour_is_a_date_only_of_a_day_told_near(text: str, days: list[int]) -> None:
    assert [m.first and m.first.day for m in found(text, "id")] == days
