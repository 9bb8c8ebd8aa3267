"""Characters: what is declared, what is true, and what comes out."""

import pytest

from tasks.core.articles_encoding import decode

TEXTS = {
    "ru": "Министр прибыл в столицу с рабочим визитом, переговоры пройдут в четверг, сообщила пресс-служба.",
    "uk": "Президент прибув до столиці, їхня зустріч відбудеться ввечері, повідомила прес-служба.",
    "ko": "두 나라 대표단이 평양에서 회담을 열고 철도 연결 방안을 논의했다고 통신이 전했다.",
    "zh": "两国代表团在平壤举行会谈，讨论了铁路连接方案，通讯社报道说。",
    "tw": "兩國代表團在平壤舉行會談，討論了鐵路連接方案，通訊社報導說。",
    "ja": "両国の代表団が平壌で会談し、鉄道の連結について話し合ったと通信社が伝えた。",
    "de": "Die Minister trafen sich in Köln und sprachen über größere Brücken und die Züge dorthin.",
}
ENCODINGS = [
    ("ru", "cp1251"), ("ru", "koi8-r"), ("ru", "utf-8"), ("uk", "cp1251"), ("uk", "koi8-u"), ("ko", "euc-kr"),
    ("ko", "cp949"), ("ko", "utf-8"), ("zh", "gb18030"), ("zh", "gbk"), ("tw", "big5"), ("ja", "shift_jis"),
    ("ja", "euc_jp"), ("ja", "utf-8"), ("de", "cp1252"), ("de", "utf-8"),
]  # fmt: skip


def page(text: str, encoding: str, declared: str | None) -> bytes:
    meta = f'<meta charset="{declared}">' if declared else ""
    return f"<html><head>{meta}</head><body><p>{text}</p></body></html>".encode(encoding)


@pytest.mark.parametrize(("language", "encoding"), ENCODINGS)
@pytest.mark.parametrize("declared", ["right", "wrong", "nothing"])
def test_the_text_comes_out_right(language: str, encoding: str, declared: str) -> None:
    name = {"right": encoding, "wrong": "utf-8", "nothing": None}[declared]
    assert TEXTS[language] in (decode(page(TEXTS[language], encoding, name)) or "")


@pytest.mark.parametrize("language", TEXTS)
def test_utf8_that_is_declared_as_something_else(language: str) -> None:
    body = page(TEXTS[language], "utf-8", None)
    assert TEXTS[language] in (decode(body, "text/html; charset=windows-1251") or "")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_mark_at_the_start_decides(encoding: str) -> None:
    assert TEXTS["ko"] in (decode(page(TEXTS["ko"], encoding, "koi8-r")) or "")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("language", ["ru", "ko", "zh", "de"])
@pytest.mark.parametrize("declared", ["right", "wrong", "nothing"])
def test_wide_characters_need_no_mark(encoding: str, language: str, declared: str) -> None:
    header = {"right": f"text/html; charset={encoding}", "wrong": "text/html; charset=utf-8", "nothing": None}[declared]
    body = page(TEXTS[language], encoding, "utf-8" if declared == "wrong" else None)
    assert TEXTS[language] in (decode(body, header) or "")


def test_a_header_that_wrongly_names_wide_characters_does_no_harm() -> None:
    for language, encoding in (("ru", "utf-8"), ("ru", "cp1251"), ("ko", "cp949")):
        body = page(TEXTS[language], encoding, None)
        assert TEXTS[language] in (decode(body, "text/html; charset=utf-16") or "")


def test_header_is_used_where_the_page_says_nothing() -> None:
    assert TEXTS["ru"] in (decode(page(TEXTS["ru"], "koi8-r", None), "text/html; charset=KOI8-R") or "")


def test_iso_2022_jp() -> None:
    assert TEXTS["ja"] in (decode(page(TEXTS["ja"], "iso2022_jp", "iso-2022-jp")) or "")


def test_a_broken_byte_costs_one_character() -> None:
    body = page(TEXTS["ru"] * 3, "utf-8", "utf-8")
    text = decode(body[:80] + b"\xff" + body[80:]) or ""
    assert text.count("\ufffd") <= 3
    assert "рабочим визитом" in text


def test_pieces_of_another_encoding_inside_utf8() -> None:
    body = page(TEXTS["de"], "utf-8", "utf-8") + "<p>Übergröße äußerst schön</p>".encode("cp1252")
    text = decode(body) or ""
    assert TEXTS["de"] in text
    assert "Übergröße äußerst schön" in text


def test_utf8_encoded_twice_is_repaired() -> None:
    twice = page(TEXTS["de"], "utf-8", None).decode("cp1252").encode("utf-8")
    assert TEXTS["de"] in (decode(twice) or "")


def test_unknown_charset_names_do_no_harm() -> None:
    assert TEXTS["ru"] in (decode(page(TEXTS["ru"], "utf-8", "x-no-such-thing")) or "")


def test_control_characters_are_dropped() -> None:
    assert decode(b"<p>a\x00b\x0bc</p>") == "<p>abc</p>"
