from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from tasks.core import entities, relevance
from tasks.core.records import RELEVANCE

DAY = datetime(2025, 3, 1, tzinfo=UTC)
SCHEMA = pl.Schema(
    {
        "article_id": pl.String(),
        "language": pl.String(),
        "published_at": pl.Datetime("us", "UTC"),
        "title": pl.String(),
        "text": pl.String(),
    }
)


BETWEEN = [
    (
        "en",
        "Lavrov arrives in North Korea",
        "The Russian foreign minister will hold talks. The visit ends on Friday.",
    ),
    (
        "en",
        None,
        "North Korea sent workers to a Russian shipyard, according to a port record. They arrived in May.",
    ),
    ("en", "A bridge grows", "Builders from Russia and the DPRK met at the river. The road will open next year."),
    ("ru", "Делегация КНДР прибыла в Москву", "Стороны обсудят торговлю. Визит продлится три дня."),
    ("uk", "КНДР передала росії снаряди", "Вантаж прибув потягом. Про це повідомила розвідка."),
    ("ko", "김정은, 푸틴에 축전", "(서울=한글통신) 김정은 북한 국무위원장이 푸틴 러시아 대통령에게 축전을 보냈다."),
    ("id", "Korea Utara kirim pekerja ke Rusia", "Para pekerja tiba di Vladivostok pekan ini."),
    ("vi", "Ngoại trưởng Nga thăm Triều Tiên", "Chuyến thăm kéo dài hai ngày."),
    ("zh", "俄罗斯代表团访问朝鲜", "双方讨论贸易合作。"),
    ("ja", "ロシア外相が北朝鮮を訪問", "両国の協力を話し合う。"),
    ("en", "Strike reported", "Ukraine said North Korean soldiers fought near Sudzha. Prisoners were shown."),
    ("en", "Sappers at work", "North Korean sappers clear mines in the Kursk Region. The work takes a year."),
]

NOT_BETWEEN = [
    ("en", "Rain in North Korea", "Fields were flooded near Wonsan. Roads are closed."),
    ("en", "Russia sells more wheat", "Harvests were good in the south."),
    ("en", "A budget debate", "The minister named Russia, China, North Korea and Iran as risks. Taxes will rise."),
    ("en", "Missile test", "North Korea fired a missile into the sea. " * 6 + "Russia was silent."),
    ("en", "News in brief", "North Korea held a fair.\nRussia opened a museum.\nJapan built a school."),
    ("en", "A veteran turns 95", "He fought in the Korean War, then moved to Russia and wrote books about birds."),
    ("en", "Medals shared", "Russia won the wrestling tournament; North Korea came third in the championship."),
    (
        "en",
        "A North Korean wins gold in Russia",
        "The championship drew forty teams. She beat a Russian in the final match.",
    ),
    ("en", "Yonhap and TASS report rain", "According to TASS, it rained in North Korea."),
    ("ru", "Выпуск новостей", "В выпуске: погода в Сочи; новая школа; выставка кошек; наводнение в КНДР; футбол."),
    ("ko", "날씨", "(모스크바=한글통신) 북한에 비가 왔다."),
]


def scored(*articles: tuple[str | None, str | None, str | None], threshold: float = 0.5) -> pl.DataFrame:
    rows = [(str(n), language, DAY, title, text) for n, (language, title, text) in enumerate(articles)]
    frame = pl.DataFrame(rows, schema=SCHEMA, orient="row")
    return relevance.score(frame, entities.find(frame), threshold)


def is_relevant(language: str, title: str | None, text: str) -> bool:
    return bool(scored((language, title, text))["is_relevant"][0])


@cache
def together() -> dict[tuple[str, str | None, str], bool]:
    """Whether each of the articles above is relevant, found at once."""
    rows = [*BETWEEN, *NOT_BETWEEN]
    return dict(zip(rows, scored(*rows)["is_relevant"], strict=True))


@pytest.mark.parametrize(("language", "title", "text"), BETWEEN)
def test_what_is_between_the_two_is_relevant(language: str, title: str | None, text: str) -> None:
    assert together()[language, title, text]


@pytest.mark.parametrize(("language", "title", "text"), NOT_BETWEEN)
def test_what_is_not_between_the_two_is_not(language: str, title: str | None, text: str) -> None:
    assert not together()[language, title, text]


def table(name: str) -> pl.DataFrame:
    return pl.read_csv(Path(__file__).with_name(name), separator="\t", infer_schema=False, quote_char=None)


CASES, TIMELINE = table("relevance_cases.tsv"), table("relevance_timeline.tsv")


def test_short_reports_of_the_two_are_told_from_stories_that_only_name_them() -> None:
    rows = CASES.with_columns(pl.col("text").str.replace_all("\\n", "\n", literal=True))
    found = rows.hstack(scored(*rows.select("language", "title", "text").iter_rows()))
    wanted = pl.col("relevant") == "yes"
    missed, extra = found.filter(wanted & ~pl.col("is_relevant")), found.filter(~wanted & pl.col("is_relevant"))
    assert missed.height <= 0.03 * found.filter(wanted).height, missed["text"].to_list()
    assert extra.height <= 0.05 * found.filter(~wanted).height, extra["text"].to_list()


@pytest.mark.parametrize("repeated", [False, True])
def test_entries_of_a_chronology_are_told_from_others_as_short(repeated: bool) -> None:
    texts = TIMELINE["text"].to_list()
    found = TIMELINE.hstack(scored(*(("en", text if repeated else None, text) for text in texts)))
    wanted = pl.col("relevant") == "yes"
    missed, extra = found.filter(wanted & ~pl.col("is_relevant")), found.filter(~wanted & pl.col("is_relevant"))
    assert missed.height <= 0.08 * found.filter(wanted).height, missed["text"].to_list()
    assert extra.height <= 0.08 * found.filter(~wanted).height, extra["text"].to_list()


LINKED = [
    ("The two leaders sign a paper in the Kremlin. Kim Jong Un stays for a week.", True),
    ("Putin opens a school in the Kremlin's garden. Kim Jong Un stays in bed for a week.", False),
    ("Putin sent condolences after the flood; Kim Jong Un thanked him.", True),
    ("Putin sent condolences after the flood. Kim Jong Un rode a horse.", False),
    ("Ties are close, Peskov says. Choe Son Hui stays for a week.", True),
    ("Ties with Iran are close, Peskov says. Choe Son Hui stays for a week.", False),
    ("North Korea shows a new radar. Russia is said to have helped.", True),
    ("North Korean soldiers died in a trench; Ukraine showed a film of it.", True),
    ("North Korea held a fair; Ukraine showed a film.", False),
]

IMPLIED = [
    (None, "Pak Hyok Nam arrives in Moscow.", True),
    (None, "Oleg Vasnetsov arrives in Pyongyang.", True),
    ("A visitor", "Oleg Vasnetsov arrives in Pyongyang.", False),
    (None, "Belarus sends Oleg Vasnetsov to Pyongyang.", False),
    (None, "South Korea's Pak Hyok Nam arrives in Moscow.", False),
    (None, "Russia sells flour to the North.", True),
    (None, "Russia honours the peoples of the North.", False),
    (None, "Russia opens a port in the North.", False),
]


def test_two_clauses_of_a_short_text_are_joined_by_words_for_what_is_between_two() -> None:
    found = scored(*(("en", None, text) for text, _ in LINKED))["is_relevant"]
    assert [(text, is_so) for (text, _), is_so in zip(LINKED, found, strict=True)] == LINKED


def test_short_texts_imply_a_side() -> None:
    found = scored(*(("en", title, text) for title, text, _ in IMPLIED))["is_relevant"]
    assert [(title, text, is_so) for (title, text, _), is_so in zip(IMPLIED, found, strict=True)] == IMPLIED


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The launch by Pyongyang was a surprise. Russia circulated a draft in the Security Council."),
        ("ru", "Пхеньян заявил о пуске ракеты. Россия распространила в Совбезе письмо."),
        ("ko", "평양은 위성을 쐈다. 러시아는 안보리에 초안을 제출했다."),
    ],
)
def test_what_russia_does_about_the_dprk_in_the_council_is_between_the_two(language: str, text: str) -> None:
    assert is_relevant(language, None, text)
    assert not is_relevant(language, None, text.split(". ")[-1])


def test_a_section_of_a_long_report_counts_and_a_link_in_it_does_not() -> None:
    before = "The front moved near a river. " * 12
    heading, section = "North Korean troops arrive in Kursk", "Russia sent North Korean soldiers to Kursk, Kyiv says."
    assert is_relevant("en", "The war on Friday", f"{before}\n{heading}\n{section} They fight there.\n{before}")
    assert not is_relevant("en", "The war on Friday", f"{before}\n{heading}\n{before}")


def test_a_title_that_repeats_the_text_adds_nothing() -> None:
    text = "Putin sent condolences after the flood; Kim Jong Un thanked him."
    untitled, repeated, empty = scored(("en", None, text), ("en", text, text), ("en", " ", text))["score"]
    assert untitled == repeated == empty


def test_medals_of_a_state_are_no_sport() -> None:
    assert is_relevant("en", None, "Putin hands Kim Jong Un a medal for the anniversary.")
    assert not is_relevant("en", None, "Russia beat North Korea in chess.")


@pytest.mark.parametrize(
    "text",
    [
        "Putin flew to Sochi; North Korea had a dry summer.",
        "Путин прилетел в Сочи; в КНДР лето было сухим.",
        "푸틴은 소치로 갔다; 북한의 여름은 건조했다.",
        "普京飞抵索契；朝鲜夏季干旱。",
    ],
)
@pytest.mark.parametrize("title", [None, "News in brief"])
def test_two_clauses_about_one_each_do_not_join_them(title: str | None, text: str) -> None:
    language = {"P": "en", "П": "ru", "푸": "ko", "普": "zh"}[text[0]]
    assert not is_relevant(language, title, text)


def test_a_title_about_one_goes_on_with_the_other_where_something_happens() -> None:
    assert is_relevant("en", "Putin sends condolences", "Floods in North Korea killed many people, state media said.")
    assert not is_relevant("en", "Putin at a school", "Ice covers rivers in North Korea, state media said.")


def test_the_place_a_report_was_sent_from_is_no_side() -> None:
    assert not is_relevant("en", None, "MOSCOW, July 2 (Wire) -- North Korea opened a farm.")
    assert is_relevant("zh", None, "平壤至莫斯科的列车恢复运行。")


def test_the_place_counts_where_the_report_says_here() -> None:
    assert is_relevant(
        "en", "Russian delegation arrives", "PYONGYANG, July 2 (Wire) -- A Russian delegation arrived here."
    )
    assert not is_relevant("en", "Russian harvest", "PYONGYANG, July 2 (Wire) -- Farmers in Russia sow wheat.")


def test_sport_between_the_two_is_between_the_two() -> None:
    assert is_relevant("en", None, "The football teams of Russia and North Korea played a friendly in Vladivostok.")
    assert not is_relevant("en", None, "At the championship, Russia and North Korea won medals.")


def test_what_its_press_comments_on_is_the_voice_of_the_dprk() -> None:
    text = "Kiev attacked towns. Russia answered. Ukraine will be defeated. Nobody doubts it."
    assert is_relevant("en", "A crime: KCNA Commentary", text)
    assert not is_relevant("en", "A crime, KCNA reports", text)


def test_a_statement_of_the_dprk_on_the_war_is_relevant() -> None:
    text = (
        "A spokesman for the DPRK issued a statement. The West wages a war on Russia. Ukraine gets missiles from it. "
        "Russia will win. The world knows this."
    )
    assert is_relevant("en", "Press statement of a spokesman", text)


def test_a_union_with_a_third_joins_the_two_and_a_list_of_threats_does_not() -> None:
    assert is_relevant("en", "China, Russia and North Korea show unity", "The trilateral alliance worries NATO.")
    assert not is_relevant("en", "China, Russia and North Korea are rivals", "The budget of the navy grows.")


def test_the_score_says_how_central_it_is() -> None:
    passing = "The mayor spoke of schools, roads and rents. " * 8 + "A guest praised ties of Russia and North Korea."
    found = scored(
        ("en", "Russia and North Korea sign a treaty", "Russia and North Korea signed a treaty. Both praised it."),
        ("en", "Rents rise", passing),
        ("en", "Rents rise", "The mayor spoke of schools."),
    )
    first, second, third = found["score"]
    assert 1 >= first > 0.5 > second > third == 0


def test_the_threshold_decides() -> None:
    article = ("en", "Russia and North Korea talk", "Nothing more is known.")
    low, high = scored(article, threshold=0.1), scored(article, threshold=0.99)
    assert low["score"].equals(high["score"])
    assert low["is_relevant"].to_list() == [True]
    assert high["is_relevant"].to_list() == [False]


@pytest.mark.parametrize(
    ("title", "text", "reason"),
    [
        ("Rain", "It rained.", "names neither side"),
        ("Putin", "It rained.", "names Russia's side only"),
        ("Rain in North Korea", "It rained.", "names the DPRK's side only"),
        ("Putin visits North Korea", "It rained.", "together in the title; 0 of 1 clauses name both: visit"),
        ("A visit", "Putin visits North Korea.", "together in the lead; 1 of 1 clauses name both: visit"),
        ("Putin", "North Korea waits.", "both at the beginning, apart; 0 of 1 clauses name both"),
    ],
)
def test_the_reason_can_be_read(title: str, text: str, reason: str) -> None:
    assert scored(("en", title, text))["reason"].to_list() == [reason]


def test_there_is_one_row_an_article_in_order() -> None:
    found = scored(("en", None, None), ("en", "Putin", ""), (None, None, "북한 Russia"), ("xx", "?", "?"))
    assert found["article_id"].to_list() == ["0", "1", "2", "3"]
    assert found.schema == RELEVANCE
    assert found["score"].is_between(0, 1).all()


def test_nothing_gives_nothing() -> None:
    found = scored()
    assert found.is_empty()
    assert found.schema == RELEVANCE


def test_titles_are_optional() -> None:
    frame = pl.DataFrame({"article_id": ["a"], "language": ["en"], "text": ["Russia and North Korea signed a treaty."]})
    assert relevance.score(frame, entities.find(frame))["is_relevant"].to_list() == [True]
