"""Who says a sentence, in eight languages. What else is in the texts is found as the pipeline finds it."""

import polars as pl
import pytest

from tasks.core import attributions, entities, statements
from tasks.core.records import INSTANT, STATEMENTS


def found(text: str | None, language: str) -> list[tuple[str | None, str, str]]:
    """speaker_id, the speaker's words, the sentence."""
    articles = pl.DataFrame(
        [("a", language, text, None)],
        schema={"article_id": pl.String, "language": pl.String, "text": pl.String, "published_at": INSTANT},
        orient="row",
    )
    mentions = entities.find(articles)
    rows = statements.find(articles, mentions, attributions.find(articles, mentions))
    assert rows.schema == STATEMENTS
    return [(r["speaker_id"], r["speaker_text"], (text or "")[r["start"] : r["end"]]) for r in rows.to_dicts()]


@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        ("en", "The bridge will be ready, Alexander Kozlov said.", "kozlov"),
        ("en", "The White House said that the train had left.", "white_house"),
        ("en", "According to the National Intelligence Service, the ship is in port.", "nis"),
        ("ru", "Об этом во вторник заявил Сергей Шойгу.", "shoigu"),
        ("ru", "Сергей Лавров в Пхеньяне сообщил о новых переговорах.", "lavrov"),
        ("uk", "Про нові ракети повідомив Зеленський.", "zelensky"),
        ("ko", "쇼이구 서기는 다리가 곧 열린다고 밝혔다.", "shoigu"),
        ("zh", "绍伊古宣布，大桥即将通车。", "shoigu"),
        ("ja", "ショイグ氏は橋が完成すると述べた。", "shoigu"),
        ("id", "Shoigu mengatakan jembatan itu akan selesai.", "shoigu"),
        ("vi", "Ông Shoigu cho biết cây cầu sắp hoàn thành.", "shoigu"),
    ],
)
def test_who_says_it(language: str, text: str, speaker: str) -> None:
    ((entity_id, _, sentence),) = found(text, language)
    assert (entity_id, sentence) == (speaker, text)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Kim Jong Un met Sergei Lavrov, Yonhap reported."),
        ("en", "KCNA says that Kim Jong Un received his guest."),
        ("en", "Where Sergei Lavrov was seen was not disclosed."),
        ("en", "Sergei Lavrov was told to wait."),
        ("ru", "Ким Чен Ын принял Лаврова, сообщило в среду ЦТАК."),
        ("ko", "참모장은 병력이 늘었다고 푸틴 대통령에게 보고했다."),
        ("zh", "韩联社指出，金正恩不久就会启程。"),
        ("xx", "Sergei Lavrov said so."),
        ("en", ""),
    ],
)
def test_who_says_nothing(language: str, text: str) -> None:
    assert found(text, language) == []


def test_each_sentence_has_its_speaker() -> None:
    text = "Sergei Lavrov said the bridge was safe. Nobody had asked. The Pentagon denied it."
    assert [(speaker, sentence) for speaker, _, sentence in found(text, "en")] == [
        ("lavrov", "Sergei Lavrov said the bridge was safe."), ("pentagon", "The Pentagon denied it."),
    ]  # fmt: skip
    assert found(None, "en") == []


def test_a_long_text_is_read_in_time() -> None:
    assert len(found("Sergei Lavrov said so. " * 500, "en")) == 500
    assert found("said " * 3000, "en") == []
