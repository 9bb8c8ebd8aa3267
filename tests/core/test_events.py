"""What articles report, and how reports become events. Entities are found as in the pipeline; days are given."""

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest

from tasks.core import entities, events, events_cues, reference
from tasks.core.records import DATE_MENTIONS, EVENT_REPORTS, EVENTS

PUBLISHED = date(2025, 6, 20)
RECENT = (date(2025, 6, 10), date(2025, 6, 13), "recent")
Days = dict[str, tuple[date, date, str]]


def day(number: int, month: int = 6) -> tuple[date, date, str]:
    return date(2025, month, number), date(2025, month, number), "day"


def article(text: str | None, language: str | None = "en", title: str | None = None) -> pl.DataFrame:
    at = datetime(PUBLISHED.year, PUBLISHED.month, PUBLISHED.day, 9, tzinfo=UTC)
    row = {"article_id": "a", "language": language, "title": title, "text": text, "published_at": at}
    types = dict.fromkeys(("article_id", "language", "title", "text"), pl.String)
    return pl.DataFrame([row], schema=types | {"published_at": pl.Datetime("us", "UTC")})


def dated(text: str | None, days: Days) -> pl.DataFrame:
    found = [("a", (text or "").index(s), s, *interval) for s, interval in days.items()]
    rows = [
        (key, start, start + len(s), s, first, last, precision, "given")
        for key, start, s, first, last, precision in found
    ]
    return pl.DataFrame(rows, schema=DATE_MENTIONS, orient="row")


def found(
    text: str | None, language: str | None = "en", days: Days | None = None, title: str | None = None
) -> pl.DataFrame:
    articles = article(text, language, title)
    return events.find(articles, entities.find(articles), dated(text, days or {}))


def types(text: str, language: str = "en", title: str | None = None) -> set[str]:
    return set(found(text, language, title=title)["event_type"])


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Lavrov arrived in Pyongyang for a visit to North Korea.", "visit"),
        ("ru", "Лавров прибыл с визитом в Пхеньян, столицу КНДР.", "visit"),
        ("ko", "라브로프 러시아 외무장관이 북한 평양을 방문했다.", "visit"),
        ("id", "Lavrov dari Rusia mengunjungi Pyongyang, Korea Utara.", "visit"),
        ("vi", "Ngoại trưởng Nga Lavrov đã tới thăm Bình Nhưỡng, Triều Tiên.", "visit"),
        ("zh", "俄罗斯外长拉夫罗夫访问了朝鲜平壤。", "visit"),
        ("ja", "ロシアのラブロフ外相が北朝鮮の平壌を訪問した。", "visit"),
        ("uk", "Лавров прибув з візитом до Пхеньяна, столиці КНДР.", "visit"),
        ("en", "Putin and Kim Jong Un held talks.", "summit"),
        ("ru", "Путин и Ким Чен Ын провели встречу.", "summit"),
        ("en", "Choe Son Hui met with Lavrov.", "talks"),
        ("en", "Putin congratulated Kim Jong Un on the holiday.", "message_exchange"),
        ("ru", "Путин направил поздравительную телеграмму Ким Чен Ыну.", "message_exchange"),
        ("ko", "푸틴 대통령이 김정은 위원장에게 축전을 보냈다.", "message_exchange"),
        ("vi", "Ông Putin gửi điện mừng tới ông Kim Jong-un.", "message_exchange"),
        ("en", "Russia and North Korea signed a treaty.", "agreement_treaty"),
        ("id", "Rusia dan Korea Utara menandatangani perjanjian.", "agreement_treaty"),
        ("en", "North Korea shipped artillery shells to Russia.", "arms_transfer"),
        ("uk", "КНДР поставила Росії снаряди.", "arms_transfer"),
        ("en", "North Korea sent soldiers to Kursk in Russia.", "troop_deployment"),
        ("ko", "북한이 러시아 쿠르스크에 병력을 파견했다.", "troop_deployment"),
        ("zh", "朝鲜向俄罗斯库尔斯克派遣了工兵。", "troop_deployment"),
        ("en", "The train between Russia and North Korea resumed.", "trade_transport"),
        ("ja", "ロシアと北朝鮮を結ぶ列車の運行が再開した。", "trade_transport"),
        ("en", "North Korea sent workers to building sites in Russia.", "labour"),
        ("en", "Russia vetoed the Security Council resolution on North Korea.", "un_action"),
        ("en", "North Korea recognised the independence of Donetsk, Russia said.", "recognition"),
    ],
)
def test_each_type_is_told_in_its_words(language: str, text: str, expected: str) -> None:
    assert expected in types(text, language)


@pytest.mark.parametrize(
    ("language", "text", "place"),
    [
        ("ja", "モスクワ大学の代表団が北朝鮮を訪問した。", "dprk"),
        ("ja", "モスクワ大学の代表団が北朝鮮の平壌を訪問した。", "pyongyang"),
        ("zh", "莫斯科大学代表团访问了朝鲜。", "dprk"),
        ("ko", "모스크바 대학 대표단이 북한을 방문했다.", "dprk"),
        ("ja", "崔善姫外相がモスクワ大学を訪問した。", "moscow"),
        ("zh", "崔善姬访问了莫斯科大学。", "moscow"),
    ],
)
def test_where_a_delegation_is_from_is_not_where_it_goes(language: str, text: str, place: str | None) -> None:
    visits = found(text, language).filter(pl.col("event_type") == "visit")
    assert visits["place_id"].to_list() == [place]


def test_a_report_has_its_sentence_days_people_and_place() -> None:
    text = "It was warm. Lavrov arrived in Wonsan, North Korea, on 11 June. He slept."
    (row,) = found(text, days={"11 June": day(11)}).iter_rows(named=True)
    assert text[row["start"] : row["end"]] == "Lavrov arrived in Wonsan, North Korea, on 11 June."
    assert (row["field"], row["event_type"], row["modality"], row["place_id"]) == (
        "text",
        "visit",
        "happened",
        "wonsan",
    )
    assert (row["date_start"], row["date_end"], row["precision"]) == day(11)
    assert {"lavrov", "dprk"} <= set(row["participants"])


@pytest.mark.parametrize(
    ("text", "language", "days", "expected"),
    [
        ("Lavrov visited Pyongyang on 11 June, TASS reported on 13 June.", "en", ["11 June", "13 June"], day(11)),
        ("라브로프가 11일 북한을 방문했다고 타스통신이 13일 보도했다.", "ko", ["11일", "13일"], day(11)),
        ("塔斯社13日报道，拉夫罗夫11日访问了朝鲜。", "zh", ["11日", "13日"], day(11)),
        ("Lavrov visited Pyongyang, TASS reported on 13 June.", "en", ["13 June"], RECENT),
        ("Lavrov visited Pyongyang.", "en", [], (date(2025, 6, 17), PUBLISHED, "recent")),
    ],
)  # fmt: skip
def test_the_day_of_the_report_is_not_the_day_of_the_event(
    text: str, language: str, days: list[str], expected: object
) -> None:
    given = {words: day(int(words[:2])) for words in days}
    rows = found(text, language, given).filter(event_type="visit")
    assert rows.select("date_start", "date_end", "precision").row(0) == expected


@pytest.mark.parametrize(
    ("text", "event_type", "modality"),
    [
        ("Kim Jong Un will visit Russia.", "preparation", "planned"),
        ("North Korea will send soldiers to Kursk in Russia.", "troop_deployment", "planned"),
        ("North Korea denied that it shipped shells to Russia.", "arms_transfer", "denied"),
        ("North Korea reportedly shipped shells to Russia.", "arms_transfer", "claimed"),
        ("North Korea shipped shells to Russia.", "arms_transfer", "happened"),
    ],
)
def test_the_modality_is_told(text: str, event_type: str, modality: str) -> None:
    assert (event_type, modality) in found(text).select("event_type", "modality").rows()


def test_a_future_day_is_a_plan_and_a_past_one_is_none() -> None:
    ahead = found("Lavrov's visit to Pyongyang is on 25 June.", days={"25 June": day(25)})
    assert ahead["event_type"].to_list() == ["preparation"]
    past = found("Lavrov, who would see much, visited Pyongyang on 2 May.", days={"2 May": day(2, 5)})
    assert past["modality"].to_list() == ["happened"]


@pytest.mark.parametrize(
    "text",
    [
        "Lavrov visited Washington.",  # the other side is not there
        "Kim Jong Un arrived in Beijing, where Putin was expected.",  # a visit to a third state
        "The Workers' Party of Korea thanked Russia.",  # the name of a party tells of no workers
        "Putin flew to Geneva; North Korea had a dry summer.",  # two pieces of news
        "- Putin visited Kazan.\n- North Korea had a dry summer.",
    ],
)
def test_what_is_not_between_the_two_is_no_event(text: str) -> None:
    assert types(text) & {"visit", "labour", "summit", "preparation"} == set()


def test_what_only_the_title_says_is_reported_from_the_title() -> None:
    rows = found("He was met by children.", title="Lavrov arrives in Pyongyang")
    assert rows.select("field", "event_type", "start", "end").rows() == [("title", "visit", 0, 27)]


def test_an_article_reports_an_event_once_and_two_days_are_two_events() -> None:
    once = "Lavrov visited Pyongyang. Lavrov visited Pyongyang on 11 June. Lavrov's visit to Pyongyang was short."
    assert found(once, days={"11 June": day(11)})["date_start"].to_list() == [date(2025, 6, 11)]
    twice = "Lavrov visited Pyongyang on 11 June. Shoigu visited Pyongyang on 4 May."
    both = found(twice, days={"11 June": day(11), "4 May": day(4, 5)})
    assert both["date_start"].to_list() == [date(2025, 6, 11), date(2025, 5, 4)]


def test_words_alone_are_a_statement_where_nothing_else_is_news() -> None:
    assert types("Russia condemned pressure on North Korea.") == {"statement"}
    assert types("Russia condemned pressure on North Korea. Lavrov visited Pyongyang.") == {"visit"}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (None, "en"),
        ("", "en"),
        ("No one is named here.", "en"),
        ("Путин посетил КНДР.", None),
        ("Putin visited Pyongyang.", "xx"),
    ],
)
def test_nothing_to_report_gives_no_row(text: str | None, language: str | None) -> None:
    rows = found(text, language)
    assert rows.is_empty()
    assert rows.schema == EVENT_REPORTS


def test_an_article_without_a_day_has_events_without_days() -> None:
    articles = article("Lavrov visited Pyongyang.").with_columns(published_at=pl.lit(None, pl.Datetime("us", "UTC")))
    rows = events.find(articles, entities.find(articles), dated("", {}))
    assert rows.select("event_type", "date_start", "date_end", "precision").rows() == [("visit", None, None, None)]


def test_two_hundred_events_are_two_hundred_rows() -> None:
    start = date(2024, 1, 1)
    lines = [f"Lavrov visited Pyongyang on day {n:03}." for n in range(200)]
    days = {f"day {n:03}": (start + timedelta(n), start + timedelta(n), "day") for n in range(200)}
    assert found("\n".join(lines), days=days).height == 200


@pytest.mark.parametrize(
    ("text", "events_told"),
    [
        ("Lavrov visited Pyongyang.", 2),  # news of two days
        ("Lavrov visited Pyongyang on 11 June 2025.", 1),  # the day that the text gives, whenever it is told
    ],
)
def test_one_text_of_two_days_is_one_event_where_it_gives_the_day(text: str, events_told: int) -> None:
    days = {"11 June 2025": day(11)} if "11 June" in text else {}
    first = article(text)
    later = first.with_columns(article_id=pl.lit("b"), published_at=pl.col("published_at") + pl.duration(days=70))
    both = pl.concat([first, later])
    dates = pl.concat([dated(text, days), dated(text, days).with_columns(article_id=pl.lit("b"))])
    told = events.find(both, entities.find(both), dates)
    made, _ = events.merge(told, pl.DataFrame(schema=EVENTS))
    assert (told.height, made.height) == (2, events_told)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("id", "Rusia dan Korea Utara sepakat membangun jembatan di atas Sungai Tumen."),
        ("uk", "Росія та КНДР домовилися про міст через річку Туманну."),
        ("en", "Russia and North Korea agreed on a bridge for lorries over the Tumen."),
    ],
)
def test_a_bridge_is_that_over_the_border_river_where_the_river_is_named(language: str, text: str) -> None:
    (report,) = found(text, language).filter(event_type="agreement_treaty").iter_rows(named=True)
    assert "tumen_road_bridge" in report["participants"]


def test_a_denial_is_dated_by_its_day_and_is_not_the_claim_that_it_answers() -> None:
    text = (
        "North Korea has never sold shells to Russia, a spokesman said in a statement carried by KCNA on Thursday. "
        "The statement answers a report of this month that Russia bought North Korean shells."
    )
    days = {"Thursday": day(12), "this month": (date(2025, 6, 1), date(2025, 6, 30), "month")}
    told = found(text, days=days).filter(event_type="arms_transfer")
    assert told.select("modality", "precision", "date_start").rows() == [
        ("denied", "day", date(2025, 6, 12)), ("happened", "month", date(2025, 6, 1)),
    ]  # fmt: skip


def test_a_plan_reported_again_is_not_what_happened() -> None:
    plan = {"event_type": "troop_deployment", "place_id": None}
    made, ids = merged(
        report("a", **plan, modality="planned"), report("b", **plan), report("c", **plan, modality="denied")
    )
    assert len(set(ids)) == 3
    assert sorted(made["modality"]) == ["denied", "happened", "planned"]


@pytest.mark.parametrize(
    ("text", "days", "expected"),
    [
        ("Kim went to Russia in April, 3 May and was glad. North Korea said so.", ["April", "3 May"], 2),
        ("The treaty of Russia and North Korea is short. The Duma ratified it on 3 May.", ["3 May"], 1),
        (
            "Russia and North Korea signed a treaty on 3 May. They also agreed to build a bridge over the Tumen.",
            ["3 May"],
            2,
        ),
    ],
)
def test_what_one_sentence_leaves_to_another_is_told(text: str, days: list[str], expected: int) -> None:
    given = {"April": (date(2025, 4, 1), date(2025, 4, 30), "month"), "3 May": day(3, 5)}
    rows = found(text, days={name: given[name] for name in days})
    assert rows.filter(pl.col("event_type").is_in(["visit", "agreement_treaty"])).height == expected
    assert rows["date_start"].null_count() == 0


def test_every_type_has_a_family_and_every_cue_a_type() -> None:
    types_known = reference.document("event_types")["type"]
    assert all({"id", "family", "definition", "plover", "cameo_root"} <= set(row) for row in types_known)
    assert set(reference.table("event_cues")["event_type"]) <= {row["id"] for row in types_known}


# ------------------------------------------------------------------------------------------------ reports into events


def report(article_id: str, **changes: object) -> dict[str, object]:
    first, last, precision = day(11)
    return {
        "article_id": article_id, "field": "text", "event_type": "visit", "date_start": first, "date_end": last,
        "precision": precision, "modality": "happened", "participants": ["lavrov", "dprk"], "place_id": "pyongyang",
        "start": 0, "end": 10,
    } | changes  # fmt: skip


def reports(*rows: dict[str, object]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=EVENT_REPORTS)


def merged(*rows: dict[str, object], known: pl.DataFrame | None = None) -> tuple[pl.DataFrame, list[str]]:
    made, numbered = events.merge(reports(*rows), pl.DataFrame(schema=EVENTS) if known is None else known)
    assert numbered.columns == [*EVENT_REPORTS, "event_id"]
    return made, numbered["event_id"].to_list()


NEWS = dict(zip(("date_start", "date_end", "precision"), RECENT, strict=True))
MONTH = {"date_start": date(2025, 6, 1), "date_end": date(2025, 6, 30), "precision": "month"}


def test_reports_that_agree_are_one_event_with_the_best_days() -> None:
    made, ids = merged(
        report("a", **NEWS, modality="claimed", participants=["lavrov"]),
        report("b", place_id=None),
        report("c", **MONTH),
    )
    assert len(set(ids)) == 1
    (event,) = made.iter_rows(named=True)
    assert (event["date_start"], event["date_end"], event["precision"]) == day(11)
    assert (event["modality"], event["participants"], event["place_id"]) == (
        "happened",
        ["dprk", "lavrov"],
        "pyongyang",
    )
    assert event["merged_into"] is None


@pytest.mark.parametrize(
    "other",
    [
        {"date_start": date(2025, 7, 1), "date_end": date(2025, 7, 1)},
        {"participants": ["shoigu", "dprk"]},
        {"place_id": "moscow"},
        {"event_type": "arms_transfer"},
        {"date_start": None, "date_end": None, "precision": None},
    ],
)
def test_reports_that_differ_are_two_events(other: dict[str, object]) -> None:
    assert len(set(merged(report("a"), report("b", **other))[1])) == 2


def test_talks_that_turn_out_to_be_a_summit_are_one_event() -> None:
    people = {"participants": ["kim_jong_un", "putin"], "place_id": None}
    made, ids = merged(report("a", event_type="talks", **people), report("b", event_type="summit", **people))
    assert (made["event_type"].to_list(), len(set(ids))) == (["summit"], 1)


def test_an_id_does_not_change_when_later_reports_arrive() -> None:
    first, (before,) = merged(report("b", **MONTH))
    second, (after,) = merged(report("a"), known=first)
    assert before == after
    assert second["date_start"].to_list() == [date(2025, 6, 11)]
    third, ids = merged(report("a"), report("b", **MONTH), known=second)
    assert set(ids) == {before}
    assert third.is_empty()


def test_the_order_of_reports_in_a_batch_does_not_matter() -> None:
    rows = [report("a"), report("b", **NEWS), report("c", **MONTH), report("d", participants=["shoigu"])]
    forward, backward = merged(*rows), merged(*reversed(rows))
    assert forward[0].sort("event_id").equals(backward[0].sort("event_id"))
    assert forward[1] == backward[1][::-1]


def test_a_report_that_joins_two_events_records_the_merge() -> None:
    early = {"date_start": date(2025, 6, 3), "date_end": date(2025, 6, 6), "precision": "recent"}
    late = {"date_start": date(2025, 6, 7), "date_end": date(2025, 6, 10), "precision": "recent"}
    first, (one,) = merged(report("a", **early))
    second, (two,) = merged(report("b", **late), known=first)
    assert one != two
    whole = {"date_start": date(2025, 6, 5), "date_end": date(2025, 6, 8), "precision": "range"}
    made, (joined,) = merged(report("c", **whole), known=pl.concat([first, second]))
    lost = ({one, two} - {joined}).pop()
    assert made.select("event_id", "merged_into").sort("event_id").rows() == sorted([(joined, None), (lost, joined)])
    assert made.filter(event_id=joined).select("date_start", "date_end", "precision").row(0) == (*whole.values(),)


def test_merged_events_stand_for_their_reports_for_ever() -> None:
    made, (kept,) = merged(report("a"))
    lost = made.with_columns(event_id=pl.lit("lost"), merged_into=pl.lit(kept))
    changed, (found_id,) = merged(report("b"), known=pl.concat([lost, made]))
    assert found_id == kept
    assert changed.is_empty()


def test_undated_reports_agree_only_in_everything() -> None:
    none = {"date_start": None, "date_end": None, "precision": None}
    assert len(set(merged(report("a", **none), report("b", **none))[1])) == 1
    assert len(set(merged(report("a", **none), report("b", **none, place_id=None))[1])) == 2


def test_no_reports_give_no_events() -> None:
    made, ids = merged()
    assert (made.schema, made.height, ids) == (pl.Schema(EVENTS), 0, [])


def test_a_ceasefire_is_no_transfer_of_arms() -> None:
    texts = pl.DataFrame({"row": [0, 1], "language": ["id", "id"], "text": TRUCE}, schema_overrides={"row": pl.UInt32})
    found = events_cues.matches(texts)
    assert found.filter(event_type="arms_transfer")["row"].to_list() == [1]


TRUCE = [
    "Ia mengirimkan ucapan selamat pada peringatan gencatan senjata itu.",
    "Kapal itu mengirimkan senjata ke pelabuhan seberang.",
]
