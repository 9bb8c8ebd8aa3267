"""The views over a store made by hand (tracked): every expected row here was worked out by hand, too."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tasks.store import Store
from tests.tasks import tracked

Rows = list[tuple[Any, ...]]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("tracked") / "w.duckdb"
    tracked.fill(path)
    with Store(path) as opened:
        yield opened


def rows(store: Store, query: str) -> Rows:
    return store.read(query).rows()


def words(article_id: str, start: int, end: int) -> str:
    return tracked.TEXTS[article_id][start:end]


def test_every_view_and_column_says_what_it_is(store: Store) -> None:
    bare = "comment IS NULL AND NOT internal"
    columns = "SELECT column_name FROM duckdb_columns() c JOIN duckdb_views() v ON v.view_name = c.table_name "
    assert rows(store, f"SELECT view_name FROM duckdb_views() WHERE {bare}") == []
    assert rows(store, columns + "WHERE c.comment IS NULL AND NOT v.internal") == []
    macros = (
        "SELECT DISTINCT function_name FROM duckdb_functions() WHERE function_type = 'table_macro' AND NOT internal"
    )
    assert sorted(rows(store, f"{macros} AND comment IS NOT NULL")) == [("trace",), ("words_at",)]


def test_an_outlet_is_the_entity_whose_name_it_has(store: Store) -> None:
    found = rows(store, "SELECT * FROM source_entities ORDER BY source_id")
    assert found == [("kcna_en", "kcna"), ("tass_en", "tass")]


def test_the_timeline_counts_origins_and_neither_copies_nor_outlets(store: Store) -> None:
    (talks,) = store.read("SELECT * FROM timeline WHERE event_id = 'e_talks'").to_dicts()
    assert (talks["articles"], talks["outlets"], talks["stories"]) == (5, 5, 4)
    assert (talks["independent"], talks["origins"]) == (2, ["kcna", "tass"])
    assert (talks["first_source_id"], talks["first_article_id"]) == ("kcna_en", "k1")
    assert talks["quote"] == tracked.TEXTS["k1"] == words("k1", talks["start"], talks["end"])
    assert (talks["announced_on"], talks["announced_after_days"], talks["reported_after_days"]) == (
        date(2024, 9, 14),
        1,
        1,
    )
    assert (talks["languages"], talks["sides"]) == (["en", "vi"], ["DPRK", "ROK", "RU", "other"])


def test_the_timeline_runs_in_the_order_of_the_events(store: Store) -> None:
    found = rows(store, "SELECT event_id, independent, origins, announced_on FROM timeline")
    assert found == [
        ("e_letter23", 1, ["kcna"], date(2023, 10, 13)),
        ("e_talks", 2, ["kcna", "tass"], date(2024, 9, 14)),
        ("e_plan", 1, ["two officials"], None),
        ("e_visit", 1, ["tass"], date(2024, 10, 1)),
        ("e_sign", 1, ["tass"], date(2024, 10, 3)),
        ("e_sanctions", 1, ["ofac"], None),
        ("e_letter24", 1, ["kcna"], date(2024, 10, 13)),
        ("e_ratify", 1, ["tass"], date(2024, 10, 20)),
        ("e_pier", 1, ["kcna"], date(2024, 10, 29)),
        ("e_deaths", 1, ["ofac"], None),
    ]


def test_who_was_first_and_by_how_much(store: Store) -> None:
    columns = "place, source_id, article_id, hours_behind, reported_precision"
    assert rows(store, f"SELECT {columns} FROM first_reports WHERE event_id = 'e_talks'") == [
        (1, "kcna_en", "k1", 0.0, "minute"),
        (2, "seoul_lantern", "s1", 1.0, "minute"),
        (3, "tass_en", "t1", 2.0, "minute"),
        (4, "north_pier", "n1", 3.5, "minute"),
        (5, "hanoi_quay", "h1", 1073.0, "day"),  # 28 October ends in Hanoi at 17:00 UTC
    ]


def test_what_is_known_to_the_day_is_first_only_where_nothing_with_a_time_came_on_it(tmp_path: Path) -> None:
    tracked.fill(tmp_path / "w.duckdb")
    to_the_day = "UPDATE articles SET published_at = NULL, published_on = ? WHERE article_id = 'k1'"
    first = """
        SELECT first_article_id, first_reported_at, first_reported_precision FROM timeline WHERE event_id = 'e_talks'
        UNION ALL
        SELECT first_article_id, first_reported_at, NULL FROM origins WHERE event_id = 'e_talks' AND origin = 'kcna'"""
    with duckdb.connect(tmp_path / "w.duckdb") as client:
        client.execute(to_the_day, [date(2024, 9, 14)])
        assert {row[0] for row in client.execute(first).fetchall()} == {"s1"}
        client.execute(to_the_day, [date(2024, 9, 13)])
        end = datetime(2024, 9, 13, 14, 59, 59, tzinfo=UTC)  # 23:59:59 in Pyongyang
        assert client.execute(first).fetchall() == [("k1", end, "day"), ("k1", end, None)]


def test_a_late_report_without_a_source_of_its_own_recalls(store: Store) -> None:
    query = (
        "SELECT article_id, is_background, is_attributed, origins FROM reports WHERE event_id = 'e_talks' ORDER BY 1"
    )
    assert rows(store, query) == [
        ("h1", True, False, ["nis"]),
        ("k1", False, False, ["kcna"]),
        ("n1", False, True, ["kcna"]),
        ("s1", False, True, ["kcna"]),
        ("t1", False, False, ["tass"]),
    ]


def test_on_whom_outlets_lean(store: Store) -> None:
    columns = "month, source_id, cited_id, articles, published, share, directly, as_origin, article_ids"
    september, october = date(2024, 9, 1), date(2024, 10, 1)
    assert rows(store, f"SELECT {columns} FROM agency_reliance") == [
        (september, "north_pier", "kcna", 1, 2, 0.5, 0, 1, ["n1"]),
        (september, "north_pier", "yonhap", 1, 2, 0.5, 1, 0, ["n1"]),
        (september, "seoul_lantern", "kcna", 1, 1, 1.0, 0, 1, ["s1"]),
        (september, "seoul_lantern", "yonhap", 1, 1, 1.0, 1, 0, ["s1"]),
        (october, "hanoi_quay", "nis", 1, 2, 0.5, 1, 1, ["h1"]),
        (october, "north_pier", "ofac", 1, 1, 1.0, 1, 1, ["n3"]),
    ]


def test_a_week_without_articles_tells_silence_from_failure(store: Store) -> None:
    query = (
        "SELECT week, state, articles FROM coverage_by_language WHERE language = 'vi' AND week >= '2024-09-02' LIMIT 3"
    )
    week = [date(2024, 9, 2), date(2024, 9, 9), date(2024, 9, 16)]
    assert rows(store, query) == [(week[0], "silent", 0), (week[1], "failed", 0), (week[2], "not watched", 0)]
    columns = "week, articles, independent, article_ids"
    query = f"SELECT {columns} FROM coverage_by_language WHERE source_kind = 'paper' AND articles > 1"
    assert rows(store, query) == [(date(2024, 9, 9), 3, 2, ["n2", "s1", "n1"])]


def test_what_rests_on_one_word(store: Store) -> None:
    query = "SELECT event_id, origin, origin_side, outlets, article_ids FROM single_source_events"
    assert rows(store, query) == [
        ("e_visit", "tass", "RU", 2, ["t2", "h2"]),
        ("e_letter23", "kcna", "DPRK", 1, ["k2"]),
        ("e_plan", "two officials", "other", 1, ["n2"]),
        ("e_sign", "tass", "RU", 1, ["t3"]),
        ("e_sanctions", "ofac", "other", 1, ["n3"]),
        ("e_letter24", "kcna", "DPRK", 1, ["k3"]),
        ("e_ratify", "tass", "RU", 1, ["t4"]),
        ("e_pier", "kcna", "DPRK", 1, ["k4"]),
        ("e_deaths", "ofac", "other", 1, ["n3"]),
    ]


def test_what_both_capitals_said_and_left_out(store: Store) -> None:
    found = store.read("SELECT * FROM two_capitals ORDER BY event_id").to_dicts()
    said = {row["event_id"]: row["confirmed_by"] for row in found}
    assert said == {
        "e_deaths": "neither", "e_plan": "neither", "e_sanctions": "neither", "e_talks": "both",
        "e_visit": "Moscow only", "e_sign": "Moscow only", "e_ratify": "Moscow only",
        "e_letter23": "Pyongyang only", "e_letter24": "Pyongyang only", "e_pier": "Pyongyang only",
    }  # fmt: skip
    talks = next(row for row in found if row["event_id"] == "e_talks")
    assert (talks["moscow_at"], talks["pyongyang_at"]) == (
        datetime(2024, 9, 14, 2, tzinfo=UTC),
        datetime(2024, 9, 14, 0, tzinfo=UTC),
    )
    assert talks["pyongyang_hours_later"] == -2.0
    assert (talks["moscow_figures"], talks["pyongyang_figures"]) == (["1000 sappers"], [])
    assert (talks["moscow_left_out"], talks["pyongyang_left_out"]) == ([], ["1000 sappers"])
    assert all(row["pyongyang_left_out"] is None for row in found if row["confirmed_by"] != "both")
    assert (talks["moscow_article_ids"], talks["pyongyang_article_ids"]) == (["t1"], ["k1", "s1", "n1"])


def test_a_figure_belongs_to_the_event_of_its_sentence(tmp_path: Path) -> None:
    tracked.fill(tmp_path / "w.duckdb")
    figures = "SELECT event_id, moscow_figures FROM two_capitals WHERE event_id IN ('e_pier', 'e_talks') ORDER BY ALL"
    told = "He spoke of 1,000 sappers"
    with duckdb.connect(tmp_path / "w.duckdb") as client:
        start = tracked.TEXTS["t1"].index(told)
        client.execute(
            "INSERT INTO event_reports BY NAME SELECT * REPLACE ('e_pier' AS event_id, ? AS start, ? AS \"end\") "
            "FROM event_reports WHERE event_id = 'e_talks' AND article_id = 't1'",
            [start, start + len(told)],
        )
        assert client.execute(figures).fetchall() == [("e_pier", ["1000 sappers"]), ("e_talks", [])]
        client.execute("DELETE FROM event_reports WHERE event_id = 'e_pier' AND article_id = 't1'")
        client.execute("UPDATE articles SET text = replace(text, '. He', '.' || chr(10) || 'He')")
        assert client.execute(figures).fetchall() == [("e_pier", []), ("e_talks", [])]


def test_what_was_edited(store: Store) -> None:
    (edit,) = store.read("SELECT * FROM edited_reports").to_dicts()
    assert (edit["article_id"], edit["version"], edit["is_retitled"]) == ("t1", 2, True)
    assert (edit["figures_removed"], edit["figures_added"]) == (["500"], ["1,000"])
    assert (edit["names_added"], edit["names_removed"], edit["dates_added"]) == (
        ["kim_jong_un"],
        [],
        ["2024-09-13/2024-09-13"],
    )
    assert (edit["removed"], edit["added"]) == ([tracked.OLD_T1], [tracked.TEXTS["t1"]])


def test_who_appears_with_whom_counts_a_story_once(store: Store) -> None:
    query = "SELECT month, entity_a, entity_b, stories, articles, more_than_month_before, is_new FROM co_mentions"
    september, october = date(2024, 9, 1), date(2024, 10, 1)
    assert rows(store, query) == [
        (september, "kim_jong_un", "shoigu", 3, 4, 3, True),
        (october, "choe_son_hui", "lavrov", 1, 1, 1, True),
        (october, "kim_jong_un", "shoigu", 1, 1, -2, False),
        (october, "ofac", "patriot_vessel", 1, 1, 1, True),
    ]


def test_the_chain_of_citations(store: Store) -> None:
    found = rows(store, 'SELECT article_id, chain, hops, start, "end" FROM citation_chains ORDER BY article_id')
    assert [row[:3] for row in found] == [
        ("h1", ["hanoi_quay", "nis"], 1),
        ("n1", ["north_pier", "yonhap", "kcna"], 2),
        ("n2", ["north_pier", "two officials"], 1),
        ("n3", ["north_pier", "ofac"], 1),
        ("s1", ["seoul_lantern", "yonhap", "kcna"], 2),
    ]
    assert [words(row[0], row[3], row[4]) for row in found][1] == "KCNA"


def test_visitors_and_hosts(store: Store) -> None:
    query = "SELECT event_id, date_start, place_id, visitors, hosts, independent FROM visits"
    assert rows(store, query) == [
        ("e_talks", date(2024, 9, 13), "pyongyang", ["shoigu"], ["kim_jong_un"], 2),
        ("e_visit", date(2024, 10, 1), "moscow", ["choe_son_hui"], ["lavrov"], 1),
    ]


def test_figures_by_claimant(store: Store) -> None:
    columns = "subject, claimant, claimant_side, value_low, value_high, first_on, first_article_id, quote"
    assert rows(store, f"SELECT {columns} FROM figure_ranges") == [
        ("killed", "north_pier", "other", 12.0, None, date(2024, 10, 6), "n3", "a dozen"),
        ("sappers", "shoigu", "RU", 1000.0, 1000.0, date(2024, 9, 14), "t1", "1,000"),
        ("troops", "nis", "other", 1500.0, 1500.0, date(2024, 10, 28), "h1", "1.500"),
    ]


def test_the_words_of_each_side(store: Store) -> None:
    columns = 'article_id, framing, term, hits, start, "end"'
    found = rows(store, f"SELECT {columns} FROM framing WHERE topic = 'war_name' ORDER BY article_id")
    assert [row[:4] for row in found] == [
        ("n1", "West/UA", "invasion", 1),
        ("s1", "West/UA", "invasion", 1),
        ("t1", "RU", "special military operation", 1),
    ]
    assert [words(row[0], row[4], row[5]) for row in found] == ["invasion", "invasion", "special military operation"]


def test_what_became_of_a_plan(store: Store) -> None:
    query = "SELECT event_id, outcome, outcome_event_id, happened_on, days_late, outcome_article_id FROM plan_outcomes"
    assert rows(store, query) == [("e_plan", "slipped", "e_visit", date(2024, 10, 1), 6, "t2")]


def test_a_week_is_measured_against_the_twelve_before_it(store: Store) -> None:
    query = "SELECT week, event_type, stories, usual, z, is_new, article_ids FROM weekly_change WHERE stories > 0"
    assert rows(store, query) == [  # of KCNA alone, the only outlet that was there twelve weeks before
        (date(2024, 10, 28), "trade_transport", 1, 0.0, 1.0, True, ["k4"]),
        (date(2024, 10, 7), "message_exchange", 1, 0.0, 1.0, True, ["k3"]),
        (date(2024, 9, 9), "talks", 1, 0.0, 1.0, True, ["k1"]),
    ]
    query = "SELECT week, is_new FROM weekly_change WHERE event_type = 'talks' AND stories = 0"
    assert rows(store, query) == [(date(2024, 10, 28) - timedelta(weeks=n), False) for n in range(7)]


def test_what_is_left_to_a_person(store: Store) -> None:
    query = 'SELECT kind, article_id, start, "end", quote FROM unresolved ORDER BY kind'
    found = rows(store, query)
    assert [(row[0], row[1], row[4]) for row in found] == [
        ("claim", "n3", "a dozen"),
        ("event", "n3", "More than a dozen soldiers died."),
        ("source", "n2", "two officials"),
    ]
    assert all(words(row[1], row[2], row[3]) == row[4] for row in found)


def test_how_sure_we_are(store: Store) -> None:
    assert rows(store, "SELECT * FROM resolution") == [
        ("claimant", "by its own words", 2, 2),
        ("claimant", "unresolved", 1, 1),
        ("date", "by context", 6, 6),
        ("date", "by its own words", 1, 1),
        ("entity", "by context", 3, 3),
        ("entity", "by its own words", 18, 9),
        ("event date", "by its own words", 14, 14),
        ("event date", "unresolved", 1, 1),
        ("publication", "to the day", 1, 1),
        ("publication", "to the minute", 14, 14),
        ("source", "by context", 2, 2),
        ("source", "by its own words", 4, 4),
        ("source", "unresolved", 1, 1),
    ]


def test_who_speaks(store: Store) -> None:
    query = "SELECT month, side, entity_id, stories, article_ids FROM speakers"
    assert rows(store, query) == [
        (date(2024, 9, 1), "RU", "shoigu", 1, ["t1"]),
        (date(2024, 10, 1), "RU", "lavrov", 1, ["h2"]),
        (date(2024, 10, 1), "other", "nis", 1, ["h1"]),
        (date(2024, 10, 1), "other", "ofac", 1, ["n3"]),
    ]


def test_from_an_event_to_the_archived_answer(store: Store) -> None:
    query = "SELECT article_id, version, quote, archive_file, archive_offset, archive_length FROM trace('e_visit')"
    assert rows(store, query) == [
        ("h2", 1, tracked.TEXTS["h2"], "a.warc.gz", 1000, 90),
        ("t2", 1, tracked.TEXTS["t2"], "a.warc.gz", 700, 90),
    ]
    assert rows(store, "FROM trace('no such event')") == []


def test_the_words_at_a_span(store: Store) -> None:
    start, end = tracked.span("h1", "Tình báo Hàn Quốc")
    query = f"SELECT quote, around FROM words_at('h1', 1, 'text', {start}, {end})"
    assert rows(store, query) == [("Tình báo Hàn Quốc", tracked.TEXTS["h1"])]
