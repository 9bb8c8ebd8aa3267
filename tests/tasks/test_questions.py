"""The analyst's twenty questions over a store made by hand, through the plain DuckDB client."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tasks.store import SQL
from tests.tasks import tracked

QUESTIONS = {path.stem[:2]: path for path in sorted((SQL / "questions").glob("*.sql"))}
SEPTEMBER, OCTOBER = date(2024, 9, 1), date(2024, 10, 1)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    path = tmp_path_factory.mktemp("tracked") / "w.duckdb"
    tracked.fill(path)
    with duckdb.connect(path, read_only=True) as connection:
        yield connection


def asked(client: duckdb.DuckDBPyConnection, number: str, *names: str) -> list[Any]:
    """The answer's rows, in the columns of these names; bare values where it is one."""
    answer = client.execute(QUESTIONS[number].read_text(encoding="utf8"))
    columns = [item[0] for item in answer.description or ()]
    rows = [tuple(row[columns.index(name)] for name in names) for row in answer.fetchall()]
    return [row[0] for row in rows] if len(names) == 1 else rows


def words(place: tuple[str, int, int]) -> str:
    article_id, start, end = place
    return tracked.TEXTS[article_id][start:end]


def test_there_are_twenty() -> None:
    assert sorted(QUESTIONS) == [f"{n:02}" for n in range(1, 21)]


@pytest.mark.parametrize("path", QUESTIONS.values(), ids=lambda path: path.stem)
def test_each_says_what_it_asks(path: Path) -> None:
    first = path.read_text(encoding="utf8").splitlines()[0]
    assert first.startswith(f"-- {int(path.stem[:2])}. ")
    assert first.endswith("?") or path.stem[:2] in {"04", "07", "09", "13", "20"}


def test_who_was_first(client: duckdb.DuckDBPyConnection) -> None:
    found = asked(client, "01", "event_id", "place", "article_id", "hours_behind")
    assert found[1:4] == [("e_talks", 1, "k1", 0.0), ("e_talks", 2, "s1", 1.0), ("e_talks", 3, "t1", 2.0)]
    # Four outlets on the talks (a fifth recalls them), two on the visit, one on seven others; e_deaths has no date.
    assert len(found) == 13
    assert "h1" not in [row[2] for row in found]
    assert asked(client, "01", "quote")[1] == tracked.TEXTS["k1"]
    places = asked(client, "01", "article_id", "start", "end")
    assert words(places[1]) == tracked.TEXTS["k1"]


def test_independent_or_copied(client: duckdb.DuckDBPyConnection) -> None:
    found = asked(client, "02", "event_id", "independent", "articles", "stories", "copies", "translations")
    assert found[0] == ("e_talks", 2, 5, 4, 1, 0)
    (first, *_) = asked(client, "02", "reports")
    assert [report["article_id"] for report in first] == ["k1", "s1", "t1", "n1", "h1"]


def test_who_leans_on_whom(client: duckdb.DuckDBPyConnection) -> None:
    found = asked(client, "03", "source_id", "cited_id", "share", "citations")
    assert [row[:3] for row in found] == [
        ("north_pier", "kcna", 0.5),
        ("north_pier", "yonhap", 0.5),
        ("seoul_lantern", "kcna", 1.0),
        ("seoul_lantern", "yonhap", 1.0),
    ]
    (edge,) = found[0][3]
    assert words((edge["article_id"], edge["start"], edge["end"])) == "KCNA"


def test_timeline_with_lags(client: duckdb.DuckDBPyConnection) -> None:
    assert asked(client, "04", "is_recalled") == [False, False, False]
    names = ("event_id", "announced_after_days", "reported_after_days", "article_id", "quote")
    assert asked(client, "04", *names) == [
        ("e_talks", 1, 1, "k1", tracked.TEXTS["k1"]),
        ("e_plan", None, -10, "n2", tracked.TEXTS["n2"]),
        ("e_visit", 0, 0, "t2", tracked.TEXTS["t2"]),
    ]


def test_new_this_week(client: duckdb.DuckDBPyConnection) -> None:
    found = asked(client, "05", "week", "event_type", "is_new", "event_id", "article_id", "start", "end")
    assert [row[:5] for row in found] == [(date(2024, 10, 28), "trade_transport", True, "e_pier", "k4")]
    assert words(found[0][4:]) == tracked.TEXTS["k4"]


def test_single_origins(client: duckdb.DuckDBPyConnection) -> None:
    found = asked(client, "06", "kind", "claim", "origin", "article_id", "quote")
    assert {row[1:4] for row in found if row[0] == "figure"} == {
        ("at least 12 killed", "north_pier", "n3"),
        ("1000 sappers", "shoigu", "t1"),
        ("1500 troops", "nis", "h1"),
    }
    assert len(found) == 12  # and nine of ten events
    assert found[0][:4] == ("event", "e_visit", "tass", "t2")  # the one that two outlets carry
    assert ("figure", "1000 sappers", "shoigu", "t1", "1,000") in found


def test_framing_by_side(client: duckdb.DuckDBPyConnection) -> None:
    found = [row for row in asked(client, "07", "topic", "side", "framing", "term", "articles") if row[0] == "war_name"]
    assert found == [
        ("war_name", "ROK", "West/UA", "invasion", 1),
        ("war_name", "RU", "RU", "special military operation", 1),
        ("war_name", "other", "West/UA", "invasion", 1),
    ]


def test_edits(client: duckdb.DuckDBPyConnection) -> None:
    assert asked(client, "08", "article_id", "figures_removed", "figures_added") == [("t1", ["500"], ["1,000"])]
    assert words(asked(client, "08", "article_id", "start", "end")[0]) == tracked.TEXTS["t1"]


def test_volume_and_holes(client: duckdb.DuckDBPyConnection) -> None:
    found = asked(client, "09", "week", "language", "state", "articles", "article_ids")
    assert found[0][:2] == (date(2024, 10, 28), "en")
    assert (date(2024, 10, 28), "vi", "covered", 1, ["h1"]) in found
    assert (date(2024, 9, 9), "vi", "failed", 0, []) in found
    assert min(row[0] for row in found if row[3] == 0) == date(2024, 9, 2)  # since when anybody was asked


def test_who_appears_with_whom(client: duckdb.DuckDBPyConnection) -> None:
    found = asked(client, "10", "month", "entity_a", "entity_b", "stories", "more_than_month_before", "is_new")
    assert found == [
        (OCTOBER, "choe_son_hui", "lavrov", 1, 1, True),
        (OCTOBER, "kim_jong_un", "shoigu", 1, -2, False),
        (SEPTEMBER, "kim_jong_un", "shoigu", 3, 3, True),
    ]
    first, _, last = asked(client, "10", "places")
    assert [place["article_id"] for place in last] == ["k1", "n1", "s1", "t1"]
    named = [words(("t2", place[f"start_{who}"], place[f"end_{who}"])) for place in first for who in "ab"]
    assert named == ["Choe Son Hui", "Lavrov"]


def test_visits(client: duckdb.DuckDBPyConnection) -> None:
    assert asked(client, "11", "date_start", "place_id", "visitors", "hosts", "article_id") == [
        (date(2024, 9, 13), "pyongyang", ["shoigu"], ["kim_jong_un"], "k1"),
        (date(2024, 10, 1), "moscow", ["choe_son_hui"], ["lavrov"], "t2"),
    ]


def test_two_capitals(client: duckdb.DuckDBPyConnection) -> None:
    names = ("event_id", "confirmed_by", "moscow_figures", "pyongyang_figures")
    found = asked(client, "12", *names)
    assert found[1] == ("e_talks", "both", ["1000 sappers"], [])
    left_out = {row[0]: row[1:] for row in asked(client, "12", "event_id", "pyongyang_left_out", "moscow_left_out")}
    assert left_out["e_talks"] == (["1000 sappers"], [])
    assert left_out["e_visit"] == (None, None)
    (number,) = asked(client, "12", "figures")[1]
    assert words((number["article_id"], number["start"], number["end"])) == "1,000"
    assert {row[0]: row[1] for row in found}["e_visit"] == "Moscow only"


def test_range_of_a_figure(client: duckdb.DuckDBPyConnection) -> None:
    names = ("subject", "first_on", "claimant", "range_low", "range_high", "article_id", "quote")
    assert asked(client, "13", *names) == [
        ("killed", date(2024, 10, 6), "north_pier", 12.0, 12.0, "n3", "a dozen"),
        ("sappers", date(2024, 9, 14), "shoigu", 1000.0, 1000.0, "t1", "1,000"),
        ("troops", date(2024, 10, 28), "nis", 1500.0, 1500.0, "h1", "1.500"),
    ]


def test_from_visit_to_treaty(client: duckdb.DuckDBPyConnection) -> None:
    names = (
        "event_id",
        "visit_event_id",
        "days_after_visit",
        "step_before_event_id",
        "days_after_step_before",
        "article_id",
    )
    assert asked(client, "14", *names) == [
        ("e_sign", "e_visit", 2, None, None, "t3"),
        ("e_ratify", "e_visit", 19, "e_sign", 17, "t4"),
    ]
    assert asked(client, "14", "step") == ["signed", "ratified"]


def test_plans(client: duckdb.DuckDBPyConnection) -> None:
    names = ("outcome", "event_id", "days_late", "outcome_event_id", "article_id", "outcome_article_id")
    assert asked(client, "15", *names) == [("slipped", "e_plan", 6, "e_visit", "n2", "t2")]


def test_who_speaks_in_which_role(client: duckdb.DuckDBPyConnection) -> None:
    found = asked(client, "16", "month", "side", "entity_id", "roles", "article_id")
    assert [(row[:3], row[4]) for row in found] == [
        ((SEPTEMBER, "RU", "shoigu"), "t1"), ((OCTOBER, "RU", "lavrov"), "h2"),
        ((OCTOBER, "other", "nis"), "h1"), ((OCTOBER, "other", "ofac"), "n3"),
    ]  # fmt: skip
    assert found[0][3] == ["security_council_secretary_ru"]  # and no longer defence minister
    assert asked(client, "16", "quote")[:2] == ["1,000", tracked.TEXTS["h2"]]


def test_between_languages(client: duckdb.DuckDBPyConnection) -> None:
    names = ("story_id", "place", "language", "relation", "hours_after", "article_id")
    assert asked(client, "17", *names) == [
        ("st_t2", 1, "en", "original", 0.0, "t2"),
        ("st_t2", 2, "vi", "translation", 5.0, "h2"),
    ]


def test_sanctions_targets(client: duckdb.DuckDBPyConnection) -> None:
    names = ("entity_id", "designated_on", "appears", "article_id", "quote")
    assert asked(client, "18", *names) == [
        ("patriot_vessel", date(2024, 10, 5), "before", "n4", "Patriot"),
        ("patriot_vessel", date(2024, 10, 5), "after", "n3", "Patriot"),
    ]


def test_routine_messages(client: duckdb.DuckDBPyConnection) -> None:
    assert asked(client, "19", "event_id", "anniversary", "kind", "article_id") == [
        ("e_letter23", "diplomatic relations since 1948", "routine", "k2"),
        ("e_letter24", "diplomatic relations since 1948", "routine", "k3"),
    ]


def test_how_sure(client: duckdb.DuckDBPyConnection) -> None:
    found = asked(client, "20", "kind", "how", "mentions", "share", "article_id", "quote")
    assert ("claimant", "unresolved", 1, 0.333, "n3", "a dozen") in found
    assert ("source", "unresolved", 1, 0.143, "n2", "two officials") in found
    assert ("date", "by context", 6, 0.857, None, None) in found
