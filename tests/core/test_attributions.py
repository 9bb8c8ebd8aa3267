"""Who cites whom, in eight languages. Entities are found in the texts as the pipeline finds them."""

import csv

import polars as pl
import pytest

from tasks.core import attributions, entities, reference
from tasks.core.records import ATTRIBUTIONS

Edges = set[tuple[str | None, str | None, int]]


def found(text: str, language: str, **columns: str | None) -> pl.DataFrame:
    row = {"article_id": "a", "language": language, "title": None, "text": text, "source_id": None, **columns}
    articles = pl.DataFrame([row], schema=dict.fromkeys(row, pl.String))
    return attributions.find(articles, entities.find(articles))


def edges(text: str, language: str, **columns: str | None) -> Edges:
    rows = found(text, language, **columns)
    return set(rows.select(pl.coalesce("citing_id", "citing_text"), "cited_id", "depth").iter_rows())


def examples() -> list[tuple[str, str]]:
    path = reference.DIRECTORY / "attribution_cues.csv"
    with path.open(encoding="utf8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    cites = {"O>1", "O>1 1>2", "O>2 2>1", "S>1"}
    return [(row["language"], row["example"]) for row in rows if row["example"] and row["relation"] in cites]


@pytest.mark.parametrize(("language", "example"), examples())
def test_every_example_of_the_cue_table_is_a_citation(language: str, example: str) -> None:
    assert not found(example, language).is_empty()


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Yonhap reported the visit, citing KCNA.", {(None, "yonhap", 1), ("yonhap", "kcna", 2)}),
        ("ru", "ТАСС пишет об этом со ссылкой на Ёнхап.", {(None, "tass", 1), ("tass", "yonhap", 2)}),
        ("ru", "О визите сообщили со ссылкой на Кремль.", {(None, "kremlin", 1)}),
        ("ko", "타스통신은 크렘린궁을 인용해 일정을 보도했다.", {(None, "tass", 1), ("tass", "kremlin", 2)}),
        ("id", "Yonhap mengutip KCNA yang memuat jadwal itu.", {(None, "yonhap", 1), ("yonhap", "kcna", 2)}),
        ("id", "Kantor berita TASS mengutip pengumuman Kremlin.", {(None, "tass", 1), ("tass", "kremlin", 2)}),
        ("vi", "Yonhap dẫn KCNA cho biết đoàn đã đi.", {(None, "yonhap", 1), ("yonhap", "kcna", 2)}),
        ("zh", "韩联社援引朝中社报道称，代表团已出发。", {(None, "yonhap", 1), ("yonhap", "kcna", 2)}),
        ("ja", "聯合ニュースは朝鮮中央通信を引用し、出発を伝えた。", {(None, "yonhap", 1), ("yonhap", "kcna", 2)}),
        ("uk", "ТАСС пише про це з посиланням на ЦТАК.", {(None, "tass", 1), ("tass", "kcna", 2)}),
    ],
)
def test_a_chain_gives_one_edge_a_hop(language: str, text: str, expected: Edges) -> None:
    assert edges(text, language) == expected


def test_speech_is_no_citation_but_a_quotation_by_a_medium_is() -> None:
    assert edges("Shoigu said the work would begin soon.", "en") == set()
    quoted = edges("TASS quoted Shoigu as saying the work would begin soon.", "en")
    assert quoted == {(None, "tass", 1), ("tass", "shoigu", 2)}


@pytest.mark.parametrize(
    ("text", "kind", "cited_id"),
    [
        ("The train left at night, the Kremlin said.", "body", "kremlin"),
        ("According to a source in the Kremlin, the train left at night.", "anonymous", "kremlin"),
        ("Two officials who asked not to be named said the train had left.", "anonymous", None),
        ("Satellite imagery showed railcars at the border.", "satellite_imagery", None),
        ("State media said the train had left.", "state_media", None),
        ("The sum was paid in rice, according to court documents.", "document", None),
        ("According to newspaper Northern Ledger, the train left.", "outlet", None),
    ],
)
def test_the_kind_of_source_is_told(text: str, kind: str, cited_id: str | None) -> None:
    rows = found(text, "en")
    assert rows.select("kind", "cited_id").rows() == [(kind, cited_id)]
    start, end, words = rows.select("start", "end", "cited_text").row(0)
    assert text[start:end] == words


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "A crowd at the station. Photo: KCNA via Reuters"),
        ("en", "According to a decision of the State Duma the tariff falls."),
        ("en", "The permanent representative to the UN said the vote was late."),
        ("ru", "Раствор служит в качестве источника, сообщили химики."),
        ("en", "TASS has an office in Pyongyang."),
        ("en", "Nothing here cites anybody."),
    ],
)
def test_what_is_no_citation_gives_none(language: str, text: str) -> None:
    assert edges(text, language) == set()


def test_a_list_of_sources_gives_an_edge_each() -> None:
    assert edges("According to TASS, Interfax and Yonhap, the train left.", "en") == {
        (None, "tass", 1), (None, "interfax", 1), (None, "yonhap", 1)
    }  # fmt: skip


def test_the_agency_of_the_dateline_is_the_outlet_where_nothing_else_is_known() -> None:
    text = "Pyongyang, July 3 (KCNA) -- A delegation arrived, KCNA reported. Yonhap reported the same."
    assert edges(text, "en") == {(None, "yonhap", 1)}
    assert edges(text, "en", source_id="yonhap_en") == {(None, "kcna", 1)}
    assert edges("(서울=연합뉴스) 홍길동 기자 = 대표단이 떠났다고 타스통신이 보도했다.", "ko") == {(None, "tass", 1)}


def test_a_name_in_brackets_at_the_end_is_the_agency_whose_text_it_is() -> None:
    assert edges("The train left at night. (Yonhap)", "en") == {(None, "yonhap", 1)}
    assert edges("The train (Yonhap) left. It was night.", "en") == set()


def test_a_source_line_is_a_list_without_order_and_without_characters() -> None:
    rows = found("Kereta itu tiba.", "id", source_line="(Menurut TASS, Sputnik, Kabar Teluk)")
    assert rows.select("field", "cited_id", "cited_text", "kind", "start", "end").rows() == [
        ("source_line", "tass", "TASS", "news_agency", None, None),
        ("source_line", "sputnik", "Sputnik", "news_agency", None, None),
        ("source_line", None, "Kabar Teluk", "outlet", None, None),
    ]
    assert found("Tàu đã tới.", "vi", source_line="Nguồn: Yonhap")["cited_id"].to_list() == ["yonhap"]


@pytest.mark.parametrize(
    ("language", "line", "expected"),
    [
        ("ru", "По материалам ТАСС, «Голоса Ручья»", ["tass", "Голоса Ручья"]),
        ("ru", "По информации агентства «Сизый ветер»", ["Сизый ветер"]),
        ("ru", "Холм и порт", ["Холм и порт"]),
        ("ru", "Холм и газета «Порт»", ["Холм", "Порт"]),
        ("ru", "ТАСС и порт Холмы", ["tass", "порт Холмы"]),
        ("uk", "За матеріалами Вісника степу", ["Вісника степу"]),
        ("ko", "푸른언덕신문 제공", ["푸른언덕신문"]),
        ("id", "Diolah dari Kabar Bukit, kantor berita Antara", ["Kabar Bukit", "antara"]),
        ("vi", "Lược dịch từ Đồi Xanh", ["Đồi Xanh"]),
        ("zh", "本文转载自《蓝丘时报》", ["蓝丘时报"]),
        ("zh", "轉載自：蓝丘网", ["蓝丘网"]),
        ("ja", "青丘新報より転載", ["青丘新報"]),
        ("en", "With reporting by TASS and the Hill Post", ["tass", "the Hill Post"]),
        ("en", "via https://hill.example.org/a/b, @hillpost", ["https://hill.example.org/a/b", "@hillpost"]),
        ("en", "Based on material from", []),
    ],
)
def test_frames_are_no_part_of_the_names_in_a_source_line(language: str, line: str, expected: list[str]) -> None:
    rows = found("x", language, source_line=line)
    assert rows.select(pl.coalesce("cited_id", "cited_text")).to_series().to_list() == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "The ferry waits, according to hillpost.org.", "hillpost.org"),
        ("ru", "Паром ждёт, сообщает агентство «Сизый ветер».", "сиз ветер"),
        ("ru", "Паром ждёт, пишет «Голос Ручья» по материалам «Сизого ветра».", "голос ручь"),
        ("vi", "Theo hãng tin Đồi Xanh, tàu đã đi.", "đồi xanh"),
        ("id", "Menurut kantor berita Kabar Bukit, kapal berangkat.", "kabar bukit"),
        ("zh", "据《蓝丘时报》报道，船已出发。", "蓝丘时报"),
    ],
)
def test_outlets_that_are_in_no_table_are_cited_by_a_bare_name(language: str, text: str, expected: str) -> None:
    assert found(text, language)["cited_key"].first() == expected


def test_a_title_has_citations_of_its_own() -> None:
    rows = found("A long report follows.", "en", title="Train left at night, Yonhap reports")
    assert rows.select("field", "cited_id", "start").rows() == [("title", "yonhap", 21)]


@pytest.mark.parametrize("text", ["", " ", "…", "\x01 said \x02", "KCNA" * 3000, "according to " * 3000])
def test_strange_texts_give_a_frame(text: str) -> None:
    assert found(text, "en").schema == ATTRIBUTIONS


def test_control_characters_do_not_stand_for_sources() -> None:
    assert edges("According to \x01 and \x02, TASS\x01 reported rain.", "en") == {(None, "tass", 1)}


def test_no_text_no_language_and_no_article_give_no_row() -> None:
    articles = pl.DataFrame(
        {"article_id": ["a", "b"], "language": ["en", None], "text": [None, "According to TASS it rained."]},
        schema=dict.fromkeys(("article_id", "language", "text"), pl.String),
    )
    assert attributions.find(articles, entities.find(articles)).is_empty()
    assert attributions.find(articles.clear(), entities.find(articles)).schema == ATTRIBUTIONS
