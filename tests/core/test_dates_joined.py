"""What may stand between the words of one date, and what parts them."""

from datetime import date

import pytest

from tests.core.dated import found

Mention = tuple[str, str]


def mentions(text: str, language: str) -> list[Mention]:
    return [(m.surface, str(m.first)) for m in found(text, language)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("vi", "Đây là chuyến thăm thứ hai trong tháng, sau chuyến đi ngày 4/3.", [("ngày 4/3", "2025-03-04")]),
        ("vi", "Phà chạy lại từ thứ Hai, sau ba tháng dừng.", [("thứ Hai", "2025-03-10")]),
        ("vi", "Đoàn rời đi hôm 6, sau đó quay lại.", [("hôm 6", "2025-03-06")]),
        ("id", "Kapal rusak pada bulan Maret, ini yang kedua.", [("Maret", "2025-03-01")]),
        ("en", "Last year, Monday was free.", [("Last year", "2024-01-01"), ("Monday", "2025-03-10")]),
        ("en", "He came on 6 March, later he left.", [("6 March", "2025-03-06")]),
        ("en", "One was in January, the second in May.", [("January", "2025-01-01"), ("May", "2025-05-01")]),
        ("ru", "Он приехал 6 числа, раньше не мог.", [("6 числа", "2025-03-06")]),
        ("uk", "Він приїхав 6 числа, раніше не міг.", [("6 числа", "2025-03-06")]),
    ],
)  # fmt: skip
def test_a_comma_parts_a_date_from_the_adverb_behind_it(language: str, text: str, expected: list[Mention]) -> None:
    assert mentions(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "It was Tuesday, March 11, 2025.", date(2025, 3, 11)),
        ("ru", "Это было во вторник, 11 марта.", date(2025, 3, 11)),
        ("uk", "Це було у вівторок, 11 березня.", date(2025, 3, 11)),
        ("vi", "Việc xảy ra hôm thứ Ba, ngày 11/3.", date(2025, 3, 11)),
        ("id", "Itu terjadi pada Selasa, 11 Maret 2025.", date(2025, 3, 11)),
        ("ko", "지난달, 6일에 왔다.", date(2025, 2, 6)),
        ("en", "He spoke yesterday, Tuesday.", date(2025, 3, 11)),
    ],
)
def test_a_comma_joins_the_names_and_numbers_of_one_date(language: str, text: str, expected: date) -> None:
    assert [m.first for m in found(text, language)] == [expected]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "He came on Sept. 12-17, 2023."),
        ("en", "He came from Sept. 12 to 17, 2023, for talks."),
        ("ru", "Он приезжал 12–17 сентября 2023 года."),
        ("uk", "Він приїздив 12–17 вересня 2023 року."),
        ("id", "Ia datang pada 12-17 September 2023."),
        ("ko", "그는 2023년 9월 12일부터 17일까지 방문했다."),
        ("zh", "他于2023年9月12日至17日访问。"),
        ("ja", "彼は2023年9月12日から17日まで訪問した。"),
    ],
)
def test_a_range_is_of_the_year_written_at_its_end_or_its_start(language: str, text: str) -> None:
    assert [(m.first, m.last) for m in found(text, language)] == [(date(2023, 9, 12), date(2023, 9, 17))]
