"""Whatever a server does ends in its named failure or in the right page, and healthy sources do not notice."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.newsroom.hostile import ADDRESSES, Asked, Hostile
from tests.newsroom.hostile_bytes import MARK
from tests.newsroom.server import Newsroom

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Siege:
    """What came of the one run that all tests look at."""

    report: dict[str, Any]
    healthy: tuple[str, ...]
    requests: tuple[Asked, ...]


@pytest.fixture(scope="module")
def siege() -> Iterator[Siege]:
    with Hostile() as hostile, Newsroom(day=0) as newsroom:
        healthy = tuple(a.url for a in newsroom.world.on(0) if "/gaya-hidup/" not in a.url)
        overrides = hostile.overrides | newsroom.overrides
        given = json.dumps({"overrides": overrides, "addresses": [*ADDRESSES, *healthy]})
        run = subprocess.run(
            [sys.executable, "-m", "tests.newsroom.siege"],
            input=given,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        yield Siege(json.loads(run.stdout), healthy, tuple(hostile.requests))


def test_there_are_at_least_sixty_behaviours() -> None:
    assert len(ADDRESSES) >= 60


@pytest.mark.parametrize("url", ADDRESSES)
def test_every_behaviour_ends_as_it_must(siege: Siege, url: str) -> None:
    outcome, text = siege.report["outcomes"][url]
    assert outcome == ADDRESSES[url], text
    assert outcome != "page" or MARK in text


def test_healthy_sources_are_complete(siege: Siege) -> None:
    outcomes = Counter(siege.report["outcomes"][url][0] for url in siege.healthy)
    assert outcomes == {"page": len(siege.healthy)}


def test_memory_is_bounded(siege: Siege) -> None:
    assert siege.report["megabytes"] < 120


def test_nothing_secret_is_sent_or_logged(siege: Siege) -> None:
    names = {line.partition(":")[0].lower() for request in siege.requests for line in request.lines[1:] if line}
    assert names == {"host", "user-agent", "accept", "accept-encoding"}
    assert "secret" not in siege.report["log"]
    assert ".test" not in siege.report["log"]
