"""What the UI shows of a run."""

from datetime import UTC, datetime

import polars as pl

from tasks import artifacts
from tasks.core.tally import Tally

NEWEST = pl.DataFrame(
    {
        "published_at": [datetime(2026, 3, 1, 6, 30, tzinfo=UTC), None],
        "source_id": ["quay_gazette", "quay_gazette"],
        "language": ["en", "en"],
        "title": ["Ferry | late", None],
        "url": ["https://quay.example/1", "https://quay.example/2"],
        "version": [1, 3],
    }
)
FAILED = pl.DataFrame(
    {"source_id": [None], "stage": ["fetch"], "reason": ["not_found"], "url": ["https://quay.example/3"]}
)


def test_the_summary_links_what_is_new_and_what_failed() -> None:
    shown = artifacts.summary("ingest quay", [Tally("quay_gazette", loaded=1, updated=1)], NEWEST, FAILED)
    assert "| 2026-03-01 06:30 | quay\\_gazette, en | [Ferry \\| late](<https://quay.example/1>) |" in shown
    assert "| unknown | quay\\_gazette, en | [(no title)](<https://quay.example/2>) (version 3) |" in shown
    assert "|  | fetch | not\\_found | [https://quay.example/3](<https://quay.example/3>) |" in shown


def test_long_tables_are_cut_and_say_so() -> None:
    shown = artifacts.summary("x", [], pl.concat([NEWEST] * 20), FAILED.clear())
    assert "## New and relevant: 40\n" in shown
    assert "and 15 more" in shown
    assert "## Failures: none" in shown
