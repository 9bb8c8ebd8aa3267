"""When a person is told."""

from collections import Counter
from pathlib import Path

import pytest

from tasks import alerts
from tasks.core.tally import Tally
from tasks.settings import Settings


@pytest.mark.parametrize(
    ("fetched", "reasons", "told"),
    [
        (100, {"timeout": 9}, ""),
        (5, {"timeout": 9}, ""),
        (20, {"timeout": 10}, "10 of 30 requests failed: timeout 10"),
        (30, {"timeout": 10}, ""),
        (5, {"robots": 40}, ""),
        (5, {"robots": 2, "not_found": 12}, "12 of 19 requests failed: not_found 12, robots 2"),
    ],
)
def test_failures_are_told_from_ten_and_above_the_share(fetched: int, reasons: dict[str, int], told: str) -> None:
    half = Tally("a", fetched=fetched), Tally("b", reasons=Counter(reasons))
    assert alerts.failing(half, 0.3) == told


def test_before_anything_is_published_no_source_is_in_trouble(tmp_path: Path) -> None:
    assert alerts.troubled(Settings(data=tmp_path)) == {}
