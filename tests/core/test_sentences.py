"""Sentences in eight languages."""

import polars as pl
import pytest

from tasks.core import sentences


def cut(text: str, language: str | None) -> list[str]:
    return [text[start:end] for start, end in sentences.spans(text, language)]


@pytest.mark.parametrize(
    ("language", "marked"),
    [
        ("en", "Gen. V. Ivanov left at 5 p.m. for the U.S. capital. |It rained."),
        ("en", "It cost 3.5 million. |Really?! |Yes."),
        ("en", "The talks ended.|They went home."),
        ("ru", "В 2024 г. делегация прибыла. |Встреча прошла."),
        ("ru", "«Мы рады!» — сказал посол. |Он уехал."),
        ("ru", "Дата не названа, передает . ТАСС. |Далее .. ничего."),
        ("uk", "У 2024 р. делегація приїхала. |Це все."),
        ("ko", "그는 2024. 6. 19. 평양에 갔다. |회담이 끝났다.|다음 날 떠났다."),
        ("ko", '"좋다."라고 말했다. |끝났다.'),
        ("id", "Tn. Budi tiba di Jl. Merdeka pukul 10.30. |Ia pulang."),
        ("vi", "Đoàn tới TP. Vladivostok. |PGS. Nam đón đoàn."),
        ("zh", "会谈结束。|双方满意！|真的？|是。"),
        ("ja", "彼は「行く。」と述べた。|会談は終わった。"),
        (None, "One. |Two."),
    ],
)
def test_sentences_begin_where_they_begin(language: str | None, marked: str) -> None:
    assert cut(marked.replace("|", ""), language) == [part.strip() for part in marked.split("|")]


def test_lines_end_sentences_and_white_space_is_left_out() -> None:
    assert cut(" First line \n\n  second line\n", "en") == ["First line", "second line"]


@pytest.mark.parametrize("text", ["", "  \n\t ", "\n\n"])
def test_nothing_gives_no_sentence(text: str) -> None:
    assert cut(text, "en") == []


def test_split_gives_one_row_a_sentence_and_none_for_articles_without_text() -> None:
    articles = pl.DataFrame({"article_id": ["a", "b"], "language": ["en", "en"], "text": ["One. Two.", None]})
    assert sentences.split(articles).rows() == [("a", 0, 4, "One."), ("a", 5, 9, "Two.")]
    assert sentences.split(articles.clear()).schema == pl.Schema(sentences.SENTENCES)


def test_text_without_any_full_stop_is_one_sentence() -> None:
    assert cut("слово " * 20_000, "ru") == [("слово " * 20_000).strip()]
