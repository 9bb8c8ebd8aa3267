"""Weekdays to come, weekdays that recur, and ordinals that look like them. The publication day is a Wednesday."""

from datetime import date

import pytest

from tests.core.dated import found

AHEAD = [
    ("en", "The ferry goes onto its winter timetable Monday.", [17]),
    ("en", "Round six starts at 10 a.m. Monday in the hall.", [17]),
    ("en", "The road is closed from tomorrow until Friday.", [13]),
    ("ru", "Автобусы пойдут по новому пути в понедельник.", [17]),
    ("ru", "С вокзала в субботу и воскресенье пойдут автобусы.", [15, 16]),
    ("ru", "Министр прилетит в понедельник.", [17]),
    ("ru", "Выставка откроется в субботу, сообщил музей.", [15]),
    ("ru", "Музей сообщил, что в субботу откроется выставка.", [15]),
    ("ru", "Самолёт вылетает в понедельник.", [17]),
    ("uk", "Рада голосує в понеділок.", [17]),
    ("uk", "Тролейбус із понеділка курсуватиме до вокзалу.", [17]),
    ("uk", "Місця розподілять жеребкуванням у суботу.", [15]),
    ("uk", "У понеділок відкриється виставка.", [17]),
    ("vi", "Hội chợ kéo dài đến hết Chủ nhật.", [16]),
    ("vi", "Học sinh nghỉ từ ngày mai đến thứ Bảy.", [13]),
    ("vi", "Ông sẽ tới thăm hôm thứ Hai.", [17]),
    ("id", "Pameran akan dibuka pada Senin.", [17]),
    ("ko", "전시회는 월요일 문을 연다.", [17]),
    ("zh", "展览将于星期一开幕。", [17]),
]
BEHIND = [
    ("en", "The ferry went back to its timetable Monday.", [10]),
    ("en", "The agency said on Monday that the talks start soon.", [10]),
    ("en", "The minister met his guest Saturday.", [8]),
    ("en", "He returns soon from a trip that began Monday.", [10]),
    ("en", "Officials met on Monday and will meet again.", [10]),
    ("ru", "Газета пишет, что визит в понедельник завершился.", [10]),
    ("ko", "대통령은 월요일 합의가 오래가지 못할 것이라고 말했다.", [10]),
    ("zh", "双方将举行会谈。外交部星期一发表声明。", [10]),
    ("ru", "Автобусы пошли по новому пути в понедельник.", [10]),
    ("ru", "Визит начался в понедельник.", [10]),
    ("ru", "Об этом в понедельник сообщает агентство.", [10]),
    ("ru", "Министр сообщил в понедельник, что делегация прилетит позже.", [10]),
    ("uk", "Тролейбус у понеділок курсував до вокзалу.", [10]),
    ("uk", "Міністр повідомив у понеділок, що делегація прилетить згодом.", [10]),
    ("vi", "KCNA hôm thứ Hai đưa tin rằng ông sẽ sớm lên đường.", [10]),
    ("id", "KCNA pada Senin memberitakan bahwa ia segera berangkat.", [10]),
    ("ko", "연합뉴스는 월요일 그가 곧 출발한다고 보도했다.", [10]),
    ("zh", "星期一，外交部宣布将举行会谈。", [10]),
    ("ja", "月曜日、外務省が発表した。", [10]),
]
RECURRING = [
    ("en", "The room is open every Saturday and Sunday."),
    ("en", "On Wednesday evenings there is a bar."),
    ("en", "The shop is open daily except Monday."),
    ("ru", "Занятия идут каждую субботу."),
    ("ru", "Галерея работает ежедневно, кроме понедельника."),
    ("ru", "Рынок работает по средам и субботам."),
    ("uk", "Заняття тривають щосуботи."),
    ("uk", "Заняття тривають кожної суботи, крім понеділка."),
    ("id", "Toko tutup pada sore-sore hari Jumat."),
    ("id", "Pasar dibuka setiap hari Senin dan tiap Jumat."),
    ("vi", "Mỗi sáng thứ Bảy, bảo tàng mở lớp nặn gốm."),
    ("vi", "Các em đo chiều cao cây vào sáng thứ Sáu hằng tuần."),
    ("vi", "Thư viện nhận sách vào các buổi chiều thứ Sáu."),
    ("ko", "시장은 매주 월요일 열린다."),
    ("ko", "가게는 월요일마다 문을 닫고 일요일에 쉰다."),
    ("zh", "博物馆每周六上午开课，除周一外开放。"),
    ("ja", "店は毎週月曜日に休み、水曜日を除き営業する。"),
]


def days(text: str, language: str) -> list[int]:
    return [m.first.day for m in found(text, language) if m.first and m.first >= date(2025, 3, 1)]


@pytest.mark.parametrize(("language", "text", "expected"), AHEAD)
def test_a_verb_that_looks_forward_makes_the_weekday_the_next(language: str, text: str, expected: list[int]) -> None:
    assert days(text, language) == expected


@pytest.mark.parametrize(("language", "text", "expected"), BEHIND)
def test_a_verb_of_the_past_or_of_saying_leaves_the_last(language: str, text: str, expected: list[int]) -> None:
    assert days(text, language) == expected


@pytest.mark.parametrize(("language", "text"), RECURRING)
def test_a_recurring_weekday_is_no_day(language: str, text: str) -> None:
    assert found(text, language) == []


@pytest.mark.parametrize(
    "text",
    [
        "Đó là ngày thứ hai của chuyến thăm.",
        "Nhà lãnh đạo bước sang ngày thứ ba thăm thủ đô.",
        "Đây là năm thứ hai liên tiếp.",
        "Ông là người thứ tư được bầu.",
        "Tháng thứ hai của mùa đông rất lạnh.",
        "Đó là lần thứ năm ông tới đây.",
        "Ấy là thành phố thứ hai của đất nước.",
        "Trận thứ ba diễn ra trong mưa.",
    ],
)
def test_vietnamese_ordinals_are_no_weekdays(text: str) -> None:
    assert found(text, "vi") == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Hai bên ký hôm thứ ba.", 11),
        ("Ông phát biểu vào thứ hai.", 10),
        ("Ông tới vào ngày thứ Hai.", 10),
        ("Phà chạy từ sáng thứ bảy.", 8),
        ("Đại hội bế mạc chiều Chủ nhật.", 9),
    ],
)
def test_vietnamese_weekdays_are_found_in_small_letters_too(text: str, day: int) -> None:
    assert [m.first for m in found(text, "vi")] == [date(2025, 3, day)]


def test_a_range_of_weekdays_may_begin_on_a_day_that_is_no_weekday() -> None:
    mentions = found("Học sinh nghỉ từ ngày mai đến thứ Bảy.", "vi")
    assert [(m.first, m.last, m.precision) for m in mentions] == [(date(2025, 3, 13), date(2025, 3, 15), "range")]


def test_a_recurring_weekday_takes_no_date_beside_it_along() -> None:
    assert [m.surface for m in found("가게는 다음 달부터 월요일에 쉰다.", "ko")] == ["다음 달"]
    assert [m.surface for m in found("From May on the shop is closed every Monday.")] == ["May"]
