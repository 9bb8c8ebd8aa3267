"""The view `source_health` and tasks/core/health.py tell the same tale of the same facts."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from tasks.core.health import Observation, Page, classify, is_teaser
from tasks.core.records import INSTANT
from tasks.store import Store

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
FEED = "https://a.example/feed"
WHOLE = "The ferry came in on time, and the harbour master wrote down what it carried."
CUT = "The ferry came in on time, and the harbour master wrote down what"
TEXTS = (
    WHOLE,
    CUT,
    CUT + "…",
    CUT + "...",
    f"“{WHOLE}”",
    CUT * 30,
    "배가 제시간에 들어왔다.",
    "배가 제시간에",
    "船准时到了。」",
    "",
)


def rows(store: Store, table: str, *found: Mapping[str, object]) -> None:
    frame = pl.DataFrame(list(found), infer_schema_length=None)
    stamps = [name for name, kind in frame.schema.items() if isinstance(kind, pl.Datetime)]
    store.insert(table, frame.with_columns(pl.col(stamps).cast(INSTANT)))


def article(number: int, text: str, days_ago: float) -> dict[str, object]:
    at = NOW - timedelta(days=days_ago, hours=number)
    return {
        "article_id": str(number), "version": 1, "url": f"https://a.example/{number}", "canonical_url": f"https://a.example/{number}",
        "source_id": "a", "text": text, "text_hash": "", "published_at": at, "first_seen_at": at, "last_changed_at": at,
        "is_relevant": False, "relevance_score": 0.0,
    }  # fmt: skip


def asked(stage: str, url: str, failure: str | None = None) -> dict[str, object]:
    status = None if failure else 200
    own = {"fetch_id": url, "run_id": "r", "source_id": "a", "stage": stage, "url": url, "fetched_at": NOW}
    return own | {"failure": failure, "status": status}


def failed(stage: str, url: str, reason: str) -> dict[str, object]:
    return {
        "failure_id": url + reason,
        "run_id": "r",
        "source_id": "a",
        "url": url,
        "stage": stage,
        "reason": reason,
        "failed_at": NOW,
    }


PAGES = [f"https://a.example/{n}" for n in range(3)]
CASES = {
    "alive": ([asked("discover", FEED)], [], [article(n, WHOLE, 1) for n in range(3)]),
    "dead": ([asked("discover", FEED, "connect")], [], []),
    "blocked": ([asked("discover", FEED, "blocked")], [], []),
    "changed": ([asked("discover", FEED)], [failed("discover", FEED, "not_a_feed")], []),
    "teaser": ([asked("discover", FEED)], [], [article(n, CUT, 1) for n in range(3)]),
    "gap": ([asked("discover", FEED)], [failed("discover", FEED, "gap")], [article(n, WHOLE, 1) for n in range(3)]),
    "silent": ([asked("discover", FEED)], [], [article(n, WHOLE, 30) for n in range(3)]),
}
SEEN = {
    "alive": Observation((None,), tuple(Page(text=WHOLE) for _ in PAGES), 3, (NOW - timedelta(days=1),)),
    "dead": Observation(("connect",)),
    "blocked": Observation(("blocked",)),
    "changed": Observation(("not_a_feed",)),
    "teaser": Observation((None,), tuple(Page(text=CUT) for _ in PAGES), 3, (NOW - timedelta(days=1),)),
    "gap": Observation((None,), tuple(Page(text=WHOLE) for _ in PAGES), 3, (NOW,), has_gap=True),
    "silent": Observation((None,), tuple(Page(text=WHOLE) for _ in PAGES), 3, (NOW - timedelta(days=30),)),
}


@pytest.mark.parametrize("state", CASES)
def test_the_view_and_the_check_say_the_same(state: str, tmp_path: Path) -> None:
    fetches, failures, articles = CASES[state]
    with Store(tmp_path / "t.duckdb") as store:
        names = ("name", "url", "language", "country", "kind", "side", "timezone", "source_group")
        rows(store, "sources", {"source_id": "a"} | dict.fromkeys(names, "x"))
        rows(store, "fetches", *fetches)
        if failures:
            rows(store, "failures", *failures)
        if articles:
            rows(store, "articles", *articles)
        assert store.read("SELECT state FROM source_health")["state"].to_list() == [state]
    assert classify(SEEN[state], NOW).state == state


def test_the_view_takes_the_same_texts_for_teasers(tmp_path: Path) -> None:
    with Store(tmp_path / "t.duckdb") as store:
        rows(store, "sources", {"source_id": "a"} | dict.fromkeys(
            ("name", "url", "language", "country", "kind", "side", "timezone", "source_group"), "x"))  # fmt: skip
        rows(store, "fetches", asked("discover", FEED))
        rows(store, "articles", *(article(n, text, 1) for n, text in enumerate(TEXTS)))
        assert store.read("SELECT teasers FROM source_health").item() == sum(map(is_teaser, TEXTS)) == 5
