"""Lines that are not of the text, and the data in them."""

import pytest

from tasks.core.articles_blocks import Block, Box
from tasks.core.articles_language import detect
from tasks.core.articles_lines import clean, sources

BODY = [f"This is sentence number {word} of a story about a harbour." for word in ("one", "two", "three", "four")]


@pytest.mark.parametrize(
    "line",
    [
        "[iklan_2]", "Quảng cáo", "Реклама", "ADVERTISEMENT", "Read also: Ferry sails again",
        "Читайте также: Мост готов", "Baca juga Pasar dibuka", "Xem thêm: Chợ cá mở lại", "Просмотров: 120",
        "Comments (3)", "댓글 12", "延伸阅读 边境列车",
        "Photo: Harbour Post", "Фото: пресс-служба порта", "Follow us on Telegram",
    ],
)  # fmt: skip
def test_furniture_inside_a_text_is_dropped(line: str) -> None:
    assert clean([*BODY[:2], line, *BODY[2:]], None).text == "\n".join(BODY)


@pytest.mark.parametrize(
    "line",
    [
        "Реклама на транспорте подорожала вдвое, сообщили в мэрии города.",
        "Readers also wrote letters to the harbour master about the noise.",
        "Photographers were asked to leave the quay before the crane moved.",
        "Комментариев министр давать не стал и уехал в аэропорт.",
    ],
)
def test_sentences_that_begin_like_furniture_stay(line: str) -> None:
    assert line in clean([*BODY, line], None).text


@pytest.mark.parametrize(
    ("line", "source", "byline"),
    [
        ("(Menurut TASS, Sputnik, Yonhap)", "(Menurut TASS, Sputnik, Yonhap)", None),
        ("Rangga Wira (Menurut TASS, Yonhap)", "(Menurut TASS, Yonhap)", "Rangga Wira"),
        ("Minh Khôi (Theo Yonhap, TASS)", "(Theo Yonhap, TASS)", "Minh Khôi"),
        ("Nguồn: VNA", "Nguồn: VNA", None),
        ("Источник: ТАСС", "Источник: ТАСС", None),
        ("Джерело: Укрінформ", "Джерело: Укрінформ", None),
        ("来源：新华社", "来源：新华社", None),
        ("출처: 연합뉴스", "출처: 연합뉴스", None),
        ("Источник", None, None),
        ("출처:", None, None),
        ("By Nora Quill", None, "Nora Quill"),
        ("한가람 기자", None, "한가람 기자"),
    ],
)
def test_source_lines_and_bylines_become_data(line: str, source: str | None, byline: str | None) -> None:
    found = clean([*BODY, line], None)
    assert (found.text, found.source_line, found.byline) == ("\n".join(BODY), source, byline)


def test_a_list_of_sources_behind_the_last_sentence_leaves_the_sentence() -> None:
    found = clean([*BODY, "The harbour reopens on Friday. (According to TASS, Yonhap)"], None)
    assert found.text.endswith("The harbour reopens on Friday.")
    assert found.source_line == "(According to TASS, Yonhap)"


def test_a_source_in_the_middle_of_a_text_stays() -> None:
    line = "Source: the officer's own notebook"
    assert line in clean([*BODY, line, *BODY, *BODY], None).text


def test_the_headline_is_not_repeated() -> None:
    assert clean(["Ferry sails again", *BODY], "Ferry sails again").text == "\n".join(BODY)


def test_a_linked_source_gives_its_address() -> None:
    block = Block("Sumber", 6, Box("p", None), href="https://asal.example/1")
    found = sources([block], clean(BODY, None))
    assert (found.source_url, found.source_line) == ("https://asal.example/1", None)
    named = sources([Block("Sumber: Asal", 6, Box("p", None), href="https://asal.example/1")], clean(BODY, None))
    assert (named.source_url, named.source_line) == ("https://asal.example/1", "Sumber: Asal")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Kapal penyeberangan itu akan berlayar lagi pada pekan kedua bulan Mei, kata petugas kepada wartawan.", "id"),
        ("Паром знову вирушить у рейс на другому тижні травня, повідомив оператор журналістам.", "uk"),
        ("Паром снова выйдет в рейс на второй неделе мая, сообщил оператор журналистам.", "ru"),
        ("Chuyến phà sẽ khởi hành trở lại vào tuần thứ hai của tháng Năm, đơn vị vận hành cho biết.", "vi"),
        ("여객선은 5월 둘째 주에 다시 운항할 예정이라고 운영사가 기자들에게 밝혔다.", "ko"),
        ("渡轮将于五月第二周恢复航行，运营方对记者说。", "zh"),
        ("フェリーは5月の第2週に運航を再開すると運営会社が記者団に語った。", "ja"),
        ("The ferry will sail again in the second week of May, the operator told reporters.", "en"),
        ("123 456 !!", None),
    ],
)
def test_language(text: str, language: str | None) -> None:
    assert detect(text) == language


def test_a_long_text_outvotes_a_quotation() -> None:
    text = "The operator spoke to reporters on the quay for almost an hour about the new ship and its crew.\n«Мы рады»"
    assert detect(text) == "en"
