"""Figures and who gives them, in eight languages. What else is in the texts is found as the pipeline finds it."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tasks.core import attributions, claims, dates, entities, reference
from tasks.core.claims_speakers import Named, Source, Text, claimant
from tasks.core.records import CLAIMS, INSTANT


def found(text: str | None, language: str) -> list[dict[str, Any]]:
    articles = pl.DataFrame(
        [("a", language, text, None)],
        schema={"article_id": pl.String, "language": pl.String, "text": pl.String, "published_at": INSTANT},
        orient="row",
    )
    mentions = entities.find(articles)
    rows = claims.find(articles, mentions, dates.find(articles), attributions.find(articles, mentions))
    assert rows.schema == CLAIMS
    for row in rows.to_dicts():
        assert (text or "")[row["start"] : row["end"]] == row["surface"]
    return rows.to_dicts()


def counted(text: str, language: str) -> list[tuple[Any, ...]]:
    return [(row["subject"], row["value_low"], row["value_high"], row["unit"]) for row in found(text, language)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "They sent 10,000 to 12,000 soldiers.", ("troops", 10_000, 12_000, "person")),
        ("en", "More than a dozen soldiers came home.", ("troops", 12, None, "person")),
        ("en", "In the battle 600 were killed.", ("killed", 600, 600, "person")),
        ("en", "Losses have reached 4,700.", ("casualties", 4700, 4700, "person")),
        ("en", "The shelling killed 600 soldiers.", ("killed", 600, 600, "person")),
        ("en", "About 600 were killed and wounded there.", ("casualties", 600, 600, "person")),
        ("en", "It carried 1,000 containers.", ("containers", 1000, 1000, "container")),
        ("en", "It carried 30,000 tonnes of flour.", ("food", 30_000, 30_000, "tonne")),
        ("en", "It carried 300 tonnes of machinery.", ("goods", 300, 300, "tonne")),
        ("en", "The trade was worth $34 million.", ("money", 34_000_000, 34_000_000, "usd")),
        ("en", "A million barrels of oil were moved.", ("fuel", 1_000_000, 1_000_000, "barrel")),
        ("ru", "Туда поедут одиннадцать тысяч военных.", ("troops", 11_000, 11_000, "person")),
        ("ru", "Потери составили 4700 человек.", ("casualties", 4700, 4700, "person")),
        ("ru", "Погибли около 600 солдат.", ("killed", 600, 600, "person")),
        ("uk", "Туди поїдуть понад 12 тисяч військових.", ("troops", 12_000, None, "person")),
        ("uk", "Привезли 100 вагонів.", ("railcars", 100, 100, "railcar")),
        ("ko", "병력 1만2천명이 떠났다.", ("troops", 12_000, 12_000, "person")),
        ("ko", "포탄 152만 발을 보냈다.", ("shells", 1_520_000, 1_520_000, "shell")),
        ("ko", "컨테이너 1만여 개가 도착했다.", ("containers", 10_000, None, "container")),
        ("ko", "사상자는 약 4700명이다.", ("casualties", 4700, 4700, "person")),
        ("zh", "约1.2万名士兵已经出发。", ("troops", 12_000, 12_000, "person")),
        ("zh", "列车运来3万吨大米。", ("food", 30_000, 30_000, "tonne")),
        ("ja", "兵士約1万2千人が出発した。", ("troops", 12_000, 12_000, "person")),
        ("ja", "死傷者は3000人以上となった。", ("casualties", 3000, None, "person")),
        ("id", "Sebanyak 12.000 tentara berangkat.", ("troops", 12_000, 12_000, "person")),
        ("id", "Sekitar 600 orang tewas.", ("killed", 600, 600, "person")),
        ("vi", "Khoảng 12.000 binh sĩ đã lên đường.", ("troops", 12_000, 12_000, "person")),
        ("vi", "Tàu chở 1,2 triệu thùng dầu.", ("fuel", 1_200_000, 1_200_000, "barrel")),
    ],
)
def test_what_is_counted(language: str, text: str, expected: tuple[Any, ...]) -> None:
    assert counted(text, language) == [expected]


@pytest.mark.parametrize(
    ("language", "text", "subject"),
    [
        ("en", "The number of troops fell from 34,000 to 11,000.", "troops"),
        ("en", "The force fell from 34,000 soldiers to 11,000.", "troops"),
        ("ru", "Число рабочих сократилось с 34 тысяч до 11 тысяч человек.", "workers"),
        ("ru", "Осталось меньше: с 34 до 11 тыс. военных.", "troops"),
        ("uk", "Кількість зменшилася з 34 тис. до 11 тис. військових.", "troops"),
        ("ko", "병력은 3만4천명에서 1만1천명으로 줄었다.", "troops"),
        ("zh", "士兵人数从3.4万减至1.1万。", "troops"),
        ("ja", "兵士は3万4千人から1万1千人に減った。", "troops"),
        ("id", "Jumlah tentara turun dari 34.000 menjadi 11.000 orang.", "troops"),
        ("vi", "Quân số giảm từ 34.000 xuống còn 11.000 binh sĩ.", "troops"),
    ],
)
def test_a_change_is_what_was_and_what_is(language: str, text: str, subject: str) -> None:
    rows = [(row["subject"], row["value_low"], row["value_high"], row["role"]) for row in found(text, language)]
    assert rows == [(subject, 34_000, 34_000, "from"), (subject, 11_000, 11_000, "to")]


def test_a_range_has_no_roles() -> None:
    assert [row["role"] for row in found("They sent from 10,000 to 12,000 soldiers.", "en")] == [None]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The Hwasong-20 was shown to soldiers."), ("en", "On the 80th birthday soldiers marched."),
        ("en", "They marched for 30 kilometres with soldiers."), ("en", "On 17 June 2024 soldiers marched."),
        ("en", "One soldier spoke of a bridge."), ("en", "There are 12 reasons, soldiers say."),
        ("ko", "제528공병연대가 돌아왔다."), ("id", "Resimen zeni 528 pulang."),
        ("vi", "Trung đoàn công binh 528 trở về."),
        ("en", "Several soldiers spoke."), ("en", ""), ("xx", "12 000 Soldaten"),
    ],
)  # fmt: skip
def test_numbers_that_count_nothing(language: str, text: str) -> None:
    assert counted(text, language) == []


def test_several_figures_of_one_sentence() -> None:
    text = "North Korea will send 1,000 sappers and 5,000 military builders to Kursk, Shoigu said."
    assert counted(text, "en") == [("sappers", 1000, 1000, "person"), ("builders", 5000, 5000, "person")]
    assert [row["claimant_id"] for row in found(text, "en")] == ["shoigu", "shoigu"]


@pytest.mark.parametrize(
    ("language", "text", "claimant"),
    [
        ("en", "Some 600 soldiers were killed, according to the National Intelligence Service.", "nis"),
        ("en", "Zelensky said 3,000 soldiers had been killed, Ukrinform reported.", "zelensky"),
        ("en", "Some 600 soldiers were killed, Yonhap reported.", "yonhap"),
        ("en", "Some 600 soldiers were killed.", None),
        ("en", "Some 600 soldiers were killed. The figure was reported by Yonhap.", "yonhap"),
        ("ru", "По данным ГУР, там 12 тысяч военных.", "hur"),
        ("ko", "국정원에 따르면 병력 1만2천명이 떠났다.", "nis"),
    ],
)
def test_who_gives_the_figure(language: str, text: str, claimant: str | None) -> None:
    (row,) = found(text, language)
    assert row["claimant_id"] == claimant
    assert (row["claimant_text"] is None) == (claimant is None)


@pytest.mark.parametrize(
    ("text", "claimant"),
    [
        ("Zelensky spoke on Monday. He said 3,000 soldiers had been killed.", "zelensky"),
        ("Zelensky met Blinken on Monday. He said 3,000 soldiers had been killed.", None),
        ("Some 600 soldiers were killed. That is what the Pentagon said of them.", "pentagon"),
        ("Some 600 soldiers were killed. That number is too low, the Pentagon said, and gave 900 of them.", None),
        ("Some 600 soldiers were killed, Yonhap reported. The figure was named by Zelensky.", "zelensky"),
    ],
)
def test_who_gives_it_in_another_sentence(text: str, claimant: str | None) -> None:
    assert found(text, "en")[0]["claimant_id"] == claimant


def test_an_office_is_held_by_the_person_named_behind_it() -> None:
    text = "Some 600 soldiers will go, Security Council Secretary Shoigu said."
    office, person = text.index("Security"), text.index("Shoigu")
    source = Source(office, office + 16, "security_council_ru", "Security Council", "body", 1)
    spans = [(0, len(text))]
    for start in (person, office):
        named = [Named(start, person + 6, "shoigu", "Shoigu", "person", None)]
        assert claimant(Text(text, "en", spans, named, [source]), 0) == ("shoigu", "Shoigu")
    assert claimant(Text(text, "en", spans, [], [source]), 0) == ("security_council_ru", "Security Council")


def test_whose_soldiers_they_are() -> None:
    (row,) = found("1.500 tentara Korea Utara berangkat.", "id")
    assert row["of_id"] == "dprk"
    (row,) = found("Russia paid for 1,000 containers.", "en")
    assert row["of_id"] is None


def test_nothing_gives_nothing() -> None:
    assert found(None, "en") == []


def test_a_thousand_figures_and_an_endless_sentence() -> None:
    assert len(found("There were 600 soldiers. " * 1000, "en")) == 1000
    assert found("word " * 2000 + "600 soldiers", "en") == []


CASES = [line.split("\t") for line in (Path(__file__).parent / "claim_cases.tsv").read_text("utf8").splitlines()[1:]]


@pytest.mark.parametrize(("language", "text", "expected"), CASES, ids=[case[1][:40] for case in CASES])
def test_sentences_of_the_field(language: str, text: str, expected: str) -> None:
    """Each claim as subject, value_low, value_high, bound, of_id and claimant_id, - for null; - where there is none."""
    names = ("subject", "value_low", "value_high", "bound", "of_id", "claimant_id")
    rows = [" ".join(_shown(row[name]) for name in names) for row in found(text, language)]
    assert ("; ".join(rows) or "-") == expected


def _shown(value: str | float | None) -> str:
    return "-" if value is None else str(int(value)) if isinstance(value, float) else value


def test_the_table_knows_each_form_once() -> None:
    table = reference.table("claim_subjects")
    assert table.filter(table.select("language", "form").is_duplicated()).is_empty()
    cues = reference.table("claim_cues")
    assert cues.filter(cues.is_duplicated()).is_empty()
    assert set(cues["role"]) == {"speak", "refer", "price", "place", "send", "of"}
    assert set(table["language"]) == {"en", "ru", "uk", "ko", "zh", "ja", "id", "vi"}
    assert set(table["rank"]) <= {"0", "1", "2", "3", "8", "9"}
