"""Words beside the one that tells of an event that turn it, and who of a sentence has part in its event."""

from datetime import UTC, date, datetime

import polars as pl
import pytest

from tasks.core import dates, entities, events

PUBLISHED = date(2024, 12, 5)
Row = tuple[str, str, set[str], str | None]


def found(text: str, language: str = "en", title: str | None = None) -> pl.DataFrame:
    """The events of a text, its names and dates found as in the pipeline."""
    at = datetime(PUBLISHED.year, PUBLISHED.month, PUBLISHED.day, 9, tzinfo=UTC)
    row = {"article_id": "a", "language": language, "title": title, "text": text, "published_at": at}
    articles = pl.DataFrame([row], schema_overrides={"title": pl.String})
    return events.find(articles, entities.find(articles), dates.find(articles))


def told(text: str, language: str = "en", title: str | None = None) -> list[Row]:
    """Type, modality, participants and place of the events of a text."""
    rows = found(text, language, title).select("event_type", "modality", "participants", "place_id").rows()
    return [(event_type, modality, set(who), place) for event_type, modality, who, place in rows]


def dated(text: str, language: str = "en") -> list[tuple[str, date]]:
    """Type and first day of the events of a text."""
    return found(text, language).select("event_type", "date_start").rows()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Kim Jong Un will visit Russia, the Kremlin said on Tuesday."),
        ("ru", "Ким Чен Ын посетит Россию, сообщили в Кремле во вторник."),
        ("id", "Kim Jong Un akan mengunjungi Rusia, kata Kremlin pada Selasa."),
        ("vi", "Ông Kim Jong Un sẽ thăm Nga, Điện Kremlin cho biết hôm thứ Ba."),
    ],
)
def test_who_only_says_it_has_no_part_in_it(language: str, text: str) -> None:
    ((_, modality, who, _),) = told(text, language)
    assert (modality, "kremlin" in who) == ("planned", False)
    assert "kim_jong_un" in who


@pytest.mark.parametrize(
    ("language", "text", "claimant"),
    [
        ("en", "North Korea has shipped shells to Russia, the White House said on Friday.", "white_house"),
        ("ko", "국가정보원은 북한이 러시아에 병력을 보냈다고 밝혔다.", "nis"),
        ("uk", "За даними СБУ, солдатів КНДР відправили до Росії.", "sbu"),
        ("zh", "据韩国国家情报院透露，朝鲜向俄罗斯派遣了士兵。", "nis"),
    ],
)
def test_what_a_third_party_says_of_arms_and_troops_is_its_claim(language: str, text: str, claimant: str) -> None:
    ((_, modality, who, _),) = told(text, language)
    assert modality == "claimed"
    assert claimant in who


def test_sanctions_are_a_fact_whatever_they_accuse_of() -> None:
    text = "The United States imposed sanctions on a bank in Vladivostok, accusing it of paying North Korea."
    assert [(kind, modality) for kind, modality, _, _ in told(text)] == [("sanctions", "happened")]


def test_the_council_of_russia_is_not_that_of_the_united_nations() -> None:
    text = "The secretary of the Russian Security Council handed over a draft in Pyongyang, North Korea."
    assert "un_action" not in {kind for kind, *_ in told(text)}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Lavrov went home, and Moscow marked the anniversary of the signing of the treaty with North Korea."),
        ("ru", "В Москве отметили годовщину подписания договора с КНДР."),
        ("zh", "俄罗斯和朝鲜纪念条约签署一周年。"),
        ("ja", "ロシアと北朝鮮は条約署名1周年を祝った。"),
        ("ko", "러시아와 북한은 조약 체결 1주년을 기념했다."),
        ("vi", "Nga và Triều Tiên kỷ niệm một năm ký hiệp ước."),
    ],
)
def test_an_anniversary_is_not_what_it_is_of(language: str, text: str) -> None:
    assert "agreement_treaty" not in {kind for kind, *_ in told(text, language)}


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Choe Son Hui to visit Russia", "preparation"),
        ("Kim Jong Un inspects factory ahead of Putin visit to Pyongyang", "preparation"),
        ("Choe Son Hui continues to visit Russia", "visit"),
        ("Choe Son Hui visits Russia", "visit"),
    ],
)
def test_a_headline_may_tell_what_is_to_come(title: str, expected: str) -> None:
    assert [kind for kind, *_ in told("No more was known in Russia and North Korea.", title=title)][:1] == [expected]


@pytest.mark.parametrize(
    ("language", "text", "meets"),
    [
        ("en", "North Korea watches the Trump-Putin talks.", False),
        ("en", "After North Korea's launch Lavrov held talks with Wang Yi.", False),
        ("en", "Xi Jinping met with Putin and Kim Jong Un in Beijing.", True),
        ("ko", "북한이 시진핑·푸틴 회담을 지켜보았다.", False),
        ("ko", "김정은 위원장이 푸틴 대통령과 회담했다.", True),
        ("ru", "КНДР следит за переговорами Лаврова с Ван И.", False),
    ],
)
def test_a_meeting_of_others_is_none_of_the_two(language: str, text: str, meets: bool) -> None:
    kinds = {kind for kind, *_ in told(text, language)}
    assert bool(kinds & {"talks", "summit"}) is meets


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Lavrov and Belousov accompanied Vladimir Putin, who last visited North Korea in 2000."),
        ("ru", "Лавров и Белоусов сопровождали Владимира Путина, который посетил КНДР в 2000 году."),
        ("uk", "Лавров і Бєлоусов супроводжували Володимира Путіна, який відвідав КНДР у 2000 році."),
    ],
)
def test_a_relative_clause_is_about_the_name_before_it(language: str, text: str) -> None:
    ((kind, _, who, _),) = told(text, language)
    assert (kind, who & {"putin", "lavrov", "belousov"}) == ("visit", {"putin"})


@pytest.mark.parametrize(
    ("language", "text", "place"),
    [
        ("en", "The delegation left Pyongyang for Vladivostok.", "vladivostok"),
        ("ko", "북한 대표단이 러시아를 방문하기 위해 평양에서 출발했다.", "russia"),
        ("ko", "(서울=연합뉴스) 북한 대표단이 러시아를 방문했다.", "russia"),
        ("en", "Choe Son Hui visited Moscow to discuss the Korean Peninsula.", "moscow"),
    ],
)
def test_a_visit_is_where_one_goes(language: str, text: str, place: str | None) -> None:
    assert [where for kind, _, _, where in told(text, language) if kind == "visit"] == [place]


def test_a_day_since_which_something_has_not_happened_is_its_last() -> None:
    ((kind, modality, *_),) = told("Kim Jong Un has not visited Russia since September 2023.")
    assert (kind, modality) == ("visit", "happened")


def test_a_treaty_does_not_travel() -> None:
    text = "Putin visited Pyongyang and signed the Treaty on Comprehensive Strategic Partnership with Kim Jong Un."
    parts = {kind: who for kind, _, who, _ in told(text)}
    assert "csp_treaty" in parts["agreement_treaty"]
    assert "csp_treaty" not in parts["visit"]


def test_a_bridge_is_where_its_river_is() -> None:
    assert [place for *_, place in told("Russia and North Korea began to build the Tumen road bridge.")] == [
        "tumen_river"
    ]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "To pay for its missiles, the government of North Korea sent builders to Russia.", {"labour"}),
        ("en", "North Korea sent soldiers and shells to Russia.", {"troop_deployment", "arms_transfer"}),
        ("ko", "북한이 미사일 개발에 쓸 외화를 벌려고 러시아 건설 현장에 노동자를 보냈다.", {"labour"}),
    ],
)
def test_of_two_objects_of_one_act_the_nearer_is_meant(language: str, text: str, expected: set[str]) -> None:
    assert {kind for kind, *_ in told(text, language)} == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Kim Jong Un received Lavrov in Wonsan.", {"talks"}),
        ("en", "Kim Jong Un receives Russian Security Council Secretary Sergei Shoigu.", {"talks"}),
        ("en", "Kim Jong Un receives greetings from Lavrov.", {"message_exchange"}),
        ("id", "Kim Jong Un menerima Lavrov di Wonsan.", {"talks"}),
        ("vi", "Ông Kim Jong Un tiếp ông Lavrov ở Wonsan.", {"talks"}),
    ],
)
def test_who_receives_a_person_meets_him(language: str, text: str, expected: set[str]) -> None:
    assert {kind for kind, *_ in told(text, language)} == expected


def test_arms_for_others_are_none_of_the_two() -> None:
    text = "Russia and North Korea signed a treaty. Washington has shipped missiles to Ukraine to fight Russia."
    assert "arms_transfer" not in {kind for kind, *_ in told(text)}


def test_a_delegation_of_artists_is_an_exchange_and_a_minister_visits() -> None:
    assert {k for k, *_ in told("A Russian art troupe arrived in Pyongyang for a concert.")} == {"culture_exchange"}
    assert "visit" in {k for k, *_ in told("Lavrov visited Pyongyang and went to a concert.")}


def test_a_parade_elsewhere_is_no_cooperation_of_the_two() -> None:
    assert "military_cooperation" not in {k for k, *_ in told("Kim Jong Un and Putin saw a parade in Beijing.")}


def test_what_is_recalled_without_a_day_is_no_news() -> None:
    text = "Trade grew. Prices rose. Both will carry out what Russia and North Korea agreed at the recent talks."
    assert told(text) == []


def test_a_list_of_states_is_not_spoken_of_as_a_pair() -> None:
    assert told("Trump said that Russia, China and North Korea test weapons.") == []
    assert [kind for kind, *_ in told("Trump said that Russia and North Korea test weapons.")] == ["statement"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "Lavrov and Choe Son Hui held talks a week after the treaty with North Korea was ratified on Oct. 24.",
        ),
        (
            "id",
            "Lavrov bertemu Choe Son Hui sepekan setelah Korea Utara meratifikasi perjanjian pada 24 Oktober.",
        ),
    ],
)
def test_the_day_of_what_was_before_is_not_that_of_the_event(language: str, text: str) -> None:
    day = {kind: first for kind, first in dated(text, language) if kind == "talks"}
    assert day["talks"] != date(2024, 10, 24)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Kim Jong Un visited Vladivostok in April 2019. At that time he and Putin held their first summit."),
        ("ja", "金正恩氏は2019年4月にロシアのウラジオストクを訪れた。当時、プーチン氏と初めて首脳会談を行った。"),
        ("zh", "金正恩2019年4月访问了俄罗斯海参崴。当时他与普京举行了首次峰会。"),
    ],
)
def test_at_that_time_is_the_time_of_the_sentence_before(language: str, text: str) -> None:
    assert ("summit", date(2019, 4, 1)) in dated(text, language)


def test_the_day_of_a_report_is_not_that_of_the_event() -> None:
    text = "Kim Jong Un received Lavrov on Monday. In its report on Wednesday KCNA says that Lavrov met Kim Jong Un."
    assert dated(text) == [("talks", date(2024, 12, 2))]
