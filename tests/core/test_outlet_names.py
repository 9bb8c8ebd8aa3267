"""By which names an outlet is known when others cite it."""

from dataclasses import replace

import pytest

from tasks.core import outlet_names
from tasks.core.records import SOURCE_NAMES, Source

SOURCE = Source("hill_en", "The Hill Post", "https://en.hill.example.org/", "en", "XX", "paper", "other", "UTC", ())


@pytest.mark.parametrize(
    "names",
    [
        ("The Hill Post", "Hill Post", "“Hill Post”", "newspaper Hill Post", "the news site Hill Post (HP)"),
        ("Голос Ручья", "«Голоса Ручья»", "газета «Голос Ручья»", "газетой «Голос Ручья»"),
        ("Сизый ветер", "агентства «Сизый ветер»", "Сизый Ветер"),
        ("Известия", "Известий", "«Известиям»"),
        ("Вісник степу", "«Вісника степу»", "видання «Вісник степу»"),
        ("푸른언덕", "푸른언덕통신", "푸른언덕 통신사"),
        ("Kabar Bukit", "kantor berita Kabar Bukit", "surat kabar “Kabar Bukit”"),
        ("Đồi Xanh", "hãng tin Đồi Xanh", "báo Đồi Xanh"),
        ("蓝丘", "蓝丘通讯社", "《蓝丘》"),
        ("青丘", "青丘通信", "青丘通信社"),
        ("hill.example.org", "www.hill.example.org", "https://en.hill.example.org/a?b=c"),
        ("@hill", "https://t.me/hill", "t.me/hill"),
    ],
)
def test_writings_of_one_name_have_one_key(names: tuple[str, ...]) -> None:
    assert len({outlet_names.key(name) for name in names}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hill Post", "Hill Times"), ("Голос Ручья", "Голос Реки"), ("蓝丘时报", "蓝丘日报"), ("Hill", "@hill"),
        ("hill.example.org", "hill.example.com"), ("agency", "newspaper"),
    ],
)  # fmt: skip
def test_different_names_have_different_keys(one: str, other: str) -> None:
    assert outlet_names.key(one) != outlet_names.key(other)


@pytest.mark.parametrize("name", ["", " ", "«»", "…", "the", "газета", "(", "a" * 5000, "the " * 2000, "«" * 2000])
def test_strange_names_have_a_key(name: str) -> None:
    assert outlet_names.key(name) == outlet_names.key(f" {name} ")


def test_an_outlet_is_known_by_name_host_and_handle() -> None:
    found = outlet_names.find([SOURCE, replace(SOURCE, source_id="b", name="Холм", url="not an address")])
    assert found.schema == SOURCE_NAMES
    names = found.filter(source_id="hill_en")["name"].to_list()
    assert names == ["hill post", "hill en", "hill.example.org", "@hill_en", "@hill"]
    assert "холм" in found.filter(source_id="b")["name"].to_list()
    assert outlet_names.find([]).schema == SOURCE_NAMES


@pytest.mark.parametrize(
    ("words", "expected"),
    [("по материалам Голоса", "Голоса"), ("По материалам", ""), ("газета", ""), ("Hill", "Hill"), ("", "")],
)
def test_frames_fall_away(words: str, expected: str) -> None:
    assert outlet_names.unframed(words) == expected
